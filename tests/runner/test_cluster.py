"""Runs on a Dask cluster of two workers: the same outcomes, and a killed worker is no loss."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from symderive import runner
from symderive.cli import main
from symderive.runner import cluster
from symderive.runner.cluster import LOCAL, NoClusterError
from tests.claims.proof_text import BROKEN, PROOFS
from tests.runner import bad_files
from tests.runner.test_executors import DEADLY, GOOD_AND_BAD, SHORT, inside
from tests.runner.test_run import Notes, without_times
from tests.runner.test_workers import INTERRUPTIBLE, running

distributed = pytest.importorskip("distributed")

NOBODY = "tcp://127.0.0.1:9"
WAITS = bad_files.HEAD + (
    '''
import time
from pathlib import Path

MARK = Path(__file__).with_suffix(".mark")


@claim("W-1")
def waits():
    """Waits for its process to be killed, but only the first time."""
    if not MARK.exists():
        MARK.write_text(str(os.getpid()))
        time.sleep(100)
    return eq(n + n, 2*n)
'''
)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    before = multiprocessing.active_children(), list(sys.path)
    with cluster.cluster(LOCAL, 2) as found:
        assert len(found.nthreads()) == 2
        yield found
    assert (multiprocessing.active_children(), sys.path) == before


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")


def test_the_outcomes_are_those_of_our_own_processes(client: Any, tmp_path: Path) -> None:
    write(tmp_path, **GOOD_AND_BAD)
    # The workers have another working folder, yet say of a file what is said here.
    with inside(tmp_path):
        expected = runner.run(["."], processes=2, limits=SHORT)
        found = runner.run(["."], executor=client, limits=SHORT)
    assert without_times(found.to_json()) == without_times(expected.to_json())
    assert (len(found.outcomes), len(found.failures), found.exit_status) == (13, 3, 2)


def test_the_executor_of_a_client_will_do(client: Any, folder: Path) -> None:
    write(folder, sums=PROOFS)
    notes = Notes()
    report = runner.run(["sums.py"], progress=notes, executor=client.get_executor())
    assert report.exit_status == 0
    assert sorted(notes.begun_names) == sorted(name for name, *_ in notes.seen)
    assert notes.seen[0] == ("sums.py", 1, 5)
    assert [done for _, done, _ in notes.seen] == [1, 2, 3, 4, 5]


def test_a_worker_that_its_claim_kills_costs_a_retry(client: Any, folder: Path) -> None:
    write(folder, deadly=DEADLY.replace("os._exit(1)", "os.kill(os.getpid(), 9)"), sums=PROOFS)
    pids = set(client.run(os.getpid).values())
    report = runner.run(["."], executor=client)
    (lost,) = (outcome for outcome in report.outcomes if not outcome.as_expected)
    assert lost.name == "always_leaves"
    assert "lost by the executor (KilledWorker: " in lost.error
    assert f"in claim always_leaves (deadly.py:{lost.line})" in lost.error
    assert len(report.outcomes) == 9
    assert report.exit_status == 2
    assert (folder / "deadly.mark").exists()
    client.wait_for_workers(2, timeout=120)
    assert pids != set(client.run(os.getpid).values())


def test_a_worker_killed_from_outside_costs_a_retry(client: Any, folder: Path) -> None:
    write(folder, a_waits=WAITS, b_sums=PROOFS)
    mark, killed = folder / "a_waits.mark", []

    def kill() -> None:
        while not (mark.exists() and mark.read_text(encoding="utf-8")):
            time.sleep(0.05)
        killed.append(int(mark.read_text(encoding="utf-8")))
        os.kill(killed[0], signal.SIGKILL)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    report = runner.run(["."], executor=client)
    thread.join()
    assert report.outcomes[0].name == "waits"
    assert report.exit_status == 0
    assert all(outcome.as_expected for outcome in report.outcomes)
    client.wait_for_workers(2, timeout=120)
    assert killed[0] not in client.run(os.getpid).values()


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["sums.py"], 0, "5 claims: 1 ill-formed, 1 noted, 2 proved, 1 refuted; all as expected"),
        (["broken.py", "-k", "wrong", "-j", "1"], 1, "1 not as expected"),
        (["broken.py"], 2, "ZeroDivisionError"),
        (["nowhere.py"], 2, "no such file or folder"),
        (["sums.py", "-k", "nowhere"], 2, "no claim has 'nowhere' in its name"),
    ],
)
def test_the_command_says_on_a_cluster_what_it_says_without(
    client: Any, folder: Path, arguments: list[str], status: int, told: str
) -> None:
    write(folder, sums=PROOFS, broken=BROKEN)
    command = ["check", *arguments, "--dask", client.scheduler.address, "--no-cache"]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == status, result.output
    assert told in result.output
    assert len(client.nthreads()) == 2


def test_the_command_starts_a_cluster_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, sums=PROOFS)
    code = INTERRUPTIBLE
    shown = [
        subprocess.run(
            [sys.executable, "-W", "error", "-c", code, "check", "sums.py", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        for arguments in (["--dask", "-j", "1", "--no-cache"], ["-j", "1"], ["--dask", NOBODY])
    ]
    assert [(run.returncode, run.stderr) for run in shown] == [(0, "")] * 3
    theirs, ours, remembered = [
        [row.split()[:2] for row in run.stdout[run.stdout.index("\nid ") :].splitlines()]
        for run in shown
    ]
    assert theirs == ours
    assert remembered == ours


def test_a_path_behind_the_option_is_no_address(folder: Path) -> None:
    result = CliRunner().invoke(main, ["check", "--dask", "proofs"])
    assert result.exit_code == 2
    assert "--dask proofs names no scheduler: write tcp://HOST:PORT" in result.output


def test_a_cluster_that_is_not_there_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, sums=PROOFS)
    monkeypatch.setattr(cluster, "CONNECTING_SECONDS", 0.5)
    result = CliRunner().invoke(main, ["check", "sums.py", "--dask", NOBODY])
    assert result.exit_code == 2
    assert f"there is no scheduler at {NOBODY}: " in result.output
    result = CliRunner().invoke(main, ["check", "sums.py", "--dask", "nonsense://there:9"])
    assert result.exit_code == 2
    assert "there is no scheduler at nonsense://there:9: " in result.output


def test_a_cluster_without_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with cluster.cluster(LOCAL, 1) as client:
        client.cluster.scale(0)
        while client.nthreads():
            time.sleep(0.05)
        address = client.scheduler.address
        monkeypatch.setattr(cluster, "CONNECTING_SECONDS", 0.5)
        with pytest.raises(NoClusterError, match="has no workers"), cluster.cluster(address, 1):
            pass


def test_workers_with_another_symderive_are_refused(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = client.scheduler.address
    with monkeypatch.context() as patched:
        patched.setattr(cluster, "source_digest", lambda: f"{os.getpid()}")
        with pytest.raises(NoClusterError, match="has another source of symderive 0"):
            cluster._check(client)
    with monkeypatch.context() as patched:
        patched.setattr(cluster, "PACKAGE", "pytest")
        cluster._check(client)
        patched.setattr(cluster, "PACKAGE", "nowhere")
        with pytest.raises(NoClusterError, match="has no symderive: install it there"):
            cluster._check(client)
    with cluster.cluster(address, 1) as other:
        assert len(other.nthreads()) == 2


def test_a_file_that_differs_on_the_workers_is_refused(
    client: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, sums=PROOFS)
    monkeypatch.setattr("symderive.runner.executors.digest_of", lambda file: "other")
    report = runner.run(["sums.py"], executor=client)
    (failure,) = report.failures
    assert failure.startswith("sums.py:1: the worker (")
    assert f"has another file at {folder / 'sums.py'}" in failure


def test_without_dask_the_command_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, sums=PROOFS)
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = CliRunner().invoke(main, ["check", "sums.py", "--dask"])
    assert result.exit_code == 2
    assert "pip install 'symderive[dask]'" in result.output


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="looks for processes in /proc")
def test_nothing_goes_on_when_the_command_is_interrupted(tmp_path: Path) -> None:
    write(tmp_path, waits=WAITS)
    code = INTERRUPTIBLE
    process = subprocess.Popen(
        [sys.executable, "-c", code, "check", "waits.py", "--dask", "-j", "2"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 120
    while not (tmp_path / "waits.mark").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (130, "interrupted\n")
    while running(tmp_path.name) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running(tmp_path.name) == []
