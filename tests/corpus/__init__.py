"""Identities of the mathematics of machine learning, true and false, one subject a module."""

from . import (
    activations,
    attention,
    convolution,
    flattening,
    kronecker,
    losses,
    matrices,
    matrix_gradients,
    networks,
    normalisation,
    pooling,
    recurrent,
    statistics,
    symmetric_sums,
)
from .identity import Identity, false_sibling

SUBJECTS = (
    activations,
    attention,
    convolution,
    flattening,
    kronecker,
    losses,
    matrices,
    matrix_gradients,
    networks,
    normalisation,
    pooling,
    recurrent,
    statistics,
    symmetric_sums,
)

IDENTITIES: list[Identity] = [identity for subject in SUBJECTS for identity in subject.IDENTITIES]

__all__ = ["IDENTITIES", "SUBJECTS", "Identity", "false_sibling"]
