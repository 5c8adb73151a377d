"""All operators of the corpus, found by the modules that hold them."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from tests.numeric.compiling.records import Operator

PACKAGE = "tests.numeric.compiling"
FOLDER = Path(__file__).resolve().parent


def all_operators() -> list[Operator]:
    """The ``OPERATORS`` of every module in this folder that has them, by name of the module."""
    names = sorted(found.name for found in pkgutil.iter_modules([str(FOLDER)]))
    subjects = [name for name in names if not name.startswith("test_") and name != "operators"]
    modules = [importlib.import_module(f"{PACKAGE}.{name}") for name in subjects]
    return [entry for module in modules for entry in getattr(module, "OPERATORS", ())]
