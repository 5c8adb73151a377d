"""The names of the sheets on nets, and the variables of their claims."""

from __future__ import annotations

from typing import Any

from symderive import function, index, tensor_family, vector
from tests.proofs.families import Families

CONVOLUTIONAL, DENSE = "convolutional_net", "dense_net"
SHEET: Any = Families(CONVOLUTIONAL).sheet()
L, n, f, l = SHEET.L, SHEET.n, SHEET.f, SHEET.l
LENGTHS, NET = SHEET.LENGTHS, SHEET.NET
net, affine, matrix_of, window = SHEET.net, SHEET.affine, SHEET.matrix_of, SHEET.window

INPUT = vector(n[0])
FILTERS = tensor_family(lambda l: f[l], L)
BIASES = tensor_family(lambda l: (), L)
SIGMA = function()
LAYER, ANY_LAYER = index(1, L - 1), index(1, L)

DENSE_SHEET: Any = Families(DENSE).sheet()
WIDTHS = DENSE_SHEET.n
UNITS = vector(WIDTHS[0])
WEIGHTS = tensor_family(lambda l: (WIDTHS[l], WIDTHS[l - 1]), DENSE_SHEET.L)
OFFSETS = tensor_family(lambda l: WIDTHS[l], DENSE_SHEET.L)
LOSS = function(of=vector(WIDTHS[DENSE_SHEET.L]))
