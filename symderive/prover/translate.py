"""Terms into polynomials over atoms, with every obligation of definedness met on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.language.binding import dangling, free_symbols
from symderive.language.definitions import shape_of
from symderive.language.terms import (
    Add,
    Apply,
    Bound,
    Cases,
    Ceiling,
    Entry,
    Floor,
    Function,
    Functional,
    Iverson,
    Mod,
    Mul,
    Number,
    Partial,
    Pow,
    Reduce,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
    number,
)
from symderive.prover import (
    conditions,
    digits,
    factoring,
    functionals,
    functions,
    indexing,
    normalize,
    obligations,
    partials,
    piecewise,
    powers,
    reciprocals,
    reductions,
    roots,
    signs,
    unfolding,
)
from symderive.prover.integers import SUMMED, Form, form_of
from symderive.prover.place import Binder, Place
from symderive.prover.presburger import AT_LEAST, Constraint, split
from symderive.prover.ring import (
    UNIT,
    GuardedTerm,
    Polynomial,
    add,
    constant_polynomial,
    rational,
    scaled,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace


def value(work: Workspace, term: Term, place: Place) -> Polynomial:
    """The polynomial of a scalar term at a place; raises OutsideFragment where there is none."""
    rule = RULES.get(type(term))
    if rule is None:
        raise OutsideFragment(f"the prover does not read {type(term).__name__}")
    return rule(work, term, place)


def pieces_value(work: Workspace, pieces: list[indexing.Piece], place: Place) -> Polynomial:
    """The value of an index expression."""
    out: Polynomial = {}
    for piece in pieces:
        polynomial = work.integer_polynomial(piece.numerator)
        if piece.denominator.value != 1:
            denominator = work.integer_polynomial(piece.denominator)
            inverse = reciprocals.inverse(work, denominator, place.context)
            polynomial = work.multiply(polynomial, inverse)
        out = add(out, guarded(work, piece, polynomial, place))
    return out


def guarded(
    work: Workspace, piece: indexing.Piece, polynomial: Polynomial, place: Place
) -> Polynomial:
    """A polynomial where the constraints of a piece hold, summed over its quotients."""
    if not piece.bound and not piece.constraints:
        return polynomial
    equalities, inequalities = split(piece.constraints)
    return normalize.summed(
        work, list(piece.bound), equalities, inequalities, polynomial, place.context
    )


def _number(work: Workspace, term: Number, place: Place) -> Polynomial:
    return constant_polynomial(rational(term.value))


def _symbol(work: Workspace, term: Symbol, place: Place) -> Polynomial:
    if term.is_integer:
        return work.integer_polynomial(work.integer_variable(term))
    return work.atom(work.factor(work.tensor_head(term), ()))


def _bound(work: Workspace, term: Bound, place: Place) -> Polynomial:
    return work.integer_polynomial(place.bound(term.index))


def _sum(work: Workspace, term: Add, place: Place) -> Polynomial:
    return add(*[value(work, part, place) for part in term.terms])


@contextmanager
def facts(work: Workspace, found: list[conditions.Fact]) -> Iterator[None]:
    """Signs of polynomials that are known for a while."""
    work.known_signs.extend(found)
    try:
        yield
    finally:
        if found:
            del work.known_signs[-len(found) :]


def _product(work: Workspace, term: Mul, place: Place) -> Polynomial:
    """A product; a false bracket makes it 0, so the other factors are read where it is true."""
    factors = factoring.flat_factors(term)
    brackets = [f for f in factors if isinstance(f, Iverson)]
    if not brackets:
        return work.product(value(work, f, place) for f in factors)
    out = constant_polynomial(1)
    inside = place
    known: list[conditions.Fact] = []
    for bracket in brackets:
        out = work.multiply(out, conditions.bracket(work, bracket.condition, place))
        if not out:
            return {}
        inside, more = conditions.assumed(work, bracket.condition, inside)
        known += more
    with facts(work, known):
        for factor in factors:
            if not isinstance(factor, Iverson):
                out = work.multiply(out, value(work, factor, inside))
    return out


def _power(work: Workspace, term: Pow, place: Place) -> Polynomial:
    exponent = term.exponent
    if isinstance(exponent, Number):
        if exponent.value.denominator != 1:
            return _root(work, term, place)
        n = exponent.value.numerator
        if n < 0 and factoring.splits(term.base):
            return _split_reciprocal(work, term.base, n, place)
        base = value(work, term.base, place)
        if n >= 0:
            return work.power(base, n)
        if not obligations.nonzero(work, term.base, base, place):
            return _arbitrary_reciprocal(work, base, n, place)
        return work.power(reciprocals.inverse(work, base, place.context), -n)
    if not free_symbols(exponent) and not dangling(exponent):
        written = value(work, exponent, place)
        if set(written) <= {UNIT}:
            known = number(functions.as_fraction(written.get(UNIT, fmpq(0))))
            return _power(work, Pow(term.base, known), place)
    if not conditions.is_index_term(exponent):
        return _root(work, term, place)
    base = value(work, term.base, place)
    out: Polynomial = {}
    for piece in indexing.integer(work, exponent, place):
        inside = place.assuming(piece.constraints)
        if not inside.entails(piece.numerator):
            obligations.nonzero(work, term.base, base, inside)
        power = powers.power(work, base, piece.numerator, inside.context)
        out = add(out, guarded(work, piece, power, place))
    return out


def _root(work: Workspace, term: Pow, place: Place) -> Polynomial:
    base, exponent = value(work, term.base, place), value(work, term.exponent, place)
    return roots.power(work, term.base, base, exponent, place)


def _split_reciprocal(work: Workspace, base: Term, n: int, place: Place) -> Polynomial:
    """The reciprocal of a product; where the product is known not to be 0, no factor is."""
    parts = factoring.split_reciprocal(base, n)
    whole = value(work, base, place)
    known: list[conditions.Fact] = []
    if whole and obligations.is_nonzero_here(work, base, whole, place):
        known = [
            (value(work, part.base, place), signs.NONZERO)
            for part in parts
            if isinstance(part, Pow)
        ]
    with facts(work, known):
        return work.product([value(work, part, place) for part in parts])


def _arbitrary_reciprocal(
    work: Workspace, base: Polynomial, exponent: int, place: Place
) -> Polynomial:
    """The reciprocal where it may be undefined, so that other failures are seen as well."""
    if not base:
        raise OutsideFragment("a division by something that is zero")
    return work.power(reciprocals.inverse(work, base, place.context), -exponent)


def _integer_function(work: Workspace, term: Term, place: Place) -> Polynomial:
    return pieces_value(work, indexing.rational(work, term, place), place)


def _function(work: Workspace, term: Function, place: Place) -> Polynomial:
    if not term.arguments:
        return _constant(work, term)
    arguments = [value(work, a, place) for a in term.arguments]
    context = place.context
    if term.name in ("Max", "Min"):
        return _extreme(work, term.name, arguments, place)
    (argument,) = arguments
    if term.name == "log":
        obligations.positive(work, term.arguments[0], argument, place)
    rules: dict[str, Callable[..., Polynomial]] = {
        "exp": functions.exponential,
        "log": functions.logarithm,
        "tanh": functions.tanh,
        "erf": functions.error_function,
        "sigmoid": functions.sigmoid,
        "Abs": piecewise.absolute,
        "sign": piecewise.sign,
    }
    if term.name not in rules:
        raise OutsideFragment(f"the prover does not know the function {term.name}")
    return rules[term.name](work, argument, context)


def _constant(work: Workspace, term: Function) -> Polynomial:
    if term != functions.PI:
        raise OutsideFragment(f"the prover does not know the constant {term.name}")
    return functions.pi(work)


def _extreme(work: Workspace, name: str, arguments: list[Polynomial], place: Place) -> Polynomial:
    sign = 1 if name == "Max" else -1
    out = scaled(arguments[0], sign)
    for argument in arguments[1:]:
        out = piecewise.larger(work, out, scaled(argument, sign), place.context)
    return scaled(out, sign)


def _unknown(work: Workspace, term: Unknown, place: Place) -> Polynomial:
    arguments = [value(work, a, place) for a in term.arguments]
    joint = functions.joint_argument(work, arguments)
    return functions.function(work, (term.name, term.orders), joint, place.context)


def _functional(work: Workspace, term: Functional, place: Place) -> Polynomial:
    return functionals.value(work, term, place)


def _iverson(work: Workspace, term: Iverson, place: Place) -> Polynomial:
    return conditions.bracket(work, term.condition, place)


def _cases(work: Workspace, term: Cases, place: Place) -> Polynomial:
    """sum_k [P_k and no earlier P] v_k; that some P_k holds is an obligation."""
    out: Polynomial = {}
    before = constant_polynomial(1)
    inside = place
    known: list[conditions.Fact] = []
    for branch, condition in zip(term.values, term.conditions, strict=True):
        with facts(work, known):
            bracket = conditions.bracket(work, condition, inside)
            here, more = conditions.assumed(work, condition, inside)
            with facts(work, more):
                active = work.multiply(before, bracket)
                if active:
                    out = add(out, work.multiply(active, value(work, branch, here)))
            before = work.multiply(before, work.complement(bracket))
            inside, later = conditions.assumed(work, conditions.negated(condition), inside)
            known = known + later
    if before and not obligations.vanishes(work, before, place):
        work.fail("no case of a definition by cases need apply")
    return out


def _entry(work: Workspace, term: Entry, place: Place) -> Polynomial:
    tensor = term.tensor
    obligations.in_range(work, shape_of(tensor), term.indices, place)
    if not isinstance(tensor, TensorSymbol):
        for condition in obligations.needed(tensor):
            obligations.holds(work, condition, place)
        work.record("definition", tensor)
        return value(work, _opened(term), place)
    head = work.tensor_head(tensor)
    out: Polynomial = {}
    for piece in joint_pieces(work, term.indices, place):
        indices = piece[1]
        bound, constraints = piece[0].bound, piece[0].constraints
        if not bound and not constraints:
            out = add(out, work.atom(work.factor(head, indices)))
            continue
        equalities, inequalities = split(constraints)
        guarded_term = GuardedTerm(
            fmpq(1), list(bound), equalities, inequalities, [(head, indices, 1)]
        )
        out = add(out, normalize.normalized(work, [guarded_term], place.context))
    return out


def joint_pieces(
    work: Workspace, indices: tuple[Term, ...], place: Place
) -> list[tuple[indexing.Piece, tuple[Form, ...]]]:
    """All combinations of the pieces of several indices, with the forms of the indices."""
    found: list[tuple[indexing.Piece, tuple[Form, ...]]] = [(indexing.Piece(Form({})), ())]
    for index in indices:
        extended = []
        for joint, forms in found:
            inside = place.assuming(joint.constraints)
            for piece in indexing.integer(work, index, inside):
                both = joint.joined(piece, joint.numerator, joint.denominator)
                extended.append((both, (*forms, piece.numerator)))
        found = extended
    return found


def _reduction(work: Workspace, term: Reduce, place: Place) -> Polynomial:
    out: Polynomial = {}
    for lower in indexing.integer(work, term.lower, place):
        here = place.assuming(lower.constraints)
        for upper in indexing.integer(work, term.upper, here):
            inside = here.assuming(upper.constraints)
            both = lower.joined(upper, lower.numerator, lower.denominator)
            found = _over_range(work, term, lower.numerator, upper.numerator, inside)
            out = add(out, guarded(work, both, found, place))
    return out


def _over_range(
    work: Workspace, term: Reduce, lower: Form, upper: Form, place: Place
) -> Polynomial:
    if term.operation in ("max", "min"):
        return reductions.range_extreme(work, term, lower, upper, place)
    if term.operation == "product":
        return reductions.range_product(work, term, lower, upper, place)
    v = work.fresh(SUMMED)
    constraints: tuple[Constraint, ...] = (
        (AT_LEAST, form_of(v) - lower),
        (AT_LEAST, upper - form_of(v)),
    )
    if place.context.extended(constraints).is_empty():
        return {}
    number, bound, constraints = digits.split_binder(work, term.body, v, constraints, place)
    inside = place.under(number, Binder(frozenset(bound), constraints))
    inner = value(work, term.body, inside)
    equalities, inequalities = split(constraints)
    return normalize.summed(work, bound, equalities, inequalities, inner, place.context)


def _opened(term: Entry | Apply) -> Term:
    found = unfolding.unfolded(term)
    assert found is not None
    return found


def _application(work: Workspace, term: Apply, place: Place) -> Polynomial:
    for condition in obligations.needed(term):
        obligations.holds(work, condition, place)
    work.record("definition", term)
    return value(work, _opened(term), place)


RULES: dict[type[Term], Callable[..., Polynomial]] = {
    Number: _number,
    Symbol: _symbol,
    Bound: _bound,
    Add: _sum,
    Mul: _product,
    Pow: _power,
    Floor: _integer_function,
    Ceiling: _integer_function,
    Mod: _integer_function,
    Function: _function,
    Unknown: _unknown,
    Functional: _functional,
    Iverson: _iverson,
    Cases: _cases,
    Entry: _entry,
    Reduce: _reduction,
    Partial: partials.partial,
    Apply: _application,
}
