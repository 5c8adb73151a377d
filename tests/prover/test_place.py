"""Where a term stands: binders, assumptions and alternatives."""

from symderive.prover.context import ContextTable
from symderive.prover.integers import FREE, SUMMED, form_of, variable
from symderive.prover.place import MAX_ALTERNATIVES, Binder, Place
from symderive.prover.presburger import AT_LEAST, EQUAL

N, K, T = variable(FREE, 1), variable(SUMMED, 1), variable(SUMMED, 2)
n, k, t = map(form_of, (N, K, T))


def place() -> Place:
    return Place((), ContextTable().context(frozenset([(AT_LEAST, n.shifted(-1))])))


def test_bound_variables_count_from_the_innermost() -> None:
    inner = place().under(k, Binder(frozenset([K]), ())).under(t, Binder(frozenset([T]), ()))
    assert inner.bound(0) == t
    assert inner.bound(1) == k


def test_a_range_holds_under_its_binder_only() -> None:
    outside = place()
    inside = outside.under(k, Binder(frozenset([K]), ((AT_LEAST, k - n),)))
    assert inside.entails(k.shifted(-1))
    assert not outside.entails(k.shifted(-1))


def test_one_of_the_alternatives_holds() -> None:
    two = place().with_alternatives((((EQUAL, k.shifted(-1)),), ((EQUAL, k.shifted(1)),)))
    assert two.excludes_zero(k)
    assert not two.entails(k)
    assert two.entails_zero(n - n)
    assert len(two.contexts()) == 2


def test_a_single_alternative_is_an_assumption() -> None:
    one = place().with_alternatives((((AT_LEAST, k - n),),))
    assert one.alternatives == ()
    assert one.entails(k.shifted(-1))


def test_too_many_alternatives_are_forgotten() -> None:
    many = tuple(((EQUAL, k.shifted(-c)),) for c in range(1, MAX_ALTERNATIVES + 2))
    assert not place().with_alternatives(many).excludes_zero(k)
