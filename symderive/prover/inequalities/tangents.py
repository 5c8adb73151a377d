"""Tangents of the logarithm and of the exponential, and that both are increasing.

log r <= r - 1 for r > 0, and exp(u) >= exp(v) (1 + u - v). Where the tangent is taken is read off
the terms of the goal: logarithms with one weight are put into one ratio r.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations, product
from typing import TYPE_CHECKING, Any

from symderive.errors import OutsideFragment
from symderive.prover import functions, reciprocals, signs, translate
from symderive.prover.inequalities.goals import (
    Lemma,
    Site,
    argument_of,
    atoms_of,
    is_exponential,
    is_function,
    ordered,
)
from symderive.prover.inequalities.positivity import is_positive
from symderive.prover.ring import (
    TENSOR,
    UNIT,
    Atom,
    Factor,
    Monomial,
    Polynomial,
    add,
    constant_polynomial,
    scaled,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

LOGARITHM, EXPONENTIAL = "log r <= r - 1", "exp(u) >= exp(v) (1 + u - v)"
INCREASING = "log is increasing"
MAX_OUTSIDE = 4
MAX_EXPONENTIALS = 6
Signs = Mapping[Atom, int]


def of_logarithms(
    work: Workspace, site: Site, coefficients: Mapping[Monomial, Any], outside: Signs
) -> Iterator[Lemma]:
    """Tangents for the logarithms of a site, grouped by their weights.

    ``coefficients`` are those of the terms of the site in the goal, ``outside`` the signs with
    which logarithms stand in other terms of it.
    """
    groups: dict[Monomial, dict[Atom, int]] = {}
    for monomial in ordered(site.monomials):
        for atom, e in monomial:
            if is_function(atom, "log") and e == 1:
                c = coefficients[monomial]
                groups.setdefault(monomial - {(atom, e)}, {})[atom] = 1 if c > 0 else -1
    units = _exponential_parts(site.monomials)[:MAX_EXPONENTIALS]
    done: set[Any] = set()
    for weight, group in groups.items():
        zero = _may_vanish(work, weight, site)
        for more, unit in product(_choices(outside), _powers_of(units)):
            chosen = {**dict(more), **group}
            key = frozenset(chosen.items()), unit, frozenset(zero)
            if key in done:
                continue
            done.add(key)
            handles = tuple(frozenset([(atom, 1)]) for atom in group)
            with translate.facts(work, [(work.atom(a), signs.POSITIVE) for a in zero]):
                found = _tangent(work, {a: -s for a, s in chosen.items()}, unit, site)
            if found is not None:
                unknown = _without_value(work, chosen, site) if zero else frozenset()
                yield Lemma(
                    LOGARITHM,
                    found,
                    handles=handles,
                    positive=frozenset(zero),
                    logarithms=unknown,
                )


def _may_vanish(work: Workspace, weight: Monomial, site: Site) -> list[Atom]:
    """The variables in a weight that are not negative, and may be zero."""
    return [
        atom
        for atom in atoms_of([weight])
        if isinstance(atom, Factor)
        and atom.head.kind == TENSOR
        and dict(weight)[atom] > 0
        and signs.of_atom(work, atom, site.context) == signs.NONNEGATIVE
    ]


def _without_value(work: Workspace, chosen: Signs, site: Site) -> frozenset[Atom]:
    """The logarithms whose arguments are not known to be positive."""
    return frozenset(
        atom
        for atom in chosen
        if not is_positive(work, argument_of(work, atom, site.context), site.context)
    )


def _powers_of(units: list[Monomial]) -> list[Monomial]:
    """1, and each product of exponentials with its reciprocal."""
    found = [UNIT]
    for unit in units:
        found += [unit, frozenset((atom, -e) for atom, e in unit)]
    return found


def _choices(outside: Signs) -> Iterator[list[tuple[Atom, int]]]:
    """All ways to take some of the logarithms."""
    items = list(outside.items())[:MAX_OUTSIDE]
    for taken in product((False, True), repeat=len(items)):
        yield [item for item, chosen in zip(items, taken, strict=True) if chosen]


def _tangent(work: Workspace, exponents: Signs, unit: Monomial, site: Site) -> Polynomial | None:
    """r - 1 - log r for the product r of the arguments with these exponents and exponentials."""
    ratio: Polynomial = {unit: functions.HALF * 2}
    logarithm = _exponent(work, unit, site)
    for atom, e in exponents.items():
        argument = argument_of(work, atom, site.context)
        if not is_positive(work, argument, site.context):
            return None
        try:
            power = argument if e > 0 else reciprocals.inverse(work, argument, site.context)
            ratio = work.multiply(ratio, power)
        except OutsideFragment:
            return None
        logarithm = add(logarithm, scaled(work.atom(atom), e))
    return add(ratio, constant_polynomial(-1), scaled(logarithm, -1))


def of_increase(work: Workspace, site: Site) -> Iterator[Lemma]:
    """log u - log v >= 0 for logarithms of the site with u - v >= 0."""
    arguments = {
        atom: argument_of(work, atom, site.context)
        for atom in site.atoms
        if is_function(atom, "log")
    }
    # Beside a false bracket a logarithm need have no value.
    found = [
        atom for atom, argument in arguments.items() if is_positive(work, argument, site.context)
    ]
    for one, other in permutations(found, 2):
        difference = add(arguments[one], scaled(arguments[other], -1))
        sign = signs.of_polynomial(work, difference, site.context)
        if not sign & signs.NEGATIVE:
            value = add(work.atom(one), scaled(work.atom(other), -1))
            yield Lemma(INCREASING, value, strict=sign == signs.POSITIVE)
    for atom in found:
        rest = add(arguments[atom], constant_polynomial(-1))
        for sign in (1, -1):
            here = signs.of_polynomial(work, scaled(rest, sign), site.context)
            if not here & signs.NEGATIVE:
                value = scaled(work.atom(atom), sign)
                yield Lemma(INCREASING, value, strict=here == signs.POSITIVE)


def of_exponentials(work: Workspace, site: Site, outside: list[Monomial]) -> Iterator[Lemma]:
    """Tangents of one exponential of the site at the exponent of another, or at 0."""
    here = _exponential_parts(site.monomials)
    others = list(dict.fromkeys([*here, *_exponential_parts(outside), UNIT]))
    for one in here[:MAX_EXPONENTIALS]:
        for other in others[: MAX_EXPONENTIALS + 1]:
            if one in (other, UNIT):
                continue
            distance = add(_exponent(work, one, site), scaled(_exponent(work, other, site), -1))
            line = work.multiply({other: functions.HALF * 2}, add(constant_polynomial(1), distance))
            value = add({one: functions.HALF * 2}, scaled(line, -1))
            yield Lemma(EXPONENTIAL, value, handles=(one,))


def _exponent(work: Workspace, exponentials: Monomial, site: Site) -> Polynomial:
    return functions.log_of_exponentials(work, exponentials, site.context)


def _exponential_parts(monomials: Any) -> list[Monomial]:
    """The exponentials in each of the terms, as one product."""
    found = {
        frozenset((atom, e) for atom, e in monomial if is_exponential(atom)): None
        for monomial in ordered(monomials)
    }
    found.pop(UNIT, None)
    return list(found)
