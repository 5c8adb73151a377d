"""Mistakes that someone new makes: the answer names the claim, its place, and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from symderive import reports, runner

HEAD = (
    '"""Mistakes."""\nfrom symderive import *\n\nm, n = size("m"), size("n")\n'
    'outside = index("outside", n)\n\n\n'
)

# The parameters of a claim, what it returns, its status, and what the answer must say.
MISTAKES = {
    "index one too far": (
        "x=vector(n)",
        "eq(total(lambda i: x[i + 1] - x[i], 1, n), x[n] - x[1])",
        "refuted",
        ["sum(i=1..n, x[i + 1] - x[i]) = x[n] - x[1]", "at n = 1", "x[2] is outside 1..1"],
    ),
    "range one too short": (
        "x=vector(n)",
        "eq(total(lambda i: x[i], 1, n - 1), x.sum())",
        "refuted",
        ["sum(i=1..n - 1, x[i]) = sum(x)", "at n = 1", "left 0", "right 1"],
    ),
    "index of zero": (
        "x=vector(n)",
        "eq(x[0], x[1])",
        "ill-formed",
        ["index 1 of x is 0, outside 1..n", "indices run from 1", "padded(x)[0]"],
    ),
    "shapes that never agree": (
        "x=vector(n)",
        "eq(x + ones(n + 1), x)",
        "ill-formed",
        ["(n) and (n + 1)", "n = n + 1 never holds", "nothing but scalars broadcasts"],
    ),
    "shapes that seldom agree": (
        "A=matrix(m, n), x=vector(m)",
        "eq((A @ x)[1], A[1, 1] * x[1])",
        "refuted",
        ["(A @ x)[1]", "at m = 1, n = 2", "matmul"],
    ),
    "a unit vector that never is": (
        "x=vector(n)",
        "eq(unit(n + 1, n).T @ x, 0)",
        "ill-formed",
        ["unit(n + 1, n)", "n + 1 <= n never holds"],
    ),
    "wrong rank": (
        "A=matrix(m, n), x=vector(n)",
        "eq(A, x)",
        "ill-formed",
        ["left side has shape (m, n)", "right side (n)", "entries x[i]"],
    ),
    "one index for a matrix": (
        "A=matrix(m, n), x=vector(n)",
        "eq(A[1], x[1])",
        "ill-formed",
        ["A of shape (m, n) has 2 indices, and 1 given", "[i, :]"],
    ),
    "a float": ("x=vector(n)", "eq(0.5 * x[1], x[1])", "ill-formed", ["0.5", "num(a)/b"]),
    "half by Python": ("x=vector(n)", "eq(1/2 * x[1], x[1])", "ill-formed", ["Fraction(1, 2)"]),
    "a Python bool": (
        "i=index(n), j=index(n)",
        "eq(iverson(i == j), delta(i, j))",
        "ill-formed",
        ["Python bool", "eq(i, j)"],
    ),
    "a chained comparison": ("i=index(n)", "1 <= i <= n", "ill-formed", ["all_of(1 <= i, i <= n)"]),
    "an index from nowhere": (
        "x=vector(n)",
        "eq(x[i], x[1])",
        "ill-formed",
        ["i is bound nowhere", "i=index(n)"],
    ),
    "an index from nowhere under a sum": (
        "x=vector(n)",
        "eq(total(lambda k: x[i], 1, n), x[1])",
        "ill-formed",
        ["i is bound nowhere"],
    ),
    "an index of the file": (
        "x=vector(n)",
        "eq(x[outside], x[1])",
        "ill-formed",
        ["outside is bound nowhere", "outside=index(n)"],
    ),
    "an index bound twice": (
        "x=vector(n)",
        "eq(total(lambda k: total(lambda k: x[k], 1, n), 1, n), n * x.sum())",
        "ill-formed",
        ["bound variable k", "another name"],
    ),
    "a name of the range": (
        "x=vector(n), i=index(n)",
        "eq(total(lambda i: x[i], 1, i), x[i])",
        "ill-formed",
        ["i is free", "rename the parameter i"],
    ),
    "a name for two things": (
        "n=index(5), x=vector(n)",
        "eq(x[n], x[1])",
        "ill-formed",
        ["two different symbols are called n", "rename one"],
    ),
    "Python's sum": ("x=vector(n)", "eq(sum(x), x.sum())", "ill-formed", ["x.sum()", "total("]),
    "no second side": ("x=vector(n)", "x.sum()", "ill-formed", ["two sides", "eq(left, right)"]),
    "no description": ("x, i=index(n)", "eq(x[i], x[i])", "ill-formed", ["x=vector(n)"]),
    "nothing about it": (
        "x=vector(n), y=vector(n)",
        "eq(x, x + 0)",
        "ill-formed",
        ["y is not used"],
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_answer_to_a_mistake(
    mistake: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parameters, returned, status, parts = MISTAKES[mistake]
    monkeypatch.chdir(tmp_path)
    text = (
        f'{HEAD}@claim("M-1")\ndef tried({parameters}):\n    """Tried."""\n    return {returned}\n'
    )
    Path("tried.py").write_text(text, encoding="utf-8")
    (outcome,) = runner.run(["tried.py"]).outcomes
    assert outcome.status == status
    line = text.split("\n").index('@claim("M-1")') + 1
    shown = reports.failure(outcome)
    assert "in claim tried (tried.py:" in shown
    assert any(f"tried.py:{number})" in shown for number in range(line, line + 4))
    for part in parts:
        assert part in shown
