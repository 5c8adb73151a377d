"""Partial derivatives of polynomials over atoms.

d T[e]/d T[w] = [e = w]; derived heads follow the chain rule through their bodies; the derivative
of a sum is the sum of the derivatives. Indicators are locally constant away from their kinks, which
is an obligation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.prover import (
    functionals,
    functions,
    normalize,
    piecewise,
    powers,
    reciprocals,
    substitution,
)
from symderive.prover.context import Context
from symderive.prover.integers import FREE, Form, elimination_rank, kind_of
from symderive.prover.presburger import AT_LEAST, EQUAL
from symderive.prover.ring import (
    EXPONENTIAL,
    FUNCTION,
    INDICATOR,
    INTEGER,
    POWER,
    RECIPROCAL,
    TENSOR,
    Bracket,
    Component,
    Factor,
    Head,
    Polynomial,
    add,
    constant_polynomial,
    plain_exponent,
    scaled,
)
from symderive.prover.splitting import base_indices

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace


class Variable:
    """What is differentiated by: a tensor (or scalar) head and the indices of its entry."""

    __slots__ = ("head", "indices")

    def __init__(self, head: Head, indices: tuple[Form, ...]) -> None:
        self.head = head
        self.indices = indices


def derivative(
    work: Workspace, polynomial: Polynomial, by: Variable, context: Context
) -> Polynomial:
    """The partial derivative of a polynomial (product rule)."""
    out: Polynomial = {}
    for monomial, c in polynomial.items():
        for atom, e in monomial:
            inner = _of_atom(work, atom, by, context)
            if not inner:
                continue
            rest = dict(monomial)
            del rest[atom]
            left = _lowered(atom.head, e) if isinstance(atom, Factor) else e - 1
            if left:
                rest[atom] = plain_exponent(left)
            factor = {frozenset(rest.items()): c * _rational(e)}
            out = add(out, work.multiply(factor, inner))
    return out


def _rational(e: Any) -> fmpq:
    return fmpq(e) if isinstance(e, int) else fmpq(e.numerator, e.denominator)


def _of_atom(work: Workspace, atom: Any, by: Variable, context: Context) -> Polynomial:
    if isinstance(atom, Bracket):
        return {}
    if isinstance(atom, Factor):
        return _of_factor(work, atom.head, atom.indices, by, context)
    assert isinstance(atom, Component)
    if not any(depends(work, head, by.head) for head, _, _ in atom.factors):
        return {}
    bound, equalities, inequalities, factors = substitution.renamed(work, atom)
    inside = context.extended(
        [(EQUAL, f) for f in equalities] + [(AT_LEAST, f) for f in inequalities]
    )
    out: Polynomial = {}
    for k, (head, indices, e) in enumerate(factors):
        inner = _of_factor(work, head, indices, by, inside)
        if not inner:
            continue
        rest: dict[Any, Any] = {}
        for j, (other, places, x) in enumerate(factors):
            exponent = _lowered(other, x) if j == k else x
            if exponent:
                factor = work.factor(other, places)
                rest[factor] = plain_exponent(rest.get(factor, 0) + exponent)
        out = add(out, work.multiply({frozenset(rest.items()): _rational(e)}, inner))
    if not out:
        return {}
    return normalize.summed(work, bound, equalities, inequalities, out, context)


def _lowered(head: Head, exponent: Any) -> Any:
    """The exponent of a factor beside its derivative: r - 1 for a^r, and r for (e^u)^r."""
    return exponent if head.kind == EXPONENTIAL else exponent - 1


def _of_factor(
    work: Workspace, head: Head, indices: tuple[Form, ...], by: Variable, context: Context
) -> Polynomial:
    """What :func:`_lowered` leaves of the derivative of one factor.

    exp(u)' = exp(u) u';  tanh(u)' = (1 - tanh(u)^2) u';  log(u)' = u'/u;  F(u)' = F'(u) u' for an
    unknown F, argument by argument or entry by entry;  (b^n)' = n b^(n-1) b'. A maximum over a
    range is refused.
    """
    if head.kind == TENSOR:
        if head.base is not by.head:
            return {}
        return _equal_indices(work, base_indices(head, indices), by.indices, context)
    if head.kind == INTEGER or not depends(work, head, by.head):
        return {}
    body = normalize.instantiated(work, head, indices, context)
    if head.kind == INDICATOR:
        _require_smooth(work, body, derivative(work, body, by, context), context)
        return {}
    if head.kind == POWER or head.name == "max" or isinstance(head.name, functions.Root):
        return _of_special(work, head, body, by, context)
    if isinstance(head.name, functionals.Name):
        return functionals.derivative(work, head, body, by, context)
    if head.kind == FUNCTION and isinstance(head.name, tuple):
        return _of_unknown(work, head, body, by, context)
    inner = derivative(work, body, by, context)
    if not inner:
        return {}
    if head.kind in (EXPONENTIAL, RECIPROCAL):
        return inner
    if head.name == piecewise.ABSOLUTE:
        _require_smooth(work, body, inner, context)
        return work.multiply(piecewise.sign(work, body, context), inner)
    if head.name == "tanh":
        me = work.atom(work.factor(head, indices))
        square = scaled(work.multiply(me, me), -1)
        return work.multiply(add(constant_polynomial(1), square), inner)
    if head.name == "erf":
        return work.multiply(functions.slope_of_error_function(work, body, context), inner)
    assert head.name == "log"
    return work.multiply(reciprocals.inverse(work, body, context), inner)


def _require_smooth(work: Workspace, kink: Polynomial, inner: Polynomial, context: Context) -> None:
    """That a kink is not met where the value under it depends on the variable.

    d|x_i|/dx_k asks for x_i != 0 only where i = k.
    """
    for monomial in inner:
        values: dict[int, Form] = {}
        here = context
        for atom, _ in monomial:
            if isinstance(atom, Bracket):
                here = here.extended([(EQUAL, f) for f in atom.equalities])
                here = here.extended([(AT_LEAST, f) for f in atom.inequalities])
                values.update(_solutions(atom))
        met = substitution.in_polynomial(work, kink, values, here) if values else kink
        work.require_smooth(met, here)


def _solutions(bracket: Bracket) -> dict[int, Form]:
    """Values of bound variables that the equalities of a guard give directly."""
    values: dict[int, Form] = {}
    for equality in bracket.equalities:
        form = equality.substituted(values)
        for v in sorted(form.variables, key=elimination_rank, reverse=True):
            if kind_of(v) != FREE and form.solvable_for(v):
                solution = {v: form.without(v).scaled(-form.coefficient(v))}
                values = {w: f.substituted(solution) for w, f in values.items()} | solution
                break
    return values


def _of_special(
    work: Workspace, head: Head, body: Polynomial, by: Variable, context: Context
) -> Polynomial:
    if head.name == "max":
        raise OutsideFragment("the derivative of a maximum over a range")
    if isinstance(head.name, functions.Root):
        raise OutsideFragment("the derivative of a root of something that may be zero")
    base, exponent = functions.separate_arguments(body, 2)
    inner = derivative(work, base, by, context)
    form = functions.integer_form(exponent)
    if form is None:
        raise OutsideFragment("the derivative of a power whose exponent is not an integer")
    lowered = powers.power(work, base, form.shifted(-1), context)
    return work.product([exponent, lowered, inner])


def _of_unknown(
    work: Workspace, head: Head, body: Polynomial, by: Variable, context: Context
) -> Polynomial:
    """sum_k (d_k F)(u_1, ..) d u_k."""
    name, orders = head.name
    arguments = functions.separate_arguments(body, len(orders))
    out: Polynomial = {}
    for k, argument in enumerate(arguments):
        inner = derivative(work, argument, by, context)
        if not inner:
            continue
        raised = tuple(order + (j == k) for j, order in enumerate(orders))
        value = functions.function(work, (name, raised), body, context)
        out = add(out, work.multiply(value, inner))
    return out


def _equal_indices(
    work: Workspace, here: tuple[Form, ...], there: tuple[Form, ...], context: Context
) -> Polynomial:
    guard = context.simplified([a - b for a, b in zip(here, there, strict=True)], [])
    return {} if guard is None else work.guard_polynomial(guard)


def depends(work: Workspace, head: Head, on: Head) -> bool:
    """Whether the value of a head can depend on a tensor."""
    if head.kind == TENSOR:
        return head.base is on
    if head.body is None:
        return False
    key = (head, on)
    found = work.dependence.get(key)
    if found is None:
        found = work.dependence[key] = any(
            depends(work, inner, on) for inner in heads_of(head.body)
        )
    return found


def heads_of(polynomial: Polynomial) -> list[Head]:
    """The heads that occur in a polynomial itself, not in the bodies of others."""
    found = []
    for monomial in polynomial:
        for atom, _ in monomial:
            if isinstance(atom, Factor):
                found.append(atom.head)
            elif isinstance(atom, Component):
                found += [head for head, _, _ in atom.factors]
    return found
