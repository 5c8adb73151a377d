"""Chains of lines, ``calc(first).eq(next, reason).le(...)``, each read as soon as it is written.

Every line is a statement of its own, *the line before* relation *this line*. What a source printed
in place of a line is kept beside it, and is refuted for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from symderive.display import Displayed
from symderive.errors import IllFormed
from symderive.language.binding import abstract, free_symbols, instantiate, shift
from symderive.language.connections import CONNECTIONS, IFF, IMPLIES, connected, sides_of
from symderive.language.hooks import latex_of, text_of
from symderive.language.limits import Tends, approaching, end_of, is_finite
from symderive.language.reader import Reader
from symderive.language.reading import compare, read
from symderive.language.terms import REAL, Compare, Symbol, Term, is_condition

LATEX_RELATIONS = {
    "=": "=",
    "<=": r"\le",
    "<": "<",
    ">=": r"\ge",
    ">": ">",
    IMPLIES: r"\Rightarrow",
    IFF: r"\Leftrightarrow",
}
UPWARD, DOWNWARD = frozenset({"<", "<="}), frozenset({">", ">="})
TENDS = "->"


@dataclass(frozen=True)
class Link:
    """One line of a chain: its relation to the line before, the term, reason and references.

    ``claim`` and ``wrong`` are the statements about the line before, ``wrong`` the printed one.
    """

    relation: str
    term: Term
    reason: str = ""
    ref: str = ""
    by: tuple[str, ...] = ()
    claim: Term | None = None
    wrong: Term | None = None
    erratum: str = ""


@dataclass(frozen=True, repr=False)
class Calculation(Displayed):
    """A chain of lines; immutable, so that every call returns a longer one.

    >>> chain = calc(1).le(2, "one more").lt(3, "one more")
    >>> [link.relation for link in chain.links]
    ['<=', '<']
    """

    first: Term
    links: tuple[Link, ...] = ()
    hypotheses: tuple[Term, ...] = ()

    def eq(self, right: Any, reason: str = "", **notes: Any) -> Calculation:
        """The next line equals the one before.

        ``ref`` is the source's name of the line, ``by`` a claim or claims that the reason cites,
        ``printed`` what the source printed there, with ``erratum``, the name of that mistake.

        Raises:
            IllFormed: where the line reads as the same term as the one before, ranks differ, or
                relations of the chain point both ways.
        """
        return self._followed("=", right, reason, **notes)

    def le(self, right: Any, reason: str = "", **notes: Any) -> Calculation:
        """The line before is at most the next."""
        return self._followed("<=", right, reason, **notes)

    def lt(self, right: Any, reason: str = "", **notes: Any) -> Calculation:
        """The line before is less than the next."""
        return self._followed("<", right, reason, **notes)

    def ge(self, right: Any, reason: str = "", **notes: Any) -> Calculation:
        """The line before is at least the next."""
        return self._followed(">=", right, reason, **notes)

    def gt(self, right: Any, reason: str = "", **notes: Any) -> Calculation:
        """The line before is greater than the next."""
        return self._followed(">", right, reason, **notes)

    def implies(self, right: Any, reason: str = "", **notes: Any) -> Calculation:
        """The condition before implies the next one; a chain of conditions has no other lines.

        >>> from symderive.language.statements import le
        >>> calc(le(2, 1)).implies(le(3, 2), "one more").iff(le(3, 3), "both").links[0].relation
        '=>'
        """
        return self._followed(IMPLIES, right, reason, **notes)

    def iff(self, right: Any, reason: str = "", **notes: Any) -> Calculation:
        """The condition before and the next one imply each other."""
        return self._followed(IFF, right, reason, **notes)

    def tends_to(
        self, right: Any, variable: Any, target: Any, reason: str = "", **notes: Any
    ) -> Calculation:
        """The line before tends to the next as a declared real variable tends to the target.

        The lines behind it go on from the limit.
        """
        reader = Reader()
        moving, end = reader.read(variable), end_of(target, reader)
        if self.links and self.links[-1].relation not in ("=", TENDS):
            raise IllFormed("what is only compared has no limit known here; split the chain in two")
        return self._followed(TENDS, right, reason, approach=(moving, end), **notes)

    def given(self, *conditions: Any) -> Calculation:
        """The same chain under hypotheses, which hold for all of its lines."""
        found = tuple(_condition(condition) for condition in conditions)
        return replace(self, hypotheses=(*self.hypotheses, *found))

    def _followed(
        self,
        relation: str,
        right: Any,
        reason: str,
        *,
        ref: str = "",
        by: Any = (),
        printed: Any = None,
        erratum: str = "",
        approach: tuple[Term, Term] | None = None,
    ) -> Calculation:
        before, term = self.last, _side(right, approach)
        claim = _statement(relation, before, term, approach)
        if before == term:
            raise IllFormed(
                f"line {len(self.links) + 1} of the chain reads as the same term as the line "
                "before it; leave it out, or write what changes"
            )
        self._check_direction(relation)
        wrong = None
        if printed is not None:
            wrong = _statement(relation, before, _side(printed, approach), approach)
        if wrong is None and erratum:
            raise IllFormed(f"erratum {erratum} needs printed=, what the source has there")
        if wrong is not None and wrong == claim:
            raise IllFormed("what was printed reads as the same term as the line itself")
        link = Link(relation, term, reason, ref, cited(by), claim, wrong, erratum)
        return replace(self, links=(*self.links, link))

    def __repr__(self) -> str:
        rows = [f"{link.relation} {text_of(link.term)}" for link in self.links]
        told = [
            f"{row}    {link.reason}".rstrip() for row, link in zip(rows, self.links, strict=True)
        ]
        return "\n".join([text_of(self.first), *("  " + row for row in told)])

    def _repr_latex_(self) -> str | None:
        """The chain as aligned lines, for a notebook."""
        if latex_of(self.first) is None:
            return None
        rows = [f"{latex_of(self.first)} &"]
        for link in self.links:
            reason = f" && \\text{{{link.reason}}}" if link.reason else ""
            if isinstance(link.claim, Tends):
                whole, body = latex_of(link.claim) or "", latex_of(_moving(link.claim)) or ""
                rows.append(f"{whole.removeprefix(body).strip()}{reason}")
                continue
            rows.append(f"{LATEX_RELATIONS[link.relation]} {latex_of(link.term)}{reason}")
        body = " \\\\ & ".join([rows[0] + rows[1], *rows[2:]] if self.links else rows)
        return f"$\\displaystyle \\begin{{aligned}} {body} \\end{{aligned}}$"

    @property
    def last(self) -> Term:
        """The term of the last line so far."""
        return self.links[-1].term if self.links else self.first

    def _check_direction(self, relation: str) -> None:
        used = {link.relation for link in self.links} | {relation}
        if TENDS in used and used & (UPWARD | DOWNWARD):
            raise IllFormed(
                "a chain that tends to a limit says something about its ends only if its other "
                "relations are =; split it into two claims"
            )
        if used & UPWARD and used & DOWNWARD:
            raise IllFormed(
                f"the chain has {' and '.join(sorted(used - {'='}))}: a chain says something about "
                "its ends only if all relations point the same way; split it into two claims"
            )


def calc(first: Any) -> Calculation:
    """Start a chain of lines.

    It is about numbers or tensors, or, with ``implies`` and ``iff``, about conditions.
    """
    return Calculation(read(first))


def ends_of_conditions(steps: Sequence[Term]) -> Term | None:
    """What a chain of conditions says of its ends; None for a chain of other things."""
    sides = [found for found in map(sides_of, steps) if found is not None]
    if not sides or len(sides) < len(steps):
        return None
    connection = IMPLIES if any(found[1] == IMPLIES for found in sides) else IFF
    return connected(sides[0][0], connection, sides[-1][2])


def limit_of_chain(steps: Sequence[Term]) -> Term:
    """What a chain says of its ends where one of its lines is a limit."""
    limits = [step for step in steps if isinstance(step, Tends)]
    first, last = steps[0], steps[-1]
    if len(limits) > 1:
        return last
    (found,) = limits
    value = last.right if isinstance(last, Compare) else found.limit
    if not isinstance(first, Compare):
        return replace(found, limit=value)
    moving = [s for s in free_symbols(first.left) if s.name == found.name and isinstance(s, Symbol)]
    body = abstract(first.left, tuple(moving)) if moving else shift(first.left, 1)
    return replace(found, body=body, limit=value)


def _moving(claim: Tends) -> Term:
    """What tends to the limit, with the variable by its name."""
    return instantiate(claim.body, (Symbol(claim.name, REAL),))


def cited(by: Any) -> tuple[str, ...]:
    """The names of the claims that a line cites."""
    if isinstance(by, str):
        return (by,)
    if isinstance(by, Sequence):
        return tuple(name for part in by for name in cited(part))
    name = getattr(by, "name", None)
    if not isinstance(name, str):
        raise IllFormed(f"by= takes claims or their names, not {type(by).__name__}")
    return (name,)


def _side(written: Any, approach: tuple[Term, Term] | None) -> Term:
    """The term of a line; only a line that is a limit can be infinite."""
    return read(written) if approach is None else end_of(written, Reader())


def _statement(relation: str, before: Term, term: Term, approach: tuple[Term, Term] | None) -> Term:
    """What a line says of the line before."""
    if not is_finite(before):
        raise IllFormed("nothing is computed with an infinite limit; start another claim")
    if approach is not None:
        return approaching(before, term, *approach)
    if relation in CONNECTIONS:
        if not (is_condition(before) and is_condition(term)):
            raise IllFormed("only conditions imply each other; numbers are compared by eq and le")
        return connected(before, relation, term)
    compared = compare(relation, before, term)
    assert isinstance(compared, Compare)
    return compared


def _condition(written: Any) -> Term:
    term = read(written)
    if not is_condition(term):
        raise IllFormed("a hypothesis is no condition; write eq(a, b), or a relation such as n > 1")
    return term
