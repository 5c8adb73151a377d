"""What the generated code of the evaluator calls: numbers, conditions, seeds, cost."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from typing import Any

from flint import fmpq

from symderive.errors import BudgetExceeded, Undefined
from symderive.evaluator import arithmetic, jets
from symderive.evaluator.arithmetic import Inconclusive, Indeterminate, Value, shown

Place = tuple[int, ...]
Condition = Callable[[], bool]

DOUBTS = (Undefined, Inconclusive, Indeterminate)
CLOCK_EVERY = 20_000


class Meter:
    """What one evaluation may cost, in nodes, and when it must be over.

    The clock is read only now and then.
    """

    def __init__(self) -> None:
        self.left = 0
        self.until = float("inf")
        self._unseen = 0

    def start(self, cost: int, until: float) -> None:
        """Allow so many nodes, and no evaluation after that moment of the clock."""
        self.left, self.until, self._unseen = cost, until, 0

    def spend(self, cost: int) -> None:
        """Count nodes before they are evaluated; raises BudgetExceeded."""
        self.left -= cost
        self._unseen += cost
        if self.left < 0:
            raise BudgetExceeded("the point costs too much")
        if self._unseen > CLOCK_EVERY:
            self._unseen = 0
            if time.thread_time() > self.until:
                raise BudgetExceeded("the time is over")


def integer(value: Value, what: str) -> int:
    """The value as an int; what is not an integer is undefined as an index or a bound."""
    if type(value) is int:
        return value
    if type(value) is jets.Jet:
        raise Indeterminate
    whole = arithmetic.integer_or_none(value)
    if whole is None:
        raise Undefined(f"{what} {shown(value)} is not an integer")
    return whole


def nonempty(first: int, last: int, operation: str) -> None:
    """A maximum or minimum needs a value: first <= last."""
    if last < first:
        raise Undefined(f"the {operation} over the empty range {first}..{last}")


def inside(place: Place, shape: tuple[int, ...], name: str) -> None:
    """An index must be inside its range."""
    for index, size in zip(place, shape, strict=True):
        if not 1 <= index <= size:
            raise outside(name, place, shape)


def places_of(shape: Sequence[int]) -> list[Place]:
    """The places of a tensor of that shape, row by row; none where a length is not positive."""
    return list(itertools.product(*(range(1, size + 1) for size in shape)))


def outside(name: str, place: Place, shape: tuple[int, ...]) -> Undefined:
    """The error for an entry that does not exist: both the index and the range.

    >>> print(outside("A", (3, 1), (2, 2)))
    A[3,1] is outside 1..2 x 1..2
    """
    ranges = " x ".join(f"1..{size}" for size in shape)
    return Undefined(f"{name}[{','.join(map(str, place))}] is outside {ranges}")


def required(holds: bool, told: str, left: Value, relation: str, right: Value) -> None:
    """A condition without which a named operator has no value; ``told`` is what is then said."""
    if not holds:
        raise Undefined(told.format(left=shown(left), relation=relation, right=shown(right)))


def no_case() -> Value:
    """The value of cases of which none holds."""
    raise Undefined("none of the cases holds")


def zero_of(value: Value) -> int:
    """0, after the value was computed: the derivative of something that does not vary."""
    return 0


def seeded(
    store: dict[Place, Value], place: Place, moved: tuple[tuple[int, Place, int], ...]
) -> Value:
    """An entry, with the perturbations of which it is the variable; the lowest level first."""
    value = store[place]
    for depth, target, direction in moved:
        if place == target:
            value = jets.seed(depth, value, direction)
    return value


def worse(one: Exception | None, other: Exception) -> Exception:
    """Of two doubts the one that leaves more open."""
    return other if one is None or isinstance(one, Undefined) else one


def all_of(*conditions: Condition) -> bool:
    """Whether all hold: false if one is false, whatever the others are."""
    doubt: Exception | None = None
    for condition in conditions:
        try:
            if not condition():
                return False
        except DOUBTS as error:
            doubt = worse(doubt, error)
    if doubt is not None:
        raise doubt
    return True


def any_of(*conditions: Condition) -> bool:
    """Whether one holds: true if one is true, whatever the others are."""
    return not all_of(*[lambda c=condition: not c() for condition in conditions])


ALWAYS: dict[str, Any] = {
    "Rational": fmpq,
    "integer": integer,
    "nonempty": nonempty,
    "inside": inside,
    "places_of": places_of,
    "required": required,
    "no_case": no_case,
    "zero_of": zero_of,
    "seed": jets.seed,
    "seeded": seeded,
    "partial": jets.partial,
    "all_of": all_of,
    "any_of": any_of,
    "worse": worse,
    "DOUBTS": DOUBTS,
    "floor_quotient": arithmetic.floor_quotient,
    "ceiling": jets.ceiling,
    "circle_constant": arithmetic.circle_constant,
    "modulo": jets.modulo,
}
SHARED = (
    "inverse",
    "power",
    "exponential",
    "logarithm",
    "hyperbolic_tangent",
    "error_function",
    "logistic",
    "absolute",
    "sign_of",
    "greater",
    "lesser",
    "floor",
    "comparison",
)


def names_for(derivatives: bool) -> dict[str, Any]:
    """The names that generated code uses; without derivatives, numbers are never jets."""
    source = jets if derivatives else arithmetic
    return {**ALWAYS, **{name: getattr(source, name) for name in SHARED}}
