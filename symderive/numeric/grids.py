"""How each kind of scalar term is computed on a grid of index values."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from symderive.errors import IllFormed, Undefined
from symderive.language.binding import dangling
from symderive.language.definitions import elementwise_parts, entry_of, shape_of
from symderive.language.shapes import size_text
from symderive.language.terms import (
    Add,
    And,
    Apply,
    Array,
    Cases,
    Ceiling,
    Compare,
    Entry,
    Floor,
    Forall,
    Function,
    Functional,
    Iverson,
    Mod,
    Mul,
    Not,
    Or,
    Partial,
    Pow,
    Reduce,
    Symbol,
    TensorSymbol,
    Term,
    Truth,
    Unknown,
)
from symderive.numeric.affine import form_range
from symderive.numeric.affine import values as form_values
from symderive.numeric.brackets import factors_of
from symderive.numeric.derivatives import resolved
from symderive.numeric.elementary import CONSTANTS, FUNCTIONS
from symderive.numeric.exact import Environment, axis_values, is_exact, rational
from symderive.numeric.functionals import functional
from symderive.numeric.pairs import (
    CALL_DEPTH,
    Floats,
    Pair,
    added,
    applied,
    chosen,
    either,
    masked,
    multiplied,
    pair,
    power,
    scale_of,
)
from symderive.numeric.places import loose
from symderive.numeric.sides import Sides
from symderive.numeric.summing import fold_depth, folded
from symderive.numeric.wholes import is_between_tensors, opened, same_tensors

if TYPE_CHECKING:
    from symderive.numeric.evaluation import Evaluation

# The number of float64 that one step of a sum may hold at once: 32 MB.
LARGEST_GRID = 1 << 22

Truths = NDArray[np.bool_]

RELATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
}


def values_of(run: Evaluation, term: Term, environment: Environment) -> Pair:
    """The values of a term on the grid."""
    if is_exact(term):
        return pair(run.rationals(term, environment))
    if isinstance(term, (Reduce, Partial)) and not dangling(term) and not shape_of(term):
        found = run.closed_sums.get(term)
        if found is None:
            found = run.closed_sums[term] = HANDLERS[type(term)](run, term, ())
        return found
    handler = HANDLERS.get(type(term))
    if handler is None:
        raise IllFormed(f"{type(term).__name__} has no values")
    return handler(run, term, environment)


def truth(run: Evaluation, term: Term, environment: Environment) -> Truths:
    """Where on the grid a condition holds."""
    if isinstance(term, Truth):
        return np.asarray(term.value)
    if isinstance(term, Not):
        return ~truth(run, term.condition, environment)
    if isinstance(term, (And, Or)):
        join = np.logical_and if isinstance(term, And) else np.logical_or
        found = np.asarray(isinstance(term, And))
        for condition in term.conditions:
            found = join(found, truth(run, condition, environment))
        return found
    if isinstance(term, Compare):
        if is_exact(term.left) and is_exact(term.right):
            return _exact_relation(run, term, environment)
        if is_between_tensors(term):
            if dangling(term):
                return truth(run, opened(term), environment)
            return np.asarray(same_tensors(run, term))
        return _real_relation(run, term, environment)
    if isinstance(term, Forall):
        body = Iverson(term.body)
        whole = _reduce(run, Reduce("product", term.lower, term.upper, body), environment)
        return np.asarray(whole.value == 1)
    raise IllFormed(f"{type(term).__name__} is no condition")


def _real_relation(run: Evaluation, term: Compare, environment: Environment) -> Truths:
    """A relation between reals; where scales are known, equal is what rounding can explain."""
    left, right = run.grid(term.left, environment), run.grid(term.right, environment)
    if run.tracked and term.relation in ("=", "!="):
        return Sides(left, right).allows(term.relation)
    return np.asarray(RELATIONS[term.relation](left.value, right.value))


def _exact_relation(run: Evaluation, term: Compare, environment: Environment) -> Truths:
    """A relation between integers or rationals; false where a side is undefined."""
    relation = RELATIONS[term.relation]
    form = run.difference(term, environment)
    if form is not None:
        low, high = form_range(form, run.ranges(environment))
        if low * high > 0 or low == high:
            return np.asarray(bool(relation(low, 0)))
        return np.asarray(relation(form_values(form, environment)[0], 0))
    left, right = (rational(s, environment, run.sizes) for s in (term.left, term.right))
    holds = relation(left.top * right.bottom, right.top * left.bottom)
    return np.asarray(holds & (left.bottom != 0) & (right.bottom != 0))


def _tensor(run: Evaluation, term: Term, environment: Environment) -> Pair:
    return run.array(term)


def _symbol(run: Evaluation, term: Symbol, environment: Environment) -> Pair:
    return run.variable(term)


def _checked(run: Evaluation, term: Term, environment: Environment) -> None:
    """Elementwise work on whole tensors: their sizes must agree."""
    if not environment and any(shape_of(part) for part in elementwise_parts(term)):
        run.check(term)


def _add(run: Evaluation, term: Add, environment: Environment) -> Pair:
    _checked(run, term, environment)
    return added([run.grid(part, environment) for part in term.terms], run.tracked)


def _mul(run: Evaluation, term: Mul, environment: Environment) -> Pair:
    """The product; 0 where a bracket is false, whatever the other factors are."""
    _checked(run, term, environment)
    holds: Any = True
    factors = []
    for factor in factors_of(term):
        if isinstance(factor, Iverson):
            holds = holds & truth(run, factor.condition, environment)
        else:
            factors.append(run.grid(factor, environment))
    whole = multiplied(factors)
    return whole if holds is True else masked(whole, holds)


def _pow(run: Evaluation, term: Pow, environment: Environment) -> Pair:
    _checked(run, term, environment)
    base, exponent = run.grid(term.base, environment), run.grid(term.exponent, environment)
    return power(base, exponent, run.tracked)


def _function(run: Evaluation, term: Function, environment: Environment) -> Pair:
    if not term.arguments:
        return Pair(np.asarray(CONSTANTS[term.name]))
    _checked(run, term, environment)
    parts = [run.grid(argument, environment) for argument in term.arguments]
    function = FUNCTIONS[term.name]
    if len(parts) == 1:
        value = np.asarray(function(parts[0].value))
        return value_of_one(term.name, value, parts[0], run.tracked)
    total = parts[0].value
    for part in parts[1:]:
        total = function(total, part.value)
    return chosen(parts, total)


def value_of_one(name: str, value: Floats, argument: Pair, tracked: bool) -> Pair:
    """A function of one argument; the greatest of one number is the number."""
    return argument if name in ("Max", "Min") else applied(name, value, argument, tracked)


def _unknown(run: Evaluation, term: Unknown, environment: Environment) -> Pair:
    """The callable given for the function; of several, the one for the order of derivative."""
    parts = [run.grid(argument, environment) for argument in term.arguments]
    function = run.function(term.name, term.orders)
    value = np.asarray(function(*(part.value for part in parts)), dtype=np.float64)
    if not run.tracked:
        return Pair(value)
    scale: Any = np.abs(value)
    for place, part in enumerate(parts):
        if part.depth:
            slope = run.slope(term.name, term.orders, place)
            steep = slope(*(p.value for p in parts)) if slope else run.steepness
            scale = scale + np.abs(steep) * scale_of(part)
    return Pair(value, scale, max(part.depth for part in parts) + CALL_DEPTH)


def _rounded(run: Evaluation, term: Floor | Ceiling, environment: Environment) -> Pair:
    value = run.grid(term.argument, environment).value
    return Pair(np.floor(value) if isinstance(term, Floor) else np.ceil(value))


def _mod(run: Evaluation, term: Mod, environment: Environment) -> Pair:
    value, modulus = run.grid(term.argument, environment), run.grid(term.modulus, environment)
    quotient = np.floor(value.value / modulus.value)
    found = value.value - modulus.value * quotient
    return Pair(found, scale_of(value) + np.abs(modulus.value), value.depth + 2)


def _iverson(run: Evaluation, term: Iverson, environment: Environment) -> Pair:
    return Pair(truth(run, term.condition, environment).astype(np.float64))


def _cases(run: Evaluation, term: Cases, environment: Environment) -> Pair:
    """The first case that holds; NaN where none does."""
    found = Pair(np.asarray(np.nan))
    rows = list(zip(term.values, term.conditions, strict=True))
    for value, condition in reversed(rows):
        holds = truth(run, condition, environment)
        found = either(holds, run.grid(value, environment), found)
    return found


def _bounds(run: Evaluation, term: Reduce, environment: Environment) -> tuple[Any, Any]:
    found = []
    for bound in (term.lower, term.upper):
        if not is_exact(bound):
            raise IllFormed(f"the bound of a {term.operation} is no integer: {size_text(bound)}")
        value, is_whole = run.integers(bound, environment)
        if not bool(np.all(is_whole)):
            raise Undefined(f"the bound of a {term.operation} is no integer: {size_text(bound)}")
        found.append(value)
    return found[0], found[1]


START = {"sum": 0.0, "product": 1.0, "max": -np.inf, "min": np.inf}
STEPS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "sum": (lambda values, axis: folded(values, [axis]), np.add),
    "product": (np.prod, np.multiply),
    "max": (np.max, np.maximum),
    "min": (np.min, np.minimum),
}


def _reduce(run: Evaluation, term: Reduce, environment: Environment) -> Pair:
    """One more axis, in chunks that fit into memory, reduced and taken away again."""
    if term.operation == "sum" and run.solves:
        found = run.total(term, environment)
        if found is not None:
            return found
    low, high = _bounds(run, term, environment)
    level, neutral = len(environment), START[term.operation]
    if not (low.size and high.size):
        return Pair(np.full(np.broadcast_shapes(low.shape, high.shape), np.nan))
    used = [environment[level - 1 - index] for index in loose(term)]
    outer = int(np.prod(np.broadcast_shapes(*(axis.shape for axis in used)), dtype=np.int64))
    width = max(LARGEST_GRID // max(outer, 1), 1)
    first, last = int(np.min(low)), int(np.max(high))
    parts: list[Pair] = [pair(neutral)]
    for start in range(first, last + 1, width):
        axis = axis_values(start, min(start + width - 1, last), level)
        run.in_time()
        values = run.grid(term.body, (*environment, axis))
        if low.size > 1 or high.size > 1:
            values = masked(values, (low <= axis) & (axis <= high), neutral)
        parts.append(_over_axis(run, term.operation, values, axis.shape))
    whole = _joined(run, term.operation, parts)
    if term.operation in ("max", "min"):
        return masked(whole, low <= high, np.nan)
    return whole


def _over_axis(run: Evaluation, operation: str, found: Pair, shape: tuple[int, ...]) -> Pair:
    """The reduction over the first axis of an array, which has that many axes at least."""
    over = STEPS[operation][0]
    full = np.broadcast_shapes(found.value.shape, shape)
    count = full[0]
    value = over(np.broadcast_to(found.value, full), axis=0)
    if not run.tracked:
        return Pair(value)
    scales = np.broadcast_to(scale_of(found), full)
    if operation in ("max", "min"):
        finite = np.where(np.isinf(scales), 0, scales)
        return Pair(value, np.max(finite, axis=0), found.depth)
    if operation == "product":
        return Pair(value, np.prod(scales, axis=0), found.depth * count + count)
    return Pair(value, folded(scales, [0]), found.depth + fold_depth([count]))


def _joined(run: Evaluation, operation: str, parts: list[Pair]) -> Pair:
    """The results of all chunks in one."""
    if operation == "sum":
        return added(parts, run.tracked)
    if operation == "product":
        return multiplied(parts)
    total = parts[0].value
    for part in parts[1:]:
        total = STEPS[operation][1](total, part.value)
    return chosen(parts[1:] or parts, total)


def _partial(run: Evaluation, term: Partial, environment: Environment) -> Pair:
    """Of an entry of an expression, looked up among all its derivatives where they fit."""
    body, variable = term.body, term.variable
    if run.has_slopes(term):
        assert isinstance(body, Entry)
        if not isinstance(variable, Entry):
            return run.look_up(run.slopes(body.tensor, variable), body.indices, environment)
        slopes = run.slopes(body.tensor, variable.tensor)
        return run.look_up(slopes, body.indices + variable.indices, environment)
    return run.grid(resolved(term), environment)


def _entry(run: Evaluation, term: Entry, environment: Environment) -> Pair:
    return run.entry(term.tensor, term.indices, environment)


def _apply(run: Evaluation, term: Apply, environment: Environment) -> Pair:
    """A scalar operation; without bound variables it is computed once."""
    if shape_of(term) or not dangling(term):
        return run.array(term)
    found = run.grid(entry_of(term, ()), environment)
    return run.guarded(term, (), environment, found)


HANDLERS: dict[type[Term], Callable[[Evaluation, Any, Environment], Pair]] = {
    TensorSymbol: _tensor,
    Array: _tensor,
    Symbol: _symbol,
    Add: _add,
    Mul: _mul,
    Pow: _pow,
    Function: _function,
    Unknown: _unknown,
    Functional: functional,
    Floor: _rounded,
    Ceiling: _rounded,
    Mod: _mod,
    Iverson: _iverson,
    Cases: _cases,
    Reduce: _reduce,
    Partial: _partial,
    Entry: _entry,
    Apply: _apply,
}
