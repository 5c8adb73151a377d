"""Identities of deep learning and matrix calculus as a reader would type them in plain SymPy.

Every name that contains an exclamation mark belongs to a false variant: one index, sign, factor,
range or condition is wrong. ``UNDEFINED`` holds true identities robbed of the condition without
which they divide by something that can be zero.
"""

from tests.identities import (
    attention,
    classifier,
    convolution,
    hidden_layer,
    layers,
    log_sum_exp,
    matrix_calculus,
    maximum,
    pooling,
    softmax,
    statistics,
    strided_convolution,
    sums,
    transposed_convolution,
)
from tests.identities.identity import Identity

SUBJECTS = (
    pooling,
    transposed_convolution,
    log_sum_exp,
    softmax,
    hidden_layer,
    convolution,
    layers,
    matrix_calculus,
    sums,
    statistics,
    strided_convolution,
    attention,
    classifier,
    maximum,
)
IDENTITIES: tuple[Identity, ...] = tuple(
    identity for subject in SUBJECTS for identity in subject.IDENTITIES
)
BY_NAME = {identity.name: identity for identity in IDENTITIES}
TRUE = tuple(identity for identity in IDENTITIES if identity.truth)
FALSE = tuple(identity for identity in IDENTITIES if not identity.truth)
UNDEFINED: tuple[Identity, ...] = tuple(
    identity.without_its_condition() for identity in TRUE if identity.defined_if
)
