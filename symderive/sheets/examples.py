"""The operator matrices of a proof file, written out at the small sizes that it names.

A proof file says at which, ``example = {m: 4, n: 4}``; of its definitions those are shown that are
matrices of known numbers at these sizes and are not too large for the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from symderive.errors import SymderiveError
from symderive.language.binding import free_symbols
from symderive.language.definitions import rank_of
from symderive.language.explicit import explicit_matrix, sizes_for
from symderive.language.terms import Apply, Symbol, Term

MOST_ROWS, MOST_COLUMNS = 16, 16
MATRIX = 2
# Its entries are written out in its definition already.
STACK = "stack"

Entries = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True)
class Example:
    """A matrix at small sizes: ``factor`` times integers, so that no fraction stands inside."""

    name: str
    sizes: tuple[tuple[str, int], ...]
    factor: Fraction
    entries: tuple[tuple[int, ...], ...]


def examples_of(
    definitions: Sequence[tuple[str, Term]], sizes: Mapping[str, int]
) -> tuple[Example, ...]:
    """The definitions that can be shown as matrices at these sizes."""
    return tuple(_examples(definitions, sizes))


def _examples(
    definitions: Sequence[tuple[str, Term]], sizes: Mapping[str, int]
) -> Iterator[Example]:
    for name, term in definitions:
        entries = _entries(term, sizes)
        if entries is None:
            continue
        factor = Fraction(1, lcm(*(entry.denominator for row in entries for entry in row)))
        whole = tuple(tuple(int(entry / factor) for entry in row) for row in entries)
        used = {symbol.name for symbol in free_symbols(term)}
        yield Example(name, tuple(kv for kv in sizes.items() if kv[0] in used), factor, whole)


def _entries(term: Term, sizes: Mapping[str, int]) -> Entries | None:
    """The entries as rational numbers; None for what is no matrix of such, or too large."""
    free = free_symbols(term)
    if isinstance(term, Apply) and term.name == STACK:
        return None
    if rank_of(term) != MATRIX or not all(
        isinstance(symbol, Symbol) and symbol.is_integer and symbol.name in sizes for symbol in free
    ):
        return None
    names = {symbol.name for symbol in free}
    try:
        known = sizes_for(term, {name: size for name, size in sizes.items() if name in names})
        found = explicit_matrix(term, known)
    except SymderiveError:
        return None
    rows, columns = found.shape
    if not (0 < rows <= MOST_ROWS and 0 < columns <= MOST_COLUMNS):
        return None
    if not all(entry.is_Rational for entry in found):
        return None
    values = [[Fraction(int(e.p), int(e.q)) for e in found.row(r)] for r in range(rows)]
    return tuple(tuple(row) for row in values)
