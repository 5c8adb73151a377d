"""What was decided before, kept in a folder: entries by key, each whole or not there.

An entry is a file, replaced as a whole, and begins with a digest of its key and of what it holds.
One that is damaged counts as absent. Nothing here raises: a cache that cannot be read or written
costs time and no answer, and says so once. It is trusted as far as the file system is.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

Json = Any

FOLDER = ".symderive_cache"
# The size at which the oldest entries go, and how much of it is left then.
LARGEST_BYTES, LARGEST_COUNT, KEPT = 64 << 20, 20_000, 0.75
# What an interrupted process has not renamed is no use to anyone after this many seconds.
UNFINISHED_SECONDS = 600
UNFINISHED = ".part"
DIGEST_LENGTH = 64


class Cache:
    """Entries in a folder, by a kind and a key; ``told`` says what went wrong, in one line."""

    def __init__(self, folder: Path | str = FOLDER) -> None:
        self.folder = os.path.abspath(folder)
        self.damaged = 0
        self.refused = ""
        self.changed = False

    @property
    def told(self) -> str:
        """What a user needs to know of this cache, empty if all is well."""
        name = os.path.relpath(self.folder)
        if self.refused:
            return f"nothing is remembered in {name}: {self.refused}"
        if self.damaged:
            entries = "1 entry" if self.damaged == 1 else f"{self.damaged} entries"
            return f"{entries} in {name} damaged, and what was in there decided anew"
        return ""

    def read(self, kind: str, key: str) -> Json | None:
        """What was written under the key, None if nothing is there or it is damaged."""
        try:
            with open(self._file(kind, key), "rb") as stream:
                data = stream.read()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            self.damaged += 1
            return None
        try:
            if data[:DIGEST_LENGTH] != _digest(kind, key, data[DIGEST_LENGTH:]):
                raise ValueError("what it holds is not what was written")
            return json.loads(zlib.decompress(data[DIGEST_LENGTH:]))
        except (ValueError, zlib.error):
            self.damaged += 1
            return None

    def write(self, kind: str, key: str, content: Json) -> None:
        """Put an entry in the place of the one before it."""
        if self.refused:
            return
        file = self._file(kind, key)
        beside = f"{file}.{os.getpid()}.{threading.get_ident()}{UNFINISHED}"
        data = zlib.compress(json.dumps(content, separators=(",", ":")).encode(), 1)
        try:
            self._make_folder(os.path.dirname(file))
            with open(beside, "wb") as stream:
                stream.write(_digest(kind, key, data) + data)
            os.replace(beside, file)
        except OSError as error:
            self.refused = error.strerror or str(error)
            with suppress(OSError):
                os.unlink(beside)
        self.changed = True

    def trim(self) -> None:
        """Drop the oldest entries where there are too many, and what was left unfinished."""
        if not self.changed:
            return
        self.changed = False
        found = sorted(self._files(), reverse=True)
        sizes = [size for _, size, _ in found]
        full = len(sizes) > LARGEST_COUNT or sum(sizes) > LARGEST_BYTES
        count, total, now = 0, 0, time.time()
        for stamp, size, file in found:
            count, total = count + 1, total + size
            beyond = count > KEPT * LARGEST_COUNT or total > KEPT * LARGEST_BYTES
            left_over = file.endswith(UNFINISHED) and now - stamp > UNFINISHED_SECONDS
            if left_over or (full and beyond):
                with suppress(OSError):
                    os.unlink(file)

    def _files(self) -> Iterator[tuple[float, int, str]]:
        """The entries, and what was to become one: when each was written, its size, its name."""
        for place, _, files in os.walk(self.folder):
            for file in files if place != self.folder else ():
                full = os.path.join(place, file)
                with suppress(OSError):
                    known = os.stat(full)
                    yield known.st_mtime, known.st_size, full

    def _file(self, kind: str, key: str) -> str:
        return os.path.join(self.folder, kind, key[:2], key[2:])

    def _make_folder(self, folder: str) -> None:
        """Make a folder, and keep the whole cache out of version control."""
        if not os.path.isdir(self.folder):
            os.makedirs(self.folder, exist_ok=True)
            with open(os.path.join(self.folder, ".gitignore"), "w", encoding="ascii") as stream:
                stream.write("*\n")
        os.makedirs(folder, exist_ok=True)


def key_of(*parts: Json) -> str:
    """The key of what was made from these parts, which are JSON data.

    >>> key_of("a", 1) == key_of("a", 1), key_of("a", 1) == key_of("a", "1")
    (True, False)
    """
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _digest(kind: str, key: str, data: bytes) -> bytes:
    head = f"{kind}/{key}\n".encode()
    return hashlib.sha256(head + data).hexdigest().encode()
