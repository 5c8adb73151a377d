"""The assumptions of a SymPy symbol as a domain of ours."""

from __future__ import annotations

import sympy

from symderive.errors import NotRead
from symderive.language.terms import (
    INTEGER,
    ONE,
    REAL,
    ZERO,
    Bound,
    Compare,
    Domain,
    Mod,
    Symbol,
    Term,
    number,
)

VALUE = Bound(0)
CONDITIONS: dict[str, Term] = {
    "positive": Compare(">", VALUE, ZERO),
    "negative": Compare("<", VALUE, ZERO),
    "nonnegative": Compare(">=", VALUE, ZERO),
    "nonpositive": Compare("<=", VALUE, ZERO),
    "nonzero": Compare("!=", VALUE, ZERO),
    "even": Compare("=", Mod(VALUE, number(2)), ZERO),
    "odd": Compare("=", Mod(VALUE, number(2)), ONE),
}
IMPLIED = {
    "positive": {"nonnegative", "nonzero"},
    "negative": {"nonpositive", "nonzero"},
    "odd": {"nonzero"},
}
LARGEST_CACHE = 4096

_SYMBOLS: dict[sympy.Symbol, Symbol] = {}


def symbol_of(symbol: sympy.Symbol) -> Symbol:
    """The variable that a SymPy symbol stands for.

    integer=True makes it an integer, anything else a real; signs and parity become conditions.

    >>> symbol_of(sympy.Symbol("n", integer=True)) == Symbol("n", INTEGER)
    True

    Raises:
        NotRead: for an assumption that is not a domain here (complex, rational, prime, ...).
    """
    found = _SYMBOLS.get(symbol)
    if found is None:
        if len(_SYMBOLS) >= LARGEST_CACHE:
            _SYMBOLS.clear()
        found = _SYMBOLS[symbol] = Symbol(symbol.name, domain_of(symbol))
    return found


def domain_of(symbol: sympy.Symbol) -> Domain:
    """The domain that the assumptions of a SymPy symbol describe."""
    known = symbol.assumptions0
    if known == {"commutative": True}:
        return REAL
    kind = "integer" if known.get("integer") else "real"
    kept = [name for name in CONDITIONS if known.get(name)]
    kept = [name for name in kept if not any(name in IMPLIED.get(other, ()) for other in kept)]
    wanted = sympy.Symbol(symbol.name, **{kind: True}, **dict.fromkeys(kept, True))
    if wanted.assumptions0 != known:
        _refuse(symbol, sorted(set(known.items()) ^ set(wanted.assumptions0.items())))
    if not kept:
        return INTEGER if kind == "integer" else REAL
    return Domain(kind, tuple(CONDITIONS[name] for name in kept))


def _refuse(symbol: sympy.Symbol, differing: list[tuple[str, bool]]) -> None:
    written = symbol.__getnewargs_ex__()[1] or dict(differing)
    names = ", ".join(f"{name}={value}" for name, value in sorted(written.items()))
    raise NotRead(
        f"{symbol.name} with {names} has no domain here; write "
        f"Symbol({symbol.name!r}, real=True) or Symbol({symbol.name!r}, integer=True), "
        f"with {', '.join(f'{name}=True' for name in CONDITIONS)} where needed"
    )
