"""Terms as array expressions: each scalar term is computed for all values of its axes at once.

A tensor is computed whole and kept where that is cheaper than to compute its entries where they
are used; tensors that only move entries, and those made of brackets, are read through their index
formulas instead, so that no array is as large as an operator matrix unless the result is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from symderive.errors import IllFormed
from symderive.language.definitions import entry_of, requirements, shape_of
from symderive.language.limits import Infinity
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    And,
    Apply,
    Array,
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
from symderive.numeric.compiling.access import accessed
from symderive.numeric.compiling.brackets import facts_of, has_bracket, is_sparse
from symderive.numeric.compiling.indices import index_view, is_index
from symderive.numeric.compiling.names import Names
from symderive.numeric.compiling.nodes import (
    AND,
    ATOM,
    COMPARISON,
    FLOAT,
    INTEGER,
    OR,
    POWER,
    PRODUCT,
    SIGN,
    SUM,
    TRUTH,
    Graph,
    Node,
    Table,
    View,
)
from symderive.numeric.compiling.opening import opened
from symderive.numeric.compiling.reductions import extreme_of
from symderive.numeric.compiling.spans import Spans, minus, plus
from symderive.numeric.compiling.stable import NUMERIC_FUNCTIONS
from symderive.numeric.compiling.sums import sum_of

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

FUNCTIONS = {
    "exp": "np.exp({0})",
    "log": "np.log({0})",
    "tanh": "np.tanh({0})",
    "erf": "special.erf({0})",
    "sigmoid": "special.expit({0})",
    "Abs": "np.abs({0})",
    "sign": "np.sign({0})",
    **NUMERIC_FUNCTIONS,
}
PAIRWISE = {"Max": "np.maximum({0}, {1})", "Min": "np.minimum({0}, {1})"}
RELATIONS = {"=": "==", "!=": "!=", "<=": "<=", "<": "<", ">=": ">=", ">": ">"}


Ends = tuple[Term, Term]


class Lowering:
    """One program: its graph, its axes, its names, and the arrays computed so far."""

    def __init__(self) -> None:
        self.graph = Graph()
        self.spans = Spans()
        self.names = Names()
        self.tables: dict[Term, Table] = {}
        self.views: dict[tuple[Term, tuple[Term, ...]], View] = {}
        self.sparse: dict[Term, bool] = {}
        # Arrays continued by zeros: what they continue, and how far.
        self.pads: dict[Term, tuple[Term, list[Ends], list[Ends]]] = {}
        # Such a condition matters only where these lengths are at least 1.
        self.matters: dict[Term, tuple[Term, ...]] = {}
        self.helpers: set[str] = set()
        self.functions: dict[str, str] = {}
        # Conditions on sizes that the caller's arrays must satisfy, with what to say.
        self.checks: dict[Term, str] = {}

    # Helpers

    def elementwise(self, template: str, views: Sequence[View], **options: Any) -> View:
        """An operation entry by entry on views of any axes."""
        axes = self.spans.ordered({axis for view in views for axis in view.axes})
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

    # Tensors

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
        view = self.lower(opened(entry_of(tensor, axes)))
        batch = self.spans.ordered(axis for axis in view.axes if axis not in axes)
        return Table(self.filled(view, batch, axes), batch, shape)

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

    def multiplied(self, factors: Sequence[tuple[Term | None, View]]) -> View:
        """The product of terms with their values."""
        return multiplied(self, factors)

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
            node = self.graph.node(f"np.pad({{0}}, {text})", [node], shape, loops=loops)
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
            if isinstance(condition, Compare):
                known = {
                    "=": self.spans.same,
                    "<=": self.spans.at_most,
                    ">=": lambda a, b: self.spans.at_most(b, a),
                }.get(condition.relation)
                if known is not None and known(condition.left, condition.right):
                    continue
            self.checks.setdefault(condition, getattr(tensor, "name", "an operation"))

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

    # Conditions

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
            sides = [self._side(side, given) for side in (condition.left, condition.right)]
            template = f"{{0}} {RELATIONS[condition.relation]} {{1}}"
            return self.elementwise(template, sides, needs=OR, strength=COMPARISON, kind=TRUTH)
        raise IllFormed(f"there is no array code for {type(condition).__name__.lower()}")

    def _side(self, side: Term, given: tuple[Term, ...]) -> View:
        return index_view(self, side) if is_index(side) else self.lower(side, given)


def axis_names(tensor: Term, rank: int) -> tuple[str, ...]:
    """The names that an author gave to the indices, or i, j, k, .."""
    if isinstance(tensor, Array) and len(tensor.names) == rank:
        return tensor.names
    return tuple("ijklpqrs"[place % 8] for place in range(rank))


def _symbol(run: Lowering, term: Symbol, given: tuple[Term, ...]) -> View:
    if term in run.spans.spans and not run.spans.spans[term].looped:
        return index_view(run, term, values=True)
    if term.is_integer:
        return run.size(term)
    return run.literal(run.names.of(term))


def _number(run: Lowering, term: Number, given: tuple[Term, ...]) -> View:
    value = term.value
    if value.denominator == 1:
        text = str(value.numerator)
        return run.literal(text, INTEGER, SIGN if value < 0 else ATOM)
    return run.literal(f"{value.numerator} / {value.denominator}", FLOAT, PRODUCT)


def _add(run: Lowering, term: Add, given: tuple[Term, ...]) -> View:
    found: View | None = None
    for part in term.terms:
        sign, rest = _signed(part)
        view = run.lower(rest, given)
        if found is None:
            found = (
                view if sign > 0 else run.elementwise("-{0}", [view], needs=POWER, strength=SIGN)
            )
            continue
        needs = (SUM, PRODUCT)
        template = "{0} + {1}" if sign > 0 else "{0} - {1}"
        found = run.elementwise(template, [found, view], needs=needs, strength=SUM)
    assert found is not None
    return found


def _signed(term: Term) -> tuple[int, Term]:
    """The sign in front of a term, and the term without it."""
    if isinstance(term, Mul) and term.factors[0] == MINUS_ONE and len(term.factors) > 1:
        rest = term.factors[1:]
        return -1, rest[0] if len(rest) == 1 else Mul(rest)
    if isinstance(term, Number) and term.value < 0:
        return -1, Number(-term.value)
    return 1, term


def _mul(run: Lowering, term: Mul, given: tuple[Term, ...]) -> View:
    if any(has_bracket(run, factor) for factor in term.factors):
        return sum_of(run, term, given)
    return multiplied(run, [(factor, run.lower(factor, given)) for factor in _flat(term)])


def _flat(term: Mul) -> list[Term]:
    found: list[Term] = []
    for factor in term.factors:
        found += _flat(factor) if isinstance(factor, Mul) else [factor]
    return found


def multiplied(run: Lowering, factors: Sequence[tuple[Term | None, View]]) -> View:
    """The product: numbers first, then what varies along fewer axes; reciprocals as quotients.

    Each value comes with the term that it is of, or None.
    """
    sign, top, bottom = 1, [], []
    for term, view in factors:
        if isinstance(term, Number) and term.value in (1, -1):
            sign *= int(term.value)
        elif isinstance(term, Pow) and _is_negative(term.exponent):
            bottom.append(reciprocal(run, term))
        elif (
            isinstance(term, Number)
            and term.value.denominator != 1
            and abs(term.value.numerator) == 1
        ):
            sign *= int(term.value.numerator)
            bottom.append(run.literal(str(term.value.denominator), INTEGER))
        else:
            top.append(view)
    found = _quotient(run, top, bottom)
    if found is None:
        return run.literal(str(sign), INTEGER, ATOM if sign > 0 else SIGN)
    if sign < 0:
        return run.elementwise("-{0}", [found], needs=SIGN, strength=SIGN)
    return found


def _quotient(run: Lowering, top: list[View], bottom: list[View]) -> View | None:
    """The quotient of two products; numbers are brought together before arrays are touched."""
    numbers = [view for view in top if not view.axes]
    arrays = [view for view in top if view.axes]
    divisors = [view for view in bottom if not view.axes]
    if numbers and arrays and divisors:
        others = [view for view in bottom if view.axes]
        factor = _quotient(run, numbers, divisors)
        assert factor is not None
        return _quotient(run, [factor, *arrays], others)
    found = product(run, top) if top else None
    if not bottom:
        return found
    above = run.literal("1", INTEGER) if found is None else found
    below = product(run, bottom)
    return run.elementwise("{0} / {1}", [above, below], needs=(PRODUCT, SIGN), strength=PRODUCT)


def product(run: Lowering, views: Sequence[View]) -> View:
    """The product of views, those with fewer axes first."""
    ordered = sorted(views, key=lambda view: len(view.axes))
    found = ordered[0]
    for view in ordered[1:]:
        found = run.elementwise("{0} * {1}", [found, view], needs=(PRODUCT, SIGN), strength=PRODUCT)
    return found


def _is_negative(exponent: Term) -> bool:
    return isinstance(exponent, Number) and exponent.value < 0


def reciprocal(run: Lowering, term: Pow) -> View:
    """What a power with a negative exponent divides by."""
    assert isinstance(term.exponent, Number)
    return power(run, run.lower(term.base), -term.exponent.value)


def power(run: Lowering, base: View, exponent: Any) -> View:
    """A power with a positive number as exponent."""
    if exponent == 1:
        return base
    if exponent * 2 == 1:
        return run.elementwise("np.sqrt({0})", [base])
    text = str(exponent) if exponent.denominator == 1 else f"({exponent})"
    return run.elementwise(f"{{0}}**{text}", [base], needs=ATOM, strength=POWER)


def _pow(run: Lowering, term: Pow, given: tuple[Term, ...]) -> View:
    exponent = term.exponent
    if isinstance(exponent, Number):
        if exponent.value < 0:
            return multiplied(run, [(term, run.lower(ONE))])
        if exponent.value == 0:
            return run.lower(ONE)
        return power(run, run.lower(term.base, given), exponent.value)
    views = [run.lower(term.base, given), run.lower(exponent, given)]
    return run.elementwise("np.power({0}, {1}, dtype=float)", views)


def _function(run: Lowering, term: Function, given: tuple[Term, ...]) -> View:
    if not term.arguments:
        return run.literal(f"np.{term.name}")
    views = [run.lower(argument, given) for argument in term.arguments]
    if term.name in PAIRWISE:
        found = views[0]
        for view in views[1:]:
            found = run.elementwise(PAIRWISE[term.name], [found, view])
        return found
    return run.elementwise(FUNCTIONS[term.name], views)


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


def _rounded(run: Lowering, term: Floor | Ceiling, given: tuple[Term, ...]) -> View:
    name = "floor" if isinstance(term, Floor) else "ceil"
    return run.elementwise(f"np.{name}({{0}})", [run.lower(term.argument, given)])


def _mod(run: Lowering, term: Mod, given: tuple[Term, ...]) -> View:
    views = [run.lower(term.argument, given), run.lower(term.modulus, given)]
    return run.elementwise("np.mod({0}, {1})", views)


def _iverson(run: Lowering, term: Iverson, given: tuple[Term, ...]) -> View:
    mask = run.truth(term.condition, given)
    if not mask.axes:
        return run.elementwise("float({0})", [mask])
    return run.elementwise("{0}.astype(float)", [mask], needs=ATOM)


def _cases(run: Lowering, term: Cases, given: tuple[Term, ...]) -> View:
    """The first case that holds; nan where none does."""
    found: View | None = None
    for place in reversed(range(len(term.values))):
        condition = term.conditions[place]
        facts = facts_of(run.spans, [*map(Not, term.conditions[:place]), condition])
        known = (*given, *facts.at_least_zero, *facts.others)
        known += tuple(Compare("=", term, ZERO) for term in facts.zero)
        value = run.lower(term.values[place], known)
        if condition == Truth(True):
            found = value
            continue
        rest = run.literal("np.nan") if found is None else found
        views = [run.truth(condition, given), value, rest]
        found = run.elementwise("np.where({0}, {1}, {2})", views)
    assert found is not None
    return found


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


def reads_through(run: Lowering, term: Entry) -> bool:
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


def in_order(run: Lowering, term: Entry) -> bool:
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


def name_of(tensor: Term) -> str:
    """What a tensor is called in messages."""
    return getattr(tensor, "name", "a tensor")


def _apply(run: Lowering, term: Apply, given: tuple[Term, ...]) -> View:
    run.require(term)
    if term.name == "softplus":
        return run.elementwise("np.logaddexp(0, {0})", [run.lower(term.arguments[0], given)])
    return run.lower(opened(entry_of(term, ())), given)


def _infinity(run: Lowering, term: Infinity, given: tuple[Term, ...]) -> View:
    return run.literal("np.inf" if term.sign > 0 else "-np.inf", FLOAT, SUM)


HANDLERS: dict[type[Term], Callable[[Lowering, Any, tuple[Term, ...]], View]] = {
    Symbol: _symbol,
    Number: _number,
    Add: _add,
    Mul: _mul,
    Pow: _pow,
    Function: _function,
    Unknown: _unknown,
    Functional: _functional,
    Floor: _rounded,
    Ceiling: _rounded,
    Mod: _mod,
    Iverson: _iverson,
    Cases: _cases,
    Reduce: _reduce,
    Partial: _partial,
    Entry: _entry,
    Apply: _apply,
    Infinity: _infinity,
}
