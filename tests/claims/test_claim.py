"""Claims and errata: what they quantify over, what is refused, how lines become statements."""

# A default says what a parameter ranges over, and a title may have two lines.
# ruff: noqa: B008, D205

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    calc,
    claim,
    diff,
    eq,
    erratum,
    function,
    ge,
    index,
    ne,
    prove,
    real,
    size,
    total,
    vector,
)
from symderive.claims import Claim
from symderive.errors import ClaimError, IllFormed
from symderive.language.binding import free_symbols
from symderive.language.hooks import text_of
from symderive.language.terms import Compare, Symbol, TensorSymbol

n = size("n")


@claim("S-1", "S-2", numbers={n: 300}, budget=2.5)
def shifted(x=vector(n), i=index(n)):
    """The first line
    goes on.

    A remark.
    """
    return eq(x[i] - x[i], 0).given(ge(n, 2))


def test_a_claim_knows_its_place_and_its_words() -> None:
    assert (shifted.name, shifted.kind, shifted.refs) == ("shifted", "claim", ("S-1", "S-2"))
    assert (shifted.title, shifted.remark) == ("The first line goes on.", "A remark.")
    assert (shifted.numbers, shifted.budget) == ((("n", 300),), 2.5)
    assert shifted.file == __file__


def test_parameters_get_their_names() -> None:
    names = {symbol.name: symbol for symbol in free_symbols(shifted.written.lines[0].statement)}
    assert set(names) == {"x", "i", "n"}
    assert isinstance(names["x"], TensorSymbol)
    assert isinstance(names["i"], Symbol)


def test_hypotheses_of_decorator_and_body_come_together() -> None:
    @claim(given=[ge(n, 3)])
    def both(b=real()):
        return eq(b, b + 0).given(ge(n, 3), ne(b, 1))

    assert len(both.written.hypotheses) == 2
    assert both.written.lines[0].statement.given == both.written.hypotheses


def test_a_chain_is_one_statement_a_line_and_one_a_mistake() -> None:
    @claim()
    def chain(b=real(), c=real()):
        first = calc(b * b).eq(b**2, "a square", ref="L1", printed=2 * b, erratum="E1")
        return first.le(b**2 + c**2, "c^2 >= 0", by=shifted)

    lines = chain.written.lines
    assert [line.role for line in lines] == ["line", "printed", "line"]
    assert [line.number for line in lines] == [1, 1, 2]
    assert [line.expect for line in lines] == ["proved", "refuted", "proved"]
    assert (lines[0].ref, lines[1].erratum, lines[2].by) == ("L1", "E1", ("shifted",))
    claims = [line.statement.claim for line in lines]
    assert all(isinstance(c, Compare) for c in claims)
    assert claims[0].left == claims[1].left
    assert claims[0].right == claims[2].left
    assert claims[2].relation == "<="


def test_lines_stand_as_written() -> None:
    @claim()
    def quotient(b=real()):
        return eq(b / b, 1 - 2 * (1 - b))

    from symderive.printing import text

    assert text(quotient.written.lines[0].statement.claim) == "b/b = 1 - 2*(1 - b)"


def test_an_erratum_has_the_hypotheses_and_sizes_of_its_claim() -> None:
    @erratum("E-1", corrected_by=shifted)
    def wrong(x=vector(n), i=index(n)):
        return eq(x[i], 0).given(ne(i, 1))

    assert (wrong.kind, wrong.expect, wrong.numbers) == ("erratum", "refuted", (("n", 300),))
    assert wrong.written.hypotheses[0] == shifted.written.hypotheses[0]
    assert len(wrong.written.hypotheses) == 2


def test_an_erratum_may_be_a_hypothesis_that_is_missing() -> None:
    @erratum("E-3", corrected_by=shifted, without=[ge(n, 2)])
    def without_it(x=vector(n), i=index(n)):
        return eq(x[i] - x[i], 1)

    assert without_it.written.hypotheses == ()

    @erratum("E-4", corrected_by=shifted, without=[ge(n, 3)])
    def without_another(x=vector(n), i=index(n)):
        return eq(x[i] - x[i], 1)

    with pytest.raises(IllFormed, match="n >= 3, which shifted does not assume"):
        _ = without_another.written


@pytest.mark.parametrize("wrong", [3.5, "3", True])
def test_sizes_for_floats_are_integers(wrong: Any) -> None:
    with pytest.raises(IllFormed, match="is no integer"):
        claim("S-5", numbers={n: wrong})


def test_a_name_that_is_nearly_one_of_the_file_is_named() -> None:
    @claim("S-8")
    def misspelt(x=vector(n), i=index(n)):
        return eq(x[i], vectr(3)[i])  # noqa: F821

    with pytest.raises(IllFormed, match="or is vector meant"):
        _ = misspelt.written


def helping(k):
    return missing_here[k]  # noqa: F821


def test_a_name_that_is_missing_elsewhere_is_no_index() -> None:
    @claim("S-9")
    def calls(x=vector(n), i=index(n)):
        return eq(x[i], helping(i))

    with pytest.raises(NameError):
        _ = calls.written


def test_an_erratum_is_not_ill_formed_because_its_claim_is() -> None:
    @claim()
    def broken(x=vector(n)):
        return eq(x, 1)

    @erratum("E-1", corrected_by=broken, outcome="ill-formed")
    def wrong(b=real()):
        return eq(b, 1)

    with pytest.raises(ClaimError, match="broken, which corrects this, is ill-formed"):
        _ = wrong.written


def build(function: Any, **options: Any) -> Claim:
    return claim(**options)(function)


def unused(x=vector(n), b=real()) -> Any:
    return eq(b, b + 0)


def only_assumed(b=real(), c=real()) -> Any:
    return eq(b, b + 0).given(ne(c, 0))


def without_default(b) -> Any:
    return eq(b, b)


def nothing(b=real()) -> None:
    b + 1


def same_twice(b=real()) -> Any:
    return calc(b).eq(b + 1).eq(b + 1)


def both_ways(b=real(), c=real()) -> Any:
    return calc(b).le(c).ge(b)


def only_a_start(b=real()) -> Any:
    return calc(b)


def number_alone(b=real()) -> Any:
    return b + 1


def unequal_ranks(x=vector(n)) -> Any:
    return calc(x).eq(total(lambda k: x[k], 1, n))


def printed_as_it_is(b=real()) -> Any:
    return calc(b).eq(b + 0, printed=b + 0, erratum="E")


def erratum_without_printed(b=real()) -> Any:
    return calc(b).eq(b + 0, erratum="E")


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (unused, "parameter x is not used"),
        (only_assumed, "c occurs only in a hypothesis"),
        (without_default, "parameter b needs a default"),
        (nothing, "returns nothing"),
        (same_twice, "line 2 of the chain reads as the same term"),
        (both_ways, "all relations point the same way"),
        (only_a_start, "needs a second line"),
        (number_alone, "two sides"),
        (unequal_ranks, "ranks differ"),
        (printed_as_it_is, "same term as the line itself"),
        (erratum_without_printed, "needs printed="),
    ],
)
def test_what_says_nothing_is_refused(function: Any, words: str) -> None:
    made = build(function)
    with pytest.raises(IllFormed, match=words):
        _ = made.written


def test_a_decorator_without_brackets_is_refused() -> None:
    with pytest.raises(IllFormed, match="with brackets"):
        claim(unused)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: claim(expect="true"), "no status"),
        (lambda: erratum("E", outcome="proved"), "known are refuted, ill-formed, noted"),
        (lambda: erratum("E", corrected_by=unused), "takes a claim"),
        (lambda: claim(numbers={"n": 3}), "written {size: number}"),
        (lambda: calc(eq(n, n)).eq(n), "a condition stands where a number is needed"),
        (lambda: calc(n).implies(eq(n, n)), "only conditions imply each other; numbers"),
        (lambda: calc(eq(n, n)).iff(n), "only conditions imply each other"),
    ],
)
def test_wrong_arguments_are_refused(make: Any, words: str) -> None:
    with pytest.raises(IllFormed, match=words):
        make()


def test_the_body_runs_once() -> None:
    runs: list[int] = []

    @claim()
    def counted(b=real()):
        runs.append(1)
        return eq(b, b + 0)

    assert counted.written is counted.written
    assert runs == [1]


def test_a_function_of_a_tensor_is_a_parameter() -> None:
    @claim()
    def gradient(L=function(of=vector(n)), x=vector(n), i=index(n)):
        """The gradient of a loss at its argument."""
        return calc(diff(L(x), x[i])).eq(L.grad(x)[i], "chain rule")

    (line,) = gradient.written.lines
    assert text_of(line.statement.claim) == "diff(L(x), x[i]) = L.grad(x)[i]"
    assert prove(line.statement.claim, given=line.statement.given).status == "proved"

    @claim()
    def unused(L=function(of=vector(n)), x=vector(n), i=index(n)):
        """A loss that nothing is said about."""
        return eq(x[i], x[i] + 0)

    with pytest.raises(IllFormed, match="the parameter L is not used"):
        unused.written  # noqa: B018 - reading it is the test
