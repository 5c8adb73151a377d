"""Benchmarks are a run of pytest of their own: ``make bench``, which no other run collects.

Each file ``bench_*.py`` measures one subject. What it found is shown at the end, and written into
the file that ``--readme`` names, between the marks with the name of the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.array_tables import Row, arrays_section
from benchmarks.table import ARRAYS, insert_section
from benchmarks.workloads import WORKLOADS

SECTIONS = pytest.StashKey[dict[str, str]]()
INCOMPLETE = " (not all were measured)"


def pytest_addoption(parser: pytest.Parser) -> None:
    """What to compare with, and where the tables go."""
    group = parser.getgroup("tables of times")
    group.addoption("--readme", metavar="FILE", help="write the tables into this file")
    group.addoption("--prototype", metavar="PATH", help="folder of an earlier implementation")
    group.addoption("--sympy", action="store_true", help="identities in plain SymPy (minutes)")
    group.addoption("--rounds", type=int, help="rounds of the identities and of the proof files")


def pytest_configure(config: pytest.Config) -> None:
    """Nothing is measured yet."""
    config.stash[SECTIONS] = {}


@pytest.fixture(scope="session")
def sections(pytestconfig: pytest.Config) -> dict[str, str]:
    """The tables by their marks in the README."""
    return pytestconfig.stash[SECTIONS]


@pytest.fixture(scope="module")
def rows(sections: dict[str, str]) -> Iterator[list[Row]]:
    """What was measured of the workloads; a table of some of them is shown and not written."""
    found: list[Row] = []
    yield found
    if found:
        whole = len(found) == len(WORKLOADS)
        sections[ARRAYS if whole else ARRAYS + INCOMPLETE] = arrays_section(found)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Show every table, and write those that are complete."""
    readme = config.getoption("readme")
    for name, text in config.stash[SECTIONS].items():
        terminalreporter.section(name)
        terminalreporter.write_line(text)
        if readme and not name.endswith(INCOMPLETE):
            insert_section(Path(config.rootpath) / readme, text, name)
