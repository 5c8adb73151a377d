"""Runs with oracles: asked where somebody wants them, told where there are none, not remembered."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from symderive import runner
from symderive.claims import load
from symderive.cli import main
from symderive.numeric.oracles import pytorch
from symderive.numeric.oracles.pytorch import NOT_INSTALLED, in_float64, installed
from symderive.results import Evidence, Report
from symderive.runner.cache import Cache
from symderive.runner.deciding import decide
from symderive.runner.oracles import beside

needs_pytorch = pytest.mark.skipif(not installed(), reason=NOT_INSTALLED)
ROOT = Path(__file__).resolve().parents[2]
TILES = ROOT / "proofs" / "transposed_convolution.py"

TEXT = '''"""Softmax, and what it is compared with."""

from symderive import *

n = size("n")


def stable(x):
    """Softmax without overflow."""
    import math

    powers = [math.exp(t - max(x)) for t in x]
    return [power / sum(powers) for power in powers]


def shifted(x):
    """Something else."""
    return [t + 1e-6 for t in stable(x)]


def broken(x):
    """Nothing."""
    return 1 / 0


@claim("O-1", numbers={n: 40}, oracle=stable, oracle_at=[{n: 1}, {n: 2}])
def right(x=vector(n), i=index(n)):
    """Softmax, written out."""
    return eq(softmax(x)[i], exp(x[i]) / exp(x).sum())


@claim("O-2", numbers={n: 40}, oracle=shifted)
def wrong(x=vector(n), i=index(n)):
    """Compared with something else."""
    return calc(softmax(x)[i]).eq(exp(x[i]) / exp(x).sum(), "a").eq(1 * softmax(x)[i], "b")


@claim("O-3", numbers={n: 40}, oracle=broken)
def fails(x=vector(n)):
    """Compared with nothing."""
    return eq(softmax(x), exp(x) / exp(x).sum())
'''


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "softmax.py"
    path.write_text(TEXT, encoding="utf-8")
    return path


def oracles_of(report: Report) -> list[str]:
    """The oracles of all lines that were checked in floats."""
    lines = [line.evidence for outcome in report.outcomes for line in outcome.lines]
    return [evidence.oracle for evidence in lines if evidence is not None]


def test_nothing_is_asked_unless_wanted(file: Path) -> None:
    report = runner.run([file])
    assert set(oracles_of(report)) == {""}
    assert report.exit_status == 0


def test_implementations_that_claims_name_are_asked(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pytorch, "find_spec", lambda name: None)
    right, wrong, fails = (decide(claim, oracles=True) for claim in load(file).claims)
    assert right.as_expected
    assert right.lines[0].evidence is not None
    assert right.lines[0].evidence.oracle == "stable at 3 sizes"
    first, second = (line.evidence for line in wrong.lines)
    assert first is not None
    assert second is not None
    assert not first
    assert second
    assert "shifted gives something else than the left side: at [1] " in first.detail
    assert not wrong.as_expected
    assert wrong.status == "proved"
    assert "in claim fails (softmax.py:" in fails.error
    assert "the oracle broken raised ZeroDivisionError" in fails.error


def test_what_oracles_say_is_not_remembered(file: Path) -> None:
    cache = Cache()
    plain = runner.run([file], cache=cache)
    asked = runner.run([file], cache=cache, oracles=True)
    again = runner.run([file], cache=cache)
    assert plain.exit_status == again.exit_status == 0
    assert asked.exit_status == 2
    assert set(oracles_of(again)) == {""}
    assert not any(outcome.cached for outcome in asked.outcomes)


def test_the_command_line_says_once_that_there_is_no_pytorch(file: Path) -> None:
    result = CliRunner().invoke(main, ["check", str(file), "-k", "O-1", "--oracles"])
    assert result.exit_code == 0, result.output
    last = result.output.strip().splitlines()[-1]
    if installed():
        assert last.startswith("oracles: PyTorch 2")
    else:
        assert last.startswith(NOT_INSTALLED)
        assert result.output.count("PyTorch") == 1
    assert last.endswith("compared 1 of 1 statements that are checked in floats")
    quiet = CliRunner().invoke(main, ["check", str(file), "-k", "O-1"])
    assert "PyTorch" not in quiet.output


def test_one_claim_is_explained_with_its_oracles(file: Path) -> None:
    result = CliRunner().invoke(main, ["explain", f"{file}::right", "--oracles"])
    assert result.exit_code == 0, result.output
    assert "compared with " in result.output
    assert "stable at 3 sizes" in result.output


def test_pytest_asks_where_it_is_told_to(file: Path) -> None:
    (file.parent / "pytest.ini").write_text("[pytest]\nsymderive_proofs = .\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", str(file)]
    plain = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "3 passed" in plain.stdout
    asked = subprocess.run([*command, "--oracles"], capture_output=True, text=True, check=False)
    assert "1 passed" in asked.stdout
    assert "2 failed" in asked.stdout
    assert (NOT_INSTALLED in asked.stdout) != installed()
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "3 passed" in again.stdout


# The proof file on upsampling, whose claims name the lines of the sheet


def test_the_claims_on_upsampling_name_the_layer() -> None:
    named = {c.name: c.reference for c in load(TILES).claims if c.reference is not None}
    assert set(named) == {"shapes_of_the_layer", "layer_is_upsampling", "kernel_of_ones"}
    layer = named["layer_is_upsampling"]
    assert layer is not None
    first, *others = map(dict, layer.at)
    assert first == {"b": 1, "m": 300, "n": 200, "r": 37}
    assert [sizes["r"] for sizes in others] == list(range(1, 13))


@needs_pytorch
@pytest.mark.parametrize("factor", [*range(1, 13), 37, 41])
def test_the_layer_of_the_sheet_repeats_every_entry(factor: int) -> None:
    found = load(TILES).claim("layer_is_upsampling").reference
    assert found is not None
    sizes = (300, 200) if factor == 37 else (1, 2) if factor == 41 else (30, 20)
    image = np.random.default_rng(factor).standard_normal((1, 1, *sizes))
    with in_float64():
        output = found.function(image, factor).detach().numpy()
    repeated = np.repeat(np.repeat(image, factor, axis=2), factor, axis=3)
    assert output.dtype == np.float64
    assert np.array_equal(output, repeated)


@needs_pytorch
@pytest.mark.slow
@pytest.mark.parametrize("name", ["shapes_of_the_layer", "layer_is_upsampling"])
def test_the_claims_on_upsampling_hold_against_the_layer(name: str) -> None:
    claim = load(TILES).claim(name)
    assert claim.reference is not None
    evidence = beside(Evidence("passed"), claim, claim.written.lines[0])
    assert evidence, evidence
    sizes = f"{len(claim.reference.at)} sizes"
    assert evidence.oracle.endswith(f" and {claim.reference.name} at {sizes}")
    assert "conv_transpose_layer" in evidence.oracle
