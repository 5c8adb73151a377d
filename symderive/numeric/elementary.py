"""Elementary functions of arrays of floats, without overflow; nan where there is no value."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from symderive.numeric.pairs import Floats


def _log(x: Floats) -> Floats:
    return np.where(x > 0, np.log(x), np.nan)


def _sigmoid(x: Floats) -> Floats:
    """1/(1 + exp(-x)) without overflow: exp of -|x| only."""
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


def _erf(x: Floats) -> Floats:
    from scipy import special

    return np.asarray(special.erf(x))


CONSTANTS = {"pi": np.pi}
FUNCTIONS: dict[str, Callable[..., Floats]] = {
    "exp": np.exp,
    "log": _log,
    "tanh": np.tanh,
    "erf": _erf,
    "sigmoid": _sigmoid,
    "Abs": np.abs,
    "sign": np.sign,
    "Max": np.maximum,
    "Min": np.minimum,
}
