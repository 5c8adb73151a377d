"""A run in somebody else's executor: threads, processes, or the workers of a Dask cluster.

It is used like the worker processes of our own, and says the same of every claim. What is lost
with a process is tried once more, with nothing beside it, so that only the claim that takes its
process down is an error.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future
from concurrent.futures import wait as wait_for
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, Self
from uuid import uuid4

from symderive.errors import SymderiveError
from symderive.runner.errands import Errand, digest_of, done, source_digest
from symderive.runner.jobs import Job
from symderive.runner.run import available_processors
from symderive.runner.workers import Ending, Task

MOST_TRIES = 2
# Seconds after which an executor is looked at that has given no answer.
LOOKED_EVERY = 1.0
MAKE_ANOTHER = (
    "give a function that makes an executor, as in executor=lambda: ProcessPoolExecutor(2), "
    "and the rest is decided by another one"
)


class Client(Protocol):
    """A client of a Dask cluster, as far as it is used here."""

    def get_executor(self) -> Any:
        """The cluster as an executor."""


Employer = Executor | Callable[[], Executor] | Client


def hired(employer: Employer, count: int | None, patience: float) -> Hired:
    """Places in an executor, in what a function makes, or in the cluster of a client."""
    if isinstance(employer, Executor):
        return Hired(employer, None, count, patience)
    if not callable(employer):
        return Hired(employer.get_executor(), None, count, patience)
    return Hired(employer(), employer, count, patience)


@dataclass(eq=False)
class Place:
    """One task at a time that the executor has been given.

    ``future`` is None while the task waits to be tried again. ``settled`` is how it ended where
    the executor has no part in that.
    """

    hired: Hired
    memory: set[Any]
    task: Task | None = None
    errand: Errand | None = None
    future: Future[Ending] | None = None
    settled: Ending | None = None
    losses: int = 0

    keeps_imports = False

    def begin(self, task: Task) -> None:
        """Give the executor a task."""
        self.task, self.future, self.settled, self.losses = task, None, None, 0
        try:
            self.errand = self.hired.errand_of(task)
        except OSError as error:
            self.settled = Ending("died", told=f"{error.filename}: {error.strerror}")
        else:
            self.hired.submit(self)


@dataclass
class Hired:
    """Places in an executor, all of which are free when the ``with`` block is left.

    What ``make`` has made is shut down; without it, ``executor`` is left as it is. There are
    ``count`` places, or as many as the executor has workers. Nothing stops from outside what it
    runs: where it has been silent for ``patience`` seconds, nobody waits for it any longer.
    """

    executor: Executor
    make: Callable[[], Executor] | None
    count: int | None
    patience: float
    all: list[Place] = field(default_factory=list)
    again: deque[Place] = field(default_factory=deque)
    alone: Place | None = None
    broken: str = ""
    digests: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> Self:
        memory: set[Any] = set()
        count = self.count or _workers_of(self.executor)
        self.all = [Place(self, memory) for _ in range(count)]
        self.latest = time.monotonic()
        return self

    def __exit__(self, kind: object, *error: object) -> None:
        for place in self.all:
            if place.future is not None and not self._is_alone:
                place.future.cancel()
        if self.make is not None:
            self._leave(wait=kind is None and not self.broken)

    @property
    def idle(self) -> list[Place]:
        """The places without a task; none while something is tried alone."""
        if self.again or self.alone is not None:
            return []
        return [place for place in self.all if place.task is None]

    def ended(self) -> Iterator[tuple[Place, Ending]]:
        """Wait for something to happen, and give the tasks that have ended."""
        busy = [place for place in self.all if place.task is not None]
        if all(place.settled is None for place in busy):
            self._wait(busy)
        for place in busy:
            ending = place.settled or self._ending(place)
            if ending is not None:
                self.latest = time.monotonic()
                place.task = place.future = None
                self.alone = None if self.alone is place else self.alone
                yield place, ending
        if self.again and all(place.future is None for place in self.all):
            self.alone = self.again.popleft()
            self.submit(self.alone)

    def submit(self, place: Place) -> None:
        """Hand the errand of a place to the executor."""
        assert place.errand is not None
        self.latest = time.monotonic()
        try:
            if self.broken and self.make is not None:
                self._leave(wait=False)
                self.executor, self.broken = self.make(), ""
            if not self.broken:
                errand = replace(place.errand, ticket=uuid4().hex)
                place.future = self.executor.submit(done, errand)
                return
        except (RuntimeError, SymderiveError) as error:
            self.broken = f"the executor takes nothing more ({type(error).__name__}: {error})"
            self.make = None
        place.settled = Ending("died", told=f"not begun: {self.broken}")

    def errand_of(self, task: Task) -> Errand:
        """The task with all that a process elsewhere must know; raises OSError without its file."""
        about, *rest = task.arguments
        file = os.path.abspath(about.file if isinstance(about, Job) else about)
        if file not in self.digests:
            self.digests[file] = digest_of(file)
        placed = replace(about, file=file) if isinstance(about, Job) else file
        return Errand(
            task.function,
            (placed, *rest),
            task.seconds,
            file,
            self.digests[file],
            source_digest(),
            os.getcwd(),
        )

    def _wait(self, busy: list[Place]) -> None:
        """Wait until a future is done, or give all of them up."""
        futures = [place.future for place in busy if place.future is not None]
        left = self.patience
        while left > 0:
            left = max(self.latest + self.patience - time.monotonic(), 0.0)
            pause = min(left, LOOKED_EVERY)
            finished, _ = wait_for(futures, timeout=pause, return_when=FIRST_COMPLETED)
            if finished:
                return
            if self._is_alone:
                # Its futures would stay as they are for ever.
                for place in (place for place in busy if place.future is not None):
                    place.future = Future()
                    place.future.set_exception(BrokenExecutor("the scheduler is gone"))
                return
        for place in busy:
            if place.future is not None:
                place.future.cancel()
            told = f"given up: the executor has been silent for {self.patience:g} s"
            place.settled = Ending("stopped", told=told, seconds=self.patience)
        self.again.clear()
        self.broken = f"the executor has been silent for {self.patience:g} s"

    def _leave(self, wait: bool) -> None:
        """Shut down an executor that was made here, unless its scheduler is gone."""
        if not self._is_alone:
            self.executor.shutdown(wait=wait)

    @property
    def _is_alone(self) -> bool:
        """Whether the executor is the client of a cluster, and has lost its scheduler."""
        client = getattr(self.executor, "_client", None)
        return client is not None and client.status == "closed"

    def _ending(self, place: Place) -> Ending | None:
        """How the task of a place ended, None while it goes on or will be tried again."""
        if place.future is None or not place.future.done():
            return None
        try:
            ending = place.future.result()
        except (Exception, CancelledError) as error:  # noqa: BLE001 - of the executor, not a claim
            return self._lost(place, error)
        return _as_named(ending, place)

    def _lost(self, place: Place, error: BaseException) -> Ending | None:
        """What becomes of a task that the executor has lost: its process was killed, say."""
        place.future, place.losses = None, place.losses + 1
        told = f"lost by the executor ({type(error).__name__}: {error})"
        if isinstance(error, BrokenExecutor):
            self.broken = f"the executor is broken ({type(error).__name__}: {error})"
            if self.make is None:
                return Ending("died", told=f"{told}; {MAKE_ANOTHER}")
        if self.alone is place:
            self.alone = None
            if place.losses >= MOST_TRIES:
                return Ending("died", told=f"{told} {place.losses} times, the last time alone")
        self.again.append(place)
        return None


def _as_named(ending: Ending, place: Place) -> Ending:
    """The ending with the file as it was named, where it could not be read."""
    assert place.task is not None
    assert place.errand is not None
    name, result = place.task.arguments[0], ending.result
    if ending.kind != "done" or "failure" not in result or isinstance(name, Job):
        return ending
    told = result["failure"].replace(place.errand.file, name, 1)
    return replace(ending, result=result | {"failure": told})


def _workers_of(executor: Executor) -> int:
    """How many workers the executor has, as far as it says."""
    client = getattr(executor, "_client", None)
    if client is not None:
        return max(len(client.nthreads()), 1)
    return getattr(executor, "_max_workers", None) or available_processors()
