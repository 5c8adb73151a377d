"""Every line of the sheet on f-divergences beside siblings that are wrong."""

from __future__ import annotations

from tests.proofs.divergence_lines import DIVERGENCES
from tests.proofs.divergence_order_lines import ORDERS
from tests.proofs.families import line_tests

TestLines = line_tests(DIVERGENCES, ORDERS)
