"""Sheets: what stands on them, that TeX takes them, that no line is too long."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from symderive.printing.latex import LatexPrinter
from symderive.printing.names import free_names
from symderive.sheets import tex_of
from symderive.sheets.blocks import Display, Table
from symderive.sheets.document import Line
from symderive.sheets.inline import parsed, sentence
from symderive.sheets.passages import chain_rows, condition_rows
from symderive.sheets.tex import PREAMBLE
from symderive.sheets.tex_lines import display
from tests.claims.proof_text import BROKEN, PROOFS
from tests.printing.random_terms import Formulas
from tests.sheets.making import blocks_of
from tests.sheets.structure import faults

PDFLATEX = shutil.which("pdflatex")
needs_tex = pytest.mark.skipif(PDFLATEX is None, reason="no pdflatex on this machine")
WIDEST_EXCESS = 2.0
STATUSES = ("", "proved", "refuted", "undecided", "proved_at_sizes")


def sheet(path: Path, text: str) -> str:
    """The LaTeX file of a proof file with this text."""
    return tex_of(blocks_of(path, text))


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sheet(tmp_path_factory.mktemp("sheets") / "sums.py", PROOFS)


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sheet(tmp_path_factory.mktemp("sheets") / "broken.py", BROKEN)


def formulas(seeds: range, depth: int) -> str:
    """A document of random chains."""
    parts = [PREAMBLE, r"\begin{document}"]
    for seed in seeds:
        source = Formulas(seed)
        first, second = source.scalar(1 + seed % 3), source.scalar(depth)
        third = source.condition(depth, 0)
        printer = LatexPrinter(free_names((first, second, third)))
        reason = ("", "the quotient rule", "a reason that is much longer than a formula is wide")
        lines = (Line("", first), Line("=", second))
        rows = [
            replace(row, reason=parsed(reason[seed % 3]), status=STATUSES[seed % 5])
            for _, row in chain_rows(lines, printer)
        ]
        parts.append(display(Display(tuple(rows))))
        parts.append(display(Display(tuple(condition_rows(third, printer)))))
    return "\n".join([*parts, r"\end{document}", ""])


def compiled(source: str, folder: Path) -> str:
    """The log of a TeX run; fails if there is no document."""
    (folder / "sheet.tex").write_text(source, encoding="utf-8")
    command = [PDFLATEX or "", "-interaction=nonstopmode", "-halt-on-error", "sheet.tex"]
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    log = (folder / "sheet.log").read_text(encoding="latin-1")
    errors = [line for line in log.split("\n") if line.startswith("!")]
    assert not errors, errors
    assert (folder / "sheet.pdf").is_file()
    return log


@needs_tex
@pytest.mark.parametrize("depth", [2, 4])
def test_tex_takes_random_formulas_and_no_line_is_too_long(depth: int, tmp_path: Path) -> None:
    log = compiled(formulas(range(40 * depth, 40 * depth + 40), depth), tmp_path)
    excess = [float(points) for points in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log)]
    assert [points for points in excess if points > WIDEST_EXCESS] == []


@needs_tex
def test_tex_takes_the_sheets(good: str, bad: str, tmp_path: Path) -> None:
    for source in (good, bad):
        log = compiled(source, tmp_path)
        assert "Overfull" not in log
        assert "undefined" not in log


@needs_tex
def test_the_document_is_the_same_each_time(good: str, tmp_path: Path) -> None:
    seen = set()
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        compiled(good, tmp_path / name)
        seen.add((tmp_path / name / "sheet.pdf").read_bytes())
    assert len(seen) == 1


def test_structure(good: str, bad: str) -> None:
    assert faults(good) == []
    assert faults(bad) == []
    assert faults(formulas(range(60), 3)) == []


def test_structure_sees_faults() -> None:
    assert len(faults(r"\begin{a} {\left( x \end{b}")) == 3
    assert faults(r"}{") == ["a brace closes that was never opened"]
    assert faults("\\begin{alignat*}{1}\na & b & c\n\\end{alignat*}") != []


def test_a_chain_stands_with_its_reasons_and_its_mistake(good: str) -> None:
    part = good[good.index(r"\claimhead{3}") : good.index(r"\claimhead{4}")]
    lines = part.split("\n")
    assert r"\left( \sum_{k=1}^{n} x_{k} \right) \sum_{k=1}^{n} x_{k}" in part
    assert r"\lined{proved}\why{a square}" in part
    assert r"\lined{proved}\why{distribute, C-2b}" in part
    assert r"Written out in two lines.\par" in lines
    assert r"{\raggedright Printed in place of line 1 (E-2):" in lines
    assert r"\badge{bad}{Refuted} at $n = 1$" in part
    assert part.index(r"\badge{good}{Proved}") < part.index("Printed in place")


def test_an_erratum_stands_as_printed_refuted_right(good: str) -> None:
    part = good[good.index(r"\claimhead{2}") : good.index(r"\claimhead{3}")]
    order = ["Printed, for all $n \\ge 1$", r"\badge{bad}{Refuted}", "Right (claim 1):"]
    assert [part.index(words) for words in order] == sorted(part.index(words) for words in order)
    assert r"\badge{bad}{Refuted} at $n = 1$, $x = (1)$: left $2$, right $1$." in part


def test_what_is_ill_formed_or_noted_is_said(good: str) -> None:
    assert r"\badge{bad}{Ill-formed}" in good
    assert r"\badge{muted}{Noted}" in good
    assert "Expected" not in good


def test_headings_stand_before_the_claims_behind_them(tmp_path: Path) -> None:
    text = (
        '"""Parts."""\nfrom symderive import *\nn = size("n")\n'
        '@claim("P-1")\ndef one(x=vector(n)):\n    """One."""\n    return eq(x + 0, x)\n\n'
        'r"""Part $n \\le 2$.\n\nIts question.\n"""\n'
        '@claim("P-2")\ndef two(x=vector(n)):\n    """Two."""\n    return eq(x + 0, x * 1)\n'
    )
    shown = sheet(tmp_path / "parts.py", text)
    assert "\\heading{Part $n \\le 2$}\nIts question.\\par\n\\claimhead{2}" in shown
    assert shown.index("\\claimhead{1}") < shown.index("\\heading{Part")


def test_an_unbound_index_is_named_without_advice(tmp_path: Path) -> None:
    text = (
        '"""Binders."""\nfrom symderive import *\nn = size("n")\n'
        '@erratum("E", outcome="ill-formed")\ndef free(x=vector(n)):\n    """Free."""\n'
        "    return eq(total(lambda i: x[j], 1, n), x.sum())\n"
    )
    shown = sheet(tmp_path / "binders.py", text)
    assert r"\badge{bad}{Ill-formed} $j$ is bound nowhere.\par" in shown


def test_the_wrong_lines_of_a_chain_are_named(tmp_path: Path) -> None:
    text = (
        '"""Chains."""\nfrom symderive import *\n@claim("C")\ndef chain(b=real()):\n'
        '    """A chain."""\n    return calc(b).eq(b + 0).eq(b + 1).eq(b + 2 - 1)\n'
    )
    shown = sheet(tmp_path / "chains.py", text)
    assert r"\badge{bad}{Refuted} Line 2 refuted: at $b = " in shown
    assert "Line 1" not in shown
    assert "Line 3" not in shown


def test_what_went_wrong_is_said(bad: str) -> None:
    assert r"\badge{bad}{Error} ZeroDivisionError" in bad
    assert r"\textbf{Expected: proved.}" in bad


TABLES = (
    Table(sentence("Short"), ("a", "b"), ((sentence("x"), sentence("y")),)),
    Table(
        sentence("With long cells, and one column that is empty"),
        ("id", "nothing", "what", "found"),
        tuple(
            (
                sentence(f"E-{number}"),
                (),
                sentence("words " * (3 * number)),
                parsed("refuted at $n = 1$, $m = 22$, " + "$k = 333$, " * number),
            )
            for number in range(1, 12)
        ),
    ),
)


@needs_tex
def test_tables_fit(tmp_path: Path) -> None:
    shown = tex_of(TABLES)
    assert "nothing" not in shown
    log = compiled(shown, tmp_path)
    assert "Overfull" not in log


SUBSCRIPTED = """\"\"\"Entries of what has an index already.\"\"\"
from symderive import *
n = size("n")
@claim("S-1")
def entries(X=matrix(n, n), i=index(n), j=index(n)):
    \"\"\"Entries.\"\"\"
    return all_of(
        eq(unit(i, n)[j], eye(n)[i, j]),
        eq((ones(n)[i] + zeros(n)[j]) * ones(n, n)[i, j], 1),
        eq(X[i, :][j], X[:, j][i]),
        eq(X[i, :][j], (num(1) * X)[i, j]),
        eq(ones(2, 3).sum(), 6),
        eq(stack(1, num(2) * 3, 4), stack(1, 6, 4)),
        eq(
            stack(*(num(k) * 2 + num(k + 1) * 0 + num(k + 2) * 1 for k in range(9))),
            stack(*(3 * k + 2 for k in range(9))),
        ),
    )
"""


@needs_tex
def test_entries_of_what_has_an_index_already(tmp_path: Path) -> None:
    shown = sheet(tmp_path / "entries.py", SUBSCRIPTED)
    assert r"(\mathbf{e}_{i})_{j}" in shown
    assert r"(1,\, 2 \cdot 3,\, 4)" in shown
    assert "Overfull" not in compiled(shown, tmp_path)


OUTPUT = sorted((Path(__file__).resolve().parents[2] / "output").glob("*.tex"))


@needs_tex
@pytest.mark.parametrize("path", OUTPUT, ids=lambda path: path.stem)
def test_tex_takes_what_is_kept(path: Path, tmp_path: Path) -> None:
    log = compiled(path.read_text(encoding="utf-8"), tmp_path)
    assert "Overfull" not in log
    assert "undefined" not in log


def test_a_sign_is_not_scaled_with_what_follows_it(tmp_path: Path) -> None:
    inside = " + ".join(f"exp({k}*x[a])" for k in range(1, 10))
    text = f'''
"""Wide."""
from symderive import *
n = size("n")

@claim()
def wide(x=vector(n)):
    """A fraction that is too wide."""
    u = total(lambda a: {inside}, 1, n)
    return calc(1/u).eq(1 - (u + u**2)/(1 + u + u**2) + 1/u - 1/(1 + u + u**2))
'''
    shown = tex_of(blocks_of(tmp_path / "wide.py", text))
    assert r"- \fit{" in shown
    assert "}{- " not in shown
