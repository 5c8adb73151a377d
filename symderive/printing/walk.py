"""The walk over a term that LaTeX and plain text share: order, signs, brackets, names.

What is decided here is where brackets and minus signs go and what bound variables are called;
how a fraction or a sum looks is decided by the style, a subclass of :class:`Printer`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, ClassVar

from symderive.errors import IllFormed
from symderive.language.definitions import rank_of
from symderive.language.terms import (
    MINUS_ONE,
    Add,
    And,
    Bound,
    Compare,
    Forall,
    Mul,
    Not,
    Number,
    Or,
    Reduce,
    Term,
    Truth,
)
from symderive.printing import pieces
from symderive.printing.names import fresh_name
from symderive.printing.pieces import Piece

Names = tuple[str, ...]
Rule = Callable[[Any, Any, Names], Piece]
Rules = dict[str, Rule]

UPWARD, DOWNWARD = frozenset({"<", "<=", "="}), frozenset({">", ">=", "="})


def is_tensor(term: Term) -> bool:
    """Whether a term has indices; a term of unknown shape counts as a scalar."""
    try:
        return rank_of(term) > 0
    except (IllFormed, AssertionError, IndexError, ValueError):
        return False


def split_sign(term: Term) -> tuple[bool, Term]:
    """Whether a minus sign stands before the term, and what stands behind that sign.

    >>> from symderive.language.terms import number
    >>> split_sign(number(-3))[0], split_sign(number(3))[0]
    (True, False)
    """
    if isinstance(term, Number) and term.value < 0:
        return True, Number(-term.value)
    if isinstance(term, Mul):
        factors = flattened(term)
        first = factors[0]
        if first == MINUS_ONE and len(factors) > 1:
            return True, factors[1] if len(factors) == 2 else Mul(factors[1:])
        if isinstance(first, Number) and first.value < 0:
            return True, Mul((Number(-first.value), *factors[1:]))
    return False, term


def flattened(term: Mul) -> tuple[Term, ...]:
    """The factors, those of a product in first place included: (a b) c is written a b c."""
    first, *rest = term.factors
    return (*flattened(first), *rest) if isinstance(first, Mul) else term.factors


def summands(term: Add) -> tuple[Term, ...]:
    """The terms of a sum, those of a sum in first place included."""
    first, *rest = term.terms
    return (*summands(first), *rest) if isinstance(first, Add) else term.terms


class Printer(ABC):
    """Turns terms into pieces.

    ``taken`` are the names that bound variables must not get. ``folded`` gives terms that are
    written by a name: a matrix that has been introduced as A is A from then on.
    """

    relations: ClassVar[dict[str, str]]
    connectives: ClassVar[dict[str, str]]
    minus: ClassVar[str] = "-"
    # Rules that stand in modules of their own, by the name of the node.
    further: ClassVar[Rules] = {}
    # Set where formulas stand in a line of text or are set small: fractions get a slash.
    inline = False

    def __init__(
        self, taken: frozenset[str] = frozenset(), folded: Mapping[Term, str] | None = None
    ) -> None:
        self.folded = {t: name for t, name in (folded or {}).items() if name not in taken}
        self.taken = taken | frozenset(self.folded.values())
        self.rules: dict[str, Callable[[Any, Names], Piece]] = {
            "Number": lambda term, bound: self.rational(term.value),
            "Symbol": lambda term, bound: self.name(term.name),
            "TensorSymbol": lambda term, bound: self.name(term.name),
            "Bound": self._bound,
            "Add": self._sum,
            "Mul": self._product,
            "Pow": self.power,
            "Floor": lambda term, bound: self.rounded("floor", self.piece(term.argument, bound)),
            "Ceiling": lambda term, bound: self.rounded("ceil", self.piece(term.argument, bound)),
            "Mod": self.modulo,
            "Function": self.function,
            "Unknown": self.unknown,
            "Functional": self.functional,
            "Iverson": self.iverson,
            "Cases": self.cases,
            "Reduce": self._reduce,
            "Partial": self.partial,
            "Entry": self.entry,
            "Array": self.array,
            "Apply": self.apply,
            "Truth": lambda term, bound: Piece("true" if term.value else "false", width=2.0),
            "Compare": self._compare,
            "And": self._and,
            "Or": self._or,
            "Not": self._not,
            "Forall": self.forall,
            "Statement": self.statement,
        }

    def piece(self, term: Term, bound: Names = ()) -> Piece:
        """The term as a piece; ``bound`` names the variables bound around it, innermost last."""
        if self.folded and term in self.folded:
            return self.name(self.folded[term])
        rule = self.rules.get(type(term).__name__)
        if type(term).__name__ in self.further:
            return self.further[type(term).__name__](self, term, bound)
        if rule is None:
            raise IllFormed(f"{type(term).__name__} is not a formula that can be printed")
        return rule(term, bound)

    def at_least(self, term: Term, level: int, bound: Names) -> Piece:
        """The term, in brackets unless it binds at least that strongly."""
        piece = self.piece(term, bound)
        return piece if piece.level >= level else self.brackets(piece)

    def inside(self, term: Term, bound: Names) -> Piece:
        """The term where it is set small."""
        return self.piece(term, bound)

    def named(self, wanted: str, bound: Names) -> Names:
        """The names with one more for a new bound variable, unlike every other in sight."""
        return (*bound, fresh_name(wanted, self.taken | frozenset(bound)))

    def all_named(self, wanted: Sequence[str], count: int, bound: Names) -> Names:
        """The names with ``count`` more, for a binder of several variables."""
        defaults = ("i", "j", "k", "l")
        for place in range(count):
            default = defaults[place] if place < len(defaults) else f"i{place + 1}"
            bound = self.named(wanted[place] if place < len(wanted) else default, bound)
        return bound

    def _bound(self, term: Bound, bound: Names) -> Piece:
        if term.index >= len(bound):
            return self.name(f"bound_{term.index - len(bound)}")
        return self.name(bound[-1 - term.index])

    def _sum(self, term: Add, bound: Names) -> Piece:
        """Terms with their signs; brackets around a sum that is not in first place."""
        found: list[Piece] = []
        for place, part in enumerate(summands(term)):
            negative, rest = split_sign(part)
            inner = self.at_least(rest, pieces.PRODUCT, bound)
            sign = self.minus if negative else "+" if place else ""
            if place:
                text = f"{sign} {inner.text}"
            else:
                text = f"{sign}{inner.text}"
            found.append(self.prefixed(inner, text, sign))
        return Piece(
            " ".join(part.text for part in found),
            pieces.ADD,
            any(part.tall for part in found),
            width=sum(part.width for part in found),
            segments=pieces.joined(found, " ", depth=0),
        )

    def prefixed(self, inner: Piece, text: str, sign: str) -> Piece:
        """A piece with a sign before it, in its segments too."""
        if not sign:
            return inner
        width = pieces.OPERATOR if text[len(sign) :].startswith(" ") else 0.8
        gap = text[len(sign) : len(text) - len(inner.text)]
        first, *rest = inner.parts()
        start = replace(first, text=f"{sign}{gap}{first.text}", width=first.width + width)
        return replace(inner, text=text, width=inner.width + width, segments=(start, *rest))

    def negated(self, inner: Piece) -> Piece:
        """A minus sign before a product."""
        found = self.prefixed(inner, f"{self.minus}{inner.text}", self.minus)
        return replace(found, level=pieces.SIGNED)

    def _product(self, term: Mul, bound: Names) -> Piece:
        negative, rest = split_sign(term)
        if negative:
            return self.negated(self.at_least(rest, pieces.PRODUCT, bound))
        return self.product(flattened(term), bound)

    def _reduce(self, term: Reduce, bound: Names) -> Piece:
        inner = self.named(term.name, bound)
        return self.big(term, bound, inner)

    # Conditions

    def _compare(self, term: Compare, bound: Names) -> Piece:
        sides = [self.at_least(side, pieces.LOOSE, bound) for side in (term.left, term.right)]
        return self.related(sides, [term.relation])

    def related(self, sides: Sequence[Piece], relations: Sequence[str]) -> Piece:
        """Sides with relations between them: a <= b <= c."""
        text, found = sides[0].text, [sides[0]]
        for relation, side in zip(relations, sides[1:], strict=True):
            sign = self.relations[relation]
            text += f" {sign} {side.text}"
            found.append(self.prefixed(side, f"{sign} {side.text}", sign))
        return Piece(
            text,
            pieces.COMPARE,
            any(side.tall for side in sides),
            width=sum(side.width for side in found),
            segments=pieces.joined(found, " ", depth=0),
        )

    def chains(self, conditions: Sequence[Term], bound: Names) -> list[Piece]:
        """Conditions, with ``a <= b`` and ``b <= c`` next to each other put together."""
        found: list[Piece] = []
        waiting = list(conditions)
        while waiting:
            chain = [waiting.pop(0)]
            while waiting and _continues(chain, waiting[0]):
                chain.append(waiting.pop(0))
            if len(chain) == 1:
                found.append(self.at_least(chain[0], pieces.NOT, bound))
                continue
            compared = [part for part in chain if isinstance(part, Compare)]
            terms = [compared[0].left, *(part.right for part in compared)]
            sides = [self.at_least(side, pieces.LOOSE, bound) for side in terms]
            found.append(self.related(sides, [part.relation for part in compared]))
        return found

    def _and(self, term: And, bound: Names) -> Piece:
        found = self.chains(term.conditions, bound)
        if not found:
            return self.piece(Truth(True), bound)
        return found[0] if len(found) == 1 else self.connected(found, "and", pieces.AND)

    def _or(self, term: Or, bound: Names) -> Piece:
        if len(term.conditions) == 2 and isinstance(term.conditions[0], Not):
            first, second = term.conditions[0].condition, term.conditions[1]
            sides = [self.at_least(part, pieces.OR, bound) for part in (first, second)]
            return self.connected(sides, "implies", pieces.IMPLIES)
        if not term.conditions:
            return self.piece(Truth(False), bound)
        found = [self.at_least(part, pieces.AND, bound) for part in term.conditions]
        return found[0] if len(found) == 1 else self.connected(found, "or", pieces.OR)

    def _not(self, term: Not, bound: Names) -> Piece:
        inside = term.condition
        denied = self.further.get(f"not {type(inside).__name__}")
        if denied is not None:
            return denied(self, inside, bound)
        if isinstance(inside, Forall) and isinstance(inside.body, Not):
            return self.exists(replace(inside, body=inside.body.condition), bound)
        inner = self.at_least(term.condition, pieces.ATOM, bound)
        sign = self.connectives["not"]
        return Piece(f"{sign}{inner.text}", pieces.NOT, inner.tall, width=inner.width + 1.5)

    def connected(self, found: Sequence[Piece], word: str, level: int) -> Piece:
        """Conditions with a connective between them."""
        sign = self.connectives[word]
        return Piece(
            sign.join(part.text for part in found),
            level,
            any(part.tall for part in found),
            width=sum(part.width for part in found) + 2.5 * (len(found) - 1),
            segments=pieces.joined(found, sign, depth=0),
        )

    # What a style decides

    @abstractmethod
    def brackets(self, piece: Piece) -> Piece: ...

    @abstractmethod
    def rational(self, value: Fraction) -> Piece: ...

    @abstractmethod
    def name(self, name: str) -> Piece: ...

    @abstractmethod
    def product(self, factors: tuple[Term, ...], bound: Names) -> Piece: ...

    @abstractmethod
    def power(self, term: Any, bound: Names) -> Piece: ...

    @abstractmethod
    def rounded(self, direction: str, inner: Piece) -> Piece: ...

    @abstractmethod
    def modulo(self, term: Any, bound: Names) -> Piece: ...

    @abstractmethod
    def function(self, term: Any, bound: Names) -> Piece: ...

    @abstractmethod
    def unknown(self, term: Any, bound: Names) -> Piece: ...

    @abstractmethod
    def functional(self, term: Any, bound: Names) -> Piece: ...

    @abstractmethod
    def iverson(self, term: Any, bound: Names) -> Piece: ...

    @abstractmethod
    def cases(self, term: Any, bound: Names) -> Piece: ...

    @abstractmethod
    def big(self, term: Reduce, bound: Names, inner: Names) -> Piece: ...

    @abstractmethod
    def partial(self, term: Any, bound: Names) -> Piece: ...

    @abstractmethod
    def entry(self, term: Any, bound: Names) -> Piece: ...

    @abstractmethod
    def array(self, term: Any, bound: Names) -> Piece: ...

    @abstractmethod
    def apply(self, term: Any, bound: Names) -> Piece: ...

    @abstractmethod
    def forall(self, term: Any, bound: Names) -> Piece: ...

    @abstractmethod
    def exists(self, term: Any, bound: Names) -> Piece: ...

    @abstractmethod
    def statement(self, term: Any, bound: Names) -> Piece: ...


def _continues(chain: Sequence[Term], following: Term) -> bool:
    """Whether a comparison starts where the chain ends and points the same way."""
    last = chain[-1]
    if not (isinstance(last, Compare) and isinstance(following, Compare)):
        return False
    used = {part.relation for part in (*chain, following) if isinstance(part, Compare)}
    return last.right == following.left and (used <= UPWARD or used <= DOWNWARD)
