"""Rewritings of sums that change nothing, to measure what the prover fails to prove.

Each takes a sum and returns an equal one, whatever the range (an empty sum is 0) and wherever the
summand is undefined outside of the range (a false bracket makes it 0).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from symderive.language.binding import instantiate, shift, subterms
from symderive.language.terms import (
    MINUS_ONE,
    Add,
    And,
    Bound,
    Compare,
    Entry,
    Floor,
    Iverson,
    Mul,
    Number,
    Reduce,
    Statement,
    TensorSymbol,
    Term,
    number,
)
from tests.fuzz.mutate import statements
from tests.fuzz.places import changed_at, places

Rewriting = Callable[[Reduce, Random], Term | None]

REWRITINGS: dict[str, Rewriting] = {}
OWN = Bound(0)
ATTEMPTS = 200
MARK = TensorSymbol("mark", 0, None)


def rewriting(name: str) -> Callable[[Rewriting], Rewriting]:
    """Register a rewriting under a name."""

    def register(function: Rewriting) -> Rewriting:
        REWRITINGS[name] = function
        return function

    return register


def plus(term: Term, constant: int) -> Term:
    """The term plus a constant."""
    return Add((term, number(constant)))


def minus(left: Term, right: Term) -> Term:
    """A difference."""
    return Add((left, Mul((MINUS_ONE, right))))


def body_at(total: Reduce, index: Term) -> Term:
    """The summand under a new binder, its index replaced by a term of the new bound variable."""
    return instantiate(shift(total.body, 1, 1), (index,))


def in_range(total: Reduce, index: Term, binders: int = 1) -> Term:
    """The condition that an index, ``binders`` binders inside, lies in the range of the sum."""
    return And(
        (
            Compare("<=", shift(total.lower, binders), index),
            Compare("<=", index, shift(total.upper, binders)),
        )
    )


@rewriting("shift")
def shifted(total: Reduce, chance: Random) -> Term:
    """sum over a..b of f(i) = sum over a-c..b-c of f(i+c)."""
    by = chance.choice((-2, -1, 1, 3))
    return replace(
        total,
        lower=plus(total.lower, -by),
        upper=plus(total.upper, -by),
        body=body_at(total, plus(OWN, by)),
    )


@rewriting("reverse")
def reversed_(total: Reduce, chance: Random) -> Term:
    """sum over a..b of f(i) = sum over a..b of f(a+b-i)."""
    ends = Add((shift(total.lower, 1), shift(total.upper, 1)))
    return replace(total, body=body_at(total, minus(ends, OWN)))


@rewriting("delta inserted")
def with_delta(total: Reduce, chance: Random) -> Term:
    """sum over i of f(i) = sum over i of sum over j of [i = j] f(j), j over a longer range."""
    selects = Iverson(Compare("=", OWN, Bound(1)))
    inner = Reduce(
        "sum",
        plus(shift(total.lower, 1), -1),
        plus(shift(total.upper, 1), 1),
        Mul((selects, shift(total.body, 1, 1))),
    )
    return replace(total, body=inner)


@rewriting("longer range")
def with_guard(total: Reduce, chance: Random) -> Term:
    """sum over a..b of f(i) = sum over a-1..b+2 of [a <= i <= b] f(i)."""
    return replace(
        total,
        lower=plus(total.lower, -1),
        upper=plus(total.upper, 2),
        body=Mul((Iverson(in_range(total, OWN)), total.body)),
    )


def residue(total: Reduce, radix: int, index: Term) -> Reduce:
    """The sum of those f(i) whose i is ``index``, a term of the quotient Bound(0) by the radix."""
    share = Number(Fraction(1, radix))
    return replace(
        total,
        lower=Floor(Mul((share, total.lower))),
        upper=Floor(Mul((share, total.upper))),
        body=Mul((Iverson(in_range(total, index)), body_at(total, index))),
    )


@rewriting("parity")
def by_parity(total: Reduce, chance: Random) -> Term:
    """The even and the odd indices apart."""
    even = Mul((number(2), OWN))
    return Add((residue(total, 2, even), residue(total, 2, plus(even, 1))))


@rewriting("digits")
def by_digits(total: Reduce, chance: Random) -> Term:
    """i = 3 q + s with s over 0..2."""
    index = Add((Mul((number(3), Bound(1))), OWN))
    inside = Mul(
        (Iverson(in_range(total, index, 2)), instantiate(shift(total.body, 2, 1), (index,)))
    )
    digits = Reduce("sum", number(0), number(2), inside)
    share = Number(Fraction(1, 3))
    lower, upper = (Floor(Mul((share, end))) for end in (total.lower, total.upper))
    return replace(total, lower=lower, upper=upper, body=digits)


@rewriting("swap")
def swapped(total: Reduce, chance: Random) -> Term | None:
    """Two sums, the range of neither depending on the other, in the other order."""
    inner = total.body
    if not isinstance(inner, Reduce) or inner.operation != "sum":
        return None
    if any(uses_own(end) for end in (inner.lower, inner.upper)):
        return None
    body = instantiate(shift(inner.body, 2, 2), (Bound(0), Bound(1)))
    now_inner = replace(
        inner, lower=shift(total.lower, 1), upper=shift(total.upper, 1), body=body, name=total.name
    )
    return replace(
        total,
        lower=shift(inner.lower, -1),
        upper=shift(inner.upper, -1),
        body=now_inner,
        name=inner.name,
    )


def uses_own(term: Term) -> bool:
    """Whether the innermost bound variable occurs in a term."""
    return MARK in subterms(instantiate(term, (MARK,)))


@rewriting("cut")
def cut(total: Reduce, chance: Random) -> Term:
    """The indices up to a constant and those above it apart."""
    at = number(chance.choice((1, 2, 3)))
    low, high = (Iverson(Compare(relation, OWN, at)) for relation in ("<=", ">"))
    return Add(
        (
            replace(total, body=Mul((low, total.body))),
            replace(total, body=Mul((high, total.body))),
        )
    )


@rewriting("added and subtracted")
def added(total: Reduce, chance: Random) -> Term:
    """sum f = sum (f + g) - sum g with an arbitrary g."""
    other = Entry(TensorSymbol("added", 1, None), (OWN,))
    return minus(
        replace(total, body=Add((total.body, other))),
        replace(total, body=other),
    )


@rewriting("negated")
def negated(total: Reduce, chance: Random) -> Term:
    """sum f = - sum (-f)."""
    return Mul((MINUS_ONE, replace(total, body=Mul((MINUS_ONE, total.body)))))


@dataclass(frozen=True)
class Rewritten:
    """The true claim that a side of an identity equals what it has been rewritten to."""

    identity: str
    statement: Statement
    rewritings: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.identity}, {' then '.join(self.rewritings)}"


def rewritten_once(side: Term, chance: Random) -> tuple[Term, str] | None:
    """The side with one of its sums rewritten, and the kind of rewriting."""
    kind = chance.choice(list(REWRITINGS))
    candidates = [
        (place, new)
        for place, node in enumerate(places(side))
        if isinstance(node, Reduce) and node.operation == "sum"
        if (new := REWRITINGS[kind](node, chance)) is not None
    ]
    if not candidates:
        return None
    place, new = chance.choice(candidates)
    return changed_at(side, place, lambda _: new), kind


def rewritten(seed: int, number_: int) -> Rewritten:
    """Number so-and-so of a seed: one to three rewritings on a side of a true identity.

    The original is true, so that its sides are defined wherever its hypotheses hold.
    """
    chance = Random(f"equal {seed}/{number_}")
    for _ in range(ATTEMPTS):
        original = chance.choice([s for s in chance.choice(statements()) if s.truth])
        statement = original.statement
        claim = statement.claim
        assert isinstance(claim, Compare)
        side = now = chance.choice((claim.left, claim.right))
        done: list[str] = []
        for _ in range(chance.choice((1, 1, 2, 3))):
            found = rewritten_once(now, chance)
            if found is not None:
                now, kind = found
                done.append(kind)
        if done:
            claimed = replace(statement, claim=Compare("=", side, now))
            return Rewritten(original.name, claimed, tuple(done))
    raise AssertionError(f"no rewriting {number_} of seed {seed} in {ATTEMPTS} attempts")
