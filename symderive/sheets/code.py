"""Programs as listings and as formulas; latexify reads the formula off the source."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from typing import Any

from symderive.errors import SymderiveError

_OPENED = re.compile(r"\\mathopen\{\}\\left(.)")
_CLOSED = re.compile(r"\\mathclose\{\}\\right(.)")
_NAMED = re.compile(r"\b([A-Za-z]+)\\_([A-Za-z0-9]+)\b")
OPEN, CLOSE, INDICES = r"\left(", r"\right)", r"_{\left("
_SUMMED = re.compile(r"\\(?:sum|prod)_\{[^{}]*\}\^\{[^{}]*\} \\left\(")
_NESTED = re.compile(r"\{[^{}]*\}|\\left\((?:(?!\\left|\\right).)*\\right\)")
_CASES = re.compile(r"\\left\\\{ \\begin\{array\}\{ll\}(.*?)\\end\{array\} \\right\.", re.DOTALL)


class NoFormulaError(SymderiveError):
    """A program that has no formula: it has a loop, say, or several results."""


def listing(function: Callable[..., Any]) -> str:
    """The source of a function without its docstring.

    Raises:
        NoFormulaError: where it is not known.
    """
    try:
        source = textwrap.dedent(inspect.getsource(function)).rstrip()
    except (OSError, TypeError) as error:
        raise NoFormulaError(f"the source of {function.__name__} is not known") from error
    (tree,) = ast.parse(source).body
    lines = source.split("\n")
    if isinstance(tree, ast.FunctionDef) and ast.get_docstring(tree) is not None:
        docstring = tree.body[0]
        lines[docstring.lineno - 1 : docstring.end_lineno] = []
    return "\n".join(lines)


def formula_of(function: Callable[..., Any]) -> str:
    r"""What a function gives, in LaTeX.

    Raises:
        NoFormulaError: where latexify does not read the function.
    """
    import latexify

    try:
        found = latexify.get_latex(
            function, use_math_symbols=True, reduce_assignments=True, use_signature=False
        )
    except (latexify.exceptions.LatexifyError, OSError) as error:
        told = str(error).split("\n")[0]
        raise NoFormulaError(f"latexify finds no formula of {function.__name__}: {told}") from error
    return tidied(found)


def tidied(latex: str) -> str:
    r"""The formula without what is there for spacing, indices without brackets, cases as cases.

    >>> print(tidied(r"X_{\mathopen{}\left( 2 i - a, j \mathclose{}\right)}"))
    X_{2 i - a, j}
    >>> print(tidied(r"\sum_{j = 1}^{n} \mathopen{}\left({x_{j}}\mathclose{}\right)"))
    \sum_{j = 1}^{n} x_{j}
    """
    latex = latex.replace(r"\mathopen{}\left({", r"\left(").replace(
        r"}\mathclose{}\right)", r"\right)"
    )
    latex = _CLOSED.sub(r"\\right\1", _OPENED.sub(r"\\left\1", latex))
    latex = _NAMED.sub(r"\1_{\2}", latex)
    latex = _without_brackets(_indices(latex)).replace(r"\cdot \left(", r"\left(")
    return _CASES.sub(lambda found: f"\\begin{{cases}}{found[1]}\\end{{cases}}", latex)


def _indices(latex: str) -> str:
    """The formula with indices that stand without brackets."""
    start = latex.find(INDICES)
    while start >= 0:
        inside = start + len(INDICES)
        end = _closing(latex, inside)
        behind = latex[end + len(CLOSE) :]
        latex = f"{latex[:start]}_{{{latex[inside:end].strip()}{behind}"
        start = latex.find(INDICES, start)
    return latex


def _without_brackets(latex: str) -> str:
    """The formula, what is summed in brackets only where it is a sum itself."""
    for found in reversed(list(_SUMMED.finditer(latex))):
        start = found.end()
        end = _closing(latex, start)
        inner = latex[start:end].strip()
        # A sum inside of brackets or braces of its own binds as strongly as it needs to.
        if not re.search(r"[-+]", _NESTED.sub("", _NESTED.sub("", inner))):
            behind = latex[end + len(CLOSE) :]
            latex = f"{latex[: start - len(OPEN)]}{inner}{behind}"
    return latex


def _closing(latex: str, start: int) -> int:
    """Where the bracket closes that was opened just before ``start``."""
    depth = 1
    for found in re.finditer(r"\\(left|right)(?![a-z])", latex[start:]):
        depth += 1 if found[1] == "left" else -1
        if not depth:
            return start + found.start()
    return len(latex)
