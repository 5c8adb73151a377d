"""Commands as a user types them, in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SYMDERIVE = str(Path(sys.executable).with_name("symderive"))


def run(command: Sequence[str], folder: Path = ROOT) -> None:
    """Run a command in a folder.

    Raises:
        RuntimeError: where it fails.
    """
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        told = (done.stderr or done.stdout)[-1000:]
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {told}")
