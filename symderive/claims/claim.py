"""Claims and errata: functions whose parameters are what they quantify over.

Nothing is registered anywhere: ``@claim`` returns an object, and the loader of a proof file reads
the namespace of the module. The body runs when the claim is written out, not when it is defined.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Any

import sympy

from symderive.claims.calculation import Calculation, ends_of_conditions, limit_of_chain
from symderive.claims.pictures import Picture, check_picture, described
from symderive.claims.programs import Program
from symderive.claims.programs import program as named_program
from symderive.claims.reference import Reference, reference
from symderive.claims.variables import UNBOUND, check_bound, check_parameters
from symderive.display import Displayed
from symderive.errors import ClaimError, IllFormed
from symderive.language.families import named_sizes
from symderive.language.hooks import text_of
from symderive.language.limits import Tends
from symderive.language.reading import read, read_statement
from symderive.language.terms import (
    And,
    Compare,
    Statement,
    Term,
    is_condition,
)

CLAIM, ERRATUM = "claim", "erratum"
PROVED, REFUTED, ILL_FORMED, NOTED = "proved", "refuted", "ill-formed", "noted"
EXPECTATIONS = (PROVED, "proved_at_sizes", REFUTED, "undecided")
OUTCOMES = (REFUTED, ILL_FORMED, NOTED)

WHOLE, STEP, PRINTED, PROGRAM = "statement", "line", "printed", "program"


@dataclass(frozen=True)
class Line:
    """One statement to decide: a claim in one piece, a line of a chain, or a printed mistake.

    ``number`` counts the lines of a chain from 1; a printed mistake has the number of the line in
    whose place it stood. ``expect`` is the status that the line should get.
    """

    role: str
    number: int
    statement: Statement
    expect: str = PROVED
    reason: str = ""
    ref: str = ""
    by: tuple[str, ...] = ()
    erratum: str = ""


@dataclass(frozen=True)
class Written:
    """A claim written out: its variables, its hypotheses and the statements to decide."""

    parameters: tuple[tuple[str, Any], ...]
    hypotheses: tuple[Term, ...]
    lines: tuple[Line, ...]

    @property
    def whole(self) -> Statement:
        """What the claim says as a whole: of a chain, how its ends are related."""
        steps = [line.statement.claim for line in self.lines if line.role == STEP]
        if any(isinstance(step, Tends) for step in steps):
            return Statement(limit_of_chain(steps), self.hypotheses)
        ends = ends_of_conditions(steps)
        if ends is not None:
            return Statement(ends, self.hypotheses)
        relations = [step for step in steps if isinstance(step, Compare)]
        if not relations:
            return self.lines[0].statement
        used = {step.relation for step in relations}
        relation = next(iter(used & {"<", ">"} or (used - {"="}) or {"="}))
        ends = Compare(relation, relations[0].left, relations[-1].right)
        return Statement(ends, self.hypotheses)

    @property
    def about(self) -> Statement:
        """The statement with all variables; a variable that tends to a limit is one of them."""
        steps = [line.statement.claim for line in self.lines if line.role == STEP]
        limits = any(isinstance(step, Tends) for step in steps)
        return Statement(And(tuple(steps)), self.hypotheses) if limits else self.whole


@dataclass(frozen=True, eq=False, repr=False)
class Claim(Displayed):
    """A claim or an erratum as it stands in a proof file.

    The name is that of the function, the title the first line of its docstring.
    """

    function: Callable[..., Any]
    kind: str
    refs: tuple[str, ...]
    given: tuple[Any, ...] = ()
    numbers: tuple[tuple[str, int], ...] = ()
    expect: str = PROVED
    budget: float | None = None
    corrected_by: Claim | None = None
    without: tuple[Any, ...] = ()
    reference: Reference | None = None
    picture: Callable[..., Any] | None = None
    program: Program | None = None

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.function.__name__

    @property
    def file(self) -> str:
        """The file in which the claim stands."""
        return self.function.__code__.co_filename

    @property
    def line(self) -> int:
        """The line on which the claim starts, its decorator included."""
        return self.function.__code__.co_firstlineno

    @property
    def title(self) -> str:
        """The first paragraph of the docstring, in one line; the name where there is none."""
        text = inspect.getdoc(self.function) or self.name.replace("_", " ")
        return " ".join(text.split("\n\n")[0].split())

    @property
    def remark(self) -> str:
        """What the docstring says behind its first paragraph."""
        return (inspect.getdoc(self.function) or "").partition("\n\n")[2].strip()

    def __repr__(self) -> str:
        refs = f" ({', '.join(self.refs)})" if self.refs else ""
        return f"{self.kind} {self.name}{refs}: {self.title}"

    @cached_property
    def written(self) -> Written:
        """The claim written out: its body run once, without any rewriting by SymPy.

        Raises:
            IllFormed: where the body returns no statement, a parameter is no description or is
                not used, or what is written has no meaning at any size.
        """
        named = self._parameters()
        with sympy.evaluate(False):
            result = self._result(dict(named))
        inherited = self._inherited()
        own = tuple(_condition(condition) for condition in self.given)
        if isinstance(result, Calculation):
            hypotheses = _united(inherited, own, result.hypotheses)
            lines = _chain_lines(result, hypotheses)
        else:
            statement = _statement(result)
            hypotheses = _united(inherited, own, statement.given)
            whole = Statement(statement.claim, hypotheses)
            lines = (Line(WHOLE, 1, whole, self.expect),)
        for line in lines:
            read_statement(line.statement)
        statements = [line.statement for line in lines]
        check_parameters(named, statements, hypotheses, inherited)
        check_bound(named, statements)
        check_picture(self.picture, dict(named))
        if self.reference is not None:
            self.reference.of(named, statements[0])
        if self.program is not None:
            same = self.program.statement(named, statements[0])
            lines = (*lines, Line(PROGRAM, 1, same, PROVED, f"what {self.program.name} gives"))
        return Written(named, hypotheses, lines)

    @cached_property
    def pictured(self) -> Picture | None:
        """What its picture shows; None where it has none. Raises IllFormed for a wrong one."""
        if self.picture is None:
            return None
        return described(self.picture, dict(self._parameters()))

    def _result(self, values: Mapping[str, Any]) -> Any:
        """What the body returns; a name that nothing defines is an index that nothing binds."""
        try:
            return self.function(**values)
        except NameError as error:
            if not error.name or not _stands_in(error, self.function):
                raise
            raise IllFormed(
                f"{error.name} {UNBOUND.format(error.name)}{self._alike(error.name)}"
            ) from error

    def _alike(self, name: str) -> str:
        """A name of the file that looks like one that nothing defines."""
        known = [other for other in self.function.__globals__ if not other.startswith("_")]
        found = get_close_matches(name, known, n=1, cutoff=0.8)
        return f"; or is {found[0]} meant?" if found else ""

    def _inherited(self) -> tuple[Term, ...]:
        """The hypotheses of the claim that corrects this one; its errors are not this one's."""
        if self.corrected_by is None:
            return ()
        try:
            known = self.corrected_by.written.hypotheses
        except IllFormed as error:
            raise ClaimError(
                f"{self.corrected_by.name}, which corrects this, is ill-formed: {error}"
            ) from error
        dropped = tuple(_condition(condition) for condition in self.without)
        for term in dropped:
            if term not in known:
                raise IllFormed(
                    f"without= names {text_of(term)}, which {self.corrected_by.name} does not "
                    "assume; name one of its hypotheses as it is written there"
                )
        return tuple(term for term in known if term not in dropped)

    def _parameters(self) -> tuple[tuple[str, Any], ...]:
        found = []
        for name, parameter in inspect.signature(self.function).parameters.items():
            default = parameter.default
            naming = getattr(default, "named", None)
            if naming is None:
                raise IllFormed(
                    f"the parameter {name} needs a default that says what it ranges over, such as "
                    f"{name}=vector(n), {name}=index(n) or {name}=real()"
                )
            found.append((name, naming(name)))
        return tuple(found)


def claim(
    *refs: str,
    given: Iterable[Any] = (),
    numbers: Mapping[Any, int] | None = None,
    expect: str = PROVED,
    budget: float | None = None,
    oracle: Callable[..., Any] | None = None,
    oracle_at: Iterable[Mapping[Any, int]] = (),
    picture: Callable[..., Any] | None = None,
    program: Callable[..., Any] | None = None,
    program_at: Mapping[Any, int] | None = None,
) -> Callable[[Callable[..., Any]], Claim]:
    """Turn a function into a claim.

    Args:
        refs: what the source calls it.
        given: hypotheses about module-level sizes; others are written ``.given(...)`` in the body.
        numbers: the sizes at which the claim is checked in floats.
        expect: the status it should get; anything but "proved" says that this is known.
        budget: seconds allowed to decide it.
        oracle: an implementation to compare with: a function of arrays and sizes, which its
            parameters are named after, that gives the left side (of a chain, of its first line)
            in float64. It is asked by ``symderive check --oracles``, and may import PyTorch.
        oracle_at: sizes besides ``numbers`` at which it is compared; those left out stay as there.
        picture: what a sheet shows beside it: a function of some of its parameters, by name, that
            returns ``cells(...)``, ``curves(...)`` or ``staircase(...)``.
        program: a plain Python function of variables, sizes and indices, by name, that gives the
            left side. A sheet shows it as a listing and as a formula.
        program_at: the sizes at which it is run on symbols, to be proved equal to the left side.

    Raises:
        IllFormed: for an expectation that is no status, for an oracle that cannot be asked, and
            for a program that is no function.
    """
    if expect not in EXPECTATIONS:
        raise IllFormed(f"expect={expect!r} is no status; known are {', '.join(EXPECTATIONS)}")
    _check_refs(refs, "claim")
    sizes, others = sizes_of(numbers or {}), tuple(map(sizes_of, oracle_at))
    asked = reference(oracle, others, sizes)
    run = named_program(program, sizes_of(program_at or {}))

    def decorate(function: Callable[..., Any]) -> Claim:
        found = Claim(function, CLAIM, refs, tuple(given), sizes, expect, budget)
        return replace(found, reference=asked, picture=picture, program=run)

    return decorate


def erratum(
    *refs: str,
    corrected_by: Claim | None = None,
    outcome: str = REFUTED,
    without: Iterable[Any] = (),
    picture: Callable[..., Any] | None = None,
) -> Callable[[Callable[..., Any]], Claim]:
    """Turn a function into an erratum: what a source printed, and what should become of it.

    It has the hypotheses and sizes of the claim that corrects it, besides its own. ``refuted``
    needs a counterexample, ``ill-formed`` means that writing it out must fail, ``noted`` is for
    slips with nothing to decide. ``without`` lists hypotheses of the correct claim that the source
    does not make, where that is the mistake. ``picture`` is as that of a claim.

    Raises:
        IllFormed: for an outcome that is none of these three.
    """
    if outcome not in OUTCOMES:
        raise IllFormed(f"outcome={outcome!r} is unknown; known are {', '.join(OUTCOMES)}")
    if corrected_by is not None and not isinstance(corrected_by, Claim):
        raise IllFormed("corrected_by= takes a claim: the function decorated with @claim")
    _check_refs(refs, "erratum")
    numbers = corrected_by.numbers if corrected_by else ()
    budget = corrected_by.budget if corrected_by else None

    def decorate(function: Callable[..., Any]) -> Claim:
        left_out = tuple(without)
        found = Claim(function, ERRATUM, refs, (), numbers, outcome, budget, corrected_by, left_out)
        return replace(found, picture=picture)

    return decorate


def _check_refs(refs: tuple[Any, ...], name: str) -> None:
    for ref in refs:
        if not isinstance(ref, str):
            raise IllFormed(
                f"@{name} takes the source's names as text and is written with brackets, "
                f'as in @{name}("S1-2"), not {type(ref).__name__}'
            )


def sizes_of(given: Mapping[Any, Any]) -> tuple[tuple[str, int], ...]:
    """Sizes by their names; raises IllFormed for what is no size, or no integer."""
    rows = [row for size, value in given.items() for row in named_sizes(size, value)]
    for name, value in rows:
        if isinstance(value, bool) or not isinstance(value, int):
            raise IllFormed(f"the size {name} = {value!r} is no integer")
    return tuple(rows)


def _condition(written: Any) -> Term:
    term = read(written)
    if not is_condition(term):
        raise IllFormed("given= holds conditions, such as ge(n, 2)")
    return term


def _statement(result: Any) -> Statement:
    if result is None:
        raise IllFormed("the claim returns nothing; end it with return eq(left, right) or a chain")
    return read_statement(result)


def _united(*groups: tuple[Term, ...]) -> tuple[Term, ...]:
    """All hypotheses in order, each once."""
    return tuple(dict.fromkeys(term for group in groups for term in group))


def _chain_lines(chain: Calculation, given: tuple[Term, ...]) -> tuple[Line, ...]:
    """The statements of a chain: each line against the one before, each mistake likewise."""
    if not chain.links:
        raise IllFormed("a chain needs a second line: calc(first).eq(second, reason)")
    lines: list[Line] = []
    for number, link in enumerate(chain.links, 1):
        assert link.claim is not None
        statement = Statement(link.claim, given)
        lines.append(Line(STEP, number, statement, PROVED, link.reason, link.ref, link.by))
        if link.wrong is not None:
            wrong = Statement(link.wrong, given)
            lines.append(Line(PRINTED, number, wrong, REFUTED, erratum=link.erratum))
    return tuple(lines)


def _stands_in(error: NameError, function: Callable[..., Any]) -> bool:
    """Whether the name is missing in the function itself, or in a function written inside it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return False
    where, code = trace.tb_frame.f_code, function.__code__
    return where.co_filename == code.co_filename and where.co_qualname.startswith(code.co_qualname)
