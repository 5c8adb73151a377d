"""Implementations that claims name: where they are asked, and what is said of what they give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from symderive import claim, diff, eq, exp, index, real, simplex, size, softmax, vector
from symderive.claims import Claim
from symderive.errors import ClaimError, SymderiveError
from symderive.numeric.oracles.pytorch import NoOracle, installed
from symderive.numeric.oracles.references import compared_with_reference

n = size("n")


def stable(x: Any) -> Any:
    """Softmax without overflow."""
    powers = np.exp(x - x.max())
    return powers / powers.sum()


def slopes(x: Any) -> Any:
    """The Jacobian of softmax."""
    p = stable(x)
    return np.diag(p) - np.outer(p, p)


def of(oracle: Callable[..., Any], write: Callable[..., Any]) -> Claim:
    """A claim with an implementation to compare with."""
    return claim(numbers={n: 30}, oracle=oracle)(write)


def whole(x=vector(n)):  # type: ignore[no-untyped-def]  # noqa: B008
    """A vector on the left."""
    return eq(softmax(x), exp(x) / exp(x).sum())


def entry(j=index(n), x=vector(n), i=index(n)):  # type: ignore[no-untyped-def]  # noqa: B008
    """An entry on the left, its indices in the order j, i."""
    return eq(diff(softmax(x)[i], x[j]), diff(exp(x[i]) / exp(x).sum(), x[j]))


def number(t=real(above=0), x=simplex(n)):  # type: ignore[no-untyped-def]  # noqa: B008
    """A number on the left."""
    return eq(t * x.sum() + n, t * (x.sum() + n / t))


def asked(found: Claim, seed: int = 0, **sizes: int) -> str:
    """What is wrong with the implementation of a claim."""
    assert found.reference is not None
    statement = found.written.lines[0].statement
    compared = found.reference.of(found.written.parameters, statement)
    return compared_with_reference(
        found.reference.function,
        compared.side,
        compared.variables,
        statement,
        {**dict(found.numbers), **sizes},
        seed,
    )


def test_an_implementation_gives_the_left_side() -> None:
    assert asked(of(stable, whole)) == ""
    assert asked(of(slopes, entry)) == ""
    assert asked(of(lambda t, x, n: t * sum(x) + n, number)) == ""
    assert asked(of(lambda n: n + 0.5, number)).startswith("<lambda> gives something else")


def test_axes_come_in_the_order_of_the_parameters() -> None:
    skew = of(lambda x: np.tril(np.ones((30, 30))) * slopes(x), entry)
    assert "at [1, 2]" in asked(skew)
    assert "at [3, 1] " not in asked(skew)


def test_the_sizes_are_those_that_are_asked_for() -> None:
    seen = []

    def length(x: Any, n: int) -> Any:
        seen.append((n, x.shape, x.dtype))
        return stable(x)

    assert asked(of(length, whole), n=7) == ""
    assert seen == [(7, (7,), np.float64)]


def test_an_array_may_be_changed_without_harm() -> None:
    def spoils(x: Any) -> Any:
        found = stable(x)
        x[:] = 0
        return found

    assert asked(of(spoils, whole)) == ""


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (lambda x: stable(x) * (1 + 1e-9), "at [1] "),
        (lambda x: stable(x)[:-1], "the shapes are (30) and (29)"),
        (lambda x: stable(x)[None], "the shapes are (30) and (1, 30)"),
    ],
)
def test_what_is_wrong_is_told(function: Callable[..., Any], told: str) -> None:
    assert told in asked(of(function, whole))


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (lambda x: stable(x).astype(np.float32), "float32 and not float64"),
        (lambda x: "no array", "and not float64"),
        (lambda x: None, "object and not float64"),
        (lambda x: 1 // 0, "raised ZeroDivisionError"),
    ],
)
def test_an_implementation_that_cannot_be_compared_is_an_error(
    function: Callable[..., Any], told: str
) -> None:
    with pytest.raises(ClaimError, match=told):
        asked(of(function, whole))


def test_a_package_that_is_missing_is_no_error() -> None:
    def needs(x: Any) -> Any:
        import there_is_no_such_package  # type: ignore[import-not-found]

        return there_is_no_such_package.softmax(x)

    with pytest.raises(NoOracle, match=r"needs was not asked: No module named"):
        asked(of(needs, whole))
    assert not issubclass(NoOracle, ClaimError)
    assert issubclass(NoOracle, SymderiveError)


def test_without_values_there_is_nothing_to_compare() -> None:
    with pytest.raises(NoOracle):
        asked(of(lambda x: np.full(30, np.nan), whole))


@pytest.mark.skipif(not installed(), reason="PyTorch is not installed: no oracles")
def test_pytorch_computes_in_float64_and_may_return_its_own_tensors() -> None:
    def layer(x: Any) -> Any:
        import torch

        linear = torch.nn.Linear(1, 1, bias=False)
        linear.weight.data = torch.ones(1, 1)
        return torch.softmax(linear(torch.tensor(x)[:, None])[:, 0], dim=0)

    assert asked(of(layer, whole)) == ""
