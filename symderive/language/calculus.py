"""Derivatives, as nodes that are not evaluated: diff, grad, jacobian, hessian, vjp.

Numerator layout: a Jacobian has one row for each output and one column for each entry of the
variable, matrices in the order of vec. The gradient of a scalar has the shape of its argument.
"""

from __future__ import annotations

from typing import Any, cast

from symderive.errors import IllFormed
from symderive.language.checks import described
from symderive.language.definitions import rank_of, shape_of
from symderive.language.members import FamilyMember
from symderive.language.reader import Reader, scalar_or_refuse
from symderive.language.scalars import NO_ORIGINS, Scalar
from symderive.language.shapes import shape_text
from symderive.language.tensors import Tensor, as_tensor, operation, wrapped
from symderive.language.terms import Entry, Partial, Symbol, TensorSymbol, Term


def diff(function: Any, *variables: Any) -> Any:
    """The partial derivative by a real variable or an entry x[j], by several in turn.

    A tensor is differentiated entry by entry.

    Raises:
        IllFormed: for a variable that is an integer, a whole tensor, or not declared.
    """
    if not variables:
        raise IllFormed("diff needs a variable: diff(f, x[j])")
    reader = Reader()
    term = scalar_or_refuse(reader.read(function), "under a derivative")
    for variable in variables:
        term = Partial(term, _scalar_variable(reader.read(variable)))
    return wrapped(term, reader.origins or NO_ORIGINS)


def _scalar_variable(term: Term) -> Term:
    if isinstance(term, Symbol) and term.is_integer:
        raise IllFormed(
            f"{term.name} is an integer and has no derivatives; declare it with real({term.name!r})"
        )
    whole = term.tensor if isinstance(term, Entry) else term
    if isinstance(term, Symbol) or (isinstance(term, Entry) and isinstance(whole, TensorSymbol)):
        return term
    if isinstance(whole, FamilyMember) and whole.is_variable and rank_of(term) == 0:
        return term
    if isinstance(term, TensorSymbol):
        raise IllFormed(
            f"{term.name} is a whole tensor; write diff(f, {term.name}[j]), grad(f, {term.name}) "
            f"or jacobian(f, {term.name})"
        )
    raise IllFormed(
        f"a derivative is taken by a declared variable or an entry x[j], not by {described(term)}; "
        "give the inner expression a name of its own: y = vector('y', n)"
    )


def _whole_variable(variable: Any, what: str) -> Scalar | Tensor:
    """A declared tensor or real variable."""
    reader = Reader()
    term = reader.read(variable)
    if isinstance(term, TensorSymbol):
        if shape_of(term) is None:
            raise IllFormed(f"{what} needs the sizes of {term.name}; declare it with vector(n)")
        return Tensor(term, reader.origins or NO_ORIGINS)
    if isinstance(term, FamilyMember) and term.is_variable:
        return cast("Scalar | Tensor", wrapped(term, reader.origins or NO_ORIGINS))
    if isinstance(term, Entry):
        raise IllFormed(f"{what} is taken by a whole tensor; by one entry write diff(f, x[j])")
    return Scalar(_scalar_variable(term), reader.origins or NO_ORIGINS)


def grad(function: Any, variable: Any) -> Any:
    """The gradient of a scalar by a declared tensor: it has the shape of the tensor.

    Raises:
        IllFormed: for a function that is no scalar.
    """
    return operation("gradient", function, _whole_variable(variable, "grad"))


def jacobian(function: Any, variable: Any) -> Tensor:
    """The matrix J_ij = df_i/dx_j: one row for each output, one column for each entry of x.

    Matrices are read through vec (columns stacked); a scalar counts as one output or one entry.
    """
    found = operation("jacobian", function, _whole_variable(variable, "jacobian"))
    return as_tensor(found)


def hessian(function: Any, variable: Any) -> Tensor:
    """The matrix of second derivatives of a scalar by a declared tensor, read through vec."""
    return as_tensor(operation("hessian", function, _whole_variable(variable, "hessian")))


def vjp(function: Any, variable: Any, weights: Any) -> Any:
    """v^T J in the shape of the variable: sum over all outputs o of v_o df_o/dx.

    Raises:
        IllFormed: where the weights do not have the rank of the function.
    """
    reader = Reader()
    given, output = reader.read(weights), reader.read(function)
    if rank_of(given) != rank_of(output):
        raise IllFormed(
            "vjp(f, x, v) needs v in the shape of f: v has "
            f"{shape_text(shape_of(given))}, f has {shape_text(shape_of(output))}"
        )
    return operation("vjp", function, _whole_variable(variable, "vjp"), weights)
