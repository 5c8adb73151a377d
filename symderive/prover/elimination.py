"""Guarded terms without solvable equalities: delta elimination, simpler guards, counting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.prover import gates, radix, splitting, substitution
from symderive.prover.context import Context
from symderive.prover.integers import (
    DIGIT,
    QUOTIENT,
    Form,
    Variable,
    elimination_rank,
    faulhaber,
    form_of,
    kind_of,
    monomials,
)
from symderive.prover.presburger import AT_LEAST, is_single_valued
from symderive.prover.ring import INTEGER, Factors, GuardedTerm, merged_factors

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace


def eliminate(work: Workspace, term: GuardedTerm, context: Context) -> list[GuardedTerm]:
    """The term as a sum of terms whose guards are simplified and whose equalities cannot be solved.

    Tries in turn: digits for bilinear constraints (first, because simplification would
    mix bilinear equalities into affine ones), simplification, the one-point rule, counting.
    """
    pending, done = [term], []
    while pending:
        work.tick()
        term = pending.pop()
        if not term.coefficient:
            continue
        if _has_products(term):
            linear = radix.linearized(term, context)
            if linear is not None:
                work.record("radix", term.bound)
                pending.append(linear)
                continue
            term.inequalities = radix.without_implied_products(term, context)
            term.inequalities += radix.consequences(term, context)
            halves = radix.split_inequality(term, context)
            if halves is not None:
                work.record("radix", term.bound)
                pending.extend(halves)
                continue
        if term.equalities or term.inequalities:
            guard = context.simplified(term.equalities, term.inequalities)
            if guard is None:
                continue
            term.equalities, term.inequalities = list(guard[0]), list(guard[1])
        solved = one_point(work, term) or count_dead_variable(work, term, context)
        if solved is not None:
            pending.extend(solved)
            continue
        if any(not form.is_affine for _, indices, _ in term.factors for form in indices):
            known = radix.guard_context(term, context)
            term.factors = merged_factors(splitting.split_factors(work, term.factors, known))
        done.append(term)
    return done


def _has_products(term: GuardedTerm) -> bool:
    return not all(f.is_affine for f in term.equalities) or not all(
        f.is_affine for f in term.inequalities
    )


def one_point(work: Workspace, term: GuardedTerm) -> list[GuardedTerm] | None:
    """sum_v [v = e] f(v) = f(e), where the guard then says that e lies in the range of v.

    Given: v bound, alone with coefficient +-1 in an equality of the guard, and not in e. A digit or
    quotient is not solved for from a bilinear equality, which would undo its division.
    Fails: if no equality has such a variable.
    """
    bound = set(term.bound)
    for equality in sorted(term.equalities, key=lambda form: len(form.terms)):
        best: Variable | None = None
        for monomial in equality.terms:
            if len(monomial) != 1 or monomial[0] not in bound:
                continue
            v = monomial[0]
            if not equality.solvable_for(v):
                continue
            if kind_of(v) in (DIGIT, QUOTIENT) and not equality.is_affine:
                continue
            if best is None or elimination_rank(v) < elimination_rank(best):
                best = v
        if best is None:
            continue
        value = equality.without(best).scaled(-equality.coefficient(best))
        values = {best: value}
        work.record("one-point", best, value)
        equalities = [f.substituted(values) for f in term.equalities if f is not equality]
        inequalities = [f.substituted(values) for f in term.inequalities]
        rest = [v for v in term.bound if v != best]
        return [
            GuardedTerm(
                c, list(rest), list(equalities), list(inequalities), merged_factors(factors)
            )
            for c, factors in substitution.in_factors(work, term.coefficient, term.factors, values)
        ]
    return None


def count_dead_variable(
    work: Workspace, term: GuardedTerm, context: Context
) -> list[GuardedTerm] | None:
    """sum_{v=lo}^{up} v^p = S_p(up) - S_p(lo - 1) for lo <= up + 1, split on which bound is active.

    Given: v occurs in no factor but as its own value, with natural exponents, and is bounded by
    inequalities only. A variable that its guard determines uniquely is not counted.
    Fails: if every bound variable occurs in another factor. Source: Faulhaber.
    """
    if not term.bound:
        return None
    blocked = {
        v
        for head, indices, exponent in term.factors
        for form in indices
        for v in form.variables
        if head.kind != INTEGER or exponent < 0
    }
    for v in term.bound:
        if v in blocked or any(v in f.variables for f in term.equalities):
            continue
        bounds = [f for f in term.inequalities if v in f.variables]
        if any(v in m for f in bounds for m in f.terms if len(m) > 1):
            continue
        if any(abs(f.coefficient(v)) > 1 for f in bounds) and _is_determined(v, term, context):
            continue
        return _counted(work, term, v, bounds, context)
    return None


def _is_determined(v: Variable, term: GuardedTerm, context: Context) -> bool:
    """Whether the whole guard leaves one value to v, given the other variables."""
    equalities, inequalities = context.relevant(monomials([*term.equalities, *term.inequalities]))
    equalities = term.equalities + equalities
    inequalities = term.inequalities + inequalities
    order = sorted(monomials(equalities + inequalities) - {(v,)})
    return is_single_valued(order, [(v,)], equalities, inequalities)


def _counted(
    work: Workspace, term: GuardedTerm, v: Variable, bounds: list[Form], context: Context
) -> list[GuardedTerm]:
    lower, upper, bound, guard = _integer_bounds(work, v, bounds)
    if not lower or not upper:
        raise OutsideFragment("a sum over an unbounded range")
    work.record("counting", v)
    bound = [w for w in term.bound if w != v] + bound
    guard = [f for f in term.inequalities if v not in f.variables] + guard
    power = sum(e for h, i, e in term.factors if h.kind == INTEGER and v in i[0].variables)
    factors = [
        (h, i, e) for h, i, e in term.factors if not (h.kind == INTEGER and v in i[0].variables)
    ]
    pieces = []
    for a, low in enumerate(lower):
        for b, up in enumerate(upper):
            # The bounds listed first win ties, so that the pieces are disjoint.
            active = [low - f.shifted(int(k < a)) for k, f in enumerate(lower) if k != a]
            active += [f.shifted(-int(k < b)) - up for k, f in enumerate(upper) if k != b]
            # The formula is right for up = low - 1 too; the wider guard is taken if it is no guard.
            wide = (up - low).shifted(1)
            known = context.extended((AT_LEAST, f) for f in (*guard, *active))
            safe = all(
                e > 0 or gates.is_safe(work, work.factor(h, i), known) for h, i, e in factors
            )
            inequalities = [*guard, *active, wide if known.entails(wide) and safe else up - low]
            for sign, last in ((1, up), (-1, low.shifted(-1))):
                for degree, (p, q) in enumerate(faulhaber(power)):
                    if not p:
                        continue
                    for c, values in _powers(work, last, degree):
                        pieces.append(
                            GuardedTerm(
                                term.coefficient * fmpq(sign * p, q) * c,
                                list(bound),
                                list(term.equalities),
                                list(inequalities),
                                merged_factors(factors + values),
                            )
                        )
    return pieces


def _integer_bounds(
    work: Workspace, v: Variable, bounds: list[Form]
) -> tuple[list[Form], list[Form], list[Variable], list[Form]]:
    """Lower and upper bounds of v; a*v <= e becomes v <= q with the quotient q = floor(e/a)."""
    lower: list[Form] = []
    upper: list[Form] = []
    bound: list[Variable] = []
    guard: list[Form] = []
    for form in bounds:
        a = form.coefficient(v)
        rest = form.without(v)
        if abs(a) > 1:
            q = work.fresh(QUOTIENT)
            bound.append(q)
            remainder = rest - form_of(q).scaled(abs(a))
            guard += [remainder, (-remainder).shifted(abs(a) - 1)]
            rest = form_of(q)
        if a > 0:
            lower.append(-rest)
        else:
            upper.append(rest)
    return lower, upper, bound, guard


def _powers(work: Workspace, form: Form, degree: int) -> list[tuple[int, Factors]]:
    """form^degree as a sum of coefficients times products of integer values."""
    out: list[tuple[int, Factors]] = [(1, [])]
    for _ in range(degree):
        out = [
            (c * k, [*values, *((work.integer, (form_of(v),), 1) for v in monomial)])
            for c, values in out
            for monomial, k in form.terms.items()
        ]
    return out
