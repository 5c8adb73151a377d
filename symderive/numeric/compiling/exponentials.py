"""Sums of exponentials as terms: how high they reach, and how they are lowered by that much.

A sum of exponentials is gathered first, so that every product in it has one exponential:
``exp(u)``, a product of weights and one gathered term, a sum over a range, or a sum of several.
A constant in a sum is a weight before exp(0). Its height is the greatest of all exponents; lowered
by its height, no exponential in it exceeds 1, and one of them is 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from symderive.language.binding import children, dangling, shift
from symderive.language.definitions import elementwise_parts, entry_of, shape_of
from symderive.language.formulas import times
from symderive.language.limits import Infinity
from symderive.language.shapes import known_at_most
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    And,
    Apply,
    Array,
    Bound,
    Cases,
    Compare,
    Entry,
    Function,
    Iverson,
    Mul,
    Number,
    Pow,
    Reduce,
    Term,
    Truth,
    layout_of,
)
from symderive.numeric.places import loose

LOWEST = Infinity(-1)
# Operations that are read through their index formulas where they sum exponentials.
OPENED = {"sum", "mean", "inner", "matmul"}
STEEP = {"exp", "log", "sigmoid", "tanh", "erf"}
STEEP_OPERATIONS = {
    *("softmax", "log_softmax"),
    *("entropy", "kl", "cross_entropy", "binary_cross_entropy"),
}


def exponential(argument: Term) -> Term:
    """The exponential of a term."""
    return Function("exp", (argument,))


def argument_of(name: str, term: Term) -> Term | None:
    """The argument of a function of that name, None for any other term."""
    if isinstance(term, Function) and term.name == name and len(term.arguments) == 1:
        return term.arguments[0]
    return None


def scaled(term: Term, factor: Fraction | int) -> Term:
    """A number times a term.

    >>> scaled(Mul((MINUS_ONE, Bound(0))), -1) == Bound(0)
    True
    """
    factors = term.factors if isinstance(term, Mul) else (term,)
    return times(Number(Fraction(factor)), *factors)


def product(*factors: Term) -> Term:
    """The product of factors, products among them dissolved."""
    flat = [part for f in factors for part in (f.factors if isinstance(f, Mul) else (f,))]
    kept = tuple(factor for factor in flat if factor != ONE)
    return ONE if not kept else kept[0] if len(kept) == 1 else Mul(kept)


def total(terms: tuple[Term, ...]) -> Term:
    """The sum of terms as they are."""
    return ZERO if not terms else terms[0] if len(terms) == 1 else Add(terms)


def is_steep(term: Term) -> bool:
    """Whether a function that an idiom is about occurs in a term."""
    found = term.__dict__.get("_steep")
    if found is None:
        names = STEEP if isinstance(term, Function) else STEEP_OPERATIONS
        own = isinstance(term, (Function, Apply)) and term.name in names
        found = own or any(is_steep(child) for child, _ in children(term))
        object.__setattr__(term, "_steep", found)
    return bool(found)


def exposed(term: Term) -> Term:
    """The term with entries and sums of tensors of exponentials opened at its head."""
    while is_steep(term):
        if isinstance(term, Entry) and _opens(term.tensor):
            term = entry_of(term.tensor, term.indices)
        elif isinstance(term, Apply) and term.name in OPENED and shape_of(term) == ():
            term = entry_of(term, ())
        else:
            return term
    return term


def _opens(tensor: Term) -> bool:
    if isinstance(tensor, Apply):
        return tensor.name in OPENED
    return isinstance(tensor, (Array, Reduce)) or bool(elementwise_parts(tensor))


# Gathering


def gathered(term: Term) -> Term | None:
    """The term as a gathered sum of exponentials, None where it is none."""
    if not is_steep(term):
        return None
    term = exposed(term)
    if argument_of("exp", term) is not None:
        return term
    if isinstance(term, Reduce) and term.operation == "sum":
        body = gathered(term.body)
        return None if body is None else _over(term, body)
    if isinstance(term, Add):
        parts = [gathered(part) for part in term.terms]
        if all(found is None for found in parts):
            return None
        pairs = zip(parts, term.terms, strict=True)
        return Add(tuple(found or product(part, exponential(ZERO)) for found, part in pairs))
    return _gathered_product(term) if isinstance(term, Mul) else None


def _over(term: Reduce, body: Term) -> Reduce:
    return Reduce(term.operation, term.lower, term.upper, body, term.name)


def _gathered_product(term: Mul) -> Term | None:
    """Weights, and at most one sum, into which the other exponentials are taken."""
    weights: list[Term] = []
    exponents: list[Term] = []
    sums: list[Term] = []
    for factor in term.factors:
        head = exposed(factor)
        exponent, inner = argument_of("exp", head), gathered(head)
        if exponent is not None:
            exponents.append(exponent)
        elif inner is not None:
            sums.append(inner)
        elif isinstance(head, Pow) and gathered(head.base) is not None:
            return None
        else:
            weights.append(factor)
    if len(sums) > 1 or not (sums or exponents):
        return None
    if not sums:
        return product(*weights, exponential(total(tuple(exponents))))
    inside = sums[0]
    if exponents:
        outer = total(tuple(exponents))
        inside = mapped(inside, lambda w, depth: _sum_of(shift(outer, depth), w))
    return product(*weights, inside)


def _sum_of(left: Term, right: Term) -> Term:
    return left if right == ZERO else Add((left, right))


def mapped(term: Term, change: Callable[[Term, int], Term], depth: int = 0) -> Term:
    """A gathered sum with every exponent replaced; the change is told how many sums are around."""
    exponent = argument_of("exp", term)
    if exponent is not None:
        return exponential(change(exponent, depth))
    if isinstance(term, Reduce):
        return _over(term, mapped(term.body, change, depth + 1))
    if isinstance(term, Add):
        return Add(tuple(mapped(part, change, depth) for part in term.terms))
    assert isinstance(term, Mul)
    place = _core(term)
    inner = mapped(term.factors[place], change, depth)
    return Mul((*term.factors[:place], inner, *term.factors[place + 1 :]))


def _core(term: Mul) -> int:
    """The place of the one factor that is no weight."""
    return next(p for p, factor in enumerate(term.factors) if gathered(factor) is not None)


def exponents(term: Term) -> Iterator[tuple[Term, int]]:
    """The exponents of a gathered sum, each with the number of sums around it."""
    found: list[tuple[Term, int]] = []

    def note(exponent: Term, depth: int) -> Term:
        found.append((exponent, depth))
        return exponent

    mapped(term, note)
    return iter(found)


# Heights


def height(term: Term, inside: bool = False) -> Term:
    """The greatest exponent of a gathered sum, defined wherever the sum is defined and not empty.

    What brackets leave out, and ranges that may be empty beside other terms, count as -oo.
    """
    exponent = argument_of("exp", term)
    if exponent is not None:
        return exponent
    if isinstance(term, Mul):
        found = height(term.factors[_core(term)], True)
        conditions = tuple(f.condition for f in term.factors if isinstance(f, Iverson))
        return _where(found, conditions)
    if isinstance(term, Add):
        parts = list(dict.fromkeys(height(part, True) for part in term.terms))
        return parts[0] if len(parts) == 1 else Function("Max", tuple(parts))
    assert isinstance(term, Reduce)
    body = height(term.body, True)
    if 0 not in loose(body):
        return shift(body, -1)
    found = Reduce("max", term.lower, term.upper, body, term.name)
    if not inside or known_at_most(term.lower, term.upper):
        return found
    return _where(found, (Compare("<=", term.lower, term.upper),))


def _where(value: Term, conditions: tuple[Term, ...]) -> Term:
    if not conditions:
        return value
    condition = conditions[0] if len(conditions) == 1 else And(conditions)
    return Cases((value, LOWEST), (condition, Truth(True)))


def lowered(term: Term, amount: Term) -> Term:
    """A gathered sum times exp(-amount)."""

    def lower(exponent: Term, depth: int) -> Term:
        less = Mul((MINUS_ONE, shift(amount, depth)))
        return less if exponent == ZERO else Add((exponent, less))

    return mapped(term, lower)


def raised(term: Term) -> Term | None:
    """What a gathered sum was before it was lowered by its own height; None where it was not."""
    exponent, depth = next(exponents(term))
    amount = _taken_off(exponent)
    if amount is None or any(index < depth for index in loose(amount)):
        return None
    amount = shift(amount, -depth)
    whole = True

    def raise_by(exponent: Term, depth: int) -> Term:
        nonlocal whole
        whole = whole and _taken_off(exponent) == shift(amount, depth)
        return exponent.terms[0] if isinstance(exponent, Add) else ZERO

    before = mapped(term, raise_by)
    return before if whole and height(before) == amount else None


def _taken_off(exponent: Term) -> Term | None:
    """The amount by which an exponent was lowered last."""
    if isinstance(exponent, Add) and len(exponent.terms) == 2:
        exponent = exponent.terms[1]
    if isinstance(exponent, Mul) and exponent.factors[0] == MINUS_ONE:
        return exponent.factors[1] if len(exponent.factors) == 2 else None
    return None


# Whose exponents are whose


def belongs(part: Term, whole: Term) -> bool:
    """Whether every exponent of one gathered sum is, at some indices, an exponent of another."""
    patterns = list(exponents(whole))
    return all(
        any(_matches(pattern, holes, term, depth) for pattern, holes in patterns)
        for term, depth in exponents(part)
    )


def _matches(pattern: Term, holes: int, term: Term, depth: int) -> bool:
    """Whether the term is the pattern with terms for its innermost bound variables."""
    put: dict[int, Term] = {}

    def same(pattern: Term, term: Term, local: int) -> bool:
        if isinstance(pattern, Bound) and pattern.index >= local:
            place = pattern.index - local
            if place >= holes:
                return term == Bound(pattern.index - holes + depth)
            if any(index < local for index in loose(term)):
                return False
            return put.setdefault(place, shift(term, -local)) == shift(term, -local)
        if type(pattern) is not type(term):
            return False
        if not dangling(pattern) > local:
            return pattern == term
        pairs = list(zip(children(pattern), children(term), strict=False))
        return _same_node(pattern, term) and all(
            same(one, other, local + binds) for (one, binds), (other, _) in pairs
        )

    return same(pattern, term, 0)


def _same_node(one: Term, other: Term) -> bool:
    """Whether two terms differ in their children at most."""
    if len(children(one)) != len(children(other)):
        return False
    for name in layout_of(type(one))[1]:
        mine, others = getattr(one, name), getattr(other, name)
        plain = not isinstance(mine, (Term, tuple)) or not _terms(mine)
        if plain and mine != others:
            return False
        if isinstance(mine, tuple) and len(mine) != len(others):
            return False
    return True


def _terms(value: object) -> bool:
    return isinstance(value, Term) or any(isinstance(part, Term) for part in value)  # type: ignore[attr-defined]
