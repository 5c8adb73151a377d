"""Arithmetic and elementary functions of scalars, entry by entry."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symderive.language.limits import Infinity
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    And,
    Cases,
    Ceiling,
    Compare,
    Floor,
    Function,
    Iverson,
    Mod,
    Mul,
    Not,
    Number,
    Pow,
    Symbol,
    Term,
    Truth,
)
from symderive.numeric.compiling.brackets import decided, facts_of, has_bracket
from symderive.numeric.compiling.indices import index_view, is_index
from symderive.numeric.compiling.nodes import (
    ATOM,
    FLOAT,
    INTEGER,
    POWER,
    PRODUCT,
    SIGN,
    SUM,
    View,
)
from symderive.numeric.compiling.sizes import minus
from symderive.numeric.compiling.stable import NUMERIC_FUNCTIONS
from symderive.numeric.compiling.sums import sum_of, sum_of_products
from symderive.numeric.compiling.weighting import weighted

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering


FUNCTIONS = {
    "exp": "np.exp({0})",
    "log": "np.log({0})",
    "tanh": "np.tanh({0})",
    "erf": "special.erf({0})",
    "sigmoid": "special.expit({0})",
    "Abs": "np.abs({0})",
    "sign": "np.sign({0})",
    **NUMERIC_FUNCTIONS,
}


CUBE = 3
KINK = (">", "<")
PAIRWISE = {"Max": "np.maximum({0}, {1})", "Min": "np.minimum({0}, {1})"}


def symbol_view(run: Lowering, term: Symbol, given: tuple[Term, ...]) -> View:
    """A variable: an axis as its values, a size, or a real number."""
    if term in run.spans.spans and not run.spans.spans[term].looped:
        return index_view(run, term, values=True)
    if term.is_integer:
        return run.size(term)
    return run.literal(run.names.of(term))


def number_view(run: Lowering, term: Number, given: tuple[Term, ...]) -> View:
    """A rational number."""
    value = term.value
    if value.denominator == 1:
        text = str(value.numerator)
        return run.literal(text, INTEGER, SIGN if value < 0 else ATOM)
    return run.literal(f"{value.numerator} / {value.denominator}", FLOAT, PRODUCT)


def add_view(run: Lowering, term: Add, given: tuple[Term, ...]) -> View:
    """A sum, in the order written."""
    if any(has_bracket(run, part) for part in term.terms):
        return sum_of(run, term, given)
    found: View | None = None
    signed = [_signed(part) for part in term.terms]
    # A sum that begins with what is subtracted would need one more array for the sign.
    first = next((place for place, (sign, _) in enumerate(signed) if sign > 0), 0)
    for sign, rest in (signed[first], *signed[:first], *signed[first + 1 :]):
        view = run.lower(rest, given)
        if found is None:
            found = (
                view if sign > 0 else run.elementwise("-{0}", [view], needs=POWER, strength=SIGN)
            )
            continue
        needs = (SUM, PRODUCT)
        template = "{0} + {1}" if sign > 0 else "{0} - {1}"
        found = run.elementwise(template, [found, view], needs=needs, strength=SUM)
    assert found is not None
    return found


def _signed(term: Term) -> tuple[int, Term]:
    """The sign in front of a term, and the term without it."""
    if isinstance(term, Mul) and term.factors[0] == MINUS_ONE and len(term.factors) > 1:
        rest = term.factors[1:]
        return -1, rest[0] if len(rest) == 1 else Mul(rest)
    if isinstance(term, Number) and term.value < 0:
        return -1, Number(-term.value)
    return 1, term


def mul_view(run: Lowering, term: Mul, given: tuple[Term, ...]) -> View:
    """A product; with brackets in it, as a sum is computed."""
    if any(has_bracket(run, factor) for factor in term.factors):
        return sum_of(run, term, given)
    return multiplied(run, [(factor, run.lower(factor, given)) for factor in _flat(term)])


def _flat(term: Mul) -> list[Term]:
    found: list[Term] = []
    for factor in term.factors:
        found += _flat(factor) if isinstance(factor, Mul) else [factor]
    return found


def multiplied(run: Lowering, factors: Sequence[tuple[Term | None, View]]) -> View:
    """The product: numbers first, then what varies along fewer axes; reciprocals as quotients.

    Each value comes with the term that it is of, or None.
    """
    sign, top, bottom = 1, [], []
    for term, view in _gathered(run, factors):
        if isinstance(term, Number) and term.value in (1, -1):
            sign *= int(term.value)
        elif isinstance(term, Pow) and _is_negative(term.exponent):
            bottom.append(reciprocal(run, term))
        elif (
            isinstance(term, Number)
            and term.value.denominator != 1
            and abs(term.value.numerator) == 1
        ):
            sign *= int(term.value.numerator)
            bottom.append(run.literal(str(term.value.denominator), INTEGER))
        else:
            top.append(view)
    found = _quotient(run, top, bottom)
    if found is None:
        return run.literal(str(sign), INTEGER, ATOM if sign > 0 else SIGN)
    if sign < 0:
        return run.elementwise("-{0}", [found], needs=SIGN, strength=SIGN)
    return found


def _gathered(
    run: Lowering, factors: Sequence[tuple[Term | None, View]]
) -> Sequence[tuple[Term | None, View]]:
    """The same with one number in front instead of several."""
    value, rest = Fraction(1), []
    for factor in factors:
        number = _number(factor[0])
        if number is None:
            rest.append(factor)
        else:
            value *= number
    if len(factors) < len(rest) + 2:
        return factors
    return [(Number(value), run.lower(Number(value))), *rest] if value != 1 else rest


def _number(term: Term | None) -> Fraction | None:
    """The value of a number or of a whole power of one."""
    if isinstance(term, Number):
        return term.value
    if (
        isinstance(term, Pow)
        and isinstance(term.base, Number)
        and isinstance(term.exponent, Number)
    ):
        base, exponent = term.base.value, term.exponent.value
        if base and exponent.denominator == 1 and abs(exponent) <= CUBE:
            return base**exponent.numerator
    return None


def _quotient(run: Lowering, top: list[View], bottom: list[View]) -> View | None:
    """The quotient of two products; numbers are brought together before arrays are touched."""
    numbers = [view for view in top if not view.axes]
    arrays = [view for view in top if view.axes]
    divisors = [view for view in bottom if not view.axes]
    if numbers and arrays and divisors:
        others = [view for view in bottom if view.axes]
        factor = _quotient(run, numbers, divisors)
        assert factor is not None
        return _quotient(run, [factor, *arrays], others)
    found = product(run, top) if top else None
    if not bottom:
        return found
    above = run.literal("1", INTEGER) if found is None else found
    below = product(run, bottom)
    return run.elementwise("{0} / {1}", [above, below], needs=(PRODUCT, SIGN), strength=PRODUCT)


def product(run: Lowering, views: Sequence[View]) -> View:
    """The product of views, those with fewer axes first."""
    ordered = sorted(views, key=lambda view: len(view.axes))
    found = ordered[0]
    for view in ordered[1:]:
        found = run.elementwise("{0} * {1}", [found, view], needs=(PRODUCT, SIGN), strength=PRODUCT)
    return found


def _is_negative(exponent: Term) -> bool:
    return isinstance(exponent, Number) and exponent.value < 0


def reciprocal(run: Lowering, term: Pow) -> View:
    """What a power with a negative exponent divides by."""
    assert isinstance(term.exponent, Number)
    return power(run, run.lower(term.base), -term.exponent.value)


def power(run: Lowering, base: View, exponent: Any) -> View:
    """A power with a positive number as exponent."""
    if exponent == 1:
        return base
    if exponent * 2 == 1:
        return run.elementwise("np.sqrt({0})", [base])
    if exponent == CUBE:
        # np.power takes many times as long as products.
        needs = (PRODUCT, SIGN, SIGN)
        return run.elementwise("{0} * {1} * {2}", [base] * 3, needs=needs, strength=PRODUCT)
    text = str(exponent) if exponent.denominator == 1 else f"({exponent})"
    return run.elementwise(f"{{0}}**{text}", [base], needs=ATOM, strength=POWER)


def pow_view(run: Lowering, term: Pow, given: tuple[Term, ...]) -> View:
    """A power; one with a negative exponent divides."""
    exponent = term.exponent
    if isinstance(exponent, Number):
        if exponent.value < 0:
            return multiplied(run, [(term, run.lower(ONE))])
        if exponent.value == 0:
            return run.lower(ONE)
        return power(run, run.lower(term.base, given), exponent.value)
    rows = powers_of(run, run.lower(term.base, given), exponent)
    if rows is not None:
        return rows
    views = [run.lower(term.base, given), run.lower(exponent, given)]
    return run.elementwise("np.power({0}, {1}, dtype=float)", views)


def powers_of(run: Lowering, base: View, exponent: Term) -> View | None:
    """x^0, x^1, .. of all entries of a vector, each made of the one before."""
    spans = run.spans
    axes = spans.ordered(spans.axes_of(exponent))
    if len(axes) != 1 or len(base.axes) != 1 or axes == base.axes:
        return None
    (axis,) = axes
    first = spans.first(exponent)
    if first != ZERO or not spans.same(minus(exponent, axis), minus(ZERO, spans.spans[axis].lower)):
        return None
    length = spans.length(axis)
    text = f"np.vander({{0}}, {run.names.code(length)}, increasing=True)"
    shape = (*base.node.shape, length)
    node = run.graph.node(text, [base.node], shape, loops=spans.loops_of(length))
    return View(node, (*base.axes, axis))


def function_view(run: Lowering, term: Function, given: tuple[Term, ...]) -> View:
    """An elementary function, or the greatest or least of several numbers."""
    if not term.arguments:
        return run.literal(f"np.{term.name}")
    views = [run.lower(argument, given) for argument in term.arguments]
    if term.name in PAIRWISE:
        found = views[0]
        for view in views[1:]:
            found = run.elementwise(PAIRWISE[term.name], [found, view])
        return found
    return run.elementwise(FUNCTIONS[term.name], views)


def rounded_view(run: Lowering, term: Floor | Ceiling, given: tuple[Term, ...]) -> View:
    """A number rounded down or up."""
    if is_index(term):
        return _whole(run, term)
    name = "floor" if isinstance(term, Floor) else "ceil"
    return run.elementwise(f"np.{name}({{0}})", [run.lower(term.argument, given)])


def mod_view(run: Lowering, term: Mod, given: tuple[Term, ...]) -> View:
    """A remainder."""
    if is_index(term):
        return _whole(run, term)
    views = [run.lower(term.argument, given), run.lower(term.modulus, given)]
    return run.elementwise("np.mod({0}, {1})", views)


def _whole(run: Lowering, term: Term) -> View:
    """Index arithmetic in integers: the floor of a quotient in floats could be one too small."""
    view = index_view(run, term)
    return run.elementwise("{0}.astype(float)", [view], needs=ATOM) if view.axes else view


def iverson_view(run: Lowering, term: Iverson, given: tuple[Term, ...]) -> View:
    """1 where a condition holds, else 0."""
    mask = run.truth(term.condition, given)
    if not mask.axes:
        return run.elementwise("float({0})", [mask])
    return run.elementwise("{0}.astype(float)", [mask], needs=ATOM)


def cases_view(run: Lowering, term: Cases, given: tuple[Term, ...]) -> View:
    """The first case that holds; nan where none does."""
    if any(has_bracket(run, value) for value in term.values):
        products = weighted(run, term, frozenset())
        if products is not None:
            return sum_of_products(run, products, given)
    step = _step(run, term, given)
    if step is not None:
        return step
    found: View | None = None
    for place in reversed(range(len(term.values))):
        condition = term.conditions[place]
        sure = decided(run.spans, condition)
        if sure is False:
            continue
        facts = facts_of(run.spans, [*map(Not, term.conditions[:place]), condition])
        known = (*given, *facts.at_least_zero, *facts.others)
        known += tuple(Compare("=", term, ZERO) for term in facts.zero)
        value = run.lower(term.values[place], known)
        if condition == Truth(True) or sure:
            found = value
            continue
        rest = run.literal("np.nan") if found is None else found
        views = [run.truth(condition, given), value, rest]
        found = run.elementwise("np.where({0}, {1}, {2})", views)
    return run.literal("np.nan") if found is None else found


def _step(run: Lowering, term: Cases, given: tuple[Term, ...]) -> View | None:
    """Numbers on the two sides of a kink: a step is cheaper than choices between arrays."""
    if len(term.values) != len(KINK) or not all(isinstance(v, Number) for v in term.values):
        return None
    high, low = (value.value for value in term.values if isinstance(value, Number))
    if term.conditions[1] == Truth(True) and high == 1 and low == 0:
        return iverson_view(run, Iverson(term.conditions[0]), given)
    above, below = map(_strict, term.conditions)
    if above is None or below is None or above != below[::-1] or all(map(is_index, above)):
        return None
    if high == 0 or (low and above[0] == ZERO):
        above, high, low = below, low, high
    if low not in (0, -high) or high == 0:
        return None
    left, right = above
    difference = left if right == ZERO else Add((left, Mul((MINUS_ONE, right))))
    run.helpers.add("_step")
    step = run.elementwise("_step({0})", [run.lower(difference, given)])
    if low != 0:
        step = run.elementwise("2 * {0} - 1", [step], needs=SIGN, strength=SUM)
    return multiplied(run, [(Number(high), run.lower(Number(high))), (None, step)])


def _strict(condition: Term) -> tuple[Term, Term] | None:
    """The greater and the lesser side of a strict relation."""
    if isinstance(condition, And) and len(condition.conditions) == 1:
        condition = condition.conditions[0]
    if not isinstance(condition, Compare) or condition.relation not in KINK:
        return None
    sides = condition.left, condition.right
    return sides if condition.relation == ">" else sides[::-1]


def infinity_view(run: Lowering, term: Infinity, given: tuple[Term, ...]) -> View:
    """Infinity, with its sign."""
    return run.literal("np.inf" if term.sign > 0 else "-np.inf", FLOAT, SUM)
