"""Softmax, the logarithm of a sum of exponentials, and their derivatives."""

from __future__ import annotations

from typing import Any

import numpy as np
from sympy import Expr, IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from benchmarks.workloads.workload import Array, Entries, Workload, normal
from symderive import array, cross_entropy, delta, grad, logsumexp, size, softmax, total, vector

n = size("n")
x, y, v = (vector(name, n) for name in "xyv")
p = softmax(x)

N, i, j, l = symbols("n i j l", integer=True)
LOGITS, TARGET, DIRECTION = map(IndexedBase, "xyv")
GROWING = ((10_000,), (100_000,), (1_000_000,))


def probability(index: Expr) -> Expr:
    """One entry of softmax in SymPy."""
    return exp(LOGITS[index]) / Sum(exp(LOGITS[l]), (l, 0, N - 1))


def softmax_by_hand(x: Array) -> Array:
    """The greatest entry is subtracted, and the array is made only once."""
    out = x - x.max()
    np.exp(out, out=out)
    out /= out.sum()
    return out


def logsumexp_by_hand(x: Array) -> float:
    """The greatest entry is subtracted before and added after."""
    greatest = x.max()
    shifted = x - greatest
    np.exp(shifted, out=shifted)
    return float(greatest + np.log(shifted.sum()))


def gradient_by_hand(x: Array, y: Array) -> Array:
    """Softmax times the sum of the targets, minus the targets."""
    out = softmax_by_hand(x)
    out *= y.sum()
    out -= y
    return out


def directional_by_hand(x: Array, v: Array) -> Array:
    """The Jacobian is a diagonal minus a product of rank one."""
    out = softmax_by_hand(x)
    return out * (v - out @ v)


def softmax_with_torch(x: Any) -> Any:
    """The function of a vector."""
    return x.softmax(0)


def logsumexp_with_torch(x: Any) -> Any:
    """The function of a vector."""
    return x.logsumexp(0)


def gradient_with_torch(x: Any, y: Any) -> Any:
    """By automatic differentiation."""
    from torch.autograd import grad as backward
    from torch.nn.functional import cross_entropy as loss

    logits = x.detach().requires_grad_()
    return backward(loss(logits, y, reduction="sum"), logits)[0]


def directional_with_torch(x: Any, v: Any) -> Any:
    """By automatic differentiation in reverse mode, which will do for a symmetric Jacobian."""
    from torch.autograd import grad as backward

    logits = x.detach().requires_grad_()
    return backward(softmax_with_torch(logits), logits, v)[0]


def of_two(random: np.random.Generator, length: int) -> tuple[Array, Array]:
    """Two vectors of the same length."""
    return normal(random, length), normal(random, length)


WORKLOADS = (
    Workload(
        name="softmax",
        formula=p,
        arguments=(x,),
        by_hand=softmax_by_hand,
        entries=Entries(probability(i), (LOGITS,), (N,), (i,), (N,)),
        with_torch=softmax_with_torch,
        arrays=lambda random, n: (normal(random, n),),
        sizes=GROWING,
        small=(7,),
        loop_sizes=(2_000,),
    ),
    Workload(
        name="log-sum-exp",
        formula=logsumexp(x),
        arguments=(x,),
        by_hand=logsumexp_by_hand,
        entries=Entries(log(Sum(exp(LOGITS[l]), (l, 0, N - 1))), (LOGITS,), (N,)),
        with_torch=logsumexp_with_torch,
        arrays=lambda random, n: (normal(random, n),),
        sizes=GROWING,
        small=(7,),
        loop_sizes=(1_000_000,),
    ),
    Workload(
        name="gradient of softmax cross-entropy",
        formula=grad(cross_entropy(y, p), x),
        arguments=(x, y),
        by_hand=gradient_by_hand,
        entries=Entries(
            entry=(-Sum(TARGET[i] * log(probability(i)), (i, 0, N - 1))).diff(LOGITS[j]),
            arrays=(LOGITS, TARGET),
            sizes=(N,),
            indices=(j,),
            shape=(N,),
        ),
        with_torch=gradient_with_torch,
        arrays=of_two,
        sizes=GROWING,
        small=(5,),
        loop_sizes=(80,),
    ),
    Workload(
        name="Jacobian of softmax times a vector",
        formula=array(n, lambda i: total(lambda j: p[i] * (delta(i, j) - p[j]) * v[j], 1, n)),
        arguments=(x, v),
        by_hand=directional_by_hand,
        entries=Entries(
            entry=Sum(
                probability(i) * (KroneckerDelta(i, j) - probability(j)) * DIRECTION[j],
                (j, 0, N - 1),
            ),
            arrays=(LOGITS, DIRECTION),
            sizes=(N,),
            indices=(i,),
            shape=(N,),
        ),
        with_torch=directional_with_torch,
        arrays=of_two,
        sizes=GROWING,
        small=(5,),
        loop_sizes=(100,),
    ),
)
