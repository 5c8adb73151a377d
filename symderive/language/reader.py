"""The walk over SymPy trees: which handler reads which type, and the variables in scope.

One recursive pass, one handler for each type, the order of arguments as SymPy keeps it. Nothing
is evaluated, and SymPy is asked to evaluate nothing. Numbers and symbols are read here; the
handlers of other types stand in the modules ``reading_*``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from numbers import Rational
from typing import Any

import sympy
from sympy.core.function import AppliedUndef

from symderive.errors import IllFormed
from symderive.language.assumptions import symbol_of
from symderive.language.binding import dangling, free_symbols, substitute, subterms
from symderive.language.refusals import refuse, refuse_python
from symderive.language.sympy_forms import Declared, Opaque, OpaqueCondition
from symderive.language.terms import (
    Add,
    Bound,
    Entry,
    Functional,
    Mul,
    Number,
    Pow,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
    is_condition,
    number,
)

Handler = Callable[["Reader", Any], Term]

HANDLERS: dict[type, Handler] = {}
LARGEST_DENOMINATOR = 1000
_NUMBERS: dict[int, Number] = {value: number(value) for value in range(-64, 65)}


def reads(*kinds: type) -> Callable[[Handler], Handler]:
    """Register a handler for SymPy types."""

    def register(handler: Handler) -> Handler:
        HANDLERS.update(dict.fromkeys(kinds, handler))
        return handler

    return register


class Reader:
    """One reading: the bound variables in scope, and the SymPy symbols met so far.

    ``origins`` maps every variable read from SymPy to its symbol there, so that two different
    symbols are never taken for one. ``parts`` are the terms that were not made by this reading,
    ``functions`` the unknown functions that were, ``real_indices`` the bound variables that are
    real by their assumptions.
    """

    __slots__ = (
        "depth",
        "functions",
        "levels",
        "names",
        "origins",
        "parts",
        "real_indices",
        "tensors",
    )

    def __init__(self, origins: Mapping[Term, sympy.Basic] | None = None) -> None:
        self.depth = 0
        self.levels: dict[sympy.Symbol, int] = {}
        self.names: dict[str, sympy.Symbol] = {}
        self.origins: dict[Term, sympy.Basic] = dict(origins or {})
        self.parts: dict[Term, None] = {}
        self.functions: dict[Unknown, None] = {}
        self.real_indices: dict[Symbol, None] = {}
        self.tensors: dict[tuple[sympy.Basic, int], TensorSymbol] = {}

    def read(self, expression: Any) -> Term:
        """The term of a SymPy expression, a number, or an object of ours."""
        if isinstance(expression, sympy.Basic):
            return self.visit(expression)
        term = expression if isinstance(expression, Term) else getattr(expression, "term", None)
        if isinstance(term, Term):
            for variable, origin in getattr(expression, "origins", {}).items():
                self.remember(variable, origin)
            if dangling(term):
                raise IllFormed("a bound variable stands outside its sum; bind it, or declare it")
            self.parts[term] = None
            return self.in_scope(term)
        return python_number(expression)

    def visit(self, expression: sympy.Basic) -> Term:
        """The term of a SymPy expression."""
        handler = HANDLERS.get(type(expression))
        if handler is None:
            handler = _unknown if isinstance(expression, AppliedUndef) else _refused
        return handler(self, expression)

    def remember(self, variable: Term, origin: sympy.Basic) -> None:
        """Note where a variable was read from; raises IllFormed for a second, different origin."""
        known = self.origins.setdefault(variable, origin)
        if known is not origin and known != origin:
            name = variable.name  # type: ignore[attr-defined]
            raise IllFormed(
                f"two different symbols are called {name}: they were declared with different "
                f"assumptions, and only one of them can be meant; declare {name} once"
            )

    def in_scope(self, term: Term) -> Term:
        """A closed term under the binders in scope: their variables become bound."""
        if not self.levels:
            return term
        bound: dict[Term, Term] = {
            self.term_of(symbol): Bound(self.depth - 1 - level)
            for symbol, level in self.levels.items()
        }
        for variable in free_symbols(term):
            if variable not in bound and not free_symbols(variable).isdisjoint(bound):
                raise self.bound_size(variable.name)
        for part in subterms(term):
            if isinstance(part, Functional):
                if any(not free_symbols(size).isdisjoint(bound) for size in part.shape):
                    raise self.bound_size(part.name)
        return substitute(term, bound)

    @staticmethod
    def term_of(symbol: sympy.Symbol) -> Symbol:
        """The free variable that a SymPy symbol stands for."""
        return symbol.term if isinstance(symbol, Declared) else symbol_of(symbol)

    @staticmethod
    def bound_size(name: str) -> IllFormed:
        """The error for a shape or domain that depends on a bound variable."""
        return IllFormed(
            f"a sum binds a variable on which the shape or domain of {name} depends; "
            "give the bound variable another name"
        )

    @contextmanager
    def binding(self, symbol: sympy.Symbol) -> Iterator[None]:
        """One more bound variable in scope."""
        variable = self.term_of(symbol)
        if not variable.is_integer:
            self.real_indices[variable] = None
        outer_level, outer_name = self.levels.get(symbol), self.names.get(symbol.name)
        self.levels[symbol], self.names[symbol.name] = self.depth, symbol
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1
            _restore(self.levels, symbol, outer_level)
            _restore(self.names, symbol.name, outer_name)

    def index(self, expression: sympy.Basic, what: str) -> Term:
        """The term of an index or of a bound of a sum; raises IllFormed where it is no integer."""
        term = self.visit(expression)
        if not isinstance(term, Bound):
            require_integer(term, what)
        return term


def _restore(table: dict[Any, Any], key: Any, value: Any) -> None:
    if value is None:
        del table[key]
    else:
        table[key] = value


def python_number(value: Any) -> Term:
    """A Python integer or fraction as a term; raises IllFormed for floats, bools and the rest."""
    if isinstance(value, bool) or type(value).__name__ in ("bool", "bool_"):
        raise IllFormed(
            f"{value} is a Python bool, not a condition or a number: == and != compare how things "
            "are written; write eq(i, j) or ne(i, j) instead of i == j or i != j"
        )
    if isinstance(value, Rational):
        return Number(Fraction(int(value.numerator), int(value.denominator)))
    if isinstance(value, float):
        raise IllFormed(f"{value!r} is a float, and floats are not exact; {_exactly(value)}")
    if isinstance(value, str):
        raise IllFormed(
            f"{value!r} is text; declare it first: real({value!r}), index({value!r}, n), "
            f"size({value!r}) or vector({value!r}, n)"
        )
    raise refuse_python(value)


def _exactly(value: float) -> str:
    """How to write the number that a float probably stands for."""
    if not math.isfinite(value):
        return "write a symbol, or limit(...)"
    near = Fraction(value).limit_denominator(LARGEST_DENOMINATOR)
    if near.denominator == 1:
        return f"write {near}, or num(a)/b where a division of integers made it"
    return f"write Fraction({near.numerator}, {near.denominator}), or num(a)/b to keep the division"


def require_integer(term: Term, what: str) -> None:
    """Refuse what is not an integer at any size: a real variable or a fraction as an index."""
    if isinstance(term, Number):
        if term.value.denominator != 1:
            raise IllFormed(f"{what} is {term.value}, which is not an integer")
    elif isinstance(term, Symbol):
        if not term.is_integer:
            raise IllFormed(
                f"{term.name} stands in {what} but is real; declare it as an integer: "
                f"Symbol({term.name!r}, integer=True), index({term.name!r}, n) or "
                f"size({term.name!r})"
            )
    elif isinstance(term, Add):
        for part in term.terms:
            if not isinstance(part, Number):
                require_integer(part, what)
    elif isinstance(term, Mul):
        for part in term.factors:
            if not isinstance(part, Number):
                require_integer(part, what)
    elif isinstance(term, Pow):
        require_integer(term.base, what)
    elif isinstance(term, Entry) and isinstance(term.tensor, TensorSymbol):
        if term.tensor.domain.kind != "integer":  # type: ignore[attr-defined]
            raise IllFormed(
                f"an entry of {term.tensor.name} stands in {what} but is real; declare the tensor "
                f"with integer entries: IndexedBase({term.tensor.name!r}, integer=True)"
            )


def scalar_or_refuse(term: Term, place: str) -> Term:
    """The term, unless it is a condition where a number is needed."""
    if is_condition(term):
        raise IllFormed(f"a condition stands {place} where a number is needed; write iverson(...)")
    return term


def condition_or_refuse(term: Term, place: str) -> Term:
    """The term, unless it is a number where a condition is needed."""
    if not is_condition(term):
        raise IllFormed(f"a number stands {place} where a condition is needed; write eq(a, b)")
    return term


# Handlers for numbers and variables


@reads(
    sympy.Integer,
    sympy.core.numbers.Zero,
    sympy.core.numbers.One,
    sympy.core.numbers.NegativeOne,
)
def _integer(reader: Reader, expression: sympy.Integer) -> Term:
    found = _NUMBERS.get(expression.p)
    return found if found is not None else number(expression.p)


@reads(sympy.Rational, sympy.core.numbers.Half)
def _rational(reader: Reader, expression: sympy.Rational) -> Term:
    return Number(Fraction(expression.p, expression.q))


@reads(sympy.Symbol, sympy.Dummy, Declared)
def _symbol(reader: Reader, symbol: sympy.Symbol) -> Term:
    level = reader.levels.get(symbol)
    if level is not None:
        return Bound(reader.depth - 1 - level)
    if type(symbol) is Declared:
        term = symbol.term
        reader.parts[term] = None
    else:
        term = symbol_of(symbol)
        reader.remember(term, symbol)
    if reader.levels:
        return _free_under_binders(reader, symbol, term)
    return term


def _free_under_binders(reader: Reader, symbol: sympy.Symbol, term: Symbol) -> Term:
    """A free variable inside a sum: not confused with a bound one of the same name."""
    same_name = reader.names.get(symbol.name)
    if same_name is not None:
        bound = reader.term_of(same_name)
        if bound != term or not isinstance(same_name, Declared) ^ isinstance(symbol, Declared):
            raise IllFormed(
                f"two different symbols are called {symbol.name}: one is bound by a sum, and one "
                "with other assumptions stands inside it; use the same symbol, or rename one"
            )
        return Bound(reader.depth - 1 - reader.levels[same_name])
    return reader.in_scope(term) if len(free_symbols(term)) > 1 else term


@reads(Opaque, OpaqueCondition)
def _opaque(reader: Reader, expression: Opaque) -> Term:
    template = expression.args[0]
    arguments = expression.args[1 : 1 + template.holes]
    term: Term = template.filled(tuple([reader.visit(argument) for argument in arguments]))
    reader.parts[term] = None
    for label in expression.args[1 + template.holes :]:
        if len(label.assumptions0) > 1:
            _remember_label(reader, term, label)
    return term


def _remember_label(reader: Reader, term: Term, label: sympy.Symbol) -> None:
    """Note that a tensor was declared with assumptions, as IndexedBase('x', positive=True)."""
    for variable in free_symbols(term):
        if isinstance(variable, TensorSymbol) and variable.name == label.name:
            reader.remember(variable, label)


def _refused(reader: Reader, expression: sympy.Basic) -> Term:
    raise refuse(expression)


def _unknown(reader: Reader, expression: Any) -> Term:
    return HANDLERS[AppliedUndef](reader, expression)
