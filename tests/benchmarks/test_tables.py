"""The tables of the README, from numbers that nobody measured."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.array_tables import NUMPY, OURS, TORCH, Loops, Row, arrays_section
from benchmarks.bench_operators import operators_section
from benchmarks.identity_tables import Measured, details, section
from benchmarks.operators import Ratio
from benchmarks.table import (
    ARRAYS,
    IDENTITIES,
    OPERATORS,
    START,
    SUITE,
    insert_section,
    markdown,
    milliseconds,
)
from tests.identities import BY_NAME

ROOT = Path(__file__).resolve().parents[2]
ROW = Row(
    name="softmax",
    compiled=0.0123,
    growth={
        "n = 10": {OURS: 0.001, NUMPY: 0.0005},
        "n = 100": {OURS: 0.01, NUMPY: 0.01},
        "n = 1000": {OURS: 0.12, NUMPY: 0.1},
    },
    peaks={OURS: 16_000_000, NUMPY: 8_000_000},
    loops=Loops("n = 10", 1.5, 0.001),
)


def test_a_table_has_words_on_the_left_and_numbers_on_the_right() -> None:
    assert markdown(["", "a", "b"], [["x", "1", "2"]]) == (
        "|  | a | b |\n| --- | ---: | ---: |\n| x | 1 | 2 |"
    )
    assert markdown(["", "a", "b"], [], words=2) == "|  | a | b |\n| --- | --- | ---: |"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(1.2345, "1234"), (0.12345, "123"), (0.012345, "12.3"), (1e-6, "0.001")]
)
def test_milliseconds_have_three_digits(seconds: float, shown: str) -> None:
    assert milliseconds(seconds) == shown


def test_a_workload_is_one_line_in_each_table() -> None:
    assert arrays_section([ROW]).splitlines() == [
        "|  | sizes | compiled, ms | run, ms | NumPy by hand, ms | ratio | memory, MB | by hand |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        "| softmax | n = 1000 | 12.3 | 120 | 100 | 1.20 | 16.00 | 8.00 |",
        "",
        "PyTorch is not installed here, and was not measured.",
        "",
        "|  | run at three sizes, ms | over NumPy | `lambdify` at | its loops, s | over ours |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        "| softmax | 1, 10, 120 | 2.00, 1.00, 1.20 | n = 10 | 1.50 | 1500 |",
    ]


def test_pytorch_has_columns_where_it_was_measured() -> None:
    growth = {sizes: {**seconds, TORCH: 0.06} for sizes, seconds in ROW.growth.items()}
    written = arrays_section([replace(ROW, growth=growth)])
    assert "| 120 | 100 | 1.20 | 60 | 2.00 | 16.00 | 8.00 |" in written
    assert "not installed" not in written


def test_identities_are_counted_by_their_answers() -> None:
    true, false = BY_NAME["4b softmax jacobian"], BY_NAME["4b! sign"]
    found = {
        "prove": [Measured("proved", 0.01), Measured("refuted", 0.02)],
        "prover": [Measured("proved", 0.002), Measured("open", 0.001)],
        "sympy": [Measured("timeout", 20.0), Measured("open", 0.5)],
    }
    written = section([true, false], found).splitlines()
    assert written[2:5] == [
        "| symderive, `prove` | 1 | 0 | 1 | 10 | 10 | 10 |",
        "| symderive, prover alone | 1 | 0 |  | 2 | 2 | 2 |",
        "| plain SymPy | 0 | 0 |  | 20000 | 20000 | 20000 |",
    ]
    assert written[-1] == (
        "Time of the prover alone over that of plain SymPy: median 0.0001, geometric mean 0.0001, "
        "all true identities together 0.0001."
    )
    assert "4b! sign" in details([true, false], found)


def test_operators_are_counted_by_their_ratios() -> None:
    def ratio(name: str, time: float, space: float) -> Ratio:
        return Ratio(name, 0.1, time, 1.0, 1e6 * space, 1e6, 0.0)

    found = [ratio("a", 1.0, 1.0), ratio("b", 1.7, 1.0), ratio("c", 4.0, 2.5)]
    assert operators_section(found, ["d"]).splitlines() == [
        "| over NumPy by hand | median | at most 1.5 | at most 2 | at most 3 | more |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        "| time | 1.70 | 1 | 2 | 2 | 1 |",
        "| memory | 1.00 | 2 | 2 | 3 | 0 |",
        "",
        "All 3 that were measured find the same as by hand.",
        "",
        "More than 3 times as long: c (4.0).",
        "",
        "Not measured within the limits: d.",
    ]
    assert operators_section(found[:1], []).endswith(
        "All 1 that were measured find the same as by hand."
    )


def test_a_section_replaces_what_stands_between_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    text = "top\n<!-- a: begin -->\nold\n<!-- a: end -->\n<!-- b: begin -->\n<!-- b: end -->\nend\n"
    path.write_text(text, encoding="utf-8")
    insert_section(path, "| new |", "a")
    insert_section(path, "| new |", "a")
    assert path.read_text(encoding="utf-8") == text.replace("old", "| new |")


@pytest.mark.parametrize("text", ["", "<!-- a: begin -->", "<!-- a: end -->"])
def test_a_page_without_the_marks_stays_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "page.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="a: begin"):
        insert_section(path, "| new |", "a")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", [IDENTITIES, SUITE, START, ARRAYS, OPERATORS])
def test_the_readme_has_a_place_for_each_table(name: str) -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    for mark in (f"<!-- {name}: begin -->", f"<!-- {name}: end -->"):
        assert page.count(mark) == 1
