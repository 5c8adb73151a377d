"""Arithmetic in LaTeX: brackets, numbers, products, fractions, powers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from symderive.language.terms import (
    MINUS_ONE,
    Function,
    Mod,
    Number,
    Pow,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.printing import pieces, tables
from symderive.printing.names import latex_name
from symderive.printing.pieces import Piece, Segment
from symderive.printing.quotients import quotients
from symderive.printing.walk import Names, Printer, is_tensor

# In em: a factor below this width does not stand alone on a line.
NARROW = 3.0
# The widest numerator: a wider one stands behind the fraction, where lines may end in it.
WIDEST_ABOVE = 26.0
DOT_WIDTH = 0.7
HALF = Fraction(1, 2)
# Never set small, nor above another line.
DERIVATIVE = r"\frac{\partial"
# A fraction of numbers.
RATIO = re.compile(r"\\frac\{[-\d/() ]+\}\{[-\d/() ]+\}")
# What nobody writes as a coefficient, where letters have become numbers: a dot stands behind it.
VALUE = re.compile(rf"[01]|{RATIO.pattern}")
# A call of an operator with an upright name, behind which a factor needs a gap.
CALLED = re.compile(
    r"\\(operatorname|log|exp|tanh|sinh|cosh|sin|cos|max|min|det)\b.*\)$", re.DOTALL
)
OPERATOR = re.compile(r"\\(operatorname|log|exp|tanh|sinh|cosh|sin|cos|max|min|det|lim|sum|prod)\b")


class LatexArithmetic(Printer):
    """The part of the LaTeX printer that writes arithmetic."""

    relations = tables.LATEX_RELATIONS
    connectives = tables.LATEX_CONNECTIVES
    # Set where numbers stand for letters: a dot tells them from coefficients.
    calculating = False

    def inside(self, term: Term, bound: Names) -> Piece:
        """The term where it is set small: in fractions, exponents, limits and indices.

        Fractions there are written with a slash.
        """
        before, self.inline = self.inline, True
        try:
            return self.piece(term, bound)
        finally:
            self.inline = before

    def brackets(self, piece: Piece) -> Piece:
        """Round brackets as high as what they hold; of fixed height where a line may end inside."""
        return self.between(piece, "(", ")")

    def between(self, piece: Piece, left: str, right: str) -> Piece:
        """The piece between two delimiters."""
        width = 0.9 if piece.tall else 0.7
        gap = " " if left.startswith("\\") else ""
        if piece.tall:
            text = f"\\left{left} {piece.text} \\right{right}"
            ends = Segment(f"\\Bigl{left} ", width), Segment(f" \\Bigr{right}", width)
        else:
            text = f"{left}{gap}{piece.text}{gap}{right}"
            ends = Segment(f"{left}{gap}", width), Segment(f"{gap}{right}", width)
        cut = pieces.wrapped(piece, *ends) if len(piece.parts()) > 1 else ()
        return Piece(text, tall=piece.tall, width=piece.width + 2 * width, segments=cut)

    def rational(self, value: Fraction) -> Piece:
        """An integer, or a fraction with its sign in front."""
        sign, level = ("-", pieces.SIGNED) if value < 0 else ("", pieces.ATOM)
        size = abs(value)
        width = 0.5 * len(str(size.numerator)) + (0.8 if sign else 0)
        if size.denominator == 1:
            return Piece(f"{sign}{size.numerator}", level, width=width)
        if self.inline:
            width = 0.5 * len(str(value))
            return Piece(str(value), min(level, pieces.PRODUCT), open_right=True, width=width)
        text = f"{sign}\\frac{{{size.numerator}}}{{{size.denominator}}}"
        width = max(width, 0.5 * len(str(size.denominator))) + 0.3
        return Piece(text, min(level, pieces.PRODUCT), tall=True, width=width)

    def rounded(self, direction: str, inner: Piece) -> Piece:
        """The integer below or above."""
        return self.between(inner, f"\\l{direction}", f"\\r{direction}")

    def modulo(self, term: Mod, bound: Names) -> Piece:
        """The remainder."""
        left = self.at_least(term.argument, pieces.POWER, bound)
        right = self.inside(term.modulus, bound)
        right = right if right.level >= pieces.POWER else self.brackets(right)
        width = left.width + right.width + 3.0
        text = f"{left.text} \\bmod {right.text}"
        return Piece(text, pieces.LOOSE, left.tall or right.tall, width=width)

    def name(self, name: str) -> Piece:
        """A variable."""
        shown = latex_name(name)
        level = pieces.POWER if shown.subscripted else pieces.ATOM
        return Piece(shown.text, level, width=shown.width)

    # Products

    def product(self, factors: tuple[Term, ...], bound: Names) -> Piece:
        """Factors side by side, quotients as fractions, tensors with the sign of their product."""
        tensors = [is_tensor(factor) for factor in factors]
        if sum(tensors) > 1 or _tensor_divisors(factors):
            return self._entrywise(factors, bound)
        found = []
        for stretch in quotients(factors):
            if stretch.below:
                found.append(self.fraction(stretch.above, stretch.below, bound))
            else:
                found.extend(self.factor(part, bound) for part in stretch.above)
        return self.beside(found)

    def factor(self, term: Term, bound: Names) -> Piece:
        """One factor, in brackets if it is a sum or has a sign."""
        return self.at_least(term, pieces.PRODUCT, bound)

    def fraction(self, above: Sequence[Term], below: Sequence[Term], bound: Names) -> Piece:
        """A fraction; a sum alone above or below its line needs no brackets."""
        if self.inline:
            slashed = self._slashed(above, below, bound)
            if not slashed.tall:
                return slashed
        before, self.inline = self.inline, True
        top, bottom = (
            self.piece(side[0], bound) if len(side) == 1 else self._factors(side, bound)
            for side in (above, below)
        )
        self.inline = before
        if DERIVATIVE in top.text or DERIVATIVE in bottom.text:
            return self._without_derivatives(above, below, bound)
        if top.width > WIDEST_ABOVE and not before:
            front = self.fraction((), below, bound)
            return self.beside([front, *(self.factor(part, bound) for part in above)])
        width = max(top.width, bottom.width) + 0.3
        text = f"\\frac{{{top.text}}}{{{bottom.text}}}"
        return Piece(text, pieces.PRODUCT, tall=True, width=width)

    def _without_derivatives(
        self, above: Sequence[Term], below: Sequence[Term], bound: Names
    ) -> Piece:
        """A fraction with the factors that hold derivatives behind it."""
        moved, raised, top, bottom = [], [], [], []
        for term in above:
            shown = self.factor(term, bound)
            (moved.append(shown) if DERIVATIVE in shown.text else top.append(term))
        for term in below:
            shown = self.at_least(term, pieces.ATOM, bound)
            if DERIVATIVE in shown.text:
                text = f"{shown.text}^{{-1}}"
                raised.append(Piece(text, pieces.POWER, shown.tall, width=shown.width + 1.0))
            else:
                bottom.append(term)
        front = [self.fraction(top, bottom, bound)] if bottom else []
        front = front or [self.factor(term, bound) for term in top]
        return self.beside([*front, *moved, *raised])

    def _slashed(self, above: Sequence[Term], below: Sequence[Term], bound: Names) -> Piece:
        top = self._factors(above, bound)
        bottom = self._factors(below, bound)
        bottom = bottom if bottom.level >= pieces.POWER else self.brackets(bottom)
        top = self.brackets(top) if top.open_right else top
        text, width = f"{top.text}/{bottom.text}", top.width + bottom.width + 0.5
        return Piece(text, pieces.PRODUCT, top.tall or bottom.tall, True, width)

    def _factors(self, terms: Sequence[Term], bound: Names) -> Piece:
        if not terms:
            return Piece("1", width=0.5)
        if sum(map(is_tensor, terms)) > 1:
            return self._entrywise(terms, bound)
        return self.beside([self.factor(part, bound) for part in terms])

    def beside(self, factors: Sequence[Piece]) -> Piece:
        """Factors side by side, in brackets where one would swallow the next."""
        if len(factors) == 1:
            return factors[0]
        closed = [self.brackets(part) if part.open_right else part for part in factors[:-1]]
        closed.append(factors[-1])
        text, found = closed[0].text, [closed[0]]
        for before, part in pairwise(closed):
            gap = gap_between(before.text, part.text)
            if self.calculating and VALUE.fullmatch(before.text):
                gap = r" \cdot "
            text += f"{gap}{part.text}"
            first, *rest = part.parts()
            wide = DOT_WIDTH if "cdot" in gap else 0.0
            start = replace(
                first,
                text=f"{gap.strip()} {first.text}".strip(),
                width=first.width + wide,
                opening="" if wide else r"\cdot",
            )
            found.append(replace(part, segments=(start, *rest), width=part.width + wide))
        return Piece(
            text,
            pieces.PRODUCT,
            any(part.tall for part in closed),
            closed[-1].open_right,
            sum(part.width + 0.15 for part in found),
            pieces.joined(_glued(found), " ", depth=1),
        )

    def _entrywise(self, factors: Sequence[Term], bound: Names) -> Piece:
        """A product of tensors entry by entry, with its own signs for times and divided by.

        Scalars that divide stand below a line: behind a slash they would take what follows along.
        """
        found: Piece | None = None
        before = divided = False
        for piece, tensor, divides in self._operands(factors, bound):
            if found is None and not divides:
                found, before = piece, tensor
                continue
            found = found or Piece("1", width=0.5)
            if found.open_right or (divided and not divides):
                found = self.brackets(found)
            sign = gap_between(found.text, piece.text)
            if divides or (tensor and before):
                sign = r" \oslash " if divides else r" \odot "
            found = _signed(found, sign, piece)
            before, divided = before or tensor, divides
        assert found is not None
        return found

    def _operands(
        self, factors: Sequence[Term], bound: Names
    ) -> Iterator[tuple[Piece, bool, bool]]:
        """The factors, each with whether it is a tensor and whether it divides as one."""
        for stretch in quotients(factors):
            scalars = [part for part in stretch.below if not is_tensor(part)]
            if scalars:
                shown = self.fraction(stretch.above, scalars, bound)
                yield shown, any(map(is_tensor, stretch.above)), False
            else:
                for part in stretch.above:
                    yield self.at_least(part, pieces.POWER, bound), is_tensor(part), False
            for part in stretch.below:
                if is_tensor(part):
                    yield self.at_least(part, pieces.POWER, bound), True, True

    def raised(self, base: Term, bound: Names) -> Piece:
        """What stands below an exponent; a name with a subscript of its own needs no brackets."""
        piece = self.piece(base, bound)
        named = isinstance(base, (Symbol, TensorSymbol)) and "'" not in piece.text
        return piece if named or piece.level >= pieces.ATOM else self.brackets(piece)

    def power(self, term: Pow, bound: Names) -> Piece:
        """Powers, roots, and 1 over something."""
        exponent = term.exponent
        if exponent == MINUS_ONE:
            return self.product((term,), bound)
        if exponent == Number(HALF) and not is_tensor(term.base):
            inner = self.piece(term.base, bound)
            return Piece(f"\\sqrt{{{inner.text}}}", tall=inner.tall, width=inner.width + 0.9)
        above = self.inside(exponent, bound)
        raised, width = f"^{{{above.text}}}", pieces.SUBSCRIPT_SCALE * above.width
        base = term.base
        behind_name = isinstance(base, Function) and base.name in tables.POWER_BEHIND_NAME
        if is_tensor(base) and not behind_name:
            raised, width = f"^{{\\odot {above.text}}}", width + 0.6
        if isinstance(base, Function) and behind_name:
            inner = self.between(self.piece(base.arguments[0], bound), "(", ")")
            text = f"{tables.LATEX_FUNCTIONS[base.name]}{raised}{inner.text}"
            return Piece(text, pieces.POWER, inner.tall, width=inner.width + width + 2.0)
        inner = self.raised(base, bound)
        return Piece(inner.text + raised, pieces.POWER, inner.tall, width=inner.width + width)


def _signed(left: Piece, sign: str, right: Piece) -> Piece:
    """Two factors with a sign between them; a line may end before the sign."""
    first, *rest = right.parts()
    opening = "" if sign.strip(r" \,") else r"\cdot"
    start = replace(
        first, text=f"{sign.strip()} {first.text}".strip(), width=first.width, opening=opening
    )
    behind = replace(right, segments=(start, *rest), width=right.width + pieces.OPERATOR)
    return Piece(
        f"{left.text}{sign}{right.text}",
        pieces.PRODUCT,
        left.tall or right.tall,
        right.open_right,
        left.width + behind.width,
        (*left.parts(), *pieces.joined([Piece(""), behind], " ", depth=1)[1:]),
    )


def _glued(factors: Sequence[Piece]) -> list[Piece]:
    """The factors, narrow ones joined to what follows: no line has a number alone."""
    found: list[Piece] = []
    for part in factors:
        if found and found[-1].width < NARROW:
            before = found.pop()
            cut = pieces.joined([before, part], " ")
            width = before.width + part.width
            found.append(Piece(f"{before.text} {part.text}", width=width, segments=cut))
        else:
            found.append(part)
    return found


def _tensor_divisors(factors: Sequence[Term]) -> bool:
    divisors = [f.base for f in factors if isinstance(f, Pow) and f.exponent == MINUS_ONE]
    return any(is_tensor(divisor) for divisor in divisors)


def gap_between(before: str, following: str) -> str:
    """What stands between two factors: a dot before a number, a thin space around upright names."""
    if following[:1].isdigit() or (following.startswith(r"\frac") and before[-1:].isdigit()):
        return r" \cdot "
    if RATIO.match(following):
        return r" \cdot "
    if following.startswith((r"\mathrm", "[", r"\left[")) or before.startswith(r"\mathrm"):
        return r" \, "
    if CALLED.match(before) and not OPERATOR.match(following):
        return r" \, "
    return " "
