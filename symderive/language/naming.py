"""Names that an author gives to formulas: ``y = define("y", lambda x, W: W @ x)``.

A named formula is shown as a call, ``y(x, W)``, and stands for the formula wherever it is decided.
The formula is part of the term, so that two formulas of one name are two terms, and so that it
needs no table to be read back from JSON.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from symderive.display import Displayed
from symderive.errors import IllFormed
from symderive.language.definitions import (
    Arguments,
    Definition,
    Parameters,
    Shape,
    entry_of,
    shape_of,
)
from symderive.language.definitions import define as enter
from symderive.language.tensors import operation
from symderive.language.terms import Apply, Term

NAME = "named"


class Named(Displayed):
    """A formula with a name, at whatever it is called with; one without arguments is called, too.

    >>> from symderive import matrix, size, vector
    >>> m, n = size("m"), size("n")
    >>> f = Named("f", lambda W, x: W @ x)
    >>> f(matrix("W", m, n), vector("x", n))[1]
    f(W, x)[1]
    """

    __slots__ = ("function", "name")

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        self.name, self.function = name, function

    def __call__(self, *arguments: Any) -> Any:
        """The formula at these arguments; functions such as sigmoid may be among them."""
        body = self.function(*arguments)
        if body is None:
            raise IllFormed(f"the definition of {self.name} returns nothing")
        slots = tuple(_function_name(argument) for argument in arguments)
        values = [a for a, slot in zip(arguments, slots, strict=True) if not slot]
        return operation(NAME, body, *values, parameters=(self.name, slots))

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the arguments, as the author wrote them."""
        return tuple(inspect.signature(self.function).parameters)

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(self.parameters)})"


def define(name: str, function: Callable[..., Any]) -> Named:
    """Give a name to a formula, which is shown as a call and explained once on a sheet.

    Raises:
        IllFormed: where the name is no text, or there is no function of the arguments.
    """
    if not isinstance(name, str) or not name:
        raise IllFormed("define takes a name and a function, define('y', lambda x, W: W @ x)")
    if not callable(function):
        raise IllFormed(f"define({name!r}, ...) takes a function of the arguments of {name}")
    return Named(name, function)


def _function_name(argument: Any) -> str:
    """The name of an argument that is a function; empty for a number or a tensor."""
    if not callable(argument) or hasattr(argument, "term"):
        return ""
    name = getattr(argument, "__name__", None) or getattr(argument, "name", None)
    if not isinstance(name, str) or not name.isidentifier():
        raise IllFormed("an argument that is a function needs a name, such as sigmoid")
    return name


def called(term: Apply) -> tuple[str, tuple[Term | str, ...]]:
    """The name of a named formula and what stands between its brackets."""
    name, slots = term.parameters
    values = iter(term.arguments[1:])
    return name, tuple(slot or next(values) for slot in slots)


def _shape(arguments: Arguments, parameters: Parameters) -> Shape:
    shape = shape_of(arguments[0])
    if shape is None:
        raise IllFormed(f"{parameters[0]} is a tensor without sizes")
    return shape


def _entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """The entry of what the name stands for."""
    return entry_of(arguments[0], indices) if indices else arguments[0]


enter(Definition(NAME, _shape, _entry))
