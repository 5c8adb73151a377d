"""A counterexample made least: sizes, then indices, then values, inside the hypotheses.

Least means: the smallest sum of sizes, then sizes in the order of their names, then indices, then
the smallest sum of |numerator| + denominator over the values. The effort is bounded, so that
"least" is what was found, not what was proved.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flint import fmpq

from symderive.evaluator.anchors import anchored
from symderive.evaluator.arithmetic import Value
from symderive.evaluator.convex import convex_functions
from symderive.evaluator.entry_polynomials import FunctionalStore, simple_entry_polynomials
from symderive.evaluator.integers import LEVELS, Values
from symderive.evaluator.interpret import (
    Assignment,
    FunctionStore,
    NoSuchTensor,
    TensorStore,
)
from symderive.evaluator.judge import Outcome
from symderive.evaluator.polynomials import simple_polynomials
from symderive.evaluator.support import Place
from symderive.evaluator.trial import Trial, now
from symderive.evaluator.values import (
    FURTHER_PLANS,
    LARGEST_WEIGHT,
    SIMPLEX,
    NoValue,
    ValueSource,
    fill_simplex,
    first,
    second,
)
from symderive.evaluator.writer import FunctionalKey, FunctionKey
from symderive.language.terms import Symbol, TensorSymbol

Slot = Symbol | tuple[TensorSymbol, Place]
Hit = tuple[Assignment, Outcome]

SIZES_AGAIN = 40
INDICES_AGAIN = 24
COMBINATIONS = 400
SIMPLER = 8
LONGEST_DISTRIBUTION = 3
PLANS_AGAIN = 8
MOST_DISTRIBUTIONS = 5000
TIME_FOR_SIZES = 0.5


def shrunk(
    trial: Trial, assignment: Assignment, outcome: Outcome, *, cost: int, until: float, seed: int
) -> Hit:
    """The least counterexample found from this one, with what is found there."""
    work = _Shrinking(trial, (assignment, outcome), cost, until, random.Random(seed))
    work.integers()
    work.functions()
    work.values()
    return work.hit


def cost_of(value: Value) -> int:
    """|numerator| + denominator: how simple a value is."""
    if isinstance(value, fmpq):
        return int(abs(value.p) + value.q)
    return abs(int(value)) + 1


@dataclass
class _Shrinking:
    """The least counterexample so far."""

    trial: Trial
    hit: Hit
    cost: int
    until: float
    chance: random.Random

    @property
    def over(self) -> bool:
        return now() > self.until

    def _accept(self, assignment: Assignment) -> bool:
        """Whether this is a counterexample too; then it replaces the one so far."""
        if not self.trial.source.admits(assignment):
            return False
        outcome = self.trial.judge(assignment, self.cost, self.until)
        if outcome is None or not outcome.refutes:
            return False
        self.hit = (assignment, outcome)
        return True

    # Sizes and indices

    def integers(self) -> None:
        """Look once more at smaller sizes, then at smaller indices at the same sizes."""
        space, symbols = self.trial.space, self.hit[0].symbols
        sizes = {s: symbols[s] for s in space.sizes}
        half = now() + TIME_FOR_SIZES * (self.until - now())
        smaller = itertools.takewhile(lambda found: found != sizes, space.by_total(LEVELS, half))
        for found in itertools.islice(smaller, SIZES_AGAIN):
            if now() > half:
                break
            if self._search_at(found, half):
                sizes = found
                break
        if space.indices:
            self._smaller_indices(sizes)

    def _search_at(self, sizes: Values, until: float) -> bool:
        """Whether there is a counterexample at these sizes: points of every kind are tried."""
        domains = [tensor.domain for tensor in self.trial.source.tensors]
        adds_up = any(SIMPLEX in domain.properties for domain in domains)  # type: ignore[attr-defined]
        for plan in FURTHER_PLANS * (PLANS_AGAIN if adds_up else 1):
            for assignment in self.trial.points(sizes, plan, INDICES_AGAIN, self.chance):
                outcome = self.trial.attempt(assignment, self.cost, until, self.chance)
                if outcome is None or now() > until:
                    return False
                if outcome.refutes:
                    self.hit = (assignment, outcome)
                    return True
        return False

    def _smaller_indices(self, sizes: Values) -> None:
        """The first indices at which the claim fails, with the same values or other ones."""
        space, indices = self.trial.space, self.trial.space.indices
        here = tuple(self.hit[0].symbols[s] for s in indices)
        choices = [
            found
            for found in space.index_choices(sizes, INDICES_AGAIN, self.chance)
            if _order(tuple(found[s] for s in indices)) < _order(here)
        ]
        for found in sorted(choices, key=lambda c: _order(tuple(c[s] for s in indices))):
            if self.over:
                return
            if self._accept(self._variant({}, found)):
                return
            for plan in FURTHER_PLANS[:5]:
                try:
                    other = self.trial.source.assign(found, plan, self.chance)
                except (NoValue, NoSuchTensor):
                    break
                outcome = self.trial.attempt(other, self.cost, self.until, self.chance)
                if outcome is not None and outcome.refutes:
                    self.hit = (other, outcome)
                    return

    # Functions and values

    def functions(self) -> None:
        """Simpler functions for the unknown ones."""
        for key, store in self.hit[0].functions.items():
            for simpler in _simpler(key, store, self.trial.source):
                if self.over:
                    break
                changed = self._variant({})
                changed.functions = {**changed.functions, key: simpler}
                if self._accept(changed):
                    break

    def values(self) -> None:
        """Simpler values: all at once, one after the other, then combinations that cost less."""
        self._accept(self._variant({}))
        self._weights()
        self._distributions()
        if self._slots():
            self._accept(self._variant({slot: self._simplest(slot) for slot in self._slots()}))
        self._chunks()
        simpler = True
        while simpler and not self.over:
            simpler = max(map(self._simplify, self._slots()), default=False)
        self._combinations()
        self._accept(self._variant({}))

    def _chunks(self) -> None:
        """Make many values simple at once, in ever smaller groups."""
        slots = self._slots()
        length = len(slots) // 2
        while length > 1:
            for start in range(0, len(slots), length):
                group = slots[start : start + length]
                if self.over:
                    return
                self._accept(self._variant({slot: self._simplest(slot) for slot in group}))
            length //= 2

    def _slots(self) -> list[Slot]:
        """What can be changed by itself: real symbols, and entries unless they must add up."""
        found: list[Slot] = list(self.trial.source.reals)
        for tensor, store in self.hit[0].tensors.items():
            if SIMPLEX not in tensor.domain.properties:  # type: ignore[attr-defined]
                found += [(tensor, place) for place in sorted(store)]
        return found

    def _read(self, slot: Slot) -> Value:
        assignment = self.hit[0]
        if isinstance(slot, Symbol):
            return assignment.symbols[slot]
        return assignment.tensors[slot[0]].get(slot[1], 0)

    def _options(self, slot: Slot) -> list[Value]:
        variable = slot if isinstance(slot, Symbol) else slot[0]
        found = self.trial.source.options(variable.domain, self.hit[0])  # type: ignore[arg-type]
        return sorted(found, key=cost_of)

    def _simplest(self, slot: Slot) -> Value:
        return self._options(slot)[0]

    def _variant(self, changes: Mapping[Slot, Value], integers: Values | None = None) -> Assignment:
        """The counterexample with some values changed, entries copied when they are asked for."""
        before = self.hit[0]
        tensors = {tensor: _copied(store) for tensor, store in before.tensors.items()}
        symbols = {**before.symbols, **(integers or {})}
        for tensor, store in tensors.items():
            if SIMPLEX in tensor.domain.properties:  # type: ignore[attr-defined]
                store.update(before.tensors[tensor])
        for slot, value in changes.items():
            if isinstance(slot, Symbol):
                symbols[slot] = value
            else:
                tensors[slot[0]][slot[1]] = value
        return Assignment(symbols, tensors, before.functions)

    def _simplify(self, slot: Slot) -> bool:
        """Whether a simpler value will do for one slot."""
        cost = cost_of(self._read(slot))
        for value in self._options(slot)[:SIMPLER]:
            if cost_of(value) >= cost or self.over:
                return False
            if self._accept(self._variant({slot: value})):
                return True
        return False

    def _combinations(self) -> None:
        """All combinations of values that cost less in total, cheapest first."""
        slots = self._slots()
        options = [self._options(slot)[:SIMPLER] for slot in slots]
        total = sum(cost_of(self._read(slot)) for slot in slots)
        least = sum(cost_of(found[0]) for found in options)
        cheaper = (c for cost in range(least, total) for c in _with_cost(options, cost))
        for combination in itertools.islice(cheaper, COMBINATIONS):
            if self.over or self._accept(self._variant(dict(zip(slots, combination, strict=True)))):
                return

    def _distributions(self) -> None:
        """All combinations of short vectors whose entries add up to 1 that cost less together."""
        found = {
            tensor: len(store)
            for tensor, store in self.hit[0].tensors.items()
            if SIMPLEX in tensor.domain.properties and store.shape  # type: ignore[attr-defined]
        }
        if not found or max(found.values()) > LONGEST_DISTRIBUTION:
            return
        options = [
            _distributions(length, 0 in self._options((tensor, (1,))))
            for tensor, length in found.items()
        ]
        total = sum(map(cost_of, itertools.chain(*(self._entries(tensor) for tensor in found))))
        for combination in _cheapest(options, total)[:COMBINATIONS]:
            changed = self._variant({})
            for tensor, values in zip(found, combination, strict=True):
                changed.tensors[tensor].update({(k + 1,): v for k, v in enumerate(values)})
            if self.over or self._accept(changed):
                return

    def _entries(self, tensor: TensorSymbol) -> list[Value]:
        return list(self.hit[0].tensors[tensor].values())

    def _weights(self) -> None:
        """Simpler weights for vectors whose entries add up to 1."""
        for tensor, store in self.hit[0].tensors.items():
            if SIMPLEX in tensor.domain.properties and store.shape:  # type: ignore[attr-defined]
                for plan in (first, second):
                    changed = self._variant({})
                    options = self._options((tensor, min(store)))
                    changed.tensors[tensor].clear()
                    fill_simplex(
                        changed.tensors[tensor], store.shape, 0 in options, plan, self.chance
                    )
                    if self.over or self._accept(changed):
                        break


def _distributions(length: int, closed: bool) -> list[tuple[Value, ...]]:
    """Vectors of that length whose entries add up to 1, made of small weights."""
    weights = itertools.product(range(0 if closed else 1, LARGEST_WEIGHT + 1), repeat=length)
    found = {tuple(fmpq(w, sum(chosen)) for w in chosen): None for chosen in weights if any(chosen)}
    return sorted(found, key=lambda values: (sum(map(cost_of, values)), values))


def _cheapest(
    options: Sequence[Sequence[tuple[Value, ...]]], total: int
) -> list[tuple[tuple[Value, ...], ...]]:
    """The combinations that cost less than a total, the cheapest first."""
    found = [
        (sum(map(cost_of, itertools.chain(*chosen))), chosen)
        for chosen in itertools.islice(itertools.product(*options), MOST_DISTRIBUTIONS)
    ]
    cheaper = [pair for pair in found if pair[0] < total]
    return [chosen for _, chosen in sorted(cheaper, key=lambda pair: pair[0])]


def _simpler(
    key: FunctionKey | FunctionalKey,
    store: FunctionStore | FunctionalStore,
    source: ValueSource,
) -> list[FunctionStore | FunctionalStore]:
    """Functions that cost less, the simplest first."""
    if isinstance(store, FunctionalStore):
        found = sorted(simple_entry_polynomials(store.shape), key=lambda function: function.cost)
        return [
            FunctionalStore(store.name, store.shape, function)
            for function in found
            if function.cost < store.function.cost
        ]
    assert not isinstance(key, FunctionalKey)
    known = [*simple_polynomials(key[1], key[2]), *convex_functions(key[1], key[2])]
    functions = [anchored(function, source.anchors.get(key)) for function in known]
    return [FunctionStore(f) for f in functions if f.cost < store.function.cost]


def _copied(store: TensorStore) -> TensorStore:
    """The same tensor; it will hold the entries that are looked at, and no others."""
    return TensorStore(store.name, store.shape, store.__getitem__)


def _with_cost(options: Sequence[Sequence[Value]], cost: int) -> Iterator[tuple[Value, ...]]:
    """The combinations whose values cost that much together."""
    if not options:
        if cost == 0:
            yield ()
        return
    rest = sum(cost_of(found[0]) for found in options[1:])
    for value in options[0]:
        if cost_of(value) + rest > cost:
            return
        for others in _with_cost(options[1:], cost - cost_of(value)):
            yield (value, *others)


def _order(indices: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    """Smaller indices come first: by the sum of their absolute values, then in order."""
    return sum(map(abs, indices)), indices
