"""Compiled random formulas against the evaluator; a case that fails is shown as a program."""

import numpy as np
import pytest

from symderive import compile_numpy
from symderive.errors import Undefined
from tests.numeric.compiling.random_formulas import VARIABLES, Case, Maker
from tests.numeric.compiling.records import Values, as_floats, called, exact_values

BLOCK = 50
SIZES = ((1, 1), (2, 3), (3, 2), (4, 1), (1, 5))


def drawn(n: int, m: int) -> Values:
    """Halves, many of them equal."""
    random = np.random.default_rng(10 * n + m)
    shapes = {"x": (n,), "y": (m,), "A": (n, m)}
    arrays = {name: random.integers(-4, 5, shape) / 2 for name, shape in shapes.items()}
    return {"n": n, "m": m, "a": 1.5, **arrays}


def difference(case: Case) -> str | None:
    """What is wrong with the compiled case, None where nothing is."""
    expression = case.expression()
    try:
        compiled = compile_numpy(expression)
    except Exception as error:  # noqa: BLE001 - whatever it is, the case is to be shown
        return f"not compiled: {error!r}"
    for n, m in SIZES:
        values = drawn(n, m)
        try:
            exact = as_floats(exact_values(expression.term, values, VARIABLES))
        except Undefined:
            continue
        try:
            found = called(compiled, values)
        except Exception as error:  # noqa: BLE001 - the same
            return f"n = {n}, m = {m}: {error!r}\n{compiled.source}"
        if np.shape(found) != exact.shape:
            return f"n = {n}, m = {m}: {np.shape(found)}, not {exact.shape}\n{compiled.source}"
        if not np.allclose(found, exact, 1e-11, 1e-11):
            return f"n = {n}, m = {m}: {found}, not {exact}\n{compiled.source}"
    return None


@pytest.mark.parametrize("block", range(12))
def test_random_formulas(block: int) -> None:
    for seed in range(BLOCK * block, BLOCK * block + BLOCK):
        case = Maker(seed).case()
        assert difference(case) is None, told(seed, case)


def told(seed: int, case: Case) -> str:
    """A case that fails, and the smallest one like it."""
    least = case.shrunk(lambda less: difference(less) is not None)
    return f"seed {seed}\n{case}\nmade smaller:\n{least}\n{difference(least)}"


def test_random_formulas_say_something() -> None:
    values = drawn(3, 2)
    different = 0
    for seed in range(100):
        term = Maker(seed).case().expression().term
        different += bool(np.any(as_floats(exact_values(term, values, VARIABLES))))
    assert different > 30


def test_shrinking_keeps_what_fails() -> None:
    case = next(c for c in (Maker(seed).case() for seed in range(99)) if "product" in str(c))
    least = case.shrunk(lambda less: "product" in str(less))
    assert "product" in str(least)
    assert least.body.weight < 4
