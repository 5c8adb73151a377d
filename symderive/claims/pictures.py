"""What a claim shows as a picture: matrices as cells, curves, a step function and its inverse.

A claim asks for its picture with a function of its own variables, which its parameters are named
after: ``@claim(picture=lambda x: cells(jacobian(softmax(x), x), at={n: 3, x: (2, 1, 0)}))``. It is
called when a sheet is made, never when a claim is decided. Here a picture is a description, made of
terms and numbers; what the terms come to is computed by whoever draws it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from symderive.display import Displayed
from symderive.errors import IllFormed
from symderive.language.definitions import rank_of
from symderive.language.explicit import explicit_scalar
from symderive.language.hooks import text_of
from symderive.language.reading import read
from symderive.language.terms import Entry, Number, Symbol, TensorSymbol, Term

MOST_PANELS = 3

Values = Fraction | tuple[Any, ...]


@dataclass(frozen=True)
class Point:
    """Values of variables by name: sizes, indices, numbers, and single entries such as ``x[1,2]``.

    ``shown`` are the values as they were given.
    """

    values: tuple[tuple[str, Fraction], ...] = ()
    shown: tuple[tuple[str, Values], ...] = ()


@dataclass(frozen=True)
class Shown:
    """Something that is drawn, and what it is called; nothing where the formula says it best."""

    term: Term
    label: str = ""


@dataclass(frozen=True, repr=False)
class Cells(Displayed):
    """Matrices, entry by entry; ``blocks`` says after how many rows and columns a line is drawn."""

    matrices: tuple[Shown, ...]
    at: Point
    blocks: tuple[tuple[Term, Term], ...] = ()

    def __repr__(self) -> str:
        return f"cells of {_listed(self.matrices)}{_at(self.at)}"


@dataclass(frozen=True, repr=False)
class Curves(Displayed):
    """Functions of one variable, one panel for each point that gives the others their values.

    Without functions these are both sides of the claim, around its counterexample.
    """

    over: Term
    low: Fraction
    high: Fraction
    functions: tuple[Shown, ...] = ()
    band: tuple[Shown, ...] = ()
    at: tuple[Point, ...] = ()

    def __repr__(self) -> str:
        what = _listed(self.functions) or "both sides"
        return f"curves of {what} over {text_of(self.over)} from {self.low} to {self.high}"


@dataclass(frozen=True, repr=False)
class Staircase(Displayed):
    """A distribution function with finitely many steps, and its generalised inverse.

    ``steps`` are the places of the jumps with their heights, ``level`` is a value at which the
    inverse is read off.
    """

    steps: tuple[tuple[Fraction, Fraction], ...]
    level: Fraction
    names: tuple[str, str]

    def __repr__(self) -> str:
        steps = ", ".join(f"{place}: {height}" for place, height in self.steps)
        return f"staircase of {{{steps}}} at the level {self.level}"


Picture = Cells | Curves | Staircase


def _listed(shown: tuple[Shown, ...]) -> str:
    """What is drawn, by the names that it has there."""
    return ", ".join(one.label or text_of(one.term) for one in shown)


def _at(point: Point) -> str:
    """The values of a point, in brackets of their own."""
    values = ", ".join(f"{name} = {value}" for name, value in point.values)
    return f" at {values}" if values else ""


def cells(*matrices: Any, at: Mapping[Any, Any], blocks: Any = ()) -> Cells:
    """Matrices side by side, each entry a cell: with its value up to 8 x 8, else as a pattern.

    Args:
        matrices: matrices, or mappings from what they are called to matrices.
        at: the sizes, and values for variables; entries in which a variable is left show it.
        blocks: after how many rows and columns a line is drawn, ``(m, n)``, or one pair for each.

    >>> from symderive.language.constructions import eye
    >>> from symderive.language.domains import size
    >>> n = size("n")
    >>> cells({"I": eye(n)}, at={n: 3}).at.values
    (('n', Fraction(3, 1)),)

    Raises:
        IllFormed: for what is no matrix, and for values that are no numbers.
    """
    shown = _shown(matrices)
    if not 0 < len(shown) <= MOST_PANELS:
        raise IllFormed(f"a picture shows one to {MOST_PANELS} matrices, not {len(shown)}")
    for matrix in shown:
        if not 1 <= rank_of(matrix.term) <= 2:
            raise IllFormed("cells(...) draws vectors and matrices; of a tensor fix an index first")
    pairs = [blocks] if blocks and not isinstance(blocks[0], tuple) else list(blocks)
    read_pairs = tuple((read(rows), read(columns)) for rows, columns in pairs)
    if len(read_pairs) > 1 and len(read_pairs) != len(shown):
        raise IllFormed("blocks= is one pair (rows, columns), or one for each matrix")
    return Cells(shown, _point(at), read_pairs)


def curves(over: Any, between: Any, *functions: Any, band: Any = (), at: Any = ()) -> Curves:
    """Functions of one variable as curves; without functions both sides of a refuted claim.

    Args:
        over: the variable, a real number or an entry.
        between: the ends of its range, ``(0, 4)``.
        functions: scalars, vectors (a curve for each entry), or mappings from names to them.
        band: two functions between which it is shaded, ``{"lower": f, "upper": g}``.
        at: sizes and values for the other variables; several of them make panels side by side.
            Without functions these are taken from the counterexample.

    >>> from symderive.language.domains import real
    >>> t = real("t")
    >>> curves(t, (0, 1), t**2).functions[0].term == (t**2).term
    True

    Raises:
        IllFormed: for a variable that is not real, an empty range, or a band that is no pair.
    """
    variable = read(over)
    place = variable.tensor if isinstance(variable, Entry) else variable
    if not isinstance(place, (Symbol, TensorSymbol)) or _is_integer(variable) or rank_of(variable):
        raise IllFormed("curves(...) are drawn over a real variable or an entry x[1]")
    low, high = (_number(end) for end in between)
    if low >= high:
        raise IllFormed(f"from {low} to {high} there is nothing to draw; write (0, 4)")
    edges = _shown(band if isinstance(band, (tuple, list)) else (band,))
    if len(edges) not in (0, 2):
        raise IllFormed("band= takes its lower and its upper edge")
    points = [at] if isinstance(at, Mapping) else list(at)
    if len(points) > MOST_PANELS:
        raise IllFormed(f"a picture has at most {MOST_PANELS} panels, not {len(points)}")
    return Curves(variable, low, high, _shown(functions), edges, tuple(map(_point, points)))


def staircase(
    steps: Mapping[Any, Any], level: Any, names: tuple[str, str] = ("F", "G")
) -> Staircase:
    """The distribution function of finitely many values, and its generalised inverse at a level.

    >>> staircase({1: 0.25, 2: 0.75}, 0.5).steps
    ((Fraction(1, 1), Fraction(1, 4)), (Fraction(2, 1), Fraction(3, 4)))

    Raises:
        IllFormed: where the heights are not positive or do not sum to 1, or the level is not
            between 0 and 1.
    """
    found = tuple(sorted((_number(place), _number(height)) for place, height in steps.items()))
    if any(height <= 0 for _, height in found) or sum(height for _, height in found) != 1:
        raise IllFormed("the heights of the steps are positive and sum to 1: {1: 0.25, 2: 0.75}")
    at = _number(level)
    if not 0 < at < 1:
        raise IllFormed(f"the inverse is read off at a level between 0 and 1, not {at}")
    return Staircase(found, at, names)


def check_picture(picture: Any, names: Iterable[str]) -> None:
    """Refuse a picture that is no function of the claim's own variables."""
    if picture is None:
        return
    if not inspect.isfunction(picture):
        raise IllFormed(
            "picture= takes a function of the claim's variables: "
            "picture=lambda x: cells(jacobian(f(x), x), at={n: 3})"
        )
    known = set(names)
    for name in inspect.signature(picture).parameters:
        if name not in known:
            there = ", ".join(sorted(known)) or "none"
            raise IllFormed(f"the picture takes {name}, which is no parameter: there are {there}")


def described(picture: Callable[..., Any], named: Mapping[str, Any]) -> Picture:
    """What a claim's picture shows: its function called with the variables that it names.

    Raises:
        IllFormed: where it returns something else.
    """
    check_picture(picture, named)
    with sympy.evaluate(False):
        found = picture(**{name: named[name] for name in inspect.signature(picture).parameters})
    if not isinstance(found, (Cells, Curves, Staircase)):
        raise IllFormed("a picture is made with cells(...), curves(...) or staircase(...)")
    return found


def _shown(things: Iterable[Any]) -> tuple[Shown, ...]:
    found: list[Shown] = []
    for thing in things:
        if isinstance(thing, Mapping):
            found += [Shown(read(value), label) for label, value in thing.items()]
        else:
            found.append(Shown(read(thing)))
    return tuple(found)


def _point(given: Mapping[Any, Any]) -> Point:
    """The values by name; those of a tensor entry by entry."""
    values: list[tuple[str, Fraction]] = []
    shown: list[tuple[str, Values]] = []
    for variable, written in given.items():
        term = read(variable)
        if not isinstance(term, (Symbol, TensorSymbol)):
            raise IllFormed("at= gives values to variables: at={n: 3, x: (2, 1, 0)}")
        value = _values(written)
        shown.append((term.name, value))
        values += _entries(term, value, written)
    return Point(tuple(values), tuple(shown))


def _entries(variable: Symbol | TensorSymbol, value: Values, written: Any) -> list[Any]:
    if isinstance(variable, Symbol):
        if isinstance(value, tuple) or (_is_integer(variable) and value.denominator != 1):
            kind = "an integer" if _is_integer(variable) else "a number"
            raise IllFormed(f"the value of {variable.name} is {kind}, not {written!r}")
        return [(variable.name, value)]
    found: list[tuple[str, Fraction]] = []

    def walk(part: Values, place: tuple[int, ...]) -> None:
        if isinstance(part, tuple):
            for index, inner in enumerate(part, 1):
                walk(inner, (*place, index))
        elif len(place) == rank_of(variable):
            found.append((f"{variable.name}[{','.join(map(str, place))}]", part))
        else:
            raise IllFormed(
                f"{variable.name} has {rank_of(variable)} indices; write ((1, 2), (3, 4)) for two"
            )

    walk(value, ())
    return found


def _values(written: Any) -> Values:
    if isinstance(written, (tuple, list)):
        return tuple(_values(part) for part in written)
    return _number(written)


def _number(written: Any) -> Fraction:
    """The number, exactly; of a float the shortest decimal that it is written as."""
    if isinstance(written, (float, str)):
        try:
            return Fraction(str(written))
        except ValueError as error:
            raise IllFormed(f"{written!r} is no finite number") from error
    term = read(written)
    if isinstance(term, Number):
        return term.value
    value = explicit_scalar(term, {}) if rank_of(term) == 0 else None
    if isinstance(value, sympy.Rational):
        return Fraction(int(value.p), int(value.q))
    raise IllFormed(f"a picture needs a rational number, not {written!r}")


def _is_integer(term: Term) -> bool:
    return isinstance(term, Symbol) and term.is_integer
