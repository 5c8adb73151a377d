"""Every true identity of the set is proved, every false one refuted inside its domain."""

import pytest
from sympy import Basic, Symbol, true

from symderive import prove
from symderive.results import Verdict
from tests.identities import BY_NAME, FALSE, IDENTITIES, TRUE, UNDEFINED, Identity


def named(identities: tuple[Identity, ...]) -> pytest.MarkDecorator:
    """One test per identity, called by its name."""
    return pytest.mark.parametrize("identity", identities, ids=[each.name for each in identities])


def decide(identity: Identity) -> Verdict:
    """What prove says about it."""
    return prove(identity.lhs, identity.rhs, given=list(identity.given))


def at_witness(condition: Basic, verdict: Verdict) -> Basic:
    """A condition on integers at the sizes and indices of the witness."""
    assert verdict.witness is not None
    numbers = {**verdict.witness.sizes, **verdict.witness.indices}
    return condition.subs({Symbol(name, integer=True): value for name, value in numbers.items()})


@named(TRUE)
def test_true_identity_is_proved(identity: Identity) -> None:
    verdict = decide(identity)
    assert verdict.status == "proved", verdict
    assert verdict.steps, "a proof without a step"


@named(FALSE)
def test_false_identity_is_refuted_inside_its_domain(identity: Identity) -> None:
    verdict = decide(identity)
    assert verdict.status == "refuted", verdict
    assert verdict.witness is not None
    assert verdict.witness.undefined or verdict.witness.left != verdict.witness.right
    for condition in identity.sizes:
        assert at_witness(condition, verdict) == true, f"{verdict} violates {condition}"


@named(UNDEFINED)
def test_identity_without_its_condition_is_undefined_and_repaired(identity: Identity) -> None:
    verdict = decide(identity)
    assert verdict.status == "refuted", verdict
    assert verdict.witness is not None
    assert verdict.witness.undefined, verdict
    assert [repaired.status for _, repaired in verdict.repaired] == ["proved"], verdict.repaired


def test_the_set_is_complete() -> None:
    assert (len(TRUE), len(FALSE), len(UNDEFINED)) == (50, 32, 3)
    assert len(BY_NAME) == len(IDENTITIES)
    assert all(("!" in identity.name) != identity.truth for identity in IDENTITIES)
