"""Goals on one side of an increasing function: log u >= v as u >= exp(v), u >= v as log u >= log v.

Also goals about an absolute value or a bracket, one for each value that it can take.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from symderive.errors import OutsideFragment
from symderive.prover import functions, piecewise, reciprocals, signs
from symderive.prover.inequalities.goals import (
    Goal,
    argument_of,
    atoms_of,
    is_exponential,
    is_function,
    ordered,
    sign_of,
)
from symderive.prover.inequalities.positivity import is_positive
from symderive.prover.ring import (
    INDICATOR,
    Atom,
    Factor,
    Monomial,
    Polynomial,
    add,
    scaled,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

MAX_LOGARITHMS = 3
MAX_SQUARED = 6
Fact = tuple[Polynomial, int]


def without_logarithm(work: Workspace, goal: Goal) -> Iterator[Goal]:
    """c log u + r >= 0 for c > 0 as u >= exp(-r/c), for c < 0 as u <= exp(-r/c).

    Both are the same, because u > 0 wherever log u has a value. c must be one product.
    """
    found = [a for a in atoms_of(goal.value) if is_function(a, "log")]
    for atom in found[:MAX_LOGARITHMS]:
        alone = [m for m in goal.value if any(a is atom for a, _ in m)]
        if len(alone) != 1 or dict(alone[0])[atom] != 1:
            continue
        factor = alone[0] - {(atom, 1)}
        sign = signs.times(
            sign_of(work, factor, goal.context),
            signs.POSITIVE if goal.value[alone[0]] > 0 else signs.NEGATIVE,
        )
        if sign not in (signs.POSITIVE, signs.NEGATIVE):
            continue
        argument = argument_of(work, atom, goal.context)
        if not is_positive(work, argument, goal.context):
            continue
        rest = {m: c for m, c in goal.value.items() if m != alone[0]}
        try:
            inverse = reciprocals.inverse(work, {factor: goal.value[alone[0]]}, goal.context)
            exponent = scaled(work.multiply(rest, inverse), -1)
            bound = functions.exponential(work, exponent, goal.context)
        except OutsideFragment:
            continue
        difference = add(argument, scaled(bound, -1))
        yield goal.with_value(difference if sign == signs.POSITIVE else scaled(difference, -1))


def by_logarithms(work: Workspace, goal: Goal) -> Iterator[Goal]:
    """a - b >= 0 for products a > 0 and b > 0, as log a - log b >= 0."""
    if len(goal.value) != 2:
        return
    if not any(is_exponential(atom) for atom in atoms_of(goal.value)):
        return
    one, other = ordered(goal.value)
    if goal.value[one] < 0:
        one, other = other, one
    if goal.value[one] < 0 or goal.value[other] > 0:
        return
    if any(sign_of(work, m, goal.context) != signs.POSITIVE for m in (one, other)):
        return
    try:
        above = functions.logarithm(work, {one: goal.value[one]}, goal.context)
        below = functions.logarithm(work, {other: -goal.value[other]}, goal.context)
    except OutsideFragment:
        return
    yield goal.with_value(add(above, scaled(below, -1)))


def by_squares(work: Workspace, goal: Goal) -> Iterator[Goal]:
    """a - b >= 0 for a >= 0, as a^2 - b^2 >= 0, where roots or absolute values occur.

    Then |b| <= a; and if a^2 > b^2, |b| < a.
    """
    if len(goal.value) > MAX_SQUARED or not any(map(is_root, atoms_of(goal.value))):
        return
    above: Polynomial = {}
    below: Polynomial = {}
    for monomial, c in goal.value.items():
        if c > 0 and not sign_of(work, monomial, goal.context) & signs.NEGATIVE:
            above[monomial] = c
        else:
            below[monomial] = c
    if not above or not below:
        return
    square = add(work.power(above, 2), scaled(work.power(below, 2), -1))
    square = piecewise.reduced(work, square, goal.context)
    yield goal.with_value(square)


def is_root(atom: Atom) -> bool:
    """Whether an atom is a root, or an absolute value, which is the root of a square."""
    if not isinstance(atom, Factor):
        return False
    return isinstance(atom.head.name, functions.Root) or is_function(atom, "abs")


def by_cases(work: Workspace, goal: Goal) -> list[tuple[Goal, list[Fact]]] | None:
    """The goal where a bracket is true and where it is false, or for both signs under |u|."""
    for atom in atoms_of(goal.value):
        if not isinstance(atom, Factor):
            continue
        if atom.head.kind == INDICATOR:
            return _by_indicator(work, goal, atom)
        if is_function(atom, "abs"):
            body = argument_of(work, atom, goal.context)
            return [
                (_with(work, goal, atom, body), [(body, signs.NONNEGATIVE)]),
                (
                    _with(work, goal, atom, scaled(body, -1)),
                    [(body, signs.NEGATIVE | signs.ZERO)],
                ),
            ]
    return None


def _by_indicator(work: Workspace, goal: Goal, atom: Factor) -> list[tuple[Goal, list[Fact]]]:
    body = argument_of(work, atom, goal.context)
    if atom.head.name == "=":
        true, false = signs.ZERO, signs.NONZERO
    else:
        true, false = signs.POSITIVE, signs.NEGATIVE | signs.ZERO
    one: Polynomial = {frozenset(): functions.HALF * 2}
    return [
        (_with(work, goal, atom, one), [(body, true)]),
        (_with(work, goal, atom, {}), [(body, false)]),
    ]


def _with(work: Workspace, goal: Goal, atom: Atom, value: Polynomial) -> Goal:
    """The goal with a value for an atom that occurs with natural exponents."""
    out: Polynomial = {}
    for monomial, c in goal.value.items():
        powers: dict[Atom, Any] = dict(monomial)
        e = powers.pop(atom, 0)
        rest: Monomial = frozenset(powers.items())
        if e < 0:
            raise OutsideFragment("the reciprocal of an absolute value")
        if e:
            out = add(out, work.multiply({rest: c}, work.power(value, int(e))))
        else:
            out = add(out, {rest: c})
    return goal.with_value(out)
