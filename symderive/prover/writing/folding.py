"""Definitions found again in a normal form: exp(x_i)/sum_k exp(x_k) is softmax(x)_i.

A definition whose entry is one product is a pattern: its factors are looked for among the factors
of an opened product, index by index, and replaced by one entry of the folded term.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from symderive.errors import IllFormed, OutsideFragment
from symderive.language.binding import dangling, instantiate, shift, subterms
from symderive.language.definitions import shape_of
from symderive.language.terms import (
    Apply,
    Bound,
    Compare,
    Domain,
    Entry,
    Function,
    Partial,
    Symbol,
    Term,
    number,
)
from symderive.prover import abstraction, conditions, substitution, translate
from symderive.prover.integers import Form, Variable, form_of
from symderive.prover.ring import (
    RECIPROCAL,
    Component,
    Factors,
    plain_exponent,
)
from symderive.prover.writing.opening import OpenProduct, opened

if TYPE_CHECKING:
    from symderive.prover.place import Place
    from symderive.prover.workspace import Workspace

DERIVATIVES = frozenset({"gradient", "jacobian", "hessian", "vjp"})
# What a derivative of a function is usually written with.
RELATED = {"logsumexp": "softmax", "log_softmax": "softmax"}
RELATED_FUNCTIONS = {"softplus": "sigmoid", "binary_cross_entropy": "sigmoid"}
MAX_STEPS = 40


@dataclass(frozen=True)
class Pattern:
    """A folded term, the variables of its indices, and the product that its entry stands for."""

    term: Term
    indices: tuple[Variable, ...]
    product: OpenProduct


def applications(term: Term) -> list[Apply]:
    """The closed applications in a term that may be folded again, largest first."""
    found: dict[Apply, None] = {}
    for part in subterms(term):
        if not isinstance(part, Apply) or dangling(part) or part.name in DERIVATIVES:
            continue
        if any(isinstance(inner, Partial) or _is_derivative(inner) for inner in subterms(part)):
            continue
        found.setdefault(part)
        if part.name in RELATED:
            found.setdefault(replace(part, name=RELATED[part.name]))
    return list(found)


def _is_derivative(term: Term) -> bool:
    return isinstance(term, Apply) and term.name in DERIVATIVES


def spoken(term: Term) -> frozenset[str]:
    """The names of functions that a term is written with, and those related to them."""
    names = {p.name for p in subterms(term) if isinstance(p, (Function, Apply))}
    related = {RELATED.get(name) or RELATED_FUNCTIONS.get(name) or name for name in names}
    return frozenset(names | related | {"exp", "log"})


def patterns(work: Workspace, place: Place, found: Sequence[Apply]) -> list[Pattern]:
    """The applications whose entries are single products."""
    out = []
    failures = len(work.failures)
    for application in found:
        try:
            pattern = _pattern(work, place, application)
        except (OutsideFragment, IllFormed):
            continue
        finally:
            del work.failures[failures:]
        if pattern is not None:
            out.append(pattern)
    return sorted(out, key=lambda p: -len(p.product.factors) - len(p.product.divisors))


def _pattern(work: Workspace, place: Place, application: Apply) -> Pattern | None:
    symbols = [_index(k, size) for k, size in enumerate(shape_of(application) or ())]
    for symbol in symbols:
        for condition in symbol.domain.conditions:  # type: ignore[attr-defined]
            place, _ = conditions.assumed(work, instantiate(condition, (symbol,)), place)
    entry = Entry(application, tuple(symbols)) if symbols else application
    value = translate.value(work, entry, place)
    if len(value) != 1:
        return None
    ((monomial, c),) = value.items()
    product = opened(work, monomial, c)
    if len(product.factors) + len(product.divisors) < 2 and not product.bound:
        return None
    variables = [work.integer_variable(symbol) for symbol in symbols]
    return Pattern(application, tuple(next(iter(v.variables)) for v in variables), product)


def _index(k: int, size: Term) -> Symbol:
    value = Bound(0)
    within = Compare("<=", number(1), value), Compare("<=", value, shift(size, 1))
    return Symbol(f"folded index {k}", Domain("integer", within))


@dataclass
class Match:
    """A partial match: values of the pattern's variables, and what of the product is used up."""

    values: dict[Variable, Form]
    used: dict[int, Any]


class Folding:
    """Patterns, and the replacement of their occurrences in opened products."""

    def __init__(self, work: Workspace, known: Sequence[Pattern]) -> None:
        self.work = work
        self.known = known

    def folded(self, product: OpenProduct) -> OpenProduct:
        """The product with all occurrences replaced."""
        for _ in range(MAX_STEPS):
            for pattern in self.known:
                found = self._once(product, pattern)
                if found is not None:
                    product = found
                    break
            else:
                return product
        return product

    def _once(self, product: OpenProduct, pattern: Pattern) -> OpenProduct | None:
        wanted = pattern.product.factors
        for match in self._matches(product, pattern, frozenset(range(len(wanted))), Match({}, {})):
            replaced = self._replaced(product, pattern, match)
            if replaced is not None:
                return replaced
        return None

    def _matches(
        self, product: OpenProduct, pattern: Pattern, left: frozenset[int], match: Match
    ) -> Iterator[Match]:
        """All ways to find the factors of the pattern among those of the product."""
        if not left:
            yield match
            return
        open_variables = {*pattern.indices, *pattern.product.bound} - set(match.values)
        wanted = pattern.product.factors

        def unknown(k: int) -> int:
            return max([0, *(len(f.variables & open_variables) for f in wanted[k][1])])

        chosen = min(left, key=lambda k: (unknown(k), -len(wanted[k][1]), k))
        head, indices, e = wanted[chosen]
        for place, (other, there, available) in enumerate(product.factors):
            if other is not head or not _contains(available - match.used.get(place, 0), e):
                continue
            values = self._unified(product, pattern, indices, there, match.values)
            if values is not None:
                used = {**match.used, place: match.used.get(place, 0) + e}
                yield from self._matches(product, pattern, left - {chosen}, Match(values, used))

    def _unified(
        self,
        product: OpenProduct,
        pattern: Pattern,
        indices: tuple[Form, ...],
        there: tuple[Form, ...],
        known: dict[Variable, Form],
    ) -> dict[Variable, Form] | None:
        values = dict(known)
        for form, wanted in zip(indices, there, strict=True):
            if not self._solve(product, pattern, form.substituted(values) - wanted, values):
                return None
        return values

    def _solve(
        self, product: OpenProduct, pattern: Pattern, gap: Form, values: dict[Variable, Form]
    ) -> bool:
        """Give the one open variable in the form the value that makes it 0."""
        free = [
            v
            for v in gap.variables
            if v not in values and (v in pattern.indices or v in pattern.product.bound)
        ]
        if not free:
            return not gap.terms
        v = free[0]
        if len(free) > 1 or not gap.solvable_for(v):
            return False
        value = gap.without(v).scaled(-gap.coefficient(v))
        if v in pattern.product.bound:
            taken = [values[w] for w in pattern.product.bound if w in values]
            if not any(value == form_of(w) for w in product.bound) or value in taken:
                return False
        values[v] = value
        return True

    def _replaced(self, product: OpenProduct, pattern: Pattern, match: Match) -> OpenProduct | None:
        values = match.values
        gone = {next(iter(values[v].variables)) for v in pattern.product.bound if v in values}
        if len(gone) != len(pattern.product.bound):
            return None
        if not self._guards(product, pattern, values, gone):
            return None
        if any(v not in values for v in pattern.indices):
            return None
        factors: Factors = []
        for place, (head, indices, e) in enumerate(product.factors):
            rest = plain_exponent(e - match.used.get(place, 0))
            if rest:
                factors.append((head, indices, rest))
        result = self._divided(product, pattern, values, factors)
        if result is None:
            return None
        rest_factors, divisors = result
        if any(gone & f.variables for _, i, _ in rest_factors for f in i):
            return None
        head = self.work.tensor_head(pattern.term)
        places = tuple(values[v] for v in pattern.indices)
        return OpenProduct(
            product.coefficient / pattern.product.coefficient,
            [v for v in product.bound if v not in gone],
            [f for f in product.equalities if f.variables.isdisjoint(gone)],
            [f for f in product.inequalities if f.variables.isdisjoint(gone)],
            [*rest_factors, (head, places, 1)],
            divisors,
        )

    def _guards(
        self,
        product: OpenProduct,
        pattern: Pattern,
        values: dict[Variable, Form],
        gone: set[Variable],
    ) -> bool:
        """Whether the guard says of the bound variables what that of the pattern says."""
        here = [f for f in product.equalities if f.variables & gone]
        for form in pattern.product.equalities:
            moved = form.substituted(values)
            for candidate in here:
                if any(
                    self._solve(product, pattern, moved - side, values)
                    for side in (candidate, -candidate)
                ):
                    break
            else:
                return False
        equalities = {f.substituted(values) for f in pattern.product.equalities}
        if any(f not in equalities and -f not in equalities for f in here):
            return False
        inequalities = {f.substituted(values) for f in pattern.product.inequalities}
        return all(f in inequalities for f in product.inequalities if f.variables & gone)

    def _divided(
        self,
        product: OpenProduct,
        pattern: Pattern,
        values: dict[Variable, Form],
        factors: Factors,
    ) -> tuple[Factors, list[tuple[Component, Any]]] | None:
        """The factors and divisors without the divisors of the pattern."""
        divisors = dict(product.divisors)
        for component, e in pattern.product.divisors:
            moved = self._component_at(component, values)
            if moved is not None and _contains(divisors.get(moved, 0), e):
                rest = divisors[moved] - e
                if rest:
                    divisors[moved] = rest
                else:
                    del divisors[moved]
                continue
            head, indices = abstraction.abstracted(
                self.work, RECIPROCAL, "reciprocal", self.work.atom(component), self.work.root
            )
            wanted = tuple(f.substituted(values) for f in indices)
            for place, (other, there, available) in enumerate(factors):
                if other is head and there == wanted and _contains(available, e):
                    rest = plain_exponent(available - e)
                    kept = [(other, there, rest)] if rest else []
                    factors = [*factors[:place], *kept, *factors[place + 1 :]]
                    break
            else:
                return None
        return factors, list(divisors.items())

    def _component_at(self, component: Component, values: dict[Variable, Form]) -> Component | None:
        if component.free.isdisjoint(values):
            return component
        moved = substitution.in_polynomial(
            self.work, self.work.atom(component), values, self.work.root
        )
        if len(moved) == 1:
            ((monomial, c),) = moved.items()
            if c == 1 and len(monomial) == 1:
                ((atom, e),) = monomial
                if e == 1 and isinstance(atom, Component):
                    return atom
        return None


def _contains(available: Any, wanted: Any) -> bool:
    """Whether a power can be taken out of another without changing its sign."""
    return bool(available >= wanted > 0 or available <= wanted < 0)
