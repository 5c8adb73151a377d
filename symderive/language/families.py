"""Families of sizes and of tensors: one for every layer of a net, whose number may be a symbol.

``n = size_family("n", L)`` declares integers n[0], .., n[L]; ``w = tensor_family("w", lambda l:
f[l], L)`` vectors w[1], .., w[L] of the lengths f[1], .., f[L]. How the sizes are related is a
hypothesis: ``forall(lambda l: eq(n[l], n[l-1] - f[l] + 1), 1, L)``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from symderive.display import Displayed
from symderive.errors import IllFormed
from symderive.language.binders import (
    active,
    check_shadowing,
    fresh_variable,
    parameter_names,
)
from symderive.language.binding import abstract, free_symbols
from symderive.language.checks import size_of
from symderive.language.domains import (
    PAIR,
    SMALLEST_SIZE,
    VALUE,
    Description,
    described,
    is_name,
    real_domain,
)
from symderive.language.members import FamilyMember, FamilySymbol
from symderive.language.reader import Reader, require_integer
from symderive.language.scalars import NO_ORIGINS, Origins, Scalar
from symderive.language.tensors import wrapped
from symderive.language.terms import Compare, Domain, Number, Symbol, Term

BOUNDS = ("above", "below", "at_least", "at_most", "nonzero")


class Family(Displayed):
    """A family or a recursion: ``w[l]`` is its member at an index, and nothing else is a number.

    >>> from symderive.language.domains import size
    >>> n = size_family("n", size("L"))
    >>> n[0] == n[0], n[0] == n[1]
    (True, False)
    """

    __slots__ = ("origins", "term")

    def __init__(self, term: Term, origins: Origins = NO_ORIGINS) -> None:
        self.term, self.origins = term, origins

    def __getitem__(self, index: Any) -> Any:
        """The member at an index: a number or a tensor.

        Raises:
            IllFormed: for an index that is no integer.
        """
        reader = Reader(self.origins)
        place = reader.read(index)
        require_integer(place, f"the index of {self}")
        return wrapped(FamilyMember(self.term, place), reader.origins or NO_ORIGINS)

    def __iter__(self) -> NoReturn:
        raise IllFormed(f"the number of members of {self} may be a symbol; write {self}[l]")

    def __eq__(self, other: object) -> bool:
        return self.term == other.term if isinstance(other, Family) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.term)

    def __repr__(self) -> str:
        return str(getattr(self.term, "name", "family"))


def size_family(*arguments: Any, at_least: Any = SMALLEST_SIZE) -> Any:
    """Declare integers that count, one for every index 0..L, or from a lower index to an upper.

    >>> from symderive.language.domains import size
    >>> L = size("L")
    >>> size_family("n", L) == size_family("n", 0, L), size_family("f", 1, L)[1]
    (True, f[1])

    Raises:
        IllFormed: without a range, or where a bound is no integer.
    """
    if not is_name(arguments):
        _range("n", arguments, 0)
        return described(size_family, arguments, at_least=at_least)
    name, *bounds = arguments
    reader = Reader()
    least = reader.read(size_of(at_least))
    lower, upper = _range(name, tuple(bounds), 0, reader)
    domain = Domain("integer", (Compare(">=", VALUE, least),))
    return _family(name, (lower, upper), (), domain, reader)


def tensor_family(*arguments: Any, **limits: Any) -> Any:
    """Declare tensors, one for every index 1..L, or from a lower index to an upper.

    The shape is a function of the index: ``tensor_family("W", lambda l: (n[l], n[l-1]), L)``, with
    bounds on the entries as for a vector.

    Raises:
        IllFormed: for a shape that is none, a range that is none, an unknown bound.
    """
    for key in limits:
        if key not in BOUNDS:
            raise IllFormed(f"tensor_family knows no {key}=; bounds are {', '.join(BOUNDS)}")
    if not is_name(arguments):
        return _described(arguments, limits)
    name, shape, *bounds = arguments
    if not callable(shape):
        raise IllFormed(
            f"the shape of a member is a function of its index: write tensor_family({name!r}, "
            "lambda l: f[l], L)"
        )
    reader = Reader()
    ends = _range(name, tuple(bounds), 1, reader)
    domain = real_domain(reader, (), **limits)
    return _family(name, ends, _sizes(shape, reader), domain, reader)


def _described(arguments: tuple[Any, ...], limits: dict[str, Any]) -> Description:
    if not (arguments and callable(arguments[0])):
        raise IllFormed(
            "the shape of a member is a function of its index: write "
            "tensor_family(lambda l: f[l], L)"
        )
    return described(tensor_family, arguments, **limits)


def _sizes(shape: Callable[[Any], Any], reader: Reader) -> tuple[Term, ...]:
    """The sizes of the member at Bound(0)."""
    if len(parameter_names(shape)) != 1:
        raise IllFormed("the shape of a member is a function of one index: lambda l: f[l]")
    variable = index_of(shape)
    with active((variable.name,)):
        found = shape(Scalar(variable))
    row = found if isinstance(found, (tuple, list)) else (found,)
    terms = [reader.read(size_of(size)) for size in row]
    for term in terms:
        check_shadowing((variable.name,), term, (variable,))
    return tuple(abstract(term, (variable,)) for term in terms)


def index_of(function: Callable[..., Any]) -> Symbol:
    """A fresh index with the name of the first parameter of a function."""
    names = parameter_names(function)
    if not names:
        raise IllFormed("a function of the index is needed: write lambda l: ...")
    return fresh_variable(names[0])


def _range(
    name: str, bounds: tuple[Any, ...], first: int, reader: Reader | None = None
) -> tuple[Term, Term]:
    if len(bounds) not in (1, PAIR):
        raise IllFormed(
            f"the family {name} needs the last of its indices, or the first and the last: write "
            "L, or 1, L"
        )
    reader = reader or Reader()
    lower, upper = (first, *bounds) if len(bounds) == 1 else bounds
    ends = reader.read(lower), reader.read(upper)
    for end in ends:
        require_integer(end, f"a bound of the index of {name}")
    return ends


def _family(
    name: str, ends: tuple[Term, Term], sizes: tuple[Term, ...], domain: Domain, reader: Reader
) -> Family:
    found = FamilySymbol(name, 1 + len(sizes), None, domain, *ends, sizes)
    for variable in free_symbols(found):
        if variable.name == name and variable != found:
            raise IllFormed(f"the range or shape of {name} mentions another {name}; rename one")
    return Family(found, reader.origins or NO_ORIGINS)


def named_sizes(size: Any, value: Any) -> list[tuple[str, Any]]:
    """A size with its number; of a family, which has one number for each member, all of them.

    >>> from symderive.language.domains import size
    >>> named_sizes(size_family("f", 1, size("L")), (3, 5))
    [('f_1', 3), ('f_2', 5)]

    Raises:
        IllFormed: for what is no size.
    """
    term = getattr(size, "term", None)
    name = getattr(term, "name", None)
    if not isinstance(name, str):
        raise IllFormed(
            "sizes and their numbers are written {size: number}, as in numbers={n: 300}"
        )
    if not isinstance(term, FamilySymbol):
        return [(name, value)]
    if not isinstance(value, (tuple, list)) or not isinstance(term.lower, Number):
        raise IllFormed(f"{name} is a family: write one number for each member, {name}: (3, 4, 5)")
    first = int(term.lower.value)
    return [(f"{name}_{first + k}", one) for k, one in enumerate(value)]
