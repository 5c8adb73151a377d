"""Digits at the binder: a variable divided by a symbolic size is bound as quotient and remainder.

Splitting the variable itself, not its quotient inside a term, keeps every constraint linear in the
digits. A quotient that is divided again is split again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symderive.errors import OutsideFragment
from symderive.language.terms import (
    Array,
    Ceiling,
    Floor,
    Functional,
    Mod,
    Mul,
    Pow,
    Reduce,
    Term,
    number,
)
from symderive.prover import indexing, unfolding
from symderive.prover.context import Context
from symderive.prover.integers import SUMMED, Form, Variable, constant, form_of
from symderive.prover.place import Binder, Place
from symderive.prover.presburger import AT_LEAST, Constraint
from symderive.prover.radix import affine_instead, implied, is_positive
from symderive.prover.splitting import fresh_digits
from symderive.prover.workspace import FreeSplit, Workspace

DIVISIONS = (Floor, Ceiling, Mod)
MAX_SPLITS = 8


def has_division(term: Term) -> bool:
    """Whether a floor, ceiling or remainder occurs."""
    found = term.__dict__.get("_has_division")
    if found is None:
        found = isinstance(term, DIVISIONS) or any(
            has_division(c) for c, _ in unfolding.parts(term)
        )
        object.__setattr__(term, "_has_division", found)
    return bool(found)


def divisions(work: Workspace, term: Term, place: Place) -> Iterator[tuple[Term, Place]]:
    """The floors, ceilings and remainders in a term, each with its place."""
    if not has_division(term):
        return
    if isinstance(term, DIVISIONS):
        yield term, place
    for child, binds in unfolding.parts(term):
        if not has_division(child):
            continue
        here = place
        for _ in range(binds):
            v = work.fresh(SUMMED)
            constraints = _range(work, term, form_of(v), place) if binds == 1 else ()
            here = here.under(form_of(v), Binder(frozenset([v]), constraints))
        yield from divisions(work, child, here)


def _range(work: Workspace, term: Term, value: Form, place: Place) -> tuple[Constraint, ...]:
    """The range of the variable that a sum or a vector binds, where it can be read off."""
    if isinstance(term, Reduce):
        lower, upper = term.lower, term.upper
    elif isinstance(term, (Array, Functional)):
        lower, upper = number(1), term.shape[0]
    else:
        return ()
    found = []
    for bound in (lower, upper):
        try:
            pieces = indexing.rational(work, bound, place)
        except OutsideFragment:
            return ()
        if len(pieces) != 1 or pieces[0].bound or pieces[0].denominator.value != 1:
            return ()
        found.append(pieces[0].numerator)
    return (AT_LEAST, value - found[0]), (AT_LEAST, found[1] - value)


@dataclass(frozen=True)
class Split:
    """The variable is radix * q + s + offset with 0 <= s < radix."""

    variable: Variable
    radix: Form
    offset: Form


def best_split(
    work: Workspace, term: Term, place: Place, candidates: frozenset[Variable]
) -> Split | None:
    """The split of one of the candidates that resolves a division in the term; None if none does.

    Given: the candidate stands in the numerator with coefficient 1 or -1, the divisor is positive
    wherever the candidate is bound (not only where the division stands), and the quotient is not
    one of a few known ones anyway.
    """
    failures = len(work.failures)
    options = (
        option
        for division, here in divisions(work, term, place)
        for option in _options(work, division, here, candidates, place.context)
    )
    found = next(options, None)
    del work.failures[failures:]
    return found


def _options(
    work: Workspace,
    division: Term,
    place: Place,
    candidates: frozenset[Variable],
    known: Context,
) -> Iterator[Split]:
    if isinstance(division, Mod):
        ratio: Term = Mul((division.argument, Pow(division.modulus, number(-1))))
    else:
        ratio = division.argument  # type: ignore[attr-defined]
    try:
        pieces = indexing.rational(work, ratio, place)
    except OutsideFragment:
        return
    if len(pieces) != 1:
        return
    divisor = pieces[0].denominator
    if divisor.value is not None or not is_positive(divisor, known):
        return
    _, rest = indexing.multiples(pieces[0].numerator, divisor)
    if indexing.few_quotients(rest, divisor, place.context) is not None:
        return
    for v in sorted(rest.variables & candidates):
        if v in divisor.variables or not rest.solvable_for(v):
            continue
        few = indexing.few_quotients(form_of(v), divisor, place.context)
        if few is not None and few[0] == few[1]:
            continue
        offset = rest.constant_term
        upwards = isinstance(division, Ceiling)
        if rest.coefficient(v) < 0:
            upwards = not upwards
        else:
            offset = -offset
        yield Split(v, divisor, constant(offset + int(upwards)))


def with_digits(
    work: Workspace, split: Split, value: Form, constraints: tuple[Constraint, ...], place: Place
) -> tuple[Form, list[Variable], tuple[Constraint, ...]]:
    """A value and the constraints of its variables after a split, with the new digits."""
    q, s = fresh_digits(work)
    digit = {split.variable: split.radix * q + s + split.offset}
    ranges: list[Constraint] = [(AT_LEAST, s), (AT_LEAST, split.radix.shifted(-1) - s)]
    work.record("digits", split.variable, split.radix)
    moved = [(kind, form.substituted(digit)) for kind, form in constraints]
    found = [*moved, *ranges]
    for constraint in tuple(found):
        if constraint[1].is_affine:
            continue
        # One after the other: a constraint that has been replaced is no premise any more.
        others = [c for c in found if c != constraint]
        instead = affine_instead(*constraint, place.context.extended(others))
        if instead is not None:
            found = others + instead
    return value.substituted(digit), [*q.variables, *s.variables], tuple(found)


def split_binder(
    work: Workspace,
    body: Term,
    v: Variable,
    constraints: tuple[Constraint, ...],
    place: Place,
) -> tuple[Form, list[Variable], tuple[Constraint, ...]]:
    """A bound variable as digits, as far as the divisions in the body ask for it."""
    value, bound = form_of(v), [v]
    if not has_division(body):
        return value, bound, constraints
    for _ in range(MAX_SPLITS):
        inside = place.under(value, Binder(frozenset(bound), constraints))
        split = best_split(work, body, inside, frozenset(bound))
        if split is None:
            break
        value, new, constraints = with_digits(work, split, value, constraints, place)
        bound = [w for w in bound if w != split.variable] + new
    return value, bound, constraints


def split_free(work: Workspace, claim: Term, place: Place) -> Place:
    """The place with free symbols as digits, as far as divisions in the claim ask for it."""
    if not has_division(claim):
        return place
    for _ in range(MAX_SPLITS):
        candidates = frozenset(v for form in work.variables.values() for v in form.variables)
        split = best_split(work, claim, place, candidates)
        if split is None:
            break
        q, s = fresh_digits(work)
        digit = {split.variable: split.radix * q + s + split.offset}
        work.record("digits of a free index", split.variable, split.radix)
        name = work.names.pop(split.variable, None)
        (quotient,), (remainder,) = q.variables, s.variables
        work.splits.append(
            FreeSplit(name, split.variable, split.radix, split.offset, quotient, remainder)
        )
        for symbol, form in work.variables.items():
            work.variables[symbol] = form.substituted(digit)
        ranges: list[Constraint] = [(AT_LEAST, s), (AT_LEAST, split.radix.shifted(-1) - s)]
        moved = [(kind, form.substituted(digit)) for kind, form in place.context.constraints]
        alternatives = tuple(
            tuple(
                tuple((k, f.substituted(digit)) for k, f in conjunction) for conjunction in choices
            )
            for choices in place.alternatives
        )
        context = work.contexts.context(linearized(work, frozenset([*moved, *ranges])))
        place = Place((), context, alternatives)
    return place


def linearized(work: Workspace, constraints: frozenset[Constraint]) -> frozenset[Constraint]:
    """The constraints with bilinear ones replaced by affine ones, as far as the others allow."""
    changed = True
    while changed:
        changed = False
        for kind, form in constraints:
            if form.is_affine:
                continue
            rest = constraints - {(kind, form)}
            found = affine_instead(kind, form, work.contexts.context(rest))
            if found is not None:
                constraints = rest | set(found)
                changed = True
                break
    known = work.contexts.context(constraints)
    weaker = {
        (AT_LEAST, f)
        for kind, form in constraints
        if kind == AT_LEAST and not form.is_affine
        for f in implied(form, known)
    }
    return constraints | weaker
