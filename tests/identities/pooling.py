"""Average pooling of 2 x 2 windows and its adjoint, on matrices and on stacked columns."""

from sympy import And, Eq, Expr, IndexedBase, Mod, Rational, Sum, ceiling, floor, symbols

from symderive import iverson
from tests.identities.identity import between, false, positive, true

rows, columns, half_rows, half_columns = symbols("m n mh nh", integer=True)
i, j, a, b, p, q = symbols("i j a b p q", integer=True)
x, y, X, Y = map(IndexedBase, ("x", "y", "X", "Y"))


def row_of(position: Expr, height: Expr) -> Expr:
    """The row of a position in a matrix whose columns of that height are stacked."""
    return Mod(position - 1, height) + 1


def column_of(position: Expr, height: Expr) -> Expr:
    """Its column."""
    return floor((position - 1) / height) + 1


def position(row: Expr, column: Expr, height: Expr) -> Expr:
    """The position of row and column among stacked columns."""
    return height * (column - 1) + row


def window_mean(entry, row: Expr, column: Expr, last_row_offset: int = 0) -> Expr:
    """The mean over the window of a pooled row and column; the offset spoils one of its entries."""
    corners = (
        entry(2 * row - 1, 2 * column - 1)
        + entry(2 * row, 2 * column - 1)
        + entry(2 * row - 1, 2 * column)
        + entry(2 * row + last_row_offset, 2 * column)
    )
    return corners / 4


# Stacked columns: an input of 2 mh rows and 2 nh columns, an output of mh rows and nh columns.

full_row, full_column = row_of(q, 2 * half_rows), column_of(q, 2 * half_rows)
pooled_row, pooled_column = row_of(p, half_rows), column_of(p, half_rows)
pool_entry = Rational(1, 4) * iverson(
    And(Eq(ceiling(full_row / 2), pooled_row), Eq(ceiling(full_column / 2), pooled_column))
)
parent = position(ceiling(full_row / 2), ceiling(full_column / 2), half_rows)
upsample_entry = iverson(Eq(p, parent))
inputs, outputs = 4 * half_rows * half_columns, half_rows * half_columns


def stacked(row: Expr, column: Expr) -> Expr:
    """The entry of the stacked input."""
    return x[position(row, column, 2 * half_rows)]


halves = positive(half_rows, half_columns)
pooled_flat = Sum(pool_entry * x[q], (q, 1, inputs))
output_given = halves + between(1, p, outputs)
both_given = output_given + between(1, q, inputs)

# Matrices.

window_entry = Rational(1, 4) * iverson(And(Eq(ceiling(a / 2), i), Eq(ceiling(b / 2), j)))
any_size_given = (rows >= 2, columns >= 2, i >= 1, 2 * i <= rows, j >= 1, 2 * j <= columns)
pooled_mean = window_mean(lambda row, column: X[row, column], i, j)
repeated = Y[ceiling(a / 2), ceiling(b / 2)]
against_pooled = Sum(pooled_mean * Y[i, j], (i, 1, half_rows), (j, 1, half_columns))
against_repeated = Sum(X[a, b] * repeated, (a, 1, 2 * half_rows), (b, 1, 2 * half_columns))

IDENTITIES = (
    true(
        "1a pool A x (flat)",
        pooled_flat,
        window_mean(stacked, pooled_row, pooled_column),
        output_given,
    ),
    false(
        "1a! index shifted",
        pooled_flat,
        window_mean(stacked, pooled_row, pooled_column, last_row_offset=1),
        output_given,
    ),
    true("1b B = 4 A^T (flat)", upsample_entry, 4 * pool_entry, both_given),
    false("1b! B = 2 A^T", upsample_entry, 2 * pool_entry, both_given),
    true(
        "1c B y = upsample (flat)",
        Sum(upsample_entry * y[p], (p, 1, outputs)),
        y[parent],
        halves + between(1, q, inputs),
    ),
    true(
        "1d pool (multi-index)",
        Sum(window_entry * X[a, b], (a, 1, rows), (b, 1, columns)),
        pooled_mean,
        any_size_given,
    ),
    false(
        "1d! pool guard",
        Sum(window_entry * X[a, b], (a, 1, rows - 1), (b, 1, columns)),
        pooled_mean,
        any_size_given,
    ),
    true(
        "1e 4A^T Y = upsample",
        4 * Sum(window_entry * Y[i, j], (i, 1, half_rows), (j, 1, half_columns)),
        repeated,
        halves + between(1, a, 2 * half_rows) + between(1, b, 2 * half_columns),
    ),
    true("1f <AX,Y> = <X,BY>/4", against_pooled, against_repeated / 4, halves),
    false("1f! <AX,Y> = <X,BY>/2", against_pooled, against_repeated / 2, halves),
)
