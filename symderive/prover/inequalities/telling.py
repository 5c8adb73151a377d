"""How the steps of a proof of an inequality are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from symderive.prover.inequalities.goals import Goal

if TYPE_CHECKING:
    from symderive.prover.inequalities.certificates import Part
    from symderive.prover.ring import Polynomial
    from symderive.prover.writing.narrate import Narrator

SENTENCES = {
    "certificate": "a sum of terms each of which is known not to be negative",
    "sum of squares": "a sum of squares, by completing squares one after the other",
    "sign of a goal": "the sign is seen term by term",
    "logarithm isolated": "a logarithm is compared by its argument, for exp is increasing",
    "logarithms compared": "positive products are compared by their logarithms",
    "squares compared": "what is not negative is compared by its square",
    "term by term": "a sum is not negative if none of its terms is, at any index",
    "maximum attained": "a maximum is one of the values, and the others are at most that",
    "growth": "what is not negative at the end of a range and grows from there is not negative",
    "cases of a sign": "both signs of what stands under a bracket or an absolute value",
}
"""The rules in words."""


def _relation(goal: Goal) -> str:
    return "> 0" if goal.strict else ">= 0"


def _sign(part: Part) -> str:
    return "= 0" if part.vanishes else "> 0" if part.strict else ">= 0"


def goal(narrator: Narrator, shown: Goal) -> Iterator[str]:
    """The goal that a rule leads to."""
    yield f"{narrator.polynomial(shown.value)} {_relation(shown)}"


def certificate(
    narrator: Narrator, shown: Goal, parts: tuple[tuple[Any, Part], ...]
) -> Iterator[str]:
    """The goal as a sum of multiples of parts, and what each of them is known by."""
    if not parts:
        yield f"0 {_relation(shown)}"
        return
    terms = [_multiple(narrator, c, part.value) for c, part in parts]
    yield f"{narrator.polynomial(shown.value)} = {' + '.join(terms)}"
    for _, part in parts:
        value = part.summand or part.value
        yield f"{narrator.polynomial(value)} {_sign(part)}, by {part.name}"


def _multiple(narrator: Narrator, c: Any, value: Polynomial) -> str:
    written = f"({narrator.polynomial(value)})"
    return written if c == 1 else f"{c}*{written}"


FORMULAS: dict[str, Callable[..., Iterator[str]]] = {
    **dict.fromkeys(
        (
            "sum of squares",
            "sign of a goal",
            "logarithm isolated",
            "logarithms compared",
            "squares compared",
            "term by term",
            "maximum attained",
            "growth",
        ),
        goal,
    ),
    "certificate": certificate,
}
"""How the details of the rules are written."""
