"""Derivatives by autograd: gradients, Jacobians, Hessians, vector-Jacobian products.

Numerator layout, and matrices are read through vec: autograd's axes are put into that order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import prod
from typing import Any

from symderive.language.binding import dangling, free_symbols, subterms
from symderive.language.definitions import shape_of
from symderive.language.index_ranges import last_value, over_all_values
from symderive.language.terms import Apply, Entry, Partial, Symbol, TensorSymbol, Term
from symderive.numeric.oracles.pytorch import NoOracle
from symderive.numeric.oracles.reading import Reading

# The number of entries of a matrix of derivatives.
LARGEST_MATRIX = 1 << 20


def _order_of_vec(axes: int, start: int = 0) -> tuple[int, ...]:
    """The axes of a tensor so that a row-major order of them is the order of vec."""
    return tuple(reversed(range(start, start + axes)))


def _function(read: Reading, arguments: tuple[Term, ...]) -> tuple[Callable[[Any], Any], Any]:
    """What is differentiated as a function of the variable, and the value of that."""
    body, variable = arguments[:2]
    if variable not in free_symbols(body):
        raise NoOracle("autograd has nothing to differentiate")
    return lambda value: read.at(variable, value).whole(body), read.whole(variable)


def _refuse_large(entries: int) -> None:
    if entries > LARGEST_MATRIX:
        raise NoOracle("the matrix of derivatives is too large at these sizes")


def _gradient(read: Reading, arguments: tuple[Term, ...]) -> Any:
    function, at = _function(read, arguments)
    return read.torch.func.grad(function)(at)


def _jacobian(read: Reading, arguments: tuple[Term, ...]) -> Any:
    function, at = _function(read, arguments)
    outputs = read.run.shape(arguments[0]) if shape_of(arguments[0]) else ()
    _refuse_large(prod(outputs) * max(at.numel(), 1))
    found = read.torch.autograd.functional.jacobian(function, at)
    axes = _order_of_vec(len(outputs)) + _order_of_vec(at.ndim, len(outputs))
    return found.permute(axes).reshape(prod(outputs), at.numel())


def _hessian(read: Reading, arguments: tuple[Term, ...]) -> Any:
    function, at = _function(read, arguments)
    _refuse_large(at.numel() ** 2)
    found = read.torch.autograd.functional.hessian(function, at)
    axes = _order_of_vec(at.ndim) + _order_of_vec(at.ndim, at.ndim)
    return found.permute(axes).reshape(at.numel(), at.numel())


def _vjp(read: Reading, arguments: tuple[Term, ...]) -> Any:
    function, at = _function(read, arguments)
    _, pullback = read.torch.func.vjp(function, at)
    return pullback(read.whole(arguments[2]))[0]


AUTOGRAD: dict[str, Callable[[Reading, tuple[Term, ...]], Any]] = {
    "gradient": _gradient,
    "jacobian": _jacobian,
    "hessian": _hessian,
    "vjp": _vjp,
}


def whole_derivatives(claim: Term) -> Iterator[Apply]:
    """The derivatives in a claim, all entries of each: those by an entry become Jacobians."""
    for part in subterms(claim):
        if isinstance(part, Apply) and part.name in AUTOGRAD and not dangling(part):
            yield part
        if isinstance(part, Partial):
            found = _of_all_entries(part)
            if found is not None:
                yield found


def _of_all_entries(part: Partial) -> Apply | None:
    """The gradient or Jacobian of which a derivative is an entry."""
    by, body = part.variable, part.body
    variable = by.tensor if isinstance(by, Entry) else by
    if not isinstance(variable, (Symbol, TensorSymbol)) or shape_of(variable) is None:
        return None
    if isinstance(body, Entry) and not dangling(body.tensor) and shape_of(body.tensor):
        body = body.tensor
    symbols = sorted(free_symbols(body), key=lambda symbol: symbol.name)
    indices = tuple(s for s in symbols if isinstance(s, Symbol) and last_value(s) is not None)
    whole = over_all_values(indices, body) if indices and not dangling(body) else body
    if whole is None or dangling(whole):
        return None
    return Apply("jacobian" if shape_of(whole) else "gradient", (whole, variable))
