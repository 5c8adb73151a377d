"""A task done in a process or thread of somebody else's executor, as plain data both ways.

Nobody outside can stop what runs there, so each errand watches its own clock: when the time is
over, an exception is raised in the thread that runs it. An errand never raises. It refuses to run
where another symderive or another proof file lies.
"""

from __future__ import annotations

import ctypes
import gc
import hashlib
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from symderive.runner.engine import ENGINE, sources
from symderive.runner.files import shown_from
from symderive.runner.jobs import loaded
from symderive.runner.sources import is_library
from symderive.runner.workers import COLLECTED_AFTER, Ending, frames_of

# Seconds. What catches the exception and goes on gets it again; otherwise it has long been told.
LOOKED_EVERY, AGAIN_AFTER = 0.1, 5.0

# The claims of one process are decided one at a time: all threads share the count of operations of
# the library of integer sets, and the precision of the library of balls.
_turn = threading.Lock()
# What this process has imported for errands: the digests of the files as they were by then, and
# the names of the modules beside them.
_digests: dict[str, str] = {}
_modules: set[str] = set()


def _begin_again() -> None:
    """A forked process has no thread that could hand over its turn."""
    global _turn  # noqa: PLW0603 - a lock cannot be made free by another process
    _turn = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_again)


class Stopped(BaseException):
    """The time of an errand is over; no Exception, so that a claim does not take it for its own."""


@dataclass(frozen=True)
class Errand:
    """A function with its arguments, and where it may be done.

    ``file`` is the absolute path of the proof file that it is about, with the digest of its bytes,
    and ``engine`` the digest of the engine that asks. Paths are shown as seen from ``folder``. A
    ``ticket`` tells apart two attempts at the same: a cluster may give the answer to the first.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    seconds: float
    file: str
    digest: str
    engine: str
    folder: str
    ticket: str = ""


class Watch:
    """The clock of an errand, which raises Stopped in the thread that made it.

    Only primitive locks are shared with that thread, since the exception may come anywhere.
    """

    def __init__(self, seconds: float) -> None:
        self.thread = threading.get_ident()
        self.began = self.latest = time.monotonic()
        self.allowed, self.known, self.over = seconds, None, False
        self.guard, self.ended = threading.Lock(), threading.Lock()
        self.ended.acquire()
        threading.Thread(target=self._look, daemon=True).start()

    def tell(self, seconds: float | None, known: Any) -> None:
        """The next stretch begins: how long it may take, and what is known so far."""
        if known is not None:
            self.known = known
        if seconds is not None:
            self.latest, self.allowed = time.monotonic(), seconds

    def end(self) -> None:
        """Raise nothing from now on; done twice where the first time was interrupted."""
        with self.guard:
            self.over = True
        _raise_in(self.thread, None)
        with suppress(RuntimeError):
            self.ended.release()

    @property
    def seconds(self) -> float:
        """The seconds since the errand began."""
        return time.monotonic() - self.began

    def _look(self) -> None:
        wait = LOOKED_EVERY
        while not self.ended.acquire(timeout=wait):
            wait = LOOKED_EVERY
            if self.latest + self.allowed <= time.monotonic():
                wait = AGAIN_AFTER
                with self.guard:
                    if not self.over:
                        _raise_in(self.thread, Stopped)


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Raise an error in a thread as soon as it runs Python, or take back what it has not seen."""
    told = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), told)


def done(errand: Errand) -> Ending:
    """How the errand has ended, whatever happened on it; the others of this process wait."""
    with _turn:
        watch = Watch(errand.seconds)
        try:
            refusal = _refusal(errand)
            if not refusal:
                with shown_from(errand.folder), _fresh_imports(errand.file), _seldom_collected():
                    result = errand.function(*errand.arguments, watch.tell)
            watch.end()
        except BaseException as error:  # noqa: BLE001 - whatever a proof file raises
            watch.end()
            if isinstance(error, Stopped):
                return _ending(watch, "stopped", trace=frames_of(error))
            told = f"{type(error).__name__}: {error}".rstrip(": ")
            return _ending(watch, "died", told=told, trace=frames_of(error))
        if refusal:
            return _ending(watch, "died", told=refusal)
        return _ending(watch, "done", result=result)


def _ending(watch: Watch, kind: Any, **fields: Any) -> Ending:
    return Ending(kind, known=watch.known, allowed=watch.allowed, seconds=watch.seconds, **fields)


def _refusal(errand: Errand) -> str:
    """Why the errand cannot be done here, or nothing."""
    here = f"{socket.gethostname()}, process {os.getpid()}"
    if errand.engine != source_digest():
        return (
            f"the worker ({here}) has another symderive: install the same one there, and start "
            "the workers again after a change"
        )
    try:
        digest = digest_of(errand.file)
    except OSError as error:
        return (
            f"the worker ({here}) cannot read {errand.file} ({error.strerror}): proof files must "
            "lie at the same path on all workers"
        )
    if digest != errand.digest:
        return f"the worker ({here}) has another file at {errand.file}, or it was just changed"
    return ""


@contextmanager
def _fresh_imports(file: str) -> Iterator[None]:
    """Import all proof files anew where one, or a module of theirs, has changed since.

    The process may be much older than the run.
    """
    if any(_digest_now(path) != digest for path, digest in _digests.items()):
        loaded.cache_clear()
        for name in _modules:
            sys.modules.pop(name, None)
        _modules.clear()
        _digests.clear()
    _digests[file] = _digest_now(file)
    before = set(sys.modules)
    try:
        yield
    finally:
        for name in set(sys.modules) - before:
            path = getattr(sys.modules[name], "__file__", None)
            if path and not is_library(os.path.abspath(path)):
                _modules.add(name)
                _digests[path] = _digest_now(path)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for cycles as seldom as in processes of our own."""
    before = gc.get_threshold()
    gc.set_threshold(*COLLECTED_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _digest_now(path: str) -> str:
    """The digest of a file as it is now, empty where there is none."""
    try:
        return digest_of(path)
    except OSError:
        return ""


def digest_of(file: str) -> str:
    """The digest of the bytes of a file."""
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


@cache
def source_digest() -> str:
    """The digest of the source of symderive, as it was when this process first asked."""
    found = {name: hashlib.sha256(data).hexdigest() for name, data in sources(ENGINE)}
    return hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()
