"""Counterexamples to claims about order: step functions and simple numbers, the simplest first."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from symderive.errors import OutsideFragment, Undefined
from symderive.evaluator.order import World
from symderive.evaluator.order_witness import Found, told
from symderive.evaluator.step_functions import VARIABLES, StepFunction, candidates
from symderive.language.binding import children, free_symbols, instantiate, subterms
from symderive.language.order import (
    ForallReal,
    Infimum,
    Probability,
    at_real,
    is_about_order,
    is_smooth,
    meaning,
)
from symderive.language.terms import Domain, Number, Statement, Symbol, TensorSymbol, Term, Unknown
from symderive.results.witness import Witness

SIMPLE = [
    Fraction(text) for text in "0 1 -1 2 -2 1/2 -1/2 3 -3 1/3 3/2 -3/2 2/3 1/4 3/4 4 -4".split()
]
# How many points stand for one of the search at sizes, by how deep quantifiers are nested.
POINTS_FOR_ONE = (60, 15, 3, 1)
MOST_POINTS = 6000
CHECKED_EVERY = 16

Option = tuple[int, "Fraction | StepFunction"]


@dataclass(frozen=True)
class Look:
    """What a look for counterexamples found; ``tried`` counts points inside the hypotheses."""

    witness: Witness | None
    tried: int
    outside: int


def without_quantifier(statement: Statement) -> Statement:
    """A claim for every real number as one about a free variable, where no order is left in it."""
    claim: Term = statement.claim
    taken = {symbol.name for symbol in free_symbols(statement)}
    while isinstance(claim, ForallReal):
        name = claim.name
        while name in taken:
            name += "'"
        taken.add(name)
        claim = at_real(claim, name)
    opened = Statement(claim, statement.given)
    return statement if is_about_order(meaning(opened)) else opened


def look(statement: Statement, points: int, seconds: float) -> Look:
    """Points in the order of how simple they are, until the claim fails at one."""
    until = time.thread_time() + seconds
    search = _search_for(statement)
    tried = outside = 0
    for place, values in enumerate(search.choices(min(points * search.share, MOST_POINTS))):
        if place % CHECKED_EVERY == 0 and time.thread_time() > until:
            break
        found = search.at(values)
        if found is None:
            outside += 1
            continue
        tried += 1
        if found.refutes:
            return Look(search.witness(values, found), tried, outside)
    return Look(None, tried, outside)


class _Search:
    """A statement made ready: what there is to choose, and what holds of it."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.claim = meaning(statement.claim)
        free = sorted(free_symbols(statement), key=lambda symbol: symbol.name)
        self.symbols = [symbol for symbol in free if isinstance(symbol, Symbol)]
        self.functions = list(
            {p.name: p for p in subterms(statement) if isinstance(p, Unknown)}.values()
        )
        self.impossible = any(isinstance(symbol, TensorSymbol) for symbol in free)
        self.given = [meaning(condition) for condition in statement.given]
        for symbol in self.symbols:
            assert isinstance(symbol.domain, Domain)
            self.given += [instantiate(c, (symbol,)) for c in symbol.domain.conditions]
        self.terms = (self.claim, *self.given)
        nested = min(max(map(_depth, self.terms)), len(POINTS_FOR_ONE) - 1)
        self.share = POINTS_FOR_ONE[nested]
        numbers = {part.value for part in subterms(statement) if isinstance(part, Number)}
        pool = sorted({*SIMPLE, *numbers}, key=lambda v: (_cost(v), -v))
        self.options: list[list[Option]] = [
            [(f.cost, f) for f in candidates(function.properties, is_smooth(function))]
            for function in self.functions
        ]
        self.options += [self._values(symbol, pool) for symbol in self.symbols]

    def _values(self, symbol: Symbol, pool: Sequence[Fraction]) -> list[Option]:
        """The values of a variable that fulfil the conditions on it alone."""
        alone = [c for c in self.given if free_symbols(c) == {symbol}]
        alone = [c for c in alone if not any(isinstance(p, Unknown) for p in subterms(c))]
        found = [v for v in pool if v.denominator == 1 or not symbol.is_integer]
        if alone:
            found = [v for v in found if all(World((c,), {symbol: v}, {}).truth(c) for c in alone)]
        return [(_cost(value), value) for value in found]

    def choices(self, most: int) -> Iterator[tuple[Fraction | StepFunction, ...]]:
        """Choices of everything, at least cost first."""
        if self.impossible or not all(self.options):
            return
        least = sum(options[0][0] for options in self.options)
        largest = sum(options[-1][0] for options in self.options)
        for total in range(least, largest + 1):
            for values in _with_cost(self.options, total):
                if most <= 0:
                    return
                most -= 1
                yield values

    def world(self, values: Sequence[Fraction | StepFunction]) -> World:
        """The values as they are chosen."""
        count = len(self.functions)
        functions = {
            f.name: v
            for f, v in zip(self.functions, values, strict=False)
            if isinstance(v, StepFunction)
        }
        symbols = {
            s: v
            for s, v in zip(self.symbols, values[count:], strict=True)
            if isinstance(v, Fraction)
        }
        return World(self.terms, symbols, functions)

    def at(self, values: Sequence[Fraction | StepFunction]) -> Found | None:
        """What becomes of the claim; None outside of the hypotheses, or where it is not read."""
        try:
            world = self.world(values)
            if not all(world.truth(condition) for condition in self.given):
                return None
            truth = world.truth(self.claim)
            return Found(True) if truth else told(world, self.statement.claim)
        except (OutsideFragment, Undefined):
            return None

    def witness(self, values: Sequence[Fraction | StepFunction], found: Found) -> Witness:
        """The point as data."""
        world = self.world(values)
        letter = self._letter()
        integers = {s.name: int(v) for s, v in world.symbols.items() if s.is_integer}
        reals = {s.name: str(v) for s, v in world.symbols.items() if not s.is_integer}
        return Witness(
            sizes=integers,
            indices=found.indices,
            values={**reals, **found.values},
            functions={
                f"{name}({letter})": function.text(letter)
                for name, function in world.functions.items()
            },
            left=found.left,
            right=found.right,
            undefined=found.undefined,
        )

    def _letter(self) -> str:
        """A name for the argument of a function that nothing else has."""
        parts = subterms(self.statement)
        taken = {symbol.name for symbol in self.symbols}
        bound = [getattr(p, "name", "") for p in parts if not isinstance(p, (Symbol, Unknown))]
        free = [v for v in VARIABLES if v not in taken]
        return next((v for v in free if v not in bound), free[0] if free else "r")


@lru_cache(maxsize=32)
def _search_for(statement: Statement) -> _Search:
    """Kept, because a statement is often looked at more than once."""
    return _Search(statement)


def _depth(term: Term) -> int:
    """How deep quantifiers over the reals, infima and probabilities are nested."""
    below = max([0, *(_depth(child) for child, _ in children(term))])
    return below + isinstance(term, (ForallReal, Infimum, Probability))


def _cost(value: Fraction) -> int:
    return abs(value.numerator) + value.denominator


def _with_cost(
    options: Sequence[Sequence[Option]], cost: int
) -> Iterator[tuple[Fraction | StepFunction, ...]]:
    """The choices that cost that much together."""
    if not options:
        if cost == 0:
            yield ()
        return
    rest = sum(found[0][0] for found in options[1:])
    most = sum(found[-1][0] for found in options[1:])
    for own, value in options[0]:
        if own + rest > cost:
            return
        if own + most < cost:
            continue
        for others in _with_cost(options[1:], cost - own):
            yield (value, *others)
