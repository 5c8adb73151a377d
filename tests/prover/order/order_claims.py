"""Claims about order, true and false ones, which prover and evaluator have to tell apart."""

from __future__ import annotations

from typing import Any

from symderive import (
    all_of,
    any_of,
    eq,
    exists,
    forall,
    function,
    ge,
    gt,
    iff,
    implies,
    infimum,
    le,
    lt,
    member,
    negation,
    num,
    real,
    same_set,
    subset,
    superset,
    supremum,
)
from symderive.language.reading import read_statement
from symderive.language.terms import Statement

# Right-continuous, left-continuous, only monotone, nothing, strictly increasing.
R = function("R", nondecreasing=True, right_continuous=True)
L = function("L", nondecreasing=True, left_continuous=True)
M = function("M", nondecreasing=True, arbitrary=True)
A = function("A", arbitrary=True)
S = function("S", increasing=True, arbitrary=True)
C = function("C", right_continuous=True)
D = function("D", distribution=True)
N = function("N", nonincreasing=True, arbitrary=True)
r, s, t, u, v = (real(name) for name in "rstuv")
w = real("w", above=0, below=1)


def inverse(F: Any, level: Any) -> Any:
    """The generalised inverse."""
    return infimum(lambda x: le(level, F(x)))


def some_at_most(F: Any, bound: Any) -> Any:
    """There is a number up to t at which F is at least u; which numbers, the relation says."""
    return exists(lambda x: all_of(bound(x, t), le(u, F(x))), real())


def of(claim: Any, *given: Any) -> Statement:
    """A claim under hypotheses."""
    return read_statement(claim, given=list(given))


TRUE: dict[str, Statement] = {
    "equivalence": of(iff(le(inverse(R, u), t), le(u, R(t)))),
    "equivalence, turned round": of(iff(lt(R(t), u), lt(t, inverse(R, u)))),
    "from the function": of(implies(le(u, A(t)), le(inverse(A, u), t))),
    "a number up to t": of(implies(le(inverse(R, u), t), some_at_most(R, le))),
    "a number below t": of(implies(lt(inverse(A, u), t), some_at_most(A, lt))),
    "strictly, to the left": of(implies(lt(inverse(M, u), t), le(u, M(t)))),
    "left-continuous, by suprema": of(iff(le(t, supremum(lambda x: ge(u, L(x)))), ge(u, L(t)))),
    "by the supremum of smaller values": of(eq(inverse(M, u), supremum(lambda x: lt(M(x), u)))),
    "strict inverse is not smaller": of(le(inverse(A, u), infimum(lambda x: lt(u, A(x))))),
    "inverse does not decrease": of(le(inverse(A, u), inverse(A, v)), le(u, v)),
    "inverse is left-continuous": of(
        eq(
            inverse(M, u),
            supremum(lambda y: exists(lambda z: all_of(lt(z, u), le(y, inverse(M, z))), real())),
        )
    ),
    "function of the inverse": of(ge(D(inverse(D, w)), w)),
    "inverse of the function": of(le(inverse(A, A(t)), t)),
    "function of the inverse of the function": of(
        eq(D(inverse(D, D(t))), D(t)), lt(0, D(t)), lt(D(t), 1)
    ),
    "inverse is a number": of(exists(lambda y: eq(y, inverse(D, w)), real())),
    "composition with an increasing function": of(
        implies(le(u, R(S(t))), le(infimum(lambda x: le(u, R(S(x)))), t))
    ),
    "composition is monotone": of(le(R(M(s)), R(M(t))), le(s, t)),
    "up-closed": of(
        forall(lambda x, y: implies(all_of(le(x, y), le(u, M(x))), le(u, M(y))), real(), real())
    ),
    "infimum of a larger set": of(
        le(infimum(lambda x: any_of(le(t, x), le(u, A(x)))), infimum(lambda x: le(t, x)))
    ),
    "supremum of a larger set": of(ge(supremum(lambda x: any_of(le(x, t), le(u, A(x)))), t)),
    "intersection": of(
        same_set(lambda x: all_of(le(u, A(x)), le(v, A(x))), lambda x: le(v, A(x))), le(u, v)
    ),
    "subset": of(subset(lambda x: lt(u, A(x)), lambda x: le(u, A(x)))),
    "superset": of(superset(lambda x: le(u, M(x)), lambda x: le(t, x)), le(u, M(t))),
    "set is closed": of(
        same_set(lambda y: le(u, R(y)), lambda y: le(infimum(lambda x: le(u, R(x))), y))
    ),
    "half-line": of(eq(infimum(lambda x: le(t, x)), t)),
    "open half-line": of(eq(infimum(lambda x: lt(t, x)), t)),
    "interval": of(eq(supremum(lambda x: all_of(lt(s, x), lt(x, t))), t), lt(s, t)),
    "empty set": of(le(t, infimum(lambda x: lt(x, x)))),
    "no lower bound": of(le(infimum(lambda x: le(x, t)), s)),
    "numbers are ordered": of(le(M(0), M(num(1) / 2))),
    "dense": of(exists(lambda x: all_of(lt(s, x), lt(x, t)), real()), lt(s, t)),
    "no last number": of(exists(lambda x: lt(x, t), real())),
    "member": of(iff(member(t, lambda x: le(u, A(x))), le(u, A(t)))),
    "bounded quantifier": of(exists(lambda x: le(M(x), M(t)), real(at_most=t))),
    "falling": of(le(N(t), N(s)), le(s, t)),
    "strict": of(iff(lt(S(s), S(t)), lt(s, t))),
    "arithmetic of a free number": of(iff(le(inverse(R, 2 * u - 1), t), le(2 * u - 1, R(t)))),
}

FALSE: dict[str, Statement] = {
    "not right-continuous": of(iff(le(inverse(M, u), t), le(u, M(t)))),
    "not monotone": of(iff(le(inverse(C, u), t), le(u, C(t)))),
    "left-continuous in place of right": of(iff(le(inverse(L, u), t), le(u, L(t)))),
    "a number below t": of(implies(le(inverse(R, u), t), some_at_most(R, lt))),
    "strictly below": of(iff(lt(inverse(R, u), t), lt(u, R(t)))),
    "one strict": of(iff(lt(inverse(R, u), t), le(u, R(t)))),
    "other strict": of(iff(le(inverse(R, u), t), lt(u, R(t)))),
    "strict inverse": of(iff(le(infimum(lambda x: lt(u, R(x))), t), le(u, R(t)))),
    "turned round": of(iff(le(t, inverse(R, u)), le(u, R(t)))),
    "right-continuous, by suprema": of(iff(le(t, supremum(lambda x: ge(u, R(x)))), ge(u, R(t)))),
    "by the supremum of no larger values": of(eq(inverse(M, u), supremum(lambda x: le(M(x), u)))),
    "strict inverse is the same": of(eq(inverse(R, u), infimum(lambda x: lt(u, R(x))))),
    "inverse increases": of(lt(inverse(R, u), inverse(R, v)), lt(u, v)),
    "inverse is right-continuous": of(
        eq(
            inverse(R, u),
            infimum(lambda y: exists(lambda z: all_of(lt(u, z), le(inverse(R, z), y)), real())),
        )
    ),
    "function of the inverse, without right-continuity": of(
        ge(M(inverse(M, u)), u),
        exists(lambda x: le(u, M(x)), real()),
        exists(lambda x: lt(M(x), u), real()),
    ),
    "function of the inverse is that value": of(eq(D(inverse(D, w)), w)),
    "function of the inverse, for all numbers": of(ge(D(inverse(D, u)), u)),
    "inverse of the function is that number": of(eq(inverse(D, D(t)), t)),
    "inverse of the function is no less": of(ge(inverse(D, D(t)), t)),
    "inverse is a number": of(exists(lambda y: eq(y, inverse(D, u)), real())),
    "up-closed without monotone": of(
        forall(lambda x, y: implies(all_of(le(x, y), le(u, C(x))), le(u, C(y))), real(), real())
    ),
    "down-closed": of(
        forall(lambda x, y: implies(all_of(le(x, y), le(u, M(y))), le(u, M(x))), real(), real())
    ),
    "infimum of a larger set": of(
        ge(infimum(lambda x: any_of(le(t, x), le(u, M(x)))), infimum(lambda x: le(t, x)))
    ),
    "intersection with the smaller": of(
        same_set(lambda x: all_of(le(u, M(x)), le(v, M(x))), lambda x: le(u, M(x))), le(u, v)
    ),
    "subset": of(subset(lambda x: le(u, M(x)), lambda x: lt(u, M(x)))),
    "superset": of(superset(lambda x: le(t, x), lambda x: le(u, M(x))), le(u, M(t))),
    "equal sets": of(same_set(lambda x: le(D(t), D(x)), lambda x: le(t, x))),
    "set is open": of(
        same_set(lambda y: le(u, R(y)), lambda y: lt(infimum(lambda x: le(u, R(x))), y))
    ),
    "minimum of an open set": of(member(t, lambda x: lt(t, x))),
    "interval without length": of(eq(supremum(lambda x: all_of(lt(s, x), lt(x, t))), t), le(s, t)),
    "empty set": of(le(infimum(lambda x: lt(x, x)), t)),
    "supremum of the empty set": of(le(t, supremum(lambda x: lt(x, x)))),
    "no lower bound": of(le(t, infimum(lambda x: le(x, t)))),
    "discrete": of(negation(exists(lambda x: all_of(lt(s, x), lt(x, t)), real()))),
    "a last number": of(exists(lambda x: forall(lambda y: le(y, x), real()), real())),
    "wrong order of quantifiers": of(
        exists(lambda x: forall(lambda y: le(M(y), x), real()), real())
    ),
    "value for all": of(forall(lambda x: le(M(x), M(t)), real())),
    "falling": of(le(N(s), N(t)), le(s, t)),
    "strict where it is not": of(implies(lt(s, t), lt(M(s), M(t)))),
    "numbers": of(gt(M(0), M(1))),
}
