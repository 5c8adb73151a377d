"""Integer points inside the hypotheses, smallest first.

Sizes come in the order of their sum, then lexicographically; then, for each choice of sizes, the
indices in their ranges. Bounds that are linear in the next variable, such as 1 <= q <= 4 m n or
d >= k1 + k2 - 1, cut the ranges before they are entered; equalities are solved.
"""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator, Sequence

from symderive.evaluator.constraints import (
    Constraint,
    Integers,
    bound,
    constraints,
    domain_conditions,
    on_integers,
    parts_of,
    split,
)
from symderive.evaluator.narrowing import Range, narrowed
from symderive.language.binding import free_symbols
from symderive.language.terms import (
    Array,
    Entry,
    Forall,
    Functional,
    Reduce,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
)

Values = dict[Symbol, int]

LEVELS = 400
OPEN_RANGE = 5
LONGEST_RANGE = 48
MOST_STEPS = 5000


class IntegerSpace:
    """The integer symbols of a statement, sizes and indices, with the constraints on them.

    ``sampled`` becomes true when some choice of indices has been left out.
    """

    def __init__(self, statement: Statement) -> None:
        variables = free_symbols(statement)
        symbols = [s for s in variables if isinstance(s, Symbol) and s.is_integer]
        symbols.sort(key=lambda s: s.name)
        conditions = [c for s in symbols for c in domain_conditions(s)]
        conditions = [c for c in [*conditions, *split(statement.given)] if on_integers(c)]
        self.constraints = constraints(dict.fromkeys(conditions))
        self.feasible = all(c.holds({}) for c in self.constraints if not c.symbols)
        bounds = {
            s: self._bounds(s, {}, [c for c in self.constraints if c.symbols == {s}])
            for s in symbols
        }
        self._bounded = {s for s, (_, high) in bounds.items() if high is not None}
        self._narrow(bounds)
        sizing, indexing = _roles(statement, variables)
        self.sizes = [
            s
            for s in symbols
            if s in sizing or (s not in indexing and not self._bounded_by_others(s))
        ]
        self.indices = [s for s in symbols if s not in self.sizes]
        self.sampled = False
        self._steps = 0
        self._few: dict[tuple[int, ...], list[Values]] = {}
        self._order = [*self.sizes, *self.indices]
        place = {s: k for k, s in enumerate(self._order)}
        self._decided: dict[Symbol, list[Constraint]] = {s: [] for s in self._order}
        self._open: dict[Symbol, list[Constraint]] = {s: [] for s in self._order}
        for one in self.constraints:
            if not one.symbols:
                continue
            last = max(one.symbols, key=lambda s: place[s])
            self._decided[last].append(one)
            for s in one.symbols - {last}:
                if last in self.sizes:
                    self._open[s].append(one)

    def _narrow(self, bounds: dict[Symbol, Range]) -> None:
        """Keep the least and the greatest value of each symbol, and add them to the constraints."""
        found = narrowed(bounds, self.constraints)
        self._least = {s: low for s, (low, _) in found.items()}
        self._most = {s: high for s, (_, high) in found.items()}
        for s, (low, high) in found.items():
            for relation, end, known in zip((">=", "<="), (low, high), bounds[s], strict=True):
                if end is not None and end != known:
                    self.constraints.append(bound(s, relation, end))
            if low is not None and high is not None and low > high:
                self.feasible = False

    def _bounded_by_others(self, symbol: Symbol) -> bool:
        """Whether some constraint bounds the symbol from above."""
        return symbol in self._bounded or any(
            one.polynomial is not None
            and len(one.symbols) > 1
            and any(m == (symbol,) and (c < 0 or one.equals) for m, c in one.polynomial)
            for one in self.constraints
        )

    @staticmethod
    def _bounds(
        symbol: Symbol, values: Integers, decided: Sequence[Constraint]
    ) -> tuple[int | None, int | None]:
        """The interval that constraints leave to a symbol once all the others have values."""
        low: int | None = None
        high: int | None = None
        for one in decided:
            least, most = one.interval(symbol, values)
            if least is not None:
                low = least if low is None else max(low, least)
            if most is not None:
                high = most if high is None else min(high, most)
        return low, high

    # Sizes

    def by_total(self, levels: int, until: float) -> Iterator[Values]:
        """All choices of sizes until a moment, in the order of the sum of their absolute values.

        ``levels`` is how many sums are gone through at most.
        """
        if not self.feasible:
            return
        if not self.sizes:
            yield {}
            return
        start = sum(map(self._weight, self.sizes))
        for total in range(start, start + levels):
            if self._exhausted(total) or time.thread_time() > until:
                return
            yield from self._with_total({}, total, until)

    def ends_within(self, levels: int) -> bool:
        """Whether all choices of sizes are among so many sums."""
        return not self.feasible or self._exhausted(sum(map(self._weight, self.sizes)) + levels)

    def _weight(self, symbol: Symbol) -> int:
        """The least absolute value of a symbol."""
        low, high = self._least[symbol], self._most[symbol]
        if low is not None and low > 0:
            return low
        return -high if high is not None and high < 0 else 0

    def _exhausted(self, total: int) -> bool:
        """Whether no choice of sizes can have so large a sum."""
        most = 0
        for s in self.sizes:
            low, high = self._least[s], self._most[s]
            if low is None or high is None:
                return False
            most += max(abs(low), abs(high))
        return total > most

    def _with_total(self, chosen: Values, rest: int, until: float) -> Iterator[Values]:
        """The choices that extend those made, with so much left to share out."""
        symbol, later = self.sizes[len(chosen)], self.sizes[len(chosen) + 1 :]
        slack = rest - sum(map(self._weight, later))
        if slack < 0 or time.thread_time() > until:
            return
        low, high = self._bounds(symbol, chosen, self._decided[symbol])
        low = -slack if low is None else max(low, -slack)
        high = slack if high is None else min(high, slack)
        candidates: Sequence[int] = range(low, high + 1)
        if not later:
            candidates = [v for v in dict.fromkeys((slack, -slack)) if low <= v <= high]
        elif low < 0:
            candidates = sorted(candidates, key=lambda v: (abs(v), -v))
        for value in candidates:
            values = {**chosen, symbol: value}
            if not all(one.holds(values) for one in self._decided[symbol]):
                continue
            if not later:
                yield values
            elif self._promising(symbol, values, later, rest - abs(value)):
                yield from self._with_total(values, rest - abs(value), until)

    def _promising(
        self, symbol: Symbol, chosen: Values, later: Sequence[Symbol], rest: int
    ) -> bool:
        """Whether the constraints on sizes that are still open may be fulfilled."""
        if not self._open[symbol]:
            return True
        weights = {s: self._weight(s) for s in later}
        lows = [self._least[s] for s in later]
        if any(low is None or low < 0 for low in lows) or min(chosen.values()) < 0:
            return True
        slack = rest - sum(weights.values())
        least = {**chosen, **weights}
        most = {**chosen, **{s: weight + slack for s, weight in weights.items()}}
        return all(one.may_hold(least, most) for one in self._open[symbol])

    def larger(self, chance: random.Random, constants: Sequence[int]) -> Values | None:
        """One random choice of sizes, some of them large or next to a constant of the claim."""
        values: Values = {}
        for symbol in self.sizes:
            low, high = self._bounds(symbol, values, self._decided[symbol])
            least = self._least[symbol]
            start = low if low is not None else least if least is not None else -2
            value = start + int(chance.expovariate(0.5))
            if constants and chance.random() < 0.3:
                value = chance.choice(constants) + chance.choice((-1, 0, 1))
            if low is not None and high is not None and low <= high < start + 4:
                value = chance.randint(low, high)
            values[symbol] = value
            if not all(one.holds(values) for one in self._decided[symbol]):
                return None
        return values

    # Indices

    def index_choices(self, sizes: Values, most: int, chance: random.Random) -> Iterator[Values]:
        """The choices of indices at these sizes, at most so many; beyond that a random part."""
        key = tuple(sizes.values())
        first = self._few.get(key)
        if first is None:
            self._steps = MOST_STEPS
            first = list(itertools.islice(self._indices(sizes, self.indices), 4 * most))
            if len(first) <= most:
                self._few[key] = first
        if len(first) <= most:
            yield from first
            return
        self.sampled = True
        yield from first[: most // 4]
        yield from chance.sample(first[most // 4 :], most // 2)
        for _ in range(most // 4):
            one = self._random_indices(sizes, chance)
            if one is not None:
                yield one

    def _range(self, symbol: Symbol, values: Values) -> Sequence[int]:
        """The values of an index once all before it have values."""
        low, high = self._bounds(symbol, values, self._decided[symbol])
        if low is None or high is None:
            self.sampled = True
        if low is None and high is None:
            found: Sequence[int] = (1, 2, 0, -1, 3)
        elif high is None:
            found = range(low or 0, (low or 0) + OPEN_RANGE)
        elif low is None:
            found = range(high, high - OPEN_RANGE, -1)
        else:
            found = range(low, high + 1)
        if len(found) > LONGEST_RANGE:
            self.sampled = True
            found = [*found[: LONGEST_RANGE - 4], *found[-4:]]
        return found

    def _indices(self, values: Values, left: Sequence[Symbol]) -> Iterator[Values]:
        if not left:
            yield dict(values)
            return
        symbol = left[0]
        for value in self._range(symbol, values):
            self._steps -= 1
            if self._steps < 0:
                self.sampled = True
                return
            further = {**values, symbol: value}
            if all(one.holds(further) for one in self._decided[symbol]):
                yield from self._indices(further, left[1:])

    def _random_indices(self, sizes: Values, chance: random.Random) -> Values | None:
        values = dict(sizes)
        for symbol in self.indices:
            found = self._range(symbol, values)
            if not found:
                return None
            values[symbol] = chance.choice(found)
            if not all(one.holds(values) for one in self._decided[symbol]):
                return None
        return values


def _roles(
    statement: Statement, variables: frozenset[Symbol | TensorSymbol]
) -> tuple[set[Term], set[Term]]:
    """The symbols that bound ranges or are lengths, and those that stand in indices."""
    sizing: set[Term] = set()
    indexing: set[Term] = set()
    for tensor in variables:
        if isinstance(tensor, TensorSymbol):
            for size in tensor.shape or ():
                sizing |= free_symbols(size)
    for part in parts_of(statement):
        if isinstance(part, (Reduce, Forall)):
            sizing |= free_symbols(part.lower) | free_symbols(part.upper)
        elif isinstance(part, (Array, Functional)):
            for size in part.shape:
                sizing |= free_symbols(size)
        elif isinstance(part, Entry):
            for index in part.indices:
                indexing |= free_symbols(index)
    return sizing, indexing
