"""What a job reads: local modules by the bytes that were compiled, and everything else noticed."""

from __future__ import annotations

import hashlib
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from symderive.runner import sources
from symderive.runner.sources import Seen, is_library, made_of, watched


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path; modules that a test imports from it are forgotten in the end."""
    monkeypatch.setattr(sources, "SEEN", Seen())
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.startswith("beside"):
            del sys.modules[name]


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def noted(folder: Path, name: str) -> dict[str, Any]:
    """What is noted of a module that is imported while a job is watched."""
    with watched(str(folder / "proof.py")):
        __import__(name)
        return made_of("the digest of the proof file")


def test_a_module_is_noted_with_what_it_imports(folder: Path) -> None:
    first, second = folder / "beside_one.py", folder / "beside_two.py"
    first.write_text("from beside_two import VALUE\n", encoding="ascii")
    second.write_text("VALUE = 2\n", encoding="ascii")
    found = noted(folder, "beside_one")
    assert found["modules"] == {str(first): digest(first), str(second): digest(second)}
    assert found["names"] == {"beside_one": str(first), "beside_two": str(second)}
    assert found["file"] == "the digest of the proof file"


def test_the_first_job_of_a_process_is_watched_like_the_others(folder: Path) -> None:
    (folder / "beside_first.py").write_text("", encoding="ascii")
    code = (
        f"import sys; sys.path.insert(0, {str(folder)!r})\n"
        "from symderive.runner.sources import made_of, watched\n"
        "with watched('proof.py'):\n    import beside_first\n"
        "found = made_of('')\nprint(len(found['modules']), len(found['names']), found['other'])\n"
    )
    command = [sys.executable, "-c", code]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder).stdout
    assert shown == "1 1 \n"


def test_compiled_code_of_an_older_file_is_not_taken(folder: Path) -> None:
    file = folder / "beside_old.py"
    file.write_text("VALUE = 2\n", encoding="ascii")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "dont_write_bytecode", False)
        importlib.import_module("beside_old")
    times = os.stat(file)
    file.write_text("VALUE = 3\n", encoding="ascii")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    del sys.modules["beside_old"]
    assert noted(folder, "beside_old")["modules"] == {str(file): digest(file)}
    assert sys.modules["beside_old"].VALUE == 3


def test_a_package_is_noted_by_its_files(folder: Path) -> None:
    (folder / "beside_package" / "inner").mkdir(parents=True)
    for place in ("__init__.py", "inner/__init__.py", "inner/deep.py"):
        (folder / "beside_package" / place).write_text("", encoding="ascii")
    found = noted(folder, "beside_package.inner.deep")
    assert len(found["modules"]) == 3
    assert list(found["names"]) == ["beside_package"]


def test_a_name_that_is_not_there_is_noted(folder: Path) -> None:
    (folder / "beside_maybe.py").write_text(
        "try:\n    import beside_absent\nexcept ImportError:\n    pass\n", encoding="ascii"
    )
    assert noted(folder, "beside_maybe")["names"]["beside_absent"] == ""


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("open({folder!r} + '/data.txt').close()", "data.txt"),
        ("import os; os.listdir({folder!r} + '/below')", "below"),
        ("import os; os.scandir({folder!r} + '/below').close()", "below"),
        ("import subprocess; subprocess.run(['true'])", "subprocess.Popen"),
        ("import os; os.system('true')", "os.system"),
        ("import socket; socket.socket().close()", "socket.__new__"),
    ],
)
def test_what_is_no_module_is_noticed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: str, told: str
) -> None:
    monkeypatch.setattr(sources, "_unknown", lambda: iter(()))
    (folder / "data.txt").write_text("", encoding="ascii")
    (folder / "below").mkdir()
    (folder / "beside_curious.py").write_text(
        f"{code.format(folder=str(folder))}\n", encoding="ascii"
    )
    assert told in noted(folder, "beside_curious")["other"]


def test_what_one_file_reads_counts_for_others_through_modules_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_unknown", lambda: iter(()))
    (folder / "data.txt").write_text("", encoding="ascii")
    (folder / "beside_shared.py").write_text("", encoding="ascii")
    seen = []
    for name, module in (("a.py", ""), ("b.py", ""), ("c.py", "beside_shared"), ("b.py", "")):
        with watched(str(folder / name)):
            if name == "a.py":
                (folder / "data.txt").read_text(encoding="ascii")
            if module:
                __import__(module)
            seen.append(bool(made_of("")["other"]))
    assert seen == [True, False, True, True]


def test_nothing_is_noticed_otherwise(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_unknown", lambda: iter(()))
    (folder / "proof.py").write_text("", encoding="ascii")
    (folder / "data.txt").write_text("", encoding="ascii")
    (folder / "beside_quiet.py").write_text("import fractions, sympy\n", encoding="ascii")
    with watched(str(folder / "proof.py"), str(folder / "cache")):
        importlib.import_module("beside_quiet")
        (folder / "proof.py").read_text(encoding="ascii")
        assert not (folder / "cache" / "entry").exists()
        assert made_of("")["other"] == ""
    (folder / "data.txt").read_text(encoding="ascii")
    assert made_of("")["other"] == ""


def test_modules_of_an_unknown_source_are_noticed(folder: Path) -> None:
    (folder / "beside_early.py").write_text("", encoding="ascii")
    importlib.import_module("beside_early")
    with watched(str(folder / "proof.py")):
        assert "beside_early" in set(sources._unknown())


def test_the_hooks_are_gone_afterwards(folder: Path) -> None:
    before = list(sys.path_hooks)
    with watched(str(folder / "proof.py")):
        assert len(sys.path_hooks) == len(before) + 1
    assert sys.path_hooks == before


def test_libraries_are_told_from_the_rest(folder: Path) -> None:
    for module in ("ast", "sympy", "numpy", "symderive.prover"):
        assert is_library(str(importlib.import_module(module).__file__)), module
    assert not is_library(str(folder / "beside.py"))
    assert not is_library(__file__)
