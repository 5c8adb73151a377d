"""Logarithms of sums of exponentials against one another.

For S = sum exp(c_k) and the weights p_k = exp(c_k)/S, which add up to 1, the logarithm of another
sum T = sum exp(d_k) over the same range is at least log S + sum p_k (d_k - c_k), because
log(T/S) = log sum p_k exp(d_k - c_k) and the logarithm is concave. Also log S >= sum p_k c_k,
because S is at least each of its terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.prover import functions, reciprocals, signs
from symderive.prover.inequalities.frames import Frame, Frames
from symderive.prover.inequalities.goals import (
    Lemma,
    Site,
    argument_of,
    is_exponential,
    is_function,
)
from symderive.prover.ring import Atom, Component, Monomial, Polynomial, add, scaled

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

TANGENT, ENTROPY = "the tangent of log-sum-exp", "log-sum-exp is at least the mean exponent"
NAMES = (TANGENT, ENTROPY)
MAX_SUMS = 4
ONE = fmpq(1)


def lemmas(work: Workspace, site: Site, frames: Frames) -> Iterator[Lemma]:
    """What the logarithms of sums of exponentials in a site say of each other."""
    found: list[tuple[Atom, Component, Frame, Monomial]] = []
    for atom in site.atoms:
        component = _sum_of_exponentials(work, atom, site)
        if component is not None:
            found.append((atom, component, *frames.open(component)))
    found = found[:MAX_SUMS]
    for one, other in product(found, repeat=2):
        if one[2] is not other[2] or any(not is_exponential(a) for a, _ in (*one[3], *other[3])):
            continue
        try:
            yield from _lemmas_of(work, one, other, frames)
        except OutsideFragment:
            continue


def _sum_of_exponentials(work: Workspace, atom: Atom, site: Site) -> Component | None:
    """The sum under a logarithm, if it is one atom that is positive."""
    if not is_function(atom, "log"):
        return None
    argument = argument_of(work, atom, site.context)
    if len(argument) != 1:
        return None
    ((monomial, c),) = argument.items()
    if c != 1 or len(monomial) != 1:
        return None
    ((inner, e),) = monomial
    if not isinstance(inner, Component) or e != 1:
        return None
    return inner if signs.of_atom(work, inner, site.context) == signs.POSITIVE else None


def _lemmas_of(
    work: Workspace,
    one: tuple[Atom, Component, Frame, Monomial],
    other: tuple[Atom, Component, Frame, Monomial],
    frames: Frames,
) -> Iterator[Lemma]:
    """log T - log S - sum p (d - c) >= 0 for S of ``one`` and T of ``other``; log S - sum p c."""
    atom, component, frame, summand = one
    exponent = functions.log_of_exponentials(work, summand, frame.context)
    if atom is other[0]:
        difference = scaled(exponent, -1)
        value = work.atom(atom)
        name = ENTROPY
    else:
        there = functions.log_of_exponentials(work, other[3], frame.context)
        difference = add(exponent, scaled(there, -1))
        value = add(work.atom(other[0]), scaled(work.atom(atom), -1))
        name = TANGENT
    weighted = frame.closed(work, work.multiply({summand: ONE}, difference), frames.context)
    inverse = reciprocals.inverse(work, work.atom(component), frames.context)
    mean: Polynomial = work.multiply(weighted, inverse)
    yield Lemma(name, add(value, mean))
