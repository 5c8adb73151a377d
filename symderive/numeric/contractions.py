"""Terms with derivatives by entries of a tensor, contracted with a direction of that tensor.

The sum over j of v_j df_i/dx_j is one derivative along v, whatever f is, and costs as much as f.
So the sum over j of v_j times a term is written with such derivatives, where the term is linear
in them: they take the place of the sum, and all entries of the Jacobian are never there. The same
is done with the sums that a statement has itself, as in a product of Jacobians.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from symderive.language.binding import (
    abstract,
    children,
    free_symbols,
    instantiate,
    map_children,
    substitute,
    subterms,
)
from symderive.language.definitions import entry_of
from symderive.language.terms import (
    ONE,
    Add,
    Apply,
    Array,
    Cases,
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
from symderive.numeric.differences import Line, NotTaken
from symderive.numeric.families import WHOLE
from symderive.numeric.grids import LARGEST_GRID
from symderive.numeric.workbench import Names, Workbench

Write = Callable[[Term], Term]
Bounds = dict[Symbol, tuple[Term, Term]]
WriteBeside = Callable[[Term, Term, Term], tuple[Term, Term]]


def has_derivatives(term: Term) -> bool:
    """Whether a derivative is written somewhere in a term."""
    return any(
        isinstance(part, Partial) or (isinstance(part, Apply) and part.name in WHOLE)
        for part in subterms(term)
    )


def with_partials(term: Term) -> Term:
    """The scalar term with its gradients and Jacobians written as partial derivatives."""
    if isinstance(term, Partial) or not has_derivatives(term):
        return term
    if isinstance(term, Entry):
        return with_partials(entry_of(term.tensor, term.indices))
    if isinstance(term, Apply):
        return with_partials(entry_of(term, ()))
    return map_children(term, lambda child, binds: with_partials(child))


def variables_of(term: Term) -> list[Term]:
    """By what a term is differentiated, derivatives under a derivative left out."""
    if isinstance(term, Partial):
        return [term.variable]
    if not has_derivatives(term):
        return []
    below = [found for child, _ in children(term) for found in variables_of(child)]
    return list(dict.fromkeys(below))


def _product(factors: Sequence[Term]) -> Term:
    return Mul(tuple(factors)) if len(factors) > 1 else factors[0] if factors else ONE


class Replacement:
    """Writes derivatives along lines in the place of derivatives by entries."""

    def __init__(self, bench: Workbench, names: Names, lines: Mapping[Term, Line]) -> None:
        """``lines``: by the variable of a derivative, an entry or a real symbol."""
        self.bench, self.names, self.lines = bench, names, lines

    def replaced(self, term: Term) -> Term:
        """The term with a derivative along a line in the place of each derivative."""
        if not has_derivatives(term):
            return term
        if isinstance(term, Partial):
            line = self.lines.get(term.variable)
            if line is None:
                raise NotTaken("a derivative by an entry that no direction was drawn for")
            return self.slope(line, term.body)
        if isinstance(term, Reduce):
            return self.sums(term, self.replaced, self._both_replaced)
        return map_children(term, self._child)

    def _child(self, child: Term, binds: int) -> Term:
        if binds and has_derivatives(child):
            raise NotTaken("a derivative under a bound variable that no sum binds")
        return self.replaced(child)

    def slope(self, line: Line, body: Term) -> Term:
        """The derivative of a scalar along a line, looked up among all that differ by an index."""
        used = self.names.of(body)
        if not used:
            return Entry(line.slope(body), (ONE,))
        if isinstance(body, Entry) and not self.names.of(body.tensor):
            if self.bench.run.entries(body.tensor) > LARGEST_GRID:
                raise NotTaken("a derivative of too many entries")
            return Entry(line.slope(body.tensor), body.indices)
        if self.names.count(used) > LARGEST_GRID:
            raise NotTaken("a derivative of too many entries")
        moved: dict[Term, Term] = {}
        for name in used:
            before = int(self.names.ranges[name][0]) - 1
            moved |= {name: Add((name, number(before)))} if before else {}
        shape = tuple(number(self.names.count((name,))) for name in used)
        whole = Array(shape, abstract(substitute(body, moved), used))
        return Entry(line.slope(whole), tuple(map(self.names.place, used)))

    # Sums

    def sums(self, term: Reduce, write: Write, write_beside: WriteBeside) -> Term:
        """Sums with other bodies; a sum over the entries of a derivative is one along a line.

        The bound variables have names meanwhile. ``write_beside`` writes what stands beside the
        derivative: what depends on the entry, and the rest.
        """
        if term.operation != "sum":
            name = self.names.bound(term.lower, term.upper)
            body = abstract(write(instantiate(term.body, (name,))), (name,))
            return Reduce(term.operation, term.lower, term.upper, body, term.name)
        bound: Bounds = {}
        factors = self._opened(term, bound)
        entries = [
            variable
            for factor in factors
            for variable in variables_of(factor)
            if isinstance(variable, Entry) and set(bound) & free_symbols(variable)
        ]
        if not entries:
            return _summed(bound, bound, write(_product(factors)))
        for entry in dict.fromkeys(entries):
            try:
                return self._along(bound, factors, entry, write_beside)
            except NotTaken as refusal:
                last = refusal
        raise last

    def _opened(self, term: Term, bound: Bounds) -> list[Term]:
        """The factors of a product under sums, those of factors with derivatives among them."""
        if isinstance(term, Reduce) and term.operation == "sum" and has_derivatives(term):
            name = self.names.bound(term.lower, term.upper)
            bound[name] = term.lower, term.upper
            return self._opened(instantiate(term.body, (name,)), bound)
        if isinstance(term, Mul):
            return [factor for part in term.factors for factor in self._opened(part, bound)]
        return [term]

    def _along(
        self, bound: Bounds, factors: Sequence[Term], entry: Entry, write_beside: WriteBeside
    ) -> Term:
        """A sum of products over the entries by which one of the factors is differentiated.

        The other factors make the direction, as far as they depend on the entry.
        """
        holding = [factor for factor in factors if entry in variables_of(factor)]
        over = tuple(name for name in bound if name in free_symbols(entry))
        if len(holding) > 1 or self.names.of(entry) != over:
            raise NotTaken("a product that is not linear in the derivatives")
        known = free_symbols(holding[0])
        summed = [name for name in bound if name not in over and name not in known]
        inside: list[Term] = []
        outside: list[Term] = []
        for factor in factors:
            if factor is not holding[0]:
                varies = free_symbols(factor) & {*over, *summed}
                (inside if varies else outside).append(factor)
        weight = _summed(summed, bound, _product(inside))
        weight, rest = write_beside(holding[0], weight, _product(outside))
        table, direction = self.bench.direction(entry, over, weight, self.names)
        assert isinstance(entry.tensor, TensorSymbol)
        line = self.bench.line(entry.tensor, direction)
        found = Contraction(self.bench, self.names, self.lines, over, table, along=(entry, line))
        kept = [name for name in bound if name not in over and name in known]
        return _summed(kept, bound, Mul((rest, found.summed(holding[0]))))

    def _both_replaced(self, holding: Term, inside: Term, outside: Term) -> tuple[Term, Term]:
        return self.replaced(inside), self.replaced(outside)


def _summed(names: Iterable[Symbol], bound: Bounds, body: Term) -> Term:
    """The sum over some of the bound variables, the last one inside."""
    for name in reversed(list(names)):
        lower, upper = bound[name]
        body = Reduce("sum", lower, upper, abstract(body, (name,)))
    return body


class Contraction(Replacement):
    """Sums over the index variables of one entry, of terms times weights."""

    def __init__(
        self,
        bench: Workbench,
        names: Names,
        lines: Mapping[Term, Line],
        over: tuple[Symbol, ...],
        weights: TensorSymbol,
        needed: Sequence[Term] = (),
        along: tuple[Entry, Line] | None = None,
    ) -> None:
        """The sum is over some index variables, where ``needed`` holds.

        The weights have one axis for each of them. ``along``: the entry that they are the indices
        of, with the line that goes along the weights. The other lines are of other variables.
        """
        super().__init__(bench, names, lines)
        self.over, self.weights, self.along = over, weights, along
        self.needed = tuple(map(Iverson, needed))

    def summed(self, term: Term) -> Term:
        """The sum over the index variables of the weights times a term."""
        if not has_derivatives(term):
            return self._written_out(term)
        if isinstance(term, Partial) and self.along and term.variable == self.along[0]:
            if self._varies(term.body):
                raise NotTaken("a derivative of different functions by different entries")
            return self.slope(self.along[1], term.body)
        if isinstance(term, Add):
            return Add(tuple(map(self.summed, term.terms)))
        if isinstance(term, Mul):
            return self._of_product(term)
        if isinstance(term, Reduce) and term.operation == "sum":
            if self._varies(term.lower) or self._varies(term.upper):
                raise NotTaken("a sum whose length depends on the entry")
            return self.sums(term, self.summed, self._one_summed)
        if isinstance(term, Cases) and not any(map(self._varies, term.conditions)):
            return Cases(tuple(map(self.summed, term.values)), term.conditions)
        return self._written_out(self.replaced(term))

    def _of_product(self, term: Mul) -> Term:
        varying = [factor for factor in term.factors if self._varies(factor)]
        rest = [self.replaced(factor) for factor in term.factors if factor not in varying]
        if len(varying) > 1 and any(map(has_derivatives, varying)):
            raise NotTaken("a product that is not linear in the derivatives")
        return Mul((*rest, self.summed(_product(varying))))

    def _one_summed(self, holding: Term, inside: Term, outside: Term) -> tuple[Term, Term]:
        """Of three factors the one may depend on the entry that is summed over."""
        if self._varies(holding) or (self._varies(inside) and self._varies(outside)):
            raise NotTaken("a product that is not linear in the derivatives")
        if self._varies(inside):
            return self.summed(inside), self.replaced(outside)
        return self.replaced(inside), self.summed(outside)

    def _varies(self, term: Term) -> bool:
        return not free_symbols(term).isdisjoint(self.over)

    def _written_out(self, term: Term) -> Term:
        places = tuple(map(self.names.place, self.over))
        found: Term = Mul((Entry(self.weights, places), *self.needed, term))
        spans = map(self.names.ranges.__getitem__, self.over)
        ends = [(number(int(low)), number(int(high))) for low, high in spans]
        return _summed(self.over, dict(zip(self.over, ends, strict=True)), found)
