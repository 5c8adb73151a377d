"""Properties that no comparison at one point shows: judged where they are denied.

A claimed property is replaced by its definition, whose new variables are searched for a
counterexample. Behind a negation it has to be decided as a whole. Of a matrix of rationals that is
done exactly, by completing squares; of a function where it is a polynomial of degree two at most,
by its second differences. What is not decided is said to be open. Where the search finds no vector
at which a form has the wrong sign, matrices are decided as a whole where they are claimed, too.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from flint import fmpq

from symderive.errors import Undefined
from symderive.evaluator.arithmetic import Inconclusive, Indeterminate
from symderive.evaluator.judge import Finding, Outcome, Part
from symderive.evaluator.support import integer
from symderive.language.binding import map_children, shift
from symderive.language.convexity import CONVEX, Convex
from symderive.language.defined import Defined
from symderive.language.definiteness import STRICT, Definite
from symderive.language.shape_claims import HasShape
from symderive.language.terms import (
    ZERO,
    Add,
    And,
    Array,
    Bound,
    Compare,
    Entry,
    Forall,
    Iverson,
    Mul,
    Not,
    Number,
    Or,
    Pow,
    Reduce,
    Statement,
    Term,
    number,
)

if TYPE_CHECKING:
    from symderive.evaluator.judge import Judge

Matrix = list[list[fmpq]]
Evaluated = Callable[..., Any]

OPEN = Outcome(Finding.NEVER_CLEAR)
FAILS = Outcome(Finding.FAILS)
QUADRATIC = 2
SIGNS = {"positive": 1, "negative": -1}


def definite(judge: Judge, claim: Term, depth: int) -> Part:
    """A matrix of rationals at a point: its symmetry, and the signs of its squares."""
    assert isinstance(claim, Definite)
    sizes = [judge.program.add(size, depth) for size in claim.shape]
    entry = Entry(shift(claim.matrix, 2), (Bound(1), Bound(0)))
    value = judge.program.add(entry, depth + 2)
    sign = SIGNS[claim.kind.split()[0]]

    def judged(bound: tuple[int, ...]) -> Outcome:
        rows, columns = (integer(size(*bound), "a length") for size in sizes)
        if rows != columns:
            return FAILS
        found = _matrix(lambda i, j: value(*bound, i, j), rows)
        if found is None:
            return OPEN
        if any(found[i][j] != found[j][i] for i in range(rows) for j in range(i)):
            return FAILS
        signed = [[sign * number for number in row] for row in found]
        bad = bad_vector(signed, claim.kind in STRICT)
        if bad is not None:
            shown = f"({', '.join(map(str, bad))})"
            told = f"at u = {shown} the quadratic form is {form_at(found, bad)}"
            return Outcome(Finding.FAILS, told=told)
        squares = sum_of_squares(signed)
        assert squares is not None
        told = f"the quadratic form is {written([(sign * c, row) for c, row in squares])}"
        return Outcome(Finding.HOLDS, told=told)

    return _guarded(judged)


def convex(judge: Judge, claim: Term, depth: int) -> Part:
    """A polynomial of degree two is convex if its second differences are those of squares."""
    assert isinstance(claim, Convex)
    degree = degree_in(claim.body, 0)
    if degree is None or degree > QUADRATIC:
        return lambda bound: OPEN
    sizes = [judge.program.add(size, depth) for size in claim.shape]
    rank = len(sizes)
    inner = Convex(
        claim.kind,
        tuple(shift(size, 2 * rank) for size in claim.shape),
        shift(claim.domain, 2 * rank),
        shift(claim.body, 2 * rank, 1),
    )
    both, one, none = (
        judge.program.add(inner.at(point), depth + 2 * rank) for point in _corners(inner, rank)
    )
    sign = 1 if claim.kind == CONVEX else -1

    def judged(bound: tuple[int, ...]) -> Outcome:
        lengths = [integer(size(*bound), "a length") for size in sizes]
        places = list(itertools.product(*[range(1, length + 1) for length in lengths]))

        def difference(i: int, j: int) -> Any:
            at = (*bound, *places[i - 1], *places[j - 1])
            swapped = (*bound, *places[j - 1], *places[i - 1])
            return sign * (both(*at) - one(*at) - one(*swapped) + none(*at))

        found = _matrix(difference, len(places))
        squares = None if found is None else sum_of_squares(found)
        if squares is None:
            return OPEN
        form = written([(sign * c, row) for c, row in squares])
        told = f"the form of the second derivatives is {form}"
        return Outcome(Finding.HOLDS, told=told)

    return _guarded(judged)


def meant(judge: Judge, claim: Term, depth: int) -> Part:
    """A property that quantifies over nothing is its definition."""
    assert isinstance(claim, Defined)
    return judge.part(claim.meaning(frozenset()), depth)


def _corners(claim: Convex, rank: int) -> tuple[Term, Term, Term]:
    """The points e_i + e_j, e_i and 0, for places i and j that are bound around."""
    if not rank:
        return number(2), number(1), ZERO
    first = tuple(Bound(3 * rank - 1 - axis) for axis in range(rank))
    second = tuple(Bound(2 * rank - 1 - axis) for axis in range(rank))
    own = tuple(Bound(rank - 1 - axis) for axis in range(rank))
    units = [
        Mul(tuple(Iverson(Compare("=", a, b)) for a, b in zip(own, place, strict=True)))
        if rank > 1
        else Iverson(Compare("=", own[0], place[0]))
        for place in (first, second)
    ]
    shape = claim.shape
    return Array(shape, Add(tuple(units))), Array(shape, units[0]), Array(shape, ZERO)


def degree_in(term: Term, level: int) -> int | None:
    """The degree of a polynomial in the variable of that level, if its form shows that it is one.

    >>> degree_in(Mul((Bound(0), Add((Bound(0), number(1))))), 0), degree_in(number(3), 0)
    (2, 0)
    """
    if not _occurs(term, level):
        return 0
    if term == Bound(level):
        return 1
    if isinstance(term, (Add, Mul)):
        parts = [
            degree_in(part, level)
            for part in (term.terms if isinstance(term, Add) else term.factors)
        ]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        return max(known) if isinstance(term, Add) else sum(known)
    if isinstance(term, Pow) and isinstance(term.exponent, Number):
        power, base = term.exponent.value, degree_in(term.base, level)
        whole = power.denominator == 1 and power >= 0
        return None if base is None or not whole else base * int(power)
    if isinstance(term, Reduce) and term.operation == "sum":
        if any(_occurs(end, level) for end in (term.lower, term.upper)):
            return None
        return degree_in(term.body, level + 1)
    if isinstance(term, Entry) and term.tensor == Bound(level):
        moving = any(_occurs(index, level) for index in term.indices)
        return None if moving else 1
    return None


def _occurs(term: Term, level: int) -> bool:
    """Whether the variable of that level occurs in a term."""
    return shift(term, 1, level) != shift(term, 1, level + 1)


def _matrix(entry: Evaluated, size: int) -> Matrix | None:
    """The matrix of the values; None where one of them is no rational."""
    rows = [[entry(i, j) for j in range(1, size + 1)] for i in range(1, size + 1)]
    if not all(isinstance(value, (int, fmpq)) for row in rows for value in row):
        return None
    return [[fmpq(value) for value in row] for row in rows]


def sum_of_squares(matrix: Matrix) -> list[tuple[fmpq, list[fmpq]]] | None:
    """A symmetric form as positive multiples of squares of linear forms; None where there is none.

    >>> sum_of_squares([[fmpq(2), fmpq(-2)], [fmpq(-2), fmpq(2)]])
    [(2, [1, -1])]
    >>> sum_of_squares([[fmpq(0), fmpq(1)], [fmpq(1), fmpq(0)]]) is None
    True
    """
    left = [list(row) for row in matrix]
    size = len(left)
    found: list[tuple[fmpq, list[fmpq]]] = []
    for k in range(size):
        pivot = left[k][k]
        if pivot < 0 or (pivot == 0 and any(left[k])):
            return None
        if pivot == 0:
            continue
        row = [value / pivot for value in left[k]]
        found.append((pivot, row))
        for i, j in itertools.product(range(size), repeat=2):
            left[i][j] -= pivot * row[i] * row[j]
    return found


def bad_vector(matrix: Matrix, strict: bool) -> list[fmpq] | None:
    """A vector other than 0 at which a form is negative, or 0 if it must be positive; or None.

    The basis is made orthogonal for the form, one vector after the other.

    >>> bad_vector([[fmpq(1), fmpq(2)], [fmpq(2), fmpq(1)]], False)
    [-2, 1]
    >>> bad_vector([[fmpq(1), fmpq(1)], [fmpq(1), fmpq(1)]], True)
    [-1, 1]
    """
    size = len(matrix)
    basis = [[fmpq(i == j) for j in range(size)] for i in range(size)]
    for k, first in enumerate(basis):
        own = product_of(matrix, first, first)
        if own < 0 or (strict and own == 0):
            return first
        for place in range(k + 1, size):
            other = basis[place]
            mixed = product_of(matrix, first, other)
            if own == 0 and mixed != 0:
                # The form at other + c first is that at other plus 2 c mixed.
                c = -(product_of(matrix, other, other) + 1) / (2 * mixed)
                return [b + c * a for a, b in zip(first, other, strict=True)]
            if own > 0:
                basis[place] = [b - mixed / own * a for a, b in zip(first, other, strict=True)]
    return None


def product_of(matrix: Matrix, left: list[fmpq], right: list[fmpq]) -> fmpq:
    """The sum of left_i M_ij right_j."""
    size = range(len(matrix))
    return sum((left[i] * matrix[i][j] * right[j] for i in size for j in size), start=fmpq(0))


def form_at(matrix: Matrix, vector: list[fmpq]) -> fmpq:
    """The quadratic form at a vector."""
    return product_of(matrix, vector, vector)


def exactly(statement: Statement) -> Statement | None:
    """The statement with matrices judged as a whole where they are claimed to be definite.

    A property that is denied twice is not replaced by its definition. None where none is claimed.
    """

    def claimed(term: Term) -> Term:
        if isinstance(term, Definite):
            return Not(Not(term))
        if isinstance(term, (And, Or, Forall)):
            return map_children(term, lambda child, binds: claimed(child))
        return term

    claim = claimed(statement.claim)
    return None if claim == statement.claim else Statement(claim, statement.given)


def written(squares: Sequence[tuple[fmpq, list[fmpq]]]) -> str:
    """A sum of squares as text.

    >>> written([(fmpq(2), [fmpq(1), fmpq(-1)])])
    '2*(u[1] - u[2])^2'
    """
    shown = []
    for factor, row in squares:
        parts = [
            f"{'-' if value < 0 else '+'} {'' if abs(value) == 1 else f'{abs(value)}*'}u[{k}]"
            for k, value in enumerate(row, 1)
            if value != 0
        ]
        inside = " ".join(parts).removeprefix("+ ").replace("- ", "-", parts[0][0] == "-")
        base = (
            f"({inside})" if len(parts) > 1 or inside.startswith("-") or "*" in inside else inside
        )
        shown.append(f"{'' if factor == 1 else f'{factor}*'}{base}^2")
    return " + ".join(shown) or "0"


def _guarded(judged: Callable[[tuple[int, ...]], Outcome]) -> Part:
    def part(bound: tuple[int, ...]) -> Outcome:
        try:
            return judged(bound)
        except Undefined as error:
            return Outcome(Finding.UNDEFINED, undefined=str(error))
        except Inconclusive:
            return Outcome(Finding.UNCLEAR)
        except Indeterminate:
            return OPEN

    return part


PROPERTIES = {Definite: definite, Convex: convex, HasShape: meant}
