"""Compiled operators against the evaluator, and against versions by hand."""

import ast
import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from symderive import compile_numpy
from tests.numeric.compiling.operators import all_operators
from tests.numeric.compiling.records import Operator, as_floats, called

OPERATORS = all_operators()
BY_NAME = {operator.name: operator for operator in OPERATORS}
ACCURACY = 1e-11
ROOT = Path(__file__).resolve().parents[3]
SOURCES = """
import hashlib, json
from symderive import compile_numpy
from tests.numeric.compiling.operators import all_operators
sources = {o.name: compile_numpy(o.expression()).source for o in all_operators()[BLOCK::BLOCKS]}
print(json.dumps({k: hashlib.sha256(v.encode()).hexdigest() for k, v in sources.items()}))
"""
BLOCKS = 3

each_operator = pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.name)


@each_operator
def test_values_are_those_of_the_evaluator(operator: Operator) -> None:
    compiled = compile_numpy(operator.expression())
    for seed, sizes in enumerate(operator.sizes(operator.small)):
        values = operator.draw(sizes, seed)
        kept = {name: np.copy(v) for name, v in values.items() if isinstance(v, np.ndarray)}
        found = called(compiled, values)
        exact = as_floats(operator.exactly(values))
        assert np.shape(found) == exact.shape, sizes
        assert isinstance(found, np.ndarray if exact.ndim else float)
        np.testing.assert_allclose(found, exact, ACCURACY, ACCURACY, err_msg=str(sizes))
        for name, array in kept.items():
            np.testing.assert_array_equal(values[name], array, "an argument is changed")


@each_operator
def test_values_are_those_by_hand(operator: Operator) -> None:
    compiled = compile_numpy(operator.expression())
    values = operator.draw(operator.medium(), 1, large=True)
    found, wanted = called(compiled, values), np.asarray(operator.hand(values))
    assert np.shape(found) == wanted.shape
    spread = float(np.max(np.abs(wanted), initial=0.0))
    np.testing.assert_allclose(found, wanted, 1e-9, 1e-10 * max(spread, 1e-3))


@each_operator
def test_the_source_stands_alone(operator: Operator) -> None:
    compiled = compile_numpy(operator.expression(), name="operator")
    tree = ast.parse(compiled.source)
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= {"numpy", "scipy", "__future__", "math"}
    namespace: dict[str, object] = {}
    exec(compile(tree, "operator.py", "exec"), namespace)
    alone = namespace["operator"]
    assert inspect.isfunction(alone)
    values = operator.draw(operator.sizes(operator.small)[-1], 3)
    np.testing.assert_array_equal(called(alone, values), called(compiled, values))


@pytest.mark.slow
@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_source_is_the_same_in_every_process(block: int) -> None:
    program = SOURCES.replace("BLOCKS", str(BLOCKS)).replace("BLOCK", str(block))
    found = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        found.append(json.loads(run.stdout))
    different = [name for name in found[0] if found[0][name] != found[1][name]]
    assert not different


@pytest.mark.parametrize("name", ["prefix sums", "pixel shuffle", "a grouped correlation"])
def test_compiling_twice_gives_the_same(name: str) -> None:
    operator = next(o for o in OPERATORS if o.name.startswith(name))
    sources = {compile_numpy(operator.expression()).source for _ in range(3)}
    assert len(sources) == 1


def test_parameters_stand_in_the_order_that_is_given() -> None:
    operator = BY_NAME["a correlation with dilation 2"]
    x, w = operator.variables
    compiled = compile_numpy(operator.expression(), w, x)
    assert list(inspect.signature(compiled).parameters) == ["w", "x"]
    values = operator.draw({"n": 6, "k": 2}, 0)
    np.testing.assert_allclose(compiled(values["w"], values["x"]), operator.hand(values))


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("a correlation with dilation 2", {"w": (2, 2)}),
        ("a transposed convolution with stride 2", {"x": (3, 1)}),
        ("a block diagonal matrix times a vector", {"v": (7,)}),
        ("counts in bins", {"e": (0,)}),
        ("the diagonal of a product", {"R": (2, 3)}),
        ("a product with a diagonal between", {"x": (1,)}),
        ("forward differences", {"x": ()}),
    ],
)
def test_arrays_that_do_not_fit_are_refused(name: str, changed: dict[str, tuple[int, ...]]) -> None:
    operator = BY_NAME[name]
    compiled = compile_numpy(operator.expression())
    values = operator.draw(operator.sizes(operator.small)[-1], 0)
    called(compiled, values)
    values |= {key: np.zeros(shape) for key, shape in changed.items()}
    with pytest.raises(ValueError, match=r"\w"):
        called(compiled, values)
