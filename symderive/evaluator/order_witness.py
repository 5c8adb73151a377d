"""How a claim about order fails at a point: which number shows it, and what both sides are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from symderive.errors import Undefined
from symderive.evaluator.order import Around, World, compared, shown
from symderive.language.connections import sides_of
from symderive.language.order import ForallReal, SetRelation, meaning
from symderive.language.terms import And, Compare, Forall, Term

WORDS = {True: "true", False: "false"}


@dataclass(frozen=True)
class Found:
    """What was found of a claim at a point, as a witness tells it."""

    holds: bool
    left: str = ""
    right: str = ""
    undefined: str = ""
    values: dict[str, str] = field(default_factory=dict)
    indices: dict[str, int] = field(default_factory=dict)

    @property
    def refutes(self) -> bool:
        """Whether the claim is false, or has no truth value."""
        return not self.holds


def told(world: World, claim: Term, around: Around = ()) -> Found:
    """How a claim fails that does not hold."""
    if isinstance(claim, SetRelation):
        return _sets(world, claim, around)
    if isinstance(claim, And):
        return _conjunction(world, claim, around)
    sides = sides_of(claim)
    if sides is not None:
        return _implication(world, sides[0], sides[2], around)
    if isinstance(claim, ForallReal):
        x = _failing(world, claim.body, world.within(claim, around), around)
        found = told(world, claim.body, (*around, x))
        return replace(found, values={claim.name: str(x), **found.values})
    if isinstance(claim, Forall):
        k = _failing(world, claim.body, world.indices(claim, around), around)
        found = told(world, claim.body, (*around, k))
        return replace(found, indices={claim.name: int(k), **found.indices})
    if isinstance(claim, Compare):
        return _comparison(world, claim, around)
    if world.truth(meaning(claim), around) is None:
        return Found(False, undefined="the condition is undefined")
    return Found(False)


def _comparison(world: World, claim: Compare, around: Around) -> Found:
    sides = []
    for name, side in (("left", claim.left), ("right", claim.right)):
        try:
            sides.append(world.value(meaning(side), around))
        except Undefined as error:
            return Found(False, undefined=f"the {name} side is undefined: {error}")
    left, right = sides
    return Found(compared(claim.relation, left, right), shown(left), shown(right))


def _implication(world: World, premise: Term, conclusion: Term, around: Around) -> Found:
    """The premise holds and the conclusion does not; which number shows that, if one does."""
    if world.truth(meaning(premise), around) is None:
        return replace(told(world, premise, around), left="", right="")
    found = told(world, conclusion, around)
    if found.undefined or isinstance(conclusion, SetRelation):
        return found
    return replace(found, left="true", right="false")


def _conjunction(world: World, claim: And, around: Around) -> Found:
    """The part that fails; of an equivalence, which side holds."""
    sides = sides_of(claim)
    if sides is not None:
        values = [world.truth(meaning(side), around) for side in (sides[0], sides[2])]
        if values[0] is not None and values[1] is not None:
            left, right = (WORDS[bool(value)] for value in values)
            return Found(values[0] == values[1], left, right)
    parts = [(part, world.truth(meaning(part), around)) for part in claim.conditions]
    part = next((p for p, truth in parts if truth is False), None)
    if part is None:
        part = next(p for p, truth in parts if truth is None)
    return told(world, part, around)


def _sets(world: World, claim: SetRelation, around: Around) -> Found:
    """An element of one set that is not one of the other."""
    quantified = meaning(claim)
    assert isinstance(quantified, (ForallReal, Forall))
    over_reals = isinstance(quantified, ForallReal)
    range_ = (
        world.within(quantified, around)
        if isinstance(quantified, ForallReal)
        else world.indices(quantified, around)
    )
    x = _failing(world, quantified.body, range_, around)
    inside = [world.truth(meaning(side), (*around, x)) for side in (claim.left, claim.right)]
    if None in inside:
        found = Found(False, undefined=f"it is undefined whether {x} is in both sets")
    else:
        left, right = ("contains it" if one else "does not" for one in inside)
        found = Found(False, left, right)
    if over_reals:
        return replace(found, values={claim.name: str(x)})
    return replace(found, indices={claim.name: int(x)})


def _failing(world: World, body: Term, numbers: Iterable[Fraction], around: Around) -> Fraction:
    """The simplest number at which a condition fails, else one at which it is undefined."""
    wanted = meaning(body)
    found = [(world.truth(wanted, (*around, x)), x) for x in numbers]
    fails = [x for truth, x in found if truth is False]
    others = [x for truth, x in found if truth is None]
    return min(fails or others, key=lambda x: (abs(x.numerator) + x.denominator, x))
