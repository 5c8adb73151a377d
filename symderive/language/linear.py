"""Definitions of linear algebra by index formulas: products, transposition, special matrices.

A vector is a column. A shape (1, n) is a row: a row times a vector is a scalar, a column times a
row is a matrix, and the transpose of a row is a vector. Axes before the last two are batch axes.
"""

from __future__ import annotations

from symderive.errors import IllFormed
from symderive.language.definitions import Arguments, Definition, Parameters, Shape, define
from symderive.language.formulas import (
    at,
    bracket,
    equal,
    equal_sizes,
    floor_of,
    minus,
    modulo,
    over,
    plus,
    reduced,
    sized,
    times,
    total,
    within,
)
from symderive.language.shapes import shape_text
from symderive.language.terms import ONE, ZERO, Compare, Entry, Mul, Term

MATRIX = 2


def is_row(shape: Shape) -> bool:
    """Whether the shape is written (1, n)."""
    return len(shape) == MATRIX and shape[0] == ONE


def _square(arguments: Arguments, what: str) -> Shape:
    shape = sized(arguments[0], what)
    if len(shape) != MATRIX:
        raise IllFormed(
            f"{what} needs a matrix, and its argument has the shape {shape_text(shape)}"
        )
    return shape


# Products


def _product_shapes(arguments: Arguments) -> tuple[Shape, Shape]:
    left, right = (sized(argument, "@") for argument in arguments)
    shown = f"{shape_text(left)} @ {shape_text(right)}"
    if not left or not right:
        raise IllFormed(f"{shown}: @ multiplies tensors; a scalar multiplies with *")
    if len(left) == 1 and not is_row(right):
        raise IllFormed(
            f"{shown}: a vector is a column; write x.T @ A for a row times a matrix, "
            "u.T @ v for the inner product, outer(u, v) or u @ v.T for the matrix"
        )
    if len(left) > MATRIX and len(right) > MATRIX and len(left) != len(right):
        raise IllFormed(f"{shown}: the numbers of batch axes differ")
    return left, right


def _product_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    left, right = _product_shapes(arguments)
    if len(right) == 1:
        return () if is_row(left) else left[:-1]
    if len(left) == 1:
        return left[0], right[1]
    batch = left[:-2] if len(left) >= len(right) else right[:-2]
    return (*batch, left[-2], right[-1])


def _product_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """(A B)_ij = sum_k A_ik B_kj, with every batch index in front."""
    left, right = arguments
    left_shape, right_shape = _product_shapes(arguments)
    if len(left_shape) == 1:
        return Mul((Entry(left, indices[:1]), Entry(right, (ONE, indices[1]))))
    if len(right_shape) == 1:
        rows = (ONE,) if is_row(left_shape) else indices
        return total(
            left_shape[-1],
            lambda k, up: Mul((Entry(up(left), (*map(up, rows), k)), Entry(up(right), (k,)))),
        )
    batch, row, column = indices[:-2], indices[-2], indices[-1]
    of_left = batch if len(left_shape) > MATRIX else ()
    of_right = batch if len(right_shape) > MATRIX else ()
    return total(
        left_shape[-1],
        lambda k, up: Mul(
            (
                Entry(up(left), (*map(up, of_left), up(row), k)),
                Entry(up(right), (*map(up, of_right), k, up(column))),
            )
        ),
    )


def _product_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    left, right = _product_shapes(arguments)
    if len(left) == 1:
        return ()
    inner = equal_sizes(left[-1:], right[:1] if len(right) == 1 else right[-2:-1])
    if len(left) > MATRIX and len(right) > MATRIX:
        inner += equal_sizes(left[:-2], right[:-2])
    return inner


define(Definition("matmul", _product_shape, _product_entry, _product_requires))


def _outer_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    return tuple(size for argument in arguments for size in sized(argument, "outer"))


def _outer_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """The product of all entries: (outer(u, v))_ij = u_i v_j."""
    rank = len(sized(arguments[0], "outer"))
    return Mul((at(arguments[0], *indices[:rank]), at(arguments[1], *indices[rank:])))


define(Definition("outer", _outer_shape, _outer_entry))


def _inner_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    left, right = (sized(argument, "inner") for argument in arguments)
    if len(left) != len(right) or not left:
        raise IllFormed(f"inner needs equal ranks, not {shape_text(left)} and {shape_text(right)}")
    return ()


def _inner_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """<U, V> = sum of U_ij V_ij over all indices; of matrices the Frobenius product."""
    left, right = arguments
    return reduced(
        "sum",
        sized(left, "inner"),
        lambda bound, up: Mul((Entry(up(left), bound), Entry(up(right), bound))),
    )


def _inner_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    return equal_sizes(sized(arguments[0], "inner"), sized(arguments[1], "inner"))


define(Definition("inner", _inner_shape, _inner_entry, _inner_requires))


def _kron_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    left, right = (sized(argument, "kron") for argument in arguments)
    if len(left) != len(right):
        raise IllFormed(f"kron needs equal ranks, not {shape_text(left)} and {shape_text(right)}")
    return tuple(times(a, b) for a, b in zip(left, right, strict=True))


def _kron_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """(A kron B)_ij = A_{floor((i-1)/p)+1, floor((j-1)/q)+1} B_{(i-1) mod p + 1, (j-1) mod q + 1}.

    B has the shape (p, q).
    """
    left, right = arguments
    sizes = sized(right, "kron")
    steps = tuple(minus(index, ONE) for index in indices)
    whole = tuple(plus(floor_of(over(step, p)), ONE) for step, p in zip(steps, sizes, strict=True))
    rest = tuple(plus(modulo(step, p), ONE) for step, p in zip(steps, sizes, strict=True))
    return Mul((Entry(left, whole), Entry(right, rest)))


define(Definition("kron", _kron_shape, _kron_entry))


# Transposition


def _transpose_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    shape = sized(arguments[0], "the transpose")
    if parameters:
        return tuple(shape[axis] for axis in parameters[0])
    if len(shape) == 1:
        return ONE, shape[0]
    if len(shape) != MATRIX:
        raise IllFormed(
            f"x.T transposes vectors and matrices, not the shape {shape_text(shape)}; write "
            "transpose(x, axes), or x.mT to exchange the last two axes"
        )
    return (shape[1],) if is_row(shape) else (shape[1], shape[0])


def _transpose_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """(A^T)_ij = A_ji; the row x^T has (x^T)_1j = x_j."""
    tensor = arguments[0]
    shape = sized(tensor, "the transpose")
    if parameters:
        source: list[Term] = [ONE] * len(shape)
        for place, axis in enumerate(parameters[0]):
            source[axis] = indices[place]
        return Entry(tensor, tuple(source))
    if len(shape) == 1:
        return Entry(tensor, indices[1:])
    if is_row(shape):
        return Entry(tensor, (ONE, indices[0]))
    return Entry(tensor, (indices[1], indices[0]))


define(Definition("transpose", _transpose_shape, _transpose_entry))


# Special tensors. Their arguments are the sizes.


def _sizes(arguments: Arguments, parameters: Parameters) -> Shape:
    return arguments


define(Definition("ones", _sizes, lambda arguments, parameters, indices: ONE))
define(Definition("zeros", _sizes, lambda arguments, parameters, indices: ZERO))


def _eye_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    return arguments[0], arguments[0]


def _eye_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """I_ij = [i = j]."""
    return bracket(equal(*indices))


define(Definition("eye", _eye_shape, _eye_entry))


def _unit_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    return arguments[1:]


def _unit_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """(e_k)_i = [i = k]."""
    return bracket(equal(indices[0], arguments[0]))


def _unit_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    return (within(ONE, arguments[0], arguments[1]),)


define(Definition("unit", _unit_shape, _unit_entry, _unit_requires))


def _diag_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    shape = sized(arguments[0], "diag")
    if len(shape) != 1:
        raise IllFormed(
            f"diag needs a vector, not the shape {shape_text(shape)}; the diagonal of a matrix "
            "is diagonal(A)"
        )
    return shape[0], shape[0]


def _diag_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """diag(v)_ij = [i = j] v_i."""
    return Mul((bracket(equal(*indices)), Entry(arguments[0], indices[:1])))


define(Definition("diag", _diag_shape, _diag_entry))


def _diagonal_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    return _square(arguments, "diagonal")[:1]


def _diagonal_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """diagonal(A)_i = A_ii."""
    return Entry(arguments[0], (indices[0], indices[0]))


def _square_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    rows, columns = sized(arguments[0], "a square matrix")
    return equal_sizes((rows,), (columns,))


define(Definition("diagonal", _diagonal_shape, _diagonal_entry, _square_requires))


def _trace_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    _square(arguments, "trace")
    return ()


def _trace_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """The trace: sum_k A_kk."""
    matrix = arguments[0]
    return total(sized(matrix, "trace")[0], lambda k, up: Entry(up(matrix), (k, k)))


define(Definition("trace", _trace_shape, _trace_entry, _square_requires))


def _triangle(keep: str) -> Definition:
    """The part of a matrix on and below, or on and above, its diagonal; the rest is 0."""

    def shape(arguments: Arguments, parameters: Parameters) -> Shape:
        return _square(arguments, f"{keep}_triangle")

    def entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
        row, column = indices
        first, second = (column, row) if keep == "lower" else (row, column)
        return Mul((bracket(Compare("<=", first, second)), Entry(arguments[0], indices)))

    return Definition(f"{keep}_triangle", shape, entry)


define(_triangle("lower"))
define(_triangle("upper"))
