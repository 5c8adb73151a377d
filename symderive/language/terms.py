"""The term tree: the one form in which everything that was written is kept.

A term is immutable. Bound variables are de Bruijn indices (:class:`Bound`), free variables are
:class:`Symbol` and :class:`TensorSymbol`, whose domain is part of their identity. Names of bound
variables are kept for printing and do not count for equality, so that terms that differ in the
names of bound variables only are equal.

Sums, products and powers stay as they were written: nothing here evaluates.
Indices run from 1. ``Entry(t, (i, j))`` is the entry of row i and column j.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from fractions import Fraction
from operator import attrgetter
from typing import Any, ClassVar

PLAIN, CHILD, CHILDREN = "plain", "child", "children"


@dataclass(frozen=True, eq=False)
class Term:
    """The base of all terms; equality is structural and ignores names of bound variables."""

    layout: ClassVar[tuple[tuple[str, str], ...]] = ()
    compared: ClassVar[tuple[str, ...]] = ()
    # Set on every term when its hash is first asked for; no field.
    _hash: ClassVar[int]

    def __init_subclass__(cls) -> None:
        """Register the class for JSON; its fields are laid out on first use."""
        KINDS[cls.__name__] = cls

    def binds(self, name: str) -> int:
        """How many variables this term binds in the field of that name."""
        return 0

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        cls = type(self)
        if cls is not type(other) or hash(self) != hash(other):
            return False
        values = values_of(cls)
        return bool(values(self) == values(other))

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            found = hash((type(self).__name__, values_of(type(self))(self)))
            object.__setattr__(self, "_hash", found)
            return found

    def __getstate__(self) -> dict[str, Any]:
        """Only the fields travel: a stored hash is not valid in another process."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)


KINDS: dict[str, type[Term]] = {}
_LAYOUTS: dict[type[Term], tuple[tuple[tuple[str, str], ...], tuple[str, ...]]] = {}


_VALUES: dict[type[Term], Callable[[Term], Any]] = {}


def values_of(cls: type[Term]) -> Callable[[Term], Any]:
    """What takes from a term of a class all that counts for equality."""
    found = _VALUES.get(cls)
    if found is None:
        names = layout_of(cls)[1]
        found = _VALUES[cls] = attrgetter(*names) if names else _no_values
    return found


def _no_values(term: Term) -> tuple[()]:
    return ()


def layout_of(cls: type[Term]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The fields of a class with their kinds, and those that count for equality."""
    found = _LAYOUTS.get(cls)
    if found is None:
        kinds = {"Term": CHILD, "tuple[Term, ...]": CHILDREN, "tuple[Term, ...] | None": CHILDREN}
        rows = tuple((f.name, kinds.get(str(f.type), PLAIN)) for f in fields(cls))
        found = _LAYOUTS[cls] = rows, tuple(f.name for f in fields(cls) if f.compare)
    return found


# Scalars


@dataclass(frozen=True, eq=False)
class Number(Term):
    """An exact rational number."""

    value: Fraction


@dataclass(frozen=True, eq=False)
class Domain(Term):
    """Where a variable lives: ``integer`` or ``real``, and conditions on Bound(0), its value.

    For a tensor the conditions hold for every entry; ``properties`` names what is not a
    condition on single entries, such as ``simplex``.
    """

    kind: str
    conditions: tuple[Term, ...] = ()
    properties: tuple[str, ...] = ()

    def binds(self, name: str) -> int:
        return 1 if name == "conditions" else 0


@dataclass(frozen=True, eq=False)
class Symbol(Term):
    """A free scalar variable: a size, an index or a real number, according to its domain."""

    name: str
    domain: Term

    @property
    def is_integer(self) -> bool:
        """Whether the variable ranges over integers."""
        return bool(self.domain.kind == "integer")  # type: ignore[attr-defined]


@dataclass(frozen=True, eq=False)
class Bound(Term):
    """A bound variable, counted from the innermost binder outwards (0 is the innermost)."""

    index: int


@dataclass(frozen=True, eq=False)
class Add(Term):
    """A sum of two or more terms in the order written; entrywise on tensors, scalars broadcast."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, eq=False)
class Mul(Term):
    """A product in the order written; entrywise on tensors. A false bracket makes it strongly 0."""

    factors: tuple[Term, ...]


@dataclass(frozen=True, eq=False)
class Pow(Term):
    """A power; a quotient a/b is Mul((a, Pow(b, Number(-1))))."""

    base: Term
    exponent: Term


@dataclass(frozen=True, eq=False)
class Floor(Term):
    """The greatest integer below or at the argument."""

    argument: Term


@dataclass(frozen=True, eq=False)
class Ceiling(Term):
    """The least integer above or at the argument."""

    argument: Term


@dataclass(frozen=True, eq=False)
class Mod(Term):
    """a - m*floor(a/m); undefined for m = 0."""

    argument: Term
    modulus: Term


@dataclass(frozen=True, eq=False)
class Function(Term):
    """An elementary function: exp, log, tanh, sigmoid, Abs, sign; Max and Min of any number."""

    name: str
    arguments: tuple[Term, ...]


@dataclass(frozen=True, eq=False)
class Unknown(Term):
    """An arbitrary smooth function; ``orders`` counts its derivatives by each argument."""

    name: str
    arguments: tuple[Term, ...]
    orders: tuple[int, ...]
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Functional(Term):
    """An arbitrary smooth function of all entries of a tensor of that shape, at the argument.

    ``indices`` name the entries by which it is differentiated, one row of indices after the other,
    each as long as the shape. The order of the rows means nothing.
    """

    name: str
    shape: tuple[Term, ...]
    argument: Term
    indices: tuple[Term, ...] = ()

    @property
    def rows(self) -> tuple[tuple[Term, ...], ...]:
        """The entries by which it is differentiated, each with its indices."""
        rank = len(self.shape)
        return tuple(self.indices[k : k + rank] for k in range(0, len(self.indices), rank))


@dataclass(frozen=True, eq=False)
class Iverson(Term):
    """The Iverson bracket: 1 where the condition holds, else 0."""

    condition: Term


@dataclass(frozen=True, eq=False)
class Cases(Term):
    """The value of the first condition that holds; undefined where none does."""

    values: tuple[Term, ...]
    conditions: tuple[Term, ...]


@dataclass(frozen=True, eq=False)
class Reduce(Term):
    """sum, product, max or min of the body over lower <= Bound(0) <= upper.

    An empty sum is 0, an empty product 1; an empty max or min is undefined.
    """

    operation: str
    lower: Term
    upper: Term
    body: Term
    name: str = field(default="k", compare=False)

    def binds(self, name: str) -> int:
        return 1 if name == "body" else 0


@dataclass(frozen=True, eq=False)
class Partial(Term):
    """The partial derivative of the body by a variable: a Symbol, or an Entry of a TensorSymbol."""

    body: Term
    variable: Term


@dataclass(frozen=True, eq=False)
class Entry(Term):
    """An entry of a tensor; indices run from 1."""

    tensor: Term
    indices: tuple[Term, ...]


# Tensors


@dataclass(frozen=True, eq=False)
class TensorSymbol(Term):
    """A free tensor. Without a shape (None) it is total: every integer index is allowed."""

    name: str
    rank: int
    shape: tuple[Term, ...] | None
    domain: Term = field(default_factory=lambda: Domain("real"))


@dataclass(frozen=True, eq=False)
class Array(Term):
    """The tensor whose entry (i1, .., ir) is the body; Bound(r-1) is i1, Bound(0) is ir."""

    shape: tuple[Term, ...]
    body: Term
    names: tuple[str, ...] = field(default=(), compare=False)

    def binds(self, name: str) -> int:
        return len(self.shape) if name == "body" else 0


@dataclass(frozen=True, eq=False)
class Apply(Term):
    """A named function or operator at tensor or scalar arguments, shown folded.

    ``parameters`` are plain data (axes, orders). What it means is its index formula,
    kept in :mod:`symderive.language.definitions`.
    """

    name: str
    arguments: tuple[Term, ...]
    parameters: tuple[Any, ...] = ()


# Conditions


class Proposition(Term):
    """The base of conditions that are declared in modules of their own."""


@dataclass(frozen=True, eq=False)
class Truth(Term):
    """The condition that always or never holds."""

    value: bool


@dataclass(frozen=True, eq=False)
class Compare(Term):
    """A relation ``=, !=, <=, <, >=, >`` between scalars, or ``=`` between tensors."""

    relation: str
    left: Term
    right: Term


@dataclass(frozen=True, eq=False)
class And(Term):
    """All of the conditions."""

    conditions: tuple[Term, ...]


@dataclass(frozen=True, eq=False)
class Or(Term):
    """At least one of the conditions."""

    conditions: tuple[Term, ...]


@dataclass(frozen=True, eq=False)
class Not(Term):
    """The condition does not hold."""

    condition: Term


@dataclass(frozen=True, eq=False)
class Forall(Term):
    """The condition holds for every integer lower <= Bound(0) <= upper."""

    lower: Term
    upper: Term
    body: Term
    name: str = field(default="k", compare=False)

    def binds(self, name: str) -> int:
        return 1 if name == "body" else 0


@dataclass(frozen=True, eq=False)
class Statement(Term):
    """The condition ``claim`` for all values of its free variables that satisfy ``given``.

    The domains of the free variables are hypotheses too; they are not repeated in ``given``.
    """

    claim: Term
    given: tuple[Term, ...] = ()


REAL: Domain = Domain("real")
INTEGER = Domain("integer")
ZERO, ONE, MINUS_ONE = Number(Fraction(0)), Number(Fraction(1)), Number(Fraction(-1))
UNKNOWN = (Unknown, Functional)
CONDITIONS = (Truth, Compare, And, Or, Not, Forall, Proposition)


def number(value: int | Fraction) -> Number:
    """The rational number as a term."""
    return Number(Fraction(value))


def is_condition(term: Term) -> bool:
    """Whether the term is a condition."""
    return isinstance(term, CONDITIONS)
