"""Every line of the sheet on average pooling beside siblings that are wrong in one thing."""

from __future__ import annotations

from tests.proofs.families import line_tests
from tests.proofs.pooling_lines import POOL
from tests.proofs.row_major_lines import ROWS
from tests.proofs.upsampling_lines import UPSAMPLING

TestLines = line_tests(POOL, UPSAMPLING, ROWS)


def test_the_sizes_of_the_example_are_no_claim() -> None:
    example = ROWS.sheet().example
    assert {str(size): value for size, value in example.items()} == {"m": 4, "n": 4}
    assert "example" not in dict(ROWS.file().definitions)
    assert "example" not in {claim.name for claim in ROWS.file().claims}
