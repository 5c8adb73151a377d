"""Claims on which SymPy 1.14 itself answers wrongly: ours are right, or Undecided.

Each test holds what SymPy says against what is true. Where SymPy no longer says it, the test says
so, and can go.
"""

import pytest
from sympy import (
    Basic,
    Eq,
    Expr,
    Integer,
    KroneckerDelta,
    MatrixSymbol,
    Mod,
    Mul,
    Piecewise,
    Pow,
    Rational,
    Sum,
    Trace,
    acos,
    diff,
    exp,
    log,
    sqrt,
    symbols,
)
from sympy import Symbol as RealSymbol

from symderive import iverson
from tests.traps.trap import NOT_PROVED, NOT_REFUTED, Trap, answer, i, j, judge, n, total, x, y

X = RealSymbol("X", real=True)
u, v = symbols("u v", real=True)
in_range = [n >= 1, j >= 1, j <= n]

TRIPWIRES = (
    Trap("a logarithm just above 0", log(1 + exp(Integer(-40))), 0, [], NOT_PROVED),
    Trap("a sum just above 20", 20 + log(1 + Rational(1, 10**10)), 20, [], NOT_PROVED),
    Trap("an angle that is not 0", acos(Rational(7823207, 7823209)), 0, [], NOT_PROVED),
    Trap(
        "the root of a square, positive",
        sqrt(exp(2 * X) - 2 + exp(-2 * X)),
        exp(X) - exp(-X),
        [X > 0],
        NOT_REFUTED,
    ),
    Trap(
        "the root of a square, negative",
        sqrt(exp(2 * X) - 2 + exp(-2 * X)),
        exp(X) - exp(-X),
        [X < 0],
        NOT_PROVED,
    ),
    Trap("a step is no constant", Piecewise((0, u < v), (1, True)), 0, [], {"refuted"}),
    Trap(
        "a delta of even numbers",
        total(KroneckerDelta(2 * i, j)),
        iverson(Eq(Mod(j, 2), 0)),
        [n >= 1, j >= 2, j <= 2 * n],
        NOT_REFUTED,
    ),
    Trap(
        "a delta of even numbers, all of them even",
        total(KroneckerDelta(2 * i, j)),
        1,
        [n >= 1, j >= 2, j <= 2 * n],
        {"refuted"},
    ),
    Trap(
        "a condition on the entry that a delta selects",
        -total(KroneckerDelta(i, j) * iverson(x[i] > 0)),
        -iverson(x[j] > 0),
        in_range,
        NOT_REFUTED,
    ),
    Trap(
        "the same condition on another entry",
        -total(KroneckerDelta(i, j) * iverson(x[i] > 0)),
        -iverson(x[i] > 0),
        [*in_range, i >= 1, i <= n],
        NOT_PROVED,
    ),
    Trap(
        "a bound between two integers",
        -Sum(i**2 * iverson(i >= Rational(174, 25)), (i, 0, 12)),
        -559,
        [],
        NOT_REFUTED,
    ),
    Trap(
        "a bound between two integers, rounded the wrong way",
        -Sum(i**2 * iverson(i >= Rational(174, 25)), (i, 0, 12)),
        -650,
        [],
        {"refuted"},
    ),
    Trap(
        "a telescope across its poles",
        Sum(1 / ((i - 2) * (i - 3)), (i, 0, n)),
        Mul(-1, Rational(1, 3) + 1 / (n - 2)),
        [n >= 4],
        {"refuted as undefined"},
    ),
    Trap("an empty range", Sum(x[i], (i, 4, 1)), 0, [], {"proved"}),
    Trap("an empty range, turned round", Sum(x[i], (i, 4, 1)), -x[2] - x[3], [], {"refuted"}),
    Trap(
        "a bound of 3/2",
        Sum(1, (i, 1, Rational(3, 2))),
        Rational(3, 2),
        [],
        NOT_PROVED,
    ),
    Trap(
        "a cube root of a cube",
        Pow(Pow(X, 3), Rational(1, 3), evaluate=False),
        abs(X),
        [],
        NOT_PROVED,
    ),
    Trap(
        "an index that a substitution would capture",
        total(x[i] * y[j]).xreplace({j: i}),
        total(x[i]) * y[i],
        [n >= 1],
        {"refuted"},
    ),
)


@judge(TRIPWIRES)
def test_tripwire(trap: Trap) -> None:
    assert answer(trap.lhs, trap.rhs, trap.given) in trap.allowed


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (Sum(KroneckerDelta(2 * i, j), (i, 1, 4)).doit().subs(j, 3), 1),
        (Sum(x[i], (i, 4, 1)).doit(), -x[2] - x[3]),
        (total(x[i] ** 2).diff(x[i]), total(2 * x[i])),
        (total(x[i] * y[j]).xreplace({j: i}), total(x[i] * y[i])),
        (Sum(1, (i, 1, Rational(3, 2))).doit(), Rational(3, 2)),
    ],
)
def test_sympy_still_says_so(wrong: Expr, said: Basic) -> None:
    assert wrong == said


def test_matrix_symbols_are_refused_since_sympy_differentiates_them_to_0() -> None:
    matrix, other = MatrixSymbol("A", 2, 2), MatrixSymbol("B", 2, 2)
    squares = Trace(matrix.T * matrix) + Trace(other.T * other)
    assert str(diff(squares, matrix)) == "0"
    assert answer(squares, squares, []) == "not read"
    assert answer(matrix[0, 0], matrix[0, 0], []) == "not read"
