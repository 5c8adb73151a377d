"""Hypotheses that give entries of a tensor: put into the claim.

Where X[g(k)] = h(k) for every k of a range, X[p] is X[p] + sum_k [p = g(k)] (h(k) - X[p]): every
term of the sum is 0. So it is right, too, where g takes a value twice, or not at all. An equation
between whole tensors, X = T, puts T for X.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from symderive.language.binding import dangling, free_symbols, substitute
from symderive.language.terms import (
    MINUS_ONE,
    Add,
    And,
    Array,
    Bound,
    Compare,
    Entry,
    Forall,
    Iverson,
    Mul,
    Partial,
    Reduce,
    Statement,
    TensorSymbol,
    Term,
)
from symderive.prover.conditions import is_index_term
from symderive.prover.unfolding import core_subterms, unfolded

Ranges = tuple[Forall, ...]


def put_in(statement: Statement) -> list[Statement] | None:
    """Statements from which a statement on numbers follows; None where no hypothesis gives entries.

    Both sides have a value, and they agree when the given entries are put in. None, too, for a
    claim with derivatives: an entry by which is differentiated stays a variable.
    """
    claim = statement.claim
    if not isinstance(claim, Compare) or any(isinstance(t, Partial) for t in core_subterms(claim)):
        return None
    found = Given(free_symbols(claim))
    given = tuple(c for c in _conjuncts(statement.given) if not found.note(c, ()))
    values = found.entries | found.wholes
    if not values:
        return None
    defined = [Compare("=", side, side) for side in (claim.left, claim.right)]
    return [Statement(part, given) for part in (*defined, substitute(claim, values))]


def _conjuncts(given: Iterable[Term]) -> Iterator[Term]:
    for condition in given:
        if isinstance(condition, And):
            yield from _conjuncts(condition.conditions)
        else:
            yield condition


class Given:
    """What hypotheses give of the tensors of a claim: all of it, or the array of its entries."""

    def __init__(self, tensors: frozenset[Term]) -> None:
        self.tensors = tensors
        self.wholes: dict[Term, Term] = {}
        self.entries: dict[Term, Term] = {}

    def note(self, condition: Term, ranges: Ranges) -> bool:
        """Note what a condition gives; whether it gives anything."""
        if isinstance(condition, And):
            noted = [self.note(part, ranges) for part in condition.conditions]
            return any(noted)
        if isinstance(condition, Forall):
            return self.note(condition.body, (*ranges, condition))
        if not isinstance(condition, Compare) or condition.relation != "=":
            return False
        for given, value in (
            (condition.left, condition.right),
            (condition.right, condition.left),
        ):
            if self._is_whole(given, value):
                self.wholes[given] = value
                return True
            entry = _opened(given)
            if self._is_entry(entry):
                assert isinstance(entry, Entry)
                known = self.entries.get(entry.tensor, entry.tensor)
                self.entries[entry.tensor] = _with_entries(known, entry, value, ranges)
                return True
        return False

    def _is_whole(self, given: Term, value: Term) -> bool:
        return (
            isinstance(given, TensorSymbol)
            and given in self.tensors
            and given not in self.wholes
            and dangling(value) == 0
        )

    def _is_entry(self, term: Term) -> bool:
        """An entry of a tensor of the claim that has a shape, at integers."""
        return (
            isinstance(term, Entry)
            and isinstance(term.tensor, TensorSymbol)
            and term.tensor in self.tensors
            and term.tensor.shape is not None
            and all(map(is_index_term, term.indices))
        )


def _opened(term: Term) -> Term:
    """The term; for an entry of a folded tensor, such as vec(X), the entry that it is."""
    found: Term | None = term
    while isinstance(found, Entry) and not isinstance(found.tensor, TensorSymbol):
        found = unfolded(found)
    return found if isinstance(found, Entry) else term


def _with_entries(known: Term, given: Entry, value: Term, ranges: Ranges) -> Term:
    """The array of X[p] + sum_k [p = g(k)] (h(k) - X[p]), where X is what is known so far."""
    assert isinstance(given.tensor, TensorSymbol)
    shape = given.tensor.shape
    assert shape is not None
    rank, depth = len(shape), len(ranges)

    def entry(inside: int) -> tuple[Entry, tuple[Term, ...]]:
        places = tuple(Bound(inside + rank - 1 - axis) for axis in range(rank))
        return Entry(known, places), places

    here, places = entry(depth)
    meets = tuple(Compare("=", p, g) for p, g in zip(places, given.indices, strict=True))
    change: Term = Mul((Iverson(And(meets)), Add((value, Mul((MINUS_ONE, here))))))
    for span in reversed(ranges):
        change = Reduce("sum", span.lower, span.upper, change, span.name)
    return Array(shape, Add((entry(0)[0], change)))
