"""A sheet as PDF, by pdflatex where that is installed: the same bytes on every run."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from symderive.errors import SymderiveError

PDFLATEX = "pdflatex"
# Tables of many rows need a second run to know their columns, and a third where that moved them.
MOST_RUNS = 3
ANOTHER_RUN = re.compile("Rerun|undefined references")
LONGEST = 120
"""Seconds after which one run is given up."""


class NoPdfError(SymderiveError):
    """There is no PDF: pdflatex is not installed, or it did not take the sheet."""


def is_installed() -> bool:
    """Whether PDF can be made here."""
    return shutil.which(PDFLATEX) is not None


def pdf_of(source: str, name: str = "sheet", files: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of a LaTeX file; ``files`` are those that it includes, by name.

    Raises:
        NoPdfError: where pdflatex is absent, fails, or does not end.
    """
    command = shutil.which(PDFLATEX)
    if command is None:
        raise NoPdfError(
            f"no PDF of {name}: {PDFLATEX} is not installed. The sheet is there as LaTeX; a small "
            "TeX system, as in the Debian package texlive-latex-base, is enough"
        )
    with TemporaryDirectory() as place:
        folder = Path(place)
        for inside, contents in (files or {}).items():
            (folder / inside).parent.mkdir(parents=True, exist_ok=True)
            (folder / inside).write_bytes(contents)
        (folder / "sheet.tex").write_text(source, encoding="utf-8")
        for _ in range(MOST_RUNS):
            if not ANOTHER_RUN.search(_run(command, folder, name)):
                break
        return (folder / "sheet.pdf").read_bytes()


def _run(command: str, folder: Path, name: str) -> str:
    """Run TeX once: what it told."""
    options = ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "sheet.tex"]
    try:
        done = subprocess.run(
            [command, *options],
            cwd=folder,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoPdfError(f"no PDF of {name}: {PDFLATEX} ran for more than {LONGEST} s") from None
    told = done.stdout.decode("utf-8", errors="replace")
    if done.returncode:
        found = re.search(r"^!.*(?:\n.*?)?^l\.\d+.*$", told, re.MULTILINE | re.DOTALL)
        reason = " ".join(found[0].split()) if found else f"status {done.returncode}"
        raise NoPdfError(f"no PDF of {name}: {PDFLATEX} stopped: {reason}")
    return told
