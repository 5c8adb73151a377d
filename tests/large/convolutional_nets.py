"""Nets of several convolutions with an activation between them: lengths, kernels, gradients."""

from math import floor

from symderive import (
    all_of,
    array,
    convolve,
    correlate,
    diff,
    eq,
    flip,
    function,
    grad,
    index,
    inner,
    iverson,
    jacobian,
    le,
    lt,
    ones,
    padded,
    relu,
    size,
    total,
    vector,
    vjp,
)
from tests.corpus.identity import Identity
from tests.large.claiming import claimed

n, k, l, r, s = size("n"), size("k"), size("l"), size("r"), size("s")
x, u, v, w = vector("x", n), vector("u", k), vector("v", l), vector("w", r)
i, j = index("i", n), index("j", n)
F = function("F")


def _two_layers() -> list[Identity]:
    length = n - k - l + 2
    L = function("L", of=vector(length))
    before = correlate(x, u)
    after = correlate(F(before), v)
    back = F.prime(before) * correlate(L.grad(after), flip(v), mode="full")
    fits = le(k + l, n + 1)
    linear = correlate(L.grad(after), flip(v), mode="full")
    shallow = correlate(relu(before), v)
    g = vector("g", length)
    return [
        *claimed(
            "two convolutions and an activation, by the input",
            eq(grad(L(after), x), correlate(back, flip(u), mode="full")),
            fits,
            slope_missing=eq(grad(L(after), x), correlate(linear, flip(u), mode="full")),
            kernel_not_flipped=eq(grad(L(after), x), correlate(back, u, mode="full")),
            slope_at_the_wrong_place=eq(
                grad(L(after), x),
                correlate(
                    F.prime(after) * L.grad(after), flip(convolve(u, v, mode="full")), mode="full"
                ),
            ),
        ),
        *claimed(
            "two convolutions and an activation, by the first kernel",
            eq(grad(L(after), u), correlate(x, back)),
            fits,
            slope_missing=eq(grad(L(after), u), correlate(x, linear)),
            flipped=eq(grad(L(after), u), correlate(x, flip(back))),
            sign=eq(grad(L(after), u), -correlate(x, back)),
        ),
        *claimed(
            "two convolutions and an activation, by the second kernel",
            eq(grad(L(after), v), correlate(F(before), L.grad(after))),
            fits,
            input_for_the_hidden_vector=eq(
                grad(L(after), v), correlate(F.prime(before), L.grad(after))
            ),
            factor=eq(grad(L(after), v), 2 * correlate(F(before), L.grad(after))),
        ),
        *claimed(
            "two convolutions and a rectifier, by the second kernel",
            eq(grad(L(shallow), v), correlate(relu(before), L.grad(shallow))),
            fits,
            rectifier_missing=eq(grad(L(shallow), v), correlate(before, L.grad(shallow))),
        ),
        *claimed(
            "a product of the Jacobian of two convolutions",
            eq(vjp(after, x, g), jacobian(after, x).T @ g),
            fits,
            backwards=eq(vjp(after, x, g), jacobian(after, x).T @ flip(g)),
        ),
    ]


def _three_layers() -> list[Identity]:
    first = correlate(x, u)
    third = correlate(correlate(first, v), w)
    length = n - k - l - r + 3
    L = function("L", of=vector(length))
    g = L.grad(third)
    kernels = convolve(convolve(u, v, mode="full"), w, mode="full")
    fits = le(k + l + r, n + 2)

    def back(*steps):
        found = g
        for kernel in steps:
            found = correlate(found, kernel, mode="full")
        return found

    return [
        *claimed(
            "three convolutions are one",
            eq(third, correlate(x, kernels)),
            fits,
            kernel_left_out=eq(third, correlate(x, convolve(u, v, mode="full"))),
            kernels_not_flipped=eq(
                third, correlate(x, correlate(correlate(u, v, mode="full"), w, mode="full"))
            ),
        ),
        *claimed(
            "the length after three convolutions",
            eq(third, array(length, lambda c: third[c])),
            fits,
            shorter=eq(third, array(length - 1, lambda c: third[c])),
        ),
        *claimed(
            "three convolutions, backwards",
            eq(grad(L(third), x), back(flip(w), flip(v), flip(u))),
            fits,
            one_not_flipped=eq(grad(L(third), x), back(flip(w), v, flip(u))),
            one_left_out=eq(grad(L(third), x), back(flip(w), flip(u))),
        ),
    ]


def _overlap() -> list[Identity]:
    length = floor((n - k) / s) + 1
    pooled = array(length, lambda o: total(lambda c: x[s * (o - 1) + c], 1, k) / k)
    o, g = index("o", length), vector("g", length)
    place = i - s * (o - 1)
    fits = le(k, n)
    return [
        *claimed(
            "overlapping pools are a convolution",
            eq(pooled, correlate(x, ones(k) / k, stride=s)),
            fits,
            not_divided=eq(pooled, correlate(x, ones(k), stride=s)),
            stride_one=eq(pooled, correlate(x, ones(k) / k)),
        ),
        *claimed(
            "the derivative of overlapping pools",
            eq(diff(pooled[o], x[i]), iverson(all_of(le(1, place), le(place, k))) / k),
            fits,
            window_shorter=eq(
                diff(pooled[o], x[i]), iverson(all_of(le(1, place), lt(place, k))) / k
            ),
            window_earlier=eq(
                diff(pooled[o], x[i]), iverson(all_of(le(0, place), lt(place, k))) / k
            ),
        ),
        *claimed(
            "the adjoint of overlapping pools",
            eq(
                inner(pooled, g),
                inner(
                    x,
                    array(
                        n,
                        lambda c: total(
                            lambda b: g[b] * padded(ones(k))[c - s * (b - 1)] / k, 1, length
                        ),
                    ),
                ),
            ),
            fits,
            stride_one=eq(
                inner(pooled, g),
                inner(
                    x,
                    array(
                        n,
                        lambda c: total(lambda b: g[b] * padded(ones(k))[c - b + 1] / k, 1, length),
                    ),
                ),
            ),
        ),
    ]


IDENTITIES: list[Identity] = [*_two_layers(), *_three_layers(), *_overlap()]
