"""Reading a proof file: its title, its claims in the order of writing, and where they stand."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import inspect
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from symderive.claims.claim import Claim, sizes_of
from symderive.errors import ClaimError, IllFormed
from symderive.language.tensors import Tensor
from symderive.language.terms import TensorSymbol, Term

EXAMPLE = "example"


@dataclass(frozen=True)
class Section:
    """A heading between claims: a string that stands by itself, its first line being the title."""

    line: int
    title: str
    text: str


@dataclass(frozen=True)
class ProofFile:
    """A proof file that was imported: title and introduction from its docstring, and its claims.

    ``definitions`` are the tensors that the file gives a name to, such as
    ``A = array(...)``; a sheet shows them once and uses the name from then on. ``example`` are the
    small sizes, ``example = {m: 4, n: 4}``, at which it shows them as matrices. ``sections`` are
    the strings between the claims. ``digest`` is that of the bytes that were read.
    """

    path: Path
    title: str
    introduction: str
    claims: tuple[Claim, ...]
    definitions: tuple[tuple[str, Term], ...] = ()
    example: tuple[tuple[str, int], ...] = ()
    sections: tuple[Section, ...] = ()
    digest: str = ""

    @property
    def name(self) -> str:
        """The name of the file without its ending."""
        return self.path.stem

    @property
    def folded(self) -> dict[Term, str]:
        """The names of the definitions, by their terms."""
        return {term: name for name, term in self.definitions}

    def claim(self, name: str) -> Claim:
        """The claim of that name; raises ClaimError with the names there are."""
        for found in self.claims:
            if found.name == name:
                return found
        known = ", ".join(found.name for found in self.claims) or "none"
        raise ClaimError(f"{self.path} has no claim {name}; its claims are {known}")


def load(path: Path | str) -> ProofFile:
    """Import a proof file and return its claims.

    The module is entered in ``sys.modules`` under a name of its own before it runs, so that
    another collector that imports the same file gets a module of its own.

    Raises:
        ClaimError: where the file is missing, does not import, or defines a name twice; the
            message names the file and the line.
    """
    path = Path(path)
    if not path.is_file():
        raise ClaimError(f"{path}: no such proof file")
    data = path.read_bytes()
    tree = _parsed(path, data)
    _check_names(path, tree)
    module = _imported(path, tree)
    title, _, introduction = (inspect.getdoc(module) or path.stem).partition("\n")
    claims = tuple(
        value
        for value in vars(module).values()
        if isinstance(value, Claim) and value.function.__module__ == module.__name__
    )
    found = tuple(_definitions(module))
    return ProofFile(
        path,
        _titled(title),
        introduction.strip(),
        claims,
        found,
        _example(module, path),
        tuple(_sections(tree)),
        hashlib.sha256(data).hexdigest(),
    )


def _titled(text: str) -> str:
    return text.strip().rstrip(".")


def _sections(tree: ast.Module) -> Iterator[Section]:
    """The strings that stand by themselves behind the first statement, which is the docstring."""
    for node in tree.body[1:]:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            if isinstance(node.value.value, str):
                title, _, text = inspect.cleandoc(node.value.value).partition("\n")
                yield Section(node.lineno, _titled(title), text.strip())


def _definitions(module: ModuleType) -> Iterator[tuple[str, Term]]:
    """The names of the module for tensors that are more than a variable."""
    for name, value in vars(module).items():
        if isinstance(value, Tensor) and not name.startswith("_"):
            if not isinstance(value.term, TensorSymbol):
                yield name, value.term


def _example(module: ModuleType, path: Path) -> tuple[tuple[str, int], ...]:
    """The sizes under the name ``example``; raises ClaimError for anything but sizes."""
    given = vars(module).get(EXAMPLE, {})
    if not isinstance(given, dict):
        raise ClaimError(f"{path}: {EXAMPLE} is not {{size: number}}, as in {{m: 4, n: 4}}")
    try:
        return sizes_of(given)
    except IllFormed as error:
        raise ClaimError(f"{path}: {EXAMPLE}: {error}") from error


def _module_name(path: Path) -> str:
    digest = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]
    return f"_symderive_proofs_{path.stem}_{digest}"


def _imported(path: Path, tree: ast.Module) -> ModuleType:
    """The module of a proof file, made of what was read.

    Python's own loader might take compiled code of an older file, which it knows by its length and
    the second of its last change.
    """
    name = _module_name(path)
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        exec(compile(tree, str(spec.origin), "exec", dont_inherit=True), vars(module))
    except Exception as error:  # whatever the file raises is reported with its place
        del sys.modules[name]
        message = f"{path}:{line_in(error, path)}: {type(error).__name__}: {error}"
        raise ClaimError(message) from error
    return module


def line_in(error: BaseException, path: Path | str, default: int = 1) -> int:
    """The line of the file from which an error comes; the last one if it passed several."""
    wanted = Path(path).resolve()
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame.lineno for frame in frames if Path(frame.filename).resolve() == wanted]
    lines = [line for line in inside if line]
    return lines[-1] if lines else default


def _parsed(path: Path, data: bytes) -> ast.Module:
    try:
        return ast.parse(data, str(path))
    except SyntaxError as error:
        raise ClaimError(f"{path}:{error.lineno}: {error.msg}") from error
    except ValueError as error:
        raise ClaimError(f"{path}: {error}") from error


def _check_names(path: Path, tree: ast.Module) -> None:
    """Refuse two functions of one name: the second would silently replace the first."""
    seen: dict[str, int] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            if node.name in seen:
                raise ClaimError(
                    f"{path}:{node.lineno}: {node.name} is defined on line {seen[node.name]} "
                    "already; the first would never be checked"
                )
            seen[node.name] = node.lineno
