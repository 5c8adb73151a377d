"""Every line of the sheet on average pooling beside siblings that are wrong in one thing."""

from __future__ import annotations

from tests.proofs.families import line_tests
from tests.proofs.pooling_lines import POOL
from tests.proofs.upsampling_lines import UPSAMPLING

TestLines = line_tests(POOL, UPSAMPLING)
