"""Integer-valued terms as index forms: floors, ceilings and remainders become bound quotients.

The value of such a term is a list of pieces, each a form that is valid where its constraints hold;
the pieces' constraints exclude one another and cover everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from symderive.errors import OutsideFragment
from symderive.language.definitions import entry_of
from symderive.language.terms import (
    Add,
    Apply,
    Bound,
    Ceiling,
    Floor,
    Function,
    Mod,
    Mul,
    Number,
    Pow,
    Symbol,
    Term,
)
from symderive.prover.context import Context, content_of
from symderive.prover.integers import DIGIT, ONE, QUOTIENT, Form, Variable, constant, form_of
from symderive.prover.place import Place
from symderive.prover.presburger import AT_LEAST, EQUAL, Constraint
from symderive.prover.radix import is_positive, provable, quotient

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

PLAIN = (Number, Bound, Symbol, Add, Mul)
MAX_PIECES = 12
QUOTIENTS_TRIED = range(-3, 4)
MAX_SPLIT = 3


@dataclass(frozen=True)
class Piece:
    """numerator/denominator, with the variables it binds, valid where the constraints hold."""

    numerator: Form
    denominator: Form = ONE
    bound: tuple[Variable, ...] = ()
    constraints: tuple[Constraint, ...] = ()

    def reduced(self) -> Piece:
        """The same with common factors of numerator and denominator removed."""
        numerator, denominator = self.numerator, self.denominator
        if denominator.value == 1:
            return self
        g = content_of([*numerator.terms.values(), *denominator.terms.values()])
        if g > 1:
            numerator, denominator = numerator.divided(g), denominator.divided(g)
        if len(denominator.terms) == 1:
            ((monomial, c),) = denominator.terms.items()
            for v in set(monomial):
                if all(v in m for m in numerator.terms):
                    numerator = _without_factor(numerator, v)
                    denominator = _without_factor(denominator, v)
                    return self._with(numerator, denominator).reduced()
            if c < 0:
                numerator, denominator = -numerator, -denominator
        return self._with(numerator, denominator)

    def _with(self, numerator: Form, denominator: Form) -> Piece:
        return Piece(numerator, denominator, self.bound, self.constraints)

    def joined(self, other: Piece, numerator: Form, denominator: Form) -> Piece:
        """A value computed from two pieces."""
        return Piece(
            numerator,
            denominator,
            self.bound + other.bound,
            self.constraints + other.constraints,
        ).reduced()


def _without_factor(form: Form, v: Variable) -> Form:
    terms = {}
    for monomial, c in form.terms.items():
        rest = list(monomial)
        rest.remove(v)
        terms[tuple(rest)] = c
    return Form(terms)


def integer(work: Workspace, term: Term, place: Place) -> list[Piece]:
    """The pieces of an index; each has denominator 1, and divisions are seen to be exact."""
    return [_exact(work, piece, place) for piece in rational(work, term, place)]


def _exact(work: Workspace, piece: Piece, place: Place) -> Piece:
    if piece.denominator.value == 1:
        return piece
    divisor = piece.denominator.value
    if divisor is None:
        raise OutsideFragment("an index that is a quotient by a symbol")
    q = form_of(work.fresh(QUOTIENT))
    remainder = form_of(work.fresh(QUOTIENT))
    wrong = [
        (EQUAL, piece.numerator - q.scaled(divisor) - remainder),
        (AT_LEAST, remainder.shifted(-1)),
        (AT_LEAST, (-remainder).shifted(divisor - 1)),
    ]
    inside = place.assuming(piece.constraints)
    if not all(context.extended(wrong).is_empty() for context in inside.contexts()):
        work.fail("an index or a bound of a sum that need not be an integer")
    exact = (EQUAL, piece.numerator - q.scaled(divisor))
    (v,) = q.variables
    return Piece(q, ONE, (*piece.bound, v), (*piece.constraints, exact))


def rational(work: Workspace, term: Term, place: Place) -> list[Piece]:
    """The pieces of an integer or rational expression in integers."""
    plain = _plain(work, term, place)
    return _cased(work, term, place) if plain is None else [plain]


def _plain(work: Workspace, term: Term, place: Place) -> Piece | None:
    """The one piece of a sum or product of variables and numbers, remembered; else None."""
    if not isinstance(term, PLAIN):
        return None
    # A variable that is split into digits has another form from then on.
    key = term, place.environment, len(work.splits)
    if key not in work.plain_indices:
        work.plain_indices[key] = _read_plain(work, term, place)
    return work.plain_indices[key]


def _read_plain(work: Workspace, term: Term, place: Place) -> Piece | None:
    if not isinstance(term, (Add, Mul)):
        return _cased(work, term, place)[0]
    whole: Piece | None = None
    for part in term.terms if isinstance(term, Add) else term.factors:
        value = _plain(work, part, place)
        if value is None:
            return None
        whole = value if whole is None else _combine(whole, value, isinstance(term, Add))
    return whole


def _cased(work: Workspace, term: Term, place: Place) -> list[Piece]:
    """The pieces of an expression by its outermost operation."""
    if isinstance(term, Number):
        value = term.value
        return [Piece(constant(value.numerator), constant(value.denominator))]
    if isinstance(term, Bound):
        return [Piece(place.bound(term.index))]
    if isinstance(term, Symbol):
        if not term.is_integer:
            raise OutsideFragment(f"the real symbol {term.name} in an index")
        return [Piece(work.integer_variable(term))]
    if isinstance(term, (Add, Mul)):
        return _combined(work, term, place)
    if isinstance(term, Pow):
        return _power(work, term, place)
    if isinstance(term, Floor):
        return _floors(work, rational(work, term.argument, place), place, 1)
    if isinstance(term, Ceiling):
        negated = [_negated(p) for p in rational(work, term.argument, place)]
        return _floors(work, negated, place, -1)
    if isinstance(term, Mod):
        return _remainders(work, term, place)
    if isinstance(term, Function) and term.name in ("Max", "Min", "Abs"):
        return _extremes(work, term, place)
    if isinstance(term, Apply):
        return rational(work, entry_of(term, ()), place)
    raise OutsideFragment(f"an index made with {type(term).__name__}")


def _negated(piece: Piece) -> Piece:
    return Piece(-piece.numerator, piece.denominator, piece.bound, piece.constraints)


def _combined(work: Workspace, term: Add | Mul, place: Place) -> list[Piece]:
    parts = term.terms if isinstance(term, Add) else term.factors
    pieces: list[Piece] | None = None
    for part in parts:
        values = rational(work, part, place)
        if pieces is None:
            pieces = values
            continue
        if len(pieces) * len(values) > MAX_PIECES:
            raise OutsideFragment("an index with too many cases")
        pieces = [_combine(a, b, isinstance(term, Add)) for a in pieces for b in values]
    assert pieces is not None
    return pieces


def _combine(a: Piece, b: Piece, is_sum: bool) -> Piece:
    if not is_sum:
        return a.joined(b, a.numerator * b.numerator, a.denominator * b.denominator)
    if a.denominator == b.denominator:
        return a.joined(b, a.numerator + b.numerator, a.denominator)
    numerator = a.numerator * b.denominator + b.numerator * a.denominator
    return a.joined(b, numerator, a.denominator * b.denominator)


def _power(work: Workspace, term: Pow, place: Place) -> list[Piece]:
    exponent = term.exponent
    if not isinstance(exponent, Number) or exponent.value.denominator != 1:
        raise OutsideFragment("an index with a symbolic exponent")
    out = []
    for piece in rational(work, term.base, place):
        numerator, denominator = ONE, ONE
        for _ in range(abs(exponent.value.numerator)):
            numerator, denominator = numerator * piece.numerator, denominator * piece.denominator
        if exponent.value < 0:
            numerator, denominator = denominator, numerator
            if not place.assuming(piece.constraints).excludes_zero(piece.numerator):
                work.fail("an index divides by something that may be zero")
        out.append(Piece(numerator, denominator, piece.bound, piece.constraints).reduced())
    return out


def _floors(work: Workspace, pieces: list[Piece], place: Place, sign: int) -> list[Piece]:
    out = []
    for piece in pieces:
        for found in floor_pieces(work, piece, place):
            out.append(found if sign > 0 else _negated(found))
    return out


def floor_pieces(work: Workspace, piece: Piece, place: Place) -> list[Piece]:
    """floor(N/D): multiples of D leave, the rest is one of few known quotients, or a new variable.

    Given: D >= 1 by the context. For a constant D the quotient q is bound by
    D*q <= N <= D*q + D - 1, for a symbolic one by N = D*q + s with 0 <= s < D.
    Source: division with remainder.
    """
    context = place.assuming(piece.constraints).context
    divisor, numerator = piece.denominator, piece.numerator
    if divisor.value == 1:
        return [piece]
    if not is_positive(divisor, context):
        if not is_positive(-divisor, context):
            raise OutsideFragment("a division by an integer whose sign is not known")
        divisor, numerator = -divisor, -numerator
    whole, rest = multiples(numerator, divisor)
    few = few_quotients(rest, divisor, context)
    if few is not None:
        low, high = few
        return [
            _known_quotient(piece, whole, rest, divisor, t, low, high) for t in range(low, high + 1)
        ]
    if divisor.value is not None:
        q = form_of(work.fresh(QUOTIENT))
        remainder = rest - q.scaled(divisor.value)
        added: tuple[Constraint, ...] = (
            (AT_LEAST, remainder),
            (AT_LEAST, (-remainder).shifted(divisor.value - 1)),
        )
        new: tuple[Variable, ...] = tuple(q.variables)
    else:
        q, s = form_of(work.fresh(DIGIT)), form_of(work.fresh(DIGIT))
        added = (
            (EQUAL, rest - divisor * q - s),
            (AT_LEAST, s),
            (AT_LEAST, divisor.shifted(-1) - s),
        )
        new = (*q.variables, *s.variables)
    work.record("Euclidean division", rest, divisor)
    return [Piece(whole + q, ONE, piece.bound + new, piece.constraints + added)]


def _known_quotient(
    piece: Piece, whole: Form, rest: Form, divisor: Form, t: int, low: int, high: int
) -> Piece:
    added: list[Constraint] = []
    if t > low:
        added.append((AT_LEAST, rest - divisor.scaled(t)))
    if t < high:
        added.append((AT_LEAST, divisor.scaled(t + 1).shifted(-1) - rest))
    return Piece(whole.shifted(t), ONE, piece.bound, (*piece.constraints, *added))


def few_quotients(rest: Form, divisor: Form, context: Context) -> tuple[int, int] | None:
    """The least and largest value of floor(rest/divisor), if they are known and near one another.

    Only one value is few for a constant divisor, whose quotients are bound variables otherwise.
    """
    low = next(
        (t for t in reversed(QUOTIENTS_TRIED) if provable(rest - divisor.scaled(t), context)), None
    )
    if low is None:
        return None
    width = MAX_SPLIT if divisor.value is None else 1
    for high in range(low, low + width):
        if provable(divisor.scaled(high + 1).shifted(-1) - rest, context):
            return low, high
    return None


def multiples(numerator: Form, divisor: Form) -> tuple[Form, Form]:
    """numerator = divisor * A + B, with A as large as can be read off: (A, B)."""
    if len(divisor.terms) != 1:
        return constant(0), numerator
    ((radix, g),) = divisor.terms.items()
    high: dict[tuple[Variable, ...], int] = {}
    low: dict[tuple[Variable, ...], int] = {}
    for monomial, c in numerator.terms.items():
        rest = quotient(monomial, radix)
        if rest is None:
            low[monomial] = c
            continue
        q, r = divmod(c, g)
        if q:
            high[rest] = q
        if r:
            low[monomial] = r
    return Form(high), Form(low)


def _remainders(work: Workspace, term: Mod, place: Place) -> list[Piece]:
    """a mod m = a - m*floor(a/m)."""
    out = []
    for a in integer(work, term.argument, place):
        for m in integer(work, term.modulus, place.assuming(a.constraints)):
            joined = a.joined(m, a.numerator, ONE)
            if not place.assuming(joined.constraints).excludes_zero(m.numerator):
                work.fail("a remainder by something that may be zero")
            ratio = Piece(a.numerator, m.numerator, joined.bound, joined.constraints).reduced()
            for q in floor_pieces(work, ratio, place):
                value = a.numerator - m.numerator * q.numerator
                out.append(Piece(value, ONE, q.bound, q.constraints))
    return out


def _above_zero(pieces: list[Piece], place: Place) -> list[Piece]:
    """The pieces with denominators that are seen to be positive."""
    out = []
    for piece in pieces:
        context = place.assuming(piece.constraints).context
        if not is_positive(piece.denominator, context):
            if not is_positive(-piece.denominator, context):
                raise OutsideFragment("a quotient by an integer whose sign is not known")
            out.append(Piece(-piece.numerator, -piece.denominator, piece.bound, piece.constraints))
        else:
            out.append(piece)
    return out


def _extremes(work: Workspace, term: Function, place: Place) -> list[Piece]:
    """max, min and |.| of integers, one piece for each case; the first wins ties."""
    pieces = _above_zero(rational(work, term.arguments[0], place), place)
    if term.name == "Abs":
        pieces = [
            Piece(value, p.denominator, p.bound, (*p.constraints, (AT_LEAST, condition)))
            for p in pieces
            for value, condition in (
                (p.numerator, p.numerator),
                (-p.numerator, (-p.numerator).shifted(-1)),
            )
        ]
    for argument in term.arguments[1:]:
        out = []
        for a in pieces:
            for b in _above_zero(rational(work, argument, place), place):
                difference = a.numerator * b.denominator - b.numerator * a.denominator
                difference = difference if term.name == "Max" else -difference
                first = a.joined(b, a.numerator, a.denominator)
                second = a.joined(b, b.numerator, b.denominator)
                for p, condition in ((first, difference), (second, (-difference).shifted(-1))):
                    constraints = (*p.constraints, (AT_LEAST, condition))
                    out.append(Piece(p.numerator, p.denominator, p.bound, constraints))
        pieces = out
    inside = [p for p in pieces if not place.assuming(p.constraints).context.is_empty()]
    if len(inside) > MAX_PIECES:
        raise OutsideFragment("an index with too many cases")
    return inside
