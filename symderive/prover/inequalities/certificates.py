"""A polynomial as a non-negative combination of lemmas: the certificate of an inequality.

Lemmas are looked for at the goal itself and under each of its sums, weighted by what stands beside
them in the goal, and summed up. Which of them add up to the goal is linear arithmetic; that they do
is then checked term by term.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.prover import signs
from symderive.prover.inequalities import bounded, facts, linear, partition, squares, sums, tangents
from symderive.prover.inequalities.frames import Frame, Frames, components_of
from symderive.prover.inequalities.goals import (
    Goal,
    Lemma,
    Site,
    atoms_of,
    divided,
    is_exponential,
    is_function,
    is_nonnegative,
    ordered,
    sign_of,
    simplified,
)
from symderive.prover.reciprocals import is_idempotent
from symderive.prover.ring import (
    RECIPROCAL,
    UNIT,
    Atom,
    Component,
    Factor,
    Monomial,
    Polynomial,
    add,
    scaled,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

MAX_COLUMNS = 400
MAX_WEIGHTS = 12
MAX_TERMS = 3
MAX_PRODUCTS = 40
KNOWN_SIGN = "a product of known sign"
ONE = fmpq(1)


@dataclass(frozen=True, eq=False)
class Part:
    """A polynomial that is at least 0 by a lemma, positive if ``strict``, 0 if ``vanishes``.

    ``summand`` is what was summed up, where it is a sum.
    """

    name: str
    value: Polynomial
    strict: bool = False
    vanishes: bool = False
    summand: Polynomial | None = None


@dataclass(frozen=True, eq=False)
class Terms:
    """The terms of a goal at a site, with their coefficients, and the frame around them."""

    site: Site
    coefficients: Mapping[Monomial, Any]
    frame: Frame | None


def certificate(work: Workspace, goal: Goal) -> list[tuple[Any, Part]] | None:
    """Parts with positive coefficients that add up to the goal; None where none are found."""
    target = goal.value
    if not target:
        return None if goal.strict else []
    parts = _parts(work, goal)
    parts += _known_signs(work, [target, *(part.value for part in parts)], goal)
    columns = [part.value for part in parts]
    signed = frozenset(k for k, part in enumerate(parts) if part.vanishes)
    wanted = frozenset(k for k, part in enumerate(parts) if part.strict) if goal.strict else None
    if wanted is not None and not wanted:
        return None
    found = linear.combination(target, columns, signed, wanted or frozenset(), work.check_time)
    if found is None:
        return None
    chosen = [(c, parts[k]) for k, c in sorted(found.items()) if c]
    return chosen if _adds_up(target, chosen, goal.strict) else None


def _adds_up(target: Polynomial, chosen: list[tuple[Any, Part]], strict: bool) -> bool:
    """Whether the parts with their coefficients are the target, and show what is to be shown."""
    if any(c < 0 and not part.vanishes for c, part in chosen):
        return False
    if strict and not any(part.strict and c > 0 for c, part in chosen):
        return False
    return add(target, *[scaled(part.value, -c) for c, part in chosen]) == {}


def _parts(work: Workspace, goal: Goal) -> list[Part]:
    """All lemmas of the goal, weighted and summed."""
    frames = Frames(work, goal.context)
    found: dict[tuple[frozenset[Any], bool], Part] = {}
    for terms in _sites(work, goal, frames):
        weights: dict[tuple[Monomial, Monomial], bool] = {}
        for lemma in _with_products(work, _lemmas(work, goal, terms, frames), terms):
            for weight in _weights(work, lemma, terms, weights):
                part = _part(work, lemma, weight, terms, goal)
                if part is not None:
                    key = frozenset(part.value.items()), part.vanishes
                    if key not in found or (part.strict and not found[key].strict):
                        found[key] = part
                if len(found) >= MAX_COLUMNS:
                    return list(found.values())
            work.check_time()
    return list(found.values())


def _with_products(work: Workspace, lemmas: Iterable[Lemma], terms: Terms) -> Iterator[Lemma]:
    """The lemmas, and products of two where all terms of what one multiplies are in the goal.

    From 1 - y >= 0 and -log u >= 0 follows -log u + y log u >= 0.
    """
    present = set(terms.site.monomials)
    found = list(lemmas)
    yield from found
    factors = [
        lemma
        for lemma in found
        if not lemma.vanishes and not lemma.positive and 1 < len(lemma.value) <= MAX_TERMS
    ]
    count = 0
    for lemma in found:
        for handle in lemma.handles or ordered(lemma.value):
            for factor in factors if handle != UNIT else ():
                product = work.multiply(factor.value, {handle: ONE})
                if factor is lemma or lemma.positive:
                    continue
                met = present.intersection(product)
                if not met or (len(met) < len(product) and lemma.name not in partition.NAMES):
                    continue
                count += 1
                if count > MAX_PRODUCTS:
                    return
                value = work.multiply(lemma.value, factor.value)
                strict = lemma.strict and factor.strict
                yield Lemma(lemma.name, value, strict, lemma.vanishes, handles=tuple(product))


def _part(work: Workspace, lemma: Lemma, weight: Monomial, terms: Terms, goal: Goal) -> Part | None:
    """The lemma times its weight, summed over the frame."""
    try:
        value = work.multiply(lemma.value, {weight: ONE}) if weight else lemma.value
        if lemma.positive and not _extends_to_zero(lemma, value):
            return None
        strict = lemma.strict
        if strict and weight:
            strict = sign_of(work, weight, terms.site.context) == signs.POSITIVE
        summand = value if terms.frame is not None else None
        if terms.frame is not None:
            value = terms.frame.closed(work, value, goal.context)
            strict = strict and _is_never_empty(work, terms.frame, goal)
        value = simplified(work, value, goal.context)
    except OutsideFragment:
        return None
    return Part(lemma.name, value, strict, lemma.vanishes, summand) if value else None


def _extends_to_zero(lemma: Lemma, value: Polynomial) -> bool:
    """Whether what holds for positive values of some variables holds where they are 0.

    By continuity: no negative powers of them, and a positive one beside each log of them.
    """
    for monomial in value:
        powers = dict(monomial)
        logarithms = not lemma.logarithms.isdisjoint(powers)
        for atom in lemma.positive:
            e = powers.get(atom, 0)
            if e < 0 or (logarithms and not e):
                return False
        if any(is_idempotent(atom) or _is_reciprocal(atom) for atom in powers):
            return False
    return True


def _is_reciprocal(atom: Atom) -> bool:
    return isinstance(atom, Factor) and atom.head.kind == RECIPROCAL


def _is_never_empty(work: Workspace, frame: Frame, goal: Goal) -> bool:
    from symderive.prover.components import covers

    return covers(frame.variables, frame.equalities, frame.inequalities, goal.context)


def _sites(work: Workspace, goal: Goal, frames: Frames) -> Iterator[Terms]:
    """The goal itself, and an arbitrary summand for each range of its sums."""
    equations = [value for value, sign in work.known_signs if sign == signs.ZERO]
    known = components_of([goal.value, *equations])
    given = tuple(atoms_of(m for value, _ in work.known_signs for m in value))
    yield Terms(
        Site(goal.context, tuple(ordered(goal.value)), tuple(known), goal.attained, given),
        goal.value,
        None,
    )
    inside: dict[Frame, dict[Monomial, Any]] = {}
    for monomial in ordered(goal.value):
        for atom, e in monomial:
            if isinstance(atom, Component) and e > 0 and e == int(e):
                rest = work.multiply_monomials(monomial, frozenset([(atom, -1)]))
                for frame, summand in frames.options(atom):
                    local = work.multiply_monomials(rest, summand)
                    inside.setdefault(frame, {})[local] = goal.value[monomial]
    for component in components_of(equations):
        frame, summand = frames.open(component)
        inside.setdefault(frame, {}).setdefault(summand, fmpq(0))
    for frame, local_terms in inside.items():
        site = Site(frame.context, tuple(ordered(local_terms)), tuple(known), goal.attained, given)
        yield Terms(site, local_terms, frame)


def _lemmas(work: Workspace, goal: Goal, terms: Terms, frames: Frames) -> Iterator[Lemma]:
    """Everything that is known at a site, what is likely to help first."""
    site = terms.site
    outside: dict[Atom, int] = {}
    if terms.frame is not None:
        for monomial, c in goal.value.items():
            for atom, e in monomial:
                if is_function(atom, "log") and e == 1 and atom not in site.atoms:
                    outside[atom] = 1 if c > 0 else -1
    yield from tangents.of_logarithms(work, site, terms.coefficients, outside)
    yield from sums.lemmas(work, site)
    yield from facts.lemmas(work, site)
    yield from bounded.lemmas(work, site)
    if any(is_function(atom, "log") for atom in site.atoms):
        yield from tangents.of_increase(work, site)
        if terms.frame is None:
            yield from partition.lemmas(work, site, frames)
    if any(is_exponential(atom) for atom in site.atoms):
        others = list(goal.value) if terms.frame is not None else []
        yield from tangents.of_exponentials(work, site, others)
    if terms.frame is None:
        yield from squares.of_sums(work, frames, ordered(goal.value))
        yield from squares.of_products(work, frames, ordered(goal.value))
    yield from squares.of_terms(work, site, terms.coefficients)
    yield from squares.of_means(work, site, terms.coefficients)


def _weights(
    work: Workspace,
    lemma: Lemma,
    terms: Terms,
    signs_of: dict[tuple[Monomial, Monomial], bool],
) -> list[Monomial]:
    """The products by which the lemma is multiplied, so that one of its terms is one of the goal.

    They must not be negative, unless the lemma is an equation.
    """
    found: dict[Monomial, None] = {}
    for handle in lemma.handles or ordered(lemma.value):
        for term in terms.site.monomials:
            weight = divided(term, handle)
            if weight is None or weight in found:
                continue
            if handle == UNIT and weight != UNIT and not lemma.vanishes and len(lemma.value) > 2:
                continue
            key = weight, UNIT
            if key not in signs_of:
                signs_of[key] = is_nonnegative(sign_of(work, weight, terms.site.context))
            if lemma.vanishes or signs_of[key]:
                found[weight] = None
            if len(found) >= MAX_WEIGHTS:
                return list(found)
    return list(found)


def _known_signs(work: Workspace, values: list[Polynomial], goal: Goal) -> list[Part]:
    """Products in the goal or in its parts whose sign is known by itself, 1 among them."""
    found: list[Part] = []
    monomials = {monomial for value in values for monomial in value}
    for monomial in ordered({*monomials, UNIT}):
        sign = sign_of(work, monomial, goal.context)
        if is_nonnegative(sign):
            found.append(Part(KNOWN_SIGN, {monomial: ONE}, sign == signs.POSITIVE))
        elif not sign & signs.POSITIVE:
            found.append(Part(KNOWN_SIGN, {monomial: -ONE}, sign == signs.NEGATIVE))
    return found
