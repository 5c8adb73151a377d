"""Runs in executors: the same outcomes as in processes of our own, whatever happens to them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from symderive import runner
from symderive.errors import ClaimError
from symderive.results import Report
from symderive.runner import Limits
from tests.claims.proof_text import BROKEN, PROOFS, UNREADABLE
from tests.runner import bad_files
from tests.runner.test_run import Notes, without_times

SHORT = Limits(importing=120, margin=0.5)
GOOD_AND_BAD = {
    "a_good": PROOFS,
    "b_bodies": bad_files.BODIES_THAT_PYTHON_ENDS,
    "c_quit": bad_files.QUITS_AT_IMPORT,
    "d_syntax": bad_files.NOT_PYTHON,
    "e_unreadable": UNREADABLE,
    "f_broken": BROKEN,
}
DEADLY = bad_files.HEAD + (
    '''
from pathlib import Path

MARK = Path(__file__).with_suffix(".mark")


@claim("K-1")
def stays():
    """Harmless."""
    return eq(n + n, 2*n)


@claim("K-2")
def leaves_once():
    """Ends its process, but only the first time."""
    if not MARK.exists():
        MARK.touch()
        os._exit(1)
    return eq(n + n, 2*n)


@claim("K-3")
def always_leaves():
    """Ends its process."""
    os._exit(1)


@claim("K-4")
def stays_too():
    """Harmless."""
    return eq(n + n + n, 3*n)
'''
)


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """In another working folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sums.py").write_text(PROOFS, encoding="utf-8")
    (tmp_path / "broken.py").write_text(BROKEN, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """A folder of good and bad files, and what processes of our own say of it."""
    folder = tmp_path_factory.mktemp("mixed")
    for name, text in GOOD_AND_BAD.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    with inside(folder):
        return folder, runner.run(["."], processes=2, limits=SHORT)


@pytest.mark.parametrize(
    "make",
    [
        partial(ThreadPoolExecutor, 3),
        partial(ProcessPoolExecutor, 2, mp_context=get_context("spawn")),
        partial(ProcessPoolExecutor, 1, mp_context=get_context("forkserver")),
    ],
    ids=("threads", "spawned", "forked"),
)
def test_the_outcomes_are_those_of_our_own_processes(
    ours: tuple[Path, Report], make: Callable[[], Executor]
) -> None:
    folder, expected = ours
    with inside(folder), make() as executor:
        found = runner.run(["."], executor=executor, limits=SHORT)
    assert without_times(found.to_json()) == without_times(expected.to_json())
    assert len(found.failures) == 3
    assert len(found.outcomes) == 13
    assert found.exit_status == 2


def test_an_executor_that_was_given_stays_open(folder: Path) -> None:
    with ThreadPoolExecutor(1) as executor:
        for _ in range(2):
            report = runner.run(["sums.py"], "C-1", executor=executor, steps=False)
            assert report.exit_status == 0
            assert report.outcomes[0].lines[0].verdict.steps == ()
        assert executor.submit(int, "7").result() == 7


def test_progress_is_told_as_always(folder: Path) -> None:
    notes = Notes()
    with ThreadPoolExecutor(1) as executor:
        runner.run(["broken.py"], progress=notes, executor=executor)
    assert notes.begun_names == ["broken.py", "fine", "raises", "wrong"]
    assert notes.seen == [("broken.py", 0, 3), ("fine", 1, 3), ("raises", 2, 3), ("wrong", 3, 3)]


def test_a_broken_executor_is_replaced_where_a_function_makes_them(folder: Path) -> None:
    (folder / "deadly.py").write_text(DEADLY, encoding="utf-8")
    made: list[ProcessPoolExecutor] = []

    def make() -> ProcessPoolExecutor:
        made.append(ProcessPoolExecutor(2, mp_context=get_context("spawn")))
        return made[-1]

    notes = Notes()
    report = runner.run(["deadly.py"], progress=notes, executor=make)
    assert [outcome.name for outcome in report.outcomes if outcome.status == "proved"] == [
        "stays",
        "leaves_once",
        "stays_too",
    ]
    (lost,) = (outcome for outcome in report.outcomes if outcome.error)
    assert lost.name == "always_leaves"
    assert "lost by the executor (BrokenProcessPool: " in lost.error
    assert "2 times, the last time alone" in lost.error
    assert f"in claim always_leaves (deadly.py:{lost.line})" in lost.error
    assert report.exit_status == 2
    assert sorted(notes.begun_names) == sorted(name for name, *_ in notes.seen)
    for executor in made:
        with pytest.raises(RuntimeError, match=r"shutdown|terminated"):
            executor.submit(int)


def test_what_was_decided_before_an_executor_broke_is_kept(folder: Path) -> None:
    (folder / "deadly.py").write_text(DEADLY, encoding="utf-8")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        report = runner.run(["deadly.py"], executor=executor)
    first, lost, *rest = report.outcomes
    assert first.as_expected
    assert "executor=lambda: ProcessPoolExecutor(2)" in lost.error
    for outcome in rest:
        assert "not begun: the executor is broken (BrokenProcessPool: " in outcome.error
    assert report.exit_status == 2


class Strange(Executor):
    """An executor whose futures are what a function makes of the call."""

    def __init__(self, future_of: Callable[..., Future[Any]]) -> None:
        self.future_of, self.futures = future_of, list[Future[Any]]()

    def submit(self, function: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
        self.futures.append(self.future_of(function, *arguments))
        return self.futures[-1]


def at_once(function: Any, *arguments: Any) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_result(function(*arguments))
    return future


def never(function: Any, *arguments: Any) -> Future[Any]:
    return Future()


def test_any_executor_will_do(folder: Path) -> None:
    assert runner.run(["sums.py"], processes=3, executor=Strange(at_once)).exit_status == 0


def test_nobody_waits_for_an_executor_that_is_silent(folder: Path) -> None:
    executor = Strange(never)
    limits = Limits(margin=0.05, silence=0.1)
    report = runner.run(["sums.py", "broken.py"], processes=1, executor=executor, limits=limits)
    assert report.failures == (
        "sums.py:1: given up: the executor has been silent for 0.1 s",
        "broken.py:1: not begun: the executor has been silent for 0.1 s",
    )
    assert all(future.cancelled() for future in executor.futures)


def test_a_claim_on_which_an_executor_is_silent_is_undecided(folder: Path) -> None:
    ways = iter([at_once, at_once])

    def twice(function: Any, *arguments: Any) -> Future[Any]:
        return next(ways, never)(function, *arguments)

    executor = Strange(twice)
    limits = Limits(margin=0.05, silence=0.1)
    report = runner.run(["broken.py"], processes=1, executor=executor, limits=limits)
    fine, raises, wrong = report.outcomes
    assert fine.as_expected
    assert raises.reason == "Undecided: given up: the executor has been silent for 0.1 s"
    assert raises.could_run
    assert "not begun" in wrong.error


def test_what_an_executor_loses_is_tried_once_more(folder: Path) -> None:
    lost, tickets = set[str](), set[str]()

    def loses_each_once(function: Any, errand: Any) -> Future[Any]:
        tickets.add(errand.ticket)
        what = repr(errand.arguments)
        if what in lost:
            return at_once(function, errand)
        lost.add(what)
        future: Future[Any] = Future()
        future.set_exception(OSError("the line is dead"))
        return future

    report = runner.run(["sums.py"], processes=2, executor=Strange(loses_each_once))
    assert report.exit_status == 0
    assert len(lost) == 5
    assert len(tickets) == 10


def test_what_an_executor_always_loses_is_an_error(folder: Path) -> None:
    def dead(function: Any, errand: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(OSError("the line is dead"))
        return future

    report = runner.run(["sums.py"], processes=2, executor=Strange(dead))
    assert report.failures == (
        "sums.py:1: lost by the executor (OSError: the line is dead) 2 times, the last time alone",
    )


def test_an_executor_that_was_shut_down_takes_nothing(folder: Path) -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    (failure,) = runner.run(["sums.py"], executor=executor).failures
    assert failure.startswith("sums.py:1: not begun: the executor takes nothing more (RuntimeError")


def test_an_executor_whose_scheduler_is_gone_is_given_up_or_made_again(folder: Path) -> None:
    def gone() -> Strange:
        executor = Strange(never)
        executor._client = SimpleNamespace(status="closed", nthreads=dict)  # type: ignore[attr-defined]
        return executor

    told = "sums.py:1: lost by the executor (BrokenExecutor: the scheduler is gone)"
    (failure,) = runner.run(["sums.py"], executor=gone()).failures
    assert failure.startswith(f"{told}; give a function that makes an executor")
    (failure,) = runner.run(["sums.py"], executor=gone).failures
    assert failure == f"{told} 2 times, the last time alone"
    made = iter([gone(), Strange(at_once)])
    assert runner.run(["sums.py"], executor=lambda: next(made)).exit_status == 0


def test_outcomes_are_kept_where_no_other_executor_can_be_made(folder: Path) -> None:
    ways = iter([at_once, at_once])

    def breaks(function: Any, *arguments: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor("it is over"))
        return next(ways, lambda *call: future)(function, *arguments)

    made = iter([Strange(breaks)])

    def make() -> Executor:
        for executor in made:
            return executor
        raise ClaimError("there are no more")

    fine, *rest = runner.run(["broken.py"], processes=1, executor=make).outcomes
    assert fine.as_expected
    for outcome in rest:
        assert (
            "not begun: the executor takes nothing more (ClaimError: there are no" in outcome.error
        )


def test_an_interruption_takes_back_what_was_not_begun(folder: Path) -> None:
    class Interrupting(Notes):
        def begun(self, name: str) -> None:
            super().begun(name)
            if len(self.begun_names) == 2:
                raise KeyboardInterrupt

    executor = Strange(never)
    with pytest.raises(KeyboardInterrupt):
        runner.run(["."], progress=Interrupting(), processes=2, executor=executor)
    assert [future.cancelled() for future in executor.futures] == [True, True]


def test_the_silence_that_is_borne_grows_with_the_budget() -> None:
    assert Limits().silence_of(None) == 600
    assert Limits().silence_of(60) > 20 * 60
