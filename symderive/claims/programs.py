"""A plain Python function that a claim names as its left side, and what it gives on symbols.

The function is written for numbers, in indices that run from 1; it is run here on the entries of
the claim's tensors, at small sizes, and what comes out is claimed to be the left side.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import sympy

from symderive.errors import IllFormed
from symderive.language import functions
from symderive.language.binding import free_symbols, substitute
from symderive.language.definitions import rank_of
from symderive.language.explicit import explicit_scalar
from symderive.language.index_ranges import last_value
from symderive.language.reading import read
from symderive.language.terms import And, Compare, Statement, Symbol, Term, number

# What a program may take as a keyword, and what stands for it where it is run on symbols.
STAND_INS: dict[Any, Callable[..., Any]] = {
    math.exp: functions.exp,
    math.log: functions.log,
    math.sqrt: functions.sqrt,
    math.tanh: functions.tanh,
    math.erf: functions.erf,
    math.fabs: functions.absolute,
    abs: functions.absolute,
    max: functions.greater_of,
    min: functions.lesser_of,
}
Sizes = tuple[tuple[str, int], ...]
LARGEST = 8
"""Of a size: what a program gives is written out term by term."""


@dataclass(frozen=True)
class Program:
    """A function of the variables, indices and sizes that its parameters are named after."""

    function: Callable[..., Any]
    at: Sizes

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.function.__name__

    def statement(self, named: Iterable[tuple[str, Any]], claimed: Statement) -> Statement:
        """That it gives the left side at its sizes, for all values of the indices that it takes.

        Args:
            named: the parameters of the claim.
            claimed: what the claim says, or the first line of it.

        Raises:
            IllFormed: where it cannot be run, or gives what is no number.
        """
        claim, known = claimed.claim, dict(named)
        if not isinstance(claim, Compare) or rank_of(claim.left):
            raise IllFormed(
                f"the program {self.name} gives the left side of a relation between numbers; of a "
                "tensor claim an entry, as in eq(softmax(x)[i], ...)"
            )
        free = {s.name: s for s in free_symbols(claimed) if isinstance(s, Symbol) and s.is_integer}
        indices = {name: free[name] for name in self._taken() if name in free and name in known}
        sizes = self._sizes(claim.left, indices, free)
        places: dict[Term, Term] = {free[name]: number(size) for name, size in sizes.items()}
        ends = [self._end(symbol, places) for symbol in indices.values()]
        relations = []
        for values in product(*(range(1, end + 1) for end in ends)):
            here = dict(zip(indices, values, strict=True))
            at = dict(places)
            at.update((indices[name], number(value)) for name, value in here.items())
            found = self._run({**known, **sizes, **here})
            relations.append(Compare("=", substitute(claim.left, at), substitute(found, at)))
        given = tuple(substitute(condition, places) for condition in claimed.given)
        if any(not free_symbols(c).isdisjoint(indices.values()) for c in claimed.given):
            raise IllFormed(
                f"the program {self.name} runs through all values of its indices, and a hypothesis "
                "of the claim speaks of one"
            )
        return Statement(relations[0] if len(relations) == 1 else And(tuple(relations)), given)

    def _taken(self) -> tuple[str, ...]:
        """What it takes, by name; what has a value already is no variable of the claim."""
        parameters = inspect.signature(self.function).parameters.values()
        return tuple(p.name for p in parameters if p.default is p.empty)

    def _sizes(
        self, left: Term, indices: Mapping[str, Symbol], free: Mapping[str, Symbol]
    ) -> dict[str, int]:
        """The sizes on which the left side depends, as they are given."""
        given = dict(self.at)
        inside = {s.name for s in free_symbols(left) if isinstance(s, Symbol) and s.is_integer}
        needed = {name for name in inside | set(self._taken()) if name in free} - set(indices)
        left_out = sorted(
            name for name in needed - set(given) if last_value(free[name]) is not None
        )
        if left_out:
            raise IllFormed(
                f"the left side depends on {', '.join(left_out)}, which the program {self.name} "
                "has to take"
            )
        missing = sorted(needed - set(given))
        if missing:
            raise IllFormed(
                f"the program {self.name} is run at known sizes, and {', '.join(missing)} is not "
                "among them: @claim(..., program=function, program_at={n: 3})"
            )
        wrong = [name for name, size in given.items() if not 1 <= size <= LARGEST]
        if wrong:
            raise IllFormed(
                f"the program {self.name} is run at sizes from 1 to {LARGEST}, and {wrong[0]} is "
                f"{given[wrong[0]]}"
            )
        return {name: size for name, size in given.items() if name in free}

    def _end(self, symbol: Symbol, places: Mapping[Term, Term]) -> int:
        """The last value of an index at these sizes."""
        last = last_value(symbol)
        if last is None:
            raise IllFormed(
                f"the program {self.name} runs through all values of {symbol.name}, which has to "
                "run from 1 to a size, as in i=index(n)"
            )
        value = explicit_scalar(substitute(last, places), {})
        if not isinstance(value, sympy.Integer):
            raise IllFormed(f"the last value of {symbol.name} is no number at the program's sizes")
        return int(value)

    def _run(self, known: Mapping[str, Any]) -> Term:
        """What it gives on symbols."""
        arguments = {name: known[name] for name in self._taken() if name in known}
        for name in self._taken():
            if name not in known:
                there = ", ".join(sorted(known)) or "none"
                raise IllFormed(
                    f"the program {self.name} takes {name}, which is no variable and no size of "
                    f"the claim; there are {there}"
                )
        for name, parameter in inspect.signature(self.function).parameters.items():
            if parameter.default in STAND_INS:
                arguments[name] = STAND_INS[parameter.default]
        with sympy.evaluate(False):
            result = self.function(**arguments)
        term = read(result)
        if rank_of(term):
            raise IllFormed(f"the program {self.name} gives a tensor, and not one number")
        return term


def program(function: Any, at: Sizes) -> Program | None:
    """The program that ``program=`` and ``program_at=`` of a claim name; None where none is.

    Raises:
        IllFormed: for something that is no function.
    """
    if function is None:
        if at:
            raise IllFormed("program_at= says where a program is run; name it with program=")
        return None
    if not inspect.isfunction(function):
        raise IllFormed("program= takes a function, defined above the claim")
    return Program(function, at)
