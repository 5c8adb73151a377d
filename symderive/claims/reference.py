"""An independent implementation that a claim names: a function of arrays for its left side."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from symderive.errors import IllFormed
from symderive.language.binding import free_symbols
from symderive.language.index_ranges import over_all_values
from symderive.language.terms import Compare, Statement, Symbol, TensorSymbol, Term

Sizes = tuple[tuple[str, int], ...]
ORDINARY = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


@dataclass(frozen=True)
class Compared:
    """What a reference computes, and the variables from which it does, by their names."""

    side: Term
    variables: tuple[tuple[str, Term], ...]


@dataclass(frozen=True)
class Reference:
    """A function of the arrays, real numbers and sizes that its parameters are named after.

    It gives the left side of the claim, or of the first line of a chain. Where that is an entry,
    it gives all entries: one axis for every index, in the order of the claim's parameters.
    ``at`` are the sizes at which it is compared, one row after the other.
    """

    function: Callable[..., Any]
    at: tuple[Sizes, ...]

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.function.__name__

    @property
    def parameters(self) -> tuple[str, ...]:
        """What it takes, by name."""
        return tuple(inspect.signature(self.function).parameters)

    def of(self, named: Iterable[tuple[str, Any]], statement: Statement) -> Compared:
        """What it computes, and from what.

        Args:
            named: the parameters of the claim.
            statement: what the claim says, or the first line of it.

        Raises:
            IllFormed: where there is no left side that it could give, or where it takes something
                that the claim has not got.
        """
        if not isinstance(statement.claim, Compare):
            raise IllFormed(
                f"the oracle {self.name} gives the left side of a relation, and the claim is none, "
                "such as eq(left, right) or a chain"
            )
        left, names = statement.claim.left, [name for name, _ in named]
        ranged = {s for s in free_symbols(statement) if s.name in names and _is_integer(s)}
        inside = [s for s in ranged if s in free_symbols(left) and isinstance(s, Symbol)]
        indices = tuple(sorted(inside, key=lambda symbol: names.index(symbol.name)))
        whole = over_all_values(indices, left)
        if whole is None:
            shown = ", ".join(symbol.name for symbol in indices)
            raise IllFormed(
                f"the oracle {self.name} gives all entries of the left side, and so its indices "
                f"({shown}) have to run from 1 to a size, as in i=index(n)"
            )
        given = {s.name: s for s in free_symbols(statement) - ranged}
        self._check(given)
        for name, _ in filter(lambda row: _is_integer(row[1]), given.items()):
            if any(name not in dict(sizes) for sizes in self.at):
                raise IllFormed(
                    f"the oracle {self.name} is compared at the sizes in numbers=, and {name} is "
                    "not among them: @claim(..., numbers={n: 300}, oracle=...)"
                )
        return Compared(whole, tuple((name, given[name]) for name in self.parameters))

    def _check(self, known: Mapping[str, Term]) -> None:
        for name, parameter in inspect.signature(self.function).parameters.items():
            if parameter.kind not in ORDINARY:
                raise IllFormed(f"the oracle {self.name} names what it takes, without * and /")
            if name not in known:
                there = ", ".join(sorted(known)) or "none"
                raise IllFormed(
                    f"the oracle {self.name} takes {name}, which is no variable and no size of "
                    f"the claim (an index is none: it gives all entries at once); there are {there}"
                )


def _is_integer(symbol: Symbol | TensorSymbol) -> bool:
    return isinstance(symbol, Symbol) and symbol.is_integer


def reference(function: Any, others: tuple[Sizes, ...], numbers: Sizes) -> Reference | None:
    """The reference that ``oracle=`` and ``oracle_at=`` of a claim name; None where none is.

    Args:
        function: the implementation.
        others: sizes besides ``numbers``; a size that is left out is as in ``numbers``.
        numbers: the sizes at which the claim is checked.

    Raises:
        IllFormed: for something that is no function.
    """
    if function is None:
        if others:
            raise IllFormed("oracle_at= says where an oracle is compared; name it with oracle=")
        return None
    if not inspect.isfunction(function):
        raise IllFormed("oracle= takes a function of arrays, defined above the claim")
    rows = (dict(numbers) | dict(other) for other in ((), *others))
    return Reference(function, tuple(tuple(row.items()) for row in rows))
