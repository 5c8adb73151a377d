"""Concrete smooth functions of a whole tensor: polynomials in its entries, with exact derivatives.

A monomial is the sorted tuple of the places of its entries, one for each factor: t[1]^2 t[3] is
((1,), (1,), (3,)).
"""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from flint import fmpq

from symderive.evaluator.arithmetic import Value, shown
from symderive.evaluator.support import Place, inside, places_of

Entries = tuple[Place, ...]

MOST_SQUARES, MOST_PRODUCTS = 12, 12
LARGEST_COEFFICIENT = 3

_TERM = re.compile(r"(?:^|\s)([+-]?)\s?((?:[^+\-\[\]]|\[[^\]]*\])+?)(?=\s[+-]|$)")
_FACTOR = re.compile(r"t\[(?P<place>[\d,]+)\](?:\^(?P<power>\d+))?|(?P<number>\d+(?:/\d+)?)")


class EntryPolynomial:
    """A polynomial in the entries of a tensor, by its coefficients.

    >>> loss = EntryPolynomial({((1,), (2,)): 3, ((1,),): -1})
    >>> loss.derivative(((1,),)).at({(1,): 5, (2,): 7}), str(loss)
    (20, '3 t[1] t[2] - t[1]')
    """

    def __init__(self, coefficients: Mapping[Entries, int | fmpq]) -> None:
        self.coefficients = {
            tuple(sorted(places)): value for places, value in coefficients.items() if value != 0
        }

    def at(self, entries: Mapping[Place, Value]) -> Value:
        """The value at a tensor, given by all its entries."""
        total: Value = 0
        for places, coefficient in self.coefficients.items():
            product: Value = coefficient
            for place in places:
                product = entries[place] * product
            total = total + product
        return total

    def derivative(self, rows: Sequence[Place]) -> EntryPolynomial:
        """The partial derivative by the entries at these places, one after the other."""
        found = self.coefficients
        for row in rows:
            lowered: dict[Entries, int | fmpq] = {}
            for places, coefficient in found.items():
                count = places.count(row)
                if count:
                    where = places.index(row)
                    lowered[places[:where] + places[where + 1 :]] = coefficient * count
            found = lowered
        return EntryPolynomial(found)

    @property
    def cost(self) -> int:
        """How complicated the polynomial is: the measure by which witnesses are made simple."""
        return sum(
            int(abs(value.p) + value.q if isinstance(value, fmpq) else abs(value) + 1)
            + len(places)
            + len(set(places))
            for places, value in self.coefficients.items()
        )

    def __str__(self) -> str:
        text = ""
        for places in sorted(self.coefficients, key=lambda found: (-len(found), found)):
            coefficient: Value = self.coefficients[places]
            sign = "-" if coefficient < 0 else "+" if text else ""
            space = " " if text else ""
            text += f"{space}{sign}{space}{_monomial(places, abs(coefficient))}"
        return text or "0"


def _monomial(places: Entries, coefficient: Value) -> str:
    powers = []
    for place, count in sorted(Counter(places).items()):
        name = f"t[{','.join(map(str, place))}]"
        powers.append(name if count == 1 else f"{name}^{count}")
    if coefficient != 1 or not powers:
        powers.insert(0, shown(coefficient))
    return " ".join(powers)


def entry_polynomial_of(text: str) -> EntryPolynomial:
    """The polynomial that was written as text in a witness.

    >>> str(entry_polynomial_of("1/2 t[1,2]^2 t[2,1] - 3 t[1,1] + 1"))
    '1/2 t[1,2]^2 t[2,1] - 3 t[1,1] + 1'
    """
    coefficients: dict[Entries, int | fmpq] = {}
    for sign, monomial in _TERM.findall(text):
        coefficient = Fraction(-1 if sign == "-" else 1)
        places: list[Place] = []
        for factor in _FACTOR.finditer(monomial):
            if factor["number"]:
                coefficient *= Fraction(factor["number"])
            else:
                place = tuple(int(k) for k in factor["place"].split(","))
                places += [place] * int(factor["power"] or 1)
        coefficients[tuple(places)] = fmpq(coefficient.numerator, coefficient.denominator)
    return EntryPolynomial(coefficients)


class FunctionalStore:
    """A concrete function of tensors of one shape, with the derivatives that were asked for."""

    def __init__(self, name: str, shape: tuple[int, ...], function: EntryPolynomial) -> None:
        self.name, self.shape, self.function = name, shape, function
        self._derivatives: dict[tuple[Place, ...], EntryPolynomial] = {}

    def value(self, entries: Mapping[Place, Value], rows: tuple[Place, ...]) -> Value:
        """The derivative by the entries at ``rows``, at a tensor; Undefined out of range."""
        found = self._derivatives.get(rows)
        if found is None:
            for row in rows:
                inside(row, self.shape, f"{self.name}.grad")
            found = self._derivatives[rows] = self.function.derivative(rows)
        return found.at(entries)


def simple_entry_polynomials(shape: Sequence[int]) -> list[EntryPolynomial]:
    """The functions to try first.

    They are 0, the first entry, the sum of all entries, the last entry, the sum of the entries
    times their numbers, then squares: of the first entry, of all, and products of neighbours.
    """
    places = places_of(shape)
    if not places:
        return [EntryPolynomial({}), EntryPolynomial({(): 1})]
    first, last = places[0], places[-1]
    found: list[Mapping[Entries, int | fmpq]] = [
        {},
        {(first,): 1},
        {(place,): 1 for place in places},
        {(last,): 1},
        {(place,): k for k, place in enumerate(places, 1)},
        {(first, first): 1},
        {(first, last): 1},
        {(place, place): 1 for place in places},
        dict.fromkeys(itertools.pairwise(places), 1),
        {(first, first, first): 1},
    ]
    return [EntryPolynomial(coefficients) for coefficients in found]


def random_entry_polynomial(shape: Sequence[int], chance: random.Random) -> EntryPolynomial:
    """A polynomial of degree 3 with small coefficients, linear in every entry at least."""
    places = places_of(shape)
    terms: dict[Entries, int | fmpq] = {(): chance.randint(-2, 2)}
    if not places:
        return EntryPolynomial(terms)
    for place in places:
        size = chance.randint(1, LARGEST_COEFFICIENT)
        terms[place,] = chance.choice((-1, 1)) * size
    for place in chance.sample(places, min(len(places), MOST_SQUARES)):
        terms[place, place] = chance.choice((-2, -1, 1, 2))
    for _ in range(min(len(places), MOST_PRODUCTS)):
        terms[tuple(sorted(chance.choices(places, k=2)))] = chance.randint(1, 3)
    terms[tuple(sorted(chance.choices(places, k=3)))] = 1
    return EntryPolynomial(terms)
