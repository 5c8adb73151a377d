"""Concrete functions that need not be continuous: constant, or the identity, between few jumps.

With these, which numbers satisfy a condition about order changes only at finitely many places.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

# The value of a piece on which the function is the identity.
IDENTITY = None
Piece = Fraction | None

HALF = Fraction(1, 2)
LEVELS = (Fraction(0), Fraction(1), HALF)
JUMPS = ((0,), (1,), (-1,), (0, 1), (-1, 0), (-1, 1))
THREE_JUMPS = ((0, 1, 2), (-1, 0, 1))
COST_OF_A_JUMP = 3
COST_OF_THE_IDENTITY = 4
VARIABLES = ("x", "y", "z", "s", "t")
_CASE = re.compile(r"^(?P<value>\S+) for (?P<where>.+)$")


@dataclass(frozen=True)
class StepFunction:
    """A function by its jumps, its values at them, and its pieces between them.

    >>> step = StepFunction((Fraction(0),), (Fraction(1),), (Fraction(0), Fraction(1)))
    >>> step(Fraction(-1)), step(Fraction(0)), step.text("x")
    (Fraction(0, 1), Fraction(1, 1), '0 for x < 0, 1 for x >= 0')
    """

    jumps: tuple[Fraction, ...]
    at: tuple[Fraction, ...]
    between: tuple[Piece, ...]

    def __call__(self, x: Fraction) -> Fraction:
        for place, jump in enumerate(self.jumps):
            if x == jump:
                return self.at[place]
            if x < jump:
                return self._on(place, x)
        return self._on(len(self.jumps), x)

    def _on(self, place: int, x: Fraction) -> Fraction:
        value = self.between[place]
        return x if value is IDENTITY else value

    @property
    def numbers(self) -> set[Fraction]:
        """The numbers at which something happens: jumps and values."""
        return {*self.jumps, *self.at, *(v for v in self.between if v is not IDENTITY)}

    @property
    def cost(self) -> int:
        """How complicated the function is."""
        found = COST_OF_A_JUMP * len(self.jumps)
        for value in (*self.jumps, *self.at):
            found += abs(value.numerator) + value.denominator
        for piece in self.between:
            found += (
                COST_OF_THE_IDENTITY
                if piece is IDENTITY
                else abs(piece.numerator) + piece.denominator
            )
        return found

    def has(self, name: str) -> bool:
        """Whether the function has a property; False for one that is not known here."""
        before = [self._on(k, jump) for k, jump in enumerate(self.jumps)]
        after = [self._on(k + 1, jump) for k, jump in enumerate(self.jumps)]
        whole = not self.jumps
        if name in ("right_continuous", "left_continuous", "continuous"):
            right, left = list(self.at) == after, list(self.at) == before
            return {"right_continuous": right, "left_continuous": left}.get(name, right and left)
        if name in ("convex", "concave", "smooth"):
            return whole
        steps = list(zip(before, self.at, after, strict=True))
        if name in ("nondecreasing", "increasing"):
            rising = all(a <= b <= c for a, b, c in steps)
            return rising and (name == "nondecreasing" or set(self.between) == {IDENTITY})
        if name == "nonincreasing":
            return IDENTITY not in self.between and all(a >= b >= c for a, b, c in steps)
        if name == "from_zero_to_one":
            return self.between[0] == 0 and self.between[-1] == 1
        if name == "in_unit_interval":
            outer = [v for v in (self.between[0], self.between[-1]) if v is not IDENTITY]
            bounded = all(0 <= v <= 1 for v in (*self.at, *before, *after, *outer))
            return len(outer) > 1 and bounded
        return name == "arbitrary"

    def cases(self, variable: str) -> Iterator[tuple[str, str]]:
        """Values with the places where the function has them, neighbours put together."""
        pieces: list[tuple[Piece, Fraction | None, bool, Fraction | None, bool]] = []
        ends: list[Fraction | None] = [None, *self.jumps, None]
        for place, value in enumerate(self.between):
            pieces.append((value, ends[place], False, ends[place + 1], False))
            if place < len(self.jumps):
                jump = self.jumps[place]
                pieces.append((self.at[place], jump, True, jump, True))
        joined = [pieces[0]]
        for piece in pieces[1:]:
            last = joined[-1]
            # A point on the identity belongs to it; what is constant goes on where it is equal.
            same = last[0] == piece[0]
            into_last = piece[1] == piece[3] and last[0] is IDENTITY and piece[0] == piece[1]
            into_next = last[1] == last[3] is not None and piece[0] is IDENTITY
            if same or into_last or (into_next and last[0] == last[1]):
                whole = piece[0] if into_next else last[0]
                joined[-1] = (whole, last[1], last[2], piece[3], piece[4])
            else:
                joined.append(piece)
        for value, low, closed_below, high, closed_above in joined:
            where = _where(variable, low, closed_below, high, closed_above)
            yield (variable if value is IDENTITY else str(value)), where

    def text(self, variable: str) -> str:
        """The function in words, 0 for x < 0, 1 for x >= 0."""
        found = list(self.cases(variable))
        if len(found) == 1:
            return found[0][0]
        return ", ".join(f"{value} for {where}" for value, where in found)


def _where(
    variable: str,
    low: Fraction | None,
    closed_below: bool,
    high: Fraction | None,
    closed_above: bool,
) -> str:
    above = "<=" if closed_above else "<"
    if low is None:
        return f"{variable} {above} {high}" if high is not None else f"all {variable}"
    if low == high:
        return f"{variable} = {low}"
    if high is None:
        return f"{variable} {'>=' if closed_below else '>'} {low}"
    return f"{low} {'<=' if closed_below else '<'} {variable} {above} {high}"


def candidates(properties: Sequence[str], smooth: bool) -> list[StepFunction]:
    """The functions to be tried that have all these properties, the simplest first."""
    wanted = (*properties, "smooth") if smooth else properties
    found = [function for function in _all() if all(map(function.has, wanted))]
    return sorted(found, key=lambda function: function.cost)


def _all() -> Iterator[StepFunction]:
    pieces: tuple[Piece, ...] = (*LEVELS, IDENTITY)
    for piece in (*pieces, Fraction(-1), Fraction(2)):
        yield StepFunction((), (), (piece,))
    for places in (*JUMPS, *THREE_JUMPS):
        jumps = tuple(map(Fraction, places))
        levels = pieces if places in JUMPS else LEVELS[:2]
        for between in itertools.product(levels, repeat=len(jumps) + 1):
            sides = [
                [jump if piece is IDENTITY else piece for piece in between[k : k + 2]]
                for k, jump in enumerate(jumps)
            ]
            # One jump may also go to a value of its own and back.
            more = list(LEVELS) if len(jumps) == 1 else []
            for at in itertools.product(*[dict.fromkeys(side + more) for side in sides]):
                function = StepFunction(jumps, at, between)
                if len(list(function.cases("x"))) > len(jumps):
                    yield function


def function_of(text: str, variable: str) -> StepFunction:
    """The function that :meth:`StepFunction.text` wrote; raises ValueError for anything else.

    >>> text = "x for x < 0, 1 for x = 0, 1/2 for 0 < x <= 2, 0 for x > 2"
    >>> function_of(text, "x").text("x") == text
    True
    """
    cases = [_CASE.match(part) for part in text.split(", ")]
    if len(cases) == 1 and cases[0] is None:
        return StepFunction((), (), (_piece(text, variable),))
    found = [(c["value"], c["where"].split()) for c in cases if c is not None]
    if len(found) < len(cases):
        raise ValueError(f"no function: {text}")
    jumps = sorted({Fraction(w) for _, where in found for w in where if _is_number(w)})
    inside = [
        (low + high) / 2 for low, high in itertools.pairwise([jumps[0] - 2, *jumps, jumps[-1] + 2])
    ]

    def value(x: Fraction) -> Piece:
        for shown, where in found:
            if _holds(where, variable, x):
                return _piece(shown, variable)
        raise ValueError(f"no value at {x}: {text}")

    at = [value(jump) for jump in jumps]
    values = tuple(j if v is IDENTITY else v for j, v in zip(jumps, at, strict=True))
    return StepFunction(tuple(jumps), values, tuple(map(value, inside)))


def _piece(text: str, variable: str) -> Piece:
    return IDENTITY if text == variable else Fraction(text)


def _is_number(word: str) -> bool:
    return word[-1].isdigit()


def _holds(where: Sequence[str], variable: str, x: Fraction) -> bool:
    """Whether a number is where words such as ``0 < x <= 1`` say."""
    values = [x if word == variable else Fraction(word) for word in where[::2]]
    relations = {"<": (-1,), "<=": (-1, 0), "=": (0,), ">": (1,), ">=": (0, 1)}
    signs = [(a > b) - (a < b) for a, b in itertools.pairwise(values)]
    return all(
        sign in relations[relation] for sign, relation in zip(signs, where[1::2], strict=True)
    )
