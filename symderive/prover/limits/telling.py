"""How the steps of a limit are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from symderive.language.terms import Number, Term

if TYPE_CHECKING:
    from symderive.prover.writing.narrate import Narrator

SENTENCES = {
    "dominant terms": "of finitely many exponentials those with the greatest exponent remain",
    "logarithm of dominant terms": "log(exp(t S) c (1 + r)) = t S + log c + r, c > 0, r small",
    "quotient of dominant terms": "the dominant term of a denominator is not 0",
    "saturation": "sigmoid and tanh tend to their ends at infinity",
    "exponential beats powers": "exp(-c t) t^k tends to 0 for c > 0",
    "continuity": "a continuous function of something that tends to a number",
    "derivative taken": "derivatives are taken first",
    "limit": "limit",
}
"""The rules in words."""


def _places(narrator: Narrator, best: Term) -> Iterator[str]:
    yield f"S = {narrator.term(best)}"


def _coefficient(narrator: Narrator, c: Term) -> Iterator[str]:
    yield f"c = {narrator.term(c)}"


def _not_zero(narrator: Narrator, c: Term) -> Iterator[str]:
    if not isinstance(c, Number):
        yield f"{narrator.term(c)} != 0"


FORMULAS: dict[str, Callable[..., Iterator[Any]]] = {
    "dominant terms": _places,
    "logarithm of dominant terms": _coefficient,
    "quotient of dominant terms": _not_zero,
}
