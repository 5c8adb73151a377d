"""Proof files as files: which there are under a path, and what stands in them, not run."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from symderive.errors import ClaimError

LINE_NAMES = ("ref", "erratum")
DECORATORS = ("claim", "erratum")
_FOLDER: ContextVar[str | None] = ContextVar("the folder from which paths are shown", default=None)


def proof_files(paths: Iterable[Path]) -> list[Path]:
    """The proof files under the paths: files as they are, folders searched, sorted, each once.

    Raises:
        ClaimError: for a path that does not exist.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*.py") if not p.name.startswith(("_", ".")))
            found.update(dict.fromkeys(inside))
        elif path.is_file():
            found[path] = None
        else:
            raise ClaimError(f"{path}: no such file or folder")
    return list(found)


def shown_path(path: str | Path) -> str:
    """A path as it is shown: relative to the working folder where it lies inside."""
    relative = os.path.relpath(path, _FOLDER.get())
    return str(path) if relative.startswith("..") else relative


@contextmanager
def shown_from(folder: str) -> Iterator[None]:
    """Show paths as they are seen from another working folder, that of who asks."""
    before = _FOLDER.set(folder)
    try:
        yield
    finally:
        _FOLDER.reset(before)


@dataclass(frozen=True)
class Listed:
    """A claim as it stands in a file that was not run."""

    file: str
    name: str
    refs: tuple[str, ...]
    title: str

    @property
    def place(self) -> str:
        """The name under which the claim can be selected."""
        return f"{self.file}::{self.name}"

    def matches(self, select: str) -> bool:
        """Whether the text occurs in the name, the title or a reference of the claim."""
        return occurs(select, self.name, self.title, *self.refs)


def occurs(select: str, *texts: str) -> bool:
    """Whether the text occurs in one of the others, capitals or not.

    >>> occurs("POOL", "adjoint", "A pool and its transpose")
    True
    """
    return any(select.casefold() in text.casefold() for text in texts)


def listed(path: Path) -> Iterator[Listed]:
    """The claims of a proof file, read without running it.

    Raises:
        ClaimError: where the file cannot be read as Python.
    """
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    except SyntaxError as error:
        raise ClaimError(f"{path}:{error.lineno}: {error.msg}") from error
    except (OSError, ValueError) as error:
        raise ClaimError(f"{path}: {error}") from error
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for decorator in node.decorator_list:
            if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Name):
                continue
            if decorator.func.id in DECORATORS:
                values = [a.value for a in decorator.args if isinstance(a, ast.Constant)]
                refs = tuple(value for value in values if isinstance(value, str))
                refs = tuple(dict.fromkeys((*refs, *_names_of_lines(node))))
                title = " ".join((ast.get_docstring(node) or "").split("\n\n")[0].split())
                yield Listed(str(path), node.name, refs, title)


def _names_of_lines(function: ast.FunctionDef) -> Iterator[str]:
    """The ids that the lines of a chain have, ``ref="S-1"`` and ``erratum="E-1"``."""
    keywords = [
        k for node in ast.walk(function) if isinstance(node, ast.Call) for k in node.keywords
    ]
    for keyword in sorted(keywords, key=lambda found: (found.lineno, found.col_offset)):
        if keyword.arg in LINE_NAMES and isinstance(keyword.value, ast.Constant):
            yield str(keyword.value.value)
