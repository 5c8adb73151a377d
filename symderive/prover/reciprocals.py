"""Reciprocals: named denominators, their cancellation inside sums, and cross-multiplication.

A denominator of one monomial becomes negative exponents; one of several is named by a derived head
with the exponent -1. That no denominator vanishes is the business of :mod:`obligations`.
"""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING, Any

from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.prover import abstraction, functions, gates, merging, normalize, signs
from symderive.prover.context import Context
from symderive.prover.integers import FREE, PLACE, Form, Variable, form_of, kind_of, variable
from symderive.prover.presburger import AT_LEAST, EQUAL
from symderive.prover.ring import (
    EXPONENTIAL,
    INDICATOR,
    RECIPROCAL,
    UNIT,
    Atom,
    Bracket,
    Factor,
    Factors,
    GuardedTerm,
    Head,
    Monomial,
    Polynomial,
    add,
    constant_polynomial,
    content_key,
    leading_monomial,
    plain_exponent,
    scaled,
    skeleton,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

MAX_ROUNDS = 12
MAX_REDUCTIONS = 400


def is_idempotent(atom: Atom) -> bool:
    """Whether the atom takes the values 0 and 1 only."""
    return isinstance(atom, Bracket) or (isinstance(atom, Factor) and atom.head.kind == INDICATOR)


def inverse(work: Workspace, polynomial: Polynomial, context: Context) -> Polynomial:
    """1/p, given p != 0. Fails for p that is zero as a polynomial.

    Where brackets occur: 1/p = [P]/p(P := 1) + (1 - [P])/p(P := 0).
    """
    polynomial = merging.merged(work, polynomial, context)
    if not polynomial:
        raise OutsideFragment("a division by something that is zero")
    for monomial in polynomial:
        for atom, _ in monomial:
            if is_idempotent(atom):
                return _by_cases(work, polynomial, atom, context)
    whole = _integer_inverse(work, polynomial)
    if whole is not None:
        return whole
    if len(polynomial) == 1:
        ((monomial, c),) = polynomial.items()
        return {frozenset((atom, -e) for atom, e in monomial): 1 / c}
    shared = content(polynomial)
    inverted = frozenset((atom, -e) for atom, e in shared)
    rest = divided_by_content(work, polynomial, inverted, context)
    lead = rest[leading_monomial(rest)]
    rest = scaled(rest, 1 / lead)
    logistic = functions.reciprocal_as_sigmoid(work, rest, context)
    if logistic is None:
        head, indices = abstraction.abstracted(work, RECIPROCAL, "reciprocal", rest, context)
        logistic = work.atom(work.factor(head, indices), -1)
    return {work.multiply_monomials(m, inverted): c / lead for m, c in logistic.items()}


def divided_by_content(
    work: Workspace, polynomial: Polynomial, inverted: Monomial, context: Context
) -> Polynomial:
    """The polynomial times a monomial, named denominators that come out above being opened."""
    out: Polynomial = {}
    for monomial, c in polynomial.items():
        powers = dict(work.multiply_monomials(monomial, inverted))
        named = [
            a
            for a, e in powers.items()
            if isinstance(a, Factor) and a.head.kind == RECIPROCAL and e > 0
        ]
        opened = constant_polynomial(1)
        for atom in named:
            body = normalize.instantiated(work, atom.head, atom.indices, context)
            opened = work.multiply(opened, work.power(body, int(powers.pop(atom))))
        out = add(out, work.multiply({frozenset(powers.items()): c}, opened))
    return out


def _integer_inverse(work: Workspace, polynomial: Polynomial) -> Polynomial | None:
    """The reciprocal of an affine form in integers, as one head at that form.

    A size alone stays a monomial; an index may be renamed, and its reciprocal with it.
    """
    common = 1
    for c in polynomial.values():
        common = common * int(c.q) // gcd(common, int(c.q))
    form = functions.integer_form(scaled(polynomial, common))
    if form is None or not form.is_affine or form.value is not None:
        return None
    content = gcd(*form.terms.values())
    form = form.divided(content)
    if len(form.terms) == 1 and all(kind_of(v) == FREE for v in form.variables):
        return None
    return {frozenset([(work.factor(of_integers(work), (form,)), -1)]): fmpq(common, content)}


def of_integers(work: Workspace) -> Head:
    """The head whose reciprocal at an index form is the reciprocal of the form."""
    body = work.integer_polynomial(form_of(variable(PLACE, 0)))
    key = (frozenset(body.items()), 1)
    return work.head(RECIPROCAL, "reciprocal", key, body, (variable(PLACE, 0),))


def _by_cases(work: Workspace, polynomial: Polynomial, atom: Atom, context: Context) -> Polynomial:
    true: Polynomial = {}
    false: Polynomial = {}
    for monomial, c in polynomial.items():
        powers = dict(monomial)
        if powers.pop(atom, None) is None:
            false = add(false, {monomial: c})
        true = add(true, {frozenset(powers.items()): c})
    bracket = work.atom(atom)
    parts = []
    for guard, value in ((bracket, true), (work.complement(bracket), false)):
        parts.append(work.multiply(guard, inverse(work, value, context)))
    return add(*parts)


def content(polynomial: Polynomial) -> Monomial:
    """The largest monomial that divides every term, with negative exponents cleared."""
    powers: dict[Atom, Any] | None = None
    for monomial in polynomial:
        here = dict(monomial)
        if powers is None:
            powers = here
            continue
        for atom in set(powers) | set(here):
            powers[atom] = min(powers.get(atom, 0), here.get(atom, 0))
    return frozenset((atom, e) for atom, e in (powers or {}).items() if e)


def frozen(
    work: Workspace,
    variables: list[Variable],
    equalities: list[Form],
    inequalities: list[Form],
    factors: Factors,
    context: Context,
) -> Polynomial | None:
    """sum_i N(i)^-1 sum_j f(i, j): the inner sum is normalised for fixed i, where N may cancel.

    Given: factors with named denominators. Fails (None) if nothing cancels, so that the sum stays.
    """
    named = [f for f in factors if f[0].kind == RECIPROCAL and f[2] < 0]
    if not named:
        return None
    held = {v for _, indices, _ in named for form in indices for v in form.variables}
    held &= set(variables)
    inner = set(variables) - held
    outer_equalities = [f for f in equalities if f.variables.isdisjoint(inner)]
    outer_inequalities = [f for f in inequalities if f.variables.isdisjoint(inner)]
    inside = context.extended(
        [(EQUAL, f) for f in outer_equalities] + [(AT_LEAST, f) for f in outer_inequalities]
    )
    value = _held_value(work, equalities, inequalities, factors, inner, inside)
    before = sum(-e for _, _, e in named)
    degree = max([0, *(_reciprocal_degree(m) for m in value)])
    reduced, changed = cancelled(work, value, inside)
    if degree >= before and not changed:
        return None
    work.record("cancellation under a sum", before)
    return normalize.summed(
        work,
        [v for v in variables if v in held],
        outer_equalities,
        outer_inequalities,
        reduced,
        context,
    )


def _held_value(
    work: Workspace,
    equalities: list[Form],
    inequalities: list[Form],
    factors: Factors,
    inner: set[Variable],
    inside: Context,
) -> Polynomial:
    def touches(forms: Any) -> bool:
        return any(not form.variables.isdisjoint(inner) for form in forms)

    value = constant_polynomial(1)
    if inner:
        term = GuardedTerm(
            fmpq(1),
            list(inner),
            [f for f in equalities if touches([f])],
            [f for f in inequalities if touches([f])],
            [f for f in factors if touches(f[1])],
        )
        beside = [(work.factor(h, i), e) for h, i, e in factors if not touches(i)]
        gate = gates.needed(work, beside, term.bound, (term.equalities, term.inequalities), inside)
        value = normalize.normalized(work, [term], inside)
        value = work.multiply(value, work.guard_polynomial(gate))
    for head, indices, e in factors:
        if touches(indices):
            continue
        if head.kind == RECIPROCAL:
            body = normalize.instantiated(work, head, indices, inside)
            factor = work.power(inverse(work, body, inside) if e < 0 else body, int(abs(e)))
        else:
            factor = work.atom(work.factor(head, indices), e)
        value = work.multiply(value, factor)
    return value


def _reciprocal_degree(monomial: Monomial) -> Any:
    return sum(
        -e
        for atom, e in monomial
        if e < 0 and not (isinstance(atom, Factor) and atom.head.kind != RECIPROCAL)
    )


def cancelled(work: Workspace, polynomial: Polynomial, context: Context) -> tuple[Polynomial, bool]:
    """Reduce L * D^-1 to (1 - (D - L) D^-1)/c, where c*L is the largest term of the denominator D.

    Exponentials with negative exponents are raised by the constant term of D in the same way.
    The result does not depend on the order of the steps for one denominator.
    """
    changed = False
    pending = dict(polynomial)
    done: Polynomial = {}
    for _ in range(MAX_REDUCTIONS):
        if not pending:
            return done, changed
        monomial, c = pending.popitem()
        step = _one_cancellation(work, monomial, context)
        if step is None:
            done = add(done, {monomial: c})
        else:
            changed = True
            pending = add(pending, scaled(step, c))
    return add(done, pending), changed


def _one_cancellation(work: Workspace, monomial: Monomial, context: Context) -> Polynomial | None:
    powers = dict(monomial)
    for atom, e in monomial:
        if not (isinstance(atom, Factor) and atom.head.kind == RECIPROCAL and e < 0):
            continue
        body = normalize.instantiated(work, atom.head, atom.indices, context)
        target = _cancelling_term(body, powers)
        if target is None:
            continue
        rest = {m: c for m, c in body.items() if m != target}
        quotient = work.multiply_monomials(monomial, frozenset((a, -x) for a, x in target))
        without = work.multiply_monomials(quotient, frozenset([(atom, 1)]))
        one = 1 / body[target]
        return add({without: one}, scaled(work.multiply({quotient: fmpq(1)}, rest), -one))
    return None


def _cancelling_term(body: Polynomial, powers: dict[Atom, Any]) -> Monomial | None:
    """The term of the denominator that a monomial with these powers is to be reduced by."""
    largest = max(body, key=_size)
    if largest and all(e > 0 and powers.get(atom, 0) >= e for atom, e in largest):
        return largest
    if UNIT in body:
        for atom, e in powers.items():
            if e < 0 and isinstance(atom, Factor) and atom.head.kind == EXPONENTIAL:
                if all(dict(m).get(atom, 0) > 0 for m in body if m):
                    return UNIT
    return None


def _size(monomial: Monomial) -> Any:
    return sum(e for _, e in monomial), skeleton(monomial), content_key(monomial)


def cleared(work: Workspace, polynomial: Polynomial, context: Context) -> Polynomial:
    """The polynomial times denominators that are nowhere zero: zero exactly if the polynomial is.

    A denominator that may vanish stays, even where a bracket says it does not: times zero, what is
    left of the polynomial outside the bracket would be forgotten.
    """
    for _ in range(MAX_ROUNDS):
        least: dict[Factor, int] = {}
        for monomial in polynomial:
            for atom, e in monomial:
                if not (isinstance(atom, Factor) and atom.head.kind == RECIPROCAL and e < 0):
                    continue
                if _is_nowhere_zero(work, atom, context):
                    least[atom] = min(least.get(atom, 0), int(e))
        if not least:
            break
        chosen = max(least, key=lambda a: a.head.number)
        body = normalize.instantiated(work, chosen.head, chosen.indices, context)
        out: Polynomial = {}
        for monomial, c in polynomial.items():
            powers = dict(monomial)
            missing = int(powers.pop(chosen, 0)) - least[chosen]
            kept = {frozenset(powers.items()): c}
            out = add(out, work.multiply(kept, work.power(body, missing)))
        work.record("cross-multiplication", chosen)
        polynomial = out
    polynomial, _ = cancelled(work, polynomial, context)
    lowest: dict[Atom, Any] = {}
    for monomial in polynomial:
        for atom, e in monomial:
            if e < 0 and _is_nowhere_zero(work, atom, context):
                lowest[atom] = min(lowest.get(atom, 0), e)
    if not lowest:
        return polynomial
    shift = frozenset((atom, plain_exponent(-e)) for atom, e in lowest.items())
    return {work.multiply_monomials(m, shift): c for m, c in polynomial.items()}


def _is_nowhere_zero(work: Workspace, atom: Atom, context: Context) -> bool:
    return signs.is_nonzero(work, work.atom(atom), context)
