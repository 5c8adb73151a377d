"""Normal forms written with the logistic function: tanh and 1/(1 + e^u) replaced by sigmoid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from symderive.prover import abstraction, functions, normalize
from symderive.prover.ring import (
    EXPONENTIAL,
    FUNCTION,
    RECIPROCAL,
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
    from symderive.prover.context import Context
    from symderive.prover.workspace import Workspace

MAX_STEPS = 40
ONCE = fmpq(1)


def with_sigmoid(work: Workspace, polynomial: Polynomial, context: Context) -> Polynomial:
    """tanh(u) = 2 sigmoid(2u) - 1, e^u/(1 + e^u) = sigmoid(u), 1/(1 + e^u) = 1 - sigmoid(u)."""
    for _ in range(MAX_STEPS):
        step = _one_replaced(work, polynomial, context)
        if step is None:
            return polynomial
        polynomial = step
    return polynomial


def _one_replaced(work: Workspace, polynomial: Polynomial, context: Context) -> Polynomial | None:
    for monomial, c in polynomial.items():
        for atom, e in monomial:
            instead = _instead(work, monomial, atom, e, context)
            if instead is not None:
                rest = {m: k for m, k in polynomial.items() if m != monomial}
                return add(rest, scaled(instead, c))
    return None


def _instead(
    work: Workspace, monomial: Monomial, atom: Atom, e: Any, context: Context
) -> Polynomial | None:
    """The monomial with one factor written by sigmoid, if that factor can be."""
    if not isinstance(atom, Factor) or atom.head.body is None:
        return None
    if atom.head.name == "tanh" and e > 0:
        body = normalize.instantiated(work, atom.head, atom.indices, context)
        double = scaled(sigmoid(work, scaled(body, 2), context), 2)
        value = work.power(add(double, constant_polynomial(-1)), int(e))
        return work.multiply({monomial - {(atom, e)}: ONCE}, value)
    if atom.head.kind != RECIPROCAL or e >= 0:
        return None
    body = normalize.instantiated(work, atom.head, atom.indices, context)
    exponential = _exponential_beside_one(body)
    if exponential is None:
        return None
    logistic = sigmoid(work, functions.log_of_exponentials(work, exponential, context), context)
    rest = work.multiply_monomials(monomial, frozenset([(atom, 1)]))
    present = dict(monomial)
    if all(present.get(a, 0) >= x > 0 for a, x in exponential):
        rest = work.multiply_monomials(rest, frozenset((a, -x) for a, x in exponential))
    else:
        logistic = work.complement(logistic)
    return work.multiply({rest: ONCE}, logistic)


def _exponential_beside_one(body: Polynomial) -> Monomial | None:
    """The product of exponentials E if the polynomial is 1 + E."""
    if len(body) != 2 or body.get(UNIT) != 1:
        return None
    ((monomial, c),) = [(m, c) for m, c in body.items() if m]
    if c != 1 or not all(isinstance(a, Factor) and a.head.kind == EXPONENTIAL for a, _ in monomial):
        return None
    return monomial


def sigmoid(work: Workspace, argument: Polynomial, context: Context) -> Polynomial:
    """The logistic function as an atom of its own, and 1 less it for the opposite argument."""
    if all(c < 0 for c in argument.values()):
        return work.complement(sigmoid(work, scaled(argument, -1), context))
    head, indices = abstraction.abstracted(work, FUNCTION, "sigmoid", argument, context)
    return work.atom(work.factor(head, indices))
