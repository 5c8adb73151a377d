"""The digest of the engine changes with everything that a verdict depends on."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from symderive.runner.engine import ENGINE, PACKAGES, engine_digest, installed

SITE = {"sympy": "sympy-1.14.0", "mpmath": "mpmath-1.3.0", "numpy": "numpy-2.4.6"} | {
    "scipy": "scipy-1.17.1",
    "islpy": "islpy-2026.2.2",
    "python-flint": "python_flint-0.9.0",
    "z3-solver": "z3_solver-5.4.0.0",
}


@pytest.fixture
def engine(tmp_path: Path) -> Path:
    folder = tmp_path / "engine"
    shutil.copytree(Path(ENGINE) / "results", folder / "results")
    (folder / "__init__.py").write_text('"""Engine."""\n', encoding="ascii")
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site-packages"
    for name in SITE.values():
        (folder / f"{name}.dist-info").mkdir(parents=True)
        (folder / f"{name}.dist-info" / "RECORD").write_text(name, encoding="ascii")
    return folder


def digest(engine: Path, site: Path) -> str:
    found = engine_digest(str(engine), [str(site)])
    assert found
    return found


def test_it_is_the_same_each_time_and_in_each_place(engine: Path, site: Path) -> None:
    first = digest(engine, site)
    shutil.copytree(engine, engine.with_name("copy"))
    (engine / "__pycache__").mkdir()
    (engine / "__pycache__" / "x.py").write_text("", encoding="ascii")
    assert digest(engine, site) == digest(engine.with_name("copy"), site) == first


def test_a_byte_of_the_code_changes_it_whatever_the_time_says(engine: Path, site: Path) -> None:
    first = digest(engine, site)
    file = engine / "results" / "verdict.py"
    times = os.stat(file)
    text = file.read_bytes()
    file.write_bytes(text.replace(b"True", b"true", 1))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert os.stat(file).st_size == times.st_size
    assert digest(engine, site) != first
    file.write_bytes(text)
    assert digest(engine, site) == first


def test_a_file_more_or_with_another_name_changes_it(engine: Path, site: Path) -> None:
    first = digest(engine, site)
    file = engine / "results" / "verdict.py"
    file.rename(file.with_name("judgement.py"))
    second = digest(engine, site)
    file.write_text("", encoding="ascii")
    assert len({first, second, digest(engine, site)}) == 3


@pytest.mark.parametrize("package", PACKAGES)
def test_another_version_of_a_package_changes_it(engine: Path, site: Path, package: str) -> None:
    first = digest(engine, site)
    folder = site / f"{SITE[package]}.dist-info"
    folder.rename(site / f"{SITE[package]}1.dist-info")
    assert digest(engine, site) != first


@pytest.mark.parametrize("package", PACKAGES)
def test_another_build_of_a_package_changes_it(engine: Path, site: Path, package: str) -> None:
    first = digest(engine, site)
    file = site / f"{SITE[package]}.dist-info" / "RECORD"
    file.write_text("other files", encoding="ascii")
    assert digest(engine, site) != first


def test_a_package_that_cannot_be_found_leaves_no_digest(engine: Path, site: Path) -> None:
    shutil.rmtree(site / "islpy-2026.2.2.dist-info")
    assert engine_digest(str(engine), [str(site)]) == ""


def test_an_optional_package_counts_by_being_there(engine: Path, site: Path) -> None:
    first = digest(engine, site)
    (site / "torch-2.13.0.dist-info").mkdir()
    assert digest(engine, site) != first


def test_the_first_place_counts_as_in_an_import(site: Path, tmp_path: Path) -> None:
    (tmp_path / "first" / "sympy-1.13.3.dist-info").mkdir(parents=True)
    found = installed([str(tmp_path / "nowhere"), str(tmp_path / "first"), str(site)])
    assert (found["sympy"] or "").startswith("1.13.3")
    assert (found["numpy"] or "").startswith("2.4.6")


@pytest.mark.parametrize(("name", "value"), [("version", "3.11.8 (main)"), ("platform", "plan9")])
def test_another_python_changes_it(
    engine: Path, site: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    first = digest(engine, site)
    monkeypatch.setattr(sys, name, value)
    assert digest(engine, site) != first


def test_that_of_this_engine_is_known() -> None:
    assert engine_digest()
