"""The lines on the derivatives of single layers, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import (
    all_of,
    array,
    diag,
    eq,
    hankel,
    jacobian,
    ones,
)
from tests.proofs.families import Families, plus, times
from tests.proofs.layers_of_nets import (
    BIASES,
    CONVOLUTIONAL,
    FILTERS,
    INPUT,
    LAYER,
    LENGTHS,
    SIGMA,
    L,
    affine,
    f,
    matrix_of,
    n,
    net,
    window,
)

LAYER_JACOBIANS = Families(CONVOLUTIONAL)


def slopes(sigma: Any, order: int) -> Any:
    """The function of the layers, or its derivative of that order."""
    return sigma.derivative(order) if order else sigma


@LAYER_JACOBIANS.family("last_layer", {"factor": 2}, {"inner": True}, {"by": 2}, given=LENGTHS)
def last_layer_as_it_is(x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, factor=1, inner=False, by=1):
    y, _, _ = net(x, w, b, sigma)
    inside = affine(w, b, L, y[L - 1])
    inside = sigma(inside) if inner else inside
    return eq(jacobian(y[L], y[L - by]), times(factor)(jacobian(inside, y[L - 1])))


@LAYER_JACOBIANS.family(
    "last_layer", {"factor": -1}, {"turned": True}, {"layer": L - 1}, line=2, given=LENGTHS
)
def last_layer_is_affine(
    x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, factor=1, turned=False, layer=L
):
    y, _, _ = net(x, w, b, sigma)
    band = matrix_of(w, layer)
    right = band.T if turned else times(factor)(band)
    return eq(jacobian(affine(w, b, L, y[L - 1]), y[L - 1]), right)


@LAYER_JACOBIANS.family(
    "inner_layer", {"order": 1}, {"factor": 2}, {"shift": 1}, {"by": 0}, given=LENGTHS
)
def what_a_layer_does(
    x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, l=LAYER, order=0, factor=1, shift=0, by=1
):
    y, _, _ = net(x, w, b, sigma)
    inside = affine(w, b, l, y[l - 1])
    right = jacobian(slopes(sigma, order)(inside), y[l - 1])
    return eq(jacobian(y[plus(l, shift)], y[l - by] if by else y[l]), times(factor)(right))


@LAYER_JACOBIANS.family(
    "inner_layer",
    {"columns": n},
    {"order": 2},
    {"factor": -1},
    {"turned": True},
    line=2,
    given=LENGTHS,
)
def entries_of_a_layer(
    x=INPUT,
    w=FILTERS,
    b=BIASES,
    sigma=SIGMA,
    l=LAYER,
    columns=None,
    order=1,
    factor=1,
    turned=False,
):
    y, _, _ = net(x, w, b, sigma)
    inside = affine(w, b, l, y[l - 1])
    width = n[l - 1] if columns is None else n[l]

    def entry(p: Any, q: Any) -> Any:
        place = (q, p) if turned else (p, q)
        return times(factor)(sigma.derivative(order)(inside)[p] * matrix_of(w, l)[place])

    return eq(jacobian(sigma(inside), y[l - 1]), array((n[l], width), entry))


@LAYER_JACOBIANS.family(
    "inner_layer", {"order": 2}, {"swapped": True}, {"factor": 2}, line=3, given=LENGTHS
)
def layer_as_a_product(
    x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, l=LAYER, order=1, swapped=False, factor=1
):
    y, _, _ = net(x, w, b, sigma)
    inside = affine(w, b, l, y[l - 1])
    left = array((n[l], n[l - 1]), lambda p, q: sigma.prime(inside)[p] * matrix_of(w, l)[p, q])
    scale, band = diag(sigma.derivative(order)(inside)), matrix_of(w, l)
    return eq(left, times(factor)(band @ scale if swapped else scale @ band))


@LAYER_JACOBIANS.family(
    "before_the_function", {"order": 1}, {"sign": -1}, {"layer": 1}, {"bias": 0}, given=LENGTHS
)
def definition_of_the_inside(
    x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, l=LAYER, order=0, sign=1, layer=0, bias=1
):
    y, z, _ = net(x, w, b, sigma)
    inside = matrix_of(w, l) @ y[l - 1]
    offset = times(sign)(b[plus(l, layer)] * ones(n[l]))
    return all_of(
        eq(z[l], inside + offset if bias else inside),
        eq(y[l], slopes(sigma, order)(z[l])),
    )


@LAYER_JACOBIANS.family(
    "filter_in_its_layer", {"shift": 1}, {"factor": 2}, {"layer": 1}, {"slid": 1}, given=LENGTHS
)
def stretches_of_the_input(
    x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, l=LAYER, shift=0, factor=1, layer=0, slid=0
):
    y, z, _ = net(x, w, b, sigma)
    rows = window(y, plus(l, shift))
    if slid:
        rows = array((n[l], f[l]), lambda p, q: y[l - 1][p + q])
    return eq(jacobian(z[plus(l, layer)], w[l]), times(factor)(rows))


@LAYER_JACOBIANS.family(
    "filter_in_its_layer", {"columns": 1}, {"factor": -1}, {"shift": 1}, line=2, given=LENGTHS
)
def stretches_are_a_hankel_matrix(
    x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, l=LAYER, columns=0, factor=1, shift=0
):
    y, _, _ = net(x, w, b, sigma)
    right = hankel(y[plus(l, shift) - 1] if shift else y[l - 1], plus(f[l], columns))
    return eq(window(y, l), times(factor)(right))


@LAYER_JACOBIANS.family(
    "last_entry_of_the_stretches", {"shift": 0}, {"shift": -2}, {"factor": 2}, given=LENGTHS
)
def last_entry(x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, l=LAYER, shift=-1, factor=1):
    y, z, _ = net(x, w, b, sigma)
    place = f[l] + n[l] - 1 if shift == -1 else plus(f[l] + n[l], shift)
    return eq(jacobian(z[l], w[l])[n[l], f[l]], times(factor)(y[l - 1][place]))


@LAYER_JACOBIANS.family(
    "last_entry_of_the_stretches",
    {"layer": 0},
    {"shift": -1},
    {"factor": -1},
    line=2,
    given=LENGTHS,
)
def last_entry_of_the_input(
    x=INPUT, w=FILTERS, b=BIASES, sigma=SIGMA, l=LAYER, layer=1, shift=0, factor=1
):
    y, _, _ = net(x, w, b, sigma)
    end = plus(n[l - layer] if layer else n[l], shift)
    return eq(y[l - 1][f[l] + n[l] - 1], times(factor)(y[l - 1][end]))
