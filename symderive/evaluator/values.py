"""Values for real symbols, tensors and unknown functions, inside their domains, simplest first."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq

from symderive.errors import IllFormed, Undefined
from symderive.evaluator.anchors import anchored, anchors_of
from symderive.evaluator.arithmetic import (
    Inconclusive,
    Indeterminate,
    Value,
    exact,
    integer_or_none,
)
from symderive.evaluator.constraints import parts_of, split
from symderive.evaluator.convex import ConvexFunction, convex_functions
from symderive.evaluator.entry_polynomials import (
    EntryPolynomial,
    FunctionalStore,
    random_entry_polynomial,
    simple_entry_polynomials,
)
from symderive.evaluator.interpret import (
    Assignment,
    FunctionStore,
    NoSuchTensor,
    Program,
    TensorStore,
    lengths,
)
from symderive.evaluator.polynomials import Polynomial, random_polynomial, simple_polynomials
from symderive.evaluator.support import Place
from symderive.evaluator.writer import FunctionalKey, FunctionKey
from symderive.language.binding import dangling, free_symbols, shift
from symderive.language.terms import (
    And,
    Bound,
    Compare,
    Domain,
    Functional,
    Number,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
)

SIMPLE = [Fraction(text) for text in "0 1 -1 2 1/2 -2 3 -1/2 -3 1/3 3/2 -1/3 2/3 -3/2".split()]
FURTHER = [Fraction(text) for text in "4 5 -4 5/2 7 -5 1/4 -7/3 3/4 10 -8 1/10".split()]
MOST_CONSTANTS = 6
SIMPLEX = "simplex"
# Small weights first; from the fourth on they differ widely, which is what general points are for.
# Where a point is made simpler, weights up to the least of these are tried in order.
LARGEST_WEIGHT = 4
WEIGHTS = (1, 2, 3, 4, 1, 9, 2, 30)
HALF = 0.5
KNOWN_PROPERTIES = {SIMPLEX, "closed"}

Plan = Callable[[Sequence[Value], random.Random], Value]
"""How a value is chosen among the admissible ones, which are ordered by how simple they are."""


def first(options: Sequence[Value], chance: random.Random) -> Value:
    """The simplest value: 0 where it is admissible."""
    return options[0]


def second(options: Sequence[Value], chance: random.Random) -> Value:
    """The second simplest value: 1 where 0 and 1 are admissible."""
    return options[min(1, len(options) - 1)]


def either(options: Sequence[Value], chance: random.Random) -> Value:
    """One of the two simplest values."""
    return chance.choice(options[:2])


def small(options: Sequence[Value], chance: random.Random) -> Value:
    """One of the simplest values."""
    return chance.choice(options[:6])


def general(options: Sequence[Value], chance: random.Random) -> Value:
    """A value that is not 0 or 1 where possible, so that little cancels by chance."""
    return chance.choice(options[3:16] or options)


def any_option(options: Sequence[Value], chance: random.Random) -> Value:
    """Any of the values that are tried, constants of the claim among them."""
    return chance.choice(options)


FURTHER_PLANS: tuple[Plan, ...] = (first, second, either, small, general, any_option, small)
"""In which order points are made where more than one is tried."""


def constants_of(statement: Statement) -> list[Fraction]:
    """The numbers that occur in a statement and are not among the values tried anyway."""
    found = {part.value for part in parts_of(statement) if isinstance(part, Number)}
    return sorted(found - set(SIMPLE), key=lambda v: (abs(v), v))[-MOST_CONSTANTS:]


class NoValue(Exception):
    """No value is known that lies in a domain."""


@dataclass
class _Range:
    """A domain made ready: whether it contains a value, and the ends that it mentions."""

    contains: Callable[..., bool]
    ends: list[Callable[..., Value]]
    depends: tuple[Symbol, ...]
    """The symbols on which it depends."""
    fixed: bool
    """Whether it depends on nothing else."""


class ValueSource:
    """Makes assignments for the variables of a statement that are not integers."""

    def __init__(self, statement: Statement) -> None:
        variables = sorted(free_symbols(statement), key=lambda v: v.name)
        self.reals = _in_order([v for v in variables if isinstance(v, Symbol) and not v.is_integer])
        self.tensors = [v for v in variables if isinstance(v, TensorSymbol)]
        self.functions = functions_of(statement)
        self.anchors = anchors_of(statement.given)
        self.constants = constants_of(statement)
        # In x - 1000 the constant is -1000, and 1000 is where something happens.
        near = [s * c + d for c in self.constants for s in (1, -1) for d in (0, 1, -1)]
        pool = [*SIMPLE[:7], *near, *SIMPLE[7:], *FURTHER]
        self._pool = [exact(value) for value in dict.fromkeys(pool)]
        self._program = Program(literal=True)
        domains = dict.fromkeys(_domain(v) for v in self.reals) | dict.fromkeys(
            _domain(v) for v in self.tensors
        )
        self._ranges = {domain: self._range(domain) for domain in domains}
        self._shapes = {
            t: [self._program.add(size) for size in t.shape]
            for t in self.tensors
            if t.shape is not None
        }
        self.functionals = {
            key: [self._program.add(size) for size in key.shape]
            for key in functionals_of(statement)
        }
        self._known: dict[tuple[Value, ...], list[Value]] = {}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to choose: all variables are integers."""
        return not (self.reals or self.tensors or self.functions or self.functionals)

    def mentions(self, symbols: Sequence[Symbol]) -> bool:
        """Whether a domain or a shape depends on one of these symbols."""
        variables: list[Term] = [*self.reals, *self.tensors]
        variables += [size for key in self.functionals for size in key.shape]
        return any(s in free_symbols(v) for v in variables for s in symbols)

    def _range(self, domain: Domain) -> _Range:
        for name in domain.properties:
            if name not in KNOWN_PROPERTIES:
                raise IllFormed(f"no values with the property {name!r} are known")
        conditions = split(domain.conditions)
        if not conditions:
            return _Range(lambda value: True, [], (), True)
        ends = [
            self._program.add(shift(side, -1))
            for condition in conditions
            if isinstance(condition, Compare)
            for side in (condition.left, condition.right)
            if dangling(side) == 0 and not isinstance(side, Bound)
        ]
        symbols = tuple(s for s in free_symbols(domain) if isinstance(s, Symbol))
        fixed = len(symbols) == len(free_symbols(domain))
        return _Range(self._program.add(And(tuple(conditions)), 1), ends, symbols, fixed)

    def options(self, domain: Domain, assignment: Assignment) -> list[Value]:
        """The values to try in a domain, from simple to not so simple; raises NoValue."""
        made = self._ranges[domain]
        key = (domain, *[assignment.symbols.get(s) for s in made.depends])
        found = self._known.get(key) if made.fixed else None
        if found is None:
            self._program.load(assignment)
            candidates = [*self._pool, *self._near_ends(made)]
            found = [v for v in dict.fromkeys(candidates) if self.contains(domain, v)]
            self._known[key] = found
        if not found:
            raise NoValue
        return found

    def contains(self, domain: Domain, value: Value) -> bool:
        """Whether a value lies in a domain, at the assignment looked at last."""
        if domain.kind == "integer" and integer_or_none(value) is None:
            return False
        try:
            return bool(self._ranges[domain].contains(value))
        except (Undefined, Inconclusive, Indeterminate):
            return False

    def admits(self, assignment: Assignment) -> bool:
        """Whether all values of an assignment lie in their domains."""
        self._program.load(assignment)
        for symbol in self.reals:
            if not self.contains(_domain(symbol), assignment.symbols[symbol]):
                return False
        for tensor, store in assignment.tensors.items():
            domain = _domain(tensor)
            if not all(self.contains(domain, value) for value in store.values()):
                return False
            if SIMPLEX in domain.properties and sum(store.values()) != 1:
                return False
        return True

    def _near_ends(self, made: _Range) -> list[Value]:
        """Values at and next to the ends of an interval, and inside it."""
        ends: list[Value] = []
        for end in made.ends:
            try:
                value = end()
            except (Undefined, Inconclusive, Indeterminate):
                continue
            if isinstance(value, (int, fmpq)):
                ends.append(value)
        half, third = fmpq(1, 2), fmpq(1, 3)
        found = [end + step for end in ends for step in (0, 1, -1, half, -half)]
        for a in ends:
            found += [a + part * (b - a) for b in ends if a != b for part in (half, third)]
        return [int(v.p) if isinstance(v, fmpq) and v.q == 1 else v for v in found]

    def assign(self, integers: dict[Symbol, int], plan: Plan, chance: random.Random) -> Assignment:
        """Values for everything; entries are chosen when they are asked for.

        Raises NoValue or NoSuchTensor where a domain is empty at these integers.
        """
        assignment = Assignment(dict(integers))
        for symbol in self.reals:
            options = self.options(_domain(symbol), assignment)
            assignment.symbols[symbol] = plan(options, chance)
        for tensor in self.tensors:
            shape = self._lengths(tensor, assignment)
            assignment.tensors[tensor] = self.store(tensor, shape, assignment, plan, chance)
        for key in self.functions:
            chosen = anchored(_function(key, plan, chance), self.anchors.get(key))
            assignment.functions[key] = FunctionStore(chosen)
        if self.functionals:
            self._program.load(assignment)
        for functional, sizes in self.functionals.items():
            shape = lengths(sizes)
            function = _function_of_tensors(shape, plan, chance)
            assignment.functions[functional] = FunctionalStore(functional.name, shape, function)
        return assignment

    def _lengths(self, tensor: TensorSymbol, assignment: Assignment) -> tuple[int, ...] | None:
        if tensor.shape is None:
            return None
        self._program.load(assignment)
        return lengths(self._shapes[tensor])

    def store(
        self,
        tensor: TensorSymbol,
        shape: tuple[int, ...] | None,
        assignment: Assignment,
        plan: Plan,
        chance: random.Random,
    ) -> TensorStore:
        """Entries that are chosen by the plan when they are asked for."""
        domain = _domain(tensor)

        def make(place: Place) -> Value:
            return plan(self.options(domain, assignment), chance)

        store = TensorStore(tensor.name, shape, make)
        if SIMPLEX in domain.properties and shape is not None:
            fill_simplex(store, shape, 0 in self.options(domain, assignment), plan, chance)
        return store


def fill_simplex(
    store: TensorStore, shape: tuple[int, ...], closed: bool, plan: Plan, chance: random.Random
) -> None:
    """Weights with sum 1: positive integers (also 0 if closed), divided by their sum."""
    choices = (0, *WEIGHTS, 0) if closed else WEIGHTS
    places = list(_places(shape))
    if not places:
        raise NoSuchTensor
    weights = [plan(choices, chance) for _ in places]
    if not any(weights):
        weights[0] = 1
    for place, weight in zip(places, weights, strict=True):
        store[place] = fmpq(weight, sum(weights))


def _places(shape: Sequence[int]) -> Iterable[Place]:
    if not shape:
        yield ()
        return
    for rest in _places(shape[:-1]):
        for k in range(1, shape[-1] + 1):
            yield (*rest, k)


def functions_of(statement: Statement) -> list[FunctionKey]:
    """The unknown functions of a statement."""
    found = {
        (part.name, len(part.arguments), part.properties): None
        for part in parts_of(statement)
        if isinstance(part, Unknown)
    }
    return list(found)


def functionals_of(statement: Statement) -> list[FunctionalKey]:
    """The unknown functions of a whole tensor in a statement."""
    found = {
        FunctionalKey(part.name, part.shape): None
        for part in parts_of(statement)
        if isinstance(part, Functional)
    }
    return list(found)


def _function_of_tensors(
    shape: tuple[int, ...], plan: Plan, chance: random.Random
) -> EntryPolynomial:
    if plan in (general, any_option):
        return random_entry_polynomial(shape, chance)
    return plan(simple_entry_polynomials(shape), chance)  # type: ignore[no-any-return]


def _function(key: FunctionKey, plan: Plan, chance: random.Random) -> Polynomial | ConvexFunction:
    _, arity, properties = key
    known = convex_functions(arity, properties)
    if known and plan not in (first, second) and chance.random() < HALF:
        return chance.choice(known)
    if plan in (general, any_option):
        return random_polynomial(arity, chance, properties)
    return plan(simple_polynomials(arity, properties), chance)  # type: ignore[no-any-return]


def _domain(variable: Symbol | TensorSymbol) -> Domain:
    assert isinstance(variable.domain, Domain)
    return variable.domain


def _in_order(symbols: list[Symbol]) -> list[Symbol]:
    """Symbols such that each comes after those that its domain mentions."""
    found: list[Symbol] = []
    left = list(symbols)
    while left:
        ready = [s for s in left if free_symbols(s.domain).isdisjoint(left)] or left[:1]
        found += ready
        left = [s for s in left if s not in ready]
    return found
