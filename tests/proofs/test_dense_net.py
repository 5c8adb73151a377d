"""Every line of the sheet on dense layers beside siblings that are wrong."""

from __future__ import annotations

from tests.proofs.dense_lines import DENSE_LINES
from tests.proofs.families import line_tests

TestLines = line_tests(DENSE_LINES)
