"""Powers with a symbolic integer exponent: b^(j + k) = b^j b^k.

While sums are normalised each variable of the exponent is a factor of its own. To compare sums, all
powers of one base in a term are joined into one, whose exponent is an index like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.prover import abstraction, functions, normalize, substitution
from symderive.prover.context import Context
from symderive.prover.integers import ZERO, Form, constant
from symderive.prover.ring import (
    EXPONENTIAL,
    INTEGER,
    POWER,
    TENSOR,
    Factor,
    Factors,
    GuardedTerm,
    Head,
    Polynomial,
    constant_polynomial,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

JOINED = "power of"


def power(work: Workspace, base: Polynomial, exponent: Form, context: Context) -> Polynomial:
    """base^exponent for an integer exponent form: base^(a + b) = base^a base^b.

    Given: the base is not 0 or the exponent not negative, with 0^0 = 1; polynomial identities in
    the base that hold where it is not 0 hold at 0 by continuity.
    """
    value = constant_polynomial(1)
    for monomial, c in exponent.terms.items():
        if not monomial:
            value = work.multiply(value, functions.integer_power(work, base, c, context))
        elif base != constant_polynomial(1):
            value = work.multiply(value, _monomial_power(work, base, monomial, c, context))
    return value


def _monomial_power(
    work: Workspace, base: Polynomial, monomial: tuple[int, ...], c: int, context: Context
) -> Polynomial:
    if len(base) == 1:
        ((atoms, coefficient),) = base.items()
        is_exponential = all(isinstance(a, Factor) and a.head.kind == EXPONENTIAL for a, _ in atoms)
        if is_exponential and coefficient == 1 and atoms:
            integer = work.integer_polynomial(Form({monomial: c}))
            exponent = functions.log_of_exponentials(work, atoms, context)
            return functions.exponential(work, work.multiply(integer, exponent), context)
        if len(atoms) > 1 or (atoms and coefficient != 1):
            parts = [constant_polynomial(coefficient)] if coefficient != 1 else []
            parts += [{frozenset([(a, e)]): fmpq(1)} for a, e in atoms]
            return work.product(_monomial_power(work, p, monomial, c, context) for p in parts)
        if atoms:
            ((atom, e),) = atoms
            if e != 1:
                return _monomial_power(work, work.atom(atom), monomial, c * int(e), context)
    integer = work.integer_polynomial(Form({monomial: 1}))
    joint = functions.joint_argument(work, [base, integer])
    head, indices = abstraction.abstracted(work, POWER, "power", joint, context)
    head.tag = substitution.INTEGER_DEPENDENT
    return work.atom(work.factor(head, indices), c)


def power_at(work: Workspace, head: Head, indices: tuple[Form, ...]) -> Polynomial:
    """The value of a power head at indices whose exponent is to be expanded."""
    body = normalize.instantiated(work, head, indices, work.root)
    base, exponent = functions.separate_arguments(body, 2)
    form = functions.integer_form(exponent)
    if form is None:
        raise OutsideFragment("a power whose exponent is not an integer")
    return power(work, base, form, work.root)


Family = tuple[Factor, Form]


def family(work: Workspace, head: Head, indices: tuple[Form, ...]) -> Family | None:
    """The base and exponent of a symbolic power, or of an exponential of an integer multiple."""
    if head.body is None or head.tag != substitution.INTEGER_DEPENDENT:
        return None
    if head.kind == POWER:
        parts = functions.separate_arguments(head.body, 2)
        if len(parts[1]) != 1:
            return None
        ((exponent, c),) = parts[1].items()
        base = parts[0]
    elif head.kind == EXPONENTIAL and len(head.body) == 1:
        ((monomial, c),) = head.body.items()
        exponent = frozenset(
            (a, e) for a, e in monomial if isinstance(a, Factor) and a.head.kind == INTEGER
        )
        base = {monomial - exponent: fmpq(1)}
    else:
        return None
    if c != 1 or len(exponent) != 1:
        return None
    ((integer, e),) = exponent
    if e != 1 or not isinstance(integer, Factor) or integer.head.kind != INTEGER:
        return None
    values = dict(zip(head.places, indices, strict=True))
    found = _base(work, head, substitution.in_polynomial(work, base, values, work.root))
    return None if found is None else (found, integer.indices[0].substituted(values))


def _base(work: Workspace, head: Head, base: Polynomial) -> Factor | None:
    """What is raised: the base of a power, or the exponential of the rest of an exponent."""
    if head.kind == EXPONENTIAL:
        base = functions.exponential(work, base, work.root)
    if len(base) != 1:
        return None
    ((monomial, c),) = base.items()
    if c != 1 or len(monomial) != 1:
        return None
    ((atom, e),) = monomial
    return atom if e == 1 and isinstance(atom, Factor) else None


def joined(work: Workspace, terms: list[GuardedTerm]) -> list[GuardedTerm]:
    """Every term with the powers of one base joined: prod b^(e_k L_k) b^c = b^(sum e_k L_k + c).

    A base without indices is given to every term, with the exponent 0 where it is absent.
    """
    found = {
        family(work, head, indices) is not None
        for term in terms
        for head, indices, _ in term.factors
        if head.kind in (POWER, EXPONENTIAL)
    }
    if True not in found:
        return terms
    split = [_split(work, term.factors) for term in terms]
    everywhere = {base for bases, _ in split for base in bases if not base.indices}
    out = []
    for term, (bases, rest) in zip(terms, split, strict=True):
        exponents = dict.fromkeys(everywhere, ZERO) | bases
        factors: Factors = []
        for head, indices, e in rest:
            base = work.factor(head, indices)
            if base in exponents and e == int(e):
                exponents[base] = exponents[base] + constant(int(e))
            else:
                factors.append((head, indices, e))
        for base, exponent in exponents.items():
            head = work.head(TENSOR, (JOINED, base.head.number), 0)
            factors.append((head, (*base.indices, exponent), 1))
        out.append(
            GuardedTerm(term.coefficient, term.bound, term.equalities, term.inequalities, factors)
        )
    return out


def _split(work: Workspace, factors: Factors) -> tuple[dict[Factor, Form], Factors]:
    bases: dict[Factor, Form] = {}
    rest: Any = []
    for head, indices, e in factors:
        found = family(work, head, indices) if e == int(e) else None
        if found is None:
            rest.append((head, indices, e))
        else:
            base, exponent = found
            bases[base] = bases.get(base, ZERO) + exponent.scaled(int(e))
    return bases, rest
