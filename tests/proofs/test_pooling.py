"""Every line of the sheet on pooling with any window beside siblings that are wrong."""

from __future__ import annotations

from tests.proofs.families import line_tests
from tests.proofs.moving_window_lines import MOVING
from tests.proofs.window_lines import WINDOWS
from tests.proofs.window_matrix_lines import MATRICES
from tests.proofs.window_transpose_lines import TRANSPOSE

TestLines = line_tests(WINDOWS, TRANSPOSE, MATRICES, MOVING)
