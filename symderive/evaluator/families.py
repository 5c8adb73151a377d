"""Statements about families at a number of layers: every member a variable of its own.

At L = 2 the sizes n[0], n[1], n[2] are three integers, the filters w[1] and w[2] two vectors, and
the values of a recursion are nested terms. A derivative by the value y[k] is one by a vector of
zeros that is added to it, so that all later values are those of the recursion started anew at k.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, product

from symderive.errors import IllFormed
from symderive.evaluator.constraints import constraint, domain_conditions, split
from symderive.language.binding import (
    children,
    dangling,
    free_symbols,
    instantiate,
    map_children,
    substitute,
    subterms,
)
from symderive.language.definitions import shape_of
from symderive.language.members import FamilyMember, FamilySymbol, Recursion, mentions_members
from symderive.language.recursions import step_at
from symderive.language.shapes import polynomial_of
from symderive.language.terms import (
    ONE,
    ZERO,
    Add,
    And,
    Apply,
    Array,
    Bound,
    Compare,
    Domain,
    Entry,
    Forall,
    Mul,
    Partial,
    Reduce,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
    Truth,
    number,
)
from symderive.results.witness import Witness

DERIVATIVES = ("gradient", "jacobian", "hessian", "vjp")
CHANGE = "change of "
LARGEST = 8

Layers = dict[Symbol, int]
Restart = tuple[Recursion, int]


def layer_symbols(statement: Statement) -> list[Symbol]:
    """The integers that say how many members there are, or which one is meant."""
    found: set[Symbol] = set()
    for part in subterms(statement):
        if isinstance(part, FamilySymbol):
            found |= _integers((part.lower, part.upper))
        elif isinstance(part, Recursion):
            found |= _integers((part.first, part.last))
        elif isinstance(part, FamilyMember):
            found |= _integers((part.index,))
    grown = True
    while grown:
        more = _integers(s.domain for s in found) - found
        found |= more
        grown = bool(more)
    return sorted(found, key=lambda s: s.name)


def integer_families(statement: Statement) -> list[FamilySymbol]:
    """The families of integers in a statement, by their names."""
    found = {
        part
        for part in subterms(statement)
        if isinstance(part, FamilySymbol) and part.domain.kind == "integer"  # type: ignore[attr-defined]
    }
    return sorted(found, key=lambda family: family.name)


def _integers(terms: Iterable[Term]) -> set[Symbol]:
    return {
        s for term in terms for s in free_symbols(term) if isinstance(s, Symbol) and s.is_integer
    }


def is_bounded(symbol: Symbol) -> bool:
    """Whether a symbol is an index: its declaration bounds it from above."""
    return any(
        isinstance(c, Compare) and c.relation in ("<=", "<") and c.left == symbol
        for c in domain_conditions(symbol)
    )


def layer_choices(statement: Statement, most: int) -> Iterator[Layers]:
    """Values of these integers inside the hypotheses on them, few layers first.

    ``most`` counts the sums of numbers of layers that are looked at.
    """
    symbols = layer_symbols(statement)
    conditions = [c for s in symbols for c in domain_conditions(s)] + split(statement.given)
    told = [
        constraint(c)
        for c in conditions
        if not mentions_members(c) and free_symbols(c) and free_symbols(c) <= set(symbols)
    ]
    ends = [s for s in symbols if not is_bounded(s)]
    within = [s for s in symbols if is_bounded(s)]
    numbers = product(range(LARGEST + 1), repeat=len(ends))
    for _, group in groupby(sorted(numbers, key=lambda v: (sum(v), v)), key=sum):
        met = False
        for chosen in group:
            for places in product(range(max(chosen, default=0) + 2), repeat=len(within)):
                values = dict(zip((*ends, *within), (*chosen, *places), strict=True))
                if all(one.holds(values) for one in told):
                    met = True
                    yield values
        most -= met
        if not most:
            return


def at_layers(statement: Statement, values: Layers) -> Statement:
    """The statement at these numbers of layers and indices, without families.

    Raises:
        IllFormed: for what is not read.
    """
    numbers: dict[Term, Term] = {s: number(v) for s, v in values.items()}
    fixed = substitute(statement, numbers)
    assert isinstance(fixed, Statement)
    found = Unrolling(frozenset(s.name for s in free_symbols(fixed)))(fixed)
    assert isinstance(found, Statement)
    return found


def without_families(statement: Statement, witness: Witness) -> Statement:
    """The statement at the number of layers and the indices of a witness."""
    if not mentions_members(statement):
        return statement
    told = {**witness.sizes, **witness.indices}
    return at_layers(statement, {s: told[s.name] for s in layer_symbols(statement)})


@dataclass(frozen=True)
class Unrolling:
    """The walk over a statement; ``restarts`` say from which values recursions start anew."""

    taken: frozenset[str]
    restarts: tuple[Restart, ...] = ()
    known: dict[tuple[Term, int, tuple[Restart, ...]], Term] = field(
        default_factory=dict, compare=False
    )

    def __call__(self, term: Term) -> Term:
        """The term without families."""
        if not mentions_members(term):
            return term
        if isinstance(term, FamilyMember):
            return self._member(term)
        if isinstance(term, Apply) and term.name in DERIVATIVES:
            first, whole, *rest = term.arguments
            if isinstance(whole, FamilyMember):
                body, variable = self._differentiated(first, whole)
                return Apply(term.name, (body, variable, *map(self, rest)), term.parameters)
        if isinstance(term, Partial):
            return self._partial(term)
        if isinstance(term, (Forall, Reduce)) and _moves(term.body):
            return self._written_out(term)
        if isinstance(term, (FamilySymbol, Recursion)):
            raise IllFormed(f"{term.name} is a family; write {term.name}[l] for a member")
        return map_children(term, lambda child, binds: self(child))

    def _member(self, member: FamilyMember) -> Term:
        index = _integer(member.index)
        family = member.family
        key = (family, index, self.restarts)
        found = self.known.get(key)
        if found is None:
            if isinstance(family, FamilySymbol):
                found = self._variable(family, index)
            else:
                assert isinstance(family, Recursion)
                found = self._value(family, index)
            self.known[key] = found
        return found

    def _variable(self, family: FamilySymbol, index: int) -> Term:
        sizes = tuple(self(instantiate(size, (number(index),))) for size in family.sizes)
        domain = self(family.domain)
        if not _exists(family, index):
            return _missing(family, index, sizes, domain)
        name = self._free(f"{family.name}_{index}")
        return TensorSymbol(name, len(sizes), sizes, domain) if sizes else Symbol(name, domain)

    def _free(self, name: str) -> str:
        """The name, changed where the statement has it for something else."""
        while name in self.taken:
            name += "'"
        return name

    def _value(self, recursion: Recursion, index: int) -> Term:
        """A value of a recursion; the one from which it starts anew is changed by zeros."""
        sizes = tuple(self(instantiate(size, (number(index),))) for size in recursion.sizes)
        if not _exists(recursion, index):
            return _missing(recursion, index, sizes, Domain("real"))
        if (recursion, index) in self.restarts:
            rest = tuple(r for r in self.restarts if r != (recursion, index))
            before = replace(self, restarts=rest)._member(FamilyMember(recursion, number(index)))
            return Add((before, self._change(recursion, index)))
        if index == _integer(recursion.origin):
            found = self(recursion.start)
        else:
            before = FamilyMember(recursion, number(index + (1 if recursion.downward else -1)))
            found = self(step_at(recursion, number(index), before))
        if sizes and shape_of(found) != sizes:
            # The sum has a value only where the step has the shape of the member.
            return Add((found, Apply("zeros", sizes)))
        return found

    def _change(self, recursion: Recursion, index: int) -> Term:
        """Zeros in the shape of a value, by which is differentiated."""
        sizes = tuple(self(instantiate(size, (number(index),))) for size in recursion.sizes)
        name = self._free(f"{CHANGE}{recursion.name}_{index}")
        domain = Domain("real", (Compare("=", Bound(0), ZERO),))
        return TensorSymbol(name, len(sizes), sizes, domain) if sizes else Symbol(name, domain)

    def _differentiated(self, body: Term, whole: FamilyMember) -> tuple[Term, Term]:
        """What is differentiated, and the free tensor by which; undefined for no such member."""
        family, index = whole.family, _integer(whole.index)
        if not _exists(family, index):
            name = self._free(f"{family.name}_{index}")  # type: ignore[attr-defined]
            rank = len(whole.shape)
            real = Domain("real")
            free: Term = (
                TensorSymbol(name, rank, (ONE,) * rank, real) if rank else Symbol(name, real)
            )
            return Add((self(body), _missing(family, index, (), real))), free
        if isinstance(family, FamilySymbol):
            return self(body), self._member(whole)
        assert isinstance(family, Recursion)
        inside = replace(self, restarts=(*self.restarts, (family, index)))
        return inside(body), self._change(family, index)

    def _partial(self, term: Partial) -> Term:
        variable = term.variable
        whole = variable.tensor if isinstance(variable, Entry) else variable
        if not isinstance(whole, FamilyMember):
            return map_children(term, lambda child, binds: self(child))
        body, free = self._differentiated(term.body, whole)
        if isinstance(variable, Entry):
            free = Entry(free, tuple(map(self, variable.indices)))
        return Partial(body, free)

    def _written_out(self, term: Forall | Reduce) -> Term:
        """A range of indices of members, which all are numbers by now."""
        lower, upper = _integer(self(term.lower)), _integer(self(term.upper))
        bodies = [instantiate(term.body, (number(k),)) for k in range(lower, upper + 1)]
        parts = tuple(map(self, bodies))
        if isinstance(term, Forall):
            return And(parts) if parts else Truth(True)
        if term.operation not in ("sum", "product"):
            raise IllFormed(f"a {term.operation} over the members of a family")
        if len(parts) < 2:
            return parts[0] if parts else ZERO if term.operation == "sum" else ONE
        return Add(parts) if term.operation == "sum" else Mul(parts)


def _moves(term: Term, depth: int = 0) -> bool:
    """Whether the index of a member depends on the variable that is bound around the term."""
    if isinstance(term, FamilyMember) and dangling(term.index) > depth:
        return True
    return any(_moves(child, depth + binds) for child, binds in children(term))


def _integer(term: Term) -> int:
    """The value of an index."""
    rows = polynomial_of(term)
    if set(rows) - {()}:
        raise IllFormed("an index of a family that is no number at these sizes")
    value = rows.get((), ZERO.value)
    if value.denominator != 1:
        raise IllFormed(f"the index {value} of a family is no integer")
    return int(value)


def _ends(family: Term) -> tuple[int, int]:
    if isinstance(family, FamilySymbol):
        return _integer(family.lower), _integer(family.upper)
    assert isinstance(family, Recursion)
    return _integer(family.first), _integer(family.last)


def _exists(family: Term, index: int) -> bool:
    """Whether a family or a recursion has a member at an index."""
    lower, upper = _ends(family)
    return lower <= index <= upper


def _missing(family: Term, index: int, sizes: tuple[Term, ...], domain: Term) -> Term:
    """A member that does not exist: what is undefined wherever it is looked at."""
    upper = number(max(_ends(family)[1], 0))
    name: str = family.name  # type: ignore[attr-defined]
    entry = Entry(TensorSymbol(name, 1, (upper,), domain), (number(index),))
    return Array(sizes, entry) if sizes else entry
