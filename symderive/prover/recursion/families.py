"""Members of families as variables of their own: n[l] and n[l - 1] as two integers.

Indices that are equal under the hypotheses have one member. Members at different indices become
independent variables, which only makes a claim stronger, since what relates them is a hypothesis;
where they are differentiated by, that the indices differ has to be known. A hypothesis for every
index is taken at the indices that occur and at their neighbours, where these lie in its range.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Generic, TypeVar

from symderive.errors import OutsideFragment
from symderive.language.binding import dangling, instantiate, map_children
from symderive.language.displays import tidy
from symderive.language.hooks import text_of
from symderive.language.members import FamilyMember, FamilySymbol, mentions_members
from symderive.language.shapes import polynomial_of
from symderive.language.terms import (
    Add,
    And,
    Cases,
    Compare,
    Domain,
    Forall,
    Statement,
    Symbol,
    Term,
    Truth,
    number,
)
from symderive.prover.conditions import is_index_condition, negated
from symderive.prover.outcome import Outcome

Decide = Callable[[Statement, float], Outcome]
MEMBER = "member of a family"
NEIGHBOURS = (1, -1)


Kept = TypeVar("Kept")
HOLDS: dict[str, Callable[[Fraction], bool]] = {
    "=": lambda distance: distance == 0,
    "!=": lambda distance: distance != 0,
    "<": lambda distance: distance < 0,
    "<=": lambda distance: distance <= 0,
    ">": lambda distance: distance > 0,
    ">=": lambda distance: distance >= 0,
}


class Memory(Generic[Kept]):
    """Answers to statements that come up in several lines and in several attempts."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[Statement, Kept] = OrderedDict()

    def get(self, statement: Statement) -> Kept | None:
        """The answer, if it is kept."""
        return self._known.get(statement)

    def keep(self, statement: Statement, answer: Kept) -> None:
        """Keep an answer; the oldest ones are forgotten."""
        self._known[statement] = answer
        if len(self._known) > self._most:
            self._known.popitem(last=False)


ANSWERS: Memory[bool] = Memory(4096)


class Unsettled(OutsideFragment):
    """How two indices of a family are related is not known."""

    def __init__(self, left: Term, right: Term) -> None:
        super().__init__(f"whether {text_of(left)} and {text_of(right)} are equal is not known")
        self.left, self.right = left, right


class Indices:
    """The indices of families in one statement, up to equality under its hypotheses."""

    def __init__(self, given: Iterable[Term], deadline: float, decide: Decide) -> None:
        self.given = tuple(conjuncts(given))
        self.deadline, self.decide = deadline, decide
        self._known = tuple(
            c for c in self.given if not mentions_members(c) and is_index_condition(c)
        )
        self._assumed: tuple[Term, ...] = ()
        self._met: list[Term] = []

    def also(self, *given: Term) -> Indices:
        """The indices of another statement under these hypotheses and more."""
        return Indices((*self.given, *given), self.deadline, self.decide)

    def entails(self, condition: Term) -> bool:
        """Whether a condition on indices follows from the hypotheses on integers.

        Where these contradict one another everything follows, and the claim is about nothing.
        """
        known = _by_distance(condition)
        if known is not None:
            return known
        statement = Statement(condition, (*self._known, *self._assumed))
        found = ANSWERS.get(statement)
        if found is None:
            outcome = self.decide(statement, self.deadline)
            found = outcome.proved or outcome.vacuous
            if found or time.thread_time() < self.deadline:
                ANSWERS.keep(statement, found)
        return found

    def _everywhere(self, condition: Term) -> bool:
        """Whether a condition follows without what is assumed at this place."""
        before, self._assumed = self._assumed, ()
        try:
            return self.entails(condition)
        finally:
            self._assumed = before

    def settles(self, condition: Term) -> bool:
        """Whether a condition is one on indices that always holds here."""
        if condition == Truth(True):
            return True
        return is_index_condition(condition) and not dangling(condition) and self.entails(condition)

    def excludes(self, condition: Term) -> bool:
        """Whether a condition is one on indices that never holds here."""
        if not is_index_condition(condition) or dangling(condition):
            return False
        return any(map(self.entails, opposite(condition)))

    @contextmanager
    def assuming(self, *conditions: Term) -> Iterator[None]:
        """A place where more conditions on indices hold."""
        before = self._assumed
        read = (c for c in conditions if is_index_condition(c) and not mentions_members(c))
        self._assumed = (*before, *(c for c in read if not dangling(c)))
        try:
            yield
        finally:
            self._assumed = before

    def same(self, index: Term) -> Term:
        """The index itself, or the one met before that equals it."""
        if dangling(index):
            raise OutsideFragment("a member of a family at an index that is bound")
        if mentions_members(index):
            raise OutsideFragment("a member of a family at an index made of members")
        for known in self._met:
            distance = constant_distance(index, known)
            if distance == 0:
                return known
            if distance is None and self._everywhere(Compare("=", index, known)):
                return known
        found = tidy(index)
        self._met.append(found)
        return found

    @property
    def met(self) -> tuple[Term, ...]:
        """The indices so far, each once."""
        return tuple(self._met)

    def order(self, left: Term, right: Term) -> str:
        """``<``, ``=`` or ``>``, or ``<=`` and ``>=`` where equality stays open."""
        distance = constant_distance(left, right)
        if distance is not None:
            return "=" if distance == 0 else ">" if distance > 0 else "<"
        for relation in ("<", ">", "<=", ">="):
            if self.entails(Compare(relation, left, right)):
                return relation
        raise Unsettled(left, right)

    def differ(self, left: Term, right: Term) -> bool:
        """Whether two indices are known to differ."""
        distance = constant_distance(left, right)
        if distance is not None:
            return distance != 0
        return any(self.entails(Compare(relation, left, right)) for relation in ("<", ">", "!="))

    def inside(self, index: Term, lower: Term, upper: Term) -> bool:
        """Whether an index is known to lie in a range."""
        return self.entails(Compare("<=", lower, index)) and self.entails(
            Compare("<=", index, upper)
        )


def _by_distance(condition: Term) -> bool | None:
    """Whether a relation holds between indices of which the distance is a number."""
    if not isinstance(condition, Compare):
        return None
    distance = constant_distance(condition.left, condition.right)
    return None if distance is None else HOLDS[condition.relation](distance)


def constant_distance(left: Term, right: Term) -> Fraction | None:
    """left - right where it is a number."""
    rows = dict(polynomial_of(left))
    for monomial, c in polynomial_of(right).items():
        rows[monomial] = rows.get(monomial, Fraction(0)) - c
    left_over = {m: c for m, c in rows.items() if c}
    if any(m for m in left_over):
        return None
    return left_over.get((), Fraction(0))


def conjuncts(given: Iterable[Term]) -> Iterator[Term]:
    """Conditions with conjunctions taken apart."""
    for condition in given:
        if isinstance(condition, And):
            yield from conjuncts(condition.conditions)
        else:
            yield condition


class Sizes:
    """A statement with the members of families of integers as integer symbols."""

    def __init__(self, indices: Indices) -> None:
        self.indices = indices

    def statement(self, claim: Term) -> Statement:
        """The claim under the hypotheses, without families."""
        found = self.without(claim)
        given: list[Term] = []
        for condition in self.indices.given:
            if not mentions_members(condition):
                given.append(condition)
            elif isinstance(condition, Forall):
                given += self._instances(condition)
            else:
                read = self._if_read(condition)
                given += [] if read is None else [read]
        return Statement(found, tuple(dict.fromkeys(given)))

    def without(self, term: Term, checked: bool = True) -> Term:
        """The term with an integer symbol for every member; ``checked``: indices are in range."""
        if not mentions_members(term):
            return term
        if isinstance(term, FamilyMember):
            return self._symbol(term, checked)
        if isinstance(term, FamilySymbol):
            raise OutsideFragment(f"the family {term.name} as a whole")
        if isinstance(term, Cases):
            return self._cases(term, checked)
        return map_children(term, lambda child, binds: self.without(child, checked))

    def _symbol(self, member: FamilyMember, checked: bool) -> Term:
        family = member.family
        if not isinstance(family, FamilySymbol) or not member.is_integer:
            raise OutsideFragment("a member of a family where a size is needed")
        index = self.indices.same(member.index)
        if checked:
            in_range(self.indices, member)
        domain = family.domain
        assert isinstance(domain, Domain)
        kept = tuple(self.without(c, checked) for c in domain.conditions)
        name = member_name(FamilyMember(family, index))
        return Symbol(name, Domain(domain.kind, kept, (*domain.properties, MEMBER)))

    def _cases(self, term: Cases, checked: bool) -> Term:
        """Each value is read where its condition holds and no earlier one does."""
        values: list[Term] = []
        before: list[Term] = []
        for value, condition in zip(term.values, term.conditions, strict=True):
            with self.indices.assuming(*before, condition):
                values.append(self.without(value, checked))
            before += opposite(condition)
        conditions = tuple(self.without(c, checked) for c in term.conditions)
        return Cases(tuple(values), conditions)

    def _if_read(self, condition: Term) -> Term | None:
        try:
            return self.without(condition, checked=False)
        except OutsideFragment:
            return None

    def _instances(self, condition: Forall) -> list[Term]:
        """The body at the indices met and next to them that lie in the range."""
        found: list[Term] = []
        lower, upper = (self._if_read(end) for end in (condition.lower, condition.upper))
        if lower is None or upper is None:
            return found
        for index in candidates(self.indices):
            if self.indices.inside(index, condition.lower, condition.upper):
                read = self._if_read(instantiate(condition.body, (index,)))
                found += [] if read is None else list(conjuncts((read,)))
        return found


def candidates(indices: Indices) -> list[Term]:
    """The indices met, and those next to them."""
    met = indices.met
    near = [tidy(Add((index, number(step)))) for index in met for step in NEIGHBOURS]
    found = list(met)
    for index in near:
        if not any(constant_distance(index, known) == 0 for known in found):
            found.append(index)
    return found


def member_name(member: FamilyMember) -> str:
    """What the variable that stands for a member is called."""
    return text_of(member).replace(" ", "")


def in_range(indices: Indices, member: FamilyMember) -> None:
    """That a member exists; raises OutsideFragment where it may not."""
    family = member.family
    lower, upper = (
        (family.lower, family.upper)
        if isinstance(family, FamilySymbol)
        else (family.first, family.last)  # type: ignore[attr-defined]
    )
    if not indices.inside(member.index, lower, upper):
        raise OutsideFragment(
            f"the index of {text_of(member)} may be outside of {text_of(lower)}..{text_of(upper)}"
        )


def opposite(condition: Term) -> list[Term]:
    """The negation of a condition, where it has one that is read."""
    try:
        return [negated(condition)]
    except OutsideFragment:
        return []


def next_index(index: Term, step: int = 1) -> Term:
    """The index so many steps further."""
    return tidy(Add((index, number(step))))
