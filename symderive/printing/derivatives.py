"""Gradients and higher derivatives of an unknown function of a tensor, as they are printed."""

from __future__ import annotations

from symderive.language.binding import instantiate
from symderive.language.terms import ONE, ZERO, Array, Bound, Functional


def whole_derivative(array: Array) -> tuple[Functional, int] | None:
    """The function's value of which the array holds all derivatives, and their order.

    It is recognised by its entry: a derivative by the entry that the array's own indices name.
    """
    body, rank = array.body, len(array.shape)
    if not isinstance(body, Functional) or not body.indices:
        return None
    if body.indices != tuple(Bound(place) for place in reversed(range(rank))):
        return None
    outside = [instantiate(body.argument, (one,) * rank) for one in (ONE, ZERO)]
    if outside[0] != outside[1]:
        return None
    return Functional(body.name, body.shape, outside[0]), len(body.rows)
