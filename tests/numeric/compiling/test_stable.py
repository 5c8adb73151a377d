"""Stable forms: each equals the formula as written, proved for all sizes."""

from __future__ import annotations

import pytest

from symderive import (
    absolute,
    erf,
    exp,
    greater_of,
    log,
    prove,
    sigmoid,
)
from symderive.language.tensors import wrapped
from symderive.numeric.compiling.differences import DIFFERENCES
from symderive.numeric.compiling.logarithms import LOGARITHMS
from symderive.numeric.compiling.quotients import QUOTIENTS
from symderive.numeric.compiling.stable import NUMERIC_FUNCTIONS, stable
from tests.numeric.compiling.idioms import IDIOMS, Idiom, u, v
from tests.numeric.compiling.spelling import NUMERIC, has_infinity, spelled, with_any_tops

each_idiom = pytest.mark.parametrize("idiom", IDIOMS, ids=lambda idiom: idiom.name)


@each_idiom
def test_the_stable_form_equals_the_formula(idiom: Idiom) -> None:
    """Proved for all sizes from what the rewriting gave.

    A greatest exponent that counts something as -oo is any real number in the proof.
    """
    found = stable(idiom.naive.term)
    assert found != idiom.naive.term
    naive, form = (spelled(term, idiom.steps) for term in (idiom.naive.term, found))
    if has_infinity(form) or idiom.any_top:
        form = with_any_tops(form)
    verdict = prove(wrapped(naive), wrapped(form), list(idiom.given))
    assert verdict.status == "proved", str(verdict)


@each_idiom
def test_false_siblings_are_not_proved(idiom: Idiom) -> None:
    for false in idiom.false:
        assert not prove(idiom.naive, false, list(idiom.given)), str(false)


@each_idiom
def test_a_stable_form_is_not_changed_again(idiom: Idiom) -> None:
    found = stable(idiom.naive.term)
    assert stable(found) == found
    assert stable(idiom.naive.term) == found


@pytest.mark.parametrize(
    ("function", "formula"),
    [
        (sigmoid(u), 1 / (1 + exp(-u))),
        (log(1 + exp(u)), greater_of(u, 0) + log(1 + exp(-absolute(u)))),
        (log(exp(u) + exp(v)), greater_of(u, v) + log(1 + exp(-absolute(u - v)))),
        (1 - erf(u), 1 + erf(-u)),
    ],
    ids=["sigmoid", "softplus", "logaddexp", "erfc"],
)
def test_what_the_functions_of_numpy_compute(function: object, formula: object) -> None:
    """The formulas that the libraries evaluate, and those by which the proofs spell them out."""
    assert prove(function, formula).status == "proved"


def test_the_proofs_know_all_functions_that_the_language_does_not_have() -> None:
    assert set(NUMERIC) == set(NUMERIC_FUNCTIONS)


def test_every_idiom_is_used_by_a_proof() -> None:
    """An idiom without a formula that it rewrites would be an identity without a proof."""
    seen: set[str] = set()
    for function in (*LOGARITHMS, *QUOTIENTS):
        seen |= {function.__name__ for idiom in IDIOMS if _is_used(function, idiom)}
    assert seen == {function.__name__ for function in (*LOGARITHMS, *QUOTIENTS)}
    for name, rows in DIFFERENCES.items():
        for key in list(rows):
            assert any(_joins(name, key, idiom) for idiom in IDIOMS), (name, key)


def _is_used(function: object, idiom: Idiom) -> bool:
    """Whether the stable form of a formula is another one without that idiom."""
    with pytest.MonkeyPatch.context() as patch:
        for name, table in (
            ("stable.LOGARITHMS", LOGARITHMS),
            ("quotients.QUOTIENTS", QUOTIENTS),
        ):
            kept = tuple(other for other in table if other is not function)
            patch.setattr(f"symderive.numeric.compiling.{name}", kept)
        without = stable(idiom.naive.term)
    return without != stable(idiom.naive.term)


def _joins(name: str, key: tuple[int, int], idiom: Idiom) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(DIFFERENCES[name], key)
        without = stable(idiom.naive.term)
    return without != stable(idiom.naive.term)
