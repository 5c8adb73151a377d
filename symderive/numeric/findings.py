"""Where a formula leaves the range of float64 although it may have a value: what a user is told.

An overflow says something about the formula as it is written, and nothing about the statement. So
does a logarithm of 0 where the 0 is what was left of exp(-800), or of a difference that rounding
took away. A point that has no value for any other reason is a failure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.errors import SymderiveError
from symderive.language.binding import children
from symderive.language.definitions import entry_of, shape_of
from symderive.language.terms import (
    Add,
    And,
    Apply,
    Cases,
    Compare,
    Entry,
    Forall,
    Function,
    Iverson,
    Mul,
    Not,
    Or,
    Partial,
    Pow,
    Reduce,
    TensorSymbol,
    Term,
    Unknown,
)
from symderive.numeric.derivatives import resolved
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.exact import Environment, axis_values, is_exact
from symderive.numeric.grids import HANDLERS, LARGEST_GRID, truth
from symderive.numeric.pairs import LEAST, Pair
from symderive.numeric.sides import tolerance_of

Truths = NDArray[np.bool_]

# So many of the points without values are looked into, and so many parts of a formula.
LOOKED_INTO = 16
MOST_PARTS = 400
# Stands for the point until it is known how many there are.
AT = "\0"
WORDS = {"sum": "a sum", "product": "a product", "max": "a maximum", "min": "a minimum"}


@dataclass(frozen=True)
class Place:
    """A part of a formula at one point: the values of index variables and of bound ones."""

    term: Term
    point: Environment
    names: tuple[str, ...]

    def __str__(self) -> str:
        pairs = zip(self.names, self.point, strict=False)
        return ", ".join(f"{name} = {int(value)}" for name, value in pairs)


@dataclass(frozen=True)
class Finding:
    """Why a side has no finite value in float64.

    ``certain``: it has no value whatever the precision.
    """

    text: str
    certain: bool = False


def look_into(
    run: Evaluation, claim: Term, environment: Environment, lost: Truths, names: tuple[str, ...]
) -> Finding:
    """Why sides of relations have no finite value at some points.

    Args:
        run: the evaluation.
        claim: a relation, or a condition made of relations.
        environment: the points.
        lost: at which of them a value is missing.
        names: of the index variables.
    """
    places = np.argwhere(lost)
    step = max(len(places) // LOOKED_INTO, 1)
    found: Finding | None = None
    for place in places[::step][:LOOKED_INTO]:
        here = tuple(
            np.asarray(np.broadcast_to(axis, lost.shape)[tuple(place)]) for axis in environment
        )
        finding = _at(run, Place(claim, here, names), len(places), lost.size)
        if finding is None or finding.certain:
            return finding or Finding("", certain=True)
        found = found or finding
    return found or Finding("", certain=True)


def what_overflows(
    run: Evaluation,
    claim: Compare,
    environment: Environment,
    hidden: Truths,
    names: tuple[str, ...],
) -> str:
    """Which part overflows where both sides have values, but lost all digits; empty if none does.

    The arguments are those of :func:`look_into`.
    """
    if not hidden.any():
        return ""
    first = tuple(np.argwhere(hidden)[0])
    here = tuple(np.asarray(np.broadcast_to(axis, hidden.shape)[first]) for axis in environment)
    for side, term in (("left", claim.left), ("right", claim.right)):
        whole = Place(term, here, names)
        place = _first_inside(run, whole)
        if place is not None:
            at = f" at {whole}" if here else ""
            text = _reason(run, place, len(here)).text.replace(AT, at)
            return f"inside, the {side} side {text}" if text else ""
    return ""


def _first_inside(run: Evaluation, place: Place) -> Place | None:
    """The first part without a finite value, even where what it is a part of has one."""
    waiting, seen = [place], 0
    while waiting and seen < MOST_PARTS:
        here, seen = waiting.pop(0), seen + 1
        if not _is_finite(run, here.term, here.point):
            return here
        waiting += _parts(run, here)
    return None


def _at(run: Evaluation, claim: Place, count: int, total: int) -> Finding | None:
    """What there is to say about one point; None where all sides have values there."""
    told: list[str] = []
    for relation in _relations(run, claim):
        assert isinstance(relation.term, Compare)
        sides = (("left", relation.term.left), ("right", relation.term.right))
        for side, term in sides:
            if shape_of(term) != () or _is_finite(run, term, relation.point):
                continue
            whole = Place(term, relation.point, relation.names)
            finding = _reason(run, whole, len(relation.point))
            if finding.certain:
                return finding
            at = f" at {relation}" if relation.point else ""
            if count > 1:
                at = f" at {count} of {total} points, first{at}"
            told.append(f"the {side} side {finding.text.replace(AT, at)}")
        if told:
            return Finding("; ".join(told))
    return None


def _relations(run: Evaluation, place: Place) -> Iterator[Place]:
    """The relations between numbers that a condition is made of, at that point."""
    term, point, names = place.term, place.point, place.names
    if isinstance(term, Compare):
        yield place
    elif isinstance(term, Not):
        yield from _relations(run, Place(term.condition, point, names))
    elif isinstance(term, (And, Or)):
        for part in term.conditions:
            yield from _relations(run, Place(part, point, names))
    elif isinstance(term, Forall):
        for value in _range(run, term, point):
            yield from _relations(run, Place(term.body, (*point, value), (*names, term.name)))


def _range(run: Evaluation, term: Forall | Reduce, point: Environment) -> Iterator[Any]:
    low, high = (int(run.integers(end, point)[0]) for end in (term.lower, term.upper))
    for value in range(low, min(high, low + MOST_PARTS) + 1):
        yield np.asarray(value)


def _is_finite(run: Evaluation, term: Term, point: Environment) -> bool:
    return bool(np.all(np.isfinite(run.grid(term, point).value)))


def _innermost(run: Evaluation, place: Place) -> Iterator[Place]:
    """The parts of a formula without a finite value whose own parts all have one."""
    waiting, seen = [place], 0
    while waiting and seen < MOST_PARTS:
        here, seen = waiting.pop(0), seen + 1
        lost = [part for part in _parts(run, here) if not _is_finite(run, part.term, part.point)]
        if not lost:
            yield here
        waiting += lost


def _parts(run: Evaluation, place: Place) -> Iterator[Place]:
    """What a term is computed from at one point."""
    term, point, names = place.term, place.point, place.names
    if is_exact(term):
        return
    inside: tuple[Term, ...] = ()
    try:
        if isinstance(term, Entry) and not isinstance(term.tensor, TensorSymbol):
            inside = (entry_of(term.tensor, term.indices),)
        elif isinstance(term, Apply):
            inside = (entry_of(term, ()),)
        elif isinstance(term, Partial):
            inside = (resolved(term),)
        elif isinstance(term, Cases):
            holds = [bool(np.all(truth(run, condition, point))) for condition in term.conditions]
            inside = tuple(term.values[k] for k, it in enumerate(holds) if it)[:1]
        elif isinstance(term, Reduce):
            yield from _terms_of(run, place)
        elif not isinstance(term, Entry):
            inside = tuple(t for t, binds in children(term) if not binds and shape_of(t) == ())
    except SymderiveError:
        return
    for part in inside:
        if type(part) in HANDLERS and not isinstance(part, Iverson):
            yield Place(part, point, names)


def _terms_of(run: Evaluation, place: Place) -> Iterator[Place]:
    """The first term of a reduction without a finite value."""
    term, point = place.term, place.point
    assert isinstance(term, Reduce)
    low, high = (int(run.integers(end, point)[0]) for end in (term.lower, term.upper))
    for start in range(low, high + 1, LARGEST_GRID):
        axis = axis_values(start, min(start + LARGEST_GRID - 1, high), len(point))
        value = np.broadcast_to(run.grid(term.body, (*point, axis)).value, axis.shape)
        lost = np.flatnonzero(~np.isfinite(value))
        if lost.size:
            here = np.asarray(start + int(lost[0]))
            yield Place(term.body, (*point, here), (*place.names, term.name))
            return


def _reason(run: Evaluation, place: Place, outer: int) -> Finding:
    """Why a term has no finite value: what is certain first, else what comes first."""
    found = [_explained(run, part, outer) for part in _innermost(run, place)]
    certain = (finding for finding in found if finding.certain)
    return next(certain, found[0] if found else Finding("", certain=True))


def _explained(run: Evaluation, place: Place, outer: int) -> Finding:
    """The part that has no finite value, in words; so many of its variables are not bound in it."""
    term, point = place.term, place.point
    value = float(run.grid(term, point).value.reshape(-1)[0])
    bound = Place(term, point[outer:], place.names[outer:])
    within = f" for {bound}" if bound.point else ""
    if np.isinf(value):
        return Finding(f"overflows{AT}: {_named(run, term, point)}{within}")
    if _is_arithmetic(term):
        for part in _parts(run, place):
            inside = _first_inside(run, part)
            if inside is not None:
                return _reason(run, inside, outer)
        return Finding(f"overflows{AT}: {_named(run, term, point)}{within}")
    doubt = _doubtful(run, term, point)
    if doubt is None or is_exact(term):
        return Finding("", certain=True)
    cause = _underflow(run, Place(doubt, point, place.names))
    reason = f", since {cause} underflows" if cause else ", which rounding can explain"
    return Finding(f"has no value{AT}: {_named(run, term, point)}{within}{reason}")


def _is_arithmetic(term: Term) -> bool:
    """Whether a term has a value wherever its parts have one."""
    sums = isinstance(term, Reduce) and term.operation in ("sum", "product")
    return sums or (isinstance(term, (Add, Mul)) and not is_exact(term))


def _named(run: Evaluation, term: Term, point: Environment) -> str:
    """A part of a formula by its name and the numbers that it got."""
    if isinstance(term, (Function, Unknown)) and term.arguments:
        values = [_shown(run, argument, point) for argument in term.arguments]
        return f"{term.name} of {' and '.join(values)}"
    if isinstance(term, Pow):
        base, exponent = (_shown(run, part, point) for part in (term.base, term.exponent))
        return f"1 over {base}" if exponent == "-1" else f"{base} to the power {exponent}"
    if isinstance(term, Reduce):
        return WORDS[term.operation]
    if isinstance(term, Apply):
        return term.name
    return {"Add": "a sum", "Mul": "a product"}.get(type(term).__name__, "an entry")


def _shown(run: Evaluation, term: Term, point: Environment) -> str:
    return f"{float(run.grid(term, point).value.reshape(-1)[0]):.6g}"


def _doubtful(run: Evaluation, term: Term, point: Environment) -> Term | None:
    """The argument of a function whose value may lie in its domain as far as floats can tell."""
    if isinstance(term, Pow):
        part = term.base
    elif isinstance(term, Function) and len(term.arguments) == 1:
        part = term.arguments[0]
    else:
        return None
    found = run.grid(part, point)
    tolerance = tolerance_of(found)
    near = bool(np.all((np.abs(found.value) <= tolerance) & (tolerance > 0)))
    return part if near and not _is_certain(run, part, point, found) else None


def _is_certain(run: Evaluation, term: Term, point: Environment, found: Pair) -> bool:
    """Whether a 0 is exact: of what was given, or a difference of two such numbers."""
    if not found.depth:
        return True
    if not isinstance(term, Add) or len(term.terms) != 2:
        return False
    return not any(run.grid(part, point).depth for part in term.terms)


def _underflow(run: Evaluation, place: Place) -> str:
    """The first function inside that is 0 in floats and cannot be 0, as text; empty if none is."""
    waiting, seen = [place], 0
    while waiting and seen < MOST_PARTS:
        here, seen = waiting.pop(0), seen + 1
        term = here.term
        if isinstance(term, Function) and term.name in ("exp", "sigmoid"):
            if abs(float(run.grid(term, here.point).value)) < LEAST:
                return _named(run, term, here.point)
        waiting += _parts(run, here)
    return ""
