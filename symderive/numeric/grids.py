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
from symderive.numeric.derivatives import resolved
from symderive.numeric.exact import Environment, axis_values, is_exact, rational, whole

if TYPE_CHECKING:
    from symderive.numeric.compile import Evaluation

# The number of float64 that one step of a sum may hold at once: 32 MB.
LARGEST_GRID = 1 << 22

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

RELATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
}


def _log(x: Floats) -> Floats:
    return np.where(x > 0, np.log(x), np.nan)


def _sigmoid(x: Floats) -> Floats:
    """1/(1 + exp(-x)) without overflow: exp of -|x| only."""
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


FUNCTIONS: dict[str, Callable[..., Floats]] = {
    "exp": np.exp,
    "log": _log,
    "tanh": np.tanh,
    "sigmoid": _sigmoid,
    "Abs": np.abs,
    "sign": np.sign,
    "Max": np.maximum,
    "Min": np.minimum,
}


def values_of(run: Evaluation, term: Term, environment: Environment) -> Floats:
    """The values of a term on the grid."""
    if is_exact(term):
        value = rational(term, environment, run.sizes)
        return np.where(value.bottom == 0, np.nan, value.top / value.bottom)
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
        relation = RELATIONS[term.relation]
        if is_exact(term.left) and is_exact(term.right):
            left, right = (rational(s, environment, run.sizes) for s in (term.left, term.right))
            holds = relation(left.top * right.bottom, right.top * left.bottom)
            return np.asarray(holds & (left.bottom != 0) & (right.bottom != 0))
        return np.asarray(
            relation(run.grid(term.left, environment), run.grid(term.right, environment))
        )
    if isinstance(term, Forall):
        body = Iverson(term.body)
        return np.asarray(
            _reduce(run, Reduce("product", term.lower, term.upper, body), environment) == 1
        )
    raise IllFormed(f"{type(term).__name__} is no condition")


def _tensor(run: Evaluation, term: Term, environment: Environment) -> Floats:
    return run.array(term)


def _symbol(run: Evaluation, term: Symbol, environment: Environment) -> Floats:
    return run.variable(term)


def _checked(run: Evaluation, term: Term, environment: Environment) -> None:
    """Elementwise work on whole tensors: their sizes must agree."""
    if not environment and any(shape_of(part) for part in elementwise_parts(term)):
        run.check(term)


def _add(run: Evaluation, term: Add, environment: Environment) -> Floats:
    _checked(run, term, environment)
    total: Floats = run.grid(term.terms[0], environment)
    for part in term.terms[1:]:
        total = total + run.grid(part, environment)
    return total


def _mul(run: Evaluation, term: Mul, environment: Environment) -> Floats:
    """The product; 0 where a bracket is false, whatever the other factors are."""
    _checked(run, term, environment)
    total: Any = np.float64(1)
    holds: Any = True
    for factor in term.factors:
        if isinstance(factor, Iverson):
            holds = holds & truth(run, factor.condition, environment)
        else:
            total = total * run.grid(factor, environment)
    return total if holds is True else np.where(holds, total, 0.0)


def _pow(run: Evaluation, term: Pow, environment: Environment) -> Floats:
    _checked(run, term, environment)
    base, exponent = run.grid(term.base, environment), run.grid(term.exponent, environment)
    return np.where((base == 0) & (exponent < 0), np.nan, np.power(base, exponent))


def _function(run: Evaluation, term: Function, environment: Environment) -> Floats:
    _checked(run, term, environment)
    values = [run.grid(argument, environment) for argument in term.arguments]
    function = FUNCTIONS[term.name]
    if len(values) == 1:
        return np.asarray(function(values[0]))
    total = values[0]
    for value in values[1:]:
        total = function(total, value)
    return total


def _unknown(run: Evaluation, term: Unknown, environment: Environment) -> Floats:
    """The callable given for the function; of several, the one for the order of derivative."""
    given = run.functions.get(term.name)
    order = sum(term.orders)
    if given is None or len(given) <= order or (order and len(term.orders) > 1):
        raise IllFormed(
            f"the derivative of order {order} of {term.name} is missing: give "
            f"{{{term.name}: (function, first derivative, ..)}}"
        )
    values = [run.grid(argument, environment) for argument in term.arguments]
    return np.asarray(given[order](*values), dtype=np.float64)


def _rounded(run: Evaluation, term: Floor | Ceiling, environment: Environment) -> Floats:
    value = run.grid(term.argument, environment)
    return np.floor(value) if isinstance(term, Floor) else np.ceil(value)


def _mod(run: Evaluation, term: Mod, environment: Environment) -> Floats:
    value, modulus = run.grid(term.argument, environment), run.grid(term.modulus, environment)
    return value - modulus * np.floor(value / modulus)


def _iverson(run: Evaluation, term: Iverson, environment: Environment) -> Floats:
    return truth(run, term.condition, environment).astype(np.float64)


def _cases(run: Evaluation, term: Cases, environment: Environment) -> Floats:
    """The first case that holds; NaN where none does."""
    found: Floats = np.asarray(np.nan)
    rows = list(zip(term.values, term.conditions, strict=True))
    for value, condition in reversed(rows):
        holds = truth(run, condition, environment)
        found = np.where(holds, run.grid(value, environment), found)
    return found


def _bounds(run: Evaluation, term: Reduce, environment: Environment) -> tuple[Any, Any]:
    found = []
    for bound in (term.lower, term.upper):
        if not is_exact(bound):
            raise IllFormed(f"the bound of a {term.operation} is no integer: {size_text(bound)}")
        value, is_whole = whole(rational(bound, environment, run.sizes))
        if not bool(np.all(is_whole)):
            raise Undefined(f"the bound of a {term.operation} is no integer: {size_text(bound)}")
        found.append(value)
    return found[0], found[1]


START = {"sum": 0.0, "product": 1.0, "max": -np.inf, "min": np.inf}
STEPS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "sum": (np.sum, np.add),
    "product": (np.prod, np.multiply),
    "max": (np.max, np.maximum),
    "min": (np.min, np.minimum),
}


def _reduce(run: Evaluation, term: Reduce, environment: Environment) -> Floats:
    """One more axis, in chunks that fit into memory, reduced and taken away again."""
    low, high = _bounds(run, term, environment)
    level, neutral = len(environment), START[term.operation]
    over, join = STEPS[term.operation]
    total: Any = np.asarray(neutral)
    if low.size and high.size:
        outer = int(np.prod([axis.size for axis in environment], dtype=np.int64))
        width = max(LARGEST_GRID // max(outer, 1), 1)
        first, last = int(np.min(low)), int(np.max(high))
        for start in range(first, last + 1, width):
            axis = axis_values(start, min(start + width - 1, last), level)
            values = run.grid(term.body, (*environment, axis))
            if low.size > 1 or high.size > 1:
                values = np.where((low <= axis) & (axis <= high), values, neutral)
            shape = np.broadcast_shapes(values.shape, axis.shape)
            total = join(total, over(np.broadcast_to(values, shape), axis=0))
    if term.operation in ("max", "min"):
        return np.where(low > high, np.nan, total)
    return np.asarray(total)


def _partial(run: Evaluation, term: Partial, environment: Environment) -> Floats:
    """Of an entry of an expression, looked up among all its derivatives where they fit."""
    body, variable = term.body, term.variable
    if (
        isinstance(body, Entry)
        and isinstance(variable, Entry)
        and not isinstance(body.tensor, TensorSymbol)
        and not dangling(body.tensor)
    ):
        slopes = run.slopes(body.tensor, variable.tensor)
        if slopes is not None:
            return run.look_up(slopes, body.indices + variable.indices, environment)
    return run.grid(resolved(term), environment)


def _entry(run: Evaluation, term: Entry, environment: Environment) -> Floats:
    return run.entry(term.tensor, term.indices, environment)


def _apply(run: Evaluation, term: Apply, environment: Environment) -> Floats:
    """A scalar operation; without bound variables it is computed once."""
    if shape_of(term):
        return run.array(term)
    if not dangling(term):
        return run.array(term)
    run.check(term, environment)
    return run.grid(entry_of(term, ()), environment)


HANDLERS: dict[type[Term], Callable[[Evaluation, Any, Environment], Floats]] = {
    TensorSymbol: _tensor,
    Array: _tensor,
    Symbol: _symbol,
    Add: _add,
    Mul: _mul,
    Pow: _pow,
    Function: _function,
    Unknown: _unknown,
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
