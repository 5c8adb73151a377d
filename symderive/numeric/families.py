"""Statements about families at concrete sizes: layers written out, a few indices of members chosen.

Numbers for a family come one for each member, as ``n_0``, ``n_1``. Values of a recursion are nested
terms; a derivative by one of them is one by zeros that are added to it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from symderive.errors import SymderiveError
from symderive.language.binding import (
    children,
    dangling,
    free_symbols,
    instantiate,
    map_children,
    substitute,
    subterms,
)
from symderive.language.members import FamilyMember, FamilySymbol, Recursion, mentions_members
from symderive.language.recursions import step_at
from symderive.language.shapes import polynomial_of
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    And,
    Apply,
    Bound,
    Cases,
    Compare,
    Domain,
    Entry,
    Forall,
    Mul,
    Number,
    Partial,
    Pow,
    Reduce,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
    Truth,
    number,
)
from symderive.results.evidence import FAILED, NOT_APPLICABLE, PASSED, UNINFORMATIVE, Evidence

WHOLE = ("gradient", "jacobian", "hessian", "vjp")
RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
}
MOST_CHOICES = 3
ORDER = (FAILED, NOT_APPLICABLE, UNINFORMATIVE, PASSED)


class NotWritten(SymderiveError):
    """The statement cannot be written out at these sizes."""


def evidence_over_layers(
    statement: Statement,
    sizes: Mapping[str, int],
    check: Callable[[Statement, Mapping[str, int]], Evidence],
) -> Evidence:
    """What floats say at the first, a middle and the last of the indices that members have."""
    try:
        found = [check(plain, sizes) for plain in written_out(statement, sizes)]
    except NotWritten as refusal:
        return Evidence(NOT_APPLICABLE, dict(sizes), detail=str(refusal))
    if not found:
        return Evidence(NOT_APPLICABLE, dict(sizes), detail="no index of a member is possible")
    worst = min(found, key=lambda one: ORDER.index(one.outcome))
    errors, ratios, powers = (
        [value for one in found if (value := getattr(one, name)) is not None]
        for name in ("error", "ratio", "power")
    )
    return replace(
        worst,
        sizes=_told(statement, sizes),
        points=sum(one.points for one in found),
        error=max(errors, default=None),
        ratio=max(ratios, default=None),
        directions=next((one.directions for one in (worst, *found) if one.directions), ""),
        power=max(powers, default=None),
        finding=next((one.finding for one in found if one.finding), ""),
        seconds=sum(one.seconds for one in found),
    )


def _told(statement: Statement, sizes: Mapping[str, int]) -> dict[str, int]:
    """The sizes without those of the later members of families, of which there are many."""
    families = [part for part in subterms(statement) if isinstance(part, FamilySymbol)]
    first = {f"{f.name}_{polynomial_of(f.lower).get((), ZERO.value)}" for f in families}
    members = tuple(f"{f.name}_" for f in families)
    return {k: v for k, v in sizes.items() if k in first or not k.startswith(members)}


def written_out(statement: Statement, sizes: Mapping[str, int]) -> list[Statement]:
    """The statement at the sizes and at some values of the indices of members."""
    given: dict[Term, Term] = {
        s: number(sizes[s.name])
        for s in free_symbols(statement)
        if isinstance(s, Symbol) and s.is_integer and s.name in sizes
    }
    places = sorted(_places(statement) - set(given), key=lambda s: s.name)
    most = max((sizes[s.name] for s in given if isinstance(s, Symbol)), default=0)
    if places and (most + 1) ** len(places) > 100_000:
        raise NotWritten("too many values of the indices of families")
    fitting = []
    for chosen in itertools.product(range(most + 1), repeat=len(places)):
        values: dict[Term, Term] = {**given, **dict(zip(places, map(number, chosen), strict=True))}
        if all(_allowed(place, values) for place in places):
            if all(_holds(substitute(c, values)) is not False for c in statement.given):
                fitting.append(values)
    middle = [fitting[len(fitting) // 2]] if len(fitting) > MOST_CHOICES - 1 else []
    chosen_ones = [*fitting[:1], *middle, *fitting[1:][-1:]]
    return [_plain(substitute(statement, values)) for values in chosen_ones]


def _places(statement: Statement) -> set[Symbol]:
    """The integers that say which member of a family is meant."""
    found: set[Symbol] = set()
    for part in subterms(statement):
        if isinstance(part, FamilyMember):
            found |= {s for s in free_symbols(part.index) if isinstance(s, Symbol)}
        elif isinstance(part, (FamilySymbol, Recursion)):
            ends = (
                (part.lower, part.upper)
                if isinstance(part, FamilySymbol)
                else (part.first, part.last)
            )
            for end in ends:
                found |= {s for s in free_symbols(end) if isinstance(s, Symbol)}
    return found


def _allowed(place: Symbol, values: dict[Term, Term]) -> bool:
    domain = place.domain
    assert isinstance(domain, Domain)
    conditions = (substitute(instantiate(c, (place,)), values) for c in domain.conditions)
    return all(_holds(condition) is not False for condition in conditions)


def _holds(condition: Term) -> bool | None:
    """Whether a condition on numbers holds; None where it is about something else."""
    if condition == Truth(True):
        return True
    if not isinstance(condition, Compare) or mentions_members(condition):
        return None
    if dangling(condition) or free_symbols(condition):
        return None
    sides = [polynomial_of(side) for side in (condition.left, condition.right)]
    if any(set(side) - {()} for side in sides):
        return None
    return RELATIONS[condition.relation](*(side.get((), 0) for side in sides))


def _plain(statement: Term) -> Statement:
    zeros: dict[Term, Term] = {}
    found = _Writer({}, zeros).write(statement)
    assert isinstance(found, Statement)
    given = tuple(Compare("=", change, zero) for change, zero in zeros.items())
    return Statement(found.claim, (*found.given, *given))


class _Writer:
    """Writes members out; ``changes`` are added to values of recursions, and all are ``zeros``."""

    def __init__(self, changes: dict[tuple[Term, int], Term], zeros: dict[Term, Term]) -> None:
        self.changes, self.zeros = changes, zeros
        self.known: dict[tuple[Term, int], Term] = {}

    def write(self, term: Term) -> Term:
        """The term without families."""
        if isinstance(term, FamilyMember):
            return self._member(term)
        if isinstance(term, Cases):
            return self._cases(term)
        if not mentions_members(term):
            return term
        if isinstance(term, Apply) and term.name in WHOLE and _is_value(term.arguments[1]):
            inside, change = self._changed(term.arguments[1])
            rest = tuple(map(self.write, term.arguments[2:]))
            return Apply(
                term.name, (inside.write(term.arguments[0]), change, *rest), term.parameters
            )
        if isinstance(term, Partial):
            entry = term.variable
            whole = entry.tensor if isinstance(entry, Entry) else entry
            if _is_value(whole):
                inside, change = self._changed(whole)
                if isinstance(entry, Entry):
                    change = Entry(change, tuple(map(self.write, entry.indices)))
                return Partial(inside.write(term.body), change)
        if isinstance(term, (Forall, Reduce)) and _varies(term.body, 0):
            return self._range(term)
        if isinstance(term, (FamilySymbol, Recursion)):
            raise NotWritten(f"{term.name} is a family")
        return map_children(term, lambda child, binds: self.write(child))

    def _cases(self, term: Cases) -> Term:
        """The case that applies, where numbers decide it."""
        for value, condition in zip(term.values, term.conditions, strict=True):
            holds = _holds(condition)
            if holds:
                return self.write(value)
            if holds is None:
                return map_children(term, lambda child, binds: self.write(child))
        return term

    def _member(self, member: FamilyMember) -> Term:
        index, family = _whole(member.index), member.family
        if isinstance(family, FamilySymbol):
            ends = family.lower, family.upper
        else:
            assert isinstance(family, Recursion)
            ends = family.first, family.last
        if not _whole(ends[0]) <= index <= _whole(ends[1]):
            raise NotWritten(f"there is no {family.name}[{index}] at these sizes")
        found = self.known.get((family, index))
        if found is None:
            found = self._made(family, index)
            self.known[family, index] = found
        return found

    def _made(self, family: FamilySymbol | Recursion, index: int) -> Term:
        sizes = tuple(self.write(instantiate(size, (number(index),))) for size in family.sizes)
        if isinstance(family, FamilySymbol):
            name = f"{family.name}_{index}"
            return _variable(name, sizes, _tamed(self.write(family.domain), sizes))
        if index == _whole(family.origin):
            found = self.write(family.start)
        else:
            before = FamilyMember(family, number(index + 1 if family.downward else index - 1))
            found = self.write(step_at(family, number(index), before))
        change = self.changes.get((family, index))
        return found if change is None else Add((found, change))

    def _changed(self, value: Term) -> tuple[_Writer, Term]:
        assert isinstance(value, FamilyMember)
        index = _whole(value.index)
        sizes = tuple(map(self.write, value.shape))
        assert isinstance(value.family, Recursion)
        change = _variable(f"zeros at {value.family.name}_{index}", sizes, Domain("real"))
        self.zeros[change] = Apply("zeros", sizes) if sizes else ZERO
        return _Writer({**self.changes, (value.family, index): change}, self.zeros), change

    def _range(self, term: Forall | Reduce) -> Term:
        ends = range(_whole(self.write(term.lower)), _whole(self.write(term.upper)) + 1)
        parts = tuple(self.write(instantiate(term.body, (number(k),))) for k in ends)
        if isinstance(term, Forall):
            return And(parts) if parts else Truth(True)
        if term.operation == "sum":
            return Add((ZERO, ZERO, *parts))
        if term.operation == "product":
            return Mul((ONE, ONE, *parts))
        raise NotWritten(f"a {term.operation} over the members of a family")


def _tamed(domain: Term, sizes: tuple[Term, ...]) -> Term:
    """The domain for values of parameters, such that sums of them stay near 1 in every layer.

    Nothing cancels in them, so that rounding does not grow from layer to layer either.
    """
    if not sizes or domain != Domain("real"):
        return domain
    most = Mul((number(2), Pow(sizes[-1], MINUS_ONE)))
    return Domain("real", (Compare(">=", Bound(0), ZERO), Compare("<=", Bound(0), most)))


def _is_value(term: Term) -> bool:
    return isinstance(term, FamilyMember) and isinstance(term.family, Recursion)


def _variable(name: str, sizes: tuple[Term, ...], domain: Term) -> Term:
    return TensorSymbol(name, len(sizes), sizes, domain) if sizes else Symbol(name, domain)


def _varies(term: Term, depth: int) -> bool:
    if isinstance(term, FamilyMember) and dangling(term.index) > depth:
        return True
    return any(_varies(child, depth + binds) for child, binds in children(term))


def _whole(term: Term) -> int:
    rows = polynomial_of(term)
    if set(rows) - {()}:
        raise NotWritten("an index of a family that is no number at these sizes")
    return int(Number(rows.get((), ZERO.value)).value)
