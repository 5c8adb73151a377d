"""All derivatives of a tensor with few entries by one with many, from the result backwards.

The formula of a tensor opens into other tensors, these into others, down to the variable. Beside
each of them stands a table: how every entry of the result changes with every entry of the tensor.
It is a sum over the tables of the tensors that use this one, so that no derivative of one large
tensor by another is ever there. The rules of differentiation are those that serve forwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from symderive.errors import SymderiveError
from symderive.language.binding import abstract, children, dangling, free_symbols, map_children
from symderive.language.definitions import entry_of
from symderive.language.terms import (
    ONE,
    ZERO,
    Add,
    And,
    Cases,
    Compare,
    Domain,
    Entry,
    Iverson,
    Mul,
    Partial,
    Reduce,
    Symbol,
    TensorSymbol,
    Term,
    number,
)
from symderive.numeric.derivatives import derivative, product_of, sum_of
from symderive.numeric.grids import LARGEST_GRID
from symderive.numeric.pairs import Pair, added

if TYPE_CHECKING:
    from symderive.numeric.evaluation import Evaluation

Indices = tuple[Symbol, ...]


class NotBackwards(SymderiveError):
    """Derivatives that are not found from the result backwards."""


@dataclass
class Node:
    """A tensor: its derivative at named indices, the tensors in that, and its table so far."""

    tensor: Term
    indices: Indices
    slope: Term
    parts: tuple[Term, ...]
    tables: list[Pair] = field(default_factory=list)


def slopes_backwards(run: Evaluation, tensor: Term, variable: Term) -> Pair | None:
    """How the entries of a tensor change with those of a variable; None where forwards is right.

    The axes are those of the tensor, then those of the variable.
    """
    if run.entries(tensor) >= run.entries(variable):
        return None
    try:
        return Backward(run, tensor, variable).slopes()
    except NotBackwards:
        return None


class Backward:
    """The derivatives of one tensor by one variable."""

    def __init__(self, run: Evaluation, tensor: Term, variable: Term) -> None:
        """``run`` holds the values of all variables."""
        self.run, self.tensor, self.variable = run, tensor, variable
        self.named: set[Term] = set()
        self.rows = self._names(tensor)
        self.columns = self._names(variable)
        self.nodes: dict[Term, Node] = {}

    def _names(self, tensor: Term) -> Indices:
        """An index variable for each axis."""
        axes = range(len(self.named), len(self.named) + len(self.run.shape(tensor)))
        found = tuple(Symbol(f"backwards {axis}", Domain("integer")) for axis in axes)
        self.named |= set(found)
        return found

    def slopes(self) -> Pair:
        """The table of the variable; the table of a tensor is complete before it is used."""
        self._open(self.tensor, self.rows)
        rows = self.run.entries(self.tensor)
        if len(self.nodes) == 1 or any(
            rows * self.run.entries(tensor) > LARGEST_GRID for tensor in self.nodes
        ):
            raise NotBackwards("nothing on the way, or too much")
        found: list[Pair] = []
        for node in reversed(self.nodes.values()):
            found += self._passed_on(node)
        return added(found, self.run.tracked)

    def _passed_on(self, node: Node) -> list[Pair]:
        """Add to the tables of what a tensor uses; what it gives to that of the variable."""
        weights = self._weights(node)
        for tensor in node.parts:
            used = self.nodes[tensor]
            part = _part(node.slope, _brackets(tensor, used.indices))
            used.tables.append(self._through(node, weights, part, used.indices, tensor))
        part, found = _part(node.slope, None), []
        if part != ZERO:
            found.append(self._through(node, weights, part, self.columns, self.variable))
        if weights is not None:
            del self.run.arrays[weights.tensor]
        return found

    def _open(self, tensor: Term, indices: Indices) -> None:
        """Take down a tensor after all that its formula uses."""
        self.run.in_time()
        self.run.check(tensor)
        body = entry_of(tensor, indices)
        if next(_waiting(body), None) is not None:
            raise NotBackwards("a derivative of a derivative")
        slope = self._expanded(derivative(body, Entry(self.variable, self.columns)))
        entries = (waiting.body for waiting in _waiting(slope))
        parts = tuple(dict.fromkeys(body.tensor for body in entries if isinstance(body, Entry)))
        for part in parts:
            if part not in self.nodes:
                self._open(part, self._names(part))
        self.nodes[tensor] = Node(tensor, indices, slope, parts)

    def _expanded(self, term: Term) -> Term:
        """The derivative in which nothing but entries of whole tensors waits."""
        if not isinstance(term, Partial):
            return map_children(term, lambda child, binds: self._expanded(child))
        body = term.body
        if not isinstance(body, Entry):
            raise NotBackwards("a derivative of a derivative")
        if not dangling(body.tensor) and self.named.isdisjoint(free_symbols(body.tensor)):
            return term
        return self._expanded(derivative(entry_of(body.tensor, body.indices), term.variable))

    def _weights(self, node: Node) -> Entry | None:
        """An entry of the table of a tensor; None for the result, which changes with itself."""
        if node.tensor == self.tensor:
            return None
        table = added(node.tables, self.run.tracked)
        shape = tuple(map(number, table.value.shape))
        name = f"backwards from {len(self.run.arrays)}"
        symbol = TensorSymbol(name, len(shape), shape, Domain("real"))
        self.run.arrays[symbol] = table
        return Entry(symbol, self.rows + node.indices)

    def _through(
        self, node: Node, weights: Entry | None, part: Term, indices: Indices, tensor: Term
    ) -> Pair:
        """How the result changes with a tensor by way of one that uses it."""
        found = part
        if weights is not None:
            found = product_of(weights, part)
            sizes = self.run.shape(node.tensor)
            for index, size in reversed(list(zip(node.indices, sizes, strict=True))):
                found = Reduce("sum", ONE, number(size), abstract(found, (index,)))
        axes = self.rows + indices
        shape = self.run.shape(self.tensor) + self.run.shape(tensor)
        return self.run.table(abstract(found, axes), shape)


def _waiting(term: Term) -> Iterator[Partial]:
    """The derivatives in a term, those in whole tensors left out."""
    if isinstance(term, Partial):
        yield term
    elif isinstance(term, Entry):
        for index in term.indices:
            yield from _waiting(index)
    else:
        for child, _ in children(term):
            yield from _waiting(child)


def _brackets(tensor: Term, places: Indices) -> Callable[[Partial], Term]:
    """The derivative of an entry by the entry of the same tensor at those places."""

    def bracket(waiting: Partial) -> Term:
        body = waiting.body
        assert isinstance(body, Entry)
        if body.tensor != tensor:
            return ZERO
        pairs = zip(body.indices, places, strict=True)
        return Iverson(And(tuple(Compare("=", index, place) for index, place in pairs)))

    return bracket


def _part(term: Term, bracket: Callable[[Partial], Term] | None) -> Term:
    """What a derivative owes to the entries that wait in it; to the variable itself, for None.

    The derivative is linear in them, as the rules write it.
    """
    if next(_waiting(term), None) is None:
        return term if bracket is None else ZERO
    if isinstance(term, Partial):
        return ZERO if bracket is None else bracket(term)
    if isinstance(term, Add):
        return sum_of([_part(each, bracket) for each in term.terms])
    if isinstance(term, Mul):
        holding = [k for k, factor in enumerate(term.factors) if any(_waiting(factor))]
        if len(holding) == 1:
            (k,) = holding
            found = _part(term.factors[k], bracket)
            return product_of(*term.factors[:k], found, *term.factors[k + 1 :])
    if isinstance(term, Reduce) and term.operation == "sum":
        found = _part(term.body, bracket)
        return ZERO if found == ZERO else replace(term, body=found)
    if isinstance(term, Cases):
        values = tuple(_part(value, bracket) for value in term.values)
        return ZERO if set(values) == {ZERO} else Cases(values, term.conditions)
    raise NotBackwards("a derivative that is not linear in others")
