"""A body next to the target of a limit: what it tends to, under an assignment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from symderive.errors import Undefined
from symderive.evaluator import arithmetic
from symderive.evaluator.arithmetic import Indeterminate, Value
from symderive.evaluator.germs import Germ, approaching, exact_constants
from symderive.evaluator.writer import Around, Writer, loose, variables_of, writes
from symderive.language.binding import instantiate
from symderive.language.definitions import rank_of
from symderive.language.limits import ABOVE, BELOW, Infinity, Limit, Tends
from symderive.language.terms import REAL, Symbol, Term

if TYPE_CHECKING:
    from symderive.evaluator.interpret import Assignment, Program

SIDES = {ABOVE: (1,), BELOW: (-1,), "": (1, -1)}
Found = Value | Infinity
"""What a function tends to: a number, or an infinity."""


class Nearing:
    """A body made ready to be looked at next to the target, for values of the variables around."""

    def __init__(self, program: Program, body: Term, target: Term, side: str, depth: int) -> None:
        # A name that no variable of a claim can have.
        self._moving = Symbol(f"moving {id(self)}", REAL)
        self._program = program
        self._value = self._program.add(instantiate(body, (self._moving,)), depth)
        self._target: Callable[..., Value] | None = None
        if isinstance(target, Infinity):
            self._signs: tuple[int, ...] = (target.sign,)
        else:
            self._target = self._program.add(target, depth)
            self._signs = SIDES[side]
        self._state: tuple[Assignment, int, float] | None = None

    def register(self, writer: Writer) -> None:
        """Let the program around know which variables occur."""
        for symbol in self._program.symbols:
            if symbol != self._moving:
                writer.symbols.setdefault(symbol, f"v{len(writer.symbols)}")
        for tensor in self._program.tensors:
            writer.tensors.setdefault(tensor, f"t{len(writer.tensors)}")
        for function in self._program.functions:
            writer.functions.setdefault(function, f"u{len(writer.functions)}")

    def load(self, assignment: Assignment, cost: int, until: float) -> None:
        """Look at this assignment from now on."""
        self._state = assignment, cost, until

    def __call__(self, *bound: int) -> Found | None:
        """What the body tends to; None where that differs from side to side."""
        found = [self._from_one_side(sign, bound) for sign in self._signs]
        first = found[0]
        if len(found) == 1 or same(first, found[1]):
            return first
        return None

    def _from_one_side(self, sign: int, bound: tuple[int, ...]) -> Found:
        assert self._state is not None
        assignment, cost, until = self._state
        with exact_constants():
            target = None
            if self._target is not None:
                self._program.load(assignment, cost, until)
                target = self._target(*bound)
            moving = approaching(target, sign)
            moved = replace(assignment, symbols={**assignment.symbols, self._moving: moving})
            self._program.load(moved, cost, until)
            value = self._value(*bound)
            germ = Germ.constant(value)
            limit = germ.limit()
            return Infinity(germ.sign()) if limit is None else limit


def same(a: Found, b: Found) -> bool:
    """Whether two limits are equal; Inconclusive for balls that overlap."""
    if isinstance(a, Infinity) or isinstance(b, Infinity):
        return isinstance(a, Infinity) and isinstance(b, Infinity) and a.sign == b.sign
    return arithmetic.comparison(a, b) == 0


@writes(Limit)
def limit(writer: Writer, term: Limit, around: Around) -> str:
    """The limit as a number; not differentiated, and undefined where it is infinite."""
    nearing = _nearing(writer, term, around)
    if any(one.variable in variables_of(term) for one in around.scope):
        return f"{writer.constant(_not_differentiated)}()"

    def value(*bound: int) -> Value:
        found = nearing(*bound)
        if found is None or isinstance(found, Infinity):
            raise Undefined("there is no finite limit")
        return found

    return f"{writer.constant(value)}({_names(term, around)})"


@writes(Tends)
def statement(writer: Writer, term: Tends, around: Around) -> str:
    """Whether a scalar tends to a limit, inside a bracket."""
    if rank_of(term.body):
        return f"{writer.constant(_not_differentiated)}()"
    nearing = _nearing(writer, term, around)
    wanted = "None" if isinstance(term.limit, Infinity) else writer.value(term.limit, around)

    def holds(claimed: Value | None, *bound: int) -> bool:
        found = nearing(*bound)
        value = term.limit if claimed is None else claimed
        return found is not None and same(found, value)

    return f"{writer.constant(holds)}({wanted}, {_names(term, around)})"


def _nearing(writer: Writer, term: Limit | Tends, around: Around) -> Nearing:
    assert writer.inside is not None
    nearing = Nearing(writer.inside(), term.body, term.target, term.side, _depth(term))
    nearing.register(writer)
    writer.inner.append(nearing)
    return nearing


def _depth(term: Term) -> int:
    return 1 + max(loose(term), default=-1)


def _names(term: Term, around: Around) -> str:
    """The variables bound around a term, the outermost first; 0 for those not in it."""
    return ", ".join(around.names.get(k, "0") for k in reversed(range(_depth(term))))


def _not_differentiated() -> Value:
    raise Indeterminate
