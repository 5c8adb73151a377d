"""Indices and sizes as arrays of integers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.errors import IllFormed
from symderive.language.shapes import polynomial_of, written
from symderive.language.terms import ZERO, Ceiling, Floor, Function, Mod, Symbol, Term, number
from symderive.numeric.compiling.nodes import FLOAT, INTEGER, PRODUCT, SIGN, SUM, View
from symderive.numeric.compiling.sizes import constant_of, plus, quotient, split, times
from symderive.numeric.exact import is_exact

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering

# -a // b is (-a) // b in Python, so that a quotient behind a sign stands in brackets.
POWER_OF_SIGN = SIGN + 1

EXTREMES = {"Max": "np.maximum({0}, {1})", "Min": "np.minimum({0}, {1})"}


def is_index(term: Term) -> bool:
    """Whether a term is arithmetic of integers and integer variables."""
    return is_exact(term)


def index_view(run: Lowering, term: Term, values: bool = False) -> View:
    """An index for all values of its axes; as floats where ``values`` of them are wanted."""
    term = run.spans.simplified(term)
    axes = run.spans.ordered(run.spans.axes_of(term))
    if not axes:
        return run.size(term)
    parts = split(term, axes[0]) if len(axes) == 1 else None
    if parts is not None:
        value = constant_of(parts[0])
        if value is not None and value.denominator == 1 and _is_whole(parts[1]):
            return _progression(run, axes[0], int(value), parts[1], values)
    top, bottom = quotient(term)
    if bottom != number(1):
        above = _polynomial(run, top, values)
        below = _polynomial(run, bottom, values)
        sign = "/" if values else "//"
        return run.elementwise(
            f"{{0}} {sign} {{1}}",
            [above, below],
            needs=(PRODUCT, SIGN),
            strength=PRODUCT,
            kind=FLOAT if values else INTEGER,
        )
    return _polynomial(run, term, values)


def _is_whole(term: Term) -> bool:
    return all(
        c.denominator == 1 and all(power > 0 for _, power in m)
        for m, c in polynomial_of(term).items()
    )


def _progression(run: Lowering, axis: Symbol, step: int, start: Term, values: bool) -> View:
    """step*axis + start as one progression of numbers."""
    span = run.spans.spans[axis]
    first = plus(times(number(step), span.lower), start)
    stop = plus(times(number(step), span.upper), start, number(1 if step > 0 else -1))
    texts = [run.names.code(first), run.names.code(stop)]
    if first == ZERO and step == 1:
        texts.pop(0)
    if step != 1:
        texts.append(str(step))
    if values:
        texts.append("dtype=float")
    loops = run.spans.loops_of(first) | run.spans.loops_of(stop)
    node = run.graph.node(
        f"np.arange({', '.join(texts)})",
        (),
        (run.spans.length(axis),),
        kind=FLOAT if values else INTEGER,
        loops=loops,
    )
    return View(node, (axis,))


def _polynomial(run: Lowering, term: Term, values: bool) -> View:
    """The sum of the parts that vary along the same axes."""
    groups: dict[tuple[Symbol, ...], list[Term]] = {}
    for monomial, coefficient in polynomial_of(term).items():
        part = written({monomial: coefficient})
        groups.setdefault(run.spans.ordered(run.spans.axes_of(part)), []).append(part)
    constant = groups.pop((), [])
    found: View | None = None
    kind = FLOAT if values else INTEGER
    for part in (p for axes in sorted(groups, key=len) for p in _joined(run, groups[axes])):
        sign, view = _part(run, part, values)
        if found is None:
            found = (
                view
                if sign > 0
                else run.elementwise("-{0}", [view], needs=POWER_OF_SIGN, strength=SIGN, kind=kind)
            )
            continue
        mark = "+" if sign > 0 else "-"
        found = run.elementwise(
            f"{{0}} {mark} {{1}}", [found, view], needs=(SUM, PRODUCT), strength=SUM, kind=kind
        )
    rest = plus(*constant) if constant else ZERO
    if found is None:
        return run.size(rest)
    if rest != ZERO:
        text = run.names.code(rest)
        mark, text = ("-", text[1:]) if text.startswith("-") and text[1:].isalnum() else ("+", text)
        loops = run.spans.loops_of(rest)
        node = run.graph.node(
            f"{{0}} {mark} {text}",
            [found.node],
            found.node.shape,
            needs=SUM,
            strength=SUM,
            kind=kind,
            loops=loops,
        )
        return View(node, found.axes)
    return found


def _joined(run: Lowering, parts: list[Term]) -> list[Term]:
    """Parts that vary along one axis as one progression."""
    whole = plus(*parts)
    axes = run.spans.axes_of(whole)
    if len(axes) == 1:
        found = split(whole, next(iter(axes)))
        if found is not None and constant_of(found[0]) is not None:
            return [whole]
    return parts


def _part(run: Lowering, term: Term, values: bool) -> tuple[int, View]:
    """A monomial: its sign, and its absolute value."""
    axes = run.spans.axes_of(term)
    if len(axes) == 1:
        found = split(term, next(iter(axes)))
        if found is not None and constant_of(found[0]) is not None:
            return 1, index_view(run, term, values)
    ((monomial, coefficient),) = polynomial_of(term).items()
    sign = 1 if coefficient > 0 else -1
    views = [run.size(number(abs(coefficient)))] if abs(coefficient) != 1 else []
    for atom, exponent in monomial:
        views += [_atom(run, atom, values)] * exponent
    found_view = views[0]
    kind = FLOAT if values else INTEGER
    for view in views[1:]:
        found_view = run.elementwise(
            "{0} * {1}", [found_view, view], needs=(PRODUCT, SIGN), strength=PRODUCT, kind=kind
        )
    return sign, found_view


def _atom(run: Lowering, atom: Term, values: bool) -> View:
    if not run.spans.axes_of(atom):
        return run.size(atom)
    if isinstance(atom, Symbol):
        return index_view(run, atom, values)
    if isinstance(atom, (Floor, Ceiling)):
        top, bottom = quotient(atom.argument)
        if isinstance(atom, Ceiling):
            top = times(number(-1), top)
        views = [index_view(run, top), index_view(run, bottom)]
        found = run.elementwise(
            "{0} // {1}", views, needs=(PRODUCT, SIGN), strength=PRODUCT, kind=INTEGER
        )
        if isinstance(atom, Ceiling):
            found = run.elementwise(
                "-{0}", [found], needs=POWER_OF_SIGN, strength=SIGN, kind=INTEGER
            )
        return found
    if isinstance(atom, Mod):
        views = [index_view(run, atom.argument), index_view(run, atom.modulus)]
        return run.elementwise(
            "{0} % {1}", views, needs=(PRODUCT, SIGN), strength=PRODUCT, kind=INTEGER
        )
    if isinstance(atom, Function) and atom.name in EXTREMES:
        found = index_view(run, atom.arguments[0], values)
        for argument in atom.arguments[1:]:
            pair = [found, index_view(run, argument, values)]
            found = run.elementwise(EXTREMES[atom.name], pair, kind=INTEGER)
        return found
    if isinstance(atom, Function) and atom.name == "Abs":
        inner = index_view(run, atom.arguments[0], values)
        return run.elementwise("np.abs({0})", [inner], kind=INTEGER)
    raise IllFormed(f"there is no array code for {type(atom).__name__.lower()} in an index")
