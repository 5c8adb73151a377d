"""Identities of the mathematics of machine learning, true and false, one subject a module."""

from tests.subjects import identities_in

from .identity import Identity, false_sibling

IDENTITIES: list[Identity] = identities_in(__name__, __path__)

__all__ = ["IDENTITIES", "Identity", "false_sibling"]
