"""What a workload is: one formula, and the ways in which its value can be had."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, IndexedBase, Integer, Symbol, lambdify

Array = NDArray[np.float64]
Sizes = tuple[int, ...]


@dataclass(frozen=True)
class Entries:
    """The result entry by entry in plain SymPy, as ``sympy.lambdify`` takes it.

    Indices run from 0 here, since the function that SymPy makes indexes NumPy's arrays with them.
    ``functions`` says what SymPy's printer should call where its own choice does not run.
    """

    entry: Expr
    arrays: tuple[IndexedBase, ...]
    sizes: tuple[Symbol, ...]
    indices: tuple[Symbol, ...] = ()
    shape: tuple[Expr, ...] = ()
    functions: Mapping[str, Callable[..., Any]] = field(default_factory=dict)

    def lengths(self, sizes: Sizes) -> Sizes:
        """The shape of the result as numbers."""
        values = dict(zip(self.sizes, map(Integer, sizes), strict=True))
        return tuple(int(length.xreplace(values).doit()) for length in self.shape)

    def function(self) -> Callable[..., Any]:
        """What ``lambdify`` makes of the entry: a function of the arrays, sizes, and indices."""
        parameters = (*self.arrays, *self.sizes, *self.indices)
        made: Callable[..., Any] = lambdify(parameters, self.entry, [dict(self.functions), "numpy"])
        return made

    def computed(self, made: Callable[..., Any], arrays: tuple[Array, ...], sizes: Sizes) -> Any:
        """The result with such a function, which is called once for each entry."""
        lengths = self.lengths(sizes)
        places = product(*map(range, lengths))
        entries = [made(*arrays, *sizes, *place) for place in places]
        return np.array(entries, dtype=float).reshape(lengths) if lengths else float(entries[0])


@dataclass(frozen=True)
class Workload:
    """A formula in our language beside what one would write without it.

    ``arguments`` are the tensors of the formula in the order of the arrays that ``arrays`` makes
    from a generator of random numbers and the sizes. The other ways take these arrays too:
    ``by_hand`` is NumPy as someone writes it who knows NumPy well, ``with_torch`` takes them as
    PyTorch's tensors, ``entries`` is for ``lambdify``. ``sizes`` grow, and the last are those
    that the tables state; at ``small`` even loops are fast, and at ``loop_sizes`` they take about
    a second.
    """

    name: str
    formula: Any
    arguments: tuple[Any, ...]
    by_hand: Callable[..., Any]
    entries: Entries
    with_torch: Callable[..., Any]
    arrays: Callable[..., tuple[Array, ...]]
    sizes: tuple[Sizes, Sizes, Sizes]
    small: Sizes
    loop_sizes: Sizes

    def sizes_text(self, sizes: Sizes) -> str:
        """The sizes as they are shown, such as ``n = 10^6, k = 64``."""
        names = self.entries.sizes
        return ", ".join(
            f"{name} = {number(size)}" for name, size in zip(names, sizes, strict=True)
        )


def number(value: int) -> str:
    """A number, a large power of ten as such."""
    digits = str(value)
    power = len(digits) - 1
    return f"10^{power}" if power >= 4 and value == 10**power else digits


def normal(random: np.random.Generator, *shape: int) -> Array:
    """An array of this shape from the standard normal distribution."""
    return random.standard_normal(shape)
