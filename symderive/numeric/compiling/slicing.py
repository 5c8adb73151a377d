"""An array on its way to the entries that are wanted, and slices of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from symderive.language.terms import ONE, ZERO, Symbol, Term, number
from symderive.numeric.compiling.nodes import ATOM, Node
from symderive.numeric.compiling.sizes import constant_of, minus, plus, split, times

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering


class Access:
    """An array on its way to the entries that are wanted: one index for each dimension."""

    def __init__(
        self, run: Lowering, node: Node, indices: Sequence[Term], sizes: Sequence[Term]
    ) -> None:
        self.run = run
        self.node = node
        self.indices = list(indices)
        self.sizes = list(sizes)
        self.given: tuple[Term, ...] = ()

    def made(
        self,
        text: str,
        arguments: Sequence[Node] = (),
        shape: Sequence[Term] = (),
        mentioned: Sequence[Term] | None = None,
    ) -> None:
        """Put the array through one more operation; ``mentioned``: what its text depends on."""
        if mentioned is None:
            mentioned = (*self.indices, *self.sizes, *shape)
        loops = frozenset().union(*map(self.run.spans.loops_of, mentioned))
        self.node = self.run.graph.node(
            text,
            [self.node, *arguments],
            tuple(shape),
            needs=(ATOM, *(0 for _ in arguments)),
            kind=self.node.kind,
            loops=loops,
            plain=self.node.plain and text.startswith("{0}[") and not arguments,
        )


def subscript(found: Access, texts: list[str], lengths: list[Term]) -> None:
    """Subscripts, those at the end left out that change nothing."""
    while texts and texts[-1] == ":":
        texts = texts[:-1]
    if texts:
        found.made("{0}[" + ", ".join(texts) + "]", (), lengths)


def slice_of(found: Access, place: int, axis: Symbol) -> tuple[str, bool] | None:
    """The slice for an index along one axis, and whether it runs backwards."""
    spans, code = found.run.spans, found.run.names.code
    index, size = found.indices[place], found.sizes[place]
    parts = split(index, axis)
    if parts is None:
        return None
    upward = spans.sign(parts[0])
    value = constant_of(parts[0])
    if upward is None or (value is not None and value.denominator != 1):
        return None
    step = parts[0] if upward > 0 else times(number(-1), parts[0])
    low = spans.first(index)
    if low is None:
        return None
    start, length = minus(low, ONE), spans.length(axis)
    stop = plus(start, times(step, length))
    to_the_end = spans.at_most(size, stop)
    if step != ONE and spans.at_most(ONE, length):
        stop = plus(start, times(step, minus(length, ONE)), ONE)
    text = ("" if start == ZERO else code(start)) + ":" + ("" if to_the_end else code(stop))
    return text + ("" if step == ONE else f":{code(step)}"), upward < 0
