"""Indices with quotients and remainders: an index as two, the quotient and the remainder.

Where a formula asks for floor((t - 1)/r) and (t - 1) mod r of an index t of r p values, t is
r (u - 1) + v with u up to p and v up to r: the quotient is u - 1, the remainder v - 1, and arrays
over t are arrays over u and v, laid out anew. This holds for every r >= 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from symderive.language.binding import dangling, free_symbols, subterms
from symderive.language.definitions import entry_of, shape_of
from symderive.language.shapes import is_whole, polynomial_of, written
from symderive.language.terms import (
    ONE,
    ZERO,
    Apply,
    Bound,
    Ceiling,
    Compare,
    Entry,
    Floor,
    Mod,
    Mul,
    Reduce,
    Symbol,
    TensorSymbol,
    Term,
    number,
)
from symderive.numeric.compiling.brackets import is_sparse
from symderive.numeric.compiling.nodes import ATOM, Node
from symderive.numeric.compiling.pieces import in_pieces, settled
from symderive.numeric.compiling.sizes import (
    divided,
    minus,
    normal,
    plus,
    quotient,
    replaced,
    split,
    times,
)
from symderive.numeric.exact import is_exact

if TYPE_CHECKING:
    from symderive.numeric.compiling.tables import Tables

# So many terms of a formula are looked at, entries opened.
MOST_TERMS = 2000


class Digits(NamedTuple):
    """The quotient and the remainder, both from 1 on, and the index made of them."""

    high: Symbol
    low: Symbol
    at: Term


def digits_of(run: Tables, body: Term, axis: Symbol) -> Digits | None:
    """An axis as two where a formula asks for its quotients and remainders by a divisor."""
    spans = run.spans
    span = spans.spans[axis]
    if span.looped or spans.is_block(axis) or spans.loops_of(minus(span.upper, span.lower)):
        return None
    length = plus(minus(span.upper, span.lower), ONE)
    found: tuple[Term, Term] | None = None
    for base in divisors(run, body, axis):
        count = _parts(length, base)
        if count is None or count == ONE or spans.at_most(base, ZERO):
            continue
        # The greatest of several first: remainders by it have the others as theirs.
        if found is None or _parts(base, found[0]) is not None:
            found = base, count
    if found is None:
        return None
    run.at_most(ONE, found[0], "a divisor", [length])
    high = spans.fresh(axis.name, ONE, found[1])
    low = spans.fresh(axis.name, ONE, found[0])
    at = plus(span.lower, times(found[0], minus(high, ONE)), low, number(-1))
    return Digits(high, low, at)


def _parts(whole: Term, part: Term) -> Term | None:
    """How many times a size goes into another exactly; None where that is not seen."""
    found = divided(whole, part)
    if found is None or found[1] != ZERO or not is_whole(found[0]):
        return None
    return found[0]


def divisors(run: Tables, body: Term, axis: Symbol) -> Iterator[Term]:
    """The sizes by which a formula divides an axis, counted from its first value on."""
    lower = run.spans.spans[axis].lower
    for part in opened_parts(run, body, axis):
        if isinstance(part, Compare) and part.relation == "=":
            yield from _block_lengths(part, axis)
            continue
        if isinstance(part, Mod):
            top, bottom = part.argument, part.modulus
        elif isinstance(part, (Floor, Ceiling)):
            inner = normal(part)
            if not isinstance(inner, Floor):
                continue
            top, bottom = quotient(inner.argument)
        else:
            continue
        bottom = normal(bottom)
        if dangling(bottom) or run.spans.axes_of(bottom) or run.spans.loops_of(bottom):
            continue
        parts = split(top, axis)
        if bottom == ONE or parts is None or parts[0] != ONE:
            continue
        if _parts(plus(parts[1], lower), bottom) is not None:
            yield bottom


def _block_lengths(equation: Compare, axis: Symbol) -> Iterator[Term]:
    """The factors of summation variables in an equation that says where in blocks an axis is."""
    if not (is_exact(equation.left) and is_exact(equation.right)):
        return
    found = polynomial_of(minus(equation.left, equation.right))
    if abs(found.get(((axis, 1),), 0)) != 1:
        return
    for monomial, coefficient in found.items():
        rest = [pair for pair in monomial if not isinstance(pair[0], Bound)]
        is_linear = sum(power for atom, power in monomial if isinstance(atom, Bound)) == 1
        if is_linear and (rest or abs(coefficient) != 1):
            yield written({tuple(rest): abs(coefficient)})


def opened_parts(run: Tables, body: Term, axis: Symbol) -> Iterator[Term]:
    """All terms of a formula that an axis occurs in, those of entries that are read through."""
    stack, seen = [body], set[Term]()
    while stack and len(seen) < MOST_TERMS:
        for part in subterms(stack.pop()):
            if part in seen or axis not in free_symbols(part):
                continue
            seen.add(part)
            yield part
            inner = _opened(run, part)
            if inner is not None:
                stack.append(inner)


def _opened(run: Tables, part: Term) -> Term | None:
    """The formula of an entry that is no entry of an array; of one that is, None."""
    if isinstance(part, Apply):
        return None if shape_of(part) else entry_of(part, ())
    if not isinstance(part, Entry) or isinstance(part.tensor, TensorSymbol):
        return None
    if part.tensor in run.tables:
        return None
    inner = entry_of(part.tensor, part.indices)
    is_linear = isinstance(inner, (Entry, Mul)) or (
        isinstance(inner, Reduce) and inner.operation == "sum"
    )
    return inner if is_linear or is_sparse(run, part.tensor) else None


def in_digits(run: Tables, body: Term, axes: Sequence[Symbol]) -> Node | None:
    """The array of a formula over axes, computed over quotients and remainders of some of them."""
    if run.spans.axes_of(body) - set(axes) or run.spans.loops_of(body):
        return None
    rows: list[list[Symbol]] = []
    for axis in axes:
        body, row = taken_apart(run, body, axis)
        rows.append(row)
    if all(len(row) == 1 for row in rows):
        return None
    every = [axis for row in rows for axis in row]
    pieces = in_pieces(run, body, every)
    if pieces is not None:
        return _laid_out(run, pieces, rows)
    view = run.lowered(body, every)
    # What does not depend on the remainder is repeated.
    kept = [_without_last(row, view.axes) for row in rows]
    node = run.filled(view, (), tuple(axis for row in kept for axis in row))
    node = _laid_out(run, node, kept)
    for place in reversed(range(len(rows))):
        over = times(*map(run.spans.length, rows[place][len(kept[place]) :]))
        if over != ONE:
            node = _repeated(run, node, place, over)
    return node


def _without_last(row: Sequence[Symbol], axes: Sequence[Symbol]) -> list[Symbol]:
    """The axes of a row up to the last one that an array has, the first in any case."""
    kept = list(row)
    while len(kept) > 1 and kept[-1] not in axes:
        kept.pop()
    return kept


def taken_apart(run: Tables, body: Term, axis: Symbol) -> tuple[Term, list[Symbol]]:
    """A formula in quotients and remainders of an axis, and these, the coarsest first."""
    row = [axis]
    place = 0
    while place < len(row):
        digits = digits_of(run, body, row[place])
        if digits is None:
            place += 1
            continue
        body = settled(run, replaced(body, row[place], digits.at))
        row[place : place + 1] = [digits.high, digits.low]
    return body, row


def _laid_out(run: Tables, node: Node, rows: Sequence[Sequence[Symbol]]) -> Node:
    """The dimensions of each row of axes as one dimension."""
    if all(len(row) == 1 for row in rows):
        return node
    shape = tuple(times(*map(run.spans.length, row)) for row in rows)
    loops = frozenset().union(*map(run.spans.loops_of, shape))
    text = "{0}.reshape(" + ", ".join(map(run.names.code, shape)) + ")"
    return run.graph.node(text, [node], shape, needs=ATOM, loops=loops)


def _repeated(run: Tables, node: Node, place: int, times_over: Term) -> Node:
    shape = list(node.shape)
    shape[place] = times(shape[place], times_over)
    axis = f", axis={place}" if len(shape) > 1 else ""
    text = f"np.repeat({{0}}, {run.names.code(times_over)}{axis})"
    loops = run.spans.loops_of(times_over)
    return run.graph.node(text, [node], tuple(shape), loops=loops)
