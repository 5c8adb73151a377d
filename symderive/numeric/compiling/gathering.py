"""Entries of arrays at computed places: diagonals, repetitions, and gathers for the rest."""

from __future__ import annotations

from itertools import combinations

from symderive.language.shapes import is_whole, polynomial_of
from symderive.language.terms import MINUS_ONE, ONE, ZERO, Floor, Mod, Pow, Symbol, Term, number
from symderive.numeric.compiling.indices import index_view
from symderive.numeric.compiling.nodes import SUM, View
from symderive.numeric.compiling.sizes import minus, plus, quotient, split, times
from symderive.numeric.compiling.slicing import Access, slice_of, subscript
from symderive.numeric.compiling.spans import extreme

INSIDE = "_inside"


def gathered(found: Access, places: list[int], axes: list[Symbol], unknown: set[int]) -> View:
    """Entries at computed places."""
    run, spans = found.run, found.run.spans
    while _diagonal(found, places, axes, unknown):
        pass
    alone = [place for place in places if _is_alone(found, place)]
    done = _rolled(found, alone, axes)
    places = [place for place in places if place not in done]
    for place in (place for place in alone if place not in done):
        if _turned(found, place, axes) or (place not in unknown and _repeated(found, place, axes)):
            places.remove(place)
    if not places:
        return View(found.node, tuple(axes))
    views = [_place(found, place, place in unknown) for place in places]
    order = spans.ordered({axis for view in views for axis in view.axes})
    arrays = [run.graph.placed(view, order) for view in views]
    rest = [place for place in range(len(found.indices)) if place not in places]
    others = [axes[place] for place in rest]
    shape = [spans.length(axis) for axis in order] + [found.sizes[place] for place in rest]
    found.node = run.graph.permuted(found.node, (*places, *rest))
    marks = ", ".join(f"{{{place + 1}}}" for place in range(len(arrays)))
    found.made("{0}[" + marks + "]", arrays, shape)
    return View(found.node, (*order, *others))


def _place(found: Access, place: int, unknown: bool) -> View:
    """The places of an index, counted from 0.

    What is not known to lie inside is cut off where a bracket hides it, and checked where not.
    """
    run = found.run
    view = index_view(run, minus(found.indices[place], ONE))
    if not unknown:
        return view
    size = run.names.code(found.sizes[place])
    loops = run.spans.loops_of(found.sizes[place])
    axes = run.spans.axes_of(found.indices[place])
    if any(axes & run.spans.axes_of(fact) for fact in found.given):
        text = f"np.clip({{0}}, 0, {run.names.code(minus(found.sizes[place], ONE))})"
    else:
        text = f"{INSIDE}({{0}}, {size})"
        run.helpers.add(INSIDE)
    node = run.graph.node(text, [view.node], view.node.shape, kind=view.node.kind, loops=loops)
    return View(node, view.axes)


def _diagonal(found: Access, places: list[int], axes: list[Symbol], unknown: set[int]) -> bool:
    """Two indices one apart along one axis: a diagonal of what both run over, as the last one."""
    spans = found.run.spans
    for first, second in combinations([at for at in places if at not in unknown], 2):
        shared = axes[first]
        if any(spans.axes_of(found.indices[place]) != {shared} for place in (first, second)):
            continue
        cuts = [slice_of(found, place, shared) for place in (first, second)]
        beside = [i for at, i in enumerate(found.indices) if at not in (first, second)]
        if any(shared in spans.axes_of(index) for index in beside):
            continue
        if any(cut is None or cut[1] for cut in cuts):
            continue
        length = spans.length(shared)
        if _continued(found, shared, axes):
            places.clear()
            return False
        texts = [":"] * len(found.indices)
        for place, cut in zip((first, second), cuts, strict=True):
            assert cut is not None
            texts[place] = cut[0]
        sizes = [length if at in (first, second) else size for at, size in enumerate(found.sizes)]
        subscript(found, texts, sizes)
        rest = [at for at in range(len(sizes)) if at not in (first, second)]
        found.sizes = [*(sizes[at] for at in rest), length]
        text = "" if len(sizes) == 2 else f", axis1={first}, axis2={second}"
        found.made(f"np.diagonal({{0}}{text})", (), found.sizes)
        found.indices = [*(found.indices[at] for at in rest), shared]
        axes[:] = [*(axes[at] for at in rest), shared]
        places[:] = [rest.index(at) for at in places if at in rest]
        kept = {rest.index(at) for at in unknown if at in rest}
        unknown.clear()
        unknown.update(kept)
        return True
    return False


def _continued(found: Access, shared: Symbol, axes: list[Symbol]) -> bool:
    """Whether it was a diagonal of a matrix that is continued by zeros, which is not built then."""
    run, spans = found.run, found.run.spans
    if found.node not in run.padded or len(found.indices) > 2:
        return False
    parts = [split(index, shared) for index in found.indices]
    if any(part is None or part[0] != ONE for part in parts):
        return False
    base, before = run.padded[found.node]
    starts = []
    for index, zeros in zip(found.indices, before, strict=True):
        first = spans.first(index)
        if first is None:
            return False
        starts.append(minus(minus(first, ONE), zeros))
    length = spans.length(shared)
    found.node, found.sizes = base, [length]
    run.helpers.add("_diagonal")
    numbers = ", ".join(map(run.names.code, (*starts, length)))
    found.made(f"_diagonal({{0}}, {numbers})", (), (length,), (*starts, length))
    found.indices, axes[:] = [shared], [shared]
    return True


def _is_alone(found: Access, place: int) -> bool:
    """Whether no other index has an axis of this one."""
    axes_of = found.run.spans.axes_of
    beside = [index for other, index in enumerate(found.indices) if other != place]
    return not any(axes_of(found.indices[place]) & axes_of(index) for index in beside)


def _rolled(found: Access, places: list[int], axes: list[Symbol]) -> list[int]:
    """Several dimensions that are read once around the circle each, turned at once."""
    spans, code = found.run.spans, found.run.names.code
    rows: list[tuple[int, Term]] = []
    for place in places:
        index, axis = minus(found.indices[place], ONE), axes[place]
        parts = split(index.argument, axis) if isinstance(index, Mod) else None
        if parts is None or not isinstance(index, Mod) or parts[0] != ONE:
            continue
        ends = index.modulus, spans.length(axis)
        if spans.axes_of(index) == {axis} and all(spans.same(e, found.sizes[place]) for e in ends):
            rows.append((place, times(MINUS_ONE, plus(parts[1], spans.spans[axis].lower))))
    if len(rows) == 1:
        return []
    shifts, sides = ", ".join(code(shift) for _, shift in rows), ", ".join(str(p) for p, _ in rows)
    mentioned = [shift for _, shift in rows]
    if rows:
        found.made(f"np.roll({{0}}, ({shifts}), ({sides}))", (), list(found.sizes), mentioned)
    for place, _ in rows:
        axis = axes[place]
        found.indices[place] = plus(minus(axis, spans.spans[axis].lower), ONE)
    return [place for place, _ in rows]


def _turned(found: Access, place: int, axes: list[Symbol]) -> bool:
    """(a + c) mod n + 1 or (c - a) mod n + 1 for an array of n entries: around the circle."""
    spans, code = found.run.spans, found.run.names.code
    axis, size = axes[place], found.sizes[place]
    index = minus(found.indices[place], ONE)
    if not isinstance(index, Mod) or spans.axes_of(index) != {axis}:
        return False
    parts = split(index.argument, axis)
    if parts is None or spans.axes_of(index.modulus) or parts[0] not in (ONE, MINUS_ONE):
        return False
    if not spans.same(index.modulus, size) or not spans.at_most(ONE, size):
        return False
    upward = parts[0] == ONE
    span, length = spans.spans[axis], spans.length(axis)
    start = plus(parts[1], span.lower if upward else times(MINUS_ONE, span.upper))
    before = times(MINUS_ONE, start)
    axis_text = f", axis={place}" if len(found.sizes) > 1 else ""
    sizes = list(found.sizes)
    if spans.same(length, size):
        found.made(f"np.roll({{0}}, {code(before)}{axis_text})", (), sizes, (before,))
    else:
        if not spans.at_least_zero(before):
            before = spans.simplified(Mod(before, size))
        after = extreme("Max", ZERO, minus(minus(length, size), before), spans)
        pads = ["(0, 0)"] * len(sizes)
        pads[place] = f"({code(before)}, {code(after)})"
        text = pads[0] if len(pads) == 1 else f"({', '.join(pads)})"
        sizes[place] = plus(size, before, after)
        found.made(f'np.pad({{0}}, {text}, mode="wrap")', (), sizes, (before, after))
        if not spans.same(sizes[place], length):
            sizes[place] = length
            front = ":, " * place
            found.made(f"{{0}}[{front}:{code(length, SUM)}]", (), sizes)
    if not upward:
        found.made("{0}[" + ":, " * place + "::-1]", (), sizes)
    found.sizes = sizes
    return True


def _repeated(found: Access, place: int, axes: list[Symbol]) -> bool:
    """floor((a - 1)/r) + c: every entry r times, one after the other."""
    spans, code = found.run.spans, found.run.names.code
    axis, index = axes[place], found.indices[place]
    if spans.axes_of(index) != {axis}:
        return False
    floors = {a for m in polynomial_of(index) for a, _ in m if isinstance(a, Floor)}
    if len(floors) != 1:
        return False
    atom = floors.pop()
    parts = split(index, atom)
    top, bottom = quotient(atom.argument)
    if parts is None or parts[0] != ONE or spans.axes_of(parts[1]) or spans.axes_of(bottom):
        return False
    ahead = times(minus(top, minus(axis, spans.spans[axis].lower)), _inverse(bottom))
    if spans.axes_of(ahead) or not is_whole(ahead):
        return False
    begin = plus(parts[1], ahead)
    length = spans.length(axis)
    count = spans.simplified(Floor(times(plus(length, bottom, number(-1)), _inverse(bottom))))
    start, stop = minus(begin, ONE), plus(begin, count, number(-1))
    ends = (
        ("" if start == ZERO else code(start)),
        ("" if spans.same(stop, found.sizes[place]) else code(stop)),
    )
    front = ":, " * place
    sizes = list(found.sizes)
    if any(ends):
        sizes[place] = count
        found.made(f"{{0}}[{front}{ends[0]}:{ends[1]}]", (), sizes)
    sizes[place] = times(count, bottom)
    axis_text = f", axis={place}" if len(sizes) > 1 else ""
    found.made(f"np.repeat({{0}}, {code(bottom)}{axis_text})", (), sizes)
    if not spans.same(sizes[place], length):
        sizes[place] = length
        found.made(f"{{0}}[{front}:{code(length, SUM)}]", (), sizes)
    return True


def _inverse(term: Term) -> Term:
    return Pow(term, MINUS_ONE)
