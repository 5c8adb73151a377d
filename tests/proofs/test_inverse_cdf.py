"""Every line of the sheet on the generalised inverse beside siblings that are wrong."""

from __future__ import annotations

from tests.proofs.families import line_tests
from tests.proofs.inverse_cdf_lines import INVERSE

TestLines = line_tests(INVERSE)
