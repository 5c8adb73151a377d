"""Larger identities, true and false, of shapes that textbooks seldom print."""

from tests.corpus.identity import Identity
from tests.subjects import identities_in

IDENTITIES: list[Identity] = identities_in(__name__, __path__)

__all__ = ["IDENTITIES", "Identity"]
