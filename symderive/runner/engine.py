"""What decides, as one digest: the source of symderive, the packages under it, and Python.

All of it is read each time, some milliseconds for two megabytes: no time stamp is believed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence

ENGINE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# By the names that they are installed under. Of PyTorch it counts, too, whether it is there.
PACKAGES = ("sympy", "mpmath", "numpy", "scipy", "islpy", "python-flint", "z3-solver")
OPTIONAL = ("torch",)
INSTALLED = re.compile(r"(?P<name>.+)-(?P<version>[^-]+)\.dist-info")


def engine_digest(folder: str = ENGINE, path: Sequence[str] | None = None) -> str:
    """The digest of everything that a verdict depends on beside its claim.

    It is empty where that cannot be told: a package is not installed as packages are, or a file
    cannot be read. ``path`` are the places where Python looks for modules.
    """
    packages = installed(sys.path if path is None else path)
    if any(packages[name] is None for name in PACKAGES):
        return ""
    python = (sys.implementation.name, sys.version, sys.platform, sys.flags.optimize)
    try:
        code = {name: hashlib.sha256(data).hexdigest() for name, data in sources(folder)}
    except OSError:
        return ""
    parts = [code, packages, python]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def sources(folder: str) -> Iterator[tuple[str, bytes]]:
    """The Python files under a folder: their names, relative to it, and their bytes."""
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for file in files:
            if file.endswith(".py"):
                full = os.path.join(place, file)
                with open(full, "rb") as stream:
                    yield os.path.relpath(full, folder), stream.read()


def installed(path: Sequence[str]) -> dict[str, str | None]:
    """The version of each package and the digest of its list of files; None if it is not there.

    The version is in the name of the folder that describes a package. The list of files holds the
    digest of each, and so tells two builds of one version apart.
    """
    found: dict[str, str | None] = dict.fromkeys((*PACKAGES, *OPTIONAL))
    for place in path:
        try:
            names = sorted(os.listdir(place or "."))
        except OSError:
            continue
        for name in names:
            match = INSTALLED.fullmatch(name)
            package = re.sub(r"[-_.]+", "-", match["name"]).lower() if match else ""
            if match and package in found and found[package] is None:
                listed = _digest_of(os.path.join(place, name, "RECORD"))
                found[package] = f"{match['version']} {listed}"
    return found


def _digest_of(file: str) -> str:
    """The digest of a file, empty where it cannot be read."""
    try:
        with open(file, "rb") as stream:
            return hashlib.sha256(stream.read()).hexdigest()
    except OSError:
        return ""
