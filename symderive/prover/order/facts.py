"""What is known of the order of the real numbers, and of functions by their properties.

All of it holds for the reals, so that what follows from it is true of them. Continuity is said
without distances: where f(x) < v, f stays below v up to some z beyond x.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from symderive.language.order import SMOOTH
from symderive.language.terms import Unknown
from symderive.prover.order.solver import Element, Formula, Logic

Function = Callable[[Element], Element]
MONOTONE = {"nondecreasing", "increasing", "nonincreasing", "decreasing"}
Facts = Iterator[tuple[str, Formula]]


def of_the_order(logic: Logic, numbers: Sequence[Element]) -> Facts:
    """That the order is total and transitive, and that of the numbers, which come from small on."""
    le, lt = logic.le, logic.lt
    yield "the order is total", logic.every(lambda x, y: logic.either(le(x, y), le(y, x)), 2)
    yield (
        "the order is transitive",
        logic.every(lambda x, y, z: logic.implies(logic.both(le(x, y), le(y, z)), le(x, z)), 3),
    )
    for place in range(1, len(numbers)):
        yield f"the order of the numbers {place}", lt(numbers[place - 1], numbers[place])


def of_the_line(logic: Logic) -> Facts:
    """That there are always further numbers, and others between."""
    lt = logic.lt
    yield "no number is the largest", logic.every(lambda x: logic.some(lambda y: lt(x, y)))
    yield "no number is the least", logic.every(lambda x: logic.some(lambda y: lt(y, x)))
    yield (
        "between two numbers lies another",
        logic.every(
            lambda x, y: logic.implies(
                lt(x, y), logic.some(lambda z: logic.both(lt(x, z), lt(z, y)))
            ),
            2,
        ),
    )


def of_function(logic: Logic, term: Unknown, f: Function, zero: Element, one: Element) -> Facts:
    """What the properties of an unknown function say in terms of order."""
    le, lt, properties = logic.le, logic.lt, set(term.properties)

    def monotone(relation: Callable[[Element, Element], Formula], rising: bool) -> Formula:
        def ordered(x: Element, y: Element) -> Formula:
            values = (f(x), f(y)) if rising else (f(y), f(x))
            return logic.implies(relation(x, y), relation(*values))

        return logic.every(ordered, 2)

    for rising, weak, strict in (
        (True, "nondecreasing", "increasing"),
        (False, "nonincreasing", "decreasing"),
    ):
        if {weak, strict} & properties:
            yield f"is non-{'de' if rising else 'in'}creasing", monotone(le, rising)
        if strict in properties:
            yield f"is strictly {strict}", monotone(lt, rising)
    if not MONOTONE & properties:
        yield "has one value at every number", _one_value(logic, f)
    yield from _continuity(logic, term, f)
    if "in_unit_interval" in properties:
        inside = logic.every(lambda x: logic.both(le(zero, f(x)), le(f(x), one)))
        yield "has values between 0 and 1", inside
    if "from_zero_to_one" in properties:
        yield "tends to 0 on the left", _limit(logic, f, False, zero)
        yield "tends to 1 on the right", _limit(logic, f, True, one)


def _one_value(logic: Logic, f: Function) -> Formula:
    le = logic.le

    def same(x: Element, y: Element) -> Formula:
        return logic.implies(logic.both(le(x, y), le(y, x)), le(f(x), f(y)))

    return logic.every(same, 2)


def _continuity(logic: Logic, term: Unknown, f: Function) -> Facts:
    lt = logic.lt
    # Of a convex function nothing is known where it need not be convex.
    named = set(term.properties)
    smooth = named == {SMOOTH} | (named & MONOTONE) or not named
    both = smooth or "continuous" in named
    for right, word in ((True, "right"), (False, "left")):
        if not both and f"{word}_continuous" not in term.properties:
            continue

        def below(x: Element, v: Element, right: bool = right) -> Formula:
            near = _near(logic, x, right, lambda y: lt(f(y), v))
            return logic.implies(lt(f(x), v), near)

        def above(x: Element, v: Element, right: bool = right) -> Formula:
            near = _near(logic, x, right, lambda y: lt(v, f(y)))
            return logic.implies(lt(v, f(x)), near)

        yield f"is {word}-continuous, where it is below a number", logic.every(below, 2)
        yield f"is {word}-continuous, where it is above a number", logic.every(above, 2)


def _near(logic: Logic, x: Element, right: bool, close: Function) -> Formula:
    """There is a z beyond x such that all y from x to z are as they should be, z left out."""
    le, lt = logic.le, logic.lt

    def stretch(z: Element) -> Formula:
        def inside(y: Element) -> Formula:
            ends = (le(x, y), lt(y, z)) if right else (le(y, x), lt(z, y))
            return logic.implies(logic.both(*ends), close(y))

        return logic.both(lt(x, z) if right else lt(z, x), logic.every(inside))

    return logic.some(stretch)


def _limit(logic: Logic, f: Function, right: bool, limit: Element) -> Formula:
    """Beyond some z all values are on the same side of v as the limit is, for every other v."""
    le, lt = logic.le, logic.lt

    def finally_(close: Function) -> Formula:
        def past(z: Element) -> Formula:
            return logic.every(
                lambda x: logic.implies(le(z, x) if right else le(x, z), close(f(x)))
            )

        return logic.some(past)

    def approached(v: Element) -> Formula:
        return logic.both(
            logic.implies(lt(limit, v), finally_(lambda y: lt(y, v))),
            logic.implies(lt(v, limit), finally_(lambda y: lt(v, y))),
        )

    return logic.every(approached)
