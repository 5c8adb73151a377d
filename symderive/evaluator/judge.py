"""Whether a statement holds at one point: its hypotheses, its claim, and what both sides are.

A claim that compares is false where the sides differ, and where one of them is undefined. Compound
claims are read with three values: a conjunction is false if one part is false, whatever the others
are. Balls that overlap decide nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Protocol

from flint import arb, fmpq

from symderive.errors import IllFormed, Undefined
from symderive.evaluator.arithmetic import Inconclusive, Indeterminate, Value, comparison
from symderive.evaluator.conditions import sized_sides
from symderive.evaluator.interpret import BITS, Assignment, Program, precision
from symderive.evaluator.support import integer
from symderive.evaluator.tensors import title
from symderive.language import connections
from symderive.language.binding import children, dangling, shift
from symderive.language.definitions import requirements
from symderive.language.hooks import text_of
from symderive.language.terms import (
    And,
    Array,
    Bound,
    Compare,
    Entry,
    Forall,
    Not,
    Or,
    Statement,
    Term,
    Truth,
)

DIGITS = (8, 16, 32, 64)
DEEP_BITS = 256
# Of the two sides of an equivalence where the first does not imply the second, and the other way.
TRUTHS = (("true", "false"), ("false", "true"))
INDEX_NAMES = (("index",), ("row", "column"))


class Finding(Enum):
    """What can be said of a condition at a point."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDEFINED = "undefined"
    EQUAL_SO_FAR = "the two sides cannot be told apart with that many bits"
    UNCLEAR = "more bits may decide"
    NEVER_CLEAR = "no number of bits decides"
    OUTSIDE = "a hypothesis does not hold"


@dataclass
class Outcome:
    """A finding, with what a witness says of it; ``told`` is of what is no comparison."""

    finding: Finding
    left: str = ""
    right: str = ""
    undefined: str = ""
    told: str = ""
    indices: dict[str, int] = field(default_factory=dict)

    @property
    def refutes(self) -> bool:
        """Whether a claim with this outcome is false."""
        return self.finding in (Finding.FAILS, Finding.UNDEFINED)


class Part(Protocol):
    """A piece of a claim, ready to be judged for values of the bound variables around it."""

    def __call__(self, bound: tuple[int, ...]) -> Outcome: ...


HOLDS = Outcome(Finding.HOLDS)
PARTS: dict[type[Term], Callable[[Judge, Term, int], Part]] = {}
"""How conditions are judged that have a module of their own."""

OPEN = (Finding.UNCLEAR, Finding.EQUAL_SO_FAR, Finding.NEVER_CLEAR)


class Judge:
    """A statement made ready for many points; ``literal`` as in :mod:`symderive.evaluator.writer`.

    ``given`` are the hypotheses to be checked at each point; the caller leaves out those that its
    points fulfil by construction.
    """

    def __init__(self, claim: Term, given: Sequence[Term], literal: bool) -> None:
        self.program = Program(literal)
        self._given = [self.program.add(condition) for condition in given]
        self._claim = self.part(claim, 0)

    def __call__(self, assignment: Assignment, cost: int, until: float, deep: bool) -> Outcome:
        """Judge a point, with more bits as long as they are needed.

        ``deep`` asks for more bits also where the two sides agree so far.
        """
        outcome = HOLDS
        for bits in BITS:
            outcome = self._with_bits(bits, assignment, cost, until)
            if outcome.finding is not Finding.UNCLEAR:
                break
        if deep and outcome.finding is Finding.EQUAL_SO_FAR:
            outcome = self._with_bits(DEEP_BITS, assignment, cost, until)
        return outcome

    def _with_bits(self, bits: int, assignment: Assignment, cost: int, until: float) -> Outcome:
        with precision(bits):
            self.program.load(assignment, cost, until)
            return self._judge()

    def _judge(self) -> Outcome:
        for condition in self._given:
            try:
                if not condition():
                    return Outcome(Finding.OUTSIDE)
            except Undefined:
                return Outcome(Finding.OUTSIDE, undefined="hypothesis")
            except Inconclusive:
                return Outcome(Finding.UNCLEAR)
            except Indeterminate:
                return Outcome(Finding.NEVER_CLEAR)
        return self._claim(())

    def part(self, claim: Term, depth: int) -> Part:
        """The claim as a part; ``depth`` variables are bound around it."""
        if isinstance(claim, Truth):
            return lambda bound: HOLDS if claim.value else Outcome(Finding.FAILS)
        if isinstance(claim, And):
            parts = [self.part(one, depth) for one in claim.conditions]
            connected = connections.sides_of(claim)
            if connected is not None and connected[1] == connections.IFF:
                return _all([_telling(*row) for row in zip(parts, TRUTHS, strict=True)])
            return _all(parts)
        if isinstance(claim, Or):
            return _any([self.part(one, depth) for one in claim.conditions])
        if isinstance(claim, Not):
            return _negated(self.part(claim.condition, depth))
        if isinstance(claim, Forall):
            return self._every(claim, depth)
        if type(claim) in PARTS:
            return PARTS[type(claim)](self, claim, depth)
        if not isinstance(claim, Compare):
            raise IllFormed(f"{type(claim).__name__} is not a claim")
        if sized_sides(claim) is not None:
            return self._tensors(claim, depth)
        return self._scalars(claim, depth)

    def _scalars(self, claim: Compare, depth: int) -> Part:
        sides = [self.program.add(side, depth) for side in (claim.left, claim.right)]
        if claim.relation not in OF_SIGN:
            raise IllFormed(f"{claim.relation!r} is not one of {', '.join(OF_SIGN)}")
        return lambda bound: compared(sides, bound, claim.relation)

    def _every(self, claim: Forall, depth: int) -> Part:
        lower, upper = (self.program.add(side, depth) for side in (claim.lower, claim.upper))
        inner = self.part(claim.body, depth + 1)

        def part(bound: tuple[int, ...]) -> Outcome:
            try:
                first = integer(lower(*bound), "the quantifier's lower bound")
                last = integer(upper(*bound), "the quantifier's upper bound")
            except Undefined as error:
                return Outcome(Finding.UNDEFINED, undefined=str(error))
            except Inconclusive:
                return Outcome(Finding.UNCLEAR)
            return _worst(_at(inner((*bound, k)), {claim.name: k}) for k in range(first, last + 1))

        return part

    def _tensors(self, claim: Compare, depth: int) -> Part:
        """Equality of tensors: requirements, shapes, then entries."""
        shapes = sized_sides(claim) or ((), ())
        rank = len(shapes[0])
        needed = [
            (name, one, self.part(one, depth))
            for side in (claim.left, claim.right)
            for name, one in _needs(side)
        ]
        sizes = [[self.program.add(size, depth) for size in shape] for shape in shapes]
        places = tuple(Bound(rank - 1 - k) for k in range(rank))
        sides = [
            self.program.add(Entry(shift(side, rank), places), depth + rank)
            for side in (claim.left, claim.right)
        ]
        names = _index_names(claim, rank)

        def part(bound: tuple[int, ...]) -> Outcome:
            for name, condition, need in needed:
                outcome = need(bound)
                if outcome.finding is Finding.FAILS:
                    return Outcome(Finding.UNDEFINED, undefined=_unmet(name, condition, outcome))
                if outcome.finding is not Finding.HOLDS:
                    return outcome
            try:
                left, right = (
                    tuple(integer(size(*bound), "a length") for size in shape) for shape in sizes
                )
            except Undefined as error:
                return Outcome(Finding.UNDEFINED, undefined=str(error))
            except Inconclusive:
                return Outcome(Finding.UNCLEAR)
            if left != right:
                return Outcome(Finding.FAILS, shape_text(left), shape_text(right))
            return _worst(
                _at(
                    compared(sides, (*bound, *at), "="),
                    dict(zip(names, at, strict=True)),
                )
                for at in itertools.product(*[range(1, size + 1) for size in left])
            )

        if claim.relation == "!=":
            return _negated(part)
        return part


def compared(
    sides: Sequence[Callable[..., Value]], bound: tuple[int, ...], relation: str
) -> Outcome:
    """The outcome of a comparison of two scalars, for values of the variables bound around it."""
    values: list[Value] = []
    doubt: Finding | None = None
    for name, side in zip(("left", "right"), sides, strict=True):
        try:
            values.append(side(*bound))
        except Undefined as error:
            return Outcome(Finding.UNDEFINED, undefined=f"the {name} side is undefined: {error}")
        except Inconclusive:
            doubt = Finding.UNCLEAR
        except Indeterminate:
            doubt = doubt or Finding.NEVER_CLEAR
    if doubt:
        return Outcome(doubt)
    left, right = values
    try:
        sign = comparison(left, right)
    except Inconclusive:
        return Outcome(Finding.EQUAL_SO_FAR)
    if OF_SIGN[relation](sign):
        return HOLDS
    return Outcome(Finding.FAILS, *texts(left, right))


OF_SIGN: dict[str, Callable[[int], bool]] = {
    "=": lambda sign: sign == 0,
    "!=": lambda sign: sign != 0,
    "<=": lambda sign: sign <= 0,
    "<": lambda sign: sign < 0,
    ">=": lambda sign: sign >= 0,
    ">": lambda sign: sign > 0,
}


def texts(left: Value, right: Value) -> tuple[str, str]:
    """Both values as text; of balls as many certain digits as it takes to tell them apart."""
    for digits in DIGITS:
        found = _text(left, digits), _text(right, digits)
        if found[0] != found[1]:
            break
    return found


def _text(value: Value, digits: int) -> str:
    if isinstance(value, (int, fmpq)):
        return str(value)
    assert isinstance(value, arb)
    return str(value.str(digits, radius=False))


def _all(parts: Sequence[Part]) -> Part:
    return lambda bound: _worst(part(bound) for part in parts)


def _telling(part: Part, truths: tuple[str, str]) -> Part:
    """One direction of an equivalence, which fails where its sides have these truth values."""

    def told(bound: tuple[int, ...]) -> Outcome:
        outcome = part(bound)
        if outcome.finding is not Finding.FAILS:
            return outcome
        return replace(outcome, left=truths[0], right=truths[1], told="")

    return told


def _any(parts: Sequence[Part]) -> Part:
    """A disjunction; where it fails, the last part shows how."""

    def part(bound: tuple[int, ...]) -> Outcome:
        found = []
        for one in parts:
            outcome = one(bound)
            if outcome.finding is Finding.HOLDS:
                return outcome
            found.append(outcome)
        for outcome in found:
            if outcome.finding in OPEN:
                return outcome
        undefined = [outcome for outcome in found if outcome.finding is Finding.UNDEFINED]
        return (undefined or found or [Outcome(Finding.FAILS)])[-1]

    return part


def _worst(outcomes: object) -> Outcome:
    """A conjunction: a part that fails, else one that is undefined, else one that is open."""
    worst = HOLDS
    for outcome in outcomes:  # type: ignore[attr-defined]
        if outcome.finding is Finding.FAILS:
            return outcome  # type: ignore[no-any-return]
        if outcome.finding is Finding.UNDEFINED:
            if worst.finding is not Finding.UNDEFINED:
                worst = outcome
        elif outcome.finding is not Finding.HOLDS and worst.finding is not Finding.UNDEFINED:
            if worst.finding is not Finding.UNCLEAR:
                worst = outcome
    return worst


def _negated(part: Part) -> Part:
    def negated(bound: tuple[int, ...]) -> Outcome:
        outcome = part(bound)
        if outcome.finding is Finding.HOLDS:
            return Outcome(Finding.FAILS, told=outcome.told)
        if outcome.finding is Finding.FAILS:
            return Outcome(Finding.HOLDS, told=outcome.told)
        return outcome

    return negated


def _at(outcome: Outcome, indices: dict[str, int]) -> Outcome:
    if outcome.finding is Finding.HOLDS:
        return outcome
    return Outcome(
        outcome.finding,
        outcome.left,
        outcome.right,
        outcome.undefined,
        outcome.told,
        indices | outcome.indices,
    )


def _needs(term: Term) -> list[tuple[str, Term]]:
    """The requirements of a tensor expression and of the tensors in it, outside inner binders.

    Each comes with the name of what requires it.
    """
    found = [(title(term), one) for one in requirements(term) if dangling(one) == 0]
    for child, binds in children(term):
        if binds == 0 and not isinstance(term, (Entry, Compare)):
            found += _needs(child)
    return found


def _unmet(name: str, condition: Term, outcome: Outcome) -> str:
    """What is said of a requirement that fails: which it is, and with which numbers.

    >>> from symderive import le, size
    >>> condition = le(size("k"), size("n")).term
    >>> _unmet("correlate", condition, Outcome(Finding.FAILS, "2", "1"))
    'correlate needs k <= n, and here 2 <= 1 is false'
    """
    needs = f"{name} needs {text_of(condition)}"
    if not isinstance(condition, Compare):
        return f"{needs}, which is false here"
    return f"{needs}, and here {outcome.left} {condition.relation} {outcome.right} is false"


def _index_names(claim: Compare, rank: int) -> list[str]:
    """Names for the indices of an entry at which two tensors differ."""
    for side in (claim.left, claim.right):
        if isinstance(side, Array) and len(side.names) == rank:
            return list(side.names)
    if rank <= len(INDEX_NAMES):
        return list(INDEX_NAMES[rank - 1])
    return [f"index {k + 1}" for k in range(rank)]


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as a witness shows it."""
    return f"shape ({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def statement_of(term: Statement | Term) -> Statement:
    """A condition as a statement without hypotheses."""
    return term if isinstance(term, Statement) else Statement(term)
