"""How long one waits: imports, a first run of all proof files, and runs that find all remembered.

The proof files are copied to a folder of their own, where nothing is remembered yet. Imports and
later runs take turns beside ``import sympy``; the figures are the least wall times. The first run
takes long, and counts once.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks.commands import ROOT, SYMDERIVE, run
from benchmarks.measuring import Turns, seconds_of
from benchmarks.table import START, markdown

CHECK = [SYMDERIVE, "check", "-j", "2"]
SYMPY, IMPORT, ALL_NAMES = (
    f'`python -c "{line}"`'
    for line in ("import sympy", "import symderive", "from symderive import *")
)
FIRST = "`symderive check -j 2`, nothing remembered"
LATER, COMMENT = "the same again, nothing changed", "the same after a comment in one file"
ROUNDS_SECONDS = 10.0
COMMENTED = "softmax.py"


def python(line: str) -> list[str]:
    """The command that only runs this line."""
    return [sys.executable, "-c", line]


def with_a_comment(folder: Path, file: Path) -> None:
    """All proof files once more, one of which has a new line that changes nothing."""
    with file.open("a", encoding="utf-8") as stream:
        stream.write("# One more line\n")
    run(CHECK, folder)


def test_start(tmp_path: Path, sections: dict[str, str]) -> None:
    """A first run, then later ones beside imports."""
    shutil.copytree(
        ROOT / "proofs", tmp_path / "proofs", ignore=shutil.ignore_patterns("__pycache__")
    )
    first, _ = seconds_of(run, CHECK, tmp_path)
    ways = {
        SYMPY: run,
        IMPORT: run,
        ALL_NAMES: run,
        LATER: run,
        COMMENT: with_a_comment,
    }
    arguments = {
        SYMPY: (python("import sympy"), tmp_path),
        IMPORT: (python("import symderive"), tmp_path),
        ALL_NAMES: (python("from symderive import *"), tmp_path),
        LATER: (CHECK, tmp_path),
        COMMENT: (tmp_path, tmp_path / "proofs" / COMMENTED),
    }
    least = {FIRST: first, **Turns(ways, arguments).take(ROUNDS_SECONDS)}
    lines = [
        [name, f"{seconds:.2f}", f"{seconds / least[SYMPY]:.2f}"] for name, seconds in least.items()
    ]
    sections[START] = markdown(["", "seconds", "over `import sympy`"], lines)
