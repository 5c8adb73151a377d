"""Scalars and conditions as people write them: thin immutable wrappers around terms.

Arithmetic builds terms and evaluates nothing: a - b is the sum of a and the product of -1 and b,
a/b is the product of a and b**(-1). A sum or product on the left is continued (``a + b + c`` is
one sum); one on the right keeps its parentheses. Relations give conditions, ``==`` compares how
two scalars are written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NoReturn, Self

import sympy
from sympy.logic.boolalg import Boolean

from symderive.errors import IllFormed
from symderive.language.definitions import rank_of, shape_of
from symderive.language.hooks import declaration_of, latex_of, text_of
from symderive.language.reader import HANDLERS, Reader, condition_or_refuse, scalar_or_refuse
from symderive.language.reading import compare
from symderive.language.shapes import shape_text
from symderive.language.sympy_forms import OpaqueCondition, form_of, opaque_form
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    Add,
    And,
    Ceiling,
    Floor,
    Function,
    Mod,
    Mul,
    Not,
    Number,
    Or,
    Pow,
    Statement,
    Term,
)

Origins = Mapping[Term, sympy.Basic]

NO_ORIGINS: Origins = MappingProxyType({})
ABOVE_SYMPY = 1000.0


class Written:
    """What scalars, conditions and propositions share: a term, and where it was read from."""

    __slots__ = ()

    _op_priority = ABOVE_SYMPY
    __array_ufunc__ = None

    term: Term
    origins: Origins

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Written):
            return NotImplemented
        return type(self) is type(other) and self.term == other.term

    def __hash__(self) -> int:
        return hash(self.term)

    def __setattr__(self, name: str, value: object) -> None:
        if name in ("term", "origins"):
            raise AttributeError(f"{type(self).__name__}.{name} does not change; make a new object")
        object.__setattr__(self, name, value)

    def __reduce__(self) -> tuple[type[Self], tuple[Term, dict[Term, sympy.Basic]]]:
        return type(self), (self.term, dict(self.origins))

    def __repr__(self) -> str:
        return text_of(self.term)

    def __str__(self) -> str:
        return text_of(self.term)

    def _repr_latex_(self) -> str | None:
        latex = declaration_of(self.term)
        return None if latex is None else f"$\\displaystyle {latex}$"

    def _keep(self, term: Term, origins: Origins) -> None:
        object.__setattr__(self, "term", term)
        object.__setattr__(self, "origins", origins)


class Scalar(Written):
    """A number that depends on variables: what size, index and real give, and what is made of it.

    >>> n = Scalar(Reader().read(sympy.Symbol("n", integer=True)))
    >>> n - 1 == n + (-1), n - 1 == 1 - n
    (True, False)
    """

    __slots__ = ("origins", "term")

    def __init__(self, term: Term, origins: Origins = NO_ORIGINS) -> None:
        self._keep(scalar_or_refuse(term, "as a scalar"), origins)

    def _sympy_(self) -> sympy.Basic:
        return form_of(self.term, self.origins)

    def __add__(self, other: Any) -> Scalar:
        return _binary(_sum, self, other)

    def __radd__(self, other: Any) -> Scalar:
        return _binary(_sum, other, self)

    def __sub__(self, other: Any) -> Scalar:
        return _binary(_difference, self, other)

    def __rsub__(self, other: Any) -> Scalar:
        return _binary(_difference, other, self)

    def __mul__(self, other: Any) -> Scalar:
        return _binary(_product, self, other)

    def __rmul__(self, other: Any) -> Scalar:
        return _binary(_product, other, self)

    def __truediv__(self, other: Any) -> Scalar:
        return _binary(_quotient, self, other)

    def __rtruediv__(self, other: Any) -> Scalar:
        return _binary(_quotient, other, self)

    def __pow__(self, other: Any) -> Scalar:
        return _binary(Pow, self, other)

    def __rpow__(self, other: Any) -> Scalar:
        return _binary(Pow, other, self)

    def __mod__(self, other: Any) -> Scalar:
        return _binary(Mod, self, other)

    def __rmod__(self, other: Any) -> Scalar:
        return _binary(Mod, other, self)

    def __floordiv__(self, other: Any) -> Scalar:
        return _binary(lambda a, b: Floor(_quotient(a, b)), self, other)

    def __rfloordiv__(self, other: Any) -> Scalar:
        return _binary(lambda a, b: Floor(_quotient(a, b)), other, self)

    def __neg__(self) -> Scalar:
        return Scalar(_negative(self.term), self.origins)

    def __pos__(self) -> Scalar:
        return self

    def __abs__(self) -> Scalar:
        return apply_function("Abs", self)

    def __floor__(self) -> Scalar:
        return Scalar(Floor(self.term), self.origins)

    def __ceil__(self) -> Scalar:
        return Scalar(Ceiling(self.term), self.origins)

    def __le__(self, other: Any) -> Condition:
        return relation("<=", self, other)

    def __lt__(self, other: Any) -> Condition:
        return relation("<", self, other)

    def __ge__(self, other: Any) -> Condition:
        return relation(">=", self, other)

    def __gt__(self, other: Any) -> Condition:
        return relation(">", self, other)

    def numpy(self, values: Mapping[Any, Any] | None = None) -> Any:
        """The value in float64 at these sizes and values of the variables.

        Raises:
            IllFormed: where a size or a value is missing. Undefined: where it has no value.
        """
        from symderive.language.values import numpy_value

        return numpy_value(self.term, values)

    def __bool__(self) -> NoReturn:
        raise IllFormed(
            "whether a scalar is zero depends on its variables; write iverson(ne(a, 0)) for a "
            "number, or ne(a, 0) for a condition"
        )

    def __float__(self) -> NoReturn:
        raise IllFormed(
            "a scalar has no value in floats; give its variables values, or keep it exact"
        )


class Condition(Written, Boolean):  # type: ignore[misc]
    """What holds for some values of its variables and not for others; combined with & | ~.

    It is a SymPy Boolean too, since SymPy's Piecewise takes nothing else as a condition.
    """

    __slots__ = ("origins", "term")

    def __new__(cls, term: Term, origins: Origins = NO_ORIGINS) -> Self:
        """The condition; raises IllFormed for a number."""
        form = opaque_form(condition_or_refuse(term, "as a condition"), origins)
        made: Self = Boolean.__new__(cls, *form.args)
        made._keep(term, origins)
        return made

    @property
    def func(self) -> type[OpaqueCondition]:
        """What SymPy builds when it replaces something inside."""
        return OpaqueCondition

    def _sympystr(self, printer: Any) -> str:
        return text_of(self.term)

    def _latex(self, printer: Any) -> str:
        return latex_of(self.term) or text_of(self.term)

    def __and__(self, other: Any) -> Condition:
        return _logical(And, self, other)

    def __rand__(self, other: Any) -> Condition:
        return _logical(And, other, self)

    def __or__(self, other: Any) -> Condition:
        return _logical(Or, self, other)

    def __ror__(self, other: Any) -> Condition:
        return _logical(Or, other, self)

    def __invert__(self) -> Condition:
        return Condition(Not(self.term), self.origins)

    def __bool__(self) -> NoReturn:
        raise IllFormed(
            "whether a condition holds depends on its variables; write (1 <= i) & (i <= n) or "
            "all_of(1 <= i, i <= n) instead of 1 <= i <= n or 'and', | instead of 'or', "
            "~ instead of 'not', and iverson(condition) instead of if"
        )

    def given(self, *conditions: Any) -> Proposition:
        """The claim of this condition under hypotheses.

        Raises:
            IllFormed: where a hypothesis is not a condition.
        """
        return Proposition(Statement(self.term), self.origins).given(*conditions)


class Proposition(Written):
    """A condition claimed under hypotheses: what ``.given`` returns, and what can be proved."""

    __slots__ = ("origins", "term")

    def __init__(self, term: Term, origins: Origins = NO_ORIGINS) -> None:
        if not isinstance(term, Statement):
            raise IllFormed("a proposition is a statement; write condition.given(...)")
        self._keep(term, origins)

    def given(self, *conditions: Any) -> Proposition:
        """The same claim under more hypotheses."""
        assert isinstance(self.term, Statement)
        reader = Reader(self.origins)
        known = tuple(
            condition_or_refuse(reader.read(condition), "as a hypothesis")
            for condition in conditions
        )
        return Proposition(Statement(self.term.claim, (*self.term.given, *known)), reader.origins)


HANDLERS[Condition] = HANDLERS[OpaqueCondition]


def num(value: Any) -> Scalar:
    """Keep the arithmetic of numbers as it is written.

    Python adds 128 + 6 before anyone sees it; num(128) + 2*num(3) is a sum of two terms.

    >>> (num(128) + 2*num(3)).term == num(134).term
    False
    """
    return scalar(value)


def scalar(value: Any) -> Scalar:
    """Anything that reads as a number, as a scalar.

    Raises:
        IllFormed: for tensors, conditions, floats, bools and text.
    """
    if isinstance(value, Scalar):
        return value
    reader = Reader()
    return Scalar(_scalar_term(reader, value), reader.origins or NO_ORIGINS)


def condition(value: Any) -> Condition:
    """Anything that reads as a condition; SymPy's relations too.

    Raises:
        IllFormed: for numbers and for Python bools (``i == j`` compares how i and j are written).
    """
    if isinstance(value, Condition):
        return value
    reader = Reader()
    term = condition_or_refuse(reader.read(value), "as a condition")
    return Condition(term, reader.origins or NO_ORIGINS)


def relation(symbol: str, left: Any, right: Any) -> Condition:
    """The relation between two scalars, or the equality of two tensors."""
    reader = Reader()
    return Condition(
        compare(symbol, reader.read(left), reader.read(right)), reader.origins or NO_ORIGINS
    )


def apply_function(name: str, *arguments: Any) -> Scalar:
    """An elementary function at scalars: exp, log, tanh, sigmoid, Abs, sign, Max, Min.

    >>> apply_function("Max", 2, 3) == apply_function("Max", num(2), num(3))
    True
    """
    reader = Reader()
    terms = tuple(_scalar_term(reader, argument) for argument in arguments)
    return Scalar(Function(name, terms), reader.origins or NO_ORIGINS)


def _scalar_term(reader: Reader, value: Any) -> Term:
    term = scalar_or_refuse(reader.read(value), "in arithmetic")
    if rank_of(term):
        raise IllFormed(
            f"a tensor of shape {shape_text(shape_of(term))} stands where a number is needed; "
            "write an entry x[i], or x.sum()"
        )
    return term


def _binary(make: Callable[[Term, Term], Term], left: Any, right: Any) -> Scalar:
    """The node of two operands; NotImplemented where the other operand knows better (a tensor)."""
    for operand in (left, right):
        if not isinstance(operand, Scalar) and isinstance(getattr(operand, "term", None), Term):
            return NotImplemented  # type: ignore[no-any-return]
    if isinstance(left, Scalar) and isinstance(right, Scalar) and right.origins == left.origins:
        return Scalar(make(left.term, right.term), left.origins)
    reader = Reader()
    terms = _scalar_term(reader, left), _scalar_term(reader, right)
    return Scalar(make(*terms), reader.origins or NO_ORIGINS)


def _sum(left: Term, right: Term) -> Term:
    return Add((*left.terms, right)) if isinstance(left, Add) else Add((left, right))


def _product(left: Term, right: Term) -> Term:
    return Mul((*left.factors, right)) if isinstance(left, Mul) else Mul((left, right))


def _difference(left: Term, right: Term) -> Term:
    if isinstance(right, Number) and right.value > 0:
        return _sum(left, Number(-right.value))
    return _sum(left, _negative(right))


def _quotient(left: Term, right: Term) -> Term:
    inverse = Pow(right, MINUS_ONE)
    return inverse if left == ONE else _product(left, inverse)


def _negative(term: Term) -> Term:
    return Mul((MINUS_ONE, term))


def _logical(node: type[And | Or], left: Any, right: Any) -> Condition:
    reader = Reader()
    first, second = (condition_or_refuse(reader.read(part), "in & or |") for part in (left, right))
    parts = (*first.conditions, second) if isinstance(first, node) else (first, second)
    return Condition(node(parts), reader.origins or NO_ORIGINS)
