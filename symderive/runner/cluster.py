"""A Dask cluster, named by the address of its scheduler or started here, for the claims of a run.

The workers read the proof files at the same path as who asks, and must have the same symderive.
Dask gives the task of a worker that was killed to another one.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from symderive.errors import SymderiveError
from symderive.runner.errands import source_digest

if TYPE_CHECKING:
    from distributed import Client

LOCAL = "local"
PACKAGE = "symderive"
CONNECTING_SECONDS = 15
# A claim that takes its worker down does so with so many workers more, then it is an error.
RETRIES = 1
# A worker that was killed is started again, and a busy machine takes its time for that.
PATIENT = {
    "distributed.deploy.lost-worker-timeout": "1 hour",
    "distributed.comm.timeouts.connect": "2 minutes",
    "distributed.comm.timeouts.tcp": "2 minutes",
}
# Looking a hundred times a second at a deep stack doubles the time of a claim.
UNWATCHED = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}


class NoClusterError(SymderiveError):
    """There is no cluster to decide claims on; the message says why."""


@contextmanager
def cluster(address: str, workers: int) -> Iterator[Client]:
    """The client of the cluster at an address, or of a local one with that many workers.

    Raises:
        NoClusterError: where there is none, or where its workers have another symderive.
    """
    try:
        import distributed  # noqa: F401 - it is asked for before anything is started
    except ImportError as error:
        raise NoClusterError("Dask is not installed: pip install 'symderive[dask]'") from error
    with _started(workers) if address == LOCAL else _joined(address) as client:
        _check(client)
        yield client


@contextmanager
def _started(workers: int) -> Iterator[Client]:
    """A cluster of processes on this machine, all of which have ended in the end."""
    from dask import config
    from distributed import Client, LocalCluster

    # Without its page of diagnostics, the scheduler has a port all the same: any that is free.
    scheduler = {
        "allowed_failures": RETRIES,
        "dashboard": False,
        "dashboard_address": "127.0.0.1:0",
    }
    with (
        _scratch_folder() as folder,
        config.set(PATIENT | {"temporary-directory": folder}),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit=None,
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
            env=UNWATCHED,
            preload=[__name__],
            scheduler_kwargs=scheduler,
        ) as processes,
        Client(processes, set_as_default=False) as client,
    ):
        yield client


@contextmanager
def _scratch_folder() -> Iterator[str]:
    """A folder for what Dask writes, which it also enters among the places of modules."""
    with TemporaryDirectory(prefix="symderive-") as folder:
        try:
            yield folder
        finally:
            sys.path[:] = [place for place in sys.path if not place.startswith(folder)]


@contextmanager
def _joined(address: str) -> Iterator[Client]:
    """The cluster of a scheduler that runs somewhere, which is left as it is."""
    from distributed import Client

    try:
        client = Client(address, timeout=CONNECTING_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoClusterError(f"there is no scheduler at {address}: {error}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=CONNECTING_SECONDS)
        except TimeoutError as error:
            raise NoClusterError(f"the cluster at {address} has no workers") from error
        yield client


def dask_setup(worker: object) -> None:
    """What Dask calls in each process that is started here: Ctrl-C is for the one that started it.

    It runs in the main thread.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _check(client: Client) -> None:
    """Refuse a cluster that would decide with another symderive."""
    # A worker without symderive cannot be asked by a function of ours.
    for worker, found in client.run(version, PACKAGE, on_error="return").items():
        if isinstance(found, Exception):
            raise NoClusterError(f"the worker {worker} has no symderive: install it there")
        if found != version(PACKAGE):
            raise NoClusterError(
                f"the worker {worker} has symderive {found}, and here is {version(PACKAGE)}: "
                "install the same one on all workers"
            )
    for worker, found in client.run(source_digest, on_error="return").items():
        if found != source_digest():
            raise NoClusterError(
                f"the worker {worker} has another source of symderive {version(PACKAGE)} than is "
                "here: install the same one on all workers, and start them again"
            )
