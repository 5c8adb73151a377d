"""What is shown of a calculation made short: sizes, bounds and indices that are numbers reckoned.

Only how a term is shown depends on this. A side such as 1 - 3 + 1 stays as it is; an index, a
bound, a size, and both sides of a condition are reckoned, and of cases the one that holds is kept.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from fractions import Fraction

from symderive.language.binding import map_children
from symderive.language.terms import (
    Add,
    And,
    Apply,
    Array,
    Bound,
    Cases,
    Ceiling,
    Compare,
    Entry,
    Floor,
    Mod,
    Mul,
    Number,
    Pow,
    Reduce,
    Symbol,
    Term,
    Truth,
    number,
)

# The largest exponent that is reckoned.
SMALL = 8
RELATIONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
ARITHMETIC = (Add, Bound, Ceiling, Floor, Mod, Mul, Number, Pow, Symbol)


def reckoned(term: Term) -> Term:
    """The term with its sizes, bounds and indices reckoned where they are numbers.

    >>> from symderive.language.terms import TensorSymbol
    >>> x = TensorSymbol("x", 1, (number(3),))
    >>> reckoned(Entry(x, (Add((number(1), number(2), number(-1))),))).indices[0].value
    Fraction(2, 1)
    """
    match term:
        case Entry():
            return Entry(reckoned(term.tensor), tuple(map(_arithmetic, term.indices)))
        case Compare():
            return Compare(term.relation, _arithmetic(term.left), _arithmetic(term.right))
        case Cases():
            return _chosen(term)
        case Reduce():
            lower, upper = _arithmetic(term.lower), _arithmetic(term.upper)
            body = reckoned(term.body)
            return Reduce(term.operation, lower, upper, body, term.name)
        case Array():
            shape = tuple(map(_arithmetic, term.shape))
            return Array(shape, reckoned(term.body), term.names)
        case Apply():
            parts = tuple(_arithmetic(part) for part in term.arguments)
            return Apply(term.name, parts, term.parameters)
    return map_children(term, lambda child, binds: reckoned(child))


def _arithmetic(term: Term) -> Term:
    """An index, a bound or a size: its numbers put together, everything else in its order."""
    if not isinstance(term, ARITHMETIC):
        return reckoned(term)
    parts = map_children(term, lambda child, binds: _arithmetic(child))
    match parts:
        case Add():
            return _sum(parts)
        case Mul():
            return _product(parts)
        case Pow(base=Number(value=value), exponent=Number(value=exponent)):
            small = exponent.denominator == 1 and abs(exponent) <= SMALL and (value or exponent > 0)
            return Number(Fraction(value ** int(exponent))) if small else parts
        case Floor(argument=Number(value=value)):
            return number(math.floor(value))
        case Ceiling(argument=Number(value=value)):
            return number(math.ceil(value))
        case Mod(argument=Number(value=value), modulus=Number(value=modulus)) if modulus:
            return Number(value % modulus)
    return parts


def _sum(term: Add) -> Term:
    terms = [t for part in term.terms for t in (part.terms if isinstance(part, Add) else (part,))]
    known = sum((part.value for part in terms if isinstance(part, Number)), Fraction(0))
    rest = [part for part in terms if not isinstance(part, Number)]
    if not rest:
        return Number(known)
    if known:
        rest.append(Number(known))
    return rest[0] if len(rest) == 1 else Add(tuple(rest))


def _product(term: Mul) -> Term:
    known = math.prod((f.value for f in term.factors if isinstance(f, Number)), start=Fraction(1))
    rest = [factor for factor in term.factors if not isinstance(factor, Number)]
    if not rest:
        return Number(known)
    if known != 1:
        rest.insert(0, Number(known))
    return rest[0] if len(rest) == 1 else Mul(tuple(rest))


def _chosen(term: Cases) -> Term:
    """The cases without those that do not hold; the value alone of the first one that does."""
    values: list[Term] = []
    conditions: list[Term] = []
    for value, condition in zip(term.values, term.conditions, strict=True):
        known = _holds(reckoned(condition))
        if known is False:
            continue
        if known and not values:
            return reckoned(value)
        values.append(reckoned(value))
        conditions.append(Truth(True) if known else reckoned(condition))
        if known:
            break
    return Cases(tuple(values), tuple(conditions)) if values else term


def _holds(condition: Term) -> bool | None:
    """Whether a condition on numbers holds; None where it is not about numbers alone."""
    match condition:
        case Truth():
            return condition.value
        case And():
            parts = [_holds(part) for part in condition.conditions]
            if False in parts:
                return False
            return None if None in parts else True
        case Compare(left=Number(value=left), right=Number(value=right)):
            return RELATIONS[condition.relation](left, right)
    return None
