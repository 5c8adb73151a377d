"""Terms as JSON data and back, and a hash that every process agrees on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from fractions import Fraction
from importlib import import_module
from typing import Any

from symderive.errors import IllFormed
from symderive.language.terms import KINDS, Number, Term, layout_of

Json = Any
# Nodes register themselves when their module is imported, which is done when one is looked up.
DECLARING_MODULES = ("convexity", "definiteness", "integrals", "limits", "order", "shape_claims")


def to_json(term: Term) -> Json:
    """The term as JSON data, names of bound variables included.

    >>> from symderive.language.terms import ONE, Add, number
    >>> to_json(Add((ONE, number(Fraction(1, 2)))))
    {'Add': {'terms': [{'Number': {'value': '1'}}, {'Number': {'value': '1/2'}}]}}
    """

    def plain(value: Any) -> Json:
        if isinstance(value, Term):
            return to_json(value)
        if isinstance(value, tuple):
            return [plain(item) for item in value]
        return str(value) if isinstance(value, Fraction) else value

    return {type(term).__name__: {f.name: plain(getattr(term, f.name)) for f in fields(term)}}


def from_json(data: Json) -> Term:
    """The term that :func:`to_json` wrote; raises IllFormed for anything else."""

    def plain(value: Json) -> Any:
        if isinstance(value, dict):
            return from_json(value)
        return tuple(plain(item) for item in value) if isinstance(value, list) else value

    if not isinstance(data, dict) or len(data) != 1:
        raise IllFormed(f"not a term: {data!r}")
    ((name, parts),) = data.items()
    if name not in KINDS:
        for module in DECLARING_MODULES:
            import_module(f"symderive.language.{module}")
    if name not in KINDS:
        raise IllFormed(f"no term is called {name!r}; known are {', '.join(sorted(KINDS))}")
    if name == "Number":
        return Number(Fraction(parts["value"]))
    return KINDS[name](**{key: plain(value) for key, value in parts.items()})


def digest(term: Term) -> str:
    """A hash that is the same in every process and ignores names of bound variables."""
    found = term.__dict__.get("_digest")
    if found is None:
        parts: list[Any] = [type(term).__name__]
        for name in layout_of(type(term))[1]:
            parts.append(_digest_part(getattr(term, name)))
        found = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
        object.__setattr__(term, "_digest", found)
    return str(found)


def _digest_part(value: Any) -> Json:
    if isinstance(value, Term):
        return digest(value)
    if isinstance(value, tuple):
        return [_digest_part(item) for item in value]
    return str(value) if isinstance(value, Fraction) else value
