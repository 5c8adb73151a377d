"""Sums over the entries of a value, and derivatives as sums of such.

Indices that a sum binds are symbols of their own while it is built, so that all terms are closed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

from symderive.language.binding import abstract, shift
from symderive.language.definitions import definition_of, shape_of
from symderive.language.formulas import at, reduced
from symderive.language.terms import (
    ONE,
    Apply,
    Array,
    Bound,
    Compare,
    Domain,
    Entry,
    Iverson,
    Mul,
    Partial,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
)
from symderive.prover.recursion.families import MEMBER

DERIVATIVES = ("gradient", "jacobian", "hessian", "vjp")
_COUNT = itertools.count(1)

Places = tuple[Term, ...]
Slope = Callable[[Places], Term]


def opened(term: Apply) -> Term:
    """A derivative of a whole tensor by its entries."""
    shape = shape_of(term)
    assert shape is not None
    rank = len(shape)
    indices = tuple(Bound(rank - 1 - k) for k in range(rank))
    lifted = tuple(shift(argument, rank) for argument in term.arguments)
    entry = definition_of(term).entry(lifted, term.parameters, indices)
    return Array(shape, entry) if rank else entry


def unit(left: Places, right: Places) -> Term:
    """The entry of the unit matrix."""
    found = tuple(Iverson(Compare("=", a, b)) for a, b in zip(left, right, strict=True))
    if not found:
        return ONE
    return found[0] if len(found) == 1 else Mul(found)


def places(count: int) -> tuple[Symbol, ...]:
    """Symbols for indices that are bound further out, or will be."""
    return tuple(
        Symbol(f"place {next(_COUNT)}", Domain("integer", (), (MEMBER,))) for _ in range(count)
    )


def summed(sizes: tuple[Term, ...], body: Callable[[Places], Term]) -> Term:
    """The sum of a term over indices from 1 to each size; of a scalar the term itself."""
    bound = places(len(sizes))
    inner = abstract(body(bound), bound)
    return reduced("sum", sizes, lambda indices, up: inner) if sizes else inner


def through(body: Term, symbol: Symbol | TensorSymbol, slope: Slope) -> Term:
    """sum_r (d body / d y_r) (d y_r / d t); where the body is y_p, that is d y_p / d t."""
    if isinstance(body, Entry) and body.tensor == symbol:
        return slope(body.indices)
    if body == symbol:
        return slope(())
    shape = shape_of(symbol) or ()
    return summed(shape, lambda entry: Mul((Partial(body, at(symbol, *entry)), slope(entry))))


def _taken(term: Term) -> tuple[Term, Places]:
    """A tensor and the indices at which an entry of it is taken; none for anything else."""
    return (term.tensor, term.indices) if isinstance(term, Entry) else (term, ())


def entrywise(body: Term, free: Term, by: Places) -> Term | None:
    """The derivative of f(z)_p or f(z_p) by z_q for an unknown function f."""
    body, entry = _taken(body)
    if not isinstance(body, Unknown) or len(body.arguments) != 1:
        return None
    inner = body.arguments[0]
    if not entry:
        inner, entry = _taken(inner)
    if inner != free:
        return None
    raised = Unknown(body.name, (at(free, *entry),), (body.orders[0] + 1,), body.properties)
    return Mul((unit(entry, by), raised))


def entry_by_entry(term: Partial) -> Term:
    """The derivative of a tensor as the tensor of the derivatives."""
    shape = shape_of(term.body) or ()
    rank = len(shape)
    indices = tuple(Bound(rank - 1 - k) for k in range(rank))
    entry = Partial(Entry(shift(term.body, rank), indices), shift(term.variable, rank))
    return Array(shape, entry)
