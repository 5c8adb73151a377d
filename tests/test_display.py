"""Objects show themselves in a notebook as the package says."""

from __future__ import annotations

import pytest

from symderive import display


def test_what_is_displayed_is_told_by_whoever_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "DISPLAYS", {})
    shown = display.Displayed()
    assert (shown._repr_latex_(), shown._repr_html_()) == (None, None)
    display.DISPLAYS[display.LATEX] = lambda made: "$x$" if made is shown else None
    display.DISPLAYS[display.HTML] = lambda made: "<b>x</b>"
    assert (shown._repr_latex_(), shown._repr_html_()) == ("$x$", "<b>x</b>")
