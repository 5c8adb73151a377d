"""The same proof file gives the same bytes, whatever order Python's sets have."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.claims.proof_text import PROOFS

SEEDS = ("0", "1", "2026")


def test_the_sheet_does_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    (tmp_path / "sums.py").write_text(PROOFS, encoding="utf-8")
    command = [sys.executable, "-c", "from symderive.cli import main; main()", "sheet", "sums.py"]
    running = [
        subprocess.Popen(
            [*command, "-o", seed],
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed},
            stderr=subprocess.DEVNULL,
        )
        for seed in SEEDS
    ]
    assert [process.wait() for process in running] == [0] * len(SEEDS)
    sheets = {(tmp_path / seed / "sums.tex").read_bytes() for seed in SEEDS}
    assert len(sheets) == 1
    assert rb"\begin{document}" in sheets.pop()
