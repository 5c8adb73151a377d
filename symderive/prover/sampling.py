"""Sample points: integers that satisfy constraints, with products that are products.

ISL takes a product of variables for a dimension of its own, so that its points seldom are points
of the constraints. Here the variables that occur in products get values first, those of a weaker
set of constraints where they will do; what is left is affine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from symderive.prover import presburger
from symderive.prover.integers import FREE, Form, Monomial, Variable, kind_of
from symderive.prover.presburger import EQUAL, Constraint, Prepared, split

Values = dict[Variable, int]
SAMPLE_BOUND = 12
FILLS = ((2, 3), (3, 2), (5, 2, 3), (1, 4), (1,), (4, 1, 2), (0, 2), (7, 5, 6))
MAX_SAMPLES = 2


def samples(constraints: Iterable[Constraint], weaker: Sequence[Values]) -> list[Values]:
    """Some points of the constraints, the first of them small where one is known.

    ``weaker`` are points of some of the constraints.
    """
    known = list(constraints)
    cover = _cover({m for _, form in known for m in form.terms if len(m) > 1})
    if not cover:
        point = _affine_point(known)
        return [] if point is None else [point]
    found: list[Values] = []
    for values in _choices(cover, weaker):
        point = _completed(known, values)
        if point is not None:
            found.append(point)
            if weaker or len(found) >= MAX_SAMPLES:
                break
    return found


def extended(weaker: Iterable[Values], added: Iterable[Constraint]) -> list[Values]:
    """The points that satisfy more constraints; a few get values for variables new in these."""
    new = list(added)
    variables = frozenset(v for _, form in new for v in form.variables)
    found: list[Values] = []
    completed = 0
    for point in weaker:
        if not variables <= point.keys():
            if completed >= MAX_SAMPLES:
                continue
            completed += 1
        more = _completed(new, point)
        if more is not None:
            found.append(more)
    return found


def _affine_point(constraints: Sequence[Constraint]) -> Values | None:
    for bound in (SAMPLE_BOUND, None):
        point = presburger.sample(constraints, bound)
        if point is not None:
            return {m[0]: c for m, c in point.items()}
    return None


def _choices(cover: Sequence[Variable], weaker: Sequence[Values]) -> Iterator[Values]:
    """Values for the variables in products: those of weaker points, then some small ones."""
    for point in weaker:
        if all(v in point for v in cover):
            yield {v: point[v] for v in cover}
    for fill in FILLS:
        yield {v: fill[k % len(fill)] for k, v in enumerate(cover)}


def _cover(products: set[Monomial]) -> list[Variable]:
    """Variables whose values make all products affine: sizes first, then those met most often."""
    left, cover = set(products), []
    while left:
        count: dict[Variable, int] = {}
        for monomial in left:
            for v in monomial:
                count[v] = count.get(v, 0) + 1
        best = min(count, key=lambda v: (kind_of(v) != FREE, -count[v], v))
        cover.append(best)
        rest = {tuple(v for v in monomial if v != best) for monomial in left}
        left = {monomial for monomial in rest if len(monomial) > 1}
    return sorted(cover)


def _completed(constraints: Sequence[Constraint], values: Values) -> Values | None:
    """A point with these values; None where there is none, or a product is left."""
    left: list[Constraint] = []
    for kind, form in constraints:
        rest = at(form, values)
        value = rest.value
        if value is None:
            if not rest.is_affine:
                return None
            left.append((kind, rest))
        elif value < 0 or (kind == EQUAL and value):
            return None
    found = _affine_point(left) if left else {}
    if found is None:
        return None
    # A product with a variable that is 0 leaves the other one without a constraint.
    anything = {v: 0 for _, form in constraints for v in form.variables}
    return {**anything, **values, **found}


def at(form: Form, values: Mapping[Variable, int]) -> Form:
    """The form with values for some of its variables."""
    if form.variables.isdisjoint(values):
        return form
    terms: dict[Monomial, int] = {}
    for monomial, c in form.terms.items():
        factor = c
        for v in monomial:
            factor *= values.get(v, 1)
        rest = tuple([v for v in monomial if v not in values])
        terms[rest] = terms.get(rest, 0) + factor
    return Form({monomial: c for monomial, c in terms.items() if c})


class Slice:
    """The points of constraints at which the variables that occur in products have given values."""

    def __init__(self, constraints: Sequence[Constraint], sample: Values, fixed: Values) -> None:
        self._sample, self._fixed = sample, fixed
        equalities, inequalities = split(constraints)
        self._set = Prepared(equalities, inequalities)

    def point_below(self, form: Form) -> Values | None:
        """A point at which form < 0; None where there is none, or a product is left."""
        violated = (-at(form, self._fixed)).shifted(-1)
        if not violated.is_affine:
            return None
        free = [m for m in violated.terms if m and m not in self._set.monomials]
        if free:
            return self._with_free(violated, free)
        if violated.value is not None:
            return self._sample if violated.value >= 0 else None
        point = self._set.point_with(violated)
        return None if point is None else {**self._sample, **{m[0]: c for m, c in point.items()}}

    def _with_free(self, violated: Form, free: Sequence[Monomial]) -> Values:
        """The sample with values for variables of which nothing is said, so that form >= 0."""
        others = {m[0]: 0 for m in free[1:]}
        rest = at(violated.without(free[0][0]), {**self._sample, **others}).constant_term
        c = violated.terms[free[0]]
        return {**self._sample, **others, free[0][0]: -(rest // c) if c > 0 else rest // -c}


def slice_at(constraints: Iterable[Constraint], sample: Values) -> Slice | None:
    """The slice through a point of the constraints; None where nothing is left to choose."""
    known = list(constraints)
    cover = _cover({m for _, form in known for m in form.terms if len(m) > 1})
    fixed = {v: sample[v] for v in cover}
    left = [(kind, at(form, fixed)) for kind, form in known]
    return Slice([(kind, form) for kind, form in left if form.value is None], sample, fixed)
