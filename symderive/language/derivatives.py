"""Definitions of gradients, Jacobians, Hessians and vector-Jacobian products by their entries.

The arguments are the function and the variable, a free tensor or a scalar symbol. Numerator
layout: a Jacobian has one row for each output and one column for each entry of the variable,
both in the order of vec (columns stacked). The gradient of a scalar has the variable's shape.
"""

from __future__ import annotations

from symderive.errors import IllFormed
from symderive.language.definitions import Arguments, Definition, Parameters, Shape, define
from symderive.language.formulas import Lift, at, equal_sizes, reduced, sized, times
from symderive.language.members import FamilyMember
from symderive.language.rearrangements import split_position
from symderive.language.shapes import shape_text
from symderive.language.terms import ONE, Mul, Partial, Symbol, TensorSymbol, Term


def _function_and_variable(arguments: Arguments, what: str) -> tuple[Shape, Shape]:
    if not isinstance(arguments[1], (Symbol, TensorSymbol, FamilyMember)):
        raise IllFormed(f"{what} is taken with respect to a declared vector, matrix or real symbol")
    return sized(arguments[0], what), sized(arguments[1], what)


def _length(shape: Shape) -> Term:
    return times(*shape) if shape else ONE


def _place(tensor: Term, shape: Shape, position: Term) -> Term:
    """The entry at a place of vec; a scalar has one place only."""
    return at(tensor, *split_position(position, shape, "F")) if shape else tensor


def _gradient_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    function, variable = _function_and_variable(arguments, "grad")
    if function:
        raise IllFormed(
            f"grad needs a scalar, not the shape {shape_text(function)}; write jacobian(f, x), or "
            "vjp(f, x, v)"
        )
    return variable


def _gradient_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """(grad f)_i = df/dx_i."""
    return Partial(arguments[0], at(arguments[1], *indices))


define(Definition("gradient", _gradient_shape, _gradient_entry))


def _jacobian_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    function, variable = _function_and_variable(arguments, "jacobian")
    return _length(function), _length(variable)


def _jacobian_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """J_ij = df_i/dx_j; of matrices d vec(f)_i / d vec(x)_j."""
    function, variable = _function_and_variable(arguments, "jacobian")
    output = _place(arguments[0], function, indices[0])
    return Partial(output, _place(arguments[1], variable, indices[1]))


define(Definition("jacobian", _jacobian_shape, _jacobian_entry))


def _hessian_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    function, variable = _function_and_variable(arguments, "hessian")
    if function:
        raise IllFormed(f"hessian needs a scalar, not the shape {shape_text(function)}")
    return _length(variable), _length(variable)


def _hessian_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """H_ij = d/dx_i df/dx_j; of a matrix variable with respect to vec(x)."""
    _, variable = _function_and_variable(arguments, "hessian")
    row, column = (_place(arguments[1], variable, index) for index in indices)
    return Partial(Partial(arguments[0], column), row)


define(Definition("hessian", _hessian_shape, _hessian_entry))


def _vjp_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    function, variable = _function_and_variable(arguments, "vjp")
    weights = sized(arguments[2], "vjp")
    if len(weights) != len(function):
        raise IllFormed(
            f"vjp(f, x, v) needs v of the shape of f: {shape_text(weights)} against "
            f"{shape_text(function)}"
        )
    return variable


def _vjp_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """(v^T J)_i = sum_o v_o df_o/dx_i, o over all outputs."""
    function, variable, weights = arguments

    def product(bound: tuple[Term, ...], up: Lift) -> Term:
        derivative = Partial(at(up(function), *bound), at(up(variable), *map(up, indices)))
        return Mul((at(up(weights), *bound), derivative))

    return reduced("sum", sized(function, "vjp"), product)


def _vjp_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    return equal_sizes(sized(arguments[0], "vjp"), sized(arguments[2], "vjp"))


define(Definition("vjp", _vjp_shape, _vjp_entry, _vjp_requires))
