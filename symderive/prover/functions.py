"""Elementary and unknown functions of polynomials.

Exponentials are units with rational exponents. Sigmoid and tanh are one function, kept either as tanh
(``work.as_tanh``) or as a rational function of an exponential. Absolute values, maxima and conditions
on real values become indicators [p > 0] and [p = 0], which are idempotent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.prover import abstraction, merging, normalize, reciprocals, signs, substitution
from symderive.prover.context import Context
from symderive.prover.integers import MARK, Form, form_of, variable
from symderive.prover.presburger import AT_LEAST, EQUAL
from symderive.prover.ring import (
    EXPONENTIAL,
    FUNCTION,
    INDICATOR,
    INTEGER,
    POWER,
    TENSOR,
    UNIT,
    Atom,
    Factor,
    Head,
    Monomial,
    Polynomial,
    add,
    constant_polynomial,
    leading_monomial,
    plain_exponent,
    scaled,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

HALF = fmpq(1, 2)
RUNNING = variable(MARK, 0)
RENAMED = variable(MARK, 1)


def exponential(work: Workspace, exponent: Polynomial, context: Context) -> Polynomial:
    """exp(sum_k c_k m_k) = prod_k exp(m_k)^c_k; exp([P] u) = 1 + [P] (exp(u) - 1); exp(n log u) = u^n.

    Source: exp is a homomorphism from (R, +) to (R_{>0}, *).
    """
    powers: dict[Atom, Any] = {}
    value = constant_polynomial(1)
    for monomial, c in exponent.items():
        gate = next((atom for atom, _ in monomial if reciprocals.is_idempotent(atom)), None)
        if gate is not None:
            rest = {frozenset((a, e) for a, e in monomial if a is not gate): c}
            inner = add(exponential(work, rest, context), constant_polynomial(-1))
            factor = add(constant_polynomial(1), work.multiply(work.atom(gate), inner))
            value = work.multiply(value, factor)
            continue
        logarithm = _logarithm(monomial)
        if logarithm is not None and c.q == 1:
            body = normalize.instantiated(work, logarithm.head, logarithm.indices, context)
            value = work.multiply(value, integer_power(work, body, int(c.p), context))
            continue
        if monomial:
            head, indices = abstraction.abstracted(
                work, EXPONENTIAL, "exp", {monomial: fmpq(1)}, context
            )
        else:
            head, indices = work.head(EXPONENTIAL, "exp", 1, constant_polynomial(1)), ()
        atom = work.factor(head, indices)
        powers[atom] = plain_exponent(powers.get(atom, 0) + plain_exponent(c))
    product = {frozenset((a, e) for a, e in powers.items() if e): fmpq(1)}
    return work.multiply(product, value)


def _logarithm(monomial: Monomial) -> Factor | None:
    if len(monomial) == 1:
        ((atom, e),) = monomial
        if isinstance(atom, Factor) and atom.head.name == "log" and e == 1:
            return atom
    return None


def integer_power(
    work: Workspace, base: Polynomial, exponent: int, context: Context
) -> Polynomial:
    """base^exponent for an integer."""
    if exponent < 0:
        return work.power(reciprocals.inverse(work, base, context), -exponent)
    return work.power(base, exponent)


def tanh(work: Workspace, argument: Polynomial, context: Context) -> Polynomial:
    """tanh as an odd function of its argument, or 1 - 2/(1 + exp(2u))."""
    if not argument:
        return {}
    if not work.as_tanh:
        e = exponential(work, scaled(argument, 2), context)
        denominator = add(constant_polynomial(1), e)
        return add(
            constant_polynomial(1),
            scaled(reciprocals.inverse(work, denominator, context), -2),
        )
    sign = 1
    argument = merging.merged(work, argument, context)
    if argument[leading_monomial(argument)] < 0:
        argument, sign = scaled(argument, -1), -1
    return scaled(function(work, "tanh", argument, context), sign)


def sigmoid(work: Workspace, argument: Polynomial, context: Context) -> Polynomial:
    """sigma(u) = (1 + tanh(u/2))/2."""
    half = tanh(work, scaled(argument, HALF), context)
    return add(constant_polynomial(HALF), scaled(half, HALF))


def reciprocal_as_sigmoid(
    work: Workspace, denominator: Polynomial, context: Context
) -> Polynomial | None:
    """1/(1 + e^u) = sigma(-u), when tanh is the form that is kept."""
    if not work.as_tanh or len(denominator) != 2 or UNIT not in denominator:
        return None
    ((monomial, c),) = [(m, c) for m, c in denominator.items() if m]
    if c != denominator[UNIT] or not all(
        isinstance(atom, Factor) and atom.head.kind == EXPONENTIAL for atom, _ in monomial
    ):
        return None
    argument = scaled(log_of_exponentials(work, monomial, context), -1)
    return scaled(sigmoid(work, argument, context), 1 / c)


def log_of_exponentials(work: Workspace, monomial: Monomial, context: Context) -> Polynomial:
    """log prod exp(u_k)^c_k = sum c_k u_k."""
    out: Polynomial = {}
    for atom, e in monomial:
        assert isinstance(atom, Factor)
        body = normalize.instantiated(work, atom.head, atom.indices, context)
        out = add(out, scaled(body, _as_rational(e)))
    return out


def _as_rational(exponent: Any) -> fmpq:
    if isinstance(exponent, int):
        return fmpq(exponent)
    return fmpq(exponent.numerator, exponent.denominator)


def logarithm(work: Workspace, argument: Polynomial, context: Context) -> Polynomial:
    """log(e^u v^k w) = u + k log v + log w for v proved positive; w stays under the logarithm.

    Given: the argument is positive, which is an obligation of its own.
    """
    argument = merging.merged(work, argument, context)
    if not argument:
        raise OutsideFragment("the logarithm of something that is zero")
    shared = reciprocals.content(argument)
    out: Polynomial = {}
    moved = []
    for atom, e in shared:
        if isinstance(atom, Factor) and atom.head.kind == EXPONENTIAL:
            out = add(out, log_of_exponentials(work, frozenset([(atom, e)]), context))
        elif signs.of_atom(work, atom, context) == signs.POSITIVE:
            out = add(out, scaled(_log_of_atom(work, atom, context), _as_rational(e)))
        else:
            continue
        moved.append((atom, -e))
    inverted = frozenset(moved)
    rest = {work.multiply_monomials(m, inverted): c for m, c in argument.items()}
    lead = rest[leading_monomial(rest)]
    if lead > 0 and lead != 1:
        out = add(out, function(work, "log", constant_polynomial(lead), context))
        rest = scaled(rest, 1 / lead)
    if rest == constant_polynomial(1):
        return out
    return add(out, function(work, "log", rest, context))


def _log_of_atom(work: Workspace, atom: Atom, context: Context) -> Polynomial:
    if isinstance(atom, Factor) and atom.head.kind == normalize.RECIPROCAL:
        body = normalize.instantiated(work, atom.head, atom.indices, context)
        return function(work, "log", body, context)
    return function(work, "log", work.atom(atom), context)


def function(
    work: Workspace, name: Any, argument: Polynomial, context: Context
) -> Polynomial:
    """The value of a function known by its name only, at an argument (congruence)."""
    head, indices = abstraction.abstracted(work, FUNCTION, name, argument, context)
    return work.atom(work.factor(head, indices))


ARGUMENT = "argument of a function of several arguments"


def joint_argument(work: Workspace, arguments: list[Polynomial]) -> Polynomial:
    """Several arguments in one polynomial, each marked by a factor of its own."""
    if len(arguments) == 1:
        return arguments[0]
    marks = [work.atom(work.factor(work.head(TENSOR, (ARGUMENT, k), 0), ())) for k in range(len(arguments))]
    return add(*[work.multiply(mark, a) for mark, a in zip(marks, arguments, strict=True)])


def separate_arguments(argument: Polynomial, count: int) -> list[Polynomial]:
    """The arguments that :func:`joint_argument` put together."""
    if count == 1:
        return [argument]
    parts: list[Polynomial] = [{} for _ in range(count)]
    for monomial, c in argument.items():
        for atom, e in monomial:
            if isinstance(atom, Factor) and isinstance(atom.head.name, tuple):
                if atom.head.name[0] == ARGUMENT:
                    parts[atom.head.name[1]][monomial - {(atom, e)}] = c
    return parts


def maximum(
    work: Workspace, body: Polynomial, lower: Form, upper: Form, context: Context
) -> Polynomial:
    """max over lower <= v <= upper of c*f(v) + g = c*max f + g for c > 0; v is renamed canonically.

    The running variable is ``RUNNING`` in the body. Given: a non-empty range.
    """
    moving = {m: c for m, c in body.items() if any(RUNNING in atom.free for atom, _ in m)}
    fixed = {m: c for m, c in body.items() if m not in moving}
    if not moving:
        return fixed
    v = form_of(RUNNING)
    shared = [
        (atom, e)
        for atom, e in reciprocals.content(moving)
        if RUNNING not in atom.free and signs.of_atom(work, atom, context) == signs.POSITIVE
    ]
    inverted = frozenset((atom, -e) for atom, e in shared)
    moving = {work.multiply_monomials(m, inverted): c for m, c in moving.items()}
    scale = abs(moving[leading_monomial(moving)])
    moving = scaled(moving, 1 / scale)
    guard = work.atom(work.bracket((frozenset(), frozenset([v - lower, upper - v]))))
    guarded = _with_canonical_mark(work, work.multiply(guard, moving), moving, context)
    head, indices = abstraction.abstracted(work, FUNCTION, "max", guarded, context, RUNNING)
    value = {work.multiply_monomials(frozenset(shared), m): c * scale for m, c in work.atom(work.factor(head, indices)).items()}
    return add(fixed, value)


def _with_canonical_mark(
    work: Workspace, guarded: Polynomial, moving: Polynomial, context: Context
) -> Polynomial:
    """Shift and reverse the running variable so that it stands alone in its first index."""
    lead = leading_monomial(moving)
    for atom, _ in sorted(lead, key=lambda item: repr(item)):
        if not isinstance(atom, Factor) or RUNNING not in atom.free:
            continue
        form = next((f for f in atom.indices if f.solvable_for(RUNNING)), None)
        if form is None:
            continue
        value = (form_of(RENAMED) - form.without(RUNNING)).scaled(form.coefficient(RUNNING))
        renamed = substitution.in_polynomial(work, guarded, {RUNNING: value}, context)
        return substitution.in_polynomial(work, renamed, {RENAMED: form_of(RUNNING)}, context)
    return guarded


def integer_form(polynomial: Polynomial) -> Form | None:
    """The index form with this value, if the polynomial is an integer one in integer variables."""
    terms: dict[tuple[int, ...], int] = {}
    for monomial, c in polynomial.items():
        if c.q != 1:
            return None
        variables: list[int] = []
        for atom, e in monomial:
            if not isinstance(atom, Factor) or atom.head.kind != INTEGER or e < 0:
                return None
            variables += list(atom.indices[0].variables) * int(e)
        terms[tuple(sorted(variables))] = int(c.p)
    return Form(terms)


def indicator(
    work: Workspace, relation: str, difference: Polynomial, context: Context
) -> Polynomial:
    """[p > 0] or [p = 0], oriented so that the leading coefficient of p is 1.

    [-p > 0] = 1 - [p > 0] - [p = 0]. Conditions on integers become brackets of guards.
    """
    denominator = 1
    for c in difference.values():
        denominator = denominator * int(c.q) // _gcd(denominator, int(c.q))
    form = integer_form(scaled(difference, denominator))
    if form is not None:
        constraint = (EQUAL, form) if relation == "=" else (AT_LEAST, form.shifted(-1))
        return guard_value(work, [constraint], context)
    possible = signs.of_polynomial(work, difference, context)
    wanted = signs.ZERO if relation == "=" else signs.POSITIVE
    if work.open_facts_only and possible not in (signs.POSITIVE, signs.NEGATIVE):
        # What holds on a closed set only says nothing of derivatives at its boundary.
        possible = signs.ANY if difference else signs.ZERO
    if possible == wanted:
        return constant_polynomial(1)
    if not possible & wanted:
        return {}
    difference = merging.merged(work, difference, context)
    lead = difference[leading_monomial(difference)]
    body = scaled(difference, 1 / lead)
    if relation == ">" and lead < 0:
        both = add(indicator(work, ">", body, context), indicator(work, "=", body, context))
        return work.complement(both)
    head, indices = abstraction.abstracted(work, INDICATOR, relation, body, context)
    return work.atom(work.factor(head, indices))


def _gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


def guard_value(
    work: Workspace, constraints: list[tuple[int, Form]], context: Context
) -> Polynomial:
    """The bracket of a conjunction, simplified where the context holds."""
    guard = context.simplified(
        [f for k, f in constraints if k == EQUAL], [f for k, f in constraints if k == AT_LEAST]
    )
    return {} if guard is None else work.guard_polynomial(guard)


def absolute(work: Workspace, argument: Polynomial, context: Context) -> Polynomial:
    """|p| = p (2 [p > 0] - 1)."""
    positive = scaled(indicator(work, ">", argument, context), 2)
    return work.multiply(argument, add(positive, constant_polynomial(-1)))


def sign(work: Workspace, argument: Polynomial, context: Context) -> Polynomial:
    """sign(p) = 2 [p > 0] + [p = 0] - 1."""
    positive = scaled(indicator(work, ">", argument, context), 2)
    zero = indicator(work, "=", argument, context)
    return add(positive, zero, constant_polynomial(-1))


def larger(work: Workspace, a: Polynomial, b: Polynomial, context: Context) -> Polynomial:
    """max(a, b) = b + (a - b) [a - b > 0]."""
    difference = add(a, scaled(b, -1))
    if not difference:
        return a
    return add(b, work.multiply(difference, indicator(work, ">", difference, context)))


def power(
    work: Workspace, base: Polynomial, exponent: Form, context: Context
) -> Polynomial:
    """base^exponent for an integer exponent form: base^(a + b) = base^a base^b.

    Given: the base is not 0 or the exponent not negative, with 0^0 = 1; polynomial identities in
    the base that hold where it is not 0 hold at 0 by continuity.
    """
    value = constant_polynomial(1)
    for monomial, c in exponent.terms.items():
        if not monomial:
            value = work.multiply(value, integer_power(work, base, c, context))
        elif len(base) == 1 and UNIT in base and base[UNIT] == 1:
            continue
        else:
            value = work.multiply(value, _monomial_power(work, base, monomial, c, context))
    return value


def _monomial_power(
    work: Workspace, base: Polynomial, monomial: tuple[int, ...], c: int, context: Context
) -> Polynomial:
    if len(base) == 1:
        ((atoms, coefficient),) = base.items()
        if all(isinstance(a, Factor) and a.head.kind == EXPONENTIAL for a, _ in atoms) and (
            coefficient == 1 and atoms
        ):
            integer = work.integer_polynomial(Form({monomial: c}))
            return exponential(
                work,
                work.multiply(integer, log_of_exponentials(work, atoms, context)),
                context,
            )
        if len(atoms) > 1 or (atoms and coefficient != 1):
            parts = [constant_polynomial(coefficient)] if coefficient != 1 else []
            parts += [{frozenset([(a, e)]): fmpq(1)} for a, e in atoms]
            return work.product(_monomial_power(work, p, monomial, c, context) for p in parts)
        if atoms:
            ((atom, e),) = atoms
            if e != 1:
                return _monomial_power(work, work.atom(atom), monomial, c * int(e), context)
    integer = work.integer_polynomial(Form({monomial: 1}))
    joint = joint_argument(work, [base, integer])
    head, indices = abstraction.abstracted(work, POWER, "power", joint, context)
    head.tag = substitution.INTEGER_DEPENDENT
    return work.atom(work.factor(head, indices), c)


def power_at(work: Workspace, head: Head, indices: tuple[Form, ...]) -> Polynomial:
    """The value of a power head at indices whose exponent is to be expanded."""
    body = normalize.instantiated(work, head, indices, work.root)
    base, exponent = separate_arguments(body, 2)
    form = integer_form(exponent)
    if form is None:
        raise OutsideFragment("a power whose exponent is not an integer")
    return power(work, base, form, work.root)
