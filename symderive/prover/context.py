"""What is known about the integers at a place: an immutable set of constraints, with its memory.

Most questions are answered by arithmetic: a constraint that is known up to a constant, the sum of
two known ones, or a sample point that says no. ISL decides the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd

from symderive.prover import presburger
from symderive.prover.integers import Form, Monomial, Variable, monomials
from symderive.prover.presburger import AT_LEAST, EQUAL, Constraint

Guard = tuple[frozenset[Form], frozenset[Form]]
ALWAYS: Guard = (frozenset(), frozenset())
SAMPLE_BOUND = 12


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
        self._sample: dict[Variable, int] | None = None
        self._is_sampled = False
        self._extensions: dict[frozenset[Constraint], Context] = {}
        self._points: list[Point] = []
        self.bounds: dict[frozenset[tuple[Monomial, int]], int] = {}
        self._by_variable: dict[Variable, list[Form]] = {}
        for kind, form in constraints:
            for version in (form,) if kind == AT_LEAST else (form, -form):
                bare = frozenset((m, c) for m, c in version.terms.items() if m)
                known = self.bounds.get(bare)
                offset = version.constant_term
                self.bounds[bare] = offset if known is None else min(known, offset)
                for v in version.variables:
                    self._by_variable.setdefault(v, []).append(version)

    def extended(self, constraints: Iterable[Constraint]) -> Context:
        """The context with more constraints."""
        added = frozenset(constraints)
        if added <= self.constraints:
            return self
        found = self._extensions.get(added)
        if found is None:
            found = self._extensions[added] = self.table.context(self.constraints | added)
            found.learn(self._points, added)
            if self._sample is not None and not found._is_sampled:
                found.inherit_sample(self._sample, added)
        return found

    def inherit_sample(self, sample: dict[Variable, int], added: frozenset[Constraint]) -> None:
        """Keep the sample of a weaker context if it satisfies what was added to it."""
        for kind, form in added:
            if not all(v in sample for v in form.variables):
                return
            value = form.evaluated(sample)
            if value < 0 or (kind == EQUAL and value):
                return
        self._sample = sample
        self._is_sampled = True

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
    def sample(self) -> dict[Variable, int] | None:
        """Some integer point of the context, with true products; None if none was found."""
        if not self._is_sampled:
            self._is_sampled = True
            for bound in (SAMPLE_BOUND, None):
                point = presburger.sample(self.constraints, bound)
                if point is not None:
                    values = {m[0]: c for m, c in point.items() if len(m) == 1}
                    if all(_product(values, m) == c for m, c in point.items()):
                        self._sample = values
                    break
        return self._sample

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
        if self._known(form):
            return True
        point = self.sample
        if point is not None and all(v in point for v in form.variables):
            if form.evaluated(point) < 0:
                return False
        if any(_value_at(known, form, 0) < 0 for known in self._points):
            return False
        for v in form.variables:
            for other in self._by_variable.get(v, ()):
                if self._known(form - other):
                    return True
        equalities, inequalities = self.relevant(form.terms)
        violated = (-form).shifted(-1)
        order = sorted(monomials([*equalities, *inequalities, violated]))
        found = presburger.basic_set(order, equalities, [*inequalities, violated])
        if found.is_empty():
            return True
        if len(self._points) < MAX_POINTS:
            self._points.append(presburger.point_of(found, order))
        return False

    def _known(self, form: Form) -> bool:
        """Whether form >= 0 is a known constraint up to a constant."""
        value = form.value
        if value is not None:
            return value >= 0
        offset = self.bounds.get(frozenset((m, c) for m, c in form.terms.items() if m))
        return offset is not None and form.constant_term >= offset

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
            new = [v for v in form.variables if v not in self._by_variable]
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


def _product(values: dict[Variable, int], monomial: Monomial) -> int | None:
    total = 1
    for v in monomial:
        if v not in values:
            return None
        total *= values[v]
    return total


class ContextTable:
    """The contexts of one proof."""

    def __init__(self) -> None:
        self._contexts: dict[frozenset[Constraint], Context] = {}
        self.positive: frozenset[Variable] = frozenset()

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


def content_of(values: Iterable[int]) -> int:
    """The greatest common divisor."""
    g = 0
    for value in values:
        g = gcd(g, value)
    return g
