"""Terms made ready: derivatives taken, naive formulas in a form that floats can compute."""

from __future__ import annotations

from symderive.language.binding import map_children
from symderive.language.terms import Partial, Term
from symderive.numeric.compiling.stable import smooth, stable
from symderive.numeric.derivatives import resolved


def opened(term: Term) -> Term:
    """The term without derivatives, in its stable form."""
    return stable(differentiated(term))


def differentiated(term: Term) -> Term:
    """The term with every derivative in it taken.

    >>> from symderive.language.terms import ONE, REAL, Symbol
    >>> x = Symbol("x", REAL)
    >>> differentiated(Partial(x, x)) == ONE
    True
    """
    if isinstance(term, Partial):
        return differentiated(resolved(Partial(smooth(term.body), term.variable)))
    return map_children(term, lambda child, binds: differentiated(child))
