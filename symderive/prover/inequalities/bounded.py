"""Functions whose values are bounded: |tanh| < 1, -|x| <= x <= |x|, 0 <= [P] <= 1.

Also the bounds that a variable has by its declaration.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from symderive.language.terms import Bound, Compare, Domain, Number, Symbol, TensorSymbol
from symderive.prover import signs
from symderive.prover.conditions import FACT_SIGNS
from symderive.prover.hypotheses import REFLECTED
from symderive.prover.inequalities.goals import (
    Lemma,
    Site,
    argument_of,
    is_function,
    is_nonnegative,
    sign_of,
)
from symderive.prover.reciprocals import is_idempotent
from symderive.prover.ring import TENSOR, Atom, Factor, add, constant_polynomial, rational, scaled

if TYPE_CHECKING:
    from symderive.prover.ring import Polynomial
    from symderive.prover.workspace import Workspace

BOUNDED, DECLARED = "a function that is bounded", "a bound of a variable"


def lemmas(work: Workspace, site: Site) -> Iterator[Lemma]:
    """The bounds of all atoms."""
    one = constant_polynomial(1)
    for atom in site.atoms:
        value = work.atom(atom)
        if is_function(atom, "tanh"):
            yield Lemma(BOUNDED, add(one, value), strict=True)
            yield Lemma(BOUNDED, add(one, scaled(value, -1)), strict=True)
            yield Lemma(BOUNDED, add(one, scaled(work.power(value, 2), -1)), strict=True)
        elif is_function(atom, "abs"):
            yield from _of_absolute(work, atom, site)
        elif is_idempotent(atom):
            yield Lemma(BOUNDED, work.complement(value))
        elif isinstance(atom, Factor) and atom.head.kind == TENSOR:
            for difference, sign in declared(work, atom):
                yield from of_sign(DECLARED, difference, sign)


def _of_absolute(work: Workspace, atom: Atom, site: Site) -> Iterator[Lemma]:
    """|u| >= u, |u| >= -u, and |u| <= the sum of the absolute values of the terms of u."""
    value = work.atom(atom)
    body = argument_of(work, atom, site.context)
    yield Lemma(BOUNDED, add(value, body))
    yield Lemma(BOUNDED, add(value, scaled(body, -1)))
    above: Polynomial = {}
    for monomial, c in body.items():
        sign = sign_of(work, monomial, site.context)
        if is_nonnegative(sign):
            above = add(above, {monomial: abs(c)})
        elif not sign & signs.POSITIVE:
            above = add(above, {monomial: -abs(c)})
        else:
            return
    yield Lemma(BOUNDED, add(above, scaled(value, -1)))


def declared(work: Workspace, atom: Factor) -> Iterator[tuple[Polynomial, int]]:
    """What the domain of a variable says of its value: the signs of differences to numbers."""
    symbol = atom.head.name
    if not isinstance(symbol, (Symbol, TensorSymbol)) or atom.head.digits:
        return
    assert isinstance(symbol.domain, Domain)
    for condition in symbol.domain.conditions:
        if not isinstance(condition, Compare):
            continue
        relation, left, right = condition.relation, condition.left, condition.right
        if isinstance(left, Number):
            relation, left, right = REFLECTED[relation], right, left
        if left == Bound(0) and isinstance(right, Number):
            difference = add(work.atom(atom), constant_polynomial(-rational(right.value)))
            yield difference, FACT_SIGNS[relation]


def of_sign(name: str, value: Polynomial, sign: int) -> Iterator[Lemma]:
    """What the sign of a polynomial says, as a lemma; nothing where it says nothing of order."""
    if not value:
        return
    if sign == signs.ZERO:
        yield Lemma(name, value, vanishes=True)
    elif sign in (signs.POSITIVE, signs.NONNEGATIVE):
        yield Lemma(name, value, strict=sign == signs.POSITIVE)
    elif sign in (signs.NEGATIVE, signs.NEGATIVE | signs.ZERO):
        yield Lemma(name, scaled(value, -1), strict=sign == signs.NEGATIVE)
