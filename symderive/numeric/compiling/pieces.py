"""Arrays whose formula changes from index to index: one piece for each case.

Cases told apart by the remainder of an index, or by whether it is at most a size, are slices of
the result; each piece then has a formula without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from symderive.language.binding import children, dangling, free_symbols, map_children, subterms
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    And,
    Cases,
    Ceiling,
    Compare,
    Entry,
    Floor,
    Function,
    Mod,
    Mul,
    Not,
    Or,
    Pow,
    Reduce,
    Symbol,
    Term,
    Truth,
    number,
)
from symderive.numeric.compiling.brackets import decided, facts_of
from symderive.numeric.compiling.nodes import Node
from symderive.numeric.compiling.sizes import (
    constant_of,
    minus,
    plus,
    quotient,
    replaced,
    split,
    tidy,
    times,
)
from symderive.numeric.compiling.spans import extreme
from symderive.numeric.exact import is_exact

if TYPE_CHECKING:
    from symderive.numeric.compiling.tables import Tables

# Remainders by a larger number are masks: the pieces would be too many.
MOST_PIECES = 4
# No array is put together of more than these.
MOST_PARTS = 27
# So often a part is cut into smaller ones.
MOST_CUTS = 8


class Piece(NamedTuple):
    """Some values of an axis: the axis that runs over them, the index, the formula there."""

    axis: Symbol
    at: Term
    body: Term


class Part(NamedTuple):
    """A part of an array: its axes, the indices that they stand for, the formula."""

    axes: tuple[Symbol, ...]
    at: tuple[Term, ...]
    body: Term


class Threshold(NamedTuple):
    """A last value of an axis, with what some terms of a formula are up to it and beyond."""

    last: Term
    below: dict[Term, Term]
    above: dict[Term, Term]


class Sides(NamedTuple):
    """A term that is one thing where some room is at least 0, and another where it is not."""

    room: Term
    filled: Term
    short: Term


def in_pieces(run: Tables, body: Term, axes: Sequence[Symbol], fine: bool = False) -> Node | None:
    """The array of a formula over axes, piece by piece; None where it has no such cases.

    ``fine``: remainders and quotients by small numbers count wherever they stand.
    """
    if run.spans.axes_of(body) - set(axes) or run.spans.loops_of(body):
        return None
    parts = _parts(run, Part(tuple(axes), tuple(axes), body), fine, MOST_CUTS)
    if not 1 < len(parts) <= MOST_PARTS:
        return None
    return _joined(run, tuple(axes), parts)


def _parts(run: Tables, whole: Part, fine: bool, cuts: int) -> list[Part]:
    """The parts of an array that have one formula each, none of them cut out more often."""
    for place, axis in enumerate(whole.axes if cuts else ()):
        pieces = by_remainder(run, whole.body, axis, fine) or _by_threshold(run, whole.body, axis)
        found: list[Part] = []
        for piece in pieces:
            axes, at = list(whole.axes), list(whole.at)
            axes[place] = piece.axis
            at[place] = replaced(at[place], axis, piece.at)
            found += _parts(run, Part(tuple(axes), tuple(at), piece.body), fine, cuts - 1)
        if found:
            return found
    return [whole]


def _joined(run: Tables, axes: tuple[Symbol, ...], parts: Sequence[Part]) -> Node:
    lengths = tuple(run.spans.length(axis) for axis in axes)
    sizes = ", ".join(map(run.names.code, lengths))
    shape = f"({sizes})" if len(lengths) > 1 else sizes
    nodes = [(part, run.spread(part.body, part.axes)) for part in parts]
    filled = [(part, _unspread(node)) for part, node in nodes if not _is_nothing(node)]
    started = "empty" if len(filled) == len(nodes) else "zeros"
    found: Node | None = None
    for part, node in filled:
        cuts = [_cut(run, *row) for row in zip(axes, part.axes, part.at, strict=True)]
        while cuts[-1] == ":":
            cuts.pop()
        found = run.graph.loop(
            node,
            lengths,
            headers=(),
            variables=frozenset(),
            start=f"np.{started}({shape})",
            step=f"{{target}}[{', '.join(cuts)}] = {{0}}",
            loops=frozenset(),
            first=found,
        )
    return run.graph.node(f"np.zeros({shape})", (), lengths) if found is None else found


def _is_nothing(node: Node) -> bool:
    """Whether an array is 0 everywhere."""
    is_full = node.template.startswith("np.full(")
    return is_full and node.arguments[0].template in ("0", "0.0")


def _unspread(node: Node) -> Node:
    """What an array repeats, which an assignment repeats by itself."""
    is_spread = node.template.startswith(("np.full(", "np.broadcast_to("))
    return node.arguments[0] if is_spread else node


def _cut(run: Tables, axis: Symbol, inner: Symbol, at: Term) -> str:
    """The slice of the dimension of an axis for the values of an index."""
    if inner is axis:
        return ":"
    spans, code = run.spans, run.names.code
    parts = split(at, inner)
    assert parts is not None
    step = parts[0]
    start = minus(replaced(at, inner, spans.spans[inner].lower), spans.spans[axis].lower)
    stop = plus(start, times(step, spans.length(inner)))
    texts = ["" if start == ZERO else code(start)]
    texts.append("" if spans.at_most(spans.length(axis), stop) else code(stop))
    return ":".join(texts) + ("" if step == ONE else f":{code(step)}")


def by_remainder(run: Tables, body: Term, axis: Symbol, fine: bool) -> list[Piece]:
    """One piece for each remainder of an index that conditions ask for."""
    count = next(_remainders(body, axis, fine), None)
    span = run.spans.spans[axis]
    if count is None or span.looped or run.spans.is_block(axis):
        return []
    found = []
    for rest in range(count):
        room = Mul(
            (minus(minus(span.upper, number(rest)), span.lower), Pow(number(count), MINUS_ONE))
        )
        inner = run.spans.fresh(axis.name, ONE, plus(Floor(tidy(room)), ONE))
        index = plus(times(number(count), inner), span.lower, number(rest - count))
        found.append(Piece(inner, index, settled(run, replaced(body, axis, index))))
    return found


def _remainders(body: Term, axis: Symbol, fine: bool) -> Iterator[int]:
    parts = subterms(body)
    if fine or not _is_reduced(parts, axis):
        yield from _signs(parts, axis)
    if fine:
        yield from _small_divisors(parts, axis)
    for condition in parts:
        if isinstance(condition, Compare) and _is_about_indices(condition):
            yield from _small_divisors(subterms(condition), axis, Mod)


def _small_divisors(
    parts: Sequence[Term], axis: Symbol, kinds: type[Term] | tuple[type[Term], ...] = (Mod, Floor)
) -> Iterator[int]:
    """Small numbers by which an index is divided, in remainders or quotients of these kinds."""
    for part in parts:
        if not isinstance(part, kinds) or not is_exact(part):
            continue
        if isinstance(part, Mod):
            top, bottom = part.argument, part.modulus
        else:
            assert isinstance(part, Floor)
            top, bottom = quotient(part.argument)
        value = constant_of(bottom)
        found = split(top, axis)
        factor = constant_of(found[0]) if found is not None else None
        if value and factor and factor.denominator == 1 and 1 < value <= MOST_PIECES:
            if factor % value:
                yield int(value)


def _signs(parts: Sequence[Term], axis: Symbol) -> Iterator[int]:
    """2, where -1 is raised to a power that changes its parity along an axis."""
    for part in parts:
        if isinstance(part, Pow) and part.base == MINUS_ONE and is_exact(part.exponent):
            found = split(part.exponent, axis)
            factor = constant_of(found[0]) if found is not None else None
            if factor and factor.denominator == 1 and factor % 2:
                yield 2


def _is_about_indices(condition: Compare) -> bool:
    return is_exact(condition.left) and is_exact(condition.right)


def _by_threshold(run: Tables, body: Term, axis: Symbol) -> list[Piece]:
    """Two pieces, up to a size and beyond, where cases or bounds of indices ask for it."""
    spans = run.spans
    span = spans.spans[axis]
    for end, below, above in _thresholds(run, body, axis):
        last = extreme("Min", span.upper, end, spans)
        last = extreme("Max", minus(span.lower, ONE), last, spans)
        if spans.same(last, span.upper):
            known = below
        elif spans.same(last, minus(span.lower, ONE)):
            known = above
        else:
            low = spans.fresh(axis.name, span.lower, last)
            high = spans.fresh(axis.name, plus(last, ONE), span.upper)
            return [
                _piece(run, exchanged(body, known), axis, part)
                for known, part in ((below, low), (above, high))
            ]
        if known:
            return _by_threshold(run, exchanged(body, known), axis)
    return []


def settled(run: Tables, body: Term) -> Term:
    """The formula with its quotients, remainders and signs decided where ranges say so."""
    if isinstance(body, (Floor, Ceiling, Mod)) and is_exact(body):
        return run.spans.simplified(body)
    if isinstance(body, Pow) and body.base == MINUS_ONE and is_exact(body.exponent):
        parity = constant_of(run.spans.simplified(Mod(body.exponent, number(2))))
        return body if parity is None else number(-1 if parity else 1)
    body = map_children(body, lambda child, binds: settled(run, child))
    return _first_cases(run, body) if isinstance(body, Cases) else body


def _first_cases(run: Tables, cases: Cases) -> Term:
    """The cases that may hold, up to the first that does."""
    rows: list[tuple[Term, Term]] = []
    for value, condition in zip(cases.values, cases.conditions, strict=True):
        sure = decided(run.spans, condition)
        if sure and not rows:
            return value
        if sure is not False:
            rows.append((value, condition))
        if sure:
            break
    if len(rows) == len(cases.values) or not rows:
        return cases
    values, conditions = zip(*rows, strict=True)
    return Cases(values, conditions)


def _piece(run: Tables, body: Term, axis: Symbol, part: Symbol) -> Piece:
    """A piece of an axis; where that is one value, the formula is one of this value."""
    span = run.spans.spans[part]
    is_single = run.spans.same(span.lower, span.upper)
    return Piece(part, part, settled(run, replaced(body, axis, span.lower if is_single else part)))


def exchanged(body: Term, known: dict[Term, Term]) -> Term:
    """The formula with other terms in place of some that have no bound variables."""
    if not known:
        return body
    if body in known:
        return known[body]
    return map_children(body, lambda child, binds: exchanged(child, known))


def _thresholds(run: Tables, body: Term, axis: Symbol) -> Iterator[Threshold]:
    """Last values of an axis for which a case holds, or one side of a bound of an index."""
    parts = subterms(body)
    for part in parts:
        for condition in part.conditions if isinstance(part, Cases) else ():
            yield from _of_condition(run, condition, axis)
    if _is_reduced(parts, axis):
        return
    for part in parts:
        if not isinstance(part, Entry):
            continue
        for atom in (a for index in part.indices for a in subterms(index)):
            sides = _sides(atom)
            end = None if sides is None else _last(run, sides.room, axis)
            if sides is None or end is None:
                continue
            above, below = sides.filled, sides.short
            if not end[1]:
                above, below = below, above
            yield Threshold(end[0], {atom: below}, {atom: above})


def _of_condition(run: Tables, condition: Term, axis: Symbol) -> Iterator[Threshold]:
    """Last values of an axis up to which, or beyond which, a condition is known."""
    if isinstance(condition, (And, Or, Not)):
        for part, _ in children(condition):
            yield from _of_condition(run, part, axis)
        return
    facts = facts_of(run.spans, (condition,))
    is_single = len(facts.at_least_zero) + len(facts.zero) == 1 and not facts.others
    for bound in facts.at_least_zero:
        end = _last(run, bound, axis)
        if end is not None:
            below, above = _known(condition, not end[1]), _known(condition, end[1])
            yield Threshold(end[0], *((below, above) if is_single else ({}, {})))
    for equation in facts.zero if is_single else ():
        end = _last(run, equation, axis)
        if end is None:
            continue
        value = plus(end[0], ONE) if end[1] else end[0]
        span = run.spans.spans[axis]
        greatest = extreme("Max", minus(span.lower, ONE), value, run.spans)
        false = _known(condition, False)
        if run.spans.at_most(span.upper, greatest):
            # No value of the axis is greater, unless it has none at all.
            yield Threshold(minus(value, ONE), false, _known(condition, True))
        else:
            yield Threshold(value, {}, false)


def _known(condition: Term, truth: bool) -> dict[Term, Term]:
    return {condition: Truth(truth)}


def _is_reduced(parts: Sequence[Term], axis: Symbol) -> bool:
    """Whether a formula has sums or the like that would be written once for each piece."""
    return any(isinstance(part, Reduce) and axis in free_symbols(part) for part in parts)


def _sides(atom: Term) -> Sides | None:
    """What a number without its sign, a maximum or a minimum of two is."""
    if not isinstance(atom, Function) or not is_exact(atom):
        return None
    if atom.name == "Abs":
        (inner,) = atom.arguments
        return Sides(inner, inner, times(MINUS_ONE, inner))
    if atom.name in ("Max", "Min") and len(atom.arguments) == 2:
        first, second = atom.arguments
        values = (first, second) if atom.name == "Max" else (second, first)
        return Sides(minus(first, second), *values)
    return None


def _last(run: Tables, bound: Term, axis: Symbol) -> tuple[Term, bool] | None:
    """The value of an axis up to which a term is at least 0, or up to which it is not.

    With it, whether the term is at least 0 beyond.
    """
    parts = split(bound, axis)
    factor = constant_of(parts[0]) if parts is not None else None
    if parts is None or run.spans.axes_of(bound) != {axis} or dangling(bound):
        return None
    if factor == -1:
        return parts[1], False
    if factor == 1:
        return minus(times(MINUS_ONE, parts[1]), ONE), True
    return None
