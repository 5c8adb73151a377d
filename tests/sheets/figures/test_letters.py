"""Labels without TeX."""

from __future__ import annotations

import pytest

from symderive.sheets.figures.letters import plain, runs_of


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        ("A", "A"),
        ("-0.15", "\u22120.15"),
        ("x - 1", "x \u2212 1"),
        ("w_{12}", "w_12"),
        ("x^{2}", "x^2"),
        (r"B^{\top}", "B\u22a4"),
        (r"\partial \operatorname{softmax}(x) / \partial x", "∂softmax(x)/∂x"),
        (r"\operatorname{conv-transpose}(x)", "conv-transpose(x)"),
        (r"\tfrac{a + b}{2}", "(a + b)/2"),
        (r"\frac{1}{4}", "1/4"),
        (r"\max d + \log n / \beta", "max d + log n/β"),
        (r"\left(x\right)", "(x)"),
        (r"\mathrm{left\ side}", "left side"),
        (r"a \le b", "a ≤ b"),
        (r"\unknown{x}", "unknownx"),
        (r"\approx 0", "≈ 0"),
        ("", ""),
    ],
)
def test_a_label_in_one_line(latex: str, shown: str) -> None:
    assert plain(latex) == shown


def test_variables_are_slanted_and_numbers_and_words_are_not() -> None:
    found = {run.text.strip(): run.slanted for run in runs_of(r"2 x + \log \beta + \mathrm{ab}_1")}
    assert found["x"] is True
    assert found["β"] is True
    assert found["1"] is False
    assert any("log" in text and not slanted for text, slanted in found.items())


def test_a_brace_that_is_never_closed_ends_with_the_label() -> None:
    assert plain("x_{1") == "x_1"
    assert plain("x_") == "x"
    assert plain(r"\mathrm") == ""
