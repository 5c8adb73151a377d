"""The transposed convolution with a kernel of ones and a stride of its width repeats entries."""

from sympy import Eq, Expr, IndexedBase, KroneckerDelta, Sum, ceiling, floor, symbols

from tests.identities.identity import between, false, positive, true

stride, rows, columns = symbols("r m n", integer=True)
i, j, a, b, u, v = symbols("i j a b u v", integer=True)
Y = IndexedBase("Y")


def scattered(kernel_height: Expr) -> Expr:
    """Entry (i, j) of the output: every input entry is added at r(a-1)+u+1, r(b-1)+v+1."""
    lands_here = KroneckerDelta(i, stride * (a - 1) + u + 1) * KroneckerDelta(
        j, stride * (b - 1) + v + 1
    )
    return Sum(
        Y[a, b] * lands_here,
        (a, 1, rows),
        (b, 1, columns),
        (u, 0, kernel_height - 1),
        (v, 0, stride - 1),
    )


given = (
    positive(stride, rows, columns) + between(1, i, stride * rows) + between(1, j, stride * columns)
)
square = (
    positive(stride, rows)
    + between(1, i, stride * rows)
    + between(1, j, stride * rows)
    + (Eq(columns, rows),)
)
above, beside = ceiling(i / stride), ceiling(j / stride)

IDENTITIES = (
    true("2 tconv ones r x r = upsample", scattered(stride), Y[above, beside], given),
    false("2! transposed", scattered(stride), Y[beside, above], square),
    false("2! floor", scattered(stride), Y[floor(i / stride) + 1, beside], given),
    false("2! kernel r-1", scattered(stride - 1), Y[above, beside], given),
)
