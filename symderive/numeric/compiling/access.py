"""Entries of arrays at indices: slices, windows, blocks, diagonals, and gathers for the rest.

An index that is linear in axes of its own is a view of the array, which costs nothing. What may
lie outside of the array is either shown to be inside, or hidden by a bracket (then the array is
padded with zeros), or checked when the program runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from symderive.language.binding import free_symbols
from symderive.language.shapes import polynomial_of
from symderive.language.terms import (
    ONE,
    ZERO,
    Entry,
    Floor,
    Function,
    Mod,
    Symbol,
    Term,
    is_condition,
    number,
)
from symderive.numeric.compiling.bending import straight_entry
from symderive.numeric.compiling.gathering import gathered
from symderive.numeric.compiling.moving import chain_of
from symderive.numeric.compiling.nodes import Table, View
from symderive.numeric.compiling.sizes import minus, plus, quotient, split, tidy, times
from symderive.numeric.compiling.slicing import Access, slice_of, subscript
from symderive.numeric.compiling.spans import Spans, extreme

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering

WINDOWS = "_windows"


def accessed(
    run: Lowering, table: Table, indices: Sequence[Term], given: tuple[Term, ...], name: str
) -> View:
    """The entries of a table; the terms given are at least 0 wherever an entry matters."""
    spans = run.spans
    indices = [_whole(spans.simplified(index)) for index in indices]
    if not table.batch and any(map(_is_bent, indices)):
        entry = straight_entry(run, Entry(run.held(*table[::2]), tuple(indices)), given)
        table, indices = run.table(entry.tensor), list(entry.indices)
    own = [minus(axis, minus(spans.spans[axis].lower, ONE)) for axis in table.batch]
    sizes = [spans.length(axis) for axis in table.batch] + list(table.shape)
    found = Access(run, table.node, [*own, *indices], sizes)
    found.given = given
    unknown = _in_range(found, given, name)
    _unfold(found, unknown)
    return _read(found, unknown)


def _is_bent(index: Term) -> bool:
    """Whether an index is no polynomial of its axes."""
    atoms = {atom for monomial in polynomial_of(index) for atom, _ in monomial}
    return any(isinstance(atom, (Floor, Function, Mod)) for atom in atoms)


def _whole(index: Term) -> Term:
    """An index that is no integer everywhere, rounded down: brackets say where it matters."""
    return index if quotient(index)[1] == ONE else tidy(Floor(index))


# Ranges


def _in_range(found: Access, given: tuple[Term, ...], name: str) -> set[int]:
    """Pad or check every dimension; which indices have to be looked at one by one."""
    spans = found.run.spans
    pads: list[tuple[Term, Term]] = []
    unknown: set[int] = set()
    for place, (index, size) in enumerate(zip(found.indices, found.sizes, strict=True)):
        if not spans.axes_of(index) and _is_hidden(found, index, size):
            found.indices[place] = Function("Max", (ONE, Function("Min", (index, size))))
            pads.append((ZERO, ZERO))
            continue
        ends = [_missing(found, place, side, given, name) for side in ("low", "high")]
        if None in ends:
            unknown.add(place)
        before, after = (ZERO if end is None else end for end in ends)
        pads.append((before, after))
    if any(pair != (ZERO, ZERO) for pair in pads):
        _pad(found, pads)
    return unknown


def _missing(
    found: Access, place: int, side: str, given: tuple[Term, ...], name: str
) -> Term | None:
    """How many zeros are missing on one side of a dimension; None where nothing is known.

    Zeros stand only for what brackets hide; else the program checks that nothing is missing.
    """
    run, spans = found.run, found.run.spans
    index, size = found.indices[place], found.sizes[place]
    is_low = side == "low"
    room = minus(index, ONE) if is_low else minus(size, index)
    if spans.at_least_zero(room):
        return ZERO
    end = (spans.first if is_low else spans.last)(index)
    if end is not None and spans.at_least_zero(minus(end, ONE) if is_low else minus(size, end)):
        return ZERO
    if end is not None and spans.loops_of(end):
        end = (spans.first if is_low else spans.last)(index, True)
    if end is None:
        return None
    axes = spans.axes_of(index)
    linear = all(split(index, axis) for axis in axes)
    if spans.at_least_zero(room, given) or (linear and _hidden(spans, index, given)):
        missing = minus(ONE, end) if is_low else minus(end, size)
        return extreme("Max", ZERO, missing, spans)
    if any(axes & spans.axes_of(fact) for fact in given):
        return None
    ends = (ONE, end) if is_low else (end, size)
    lengths = [spans.length(axis) for axis in spans.ordered(axes)]
    run.at_most(*ends, f"an index of {name}", lengths)
    return ZERO


def _is_hidden(found: Access, index: Term, size: Term) -> bool:
    """Whether one entry may lie outside of the array, and does so only where it has no effect."""
    spans = found.run.spans
    rooms = minus(index, ONE), minus(size, index)
    if all(spans.at_least_zero(room) for room in rooms):
        return False
    names, sizes = free_symbols(index), free_symbols(size)
    for fact in found.given:
        about = free_symbols(fact)
        # A fact about sizes alone, or about nothing, hides the entry everywhere or nowhere.
        if names & about or (not spans.axes_of(fact) and (sizes & about or not about)):
            return True
    return False


def _hidden(spans: Spans, index: Term, given: tuple[Term, ...]) -> bool:
    """Whether a condition that is no bound decides where an entry matters."""
    axes = spans.axes_of(index)
    return any(is_condition(fact) and axes & spans.axes_of(fact) for fact in given)


def _pad(found: Access, pads: list[tuple[Term, Term]]) -> None:
    """Zeros around the array."""
    code = found.run.names.code
    found.sizes = [plus(size, *pair) for size, pair in zip(found.sizes, pads, strict=True)]
    found.indices = [plus(i, before) for i, (before, _) in zip(found.indices, pads, strict=True)]
    texts = [f"({code(before)}, {code(after)})" for before, after in pads]
    text = texts[0] if len(texts) == 1 else f"({', '.join(texts)})"
    ends = [end for pair in pads for end in pair]
    found.made(f"np.pad({{0}}, {text})", (), found.sizes, (*ends, *found.sizes))


# Windows and blocks


def _unfold(found: Access, unknown: set[int]) -> None:
    """An index along several axes as several dimensions."""
    place = 0
    while place < len(found.indices):
        axes = _own_axes(found, place)
        if len(axes) < 2 or place in unknown:
            place += 1
        elif not _as_blocks(found, place, axes):
            _as_windows(found, place, axes)


def _own_axes(found: Access, place: int) -> tuple[Symbol, ...]:
    """The axes of an index that is linear in them, if no other has one of them or it has blocks."""
    spans = found.run.spans
    index = found.indices[place]
    counts = Counter(axis for index in found.indices for axis in spans.axes_of(index))
    axes = spans.ordered(spans.axes_of(index))
    shared = any(counts[axis] > 1 for axis in axes) and chain_of(spans, index, axes) is None
    for axis in axes:
        parts = split(index, axis)
        if shared or parts is None or spans.axes_of(parts[0]):
            return ()
        if spans.sign(parts[0]) is None:
            return ()
    # Windows of no length at all do not exist; nothing is looked up then.
    return axes if all(spans.at_most(ONE, spans.length(axis)) for axis in axes[1:]) else ()


def _factor(found: Access, place: int, axis: Symbol) -> Term:
    parts = split(found.indices[place], axis)
    assert parts is not None
    return parts[0]


def _as_blocks(found: Access, place: int, axes: tuple[Symbol, ...]) -> bool:
    """c*k + a, where a takes c values one apart: the dimension cut into blocks of length c.

    Blocks of blocks likewise: c*d*l + c*k + a, where k takes d values.
    """
    spans, code = found.run.spans, found.run.names.code
    chain = chain_of(spans, found.indices[place], axes)
    if chain is None:
        return False
    room = times(*map(spans.length, chain))
    low = spans.first(found.indices[place])
    assert low is not None
    size = found.sizes[place]
    start, stop = minus(low, ONE), plus(low, room, number(-1))
    ends = ("" if start == ZERO else code(start)), ("" if spans.same(stop, size) else code(stop))
    if any(ends):
        sizes = list(found.sizes)
        sizes[place] = minus(stop, start)
        front = ":, " * place
        found.made(f"{{0}}[{front}{ends[0]}:{ends[1]}]", (), sizes)
    chain.reverse()
    found.sizes[place : place + 1] = [spans.length(axis) for axis in chain]
    spots = [minus(axis, minus(spans.spans[axis].lower, ONE)) for axis in chain]
    found.indices[place : place + 1] = spots
    text = ", ".join(map(code, found.sizes))
    found.made(f"{{0}}.reshape({text})", (), found.sizes)
    return True


def _as_windows(found: Access, place: int, axes: tuple[Symbol, ...]) -> None:
    """All windows of the dimension: the first axis says where, the others what within."""
    spans, code = found.run.spans, found.run.names.code
    index, size = found.indices[place], found.sizes[place]
    low = spans.first(index)
    assert low is not None
    where: Term = low
    within: Term = ONE
    width: Term = ONE
    for number_of, axis in enumerate(axes):
        factor = _factor(found, place, axis)
        span = spans.spans[axis]
        upward = spans.sign(factor) == 1
        step = factor if upward else times(number(-1), factor)
        offset = times(step, minus(axis, span.lower) if upward else minus(span.upper, axis))
        if number_of == 0:
            where = plus(where, offset)
        else:
            within = plus(within, offset)
            width = plus(width, times(step, minus(span.upper, span.lower)))
    found.sizes[place] = minus(plus(size, ONE), width)
    found.sizes.append(width)
    found.indices[place] = where
    found.indices.append(within)
    axis_text = f", axis={place}" if len(found.sizes) > 2 else ""
    name = "sliding_window_view"
    if not spans.at_most(width, size) and not spans.is_filled(axes[0]):
        name = WINDOWS
        found.run.helpers.add(WINDOWS)
    found.made(f"{name}({{0}}, {code(width)}{axis_text})", (), found.sizes)


# Slices and gathers


def _read(found: Access, unknown: set[int]) -> View:
    """Slices where each index has an axis of its own or none; the others are looked up."""
    spans = found.run.spans
    counts = Counter(axis for index in found.indices for axis in spans.axes_of(index))
    looked_up: list[int] = []
    texts, flips, axes = [], [], []
    for place, index in enumerate(found.indices):
        own = spans.axes_of(index)
        if not own:
            texts.append(found.run.names.code(minus(index, ONE)))
            continue
        cut = None
        if len(own) == 1 and counts[next(iter(own))] == 1 and place not in unknown:
            cut = slice_of(found, place, next(iter(own)))
        axes.append(next(iter(own)))
        if cut is None:
            looked_up.append(place)
            texts.append(":")
            flips.append(":")
        else:
            texts.append(cut[0])
            flips.append("::-1" if cut[1] else ":")
    scalars = [place for place, index in enumerate(found.indices) if not spans.axes_of(index)]
    kept = [place for place in range(len(found.indices)) if place not in scalars]
    lengths = [
        found.sizes[place] if place in looked_up else spans.length(axis)
        for place, axis in zip(kept, axes, strict=True)
    ]
    subscript(found, texts, lengths)
    subscript(found, flips, lengths)
    found.indices = [found.indices[place] for place in kept]
    found.sizes = lengths
    if not looked_up:
        return View(found.node, tuple(axes))
    places = [kept.index(place) for place in looked_up]
    return gathered(found, places, axes, {kept.index(p) for p in unknown if p in kept})
