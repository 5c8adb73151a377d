"""How unknown functions of a whole tensor are written as Python.

The entries of the argument are computed once for each value of the bound variables around them,
all of them, because the function has no value where one of them has none.
"""

from __future__ import annotations

from symderive.errors import IllFormed
from symderive.evaluator.tensors import check, title
from symderive.evaluator.writer import Around, FunctionalKey, Writer, writes
from symderive.language.binding import dangling, shift
from symderive.language.terms import Bound, Entry, Functional


@writes(Functional)
def functional(writer: Writer, term: Functional, around: Around) -> str:
    """The function or one of its derivatives, at a tensor."""
    if any(map(dangling, term.shape)):
        raise IllFormed(f"the domain of {term.name} depends on a bound variable")
    key = FunctionalKey(term.name, term.shape)
    name = writer.functions.setdefault(key, f"u{len(writer.functions)}")
    what = f"the index of {term.name}.grad"
    rows = [f"({', '.join(writer.integer(i, around, what) for i in row)},)" for row in term.rows]
    listed = f"({', '.join(rows)},)" if rows else "()"
    return f"{name}.value({_entries(writer, term, around)}, {listed})"


def _entries(writer: Writer, term: Functional, around: Around) -> str:
    """The entries of the argument by their places, once its shape is known to be that declared."""
    value = Functional(term.name, term.shape, term.argument)
    rank = len(term.shape)
    indices = [f"i{k}" for k in range(rank)]
    bound = tuple(Bound(rank - 1 - k) for k in range(rank))

    def body(own: Around) -> list[str]:
        length = f"the length of {title(term.argument)}"
        sizes = [writer.integer(size, own.still(), length) for size in term.shape]
        entry = writer.value(Entry(shift(term.argument, rank), bound), own.under(*indices))
        return [
            check(writer, value, (), own),
            f"places = places_of(({', '.join(sizes)},))",
            f"spend((len(places) + 1) * {writer.cost(own)})",
            "result = {}",
            "for place in places:",
            f"    {', '.join(indices)}, = place",
            f"    result[place] = {entry}",
        ]

    return writer.remembered("argument", value, around, body)
