"""Values in order: how many there are below others, and sums of what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from symderive.language.terms import Symbol
from symderive.numeric.compiling.nodes import ATOM, INTEGER, PRODUCT, SIGN, SUM, Node, View

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering


class Line(NamedTuple):
    """The values of one variable, to be put in order, and what each of them counts."""

    run: Lowering
    axis: Symbol
    values: Node
    weights: View | None
    """None where each counts once."""

    def among(self, relations: Mapping[str, View]) -> View:
        """The sum over all v with v < u, u <= v and the like; two relations are both sides."""
        start = stop = None
        for relation, u in relations.items():
            if relation in ("<", "<=", "="):
                stop = self.place(u, "left" if relation == "<" else "right")
            if relation in (">", ">=", "="):
                start = self.place(u, "right" if relation == ">" else "left")
        if self.weights is None:
            return self._floats(self._count(start, stop))
        if start is None or stop is None:
            found = self._sums(start, stop)
            assert found is not None
            return found
        return self._between(start, stop)

    def near(self, u: View, bound: View, strict: bool) -> View:
        """The sum over all v with |u - v| at most a bound, or below it.

        The difference is monotone in v also when it is rounded: these are neighbours in order.
        """
        down = self.run.elementwise("-{0}", [bound], needs=SIGN, strength=SIGN)
        start, stop = self._reach(u, down, not strict), self._reach(u, bound, strict)
        if self.weights is None:
            return self._floats(self._count(start, stop))
        return self._between(start, stop)

    def _reach(self, u: View, bound: View, strict: bool) -> View:
        """How many v have v - u at most a bound, or below it."""
        graph = self.run.graph
        self.run.helpers.add("_reach")
        nodes = [self._in_order(), u.node, graph.placed(bound, u.axes)]
        text = f"_reach({{0}}, {{1}}, {{2}}, np.{'less' if strict else 'less_equal'})"
        return View(graph.node(text, nodes, u.node.shape, kind=INTEGER), u.axes)

    def signs(self, u: View) -> View:
        """The sum of sign(u - v)."""
        below, above = self.among({"<": u}), self.among({">": u})
        return self.run.elementwise("{0} - {1}", [below, above], needs=(SUM, PRODUCT), strength=SUM)

    def rising(self, u: View, power: int = 1, downward: bool = False) -> View:
        """The sum of max(0, u - v) or of its square; of max(0, v - u) where it goes downward."""
        graph = self.run.graph
        sides = [self.values, u.node]
        if downward:
            sides = [
                graph.node("-{0}", [side], side.shape, needs=SIGN, strength=SIGN) for side in sides
            ]
        others = self._others()
        name = "_squares_above" if power > 1 else "_rising"
        self.run.helpers.add("_rising")
        if self.weights is not None:
            sides.append(graph.placed(self.weights, (*others, self.axis)))
        text = f"{name}({', '.join(f'{{{place}}}' for place in range(len(sides)))})"
        axes = (*others, *u.axes)
        return View(graph.node(text, sides, tuple(map(self.run.spans.length, axes))), axes)

    def absolute(self, u: View) -> View:
        """The sum of |u - v|."""
        both = [self.rising(u), self.rising(u, downward=True)]
        return self.run.elementwise("{0} + {1}", both, needs=(SUM, PRODUCT), strength=SUM)

    def spread(self) -> View:
        """The sum of |u - v| over all pairs of values of this line."""
        self.run.helpers.add("_spread")
        return View(self.run.graph.node("_spread({0})", [self.values]))

    def extreme(self, name: str, u: View) -> View:
        """The sum of max(u, v) or min(u, v)."""
        relations = ("<", ">=") if name == "Max" else (">", "<=")
        run, values = self.run, View(self.values, (self.axis,))
        times = {"needs": (PRODUCT, SIGN), "strength": PRODUCT}
        own = values
        if self.weights is not None:
            own = run.elementwise("{0} * {1}", [self.weights, values], **times)
        taken = self.among({relations[0]: u})
        first = run.elementwise("{0} * {1}", [taken, u], **times)
        second = self._replace(weights=own).among({relations[1]: u})
        return run.elementwise("{0} + {1}", [first, second], needs=(SUM, PRODUCT), strength=SUM)

    # Places

    def place(self, u: View, side: str) -> View:
        """How many values are less than u, from the left, or at most u, from the right."""
        text = "np.searchsorted({0}, {1}" + (")" if side == "left" else ', "right")')
        nodes = [self._in_order(), u.node]
        return View(self.run.graph.node(text, nodes, u.node.shape, kind=INTEGER), u.axes)

    def _in_order(self) -> Node:
        """The values, sorted."""
        graph, shape = self.run.graph, self.values.shape
        if self.weights is None:
            return graph.node("np.sort({0})", [self.values], shape)
        return graph.node("{0}[{1}]", [self.values, self._order()], shape, needs=(ATOM, 0))

    def _order(self) -> Node:
        return self.run.graph.node(
            "np.argsort({0})", [self.values], self.values.shape, kind=INTEGER
        )

    def _others(self) -> tuple[Symbol, ...]:
        axes = () if self.weights is None else self.weights.axes
        return tuple(axis for axis in axes if axis != self.axis)

    def _floats(self, count: View) -> View:
        return self.run.elementwise("{0}.astype(float)", [count], needs=ATOM)

    def _count(self, start: View | None, stop: View | None) -> View:
        """How many values there are from one place to another."""
        options = {"needs": (SUM, PRODUCT), "strength": SUM, "kind": INTEGER}
        if start is None:
            assert stop is not None
            return stop
        if stop is None:
            stop = self.run.size(self.run.spans.length(self.axis))
            return self.run.elementwise("{0} - {1}", [stop, start], **options)
        count = self.run.elementwise("{0} - {1}", [stop, start], **options)
        return self.run.elementwise("np.maximum({0}, 0)", [count], kind=INTEGER)

    def _row(self) -> Node:
        """What the values count, in order."""
        assert self.weights is not None
        others = self._others()
        node = self.run.graph.placed(self.weights, (*others, self.axis))
        text = "{0}[..., {1}]" if others else "{0}[{1}]"
        return self.run.graph.node(text, [node, self._order()], node.shape, needs=(ATOM, 0))

    def _sums(self, start: View | None, stop: View | None) -> View | None:
        """The sums up to a place, or from one on."""
        graph, others = self.run.graph, self._others()
        row, place = self._row(), stop
        if start is not None:
            row = graph.node("{0}[..., ::-1]", [row], row.shape, needs=ATOM)
            place = self._count(start, None)
        assert place is not None
        self.run.helpers.add("_up_to")
        axes = (*others, *place.axes)
        shape = tuple(map(self.run.spans.length, axes))
        return View(graph.node("_up_to({0}, {1})", [row, place.node], shape), axes)

    def _between(self, start: View, stop: View) -> View:
        """The sums between two places."""
        run = self.run
        order = run.spans.ordered({*start.axes, *stop.axes})
        nodes = [self._row(), run.graph.placed(start, order), run.graph.placed(stop, order)]
        run.helpers.add("_between")
        axes = (*self._others(), *order)
        shape = tuple(map(run.spans.length, axes))
        return View(run.graph.node("_between(np.add, 0.0, {0}, {1}, {2})", nodes, shape), axes)
