"""The lines on gradients through a convolutional net, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import correlate, diag, eq, jacobian, ones
from tests.proofs.families import Families, plus, times
from tests.proofs.layers_of_nets import (
    ANY_LAYER,
    BIASES,
    CONVOLUTIONAL,
    FILTERS,
    INPUT,
    LAYER,
    LENGTHS,
    NET,
    SIGMA,
    L,
    n,
    net,
    window,
)

LAYER_GRADIENTS = Families(CONVOLUTIONAL)


@LAYER_GRADIENTS.family("last_filter", {"given": LENGTHS}, {"factor": -1}, {"before": 0}, given=NET)
def gradient_by_the_last_filter(x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, factor=1, before=1):
    y, _, _ = net(x, w, b, sigma)
    right = y[L - before] if before else y[L]
    return eq(jacobian(y[L], w[L]), times(factor)(right.T))


@LAYER_GRADIENTS.family(
    "last_filter", {"given": LENGTHS}, {"factor": 2}, {"row": 1}, line=2, given=NET
)
def start_of_the_backward_recursion(x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, factor=1, row=0):
    y, _, v = net(x, w, b, sigma)
    return eq(y[L - 1].T, times(factor)(v[L - row if row else L] @ y[L - 1].T))


@LAYER_GRADIENTS.family(
    "last_filter", {"factor": 2}, {"row": 1}, {"given": LENGTHS}, line=3, given=NET
)
def kernel_of_length_one(x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, factor=1, row=0):
    y, _, v = net(x, w, b, sigma)
    kernel = v[L - row if row else L][1, :]
    return eq(v[L] @ y[L - 1].T, times(factor)(correlate(y[L - 1], kernel).T))


def factors(
    y: Any, z: Any, sigma: Any, l: Any, by: Any, first: Any, order: int, swapped: bool
) -> Any:
    """The chain rule through layer l."""
    outer = jacobian(y[L], y[first])
    middle = jacobian(sigma.derivative(order)(z[l]) if order else sigma(z[l]), z[l])
    return middle @ outer @ jacobian(z[l], by) if swapped else outer @ middle @ jacobian(z[l], by)


@LAYER_GRADIENTS.family(
    "filter_of_a_layer",
    {"first": L},
    {"order": 1},
    {"factor": 2},
    {"swapped": True},
    given=NET,
)
def chain_rule(
    x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, l=LAYER, first=None, order=0, factor=1, swapped=False
):
    y, z, _ = net(x, w, b, sigma)
    right = factors(y, z, sigma, l, w[l], l if first is None else first, order, swapped)
    return eq(jacobian(y[L], w[l]), times(factor)(right))


@LAYER_GRADIENTS.family(
    "filter_of_a_layer", {"first": L}, {"order": 2}, {"factor": -1}, {"shift": 1}, line=2, given=NET
)
def factors_of_a_layer(
    x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, l=LAYER, first=None, order=1, factor=1, shift=0
):
    y, z, _ = net(x, w, b, sigma)
    left = factors(y, z, sigma, l, w[l], l, 0, False)
    outer = jacobian(y[L], y[l if first is None else first])
    right = outer @ diag(sigma.derivative(order)(z[l])) @ window(y, plus(l, shift))
    return eq(left, times(factor)(right))


@LAYER_GRADIENTS.family(
    "filter_of_a_layer", {"row": L}, {"factor": 2}, {"order": 2}, {"shift": 1}, line=3, given=NET
)
def row_times_stretches(
    x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, l=LAYER, row=None, factor=1, order=1, shift=0
):
    y, z, v = net(x, w, b, sigma)
    left = jacobian(y[L], y[l]) @ diag(sigma.derivative(order)(z[l])) @ window(y, l)
    row = l if row is None else row
    return eq(left, times(factor)(v[row] @ window(y, plus(l, shift))))


@LAYER_GRADIENTS.family(
    "filter_of_a_layer", {"row": L}, {"factor": -1}, {"shift": 1}, line=4, given=NET
)
def stretches_are_a_correlation(
    x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, l=LAYER, row=None, factor=1, shift=0
):
    y, _, v = net(x, w, b, sigma)
    before = y[plus(l, shift) - 1] if shift else y[l - 1]
    right = correlate(before, v[l if row is None else row][1, :]).T
    return eq(v[l] @ window(y, l), times(factor)(right))


@LAYER_GRADIENTS.family(
    "gradient_by_the_filters",
    {"row": L},
    {"factor": 2},
    {"shift": 1},
    {"end": 1},
    {"given": LENGTHS},
    given=NET,
)
def gradient_by_any_filter(
    x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, l=ANY_LAYER, row=None, factor=1, shift=0, end=0
):
    y, _, v = net(x, w, b, sigma)
    before = y[plus(l, shift) - 1] if shift else y[l - 1]
    right = correlate(before, v[l if row is None else row][1, :]).T
    return eq(jacobian(y[L - end if end else L], w[l]), times(factor)(right))


@LAYER_GRADIENTS.family(
    "backward_recursion", {"row": L}, {"order": 2}, {"factor": -1}, {"base": 1}, given=NET
)
def product_is_the_backward_recursion(
    x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, l=LAYER, row=None, order=1, factor=1, base=0
):
    y, z, v = net(x, w, b, sigma)
    left = jacobian(y[L], y[plus(l, base)]) @ diag(sigma.derivative(order)(z[l]))
    return eq(left, times(factor)(v[l if row is None else row]))


@LAYER_GRADIENTS.family("last_bias", {"factor": 2}, {"given": LENGTHS}, {"layer": 1}, given=NET)
def derivative_by_the_last_bias(x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, factor=1, layer=0):
    y, _, _ = net(x, w, b, sigma)
    return eq(jacobian(y[L], b[L - layer if layer else L]), times(factor)(ones(1, 1)))


@LAYER_GRADIENTS.family(
    "last_bias", {"factor": -1}, {"given": LENGTHS}, {"row": 1}, line=2, given=NET
)
def one_as_a_product(x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, factor=1, row=0):
    _, _, v = net(x, w, b, sigma)
    return eq(ones(1, 1), times(factor)(v[L - row if row else L] @ ones(n[L], 1)))


@LAYER_GRADIENTS.family(
    "bias_of_a_layer", {"first": L}, {"order": 1}, {"factor": 2}, {"other": 1}, given=NET
)
def chain_rule_for_a_bias(
    x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, l=LAYER, first=None, order=0, factor=1, other=0
):
    y, z, _ = net(x, w, b, sigma)
    right = factors(y, z, sigma, l, b[l], l if first is None else first, order, False)
    return eq(jacobian(y[L], b[plus(l, other)]), times(factor)(right))


@LAYER_GRADIENTS.family(
    "bias_of_a_layer", {"first": L}, {"order": 2}, {"factor": -1}, line=2, given=NET
)
def bias_is_added_to_every_entry(
    x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, l=LAYER, first=None, order=1, factor=1
):
    y, z, _ = net(x, w, b, sigma)
    left = factors(y, z, sigma, l, b[l], l, 0, False)
    outer = jacobian(y[L], y[l if first is None else first])
    right = outer @ diag(sigma.derivative(order)(z[l])) @ ones(n[l], 1)
    return eq(left, times(factor)(right))


@LAYER_GRADIENTS.family(
    "bias_of_a_layer", {"row": L}, {"order": 2}, {"factor": 2}, line=3, given=NET
)
def row_times_ones(x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, l=LAYER, row=None, order=1, factor=1):
    y, z, v = net(x, w, b, sigma)
    row = l if row is None else row
    left = jacobian(y[L], y[l]) @ diag(sigma.derivative(order)(z[l])) @ ones(n[l], 1)
    return eq(left, times(factor)(v[row] @ ones(n[row], 1)))
