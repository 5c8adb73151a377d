"""Every line of the sheet on one-dimensional convolutions beside siblings that are wrong."""

from __future__ import annotations

from tests.proofs.families import line_tests
from tests.proofs.flipped_kernel_lines import FLIPPED_KERNEL
from tests.proofs.full_gradient_lines import FULL_GRADIENT
from tests.proofs.full_jacobian_lines import FULL_JACOBIAN
from tests.proofs.full_lines import FULL
from tests.proofs.valid_gradient_lines import VALID_GRADIENT
from tests.proofs.valid_jacobian_lines import VALID_JACOBIAN
from tests.proofs.valid_lines import VALID

TestLines = line_tests(
    VALID,
    VALID_JACOBIAN,
    VALID_GRADIENT,
    FLIPPED_KERNEL,
    FULL,
    FULL_JACOBIAN,
    FULL_GRADIENT,
)
