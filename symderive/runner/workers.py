"""Worker processes that can be stopped: each does one task at a time and tells how far it is.

Processes come from a fork server where there is one, which has imported everything heavy already,
so that a worker that was stopped is replaced at once. What a worker is doing when it is stopped or
dies is read from a second pipe, into which ``faulthandler`` writes without asking the interpreter.
"""

from __future__ import annotations

import faulthandler
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Literal, Self

FORKSERVER, SPAWN = "forkserver", "spawn"
IMPORTED_EARLY = ["symderive.runner.deciding", "symderive.numeric.check"]
# There are as many workers as processors: a library that starts threads of its own takes from them.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
# Terms live long and hardly ever in cycles: the collector of cycles need not look often.
COLLECTED_AFTER = (20_000, 20, 20)
NOTE, RESULT, RAISED = "note", "result", "raised"
TRACE_SECONDS, EXIT_SECONDS = 0.3, 5.0
LONGEST_TRACE = 1 << 16


@dataclass(frozen=True)
class Task:
    """A function at the top of a module, its arguments, and the seconds until it must tell more.

    It is called with the arguments and a function to ``tell(seconds, known)``: the seconds that
    the next stretch may take (None leaves them as they are), and what is known so far.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    seconds: float


@dataclass(frozen=True)
class Ending:
    """How a task ended: ``done`` with its result, ``stopped`` at its limit, or ``died``.

    ``known`` is what was told last. ``told`` says how it died, ``trace`` what was running then.
    ``allowed`` are the seconds of the last stretch.
    """

    kind: Literal["done", "stopped", "died"]
    result: Any = None
    known: Any = None
    told: str = ""
    trace: str = ""
    allowed: float = 0.0
    seconds: float = 0.0


@dataclass
class Worker:
    """One place for a task, with a process that is started when it is needed.

    ``memory`` is for the caller: it is emptied with each new process.
    """

    context: Any
    memory: set[Any] = field(default_factory=set)
    task: Task | None = None
    process: BaseProcess | None = None

    # The next task finds what this one has imported.
    keeps_imports = True

    def begin(self, task: Task) -> None:
        """Give the worker a task."""
        if self.process is None:
            self._start()
        self.task, self.known = task, None
        self.began = self.latest = time.monotonic()
        self.allowed = task.seconds
        # A process that is gone is noticed when its end of the pipe is read.
        with suppress(OSError):
            self.pipe.send((task.function, task.arguments))

    @property
    def seconds_left(self) -> float:
        """The seconds until the task is stopped."""
        return self.latest + self.allowed - time.monotonic()

    def ending(self) -> Ending | None:
        """How the task has ended, None while it goes on; reads what the process has sent."""
        try:
            while self.pipe.poll():
                kind, *content = self.pipe.recv()
                if kind == RESULT:
                    return self._ended("done", result=content[0])
                if kind == RAISED:
                    return self._ended("died", told=content[0], trace=content[1])
                self._heard(*content)
            gone = self.process is not None and not self.process.is_alive()
            if gone and not self.pipe.poll():
                return self._died()
        except (EOFError, OSError):
            return self._died()
        if self.seconds_left <= 0:
            return self._stopped()
        return None

    def end(self) -> None:
        """End the process, whatever it does."""
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.process.close()
            self.pipe.close()
            self.traces.close()
        self.process = None
        self.memory.clear()

    def _start(self) -> None:
        self.pipe, theirs = self.context.Pipe()
        self.traces, their_traces = self.context.Pipe(duplex=False)
        arguments = (theirs, their_traces, os.getcwd())
        process = self.context.Process(target=_serve, args=arguments, daemon=True)
        _start(process, self.context)
        self.process = process
        theirs.close()
        their_traces.close()

    def _heard(self, seconds: float | None, known: Any) -> None:
        if known is not None:
            self.known = known
        if seconds is not None:
            self.latest, self.allowed = time.monotonic(), seconds

    def _ended(self, kind: Literal["done", "stopped", "died"], **fields: Any) -> Ending:
        self.task = None
        seconds = time.monotonic() - self.began
        return Ending(kind, known=self.known, allowed=self.allowed, seconds=seconds, **fields)

    def _stopped(self) -> Ending:
        trace = self._trace(ask=True)
        self.end()
        return self._ended("stopped", trace=trace)

    def _died(self) -> Ending:
        assert self.process is not None
        self.process.join(EXIT_SECONDS)
        told, trace = _told(self.process.exitcode), self._trace()
        self.end()
        return self._ended("died", told=told, trace=trace)

    def _trace(self, ask: bool = False) -> str:
        """What the process runs, or ran when it crashed: a Python traceback, the latest first."""
        assert self.process is not None
        found = b""
        try:
            if ask and hasattr(signal, "SIGUSR1"):
                os.kill(self.process.pid or 0, signal.SIGUSR1)
            while self.traces.poll(TRACE_SECONDS if ask and not found else 0.01):
                found += os.read(self.traces.fileno(), LONGEST_TRACE) or b"\n"
                if found.endswith(b"\n\n") or len(found) > LONGEST_TRACE:
                    break
        except OSError:
            pass  # A process that is gone can no longer be asked.
        return found.decode("ascii", "replace")


class Workers:
    """A number of workers, all of which have ended when the ``with`` block is left."""

    def __init__(self, count: int) -> None:
        context = _context()
        self.all = [Worker(context) for _ in range(max(count, 1))]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for worker in self.all:
            worker.end()

    @property
    def idle(self) -> list[Worker]:
        """The workers without a task."""
        return [worker for worker in self.all if worker.task is None]

    def ended(self) -> Iterator[tuple[Worker, Ending]]:
        """Wait for something to happen, and give the tasks that have ended."""
        busy = [worker for worker in self.all if worker.task is not None]
        left = min((worker.seconds_left for worker in busy), default=0.0)
        signs: list[Any] = [worker.pipe for worker in busy]
        signs += [worker.process.sentinel for worker in busy if worker.process is not None]
        wait(signs, timeout=max(left, 0.0))
        for worker in busy:
            ending = worker.ending()
            if ending is not None:
                yield worker, ending


def call(function: Callable[..., Any], arguments: tuple[Any, ...], seconds: float) -> Ending:
    """One task in a worker of its own."""
    with Workers(1) as workers:
        workers.all[0].begin(Task(function, arguments, seconds))
        while True:
            for _, ending in workers.ended():
                return ending


def _context() -> Any:
    """How processes are started: from a fork server where there is one."""
    known = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context(FORKSERVER if FORKSERVER in known else SPAWN)
    if FORKSERVER in known:
        context.set_forkserver_preload(IMPORTED_EARLY)
    return context


def _start(process: BaseProcess, context: Any) -> None:
    """Start a process that never sees Ctrl-C, since this one ends it.

    The first process of a fork server waits for its imports, which Ctrl-C may interrupt.
    """
    if context.get_start_method() == FORKSERVER:
        with _interrupts_ignored(), _one_thread():
            forkserver.ensure_running()
        process.start()
    else:
        with _interrupts_ignored(), _one_thread():
            process.start()


@contextmanager
def _one_thread() -> Iterator[None]:
    """What is started here computes in one thread, unless the user has said otherwise."""
    added = [name for name in ONE_THREAD if name not in os.environ]
    os.environ.update(dict.fromkeys(added, "1"))
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """What is started here ignores Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.default_int_handler)


def _told(code: int | None) -> str:
    """How a process ended, in words."""
    if code is None or code >= 0:
        return f"its process ended with exit status {code if code is not None else 'unknown'}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    memory = ", as happens when memory runs out" if name == "SIGKILL" else ""
    return f"its process was ended by {name}{memory}"


def _serve(pipe: Connection, traces: Connection, folder: str) -> None:
    """The life of a worker process: one task after the other, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.chdir(folder)
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)
    faulthandler.enable(traces.fileno(), all_threads=False)
    if hasattr(signal, "SIGUSR1"):
        faulthandler.register(signal.SIGUSR1, traces.fileno(), all_threads=False)
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def tell(seconds: float | None, known: Any) -> None:
        pipe.send((NOTE, seconds, known))

    while True:
        try:
            function, arguments = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            result = function(*arguments, tell)
        except BaseException as error:  # noqa: BLE001 - whatever a proof file raises
            pipe.send((RAISED, f"{type(error).__name__}: {error}".rstrip(": "), frames_of(error)))
            continue
        pipe.send((RESULT, result))


def frames_of(error: BaseException) -> str:
    """The places that an error passed, the latest first, written as faulthandler does."""
    rows = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        rows.append(f'  File "{code.co_filename}", line {trace.tb_lineno} in {code.co_name}')
        trace = trace.tb_next
    return "\n".join(reversed(rows))


def _end_with_parent() -> None:
    """End this process when the one that started it is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        sys.stderr.flush()
        os._exit(1)
