"""The tour: it runs as a script, as a notebook cell by cell, and as the page that is kept."""

from __future__ import annotations

import re
import runpy

import pytest

from docs import page

SOURCE = page.TOUR.read_text(encoding="utf-8")


def test_it_runs_as_a_script(capsys: pytest.CaptureFixture[str]) -> None:
    found = runpy.run_path(str(page.TOUR), run_name="__main__")
    assert callable(found["f"])
    assert capsys.readouterr() == ("", "")


def test_every_line_belongs_to_a_cell() -> None:
    cells = list(page.cells(SOURCE))
    assert SOURCE.startswith("# %%")
    assert cells[0].is_prose
    assert sum(not cell.is_prose for cell in cells) > 15
    for cell in cells:
        assert cell.text
        if not cell.is_prose:
            compile(cell.text, "cell", "exec")


def test_the_page_is_up_to_date() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.page(SOURCE), (
        "docs/tour.html is out of date: python -m docs.page"
    )


def test_the_page_needs_nothing_else() -> None:
    text = page.PAGE.read_text(encoding="utf-8").replace(' xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"<script|<link|<img|src=|href=|url\(|https?://", text)
    assert "$" not in re.sub(r"<pre>.*?</pre>", "", text, flags=re.DOTALL)
    assert text.count("<details") == text.count("</details>") > 5
    assert text.count("<math") > 50
    assert len(text.encode()) < 300_000


def test_every_kind_of_answer_is_on_it() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    for word in (">Proved</b>", ">Refuted</b>", "which is wrong", "Given ", "def log_sum_exp"):
        assert word in text, word
