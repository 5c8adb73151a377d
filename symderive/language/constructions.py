"""Tensors made from sizes, from entries, from functions of the indices, and from other tensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symderive.display import Displayed
from symderive.errors import IllFormed
from symderive.language.binders import body_of
from symderive.language.checks import axes_of, axis_of, described, size_of
from symderive.language.definitions import rank_of, shape_of
from symderive.language.reader import Reader, require_integer, scalar_or_refuse
from symderive.language.scalars import NO_ORIGINS, Scalar
from symderive.language.shapes import shape_text
from symderive.language.tensors import Tensor, as_tensor, operation
from symderive.language.terms import Array


def array(shape: Any, function: Callable[..., Any]) -> Tensor:
    """The tensor of this shape whose entries the function gives; indices run from 1.

    The names of the function's parameters are the names of the indices.

    >>> array((2, 3), lambda i, j: i + j).matrix()
    Matrix([
    [2, 3, 4],
    [3, 4, 5]])

    Raises:
        IllFormed: for a number of parameters other than the number of sizes, and for a value
            that is a tensor or a condition.
    """
    sizes = shape if isinstance(shape, (tuple, list)) else (shape,)
    reader = Reader()
    terms = tuple(reader.read(size_of(size)) for size in sizes)
    if not terms:
        raise IllFormed("an array has one size at least; write array((n,), lambda i: ...)")
    body = body_of(function, len(terms))
    inner = scalar_or_refuse(body.term, "as an entry of an array")
    if rank_of(inner):
        raise IllFormed(
            f"an entry of an array is a scalar, not a tensor of shape {shape_text(shape_of(inner))}"
        )
    for variable, origin in body.origins.items():
        reader.remember(variable, origin)
    return Tensor(Array(terms, inner, body.names), reader.origins or NO_ORIGINS)


def ones(*sizes: Any) -> Tensor:
    """The tensor of ones: ``ones(n)``, ``ones(m, n)``."""
    return _filled("ones", sizes)


def zeros(*sizes: Any) -> Tensor:
    """The tensor of zeros: ``zeros(n)``, ``zeros(m, n)``."""
    return _filled("zeros", sizes)


def _filled(name: str, sizes: tuple[Any, ...]) -> Tensor:
    if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)):
        sizes = tuple(sizes[0])
    if not sizes:
        raise IllFormed(f"{name} needs one size at least: {name}(n), {name}(m, n)")
    return as_tensor(operation(name, *map(size_of, sizes)))


def eye(n: Any) -> Tensor:
    """The identity matrix of size n x n.

    >>> eye(2).matrix()
    Matrix([
    [1, 0],
    [0, 1]])
    """
    return as_tensor(operation("eye", size_of(n)))


def unit(k: Any, n: Any) -> Tensor:
    """The k-th unit vector of length n; 1 <= k <= n is required.

    Raises:
        IllFormed: for a number k outside 1..n.
    """
    reader = Reader()
    place = reader.read(k)
    require_integer(place, "the place of a unit vector")
    return as_tensor(operation("unit", Scalar(place, reader.origins or NO_ORIGINS), size_of(n)))


def diag(vector: Any) -> Tensor:
    """The diagonal matrix with the entries of a vector."""
    return as_tensor(operation("diag", vector))


def diagonal(matrix: Any) -> Tensor:
    """The diagonal of a square matrix, as a vector."""
    return as_tensor(operation("diagonal", matrix))


def trace(matrix: Any) -> Scalar:
    """The sum of the diagonal of a square matrix."""
    found: Scalar = operation("trace", matrix)
    return found


def lower_triangle(matrix: Any) -> Tensor:
    """The matrix with zeros above its diagonal."""
    return as_tensor(operation("lower_triangle", matrix))


def upper_triangle(matrix: Any) -> Tensor:
    """The matrix with zeros below its diagonal."""
    return as_tensor(operation("upper_triangle", matrix))


def outer(left: Any, right: Any) -> Tensor:
    """All products of entries: ``outer(u, v)[i, j]`` is u_i v_j."""
    return as_tensor(operation("outer", left, right))


def kron(left: Any, right: Any) -> Tensor:
    """The Kronecker product: the blocks A_ij B."""
    return as_tensor(operation("kron", left, right))


def transpose(tensor: Any, axes: Any = None) -> Tensor:
    """The transpose; ``axes`` names, counted from 0, which old axis stands at each place.

    Raises:
        IllFormed: where ``axes`` does not name each axis once.
    """
    whole = as_tensor(tensor)
    if axes is None:
        return whole.T
    order = tuple(axis_of(axis, whole.rank) for axis in axes)
    if sorted(order) != list(range(whole.rank)):
        raise IllFormed(f"axes={tuple(axes)} does not name each of the {whole.rank} axes once")
    return as_tensor(operation("transpose", whole, parameters=(order,)))


def vec(matrix: Any) -> Tensor:
    """The columns of a matrix one below the other.

    >>> vec(array((2, 2), lambda i, j: 10*i + j)).matrix().T
    Matrix([[11, 21, 12, 22]])
    """
    return as_tensor(operation("vec", as_tensor(matrix)))


def flip(tensor: Any, axis: Any = None) -> Tensor:
    """The entries in reverse order, along one axis, several, or all."""
    whole = as_tensor(tensor)
    return as_tensor(operation("flip", whole, parameters=(axes_of(axis, whole.rank),)))


def pad(tensor: Any, before: Any, after: Any) -> Tensor:
    """The tensor with so many zeros before and after it, on every axis."""
    return as_tensor(operation("pad", as_tensor(tensor), size_of(before), size_of(after)))


class Padded(Displayed):
    """The extension of a tensor by zero to all integer indices: ``padded(g)[k]``."""

    __slots__ = ("tensor",)

    def __init__(self, tensor: Any) -> None:
        self.tensor = as_tensor(tensor)

    def __getitem__(self, key: Any) -> Scalar:
        """The entry, or 0 for an index outside the range."""
        keys = key if isinstance(key, tuple) else (key,)
        reader = Reader()
        name = described(self.tensor.term)
        for place in keys:
            if isinstance(place, slice):
                raise IllFormed("padded(x) has infinitely many entries; name each index")
            require_integer(reader.read(place), f"an index of padded({name})")
        found: Scalar = operation("padded", self.tensor, *keys)
        return found

    def __iter__(self) -> Any:
        raise IllFormed("padded(x) has infinitely many entries; name each index")

    def __repr__(self) -> str:
        return f"padded({self.tensor!r})"


def padded(tensor: Any) -> Padded:
    """The extension by zero: ``padded(g)[k]`` is g[k] inside its range and 0 outside."""
    return Padded(tensor)


def stack(*parts: Any) -> Tensor:
    """The scalars as the entries of a vector, the vectors as the rows of a matrix, and so on.

    >>> stack(1, 0, 2).matrix().T
    Matrix([[1, 0, 2]])
    """
    if not parts:
        raise IllFormed("stack needs one part at least")
    return as_tensor(operation("stack", *parts))


def concatenate(*parts: Any, axis: int = 0) -> Tensor:
    """The tensors one behind the other along an axis; their other sizes agree."""
    if not parts:
        raise IllFormed("concatenate needs one tensor at least")
    tensors = [as_tensor(part) for part in parts]
    return as_tensor(
        operation("concatenate", *tensors, parameters=(axis_of(axis, tensors[0].rank),))
    )


def einsum(pattern: str, *operands: Any) -> Any:
    """The sum of products that the pattern describes: ``einsum("ij,jk->ik", A, B)``.

    Raises:
        IllFormed: for a pattern without ``->``, or one that does not fit the operands.
    """
    if not isinstance(pattern, str):
        raise IllFormed('einsum begins with its pattern: einsum("ij,jk->ik", A, B)')
    return operation("einsum", *operands, parameters=(pattern.replace(" ", ""),))


def inner(left: Any, right: Any) -> Scalar:
    """The sum of the products of entries with equal indices: of matrices the Frobenius product."""
    found: Scalar = operation("inner", left, right)
    return found


def norm(tensor: Any, axis: Any = None) -> Any:
    """The square root of the sum of squares, over an axis, over several, or over all."""
    whole = as_tensor(tensor)
    return operation("norm", whole, parameters=(axes_of(axis, whole.rank),))


def squared_norm(tensor: Any, axis: Any = None) -> Any:
    """The sum of squares, without a root, over an axis, over several, or over all."""
    whole = as_tensor(tensor)
    return operation("squared_norm", whole, parameters=(axes_of(axis, whole.rank),))
