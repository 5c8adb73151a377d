"""Every line of the sheet on transposed convolution beside siblings that are wrong."""

from __future__ import annotations

from tests.proofs.families import line_tests
from tests.proofs.transposed_convolution_lines import TRANSPOSED

TestLines = line_tests(TRANSPOSED)
