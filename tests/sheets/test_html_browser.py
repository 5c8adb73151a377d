"""Sheets in a browser and before a validator, where these programs are there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from symderive.printing.latex import LatexPrinter
from symderive.printing.names import free_names
from symderive.results import Report
from symderive.sheets import laid_out
from symderive.sheets.blocks import Block, Display, Matrix, Paragraph, Row, Table, Title
from symderive.sheets.html import html_of
from symderive.sheets.html_index import Sheet, index_of
from symderive.sheets.inline import Formula, parsed, sentence
from tests.claims.proof_text import BROKEN, PROOFS
from tests.printing.random_terms import Formulas
from tests.sheets.making import made

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
VALIDATOR = shutil.which("html-validate")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
needs_validator = pytest.mark.skipif(
    VALIDATOR is None, reason="no html-validate on this machine (npm install -g html-validate)"
)
PHONE, DESK = 400, 1200
LONGEST = 120

# Pages in frames as wide as a screen, and what is seen of them.
FRAMES = """<!DOCTYPE html><title>frames</title><pre id="seen"></pre>
<script>
const width = WIDTH, chosen = "CHOSEN", seen = {};
for (const [name, text] of Object.entries(PAGES)) {
  const frame = document.createElement("iframe");
  frame.style = `width: ${width}px; height: 800px; border: 0`;
  frame.onload = () => {
    const page = frame.contentDocument, all = [...page.body.querySelectorAll("*")];
    const clipped = ".left, .right, .wide, .long";
    page.querySelector(chosen)?.click();
    seen[name] = {
      width: page.documentElement.scrollWidth,
      out: all.filter(e => e.getBoundingClientRect().right > width + 1
        && !e.closest(`${clipped}, pre, svg`)).length,
      cut: all.filter(e => e.matches(clipped) && e.scrollHeight > e.clientHeight + 1).length,
      text: page.body.innerText,
      rows: [...page.querySelectorAll("tbody tr")].filter(e => e.offsetParent).length,
      parts: [...page.querySelectorAll("section")].filter(e => e.offsetParent).length,
    };
    document.getElementById("seen").textContent = JSON.stringify(seen);
  };
  frame.srcdoc = text;
  document.body.append(frame);
}
</script>"""


def seen(
    pages: dict[str, str], width: int, folder: Path, chosen: str = "nothing"
) -> dict[str, dict[str, Any]]:
    """What a browser makes of pages on a screen of that width, something on them clicked."""
    text = json.dumps(pages).replace("</", "<\\/")
    frames = FRAMES.replace("WIDTH", str(width)).replace("CHOSEN", chosen).replace("PAGES", text)
    file = folder / "frames.html"
    file.write_text(frames, encoding="utf-8")
    command = [
        CHROMIUM or "",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={folder / 'profile'}",
        "--window-size=1400,1000",
        "--virtual-time-budget=20000",
        "--dump-dom",
        file.as_uri(),
    ]
    found = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=True)
    match = re.search(r'<pre id="seen">(.*?)</pre>', found.stdout, re.DOTALL)
    assert match is not None
    assert match[1], found.stderr
    result: dict[str, dict[str, Any]] = json.loads(unescape(match[1]))
    assert set(result) == set(pages)
    return result


def wide() -> str:
    """A page of much that is wider than a telephone."""
    blocks: list[Block] = [
        Title(parsed("A title with a_very_long_name_without_any_gap_in_it_at_all"))
    ]
    for seed in range(60):
        source = Formulas(seed)
        terms = source.scalar(1 + seed % 3), source.scalar(4)
        printer = LatexPrinter(free_names(terms))
        reason = ("", "the quotient rule", "a reason that is much longer than a formula is wide")
        left, right = map(printer.piece, terms)
        told = parsed(reason[seed % 3])
        blocks.append(Display((Row(right, left, "=", told, "proved"), Row(left, None, r"\le"))))
        blocks.append(Paragraph(sentence("For ", Formula(right.text), ", and so on.")))
    blocks.append(Matrix("A", "", tuple(tuple(range(30)) for _ in range(3))))
    cells = (parsed("E-1"), parsed("`a_very_long_name_without_any_gap_in_it_at_all`"), parsed("x"))
    blocks.append(Table(parsed("Errata"), ("id", "what is wrong", "found"), (cells, cells)))
    return html_of(blocks, "index.html")


def whole_index(folder: Path) -> str:
    sheets = []
    for name, text in (("sums", PROOFS), ("broken", BROKEN)):
        document = made(folder / f"{name}.py", text)
        sheets.append(Sheet(f"{name}.html", document, laid_out(document)))
    outcomes = tuple(item.outcome for sheet in sheets for item in sheet.document.items)
    return index_of(Report(outcomes), sheets)


def pages(folder: Path) -> dict[str, str]:
    sums, broken = made(folder / "a.py", PROOFS), made(folder / "b.py", BROKEN)
    return {
        "wide": wide(),
        "review": html_of(laid_out(sums), "index.html"),
        "solution": html_of(laid_out(sums, "solution")),
        "broken": html_of(laid_out(broken)),
        "index": whole_index(folder),
    }


@needs_chromium
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_page_is_wider_than_the_screen(width: int, tmp_path: Path) -> None:
    for name, found in seen(pages(tmp_path), width, tmp_path).items():
        assert found["width"] <= width, name
        assert found["out"] == 0, name
        assert found["cut"] == 0, name
        assert "\\" not in found["text"], name


@needs_chromium
def test_formulas_are_shown_as_latex_when_asked(tmp_path: Path) -> None:
    found = seen({"wide": wide()}, PHONE, tmp_path, "#as-latex")["wide"]
    assert "\\frac" in found["text"]
    assert found["width"] <= PHONE


@needs_chromium
@pytest.mark.parametrize(
    ("chosen", "rows", "parts"),
    [("nothing", 8, 2), ("#verdict-proved", 3, 2), ("#verdict-refuted", 1, 1), ("#sheet-2", 3, 1)],
)
def test_rows_are_chosen_without_scripts(
    chosen: str, rows: int, parts: int, tmp_path: Path
) -> None:
    found = seen({"index": whole_index(tmp_path)}, DESK, tmp_path, chosen)["index"]
    assert (found["rows"], found["parts"]) == (rows, parts)


@needs_validator
def test_pages_are_valid(tmp_path: Path) -> None:
    files = []
    for name, page in pages(tmp_path).items():
        files.append(tmp_path / f"{name}.html")
        files[-1].write_text(page, encoding="utf-8")
    command = [VALIDATOR or "", *map(str, files)]
    found = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    assert found.returncode == 0, found.stdout
