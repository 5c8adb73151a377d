"""What is known about the integers at a place: an immutable set of constraints, with its memory.

Most questions are answered by arithmetic: a constraint that is known up to a constant, the sum of
two known ones, or a sample point that says no. ISL decides the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from math import gcd

from symderive.prover import presburger, sampling
from symderive.prover.facts import Facts
from symderive.prover.integers import Form, Monomial, Variable, monomials
from symderive.prover.presburger import AT_LEAST, EQUAL, Constraint
from symderive.prover.sampling import Slice, Values

Guard = tuple[frozenset[Form], frozenset[Form]]
ALWAYS: Guard = (frozenset(), frozenset())


def tightened(kind: int, form: Form) -> Form | bool:
    """The constraint divided by its content; True where it always holds, False where it never does.

    c*f + r >= 0 with integer f is f + floor(r/c) >= 0; c*f + r = 0 needs c | r.
    """
    g = form.content()
    rest = form.constant_term
    if g == 0:
        return rest == 0 if kind == EQUAL else rest >= 0
    if g > 1:
        if kind == EQUAL:
            if rest % g:
                return False
            form = form.divided(g)
        else:
            terms = {m: c // g for m, c in form.terms.items() if m}
            if rest // g:
                terms[()] = rest // g
            form = Form(terms)
    if kind == EQUAL:
        leading = min(m for m in form.terms if m)
        if form.terms[leading] < 0:
            form = -form
    return form


Point = dict[Monomial, int]
MAX_POINTS = 24


def _value_at(point: Point, form: Form, otherwise: int) -> int:
    """The value of a form at a point; ``otherwise`` where the point does not give a monomial."""
    total = 0
    for monomial, c in form.terms.items():
        if not monomial:
            total += c
        elif monomial in point:
            total += c * point[monomial]
        else:
            return otherwise
    return total


def _satisfies(point: Point, kind: int, form: Form) -> bool:
    value = _value_at(point, form, -1)
    return value == 0 if kind == EQUAL else value >= 0


class Context:
    """A conjunction of constraints; equal contexts are one object, which remembers its answers."""

    def __init__(self, constraints: frozenset[Constraint], table: ContextTable) -> None:
        self.constraints = constraints
        self.table = table
        self._entailed: dict[Form, bool] = {}
        self.by_products: dict[Form, bool] = {}
        self.without_products: dict[Constraint, list[Constraint] | None] = {}
        self._simplified: dict[tuple[frozenset[Form], frozenset[Form]], Guard | None] = {}
        self._samples: list[Values] | None = None
        self._weaker: Context | None = None
        self._added: frozenset[Constraint] = frozenset()
        self._extensions: dict[frozenset[Constraint], Context] = {}
        self._points: list[Point] = []
        self._facts: Facts | None = None
        self._slice: Slice | None = None
        self._is_sliced = False

    @property
    def facts(self) -> Facts:
        """The constraints, looked up by what stands in them."""
        if self._facts is None:
            weaker = self._weaker
            self._facts = Facts(self._added, weaker.facts) if weaker else Facts(self.constraints)
        return self._facts

    def extended(self, constraints: Iterable[Constraint]) -> Context:
        """The context with more constraints."""
        added = frozenset(constraints)
        if added <= self.constraints:
            return self
        found = self._extensions.get(added)
        if found is None:
            found = self._extensions[added] = self.table.context(self.constraints | added)
            found.learn(self._points, added)
            if found._weaker is None:
                found._weaker, found._added = self, added
        return found

    def learn(self, points: Iterable[Point], added: frozenset[Constraint]) -> None:
        """Keep the points of a weaker context that satisfy what was added to it."""
        for point in points:
            if len(self._points) >= MAX_POINTS:
                return
            if point not in self._points and all(_satisfies(point, k, f) for k, f in added):
                self._points.append(point)

    def relevant(self, of: Iterable[Monomial]) -> tuple[list[Form], list[Form]]:
        """The constraints connected to the monomials through shared variables."""
        reached = {v for monomial in of for v in monomial}
        equalities: list[Form] = []
        inequalities: list[Form] = []
        rest = list(self.constraints)
        grown = True
        while grown and rest:
            grown = False
            left = []
            for kind, form in rest:
                if form.variables.isdisjoint(reached):
                    left.append((kind, form))
                else:
                    (equalities if kind == EQUAL else inequalities).append(form)
                    reached |= form.variables
                    grown = True
            rest = left
        met = monomials([*equalities, *inequalities]).union(of)
        inequalities += self.table.products_of_sizes(met)
        return equalities, inequalities

    @property
    def samples(self) -> list[Values]:
        """Some integer points of the context, with true products; none if none was found."""
        if self._samples is None:
            weaker = [] if self._weaker is None else self._weaker.samples
            found = sampling.extended(weaker, self._added)
            self._samples = found or sampling.samples(self.constraints, weaker)
        return self._samples

    @property
    def sample(self) -> Values | None:
        """Some integer point of the context, with true products; None if none was found."""
        return self.samples[0] if self.samples else None

    def refutes(self, form: Form) -> bool:
        """Whether form < 0 at a known point of the context."""
        return any(
            form.variables <= point.keys() and form.evaluated(point) < 0 for point in self.samples
        )

    def is_empty(self) -> bool:
        """Whether no integer point satisfies the context."""
        if not self.constraints or self.sample is not None:
            return False
        return presburger.is_empty(self.constraints)

    def entails(self, form: Form) -> bool:
        """Whether form >= 0 at every point of the context."""
        value = form.value
        if value is not None:
            return value >= 0
        found = self._entailed.get(form)
        if found is None:
            found = self._entailed[form] = self._decide(form)
        return found

    def entails_zero(self, form: Form) -> bool:
        """Whether form = 0 at every point of the context."""
        return self.entails(form) and self.entails(-form)

    def excludes_zero(self, form: Form) -> bool:
        """Whether form is nowhere 0."""
        if self.entails(form.shifted(-1)) or self.entails((-form).shifted(-1)):
            return True
        return self.extended([(EQUAL, form)]).is_empty()

    def _decide(self, form: Form) -> bool:
        if self.facts.entail(form):
            return True
        if self.refutes(form) or any(_value_at(known, form, 0) < 0 for known in self._points):
            return False
        if self._refuted_by_slice(form):
            return False
        equalities, inequalities = self.relevant(form.terms)
        violated = (-form).shifted(-1)
        order = sorted(monomials([*equalities, *inequalities, violated]))
        found = presburger.basic_set(order, equalities, [*inequalities, violated])
        if found.is_empty():
            return True
        if len(self._points) < MAX_POINTS:
            self._points.append(presburger.point_of(found, order))
        return False

    def _refuted_by_slice(self, form: Form) -> bool:
        """Whether form < 0 at a point that is found with the sizes of the sample."""
        if not self._is_sliced:
            self._is_sliced = True
            self._slice = (
                None if self.sample is None else sampling.slice_at(self.constraints, self.sample)
            )
        point = None if self._slice is None else self._slice.point_below(form)
        if point is None:
            return False
        if len(self.samples) < MAX_POINTS:
            self.samples.append(point)
        return True

    def simplified(self, equalities: Iterable[Form], inequalities: Iterable[Form]) -> Guard | None:
        """The guard reduced to what the context does not say; None where it is empty."""
        strict: set[Form] = set()
        loose: set[Form] = set()
        for kind, forms, into in ((EQUAL, equalities, strict), (AT_LEAST, inequalities, loose)):
            for form in forms:
                tight = tightened(kind, form)
                if tight is False:
                    return None
                if tight is not True:
                    into.add(tight)
        if not strict and not loose:
            return ALWAYS
        key = (frozenset(strict), frozenset(loose))
        if key not in self._simplified:
            self._simplified[key] = self._ranges_only(key) or self._gist(key)
        return self._simplified[key]

    def _ranges_only(self, guard: Guard) -> Guard | None:
        """The guard itself where it is nothing but ranges lower <= b <= upper of new variables.

        Given that the context has a point at which every range has two values or more: then none is
        empty, none is a single point everywhere, and no bound follows from the context.
        """
        equalities, inequalities = guard
        if equalities or len(inequalities) % 2:
            return None
        lower: dict[Variable, Form] = {}
        upper: dict[Variable, Form] = {}
        for form in inequalities:
            new = [v for v in form.variables if v not in self.facts.variables]
            if len(new) != 1 or not form.is_affine:
                return None
            v = new[0]
            c = form.coefficient(v)
            side = lower if c == 1 else upper if c == -1 else None
            if side is None or v in side:
                return None
            side[v] = form
        if lower.keys() != upper.keys():
            return None
        point = self.sample
        if point is None:
            return None
        for v, low in lower.items():
            width = low + upper[v]
            if not all(w in point for w in width.variables):
                return None
            if width.evaluated(point) < 1 and self.entails(-width):
                return None
            if width.evaluated(point) < 0:
                return None
        return guard

    def _gist(self, guard: Guard) -> Guard | None:
        equalities, inequalities = list(guard[0]), list(guard[1])
        known = self.relevant(monomials(equalities + inequalities))
        found = presburger.gist((equalities, inequalities), known)
        if found is None:
            return None
        if isinstance(found, bool):
            return guard
        tight = (tightened(EQUAL, form) for form in found[0])
        return (
            frozenset(form for form in tight if isinstance(form, Form)),
            frozenset(found[1]),
        )


class ContextTable:
    """Contexts in which some variables, ``positive``, are known to be at least 1.

    What a context entails does not depend on who asks: attempts at one statement share a table.
    """

    def __init__(
        self,
        positive: frozenset[Variable] = frozenset(),
        tables: dict[frozenset[Variable], ContextTable] | None = None,
    ) -> None:
        """``tables`` are those of the other sets of positive variables."""
        self._contexts: dict[frozenset[Constraint], Context] = {}
        self._tables = {} if tables is None else tables
        self._tables[positive] = self
        self.positive = positive

    def with_positive(self, positive: frozenset[Variable]) -> ContextTable:
        """The table where these variables are known to be at least 1."""
        return self._tables.get(positive) or ContextTable(positive, self._tables)

    def products_of_sizes(self, met: Iterable[Monomial]) -> list[Form]:
        """For a product m of sizes that are at least 1, m >= v for each factor v."""
        return [
            Form({m: 1, (v,): -1})
            for m in met
            if len(m) > 1 and self.positive.issuperset(m)
            for v in set(m)
        ]

    def context(self, constraints: frozenset[Constraint]) -> Context:
        """The context of these constraints."""
        found = self._contexts.get(constraints)
        if found is None:
            found = self._contexts[constraints] = Context(constraints, self)
        return found


class _Memory:
    """The table of the attempts under way, and what the latest of them were about."""

    subject: object = None
    table = ContextTable()
    active = False


@contextmanager
def remembered_for(subject: object) -> Iterator[None]:
    """Proofs inside share a table, also with those that were about the same subject just before."""
    if subject != _Memory.subject:
        _Memory.subject, _Memory.table = subject, ContextTable()
    before, _Memory.active = _Memory.active, True
    try:
        yield
    finally:
        _Memory.active = before


def table_of_attempt() -> ContextTable:
    """The table that the attempts under way share, else a new one."""
    return _Memory.table if _Memory.active else ContextTable()


def content_of(values: Iterable[int]) -> int:
    """The greatest common divisor."""
    g = 0
    for value in values:
        g = gcd(g, value)
    return g
