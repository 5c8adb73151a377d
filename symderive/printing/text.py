"""Terms as plain text that reads like the language it was written in.

The text is ASCII: it can be typed, searched for and pasted back, it has the same width in every
terminal and font, and every formula reads back in one way only, which signs set high and low in
Unicode do not achieve for indices such as 2*i - 1.

>>> from symderive.language.terms import Add, Symbol, INTEGER, number
>>> text(Add((Symbol("n", INTEGER), number(-1))))
'n - 1'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from symderive.language.displays import NAME as DOTTED
from symderive.language.displays import written_terms
from symderive.language.naming import NAME as NAMED
from symderive.language.naming import called
from symderive.language.terms import (
    MINUS_ONE,
    Apply,
    Array,
    Cases,
    Entry,
    Forall,
    Function,
    Functional,
    Iverson,
    Mod,
    Number,
    Partial,
    Pow,
    Reduce,
    Statement,
    Term,
    Truth,
    Unknown,
)
from symderive.printing import integrals, limits, members, order, pieces, properties, tables
from symderive.printing.derivatives import whole_derivative
from symderive.printing.names import free_names
from symderive.printing.pieces import Piece
from symderive.printing.quotients import quotients
from symderive.printing.settings import call_of
from symderive.printing.walk import Names, Printer

HALF = Fraction(1, 2)
PAIR = 2
WINDOWED = frozenset({"average_pool", "max_pool", "upsample"})
DERIVATIVES = {1: "grad", 2: "hessian"}


class TextPrinter(Printer):
    """Pieces of plain text; every piece can be read back in one way only."""

    relations = tables.TEXT_RELATIONS
    connectives = tables.TEXT_CONNECTIVES
    further = (
        integrals.TEXT_RULES
        | limits.TEXT_RULES
        | members.TEXT_RULES
        | order.TEXT_RULES
        | properties.TEXT_RULES
    )

    def brackets(self, piece: Piece) -> Piece:
        """Round brackets."""
        return Piece(f"({piece.text})")

    def rational(self, value: Fraction) -> Piece:
        """An integer or a fraction; a fraction binds like a product."""
        level = pieces.SIGNED if value < 0 else pieces.ATOM
        return Piece(str(value), level if value.denominator == 1 else min(level, pieces.PRODUCT))

    def name(self, name: str) -> Piece:
        """A variable, by its name."""
        return Piece(name)

    def product(self, factors: tuple[Term, ...], bound: Names) -> Piece:
        """Factors with stars, divisors with a slash each."""
        shown = ""
        for stretch in quotients(factors):
            for part in stretch.above:
                star = "*" if shown else ""
                level = pieces.POWER if shown or stretch.below else pieces.PRODUCT
                shown += star + self.at_least(part, level, bound).text
            for part in stretch.below:
                shown = f"{shown or '1'}/{self.at_least(part, pieces.POWER, bound).text}"
        return Piece(shown, pieces.PRODUCT)

    def power(self, term: Pow, bound: Names) -> Piece:
        """A power with a caret, a root as a call, 1 over something with a slash."""
        if term.exponent == MINUS_ONE:
            return self.product((term,), bound)
        if term.exponent == Number(HALF):
            return self.call("sqrt", [self.piece(term.base, bound)])
        base = self.at_least(term.base, pieces.ATOM, bound)
        exponent = self.at_least(term.exponent, pieces.ATOM, bound)
        return Piece(f"{base.text}^{exponent.text}", pieces.POWER)

    def call(self, name: str, inner: Sequence[Piece], more: str = "") -> Piece:
        """A name with its arguments in brackets."""
        return Piece(f"{name}({', '.join(part.text for part in inner)}{more})")

    def rounded(self, direction: str, inner: Piece) -> Piece:
        """Floor or ceil as a call."""
        return self.call(direction, [inner])

    def modulo(self, term: Mod, bound: Names) -> Piece:
        """Mod as a call."""
        return self.call("mod", [self.piece(p, bound) for p in (term.argument, term.modulus)])

    def function(self, term: Function, bound: Names) -> Piece:
        """An elementary function as a call; the absolute value, maximum and minimum lower-case."""
        if not term.arguments:
            return Piece(term.name)
        name = {"Abs": "abs", "Max": "max", "Min": "min"}.get(term.name, term.name)
        return self.call(name, [self.piece(part, bound) for part in term.arguments])

    def unknown(self, term: Unknown, bound: Names) -> Piece:
        """An arbitrary function, its derivatives as primes or as orders in braces."""
        if len(term.orders) == 1:
            marks = "'" * term.orders[0]
        else:
            marks = f"{{{','.join(map(str, term.orders))}}}" if any(term.orders) else ""
        return self.call(term.name + marks, [self.piece(part, bound) for part in term.arguments])

    def functional(self, term: Functional, bound: Names) -> Piece:
        """L(a); a partial derivative as an entry of L.grad(a) or L.hessian(a)."""
        inner = self.piece(term.argument, bound)
        order = len(term.rows)
        if not order:
            return self.call(term.name, [inner])
        base = self.call(f"{term.name}.{DERIVATIVES.get(order, f'grad^{order}')}", [inner])
        return Piece(f"{base.text}[{', '.join(self.piece(i, bound).text for i in term.indices)}]")

    def iverson(self, term: Iverson, bound: Names) -> Piece:
        """A condition in square brackets."""
        return Piece(f"[{self.piece(term.condition, bound).text}]")

    def cases(self, term: Cases, bound: Names) -> Piece:
        """Values with their conditions, first come first served."""
        rows = []
        for value, condition in zip(term.values, term.conditions, strict=True):
            shown = self.piece(value, bound).text
            if condition == Truth(True):
                rows.append(f"{shown} otherwise")
            else:
                rows.append(f"{shown} if {self.piece(condition, bound).text}")
        return Piece(f"cases({'; '.join(rows)})")

    def big(self, term: Reduce, bound: Names, inner: Names) -> Piece:
        """sum(k=1..n, body), and so for products, maxima and minima."""
        lower, upper = (self.at_least(end, pieces.LOOSE, bound) for end in (term.lower, term.upper))
        body = self.piece(term.body, inner)
        name = tables.TEXT_REDUCTIONS[term.operation]
        return Piece(f"{name}({inner[-1]}={lower.text}..{upper.text}, {body.text})")

    def partial(self, term: Partial, bound: Names) -> Piece:
        """diff(body, variable, ...), the variables in the order of differentiation."""
        variables: list[Piece] = []
        body: Term = term
        while isinstance(body, Partial):
            variables.insert(0, self.piece(body.variable, bound))
            body = body.body
        return self.call("diff", [self.piece(body, bound), *variables])

    def entry(self, term: Entry, bound: Names) -> Piece:
        """A tensor with its indices in square brackets."""
        base = self.at_least(term.tensor, pieces.ATOM, bound)
        if not term.indices:
            return base
        return Piece(f"{base.text}[{', '.join(self.piece(i, bound).text for i in term.indices)}]")

    def array(self, term: Array, bound: Names) -> Piece:
        """The entry with the ranges of its indices, i=1..m, j=1..n."""
        found = whole_derivative(term)
        if found is not None:
            value, order = found
            name = f"{value.name}.{DERIVATIVES.get(order, f'grad^{order}')}"
            return self.call(name, [self.piece(value.argument, bound)])
        inner = self.all_named(term.names, len(term.shape), bound)
        sizes = [self.piece(size, bound).text for size in term.shape]
        names = inner[len(bound) :]
        ranges = ", ".join(f"{name}=1..{size}" for name, size in zip(names, sizes, strict=True))
        return Piece(f"array({ranges}: {self.piece(term.body, inner).text})")

    def apply(self, term: Apply, bound: Names) -> Piece:
        """An operator in its own notation, else as a call; parameters behind a semicolon."""
        notation = tables.NOTATIONS.get((term.name, len(term.arguments)))
        if notation is None or term.parameters:
            return self._called(term, bound)
        call = notation.text.endswith(")")
        shown = []
        for place, (part, level) in enumerate(zip(term.arguments, notation.operands, strict=True)):
            same = isinstance(part, Apply) and part.name == term.name
            free = call or (notation.associates and place == 0 and same)
            shown.append(self.piece(part, bound) if free else self.at_least(part, level, bound))
        level = pieces.ATOM if call else notation.level
        return Piece(notation.text.format(*(part.text for part in shown)), level)

    def dotted(self, term: Apply, bound: Names) -> Piece:
        """first + second + ... + last."""
        heads, tails = written_terms(term)
        product = term.parameters[0] == "product"
        level = pieces.POWER if product else pieces.PRODUCT
        front, back = (
            [self.at_least(part, level, bound).text for part in stretch]
            for stretch in (heads, tails)
        )
        sign = "*" if product else " + "
        return Piece(sign.join([*front, "...", *back]), pieces.PRODUCT if product else pieces.ADD)

    def _called(self, term: Apply, bound: Names) -> Piece:
        """A call with its settings by name; X[i, :] for a part."""
        if term.name == DOTTED:
            return self.dotted(term, bound)
        if term.name == NAMED:
            name, listed = called(term)
            told = [Piece(p) if isinstance(p, str) else self.piece(p, bound) for p in listed]
            return self.call(name, told) if told else Piece(name)
        inner = [self.piece(part, bound) for part in term.arguments]
        if term.name == "part":
            base = self.at_least(term.arguments[0], pieces.ATOM, bound)
            fixed = iter(inner[1:])
            shown = [":" if kept else next(fixed).text for kept in term.parameters[0]]
            return Piece(f"{base.text}[{', '.join(shown)}]")
        if term.name == "einsum":
            return self.call(term.name, [Piece(f'"{term.parameters[0]}"'), *inner])
        if term.name == "padded":
            return Piece(f"padded({inner[0].text})[{_listed(inner[1:])}]")
        if term.name in WINDOWED:
            window = inner[1] if len(inner) == PAIR else Piece(f"({_listed(inner[1:])})")
            return self.call(term.name, [inner[0], window])
        if term.name == "reshape":
            return self.call(term.name, inner, f", order={term.parameters[0]}")
        call = call_of(term)
        inner = [self.piece(part, bound) for part in call.arguments]
        more = ""
        for name, value in call.settings:
            shown_value = value if isinstance(value, str) else self._settings(value, bound)
            more += f", {name}={shown_value}" if name else f"; {shown_value}"
        return self.call(term.name, inner, more)

    def _settings(self, values: Sequence[Term], bound: Names) -> str:
        shown = ", ".join(self.piece(value, bound).text for value in values)
        return shown if len(values) == 1 else f"({shown})"

    def forall(self, term: Forall, bound: Names) -> Piece:
        """A condition for every integer in a range."""
        return self._quantified("for all", term, bound)

    def exists(self, term: Forall, bound: Names) -> Piece:
        """A condition for some integer in a range."""
        return self._quantified("for some", term, bound)

    def _quantified(self, word: str, term: Forall, bound: Names) -> Piece:
        inner = self.named(term.name, bound)
        lower, upper = (self.at_least(end, pieces.LOOSE, bound) for end in (term.lower, term.upper))
        body = self.piece(term.body, inner)
        text = f"{word} {inner[-1]} in {lower.text}..{upper.text}: {body.text}"
        return Piece(text, pieces.IMPLIES)

    def statement(self, term: Statement, bound: Names) -> Piece:
        """The claim, with its hypotheses behind it."""
        claim = self.piece(term.claim, bound)
        if not term.given:
            return claim
        given = ", ".join(part.text for part in self.chains(term.given, bound))
        return replace(claim, text=f"{claim.text} given {given}", level=pieces.IMPLIES)


def _listed(shown: Sequence[Piece]) -> str:
    return ", ".join(part.text for part in shown)


def text(
    term: Term,
    taken: frozenset[str] = frozenset(),
    folded: Mapping[Term, str] | None = None,
) -> str:
    """The term as plain text.

    ``taken`` adds names that bound variables must not get, ``folded`` gives terms a name.
    """
    return TextPrinter(taken | free_names((term,)), folded).piece(term).text
