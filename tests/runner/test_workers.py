"""Workers: how tasks end, and that nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from symderive.results import ClaimOutcome
from symderive.runner.jobs import Job, Tell, decide_job
from symderive.runner.workers import Task, Workers, call
from tests.claims.proof_text import PROOFS
from tests.runner import bad_files

# Where the tests run in the background of a shell, interruptions are ignored.
INTERRUPTIBLE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from symderive.cli import main
main()
"""
POSIX = pytest.mark.skipif(os.name != "posix", reason="asks for signals of POSIX")


def answer(value: int, tell: Tell) -> tuple[int, int]:
    return value + 1, os.getpid()


def told_twice(tell: Tell) -> None:
    tell(None, "first")
    tell(0.2, "second")
    time.sleep(60)


def told_in_time(tell: Tell) -> str:
    for _ in range(4):
        time.sleep(0.5)
        tell(1.5, None)
    return "done"


def killed(tell: Tell) -> None:
    tell(None, "so far")
    os.kill(os.getpid(), signal.SIGKILL)


def threads_allowed(tell: Tell) -> str | None:
    return os.environ.get("OPENBLAS_NUM_THREADS")


def raises(tell: Tell) -> None:
    raise ValueError("not this")


def test_a_worker_computes_in_one_thread_and_this_process_as_before() -> None:
    before = os.environ.get("OPENBLAS_NUM_THREADS")
    assert call(threads_allowed, (), 30).result == (before or "1")
    assert os.environ.get("OPENBLAS_NUM_THREADS") == before


def test_a_result_comes_back_and_the_process_is_kept() -> None:
    with Workers(1) as workers:
        (worker,) = workers.idle
        seen = []
        for value in (1, 2):
            worker.begin(Task(answer, (value,), 30))
            assert workers.idle == []
            while not (endings := list(workers.ended())):
                pass
            seen.append(endings[0][1].result)
        assert [value for value, _ in seen] == [2, 3]
        assert seen[0][1] == seen[1][1] != os.getpid()
        process = worker.process
        assert process is not None
    assert worker.process is None


def test_a_task_is_stopped_at_the_limit_told_last() -> None:
    ending = call(told_twice, (), 30)
    assert (ending.kind, ending.known, ending.allowed) == ("stopped", "second", 0.2)
    assert "in told_twice" in ending.trace


def test_a_task_that_tells_of_itself_goes_on() -> None:
    assert call(told_in_time, (), 1.5).result == "done"


@POSIX
def test_a_process_that_is_killed_says_so() -> None:
    ending = call(killed, (), 30)
    assert (ending.kind, ending.known) == ("died", "so far")
    assert ending.told == "its process was ended by SIGKILL, as happens when memory runs out"


def test_an_error_is_told_with_the_places_it_passed() -> None:
    ending = call(raises, (), 30)
    assert (ending.kind, ending.told) == ("died", "ValueError: not this")
    assert ending.trace.startswith(f'  File "{__file__}", line ')


def test_jobs_run_in_any_executor(tmp_path: Path) -> None:
    file = tmp_path / "sums.py"
    file.write_text(PROOFS, encoding="utf-8")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        found = executor.submit(decide_job, Job(str(file), "squared")).result()
    assert ClaimOutcome.from_json(found).as_expected


def running(marker: str) -> list[str]:
    """The processes whose command line or working folder has the marker."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if marker in os.readlink(place / "cwd"):
                found.append(place.name)
        except OSError:
            continue
    return found


@POSIX
@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize(("sign", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_nothing_goes_on_when_the_command_is_ended(
    tmp_path: Path, sign: signal.Signals, status: int
) -> None:
    (tmp_path / "loops.py").write_text(bad_files.NEVER_IMPORTED, encoding="utf-8")
    (tmp_path / "also.py").write_text(bad_files.NEVER_IMPORTED, encoding="utf-8")
    code = INTERRUPTIBLE
    process = subprocess.Popen(
        [sys.executable, "-c", code, "check", "loops.py", "also.py", "-j", "2"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while len(running(tmp_path.name)) < 5 and time.monotonic() < deadline:
        time.sleep(0.05)
    if sign == signal.SIGINT:
        os.killpg(process.pid, sign)
    else:
        process.kill()
    _, errors = process.communicate(timeout=30)
    assert process.returncode == status
    assert "Traceback" not in errors
    while running(tmp_path.name) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running(tmp_path.name) == []
