"""A short notation for the statements on which the prover alone is tested."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import count

from symderive.language.binding import abstract
from symderive.language.terms import (
    INTEGER,
    And,
    Bound,
    Cases,
    Ceiling,
    Compare,
    Domain,
    Entry,
    Floor,
    Function,
    Iverson,
    Mod,
    Mul,
    Partial,
    Pow,
    Reduce,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
    number,
)
from symderive.language.terms import Add as Addition
from symderive.prover.outcome import Outcome
from symderive.prover.prove import prove_statement

Value = "Expr | Term | int | Fraction"
VALUE = Bound(0)


class Expr:
    """A term with the operators of arithmetic; nothing is simplified."""

    def __init__(self, written: Value) -> None:
        self.term: Term = term(written)

    def __add__(self, other: Value) -> Expr:
        return Expr(Addition((self.term, term(other))))

    def __radd__(self, other: Value) -> Expr:
        return Expr(Addition((term(other), self.term)))

    def __sub__(self, other: Value) -> Expr:
        return self + -Expr(other)

    def __rsub__(self, other: Value) -> Expr:
        return Expr(other) + -self

    def __neg__(self) -> Expr:
        return Expr(Mul((number(-1), self.term)))

    def __mul__(self, other: Value) -> Expr:
        return Expr(Mul((self.term, term(other))))

    def __rmul__(self, other: Value) -> Expr:
        return Expr(Mul((term(other), self.term)))

    def __truediv__(self, other: Value) -> Expr:
        return self * Expr(other) ** -1

    def __rtruediv__(self, other: Value) -> Expr:
        return Expr(other) * self**-1

    def __pow__(self, other: Value) -> Expr:
        return Expr(Pow(self.term, term(other)))

    def __rpow__(self, other: Value) -> Expr:
        return Expr(Pow(term(other), self.term))

    def __getitem__(self, indices: Value | tuple[Value, ...]) -> Expr:
        chosen = indices if isinstance(indices, tuple) else (indices,)
        return Expr(Entry(self.term, tuple(term(i) for i in chosen)))


def term(written: Value) -> Term:
    """The term of what was written."""
    if isinstance(written, Expr):
        return written.term
    return written if isinstance(written, Term) else number(Fraction(written))


def compare(left: Value, relation: str, right: Value) -> Compare:
    """A relation between two values."""
    return Compare(relation, term(left), term(right))


# Variables


def integer(name: str, at_least: Value | None = None, at_most: Value | None = None) -> Expr:
    """A free integer."""
    conditions = []
    if at_least is not None:
        conditions.append(Compare(">=", VALUE, term(at_least)))
    if at_most is not None:
        conditions.append(Compare("<=", VALUE, term(at_most)))
    return Expr(Symbol(name, Domain("integer", tuple(conditions))))


def size(name: str) -> Expr:
    """A free integer that is at least 1."""
    return integer(name, 1)


def real(name: str, relation: str | None = None, bound: int = 0) -> Expr:
    """A free real number, compared with a constant."""
    return Expr(Symbol(name, _real(relation, bound)))


def tensor(name: str, *shape: Value, rank: int = 1, relation: str | None = None) -> Expr:
    """A free tensor; without a shape it is total. Its entries may be compared with 0."""
    sizes = tuple(map(term, shape)) or None
    return Expr(TensorSymbol(name, len(shape) or rank, sizes, _real(relation, 0)))


def _real(relation: str | None, bound: int) -> Domain:
    conditions = () if relation is None else (Compare(relation, VALUE, number(bound)),)
    return Domain("real", conditions)


# Operations

_NUMBERS = count()


def over(operation: str, lower: Value, upper: Value, body: Callable[[Expr], Value]) -> Expr:
    """A sum, product, maximum or minimum over a range."""
    bound = Symbol(f"bound {next(_NUMBERS)}", INTEGER)
    inner = abstract(term(body(Expr(bound))), (bound,))
    return Expr(Reduce(operation, term(lower), term(upper), inner))


def total(lower: Value, upper: Value, body: Callable[[Expr], Value]) -> Expr:
    """A sum over a range."""
    return over("sum", lower, upper, body)


def times(*factors: Value) -> Expr:
    """A product in one node, so that its brackets guard all of its factors."""
    return Expr(Mul(tuple(map(term, factors))))


def when(left: Value, relation: str, right: Value) -> Expr:
    """The Iverson bracket of a comparison."""
    return Expr(Iverson(compare(left, relation, right)))


def apply(name: str, *arguments: Value) -> Expr:
    """An elementary function."""
    return Expr(Function(name, tuple(map(term, arguments))))


def exp(argument: Value) -> Expr:
    """The exponential."""
    return apply("exp", argument)


def log(argument: Value) -> Expr:
    """The logarithm."""
    return apply("log", argument)


def absolute(argument: Value) -> Expr:
    """The absolute value."""
    return apply("Abs", argument)


def unknown(name: str, *arguments: Value) -> Expr:
    """An unknown function."""
    return Expr(Unknown(name, tuple(map(term, arguments)), (0,) * len(arguments)))


def floor(argument: Value) -> Expr:
    """The floor."""
    return Expr(Floor(term(argument)))


def ceiling(argument: Value) -> Expr:
    """The ceiling."""
    return Expr(Ceiling(term(argument)))


def remainder(argument: Value, modulus: Value) -> Expr:
    """The remainder."""
    return Expr(Mod(term(argument), term(modulus)))


def partial(body: Value, *variables: Value) -> Expr:
    """Partial derivatives."""
    found = term(body)
    for variable in variables:
        found = Partial(found, term(variable))
    return Expr(found)


def cases(*pairs: tuple[Value, Term]) -> Expr:
    """A definition by cases."""
    return Expr(Cases(tuple(term(v) for v, _ in pairs), tuple(c for _, c in pairs)))


# Statements


def equal(left: Value, right: Value, *given: Term) -> Statement:
    """The statement left = right under hypotheses."""
    return Statement(compare(left, "=", right), given)


def claim(condition: Term, *given: Term) -> Statement:
    """The statement of a condition under hypotheses."""
    return Statement(condition, given)


def both(*conditions: Term) -> And:
    """All of the conditions."""
    return And(conditions)


def tried(statement: Statement) -> Outcome:
    """What the prover alone says, without any other part looking at the statement first."""
    return prove_statement(statement, seconds=20.0)


def is_proved(statement: Statement) -> bool:
    """Whether the prover alone proves the statement."""
    return tried(statement).proved
