"""What a person sees: plain lines where there is no terminal, a bar and a table where there is."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from symderive import reports
from symderive.results import ClaimOutcome, Evidence, LineOutcome, Report, Step, Verdict, Witness

PROVED = Verdict("proved", scope="every n >= 1", steps=(Step("unfold", "x[i]"),), trust=("lemma",))
REFUTED = Verdict("refuted", witness=Witness({"n": 1}, left="0", right="1"))
GOOD = ClaimOutcome(
    "good",
    "p.py",
    3,
    "claim",
    "proved",
    "Good.",
    lines=(LineOutcome("statement", 1, "proved", PROVED, "a = b"),),
    shown="a = b",
)
WRONG = ClaimOutcome(
    "wrong",
    "p.py",
    9,
    "claim",
    "proved",
    "Wrong.",
    lines=(LineOutcome("line", 1, "proved", REFUTED, "a = c"),),
)
BROKEN = ClaimOutcome(
    "broken", "p.py", 12, "claim", "proved", error="no\n  in claim broken (p.py:12)"
)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_plain_lines() -> None:
    assert reports.plain_line(GOOD) == "ok    proved          p.py::good  (0.00 s)"
    assert reports.plain_line(WRONG) == "WRONG refuted         p.py::wrong  (0.00 s)"
    assert reports.plain_line(BROKEN).startswith("ERROR error")


def test_progress_without_a_terminal_is_one_line_each() -> None:
    stream = io.StringIO()
    with reports.progress_on(stream) as progress:
        progress.begun("p.py")
        progress.ended("p.py", None, 0, 2)
        for outcome in (GOOD, WRONG):
            progress.begun(outcome.name)
            progress.ended(outcome.name, outcome, 1, 2)
    assert [line[:5] for line in stream.getvalue().splitlines()] == ["ok   ", "WRONG"]
    assert "\x1b" not in stream.getvalue()


def test_progress_on_a_terminal_overwrites_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    stream = Terminal()
    with reports.progress_on(stream) as progress:
        progress.begun("first_claim")
        progress.begun("second_claim_with_a_name_that_is_far_too_long_for_the_line")
        progress.ended("first_claim", GOOD, 1, 2)
        progress.bar.refresh()  # type: ignore[attr-defined]
    shown = stream.getvalue()
    assert "1/2" in shown
    assert "second_claim" in shown
    assert "…" in shown
    assert shown.endswith("\x1b[1A\x1b[2K")


def test_a_dumb_terminal_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    stream = Terminal()
    with reports.progress_on(stream) as progress:
        progress.begun("good")
        progress.ended("good", GOOD, 1, 1)
    assert stream.getvalue() == reports.plain_line(GOOD) + "\n"


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()], ids=["file", "terminal"])
def test_the_report_ends_with_failures_and_a_summary(
    stream: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    reports.print_report(Report((GOOD, WRONG, BROKEN), ("q.py: gone",), 1.25), stream)
    shown = stream.getvalue()
    ending = """
WRONG p.py::wrong: refuted, expected proved
  line 1: a = c: Refuted at n = 1: left 0, right 1
  in claim wrong (p.py:9)

ERROR p.py::broken
  no
  in claim broken (p.py:12)

could not be read: q.py: gone
3 claims: 1 error, 1 proved, 1 refuted; 2 not as expected; 1 file could not be read; 1.2 s
"""
    assert shown.endswith(ending)
    assert ("\x1b" in shown) == stream.isatty()


def test_no_colour_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    reports.print_report(Report((WRONG,)), stream)
    assert "\x1b[3" not in stream.getvalue()
    assert "[31m" not in stream.getvalue()


EXPLANATION = """\
Twice a sum.

claim: sum(k=1..n, 2*x[k]) = sum(k=1..n, x[k])
  Refuted at n = 1, x = (1): left 2, right 1
    left side
"""


def test_an_explanation_keeps_its_lines_where_it_is_redirected() -> None:
    stream = io.StringIO()
    reports.print_explanation(EXPLANATION, stream)
    assert stream.getvalue() == EXPLANATION + "\n"


def test_an_explanation_is_broken_and_coloured_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")
    stream = Terminal()
    reports.print_explanation(EXPLANATION, stream)
    rows = stream.getvalue().split("\n")
    assert rows[0] == "Twice a sum."
    assert rows[2:4] == ["claim: sum(k=1..n, 2*x[k]) = sum(k=1..n,", "    x[k])"]
    refuted = [row for row in rows if "\x1b[35m" in row]
    assert refuted[0].startswith("\x1b[35m  Refuted at n = 1")
    assert refuted[1].startswith("\x1b[35m      ")
    monkeypatch.setenv("NO_COLOR", "1")
    plain = Terminal()
    reports.print_explanation(EXPLANATION, plain)
    assert "\x1b[3" not in plain.getvalue()


CHECKED = ClaimOutcome(
    "checked",
    "q.py",
    5,
    "claim",
    "proved",
    refs=("S-1", "S-2"),
    lines=(
        LineOutcome(
            "line", 1, "proved", PROVED, "数 + 1 = b", "S-1b", "", Evidence("passed", error=1.2e-15)
        ),
        LineOutcome("line", 2, "proved", PROVED, "b = c", "S-2", "", Evidence("passed", error=0.0)),
        LineOutcome("printed", 2, "refuted", REFUTED, "b = d", "", "E-1"),
    ),
    seconds=0.5,
    shown="数 + 1 =\n c",
)


def rows_at(width: int, *outcomes: ClaimOutcome) -> list[str]:
    return [str(row) for row in reports.table(Report(outcomes), width)]


def test_the_table_says_what_was_decided_under_each_id() -> None:
    assert rows_at(80, GOOD, WRONG, CHECKED) == [
        "id     verdict          seconds  floats        formula",
        "",
        "p.py",
        "good   proved              0.00  -             a = b",
        "wrong  refuted (WRONG)     0.00  -             line 1: a = c: Refuted at n = 1:…",
        "",
        "q.py",
        "S-1    proved              0.50  passed 1e-15  数 + 1 = c",
        "S-1b   proved              0.00  passed 1e-15  数 + 1 = b",
        "S-2    proved              0.00  passed        b = c",
        "E-1    refuted             0.00  -             b = d",
    ]


def test_the_table_fits_the_width_and_shows_every_row() -> None:
    long = replace(CHECKED, name="a_name_of_some_length" * 2, refs=(), shown="x" * 300)
    many = [replace(long, name=f"{place}_{long.name}") for place in range(100)]
    for width in (40, 60, 80, 100, 140):
        rows = rows_at(width, *many)
        assert len(rows) == 3 + 4 * 100
        assert max(map(cell_len, rows)) == width
    assert rows_at(100, GOOD)[0] == "id    verdict  seconds  formula"
    assert rows_at(100) == []


def test_the_report_is_replaced_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "out" / "report.json"
    reports.write_json(Report((GOOD,)), file)
    before = file.read_bytes()

    def broken(*arguments: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(reports.os, "replace", broken)
    with pytest.raises(OSError, match="no space left"):
        reports.write_json(Report((WRONG,)), file)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["report.json"]


def test_an_explanation_shows_lines_steps_and_trust() -> None:
    shown = reports.explanation(GOOD)
    for part in ("Good.", "p.py::good (line 3)", "claim: a = b", "Proved for every n >= 1"):
        assert part in shown
    assert "1. unfold: x[i]" in shown
    assert "trusting lemma" in shown
    assert "expected proved" in reports.explanation(WRONG)
    assert "in claim broken" in reports.explanation(BROKEN)


def test_a_formula_that_leaves_the_range_of_floats_is_told_once() -> None:
    stream = io.StringIO()
    told = "the left side overflows at i = 3: exp of 800.2"
    (line, *_), found = CHECKED.lines, Evidence("uninformative", finding=told)
    outcome = replace(CHECKED, lines=(replace(line, evidence=found),))
    reports.print_report(Report((GOOD, outcome)), stream)
    assert stream.getvalue().count(told) == 1
    assert f"in floats, S-1: {told}\n" in stream.getvalue()
