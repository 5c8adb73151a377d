"""Integer parts of quotients by sizes, compared without the quotient.

Where a context says a = s*q + r with 0 <= r < s, q is floor(a/s), so that q >= b says the same as
a >= s*b, and q <= b the same as a <= s*b + s - 1. The products are then decided as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symderive.prover.context import Context
from symderive.prover.integers import Form, Variable, form_of
from symderive.prover.presburger import EQUAL
from symderive.prover.radix import is_positive, provable


@dataclass(frozen=True)
class Quotient:
    """The variable that is floor(numerator/divisor) in a context."""

    variable: Variable
    numerator: Form
    divisor: Form


def without_quotient(form: Form, context: Context) -> Iterator[Form]:
    """Forms each of which is >= 0 exactly where the form is, with one quotient less."""
    for found in quotients(context):
        q = form_of(found.variable)
        for sign in (1, -1):
            rest = q.scaled(sign) - form
            if rest.variables.isdisjoint({found.variable}):
                # sign = 1: q >= rest. sign = -1: q <= -rest.
                product = found.divisor * rest
                if sign == 1:
                    yield found.numerator - product
                else:
                    yield (found.divisor - found.numerator - product).shifted(-1)


def quotients(context: Context) -> Iterator[Quotient]:
    """The variables of which the context says that they are quotients with a remainder."""
    for kind, equation in sorted(context.constraints, key=repr):
        if kind != EQUAL or equation.is_affine:
            continue
        for q in sorted(equation.variables):
            yield from _quotients(equation, q, context)


def _quotients(equation: Form, q: Variable, context: Context) -> Iterator[Quotient]:
    """q as the quotient in s*q + r - a = 0, or in the same with other signs.

    Every r that is known to lie in 0..s-1 makes one: of a sum of digits any can be the remainder.
    """
    cofactor = {}
    for monomial, c in equation.terms.items():
        if q in monomial:
            rest = list(monomial)
            rest.remove(q)
            if q in rest:
                return
            cofactor[tuple(rest)] = c
    divisor = Form(cofactor)
    if not divisor.terms or divisor.value is not None:
        return
    if not is_positive(divisor, context):
        divisor, equation = -divisor, -equation
        if not is_positive(divisor, context):
            return
    others = equation - divisor * form_of(q)
    for r in sorted(others.variables):
        remainder = form_of(r)
        if not (others - remainder).variables.isdisjoint({r}):
            continue
        if context.entails(remainder) and provable((divisor - remainder).shifted(-1), context):
            yield Quotient(q, remainder - others, divisor)
