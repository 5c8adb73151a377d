"""What one has to know to ask PyTorch and NumPy rightly, each reproduced."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from symderive.language.constructions import ones
from symderive.language.declarations import matrix, vector
from symderive.language.domains import size
from symderive.language.functions import kl, softplus
from symderive.language.operators import conv_transpose, convolve, max_pool, upsample
from symderive.numeric.evaluation import array_of
from symderive.numeric.oracles.pytorch import in_float64
from symderive.numeric.oracles.table import ORACLES

REASON = "PyTorch is not installed: no oracles"
torch: Any = pytest.importorskip("torch", reason=REASON)

m, n, k, r = size("m"), size("n"), size("k"), size("r")
x, w, X = vector("x", n), vector("w", k), matrix("X", m, n)
# The factors below 130 at which the place of the input is wrong in float32.
WRONG_IN_FLOAT32 = (41, 47, 55, 61, 82, 83, 94, 97, 107, 109, 110, 115, 121, 122, 123)


def asked(name: str, *arguments: Any, parameters: tuple[Any, ...] = ()) -> Any:
    """What an oracle answers."""
    given = [torch.tensor(a) if isinstance(a, np.ndarray) else a for a in arguments]
    return ORACLES[name].function(torch, given, parameters).numpy()


def nearest(image: np.ndarray, factor: int, dtype: Any) -> np.ndarray:
    """The layer nn.Upsample with its mode nearest."""
    layer = torch.nn.Upsample(scale_factor=factor, mode="nearest")
    found: np.ndarray = layer(torch.tensor(image, dtype=dtype)[None, None])[0, 0].double().numpy()
    return found


def test_upsampling_by_41_reads_the_wrong_place() -> None:
    image = np.array([[1.0, 2.0]])
    right = np.repeat(np.repeat(image, 41, axis=0), 41, axis=1)
    wrong = nearest(image, 41, torch.float32)
    assert list(np.flatnonzero(wrong[0] != right[0])) == [41]
    # In one channel with one row, places are computed in float32 for data in float64 as well.
    assert list(np.flatnonzero(nearest(image, 41, torch.float64)[0] != right[0])) == [41]
    tall = np.array([[1.0, 2.0], [3.0, 4.0]])
    repeated = np.repeat(np.repeat(tall, 41, axis=0), 41, axis=1)
    assert np.array_equal(nearest(tall, 41, torch.float64), repeated)
    assert np.array_equal(asked("upsample", image, 41, 41), right)
    ours = array_of(upsample(X, r).term, {X.term: image, r.term: 41})
    assert np.array_equal(ours, right)
    tiles = array_of(conv_transpose(X, ones(r, r), stride=r).term, {X.term: image, r.term: 41})
    assert np.array_equal(tiles, right)


def test_at_which_factors_upsampling_in_float32_is_wrong() -> None:
    line = np.arange(200.0)
    layer = torch.nn.functional.interpolate

    def right(factor: int, dtype: Any) -> bool:
        found = layer(torch.tensor(line, dtype=dtype)[None, None], scale_factor=factor)
        return np.array_equal(found[0, 0].numpy(), np.repeat(line, factor))

    factors = range(1, 130)
    assert tuple(r for r in factors if not right(r, torch.float32)) == WRONG_IN_FLOAT32
    assert all(right(r, torch.float64) for r in factors)


def test_numpy_exchanges_the_arguments_of_a_convolution() -> None:
    short, long = np.array([1.0]), np.array([1.0, 2.0])
    assert np.array_equal(np.convolve(short, long, "valid"), [1, 2])
    assert len(np.convolve(short, long, "same")) == 2
    ours = array_of(convolve(x, w, mode="valid").term, {x.term: short, w.term: long})
    assert ours.shape == (0,)
    same = array_of(convolve(x, w, mode="same").term, {x.term: short, w.term: long})
    assert np.array_equal(same, [1])
    assert np.array_equal(asked("convolve", short, long, parameters=("same",)), [1])


@pytest.mark.parametrize("mode", ["full", "valid", "same"])
def test_numpy_agrees_where_the_kernel_is_not_the_longer(mode: str) -> None:
    random = np.random.default_rng(3)
    for length in range(1, 9):
        long, short = random.standard_normal(8), random.standard_normal(length)
        theirs = np.convolve(long, short, mode)  # type: ignore[call-overload]
        ours = array_of(convolve(x, w, mode=mode).term, {x.term: long, w.term: short})
        assert np.allclose(ours, theirs, rtol=1e-13, atol=1e-14)
        third = asked("convolve", long, short, parameters=(mode,))
        assert np.allclose(third, theirs, rtol=1e-13, atol=1e-14)


def test_softplus_is_cut_off_at_its_threshold() -> None:
    values = np.array([19.0, 20.5, 30.0, 800.0])
    cut = torch.nn.functional.softplus(torch.tensor(values)).numpy()
    ours = array_of(softplus(x).term, {x.term: values})
    assert abs(cut[1] - ours[1]) > 1e-9
    assert np.allclose(asked("softplus", values), ours, rtol=1e-15, atol=0)


def test_a_small_output_of_the_cross_entropy_is_not_asked_about() -> None:
    target, output, larger, outside = torch.from_numpy(np.array([[1.0], [1e-50], [1e-40], [1.5]]))
    clamped = torch.nn.functional.binary_cross_entropy(output, target)
    assert float(clamped) == 100 < -np.log(1e-50)
    oracle = ORACLES["binary_cross_entropy"]
    assert "-100" in oracle.refusal([target, output], ())
    assert oracle.refusal([target, larger], ()) == ""
    assert oracle.refusal([target, outside], ()) != ""


def test_the_divergence_takes_logarithms_in_the_opposite_order() -> None:
    p, q = np.array([0.25, 0.75]), np.array([0.5, 0.5])
    ours = array_of(kl(x, w).term, {x.term: p, w.term: q})
    assert ours > 0
    divergence = torch.nn.functional.kl_div
    plain = divergence(torch.tensor(p), torch.tensor(q), reduction="sum")
    assert not np.isclose(float(plain), ours)
    assert np.isclose(float(asked("kl", p, q)), ours, rtol=1e-14)


def test_a_tie_in_a_pool_goes_to_the_first_and_in_a_maximum_is_shared() -> None:
    tie = torch.tensor([[1.0, 1.0]], dtype=torch.float64, requires_grad=True)
    torch.nn.functional.max_pool1d(tie, 2).sum().backward()
    assert tie.grad is not None
    assert tie.grad.tolist() == [[1, 0]]
    again = tie.detach().requires_grad_()
    torch.amax(again, dim=1).sum().backward()
    assert again.grad is not None
    assert again.grad.tolist() == [[0.5, 0.5]]
    value = array_of(max_pool(X, 2).term, {X.term: np.ones((2, 2))})
    assert value == 1


def test_a_variance_divides_by_one_less_unless_told() -> None:
    values = np.array([1.0, 2.0, 4.0])
    assert np.isclose(float(torch.var(torch.tensor(values))), np.var(values, ddof=1))
    assert np.isclose(asked("variance", values, parameters=((0,), 0)), np.var(values))


def test_reshaping_goes_by_rows_and_vec_by_columns() -> None:
    values = np.arange(6.0).reshape(2, 3)
    assert torch.tensor(values).reshape(-1).tolist() == [0, 1, 2, 3, 4, 5]
    assert asked("vec", values).tolist() == [0, 3, 1, 4, 2, 5]
    columns = asked("reshape", values, 3, 2, parameters=("F",))
    assert np.array_equal(columns, values.reshape((3, 2), order="F"))


def test_what_is_made_without_a_type_has_float64() -> None:
    assert torch.ones(1).dtype == torch.float32
    with in_float64():
        assert torch.ones(1).dtype == torch.float64
        assert torch.nn.Linear(1, 1).weight.dtype == torch.float64
    assert torch.ones(1).dtype == torch.float32


def test_every_trap_that_is_known_is_told() -> None:
    told = {name for name, oracle in ORACLES.items() if oracle.trap}
    assert {"upsample", "convolve", "max_pool", "softplus", "kl", "reshape", "variance"} <= told
