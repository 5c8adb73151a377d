"""A counterexample worked out: both sides at the witness, sums written out, with all values.

Everything is computed anew from the witness, as data of a verdict that may have been read from a
file. What is computed here explains a refutation; it is not part of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from symderive.errors import BudgetExceeded, IllFormed, Undefined
from symderive.evaluator.convex import ConvexFunction, function_of
from symderive.evaluator.entry_polynomials import EntryPolynomial, entry_polynomial_of
from symderive.evaluator.families import without_families
from symderive.evaluator.interpret import evaluate
from symderive.evaluator.order_by_hand import steps_of
from symderive.evaluator.polynomials import Polynomial
from symderive.evaluator.reckoning import reckoned
from symderive.language.binding import (
    children,
    dangling,
    free_symbols,
    instantiate,
    map_children,
    substitute,
    subterms,
)
from symderive.language.defined import spelled_out
from symderive.language.definitions import entry_of, rank_of
from symderive.language.order import is_about_order, meaning
from symderive.language.points import on_points
from symderive.language.terms import (
    ZERO,
    Add,
    And,
    Apply,
    Compare,
    Entry,
    Function,
    Functional,
    Iverson,
    Mul,
    Not,
    Number,
    Or,
    Partial,
    Reduce,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
    number,
)
from symderive.results.witness import Witness

MOST_LINES = 12
MOST_TERMS = 8
LONGEST = 60
COST = 200_000
DIGITS = 8

_ENTRY = re.compile(r"^(?P<name>[^\[\]]+)\[(?P<indices>[-\d, ]+)\]$")


_ZERO = re.compile(r"^-?0e-?\d+$")


@dataclass(frozen=True)
class Line:
    """A term, what it is when written out (several forms of it), and its value as text."""

    term: Term
    forms: tuple[Term, ...]
    value: str


@dataclass(frozen=True)
class Working:
    """The calculation of one side: its parts, innermost first, the side itself last."""

    side: str
    lines: tuple[Line, ...]


def worked_out(statement: Statement, witness: Witness) -> tuple[Working, ...]:
    """Both sides of the comparison that fails at the witness; nothing where it cannot be told.

    >>> from symderive.language.terms import REAL, Add, ONE
    >>> x = Symbol("x", REAL)
    >>> found = worked_out(Statement(Compare("=", x, Add((x, ONE)))), Witness(values={"x": "0"}))
    >>> [(working.side, working.lines[-1].value) for working in found]
    [('left', '0'), ('right', '1')]
    """
    try:
        plain = meaning(statement)
        assert isinstance(plain, Statement)
        if is_about_order(plain):
            found = steps_of(statement, witness)
            return tuple(Working(name, tuple(Line(*s) for s in steps)) for name, steps in found)
        statement = on_points(spelled_out(without_families(plain, witness)))
        point = Point(statement, witness)
        compared = point.failing(statement.claim)
    except (IllFormed, BudgetExceeded, ValueError, KeyError):
        return ()
    if compared is None:
        return ()
    sides = (("left", compared.left, witness.left), ("right", compared.right, witness.right))
    return tuple(Working(name, tuple(point.lines(side, told))) for name, side, told in sides)


class Point:
    """The witness as values for the free variables of the statement.

    Sizes stay symbols in the terms that are worked with, because a size 1 could change what a
    product of tensors means; they become numbers in what is shown.
    """

    def __init__(self, statement: Statement, witness: Witness) -> None:
        free = free_symbols(statement)
        integers = {**witness.sizes, **witness.indices}
        names = {symbol.name for symbol in free if isinstance(symbol, Symbol)}
        self.fixed: dict[Term, Term] = {
            s: number(integers[s.name])
            for s in free
            if isinstance(s, Symbol) and s.is_integer and s.name in integers
        }
        self.entry = tuple(number(k) for name, k in witness.indices.items() if name not in names)
        self.numbers: dict[str, Fraction] = {}
        self.entries: dict[str, dict[tuple[int, ...], Fraction]] = {}
        for key, text in witness.values.items():
            match = _ENTRY.match(key)
            if match:
                place = tuple(int(k) for k in match["indices"].split(","))
                self.entries.setdefault(match["name"], {})[place] = Fraction(text)
            else:
                self.numbers[key] = Fraction(text)
        arities = {
            part.name: len(part.arguments)
            for part in subterms(statement)
            if isinstance(part, Unknown)
        }
        self.functions: dict[str, Polynomial | ConvexFunction | EntryPolynomial] = {
            name: function_of(witness.functions[name])
            or polynomial_of(witness.functions[name], arity)
            for name, arity in arities.items()
            if name in witness.functions
        }
        of_tensors = {part.name for part in subterms(statement) if isinstance(part, Functional)}
        for name in of_tensors:
            if f"{name}(t)" in witness.functions:
                self.functions[name] = entry_polynomial_of(witness.functions[f"{name}(t)"])
        self.known: dict[Term, Any] = {}

    def placed(self, term: Term) -> Term:
        """The term with the sizes and indices of the witness, reckoned, to be shown."""
        return reckoned(substitute(term, self.fixed))

    def failing(self, claim: Term) -> Compare | None:
        """The comparison of scalars that does not hold; of tensors that of their entries."""
        if isinstance(claim, And):
            parts = [self.failing(part) for part in claim.conditions]
            return next((part for part in parts if part is not None), None)
        if not isinstance(claim, Compare):
            return None
        if rank_of(claim.left) or rank_of(claim.right):
            if len(self.entry) != rank_of(claim.left):
                return None
            left, right = Entry(claim.left, self.entry), Entry(claim.right, self.entry)
            claim = Compare(claim.relation, left, right)
        return None if self.value(claim) is True else claim

    def lines(self, side: Term, told: str) -> Iterator[Line]:
        """The parts of a side worth showing, then the side itself."""
        side = self.opened(side)
        found: dict[Term, Line] = {}
        for part in _parts(self, side):
            told_before = part in found or part == side or self._is_constant(part)
            if not told_before and len(found) < MOST_LINES:
                found[part] = self._line(part)
        yield from found.values()
        yield self._line(side, told)

    def _is_constant(self, term: Term) -> bool:
        """An entry of a tensor that depends on no value, as of the identity: known to all."""
        return isinstance(term, Entry) and free_symbols(term) <= set(self.fixed)

    def _line(self, term: Term, told: str = "") -> Line:
        shown = [self.placed(term)]
        written = self.written_out(term)
        for form in (written, self.with_values(term if written is None else written)):
            if form is None or isinstance(form, Number) or _size(form) > LONGEST:
                continue
            if self.placed(form) not in shown:
                shown.append(self.placed(form))
        value = "0" if _ZERO.match(told) else told or self.told(term)
        return Line(shown[0], tuple(shown[1:]), value)

    def written_out(self, term: Term) -> Term | None:
        """A sum as its terms, a folded term as its formula; None for what is neither."""
        if isinstance(term, Reduce):
            terms = self.terms_of(term)
            if terms is None:
                return None
            if not terms:
                return number({"sum": 0, "product": 1}.get(term.operation, 0))
            if len(terms) == 1:
                return terms[0]
            if term.operation == "sum":
                return Add(tuple(terms))
            if term.operation == "product":
                return Mul(tuple(terms))
            return Function(term.operation.capitalize(), tuple(terms))
        if isinstance(term, Partial):
            body = self.without_sums(term.body)
            return None if body is None else Partial(body, self.opened(term.variable))
        if isinstance(term, Entry) and isinstance(term.tensor, Apply):
            return self.opened(entry_of(term.tensor, term.indices))
        return self.opened(entry_of(term, ())) if isinstance(term, Apply) else None

    def without_sums(self, term: Term) -> Term | None:
        """The term with everything written out that can be; None where a range is too long."""
        if isinstance(term, Functional):
            return term
        if isinstance(term, Reduce) or _is_folded(term) or isinstance(term, Entry):
            written = self.opened(term) if isinstance(term, Entry) else term
            if isinstance(written, Reduce) or _is_folded(written):
                found = self.written_out(written)
                return None if found is None else self.without_sums(found)
            return written if isinstance(written, Entry) else self.without_sums(written)
        parts = [self.without_sums(child) for child, binds in children(term) if not binds]
        if any(part is None or _size(part) > LONGEST for part in parts):
            return None
        found_parts = iter(parts)
        return map_children(term, lambda child, binds: child if binds else next(found_parts))  # type: ignore[arg-type,return-value]

    def terms_of(self, term: Reduce) -> list[Term] | None:
        """The terms of a sum over a range of numbers, if they are few."""
        lower, upper = self.value(term.lower), self.value(term.upper)
        if not (isinstance(lower, Fraction) and isinstance(upper, Fraction)):
            return None
        if lower.denominator != 1 or upper.denominator != 1 or upper - lower >= MOST_TERMS:
            return None
        places = range(int(lower), int(upper) + 1)
        terms = [self.opened(instantiate(term.body, (number(k),))) for k in places]
        return terms if term.operation != "sum" else [t for t in terms if not self.idle(t)]

    def idle(self, term: Term) -> bool:
        """Whether a false bracket stands beside what has no value, of which nothing is asked."""
        if not isinstance(term, Mul) or dangling(term):
            return False
        brackets = [part for part in term.factors if isinstance(part, Iverson)]
        others = [part for part in term.factors if not isinstance(part, Iverson)]
        if any(self.value(part) == 0 for part in brackets):
            return any(isinstance(self.value(part), str) for part in others)
        return any(self.idle(part) for part in others)

    def opened(self, term: Term) -> Term:
        """Entries of what acts entry by entry taken inside, and indices of entries computed."""
        if dangling(term):
            return term
        if isinstance(term, Entry):
            if isinstance(term.tensor, (TensorSymbol, Apply)):
                values = [self.value(index) for index in term.indices]
                if all(isinstance(v, Fraction) for v in values):
                    term = Entry(term.tensor, tuple(Number(v) for v in values))
                return term
            return self.opened(entry_of(term.tensor, term.indices))
        if isinstance(term, (Reduce, Apply, Partial, Functional)):
            return term
        return map_children(term, lambda child, binds: self.opened(child) if not binds else child)

    def with_values(self, term: Term) -> Term:
        """Entries, variables and parts with rational values replaced by these values."""
        if isinstance(term, (Partial, Functional, Iverson, Reduce, Apply)) or _is_folded(term):
            value = None if dangling(term) else self.value(term)
            return Number(value) if isinstance(value, Fraction) else term
        if isinstance(term, Symbol) and term.name in self.numbers:
            return Number(self.numbers[term.name])
        if isinstance(term, Entry) and isinstance(term.tensor, TensorSymbol):
            place = tuple(int(i.value) for i in term.indices if isinstance(i, Number))
            entries = self.entries.get(term.tensor.name, {})
            if len(place) == len(term.indices) and place in entries:
                return Number(entries[place])
            return term
        if self.idle(term):
            return ZERO
        return map_children(term, lambda child, binds: self.with_values(child))

    def told(self, term: Term) -> str:
        """The value as text; for what has none, why not."""
        found = self.value(term)
        if not isinstance(found, arb):
            return str(found)
        return "0" if found.contains(0) else str(found.str(DIGITS, radius=False))

    def value(self, term: Term) -> Any:
        """A fraction, a ball, a truth value, or a text that says why there is no value."""
        if term not in self.known:
            self.known[term] = self._value(term)
        return self.known[term]

    def _value(self, term: Term) -> Any:
        values: dict[Any, Any] = dict(self.functions)
        for symbol in free_symbols(term):
            if isinstance(symbol, TensorSymbol):
                entries = self.entries.get(symbol.name, {})
                values[symbol] = lambda *place, known=entries: known.get(place, Fraction(0))
            elif symbol in self.fixed:
                values[symbol] = self.fixed[symbol].value  # type: ignore[attr-defined]
            else:
                values[symbol] = self.numbers.get(symbol.name, Fraction(0))
        try:
            return evaluate(term, values, cost=COST)
        except Undefined as error:
            return f"undefined: {error}"
        except BudgetExceeded:
            return "not computed"


def _parts(point: Point, term: Term) -> Iterator[Term]:
    """The closed parts of a term that are worth a line, innermost first."""
    if isinstance(term, (Number, Symbol, TensorSymbol)):
        return
    if isinstance(term, Reduce) or _is_folded(term):
        written = point.written_out(term)
        if written is not None:
            yield from _parts(point, written)
        yield term
        return
    if isinstance(term, Partial):
        yield term
        return
    if isinstance(term, Functional):
        # Under a false bracket it need not have a value, and there it is not looked at.
        if not isinstance(point.value(term), str):
            yield term
        return
    for child, binds in children(term):
        if not binds and not isinstance(child, (And, Or, Not, Compare)):
            yield from _parts(point, child)


def _is_folded(term: Term) -> bool:
    return isinstance(term, Apply) or (isinstance(term, Entry) and isinstance(term.tensor, Apply))


def _size(term: Term) -> int:
    return len(subterms(term))


def polynomial_of(text: str, arity: int) -> Polynomial:
    """The polynomial that was written as text in a witness.

    >>> str(polynomial_of("1/2 t1^2 t2 - 3", 2))
    '1/2 t1^2 t2 - 3'
    """
    coefficients: dict[tuple[int, ...], Any] = {}
    for sign, monomial in re.findall(r"(?:^|\s)([+-]?)\s?([^+-]+?)(?=\s[+-]|$)", text):
        coefficient = Fraction(-1 if sign == "-" else 1)
        exponents = [0] * arity
        for factor in monomial.split():
            if factor[0] == "t":
                name, _, power = factor.partition("^")
                exponents[int(name[1:] or 1) - 1] += int(power or 1)
            else:
                coefficient *= Fraction(factor)
        coefficients[tuple(exponents)] = fmpq(coefficient.numerator, coefficient.denominator)
    return Polynomial(coefficients)
