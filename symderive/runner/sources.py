"""What a proof file is made of: the modules that it imports from beside it, as they were read.

While a job is watched, modules outside of the libraries are compiled from their source, whose
digest is noted. Python's own loader might take compiled code of an older file, which it knows by
its length and the second of its last change. What else a job reads cannot be told from files that
stay the same, so that it is not remembered by its file; nor is what it does with other processes
or the network.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
    SourcelessFileLoader,
)
from types import CodeType, ModuleType
from typing import Any

from symderive.runner.engine import ENGINE

# What the engine itself may load while it decides.
LIBRARIES = ("flint", "islpy", "mpmath", "numpy", "rich", "scipy", "sympy", "torch", "z3")
COMMANDS = ("os.exec", "os.fork", "os.posix_spawn", "os.system", "subprocess.Popen")
TELLING = (*COMMANDS, "socket.__new__")
LISTING = ("os.listdir", "os.scandir")
MAIN = ("__main__", "__mp_main__")


@dataclass
class Seen:
    """What this process has read so far for the jobs that were watched.

    ``modules`` are the digests of local modules by their files, ``names`` what was imported by
    name, ``others`` is for each proof file something that was used beside modules, ``early`` what
    was there at first. What is read from the folder ``cache``, or of the proof ``file`` of the
    job, is not noted.
    """

    modules: dict[str, str] = field(default_factory=dict)
    proofs: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    others: dict[str, str] = field(default_factory=dict)
    file: str = ""
    cache: str = ""
    early: frozenset[str] = frozenset()
    path: list[str] = field(default_factory=list)
    thread: int | None = None
    reading: bool = False

    @property
    def other(self) -> str:
        """What was used beside modules, for the file of the job or for a module that it may use."""
        shared = next(iter(self.others.values()), "") if self.modules else ""
        return self.others.get(self.file, shared)


SEEN = Seen()


@contextmanager
def watched(file: str, cache: str = "") -> Iterator[None]:
    """Note what is read for a job on this proof file, from anywhere but the folder of the cache."""
    if not SEEN.path:
        SEEN.early, SEEN.path = frozenset(sys.modules), places(sys.path)
    SEEN.file, SEEN.cache = os.path.abspath(file), cache
    SEEN.proofs.add(SEEN.file)
    _listen()
    # Nothing may be imported between the next two lines, as it is where this is first asked.
    _library_roots()
    _forget_finders()
    sys.path_hooks.insert(0, _finder)
    SEEN.thread = threading.get_ident()
    try:
        yield
    finally:
        SEEN.thread = None
        sys.path_hooks.remove(_finder)
        _forget_finders()


def made_of(digest: str) -> dict[str, Any]:
    """What a job on a proof file of that digest was made of, as plain data.

    ``modules`` and ``names`` hold the files that have been imported, with their digests and with
    their names, ``places`` where names were looked for, at first and in the end. ``other`` is
    empty if that is all; it may be more than a single proof file needs, and never less.
    """
    other = SEEN.other or next(_unknown(), "")
    names = {name: _file_of(sys.modules.get(name)) for name in sorted(SEEN.names)}
    return {
        "file": digest,
        "modules": dict(SEEN.modules),
        "names": names,
        "places": [SEEN.path, places(sys.path)],
        "other": other,
    }


def places(path: list[str]) -> list[str]:
    """Where Python looks for modules, as absolute paths."""
    return [os.path.abspath(place) for place in path]


class _SourceLoader(SourceFileLoader):
    """Compiles the source as it stands, and notes its digest."""

    def get_code(self, fullname: str) -> CodeType | None:
        path = self.get_filename(fullname)
        SEEN.reading = True
        try:
            data = self.get_data(path)
        finally:
            SEEN.reading = False
        SEEN.modules[os.path.abspath(path)] = hashlib.sha256(data).hexdigest()
        found: CodeType = self.source_to_code(data, path)
        return found


def _finder(folder: str) -> FileFinder:
    """What finds modules in a folder that belongs to no library."""
    if is_library(os.path.abspath(folder)) or not os.path.isdir(folder or "."):
        raise ImportError(f"{folder} is not watched", path=folder)
    return FileFinder(
        folder,
        (ExtensionFileLoader, EXTENSION_SUFFIXES),
        (_SourceLoader, SOURCE_SUFFIXES),
        (SourcelessFileLoader, BYTECODE_SUFFIXES),
    )


def _forget_finders() -> None:
    """Let the finders of local folders be made anew, by the hooks that there are now."""
    for folder in list(sys.path_importer_cache):
        if not is_library(os.path.abspath(folder)):
            del sys.path_importer_cache[folder]


@cache
def is_library(path: str) -> bool:
    """Whether an absolute path belongs to Python, to an installed package, or to the engine."""
    return any(path == root or path.startswith(root + os.sep) for root in _library_roots())


@cache
def _library_roots() -> tuple[str, ...]:
    import sysconfig

    names = ("stdlib", "platstdlib", "purelib", "platlib")
    roots = {os.path.abspath(sysconfig.get_path(name)) for name in names}
    roots |= {place for place in places(sys.path) if "-packages" in os.path.basename(place)}
    roots |= {os.path.dirname(os.path.abspath(os.__file__)), ENGINE}
    return tuple(sorted({*roots, *map(os.path.realpath, roots)}))


def _unknown() -> Iterator[str]:
    """Modules that were not compiled from a source that was noted."""
    for name, module in list(sys.modules.items()):
        file, package = _file_of(module), name.partition(".")[0]
        if not file or name in MAIN or file in SEEN.modules or file in SEEN.proofs:
            continue
        own = _is_installed(file) and package in LIBRARIES
        if not is_library(file) or not (own or name in SEEN.early or not _is_installed(file)):
            yield name


def _is_installed(file: str) -> bool:
    """Whether a file of a library is neither Python's own nor the engine's."""
    return "-packages" in file and not file.startswith(ENGINE + os.sep)


def _file_of(module: ModuleType | None) -> str:
    """The file of a module, empty where there is none."""
    file = getattr(module, "__file__", None)
    return os.path.abspath(file) if isinstance(file, str) else ""


@cache
def _listen() -> None:
    sys.addaudithook(_hear)


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    """Note what the watched thread opens, imports and asks of others."""
    if SEEN.thread is None or SEEN.thread != threading.get_ident():
        return
    if event == "import":
        name = str(arguments[0]).partition(".")[0]
        if name not in sys.stdlib_module_names and name not in (*LIBRARIES, "symderive"):
            SEEN.names.add(name)
    elif event == "open" and not SEEN.reading:
        _hear_of(arguments[0])
    elif event in LISTING:
        if arguments[0] not in sys.path_importer_cache:
            _hear_of(arguments[0])
    elif event in TELLING:
        SEEN.others[SEEN.file] = event


def _hear_of(place: Any) -> None:
    """Note a file or folder that is neither a library's nor known already."""
    if isinstance(place, (str, bytes)):
        path = os.path.abspath(os.fsdecode(place))
        known = path == SEEN.file or path in SEEN.modules
        known = known or (SEEN.cache != "" and path.startswith(SEEN.cache + os.sep))
        if not known and not is_library(path):
            SEEN.others[SEEN.file] = path
