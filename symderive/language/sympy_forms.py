"""Terms as SymPy objects, so that they can stand inside SymPy functions, sums and relations.

A variable becomes a :class:`Declared` symbol, everything else an :class:`Opaque` expression (or
an :class:`OpaqueCondition`) that SymPy cannot look into and therefore never rewrites. What an
opaque object depends on are its arguments, so that ``free_symbols``, ``subs`` and ``xreplace``
work on it as on any SymPy expression. Reading gives back exactly the term.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import sympy
from sympy.logic.boolalg import Boolean

from symderive.errors import IllFormed
from symderive.language.binding import (
    abstract,
    dangling,
    free_symbols,
    instantiate,
    map_children,
    subterms,
)
from symderive.language.hooks import latex_of, text_of
from symderive.language.serial import digest
from symderive.language.terms import (
    REAL,
    Entry,
    Functional,
    Number,
    Symbol,
    TensorSymbol,
    Term,
    Truth,
    is_condition,
)

Origins = Mapping[Term, sympy.Basic]


class Declared(sympy.Symbol):  # type: ignore[misc]
    """A SymPy symbol that stands for a variable of ours; its domain is part of its identity."""

    __slots__ = ("term",)
    term: Symbol

    def __new__(cls, term: Symbol) -> Self:
        """The symbol; made anew each time, since SymPy's cache looks at the name only."""
        kind = "integer" if term.is_integer else "real"
        made: Self = sympy.Symbol.__xnew__(cls, term.name, **{kind: True})
        made.term = term
        return made

    def _hashable_content(self) -> tuple[str, str]:
        return self.name, digest(self.term)

    def __reduce__(self) -> tuple[type[Declared], tuple[Symbol]]:
        return Declared, (self.term,)


class Template(sympy.Atom):  # type: ignore[misc]
    """A term with holes, as the first argument of an opaque object; the holes are its Bounds.

    The first ``sizes`` holes occur in shapes or domains of tensors.
    """

    __slots__ = ("holes", "sizes", "term")
    is_commutative = True
    term: Term
    holes: int
    sizes: int

    def __new__(cls, term: Term, holes: int, sizes: int) -> Self:
        """The template of a term that has that many holes."""
        made: Self = super().__new__(cls)
        made.term, made.holes, made.sizes = term, holes, sizes
        return made

    def _hashable_content(self) -> tuple[str, int, int]:
        return digest(self.term), self.holes, self.sizes

    def __reduce__(self) -> tuple[type[Template], tuple[Term, int, int]]:
        return Template, (self.term, self.holes, self.sizes)

    def _sympystr(self, printer: Any) -> str:
        return f"Template({digest(self.term)[:12]})"

    def filled(self, arguments: tuple[Term, ...]) -> Term:
        """The term with its holes filled; raises IllFormed where a size is a bound variable."""
        if any(dangling(size) for size in arguments[: self.sizes]):
            shaped = {s.name for s in free_symbols(self.term) if dangling(s)}
            shaped |= {f.name for f in _functionals(self.term) if any(map(dangling, f.shape))}
            names = sorted(shaped)
            raise IllFormed(
                f"a sum binds a variable on which the shape of {', '.join(names)} depends; "
                "give the bound variable another name"
            )
        return instantiate(self.term, arguments)


class Opaque(sympy.Expr):  # type: ignore[misc]
    """A scalar term inside a SymPy expression: real, commutative, and never rewritten."""

    is_commutative = True
    is_real = True

    def __new__(cls, template: Template, *arguments: Any) -> Self:
        made: Self = super().__new__(cls, template, *map(sympy.sympify, arguments))
        return made

    @property
    def _diff_wrt(self) -> bool:
        """Whether SymPy allows derivatives by it: an entry of a declared tensor."""
        term = self.args[0].term
        return isinstance(term, Entry) and isinstance(term.tensor, TensorSymbol)

    @property
    def is_symbol(self) -> bool:
        """Whether SymPy differentiates by it as it stands; otherwise it would find it nowhere."""
        return self._diff_wrt

    def _eval_derivative(self, variable: Any) -> Any:
        return sympy.Derivative(self, variable, evaluate=False)

    def _eval_subs(self, old: Any, new: Any) -> Any:
        """Replace an entry or another term inside; None leaves SymPy to look at the arguments."""
        if not isinstance(old, (Opaque, sympy.Indexed)):
            return None
        from symderive.language.reader import Reader

        reader = Reader()
        term = reader.read(self)
        replaced = _replaced(term, reader.read(old), reader.read(new))
        return None if replaced == term else form_of(replaced, reader.origins)

    def _sympystr(self, printer: Any) -> str:
        return text_of(displayed(self))

    def _latex(self, printer: Any) -> str:
        return latex_of(displayed(self)) or text_of(displayed(self))


class OpaqueCondition(Boolean):  # type: ignore[misc]
    """A condition of ours inside a SymPy expression."""

    def __new__(cls, template: Template, *arguments: Any) -> Self:
        made: Self = super().__new__(cls, template, *map(sympy.sympify, arguments))
        return made

    def _sympystr(self, printer: Any) -> str:
        return text_of(displayed(self))

    def _latex(self, printer: Any) -> str:
        return latex_of(displayed(self)) or text_of(displayed(self))


def _replaced(term: Term, old: Term, new: Term) -> Term:
    """The term with a closed subterm replaced by a closed one."""
    if term == old:
        return new
    return map_children(term, lambda child, binds: _replaced(child, old, new))


def displayed(opaque: Opaque | OpaqueCondition) -> Term:
    """The term for printing only: what SymPy substituted appears as a symbol of that name."""
    template = opaque.args[0]
    arguments = opaque.args[1 : 1 + template.holes]
    return instantiate(
        template.term,
        tuple(a.term if isinstance(a, Declared) else Symbol(str(a), REAL) for a in arguments),
    )


def form_of(term: Term, origins: Origins) -> sympy.Basic:
    """The SymPy form of a scalar or condition; ``origins``: the SymPy symbols it was read from.

    >>> from symderive.language.terms import INTEGER, ONE, Add
    >>> n = Symbol("n", INTEGER)
    >>> form = form_of(Add((n, ONE)), {})
    >>> sorted(map(str, form.free_symbols))
    ['n']
    """
    if isinstance(term, Number):
        return sympy.Rational(term.value.numerator, term.value.denominator)
    if isinstance(term, Symbol):
        return origins.get(term) or Declared(term)
    if isinstance(term, Truth):
        return sympy.true if term.value else sympy.false
    return opaque_form(term, origins)


def _functionals(term: Term) -> list[Functional]:
    return [part for part in subterms(term) if isinstance(part, Functional)]


def opaque_form(term: Term, origins: Origins) -> Opaque | OpaqueCondition:
    """The opaque SymPy object of a term, with its free variables as arguments."""
    free = sorted(free_symbols(term), key=lambda symbol: (symbol.name, digest(symbol)))
    tensors = [symbol for symbol in free if isinstance(symbol, TensorSymbol)]
    in_shapes = frozenset().union(*map(free_symbols, tensors))
    in_shapes |= {s for f in _functionals(term) for size in f.shape for s in free_symbols(size)}
    scalars = [symbol for symbol in free if isinstance(symbol, Symbol)]
    scalars.sort(key=lambda symbol: symbol not in in_shapes)
    sizes = sum(symbol in in_shapes for symbol in scalars)
    template = Template(abstract(term, tuple(scalars)), len(scalars), sizes)
    symbols = [origins.get(symbol) or Declared(symbol) for symbol in scalars]
    labels = [origins.get(tensor) or sympy.Symbol(tensor.name) for tensor in tensors]
    return (OpaqueCondition if is_condition(term) else Opaque)(template, *symbols, *labels)
