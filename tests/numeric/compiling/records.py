"""A record for an operator: its formula, arrays to run it on, and what a person would write."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
from flint import arb
from numpy.random import Generator
from numpy.typing import NDArray

from symderive.errors import BudgetExceeded
from symderive.evaluator import evaluate
from symderive.evaluator.arithmetic import Inconclusive, exact
from symderive.evaluator.interpret import (
    Assignment,
    FunctionStore,
    Program,
    TensorStore,
    precision,
)
from symderive.evaluator.polynomials import Polynomial
from symderive.language.binding import free_symbols
from symderive.language.definitions import entry_of, shape_of
from symderive.language.terms import Bound, Symbol, TensorSymbol, Term

Floats = NDArray[np.float64]
Values = dict[str, Any]
Maker = Callable[[Generator, tuple[int, ...]], Any]
QUARTERS = 4
SIMPLE = 20
BITS = (128, 2048)
COST = 20_000_000


def near_zero(random: Generator, shape: tuple[int, ...]) -> Any:
    """Quarters from -2 to 2, so that floats are exact, and ties and zeros occur."""
    return random.integers(-8, 9, shape) / QUARTERS


def positive(random: Generator, shape: tuple[int, ...]) -> Any:
    """Quarters from 1/4 to 3."""
    return random.integers(1, 13, shape) / QUARTERS


def apart(random: Generator, shape: tuple[int, ...]) -> Any:
    """Different numbers, none of them an integer: odd multiples of 1/64, in any order."""
    count = prod(shape)
    places = random.permutation(count)
    return ((2 * places - count) * 2 + 1).reshape(shape) / 2 ** max(6, count.bit_length())


def normal(random: Generator, shape: tuple[int, ...]) -> Any:
    """What benchmarks run on."""
    return random.standard_normal(shape)


def between(low: float, high: float) -> Maker:
    """Numbers between two bounds, multiples of 1/64 of the distance."""
    return lambda random, shape: low + (high - low) * random.integers(1, 64, shape) / 64


def one_hot(random: Generator, shape: tuple[int, ...]) -> Any:
    """One 1 in each row, else 0."""
    found = np.zeros(shape)
    places = random.integers(0, shape[-1], shape[:-1])
    np.put_along_axis(found, places[..., None], 1.0, -1)
    return found


def signs(random: Generator, shape: tuple[int, ...]) -> Any:
    """1 and -1."""
    return 2.0 * random.integers(0, 2, shape) - 1


def distribution(random: Generator, shape: tuple[int, ...]) -> Any:
    """Positive numbers that sum to 1 along the last axis."""
    weights = random.integers(1, 9, shape).astype(float)
    return weights / weights.sum(-1, keepdims=True)


def ascending(random: Generator, shape: tuple[int, ...]) -> Any:
    """Numbers in order, from -2 to 2."""
    return np.linspace(-2, 2, prod(shape)).reshape(shape)


@dataclass(frozen=True)
class Operator:
    """An operator with its formula in the language and a version by hand.

    Sizes are written ``"n=4 k=2; n=5 k=3"``, the smallest first; indices that stay free and sizes
    that no array determines are among them.
    """

    name: str
    expression: Callable[[], Any]
    variables: Sequence[Any]
    """The tensors, reals and functions."""
    by_hand: Callable[..., Any]
    """Takes arrays, numbers and sizes by their names."""
    small: str
    large: str
    makers: Mapping[str, Maker] = field(default_factory=dict)
    """How values of a variable are drawn where any will not do."""
    loose: bool = False
    """Whether the values at large sizes lose digits in the version by hand as well."""

    def sizes(self, which: str) -> list[dict[str, int]]:
        """The sizes written in a text."""
        return [
            {key: int(value) for key, value in (part.split("=") for part in row.split())}
            for row in which.split(";")
        ]

    def medium(self) -> dict[str, int]:
        """Sizes between the small ones and the large ones, at which nothing takes long."""
        [large] = self.sizes(self.large)
        return {
            name: size if size <= SIMPLE else max(SIMPLE, int(size**0.6))
            for name, size in large.items()
        }

    def draw(self, sizes: Mapping[str, int], seed: int, large: bool = False) -> Values:
        """Sizes, arrays, numbers and functions by their names."""
        random = np.random.default_rng(seed)
        known: dict[Term | str, Any] = dict(self._integers(sizes))
        found: Values = dict(sizes)
        for variable in self.variables:
            term = getattr(variable, "term", None)
            if isinstance(term, TensorSymbol):
                shape = tuple(int(evaluate(size, known)) for size in term.shape or ())
                usual = normal if large else near_zero
                found[term.name] = np.asarray(
                    self.makers.get(term.name, usual)(random, shape), dtype=float
                )
            elif isinstance(term, Symbol):
                found[term.name] = float(self.makers.get(term.name, positive)(random, ()))
            else:
                given = Polynomial({(3,): 1, (2,): -2, (1,): 1, (0,): -1})
                found[variable.name] = given
                found[f"d{variable.name}"] = given.derivative((1,))
        return found

    def _integers(self, sizes: Mapping[str, int]) -> dict[Term, int]:
        return {s: sizes[s.name] for s in integers_of(self.expression().term, self.variables)}

    def hand(self, values: Values) -> Any:
        """What the version by hand gives."""
        return called(self.by_hand, values)

    def exactly(self, values: Values) -> Any:
        """What the evaluator gives: an array of fractions and balls."""
        return exact_values(self.expression().term, values, self.variables)


def called(function: Callable[..., Any], values: Values) -> Any:
    """The function at those of the values that are its parameters."""
    return function(**{name: values[name] for name in inspect.signature(function).parameters})


def integers_of(term: Term, variables: Sequence[Any]) -> list[Symbol]:
    """The integers in a term and in the shapes of the variables."""
    found = {s for s in free_symbols(term) if isinstance(s, Symbol) and s.is_integer}
    for variable in variables:
        inner = getattr(variable, "term", None)
        if isinstance(inner, TensorSymbol):
            found |= {s for size in inner.shape or () for s in free_symbols(size)}
    return sorted((s for s in found if isinstance(s, Symbol)), key=lambda s: s.name)


def exact_values(term: Term, values: Values, variables: Sequence[Any]) -> Any:
    """All entries of a term as the evaluator has them."""
    integers = {s: values[s.name] for s in integers_of(term, variables)}
    sizes = shape_of(term) or ()
    program = Program(literal=True)
    rank = len(sizes)
    entry = entry_of(term, tuple(Bound(rank - 1 - axis) for axis in range(rank))) if rank else term
    root = program.add(entry, rank)
    assignment = Assignment(dict(integers), {}, {})
    for symbol in program.symbols:
        given = values[symbol.name]
        assignment.symbols[symbol] = given if isinstance(given, int) else _exact(given)
    for tensor in program.tensors:
        array = np.asarray(values[tensor.name])
        assignment.tensors[tensor] = TensorStore(tensor.name, array.shape, _entries(array))
    for key in program.functions:
        assignment.functions[key] = FunctionStore(values[key[0]])
    shape = tuple(int(evaluate(size, dict(integers))) for size in sizes)
    found = np.empty(shape, dtype=object)
    for bits in BITS:
        with precision(bits):
            program.load(assignment, COST)
            try:
                for place in np.ndindex(shape):
                    found[place] = root(*(index + 1 for index in place))
            except Inconclusive:
                continue
            return found if rank else found[()]
    raise BudgetExceeded(f"{BITS[-1]} bits do not decide what happens here")


def _exact(value: float) -> Any:
    return exact(Fraction(value))


def _entries(array: Floats) -> Callable[[tuple[int, ...]], Any]:
    return lambda place: _exact(array[tuple(index - 1 for index in place)])


def as_floats(found: Any) -> Floats:
    """Fractions and balls as the floats next to them."""
    rounded = np.vectorize(lambda v: float(v.mid()) if isinstance(v, arb) else float(v), [float])
    return np.asarray(rounded(found) if np.size(found) else np.zeros(np.shape(found)))
