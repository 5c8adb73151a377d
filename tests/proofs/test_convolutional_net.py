"""Every line of the sheet on the convolutional net beside siblings that are wrong."""

from __future__ import annotations

from tests.proofs.families import line_tests
from tests.proofs.layer_gradient_lines import LAYER_GRADIENTS
from tests.proofs.layer_jacobian_lines import LAYER_JACOBIANS
from tests.proofs.layer_product_lines import LAYER_PRODUCTS

TestLines = line_tests(LAYER_JACOBIANS, LAYER_GRADIENTS, LAYER_PRODUCTS)
