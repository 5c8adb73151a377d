"""What a check comes to that has seen no failure: evidence, or a reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from symderive.numeric.judging import Tally
from symderive.results.evidence import NOT_APPLICABLE, PASSED, UNINFORMATIVE

# More than this share of points with a tolerance as large as the values says nothing.
MOST_BLUNT = 0.5
# More than this share of points at which a strict order hangs on rounding says nothing.
MOST_UNDECIDED = 0.01


@dataclass
class Seen:
    """What was seen of one relation of a claim.

    ``draws`` counts those in which values were found for what the relation needs; ``special``
    holds these values where they had to be of a special kind, such as 1 or -1. ``beyond`` counts
    the points at which a side leaves the range of float64.
    """

    premised: bool
    draws: int = 0
    points: int = 0
    undecided: int = 0
    special: list[bytes] = field(default_factory=list)
    beyond: int = 0

    @property
    def nowhere(self) -> bool:
        """Whether an implication was never put to the test."""
        return self.premised and not (self.points or self.undecided or self.beyond)

    @property
    def narrow(self) -> bool:
        """Whether the premise held for one and the same value in all of several draws."""
        single = len(self.special) == self.draws > 1 and len(set(self.special)) == 1
        return self.premised and single

    @property
    def blurred(self) -> bool:
        """Whether rounding may decide at a considerable share of the points."""
        return self.undecided > MOST_UNDECIDED * (self.points + self.undecided)

    @property
    def out_of_range(self) -> bool:
        """Whether numbers beyond the range of float64 hide a considerable share of the points."""
        return self.beyond > MOST_UNDECIDED * (self.points + self.undecided + self.beyond)


def summed_up(tally: Tally, seen: Sequence[Seen]) -> tuple[str, str]:
    """The outcome where nothing failed, and what there is to say about it."""
    for part in seen:
        if part.nowhere:
            return UNINFORMATIVE, "a premise holds at none of the points drawn"
        if not part.draws:
            what = UNINFORMATIVE if tally.points else NOT_APPLICABLE
            return what, "no values were found that satisfy the hypotheses"
    if any(part.out_of_range for part in seen):
        return UNINFORMATIVE, ""
    if not (tally.points or tally.undecided):
        return NOT_APPLICABLE, "no point satisfies the hypotheses at these sizes"
    notes = list(dict.fromkeys(tally.notes))
    if tally.undecided:
        where = f"{tally.undecided} of {tally.points + tally.undecided} points"
        notes.append(f"at {where} a strict order is within rounding")
    if any(part.blurred for part in seen):
        return UNINFORMATIVE, notes[-1]
    if any(part.narrow for part in seen):
        return UNINFORMATIVE, "a premise was found to hold for one value only"
    if tally.blunt > MOST_BLUNT * max(tally.nonzero, 1):
        share = tally.powers.median() or 0.0
        return UNINFORMATIVE, f"rounding may be as large as {share:.0e} of the values"
    if not tally.nonzero and tally.notes:
        return UNINFORMATIVE, "both sides are 0 at all points compared"
    return PASSED, "; ".join(notes)
