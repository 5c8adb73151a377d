"""Larger identities, true and false, of shapes that textbooks seldom print."""

from tests.corpus.identity import Identity

from . import (
    attention_heads,
    convolution_gradients,
    convolution_layers,
    deep_networks,
    edges,
    language_algebra,
    language_layers,
    language_networks,
    language_tensors,
    lattices,
    learning,
    moments,
    normalising_layers,
    prefix_sums,
    recurrent_cells,
    remainders,
    shaped_layers,
    softmax_derivatives,
    symmetric_functions,
    tensor_networks,
    tensor_products,
    transforms,
)

SUBJECTS = (
    attention_heads,
    convolution_gradients,
    convolution_layers,
    deep_networks,
    edges,
    language_algebra,
    language_layers,
    language_networks,
    language_tensors,
    lattices,
    learning,
    moments,
    normalising_layers,
    prefix_sums,
    recurrent_cells,
    remainders,
    shaped_layers,
    softmax_derivatives,
    symmetric_functions,
    tensor_networks,
    tensor_products,
    transforms,
)

IDENTITIES: list[Identity] = [identity for subject in SUBJECTS for identity in subject.IDENTITIES]

__all__ = ["IDENTITIES", "SUBJECTS", "Identity"]
