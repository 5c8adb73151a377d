"""Errands: stopped by themselves, one at a time, refused where other files lie."""

from __future__ import annotations

import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from symderive.runner.errands import Errand, Watch, digest_of, done, source_digest
from symderive.runner.jobs import Job, Tell, claims_of, decide_job
from symderive.runner.workers import Ending
from tests.claims.proof_text import BROKEN, PROOFS


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "sums.py"
    found.write_text(PROOFS, encoding="utf-8")
    return found


def errand(file: Path, function: object, *arguments: object, seconds: float = 60) -> Errand:
    where = (str(file), digest_of(str(file)), source_digest(), str(file.parent))
    return Errand(function, arguments, seconds, *where)  # type: ignore[arg-type]


def never_ends(tell: Tell) -> None:
    tell(0.2, "so far")
    while True:
        pass


def told_in_time(tell: Tell) -> str:
    tell(30, None)
    time.sleep(2)
    return "done"


def raises(tell: Tell) -> None:
    tell(None, "so far")
    raise KeyboardInterrupt


def test_an_errand_is_stopped_at_the_limit_told_last(file: Path) -> None:
    ending = done(errand(file, never_ends))
    assert (ending.kind, ending.known, ending.allowed) == ("stopped", "so far", 0.2)
    assert ending.trace.startswith(f'  File "{__file__}", line ')
    assert "in never_ends" in ending.trace


def test_an_errand_that_tells_of_itself_goes_on(file: Path) -> None:
    assert done(errand(file, told_in_time, seconds=1.5)).result == "done"


def test_whatever_is_raised_is_told(file: Path) -> None:
    ending = done(errand(file, raises))
    assert (ending.kind, ending.told, ending.known) == ("died", "KeyboardInterrupt", "so far")
    assert "in raises" in ending.trace


def test_a_watch_that_has_ended_raises_nothing() -> None:
    before = set(threading.enumerate())
    watches = [Watch(0.05) for _ in range(20)]
    for watch in watches:
        watch.end()
        watch.end()
    until = time.monotonic() + 0.3
    while time.monotonic() < until:
        pass
    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"engine": "other"}, "has another symderive: install the same one there"),
        ({"digest": "other"}, "has another file at "),
        ({"file": os.path.join(os.sep, "nowhere", "sums.py")}, "at the same path on all workers"),
    ],
    ids=("source", "bytes", "path"),
)
def test_an_errand_is_refused_where_something_else_lies(
    file: Path, changed: dict[str, str], told: str
) -> None:
    ending = done(replace(errand(file, claims_of, str(file), ""), **changed))
    assert ending.kind == "died"
    assert told in ending.told


def decided(file: Path, name: str) -> str:
    ending = done(errand(file, decide_job, Job(str(file), name)))
    return "" if ending.kind == "died" else ending.result["lines"][0]["verdict"]["status"]


def test_a_file_that_was_changed_is_imported_anew(file: Path) -> None:
    assert decided(file, "doubled") == "proved"
    file.write_text(PROOFS.replace("2*total", "3*total"), encoding="utf-8")
    assert decided(file, "doubled") == "refuted"


def test_a_changed_module_beside_the_file_is_imported_anew(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(file.parent)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    beside = file.parent / "factor_beside.py"
    text = BROKEN.replace("2*n", "factor*n").replace("from symderive", "from factor_beside", 1)
    file.write_text(text.replace("*\n", "factor\nfrom symderive import *\n", 1), encoding="utf-8")
    beside.write_text("factor = 2\n", encoding="utf-8")
    assert decided(file, "fine") == "proved"
    beside.write_text("factor = 3\n", encoding="utf-8")
    assert decided(file, "fine") == "refuted"
    assert "tests.claims.proof_text" in sys.modules


def test_paths_are_shown_as_who_asks_sees_them(file: Path) -> None:
    shown = [done(errand(file, claims_of, str(file), "C-1"))]
    outside = replace(errand(file, claims_of, str(file), "C-1"), folder=str(file.parent / "other"))
    shown.append(done(outside))
    assert [ending.result["claims"][0]["file"] for ending in shown] == ["sums.py", str(file)]


INSIDE: list[int] = []


def alone(tell: Tell) -> int:
    INSIDE.append(1)
    time.sleep(0.02)
    most = len(INSIDE)
    INSIDE.pop()
    return most


def test_errands_of_one_process_are_done_one_at_a_time(file: Path) -> None:
    with ThreadPoolExecutor(4) as executor:
        endings: list[Ending] = list(executor.map(done, [errand(file, alone)] * 12))
    assert [ending.result for ending in endings] == [1] * 12
