"""Which terms are made of brackets, and what brackets say: equations and bounds of integers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

from symderive.language.definitions import entry_of, shape_of
from symderive.language.shapes import polynomial_of, written
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    And,
    Apply,
    Cases,
    Compare,
    Entry,
    Function,
    Iverson,
    Mul,
    Not,
    Or,
    Partial,
    Reduce,
    TensorSymbol,
    Term,
    Truth,
    number,
)
from symderive.numeric.compiling.opening import opened
from symderive.numeric.compiling.sizes import constant_of, minus, plus, quotient, split, times
from symderive.numeric.compiling.spans import Spans
from symderive.numeric.exact import is_exact

if TYPE_CHECKING:
    from symderive.numeric.compiling.tables import Tables

OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@dataclass
class Facts:
    """What a product of brackets says: terms that are 0, terms that are at least 0, the rest."""

    zero: list[Term] = field(default_factory=list)
    at_least_zero: list[Term] = field(default_factory=list)
    others: list[Term] = field(default_factory=list)
    never: bool = False


def facts_of(spans: Spans, conditions: Iterable[Term]) -> Facts:
    """Conditions as equations and bounds of integers where they are such."""
    found = Facts()
    for condition in conditions:
        _take(spans, condition, True, found)
    return found


def _take(spans: Spans, condition: Term, wanted: bool, found: Facts) -> None:
    if isinstance(condition, Truth):
        found.never = found.never or condition.value != wanted
        return
    if isinstance(condition, Not):
        _take(spans, condition.condition, not wanted, found)
        return
    if isinstance(condition, (And, Or)) and isinstance(condition, And) == wanted:
        for part in condition.conditions:
            _take(spans, part, wanted, found)
        return
    if isinstance(condition, Compare):
        relation = condition.relation if wanted else OPPOSITE[condition.relation]
        if is_exact(condition.left) and is_exact(condition.right):
            _relation(spans, relation, condition.left, condition.right, found)
            return
    found.others.append(condition if wanted else Not(condition))


def _relation(spans: Spans, relation: str, left: Term, right: Term, found: Facts) -> None:
    difference = minus(spans.simplified(left), spans.simplified(right))
    if relation == "=":
        top, bottom = quotient(difference)
        if bottom == ONE or spans.at_most(ONE, bottom):
            found.zero.append(reduced(top))
        else:
            found.others.append(Compare("=", left, right))
    elif relation == "!=":
        found.others.append(Compare("!=", left, right))
    elif not _is_integral(difference):
        found.others.append(Compare(relation, left, right))
    elif relation in ("<=", "<"):
        room = times(number(-1), difference)
        found.at_least_zero += _without_absolute(
            room if relation == "<=" else plus(room, MINUS_ONE)
        )
    else:
        room = difference if relation == ">=" else plus(difference, MINUS_ONE)
        found.at_least_zero += _without_absolute(room)


def _without_absolute(bound: Term) -> list[Term]:
    """w - |e| >= 0 as w - e >= 0 and w + e >= 0."""
    for monomial in polynomial_of(bound):
        for atom, _ in monomial:
            parts = split(bound, atom) if isinstance(atom, Function) else None
            if parts is None or not isinstance(atom, Function) or atom.name != "Abs":
                continue
            factor = constant_of(parts[0])
            if factor is not None and factor < 0:
                inner = times(parts[0], atom.arguments[0])
                return [plus(parts[1], inner), minus(parts[1], inner)]
    return [bound]


def decided(spans: Spans, condition: Term) -> bool | None:
    """Whether a condition on indices holds everywhere or nowhere; None where it depends."""
    found = facts_of(spans, (condition,))
    if found.never:
        return False
    if found.others:
        return None
    values = [constant_of(term) for term in found.zero]
    if any(value is not None and value != 0 for value in values):
        return False
    if any(_is_never_zero(spans, term) for term in found.zero):
        return False
    if any(spans.at_least_zero(minus(MINUS_ONE, bound)) for bound in found.at_least_zero):
        return False
    sure = None not in values and all(map(spans.at_least_zero, found.at_least_zero))
    return True if sure else None


def _is_never_zero(spans: Spans, term: Term) -> bool:
    """Whether a term is known to be at least 1 or at most -1 everywhere."""
    if not _is_integral(term):
        return False
    return spans.at_least_zero(plus(term, MINUS_ONE)) or spans.at_most(plus(term, ONE), ZERO)


def _is_integral(term: Term) -> bool:
    return all(
        c.denominator == 1 and all(power > 0 for _, power in m)
        for m, c in polynomial_of(term).items()
    )


def reduced(term: Term) -> Term:
    """The equation term = 0 without denominators and common factors."""
    found = polynomial_of(term)
    if not found or any(power < 0 for m in found for _, power in m):
        return term
    bottom = 1
    for c in found.values():
        bottom = bottom * c.denominator // gcd(bottom, c.denominator)
    common = gcd(*(int(c * bottom) for c in found.values()))
    return written({m: c * Fraction(bottom, common) for m, c in found.items()})


# Which terms consist of brackets


def has_bracket(run: Tables, term: Term) -> bool:
    """Whether a factor of a product shows a relation between integers when it is opened.

    Sums count where their body does: such a factor is one of the brackets of the whole product.
    """
    if isinstance(term, Iverson):
        return True
    if isinstance(term, (Add, Mul)):
        parts = term.terms if isinstance(term, Add) else term.factors
        return any(has_bracket(run, part) for part in parts)
    if isinstance(term, Reduce):
        return term.operation == "sum" and has_bracket(run, term.body)
    if isinstance(term, Cases):
        return about_integers(term) or any(has_bracket(run, value) for value in term.values)
    if isinstance(term, Entry):
        return not isinstance(term.tensor, TensorSymbol) and is_sparse(run, term.tensor)
    return isinstance(term, Apply) and not shape_of(term) and _shows(run, entry_of(term, ()))


def about_integers(term: Cases) -> bool:
    """Whether the cases are told apart by indices alone."""
    return all(_is_about_integers(condition) for condition in term.conditions)


def _is_about_integers(condition: Term) -> bool:
    if isinstance(condition, Truth):
        return True
    if isinstance(condition, Not):
        return _is_about_integers(condition.condition)
    if isinstance(condition, (And, Or)):
        return all(map(_is_about_integers, condition.conditions))
    return isinstance(condition, Compare) and is_exact(condition.left) and is_exact(condition.right)


def is_sparse(run: Tables, tensor: Term) -> bool:
    """Whether the entries of a tensor are brackets times something, or sums of such."""
    if tensor not in run.sparse:
        run.sparse[tensor] = _is_sparse(run, tensor)
    return run.sparse[tensor]


def _is_sparse(run: Tables, tensor: Term) -> bool:
    if isinstance(tensor, TensorSymbol) or not shape_of(tensor):
        return False
    if isinstance(tensor, Apply) and tensor.name in ("matmul", "softmax", "max_pool"):
        return False
    shape = shape_of(tensor) or ()
    axes = tuple(run.spans.fresh("i", ONE, size) for size in shape)
    body = entry_of(tensor, axes)
    return _shows(run, body)


def _shows(run: Tables, term: Term) -> bool:
    """Whether a bracket stands in front of a scalar term, outside all sums."""
    if isinstance(term, Iverson):
        return _is_about_integers(term.condition)
    if isinstance(term, Add):
        return any(_shows(run, part) for part in term.terms)
    if isinstance(term, Mul):
        return any(_shows(run, part) for part in term.factors)
    if isinstance(term, Cases):
        return about_integers(term) or any(_shows(run, value) for value in term.values)
    if isinstance(term, Entry):
        return not isinstance(term.tensor, TensorSymbol) and is_sparse(run, term.tensor)
    if isinstance(term, Partial):
        found = opened(term)
        return _shows(run, found) or _leaves_a_bracket(found)
    return isinstance(term, Apply) and not shape_of(term) and _shows(run, entry_of(term, ()))


def _leaves_a_bracket(term: Term) -> bool:
    """Whether a sum in it has two brackets as factors: one is solved for, the other is left."""
    if isinstance(term, Reduce) and term.operation == "sum" and _brackets_in(term.body) > 1:
        return True
    parts = term.terms if isinstance(term, Add) else ()
    parts = term.factors if isinstance(term, Mul) else parts
    return any(map(_leaves_a_bracket, parts))


def _brackets_in(term: Term) -> int:
    """How many factors of a product are brackets."""
    if isinstance(term, Mul):
        return sum(map(_brackets_in, term.factors))
    return int(isinstance(term, Iverson))


def balanced(relation: str, term: Term) -> Compare:
    """The relation of a term to 0, what is subtracted in it brought to the other side."""
    parts = polynomial_of(term)
    left = {monomial: factor for monomial, factor in parts.items() if factor > 0}
    right = {monomial: -factor for monomial, factor in parts.items() if factor < 0}
    return Compare(relation, written(left), written(right))
