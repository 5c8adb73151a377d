"""Which of the bound variables around it a term mentions."""

from __future__ import annotations

from symderive.language.binding import children
from symderive.language.terms import Bound, Term


def loose(term: Term) -> frozenset[int]:
    """The bound variables that point outside the term, counted from its innermost binder on."""
    found: frozenset[int] | None = term.__dict__.get("_loose")
    if found is None:
        if isinstance(term, Bound):
            found = frozenset((term.index,))
        else:
            found = frozenset(
                index - binds
                for child, binds in children(term)
                for index in loose(child)
                if index >= binds
            )
        object.__setattr__(term, "_loose", found)
    return found
