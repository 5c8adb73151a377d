"""Polynomials over atoms: the form in which the prover keeps values.

An atom is a factor (a head at indices), an Iverson bracket of a conjunction, or a component: a
connected sum of guarded products. Brackets are idempotent; exponents of exponentials are rational,
those of other factors integers, negative for reciprocals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.prover.context import Guard, table_of_attempt
from symderive.prover.integers import Form, Variable, form_of, variable

TENSOR, INTEGER, EXPONENTIAL, FUNCTION, RECIPROCAL, POWER, INDICATOR = range(7)
MAX_TERMS = 6000


class Head:
    """What stands before the indices of a factor.

    ``body`` is the normal form over the place variables of what a derived head stands for: the
    exponent of an exponential, the argument of a function, the denominator of a reciprocal.
    ``digits`` holds, for a tensor, how each index has been split by radices.
    """

    __slots__ = ("base", "body", "digits", "kind", "name", "number", "places", "symmetries", "tag")

    def __init__(
        self, number: int, kind: int, name: Any, body: Polynomial | None, places: Any, tag: Any
    ) -> None:
        self.number, self.kind, self.name = number, kind, name
        self.body = body
        self.places: tuple[Variable, ...] = places
        self.tag = tag
        self.base: Head = self
        self.digits: tuple[tuple[tuple[Form, int], ...], ...] = ()
        self.symmetries: tuple[tuple[int, ...], ...] = ()

    def __repr__(self) -> str:
        return f"{self.name}#{self.number}"


class Atom:
    """What polynomials are polynomials in; equal atoms are one object."""

    __slots__ = ("free",)
    free: frozenset[Variable]


class Factor(Atom):
    """A head at indices."""

    __slots__ = ("head", "indices")

    def __init__(self, head: Head, indices: tuple[Form, ...]) -> None:
        self.head = head
        self.indices = indices
        self.free = frozenset([v for index in indices for v in index.variables])

    def __repr__(self) -> str:
        return f"{self.head}{list(self.indices)}" if self.indices else f"{self.head}"


class Bracket(Atom):
    """The Iverson bracket of a conjunction of constraints."""

    __slots__ = ("equalities", "inequalities")

    def __init__(self, equalities: frozenset[Form], inequalities: frozenset[Form]) -> None:
        self.equalities = equalities
        self.inequalities = inequalities
        self.free = frozenset([v for form in (*equalities, *inequalities) for v in form.variables])

    def __repr__(self) -> str:
        parts = [f"{e}=0" for e in self.equalities] + [f"{g}>=0" for g in self.inequalities]
        return f"[{' & '.join(parts)}]"


Factors = list[tuple[Head, tuple[Form, ...], Any]]


class Component(Atom):
    """A connected sum: over ``bound`` where the guard holds, of a product of factors.

    The first ``slots`` bound variables are index slots in canonical order, the others are uniquely
    determined by them (quotients of divisions).
    """

    __slots__ = ("bound", "equalities", "factors", "inequalities", "shape", "slots")

    def __init__(
        self,
        bound: tuple[Variable, ...],
        guard: Guard,
        factors: Factors,
        shape: tuple[Any, ...],
        slots: int,
    ) -> None:
        self.bound = bound
        self.equalities, self.inequalities = guard
        self.factors = factors
        self.shape = shape
        self.slots = slots
        free = {v for form in (*guard[0], *guard[1]) for v in form.variables}
        free.update(v for _, indices, _ in factors for form in indices for v in form.variables)
        self.free = frozenset(free.difference(bound))

    def __repr__(self) -> str:
        body = " ".join(f"{Factor(h, i)}^{e}" for h, i, e in self.factors)
        return f"Sum{list(self.bound)}{Bracket(self.equalities, self.inequalities)} {body}"


Monomial = frozenset[tuple[Atom, Any]]
Polynomial = dict[Monomial, fmpq]
UNIT: Monomial = frozenset()


@dataclass(slots=True)
class GuardedTerm:
    """coefficient * sum over bound where the guard holds of a product of factors (prenex form)."""

    coefficient: fmpq
    bound: list[Variable]
    equalities: list[Form]
    inequalities: list[Form]
    factors: Factors


def plain_exponent(exponent: Any) -> Any:
    """An exponent as int where it is one."""
    if isinstance(exponent, int):
        return exponent
    value = Fraction(int(exponent.p), int(exponent.q)) if isinstance(exponent, fmpq) else exponent
    return int(value) if value.denominator == 1 else value


def constant_polynomial(value: Any) -> Polynomial:
    """A rational number as a polynomial."""
    value = fmpq(value) if isinstance(value, int) else value
    return {UNIT: value} if value else {}


def rational(value: Fraction) -> fmpq:
    """A Fraction as a flint rational."""
    return fmpq(value.numerator, value.denominator)


def add(*polynomials: Polynomial) -> Polynomial:
    """The sum."""
    out: Polynomial = {}
    for polynomial in polynomials:
        if not out:
            out = dict(polynomial)
            continue
        for monomial, c in polynomial.items():
            total = out.get(monomial)
            if total is None:
                out[monomial] = c
            else:
                total += c
                if total:
                    out[monomial] = total
                else:
                    del out[monomial]
    return out


def scaled(polynomial: Polynomial, factor: Any) -> Polynomial:
    """The polynomial times a rational number."""
    if factor == 1:
        return polynomial
    return {m: c * factor for m, c in polynomial.items()} if factor else {}


def free_variables(polynomial: Polynomial) -> set[Variable]:
    """The integer variables that occur free."""
    return {v for monomial in polynomial for atom, _ in monomial for v in atom.free}


def merged_factors(factors: Factors) -> Factors:
    """The product with equal factors collected; indicators are idempotent."""
    seen: dict[tuple[Head, tuple[Form, ...]], Any] = {}
    for head, indices, exponent in factors:
        key = (head, indices)
        old = seen.get(key)
        if old is None:
            seen[key] = exponent
        elif head.kind != INDICATOR:
            seen[key] = old + exponent
    return [(head, indices, e) for (head, indices), e in seen.items() if e]


class Ring:
    """The tables of heads and atoms of one proof, and the operations that need them."""

    def __init__(self) -> None:
        self.contexts = table_of_attempt()
        self._heads: dict[Any, Head] = {}
        self._factors: dict[tuple[Head, tuple[Form, ...]], Factor] = {}
        self._brackets: dict[Guard, Bracket] = {}
        self._count = 0
        self.integer = self.head(INTEGER, "integer", None)

    def tick(self) -> None:
        """A chance to give up; the ring itself has no limit of time."""

    def fresh(self, kind: int) -> Variable:
        """A new variable of that kind."""
        self._count += 1
        return variable(kind, self._count)

    def head(
        self,
        kind: int,
        name: Any,
        key: Any,
        body: Polynomial | None = None,
        places: tuple[Variable, ...] = (),
        tag: Any = None,
    ) -> Head:
        """The head of that kind, name and key, made on first use."""
        full = (kind, name, key)
        found = self._heads.get(full)
        if found is None:
            found = Head(len(self._heads), kind, name, body, places, tag)
            self._heads[full] = found
        return found

    def heads(self) -> list[Head]:
        """All heads made so far."""
        return list(self._heads.values())

    def factor(self, head: Head, indices: tuple[Form, ...]) -> Factor:
        """The atom head[indices], with the least indices among those that mean the same."""
        if head.symmetries:
            indices = min(
                (tuple(indices[k] for k in order) for order in head.symmetries),
                key=lambda choice: [form.key for form in choice],
            )
        key = (head, indices)
        found = self._factors.get(key)
        if found is None:
            found = self._factors[key] = Factor(head, indices)
        return found

    def bracket(self, guard: Guard) -> Bracket:
        """The atom of a guard."""
        found = self._brackets.get(guard)
        if found is None:
            found = self._brackets[guard] = Bracket(*guard)
        return found

    def atom(self, atom: Atom, exponent: Any = 1, coefficient: Any = 1) -> Polynomial:
        """coefficient * atom^exponent."""
        return {frozenset([(atom, exponent)]): fmpq(coefficient)}

    def guard_polynomial(self, guard: Guard) -> Polynomial:
        """The bracket of a guard as a polynomial."""
        if not guard[0] and not guard[1]:
            return constant_polynomial(1)
        return self.atom(self.bracket(guard))

    def integer_polynomial(self, form: Form) -> Polynomial:
        """The value of an index form."""
        out: Polynomial = {}
        for monomial, c in form.terms.items():
            powers: dict[Atom, int] = {}
            for v in monomial:
                atom = self.factor(self.integer, (form_of(v),))
                powers[atom] = powers.get(atom, 0) + 1
            out[frozenset(powers.items())] = fmpq(c)
        return out

    def multiply_monomials(self, a: Monomial, b: Monomial) -> Monomial:
        """The product; brackets are conjoined."""
        if not a:
            return b
        if not b:
            return a
        powers: dict[Atom, Any] = dict(a)
        for atom, exponent in b:
            kind = type(atom)
            if kind is Bracket:
                other = next((x for x in powers if type(x) is Bracket), None)
                if other is None:
                    powers[atom] = 1
                else:
                    del powers[other]
                    both = self.bracket(
                        (
                            other.equalities | atom.equalities,  # type: ignore[attr-defined]
                            other.inequalities | atom.inequalities,  # type: ignore[attr-defined]
                        )
                    )
                    powers[both] = 1
                continue
            old = powers.get(atom)
            if old is None:
                powers[atom] = exponent
            elif kind is Factor and atom.head.kind == INDICATOR:  # type: ignore[attr-defined]
                continue
            elif old + exponent:
                powers[atom] = plain_exponent(old + exponent)
            else:
                del powers[atom]
        return frozenset(powers.items())

    def multiply(self, p: Polynomial, q: Polynomial) -> Polynomial:
        """The product of two polynomials."""
        if len(p) > len(q):
            p, q = q, p
        if len(p) == 1:
            ((monomial, c),) = p.items()
            if not monomial:
                return scaled(q, c)
        if len(p) * len(q) > MAX_TERMS:
            raise OutsideFragment(f"a product of {len(p)} by {len(q)} terms is too large")
        out: Polynomial = {}
        for m, c in p.items():
            self.tick()
            for n, d in q.items():
                product = self.multiply_monomials(m, n)
                total = out.get(product)
                total = c * d if total is None else total + c * d
                if total:
                    out[product] = total
                else:
                    out.pop(product, None)
        return out

    def product(self, polynomials: Iterable[Polynomial]) -> Polynomial:
        """The product of several polynomials."""
        out = constant_polynomial(1)
        for polynomial in polynomials:
            out = self.multiply(out, polynomial)
        return out

    def power(self, polynomial: Polynomial, exponent: int) -> Polynomial:
        """A natural power."""
        out = constant_polynomial(1)
        for _ in range(exponent):
            out = self.multiply(out, polynomial)
        return out

    def complement(self, polynomial: Polynomial) -> Polynomial:
        """1 - p: the bracket of the negation, for the bracket p."""
        return add(constant_polynomial(1), scaled(polynomial, -1))


def skeleton(monomial: Monomial) -> tuple[Any, ...]:
    """A sortable description of a monomial that does not depend on index expressions."""
    rows = []
    for atom, exponent in monomial:
        if isinstance(atom, Factor):
            rows.append((0, atom.head.number, (), exponent, len(atom.indices)))
        elif isinstance(atom, Component):
            rows.append((1, 0, _component_skeleton(atom), exponent, len(atom.bound)))
        else:
            assert isinstance(atom, Bracket)
            rows.append((2, 0, (), exponent, 100 * len(atom.equalities) + len(atom.inequalities)))
    return tuple(sorted(rows))


def _component_skeleton(component: Component) -> tuple[Any, ...]:
    place = {v: k for k, v in enumerate(component.bound)}
    rows = []
    for head, indices, exponent in component.factors:
        inner = tuple(
            tuple(
                sorted(
                    (tuple(sorted(place[v] for v in m if v in place)), c)
                    for m, c in form.terms.items()
                    if any(v in place for v in m)
                )
            )
            for form in indices
        )
        rows.append((head.number, exponent, inner))
    return tuple(rows)


def leading_monomial(polynomial: Polynomial) -> Monomial:
    """The first monomial in an order that hardly depends on names."""
    return min(polynomial, key=lambda m: (skeleton(m), content_key(m)))


def content_key(monomial: Monomial) -> str:
    """A tie-break between monomials of the same skeleton."""
    return repr(sorted(map(repr, monomial)))
