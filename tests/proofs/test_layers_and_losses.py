"""The proof files without a source: every line gets the verdict that the file expects."""

from __future__ import annotations

import pytest

from symderive import prove
from symderive.claims import load
from symderive.claims.claim import Line
from tests.proofs.families import PROOFS

FILES = (
    "affine_coupling",
    "attention",
    "cross_entropy",
    "dropout",
    "evidence_bound",
    "gaussian_divergence",
    "matrix_derivatives",
    "matrix_inverses",
    "normalisation",
    "strided_convolution",
)
LINES = {
    f"{name}-{claim.name}-{line.role}-{line.number}": line
    for name in FILES
    for claim in load(PROOFS / f"{name}.py").claims
    for line in claim.written.lines
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())
def test_a_line_gets_its_verdict(line: Line) -> None:
    assert prove(line.statement).status == line.expect
