"""What the methods of language objects need from other parts of the package.

The language imports nothing but the errors, yet a scalar must be able to print itself. The
package fills these hooks when it is imported; until then a plain substitute answers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symderive.language.terms import Term

HOOKS: dict[str, Callable[..., Any]] = {}


def set_hook(name: str, function: Callable[..., Any]) -> None:
    """Let the function answer for the hook of that name."""
    HOOKS[name] = function


def text_of(term: Term) -> str:
    """The term as plain text; without a printer, as the constructor call that makes it."""
    printer = HOOKS.get("text")
    return str(printer(term)) if printer else repr(term)


def latex_of(term: Term) -> str | None:
    """The term as LaTeX; None without a printer."""
    printer = HOOKS.get("latex")
    return str(printer(term)) if printer else None


def declaration_of(term: Term) -> str | None:
    """What a notebook shows of a formula: a variable alone is shown with the values it takes."""
    printer = HOOKS.get("declaration")
    return str(printer(term)) if printer else latex_of(term)
