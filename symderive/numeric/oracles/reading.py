"""Terms read as PyTorch, so that autograd can differentiate them.

Operators with an oracle are those of PyTorch. Everything else is its index formula on grids, as in
:mod:`symderive.numeric.evaluation`: a bound variable is an array of integers along an axis of its
own, counted from the end. Integers are computed exactly, outside of PyTorch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf, nan, prod
from typing import Any

import numpy as np

from symderive.errors import Undefined
from symderive.language.binding import dangling
from symderive.language.definitions import elementwise_parts, entry_of, requirements, shape_of
from symderive.language.naming import NAME
from symderive.language.terms import (
    Add,
    And,
    Apply,
    Bound,
    Cases,
    Compare,
    Entry,
    Function,
    Functional,
    Iverson,
    Mul,
    Not,
    Or,
    Pow,
    Reduce,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
)
from symderive.numeric.elementary import CONSTANTS
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.exact import Environment, axis_values, is_exact
from symderive.numeric.grids import RELATIONS, truth
from symderive.numeric.oracles.functions import elementary
from symderive.numeric.oracles.given import entry_by_entry, of_all_entries
from symderive.numeric.oracles.operators import Oracle
from symderive.numeric.oracles.pytorch import NoOracle
from symderive.numeric.oracles.table import ORACLES, product_with_band

# The number of float64 that a step of a formula may hold: PyTorch keeps all of them for autograd.
LARGEST_STEP = 1 << 22


class Reading:
    """Terms at given sizes and values, the values being tensors of PyTorch."""

    def __init__(self, torch: Any, run: Evaluation, values: Mapping[Term, Any]) -> None:
        """``run`` knows the sizes; its own data are not used."""
        self.torch, self.run, self.values = torch, run, dict(values)
        self.known: dict[Term, Any] = {}

    def at(self, variable: Term, value: Any) -> Reading:
        """The same with another value for one variable."""
        return Reading(self.torch, self.run, {**self.values, variable: value})

    def whole(self, term: Term) -> Any:
        """The value of a term without loose bound variables: a tensor or a scalar."""
        found = self.known.get(term)
        if found is None:
            found = self.known[term] = self._whole(term)
        return found

    def _whole(self, term: Term) -> Any:
        if isinstance(term, (TensorSymbol, Symbol)) and not is_exact(term):
            if term not in self.values:
                raise NoOracle(f"{term.name} has no value for PyTorch")
            return self.values[term]
        if not shape_of(term) and not isinstance(term, Apply):
            return self.grid(term, ())
        for condition in requirements(term):
            if not bool(np.all(truth(self.run, condition, ()))):
                raise Undefined("the sizes do not fit together")
        if isinstance(term, Apply):
            return self._applied(term)
        if elementwise_parts(term):
            return self.torch.broadcast_to(self.grid(term, ()), self.run.shape(term))
        return self._table(term)

    def _applied(self, term: Apply) -> Any:
        if term.name == NAME:
            return self.whole(term.arguments[0])
        oracle, arguments = product_with_band(term) or (ORACLES.get(term.name), term.arguments)
        if oracle is not None:
            inputs = self.inputs(arguments, oracle)
            if not oracle.refusal(inputs, term.parameters):
                found = oracle.function(self.torch, inputs, term.parameters)
                return fitted(found, self.run.shape(term))
        return self._table(term)

    def inputs(self, arguments: tuple[Term, ...], oracle: Oracle) -> list[Any]:
        """The arguments of an operator: tensors, and sizes as integers."""
        count = len(arguments) if oracle.tensors is None else oracle.tensors
        tensors = [self.whole(argument) for argument in arguments[:count]]
        return tensors + [self.run.whole(size, "a size") for size in arguments[count:]]

    def _table(self, term: Term) -> Any:
        """All entries of a tensor, by its formula."""
        shape = self.run.shape(term)
        self._refuse_large(shape)
        rank = len(shape)
        indices = tuple(Bound(rank - 1 - axis) for axis in range(rank))
        axes = tuple(axis_values(1, size, level) for level, size in enumerate(shape))
        found = self.torch.broadcast_to(self.grid(entry_of(term, indices), axes), shape[::-1])
        return found.permute(tuple(reversed(range(rank))))

    def _refuse_large(self, shape: tuple[int, ...]) -> None:
        if prod(shape) > LARGEST_STEP:
            raise NoOracle("written out for autograd it is too large at these sizes")

    def grid(self, term: Term, environment: Environment) -> Any:
        """The values of a scalar term on a grid; on the empty grid, all entries of a tensor."""
        if is_exact(term):
            return self.constant(self.run.rationals(term, environment))
        if not environment and isinstance(term, (Apply, TensorSymbol, Symbol)):
            return self.whole(term)
        handler = HANDLERS.get(type(term))
        if handler is None:
            raise NoOracle(f"{type(term).__name__} is not read for PyTorch")
        return handler(self, term, environment)

    def constant(self, value: Any) -> Any:
        """Numbers of NumPy as a tensor."""
        return self.torch.as_tensor(np.array(value, dtype=np.float64))

    def truth(self, term: Term, environment: Environment) -> Any:
        """Where on the grid a condition holds, as a tensor of booleans."""
        if isinstance(term, Not):
            return ~self.truth(term.condition, environment)
        if isinstance(term, (And, Or)):
            found = self.truth(term.conditions[0], environment)
            for condition in term.conditions[1:]:
                other = self.truth(condition, environment)
                found = found & other if isinstance(term, And) else found | other
            return found
        exact = isinstance(term, Compare) and not (is_exact(term.left) and is_exact(term.right))
        if isinstance(term, Compare) and exact:
            left, right = (self.grid(side, environment) for side in (term.left, term.right))
            return RELATIONS[term.relation](left.detach(), right.detach())
        return self.torch.as_tensor(np.array(truth(self.run, term, environment)))


def fitted(found: Any, shape: tuple[int, ...]) -> Any:
    """A tensor in the shape that is meant, where they differ in axes of length 1 only.

    A row times a vector is a scalar of ours, and a vector with one entry in PyTorch.
    """
    long = [[size for size in sizes if size != 1] for sizes in (tuple(found.shape), shape)]
    return found.reshape(shape) if long[0] == long[1] else found


def _variable(read: Reading, term: Term, environment: Environment) -> Any:
    return read.whole(term)


def _add(read: Reading, term: Add, environment: Environment) -> Any:
    parts = [read.grid(part, environment) for part in term.terms]
    return sum(parts[1:], parts[0])


def _mul(read: Reading, term: Mul, environment: Environment) -> Any:
    """The product; 0 where a bracket is false, whatever the other factors are.

    There they are 1, lest what is undefined in one reaches the derivative by another.
    """
    holds: Any = None
    for factor in term.factors:
        if isinstance(factor, Iverson):
            here = read.truth(factor.condition, environment)
            holds = here if holds is None else holds & here
    found = read.constant(1.0)
    for factor in term.factors:
        if not isinstance(factor, Iverson):
            value = read.grid(factor, environment)
            found = found * (value if holds is None else read.torch.where(holds, value, 1.0))
    return found if holds is None else read.torch.where(holds, found, 0.0)


def _pow(read: Reading, term: Pow, environment: Environment) -> Any:
    return read.grid(term.base, environment) ** read.grid(term.exponent, environment)


def _function(read: Reading, term: Function, environment: Environment) -> Any:
    if not term.arguments:
        return read.constant(CONSTANTS[term.name])
    values = [read.grid(argument, environment) for argument in term.arguments]
    return elementary(read.torch, term.name, values)


def _unknown(read: Reading, term: Unknown, environment: Environment) -> Any:
    arguments = [read.grid(argument, environment) for argument in term.arguments]
    return entry_by_entry(read.run.functions.get(term.name), term.orders, arguments)


def _functional(read: Reading, term: Functional, environment: Environment) -> Any:
    if term.rows or dangling(term.argument):
        raise NoOracle("a derivative of a function of a whole tensor")
    return of_all_entries(read.run.functions.get(term.name), read.whole(term.argument))


def _iverson(read: Reading, term: Iverson, environment: Environment) -> Any:
    return read.truth(term.condition, environment).to(read.torch.float64)


def _cases(read: Reading, term: Cases, environment: Environment) -> Any:
    found = read.constant(nan)
    for value, condition in reversed(list(zip(term.values, term.conditions, strict=True))):
        holds = read.truth(condition, environment)
        found = read.torch.where(holds, read.grid(value, environment), found)
    return found


NEUTRAL = {"sum": 0.0, "product": 1.0, "max": -inf, "min": inf}
OVER: dict[str, str] = {"sum": "sum", "product": "prod", "max": "amax", "min": "amin"}


def _reduce(read: Reading, term: Reduce, environment: Environment) -> Any:
    """One more axis in front, reduced."""
    low, _ = read.run.integers(term.lower, environment)
    high, _ = read.run.integers(term.upper, environment)
    first, last = int(np.min(low)), int(np.max(high))
    if last < first:
        if term.operation in ("max", "min"):
            raise Undefined("a maximum or minimum over nothing")
        return read.constant(NEUTRAL[term.operation])
    axis = axis_values(first, last, len(environment))
    shape = np.broadcast_shapes(*(each.shape for each in (*environment, axis)))
    read._refuse_large(shape)
    values = read.grid(term.body, (*environment, axis))
    values = read.torch.broadcast_to(values, np.broadcast_shapes(tuple(values.shape), axis.shape))
    if np.size(low) > 1 or np.size(high) > 1:
        inside = read.torch.as_tensor(np.array((low <= axis) & (axis <= high)))
        values = read.torch.where(inside, values, NEUTRAL[term.operation])
    return getattr(read.torch, OVER[term.operation])(values, dim=0)


def _entry(read: Reading, term: Entry, environment: Environment) -> Any:
    """Entries at the indices of a grid; NaN for an index out of range or no integer."""
    tensor = term.tensor
    if dangling(tensor):
        return read.grid(entry_of(tensor, term.indices), environment)
    entries = read.whole(tensor)
    places, inside = [], np.asarray(True)
    for index, size in zip(term.indices, entries.shape, strict=True):
        if not is_exact(index):
            raise NoOracle("an index is no integer arithmetic")
        place, is_whole = read.run.integers(index, environment)
        inside = inside & is_whole & (place >= 1) & (place <= size)
        places.append(read.torch.as_tensor(np.array(np.clip(place, 1, max(size, 1)) - 1)))
    if 0 in entries.shape:
        return read.constant(np.full(inside.shape, nan))
    found = entries[tuple(places)]
    return (
        found
        if np.all(inside)
        else read.torch.where(read.torch.as_tensor(np.array(inside)), found, nan)
    )


def _apply(read: Reading, term: Apply, environment: Environment) -> Any:
    return read.grid(entry_of(term, ()), environment) if dangling(term) else read.whole(term)


HANDLERS: dict[type[Term], Callable[[Reading, Any, Environment], Any]] = {
    TensorSymbol: _variable,
    Symbol: _variable,
    Add: _add,
    Mul: _mul,
    Pow: _pow,
    Function: _function,
    Unknown: _unknown,
    Functional: _functional,
    Iverson: _iverson,
    Cases: _cases,
    Reduce: _reduce,
    Entry: _entry,
    Apply: _apply,
}
