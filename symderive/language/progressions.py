"""Sums as sheets print them: first + second + ... + last.

The pattern is found by comparing the first two terms: wherever they differ, two whole numbers or
index expressions must stand that differ by a constant, the step. The last term says how often the
step is taken, and every further term that is written must fit. All places must agree on the number
of steps: where sizes make them differ the display has no value, so that a claim with a last index
that is off by one is refuted instead of guessed at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from itertools import permutations, product
from typing import Any

import sympy

from symderive.errors import IllFormed
from symderive.language.binders import fresh_variable
from symderive.language.binding import dangling, free_symbols, map_children
from symderive.language.checks import condition_text
from symderive.language.definitions import entry_of, rank_of, requirements
from symderive.language.displays import display, tidy
from symderive.language.formulas import minus, plus, times
from symderive.language.hooks import text_of
from symderive.language.reader import Reader, scalar_or_refuse
from symderive.language.scalars import Scalar, Written
from symderive.language.shapes import is_whole, polynomial_of, same_size, size_text
from symderive.language.terms import (
    ONE,
    Add,
    Ceiling,
    Floor,
    Function,
    Mod,
    Mul,
    Number,
    Pow,
    Term,
)

LEAST_BEFORE = 2
STANDARD_NAME = "k"
MOST_FACTORS = 4
OPERATIONS = ("sum", "product")


@dataclass(frozen=True)
class Slot:
    """A place where the terms differ: its value in the first term, and the step to the next."""

    start: Term
    step: Fraction


# The pattern, its places, and what the last term has there.
Reading = tuple[Term, dict[Term, Slot], tuple[Term, ...]]


def progression(*parts: Any, name: str = STANDARD_NAME, operation: str = "sum") -> Any:
    """The sum (or product) that a display with dots means.

    >>> from symderive import size, vector
    >>> n = size("n")
    >>> x = vector("x", n)
    >>> progression(x[1], x[2], ..., x[n])
    x[1] + x[2] + ... + x[n]

    Args:
        *parts: at least two terms, ``...``, and at least one term: ``x[1], x[2], ..., x[n]``.
        name: the name of the index of the sum.
        operation: ``"sum"`` or ``"product"``.

    Raises:
        IllFormed: where the terms form no progression; the message names both sides.
    """
    before, after = _split(parts)
    if operation not in OPERATIONS:
        raise IllFormed(f"operation={operation!r} is not read; write 'sum' or 'product'")
    reader = Reader()
    head = [_scalar(reader, part) for part in before]
    tail = [_scalar(reader, part) for part in after]
    is_written = any(isinstance(part, Written) for part in (*before, *after))
    pattern, slots, lasts = _found(head, tail, is_written)
    term = display(
        pattern,
        tuple(slots),
        tuple(slot.start for slot in slots.values()),
        lasts,
        tuple(slot.step for slot in slots.values()),
        operation,
        name,
        (len(head), len(tail)),
    )
    if is_written:
        return Scalar(term, reader.origins)
    _check_counts(term)
    return sympy.sympify(Scalar(entry_of(term, ()), reader.origins))


def _split(parts: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    dots = [place for place, part in enumerate(parts) if part is Ellipsis]
    if len(dots) != 1 or dots[0] < LEAST_BEFORE or dots[0] == len(parts) - 1:
        raise IllFormed(
            "a progression has two first terms, dots and a last term: write "
            "progression(x[1], x[2], ..., x[n])"
        )
    return parts[: dots[0]], parts[dots[0] + 1 :]


def _scalar(reader: Reader, part: Any) -> Term:
    term = scalar_or_refuse(reader.read(part), "in a progression")
    if rank_of(term):
        raise IllFormed(
            "a tensor stands in a progression; write its entries: x[1], x[2], ..., x[n]"
        )
    return term


def _found(head: list[Term], tail: list[Term], is_written: bool) -> Reading:
    """The pattern, its places and what the last term has there.

    SymPy sorts factors, so that x[n-1]*x[n] comes as x[n]*x[n-1]. An order in which all places
    need the same number of steps goes first. What was written as it stands is read in its own
    order; of what SymPy has sorted there must be one number of steps: from x[1]*x[n] to x[n]*x[1]
    it may be none.
    """
    even: list[tuple[Reading, Term]] = []
    uneven: list[Reading] = []
    refusals: list[IllFormed] = []
    for second, last in product(_orders(head[1]), _orders(tail[-1])):
        try:
            found, counts = _reading(head, second, tail, last)
        except IllFormed as error:
            refusals.append(error)
            continue
        if all(same_size(count, counts[0]) for count in counts):
            even.append((found, counts[0]))
        else:
            uneven.append(found)
    if even and not is_written and any(not same_size(c, even[0][1]) for _, c in even):
        raise IllFormed(
            f"the last term {text_of(tail[-1])} can be reached in different numbers of steps, "
            "because SymPy sorts factors; write total(lambda k: ..., 1, n)"
        )
    if even or uneven:
        return even[0][0] if even else uneven[0]
    raise refusals[0]


def _reading(
    head: list[Term], second: Term, tail: list[Term], last: Term
) -> tuple[Reading, list[Term]]:
    """What the terms mean, with the second and the last in these orders; the numbers of steps."""
    slots: dict[Term, Slot] = {}
    pattern = _pattern(head[0], second, slots)
    if not slots:
        raise IllFormed(
            f"the first two terms are both {text_of(head[0])}; a progression needs terms "
            "whose indices grow, write n*x for n equal terms"
        )
    lasts = _last_places(pattern, slots, last)
    for place, term in enumerate(head):
        _check(pattern, {m: _value(s, s.start, place) for m, s in slots.items()}, term)
    for place, term in enumerate(reversed(tail)):
        expected = {m: _value(s, lasts[m], -place) for m, s in slots.items()}
        _check(pattern, expected, term)
    counts = [_steps(slot, lasts[mark]) for mark, slot in slots.items()]
    return (pattern, slots, tuple(lasts[mark] for mark in slots)), counts


def _orders(term: Term) -> Iterator[Term]:
    """The term with its factors (or summands) in every order, as written first."""
    parts = _parts(term)
    if not 1 < len(parts) <= MOST_FACTORS:
        yield term
        return
    for order in permutations(parts):
        yield type(term)(order)  # type: ignore[call-arg]


def _pattern(first: Term, second: Term, slots: dict[Term, Slot]) -> Term:
    """The first term with a mark at every place where the second differs."""
    if first == second:
        return first
    step = _step(first, second)
    if step is not None:
        mark = fresh_variable(f"place {len(slots) + 1}")
        slots[mark] = Slot(first, step)
        return mark
    if isinstance(second, Pow) and second.base == first:
        return _paired(Pow(first, ONE), second, slots)
    if isinstance(first, Pow) and first.base == second:
        return _paired(first, Pow(second, ONE), slots)
    if not _alike(first, second):
        raise IllFormed(
            f"{text_of(first)} and {text_of(second)} are not two terms of a progression: "
            "they may differ in whole numbers and indices only; write total(lambda k: ..., 1, n)"
        )
    return _paired(first, second, slots)


def _step(first: Term, second: Term) -> Fraction | None:
    """By how much two whole-valued terms differ, where that is a number; None otherwise.

    1^2 and 2^2 differ by 3, but what moves is the base.
    """
    if not (_is_index(first) and _is_index(second) and _moves_linearly(first, second)):
        return None
    difference = polynomial_of(minus(second, first))
    if set(difference) - {()}:
        return None
    step = difference.get((), Fraction(0))
    return step if step.denominator == 1 and step != 0 else None


def _moves_linearly(first: Term, second: Term) -> bool:
    """Whether what differs stands in sums, in one factor of a product, or is a whole term."""
    if first == second:
        return True
    if not (isinstance(first, (Add, Mul)) and _alike(first, second)):
        curved = (Pow, Floor, Ceiling, Mod, Function)
        return not any(
            isinstance(term, curved) and not free_symbols(term) for term in (first, second)
        )
    pairs = zip(_parts(first), _parts(second), strict=True)
    moving = [(one, other) for one, other in pairs if one != other]
    if isinstance(first, Mul) and len(moving) > 1:
        return False
    return all(_moves_linearly(one, other) for one, other in moving)


def _parts(term: Term) -> tuple[Term, ...]:
    return term.terms if isinstance(term, Add) else term.factors if isinstance(term, Mul) else ()


def _is_index(term: Term) -> bool:
    return not dangling(term) and rank_of(term) == 0 and is_whole(term)


def _alike(first: Term, second: Term) -> bool:
    """Whether two terms are the same node over the same number of children."""
    return type(first) is type(second) and _plain(first) == _plain(second)


def _plain(term: Term) -> list[Any]:
    """What of a node is not a child: names, operations, and the numbers of children."""
    rows: list[Any] = []
    for part in fields(term):
        value = getattr(term, part.name)
        if isinstance(value, tuple) and any(isinstance(item, Term) for item in value):
            rows.append(len(value))
        elif not isinstance(value, Term) and part.compare:
            rows.append(value)
    return rows


def _paired(first: Term, second: Term, slots: dict[Term, Slot]) -> Term:
    """The node over the patterns of its children, taken in the same order from both."""
    partners: list[Term] = []

    def collect(child: Term, binds: int) -> Term:
        partners.append(child)
        return child

    map_children(second, collect)
    order = iter(partners)
    return map_children(first, lambda child, binds: _pattern(child, next(order), slots))


def _value(slot: Slot, start: Term, steps: int) -> Term:
    return plus(start, Number(steps * slot.step))


def _steps(slot: Slot, last: Term) -> Term:
    """How many steps lead from the first term to the last at one place."""
    return tidy(times(Number(1 / slot.step), minus(last, slot.start)))


def _last_places(pattern: Term, slots: dict[Term, Slot], last: Term) -> dict[Term, Term]:
    """What the last term has at every place, a whole number of steps from the first term.

    That all places need the same number of steps is a demand on the sizes, which is kept with the
    term.
    """
    found: dict[Term, Term] = {}
    _match(pattern, last, slots, found)
    for mark, value in found.items():
        steps = _steps(slots[mark], value)
        if not is_whole(steps):
            raise IllFormed(
                f"the last term {text_of(last)} does not belong to the progression: it would be "
                f"reached after {size_text(steps)} steps, which is not a whole number"
            )
    return found


def _check(pattern: Term, expected: dict[Term, Term], term: Term) -> None:
    """Refuse a written term that differs from the one that the pattern gives at its place."""
    refusal: IllFormed | None = None
    for written in _orders(term):
        found: dict[Term, Term] = {}
        try:
            _match(pattern, written, expected, found)
        except IllFormed as error:
            refusal = refusal or error
            continue
        wrong = [mark for mark, value in found.items() if not same_size(value, expected[mark])]
        if not wrong:
            return
        refusal = refusal or IllFormed(
            f"the term {text_of(term)} does not fit the progression: "
            f"{size_text(found[wrong[0]])} stands where "
            f"{size_text(tidy(expected[wrong[0]]))} is expected"
        )
    assert refusal is not None
    raise refusal


def _check_counts(term: Term) -> None:
    """Refuse a display among SymPy's own objects whose indices need different numbers of steps."""
    for condition in requirements(term):
        raise IllFormed(
            "the last term does not belong to the progression: one index reaches it after "
            f"{condition_text(condition).replace(' = ', ' steps, another after ')}"
        )


def _match(pattern: Term, term: Term, slots: Mapping[Term, Any], found: dict[Term, Term]) -> None:
    """Collect what stands at the marks of the pattern; everything else must be equal."""
    if pattern in slots:
        found[pattern] = term
        return
    if pattern == term:
        return
    if isinstance(pattern, Pow) and pattern.base == term:
        term = Pow(term, ONE)
    if not _alike(pattern, term):
        raise IllFormed(
            f"{text_of(term)} does not fit the progression: it differs from the first terms in "
            "more than whole numbers and indices"
        )
    partners: list[Term] = []

    def collect(child: Term, binds: int) -> Term:
        partners.append(child)
        return child

    map_children(term, collect)
    order = iter(partners)

    def visit(child: Term, binds: int) -> Term:
        _match(child, next(order), slots, found)
        return child

    map_children(pattern, visit)
