"""What nobody has foreseen is reported as a defect, with the statement."""

from __future__ import annotations

import pytest

from symderive.errors import InternalError
from symderive.evaluator import find_counterexample, screen
from symderive.language.terms import ONE, Statement
from tests.evaluator.building import at, eq, num, size, vector

x = vector("x", size("n"))


def test_what_breaks_inside_becomes_an_internal_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise TypeError("bad operand")

    claim = Statement(eq(at(x, ONE), num(7)))
    monkeypatch.setattr("symderive.evaluator.trial.Trial.judge", broken)
    with pytest.raises(InternalError, match=r"TypeError: bad operand\n  in .*7.*\nPlease report"):
        find_counterexample(claim)
    with pytest.raises(InternalError, match="Please report this"):
        screen(claim)
