"""Identities of the mathematics of machine learning, true and false, one subject a module."""

from . import (
    activations,
    attention,
    circulant,
    compositions,
    convolution,
    counting,
    differences,
    flattening,
    kernels,
    kronecker,
    losses,
    matrices,
    matrix_gradients,
    maxima,
    networks,
    normalisation,
    piecewise,
    polynomials,
    pooling,
    probabilistic,
    recurrent,
    rounding,
    shaped,
    statistics,
    symmetric_sums,
    triangles,
)
from .identity import Identity, false_sibling

SUBJECTS = (
    activations,
    attention,
    circulant,
    compositions,
    convolution,
    counting,
    differences,
    flattening,
    kernels,
    kronecker,
    losses,
    matrices,
    matrix_gradients,
    maxima,
    networks,
    normalisation,
    piecewise,
    polynomials,
    pooling,
    probabilistic,
    recurrent,
    rounding,
    shaped,
    statistics,
    symmetric_sums,
    triangles,
)

IDENTITIES: list[Identity] = [identity for subject in SUBJECTS for identity in subject.IDENTITIES]

__all__ = ["IDENTITIES", "SUBJECTS", "Identity", "false_sibling"]
