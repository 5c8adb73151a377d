"""Statements about a measure, for the measure that counts points."""

from __future__ import annotations

from symderive import (
    density,
    eq,
    everywhere,
    expectation,
    forall,
    gt,
    integral,
    iverson,
    real,
    simplex,
    size,
    total,
)
from symderive.language.binding import free_symbols
from symderive.language.points import on_points, speaks_of_a_measure
from symderive.language.reading import read_statement
from symderive.language.terms import Cases, Statement

p, positive = density("p"), density("p", positive=True)


def at_points(condition: object, *given: object) -> Statement:
    """The statement for the measure that counts points."""
    return on_points(read_statement(condition, None, given))


def test_integrals_are_sums_and_densities_are_probabilities() -> None:
    found = at_points(eq(integral(lambda x: x * p(x)), 1), everywhere(lambda x: gt(p(x), 0)))
    m = size("points")
    weights = simplex("p", m, closed=True)
    wanted = read_statement(
        eq(total(lambda k: k * weights[k], m), 1), None, [forall(lambda k: gt(weights[k], 0), m)]
    )
    assert found == wanted


def test_an_expectation_is_taken_where_the_density_is_positive() -> None:
    m = size("points")
    weights = simplex("p", m, closed=True)
    wanted = total(lambda k: k * weights[k] * iverson(gt(weights[k], 0)), m)
    assert at_points(eq(expectation(lambda z: z, p), 1)) == read_statement(eq(wanted, 1))


def test_a_positive_density_is_a_vector_of_positive_probabilities() -> None:
    m = size("points")
    weights = simplex("p", m)
    wanted = eq(total(lambda k: weights[k], m), 1)
    assert at_points(eq(integral(positive), 1)) == read_statement(wanted)


def test_between_the_points_a_density_has_a_value_too() -> None:
    found = at_points(eq(p(real("t")), 0)).claim.left  # type: ignore[attr-defined]
    assert isinstance(found, Cases)


def test_other_names_are_not_taken() -> None:
    found = at_points(eq(integral(p), size("points")))
    assert {"points", "points'"} <= {symbol.name for symbol in free_symbols(found)}


def test_a_statement_without_a_measure_stays() -> None:
    statement = read_statement(eq(real("t"), 0))
    assert not speaks_of_a_measure(statement)
    assert on_points(statement) is statement


def test_a_vector_of_the_same_name_is_another_one() -> None:
    found = at_points(eq(integral(p), simplex("p", size("n"))[1]))
    assert {"p", "p'"} <= {symbol.name for symbol in free_symbols(found)}
