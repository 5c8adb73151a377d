"""Conditions read as formulas about an abstract order.

Numbers are elements of the order, unknown functions are functions on it. An infimum is the cut that
it makes: it is at most t where every z > t has an element of the set below it, which is so also for
the empty set and for a set without a bound. Arithmetic is not interpreted. Conditions are read in
two ways, that they are true and that they are false, and what is undefined is neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from symderive.errors import OutsideFragment
from symderive.language.binding import dangling, instantiate, subterms
from symderive.language.order import INFIMUM, ForallReal, Infimum, domain_conditions
from symderive.language.terms import (
    MINUS_ONE,
    Add,
    And,
    Bound,
    Compare,
    Domain,
    Mul,
    Not,
    Number,
    Or,
    Pow,
    Symbol,
    Term,
    Truth,
    Unknown,
)
from symderive.prover.order import facts
from symderive.prover.order.solver import Element, Formula, Logic

Around = tuple[Element, ...]

ARITHMETIC = "arithmetic beside sets and quantifiers over the reals; only orders are decided there"
DOMAIN = "the domain of"
NEGATED = {"<=": ">", "<": ">=", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


class Cut(NamedTuple):
    """An extended real number, by the real numbers at most it and those that it is at most."""

    at_least: Callable[[Element], Formula]
    at_most: Callable[[Element], Formula]


class Reading:
    """The reading of one statement: its symbols, and what is known of them in words."""

    def __init__(self, logic: Logic) -> None:
        self.logic = logic
        self.facts: dict[str, Formula] = {}
        self.uses_completeness = False
        self._symbols: dict[Term, Element] = {}
        self._numbers: dict[Fraction, Element] = {}
        self._functions: dict[str, Callable[[Element], Element]] = {}

    # Conditions

    def holds(self, term: Term, around: Around = (), wanted: bool = True) -> Formula:
        """That a condition is true, or, with ``wanted`` False, that it is false."""
        logic = self.logic
        if isinstance(term, Truth):
            return logic.both() if term.value == wanted else logic.either()
        if isinstance(term, Not):
            return self.holds(term.condition, around, not wanted)
        if isinstance(term, (And, Or)):
            parts = [self.holds(part, around, wanted) for part in term.conditions]
            together = isinstance(term, And) == wanted
            return logic.both(*parts) if together else logic.either(*parts)
        if isinstance(term, ForallReal):
            return self._over_reals(term, around, wanted)
        if isinstance(term, Compare):
            relation = term.relation if wanted else NEGATED[term.relation]
            return self._related(relation, term.left, term.right, around)
        raise OutsideFragment(f"{type(term).__name__} beside sets and quantifiers over the reals")

    def _over_reals(self, term: ForallReal, around: Around, wanted: bool) -> Formula:
        logic = self.logic

        def body(x: Element) -> Formula:
            inside = [self.holds(c, (*around, x)) for c in domain_conditions(term)]
            found = self.holds(term.body, (*around, x), wanted)
            if wanted:
                return logic.implies(logic.both(*inside), found) if inside else found
            return logic.both(*inside, found)

        return logic.every(body) if wanted else logic.some(body)

    def _related(self, relation: str, left: Term, right: Term, around: Around) -> Formula:
        """A comparison; where a side has no value it is neither true nor false."""

        def compared(first: Cut | Element, second: Cut | Element) -> Formula:
            logic = self.logic
            if relation in ("<=", ">"):
                up = self._at_most(first, second)
                return up if relation == "<=" else logic.no(up)
            down = self._at_most(second, first)
            if relation in (">=", "<"):
                return down if relation == ">=" else logic.no(down)
            same = logic.both(self._at_most(first, second), down)
            return same if relation == "=" else logic.no(same)

        return self._at(left, around, lambda a: self._at(right, around, lambda b: compared(a, b)))

    def _at_most(self, first: Cut | Element, second: Cut | Element) -> Formula:
        """First <= second, where each is a real number or a cut."""
        logic = self.logic
        if not isinstance(first, Cut):
            return second.at_least(first) if isinstance(second, Cut) else logic.le(first, second)
        if not isinstance(second, Cut):
            return first.at_most(second)
        return logic.every(lambda s: logic.implies(first.at_least(s), second.at_least(s)))

    # Values

    def _at(self, term: Term, around: Around, build: Callable[[Cut | Element], Formula]) -> Formula:
        """A formula about the value of a term, which may be infinite."""
        if isinstance(term, Infimum):
            found = build(self.cut(term, around))
            known = self._known(term, around)
            return found if known is None else self.logic.both(known, found)
        return self._at_real(term, around, build)

    def _at_real(self, term: Term, around: Around, build: Callable[[Element], Formula]) -> Formula:
        """A formula about the value of a term, which must be a real number."""
        if isinstance(term, Unknown):
            if len(term.arguments) != 1 or any(term.orders):
                raise OutsideFragment(f"derivatives of {term.name}, or several arguments")
            function = self._function(term)
            return self._at_real(term.arguments[0], around, lambda x: build(function(x)))
        if isinstance(term, Infimum):
            return self._at_finite(term, around, build)
        return build(self._constant(term, around))

    def _at_finite(
        self, term: Infimum, around: Around, build: Callable[[Element], Formula]
    ) -> Formula:
        """The set is not empty and has a bound, and its infimum is as it is said to be.

        That there is a number which is the infimum then is the completeness of the reals.
        """
        logic, cut, finite = self.logic, self.cut(term, around), self._finite(term, around)
        known = self._known(term, around)
        finite = finite if known is None else logic.both(known, finite)
        if not dangling(term):
            return logic.both(finite, build(self._symbols[term]))
        found = logic.some(lambda g: logic.both(_equal(logic, cut, g), build(g)))
        complete = logic.implies(finite, logic.some(lambda g: _equal(logic, cut, g)))
        return logic.implies(complete, logic.both(finite, found))

    def _finite(self, term: Infimum, around: Around) -> Formula:
        """The set is not empty and has a bound."""
        logic, cut = self.logic, self._cut(term, around)
        bounds = cut.at_least if term.operation == INFIMUM else cut.at_most
        element = logic.some(lambda x: self.holds(term.body, (*around, x)))
        return logic.both(element, logic.some(bounds))

    def cut(self, term: Infimum, around: Around) -> Cut:
        """An infimum or a supremum by its comparisons with real numbers.

        Where it does not depend on bound variables and is finite, it is also a number of its own.
        """
        self.uses_completeness = True
        found = self._cut(term, around)
        if not dangling(term) and term not in self._symbols:
            logic, word = self.logic, "infimum" if term.operation == INFIMUM else "supremum"
            value = self._symbols[term] = logic.element(f"s{len(self._symbols)}")
            is_number = logic.implies(self._finite(term, around), _equal(logic, found, value))
            self.facts[f"the {word} of a bounded set is a number ({len(self.facts)})"] = is_number
        return found

    def _cut(self, term: Infimum, around: Around) -> Cut:
        logic = self.logic

        def before(x: Element, y: Element) -> Formula:
            """x < y for an infimum, x > y for a supremum."""
            return logic.lt(x, y) if term.operation == INFIMUM else logic.lt(y, x)

        def inside(x: Element) -> Formula:
            return self.holds(term.body, (*around, x))

        def bounds(t: Element) -> Formula:
            return logic.every(lambda x: logic.implies(inside(x), logic.no(before(x, t))))

        def approached(t: Element) -> Formula:
            def by_an_element(z: Element) -> Formula:
                nearer = logic.some(lambda x: logic.both(inside(x), before(x, z)))
                return logic.implies(before(t, z), nearer)

            return logic.every(by_an_element)

        if term.operation == INFIMUM:
            return Cut(at_least=bounds, at_most=approached)
        return Cut(at_least=approached, at_most=bounds)

    def _known(self, term: Infimum, around: Around) -> Formula | None:
        """That of every number it is true or false whether it is in the set; None if it must be."""
        if not any(map(may_be_undefined, subterms(term.body))):
            return None
        logic = self.logic

        def known(x: Element) -> Formula:
            inner = (*around, x)
            return logic.either(self.holds(term.body, inner), self.holds(term.body, inner, False))

        return logic.every(known)

    def _constant(self, term: Term, around: Around) -> Element:
        if isinstance(term, Bound):
            return around[-1 - term.index]
        value = rational(term)
        if value is not None:
            return self.number(value)
        known = self._symbols.get(term)
        if known is not None:
            return known
        if isinstance(term, Symbol) and not term.is_integer:
            return self._variable(term)
        if dangling(term) or not _is_polynomial(term):
            raise OutsideFragment(ARITHMETIC)
        # A number of which nothing is known: what holds for every number holds for this one.
        return self._symbols.setdefault(term, self.logic.element(f"s{len(self._symbols)}"))

    def _variable(self, term: Symbol) -> Element:
        made = self._symbols[term] = self.logic.element(f"s{len(self._symbols)}")
        assert isinstance(term.domain, Domain)
        for place, condition in enumerate(term.domain.conditions):
            inside = self.holds(instantiate(condition, (term,)))
            self.facts[f"{DOMAIN} {term.name}{' again' * place}"] = inside
        return made

    def number(self, value: Fraction) -> Element:
        """A rational number."""
        return self._numbers.setdefault(value, self.logic.element(f"n{len(self._numbers)}"))

    def ordered_numbers(self) -> list[Element]:
        """The numbers met so far, from small on."""
        return [self._numbers[value] for value in sorted(self._numbers)]

    def _function(self, term: Unknown) -> Callable[[Element], Element]:
        found = self._functions.get(term.name)
        if found is None:
            found = self._functions[term.name] = self.logic.function(f"f{len(self._functions)}")
            ends = {"in_unit_interval", "from_zero_to_one"} & set(term.properties)
            zero, one = (self.number(Fraction(k)) if ends else None for k in (0, 1))
            for says, fact in facts.of_function(self.logic, term, found, zero, one):
                self.facts[f"{term.name} {says}"] = fact
        return found


def _equal(logic: Logic, cut: Cut, g: Element) -> Formula:
    return logic.both(cut.at_least(g), cut.at_most(g))


def rational(term: Term) -> Fraction | None:
    """The value of a number as it is written, 1/2 or -3; None for anything else."""
    if isinstance(term, Number):
        return term.value
    if isinstance(term, Pow) and term.exponent == MINUS_ONE:
        base = rational(term.base)
        return 1 / base if base else None
    if isinstance(term, (Add, Mul)):
        parts = [rational(part) for part in _operands(term)]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        if isinstance(term, Add):
            return sum(known, Fraction(0))
        product = Fraction(1)
        for part in known:
            product *= part
        return product
    return None


def _operands(term: Add | Mul) -> Iterator[Term]:
    yield from term.terms if isinstance(term, Add) else term.factors


def _is_polynomial(term: Term) -> bool:
    """Whether a term without bound variables has a value whatever those of its variables are."""
    if isinstance(term, (Add, Mul)):
        return all(map(_is_polynomial, _operands(term)))
    return isinstance(term, Symbol) or rational(term) is not None


def may_be_undefined(part: Term) -> bool:
    """Whether a part needs the value of an infimum, which may be infinite."""
    return isinstance(part, Unknown) and any(isinstance(p, Infimum) for p in subterms(part))
