"""None of the corpus is decided wrongly, and nearly all of what is true is proved."""

import sys
from functools import cache

import pytest
from sympy import Basic, Symbol, true

from symderive import prove
from symderive.results import Verdict
from tests.corpus import IDENTITIES, Identity

TRUE = [identity for identity in IDENTITIES if identity.truth]
FALSE = [identity for identity in IDENTITIES if not identity.truth]
LEAST_SHARE_PROVED = 0.9


def named(identities: list[Identity]) -> pytest.MarkDecorator:
    """One test per identity, called by its name."""
    return pytest.mark.parametrize("identity", identities, ids=[each.name for each in identities])


@cache
def decide(identity: Identity) -> Verdict:
    """What prove says about it; asked once, also for the share."""
    return prove(identity.lhs, identity.rhs, given=list(identity.given))


def at_witness(condition: Basic, verdict: Verdict) -> Basic:
    """A condition at the sizes and indices of the witness."""
    assert verdict.witness is not None
    numbers = {**verdict.witness.sizes, **verdict.witness.indices}
    return condition.subs({Symbol(name, integer=True): value for name, value in numbers.items()})


def about_integers(condition: Basic) -> bool:
    """Whether sizes and indices alone decide the condition."""
    return all(symbol.is_integer for symbol in condition.free_symbols)


@named(FALSE)
def test_false_identity_is_refuted_inside_its_domain(identity: Identity) -> None:
    verdict = decide(identity)
    assert verdict.status == "refuted", verdict
    assert verdict.witness is not None
    assert verdict.witness.undefined or verdict.witness.left != verdict.witness.right
    for condition in filter(about_integers, identity.given):
        assert at_witness(condition, verdict) == true, f"{verdict} violates {condition}"


@named(TRUE)
def test_true_identity_is_not_refuted(identity: Identity) -> None:
    verdict = decide(identity)
    assert verdict.status != "refuted", verdict


def test_nearly_all_true_identities_are_proved() -> None:
    verdicts = {identity.name: decide(identity) for identity in TRUE}
    left = {name: v for name, v in verdicts.items() if v.status != "proved"}
    lines = [f"{name}: {verdict.status}, {verdict.reason}" for name, verdict in left.items()]
    report = "\n".join([f"{len(left)} of {len(TRUE)} true identities are not proved:", *lines])
    sys.stdout.write(report + "\n")
    assert len(left) <= (1 - LEAST_SHARE_PROVED) * len(TRUE), report


def test_names_are_told_apart() -> None:
    names = [identity.name for identity in IDENTITIES]
    assert len(set(names)) == len(names)


def test_sides_differ_as_written() -> None:
    assert not [each.name for each in IDENTITIES if each.lhs == each.rhs], (
        "SymPy alone decides these"
    )
