"""A term at given sizes, written out as a SymPy expression: for reading, never for deciding.

Sums over ranges become the sums of their terms, integer conditions are decided, entries of free
tensors become ``x[1, 2]``. Numbers stay exact: everything that is rational is computed with
fractions; the rest is left to SymPy, whose automatic simplification is welcome in a display.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import sympy

from symderive.errors import IllFormed, Undefined
from symderive.language.binding import dangling, free_symbols
from symderive.language.definitions import entry_of, requirements, shape_of
from symderive.language.explicit_terms import HANDLERS, Environment, Value, is_exact, to_sympy
from symderive.language.reader import Reader
from symderive.language.shapes import shape_text, size_text
from symderive.language.terms import (
    And,
    Apply,
    Compare,
    Entry,
    Forall,
    Not,
    Number,
    Or,
    Symbol,
    TensorSymbol,
    Term,
    Truth,
    number,
)

Origins = Mapping[Term, sympy.Basic]
MATRIX = 2

RELATIONS: dict[str, tuple[Callable[[Any, Any], Any], Callable[[Any, Any], Any]]] = {
    "=": (operator.eq, sympy.Eq),
    "!=": (operator.ne, sympy.Ne),
    "<=": (operator.le, sympy.Le),
    "<": (operator.lt, sympy.Lt),
    ">=": (operator.ge, sympy.Ge),
    ">": (operator.gt, sympy.Gt),
}


class Explicit:
    """One writing out: the sizes, and a real dummy symbol for each free variable and entry."""

    def __init__(self, sizes: Mapping[Term, int], origins: Origins | None = None) -> None:
        self.sizes = {symbol: Fraction(value) for symbol, value in sizes.items()}
        self.origins = dict(origins or {})
        self.dummies: dict[Term, sympy.Dummy] = {}
        self.known: dict[tuple[Term, tuple[int, ...]], Value] = {}

    def scalar(self, term: Term) -> sympy.Expr:
        """The scalar term as a SymPy expression in the free variables' own names."""
        value = to_sympy(self.value(term, ()))
        names = {dummy: self._public(variable) for variable, dummy in self.dummies.items()}
        return value.xreplace(names)

    def shape(self, term: Term, environment: Environment = ()) -> tuple[int, ...]:
        """The shape of a tensor in numbers; raises IllFormed where a size is not given."""
        shape = shape_of(term)
        if shape is None:
            raise IllFormed("a tensor without sizes has no matrix; declare it with its sizes")
        return tuple(
            self.whole(size, environment, f"a size of {shape_text(shape)}") for size in shape
        )

    def whole(self, term: Term, environment: Environment, what: str) -> int:
        """The value of an index or of a size."""
        value = self.value(term, environment)
        if not is_exact(value):
            raise IllFormed(f"{what} stays symbolic: {size_text(term)}; give its symbols as sizes")
        if value.denominator != 1:
            raise Undefined(f"{what} is {value}, no integer")
        return int(value)

    def value(self, term: Term, environment: Environment) -> Value:
        """The value of a scalar: a fraction, or a SymPy expression in dummies."""
        handler = HANDLERS.get(type(term))
        if handler is None:
            raise IllFormed(f"{type(term).__name__} is no scalar")
        return handler(self, term, environment)

    def dummy(self, variable: Term, name: str, kind: str = "real") -> sympy.Dummy:
        """The dummy that stands for a free variable or an entry."""
        if variable not in self.dummies:
            self.dummies[variable] = sympy.Dummy(name, **{kind: True})
        return self.dummies[variable]

    def _public(self, variable: Term) -> sympy.Expr:
        if isinstance(variable, Entry) and isinstance(variable.tensor, TensorSymbol):
            tensor = variable.tensor
            indices = [int(i.value) for i in variable.indices if isinstance(i, Number)]
            return sympy.IndexedBase(self.origins.get(tensor) or tensor.name)[tuple(indices)]
        assert isinstance(variable, Symbol)
        kind = "integer" if variable.is_integer else "real"
        return self.origins.get(variable) or sympy.Symbol(variable.name, **{kind: True})

    def holds(self, term: Term, environment: Environment) -> Any:
        """The truth of a condition: a Python bool where it is decided, else a SymPy condition."""
        if isinstance(term, Truth):
            return term.value
        if isinstance(term, Compare):
            left, right = (self.value(side, environment) for side in (term.left, term.right))
            exact, symbolic = RELATIONS[term.relation]
            if is_exact(left) and is_exact(right):
                return exact(left, right)
            return _python(symbolic(to_sympy(left), to_sympy(right)))
        if isinstance(term, Not):
            inner = self.holds(term.condition, environment)
            return not inner if isinstance(inner, bool) else _python(sympy.Not(inner))
        if isinstance(term, (And, Or)):
            return self._connected(term, term.conditions, environment)
        if isinstance(term, Forall):
            low = self.whole(term.lower, environment, "the lower bound of a range")
            high = self.whole(term.upper, environment, "the upper bound of a range")
            return _all(
                [self.holds(term.body, (*environment, Fraction(k))) for k in range(low, high + 1)]
            )
        raise IllFormed(f"{type(term).__name__} is no condition")

    def _connected(self, term: Term, conditions: tuple[Term, ...], environment: Environment) -> Any:
        found: list[Any] = []
        stop = isinstance(term, Or)
        for condition in conditions:
            here = self.holds(condition, environment)
            if here is stop:
                return stop
            if not isinstance(here, bool):
                found.append(here)
        if not found:
            return not stop
        return _python((sympy.Or if stop else sympy.And)(*found))

    def entry(self, tensor: Term, indices: tuple[int, ...], environment: Environment) -> Value:
        """The entry at concrete indices; raises Undefined for an index out of range."""
        closed = not dangling(tensor)
        key = (tensor, indices)
        if closed and key in self.known:
            return self.known[key]
        if not (isinstance(tensor, TensorSymbol) and tensor.shape is None):
            self._check_range(tensor, indices, environment)
        self.check_requirements(tensor, environment)
        places = tuple(number(i) for i in indices)
        found = entry_of(tensor, places)
        if isinstance(tensor, TensorSymbol):
            text = ",".join(map(str, indices))
            value: Value = self.dummy(found, f"{tensor.name}[{text}]")
        else:
            value = self.value(found, environment)
        if closed:
            self.known[key] = value
        return value

    def _check_range(
        self, tensor: Term, indices: tuple[int, ...], environment: Environment
    ) -> None:
        shape = self.shape(tensor, environment)
        if len(shape) != len(indices) or not all(
            1 <= i <= n for i, n in zip(indices, shape, strict=True)
        ):
            raise Undefined(f"the index {list(indices)} is out of range: the shape is {shape}")

    def check_requirements(self, term: Term, environment: Environment) -> None:
        """Raise Undefined where the sizes of an operation do not fit together."""
        for condition in requirements(term):
            if self.holds(condition, environment) is False:
                sides = ""
                if isinstance(condition, Compare):
                    left, right = size_text(condition.left), size_text(condition.right)
                    sides = f": {left} {condition.relation} {right} does not hold"
                name = term.name if isinstance(term, Apply) else "an operation entry by entry"
                raise Undefined(f"{name} has no value at these sizes{sides}")


def _python(condition: Any) -> Any:
    """SymPy's true and false as Python's."""
    return bool(condition) if condition in (sympy.true, sympy.false) else condition


def _all(conditions: list[Any]) -> Any:
    if any(c is False for c in conditions):
        return False
    open_ones = [c for c in conditions if c is not True]
    return _python(sympy.And(*open_ones)) if open_ones else True


def explicit_scalar(
    term: Term, sizes: Mapping[Term, int], origins: Origins | None = None
) -> sympy.Expr:
    """The scalar at these sizes, written out.

    Raises:
        IllFormed: where a size is missing. Undefined: where the scalar has no value.
    """
    with sympy.evaluate(True):
        return Explicit(sizes, origins).scalar(term)


def explicit_matrix(
    term: Term, sizes: Mapping[Term, int], origins: Origins | None = None
) -> sympy.ImmutableDenseMatrix:
    """The vector (as a column) or matrix at these sizes, written out.

    Raises:
        IllFormed: for another rank, or where a size is missing.
        Undefined: where an index leaves its range, or sizes do not fit together.
    """
    run = Explicit(sizes, origins)
    shape = run.shape(term)
    if not 1 <= len(shape) <= MATRIX:
        raise IllFormed(
            f"a tensor with {len(shape)} axes is no matrix; fix indices first, as in X[1, :, :]"
        )
    run.check_requirements(term, ())
    places = product(*(range(1, size + 1) for size in shape))
    with sympy.evaluate(True):
        entries = [run.scalar(Entry(term, tuple(map(number, place)))) for place in places]
    columns = shape[1] if len(shape) == MATRIX else 1
    return sympy.ImmutableDenseMatrix(shape[0], columns, entries)


def sizes_for(term: Term, sizes: Mapping[Any, int]) -> dict[Term, int]:
    """The sizes given for the integer variables of a term, by name or by the variable itself.

    Raises:
        IllFormed: for a size that is missing, unknown, no integer, or outside its domain.
    """
    free = {s.name: s for s in free_symbols(term) if isinstance(s, Symbol) and s.is_integer}
    found: dict[Term, int] = {}
    for key, value in sizes.items():
        symbol = free.get(key) if isinstance(key, str) else Reader().read(key)
        if not (isinstance(symbol, Symbol) and symbol.is_integer):
            name = getattr(symbol, "name", None) or repr(key)
            raise IllFormed(
                f"{name} is no size; give sizes only, and put values for real variables into the "
                "result with SymPy: .matrix({n: 3}).subs(beta, 2)"
            )
        if isinstance(value, bool) or not isinstance(value, int):
            raise IllFormed(f"the size {symbol.name} = {value!r} is no integer")
        found[symbol] = value
    missing = sorted(name for name, symbol in free.items() if symbol not in found)
    if missing:
        example = ", ".join(f"{name}: 3" for name in missing)
        raise IllFormed(f"sizes are missing: give also {{{example}}}")
    for symbol, value in found.items():
        _check_domain(symbol, value, found)
    return found


def _check_domain(symbol: Term, value: int, sizes: Mapping[Term, int]) -> None:
    run = Explicit(sizes)
    for condition in symbol.domain.conditions:  # type: ignore[attr-defined]
        if run.holds(condition, (Fraction(value),)) is False:
            raise IllFormed(f"{size_text(symbol)} = {value} lies outside its domain")
