"""Definitions of named functions: rectifiers, softmax, log-sum-exp, entropies and losses.

Functions that act entry by entry take tensors and scalars. Those that normalise act along one
axis, their first parameter, counted from 0. Entropies and losses sum over all entries.
"""

from __future__ import annotations

from collections.abc import Callable

from symderive.errors import IllFormed
from symderive.language.definitions import (
    Arguments,
    Definition,
    Parameters,
    Shape,
    define,
    shape_of,
)
from symderive.language.formulas import (
    Lift,
    at,
    bracket,
    equal_sizes,
    exponential,
    logarithm,
    minus,
    negative,
    over,
    plus,
    reduced,
    sized,
    square,
    times,
    total,
)
from symderive.language.shapes import shape_text
from symderive.language.terms import (
    ONE,
    ZERO,
    Compare,
    Domain,
    Function,
    Mul,
    TensorSymbol,
    Term,
)

CLOSED = "closed"


def _common_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    shapes = [shape for shape in map(shape_of, arguments) if shape]
    for shape in shapes[1:]:
        if len(shape) != len(shapes[0]):
            raise IllFormed(f"ranks differ: {shape_text(shapes[0])} against {shape_text(shape)}")
    return shapes[0] if shapes else ()


def _common_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    shapes = [shape for shape in map(shape_of, arguments) if shape]
    return tuple(c for shape in shapes[1:] for c in equal_sizes(shapes[0], shape))


def _pointwise(name: str, formula: Callable[..., Term]) -> Definition:
    """A function of scalars, applied entry by entry."""

    def entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
        return formula(*(at(argument, *indices) for argument in arguments))

    return Definition(name, _common_shape, entry, _common_requires)


def _relu(x: Term) -> Term:
    """max(x, 0)."""
    return Function("Max", (x, ZERO))


def _softplus(x: Term) -> Term:
    """log(1 + exp(x))."""
    return logarithm(plus(exponential(x), ONE))


def _binary_cross_entropy(target: Term, output: Term) -> Term:
    """-(y log g + (1 - y) log(1 - g))."""
    hit = Mul((target, logarithm(output)))
    miss = Mul((minus(ONE, target), logarithm(minus(ONE, output))))
    return negative(plus(hit, miss))


define(_pointwise("relu", _relu))
define(_pointwise("softplus", _softplus))
define(_pointwise("binary_cross_entropy", _binary_cross_entropy))


# Along an axis


def _same_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    return sized(arguments[0], "softmax")


def _without_axis(arguments: Arguments, parameters: Parameters) -> Shape:
    shape, axis = sized(arguments[0], "logsumexp"), parameters[0]
    return shape[:axis] + shape[axis + 1 :]


def _sum_of_exps(tensor: Term, axis: int, before: Shape, after: Shape) -> Term:
    """sum_k exp(x_k) along the axis, the indices before and after it fixed."""
    size = sized(tensor, "softmax")[axis]
    return total(
        size, lambda k, up: exponential(at(up(tensor), *map(up, before), k, *map(up, after)))
    )


def _softmax_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """exp(x_i) / sum_k exp(x_k)."""
    tensor, axis = arguments[0], parameters[0]
    bottom = _sum_of_exps(tensor, axis, indices[:axis], indices[axis + 1 :])
    return over(exponential(at(tensor, *indices)), bottom)


def _log_softmax_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """log(exp(x_i) / sum_k exp(x_k))."""
    return logarithm(_softmax_entry(arguments, parameters, indices))


def _logsumexp_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """The logarithm of sum_k exp(x_k)."""
    axis = parameters[0]
    return logarithm(_sum_of_exps(arguments[0], axis, indices[:axis], indices[axis:]))


define(Definition("softmax", _same_shape, _softmax_entry))
define(Definition("log_softmax", _same_shape, _log_softmax_entry))
define(Definition("logsumexp", _without_axis, _logsumexp_entry))


# Sums over all entries


def _scalar_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    _common_shape(arguments, parameters)
    return ()


def _summed(name: str, body: Callable[..., Term], sign: int = 1) -> Definition:
    """The sum over all entries of a function of the entries, or minus that sum."""

    def entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
        sizes = _common_shape(arguments, parameters)

        def inside(bound: tuple[Term, ...], up: Lift) -> Term:
            return body(arguments, *(at(up(argument), *bound) for argument in arguments))

        value = reduced("sum", sizes, inside)
        return value if sign == 1 else negative(value)

    return Definition(name, _scalar_shape, entry, _common_requires)


def _weighted_log(weights: Term, weight: Term, inner: Term) -> Term:
    """The term p log(inner); declared as 0 where p = 0 for the entries of a closed simplex."""
    product = Mul((weight, logarithm(inner)))
    if isinstance(weights, TensorSymbol) and isinstance(weights.domain, Domain):
        if CLOSED in weights.domain.properties:
            return Mul((bracket(Compare("!=", weight, ZERO)), *product.factors))
    return product


def _entropy_part(arguments: Arguments, p: Term) -> Term:
    return _weighted_log(arguments[0], p, p)


def _divergence_part(arguments: Arguments, p: Term, q: Term) -> Term:
    return _weighted_log(arguments[0], p, over(p, q))


def _cross_entropy_part(arguments: Arguments, p: Term, q: Term) -> Term:
    return _weighted_log(arguments[0], p, q)


define(_summed("entropy", _entropy_part, -1))
define(_summed("kl", _divergence_part))
define(_summed("cross_entropy", _cross_entropy_part, -1))


def _mean_squared_error_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """(1/N) sum (x - y)^2 over all N entries."""
    sizes = _common_shape(arguments, parameters)
    left, right = arguments
    squares = reduced(
        "sum", sizes, lambda bound, up: square(minus(at(up(left), *bound), at(up(right), *bound)))
    )
    return over(squares, times(*sizes))


define(Definition("mean_squared_error", _scalar_shape, _mean_squared_error_entry, _common_requires))
