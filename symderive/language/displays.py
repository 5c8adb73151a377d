"""What a sum with dots means: first + second + ... + last as a named scalar.

Its arguments are a pattern with a place for each index that moves, and what stands at each place
in the first term and in the last; the parameters say how far a place moves from term to term. It
is kept in this form, so that it is printed with its dots as it was written, and so that a display
whose places need different numbers of steps is undefined where they differ.
"""

from __future__ import annotations

from fractions import Fraction

from symderive.language.binding import abstract, instantiate, shift
from symderive.language.definitions import Arguments, Definition, Parameters, Shape, define
from symderive.language.formulas import minus, plus, times
from symderive.language.shapes import polynomial_of, size_text
from symderive.language.terms import (
    ONE,
    Add,
    Apply,
    Array,
    Bound,
    Compare,
    Number,
    Reduce,
    Symbol,
    Term,
)

NAME = "progression"


def display(
    pattern: Term,
    places: tuple[Term, ...],
    starts: tuple[Term, ...],
    lasts: tuple[Term, ...],
    steps: tuple[Fraction, ...],
    operation: str,
    name: str,
    written: tuple[int, int],
) -> Term:
    """The sum or product with dots.

    Args:
        pattern: a term in which each of ``places`` is a free variable.
        places: the variables.
        starts: what stands at the places in the first term.
        lasts: what stands there in the last.
        steps: how far each moves from one term to the next, not 0.
        operation: "sum" or "product".
        name: the name of its index where it is written out.
        written: how many terms stand in front of the dots, and how many behind.
    """
    body = Array((ONE,) * len(places), abstract(pattern, places))
    kept = tuple((step.numerator, step.denominator) for step in steps)
    return Apply(NAME, (body, *starts, *lasts), (operation, name, kept, written))


def tidy(size: Term) -> Term:
    """A linear expression with its symbols collected and its number last; others as they are.

    >>> from symderive.language.terms import INTEGER, number
    >>> n = Symbol("n", INTEGER)
    >>> tidy(Add((ONE, n, n))) == Add((times(number(2), n), ONE))
    True
    """
    rows = polynomial_of(size)
    if any(len(monomial) > 1 or any(power != 1 for _, power in monomial) for monomial in rows):
        return size
    symbols = [(m[0][0], c) for m, c in rows.items() if m]
    if not all(isinstance(symbol, (Symbol, Bound)) for symbol, _ in symbols):
        return size
    symbols.sort(key=lambda row: (row[1] < 0, isinstance(row[0], Bound), size_text(row[0])))
    terms = [times(Number(coefficient), symbol) for symbol, coefficient in symbols]
    return plus(*terms, Number(rows.get((), Fraction(0))))


def moved(place: Term, distance: Fraction) -> Term:
    """What stands at a place some steps further, with its parts in the order written.

    >>> from symderive.language.terms import INTEGER, number
    >>> k = Symbol("k", INTEGER)
    >>> moved(minus(number(2), k), Fraction(1)) == minus(number(3), k)
    True
    """
    parts = list(place.terms) if isinstance(place, Add) else [place]
    for position, part in enumerate(parts):
        if isinstance(part, Number):
            value = part.value + distance
            parts[position : position + 1] = [Number(value)] if value or len(parts) == 1 else []
            break
    else:
        parts.append(Number(distance))
    return parts[0] if len(parts) == 1 else Add(tuple(parts))


def written_terms(term: Apply) -> tuple[list[Term], list[Term]]:
    """The terms that stand in front of the dots, and those that stand behind."""
    pattern, starts, lasts, steps = _parts(term.arguments, term.parameters)
    heads, tails = term.parameters[3]

    def at(places: tuple[Term, ...], count: int) -> Term:
        found = [
            moved(place, count * step) if count else place
            for place, step in zip(places, steps, strict=True)
        ]
        return instantiate(pattern.body, tuple(found))

    first = [at(starts, count) for count in range(heads)]
    return first, [at(lasts, -count) for count in reversed(range(tails))]


def _parts(
    arguments: Arguments, parameters: Parameters
) -> tuple[Array, Arguments, Arguments, tuple[Fraction, ...]]:
    """The pattern, the first and last places, and the steps."""
    pattern = arguments[0]
    assert isinstance(pattern, Array)
    half = (len(arguments) - 1) // 2
    steps = tuple(Fraction(*step) for step in parameters[2])
    return pattern, arguments[1 : 1 + half], arguments[1 + half :], steps


def _counts(arguments: Arguments, parameters: Parameters) -> list[Term]:
    """For each place, how many steps lead from its first value to its last."""
    _, starts, lasts, steps = _parts(arguments, parameters)
    return [
        tidy(times(Number(1 / step), minus(last, start)))
        for start, last, step in zip(starts, lasts, steps, strict=True)
    ]


def _scalar(arguments: Arguments, parameters: Parameters) -> Shape:
    return ()


def _value(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """sum_{k=1}^{c+1} f(a_1 + s_1(k-1), ..), c the number of steps from a_1 to the last term."""
    pattern, starts, _, steps = _parts(arguments, parameters)
    count = min(_counts(arguments, parameters), key=lambda size: len(size_text(size)))
    places = tuple(
        tidy(plus(shift(start, 1), times(Number(step), minus(Bound(0), ONE))))
        for start, step in zip(starts, steps, strict=True)
    )
    inside = shift(pattern, 1)
    assert isinstance(inside, Array)
    body = instantiate(inside.body, places)
    operation, name = parameters[:2]
    return Reduce(operation, ONE, tidy(plus(count, ONE)), body, name)


def _requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    first, *rest = _counts(arguments, parameters)
    return tuple(Compare("=", first, count) for count in dict.fromkeys(rest) if count != first)


define(
    Definition(
        NAME,
        _scalar,
        _value,
        _requires,
        unmet="the steps behind the dots are {left} in one index and {right} in another",
    )
)
