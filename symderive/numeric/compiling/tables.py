"""Tensors as arrays: which are computed whole, and which are read through their formulas.

A tensor is computed whole and kept where that is cheaper than to compute its entries where they
are used; tensors that only move entries, and those made of brackets, are read through their index
formulas instead, so that no array is as large as an operator matrix unless the result is.
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.errors import IllFormed
from symderive.language.definitions import entry_of, requirements, shape_of
from symderive.language.terms import (
    ONE,
    ZERO,
    Apply,
    Array,
    Compare,
    Entry,
    Iverson,
    Number,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.numeric.compiling.brackets import is_sparse
from symderive.numeric.compiling.digits import in_digits
from symderive.numeric.compiling.names import Names
from symderive.numeric.compiling.nodes import (
    ATOM,
    Graph,
    Node,
    Table,
    View,
)
from symderive.numeric.compiling.opening import opened
from symderive.numeric.compiling.pieces import in_pieces
from symderive.numeric.compiling.sizes import minus, plus
from symderive.numeric.compiling.spans import Spans

# Operations whose entries are entries of their arguments, or brackets.
REARRANGEMENTS = {
    "transpose",
    "flip",
    "padded",
    "pad",
    "stack",
    "concatenate",
    "part",
    "upsample",
    "diag",
    "diagonal",
    "eye",
    "unit",
    "ones",
    "zeros",
}


# Read through their formulas only where they are not read in order.
FLATTENINGS = {"vec", "reshape", "kron"}


Ends = tuple[Term, Term]


class Tables:
    """The arrays of one program: its graph, its axes, its names, and what has been computed."""

    def __init__(self) -> None:
        self.graph = Graph()
        self.spans = Spans()
        self.names = Names()
        self.names.is_local = self._is_local
        self.tables: dict[Term, Table] = {}
        self.views: dict[tuple[Term, tuple[Term, ...]], View] = {}
        self.sparse: dict[Term, bool] = {}
        # Arrays continued by zeros: what they continue, and how far.
        self.pads: dict[Term, tuple[Term, list[Ends], list[Ends]]] = {}
        # The arrays themselves: what they continue, and how many zeros stand before it.
        self.padded: dict[Node, tuple[Node, list[Term]]] = {}
        # Such a condition matters only where these lengths are at least 1.
        self.matters: dict[Term, tuple[Term, ...]] = {}
        self.helpers: set[str] = set()
        self.functions: dict[str, str] = {}
        # The axes of the array that is being computed.
        self.filling: frozenset[Symbol] = frozenset()
        # Conditions on sizes that the caller's arrays must satisfy, with what to say.
        self.checks: dict[Term, str] = {}

    def _is_local(self, term: Term) -> bool:
        """Whether a size depends on the variable of a loop or on an axis."""
        return bool(self.spans.axes_of(term) or self.spans.loops_of(term))

    def lower(self, term: Term, given: tuple[Term, ...] = ()) -> View:
        """The values of a scalar term; the terms given are at least 0 wherever it matters."""
        raise IllFormed("a table is computed by a whole program")

    def table(self, tensor: Term) -> Table:
        """All entries of a tensor."""
        if tensor not in self.tables:
            self.require(tensor)
            self.tables[tensor] = self._table(tensor)
        return self.tables[tensor]

    def _table(self, tensor: Term) -> Table:
        shape = shape_of(tensor)
        if shape is None:
            raise IllFormed(f"{getattr(tensor, 'name', 'a tensor')} has no sizes")
        if isinstance(tensor, TensorSymbol):
            node = self.graph.node(self.names.of(tensor), (), shape, plain=True)
            return Table(node, (), shape)
        whole = self._flattened(tensor, shape)
        if whole is not None:
            return whole
        axes = tuple(
            self.spans.fresh(name, ONE, size)
            for name, size in zip(axis_names(tensor, len(shape)), shape, strict=True)
        )
        body = opened(entry_of(tensor, axes))
        parts = self._in_parts(body, axes)
        if parts is not None:
            return Table(parts, (), shape)
        view = self.lowered(body, axes)
        batch = self.spans.ordered(axis for axis in view.axes if axis not in axes)
        return Table(self.filled(view, batch, axes), batch, shape)

    def spread(self, body: Term, axes: Sequence[Symbol]) -> Node:
        """The array of a formula over axes that nothing else varies along."""
        parts = self._in_parts(body, axes)
        return self.filled(self.lowered(body, axes), (), tuple(axes)) if parts is None else parts

    def lowered(self, body: Term, axes: Sequence[Symbol]) -> View:
        """The values of a formula for an array over axes."""
        before, self.filling = self.filling, frozenset(axes)
        try:
            return self.lower(body)
        finally:
            self.filling = before

    def _in_parts(self, body: Term, axes: Sequence[Symbol]) -> Node | None:
        """The array of a formula whose indices are told apart; None where all are treated alike."""
        found = in_pieces(self, body, axes)
        if found is None:
            found = in_digits(self, body, axes)
        return in_pieces(self, body, axes, fine=True) if found is None else found

    def _flattened(self, tensor: Term, shape: tuple[Term, ...]) -> Table | None:
        """A tensor whose entries are laid out anew, as NumPy does it."""
        if not isinstance(tensor, Apply) or tensor.name not in ("vec", "reshape"):
            return None
        inner = self.table(tensor.arguments[0])
        if inner.batch:
            return None
        order = "F" if tensor.name == "vec" else tensor.parameters[0]
        sizes = ", ".join(map(self.names.code, shape))
        loops = frozenset().union(*(self.spans.loops_of(size) for size in shape))
        text = f'{{0}}.reshape(({sizes},), order="{order}")'
        if order == "C":
            text = f"{{0}}.reshape({sizes})"
        elif len(shape) == 1:
            text = '{0}.ravel(order="F")'
        node = self.graph.node(text, [inner.node], shape, needs=ATOM, loops=loops)
        return Table(node, (), shape)

    def filled(self, view: View, batch: tuple[Symbol, ...], axes: tuple[Symbol, ...]) -> Node:
        """The array with a dimension for every axis, in that order."""
        missing = [axis for axis in axes if axis not in view.axes]
        if not missing:
            return self.graph.placed(view, (*batch, *axes))
        lengths = tuple(self.spans.length(axis) for axis in (*batch, *axes))
        text = ", ".join(self.names.code(size) for size in lengths)
        node = self.graph.placed(view, (*batch, *axes))
        shape = f"({text},)" if len(lengths) == 1 else f"({text})"
        loops = frozenset().union(*(self.spans.loops_of(size) for size in lengths))
        if not view.axes:
            template = f"np.full({shape}, {{0}}, dtype=float)"
            return self.graph.node(template, [node], lengths, loops=loops)
        return self.graph.node(f"np.broadcast_to({{0}}, {shape})", [node], lengths, loops=loops)

    def held(self, node: Node, shape: tuple[Term, ...]) -> TensorSymbol:
        """A tensor that stands for an array of the program."""
        name = f"array {len(self.tables)}"
        tensor = TensorSymbol(name, len(shape), shape)
        self.tables[tensor] = Table(node, (), shape)
        return tensor

    def looks_up(self, entry: Entry) -> bool:
        """Whether an entry is looked up in an array, not computed by its formula."""
        return isinstance(entry.tensor, TensorSymbol) or not reads_through(self, entry)

    def sizes_of(self, tensor: Term) -> tuple[Term, ...]:
        """The shape of a tensor that has one."""
        return shape_of(tensor) or ()

    def continued(self, tensor: Term, dimension: int, part: Ends, zeros: Ends) -> TensorSymbol:
        """A part of an array along one dimension, with so many zeros before and after it."""
        sizes = self.sizes_of(tensor)
        known = self.pads.get(tensor)
        base, parts, pads = known or (
            tensor,
            [(ONE, n) for n in sizes],
            [(ZERO, ZERO)] * len(sizes),
        )
        if known is not None and pads[dimension] != (ZERO, ZERO):
            base, parts = tensor, [(ONE, n) for n in sizes]
            pads = [(ZERO, ZERO)] * len(sizes)
        parts, pads = list(parts), list(pads)
        parts[dimension], pads[dimension] = part, zeros
        node = self._cut(self.table(base).node, self.sizes_of(base), parts)
        shape = tuple(
            plus(minus(high, low), ONE, *pair)
            for (low, high), pair in zip(parts, pads, strict=True)
        )
        loops = frozenset().union(*(self.spans.loops_of(end) for end in shape))
        if any(pair != (ZERO, ZERO) for pair in pads):
            texts = [", ".join(map(self.names.code, pair)) for pair in pads]
            text = (
                f"({texts[0]})"
                if len(texts) == 1
                else "(" + ", ".join(f"({t})" for t in texts) + ")"
            )
            inner = node
            node = self.graph.node(f"np.pad({{0}}, {text})", [node], shape, loops=loops)
            self.padded[node] = inner, [before for before, _ in pads]
        held = self.held(node, shape)
        self.pads[held] = base, parts, pads
        return held

    def _cut(self, node: Node, sizes: tuple[Term, ...], parts: list[Ends]) -> Node:
        texts = []
        for size, (low, high) in zip(sizes, parts, strict=True):
            start = "" if low == ONE else self.names.code(minus(low, ONE))
            texts.append(
                f"{start}:" + ("" if self.spans.same(high, size) else self.names.code(high))
            )
        while texts and texts[-1] == ":":
            texts.pop()
        if not texts:
            return node
        shape = tuple(plus(minus(high, low), ONE) for low, high in parts)
        loops = frozenset().union(*(self.spans.loops_of(end) for pair in parts for end in pair))
        text = "{0}[" + ", ".join(texts) + "]"
        return self.graph.node(text, [node], shape, needs=ATOM, loops=loops, plain=node.plain)

    def require(self, tensor: Term) -> None:
        """Note what must hold of the sizes for an operation to have a value."""
        for condition in requirements(tensor):
            if self.spans.axes_of(condition) or self.spans.loops_of(condition):
                continue
            if isinstance(condition, Compare) and self._is_known(condition):
                continue
            self.checks.setdefault(condition, getattr(tensor, "name", "an operation"))

    def _is_known(self, condition: Compare) -> bool:
        """Whether a relation of sizes holds for all of them."""
        left, right = condition.left, condition.right
        if condition.relation == "=":
            return self.spans.same(left, right)
        if condition.relation == "<=":
            return self.spans.at_most(left, right)
        return condition.relation == ">=" and self.spans.at_most(right, left)

    def at_most(self, left: Term, right: Term, told: str, lengths: Sequence[Term] = ()) -> None:
        """Let the program check that left <= right where that is not known.

        It matters only where all the lengths are at least 1.
        """
        if not self.spans.at_most(left, right, tuple(self._checked())):
            condition = Compare("<=", left, right)
            open_ones = [size for size in lengths if not self.spans.at_most(ONE, size)]
            self.checks.setdefault(condition, told)
            self.matters.setdefault(condition, tuple(open_ones))

    def _checked(self) -> list[Term]:
        return [
            minus(c.right, c.left)
            for c in self.checks
            if not self.matters.get(c)
            if isinstance(c, Compare) and c.relation == "<="
        ]


def axis_names(tensor: Term, rank: int) -> tuple[str, ...]:
    """The names that an author gave to the indices, or i, j, k, .."""
    if isinstance(tensor, Array) and len(tensor.names) == rank:
        return tensor.names
    return tuple("ijklpqrs"[place % 8] for place in range(rank))


def reads_through(run: Tables, term: Entry) -> bool:
    """Whether an entry is computed from its index formula, not looked up in the whole tensor."""
    tensor = term.tensor
    if isinstance(tensor, TensorSymbol):
        return False
    if isinstance(tensor, Apply):
        if tensor.name in REARRANGEMENTS:
            return True
        if tensor.name in FLATTENINGS:
            return not in_order(run, term)
    if isinstance(tensor, Array) and isinstance(tensor.body, (Entry, Number, Iverson)):
        return True
    return is_sparse(run, tensor)


def in_order(run: Tables, term: Entry) -> bool:
    """Whether all entries of a tensor are read, each dimension along an axis of its own."""
    shape = shape_of(term.tensor) or ()
    spans = run.spans
    if len(set(term.indices)) < len(term.indices):
        return False
    for index, size in zip(term.indices, shape, strict=True):
        if not isinstance(index, Symbol) or index not in spans.spans:
            return False
        span = spans.spans[index]
        if span.looped or not (spans.same(span.lower, ONE) and spans.same(span.upper, size)):
            return False
    return True
