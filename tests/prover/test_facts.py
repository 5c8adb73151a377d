"""Entailment by arithmetic alone: from one constraint, or from the sum of two."""

import pytest

from symderive.prover.facts import Facts
from symderive.prover.integers import FREE, SUMMED, form_of, variable
from symderive.prover.presburger import AT_LEAST, EQUAL

n, i, k = form_of(variable(FREE, 1)), form_of(variable(FREE, 2)), form_of(variable(SUMMED, 1))
KNOWN = Facts(
    [
        (AT_LEAST, i.shifted(-1)),
        (AT_LEAST, n - i),
        (AT_LEAST, n - i.shifted(-2)),
        (EQUAL, k - n.scaled(2)),
    ]
)


@pytest.mark.parametrize(
    "form",
    [
        i.shifted(-1),
        i,
        n - i,
        n.shifted(-1),
        k - n.scaled(2),
        n.scaled(2) - k,
        k - n - i,
        n.scaled(2).shifted(5) - k,
    ],
)
def test_what_follows_is_seen(form) -> None:
    assert KNOWN.entail(form)


@pytest.mark.parametrize(
    "form",
    [i.shifted(-2), n - i.shifted(1), n.shifted(-2), i - n, k - n.scaled(2).shifted(1), -k, k - i],
)
def test_what_does_not_follow_from_two_is_not(form) -> None:
    assert not KNOWN.entail(form)


def test_a_form_with_a_new_variable_does_not_follow() -> None:
    other = form_of(variable(FREE, 9))
    assert not KNOWN.entail(other)
    assert not KNOWN.entail(n - i + other)


def test_the_variables_are_those_of_the_constraints() -> None:
    assert KNOWN.variables == {v for form in (n, i, k) for v in form.variables}
