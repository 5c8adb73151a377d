"""Every line of the sheet on sigmoid outputs beside siblings that are wrong."""

from __future__ import annotations

from tests.proofs.families import line_tests
from tests.proofs.sigmoid_lines import LOSSES

TestLines = line_tests(LOSSES)
