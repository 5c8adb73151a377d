"""Brackets in products: a false one makes the whole product 0, however deep it stands."""

from __future__ import annotations

from collections.abc import Iterator

from symderive.language.definitions import shape_of
from symderive.language.terms import Iverson, Mul, Term


def factors_of(term: Mul) -> Iterator[Term]:
    """The factors of a product; of a scalar product among them with a bracket, its own.

    >>> from symderive.language.terms import MINUS_ONE, Truth
    >>> bracket = Iverson(Truth(False))
    >>> list(factors_of(Mul((Mul((MINUS_ONE, bracket)), MINUS_ONE)))) == [
    ...     MINUS_ONE, bracket, MINUS_ONE]
    True
    """
    for factor in term.factors:
        inner = factor.factors if isinstance(factor, Mul) and not shape_of(factor) else ()
        if isinstance(factor, Mul) and any(isinstance(f, (Iverson, Mul)) for f in inner):
            yield from factors_of(factor)
        else:
            yield factor
