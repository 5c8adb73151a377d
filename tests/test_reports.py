"""What a person sees: plain lines where there is no terminal, a bar and a table where there is."""

from __future__ import annotations

import io

import pytest

from symderive import reports
from symderive.results import ClaimOutcome, LineOutcome, Report, Step, Verdict, Witness

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
    assert reports.plain_line(WRONG).split("\n")[1:] == [
        "      expected proved; line 1: a = c: Refuted at n = 1: left 0, right 1",
        "        in claim wrong (p.py:9)",
    ]
    assert reports.plain_line(BROKEN).startswith("ERROR error")


def test_progress_without_a_terminal_is_one_line_each() -> None:
    stream = io.StringIO()
    show = reports.progress_on(stream)
    show(GOOD, 1, 2)
    show(GOOD, 2, 2)
    assert stream.getvalue().count("\n") == 2
    assert "\r" not in stream.getvalue()


def test_progress_on_a_terminal_overwrites_itself() -> None:
    stream = Terminal()
    show = reports.progress_on(stream)
    show(GOOD, 1, 2)
    assert "1/2  good" in stream.getvalue()
    show(GOOD, 2, 2)
    assert "\n" not in stream.getvalue()


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()], ids=["file", "terminal"])
def test_the_report_ends_with_a_summary(stream: io.StringIO) -> None:
    reports.print_report(Report((GOOD, WRONG), ("q.py: gone",), 1.25), stream)
    shown = stream.getvalue()
    assert shown.rstrip().endswith(
        "2 claims: 1 proved, 1 refuted; 1 not as expected; 1 file could not be read; 1.2 s"
    )
    assert "q.py: gone" in shown
    assert ("p.py::wrong" in shown) == stream.isatty()


def test_an_explanation_shows_lines_steps_and_trust() -> None:
    shown = reports.explanation(GOOD)
    for part in ("Good.", "p.py::good (line 3)", "claim: a = b", "Proved for every n >= 1"):
        assert part in shown
    assert "1. unfold: x[i]" in shown
    assert "trusting lemma" in shown
    assert "expected proved" in reports.explanation(WRONG)
    assert "in claim broken" in reports.explanation(BROKEN)
