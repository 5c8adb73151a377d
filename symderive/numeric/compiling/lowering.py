"""Terms as array expressions: each scalar term is computed for all values of its axes at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from symderive.errors import IllFormed
from symderive.language.definitions import entry_of
from symderive.language.limits import Infinity
from symderive.language.terms import (
    ONE,
    Add,
    And,
    Apply,
    Cases,
    Ceiling,
    Compare,
    Entry,
    Floor,
    Function,
    Functional,
    Iverson,
    Mod,
    Mul,
    Not,
    Number,
    Or,
    Partial,
    Pow,
    Reduce,
    Symbol,
    TensorSymbol,
    Term,
    Truth,
    Unknown,
)
from symderive.numeric.compiling import scalars
from symderive.numeric.compiling.access import accessed
from symderive.numeric.compiling.brackets import balanced
from symderive.numeric.compiling.indices import index_view, is_index
from symderive.numeric.compiling.nodes import (
    AND,
    ATOM,
    COMPARISON,
    FLOAT,
    INTEGER,
    OR,
    PRODUCT,
    SIGN,
    SUM,
    TRUTH,
    Table,
    View,
)
from symderive.numeric.compiling.opening import opened
from symderive.numeric.compiling.reductions import extreme_of
from symderive.numeric.compiling.sizes import minus, quotient
from symderive.numeric.compiling.sums import sum_of
from symderive.numeric.compiling.tables import Tables, reads_through

SUMS = {"{0} + {1}": "{0} - {1}", "{0} - {1}": "{0} + {1}"}
RELATIONS = {"=": "==", "!=": "!=", "<=": "<=", "<": "<", ">=": ">=", ">": ">"}


class Lowering(Tables):
    """One program: scalar terms of its formula as array expressions."""

    def elementwise(self, template: str, views: Sequence[View], **options: Any) -> View:
        """An operation entry by entry on views of any axes."""
        if template in SUMS and len(views) == 2 and views[1].node.template == "-{0}":
            # a - (-b) is a + b, which needs no array for -b.
            template = SUMS[template]
            views = [views[0], View(views[1].node.arguments[0], views[1].axes)]
        if template == "{0} + {1}" and views[0] == views[1] and views[0].node.kind == FLOAT:
            template, views = "2 * {0}", [views[0]]
            options |= {"needs": SIGN, "strength": PRODUCT}
        axes = self.spans.ordered({axis for view in views for axis in view.axes})
        whole = {view.axes for view in views if len(view.axes) == len(axes)}
        if len(whole) == 1:
            # As it lies: nothing is transposed, and what is computed already is found again.
            (axes,) = whole
        return self.graph.elementwise(template, views, axes, **options)

    def literal(self, text: str, kind: str = FLOAT, strength: int = ATOM) -> View:
        """A scalar that is written as it stands."""
        return View(self.graph.node(text, strength=strength, kind=kind, plain=True))

    def size(self, term: Term) -> View:
        """A size or an index without array axes as an integer."""
        text = self.names.code(term)
        strength = ATOM if text.isidentifier() or text.isdigit() else SUM
        if text.startswith("-"):
            strength = SIGN if text[1:].isalnum() else SUM
        loops = self.spans.loops_of(term)
        node = self.graph.node(text, strength=strength, kind=INTEGER, loops=loops, plain=True)
        return View(node)

    def function(self, name: str, orders: tuple[int, ...]) -> str:
        """The parameter for a derivative of a function that is given."""
        wanted = function_name(name, orders)
        self.functions[wanted] = self.names.of(wanted)
        return self.functions[wanted]

    def lower(self, term: Term, given: tuple[Term, ...] = ()) -> View:
        """The values of a scalar term; the terms given are at least 0 wherever it matters."""
        key = term, given
        if key not in self.views:
            handler = HANDLERS.get(type(term))
            if handler is None:
                raise IllFormed(f"there is no array code for {type(term).__name__.lower()}")
            self.views[key] = handler(self, term, given)
        return self.views[key]

    def multiplied(self, factors: Sequence[tuple[Term | None, View]]) -> View:
        """The product of terms with their values."""
        return scalars.multiplied(self, factors)

    def truth(self, condition: Term, given: tuple[Term, ...] = ()) -> View:
        """Where a condition holds."""
        if isinstance(condition, Truth):
            return self.literal(str(condition.value), TRUTH)
        if isinstance(condition, Not):
            inner = self.truth(condition.condition, given)
            if not inner.axes:
                return self.elementwise(
                    "not {0}", [inner], needs=COMPARISON, kind=TRUTH, strength=OR
                )
            return self.elementwise("~{0}", [inner], needs=ATOM, strength=SIGN, kind=TRUTH)
        if isinstance(condition, (And, Or)):
            sign, own = ("&", AND) if isinstance(condition, And) else ("|", OR)
            found = self.truth(condition.conditions[0], given)
            for other in condition.conditions[1:]:
                views = [found, self.truth(other, given)]
                found = self.elementwise(
                    f"{{0}} {sign} {{1}}", views, needs=own, strength=own, kind=TRUTH
                )
            return found
        if isinstance(condition, Compare):
            condition = self._whole(condition)
            sides = [self._side(side, given) for side in (condition.left, condition.right)]
            template = f"{{0}} {RELATIONS[condition.relation]} {{1}}"
            return self.elementwise(template, sides, needs=OR, strength=COMPARISON, kind=TRUTH)
        raise IllFormed(f"there is no array code for {type(condition).__name__.lower()}")

    def _whole(self, condition: Compare) -> Compare:
        """A comparison of quotients of integers as one of integers, where no sign is unknown."""
        if not (is_index(condition.left) and is_index(condition.right)):
            return condition
        difference = minus(*map(self.spans.simplified, (condition.left, condition.right)))
        top, bottom = quotient(difference)
        if bottom == ONE or not self.spans.at_most(ONE, bottom):
            return condition
        return balanced(condition.relation, top)

    def _side(self, side: Term, given: tuple[Term, ...]) -> View:
        """One side of a comparison; a quotient of integers is not rounded down."""
        if not is_index(side):
            return self.lower(side, given)
        return index_view(self, side, values=quotient(side)[1] != ONE)


def _unknown(run: Lowering, term: Unknown, given: tuple[Term, ...]) -> View:
    views = [run.lower(argument, given) for argument in term.arguments]
    name = run.function(term.name, term.orders)
    places = ", ".join(f"{{{place}}}" for place in range(len(views)))
    axes = run.spans.ordered({axis for view in views for axis in view.axes})
    return run.graph.elementwise(f"{name}({places})", views, axes)


def function_name(name: str, orders: tuple[int, ...]) -> str:
    """The name of the parameter for a derivative of a function that is given.

    >>> function_name("f", (0,)), function_name("f", (2,)), function_name("g", (1, 0))
    ('f', 'd2f', 'dg_1_0')
    """
    order = sum(orders)
    if not order:
        return name
    front = "d" if order == 1 else f"d{order}"
    tail = "" if len(orders) == 1 else "_" + "_".join(map(str, orders))
    return f"{front}{name}{tail}"


def _functional(run: Lowering, term: Functional, given: tuple[Term, ...]) -> View:
    table = run.table(term.argument)
    if table.batch:
        raise IllFormed(f"there is no array code for {term.name} at many tensors at once")
    rank = len(term.shape) * (len(term.indices) // max(len(term.shape), 1))
    name = run.function(term.name, (len(term.rows),))
    shape = term.shape * len(term.rows)
    node = run.graph.node(f"{name}({{0}})", [table.node], shape)
    if not rank:
        return View(node)
    return accessed(run, Table(node, (), shape), term.indices, given, term.name)


def _reduce(run: Lowering, term: Reduce, given: tuple[Term, ...]) -> View:
    if term.operation == "sum":
        return sum_of(run, term, given)
    return extreme_of(run, term, given)


def _partial(run: Lowering, term: Partial, given: tuple[Term, ...]) -> View:
    return run.lower(opened(term), given)


def _entry(run: Lowering, term: Entry, given: tuple[Term, ...]) -> View:
    tensor = term.tensor
    if isinstance(tensor, TensorSymbol) or not reads_through(run, term):
        return accessed(run, run.table(tensor), term.indices, given, name_of(tensor))
    run.require(tensor)
    return run.lower(opened(entry_of(tensor, term.indices)), given)


def name_of(tensor: Term) -> str:
    """What a tensor is called in messages."""
    return getattr(tensor, "name", "a tensor")


def _apply(run: Lowering, term: Apply, given: tuple[Term, ...]) -> View:
    run.require(term)
    if term.name == "softplus":
        return run.elementwise("np.logaddexp(0, {0})", [run.lower(term.arguments[0], given)])
    return run.lower(opened(entry_of(term, ())), given)


HANDLERS: dict[type[Term], Callable[[Lowering, Any, tuple[Term, ...]], View]] = {
    Symbol: scalars.symbol_view,
    Number: scalars.number_view,
    Add: scalars.add_view,
    Mul: scalars.mul_view,
    Pow: scalars.pow_view,
    Function: scalars.function_view,
    Unknown: _unknown,
    Functional: _functional,
    Floor: scalars.rounded_view,
    Ceiling: scalars.rounded_view,
    Mod: scalars.mod_view,
    Iverson: scalars.iverson_view,
    Cases: scalars.cases_view,
    Reduce: _reduce,
    Partial: _partial,
    Entry: _entry,
    Apply: _apply,
    Infinity: scalars.infinity_view,
}
