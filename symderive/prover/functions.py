"""Elementary and unknown functions of polynomials.

Exponentials are units with rational exponents. Sigmoid and tanh are one function, kept either as
tanh (``work.as_tanh``) or as a rational function of an exponential.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import floor, gcd
from typing import TYPE_CHECKING, Any

from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.language.terms import Function as ElementaryFunction
from symderive.prover import abstraction, merging, normalize, reciprocals, roots, signs
from symderive.prover.context import Context
from symderive.prover.integers import Form
from symderive.prover.ring import (
    EXPONENTIAL,
    FUNCTION,
    INTEGER,
    RECIPROCAL,
    TENSOR,
    UNIT,
    Atom,
    Factor,
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
PI = ElementaryFunction("pi", ())


@dataclass(frozen=True)
class Root:
    """The name of the function u^(1/degree) of u >= 0."""

    degree: int


def exponential(work: Workspace, exponent: Polynomial, context: Context) -> Polynomial:
    """exp(sum c_k m_k) = prod exp(m_k)^c_k, exp([P] u) = 1 + [P](exp(u) - 1), exp(n log u) = u^n.

    Of exp(r log u) the whole powers of u are taken out.

    Source: exp is a homomorphism from (R, +) to (R_{>0}, *).
    """
    powers: dict[Atom, Any] = {}
    value = constant_polynomial(1)
    for monomial, c in exponent.items():
        left = c
        gate = next((atom for atom, _ in monomial if reciprocals.is_idempotent(atom)), None)
        if gate is not None:
            rest = {frozenset((a, e) for a, e in monomial if a is not gate): c}
            inner = add(exponential(work, rest, context), constant_polynomial(-1))
            factor = add(constant_polynomial(1), work.multiply(work.atom(gate), inner))
            value = work.multiply(value, factor)
            continue
        logarithm = _logarithm(monomial)
        if logarithm is not None:
            body = normalize.instantiated(work, logarithm.head, logarithm.indices, context)
            whole = floor(as_fraction(c))
            value = work.multiply(value, integer_power(work, body, whole, context))
            left = c - whole
            if not left:
                continue
        if monomial:
            head, indices = abstraction.abstracted(
                work, EXPONENTIAL, "exp", {monomial: fmpq(1)}, context
            )
        else:
            head, indices = work.head(EXPONENTIAL, "exp", 1, constant_polynomial(1)), ()
        if logarithm is not None:
            work.rooted.add(head)
            work.has_roots = True
        atom = work.factor(head, indices)
        powers[atom] = plain_exponent(powers.get(atom, 0) + plain_exponent(left))
    product = {frozenset((a, e) for a, e in powers.items() if e): fmpq(1)}
    return work.multiply(product, value)


def _logarithm(monomial: Monomial) -> Factor | None:
    if len(monomial) == 1:
        ((atom, e),) = monomial
        if isinstance(atom, Factor) and atom.head.name == "log" and e == 1:
            return atom
    return None


def as_fraction(value: fmpq) -> Fraction:
    """A flint rational as a Fraction."""
    return Fraction(int(value.p), int(value.q))


def integer_power(work: Workspace, base: Polynomial, exponent: int, context: Context) -> Polynomial:
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
    argument = merging.merged(work, argument, context)
    sign = _sign_of_lead(argument)
    return scaled(function(work, "tanh", scaled(argument, sign), context), sign)


def error_function(work: Workspace, argument: Polynomial, context: Context) -> Polynomial:
    """erf as an odd function of its argument."""
    if not argument:
        return {}
    argument = merging.merged(work, argument, context)
    sign = _sign_of_lead(argument)
    return scaled(function(work, "erf", scaled(argument, sign), context), sign)


def pi(work: Workspace) -> Polynomial:
    """The number pi, of which nothing is used but that it is positive."""
    head = work.tensor_head(PI)
    work.tensor_signs[PI] = signs.POSITIVE
    return work.atom(work.factor(head, ()))


def slope_of_error_function(work: Workspace, argument: Polynomial, context: Context) -> Polynomial:
    """erf'(u) = 2 exp(-u^2)/sqrt(pi)."""
    square = scaled(work.multiply(argument, argument), -1)
    root = scaled(logarithm(work, pi(work), context), -HALF)
    return scaled(exponential(work, add(square, root), context), 2)


def _sign_of_lead(argument: Polynomial) -> int:
    """-1 where the leading coefficient is negative.

    Integer values are joined to one form under a function, whose sign depends on names.
    """
    plain = {m: c for m, c in argument.items() if not _has_integer(m)}
    return -1 if plain and plain[leading_monomial(plain)] < 0 else 1


def _has_integer(monomial: Monomial) -> bool:
    return any(isinstance(a, Factor) and a.head.kind == INTEGER for a, _ in monomial)


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
    cases = by_gates(work, argument, lambda part: logarithm(work, part, context))
    if cases is not None:
        return cases
    if not argument:
        raise OutsideFragment("the logarithm of something that is zero")
    shared = reciprocals.content(argument)
    out: Polynomial = {}
    moved = []
    for atom, e in shared:
        if isinstance(atom, Factor) and atom.head.kind == EXPONENTIAL:
            out = add(out, log_of_exponentials(work, frozenset([(atom, e)]), context))
        elif len(argument) > 1 and _is_integer_atom(work, atom):
            # An index that is renamed would have to be multiplied out under the logarithm.
            continue
        elif signs.of_atom(work, atom, context) == signs.POSITIVE:
            out = add(out, scaled(_log_of_atom(work, atom, context), _as_rational(e)))
        else:
            continue
        moved.append((atom, -e))
    rest = reciprocals.divided_by_content(work, argument, frozenset(moved), context)
    lead = rest[leading_monomial(rest)]
    if lead > 0 and lead != 1:
        out = add(out, roots.log_of_number(work, lead, context))
        rest = scaled(rest, 1 / lead)
    if rest == constant_polynomial(1):
        return out
    return add(out, function(work, "log", rest, context))


def _is_integer_atom(work: Workspace, atom: Atom) -> bool:
    integers = (work.integer, reciprocals.of_integers(work))
    return isinstance(atom, Factor) and atom.head in integers


def _log_of_atom(work: Workspace, atom: Atom, context: Context) -> Polynomial:
    if isinstance(atom, Factor) and atom.head.kind == RECIPROCAL:
        body = normalize.instantiated(work, atom.head, atom.indices, context)
        return function(work, "log", body, context)
    return function(work, "log", work.atom(atom), context)


def function(work: Workspace, name: Any, argument: Polynomial, context: Context) -> Polynomial:
    """The value of a function known by its name only, at an argument (congruence)."""
    cases = by_gates(work, argument, lambda part: function(work, name, part, context))
    if cases is not None:
        return cases
    head, indices = abstraction.abstracted(work, FUNCTION, name, argument, context)
    return work.atom(work.factor(head, indices))


MAX_GATES = 4


def by_gates(
    work: Workspace, argument: Polynomial, apply: Callable[[Polynomial], Polynomial]
) -> Polynomial | None:
    """f(P u + v) = P f(u + v) + (1 - P) f(v) for an idempotent P; None if there is none."""
    gates = {
        atom for monomial in argument for atom, _ in monomial if reciprocals.is_idempotent(atom)
    }
    if not gates or len(gates) > MAX_GATES:
        return None
    gate = min(gates, key=repr)
    true: Polynomial = {}
    false: Polynomial = {}
    for monomial, c in argument.items():
        rest = frozenset(item for item in monomial if item[0] is not gate)
        true = add(true, {rest: c})
        if rest == monomial:
            false = add(false, {rest: c})
    bracket = work.atom(gate)
    return add(
        work.multiply(bracket, apply(true)), work.multiply(work.complement(bracket), apply(false))
    )


ARGUMENT = "argument of a function of several arguments"


def joint_argument(work: Workspace, arguments: list[Polynomial]) -> Polynomial:
    """Several arguments in one polynomial, each marked by a factor of its own."""
    if len(arguments) == 1:
        return arguments[0]
    marks = [
        work.atom(work.factor(work.head(TENSOR, (ARGUMENT, k), 0), ()))
        for k in range(len(arguments))
    ]
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


def without_denominators(polynomial: Polynomial) -> Polynomial:
    """The polynomial times the common denominator of its coefficients."""
    common = 1
    for c in polynomial.values():
        common = common * int(c.q) // gcd(common, int(c.q))
    return scaled(polynomial, common)


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
