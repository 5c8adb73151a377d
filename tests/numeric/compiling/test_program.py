"""The function that comes out: its parameters, its checks, its source, what it leaves alone."""

import inspect
import random
import tracemalloc
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy

from symderive import (
    IllFormed,
    array,
    compile_numpy,
    delta,
    diff,
    exp,
    function,
    index,
    limit,
    log,
    logsumexp,
    matrix,
    oo,
    padded,
    real,
    sigmoid,
    size,
    softmax,
    tanh,
    total,
    vector,
)

n, m, k = size("n"), size("m"), size("k")
x, y, w = vector("x", n), vector("y", n), vector("w", k)
A = matrix("A", m, n)
b = real("b")
RANDOM = np.random.default_rng(7)


def parameters(compiled: Callable[..., Any]) -> list[str]:
    """The names of the parameters."""
    return list(inspect.signature(compiled).parameters)


def test_parameters_in_the_order_in_which_they_occur() -> None:
    assert parameters(compile_numpy(b * (A @ x) * w.sum())) == ["b", "A", "x", "w"]
    assert parameters(compile_numpy(A @ x)) == ["A", "x"]
    assert parameters(compile_numpy(x * b)) == ["x", "b"]


def test_an_order_of_ones_own() -> None:
    assert parameters(compile_numpy(b * (A @ x), x, b)) == ["x", "b", "A"]


def test_integers_and_functions_come_last() -> None:
    i = index("i", n)
    F = function("F")
    assert parameters(compile_numpy(F(x[i]) * k)) == ["x", "i", "k", "F"]
    assert parameters(compile_numpy(diff(F(b), b))) == ["b", "dF"]
    found = compile_numpy(array(n, lambda j: diff(F(x[j]), x[j])))
    np.testing.assert_array_equal(found([1.0, 2.0], np.cos), np.cos([1.0, 2.0]))


def test_a_variable_that_does_not_occur() -> None:
    with pytest.raises(IllFormed, match="does not occur"):
        compile_numpy(A @ x, w)


def test_what_has_no_array_code() -> None:
    with pytest.raises(IllFormed, match="no array code for limit"):
        compile_numpy(limit(lambda t: exp(-t), oo))


def test_sympy_expressions() -> None:
    s, t = sympy.symbols("s t", real=True)
    compiled = compile_numpy(s**2 + sympy.exp(t))
    assert parameters(compiled) == ["s", "t"]
    assert compiled(3.0, 0.0) == 10.0


def test_names_that_python_or_the_source_has() -> None:
    odd = vector("lambda", n)
    compiled = compile_numpy(vector("np", n) @ odd.T, name="f")
    assert parameters(compiled) == ["np_2", "lambda_"]
    np.testing.assert_array_equal(compiled([1.0, 2.0], [3.0, 4.0]), [[3, 4], [6, 8]])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((np.ones(3), np.ones(4)), "A has 1 axes, not 2"),
        ((np.ones((2, 3)), np.ones(4)), "axis 0 of x has 4 entries, not n = 3"),
        ((np.ones((2, 0)), np.ones(0)), "n >= 1 does not hold"),
    ],
)
def test_arrays_that_do_not_fit(arguments: tuple[Any, ...], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        compile_numpy(A @ x)(*arguments)


def test_sizes_from_lengths() -> None:
    X = matrix("X", 2 * m, 2 * n + 1)
    compiled = compile_numpy(array((m, n), lambda i, j: X[2 * i, 2 * j + 1]))
    data = RANDOM.standard_normal((6, 9))
    np.testing.assert_array_equal(compiled(data), data[1::2, 2::2])
    with pytest.raises(ValueError, match=r"axis 0 of X has 5 entries, not 2\*m = 4"):
        compiled(data[:5])


def test_an_index_that_may_leave_its_array_is_checked() -> None:
    compiled = compile_numpy(array(k, lambda i: x[i + 2]))
    np.testing.assert_array_equal(compiled(np.arange(5.0), 3), [2, 3, 4])
    with pytest.raises(ValueError, match=r"an index of x: 2 \+ k <= n does not hold"):
        compiled(np.arange(5.0), 4)
    with pytest.raises((IndexError, ValueError)):
        compile_numpy(array(k, lambda i: x[i * i]))(np.arange(5.0), 3)


def test_zeros_around_an_array_are_no_error() -> None:
    compiled = compile_numpy(array(n, lambda i: padded(x)[i + 1] - padded(x)[i - 1]))
    np.testing.assert_array_equal(compiled([1.0, 2.0, 4.0]), [2, 3, -2])
    np.testing.assert_array_equal(compiled([5.0]), [0])


def test_the_source_can_be_read_and_saved(tmp_path: Any) -> None:
    compiled = compile_numpy(softmax(x), name="normalised")
    assert compiled.source.startswith("import numpy as np\n")
    assert "def normalised(x):" in compiled.source
    assert inspect.getsource(compiled) in compiled.source
    file = tmp_path / "saved.py"
    file.write_text(compiled.source)
    namespace: dict[str, Any] = {}
    exec(file.read_text(), namespace)
    data = RANDOM.standard_normal(5)
    np.testing.assert_array_equal(namespace["normalised"](data), compiled(data))


def test_results_are_the_callers_own() -> None:
    data = np.arange(4.0)
    compiled = compile_numpy(array(n, lambda i: x[n + 1 - i]))
    found = compiled(data)
    found[0] = 100
    np.testing.assert_array_equal(data, [0, 1, 2, 3])
    whole = compile_numpy(x)(data)
    whole[0] = 100
    assert data[0] == 0


def test_what_overflows_when_written_naively() -> None:
    far = np.array([1000.0, 999.0, -1000.0])
    wanted = np.exp(far - 1000) / np.exp(far - 1000).sum()
    np.testing.assert_allclose(compile_numpy(exp(x) / exp(x).sum())(far), wanted, rtol=1e-15)
    assert compile_numpy(log(exp(x).sum()))(far) == pytest.approx(1000.3132616875182, rel=1e-15)
    assert compile_numpy(log(1 + exp(b)))(800.0) == 800.0
    assert compile_numpy(log(sigmoid(b)))(-800.0) == -800.0
    assert compile_numpy(1 - tanh(b) ** 2)(20.0) > 0


def peak(compiled: Callable[..., Any], *arguments: Any) -> int:
    """The most bytes that a call allocates."""
    compiled(*arguments)
    tracemalloc.start()
    try:
        compiled(*arguments)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


COUNT = 200_000
VECTOR_BYTES = 8 * COUNT


@pytest.mark.parametrize(
    "expression",
    [
        array(
            n, lambda i: total(lambda j: softmax(x)[i] * (delta(i, j) - softmax(x)[j]) * y[j], n)
        ),
        array(n, lambda i: total(lambda j: (delta(i, j) - delta(i, j + 1)) * y[j] * x[i], 1, n)),
        array(n, lambda i: total(lambda j: x[j] * y[i], 1, i)),
        array(n, lambda i: total(lambda j: x[j] * y[n + 1 - j] * delta(i, n + 1 - j), n)),
    ],
)
def test_memory_is_that_of_a_few_vectors(expression: Any) -> None:
    data = RANDOM.standard_normal(COUNT)
    compiled = compile_numpy(expression, x, y)
    assert peak(compiled, data, data) <= 6 * VECTOR_BYTES


def test_all_pairs_are_taken_block_by_block() -> None:
    compiled = compile_numpy(array(n, lambda i: total(lambda j: tanh(x[i] * y[j]), 1, n)), x, y)
    data = RANDOM.standard_normal(3000)
    assert peak(compiled, data, data) <= 8 * 3000**2 / 2
    wanted = np.tanh(data[:50, None] * data).sum(axis=1)
    np.testing.assert_allclose(compiled(data, data)[:50], wanted, rtol=1e-12)


# Scalar formulas beside SymPy's own compiler, with common subexpressions taken out.


def scalar(chance: random.Random, leaves: tuple[Any, Any], own: bool, depth: int = 3) -> Any:
    """The same random formula of two variables, in our functions or in SymPy's."""
    if depth == 0 or chance.random() < 0.2:
        return leaves[chance.randint(0, 1)]
    kind = chance.choice(["+", "-", "*", "exp", "tanh", "log", "root", "square", "over"])
    first = scalar(chance, leaves, own, depth - 1)
    second = scalar(chance, leaves, own, depth - 1)
    exp_, tanh_, log_ = (exp, tanh, log) if own else (sympy.exp, sympy.tanh, sympy.log)
    half = Fraction(1, 2) if own else sympy.Rational(1, 2)
    return {
        "+": lambda: first + second,
        "-": lambda: first - second,
        "*": lambda: first * second,
        "exp": lambda: exp_(tanh_(first)),
        "tanh": lambda: tanh_(first),
        "log": lambda: log_(1 + first**2),
        "root": lambda: (1 + first**2) ** half,
        "square": lambda: tanh_(first) ** 2,
        "over": lambda: first / (2 + second**2),
    }[kind]()


@pytest.mark.parametrize("seed", range(40))
def test_scalars_are_those_of_lambdify(seed: int) -> None:
    s, t = sympy.symbols("s t", real=True)
    ours = scalar(random.Random(seed), (real("s"), real("t")), own=True)
    theirs = scalar(random.Random(seed), (s, t), own=False)
    both = compile_numpy(ours)
    by_sympy = sympy.lambdify((s, t), theirs, "numpy", cse=True)
    for _ in range(5):
        values = dict(zip("st", RANDOM.normal(0, 1, 2), strict=True))
        found = both(**{name: values[name] for name in parameters(both)})
        assert found == pytest.approx(float(by_sympy(values["s"], values["t"])), rel=1e-12)


def test_log_sum_exp_over_an_axis() -> None:
    data = 500 * RANDOM.standard_normal((3, 4))
    wanted = data.max(axis=1) + np.log(np.exp(data - data.max(axis=1)[:, None]).sum(axis=1))
    np.testing.assert_allclose(compile_numpy(logsumexp(A, axis=1))(data), wanted, rtol=1e-14)


def test_quotients_of_integers_are_exact() -> None:
    compiled = compile_numpy(array(n, lambda i: i * m // n + (i * m) % n))
    for count in range(1, 60):
        for other in range(1, 30):
            wanted = [i * other // count + i * other % count for i in range(1, count + 1)]
            assert compiled(n=count, m=other).tolist() == wanted


def test_arrays_without_sizes_are_refused() -> None:
    index, last = sympy.symbols("i n", integer=True, positive=True)
    with pytest.raises(IllFormed, match="x has no sizes"):
        compile_numpy(sympy.Sum(sympy.IndexedBase("x")[index], (index, 1, last)))
