"""Every line of the sheet on convolutions of matrices beside siblings that are wrong."""

from __future__ import annotations

from tests.proofs.families import line_tests
from tests.proofs.plane_adjoint_lines import ADJOINTS
from tests.proofs.plane_free_lines import FREE
from tests.proofs.plane_lines import PLANE

TestLines = line_tests(PLANE, ADJOINTS, FREE)
