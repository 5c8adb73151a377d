"""The store: entries are whole or not there, and nothing that goes wrong with it raises."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from symderive.runner import cache as module
from symderive.runner.cache import Cache, key_of

ENTRY = {"verdict": "proved", "lines": [1, 2, 3]}
KEY, OTHER = key_of("one"), key_of("another")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / ".symderive_cache")


def file_of(cache: Cache, key: str = KEY) -> Path:
    return Path(cache.folder) / "statements" / key[:2] / key[2:]


def test_what_is_written_is_read(cache: Cache) -> None:
    assert cache.read("statements", KEY) is None
    cache.write("statements", KEY, ENTRY)
    assert cache.read("statements", KEY) == ENTRY
    assert cache.read("files", KEY) is None
    assert cache.read("statements", OTHER) is None
    assert cache.told == ""


def test_it_keeps_itself_out_of_version_control(cache: Cache) -> None:
    cache.write("statements", KEY, ENTRY)
    assert (Path(cache.folder) / ".gitignore").read_text(encoding="ascii") == "*\n"


def test_any_byte_that_is_changed_makes_it_absent(cache: Cache) -> None:
    cache.write("statements", KEY, ENTRY)
    whole = file_of(cache).read_bytes()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        file_of(cache).write_bytes(changed)
        assert cache.read("statements", KEY) is None
    assert cache.damaged == len(whole)
    assert f"{len(whole)} entries in " in cache.told


@pytest.mark.parametrize("length", [0, 1, 64, 70, -1])
def test_half_an_entry_is_absent(cache: Cache, length: int) -> None:
    cache.write("statements", KEY, ENTRY)
    file_of(cache).write_bytes(file_of(cache).read_bytes()[:length])
    assert cache.read("statements", KEY) is None
    assert cache.told.startswith("1 entry in ")
    cache.write("statements", KEY, ENTRY)
    assert cache.read("statements", KEY) == ENTRY


def test_an_entry_under_another_key_is_absent(cache: Cache) -> None:
    for key in (KEY, OTHER):
        cache.write("statements", key, {"of": key})
    file_of(cache).write_bytes(file_of(cache, OTHER).read_bytes())
    assert cache.read("statements", KEY) is None
    assert cache.read("statements", OTHER) == {"of": OTHER}


def test_a_folder_that_cannot_be_made_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="ascii")
    cache = Cache(tmp_path / "taken")
    for key in (KEY, OTHER):
        assert cache.read("statements", key) is None
        cache.write("statements", key, ENTRY)
    assert cache.told.count("\n") == 0
    assert "nothing is remembered in " in cache.told
    cache.trim()


def test_a_full_disk_leaves_nothing_behind(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*names: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    cache.write("statements", OTHER, ENTRY)
    monkeypatch.setattr(module.os, "replace", full)
    cache.write("statements", KEY, ENTRY)
    assert os.strerror(errno.ENOSPC) in cache.told
    assert cache.read("statements", KEY) is None
    assert list(file_of(cache).parent.iterdir()) == []
    assert cache.read("statements", OTHER) == ENTRY


def test_writers_at_once_leave_one_whole_entry(cache: Cache) -> None:
    entries = [{"writer": number, "filling": "x" * 10_000} for number in range(4)]

    def write(entry: object) -> None:
        writer = Cache(cache.folder)
        for _ in range(50):
            writer.write("statements", KEY, entry)

    threads = [threading.Thread(target=write, args=(entry,)) for entry in entries]
    cache.write("statements", KEY, entries[0])
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert cache.read("statements", KEY) in entries
    assert [file.name for file in file_of(cache).parent.iterdir()] == [KEY[2:]]


def test_the_oldest_entries_go_where_there_are_too_many(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGEST_COUNT", 8)
    keys = [key_of(number) for number in range(10)]
    for age, key in enumerate(keys):
        cache.write("statements", key, ENTRY)
        os.utime(file_of(cache, key), (1000 - age, 1000 - age))
    cache.trim()
    assert [bool(cache.read("statements", key)) for key in keys] == [True] * 6 + [False] * 4
    assert (Path(cache.folder) / ".gitignore").exists()


def test_its_size_is_bounded(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_BYTES", 3000)
    for number in range(20):
        cache.write("statements", key_of(number), {"noise": os.urandom(200).hex()})
    cache.trim()
    left = [file for file in Path(cache.folder).rglob("*") if len(file.name) == len(KEY) - 2]
    assert 0 < sum(file.stat().st_size for file in left) <= 0.75 * 3000


def test_what_was_left_unfinished_goes_in_time(cache: Cache) -> None:
    cache.write("statements", KEY, ENTRY)
    old, new = (file_of(cache).with_name(f"{name}.part") for name in ("old", "new"))
    for file in (old, new):
        file.write_bytes(b"half")
    os.utime(old, (0, 0))
    cache.trim()
    assert not old.exists()
    assert new.exists()
    assert cache.read("statements", KEY) == ENTRY
