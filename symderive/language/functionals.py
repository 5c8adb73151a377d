"""Unknown functions of a whole tensor: a loss L of which nothing is known but that it is smooth.

``L(a)`` is a number, ``L.grad(a)`` the tensor of its partial derivatives at a, in the shape of a.
Derivatives of ``L(a)`` by what a depends on follow the chain rule.
"""

from __future__ import annotations

from typing import Any

from symderive.display import Displayed
from symderive.errors import IllFormed
from symderive.language.binders import is_fresh
from symderive.language.binding import free_symbols, shift
from symderive.language.checks import condition_text, described
from symderive.language.definitions import requirements, shape_of
from symderive.language.domains import Description
from symderive.language.reader import Reader, scalar_or_refuse
from symderive.language.scalars import NO_ORIGINS, Origins, Scalar
from symderive.language.shapes import impossible, shape_text
from symderive.language.tensors import Tensor
from symderive.language.terms import Array, Bound, Domain, Functional, TensorSymbol, Term

GRADIENT, HESSIAN = 1, 2


class UnknownFunctional(Displayed):
    """A smooth function of all entries of a tensor, of which nothing else is known.

    >>> from symderive.language.declarations import vector
    >>> L, a = UnknownFunctional("L", vector(3)), vector("a", 3)
    >>> L.grad(a).shape, L.hessian(a).shape
    ((3,), (3, 3))
    >>> L.grad(a)[2].term == Reader().read(L.grad(a)[2])
    True

    Raises:
        IllFormed: where the second argument is no plain description of a tensor.
    """

    __slots__ = ("name", "origins", "shape")

    def __init__(self, name: str, of: Any) -> None:
        self.name = name
        self.shape, self.origins = _domain(name, of)

    def __call__(self, tensor: Any) -> Scalar:
        """The function at a tensor: a number."""
        term, origins = self._argument(tensor)
        return Scalar(Functional(self.name, self.shape, term), origins)

    def grad(self, tensor: Any) -> Tensor:
        """The partial derivatives by the entries of the argument, at this tensor and in its shape.

        It is the derivative of the function alone: ``grad(L(a), x)`` is one by a variable.
        """
        return self._derivatives(tensor, GRADIENT)

    def hessian(self, tensor: Any) -> Tensor:
        """The second derivatives at this tensor: the indices of one entry, then of another."""
        return self._derivatives(tensor, HESSIAN)

    def _derivatives(self, tensor: Any, order: int) -> Tensor:
        term, origins = self._argument(tensor)
        rank = len(self.shape) * order
        indices = tuple(Bound(place) for place in reversed(range(rank)))
        shape = tuple(shift(size, rank) for size in self.shape)
        body = Functional(self.name, shape, shift(term, rank), indices)
        return Tensor(Array(self.shape * order, body), origins)

    def _argument(self, tensor: Any) -> tuple[Term, Origins]:
        """The argument, whose shape is not known to differ from that of the domain."""
        reader = Reader(self.origins)
        term = scalar_or_refuse(reader.read(tensor), f"as the argument of {self.name}")
        shape = shape_of(term)
        if shape is None:
            raise IllFormed(f"{described(term)} has no sizes; declare it with its sizes")
        wanted = shape_text(self.shape)
        if len(shape) != len(self.shape):
            raise IllFormed(
                f"{self.name} is a function of tensors of shape {wanted}, and its argument "
                f"{described(term)} has the shape {shape_text(shape)}"
            )
        for condition in requirements(Functional(self.name, self.shape, term)):
            if impossible(condition):
                raise IllFormed(
                    f"{self.name} is a function of tensors of shape {wanted}, and its argument has "
                    f"the shape {shape_text(shape)}: {condition_text(condition)} never holds"
                )
        return term, reader.origins or NO_ORIGINS

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, UnknownFunctional):
            return NotImplemented
        return (self.name, self.shape) == (other.name, other.shape)

    def __hash__(self) -> int:
        return hash((self.name, self.shape))

    def __repr__(self) -> str:
        return self.name


def _domain(name: str, of: Any) -> tuple[tuple[Term, ...], Origins]:
    """The shape of the tensors on which a function is declared."""
    advice = f"write {name} = function({name!r}, of=vector(n)), or of=matrix(m, n)"
    if isinstance(of, Description):
        of = of.named(f"argument of {name}")
    if not (isinstance(of, Tensor) and isinstance(of.term, TensorSymbol)):
        raise IllFormed(f"of= describes the tensors on which {name} is defined; {advice}")
    if of.term.domain != Domain("real"):
        raise IllFormed(
            f"{name} is defined for all real entries, so that it has derivatives everywhere; "
            f"{advice}, and put bounds on its argument"
        )
    if of.term.shape is None:
        raise IllFormed(f"the tensors on which {name} is defined need their sizes; {advice}")
    for variable in free_symbols(of.term):
        if is_fresh(variable):
            raise IllFormed(
                f"{variable.name} is bound around {name}, and a function has one domain; declare "
                f"{name} outside, for tensors of the largest size"
            )
    return of.term.shape, of.origins
