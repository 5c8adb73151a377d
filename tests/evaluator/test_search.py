"""Counterexamples: found, least, inside the hypotheses; true claims survive."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest

from symderive.errors import IllFormed
from symderive.evaluator import find_counterexample, screen
from symderive.evaluator.jets import KINK
from symderive.language.terms import (
    ONE,
    And,
    Array,
    Bound,
    Compare,
    Domain,
    Entry,
    Forall,
    Not,
    Or,
    Pow,
    Reduce,
    Statement,
    TensorSymbol,
    Term,
    Truth,
)
from symderive.results.witness import Witness
from tests.evaluator.building import (
    K,
    add,
    at,
    bracket,
    diff,
    eq,
    exp,
    function,
    index,
    integer,
    minus,
    mul,
    num,
    over,
    real,
    size,
    softmax,
    square,
    total,
    unknown,
    vector,
)

m, n, k = size("m"), size("n"), size("k")
i, j = index("i", n), index("j", n)
x, y, A = vector("x", n), vector("y", n), vector("A", n, n)
B, C = vector("B", n, n), vector("C", n, n)
s, t = real("s"), real("t")
free = TensorSymbol("z", 1, None)


def le(a: Term, b: Term) -> Compare:
    return Compare("<=", a, b)


def witness(claim: Term, *given: Term, seconds: float = 1.0) -> Witness:
    found = find_counterexample(Statement(claim, given), seconds=seconds)
    assert found.witness is not None
    assert found.satisfiable
    return found.witness


def trace(*factors: Term) -> Term:
    count = len(factors)
    places = [Bound(count - 1 - k) for k in range(count)]
    body: Term = mul(*[at(f, places[k], places[(k + 1) % count]) for k, f in enumerate(factors)])
    for _ in factors:
        body = total(body, n)
    return body


JACOBIAN = diff(softmax(x, i, n), at(x, j))
DELTA = bracket(eq(i, j))
CLASSES = mul(softmax(x, i, n), add(DELTA, minus(softmax(x, j, n))))

TRUE = {
    "softmax Jacobian": eq(JACOBIAN, CLASSES),
    "square of a sum": eq(
        square(total(at(x, K), n)), total(total(mul(at(x, Bound(1)), at(x, K)), n), n)
    ),
    "cyclic trace": eq(trace(A, B, C), trace(B, C, A)),
    "sum of integers": eq(total(K, n), mul(n, add(n, ONE), num("1/2"))),
    "hyperbolic tangent": eq(
        function("tanh", t), add(mul(num(2), function("sigmoid", mul(num(2), t))), num(-1))
    ),
    "chain rule": eq(
        diff(unknown("F", square(t)), t), mul(num(2), t, unknown("F", square(t), orders=(1,)))
    ),
    "arithmetic and geometric mean": Compare(">=", add(square(s), square(t)), mul(num(2), s, t)),
    "a bracket guards a pole": eq(
        mul(bracket(Compare("!=", t, num(0))), over(t, t)), bracket(Compare("!=", t, num(0)))
    ),
    "trace of a long power": eq(trace(*[A] * 8), trace(*[A] * 8)),
}


@pytest.mark.parametrize("name", TRUE)
def test_a_true_claim_survives(name: str) -> None:
    found = find_counterexample(Statement(TRUE[name]), seconds=0.3, points=800)
    assert found.witness is None
    assert found.tried > 3
    assert found.satisfiable


@pytest.mark.parametrize("name", TRUE)
def test_a_true_claim_survives_the_screen_quickly(name: str) -> None:
    started = time.thread_time()
    found = screen(Statement(TRUE[name]))
    assert found.witness is None
    assert found.tried > 3
    assert time.thread_time() - started < 0.5


@pytest.mark.parametrize(
    ("claim", "given", "expected"),
    [
        (eq(t, add(t, ONE)), [], "t = 0: left 0, right 1"),
        (eq(square(t), t), [], "t = -1: left 1, right -1"),
        (eq(mul(s, t), num(0)), [], "s = 1, t = 1: left 1, right 0"),
        (eq(t, num(0)), [Compare(">", t, num(5))], "t = 6: left 6, right 0"),
        (
            eq(square(total(at(x, K), n)), total(square(at(x, K)), n)),
            [],
            "n = 2, x = (1, 1): left 4, right 2",
        ),
        (eq(total(at(x, K), n), num(0)), [], "n = 1, x = (1): left 1, right 0"),
        (eq(at(x, i), at(x, j)), [], "n = 2, i = 1, j = 2, x = (0, 1): left 0, right 1"),
        (
            eq(JACOBIAN, mul(softmax(x, i, n), add(DELTA, softmax(x, j, n)))),
            [],
            "n = 1, i = 1, j = 1, x = (0): left 0, right 2",
        ),
        (eq(total(ONE, n), mul(n, square(add(n, num(-2))))), [], "n = 2: left 2, right 0"),
        (Compare("<", square(t), ONE), [], "t = 1: left 1, right 1"),
        (Compare("!=", t, s), [], "s = 0, t = 0: left 0, right 0"),
        (eq(function("Max", add(t, num(-1000)), num(0)), num(0)), [], "t = 1001: left 1, right 0"),
        (eq(exp(t), add(ONE, t)), [], "t = 1: left 2.7182818, right 2"),
    ],
)
def test_the_least_witness(claim: Term, given: list[Term], expected: str) -> None:
    assert str(witness(claim, *given)) == expected


def test_not_all_traces_are_equal() -> None:
    found = witness(eq(trace(A, B, C), trace(B, A, C)))
    assert found.sizes == {"n": 2}
    nonzero = [value for value in found.values.values() if value != "0"]
    assert len(nonzero) == 3
    assert {found.left, found.right} == {"0", "1"}


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (eq(over(t, t), ONE), "t = 0: the left side is undefined: division by zero"),
        (
            eq(ONE, over(total(at(x, K), n), total(at(x, K), n))),
            "n = 1, x = (0): the right side is undefined: division by zero",
        ),
        (
            eq(at(x, add(i, ONE)), at(x, add(i, ONE))),
            "n = 1, i = 1: the left side is undefined: x[2] is outside 1..1",
        ),
        (
            eq(total(ONE, over(n, num(2))), over(n, num(2))),
            "n = 1: the left side is undefined: the sum's upper bound 1/2 is not an integer",
        ),
        (
            eq(Reduce("max", num(2), n, at(x, K)), Reduce("max", num(2), n, at(x, K))),
            "n = 1: the left side is undefined: the maximum over the empty range 2..1",
        ),
        (
            eq(diff(function("Abs", t), t), function("sign", t)),
            f"t = 0: the left side is undefined: {KINK}",
        ),
        (
            eq(function("log", square(t)), mul(num(2), function("log", t))),
            "t = 0: the left side is undefined: the logarithm of 0",
        ),
    ],
)
def test_undefined_is_a_counterexample(claim: Term, words: str) -> None:
    assert str(witness(claim)) == words


def test_a_point_where_a_hypothesis_is_undefined_is_outside() -> None:
    found = find_counterexample(
        Statement(Compare("!=", t, num(0)), (Compare(">", over(ONE, square(t)), num(0)),)),
        seconds=0.2,
    )
    assert found.witness is None
    assert found.tried > 10


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (eq(over(t, t), ONE), [Compare("!=", t, num(0))]),
        (
            eq(over(total(at(x, K), n), total(at(x, K), n)), ONE),
            [Compare("!=", total(at(x, K), n), num(0))],
        ),
        (Compare(">", s, num(0)), [Compare(">", s, t), Compare(">", t, num(0))]),
        (eq(add(s, t), ONE), [eq(s, add(ONE, minus(t)))]),
        (
            eq(at(A, i, j), at(A, j, i)),
            [Forall(ONE, n, Forall(ONE, n, eq(at(A, Bound(1), K), at(A, K, Bound(1)))))],
        ),
        (eq(at(A, i, j), at(A, j, i)), [eq(A, Array((n, n), at(A, Bound(0), Bound(1))))]),
        (
            eq(Reduce("max", ONE, n, at(x, K)), at(x, i)),
            [Forall(ONE, n, Or((eq(K, i), Compare("<", at(x, K), at(x, i)))))],
        ),
        (le(n, num(2)), [Compare("<", square(n), num(9))]),
    ],
)
def test_the_search_stays_inside_the_hypotheses(claim: Term, given: list[Term]) -> None:
    found = find_counterexample(Statement(claim, tuple(given)), seconds=0.3, points=400)
    assert found.witness is None
    assert found.tried > 1
    without = find_counterexample(Statement(claim), seconds=1)
    assert without.witness is not None


def test_domains_of_reals_and_entries() -> None:
    positive = Domain("real", (Compare(">", K, num(0)),))
    w = vector("w", n, domain=positive)
    u = real("u", Compare(">=", K, num(0)), Compare("<=", K, ONE))
    far = real("v", Compare(">", K, num(1000)), Compare("<", K, num(1001)))
    claims = And(
        (Compare(">", total(at(w, K), n), num(0)), le(square(u), u), Compare(">", far, num(1000)))
    )
    found = find_counterexample(Statement(claims), seconds=0.3, points=300)
    assert found.witness is None
    assert found.tried > 100
    assert witness(Compare("<", square(u), u)).values == {"u": "0"}
    value = Fraction(witness(eq(far, num(0))).values["v"])
    assert 1000 < value < 1001


def test_weights_that_add_up_to_one() -> None:
    simplex = Domain("real", (Compare(">", K, num(0)),), ("simplex",))
    p = vector("p", n, domain=simplex)
    mean = total(at(p, K), n)
    assert find_counterexample(Statement(eq(mean, ONE)), seconds=0.2).witness is None
    found = witness(Compare(">=", total(square(at(p, K)), n), ONE))
    assert found.sizes == {"n": 2}
    assert found.values == {"p[1]": "1/2", "p[2]": "1/2"}


def test_shapes_that_differ() -> None:
    wide = vector("X", m, n)
    transposed = Array((n, m), at(wide, Bound(0), Bound(1)))
    found = witness(eq(wide, transposed))
    assert (found.sizes, found.left, found.right) == (
        {"m": 1, "n": 2},
        "shape (1, 2)",
        "shape (2, 1)",
    )


def test_tensors_that_differ_name_the_entry() -> None:
    named = Array((n, n), at(A, Bound(0), Bound(1)), names=("p", "q"))
    found = witness(eq(A, named))
    assert found.sizes == {"n": 2}
    assert found.indices == {"p": 1, "q": 2}


def test_compound_claims() -> None:
    always = Compare(">=", square(t), num(0))
    assert witness(And((always, eq(t, ONE)))).values == {"t": "0"}
    assert witness(Or((Compare("<", t, num(0)), eq(t, ONE)))).values == {"t": "0"}
    assert witness(Not(always)).values == {"t": "0"}
    assert witness(Truth(False)) == Witness()
    everywhere = Forall(ONE, n, Compare(">", at(x, K), num(-1)), name="q")
    found = witness(everywhere)
    assert (found.sizes, found.indices, found.values) == ({"n": 1}, {"q": 1}, {"x[1]": "-1"})


def test_unknown_functions_are_told() -> None:
    found = witness(eq(unknown("F", add(s, t)), add(unknown("F", s), unknown("F", t))))
    assert found.functions == {"F": "1"}
    lower, upper = (unknown("G", at_point, properties=("increasing",)) for at_point in (s, t))
    rising = Statement(le(lower, upper), (le(s, t),))
    assert find_counterexample(rising, seconds=0.2).witness is None


def test_hypotheses_without_a_model_are_reported() -> None:
    impossible = Statement(eq(n, n), (Compare(">=", n, num(2)), le(n, ONE)))
    found = find_counterexample(impossible)
    assert (found.satisfiable, found.exhausted, found.tried) == (False, True, 0)
    reals = Statement(eq(t, t), (Compare(">", t, ONE), Compare("<", t, num(0))))
    found = find_counterexample(reals)
    assert (found.satisfiable, found.witness) == (False, None)
    assert found.outside > 0


def test_a_finite_claim_is_exhausted() -> None:
    few = Statement(eq(total(ONE, n), n), (le(n, num(4)),))
    found = find_counterexample(few)
    assert (found.exhausted, found.tried, found.witness) == (True, 4, None)


def test_a_claim_that_fails_only_at_larger_sizes() -> None:
    vanishing = mul(*[add(n, num(-k)) for k in range(1, 4)], at(x, ONE))
    found = witness(eq(vanishing, num(0)))
    assert found.sizes == {"n": 4}
    assert found.values == {"x[1]": "1"}


def test_ten_nested_sums_end_in_time() -> None:
    body: Term = function("tanh", add(*[at(x, Bound(k)) for k in range(10)]))
    for _ in range(10):
        body = total(body, n)
    started = time.thread_time()
    found = find_counterexample(Statement(eq(body, body)), seconds=0.3)
    assert time.thread_time() - started < 2
    assert found.witness is None
    assert found.too_dear > 0
    assert found.tried > 0


def test_strided_convolution_gradient_with_swapped_indices() -> None:
    k1, k2, rows, columns, stride, dilation = (
        size(name) for name in ("k1", "k2", "M", "N", "s", "dl")
    )
    padding = integer("p")
    p, q = index("a", k1), index("b", k2)
    X, W, Y = (TensorSymbol(name, 2, None) for name in "XWY")

    def place(outer: Term, inner: Term) -> Term:
        return add(mul(stride, outer), mul(dilation, inner), minus(padding))

    inner = mul(at(W, Bound(1), K), at(X, place(Bound(3), Bound(1)), place(Bound(2), Bound(0))))
    value = total(total(mul(at(Y, Bound(1), K), total(total(inner, k2), k1)), columns), rows)

    def gradient(first: Term, second: Term) -> Term:
        entry = at(X, place(Bound(1), first), place(Bound(0), second))
        return total(total(mul(at(Y, Bound(1), K), entry), columns), rows)

    given = [Compare(">=", padding, num(0)), eq(k1, k2)]
    derivative = diff(value, at(W, p, q))
    good = Statement(eq(derivative, gradient(p, q)), tuple(given))
    assert find_counterexample(good, seconds=0.4).witness is None
    found = witness(eq(derivative, gradient(q, p)), *given, seconds=3)
    assert sum(found.sizes.values()) == 6
    assert found.sizes["k1"] == found.sizes["k2"] == 2


def test_a_far_constant_does_not_hang() -> None:
    guarded = total(mul(bracket(le(K, num(500))), at(x, K)), n)
    started = time.thread_time()
    found = find_counterexample(Statement(eq(total(at(x, K), n), guarded)), seconds=0.5)
    assert time.thread_time() - started < 3
    assert found.witness is None or found.witness.sizes["n"] > 500


def test_the_same_seed_gives_the_same_answer() -> None:
    claim = Statement(eq(trace(A, B), mul(trace(A), trace(B))))
    one, other = (find_counterexample(claim, seed=3).witness for _ in range(2))
    assert one == other
    assert one is not None


def test_what_has_no_meaning_is_ill_formed() -> None:
    with pytest.raises(IllFormed):
        find_counterexample(Statement(eq(Entry(add(x, A), (ONE,)), ONE)))


def test_difference_in_the_fortieth_digit() -> None:
    found = witness(eq(add(function("sigmoid", t), exp(num(-100))), function("sigmoid", t)))
    assert found.values == {"t": "0"}
    assert found.left != found.right


def test_powers() -> None:
    root = Pow(square(t), num("1/2"))
    assert witness(eq(root, t)).values == {"t": "-1"}
    assert find_counterexample(Statement(eq(root, function("Abs", t))), seconds=0.2).witness is None
