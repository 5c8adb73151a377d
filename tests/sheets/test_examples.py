"""Operator matrices at small sizes: which are shown, their entries, and how they are set."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from symderive import average_pool, eye, jacobian, kron, matrix, ones, size, upsample, vector
from symderive.claims import load
from symderive.errors import ClaimError
from symderive.sheets import document_of, laid_out, tex_of
from symderive.sheets.examples import examples_of

m, n = size("m"), size("n")
x = vector("x", n)
DEFINITIONS = [
    ("A", (kron(eye(m), ones(1, 2)) / 2).term),
    ("B", kron(eye(m), ones(2, 1)).term),
    ("J", jacobian(x * x, x).term),
    ("v", ones(m).term),
    ("W", ones(m, n).term),
]

TEXT = '''"""Means of pairs."""

from symderive import *

m = size("m")
A = kron(eye(m), ones(1, 2)) / 2
example = {example}


@claim(numbers={{m: 50}})
def halves(x=vector(2 * m), i=index(m)):
    """Each row is the mean of a pair."""
    return eq((A @ x)[i], (x[2 * i - 1] + x[2 * i]) / 2)
'''


def test_matrices_of_known_numbers_are_shown() -> None:
    shown = examples_of(DEFINITIONS, {"m": 2})
    assert [example.name for example in shown] == ["A", "B"]
    a, b = shown
    assert a.factor == Fraction(1, 2)
    assert a.entries == ((1, 1, 0, 0), (0, 0, 1, 1))
    assert (b.factor, b.entries) == (1, ((1, 0), (1, 0), (0, 1), (0, 1)))
    assert a.sizes == (("m", 2),)


def test_sizes_of_the_example_are_those_that_occur() -> None:
    *_, last = examples_of(DEFINITIONS, {"m": 2, "n": 3})
    assert (last.name, last.sizes) == ("W", (("m", 2), ("n", 3)))


def test_what_is_too_large_for_the_page_is_left_out() -> None:
    assert examples_of(DEFINITIONS, {"m": 40}) == ()
    assert examples_of(DEFINITIONS, {}) == ()


def test_the_matrices_of_pool_and_upsampling_are_four_times_transposed() -> None:
    X, Y = matrix("X", 4, 4), matrix("Y", 2, 2)
    pool, spread = jacobian(average_pool(X, 2), X), jacobian(upsample(Y, 2), Y)
    assert spread.matrix() == 4 * pool.matrix().T


def write(path: Path, example: str) -> Path:
    path.write_text(TEXT.format(example=example), encoding="utf-8")
    return path


def test_a_sheet_shows_them(tmp_path: Path) -> None:
    from symderive import runner

    file = load(write(tmp_path / "pairs.py", "{m: 2}"))
    outcomes = {claim.name: runner.decide(claim, file.folded) for claim in file.claims}
    shown = tex_of(laid_out(document_of(file, outcomes)))
    assert "At $m = 2$:" in shown
    assert "A = \\tfrac{1}{2} \\left(\\,\\begin{array}{@{}cccc@{}}\n1 & 1 & 0 & 0 \\\\" in shown


@pytest.mark.parametrize("example", ["[4]", "{'m': 2}", "{m: 'four'}"])
def test_an_example_that_is_no_size_is_refused(tmp_path: Path, example: str) -> None:
    with pytest.raises(ClaimError, match="example"):
        load(write(tmp_path / "pairs.py", example))
