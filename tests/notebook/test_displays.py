"""Every public object shows itself: as text, as the printer's LaTeX, as HTML without scripts."""

from __future__ import annotations

import pickle
from html.parser import HTMLParser
from typing import Any

import pytest

import symderive
from symderive import (
    Evidence,
    Step,
    Verdict,
    calc,
    cases,
    cells,
    claim,
    compile_numpy,
    convex,
    correlate,
    curves,
    define,
    density,
    diff,
    eq,
    erratum,
    exp,
    explain,
    forall,
    function,
    ge,
    has_shape,
    index,
    infimum,
    integral,
    jacobian,
    le,
    limit,
    logsumexp,
    lt,
    matrix,
    num,
    oo,
    padded,
    progression,
    prove,
    real,
    recursion,
    relu,
    size,
    size_family,
    softmax,
    softplus,
    staircase,
    tensor,
    tensor_family,
    uniform,
    vector,
)
from symderive.errors import SymderiveError
from symderive.language.limits import Infinity
from symderive.language.reading import read_statement
from symderive.printing import latex
from symderive.printing.statements import LATEX, declared, quantifiers

n, m, layers = size("n"), size("m"), size("L")
x, w, A = vector("x", n), vector("w", m), matrix("A", m, n)
i, j, t = index("i", n), index("j", n), real("t", above=0)
F, G, L, q = function("F"), function("G", convex=True), function("L", of=vector(n)), density("q")
y = define("y", lambda W, v: W @ v)
sizes = size_family("n", layers)
W = tensor_family("W", lambda l: (sizes[l], sizes[l - 1]), layers)
state = recursion("h", lambda l, before: W[l] @ before, vector("v", sizes[0]), layers)
refuted = prove(diff(softmax(x)[i], x[j]), softmax(x)[i])
repaired = prove(1 / (x.sum() / x.sum()), 1)


@claim("C-1")
def squared(b=real()):  # noqa: B008
    """A square & more, of $b^2$."""
    return calc(b * b).eq(b**2, "a square of $b$", printed=2 * b, erratum="E-1")


@erratum("E-2", corrected_by=squared)
def doubled(b=real()):  # noqa: B008
    """Twice a number."""
    return eq(b * b, 2 * b)


@claim("C-2")
def mismatch(v=vector(n)):  # noqa: B008
    """Of different ranks."""
    return eq(v, 1)


chain = calc(softmax(x)[i]).eq(exp(x[i]) / exp(x).sum(), "100% by definition")
FORMULAS = {
    "scalar": x[i] / n,
    "number": num(1) / 2,
    "tensor": A @ x,
    "convolution": correlate(x, w),
    "part": A[i, :],
    "condition": le(x[i], t),
    "statement": eq(x.sum(), t).given(ge(n, 2)),
    "quantified": forall(lambda k: ge(x[k], 0), n),
    "limit": limit(lambda b: logsumexp(b * x) / b, oo),
    "integral": integral(lambda s: s * q(s)),
    "infimum": infimum(lambda s: le(F(s), t)),
    "progression": progression(x[1], x[2], ..., x[n]),
    "call": y(A, x),
    "value": F.prime(t),
    "gradient": L.grad(x),
    "member": W[1],
    "derivative": jacobian(softmax(x), x),
    "cases": cases((t, ge(t, 1)), (0, lt(t, 1))),
    "convexity": convex(F(t), t),
    "shape": has_shape(x, n),
}
DECLARED = {
    "size": n,
    "index": i,
    "real": t,
    "vector": x,
    "matrix": A,
    "tensor": tensor("T", m, n, n),
}
# Text, and LaTeX without the dollars.
NAMED = {
    "function": (F, "F", r"F \text{ smooth}"),
    "prime": (F.prime, "F'", "F'"),
    "fourth": (F.derivative(4), "F''''", "F^{(4)}"),
    "convex": (G, "G", r"G \text{ convex}"),
    "functional": (L, "L", r"L\colon \mathbb{R}^{n} \to \mathbb{R} \text{ smooth}"),
    "density": (q, "q", r"q \text{ a density}"),
    "definition": (y, "y(W, v)", "y(W, v)"),
    "sizes": (sizes, "n", declared(sizes.term, LATEX)),
    "tensors": (W, "W", declared(W.term, LATEX)),
    "recursion": (state, "h", "h_{l}"),
    "padded": (padded(x), "padded(x)", r"\operatorname{padded}(x)"),
    "uniform": (uniform(0, t), "uniform(0, t)", r"\mathcal{U}[0, t]"),
    "vector": (vector(n), "vector(n)", r"{\cdot} \in \mathbb{R}^{n}"),
    "index": (index(2, n), "index(2, n)", r"2 \le {\cdot} \le n"),
    "real": (real(above=0), "real(above=0)", r"{\cdot} > 0"),
    "family": (
        tensor_family(lambda l: sizes[l], layers),
        "tensor_family(lambda l: ..., L)",
        declared(tensor_family("·", lambda l: sizes[l], layers).term, LATEX).replace(
            "·", r"{\cdot}"
        ),
    ),
    "a function": (function(convex=True), "function(convex=True)", r"{\cdot} \text{ convex}"),
    "infinity": (oo, "oo", r"\infty"),
}
PAGES = {
    "proved": prove(x.sum() + x.sum(), 2 * x.sum()),
    "refuted": refuted,
    "repaired": repaired,
    "undecided": Verdict("undecided", reason="a < b is not read"),
    "at sizes": Verdict("proved_at_sizes", scope="n = 1, 2"),
    "explanation": explain(squared),
    "claim": squared,
    "erratum": doubled,
    "ill-formed": mismatch,
    "chain": chain,
    "start": calc(x.sum()),
    "limits": calc(logsumexp(t * x) / t).tends_to(x.max(), t, oo, "the greatest wins"),
    "implications": calc(le(t, 1)).implies(le(t, 2), "weaker").iff(le(2 * t, 4), "double"),
    "evidence": Evidence("passed", {"n": 300}, points=5),
    "step": Step("delta elimination", "w[i] < 1", "1 <= i <= n"),
    "compiled": compile_numpy(exp(x) / exp(x).sum()),
}


PICTURES = {
    "cells": cells(jacobian(softmax(x), x), at={n: 3, x: (2, 1, 0)}),
    "curves": curves(t, (1, 2), softplus(t), {"r": relu(t)}),
    "staircase": staircase({1: 0.25, 2: 0.75}, 0.5),
}


class Page(HTMLParser):
    """Collects tags and attributes, and checks that what is opened is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["annotation"]:
            self.text += data


def page_of(shown: Any) -> Page:
    html = shown._repr_html_()
    assert isinstance(html, str)
    return Page(html)


def readable(shown: Any) -> str:
    """The text of an object; it names neither classes of ours nor places in memory."""
    text = repr(shown)
    assert text
    for sign in (" at 0x", "symderive.", type(shown).__name__ + "("):
        assert sign not in text, text
    assert " at 0x" not in str(shown)
    return text


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_is_what_the_printer_makes_of_it(name: str) -> None:
    shown = FORMULAS[name]
    assert readable(shown) == str(shown)
    assert shown._repr_latex_() == f"$\\displaystyle {latex(shown.term)}$"
    assert not hasattr(shown, "_repr_html_")


@pytest.mark.parametrize("name", DECLARED)
def test_a_variable_is_shown_with_the_values_that_it_takes(name: str) -> None:
    shown = DECLARED[name]
    phrases = quantifiers(read_statement(eq(shown, shown)), LATEX)
    assert shown._repr_latex_().removeprefix("$\\displaystyle ").removesuffix("$") in phrases
    assert readable(shown).isalpha()


@pytest.mark.parametrize("name", NAMED)
def test_functions_families_and_descriptions(name: str) -> None:
    shown, text, formula = NAMED[name]
    assert readable(shown) == text
    assert shown._repr_latex_() == f"$\\displaystyle {formula}$"


def test_infinity_is_the_one_object_of_sympy_and_looks_as_ours_does() -> None:
    assert oo._repr_latex_() == f"$\\displaystyle {latex(Infinity())}$"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_html_with_mathml_and_without_scripts(name: str) -> None:
    shown = PAGES[name]
    readable(shown)
    page = page_of(shown)
    assert not page.tags & {"script", "style", "link", "img", "iframe"}
    assert not {a for a in page.attributes if a.startswith("on") or a in ("src", "href")}
    assert "$" not in page.text
    assert "\\" not in page.text


def test_a_verdict_opens_to_its_steps() -> None:
    page = page_of(PAGES["proved"])
    assert {"details", "summary", "math", "ol", "li"} <= page.tags
    assert "Proved" in page.text
    assert "normal form of both sides" in page.text
    assert (
        page_of(PAGES["undecided"]).text
        == "Undecided Neither proved nor refuted: a < b is not read."
    )


def test_a_refuted_statement_opens_to_its_counterexample() -> None:
    page = page_of(refuted)
    assert "Refuted at" in page.text
    assert "Left side:" in page.text
    assert "Right side:" in page.text


def test_a_condition_that_repairs_is_offered() -> None:
    assert "Given sum(x)" in page_of(repaired).text
    assert "division by zero" in page_of(repaired).text


def test_a_witness_is_a_formula() -> None:
    witness = refuted.witness
    assert readable(witness) == "n = 1, i = 1, j = 1, x = (0): left 0, right 1"
    assert witness._repr_latex_().startswith("$\\displaystyle n = 1")
    assert witness._repr_html_() is None


def test_a_claim_is_shown_and_not_decided() -> None:
    page = page_of(squared)
    assert readable(squared) == "claim squared (C-1): A square & more, of $b^2$."
    assert "For all" in page.text
    assert "as printed (E-1), which is wrong" in page.text
    assert "Proved" not in page.text
    assert "Printed, for all" in page_of(doubled).text
    assert "Ill-formed" in page_of(mismatch).text
    assert mismatch._repr_latex_() is None


def test_a_claim_is_decided_by_explaining_it() -> None:
    text = page_of(explain(squared)).text
    for part in ("A square & more", "a square of", "Proved for every", "Refuted at", "(E-1)"):
        assert part in text, part
    assert "ranks differ" in page_of(explain(mismatch)).text


def test_reasons_are_text_and_no_formula() -> None:
    assert "100% by definition" in page_of(chain).text
    assert page_of(chain).tags >= {"math", "mfrac"}


def test_a_compiled_formula_shows_its_source_and_can_be_sent_elsewhere() -> None:
    compiled = PAGES["compiled"]
    assert repr(compiled) == "<compiled f(x)>"
    assert str(compiled) == compiled.source.rstrip()
    assert compiled.__doc__ == "exp(x)/sum(exp(x))"
    again = pickle.loads(pickle.dumps(compiled))
    assert again.source == compiled.source
    assert again([0.0, 0.0]).tolist() == [0.5, 0.5]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_drawn(name: str) -> None:
    shown = PICTURES[name]
    assert readable(shown).startswith(f"{name} of ")
    if name != "cells":
        pytest.importorskip("matplotlib", reason="curves are drawn with the extra plots")
    html = shown._repr_html_()
    assert html.startswith("<div")
    assert "<svg" in html
    assert "<script" not in html


def test_a_picture_of_both_sides_needs_its_claim() -> None:
    both = curves(t, (1, 2))
    assert repr(both) == "curves of both sides over t from 1 to 2"
    assert both._repr_html_() is None


def test_every_public_class_shows_itself() -> None:
    public = [getattr(symderive, name) for name in symderive.__all__]
    classes = {made for made in public if isinstance(made, type)}
    for made in classes:
        if not issubclass(made, SymderiveError):
            assert made.__repr__ is not object.__repr__
            assert hasattr(made, "_repr_latex_"), made


def test_what_is_made_by_public_names_is_among_those_tested() -> None:
    """A declaration that is added, and whose object nobody has looked at, is found here."""
    tested = [*FORMULAS.values(), *DECLARED.values(), *PAGES.values(), refuted.witness]
    tested += PICTURES.values()
    tested += [shown for shown, _, _ in NAMED.values()]
    kinds = {type(shown).__name__ for shown in tested}
    assert kinds == {
        "Scalar", "Condition", "Proposition", "Tensor", "Family", "Description", "Named",
        "UnknownFunction", "UnknownFunctional", "Density", "Padded", "Uniform", "Infinity",
        "Calculation", "Claim", "Verdict", "Witness", "Step", "Evidence", "Explanation",
        "CompiledFunction", "Cells", "Curves", "Staircase",
    }  # fmt: skip
