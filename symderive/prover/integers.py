"""Index forms: integer polynomials in integer variables, nearly always affine.

A variable is a number that carries its kind in its lowest bits, so that summation variables sort
before digits and digits before quotients: the order in which they are eliminated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import gcd

Variable = int
Monomial = tuple[Variable, ...]

FREE, SUMMED, DIGIT, QUOTIENT, SLOT, EXISTENTIAL, PLACE, MARK = range(8)
_KIND_BITS = 3
_KIND_MASK = (1 << _KIND_BITS) - 1


def variable(kind: int, number: int) -> Variable:
    """The variable of that kind and number.

    >>> kind_of(variable(DIGIT, 5)) == DIGIT
    True
    """
    return number << _KIND_BITS | kind


def kind_of(v: Variable) -> int:
    """The kind of a variable.

    FREE: a size or free index; SUMMED: bound by a sum; DIGIT and QUOTIENT: bound by a division;
    SLOT and EXISTENTIAL: canonical bound variables of a component; PLACE: an argument of a head;
    MARK: the running variable of a maximum.
    """
    return v & _KIND_MASK


def number_of(v: Variable) -> int:
    """The number of a variable within its kind."""
    return v >> _KIND_BITS


def elimination_rank(v: Variable) -> tuple[int, int]:
    """Summation variables are eliminated first, quotients last."""
    return v & _KIND_MASK, v >> _KIND_BITS


class Form:
    """An immutable integer polynomial: monomial (a sorted tuple of variables) -> coefficient.

    >>> i = form_of(variable(FREE, 1))
    >>> (i + i).shifted(3) == i.scaled(2) + constant(3)
    True
    """

    __slots__ = ("_hash", "_key", "_variables", "terms")

    def __init__(self, terms: dict[Monomial, int]) -> None:
        self.terms = terms
        self._hash: int | None = None
        self._key: tuple[tuple[Monomial, int], ...] | None = None
        self._variables: frozenset[Variable] | None = None

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self.terms.items()))
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Form) and self.terms == other.terms

    @property
    def variables(self) -> frozenset[Variable]:
        """All variables that occur."""
        if self._variables is None:
            self._variables = frozenset(v for monomial in self.terms for v in monomial)
        return self._variables

    @property
    def key(self) -> tuple[tuple[Monomial, int], ...]:
        """A sortable key."""
        if self._key is None:
            self._key = tuple(sorted(self.terms.items()))
        return self._key

    @property
    def value(self) -> int | None:
        """The value of a constant form, else None."""
        if not self.terms:
            return 0
        if len(self.terms) == 1:
            return self.terms.get(())
        return None

    @property
    def constant_term(self) -> int:
        """The coefficient of the empty monomial."""
        return self.terms.get((), 0)

    @property
    def is_affine(self) -> bool:
        """Whether no product of variables occurs."""
        return all(len(monomial) < 2 for monomial in self.terms)

    def coefficient(self, v: Variable) -> int:
        """The coefficient of the variable standing alone."""
        return self.terms.get((v,), 0)

    def solvable_for(self, v: Variable) -> bool:
        """Whether v stands alone with coefficient 1 or -1 and nowhere else."""
        return self.terms.get((v,), 0) in (1, -1) and not any(
            v in monomial for monomial in self.terms if len(monomial) > 1
        )

    def without(self, v: Variable) -> Form:
        """The form less its term in v alone."""
        return Form({m: c for m, c in self.terms.items() if m != (v,)})

    def __add__(self, other: Form) -> Form:
        terms = dict(self.terms)
        for monomial, c in other.terms.items():
            total = terms.get(monomial, 0) + c
            if total:
                terms[monomial] = total
            else:
                del terms[monomial]
        return Form(terms)

    def __sub__(self, other: Form) -> Form:
        terms = dict(self.terms)
        for monomial, c in other.terms.items():
            total = terms.get(monomial, 0) - c
            if total:
                terms[monomial] = total
            else:
                del terms[monomial]
        return Form(terms)

    def __neg__(self) -> Form:
        return Form({m: -c for m, c in self.terms.items()})

    def __mul__(self, other: Form) -> Form:
        terms: dict[Monomial, int] = {}
        for m, c in self.terms.items():
            for n, d in other.terms.items():
                product = tuple(sorted(m + n)) if m and n else m or n
                total = terms.get(product, 0) + c * d
                if total:
                    terms[product] = total
                else:
                    terms.pop(product, None)
        return Form(terms)

    def scaled(self, factor: int) -> Form:
        """The form times an integer."""
        if factor == 1:
            return self
        return Form({m: factor * c for m, c in self.terms.items()}) if factor else ZERO

    def shifted(self, by: int) -> Form:
        """The form plus an integer."""
        if not by:
            return self
        terms = dict(self.terms)
        total = terms.get((), 0) + by
        if total:
            terms[()] = total
        else:
            del terms[()]
        return Form(terms)

    def divided(self, divisor: int) -> Form:
        """The form by an integer that divides every coefficient."""
        return Form({m: c // divisor for m, c in self.terms.items()})

    def substituted(self, values: Mapping[Variable, Form]) -> Form:
        """The form with variables replaced by forms."""
        if self.variables.isdisjoint(values):
            return self
        kept: dict[Monomial, int] = {}
        out: Form | None = None
        for monomial, c in self.terms.items():
            if not any(v in values for v in monomial):
                kept[monomial] = c
                continue
            if len(monomial) == 1:
                piece = values[monomial[0]].scaled(c)
            else:
                piece = constant(c)
                for v in monomial:
                    piece = piece * (values[v] if v in values else form_of(v))
            out = piece if out is None else out + piece
        assert out is not None
        return out + Form(kept) if kept else out

    def evaluated(self, point: Mapping[Variable, int]) -> int:
        """The value at a point that gives every variable."""
        total = 0
        for monomial, c in self.terms.items():
            product = c
            for v in monomial:
                product *= point[v]
            total += product
        return total

    def content(self) -> int:
        """The greatest common divisor of the coefficients of non-constant monomials."""
        g = 0
        for monomial, c in self.terms.items():
            if monomial:
                g = gcd(g, c)
        return g

    def __repr__(self) -> str:
        parts = [
            str(c) if not m else f"{c}*" + "*".join(f"v{v}" for v in m)
            for m, c in sorted(self.terms.items())
        ]
        return " + ".join(parts) or "0"


ZERO = Form({})
ONE = Form({(): 1})
_FORMS: dict[Variable, Form] = {}


def form_of(v: Variable) -> Form:
    """The variable as a form."""
    found = _FORMS.get(v)
    if found is None:
        found = Form({(v,): 1})
        if kind_of(v) in (SLOT, EXISTENTIAL, PLACE, MARK):
            _FORMS[v] = found
    return found


def constant(c: int) -> Form:
    """An integer as a form."""
    return Form({(): c}) if c else ZERO


def monomials(forms: Iterable[Form]) -> set[Monomial]:
    """The non-constant monomials of several forms."""
    found: set[Monomial] = set()
    for form in forms:
        found.update(form.terms)
    found.discard(())
    return found


def faulhaber(power: int) -> tuple[tuple[int, int], ...]:
    """Coefficients (numerator, denominator) of S(N) = sum_{x=0}^{N} x^power, lowest first.

    Given: power >= 0; valid for N >= -1. Source: Bernoulli numbers with B_1 = +1/2.

    >>> faulhaber(1)
    ((0, 1), (1, 2), (1, 2))
    """
    from fractions import Fraction
    from math import comb

    bernoulli = [Fraction(1)]
    for m in range(1, power + 1):
        total = sum((comb(m + 1, j) * bernoulli[j] for j in range(m)), Fraction(0))
        bernoulli.append(-total / (m + 1))
    if power >= 1:
        bernoulli[1] = Fraction(1, 2)
    coefficients = [Fraction(0)] * (power + 2)
    for j in range(power + 1):
        coefficients[power + 1 - j] += Fraction(comb(power + 1, j)) * bernoulli[j] / (power + 1)
    if power == 0:
        coefficients[0] += 1
    return tuple((c.numerator, c.denominator) for c in coefficients)
