"""Walking terms, and substituting in them: no variable is ever captured.

Bound variables have no names, so that substitution is a matter of counting binders.
A visitor is called as visit(child, number of variables bound around it).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from symderive.language.terms import (
    CHILD,
    PLAIN,
    Bound,
    Symbol,
    TensorSymbol,
    Term,
    layout_of,
)


def map_children(term: Term, visit: Callable[[Term, int], Term]) -> Term:
    """The same node with every child replaced; the node itself where no child changed."""
    changed: dict[str, Any] = {}
    for name, kind in _child_fields(type(term)):
        old = getattr(term, name)
        if old is None:
            continue
        binds = term.binds(name)
        if kind is CHILD:
            new: Any = visit(old, binds)
            same = new is old
        else:
            new = tuple([visit(child, binds) for child in old])
            same = all(a is b for a, b in zip(new, old, strict=True))
        if not same:
            changed[name] = new
    if not changed:
        return term
    names = [name for name, _ in layout_of(type(term))[0]]
    return type(term)(**{name: changed.get(name, getattr(term, name)) for name in names})


_CHILD_FIELDS: dict[type[Term], tuple[tuple[str, str], ...]] = {}


def _child_fields(cls: type[Term]) -> tuple[tuple[str, str], ...]:
    """The fields of a class that hold terms, and whether each holds one or several."""
    found = _CHILD_FIELDS.get(cls)
    if found is None:
        found = tuple([(name, kind) for name, kind in layout_of(cls)[0] if kind is not PLAIN])
        _CHILD_FIELDS[cls] = found
    return found


def children(term: Term) -> list[tuple[Term, int]]:
    """The children with the number of variables bound around each."""
    known: list[tuple[Term, int]] | None = term.__dict__.get("_children")
    if known is not None:
        return known
    found: list[tuple[Term, int]] = []
    for name, kind in _child_fields(type(term)):
        value = getattr(term, name)
        if value is None:
            continue
        binds = term.binds(name)
        if kind is CHILD:
            found.append((value, binds))
        else:
            found += [(child, binds) for child in value]
    object.__setattr__(term, "_children", found)
    return found


def dangling(term: Term) -> int:
    """One more than the largest bound index that points outside the term; 0 for a closed term."""
    found = term.__dict__.get("_dangling")
    if found is None:
        if isinstance(term, Bound):
            found = term.index + 1
        else:
            found = max([0, *(dangling(child) - binds for child, binds in children(term))])
        object.__setattr__(term, "_dangling", found)
    return int(found)


def free_symbols(term: Term) -> frozenset[Symbol | TensorSymbol]:
    """The free variables, those in domains and shapes of free variables included."""
    found = term.__dict__.get("_free")
    if found is None:
        below = [free_symbols(child) for child, _ in children(term)]
        found = frozenset().union(*below) if below else frozenset()
        if isinstance(term, (Symbol, TensorSymbol)):
            found |= {term}
        object.__setattr__(term, "_free", found)
    result: frozenset[Symbol | TensorSymbol] = found
    return result


def subterms(term: Term) -> list[Term]:
    """The term and everything below it, parents first."""
    known: tuple[Term, ...] | None = term.__dict__.get("_subterms")
    if known is None:
        found, stack = [], [term]
        while stack:
            here = stack.pop()
            found.append(here)
            stack.extend([child for child, _ in reversed(children(here))])
        known = tuple(found)
        object.__setattr__(term, "_subterms", known)
    return list(known)


def shift(term: Term, by: int, cutoff: int = 0) -> Term:
    """Raise every bound index that points outside ``cutoff`` binders."""
    if by == 0 or dangling(term) <= cutoff:
        return term
    if isinstance(term, Bound):
        return Bound(term.index + by)
    return map_children(term, lambda child, binds: shift(child, by, cutoff + binds))


def instantiate(body: Term, arguments: tuple[Term, ...], depth: int = 0) -> Term:
    """The body with its innermost bound variables replaced, the first argument for the outermost.

    >>> from symderive.language.terms import ONE, Add, number
    >>> k = Bound(0)
    >>> instantiate(Add((k, ONE)), (number(4),)) == Add((number(4), ONE))
    True
    """
    if dangling(body) <= depth:
        return body
    if isinstance(body, Bound):
        place = body.index - depth
        if place < len(arguments):
            return shift(arguments[len(arguments) - 1 - place], depth)
        return Bound(body.index - len(arguments))
    return map_children(body, lambda child, binds: instantiate(child, arguments, depth + binds))


def abstract(term: Term, symbols: tuple[Term, ...], depth: int = 0) -> Term:
    """The term with free symbols turned into bound variables, undoing :func:`instantiate`."""
    if term in symbols:
        return Bound(depth + len(symbols) - 1 - symbols.index(term))
    if isinstance(term, Bound):
        return Bound(term.index + len(symbols)) if term.index >= depth else term
    if isinstance(term, (Symbol, TensorSymbol)) and not any(
        s in free_symbols(term) for s in symbols
    ):
        return term
    return map_children(term, lambda child, binds: abstract(child, symbols, depth + binds))


def substitute(term: Term, values: Mapping[Term, Term], depth: int = 0) -> Term:
    """Replace free symbols by terms, simultaneously, in domains and shapes too."""
    if term in values:
        return shift(values[term], depth)
    if isinstance(term, Bound) or free_symbols(term).isdisjoint(values):
        return term
    return map_children(term, lambda child, binds: substitute(child, values, depth + binds))
