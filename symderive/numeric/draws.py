"""Values for the free variables of a statement: generic numbers inside their domains."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import factorial, inf, pi
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.language.binding import free_symbols, instantiate, subterms
from symderive.language.terms import (
    And,
    Bound,
    Compare,
    Functional,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
)
from symderive.numeric.convex import NormalConvex, normal_convex
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.lazy import REACH, Lazy

Floats = NDArray[np.float64]
Mould = Callable[[Floats], Floats]

# How near values come to a bound of their domain.
MARGIN = 0.05


def _squeezed(x: Floats) -> Floats:
    """Numbers between 0 and 1, not too near to either."""
    return np.asarray(MARGIN + (1 - 2 * MARGIN) / (1 + np.exp(-1.5 * x)))


def _symmetric(x: Floats) -> Floats:
    square = x.ndim >= SQUARE and x.shape[-1] == x.shape[-2]
    return np.asarray(x + np.swapaxes(x, -1, -2)) / 2 if square else x


def _orthonormal(x: Floats) -> Floats:
    """Orthonormal columns, or rows where there are more columns."""
    if x.ndim != SQUARE:
        return np.asarray(x / np.sqrt(np.sum(np.square(x))))
    tall = x if x.shape[0] >= x.shape[1] else x.T
    factor = np.linalg.qr(tall).Q
    return np.asarray(factor if x.shape[0] >= x.shape[1] else factor.T)


SQUARE = 2
# What is tried where the hypotheses do not hold for any numbers: positive ones, and so on.
MOULDS: tuple[Mould, ...] = (
    lambda x: x,
    lambda x: np.abs(x) + MARGIN,
    _squeezed,
    lambda x: -np.abs(x) - MARGIN,
    np.sort,
    lambda x: np.sort(x)[..., ::-1],
    lambda x: np.sort(np.abs(x) + MARGIN),
    lambda x: _squeezed(x) / np.sum(_squeezed(x)),
    lambda x: 1 + np.abs(x),
    lambda x: MARGIN * x,
    lambda x: np.ceil(np.abs(x)) + 1,
    _symmetric,
    _orthonormal,
)


def generator(seed: int, name: str) -> np.random.Generator:
    """Random numbers of their own for every name."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


class Draw:
    """Values for the free variables of terms at given sizes."""

    def __init__(self, terms: Sequence[Term], sizes: Mapping[Term, int], seed: int) -> None:
        """``terms``: the claim and what is given."""
        symbols = frozenset().union(*(free_symbols(term) for term in terms))
        self.sizes = dict(sizes)
        self.seed = seed
        self.again = 0
        self.variables = sorted(
            (s for s in symbols if isinstance(s, TensorSymbol) or not s.is_integer),
            key=lambda s: s.name,
        )
        self.functions: dict[str, Any] = {}
        for term in terms:
            self._find_functions(term)
        self.functions |= {name: NormalConvex(name) for name in normal_convex(terms)}

    def _find_functions(self, term: Term) -> None:
        for part in subterms(term):
            if isinstance(part, Unknown):
                self.functions[part.name] = Smooth(part.name, part.properties, self.seed)
            elif isinstance(part, Functional):
                self.functions[part.name] = SmoothFunctional(part.name, self.seed)

    def values(self, moulds: Mapping[Term, Mould], again: int = 0) -> dict[Any, Any]:
        """Sizes, data and functions; ``moulds`` shape the data of some variables.

        ``again`` counts the times that values are drawn.
        """
        self.again = again
        found: dict[Any, Any] = {**self.sizes, **self.functions}
        for name, function in self.functions.items():
            if isinstance(function, NormalConvex):
                found[name] = function.drawn(again)
        for variable in self.variables:
            mould = moulds.get(variable, MOULDS[0])
            found[variable] = self._drawn(variable, mould, found)
        return found

    def _random(self, name: str) -> np.random.Generator:
        return generator(self.seed, f"{name} {self.again}" if self.again else name)

    def _drawn(self, variable: Term, mould: Mould, known: Mapping[Any, Any]) -> Any:
        assert isinstance(variable, (Symbol, TensorSymbol))
        inside = self._domain(variable, known)
        if isinstance(variable, TensorSymbol) and variable.shape is None:
            seed = int(self._random(variable.name).integers(2**62))
            return Lazy(seed, lambda x: inside(mould(x)))
        shape: tuple[int, ...] = ()
        if isinstance(variable, TensorSymbol):
            shape = Evaluation(self.sizes).shape(variable)
        found = np.asarray(self._random(variable.name).standard_normal(shape))
        found = inside(np.asarray(mould(found)) if shape else np.reshape(mould(found[None]), ()))
        if "simplex" in getattr(variable.domain, "properties", ()):
            found = found / np.sum(found)
        return found

    def _domain(self, variable: Symbol | TensorSymbol, known: Mapping[Any, Any]) -> Mould:
        """What brings a number into the domain."""
        low, high = -inf, inf
        run = Evaluation({k: v for k, v in known.items() if k is not variable})
        for relation, bound in bounds_of(variable):
            value = float(run.grid(bound, ()).value)
            if relation in (">", ">="):
                low = max(low, value)
            if relation in ("<", "<="):
                high = min(high, value)
        if low > -inf and high < inf:
            return lambda x: low + (high - low) * _squeezed(x)
        if low > -inf:
            return lambda x: np.where(x > low + MARGIN, x, low + MARGIN + np.abs(x - low - MARGIN))
        if high < inf:
            return lambda x: np.where(
                x < high - MARGIN, x, high - MARGIN - np.abs(high - MARGIN - x)
            )
        return MOULDS[0]

    def attempts(self, given: Sequence[Term], again: int = 0) -> Iterator[dict[Term, Mould]]:
        """Ways to shape the variables of hypotheses, one after the other.

        Where values are drawn ``again``, the first is tried first as ever, and then another one.
        """
        used = frozenset().union(*(free_symbols(term) for term in given)) if given else frozenset()
        subject = [variable for variable in self.variables if variable in used]
        yield {}
        if not subject:
            return
        ways: list[dict[Term, Mould]] = [dict.fromkeys(subject, mould) for mould in MOULDS[1:]]
        for variable in subject if len(subject) > 1 else ():
            ways += [{variable: mould} for mould in MOULDS[1:]]
        choice = generator(self.seed, "attempts")
        for _ in range(2 * factorial(min(len(subject), 4))):
            picks = choice.integers(len(MOULDS), size=len(subject))
            ways.append({v: MOULDS[int(pick)] for v, pick in zip(subject, picks, strict=True)})
        first = again % len(ways)
        yield from ways[first:]
        yield from ways[:first]


def bounds_of(variable: Symbol | TensorSymbol) -> Iterator[tuple[str, Term]]:
    """The relations of a variable's values to terms that its domain states."""
    turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
    for condition in getattr(variable.domain, "conditions", ()):
        parts = condition.conditions if isinstance(condition, And) else (condition,)
        for part in parts:
            if not isinstance(part, Compare):
                continue
            if part.left == Bound(0):
                yield part.relation, instantiate(part.right, (Bound(0),))
            elif part.right == Bound(0):
                yield turned[part.relation], instantiate(part.left, (Bound(0),))


class Smooth:
    """A smooth function of some real numbers with all its derivatives: a sum of a few waves."""

    waves = 3

    def __init__(self, name: str, properties: Sequence[str], seed: int) -> None:
        self.seed, self.name, self.properties = seed, name, tuple(properties)

    def derivative(self, orders: Sequence[int]) -> Callable[..., Floats]:
        """The derivative of these orders by the arguments."""
        random = generator(self.seed, f"function {self.name}")
        count = len(orders)
        slopes = random.uniform(0.4, 1.6, size=(self.waves, count))
        phases = random.uniform(0, 2 * pi, size=(self.waves, count))
        heights = random.uniform(0.5, 1.5, size=self.waves)
        if self.properties and count == 1:
            return lambda x: self._with_properties(orders[0], x, slopes[0, 0], phases[0, 0])

        def function(*arguments: Floats) -> Floats:
            total: Any = 0.0
            for wave in range(self.waves):
                part: Any = heights[wave]
                for place, order in enumerate(orders):
                    turn = phases[wave, place] + order * pi / 2
                    slope = slopes[wave, place]
                    part = part * slope**order * np.sin(slope * arguments[place] + turn)
                total = total + part
            return np.asarray(total)

        return function

    def _with_properties(self, order: int, x: Floats, slope: float, phase: float) -> Floats:
        """A monotonic or convex function: a wave on a line, or on a parabola and a line."""
        wave = np.sin(slope * x + phase + order * pi / 2) * slope**order / 4
        curved = {"convex": 1.0, "concave": -1.0}
        bend = sum(curved.get(each, 0.0) for each in self.properties)
        falls = {"decreasing", "nonincreasing"} & set(self.properties)
        rises = {"increasing", "nondecreasing"} & set(self.properties)
        if bend and (falls or rises):
            sign = bend if rises else -bend
            return np.asarray(bend * np.exp(sign * x) * sign**order)
        if bend:
            parabola = {0: x * x, 1: 2 * x, 2: 2 + 0 * x}.get(order, 0 * x)
            return np.asarray(bend * parabola + wave)
        line = {0: x, 1: 1 + 0 * x}.get(order, 0 * x)
        return np.asarray((-line if falls else line) + wave)


class SmoothFunctional:
    """A smooth function of all entries of a tensor with all its partial derivatives.

    L(a) = sum_j sin(b_j a_j + t_j) + sin(sum_j c_j a_j + t): its mixed derivatives are not 0.
    """

    def __init__(self, name: str, seed: int) -> None:
        random = generator(seed, f"functional {name}")
        self.slope, self.phase, self.mixed = (
            Lazy(int(random.integers(2**62)), mould)
            for mould in (lambda x: 1 + x / 4, lambda x: x, lambda x: x)
        )
        self.turn = float(random.uniform(0, pi))

    def _weights(self, places: Any, count: int) -> Floats:
        return np.asarray(self.mixed.at([places]) / max(count, 1) ** 0.5)

    def at(self, array: Floats, rows: Sequence[Any]) -> Floats:
        """The derivative by the entries at these places, counted from 0 in row-major order."""
        order = len(rows)
        flat = array.reshape(-1)
        along = np.sum(self._weights(np.arange(array.size), array.size) * flat)
        mixed: Any = np.sin(along + self.turn + order * pi / 2)
        for row in rows:
            mixed = mixed * self._weights(row, array.size)
        if not rows:
            places = np.arange(array.size)
            return np.asarray(mixed + np.sum(self._wave(flat, places, 0)))
        same: Any = True
        for row in rows[1:]:
            same = same & (row == rows[0])
        return np.asarray(mixed + np.where(same, self._wave(flat[rows[0]], rows[0], order), 0.0))

    def reach(self, scales: Floats, order: int) -> float:
        """How far errors of the entries move a derivative of that order, slopes left out."""
        if not order:
            return float(np.sum(scales)) + scales.size
        # Each derivative by an entry multiplies the mixed part by one of the small weights.
        small = (REACH**2 / max(scales.size, 1)) ** ((order + 1) / 2)
        return float(np.max(scales, initial=0.0) + small * np.sum(scales))

    def _wave(self, values: Floats, places: Any, order: int) -> Floats:
        slope, phase = self.slope.at([places]), self.phase.at([places])
        return np.asarray(slope**order * np.sin(slope * values + phase + order * pi / 2))
