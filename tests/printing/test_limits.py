"""How limits are printed."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import eq, exp, limit, log, oo, prove, real, size, tends_to, vector
from symderive.printing import latex, text

n = size("n")
beta, t, d = real("beta", above=0), real("t"), vector("d", n)


@pytest.mark.parametrize(
    ("written", "shown", "set_as"),
    [
        (
            tends_to(exp(-beta), 0, beta, oo),
            "exp(-beta) -> 0 as beta -> oo",
            r"e^{-\beta} \xrightarrow{\beta \to \infty} 0",
        ),
        (
            tends_to(log(beta), -oo, beta, 0),
            "log(beta) -> -oo as beta -> 0 from above",
            r"\log(\beta) \xrightarrow{\beta \to 0^{+}} -\infty",
        ),
        (
            tends_to(t * d, d, t, 1),
            "t*d -> d as t -> 1",
            r"t d \xrightarrow{t \to 1} d",
        ),
        (
            eq(limit(lambda s: s, 0, side="-"), 0),
            "limit(s -> 0 from below, s) = 0",
            r"\lim_{s \to 0^{-}} s = 0",
        ),
        (
            limit(lambda s: 1 + s, -oo) * t,
            "limit(s -> -oo, 1 + s)*t",
            r"\left( \lim_{s \to -\infty} (1 + s) \right) t",
        ),
    ],
)
def test_forms(written: Any, shown: str, set_as: str) -> None:
    assert text(written.term) == shown
    assert latex(written.term) == set_as


def test_verdicts() -> None:
    verdict = prove(tends_to(exp(-beta), 1, beta, oo))
    assert str(verdict) == "Refuted: left 0, right 1"
    assert prove(tends_to(exp(-beta) * d[1], 0, beta, oo)).scope == "every n >= 1, every d"
