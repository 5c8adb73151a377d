"""The places of a term at which something can be changed, and the term with one place changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from symderive.language.binding import children, map_children
from symderive.language.terms import Symbol, TensorSymbol, Term


def places(term: Term) -> Iterator[Term]:
    """Every node of a term, parents first; the domains and shapes of variables are left out."""
    yield term
    if not isinstance(term, (Symbol, TensorSymbol)):
        for child, _ in children(term):
            yield from places(child)


def changed_at(term: Term, place: int, change: Callable[[Term], Term]) -> Term:
    """The term with the node number ``place``, in the order of :func:`places`, changed."""
    numbers = count()

    def visit(node: Term, binds: int = 0) -> Term:
        if next(numbers) == place:
            return change(node)
        return node if isinstance(node, (Symbol, TensorSymbol)) else map_children(node, visit)

    return visit(term)
