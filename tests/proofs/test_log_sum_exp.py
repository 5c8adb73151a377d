"""Every line of the sheet on log-sum-exp beside siblings that are wrong."""

from __future__ import annotations

from tests.proofs.families import line_tests
from tests.proofs.log_sum_exp_gradient_lines import GRADIENTS
from tests.proofs.log_sum_exp_lines import VALUES

TestLines = line_tests(VALUES, GRADIENTS)
