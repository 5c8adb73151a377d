"""Positive semidefinite matrices, and their relatives.

A matrix M is positive semidefinite if it is symmetric and u^T M u >= 0 for every vector u; it is
positive definite if also u^T M u > 0 for every u other than 0. M is negative (semi)definite if -M
is positive (semi)definite.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symderive.errors import IllFormed
from symderive.language.binding import shift
from symderive.language.checks import described
from symderive.language.defined import Defined, unused
from symderive.language.definitions import rank_of, shape_of
from symderive.language.reader import Reader, scalar_or_refuse
from symderive.language.scalars import NO_ORIGINS, Condition
from symderive.language.shapes import impossible, shape_text
from symderive.language.terms import (
    ONE,
    ZERO,
    And,
    Apply,
    Array,
    Bound,
    Compare,
    Entry,
    Mul,
    Or,
    Reduce,
    TensorSymbol,
    Term,
)

POSITIVE_SEMIDEFINITE = "positive semidefinite"
POSITIVE_DEFINITE = "positive definite"
NEGATIVE_SEMIDEFINITE = "negative semidefinite"
NEGATIVE_DEFINITE = "negative definite"
RELATIONS = {
    POSITIVE_SEMIDEFINITE: ">=",
    POSITIVE_DEFINITE: ">",
    NEGATIVE_SEMIDEFINITE: "<=",
    NEGATIVE_DEFINITE: "<",
}
STRICT = (POSITIVE_DEFINITE, NEGATIVE_DEFINITE)
MATRIX = 2


@dataclass(frozen=True, eq=False)
class Definite(Defined):
    """The matrix is symmetric, and its quadratic form has the sign that the kind says."""

    kind: str
    matrix: Term

    def form(self, vector: Term) -> Term:
        """The quadratic form at a vector: the sum of u_i M_ij u_j over all i and j."""
        rows, columns = self.shape
        i, j = Bound(1), Bound(0)
        left, right = (Entry(shift(vector, 2), (place,)) for place in (i, j))
        body = Mul((left, Entry(shift(self.matrix, 2), (i, j)), right))
        inner = Reduce("sum", ONE, shift(columns, 1), body, "j")
        return Reduce("sum", ONE, rows, inner, "i")

    @property
    def shape(self) -> tuple[Term, Term]:
        """The numbers of rows and of columns."""
        rows, columns = shape_of(self.matrix) or ()
        return rows, columns

    def vector(self, name: str) -> TensorSymbol:
        """A vector of that name at which the quadratic form has a value."""
        return TensorSymbol(name, 1, self.shape[:1])

    @property
    def symmetric(self) -> Compare:
        """The matrix equals its transpose."""
        # Of a matrix with one row the plain transpose is a vector.
        axes = ((1, 0),) if self.shape[0] == ONE else ()
        return Compare("=", self.matrix, Apply("transpose", (self.matrix,), axes))

    def signed(self, vector: Term) -> Term:
        """What is said of the quadratic form at a vector."""
        signed = Compare(RELATIONS[self.kind], self.form(vector), ZERO)
        if self.kind not in STRICT:
            return signed
        return Or((Compare("=", vector, Array(self.shape[:1], ZERO)), signed))

    def meaning(self, taken: frozenset[str]) -> Term:
        """Symmetry, and the sign of the form at a new vector."""
        return And((self.symmetric, self.signed(self.vector(unused("u", taken)))))


def positive_semidefinite(matrix: Any) -> Condition:
    """M is symmetric, and u^T M u >= 0 for every vector u.

    >>> from symderive.language.constructions import eye
    >>> positive_semidefinite(eye(2)) == positive_definite(eye(2))
    False

    Raises:
        IllFormed: for what is no square matrix.
    """
    return _claimed(POSITIVE_SEMIDEFINITE, matrix)


def positive_definite(matrix: Any) -> Condition:
    """M is symmetric, and u^T M u > 0 for every vector u other than 0."""
    return _claimed(POSITIVE_DEFINITE, matrix)


def negative_semidefinite(matrix: Any) -> Condition:
    """M is symmetric, and u^T M u <= 0 for every vector u."""
    return _claimed(NEGATIVE_SEMIDEFINITE, matrix)


def negative_definite(matrix: Any) -> Condition:
    """M is symmetric, and u^T M u < 0 for every vector u other than 0."""
    return _claimed(NEGATIVE_DEFINITE, matrix)


def _claimed(kind: str, matrix: Any) -> Condition:
    reader = Reader()
    term = scalar_or_refuse(reader.read(matrix), f"as a matrix that is {kind}")
    shape = shape_of(term)
    if shape is None or rank_of(term) != MATRIX:
        raise IllFormed(
            f"{kind} is said of a matrix with sizes; {described(term)} has the shape "
            f"{shape_text(shape)}"
        )
    if impossible(Compare("=", *shape)):
        raise IllFormed(f"{described(term)} of shape {shape_text(shape)} is never square")
    return Condition(Definite(kind, term), reader.origins or NO_ORIGINS)
