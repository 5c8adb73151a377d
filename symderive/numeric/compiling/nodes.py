"""Array expressions as a graph: what is computed, each thing once.

A node is a piece of Python source with places for its arguments. A view is a node whose
dimensions are labelled with axes; views are brought into line with each other by their labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from symderive.language.terms import ONE, Symbol, Term

# How strongly the parts of Python expressions bind.
TERNARY, COMPARISON, OR, AND, SUM, PRODUCT, SIGN, POWER, ATOM = range(9)
TURNED = "{0}.T"
FLOAT, INTEGER, TRUTH = "float", "integer", "truth"


@dataclass(frozen=True, eq=False)
class Node:
    """One array expression.

    ``template`` has {0}, {1}, .. for the arguments, each with the strength that it needs there.
    ``loops`` are the loop variables that it depends on; ``plain``: it costs nothing to repeat.
    """

    template: str
    arguments: tuple[Node, ...]
    needs: tuple[int, ...]
    shape: tuple[Term, ...]
    strength: int
    kind: str
    loops: frozenset[Symbol]
    plain: bool = False
    number: int = 0

    @property
    def rank(self) -> int:
        """The number of dimensions."""
        return len(self.shape)


@dataclass(frozen=True, eq=False)
class Loop(Node):
    """An array that a Python loop fills: ``start`` once, then ``step`` for every value.

    ``headers`` are the lines of the loops without colons, ``variables`` are bound by them. The
    step names the array {target} and the value of the body {0}. An argument, if there is one, is
    the array that the loop starts from.
    """

    headers: tuple[str, ...] = ()
    setup: tuple[str, ...] = ()
    variables: frozenset[Symbol] = frozenset()
    start: str = ""
    step: str = ""
    body: Node | None = None
    base: str = "result"


class View(NamedTuple):
    """A node with an axis for each of its dimensions."""

    node: Node
    axes: tuple[Symbol, ...] = ()


class Table(NamedTuple):
    """All entries of a tensor: the axes that the first dimensions vary along, sizes of the rest."""

    node: Node
    batch: tuple[Symbol, ...]
    shape: tuple[Term, ...]


class Graph:
    """All nodes of a program; equal ones are one."""

    def __init__(self) -> None:
        self._known: dict[object, Node] = {}

    def node(
        self,
        template: str,
        arguments: Sequence[Node] = (),
        shape: tuple[Term, ...] = (),
        *,
        needs: Sequence[int] | int = TERNARY,
        strength: int = ATOM,
        kind: str = FLOAT,
        loops: Iterable[Symbol] = (),
        plain: bool = False,
    ) -> Node:
        """The node for an expression."""
        arguments = tuple(arguments)
        strengths = (needs,) * len(arguments) if isinstance(needs, int) else tuple(needs)
        inner = frozenset(loops).union(*(argument.loops for argument in arguments))
        key = template, tuple(map(id, arguments)), strengths, inner, kind
        if key not in self._known:
            self._known[key] = Node(
                template,
                arguments,
                strengths,
                shape,
                strength,
                kind,
                inner,
                plain,
                len(self._known),
            )
        return self._known[key]

    def loop(
        self,
        body: Node,
        shape: tuple[Term, ...],
        *,
        headers: tuple[str, ...],
        variables: frozenset[Symbol],
        start: str,
        step: str,
        loops: frozenset[Symbol],
        setup: tuple[str, ...] = (),
        base: str = "result",
        first: Node | None = None,
    ) -> Node:
        """The node for an array that a loop fills, or adds to the first."""
        key = "loop", id(body), headers, start, step, setup, id(first)
        inner = (body.loops | loops) - variables
        if key not in self._known:
            self._known[key] = Loop(
                "",
                () if first is None else (first,),
                () if first is None else (ATOM,),
                shape,
                ATOM,
                FLOAT,
                inner if first is None else inner | first.loops,
                False,
                len(self._known),
                headers,
                setup,
                variables,
                start,
                step,
                body,
                base,
            )
        return self._known[key]

    # Dimensions

    def placed(self, view: View, order: Sequence[Symbol]) -> Node:
        """The array with its dimensions in that order, of length 1 where it has no such axis.

        Missing dimensions in front are left out: broadcasting puts them there.
        """
        wanted = [axis for axis in order if axis in view.axes]
        node = self.permuted(view.node, tuple(view.axes.index(axis) for axis in wanted))
        if not wanted:
            return node
        tail = list(order[list(order).index(wanted[0]) :])
        if len(tail) == len(wanted):
            return node
        marks = [":" if axis in view.axes else "None" for axis in tail]
        while marks[-1] == ":":
            marks.pop()
        text = ", ".join(marks)
        shape = tuple(node.shape[wanted.index(axis)] if axis in wanted else ONE for axis in tail)
        return self.node(
            "{0}[" + text + "]", [node], shape, needs=ATOM, kind=node.kind, plain=node.plain
        )

    def permuted(self, node: Node, order: tuple[int, ...]) -> Node:
        """The dimensions in another order."""
        if order == tuple(range(node.rank)):
            return node
        shape = tuple(node.shape[place] for place in order)
        if order == (1, 0):
            if node.template == TURNED:
                return node.arguments[0]
            return self.node(TURNED, [node], shape, needs=ATOM, kind=node.kind, plain=node.plain)
        text = ", ".join(map(str, order))
        return self.node(
            "{0}.transpose(" + text + ")",
            [node],
            shape,
            needs=ATOM,
            kind=node.kind,
            plain=node.plain,
        )

    def elementwise(
        self,
        template: str,
        views: Sequence[View],
        order: Sequence[Symbol],
        *,
        needs: Sequence[int] | int = TERNARY,
        strength: int = ATOM,
        kind: str = FLOAT,
    ) -> View:
        """An operation entry by entry; ``order`` has all axes of the views."""
        nodes = [self.placed(view, order) for view in views]
        shape = []
        for axis in order:
            for view in views:
                if axis in view.axes:
                    shape.append(view.node.shape[view.axes.index(axis)])
                    break
        node = self.node(template, nodes, tuple(shape), needs=needs, strength=strength, kind=kind)
        return View(node, tuple(order))
