"""The value of a term under an assignment of values to its free variables.

This is the evaluator's reading of the language: exact rationals wherever possible, balls that
contain the true value elsewhere, and :class:`~symderive.errors.Undefined` where there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import flint
from flint import arb, fmpq

from symderive.errors import BudgetExceeded, Undefined
from symderive.evaluator import conditions, functionals, scalars, tensors
from symderive.evaluator.arithmetic import Inconclusive, Indeterminate, Value, exact, fraction
from symderive.evaluator.convex import ConvexFunction
from symderive.evaluator.entry_polynomials import FunctionalStore
from symderive.evaluator.nearing import Nearing
from symderive.evaluator.polynomials import Polynomial
from symderive.evaluator.support import Meter, Place, inside
from symderive.evaluator.writer import (
    CONDITION_NODES,
    SCALARS,
    FunctionalKey,
    FunctionKey,
    Writer,
)
from symderive.language.definitions import shape_of
from symderive.language.terms import Entry, Symbol, TensorSymbol, Term, number

BITS = (64, 128, 256, 512)
COST = 2_000_000
FOREVER = float("inf")


class NoSuchTensor(Exception):
    """A free tensor cannot exist at these sizes: a length is negative or no integer."""


class TensorStore(dict[Place, Value]):
    """The entries of a free tensor, made when they are first asked for."""

    def __init__(
        self, name: str, shape: tuple[int, ...] | None, make: Callable[[Place], Value]
    ) -> None:
        super().__init__()
        self.name, self.shape, self.make = name, shape, make

    def __missing__(self, place: Place) -> Value:
        if self.shape is not None:
            inside(place, self.shape, self.name)
        value = self[place] = self.make(place)
        return value


class FunctionStore(dict[tuple[int, ...], Polynomial | ConvexFunction]):
    """A concrete function and its derivatives by their orders."""

    def __init__(self, function: Polynomial | ConvexFunction) -> None:
        super().__init__()
        self.function = function

    def __missing__(self, orders: tuple[int, ...]) -> Polynomial | ConvexFunction:
        derivative = self[orders] = self.function.derivative(orders)
        return derivative


@dataclass
class Assignment:
    """Values for free variables: symbols, tensors entry by entry, unknown functions."""

    symbols: dict[Symbol, Value] = field(default_factory=dict)
    tensors: dict[TensorSymbol, TensorStore] = field(default_factory=dict)
    functions: dict[FunctionKey | FunctionalKey, FunctionStore | FunctionalStore] = field(
        default_factory=dict
    )


class Program:
    """Terms made ready to be evaluated many times at different assignments.

    A program is built by adding terms with :meth:`add`; the functions that it returns may be
    called once :meth:`load` has been given an assignment.
    """

    def __init__(self, literal: bool = False) -> None:
        self.meter = Meter()
        self._writer = Writer(literal)
        self._writer.inside = lambda: Program(literal)
        self._names: dict[str, Any] = {}
        self._memories: list[dict[Any, Value]] = []
        self._ready = False

    def add(self, term: Term, binders: int = 0) -> Callable[..., Any]:
        """A function that evaluates the scalar or condition on its outermost bound variables."""
        name = self._writer.root(term, binders)

        def call(*bound: Value) -> Any:
            return self._names[name](*bound)

        return call

    def nearing(self, body: Term, target: Term, side: str, binders: int = 0) -> Nearing:
        """A function that tells what the body tends to, under the same assignment."""
        found = Nearing(Program(self._writer.literal), body, target, side, binders)
        found.register(self._writer)
        self._writer.inner.append(found)
        return found

    @property
    def symbols(self) -> Iterable[Symbol]:
        """The free symbols that have been met."""
        return self._writer.symbols

    @property
    def tensors(self) -> Iterable[TensorSymbol]:
        """The free tensors that have been met."""
        return self._writer.tensors

    @property
    def functions(self) -> Iterable[FunctionKey | FunctionalKey]:
        """The unknown functions that have been met."""
        return self._writer.functions

    def load(self, assignment: Assignment, cost: int = COST, until: float = FOREVER) -> None:
        """Evaluate at this assignment from now on, at that cost and until that moment at most."""
        if not self._ready:
            self._names = self._writer.namespace(self.meter.spend)
            self._memories = [self._names[f"memory_{name}"] for name in self._writer.memories]
            self._ready = True
        names, writer = self._names, self._writer
        for symbol, name in writer.symbols.items():
            names[name] = assignment.symbols.get(symbol)
        for tensor, name in writer.tensors.items():
            names[name] = assignment.tensors.get(tensor)
        for function, name in writer.functions.items():
            names[name] = assignment.functions.get(function)
        for inner in writer.inner:
            inner.load(assignment, cost, until)
        self.meter.start(cost, until)
        self.forget()

    def forget(self) -> None:
        """Drop the values found so far, after a change of precision or of values."""
        for memory in self._memories:
            memory.clear()


@contextmanager
def precision(bits: int) -> Any:
    """Balls are computed with that many bits inside the block."""
    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


def lengths(shape: Sequence[Callable[[], Value]]) -> tuple[int, ...]:
    """The lengths of a free tensor; raises NoSuchTensor unless they are natural numbers."""
    found = []
    for size in shape:
        try:
            value = size()
        except Undefined as undefined:
            raise NoSuchTensor from undefined
        if value != int(value) or value < 0:
            raise NoSuchTensor
        found.append(int(value))
    return tuple(found)


def evaluate(term: Term, values: Mapping[Term | str, Any], *, cost: int = COST) -> Any:
    """The value of a term: a Fraction where it is rational, else a ball; a bool for a condition.

    ``values`` gives a number for a Symbol; for a TensorSymbol a mapping from index tuples, a
    function of the indices, or nested sequences; for the name of an unknown function a
    Polynomial or an EntryPolynomial. A tensor comes back as nested lists. Raises Undefined where
    there is no value and BudgetExceeded where it costs too much, or where 512 bits do not decide a
    branch.

    >>> from fractions import Fraction
    >>> from symderive.language.terms import Add, Pow, REAL
    >>> x = Symbol("x", REAL)
    >>> evaluate(Add((x, Pow(x, number(-1)))), {x: Fraction(1, 2)})
    Fraction(5, 2)
    """
    program = Program(literal=True)
    if not isinstance(term, tuple(CONDITION_NODES)) and shape_of(term):
        return _tensor(term, values, cost)
    root = program.add(term)
    used = list(program.tensors)
    shapes: dict[Any, list[Callable[[], Value]]] = {
        t: [program.add(size) for size in t.shape] for t in used if t.shape is not None
    }
    functionals_used = [key for key in program.functions if isinstance(key, FunctionalKey)]
    shapes |= {key: [program.add(size) for size in key.shape] for key in functionals_used}
    assignment = Assignment(
        {s: _number(values[s]) for s in program.symbols},
        {},
        {
            key: FunctionStore(values[key[0]])
            for key in program.functions
            if not isinstance(key, FunctionalKey)
        },
    )
    for symbol in program.symbols:
        assignment.symbols[symbol] = _number(values[symbol])
    program.load(assignment, cost)
    for tensor in used:
        shape = lengths(shapes[tensor]) if tensor in shapes else None
        assignment.tensors[tensor] = TensorStore(tensor.name, shape, _reader(values[tensor]))
    for key in functionals_used:
        given = FunctionalStore(key.name, lengths(shapes[key]), values[key.name])
        assignment.functions[key] = given
    for bits in BITS:
        with precision(bits):
            program.load(assignment, cost)
            try:
                return _result(root())
            except Inconclusive:
                continue
            except Indeterminate:
                break
    raise BudgetExceeded(f"{BITS[-1]} bits do not decide what happens here")


def _tensor(term: Term, values: Mapping[Term | str, Any], cost: int) -> Any:
    """All entries of a tensor, as nested lists."""

    def part(indices: tuple[int, ...], rest: Sequence[Term]) -> Any:
        if not rest:
            return evaluate(Entry(term, tuple(map(number, indices))), values, cost=cost)
        size = evaluate(rest[0], values, cost=cost)
        return [part((*indices, k), rest[1:]) for k in range(1, int(size) + 1)]

    return part((), shape_of(term) or ())


def _number(value: Any) -> Value:
    return value if isinstance(value, (fmpq, arb)) else exact(value)


def _result(value: Any) -> Any:
    return value if isinstance(value, (bool, arb)) else fraction(value)


def _reader(values: Any) -> Callable[[Place], Value]:
    """How entries are read from a mapping, a function or nested sequences."""
    if isinstance(values, Mapping):
        return lambda place: _number(values[place] if place in values else values[place[0]])
    if callable(values):
        return lambda place: _number(values(*place))

    def nested(place: Place) -> Value:
        here = values
        for index in place:
            here = here[index - 1]
        return _number(here)

    return nested


__all__ = [
    "Assignment",
    "Program",
    "conditions",
    "evaluate",
    "functionals",
    "scalars",
    "tensors",
    "SCALARS",
]
