"""Declarations of vectors, matrices, tensors, probability vectors and unknown functions.

With a name first they are variables; without a name they are descriptions, which get the name of
the parameter of a claim whose default they are. Sizes are integers, scalars or SymPy expressions.
"""

from __future__ import annotations

from typing import Any

from symderive.display import Displayed
from symderive.errors import IllFormed
from symderive.language.binding import free_symbols
from symderive.language.checks import size_of
from symderive.language.domains import Description, described, is_name, real_domain
from symderive.language.functionals import UnknownFunctional
from symderive.language.order import DISTRIBUTION, has_derivatives
from symderive.language.reader import Reader, scalar_or_refuse
from symderive.language.scalars import NO_ORIGINS, Origins
from symderive.language.tensors import Tensor, wrapped
from symderive.language.terms import (
    ZERO,
    Bound,
    Compare,
    Domain,
    TensorSymbol,
    Term,
    Unknown,
)

VALUE = Bound(0)
PROPERTIES = (
    "arbitrary",
    "concave",
    "continuous",
    "convex",
    "decreasing",
    "distribution",
    "from_zero_to_one",
    "in_unit_interval",
    "increasing",
    "left_continuous",
    "nondecreasing",
    "nonincreasing",
    "right_continuous",
    "smooth",
)


def vector(*arguments: Any, **bounds: Any) -> Any:
    """Declare a vector of real numbers, a column: ``vector("x", n)``, ``vector("w", n, above=0)``.

    >>> vector(3).named("x") == vector("x", 3), vector("x", 3).shape
    (True, (3,))

    Args:
        *arguments: the name, which may be left out, and the size.
        **bounds: ``above``, ``below``, ``at_least``, ``at_most``, ``nonzero``, for every entry.

    Raises:
        IllFormed: for a wrong number of sizes, a size that is no integer, an unknown bound.
    """
    return _declared(vector, 1, arguments, bounds)


def matrix(*arguments: Any, **bounds: Any) -> Any:
    """Declare a matrix of real numbers: ``matrix("A", m, n)``, with bounds as for a vector."""
    return _declared(matrix, 2, arguments, bounds)


def tensor(*arguments: Any, **bounds: Any) -> Any:
    """Declare a tensor of real numbers: ``tensor("X", (b, m, n))``, with bounds as for a vector."""
    return _declared(tensor, None, arguments, bounds)


def simplex(*arguments: Any, closed: bool = False) -> Any:
    """Declare a vector of positive numbers with sum 1: ``simplex("p", n)``.

    ``closed=True`` allows zeros, and declares 0 log 0 = 0 in entropy, kl and cross_entropy.
    """
    name, sizes = _split(simplex, 1, arguments)
    if name is None:
        return described(simplex, arguments, closed=closed or None)
    relation, properties = (">=", ("simplex", "closed")) if closed else (">", ("simplex",))
    domain = Domain("real", (Compare(relation, VALUE, ZERO),), properties)
    return _tensor(name, sizes, domain, Reader())


def _declared(
    factory: Any, rank: int | None, arguments: tuple[Any, ...], bounds: dict[str, Any]
) -> Tensor | Description:
    allowed = ("above", "below", "at_least", "at_most", "nonzero")
    for key in bounds:
        if key not in allowed:
            raise IllFormed(f"{factory.__name__} knows no {key}=; bounds are {', '.join(allowed)}")
    name, sizes = _split(factory, rank, arguments)
    reader = Reader()
    domain = real_domain(reader, (), **bounds)
    if name is None:
        return described(factory, arguments, **bounds)
    return _tensor(name, sizes, domain, reader)


def _split(
    factory: Any, rank: int | None, arguments: tuple[Any, ...]
) -> tuple[str | None, tuple[Any, ...]]:
    """The name, if there is one, and the sizes."""
    name = arguments[0] if is_name(arguments) else None
    sizes = arguments if name is None else arguments[1:]
    if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)):
        sizes = tuple(sizes[0])
    if not sizes or (rank is not None and len(sizes) != rank):
        example = {1: "n", 2: "m, n"}.get(rank or 0, "(b, m, n)")
        word = factory.__name__
        raise IllFormed(
            f"{word} needs {rank or 'its'} size{'' if rank == 1 else 's'}, and {len(sizes)} given; "
            f"write {word}('x', {example}), or {word}({example}) as the default of a parameter"
        )
    for size in sizes:
        size_of(size)
    return name, sizes


def _tensor(name: str, sizes: tuple[Any, ...], domain: Domain, reader: Reader) -> Tensor:
    shape = tuple(reader.read(size_of(size)) for size in sizes)
    made = TensorSymbol(name, len(shape), shape, domain)
    for variable in free_symbols(made):
        if variable.name == name and variable != made:
            raise IllFormed(f"the shape or domain of {name} mentions another {name}; rename one")
    return Tensor(made, reader.origins or NO_ORIGINS)


# Unknown functions


class UnknownFunction(Displayed):
    """A smooth function of which nothing is known but its properties.

    >>> F = UnknownFunction("F")
    >>> F(2).term == Unknown("F", (Reader().read(2),), (0,))
    True
    >>> F.prime(2).term.orders, F.derivative(2)(2).term.orders
    ((1,), (2,))
    """

    __slots__ = ("name", "orders", "properties")

    def __init__(
        self, name: str, properties: tuple[str, ...] = (), orders: tuple[int, ...] = ()
    ) -> None:
        self.name, self.properties, self.orders = name, properties, orders

    def __call__(self, *arguments: Any) -> Any:
        """The function at scalars; at a tensor, entry by entry."""
        if not arguments:
            raise IllFormed(f"{self.name} needs an argument: {self.name}(x)")
        if self.orders and len(self.orders) != len(arguments):
            raise IllFormed(
                f"this derivative of {self.name} has {len(self.orders)} arguments, and "
                f"{len(arguments)} given"
            )
        reader = Reader()
        place = f"as an argument of {self.name}"
        terms: tuple[Term, ...] = tuple(scalar_or_refuse(reader.read(a), place) for a in arguments)
        orders = self.orders or (0,) * len(terms)
        origins: Origins = reader.origins or NO_ORIGINS
        return wrapped(Unknown(self.name, terms, orders, self.properties), origins)

    def derivative(self, *orders: int) -> UnknownFunction:
        """The derivative: of first order, of order k, or of the given order in each argument."""
        wanted = orders or (1,)
        if any(isinstance(k, bool) or not isinstance(k, int) or k < 0 for k in wanted):
            raise IllFormed(f"orders of derivatives are integers >= 0, not {orders}")
        if self.orders and len(self.orders) != len(wanted):
            raise IllFormed(f"{self.name} has {len(self.orders)} arguments, not {len(wanted)}")
        before = self.orders or (0,) * len(wanted)
        if not has_derivatives(self.properties):
            raise IllFormed(
                f"{self.name} need not have derivatives, as it is declared; "
                "smooth=True says that it has"
            )
        total = tuple(a + b for a, b in zip(before, wanted, strict=True))
        return UnknownFunction(self.name, self.properties, total)

    @property
    def prime(self) -> UnknownFunction:
        """The first derivative of a function of one argument."""
        return self.derivative(1)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, UnknownFunction):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return self.name + "'" * sum(self.orders)

    def _key(self) -> tuple[str, tuple[str, ...], tuple[int, ...]]:
        return self.name, self.properties, self.orders


def function(*name: str, of: Any = None, **properties: bool) -> Any:
    """Declare a function of real numbers: ``function("F")``, ``function("F", convex=True)``.

    It is smooth unless something is said of it, which then is all that is known: it may jump where
    it is ``nondecreasing``, and ``nondecreasing=True, smooth=True`` is without jumps. Of an
    ``arbitrary`` function nothing is known. A ``convex`` or ``concave`` function is so on the
    numbers >= 0, and smooth only where its derivatives are written. ``in_unit_interval``: its
    values lie in [0, 1]; ``from_zero_to_one``: it tends to 0 at minus infinity and to 1 at
    infinity. ``distribution`` is all of these two, ``nondecreasing`` and ``right_continuous``. At a
    tensor it acts entry by entry. Its derivatives are ``F.prime`` and ``F.derivative(2)``,
    ``G.derivative(1, 0)`` by the first of two arguments.

    ``function("L", of=vector(n))`` is a smooth function of a whole tensor: ``L(a)`` is a number,
    ``L.grad(a)`` the tensor of its partial derivatives at a.

    Raises:
        IllFormed: for a property that has no meaning here.
    """
    for key, value in properties.items():
        if key not in PROPERTIES:
            raise IllFormed(f"{key}= is no property; known are {', '.join(PROPERTIES)}")
        if value is not True:
            raise IllFormed(f"{key}={value!r}: leave a property out where it does not hold")
    if properties.pop("distribution", False):
        properties |= dict.fromkeys(DISTRIBUTION, True)
    if of is not None and properties:
        raise IllFormed("a function of a whole tensor is smooth, and nothing else is said about it")
    if not is_name(name):
        if name:
            raise IllFormed(f"function begins with its name: function('F'), not {name[0]!r}")
        if of is not None:
            UnknownFunctional("L", of)
        return described(function, (), of=of, **properties)
    if of is not None:
        return UnknownFunctional(name[0], of)
    return UnknownFunction(name[0], tuple(sorted(properties)))
