"""Every line of the sheet on the arithmetic of a net beside siblings that are wrong."""

from __future__ import annotations

from tests.proofs.arithmetic_lines import NET
from tests.proofs.families import line_tests

TestLines = line_tests(NET)
