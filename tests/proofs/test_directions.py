"""Which statements about derivatives in the proof files are checked along directions, too."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from symderive.claims.claim import CLAIM, PRINTED
from symderive.claims.loading import load
from symderive.language.binding import free_symbols
from symderive.language.members import mentions_members
from symderive.language.terms import Statement, Symbol
from symderive.numeric.check import Check
from symderive.numeric.contractions import has_derivatives
from symderive.numeric.directions import along_directions
from symderive.numeric.families import written_out
from symderive.numeric.hypotheses import relations
from symderive.numeric.rows import Directions

PROOFS = Path(__file__).resolve().parents[2] / "proofs"
# At how many lines of a file differences agree, with an error far below the values.
EXPECTED = {
    "affine_coupling": 5,
    "attention": 5,
    "convolution_1d": 32,
    "convolution_2d": 7,
    "convolutional_net": 15,
    "cross_entropy": 9,
    "dense_net": 5,
    "evidence_bound": 1,
    "gaussian_divergence": 2,
    "log_sum_exp": 6,
    "matrix_derivatives": 16,
    "normalisation": 13,
    "pooling": 5,
    "sigmoid_losses": 12,
    "softmax": 9,
    "strided_convolution": 6,
}


def lines_of(name: str) -> Iterator[tuple[Statement, dict[str, int]]]:
    """The lines of the claims of a file in which derivatives stand, with their sizes."""
    for claim in load(PROOFS / f"{name}.py").claims:
        if claim.kind == CLAIM:
            for line in claim.written.lines:
                if line.role != PRINTED and has_derivatives(line.statement):
                    yield line.statement, dict(claim.numbers)


def along(statement: Statement, sizes: dict[str, int], seed: int) -> list[Directions]:
    """What is seen of a statement along directions."""
    plain = written_out(statement, sizes) if mentions_members(statement) else [statement]
    found = []
    for one in plain:
        check = Check(one, sizes, seed)
        run = check.satisfying()
        if run is not None:
            names = tuple(symbol.name for symbol in check.indices)
            parts = relations(check.claim, names, check.hypotheses)
            found.append(along_directions([(run, part) for part in parts], seed))
    return [one for one in found if one is not None]


@cache
def seen_in(name: str, seed: int = 0) -> tuple[list[Directions], ...]:
    with np.errstate(all="ignore"):
        return tuple(along(*line, seed) for line in lines_of(name))


@pytest.mark.parametrize("name", EXPECTED)
def test_derivatives_are_checked_along_directions(name: str) -> None:
    seen = seen_in(name)
    assert not [one for line in seen for one in line if one.outcome == "failed"]
    passed = [line for line in seen if line and all(one.outcome == "passed" for one in line)]
    assert len(passed) >= EXPECTED[name], f"{len(passed)} of {len(seen)}"


def test_errors_are_far_below_what_would_be_seen() -> None:
    found = [one for line in seen_in("softmax") for one in line]
    assert max(one.share for one in found) < 0.1
    assert max(one.power for one in found) < 1e-4


def test_lines_that_are_wrong_on_purpose_fail() -> None:
    """All but the one that is wrong at a kink only."""
    wrong = []
    with np.errstate(all="ignore"):
        for statement, _ in lines_of("known_false"):
            integers = (v for v in free_symbols(statement) if isinstance(v, Symbol))
            sizes = {v.name: 6 for v in integers if v.is_integer and v.name in "kmn"}
            wrong += along(statement, sizes, 0)
    failed = [one for one in wrong if one.outcome == "failed"]
    assert len(wrong) - 1 == len(failed) == 20
