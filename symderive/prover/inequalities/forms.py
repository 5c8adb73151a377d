"""Quadratic forms in products: sums of squares with positive rational coefficients.

p = z^T G z for products z whose pairwise products are the terms of p, each in one way only, so that
G is known. G = L D L^T with D >= 0 shows that p is a sum of squares.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from flint import fmpq

from symderive.prover import signs
from symderive.prover.inequalities.goals import (
    Goal,
    has_new_poles,
    is_exponential,
    ordered,
    sign_of,
)
from symderive.prover.reciprocals import is_idempotent
from symderive.prover.ring import UNIT, Monomial, Polynomial, plain_exponent

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

MAX_SIZE = 8
ZERO, HALF = fmpq(0), fmpq(1, 2)
Matrix = list[list[fmpq]]


def is_sum_of_squares(work: Workspace, goal: Goal) -> bool:
    """Whether the goal is seen to be a sum of squares, and positive if that is asked for."""
    value = goal.value
    roots = [root for root in (_root(m) for m in ordered(value)) if root is not None]
    if not 1 < len(roots) <= MAX_SIZE:
        return False
    if any(has_new_poles(work, z, UNIT, goal.context) for z in roots):
        return False
    gram = _gram(work, value, roots)
    if gram is None:
        return False
    pivots = _pivots(gram)
    if pivots is None:
        return False
    if not goal.strict:
        return True
    # The form is positive definite, and one of the products is not zero.
    definite = all(pivot > 0 for pivot in pivots)
    return definite and any(not sign_of(work, z, goal.context) & signs.ZERO for z in roots)


def _root(monomial: Monomial) -> Monomial | None:
    """The square root of a product of even powers, and of any powers of exponentials."""
    if any(is_idempotent(a) or (e % 2 and not is_exponential(a)) for a, e in monomial):
        return None
    return frozenset((atom, plain_exponent(Fraction(e) / 2)) for atom, e in monomial)


def _gram(work: Workspace, value: Polynomial, roots: list[Monomial]) -> Matrix | None:
    """The matrix of the form; None where a term is no product of two roots, or is one twice."""
    size = len(roots)
    gram = [[ZERO] * size for _ in range(size)]
    seen: set[Monomial] = set()
    for i in range(size):
        for j in range(i, size):
            both = work.multiply_monomials(roots[i], roots[j])
            if both in seen:
                return None
            seen.add(both)
            c = value.get(both, ZERO)
            gram[i][j] = gram[j][i] = c if i == j else c * HALF
    return gram if seen.issuperset(value) else None


def _pivots(gram: Matrix) -> list[Any] | None:
    """The diagonal D of L D L^T for a positive semidefinite matrix; None for other matrices.

    >>> _pivots([[fmpq(1), fmpq(1)], [fmpq(1), fmpq(1)]]) == [1, 0]
    True
    >>> _pivots([[fmpq(0), fmpq(1)], [fmpq(1), fmpq(5)]]) is None
    True
    """
    left = [list(row) for row in gram]
    pivots: list[Any] = []
    for k in range(len(left)):
        pivot = left[k][k]
        pivots.append(pivot)
        below = range(k + 1, len(left))
        if pivot < 0 or (not pivot and any(left[i][k] for i in below)):
            return None
        if pivot:
            for i in below:
                factor = left[i][k] / pivot
                for j in below:
                    left[i][j] = left[i][j] - factor * left[k][j]
    return pivots
