"""What normal forms leave open is decided by comparing weights."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    equal,
    floor,
    integer,
    is_proved,
    size,
    tensor,
    total,
    when,
)

n, z = size("n"), integer("z")
s, k = size("s"), size("k")
i, j = integer("i", 1, n), integer("j", 1, n)
X, Y, A = tensor("X"), tensor("Y"), tensor("A", rank=2)


def window_at(a, length, stride=s):
    """The sum of X over the window at stride * (a - 1), written with brackets."""
    begin = stride * (a - 1)
    return total(
        1,
        length,
        lambda u: when(begin + 1, "<=", u) * when(u, "<=", begin + k) * X[u],
    )


def strided_window(length, stride=s):
    """These sums, weighted by Y."""
    return total(1, n, lambda a: Y[a] * window_at(a, length, stride))


TRUE = {
    "an antisymmetric sum": equal(
        total(1, n, lambda a: total(1, n, lambda b: (a - b) * X[a] * X[b])), 0
    ),
    "pairs counted twice": equal(
        2 * total(1, n, lambda a: total(a + 1, n, lambda b: X[a] * X[b])),
        total(1, n, lambda a: total(1, n, lambda b: when(a, "!=", b) * X[a] * X[b])),
    ),
    "a square of a sum by pairs": equal(
        total(1, n, lambda a: X[a]) ** 2,
        total(1, n, lambda a: X[a] ** 2)
        + 2 * total(1, n, lambda a: total(1, a - 1, lambda b: X[a] * X[b])),
    ),
    "weights that are integer values": equal(
        total(1, n, lambda a: total(a, n, lambda b: X[b])), total(1, n, lambda b: b * X[b])
    ),
    "rational coefficients": equal(
        total(1, n, lambda a: a * X[a] / 3) + total(1, n, lambda a: a * X[a] / 6),
        total(1, n, lambda a: a * X[a]) / 2,
    ),
    "a window that moves by a symbolic stride": equal(
        total(1, n, lambda a: Y[a] * total(1, k, lambda b: X[s * (a - 1) + b])),
        strided_window(s * (n - 1) + k),
    ),
    "the window at one place": equal(
        total(1, k, lambda b: X[s * (i - 1) + b]), window_at(i, s * (n - 1) + k)
    ),
    "quotients that are unique": equal(
        total(1, 2 * n, lambda a: X[floor((a + 1) / 2)]), 2 * total(1, n, lambda a: X[a])
    ),
}
FALSE = {
    "a sum that is not antisymmetric": equal(
        total(1, n, lambda a: total(1, n, lambda b: (a - b) * X[a] * Y[b])), 0
    ),
    "pairs counted once": equal(
        total(1, n, lambda a: total(a + 1, n, lambda b: X[a] * X[b])),
        total(1, n, lambda a: total(1, n, lambda b: when(a, "!=", b) * X[a] * X[b])),
    ),
    "a square of a sum without its diagonal": equal(
        total(1, n, lambda a: X[a]) ** 2,
        2 * total(1, n, lambda a: total(1, a - 1, lambda b: X[a] * X[b])),
    ),
    "weights that are other integer values": equal(
        total(1, n, lambda a: total(a, n, lambda b: X[b])),
        total(1, n, lambda b: (n + 1 - b) * X[b]),
    ),
    "a difference far away": equal(
        total(1, n, lambda a: X[a]), total(1, n, lambda a: when(a, "<=", 500) * X[a])
    ),
    "a matrix and its transpose": equal(A[i, j] * A[j, i], A[i, j] ** 2),
    "a moving window that does not reach the end": equal(
        total(1, n, lambda a: Y[a] * total(1, k, lambda b: X[s * (a - 1) + b])),
        strided_window(s * (n - 1) + k - 1),
    ),
    "a moving window of another stride": equal(
        total(1, n, lambda a: Y[a] * total(1, k, lambda b: X[s * a + b])),
        strided_window(s * (n - 1) + k),
    ),
    "a window at one place that is cut off": equal(
        total(1, k, lambda b: X[s * (i - 1) + b]), window_at(i, s * (n - 1))
    ),
    "a stride that may be negative": equal(
        total(1, n, lambda a: Y[a] * total(1, k, lambda b: X[z * (a - 1) + b])),
        strided_window(z * (n - 1) + k, stride=z),
    ),
    "quotients that are not unique": equal(
        total(1, n, lambda a: total(0, 1, lambda b: X[a + b])),
        total(1, n + 1, lambda a: X[a]),
    ),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
