"""The log of a proof told as steps, when somebody asks for it: a sentence for every rule.

Variables that are free have the names of the statement, bound ones letters. What a rule did several
times is told once, with how often, and with examples.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from symderive.errors import BudgetExceeded, IllFormed, OutsideFragment
from symderive.language.binding import dangling, free_symbols, instantiate, substitute
from symderive.language.definitions import entry_of, shape_of
from symderive.language.hooks import text_of
from symderive.language.terms import (
    INTEGER,
    ONE,
    And,
    Apply,
    Compare,
    Entry,
    Number,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.prover import ranges
from symderive.prover.inequalities import telling
from symderive.prover.integers import FREE, Form, Variable, kind_of
from symderive.prover.limits import telling as limits
from symderive.prover.ring import Component, Factor, Polynomial
from symderive.prover.writing import sentences
from symderive.prover.writing.readback import LETTERS, Names, Reading
from symderive.results import Step

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

Log = Sequence[tuple[str, tuple[Any, ...]]]

EXAMPLES = 3
LONGEST_FORMULA = 240
MOST_TERMS = 12
WRITING_SECONDS = 5.0
WORKSPACE = "workspace"

_QUOTIENT = re.compile(r"^(?P<of>.+) div (?P<by>\d+)'*$")


def written_steps(log: Log) -> tuple[Step, ...]:
    """The steps of a proof: each rule where it was first used, obligations last.

    >>> [str(step) for step in written_steps([("case distinction", ("2",))])]
    ['case distinction: 2 cases']
    """
    steps: list[Step] = []
    chapters = _chapters(log)
    several = len([chapter for chapter in chapters if chapter[0] is not None]) > 1
    count = 0
    for work, part in chapters:
        if work is not None and several:
            count += 1
            steps.append(Step(sentences.CASE, str(count)))
        if work is not None:
            # The time of the proof may be over by now; writing it down has a time of its own.
            work.deadline = time.thread_time() + WRITING_SECONDS
        try:
            narrator = Narrator(work)
            steps += [*narrator.abbreviations(), *_told(narrator, part)]
        except BudgetExceeded:
            steps.append(Step(sentences.TOO_LONG))
    return tuple(steps)


def _chapters(log: Log) -> list[tuple[Workspace | None, list[tuple[str, tuple[Any, ...]]]]]:
    """The log cut where a new workspace begins, whose variables are other ones."""
    found: list[tuple[Workspace | None, list[tuple[str, tuple[Any, ...]]]]] = []
    for rule, details in log:
        if rule == WORKSPACE:
            found.append((details[0], []))
        else:
            if not found:
                found.append((None, []))
            found[-1][1].append((rule, details))
    return found


def _told(narrator: Narrator, log: Log) -> list[Step]:
    """One step for every rule, with examples of what it did and how often."""
    examples: dict[str, dict[str, None]] = {}
    times: dict[str, int] = {}
    for rule, details in log:
        if rule in sentences.SILENT:
            continue
        formulas = narrator.formulas(rule, details)
        if not formulas and rule in sentences.TOLD_BY_FORMULAS:
            continue
        times[rule] = times.get(rule, 0) + 1
        seen = examples.setdefault(rule, {})
        if rule in sentences.LAST_ONE_COUNTS:
            times[rule] = 1
            seen.clear()
        if len(seen) <= EXAMPLES:
            seen.update(dict.fromkeys(formulas))
    steps = []
    for rule in sorted(times, key=lambda rule: sentences.PLACES.get(rule, 0)):
        shown = list(examples[rule])
        text = "; ".join(shown[:EXAMPLES]) + ("; ..." if len(shown) > EXAMPLES else "")
        counted = times[rule] > max(1, len(shown)) and rule not in sentences.NOT_COUNTED
        often = f"{times[rule]} times" if counted else ""
        steps.append(Step(sentences.SENTENCES.get(rule, rule), text, often))
    return steps


class Narrator:
    """Writes the details of steps, in the names of one workspace."""

    def __init__(self, work: Workspace | None) -> None:
        self.work = work
        self.names: Names = {}
        self.renamed: dict[Term, Term] = {}
        taken: set[str] = set()
        if work is not None:
            taken = {s.name for s in work.names.values() if isinstance(s, Symbol)}
            taken |= {h.name.name for h in work.heads() if isinstance(h.name, TensorSymbol)}
            letters = (letter for letter in LETTERS if letter not in taken)
            for symbol in work.variables:
                if isinstance(symbol, Symbol) and " " in symbol.name:
                    self.renamed[symbol] = Symbol(next(letters), INTEGER)
            taken |= {s.name for s in self.renamed.values() if isinstance(s, Symbol)}
            self.reading = Reading(work, work.root, frozenset(taken), {})
            self.names = {
                v: substitute(term, self.renamed) for v, term in self.reading.free_names().items()
            }
        self.taken = taken

    def abbreviations(self) -> Iterator[Step]:
        """What the letters stand for that the prover has introduced for free variables."""
        quotients = []
        for symbol, letter in self.renamed.items():
            assert isinstance(symbol, Symbol)
            match = _QUOTIENT.match(symbol.name)
            if match:
                quotients.append(f"{text_of(letter)} = floor({match['of']}/{match['by']})")
        if quotients:
            yield Step(sentences.ABBREVIATIONS, "; ".join(quotients))
        entries = [
            text_of(letter)
            for symbol, letter in self.renamed.items()
            if isinstance(symbol, Symbol) and not _QUOTIENT.match(symbol.name)
        ]
        if entries:
            yield Step(sentences.ENTRIES, ", ".join(entries))

    def formulas(self, rule: str, details: tuple[Any, ...]) -> list[str]:
        """What a step did, in formulas; nothing where it cannot be written."""
        write = FORMULAS.get(rule)
        try:
            found = write(self, *details) if write else map(self.detail, details)
            shown = [text for text in found if text]
        except (OutsideFragment, IllFormed, KeyError, BudgetExceeded):
            return []
        return [text if len(text) <= LONGEST_FORMULA else _cut(text) for text in shown]

    def detail(self, detail: Any) -> str:
        """One detail of a step as text."""
        if isinstance(detail, Form):
            return self.form(detail, self.with_letters(detail.variables))
        if isinstance(detail, Term):
            return self.term(detail)
        if isinstance(detail, (Component, Factor)):
            assert self.work is not None
            return self.polynomial(self.work.atom(detail))
        return detail if isinstance(detail, str) else ""

    def term(self, term: Term) -> str:
        """A term, with letters for variables that are bound around it."""
        return text_of(self.closed(term))

    def closed(self, term: Term) -> Term:
        """The term with symbols for variables that are bound around it."""
        taken = self.taken | {symbol.name for symbol in free_symbols(term)}
        letters = [letter for letter in LETTERS if letter not in taken]
        symbols = tuple(Symbol(letter, INTEGER) for letter in letters[: dangling(term)])
        return substitute(instantiate(term, symbols), self.renamed)

    def with_letters(self, variables: frozenset[Variable]) -> Names:
        """The names of the variables, letters for those that are bound."""
        names = dict(self.names)
        letters = iter([letter for letter in LETTERS if letter not in self.taken])
        for v in sorted(variables):
            if v not in names:
                letter = next(letters) if kind_of(v) != FREE else f"v_{v}"
                names[v] = Symbol(letter, INTEGER)
        return names

    def form(self, form: Form, names: Names) -> str:
        """An index form."""
        return text_of(ranges.form_term(form, names))

    def polynomial(self, polynomial: Polynomial) -> str:
        """A normal form, if it is not too long to be read."""
        if len(polynomial) > MOST_TERMS:
            return f"{len(polynomial)} terms"
        free = frozenset(v for m in polynomial for atom, _ in m for v in atom.free)
        return text_of(self.reading.value(polynomial, self.with_letters(free)))


def _cut(text: str) -> str:
    return text[: LONGEST_FORMULA - 4].rsplit(" ", 1)[0] + " ..."


# How the details of the rules are written


def _definition(narrator: Narrator, term: Term) -> Iterator[str]:
    """name(...)[i, j] = its index formula; nothing for what acts entry by entry."""
    if not isinstance(term, Apply):
        return
    term = narrator.closed(term)
    taken = narrator.taken | {symbol.name for symbol in free_symbols(term)}
    letters = [letter for letter in LETTERS if letter not in taken]
    indices = tuple(Symbol(k, INTEGER) for k in letters[: len(shape_of(term) or ())])
    entry = Entry(term, indices) if indices else term
    yield f"{text_of(entry)} = {text_of(entry_of(term, indices))}"


def _nonzero(narrator: Narrator, term: Term, polynomial: Polynomial) -> Iterator[str]:
    if not isinstance(term, Number):
        yield narrator.term(term)


def _one_point(narrator: Narrator, variable: Variable, value: Form) -> Iterator[str]:
    names = narrator.with_letters(frozenset([variable]) | value.variables)
    yield f"{text_of(names[variable])} = {narrator.form(value, names)}"


def _digits(narrator: Narrator, variable: Variable, radix: Form) -> Iterator[str]:
    names = narrator.with_letters(frozenset([variable]))
    yield f"{text_of(names[variable])} by {narrator.form(radix, names)}"


def _division(narrator: Narrator, numerator: Form, divisor: Form) -> Iterator[str]:
    names = narrator.with_letters(numerator.variables | divisor.variables)
    yield f"{narrator.form(numerator, names)} by {narrator.form(divisor, names)}"


def _ranges(
    narrator: Narrator, shape: tuple[Term, ...], indices: tuple[Term, ...]
) -> Iterator[str]:
    for index, size in zip(indices, shape, strict=True):
        chain = And((Compare("<=", ONE, index), Compare("<=", index, size)))
        yield narrator.term(chain)


def _denominator(narrator: Narrator, chosen: Factor) -> Iterator[str]:
    assert narrator.work is not None
    yield narrator.polynomial(narrator.work.atom(chosen))


def _both_sides(narrator: Narrator, left: Polynomial, right: Polynomial) -> Iterator[str]:
    first, second = narrator.polynomial(left), narrator.polynomial(right)
    if first == second or left == right:
        yield first
    else:
        yield f"left {first}"
        yield f"right {second}"


def _nothing(narrator: Narrator, *details: Any) -> Iterator[str]:
    return iter(())


def _counted(word: str) -> Callable[..., Iterator[str]]:
    def write(narrator: Narrator, count: str) -> Iterator[str]:
        yield f"{count} {word}"

    return write


def _agreement(narrator: Narrator, how: str) -> Iterator[str]:
    yield sentences.AGREEMENTS.get(how, how)


FORMULAS: dict[str, Callable[..., Iterator[str]]] = {
    "definition": _definition,
    "one-point": _one_point,
    "digits": _digits,
    "digits of a free index": _digits,
    "Euclidean division": _division,
    "indices in range": _ranges,
    "denominator": _nonzero,
    "cross-multiplication": _denominator,
    "both sides": _both_sides,
    "both sides agree": _agreement,
    "case distinction": _counted("cases"),
    "each part": _counted("parts"),
    "implication": _nothing,
    "given entries": _nothing,
    "matrix products": _counted("equations"),
    "given equations": _nothing,
    "equal arguments": _nothing,
    "radix": _nothing,
    "counting": _nothing,
    "union of guards": _nothing,
    "weights": _nothing,
    "cancellation under a sum": _nothing,
    "cases of a sign": _counted("cases"),
    **telling.FORMULAS,
    **limits.FORMULAS,
}
