"""The lines on a net of dense layers, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import diag, eq, grad, index, jacobian, outer
from tests.proofs.families import Families, plus, times
from tests.proofs.layers_of_nets import (
    DENSE,
    DENSE_SHEET,
    LOSS,
    OFFSETS,
    SIGMA,
    UNITS,
    WEIGHTS,
)

DENSE_LINES = Families(DENSE)
L, layers, net = DENSE_SHEET.L, DENSE_SHEET.layers, DENSE_SHEET.net
ANY_LAYER = index(1, L)


@DENSE_LINES.family("derivative_of_a_layer", {"order": 2}, {"factor": -1}, {"turned": True})
def one_layer(
    x=UNITS, W=WEIGHTS, b=OFFSETS, sigma=SIGMA, l=ANY_LAYER, order=1, factor=1, turned=False
):
    y, z = layers(x, W, b, sigma)
    right = diag(sigma.derivative(order)(z[l])) @ (W[l].T if turned else W[l])
    return eq(jacobian(y[l], y[l - 1]), times(factor)(right))


@DENSE_LINES.family("backward_recursion", {"order": 2}, {"factor": 2}, {"shift": -1}, {"end": True})
def adjoint(
    x=UNITS,
    W=WEIGHTS,
    b=OFFSETS,
    sigma=SIGMA,
    loss=LOSS,
    l=ANY_LAYER,
    order=1,
    factor=1,
    shift=0,
    end=False,
):
    y, z, delta = net(x, W, b, sigma, loss)
    left = grad(loss(y[L]), y[plus(l, shift)]) * sigma.derivative(order)(z[l])
    return eq(left, times(factor)(delta[L if end else l]))


@DENSE_LINES.family(
    "gradient_by_the_weights", {"shift": 0}, {"factor": -1}, {"swapped": True}, {"end": True}
)
def by_the_weights(
    x=UNITS,
    W=WEIGHTS,
    b=OFFSETS,
    sigma=SIGMA,
    loss=LOSS,
    l=ANY_LAYER,
    shift=1,
    factor=1,
    swapped=False,
    end=False,
):
    y, _, delta = net(x, W, b, sigma, loss)
    sides: Any = (delta[L if end else l], y[l - shift] if shift else y[l])
    right = outer(*reversed(sides)) if swapped else outer(*sides)
    return eq(grad(loss(y[L]), W[l]), times(factor)(right))


@DENSE_LINES.family("gradient_by_the_biases", {"factor": 2}, {"shift": 1}, {"end": True})
def by_the_biases(
    x=UNITS,
    W=WEIGHTS,
    b=OFFSETS,
    sigma=SIGMA,
    loss=LOSS,
    l=ANY_LAYER,
    factor=1,
    shift=0,
    end=False,
):
    y, _, delta = net(x, W, b, sigma, loss)
    return eq(grad(loss(y[L]), b[plus(l, shift)]), times(factor)(delta[L if end else l]))


@DENSE_LINES.family("gradient_by_the_input", {"factor": -1}, {"layer": 2}, {"turned": False})
def by_the_input(
    x=UNITS, W=WEIGHTS, b=OFFSETS, sigma=SIGMA, loss=LOSS, factor=1, layer=1, turned=True
):
    y, _, delta = net(x, W, b, sigma, loss)
    weights = W[layer].T if turned else W[layer]
    return eq(grad(loss(y[L]), x), times(factor)(weights @ delta[layer]))
