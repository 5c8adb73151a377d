"""What terms come to at the point of a picture: exactly as far as that goes, then in decimals.

Numbers are rounded once, at the end, from as many digits as that takes, so that they are the same
on every machine. A picture shows; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

import sympy

from symderive.claims.pictures import Point
from symderive.language.binding import free_symbols
from symderive.language.definitions import rank_of
from symderive.language.explicit import Explicit, sizes_for
from symderive.language.terms import Entry, Symbol, Term, number
from symderive.results import Witness

DIGITS = 15
ROUNDED = 6


@dataclass(frozen=True)
class Known:
    """Values of variables by name, those of entries as ``x[1,2]``."""

    values: Mapping[str, Fraction] = field(default_factory=dict)

    @staticmethod
    def at(point: Point) -> Known:
        """The values of a point."""
        return Known(dict(point.values))

    @staticmethod
    def of(witness: Witness) -> Known:
        """The sizes, indices and values of a counterexample; what is no rational is left out."""
        found = {**witness.sizes, **witness.indices}
        values = {name: Fraction(value) for name, value in found.items()}
        for name, text in witness.values.items():
            try:
                values[name] = Fraction(text)
            except (ValueError, ZeroDivisionError):
                continue
        return Known(values)

    def without(self, name: str) -> Known:
        """The same without the value of one variable."""
        return Known({key: value for key, value in self.values.items() if key != name})

    def sizes(self, term: Term) -> dict[Term, int]:
        """The sizes and indices of a term; raises IllFormed where one is missing."""
        names = [s.name for s in free_symbols(term) if isinstance(s, Symbol) and s.is_integer]
        return sizes_for(term, {n: int(self.values[n]) for n in names if n in self.values})

    def whole(self, size: Term) -> int:
        """The value of a size."""
        return Explicit(self.sizes(size)).whole(size, (), "a size of the picture")

    def shape(self, tensor: Term) -> tuple[int, ...]:
        """The shape of a tensor in numbers."""
        return Explicit(self.sizes(tensor)).shape(tensor)

    def scalar(self, term: Term) -> sympy.Expr:
        """The scalar with the values put in; variables without a value stay."""
        return self._scalar(Explicit(self.sizes(term)), term)

    def _scalar(self, run: Explicit, term: Term) -> sympy.Expr:
        with sympy.evaluate(True):
            found = run.scalar(term).replace(sympy.Heaviside, _step)
            return found.xreplace({part: self.put(part) for part in variables(found)})

    def put(self, variable: sympy.Expr) -> sympy.Expr:
        """The value of a variable of SymPy; the variable itself where none is known."""
        value = self.values.get(name_of(variable))
        return variable if value is None else sympy.Rational(value.numerator, value.denominator)

    def entries(self, tensor: Term) -> Iterator[tuple[tuple[int, ...], sympy.Expr]]:
        """The entries of a tensor with their places, counted from 1."""
        run = Explicit(self.sizes(tensor))
        for place in product(*(range(1, size + 1) for size in run.shape(tensor))):
            yield place, self._scalar(run, Entry(tensor, tuple(map(number, place))))

    def parts(self, term: Term) -> Iterator[tuple[tuple[int, ...], sympy.Expr]]:
        """A scalar at an empty place, or the entries of a tensor."""
        if rank_of(term):
            yield from self.entries(term)
        else:
            yield (), self.scalar(term)


def _step(argument: sympy.Expr, *_: sympy.Expr) -> sympy.Expr:
    """The derivative of max(t, 0), which has no value at 0."""
    return sympy.Piecewise((0, argument < 0), (1, argument > 0), (sympy.nan, True))


def variables(expression: sympy.Expr) -> list[sympy.Expr]:
    """The variables in an expression: entries ``x[1]`` and symbols, bases of entries left out."""
    entries = list(expression.atoms(sympy.Indexed))
    bases = {entry.base.label for entry in entries}
    symbols = [symbol for symbol in expression.atoms(sympy.Symbol) if symbol not in bases]
    return sorted([*entries, *symbols], key=name_of)


def name_of(variable: sympy.Expr) -> str:
    """The name of a variable of SymPy, an entry as ``x[1,2]``."""
    if isinstance(variable, sympy.Indexed):
        return f"{variable.base.label}[{','.join(map(str, variable.indices))}]"
    return str(variable)


def decimal(value: sympy.Expr, places: int | None = None) -> float | None:
    """The value rounded, to so many decimals if told; None where it is no finite real number."""
    if value.has(sympy.zoo, sympy.nan, sympy.oo, -sympy.oo):
        return None
    found = sympy.N(value, DIGITS)
    if not isinstance(found, (sympy.Float, sympy.Integer, sympy.Rational)):
        return None
    return rounded(float(found)) if places is None else round(float(found), places) + 0.0


def rounded(value: float) -> float:
    """As many digits as a picture shows; 0 has no sign."""
    return float(f"{value:.{ROUNDED}g}") + 0.0
