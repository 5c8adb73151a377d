"""Declarations of numbers: sizes, indices and real variables, with the values they may take.

With a name first they are variables; without a name they are descriptions, which get the name of
the parameter of a claim whose default they are.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from symderive.display import Displayed
from symderive.errors import IllFormed
from symderive.language.binding import free_symbols
from symderive.language.reader import Reader, require_integer, scalar_or_refuse
from symderive.language.scalars import Scalar
from symderive.language.terms import (
    ZERO,
    Bound,
    Compare,
    Domain,
    Mod,
    Number,
    Symbol,
    Term,
)

VALUE = Bound(0)
PAIR = 2
SMALLEST_SIZE = 1


@dataclass(frozen=True, repr=False)
class Description(Displayed):
    """A declaration without a name: ``factory(name, *arguments, **options)`` makes the variable.

    >>> index(5).named("i") == index("i", 5)
    True
    """

    factory: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    options: tuple[tuple[str, Any], ...] = field(default=())

    def named(self, name: str) -> Any:
        """The variable of that name."""
        return self.factory(name, *self.arguments, **dict(self.options))

    @property
    def term(self) -> NoReturn:
        """Nothing has a value before it has a name."""
        raise IllFormed(
            f"{self} has no name yet: write {self.factory.__name__}('x', ...), or use it as the "
            "default of a claim's parameter"
        )

    def __str__(self) -> str:
        parts = [_shown(argument) for argument in self.arguments]
        parts += [f"{key}={value}" for key, value in self.options]
        return f"{self.factory.__name__}({', '.join(parts)})"

    def __repr__(self) -> str:
        return str(self)


def _shown(argument: Any) -> str:
    """An argument of a description as it is written, a function by its parameters."""
    if not callable(argument) or hasattr(argument, "term"):
        return str(argument)
    return f"lambda {', '.join(inspect.signature(argument).parameters)}: ..."


def described(
    factory: Callable[..., Any], arguments: tuple[Any, ...], **options: Any
) -> Description:
    """The description of a declaration; options that are None are left out."""
    kept = tuple((key, value) for key, value in options.items() if value is not None)
    return Description(factory, arguments, kept)


def is_name(arguments: tuple[Any, ...]) -> bool:
    """Whether a declaration begins with a name; raises IllFormed for a name that is empty."""
    if not (arguments and isinstance(arguments[0], str)):
        return False
    if not arguments[0].strip():
        raise IllFormed("a variable needs a name: write size('n')")
    return True


def size(
    *name: str, multiple_of: int | None = None, at_least: Any = SMALLEST_SIZE, at_most: Any = None
) -> Any:
    """An integer that counts: at least 1 unless another least value is given.

    >>> size("n").term == size("n", at_least=1).term
    True
    >>> size("m", multiple_of=2).term == size("m").term
    False

    Raises:
        IllFormed: for a bound or a divisor that is no integer.
    """
    if not is_name(name):
        _refuse_positional("size", name)
        return described(size, (), multiple_of=multiple_of, at_least=at_least, at_most=at_most)
    reader = Reader()
    conditions = [Compare(">=", VALUE, _integer_bound(reader, at_least, "at_least"))]
    if at_most is not None:
        conditions.append(Compare("<=", VALUE, _integer_bound(reader, at_most, "at_most")))
    if multiple_of is not None:
        divisor = _integer_bound(reader, multiple_of, "multiple_of")
        if isinstance(divisor, Number) and divisor.value < 1:
            raise IllFormed(f"multiple_of={multiple_of} is not a positive integer; write 2 or more")
        conditions.append(Compare("=", Mod(VALUE, divisor), ZERO))
    return _variable(name[0], Domain("integer", tuple(conditions)), reader)


def index(*arguments: Any) -> Any:
    """Declare an integer in a range, from 1 to n or from a lower to an upper bound.

    >>> index("i", 3) == index("i", 1, 3), index("i", 3) == index("i", 4)
    (True, False)

    Raises:
        IllFormed: without a range, or where a bound is no integer.
    """
    if not is_name(arguments):
        _range(("i", *arguments))
        return described(index, arguments)
    lower, upper, reader = _range(arguments)
    domain = Domain("integer", (Compare("<=", lower, VALUE), Compare("<=", VALUE, upper)))
    return _variable(arguments[0], domain, reader)


def real(
    *arguments: Any,
    above: Any = None,
    below: Any = None,
    at_least: Any = None,
    at_most: Any = None,
    nonzero: bool | None = None,
) -> Any:
    """Declare a real number, within bounds, or in the closed interval from one to another.

    >>> real("a", above=0).term.domain.conditions == (Compare(">", VALUE, ZERO),)
    True

    Raises:
        IllFormed: for a bound that is no number, or a lower bound without an upper one.
    """
    bounds = {
        "above": above,
        "below": below,
        "at_least": at_least,
        "at_most": at_most,
        "nonzero": nonzero,
    }
    if not is_name(arguments):
        real_domain(Reader(), arguments, **bounds)
        return described(real, arguments, **bounds)
    reader = Reader()
    return _variable(arguments[0], real_domain(reader, arguments[1:], **bounds), reader)


def real_domain(
    reader: Reader,
    interval: tuple[Any, ...] = (),
    *,
    above: Any = None,
    below: Any = None,
    at_least: Any = None,
    at_most: Any = None,
    nonzero: bool | None = None,
) -> Domain:
    """The real numbers within bounds; ``interval``: nothing, or two ends that belong to it."""
    if len(interval) not in (0, PAIR):
        raise IllFormed(
            "an interval has two ends: write real('u', 0, 1), or real('u', above=0) for one end"
        )
    rows = [(">", above), ("<", below), (">=", at_least), ("<=", at_most)]
    rows += zip((">=", "<="), interval, strict=False)
    conditions = [
        Compare(symbol, VALUE, scalar_or_refuse(reader.read(bound), "as a bound"))
        for symbol, bound in rows
        if bound is not None
    ]
    if nonzero:
        conditions.append(Compare("!=", VALUE, ZERO))
    return Domain("real", tuple(conditions))


def _range(arguments: tuple[Any, ...]) -> tuple[Term, Term, Reader]:
    name, *bounds = arguments
    if len(bounds) not in (1, PAIR):
        raise IllFormed(
            f"an index needs a range: write index({name!r}, n) for 1..n, or "
            f"index({name!r}, lower, upper)"
        )
    reader = Reader()
    lower, upper = (1, *bounds) if len(bounds) == 1 else bounds
    return (
        _integer_bound(reader, lower, "the lower bound"),
        _integer_bound(reader, upper, "the upper bound"),
        reader,
    )


def _integer_bound(reader: Reader, value: Any, what: str) -> Term:
    term = scalar_or_refuse(reader.read(value), f"as {what}")
    require_integer(term, what)
    return term


def _refuse_positional(what: str, arguments: tuple[Any, ...]) -> None:
    if arguments:
        raise IllFormed(
            f"{what}({arguments[0]!r}) has no name; write {what}('n'), and at_least=, at_most= or "
            "multiple_of= for its values"
        )


def _variable(name: str, domain: Domain, reader: Reader) -> Scalar:
    for variable in free_symbols(domain):
        if variable.name == name:
            raise IllFormed(
                f"the domain of {name} mentions another variable called {name}; rename one"
            )
    return Scalar(Symbol(name, domain), reader.origins)
