"""Bound variables: a Python function, or SymPy's (k, 1, n), as the body of a sum or a product.

A function gets a fresh variable that carries the name of its parameter, so nothing can be
captured. A name that is already taken, by a free variable of the body or by an enclosing binder,
is refused: on paper it would be read as that variable.
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import sympy

from symderive.errors import IllFormed
from symderive.language.binding import abstract, free_symbols
from symderive.language.reader import Reader, require_integer
from symderive.language.scalars import Scalar
from symderive.language.terms import INTEGER, Add, Domain, Symbol, TensorSymbol, Term

FIRST_INDEX = 1
PAIR, TRIPLE = 2, 3

_ACTIVE: ContextVar[tuple[str, ...]] = ContextVar("names of the binders around", default=())
_FRESH = itertools.count(1)


@dataclass(frozen=True)
class Body:
    """A term under binders: ``names`` are those of its bound variables, the first outermost."""

    term: Term
    names: tuple[str, ...]
    origins: Mapping[Term, sympy.Basic]


@dataclass(frozen=True)
class Range:
    """lower <= k <= upper."""

    lower: Term
    upper: Term


def body_of(
    function: Callable[..., Any], count: int | None = None, kinds: Sequence[str] = ()
) -> Body:
    """What a Python function of indices means, its parameters turned into bound variables.

    ``kinds`` says of each parameter whether it is ``integer`` or ``real``.

    >>> body = body_of(lambda k: 2*k)
    >>> body.names, body.term == body_of(lambda j: 2*j).term
    (('k',), True)

    Raises:
        IllFormed: for a wrong number of parameters, or a parameter whose name is taken.
    """
    names = parameter_names(function)
    if count is not None and len(names) != count:
        raise IllFormed(
            f"a function of {count} indices is needed, and this one takes {len(names)} "
            f"({', '.join(names) or 'none'}); write lambda {', '.join('ijklmn'[:count])}: ..."
        )
    of_kinds = kinds or (INTEGER.kind,) * len(names)
    variables = tuple(map(fresh_variable, names, of_kinds))
    with active(names):
        written = function(*(Scalar(variable) for variable in variables))
    reader = Reader()
    term = reader.read(written)
    check_shadowing(names, term, variables)
    return Body(abstract(term, variables), names, reader.origins)


def parameter_names(function: Callable[..., Any]) -> tuple[str, ...]:
    """The names of the parameters without defaults; an underscore at the end is dropped."""
    found = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            raise IllFormed(
                "the indices of a function are named one by one: write lambda i, j: ..., "
                f"not *{parameter.name}"
            )
        if parameter.default is parameter.empty:
            found.append(parameter.name.rstrip("_") or parameter.name)
    return tuple(found)


def fresh_variable(name: str, kind: str = "integer") -> Symbol:
    """A variable that equals no other, for the time in which a body is built."""
    return Symbol(name, Domain(kind, (), (f"bound {next(_FRESH)}",)))


def is_fresh(variable: Symbol | TensorSymbol) -> bool:
    """Whether the variable is the index of a body that is being built."""
    assert isinstance(variable.domain, Domain)
    return any(name.startswith("bound ") for name in variable.domain.properties)


@contextmanager
def active(names: tuple[str, ...]) -> Iterator[None]:
    """Names that are bound around what is built inside the block; none of them is bound twice."""
    around = _ACTIVE.get()
    for place, name in enumerate(names):
        if name in around or name in names[:place]:
            raise IllFormed(
                f"the bound variable {name} stands inside another one called {name}; "
                "give one of them another name"
            )
    token = _ACTIVE.set((*around, *names))
    try:
        yield
    finally:
        _ACTIVE.reset(token)


def check_shadowing(names: tuple[str, ...], term: Term, variables: tuple[Term, ...] = ()) -> None:
    """Refuse a bound name that a free variable of the term has too."""
    for variable in free_symbols(term):
        if variable.name in names and variable not in variables and isinstance(variable, Symbol):
            raise IllFormed(
                f"{variable.name} is free in the body (or in the bounds) and bound by the "
                f"function; rename the parameter {variable.name} of the function"
            )


def range_of(bounds: Any, name: str, reader: Reader) -> Range:
    """The range that ``n``, ``(n,)`` or ``(lower, upper)`` describes; indices start at 1.

    Raises:
        IllFormed: where a bound is no integer, or the name of the variable is free in a bound.
    """
    parts = bounds if isinstance(bounds, tuple) else (bounds,)
    if len(parts) not in (1, PAIR):
        raise IllFormed(
            f"the range of {name} needs an upper bound, or a lower and an upper one; write "
            f"total(lambda {name}: ..., 1, n)"
        )
    lower, upper = (FIRST_INDEX, *parts) if len(parts) == 1 else parts
    found = Range(reader.read(lower), reader.read(upper))
    require_integer(found.lower, f"the lower bound of {name}")
    require_integer(found.upper, f"the upper bound of {name}")
    check_shadowing((name,), Add((found.lower, found.upper)))
    return found


def ranges_of(bounds: tuple[Any, ...], names: tuple[str, ...], reader: Reader) -> list[Range]:
    """One range for each name: for a single name ``n`` or ``lower, upper``, else one part each."""
    if len(names) == 1 and not (len(bounds) == 1 and isinstance(bounds[0], tuple)):
        return [range_of(bounds, names[0], reader)]
    if len(bounds) != len(names):
        raise IllFormed(
            f"{len(names)} indices ({', '.join(names)}) need {len(names)} ranges, and "
            f"{len(bounds)} are given; write n, or (lower, upper), for each"
        )
    return [range_of(part, name, reader) for part, name in zip(bounds, names, strict=True)]


def limit_of(limit: Any, reader: Reader) -> tuple[sympy.Symbol, Range]:
    """SymPy's (k, lower, upper), with a symbol of SymPy or of ours.

    Raises:
        IllFormed: for anything else.
    """
    if not (isinstance(limit, (tuple, sympy.Tuple)) and len(limit) == TRIPLE):
        raise IllFormed(
            f"{limit!r} is not a range; write (k, 1, n) after an expression, or a function "
            "lambda k: ... with its bounds 1, n"
        )
    written, lower, upper = limit
    symbol = sympy.sympify(written) if isinstance(written, Scalar) else written
    if not isinstance(symbol, sympy.Symbol):
        raise IllFormed(
            f"{written!r} cannot be bound; write (k, 1, n) with k = Symbol('k', integer=True)"
        )
    return symbol, range_of((lower, upper), symbol.name, reader)
