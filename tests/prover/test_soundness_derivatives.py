"""False statements about derivatives, which the prover alone must not prove.

A derivative is undefined at a kink, even where hypotheses allow one side only.
"""

import pytest

from symderive.language.terms import Statement, Truth
from tests.prover.building import (
    absolute,
    apply,
    cases,
    compare,
    equal,
    integer,
    is_proved,
    partial,
    real,
    size,
    tensor,
    times,
    total,
    unknown,
    when,
)

n, m = size("n"), integer("m", 0)
i, j, a = integer("i", 1, n), integer("j", 1, n), integer("a")
x, y = real("x"), real("y")
above, below = real("p", ">="), tensor("L", relation="<=")
X, Y, H = tensor("X"), tensor("Y"), tensor("H", relation=">=")
positive_part = apply("Max", x, 0)

FALSE = {
    "an absolute value on a half line": equal(partial(absolute(above), above), 1),
    "an absolute value on a given half line": equal(
        partial(absolute(x), x), 1, compare(x, ">=", 0)
    ),
    "absolute values of entries on a half line": equal(
        partial(total(1, n, lambda k: absolute(H[k])), H[i]), 1
    ),
    "a rectifier": equal(partial(positive_part, x), when(x, ">", 0)),
    "a larger of two that may be equal": equal(
        partial(apply("Max", x, y), x), 1, compare(x, ">=", y)
    ),
    "a bracket at its step": equal(partial(when(x, ">", 0), x), 0),
    "a bracket at its step, of which one side is given": equal(
        partial(when(x, ">=", 0), x), 0, compare(x, ">=", 0)
    ),
    "a bracket whose step is hidden in another one": equal(
        partial(x * when(when(x, ">=", 0), ">", 0), x), 1, compare(when(x, ">=", 0), ">", 0)
    ),
    "two brackets that exclude one another on a half line": equal(
        partial(
            total(
                1,
                n,
                lambda k: times(
                    when(below[k], ">", 0), when(2 * below[k] + below[k] ** 3, ">", 0), Y[k]
                ),
            ),
            below[i],
        ),
        0,
    ),
    "cases that meet in a kink": equal(
        partial(cases((x, compare(x, ">", 0)), (0, Truth(True))), x), when(x, ">", 0)
    ),
    "a hypothesis used under a derivative": equal(
        partial(x * y, x), partial(x * x, x), compare(y, "=", x)
    ),
    "a value given to the variable of a derivative": equal(
        partial(unknown("f", x), x), 0, compare(x, "=", 0)
    ),
    "an entry outside the range of the sum": equal(partial(total(1, n, lambda k: X[k]), X[a]), 1),
    "a power at zero": equal(partial(x**m, x), m * x ** (m - 1)),
    "an unknown function of the variable twice": equal(
        partial(unknown("f", x, x), x), 2 * partial(unknown("f", x, y), x), compare(x, "=", y)
    ),
}
TRUE = {
    "an absolute value away from its kink": equal(
        partial(absolute(x), x), apply("sign", x), compare(x, "!=", 0)
    ),
    "a larger of two that differ": equal(partial(apply("Max", x, y), x), 1, compare(x, ">", y)),
    "the square of an absolute value": equal(partial(absolute(x) ** 2, x), 2 * x),
    "the variable bears the index of the sum around": equal(
        total(1, n, lambda k: partial(total(1, n, lambda t: X[k] * X[t]), X[k])),
        total(1, n, lambda k: total(1, n, lambda t: X[t]) + X[k]),
    ),
    "a power away from zero": equal(partial(x**n, x), n * x ** (n - 1)),
    "a hypothesis used after the derivative": equal(partial(x * y, x), x, compare(y, "=", x)),
}


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_a_false_statement_is_not_proved(statement: Statement) -> None:
    assert not is_proved(statement)


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_its_true_sibling_is(statement: Statement) -> None:
    assert is_proved(statement)
