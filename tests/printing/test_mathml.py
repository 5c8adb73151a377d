"""LaTeX as MathML."""

from __future__ import annotations

import pytest

from symderive.printing.mathml import mathml


def test_a_formula_in_a_line_and_on_its_own() -> None:
    assert mathml("x_{1}") == "<math><msub><mi>x</mi><mn>1</mn></msub></math>"
    assert mathml("x", display=True) == '<math display="block"><mi>x</mi></math>'


def test_what_html_reads_specially_is_escaped() -> None:
    assert "<mo>&lt;</mo>" in mathml("a < b")


def test_the_latex_goes_with_it_when_it_is_asked_for() -> None:
    assert "application/x-tex" in mathml("x^{2}", annotation=True)
    assert "application/x-tex" not in mathml("x^{2}")


@pytest.mark.parametrize("wrong", [r"\nosuchcommand", r"\frac{1}", "{x", r"\substack{a \\ b}"])
def test_what_has_no_mathml_is_an_error_in_one_plain_line(wrong: str) -> None:
    with pytest.raises(ValueError, match="no MathML for") as raised:
        mathml(wrong)
    assert "\x1b" not in str(raised.value)
