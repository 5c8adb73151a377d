"""The proof files without a source: every proved line beside small mistakes in it.

A mistake counts once the evaluator has found that it makes the line false; three are looked for,
and the prover alone may prove none of them. A hypothesis that is left out is such a mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import pytest

from symderive import IllFormed
from symderive.claims.claim import Line
from symderive.evaluator.search import find_counterexample
from symderive.language.definiteness import Definite
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    Add,
    Compare,
    Mul,
    Or,
    Statement,
    Term,
    number,
)
from symderive.prover.prove import prove_statement
from tests.fuzz.mutate import MUTATIONS, WITHOUT_VALUE, keeps_rank
from tests.fuzz.places import changed_at, places
from tests.proofs.test_layers_and_losses import LINES

SIDES: dict[str, Callable[[Term], Term]] = {
    "twice the right side": lambda side: Mul((number(2), side)),
    "minus the right side": lambda side: Mul((MINUS_ONE, side)),
    "one more on the right side": lambda side: Add((side, ONE)),
    "one less on the right side": lambda side: Add((side, MINUS_ONE)),
    "one less than minus": lambda side: Add((Mul((MINUS_ONE, side)), MINUS_ONE)),
}
KINDS = [*SIDES, *(kind for kind in MUTATIONS if kind not in WITHOUT_VALUE)]
ENOUGH, ATTEMPTS, SECONDS = 3, 400, 0.2
PROVED = {name: line for name, line in LINES.items() if line.expect == "proved"}
# The evaluator meets too few matrices with these inverses; for numbers it is plain what is false.
INVERSES = [
    f"matrix_inverses-{name}-statement-1"
    for name in (
        "inverse_of_a_symmetric_matrix",
        "push_through",
        "ridge_regression_in_two_ways",
        "velocity_of_the_inverse",
    )
]


def siblings(name: str, statement: Statement) -> Iterator[Statement]:
    """The statement without a hypothesis, or with a small mistake; always the same ones."""
    chance = Random(name)
    for place in range(len(statement.given)):
        yield replace(statement, given=statement.given[:place] + statement.given[place + 1 :])
    nodes = list(places(statement.claim))
    seen = {statement.claim}
    for _ in range(ATTEMPTS):
        place, kind = chance.randrange(len(nodes)), chance.choice(KINDS)
        wrong = mistaken(nodes[place], kind, chance)
        if wrong is None:
            continue
        claim = changed_at(statement.claim, place, lambda _, wrong=wrong: wrong)
        if claim not in seen:
            seen.add(claim)
            yield Statement(claim, statement.given)
            if statement.given:
                # Invertible matrices are hard to find; without one of the equations they are not.
                dropped = chance.randrange(len(statement.given))
                yield Statement(claim, statement.given[:dropped] + statement.given[dropped + 1 :])


def mistaken(node: Term, kind: str, chance: Random) -> Term | None:
    """The node with a mistake of that kind; None where it cannot be made there."""
    if kind in SIDES and isinstance(node, Definite):
        return replace(node, matrix=SIDES[kind](node.matrix))
    if kind in SIDES:
        equation = isinstance(node, Compare) and node.relation == "="
        return replace(node, right=SIDES[kind](node.right)) if equation else None
    try:
        wrong = MUTATIONS[kind](node, chance)
        return wrong if wrong is not None and keeps_rank(node, wrong) else None
    except IllFormed:
        return None


def is_false(statement: Statement) -> bool:
    """Whether the evaluator has a counterexample."""
    try:
        return find_counterexample(statement, seconds=SECONDS).witness is not None
    except IllFormed:
        return False


@pytest.mark.parametrize("name", [name for name in PROVED if name not in INVERSES])
def test_three_mistakes_are_false_and_not_proved(name: str) -> None:
    line: Line = PROVED[name]
    assert line.statement is not None
    found = 0
    for sibling in siblings(name, line.statement):
        if is_false(sibling):
            assert not prove_statement(sibling, 1.0).proved, sibling.claim
            found += 1
        if found == ENOUGH:
            break
    assert found == ENOUGH


@pytest.mark.parametrize("kind", SIDES)
@pytest.mark.parametrize("name", INVERSES)
def test_a_wrong_right_side_is_not_proved(name: str, kind: str) -> None:
    statement = PROVED[name].statement
    assert statement is not None
    assert isinstance(statement.claim, Or)
    *premises, conclusion = statement.claim.conditions
    assert isinstance(conclusion, Compare)
    wrong = replace(conclusion, right=SIDES[kind](conclusion.right))
    assert not prove_statement(Statement(Or((*premises, wrong)), statement.given), 1.0).proved
