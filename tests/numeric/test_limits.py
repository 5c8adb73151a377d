"""Limits in the check in floats: said not to be seen, never passed."""

from __future__ import annotations

from symderive import all_of, eq, exp, le, limit, oo, real, size, tends_to, vector
from symderive.language.reading import read_statement
from symderive.numeric.check import check_statement
from symderive.results.evidence import NOT_APPLICABLE

n = size("n")
d, beta = vector("d", n), real("beta", above=0)


def test_limits_are_not_seen() -> None:
    for claim in (
        tends_to(exp(-beta), 0, beta, oo),
        tends_to(exp(-beta) * d, d, beta, 0),
        all_of(le(d[1], d.max()), tends_to(exp(-beta), 1, beta, oo)),
        eq(limit(lambda r: exp(-r), oo), 0),
    ):
        evidence = check_statement(read_statement(claim), {"n": 5})
        assert evidence.outcome == NOT_APPLICABLE
        assert evidence.detail == "a limit is not seen in floats"
