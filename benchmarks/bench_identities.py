"""Times for the set of identities, with ``--prototype PATH`` and ``--sympy`` beside other ways.

Every engine has a process of its own. They take turns, identity by identity and round by round,
so that a busy machine is equally busy for all; the figures are medians over the rounds.
"""

from __future__ import annotations

import json
import selectors
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import pytest

from benchmarks.identity_tables import Measured, details, section
from benchmarks.table import IDENTITIES as NAME
from tests.identities import IDENTITIES

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 7
LIMIT = {"sympy": 20.0}
DEFAULT_LIMIT = 120.0


@dataclass
class Engine:
    """An engine in its process, started when it is first asked and again after a time-out."""

    name: str
    arguments: Sequence[str] = ()
    process: subprocess.Popen[str] | None = field(default=None, init=False)

    def ask(self, identity: str) -> Measured:
        """Its answer for one identity."""
        if self.process is None:
            command = [sys.executable, "-m", "benchmarks.engines", self.name, *self.arguments]
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
            )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(identity + "\n")
        self.process.stdin.flush()
        limit = LIMIT.get(self.name, DEFAULT_LIMIT)
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if not selector.select(limit):
                self.stop()
                return Measured("timeout", limit)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the engine {self.name} ended at {identity}")
        answer = json.loads(line)
        return Measured(answer["status"], answer["seconds"])

    def stop(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


def measure(
    engines: Sequence[Engine], rounds: int, names: Sequence[str]
) -> dict[str, list[Measured]]:
    """For each engine its answers, in the order of the names; the first round warms up."""
    answers: dict[str, dict[str, list[Measured]]] = {
        e.name: {n: [] for n in names} for e in engines
    }
    for number in range(rounds + 1):
        for name in names:
            for engine in engines:
                if engine.name == "sympy" and number:
                    continue  # it is slow, and once is enough
                answers[engine.name][name].append(engine.ask(name))
    return {
        engine: [
            Measured(found[-1].status, median(m.seconds for m in found[1:] or found))
            for found in by_name.values()
        ]
        for engine, by_name in answers.items()
    }


@pytest.fixture
def engines(pytestconfig: pytest.Config) -> Iterator[list[Engine]]:
    """The engines that are asked for."""
    found = [Engine("prover"), Engine("prove")]
    if folder := pytestconfig.getoption("prototype"):
        found.append(Engine("prototype", (str(Path(folder).resolve()),)))
    if pytestconfig.getoption("sympy"):
        found.append(Engine("sympy"))
    yield found
    for engine in found:
        engine.stop()


def test_identities(
    engines: list[Engine], pytestconfig: pytest.Config, sections: dict[str, str]
) -> None:
    """Every identity on every engine; what is true is proved, and nothing else is."""
    rounds = pytestconfig.getoption("rounds") or ROUNDS
    found = measure(engines, rounds, [identity.name for identity in IDENTITIES])
    print(details(IDENTITIES, found))
    sections[NAME] = section(IDENTITIES, found)
    for identity, answer in zip(IDENTITIES, found["prover"], strict=True):
        assert (answer.status == "proved") == identity.truth, identity.name
