"""Every line of the sheet on softmax beside siblings that are wrong."""

from __future__ import annotations

from tests.proofs.families import line_tests
from tests.proofs.softmax_jacobian_lines import JACOBIAN
from tests.proofs.softmax_shift_lines import SHIFTS
from tests.proofs.softmax_weight_lines import CLASSES

TestLines = line_tests(SHIFTS, CLASSES, JACOBIAN)
