"""Functions that a statement leaves unknown, with the values drawn for them, inside of autograd.

Their values and first derivatives are numbers that are given; how they enter the derivatives of
what is written around them is left to PyTorch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

from symderive.numeric.lazy import Differentiable, WholeFunction
from symderive.numeric.oracles.pytorch import NoOracle, pytorch


class Given:
    """A function of real numbers, entry by entry: its values, and what its derivatives are."""

    def __init__(self, function: Differentiable, orders: Sequence[int]) -> None:
        self.function, self.orders = function, tuple(orders)

    def values(self, *arrays: Any) -> Any:
        """The values at arrays of one shape."""
        return self.function.derivative(self.orders)(*arrays)

    def derivatives(self) -> list[Given]:
        """The derivatives by each of the arguments."""
        raised = [list(self.orders) for _ in self.orders]
        for place, orders in enumerate(raised):
            orders[place] += 1
        return [Given(self.function, orders) for orders in raised]


class GivenOfAll:
    """A function of all entries of an array."""

    def __init__(self, function: WholeFunction) -> None:
        self.function = function

    def values(self, array: Any) -> Any:
        """The one value."""
        return self.function.at(array, [])

    def derivatives(self) -> list[Gradient]:
        """The gradient."""
        return [Gradient(self.function)]


class Gradient(GivenOfAll):
    """The gradient of a function of all entries; it is not differentiated again."""

    def values(self, array: Any) -> Any:
        """The derivatives by all entries, in the shape of the array."""
        return self.function.at(array, [np.arange(array.size)]).reshape(array.shape)

    def derivatives(self) -> list[Gradient]:
        """None."""
        raise NoOracle("a second derivative of a function of a whole tensor")


def entry_by_entry(known: Any, orders: Sequence[int], arguments: Sequence[Any]) -> Any:
    """The value at tensors that broadcast, through which autograd differentiates."""
    if not isinstance(known, Differentiable):
        raise NoOracle("a function without derivatives of all orders")
    return _operation()(Given(known, orders), *pytorch().broadcast_tensors(*arguments))


def of_all_entries(known: Any, argument: Any) -> Any:
    """The value at a whole tensor, through which autograd differentiates."""
    if not isinstance(known, WholeFunction):
        raise NoOracle("a function of a tensor without derivatives of all orders")
    return _operation()(GivenOfAll(known), argument)


@cache
def _operation() -> Callable[..., Any]:
    """The operation of PyTorch, which is there when PyTorch is."""
    torch = pytorch()

    class Operation(torch.autograd.Function):  # type: ignore[misc, name-defined]
        """A given function; backwards, the slopes are given functions, too."""

        @staticmethod
        def forward(given: Any, *arguments: Any) -> Any:
            arrays = [argument.detach().numpy() for argument in arguments]
            return torch.as_tensor(np.array(given.values(*arrays), dtype=np.float64))

        @staticmethod
        def setup_context(ctx: Any, inputs: Any, output: Any) -> None:
            ctx.given = inputs[0]
            ctx.save_for_backward(*inputs[1:])

        @staticmethod
        def backward(ctx: Any, weights: Any) -> Any:
            slopes = (Operation.apply(one, *ctx.saved_tensors) for one in ctx.given.derivatives())
            return (None, *(weights * slope for slope in slopes))

    apply: Callable[..., Any] = Operation.apply
    return apply
