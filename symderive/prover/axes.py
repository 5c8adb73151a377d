"""The indices of a tensor gone through one by one: variables, or digits where entries ask for them.

The index of a flattened matrix is radix * q + s, and its entry depends on q and s. How an index was
cut is remembered, so that another sum over the same entries can be cut in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from symderive.errors import OutsideFragment
from symderive.language.terms import Term
from symderive.prover import digits
from symderive.prover.integers import FREE, SUMMED, Form, Variable, form_of, kind_of
from symderive.prover.place import Binder, Place
from symderive.prover.presburger import AT_LEAST, Constraint

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace


@dataclass(frozen=True)
class Cut:
    """A variable, by its number among those of its axis, is radix * q + s + offset."""

    number: int
    radix: Form
    offset: Form


@dataclass(frozen=True)
class Range:
    """The variables by which the entries of a tensor are gone through, and the indices in them."""

    variables: tuple[Variable, ...]
    indices: tuple[Form, ...]
    constraints: tuple[Constraint, ...]

    def over(self, variables: Sequence[Variable]) -> Range:
        """The same with other variables."""
        values = {v: form_of(w) for v, w in zip(self.variables, variables, strict=True)}
        return Range(
            tuple(variables),
            tuple(form.substituted(values) for form in self.indices),
            tuple((kind, form.substituted(values)) for kind, form in self.constraints),
        )


class Axis:
    """An index of the argument: a variable, or the digits by which its entry asks for it."""

    def __init__(self, work: Workspace, length: Form) -> None:
        v = work.fresh(SUMMED)
        self.value, self.bound = form_of(v), [v]
        self.constraints: tuple[Constraint, ...] = (
            (AT_LEAST, form_of(v).shifted(-1)),
            (AT_LEAST, length - form_of(v)),
        )
        self.cuts: list[Cut] = []

    def cut(self, work: Workspace, cut: Cut, place: Place) -> None:
        """Replace a variable by two digits."""
        variables = [*cut.radix.variables, *cut.offset.variables]
        if any(kind_of(v) != FREE for v in variables):
            raise OutsideFragment("a function of a tensor whose entries are cut by an index")
        split = digits.Split(self.bound[cut.number], cut.radix, cut.offset)
        self.value, new, self.constraints = digits.with_digits(
            work, split, self.value, self.constraints, place
        )
        self.bound = [v for v in self.bound if v != split.variable] + new
        self.cuts.append(cut)

    def split(self, work: Workspace, body: Term, place: Place) -> None:
        """Cut as far as the divisions in the body ask for it."""
        for _ in range(digits.MAX_SPLITS if digits.has_division(body) else 0):
            found = digits.best_split(work, body, self.under(place), frozenset(self.bound))
            if found is None:
                break
            number = self.bound.index(found.variable)
            self.cut(work, Cut(number, found.radix, found.offset), place)

    def under(self, place: Place) -> Place:
        """The place under this index."""
        return place.under(self.value, Binder(frozenset(self.bound), self.constraints))


def joined(axes: Sequence[Axis]) -> Range:
    """The indices of all axes together."""
    return Range(
        tuple(v for axis in axes for v in axis.bound),
        tuple(axis.value for axis in axes),
        tuple(constraint for axis in axes for constraint in axis.constraints),
    )


def running_over(
    work: Workspace, cuts: Sequence[Sequence[Cut]], lengths: Sequence[Form], place: Place
) -> Range:
    """New variables for indices that are cut in the given way, axis by axis."""
    axes: list[Axis] = []
    for length, own in zip(lengths, cuts, strict=True):
        axis = Axis(work, length)
        for one in own:
            axis.cut(work, one, place)
        place = axis.under(place)
        axes.append(axis)
    return joined(axes)
