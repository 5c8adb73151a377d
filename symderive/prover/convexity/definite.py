"""Definite matrices: statements that together say that a matrix is definite, or that it is not.

- A matrix of rational numbers of one size: its form is written as a sum of multiples of squares by
  completing them (Lagrange), u^T M u = sum d_k (u_k + ...)^2, which is proved again as an identity.
- Else the definition: M is symmetric, and the form at a new vector has its sign. Of A^T B the form
  is written as the sum of (A u)_k (B u)_k, which is a sum of squares for A = B.
- Sums, and multiples by c >= 0, of matrices that are positive semidefinite; a sum is positive
  definite if one of the matrices is.

That M is not definite is shown by a vector at which the form has the wrong sign.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from flint import fmpq

from symderive.errors import BudgetExceeded, OutsideFragment
from symderive.language.binding import shift
from symderive.language.defined import names_in, unused
from symderive.language.definiteness import (
    NEGATIVE_DEFINITE,
    NEGATIVE_SEMIDEFINITE,
    POSITIVE_DEFINITE,
    POSITIVE_SEMIDEFINITE,
    STRICT,
    Definite,
)
from symderive.language.definitions import rank_of, shape_of
from symderive.language.terms import (
    ONE,
    ZERO,
    Add,
    And,
    Apply,
    Array,
    Bound,
    Compare,
    Entry,
    Iverson,
    Mul,
    Number,
    Pow,
    Reduce,
    Statement,
    Term,
    number,
)
from symderive.prover import translate
from symderive.prover.convexity.convex import Reduction
from symderive.prover.hypotheses import hypotheses
from symderive.prover.ring import UNIT
from symderive.prover.workspace import Workspace

MATRIX = 2
LARGEST = 12
SECONDS = 1.0
SIGNS = {
    POSITIVE_SEMIDEFINITE: 1,
    POSITIVE_DEFINITE: 1,
    NEGATIVE_SEMIDEFINITE: -1,
    NEGATIVE_DEFINITE: -1,
}
OPPOSITE = {
    POSITIVE_SEMIDEFINITE: NEGATIVE_SEMIDEFINITE,
    POSITIVE_DEFINITE: NEGATIVE_DEFINITE,
    NEGATIVE_SEMIDEFINITE: POSITIVE_SEMIDEFINITE,
    NEGATIVE_DEFINITE: POSITIVE_DEFINITE,
}
SEMIDEFINITE = {
    POSITIVE_DEFINITE: POSITIVE_SEMIDEFINITE,
    NEGATIVE_DEFINITE: NEGATIVE_SEMIDEFINITE,
}
DENIED = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
Rationals = list[list[fmpq]]


def reductions(statement: Statement, claim: Definite) -> Iterator[Reduction]:
    """The ways to prove that a matrix is definite."""
    if not claim.has_closed_variables:
        return
    u = claim.vector(unused("u", names_in(statement)))
    given = statement.given
    symmetric = Statement(claim.symmetric, given)
    known = entries_of(statement, claim)
    if known is not None:
        squares = _squares(claim, known)
        if squares is not None:
            total = _sum_of_squares(u, squares)
            rule = "the form is a sum of squares"
            identity = Compare("=", claim.form(u), total)
            yield Reduction(rule, (symmetric, Statement(identity, given)), (identity,))
            of_numbers = Compare("=", _written_out(u, known), total)
            facts = (_entries_are(claim, known), of_numbers)
            parts = [Statement(fact, given) for fact in facts]
            yield Reduction(rule, (symmetric, *parts), (identity,))
        return
    if claim.kind in STRICT:
        yield from _sums(statement, claim)
        # u is not 0 exactly if the sum of its squares is positive.
        given = (*given, Compare(">", _squared_norm(claim, u), ZERO))
    form = claim.form(u)
    written = _as_products(claim.matrix, u)
    for shown in dict.fromkeys((written, form)):
        signed = Compare(_relation(claim), shown, ZERO)
        parts = [symmetric, Statement(signed, given)]
        if shown != form:
            parts.append(Statement(Compare("=", shown, form), given))
        yield Reduction("sign of the quadratic form", tuple(parts), (signed,))
    if claim.kind not in STRICT:
        yield from _sums(statement, claim)


def _as_products(matrix: Term, u: Term) -> Term:
    """The form of a sum as the sum of the forms, of A B as the sum of (A^T u)_k (B u)_k."""
    if isinstance(matrix, Add) and all(rank_of(part) for part in matrix.terms):
        return Add(tuple(_as_products(part, u) for part in matrix.terms))
    if isinstance(matrix, Mul):
        tensors = [factor for factor in matrix.factors if rank_of(factor)]
        scalars = tuple(factor for factor in matrix.factors if not rank_of(factor))
        if len(tensors) == 1:
            return Mul((*scalars, _as_products(tensors[0], u)))
    if isinstance(matrix, Apply) and matrix.name == "matmul":
        left, right = matrix.arguments
        inner = shape_of(right)
        if rank_of(left) == rank_of(right) == MATRIX and inner is not None:
            return _product_form(left, right, inner[0], u)
    return Definite(POSITIVE_SEMIDEFINITE, matrix).form(u)


def _product_form(left: Term, right: Term, inner: Term, u: Term) -> Term:
    """The sum over k of (sum_i u_i L_ik) (sum_j R_kj u_j); squares where L is R transposed."""
    k, i = Bound(1), Bound(0)
    rows = (shape_of(left) or ())[0]
    value = Entry(shift(u, 2), (i,))
    first = Mul((value, Entry(shift(left, 2), (i, k))))
    second = Mul((Entry(shift(right, 2), (k, i)), value))
    factors = [Reduce("sum", ONE, shift(rows, 1), body, "i") for body in (first, second)]
    if _transposed(left) == right:
        body: Term = Pow(factors[1], number(2))
    elif _transposed(right) == left:
        body = Pow(factors[0], number(2))
    else:
        body = Mul(tuple(factors))
    return Reduce("sum", ONE, inner, body, "k")


def _squared_norm(claim: Definite, vector: Term) -> Term:
    square = Pow(Entry(shift(vector, 1), (Bound(0),)), number(2))
    return Reduce("sum", ONE, claim.shape[0], square, "i")


def _transposed(matrix: Term) -> Term | None:
    if isinstance(matrix, Apply) and matrix.name == "transpose" and not matrix.parameters:
        return matrix.arguments[0]
    return None


def _sums(statement: Statement, claim: Definite) -> Iterator[Reduction]:
    """M + N, and c M: a sum of semidefinite matrices is definite if one of them is."""
    matrix, given = claim.matrix, statement.given
    if isinstance(matrix, Add) and all(rank_of(part) for part in matrix.terms):
        weak = SEMIDEFINITE.get(claim.kind, claim.kind)
        for strong in range(len(matrix.terms) if claim.kind in STRICT else 1):
            parts = [
                Statement(Definite(claim.kind if k == strong else weak, part), given)
                for k, part in enumerate(matrix.terms)
            ]
            yield Reduction(f"a sum of matrices that are {weak}", tuple(parts))
    if isinstance(matrix, Mul):
        tensors = [factor for factor in matrix.factors if rank_of(factor)]
        scalars = [factor for factor in matrix.factors if not rank_of(factor)]
        if len(tensors) != 1 or not scalars:
            return
        factor = scalars[0] if len(scalars) == 1 else Mul(tuple(scalars))
        for kind in (claim.kind, OPPOSITE[claim.kind]):
            relation = ">" if kind == claim.kind else "<"
            weakly = relation if claim.kind in STRICT else f"{relation}="
            sign = Statement(Compare(weakly, factor, ZERO), given)
            one = Statement(Definite(kind, tensors[0]), given)
            yield Reduction(f"a multiple of a matrix that is {kind}", (sign, one))


def refutations(statement: Statement, claim: Definite) -> Iterator[Reduction]:
    """The ways to prove that a matrix is not definite: a vector, or two entries that differ."""
    given = statement.given
    defined = Statement(Compare("=", claim.matrix, claim.matrix), given)
    for vector in _vectors(statement, claim):
        wrong = Compare(DENIED[_relation(claim)], claim.form(vector), ZERO)
        parts = [Statement(wrong, given), defined]
        if claim.kind in STRICT:
            parts.append(Statement(Compare(">", _squared_norm(claim, vector), ZERO), given))
        yield Reduction("a vector at which the form has the wrong sign", tuple(parts), (wrong,))
    one, two = ONE, number(2)
    above, below = Entry(claim.matrix, (one, two)), Entry(claim.matrix, (two, one))
    for relation in ("<", ">"):
        order = Compare(relation, above, below)
        yield Reduction("two entries that differ", (Statement(order, given), defined), (order,))


def _relation(claim: Definite) -> str:
    sign = ">" if SIGNS[claim.kind] > 0 else "<"
    return sign if claim.kind in STRICT else f"{sign}="


def _vectors(statement: Statement, claim: Definite) -> Iterator[Term]:
    """Vectors to try: one found from the entries, else unit vectors and equal entries."""
    shape = claim.shape[:1]
    known = entries_of(statement, claim)
    if known is not None:
        signed = [[SIGNS[claim.kind] * value for value in row] for row in known]
        found = bad_vector(signed, claim.kind in STRICT)
        if found is not None:
            yield Array(shape, _listed(found))
        return
    yield Array(shape, Iverson(Compare("=", Bound(0), ONE)))
    yield Array(shape, ONE)
    yield Array(shape, _listed([fmpq(1), fmpq(-1)]))


def _listed(values: list[fmpq]) -> Term:
    """The entry at Bound(0) of the vector with these first entries, the others 0."""
    parts = [
        Mul((_number(value), Iverson(Compare("=", Bound(0), number(k)))))
        for k, value in enumerate(values, 1)
        if value != 0
    ]
    return Add(tuple(parts)) if len(parts) > 1 else parts[0]


def _number(value: fmpq) -> Number:
    return number(Fraction(int(value.p), int(value.q)))


# Matrices of rational numbers


def entries_of(statement: Statement, claim: Definite) -> Rationals | None:
    """The entries of a square matrix of one size, if the normal form shows all to be rational."""
    rows, columns = claim.shape
    if not isinstance(rows, Number) or rows != columns or not 0 < rows.value <= LARGEST:
        return None
    size = int(rows.value)
    defined = Statement(Compare("=", claim.matrix, claim.matrix), statement.given)
    work = Workspace(SECONDS)
    try:
        place = hypotheses(work, defined, shapes_only=True)
        found = []
        for i, j in itertools.product(range(1, size + 1), repeat=2):
            value = translate.value(work, Entry(claim.matrix, (number(i), number(j))), place)
            if value.keys() - {UNIT}:
                return None
            found.append(value.get(UNIT, fmpq(0)))
    except (OutsideFragment, BudgetExceeded, RecursionError):
        return None
    return [found[k * size : (k + 1) * size] for k in range(size)]


def _squares(claim: Definite, matrix: Rationals) -> list[tuple[fmpq, list[fmpq]]] | None:
    """The form as multiples of squares that all have the right sign; None where it is not one.

    The k-th square begins with u_k, so that the form is positive for every u other than 0 if there
    is one square for every k.
    """
    size, sign = len(matrix), SIGNS[claim.kind]
    if any(matrix[i][j] != matrix[j][i] for i in range(size) for j in range(i)):
        return None
    left = [[sign * value for value in row] for row in matrix]
    found = []
    for k in range(size):
        pivot = left[k][k]
        if pivot < 0 or (pivot == 0 and any(left[k])):
            return None
        if pivot > 0:
            row = [value / pivot for value in left[k]]
            found.append((sign * pivot, row))
            left = _without(left, pivot, row)
    return None if claim.kind in STRICT and len(found) < size else found


def _entries_are(claim: Definite, matrix: Rationals) -> Term:
    """That the entries of the matrix are these numbers."""
    parts = [
        Compare("=", Entry(claim.matrix, (number(i), number(j))), _number(value))
        for i, row in enumerate(matrix, 1)
        for j, value in enumerate(row, 1)
    ]
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _written_out(u: Term, matrix: Rationals) -> Term:
    """The form of a matrix of numbers: sum_ij m_ij u_i u_j, term by term."""
    parts: list[Term] = [
        Mul((_number(value), Entry(u, (number(i),)), Entry(u, (number(j),))))
        for i, row in enumerate(matrix, 1)
        for j, value in enumerate(row, 1)
    ]
    return parts[0] if len(parts) == 1 else Add(tuple(parts))


def _without(matrix: Rationals, pivot: fmpq, row: list[fmpq]) -> Rationals:
    """The matrix of the form minus pivot times the square of the row."""
    size = range(len(matrix))
    return [[matrix[i][j] - pivot * row[i] * row[j] for j in size] for i in size]


def _sum_of_squares(u: Term, squares: list[tuple[fmpq, list[fmpq]]]) -> Term:
    parts: list[Term] = []
    for factor, row in squares:
        linear = [
            Entry(u, (number(k),)) if value == 1 else Mul((_number(value), Entry(u, (number(k),))))
            for k, value in enumerate(row, 1)
            if value != 0
        ]
        inner = linear[0] if len(linear) == 1 else Add(tuple(linear))
        parts.append(Mul((_number(factor), Pow(inner, number(2)))))
    return ZERO if not parts else parts[0] if len(parts) == 1 else Add(tuple(parts))


def bad_vector(matrix: Rationals, strict: bool) -> list[fmpq] | None:
    """A vector at which the form of a symmetric matrix is negative; or 0, if it must be positive.

    Squares are completed until a pivot has the wrong sign; the vector solves for the rows before.

    >>> bad_vector([[fmpq(1), fmpq(2)], [fmpq(2), fmpq(1)]], False)
    [-2, 1]
    >>> bad_vector([[fmpq(0), fmpq(1)], [fmpq(1), fmpq(0)]], False)
    [-1/2, 1]
    """
    size = len(matrix)
    left = [list(row) for row in matrix]
    rows: list[tuple[int, list[fmpq]]] = []
    for k in range(size):
        pivot = left[k][k]
        vector = [fmpq(0)] * size
        if pivot < 0 or (pivot == 0 and strict):
            vector[k] = fmpq(1)
        elif pivot == 0 and any(left[k]):
            j = next(j for j, value in enumerate(left[k]) if value != 0)
            # c^2 M_jj - 2 c |M_kj| with c = 1 over what makes it negative.
            vector[j] = fmpq(1)
            vector[k] = -(left[j][j] + 1) / (2 * left[k][j])
        else:
            if pivot > 0:
                row = [value / pivot for value in left[k]]
                rows.append((k, row))
                left = _without(left, pivot, row)
            continue
        for place, row in reversed(rows):
            vector[place] = -sum(
                (row[j] * vector[j] for j in range(place + 1, size)), start=fmpq(0)
            )
        return vector
    return None
