"""Traps of sums and indices: ranges, names, counting, brackets, digits."""

from sympy import Derivative, Eq, Integer, KroneckerDelta, Mod, Piecewise, Sum, Symbol, floor

from symderive import iverson, maximum
from tests.traps.trap import (
    NOT_PROVED,
    NOT_REFUTED,
    PROVED,
    REFUTED,
    UNDEFINED,
    A,
    Trap,
    a,
    answer,
    b,
    d,
    i,
    j,
    judge,
    k,
    l,
    m,
    n,
    of_length_n,
    q,
    t,
    total,
    x,
    y,
)

SMALL_SUM = total(x[i] * iverson(i <= j), m)


def test_a_piecewise_that_sympy_hoists_out_of_its_sum_is_never_believed() -> None:
    # SymPy moves the condition outside the inner sum, where its j is another, free one.
    meant = Sum(2 * Sum(y[j] * iverson(j <= l), (j, 1, k)), (l, 1, d))
    hoisted = Sum(2 * Sum(Piecewise((y[j], j <= l), (0, True)), (j, 1, k)), (l, 1, d))
    swapped = 2 * Sum(y[j] * (d - j + 1) * iverson(j <= d), (j, 1, k))
    assert j in hoisted.free_symbols
    assert answer(hoisted, meant, [k >= 1, d >= 1]) in NOT_PROVED
    assert answer(meant, swapped, [k >= 1, d >= 1]) == "proved"


EMPTY_RANGES = (
    Trap(
        "a sum split at n, n and m in any order",
        total(x[i]) + Sum(x[i], (i, n + 1, m)),
        total(x[i], m),
        [n >= 0, m >= 0],
        REFUTED,
    ),
    Trap(
        "a sum split at n <= m",
        total(x[i]) + Sum(x[i], (i, n + 1, m)),
        total(x[i], m),
        [n >= 0, m >= n],
        PROVED,
    ),
    Trap(
        "the length of a range that may be empty", total(1, n - m), n - m, [n >= 0, m >= 0], REFUTED
    ),
    Trap("the length of a range", total(1, n - m), n - m, [m >= 0, n >= m], PROVED),
    Trap(
        "a maximum over a range that may be empty",
        maximum(x[t], (t, 1, n)),
        maximum(x[j], (j, 1, n)),
        [n >= 0],
        UNDEFINED,
    ),
)


NAMES = (
    Trap(
        "an inner sum with the index of the outer one",
        total(x[i] * total(y[i], m)),
        total(x[i]) * total(y[j], m, j),
        [n >= 1, m >= 1],
        PROVED,
    ),
    Trap(
        "an index that is bound here and free there",
        total(x[i] * y[j]) + x[i],
        total(x[k] * y[j], index=k) + x[i],
        [n >= 1, i >= 1, j >= 1],
        PROVED,
    ),
    Trap(
        "the same, the free one taken for the bound one",
        total(x[i] * y[j]) + x[i],
        total(x[i] * y[j]) + x[j],
        [n >= 1, i >= 1, j >= 1],
        REFUTED,
    ),
    Trap(
        "a bound index called like a size",
        Sum(x[n], (n, 1, m)) + n,
        total(x[i], m) + n,
        [m >= 1],
        PROVED,
    ),
    Trap(
        "two symbols of one name",
        total(x[i]),
        total(x[i], Symbol("n", integer=True, positive=True)),
        [n >= 1],
        NOT_PROVED,
    ),
    Trap(
        "the entry of a free index, with the same letter bound in the sum",
        Derivative(total(x[i] ** 2), x[i]),
        2 * x[i],
        [n >= 1, i >= 1, i <= n],
        PROVED,
    ),
    Trap(
        "the same with the derivative left under the sum",
        Derivative(total(x[i] ** 2), x[i]),
        total(2 * x[i]),
        [n >= 1, i >= 1, i <= n],
        REFUTED,
    ),
    Trap(
        "several limits, of which the last is outermost",
        Sum(A[i, j], (j, 1, i), (i, 1, n)),
        Sum(Sum(A[i, j], (i, j, n)), (j, 1, n)),
        [n >= 1],
        PROVED,
    ),
)


COUNTING = (
    Trap(
        "each quotient occurs twice",
        Sum(x[floor(i / 2)], (i, 0, 2 * n - 1)),
        2 * Sum(x[q], (q, 0, n - 1)),
        [n >= 1],
        PROVED,
    ),
    Trap(
        "each quotient once",
        Sum(x[floor(i / 2)], (i, 0, 2 * n - 1)),
        Sum(x[q], (q, 0, n - 1)),
        [n >= 1],
        REFUTED,
    ),
    Trap(
        "a bracket that holds inside an outer sum",
        Sum(SMALL_SUM, (j, m, n)),
        (n - m + 1) * total(x[i], m),
        [m >= 1, n >= m],
        PROVED,
    ),
    Trap(
        "the same bracket outside of it too",
        Sum(SMALL_SUM, (j, m, n)) + SMALL_SUM.subs(j, k),
        (n - m + 2) * total(x[i], m),
        [m >= 1, n >= m, k >= 1],
        REFUTED,
    ),
    Trap(
        "even and odd entries",
        total(x[2 * i] * y[2 * i]) + total(x[2 * i - 1] * y[2 * i - 1]),
        total(x[i] * y[i], 2 * n),
        [n >= 1],
        PROVED,
    ),
    Trap(
        "even and odd entries, crossed",
        total(x[2 * i] * y[2 * i - 1]) + total(x[2 * i - 1] * y[2 * i]),
        total(x[i] * y[i], 2 * n),
        [n >= 1],
        REFUTED,
    ),
    Trap("even entries taken twice", 2 * total(x[2 * i]), total(x[i], 2 * n), [n >= 1], REFUTED),
    Trap(
        "a triangle",
        Sum(Integer(1), (j, 1, i), (i, 1, n)),
        n * (n + 1) / 2,
        [n >= 0],
        PROVED,
    ),
    Trap("squares", total(i**2), n * (n + 1) * (2 * n + 1) / 6, [n >= 0], PROVED),
    Trap(
        "a range between two indices",
        total(iverson((i >= j) & (i <= k))),
        (k - j + 1) * iverson(j <= k),
        [n >= 1, j >= 1, k <= n],
        PROVED,
    ),
    Trap(
        "the smaller of two sizes",
        total(iverson(i <= m)),
        n * iverson(n <= m) + m * iverson(m < n),
        [n >= 0, m >= 0],
        PROVED,
    ),
    Trap("even numbers", total(iverson(Eq(Mod(i, 2), 0))), floor(n / 2), [n >= 0], PROVED),
    Trap("an even number that is odd", total(iverson(Eq(2 * i, 2 * j + 1))), 0, [n >= 0], PROVED),
    Trap(
        "a bound that small sizes do not reach",
        total(x[i]),
        total(x[i] * iverson(i <= 500)),
        [n >= 1],
        REFUTED,
    ),
    Trap(
        "true at n = 1 only",
        total(A[i, i]) ** 2,
        Sum(A[i, j] * A[j, i], (i, 1, n), (j, 1, n)),
        [n >= 1],
        REFUTED,
    ),
    Trap(
        "claimed at n = 1 only",
        total(A[i, i]) ** 2,
        Sum(A[i, j] * A[j, i], (i, 1, n), (j, 1, n)),
        [n >= 1, n <= 1],
        PROVED,
    ),
    Trap(
        "three different indices out of two",
        Sum(x[i] * x[j] * x[k] * iverson((i < j) & (j < k)), (i, 1, n), (j, 1, n), (k, 1, n)),
        0,
        [n >= 1, n <= 2],
        PROVED,
    ),
)


RANGES = (
    Trap(
        "entries in range",
        total(of_length_n[i]),
        total(of_length_n[j], index=j),
        [n >= 1],
        PROVED,
    ),
    Trap(
        "one entry too many",
        total(of_length_n[i], n + 1),
        total(of_length_n[j], n + 1, j),
        [n >= 1],
        UNDEFINED,
    ),
    Trap(
        "counted from 0",
        Sum(of_length_n[i], (i, 0, n - 1)),
        Sum(of_length_n[j], (j, 0, n - 1)),
        [n >= 1],
        UNDEFINED,
    ),
    Trap(
        "a bracket keeps the index in range",
        Sum(of_length_n[i] * iverson((i >= 1) & (i <= n)), (i, -3, n + 3)),
        total(of_length_n[j], index=j),
        [n >= 1],
        PROVED,
    ),
    Trap(
        "a delta that selects",
        total(KroneckerDelta(i, j) * x[j], index=j),
        x[i],
        [n >= 1, i >= 1, i <= n],
        PROVED,
    ),
    Trap(
        "a delta beside the range",
        total(KroneckerDelta(i, j) * x[j], index=j),
        x[i],
        [n >= 1, i >= 1, i <= n + 1],
        REFUTED,
    ),
    Trap(
        "two deltas",
        total(KroneckerDelta(i, j) * KroneckerDelta(j, k), index=j),
        KroneckerDelta(i, k),
        [n >= 1, i >= 1, i <= n, k >= 1, k <= n],
        PROVED,
    ),
    Trap(
        "a delta with a range of its own",
        total(KroneckerDelta(i, j, (1, n)) * x[j], index=j),
        x[i],
        [n >= 1, i >= 1, i <= n],
        NOT_REFUTED,
    ),
    Trap(
        "a triangle cut on the wrong side",
        Sum(Sum(x[i] * y[j], (j, 1, i)), (i, 1, n)),
        Sum(Sum(x[i] * y[j], (i, j + 1, n)), (j, 1, n)),
        [n >= 1],
        REFUTED,
    ),
)


TWO_READINGS = (
    Trap(
        "rows of length m, then of length n",
        Sum(x[m * a + b], (a, 0, n - 1), (b, 0, m - 1)),
        Sum(x[n * a + b], (a, 0, m - 1), (b, 0, n - 1)),
        [m >= 1, n >= 1],
        NOT_REFUTED,
    ),
    Trap(
        "flat, and in rows",
        Sum(x[i] ** 2, (i, 0, m * n - 1)),
        Sum(x[m * a + b] * x[m * a + b], (a, 0, n - 1), (b, 0, m - 1)),
        [m >= 1, n >= 1],
        PROVED,
    ),
    Trap(
        "the transposed order",
        Sum(x[m * a + b] * y[m * a + b], (a, 0, n - 1), (b, 0, m - 1)),
        Sum(x[m * a + b] * y[n * b + a], (a, 0, n - 1), (b, 0, m - 1)),
        [m >= 1, n >= 1],
        REFUTED,
    ),
)


@judge((*EMPTY_RANGES, *NAMES, *COUNTING, *RANGES, *TWO_READINGS))
def test_trap(trap: Trap) -> None:
    assert answer(trap.lhs, trap.rhs, trap.given) in trap.allowed
