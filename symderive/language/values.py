"""Values for the free variables of a term, and the term's value in floats through a hook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symderive.errors import IllFormed
from symderive.language.binding import free_symbols, subterms
from symderive.language.functionals import UnknownFunctional
from symderive.language.hooks import HOOKS
from symderive.language.reader import Reader
from symderive.language.terms import UNKNOWN, Symbol, TensorSymbol, Term


def numpy_value(term: Term, values: Mapping[Any, Any] | None) -> Any:
    """The value of a term in float64, computed by the numeric part of the package.

    Raises:
        IllFormed: for a key that is no variable of the term, or where a value is missing.
    """
    if "numpy" not in HOOKS:
        raise IllFormed("values in floats need the whole package: import symderive")
    return HOOKS["numpy"](term, named_values(term, values or {}))


def named_values(term: Term, values: Mapping[Any, Any]) -> dict[Any, Any]:
    """The values by free variable, those of unknown functions by their names.

    Raises:
        IllFormed: for a key that does not occur in the term.
    """
    variables = {symbol.name: symbol for symbol in free_symbols(term)}
    functions = {part.name for part in subterms(term) if isinstance(part, UNKNOWN)}
    found: dict[Any, Any] = {}
    for key, value in values.items():
        name = key if isinstance(key, str) else getattr(key, "name", None)
        if isinstance(key, str):
            variable: Any = variables.get(key)
        elif isinstance(key, UnknownFunctional) or hasattr(key, "orders"):
            variable = None
        else:
            variable = Reader().read(key)
        if isinstance(variable, (Symbol, TensorSymbol)):
            found[variable] = value
        elif variable is None and name in functions:
            found[name] = value
        else:
            known = ", ".join(sorted({*variables, *functions}))
            raise IllFormed(f"{key!r} is no variable here; give values for {known}")
    return found
