"""Every line of the sheet on networks with sigmoid units beside siblings that are wrong."""

from __future__ import annotations

from tests.proofs.families import line_tests
from tests.proofs.sigmoid_network_lines import NETWORK

TestLines = line_tests(NETWORK)
