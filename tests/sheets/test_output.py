"""What is kept in output/ is what the proof files give."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_sheets_are_as_they_are_kept(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from symderive.cli import main; main()", "sheet", "proofs"]
    done = subprocess.run(
        [*command, "-o", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    kept = {path.name: path.read_bytes() for path in (ROOT / "output").glob("*.tex")}
    made = {path.name: path.read_bytes() for path in tmp_path.glob("*.tex")}
    assert sorted(kept) == sorted(made)
    changed = [name for name in sorted(made) if made[name] != kept[name]]
    assert changed == [], "write them anew with: make sheets"
