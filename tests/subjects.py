"""The modules of a package of test material, found by what they hold."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from typing import Any


def identities_in(package: str, places: Iterable[str]) -> list[Any]:
    """The ``IDENTITIES`` of every module of the package that has them, by name of the module.

    A new subject is found because its file is there, so none can be written and then forgotten.
    """
    names = sorted(found.name for found in pkgutil.iter_modules(list(places)))
    modules = [importlib.import_module(f"{package}.{name}") for name in names]
    return [entry for module in modules for entry in getattr(module, "IDENTITIES", ())]
