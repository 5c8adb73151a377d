"""Sums of squares: Cauchy and Schwarz for sums over any range, and squares of two terms.

(sum a b)^2 <= sum a^2 sum b^2, because the difference is half of sum_ij (a_i b_j - a_j b_i)^2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from flint import fmpq

from symderive.prover.inequalities import linear
from symderive.prover.inequalities.goals import (
    Lemma,
    Site,
    atoms_of,
    has_new_poles,
    is_exponential,
    is_nonnegative,
    order_key,
    ordered,
    rational,
    sign_of,
)
from symderive.prover.reciprocals import is_idempotent
from symderive.prover.ring import (
    UNIT,
    Component,
    Monomial,
    Polynomial,
    add,
    plain_exponent,
    scaled,
)

if TYPE_CHECKING:
    from symderive.prover.inequalities.frames import Frame, Frames
    from symderive.prover.workspace import Workspace

CAUCHY, SQUARE = "Cauchy-Schwarz", "a square is not negative"
MEAN = "a geometric mean is at most the arithmetic one"
MEANS = 2
MAX_FACTORS = 4
MAX_PAIRS = 64
ONE, QUARTER = fmpq(1), fmpq(1, 4)


def of_sums(work: Workspace, frames: Frames, monomials: list[Monomial]) -> Iterator[Lemma]:
    """sum a^2 sum b^2 - (sum a b)^2 for the sums whose squares occur, however they are split."""
    for atom in atoms_of(monomials):
        if not isinstance(atom, Component):
            continue
        if not any(a is atom and e >= 2 for m in monomials for a, e in m):
            continue
        square = work.atom(atom, 2)
        for frame, summand in frames.options(atom):
            for one, other in _splits(work, summand, frame.context):
                bound = work.multiply(
                    frame.closed(work, {one: ONE}, frames.context),
                    frame.closed(work, {other: ONE}, frames.context),
                )
                value = add(bound, scaled(square, -1))
                yield Lemma(CAUCHY, value, handles=(frozenset([(atom, 2)]),))


def of_products(work: Workspace, frames: Frames, monomials: list[Monomial]) -> Iterator[Lemma]:
    """sum f sum g - (sum h)^2 for sums of products f, g >= 0 over one range with f g = h^2."""
    for monomial in monomials:
        factors = [a for a in atoms_of([monomial]) if isinstance(a, Component)]
        for one, other in combinations(factors, 2):
            for (frame, f), (there, g) in product(frames.options(one), frames.options(other)):
                middle = _middle(work, f, g, frame) if frame is there else None
                if middle is None:
                    continue
                total = frame.closed(work, {middle: ONE}, frames.context)
                both = work.multiply(work.atom(one), work.atom(other))
                value = add(both, scaled(work.power(total, 2), -1))
                yield Lemma(CAUCHY, value, handles=tuple(both))


def _middle(work: Workspace, one: Monomial, other: Monomial, frame: Frame) -> Monomial | None:
    """The root of a product of two products that are not negative."""
    if any(is_idempotent(atom) for atom, _ in (*one, *other)):
        return None
    if any(not is_nonnegative(sign_of(work, m, frame.context)) for m in (one, other)):
        return None
    both = work.multiply_monomials(one, other)
    odd = [a for a, e in both if e % 2 and not is_exponential(a)]
    if odd:
        return None
    return frozenset((atom, plain_exponent(Fraction(e) / 2)) for atom, e in both)


def _splits(work: Workspace, summand: Monomial, context: Any) -> list[tuple[Monomial, Monomial]]:
    """The squares a^2 and b^2 for a summand a b, up to their order."""
    items = sorted(summand, key=lambda item: order_key(item[0]))
    if len(items) > MAX_FACTORS:
        return []
    choices: list[list[tuple[Any, Any]]] = []
    for atom, e in items:
        if is_idempotent(atom):
            choices.append([(e, e)])
            continue
        mine = [(2 * e, 0), (0, 2 * e)]
        if is_nonnegative(sign_of(work, frozenset([(atom, e)]), context)):
            mine.append((e, e))
        choices.append(mine)
    found: dict[frozenset[Monomial], tuple[Monomial, Monomial]] = {}
    for chosen in product(*choices):
        pair = tuple(
            frozenset(
                (atom, plain_exponent(split[side]))
                for (atom, _), split in zip(items, chosen, strict=True)
                if split[side]
            )
            for side in (0, 1)
        )
        if pair[0] != pair[1]:
            found.setdefault(frozenset(pair), (pair[0], pair[1]))
    return list(found.values())


def of_terms(work: Workspace, site: Site, coefficients: Mapping[Monomial, Any]) -> Iterator[Lemma]:
    """b B + c t + c^2/(4 b) A >= 0 for terms B >= 0 and t with A = t^2/B >= 0.

    The coefficients are those of the goal, so that one square takes up a whole term.
    """
    count = 0
    bases = [
        m
        for m in ordered({*site.monomials, UNIT})
        if is_nonnegative(sign_of(work, m, site.context))
    ]
    for term in ordered(site.monomials):
        c = coefficients[term]
        for base in bases:
            other = _other_square(work, term, base)
            if other is None or term in (other, base):
                continue
            if has_new_poles(work, other, term, site.context):
                continue
            if not is_nonnegative(sign_of(work, other, site.context)):
                continue
            b = coefficients.get(base, fmpq(0))
            ratios = {fmpq(2) if c > 0 else fmpq(-2)} | ({c / b} if b > 0 else set())
            for ratio in sorted(ratios):
                count += 1
                if count > MAX_PAIRS:
                    return
                value: Polynomial = add(
                    {base: ONE}, {term: ratio}, {other: ratio * ratio * QUARTER}
                )
                yield Lemma(SQUARE, value, handles=(term,))


def _other_square(work: Workspace, term: Monomial, base: Monomial) -> Monomial | None:
    """term^2/base; None where a bracket stands in them, which is its own square."""
    if any(is_idempotent(atom) for atom, _ in (*term, *base)):
        return None
    divisor: Monomial = frozenset((atom, plain_exponent(-e)) for atom, e in base)
    square = work.multiply(work.multiply({term: ONE}, {term: ONE}), {divisor: ONE})
    return next(iter(square)) if len(square) == 1 and set(square.values()) == {ONE} else None


def _exponents(monomial: Monomial) -> dict[Any, fmpq]:
    """The exponents of a product, and a 1 that counts it."""
    return {"count": ONE, **{atom: rational(e) for atom, e in monomial}}


def of_means(work: Workspace, site: Site, coefficients: Mapping[Monomial, Any]) -> Iterator[Lemma]:
    """sum_k w_k m_k - t >= 0 for products m_k >= 0 whose weighted geometric mean is |t|.

    The weights add up to 1; they solve linear equations between exponents.
    """
    bases = [
        m
        for m in ordered({*site.monomials, UNIT})
        if is_nonnegative(sign_of(work, m, site.context))
        and not any(is_idempotent(atom) for atom, _ in m)
    ]
    for term in ordered(site.monomials):
        if any(is_idempotent(atom) for atom, _ in term):
            continue
        others = [m for m in bases if m != term]
        columns = [_exponents(m) for m in others]
        target = _exponents(term)
        weights = linear.combination(target, columns, frozenset(), frozenset(), work.check_time)
        if weights is None or len(weights) < MEANS:
            continue
        mean = {others[k]: c for k, c in weights.items()}
        for sign in (-1, 1) if coefficients[term] < 0 else (1,):
            yield Lemma(MEAN, add(mean, {term: fmpq(sign)}), handles=(term,))
