"""Normal forms read back as terms: what a reader writes for a polynomial over atoms.

A factor becomes an entry, a function or an index, a bracket an Iverson bracket, a component a nest
of sums with limits. Nothing is decided here: what was read back is proved before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.language.binding import abstract
from symderive.language.formulas import floor_of, minus, modulo, over
from symderive.language.hooks import text_of
from symderive.language.terms import (
    ZERO,
    Array,
    Compare,
    Domain,
    Entry,
    Function,
    Functional,
    Iverson,
    Number,
    Pow,
    Reduce,
    Symbol,
    Term,
    Unknown,
)
from symderive.prover import extremes, functionals, functions, normalize, powers, ranges
from symderive.prover.integers import ZERO as ZERO_FORM
from symderive.prover.integers import Form, Variable, constant, form_of
from symderive.prover.ring import (
    EXPONENTIAL,
    FUNCTION,
    INDICATOR,
    INTEGER,
    POWER,
    RECIPROCAL,
    TENSOR,
    Bracket,
    Factors,
    GuardedTerm,
    Head,
    Polynomial,
    merged_factors,
)
from symderive.prover.splitting import base_indices
from symderive.prover.writing import combinations, presentation, products
from symderive.prover.writing.combinations import Combination, Powers, Product
from symderive.prover.writing.opening import Denominators, OpenProduct, opened

if TYPE_CHECKING:
    from symderive.prover.context import Context
    from symderive.prover.workspace import Workspace

LETTERS = ("i", "j", "k", "l", "p", "q", "r", "s", "t", "u", "v")
ELEMENTARY = {"abs": "Abs", "tanh": "tanh", "erf": "erf", "log": "log", "sigmoid": "sigmoid"}

WHOLE = fmpq(1)
INDEX = Domain("integer")

Names = dict[Variable, Term]


class Reading:
    """One reading back: the names of what is free, and what may be folded on the way.

    ``taken`` are names that bound variables must not get, ``properties`` belong to the unknown
    functions by name, ``fold`` rewrites opened products before they are read, ``denominators``
    are written as their author did.
    """

    def __init__(
        self,
        work: Workspace,
        context: Context,
        taken: frozenset[str],
        properties: Mapping[str, tuple[str, ...]],
        fold: Callable[[OpenProduct], OpenProduct] = lambda product: product,
        denominators: Denominators | None = None,
    ) -> None:
        self.work = work
        self.context = context
        self.taken = taken
        self.properties = properties
        self.fold = fold
        self.denominators = denominators or {}

    def free_names(self) -> Names:
        """The terms of the free integer variables, digits of split indices included."""
        names: Names = dict(self.work.names)
        for split in self.work.splits:
            whole = split.name or names.pop(split.variable)
            start = minus(whole, ranges.form_term(split.offset, names))
            radix = ranges.form_term(split.radix, names)
            names[split.quotient] = floor_of(over(start, radix))
            names[split.remainder] = modulo(start, radix)
        return names

    def value(self, polynomial: Polynomial, names: Names) -> Term:
        """The term of a polynomial whose free variables have these names."""
        return presentation.arranged(self._combination(polynomial, names))

    def _combination(self, polynomial: Polynomial, names: Names) -> Combination:
        return [
            self._product(self.fold(opened(self.work, monomial, c)), names)
            for monomial, c in polynomial.items()
        ]

    def _product(self, product: OpenProduct, names: Names) -> Product:
        scale = Fraction(int(product.coefficient.p), int(product.coefficient.q))
        parts = self._nest(
            product.bound, product.equalities, product.inequalities, product.factors, names
        )
        for component, e in product.divisors:
            parts.append((self.value(self.work.atom(component), names), Fraction(e)))
        return _multiplied(scale, {}, parts)

    # Sums

    def _nest(
        self,
        bound: list[Variable],
        equalities: list[Form],
        inequalities: list[Form],
        factors: Factors,
        names: Names,
    ) -> list[tuple[Term, Fraction]]:
        """The factors of a sum: brackets, what is free of bound variables, a sum for each group."""
        bound, equalities, inequalities, factors = ranges.without_equalities(
            bound, equalities, inequalities, factors
        )
        bound, inequalities, names = self._quotients(bound, inequalities, names)
        groups, outer = normalize.connected(
            GuardedTerm(WHOLE, bound, equalities, inequalities, merged_factors(factors))
        )
        inner = set(bound)
        conditions = ranges.conditions_of(
            [f for f in equalities if f.variables.isdisjoint(inner)],
            [f for f in inequalities if f.variables.isdisjoint(inner)],
            names,
        )
        brackets: list[Term] = [Iverson(condition) for condition in conditions]
        found = [(bracket, Fraction(1)) for bracket in brackets]
        found += self._factors(outer, names)
        for group in groups:
            found.append((self._sum(*group, names), Fraction(1)))
        return found

    def _quotients(
        self, bound: list[Variable], inequalities: list[Form], names: Names
    ) -> tuple[list[Variable], list[Form], Names]:
        """Bound variables that are floors of what is known get their names, and leave."""
        changed = True
        while changed:
            changed = False
            for v in bound:
                found = ranges.quotient_of(v, inequalities, frozenset(bound))
                if found is None:
                    continue
                numerator, divisor, used = found
                names = {**names, v: ranges.quotient_term(numerator, divisor, names)}
                bound = [w for w in bound if w != v]
                inequalities = [f for f in inequalities if f not in used]
                changed = True
                break
        return bound, inequalities, names

    def _sum(
        self,
        bound: list[Variable],
        equalities: list[Form],
        inequalities: list[Form],
        factors: Factors,
        names: Names,
    ) -> Term:
        """One connected sum, its outermost variable chosen so that the rest falls apart best.

        A sum from 0 of multiples of its index starts at 1.
        """
        v, limits = self._outermost(bound, equalities, inequalities, factors, names)
        vanishes = any(h.kind == INTEGER and i[0] == form_of(v) and e > 0 for h, i, e in factors)
        if vanishes and limits.lower == (ZERO_FORM, 1):
            limits = replace(limits, lower=(constant(1), 1))
        letter = self._letter(names)
        index = Symbol(letter, INDEX)
        parts = self._nest(
            [w for w in bound if w != v],
            equalities,
            [f for f in inequalities if f not in limits.used],
            factors,
            {**names, v: index},
        )
        body = presentation.arranged([_multiplied(Fraction(1), {}, parts)])
        lower, upper = ranges.lower_end(limits, names), ranges.upper_end(limits, names)
        return Reduce("sum", lower, upper, abstract(body, (index,)), letter)

    def _outermost(
        self,
        bound: list[Variable],
        equalities: list[Form],
        inequalities: list[Form],
        factors: Factors,
        names: Names,
    ) -> tuple[Variable, ranges.Limits]:
        """The variable to sum over last, with its limits; the same in every run."""
        best: tuple[Any, Variable, ranges.Limits] | None = None
        doubled = [*inequalities, *equalities, *[-f for f in equalities]]
        for place, v in enumerate(bound):
            found = ranges.limits_of(v, bound, doubled, self._size)
            if found is None:
                continue
            limits, plain = found
            limits = replace(limits, used=limits.used & frozenset(inequalities))
            waits = ranges.quotient_of(v, inequalities, frozenset()) is not None
            rest = [w for w in bound if w != v]
            inside = GuardedTerm(WHOLE, rest, equalities, inequalities, factors)
            groups = len(normalize.connected(inside)[0])
            uses = sum(v in f.variables for _, i, _ in factors for f in i)
            ends = ranges.lower_end(limits, names), ranges.upper_end(limits, names)
            rank = (waits, not plain, -groups, -uses, *map(text_of, ends), place)
            if best is None or rank < best[0]:
                best = rank, v, limits
        if best is None:
            raise OutsideFragment("a sum whose range cannot be written with limits")
        return best[1], best[2]

    def _size(self, form: Form) -> int:
        """How simple an end of a range is: numbers, then sizes, then the rest."""
        if form.value is not None:
            return 0
        return len(form.terms) + (0 if form.variables <= self.work.sizes else 2)

    def _letter(self, names: Names) -> str:
        used = self.taken | {term.name for term in names.values() if isinstance(term, Symbol)}
        for letter in LETTERS:
            if letter not in used:
                return letter
        number = 1
        while f"k_{number}" in used:
            number += 1
        return f"k_{number}"

    # Factors

    def _factors(self, factors: Factors, names: Names) -> list[tuple[Term, Fraction]]:
        """Factors as terms with their exponents."""
        found: list[tuple[Term, Fraction]] = []
        for head, indices, e in factors:
            as_written = self.denominators.get(self.work.factor(head, indices))
            if as_written is not None:
                term, rest, c = as_written
                others = self._product(opened(self.work, rest, c), names)
                found += [(term, Fraction(e)), (products.product_of(*others), Fraction(e))]
            else:
                found.append((self._factor(head, indices, names), Fraction(e)))
        return found

    def _factor(self, head: Head, indices: tuple[Form, ...], names: Names) -> Term:
        if head.kind == INTEGER:
            return ranges.form_term(indices[0], names)
        if head.kind == TENSOR:
            return self._entry(head, indices, names)
        body = normalize.instantiated(self.work, head, indices, self.context)
        if head.kind == RECIPROCAL:
            return self.value(body, names)
        if head.kind == EXPONENTIAL:
            of = self.value(body, names)
            if head in self.work.rooted and isinstance(of, Function):
                return of.arguments[0]
            return Function("exp", (of,))
        if head.kind == INDICATOR:
            return self._indicator(head.name, body, names)
        if head.kind == POWER:
            base, exponent = functions.separate_arguments(body, 2)
            return Pow(self.value(base, names), self.value(exponent, names))
        assert head.kind == FUNCTION
        if head.name == "max":
            return self._maximum(body, names)
        if isinstance(head.name, functionals.Name):
            return self._of_tensor(head, body, names)
        if isinstance(head.name, tuple):
            name, orders = head.name
            arguments = functions.separate_arguments(body, len(orders))
            values = tuple(self.value(argument, names) for argument in arguments)
            return Unknown(name, values, orders, self.properties.get(name, ()))
        if isinstance(head.name, functions.Root):
            return Pow(self.value(body, names), Number(Fraction(1, head.name.degree)))
        return Function(ELEMENTARY[head.name], (self.value(body, names),))

    def _entry(self, head: Head, indices: tuple[Form, ...], names: Names) -> Term:
        if isinstance(head.name, tuple) and head.name[0] == powers.JOINED:
            base = self._factor(self.work.heads()[head.name[1]], indices[:-1], names)
            return Pow(base, ranges.form_term(indices[-1], names))
        if not isinstance(head.name, Term):
            raise OutsideFragment("a factor that stands for no term")
        places = base_indices(head, indices)
        if not places:
            return head.name
        return Entry(head.name, tuple(ranges.form_term(form, names) for form in places))

    def _indicator(self, relation: str, body: Polynomial, names: Names) -> Term:
        """[p > 0] or [p = 0] with what is subtracted on the other side."""
        combination = combinations.collected(self._combination(body, names))
        left = presentation.arranged([(c, p) for c, p in combination if c > 0])
        right = presentation.arranged([(-c, p) for c, p in combination if c < 0])
        return Iverson(Compare(relation, left, right))

    def _of_tensor(self, head: Head, body: Polynomial, names: Names) -> Term:
        """A function of a tensor: as it was written, else of an array of entries."""
        name = head.name
        assert isinstance(name, functionals.Name)
        rows, entry = functionals.taken_apart(head, body)
        indices = tuple(ranges.form_term(form, names) for row in rows for form in row)
        argument = self.work.arguments.get(functionals.key_of(name, entry))
        if argument is None:
            if any(name.cuts):
                raise OutsideFragment("a function of a tensor whose entries are given by digits")
            inner, symbols = dict(names), []
            for mark in functionals.marks_of(self.work, head):
                symbols.append(Symbol(self._letter(inner), INDEX))
                inner[mark] = symbols[-1]
            written = abstract(self.value(entry, inner), tuple(symbols))
            argument = Array(name.shape, written, tuple(s.name for s in symbols))
        return Functional(name.name, name.shape, argument, indices)

    def _maximum(self, body: Polynomial, names: Names) -> Term:
        """The greatest value over the range that the first argument is the bracket of."""
        running = extremes.RUNNING
        guard, values = functions.separate_arguments(body, 2)
        brackets = [atom for monomial in guard for atom, _ in monomial]
        allowed = [f for a in brackets if isinstance(a, Bracket) for f in a.inequalities]
        found = ranges.limits_of(running, [], allowed, self._size)
        if found is None or len(brackets) != 1:
            raise OutsideFragment("a maximum whose range cannot be written with limits")
        limits, _ = found
        letter = self._letter(names)
        index = Symbol(letter, INDEX)
        inner: Combination = []
        for monomial, c in values.items():
            product = opened(self.work, monomial, c)
            product.inequalities = [f for f in product.inequalities if f not in allowed]
            inner.append(self._product(self.fold(product), {**names, running: index}))
        lower, upper = ranges.lower_end(limits, names), ranges.upper_end(limits, names)
        value = presentation.arranged(inner)
        return Reduce("max", lower, upper, abstract(value, (index,)), letter)


def _multiplied(
    coefficient: Fraction, powers: Powers, factors: list[tuple[Term, Fraction]]
) -> Product:
    """A product times further factors, numbers and products among them taken apart."""
    for term, e in factors:
        plain = e.denominator == 1 or products.is_exponential(term)
        inner = combinations.combination_of(term) if plain else []
        if len(inner) == 1:
            c, parts = inner[0]
            coefficient *= c ** int(e) if c != 1 else 1
            powers = combinations.multiplied(powers, {b: x * e for b, x in parts.items()})
        elif term == ZERO:
            return Fraction(0), {}
        else:
            powers = combinations.multiplied(powers, {term: e})
    return coefficient, powers
