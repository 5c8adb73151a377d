"""Products of matrices and what is made of them: a form, a network, distances."""

from __future__ import annotations

from typing import Any

import numpy as np
from sympy import IndexedBase, Sum, symbols
from sympy import tanh as sympy_tanh

from benchmarks.workloads.workload import Array, Entries, Workload, normal
from symderive import array, matrix, size, tanh, total, vector

n, batch, inputs, hidden, outputs = (size(name) for name in ("n", "B", "D", "M", "K"))
x, A = vector("x", n), matrix("A", n, n)
X, W, b = matrix("X", batch, inputs), matrix("W", hidden, inputs), vector("b", hidden)
V, c = matrix("V", outputs, hidden), vector("c", outputs)
left, right, wide = size("m"), size("n"), size("d")
P, Q = matrix("P", left, wide), matrix("Q", right, wide)

B, D, H, K, M, N, WIDTH = symbols("B D M K m n d", integer=True)
i, j, k, h, l = symbols("i j k h l", integer=True)


def form_by_hand(a: Array, x: Array) -> float:
    """Two products."""
    return float(x @ a @ x)


def network_by_hand(x: Array, w: Array, b: Array, v: Array, c: Array) -> Array:
    """The hidden layer is made once and changed in place."""
    middle = x @ w.T
    middle += b
    np.tanh(middle, out=middle)
    out = middle @ v.T
    out += c
    return out


def distances_by_hand(p: Array, q: Array) -> Array:
    """The square is expanded, so that the work is a product of matrices."""
    out = p @ q.T
    out *= -2
    out += np.einsum("ik,ik->i", p, p)[:, None]
    out += np.einsum("jk,jk->j", q, q)
    return out


def form_with_torch(a: Any, x: Any) -> Any:
    """Two products."""
    return x @ a @ x


def network_with_torch(x: Any, w: Any, b: Any, v: Any, c: Any) -> Any:
    """Two linear layers."""
    from torch.nn.functional import linear

    return linear(linear(x, w, b).tanh(), v, c)


def distances_with_torch(p: Any, q: Any) -> Any:
    """The distances, squared again."""
    from torch import cdist

    return cdist(p, q, compute_mode="use_mm_for_euclid_dist").square()


def of_the_network(
    random: np.random.Generator, batch: int, inputs: int, hidden: int, outputs: int
) -> tuple[Array, ...]:
    """Inputs and weights, scaled so that the hidden layer is neither linear nor saturated."""
    return (
        normal(random, batch, inputs),
        normal(random, hidden, inputs) / np.sqrt(inputs),
        normal(random, hidden),
        normal(random, outputs, hidden) / np.sqrt(hidden),
        normal(random, outputs),
    )


def entries_of_the_network() -> Entries:
    """Each output of each example, the hidden layer inside the sum over it."""
    examples, first, offsets, second, last = map(IndexedBase, "XWbVc")
    inner = Sum(first[h, l] * examples[i, l], (l, 0, D - 1)) + offsets[h]
    return Entries(
        entry=Sum(second[k, h] * sympy_tanh(inner), (h, 0, H - 1)) + last[k],
        arrays=(examples, first, offsets, second, last),
        sizes=(B, D, H, K),
        indices=(i, k),
        shape=(B, K),
    )


def entries_of_the_form() -> Entries:
    """One double sum."""
    a, x = IndexedBase("A"), IndexedBase("x")
    double = Sum(x[i] * a[i, j] * x[j], (i, 0, N - 1), (j, 0, N - 1))
    return Entries(double, (a, x), (N,))


def entries_of_the_distances() -> Entries:
    """A sum of squares for each pair of rows."""
    p, q = IndexedBase("P"), IndexedBase("Q")
    squares = Sum((p[i, k] - q[j, k]) ** 2, (k, 0, WIDTH - 1))
    return Entries(squares, (p, q), (M, N, WIDTH), (i, j), (M, N))


WORKLOADS = (
    Workload(
        name="quadratic form",
        formula=total(lambda i, j: x[i] * A[i, j] * x[j], (1, n), (1, n)),
        arguments=(A, x),
        by_hand=form_by_hand,
        entries=entries_of_the_form(),
        with_torch=form_with_torch,
        arrays=lambda random, n: (normal(random, n, n), normal(random, n)),
        sizes=((1024,), (2048,), (4096,)),
        small=(6,),
        loop_sizes=(2048,),
    ),
    Workload(
        name="two-layer network",
        formula=array(
            (batch, outputs),
            lambda i, k: (
                total(
                    lambda h: V[k, h] * tanh(total(lambda d: W[h, d] * X[i, d], 1, inputs) + b[h]),
                    1,
                    hidden,
                )
                + c[k]
            ),
        ),
        arguments=(X, W, b, V, c),
        by_hand=network_by_hand,
        entries=entries_of_the_network(),
        with_torch=network_with_torch,
        arrays=of_the_network,
        sizes=((10, 784, 512, 10), (100, 784, 512, 10), (1000, 784, 512, 10)),
        small=(3, 5, 4, 2),
        loop_sizes=(1, 784, 512, 10),
    ),
    Workload(
        name="squared distances of all pairs",
        formula=array(
            (left, right), lambda i, j: total(lambda k: (P[i, k] - Q[j, k]) ** 2, 1, wide)
        ),
        arguments=(P, Q),
        by_hand=distances_by_hand,
        entries=entries_of_the_distances(),
        with_torch=distances_with_torch,
        arrays=lambda random, m, n, d: (normal(random, m, d), normal(random, n, d)),
        sizes=((500, 500, 32), (1000, 1000, 32), (2000, 2000, 32)),
        small=(4, 5, 3),
        loop_sizes=(250, 250, 32),
    ),
)
