"""The table of definitions."""

import subprocess
import sys
from pathlib import Path

import pytest

from symderive.errors import IllFormed
from symderive.language.definitions import (
    DEFINITIONS,
    Definition,
    define,
    definition_of,
    entry_of,
    requirements,
    shape_of,
)
from symderive.language.terms import (
    REAL,
    Add,
    Apply,
    Compare,
    Symbol,
    TensorSymbol,
    number,
)

ROOT = Path(__file__).parents[2]


def test_definitions_are_loaded_where_a_name_is_first_met() -> None:
    program = (
        "from symderive.language.definitions import shape_of\n"
        "from symderive.language.terms import Apply, number\n"
        "print(shape_of(Apply('eye', (number(3),))) == (number(3), number(3)))"
    )
    command = [sys.executable, "-c", program]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "True"


def test_a_name_is_defined_once() -> None:
    definition_of(Apply("eye", (number(2),)))
    with pytest.raises(IllFormed, match="eye is defined twice"):
        define(Definition("eye", lambda a, p: (), lambda a, p, i: a[0]))


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(IllFormed, match="nothing is defined under the name 'nothing'"):
        definition_of(Apply("nothing", ()))


def test_scalars_have_no_entries() -> None:
    a = Symbol("a", REAL)
    with pytest.raises(IllFormed, match="has no entries"):
        entry_of(a, (number(1),))


def test_ranks_that_differ_are_refused_entry_by_entry() -> None:
    vector = TensorSymbol("x", 1, (number(2),))
    matrix = TensorSymbol("A", 2, (number(2), number(2)))
    with pytest.raises(IllFormed, match="ranks differ: 1 against 2"):
        requirements(Add((vector, matrix)))
    other = TensorSymbol("y", 1, (number(3),))
    assert requirements(Add((vector, other))) == (Compare("=", number(2), number(3)),)
    assert shape_of(Add((number(1), vector))) == (number(2),)


def test_every_definition_says_what_it_means() -> None:
    definition_of(Apply("vjp", ()))
    undocumented = [
        name
        for name, definition in DEFINITIONS.items()
        if not (definition.entry.__doc__ or definition.entry.__name__ in ("<lambda>", "entry"))
    ]
    assert undocumented == []
