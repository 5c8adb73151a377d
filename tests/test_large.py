"""Larger identities: none decided wrongly, nearly all of what is true proved."""

import sys
from functools import cache

import pytest

from symderive import prove
from symderive.results import Verdict
from tests.large import IDENTITIES, Identity

TRUE = [identity for identity in IDENTITIES if identity.truth]
FALSE = [identity for identity in IDENTITIES if not identity.truth]
LEAST_SHARE_PROVED = 0.9


def named(identities: list[Identity]) -> pytest.MarkDecorator:
    """One test per identity, called by its name."""
    return pytest.mark.parametrize("identity", identities, ids=[each.name for each in identities])


@cache
def decide(place: int) -> Verdict:
    """What prove says about the identity at that place; asked once, also for the share."""
    identity = IDENTITIES[place]
    return prove(identity.lhs, identity.rhs, given=list(identity.given))


def verdict_on(identity: Identity) -> Verdict:
    """What prove says about it."""
    return decide(PLACES[identity.name])


PLACES = {identity.name: place for place, identity in enumerate(IDENTITIES)}


@named(FALSE)
def test_false_identity_is_refuted(identity: Identity) -> None:
    verdict = verdict_on(identity)
    assert verdict.status == "refuted", verdict
    assert verdict.witness is not None
    assert verdict.witness.undefined or verdict.witness.left != verdict.witness.right


@named(TRUE)
def test_true_identity_is_not_refuted(identity: Identity) -> None:
    verdict = verdict_on(identity)
    assert verdict.status != "refuted", verdict


def test_nearly_all_true_identities_are_proved() -> None:
    verdicts = {identity.name: verdict_on(identity) for identity in TRUE}
    left = {name: verdict for name, verdict in verdicts.items() if verdict.status != "proved"}
    lines = [f"{name}: {verdict.status}, {verdict.reason}" for name, verdict in left.items()]
    report = "\n".join([f"{len(left)} of {len(TRUE)} true identities are not proved:", *lines])
    sys.stdout.write(report + "\n")
    assert len(left) <= (1 - LEAST_SHARE_PROVED) * len(TRUE), report


def test_names_are_told_apart() -> None:
    assert len(PLACES) == len(IDENTITIES)


def test_both_kinds_are_there() -> None:
    assert len(TRUE) >= 200
    assert len(FALSE) >= 200
