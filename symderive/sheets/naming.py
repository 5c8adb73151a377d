"""Formulas to which an author gave names: what each stands for, told once on a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from symderive.language.binding import dangling, free_symbols, instantiate, subterms
from symderive.language.naming import NAME, called
from symderive.language.terms import INTEGER, Apply, Array, Compare, Entry, Symbol, Term
from symderive.printing.names import fresh_name


def explained(terms: Iterable[Term], known: set[str]) -> tuple[Compare, ...]:
    """An equation for each name in the terms that is not known yet, and is known from then on."""
    return tuple(_explained(terms, known))


def _explained(terms: Iterable[Term], known: set[str]) -> Iterator[Compare]:
    for term in terms:
        for part in subterms(term):
            if not isinstance(part, Apply) or part.name != NAME or dangling(part):
                continue
            name, _ = called(part)
            if name not in known:
                known.add(name)
                yield _equation(part)


def _equation(term: Apply) -> Compare:
    """The named formula and what it stands for; of an array, an entry at the author's indices."""
    body = term.arguments[0]
    if not isinstance(body, Array):
        return Compare("=", term, body)
    taken = frozenset(symbol.name for symbol in free_symbols(term))
    indices: list[Symbol] = []
    for name in body.names:
        indices.append(Symbol(fresh_name(name, taken), INTEGER))
        taken |= {indices[-1].name}
    places = tuple(indices)
    return Compare("=", Entry(term, places), instantiate(body.body, places))
