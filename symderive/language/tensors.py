"""Tensors as people write them: indexing, arithmetic, products, sums over axes.

A vector is a column: ``x.T`` is a row, ``p @ p.T`` is n x n, ``u.T @ v`` a scalar. ``*`` acts entry
by entry. Scalars broadcast; nothing else does. Indices run from 1, axes are counted from 0 (or
from the end with negative numbers) as in NumPy.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import sympy

from symderive.errors import IllFormed
from symderive.language.checks import (
    axes_of,
    check_sizes,
    counted,
    described,
    size_of,
    whole_axis,
)
from symderive.language.definitions import rank_of, shape_of
from symderive.language.reader import Reader, require_integer, scalar_or_refuse
from symderive.language.scalars import (
    ABOVE_SYMPY,
    NO_ORIGINS,
    Origins,
    Scalar,
    Written,
    _difference,
    _negative,
    _product,
    _quotient,
    _sum,
)
from symderive.language.shapes import shape_text, size_text
from symderive.language.terms import Apply, Entry, Function, Number, Pow, Term

if TYPE_CHECKING:
    import numpy as np

VECTOR, MATRIX = 1, 2
NUMPY_ARITHMETIC: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "power": operator.pow,
}


class Tensor(Written):
    """A vector, matrix or tensor with sizes that may be symbols.

    >>> from symderive.language.terms import TensorSymbol, number
    >>> x = Tensor(TensorSymbol("x", 1, (number(3),)))
    >>> x.shape, x.rank, (x + 1)[2].term == (x[2] + 1).term
    ((3,), 1, False)

    Raises:
        IllFormed: for a scalar or a condition.
    """

    __slots__ = ("origins", "term")

    # Above scalars, so that SymPy and our scalars leave arithmetic with a tensor to the tensor.
    _op_priority = 2 * ABOVE_SYMPY

    def __init__(self, term: Term, origins: Origins = NO_ORIGINS) -> None:
        if rank_of(scalar_or_refuse(term, "as a tensor")) == 0:
            raise IllFormed(
                "a scalar has no indices; a tensor is made with vector(n) or matrix(m, n)"
            )
        self._keep(term, origins)

    # Shape

    @property
    def rank(self) -> int:
        """The number of indices."""
        return rank_of(self.term)

    @property
    def shape(self) -> tuple[int | Scalar, ...]:
        """The sizes: integers where they are numbers, else scalars."""
        return tuple(self._size(size) for size in self._sizes())

    def _sizes(self) -> tuple[Term, ...]:
        shape = shape_of(self.term)
        if shape is None:
            raise IllFormed(f"{described(self.term)} has no sizes; declare it with its sizes")
        return shape

    def _size(self, size: Term) -> int | Scalar:
        if isinstance(size, Number) and size.value.denominator == 1:
            return int(size.value)
        return Scalar(size, self.origins)

    # Entries

    def __getitem__(self, key: Any) -> Any:
        """The entry ``X[i, j]``, or the part that remains where a colon stands: ``X[i, :]``."""
        keys = self._keys(key if isinstance(key, tuple) else (key,))
        reader = Reader(self.origins)
        shape = shape_of(self.term)
        fixed: list[Term] = []
        for axis, place in enumerate(keys):
            if isinstance(place, slice):
                whole_axis(place)
                continue
            index = reader.read(place)
            require_integer(index, f"index {axis + 1} of {described(self.term)}")
            if shape is not None:
                self._literal_in_range(index, shape[axis], axis)
            fixed.append(index)
        if len(fixed) == len(keys):
            return Scalar(Entry(self.term, tuple(fixed)), reader.origins)
        pattern = tuple(isinstance(place, slice) for place in keys)
        if all(pattern):
            return self
        return wrapped(Apply("part", (self.term, *fixed), (pattern,)), reader.origins)

    def _keys(self, keys: tuple[Any, ...]) -> tuple[Any, ...]:
        if any(place is Ellipsis for place in keys):
            where = next(p for p, place in enumerate(keys) if place is Ellipsis)
            missing = max(self.rank - len(keys) + 1, 0)
            keys = keys[:where] + (slice(None),) * missing + keys[where + 1 :]
        if len(keys) != self.rank:
            row = ", ".join(["i", *[":"] * (self.rank - 1)])
            advice = f"; write X[{row}] for a part" if len(keys) < self.rank else ""
            raise IllFormed(
                f"{described(self.term)} of shape {shape_text(shape_of(self.term))} has "
                f"{counted(self.rank, 'index', 'indices')}, and {len(keys)} given{advice}"
            )
        return keys

    def _literal_in_range(self, index: Term, size: Term, axis: int) -> None:
        """Refuse x[0] and x[-1], which mean something else in Python."""
        if not isinstance(index, Number):
            return
        above = isinstance(size, Number) and index.value > size.value
        if index.value < 1 or above:
            raise IllFormed(
                f"index {axis + 1} of {described(self.term)} is {index.value}, outside "
                f"1..{size_text(size)}: indices run from 1, the last entry is x[n], and "
                "padded(x)[0] is 0"
            )

    # Arithmetic, entry by entry

    def __add__(self, other: Any) -> Tensor:
        return _binary("+", _sum, self, other)

    def __radd__(self, other: Any) -> Tensor:
        return _binary("+", _sum, other, self)

    def __sub__(self, other: Any) -> Tensor:
        return _binary("-", _difference, self, other)

    def __rsub__(self, other: Any) -> Tensor:
        return _binary("-", _difference, other, self)

    def __mul__(self, other: Any) -> Tensor:
        return _binary("*", _product, self, other)

    def __rmul__(self, other: Any) -> Tensor:
        return _binary("*", _product, other, self)

    def __truediv__(self, other: Any) -> Tensor:
        return _binary("/", _quotient, self, other)

    def __rtruediv__(self, other: Any) -> Tensor:
        return _binary("/", _quotient, other, self)

    def __pow__(self, other: Any) -> Tensor:
        return _binary("**", Pow, self, other)

    def __rpow__(self, other: Any) -> Tensor:
        return _binary("**", Pow, other, self)

    def __neg__(self) -> Tensor:
        return Tensor(_negative(self.term), self.origins)

    def __pos__(self) -> Tensor:
        return self

    def __abs__(self) -> Tensor:
        return Tensor(Function("Abs", (self.term,)), self.origins)

    def __matmul__(self, other: Any) -> Any:
        """The matrix product: sum over the last axis of the left and the rows of the right."""
        return operation("matmul", self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return operation("matmul", other, self)

    # Transposition and reductions

    @property
    def T(self) -> Tensor:  # noqa: N802 - the field writes a capital T
        """The transpose of a matrix; of a vector the row, of a row the vector."""
        term = self.term
        if isinstance(term, Apply) and term.name == "transpose" and not term.parameters:
            if rank_of(term.arguments[0]) == VECTOR:
                return Tensor(term.arguments[0], self.origins)
        return as_tensor(operation("transpose", self))

    @property
    def mT(self) -> Tensor:  # noqa: N802 - NumPy's name
        """The last two axes exchanged, batch axes kept."""
        if self.rank < MATRIX:
            raise IllFormed("x.mT needs two axes at least; the row of a vector is x.T")
        order = [*range(self.rank - 2), self.rank - 1, self.rank - 2]
        return as_tensor(operation("transpose", self, parameters=(tuple(order),)))

    def sum(self, axis: Any = None) -> Any:
        """The sum over an axis, over several, or over all; an empty sum is 0."""
        return operation("sum", self, parameters=(axes_of(axis, self.rank),))

    def mean(self, axis: Any = None) -> Any:
        """The mean over the axes; undefined for no entries."""
        return operation("mean", self, parameters=(axes_of(axis, self.rank),))

    def var(self, axis: Any = None, ddof: int = 0) -> Any:
        """The variance over the axes: squared deviations over N - ddof."""
        if isinstance(ddof, bool) or not isinstance(ddof, int):
            raise IllFormed(f"ddof is an integer, not {ddof!r}")
        return operation("variance", self, parameters=(axes_of(axis, self.rank), ddof))

    def max(self, axis: Any = None) -> Any:
        """The greatest entry over the axes; undefined for no entries."""
        return operation("max", self, parameters=(axes_of(axis, self.rank),))

    def min(self, axis: Any = None) -> Any:
        """The least entry over the axes; undefined for no entries."""
        return operation("min", self, parameters=(axes_of(axis, self.rank),))

    def reshape(self, *sizes: Any, order: str | None = None) -> Tensor:
        """The same entries in another shape: order "F" stacks columns, "C" follows rows.

        Raises:
            IllFormed: without an order, or where the numbers of entries differ at every size.
        """
        if order not in ("F", "C"):
            raise IllFormed(
                'reshape needs its order: order="F" stacks columns, order="C" follows rows as '
                "NumPy and PyTorch do"
            )
        if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)):
            sizes = tuple(sizes[0])
        return as_tensor(operation("reshape", self, *map(size_of, sizes), parameters=(order,)))

    # Concrete sizes

    def matrix(self, sizes: Mapping[Any, int] | None = None) -> sympy.ImmutableDenseMatrix:
        """The explicit SymPy matrix at these sizes; a vector is a column.

        Raises:
            IllFormed: where a size is missing. Undefined: where an entry has no value.
        """
        from symderive.language.explicit import explicit_matrix, sizes_for

        return explicit_matrix(self.term, sizes_for(self.term, sizes or {}), self.origins)

    def numpy(self, values: Mapping[Any, Any] | None = None) -> np.ndarray[Any, Any]:
        """The array in float64 at these sizes and values of the free variables.

        Raises:
            IllFormed: where a size or a value is missing. Undefined: where an entry has none.
        """
        from symderive.language.values import numpy_value

        found: np.ndarray[Any, Any] = numpy_value(self.term, values)
        return found

    # What Python would do with a sequence, and SymPy or NumPy with a number

    def __iter__(self) -> NoReturn:
        raise IllFormed(
            "a tensor is not a Python sequence: its length may be a symbol. Write x.sum(), "
            "total(lambda k: x[k], 1, n), or x.matrix({n: 3}) for explicit entries"
        )

    def __len__(self) -> NoReturn:
        raise IllFormed("the length of a tensor may be a symbol; write x.shape[0]")

    def __bool__(self) -> NoReturn:
        raise IllFormed(
            "a tensor is neither true nor false; compare with eq(x, y), or entries with x[i] > 0"
        )

    def __array__(self, *arguments: Any, **options: Any) -> NoReturn:
        raise IllFormed("a tensor has no values yet; write x.numpy({n: 5, x: array})")

    def __array_ufunc__(  # type: ignore[override]  # a message instead of a refusal
        self, function: Any, method: str, *inputs: Any, **options: Any
    ) -> Any:
        """Arithmetic with a NumPy integer; anything else needs values first."""
        arithmetic = NUMPY_ARITHMETIC.get(function.__name__)
        plain = [v for v in inputs if not isinstance(v, Tensor)]
        if arithmetic and all(getattr(v, "ndim", None) == 0 for v in plain):
            return arithmetic(*(v if isinstance(v, Tensor) else v.item() for v in inputs))
        raise IllFormed(
            "NumPy functions need numbers; write exp(x), log(x), ... of symderive, or "
            "x.numpy({n: 5, x: array}) for values"
        )

    def __float__(self) -> NoReturn:
        """Refuse what SymPy tries on objects that it does not know."""
        raise IllFormed(
            "SymPy and Python's mathematics read scalars only; write exp(x) of symderive instead "
            "of sympy.exp(x), an entry x[i], or x.matrix({n: 3}) for an explicit SymPy matrix"
        )

    def _ordered(self, other: Any) -> NoReturn:
        raise IllFormed(
            "tensors are not ordered; compare entries: forall(lambda i: lt(x[i], y[i]), n)"
        )

    __lt__ = __le__ = __gt__ = __ge__ = _ordered


Operand = Tensor | Scalar


def wrapped(term: Term, origins: Origins = NO_ORIGINS) -> Any:
    """The term as a Tensor, or as a Scalar where it has no indices, once its sizes are checked.

    Raises:
        IllFormed: where sizes differ at every size.
    """
    check_sizes(term)
    return Tensor(term, origins) if rank_of(term) else Scalar(term, origins)


def operation(name: str, *arguments: Any, parameters: tuple[Any, ...] = ()) -> Any:
    """The named operation at tensors, scalars, SymPy expressions and numbers.

    Raises:
        IllFormed: where ranks or sizes cannot fit, or an argument does not read as a number.
    """
    reader = Reader()
    terms = tuple(scalar_or_refuse(reader.read(a), f"in {name}") for a in arguments)
    return wrapped(Apply(name, terms, parameters), reader.origins or NO_ORIGINS)


def _binary(symbol: str, make: Callable[[Term, Term], Term], left: Any, right: Any) -> Tensor:
    reader = Reader()
    terms = [scalar_or_refuse(reader.read(side), "in arithmetic") for side in (left, right)]
    shapes = [shape_of(term) for term in terms]
    ranks = [rank_of(term) for term in terms]
    if ranks[0] != ranks[1] and 0 not in ranks:
        raise IllFormed(
            f"{described(terms[0])} {symbol} {described(terms[1])}: the shapes "
            f"{shape_text(shapes[0])} and {shape_text(shapes[1])} have different ranks; only "
            "scalars broadcast, so write the repetition: outer(x, ones(n)) or x[i] in array(...)"
        )
    return as_tensor(wrapped(make(terms[0], terms[1]), reader.origins or NO_ORIGINS))


def as_tensor(value: Any) -> Tensor:
    """The value, known to be a tensor; IllFormed for anything else."""
    if isinstance(value, Tensor):
        return value
    raise IllFormed(f"a tensor is needed, not {value!r}; make one with vector(n) or matrix(m, n)")
