"""Sets of numbers, infima, quantifiers over the reals and events: what can be written."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    IllFormed,
    all_of,
    any_of,
    eq,
    exists,
    forall,
    function,
    ge,
    gt,
    index,
    infimum,
    le,
    lt,
    matrix,
    member,
    num,
    padded,
    probability,
    prove,
    real,
    same_set,
    size,
    subset,
    superset,
    supremum,
    uniform,
    vector,
)
from symderive.language.order import (
    ForallReal,
    Infimum,
    Member,
    Probability,
    SetRelation,
    is_about_order,
    meaning,
)
from symderive.language.reading import read
from symderive.language.serial import digest, from_json, to_json
from symderive.language.terms import (
    ONE,
    REAL,
    ZERO,
    Add,
    And,
    Bound,
    Compare,
    Domain,
    Forall,
    Not,
    Number,
    Or,
    Unknown,
)

F = function("F", nondecreasing=True, right_continuous=True)
t, u = real("t"), real("u")
BELOW = Compare("<=", Bound(0), t.term)


def test_a_quantifier_over_the_reals_binds_a_real_variable() -> None:
    assert forall(lambda x: le(x, t), real()).term == ForallReal(REAL, BELOW)
    assert exists(lambda x: le(x, t), real()).term == Not(ForallReal(REAL, Not(BELOW)))


def test_bounds_of_a_real_variable_are_its_domain() -> None:
    inside = Domain("real", (Compare("<=", Bound(0), t.term),))
    found = forall(lambda x: le(x, u), real(at_most=t)).term
    assert found == ForallReal(inside, Compare("<=", Bound(0), u.term))


def test_a_domain_may_depend_on_a_variable_bound_around_it() -> None:
    found = forall(lambda y: exists(lambda x: le(x, y), real(at_most=y)), real()).term
    assert isinstance(found, ForallReal)
    inner = found.body
    assert isinstance(inner, Not)
    assert isinstance(inner.condition, ForallReal)
    assert inner.condition.domain == Domain("real", (Compare("<=", Bound(0), Bound(1)),))


def test_integers_and_reals_are_bound_together() -> None:
    found = forall(lambda k, x: lt(k + 1, x), 3, real()).term
    assert isinstance(found, Forall)
    assert isinstance(found.body, ForallReal)
    assert found.body.body == Compare("<", Add((Bound(1), ONE)), Bound(0))


def test_sets_of_reals_are_functions_of_one_number() -> None:
    assert infimum(lambda x: le(x, t)).term == Infimum("inf", BELOW)
    assert supremum(lambda x: le(x, t)).term == Infimum("sup", BELOW)
    assert member(u, lambda x: le(x, t)).term == Member(u.term, BELOW)
    above = Compare("<=", t.term, Bound(0))
    pair = (lambda x: le(x, t)), (lambda x: le(t, x))
    assert same_set(*pair).term == SetRelation("=", BELOW, above)
    assert subset(*pair).term == SetRelation("subset", BELOW, above)
    assert superset(*pair).term == SetRelation("superset", BELOW, above)


def test_sets_of_indices_have_a_range() -> None:
    n = size("n")
    found = same_set(lambda k: gt(k, 1), lambda k: ge(k, 2), n).term
    assert isinstance(found, SetRelation)
    assert found.ends == (Number(num(1).term.value), n.term)


def test_what_sets_mean() -> None:
    left, right = Compare("<", Bound(0), t.term), BELOW
    within, contains = Or((Not(left), right)), Or((Not(right), left))
    assert meaning(SetRelation("subset", left, right)) == ForallReal(REAL, within)
    assert meaning(SetRelation("superset", left, right)) == ForallReal(REAL, contains)
    assert meaning(SetRelation("=", left, right)) == ForallReal(REAL, And((within, contains)))
    ends = (ZERO, size("n").term)
    assert meaning(SetRelation("subset", left, right, ends)) == Forall(*ends, within)
    assert meaning(Member(u.term, left)) == Compare("<", u.term, t.term)


def test_a_statement_without_sets_means_what_it_is() -> None:
    condition = forall(lambda x: le(x, infimum(lambda y: le(x, F(y)))), real()).term
    assert meaning(condition) is condition


def test_the_law_of_a_probability() -> None:
    found = probability(lambda U: le(U, t), uniform(0, u)).term
    assert found == Probability(ZERO, u.term, BELOW)
    assert found.name == "U"


@pytest.mark.parametrize(
    "condition",
    [
        forall(lambda x: le(x, t), real(0, 1)),
        same_set(lambda x: le(x, t), lambda x: lt(x, infimum(lambda y: le(u, F(y))))),
        le(probability(lambda U: member(U, lambda x: le(x, t)), uniform(0, 1)), t),
    ],
)
def test_the_nodes_survive_json(condition: Any) -> None:
    term = read(condition)
    again = from_json(to_json(term))
    assert again == term
    assert digest(again) == digest(term)


def test_a_distribution_function_has_four_properties() -> None:
    distribution = function("F", distribution=True)
    assert distribution(t).term == Unknown(
        "F",
        (t.term,),
        (0,),
        ("from_zero_to_one", "in_unit_interval", "nondecreasing", "right_continuous"),
    )


def test_what_is_about_order() -> None:
    smooth = function("g", nondecreasing=True, smooth=True)
    assert not is_about_order(read(le(smooth(t), u)))
    assert is_about_order(read(le(F(t), u)))
    assert is_about_order(read(le(infimum(lambda x: le(t, x)), u)))


n, x = size("n"), vector("x", size("n"))


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (lambda: infimum(le(t, u)), "given by a function"),
        (lambda: infimum(lambda x, y: le(y, x)), "a function of 1 indices"),
        (lambda: infimum(lambda x: x), "a number stands in a set"),
        (lambda: infimum(lambda t: le(t, real("t"))), "rename the parameter t"),
        (lambda: infimum(lambda y: le(y, infimum(lambda y: le(t, y)))), "inside another one"),
        (lambda: same_set(lambda x: le(x, t), lambda y: le(y, t)), "give them one name"),
        (lambda: same_set(lambda k: le(k, 1), lambda k: le(k, 2), t), "is real"),
        (lambda: probability(lambda U: le(U, t), 1), "uniform(0, 1)"),
        (lambda: uniform(1, 1), "no uniform variable between 1 and 1"),
        (lambda: forall(lambda x, y: le(y, x), real()), "2 ranges, and 1 are given"),
        (lambda: forall(lambda x: le(x, t), vector(n)), "over real() or the indices"),
        (lambda: forall(lambda t: le(t, 1), real(at_most=real("t"))), "called t; rename one"),
        (lambda: infimum(lambda k: le(x[k], t)), "k stands in"),
        (lambda: F.prime(t), "need not have derivatives"),
        (lambda: function("F", jumpy=True), "is no property"),
        (lambda: function(of=matrix(n, n), distribution=True), "function of a whole tensor"),
    ],
)
def test_what_has_no_meaning_is_refused(write: Any, words: str) -> None:
    with pytest.raises(IllFormed) as refusal:
        write()
    assert words in str(refusal.value)


def test_hypotheses_may_speak_of_all_numbers() -> None:
    i = index("i", 3)
    assert all_of(le(i, 3), forall(lambda y: le(F(y), t), real())).term.conditions


d, k = size("d"), size("k")
i, w = index("i", size("d") - size("k") + 1), vector("w", size("k"), nonzero=True)


def row(place: Any) -> Any:
    """A row of the matrix of a sliding window."""
    return padded(w)[place - i + 1]


@pytest.mark.parametrize(
    ("last", "status"), [(0, "proved"), (1, "refuted"), (-1, "refuted")], ids=str
)
def test_where_a_row_is_zero(last: int, status: str) -> None:
    outside = i + k - last if last else i + k
    claim = same_set(lambda m: eq(row(m), 0), lambda m: any_of(lt(m, i), ge(m, outside)), d)
    assert prove(claim, given=[le(k, d)]).status == status
