"""A downward recursion that is adjoint to the derivatives of another one.

Where v goes down from L by the derivatives of the steps by which y goes up, v[k] is a fixed
combination of the rows of d y[L] / d y[k], scaled entry by entry:

    v[k]_r = sum_p c_p (d y[L]_p / d y[k]_r) s_r(k).

The scale s is 1, or the derivative of the function that the step of y applies to every entry;
then v[k] is a derivative by what this function is applied to. That it holds is proved by
induction from k = L down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from symderive.errors import OutsideFragment
from symderive.language.binding import abstract, free_symbols, substitute
from symderive.language.formulas import at
from symderive.language.hooks import text_of
from symderive.language.members import FamilyMember, Recursion
from symderive.language.recursions import member_before, step_at
from symderive.language.terms import (
    ONE,
    Add,
    Apply,
    Array,
    Cases,
    Compare,
    Function,
    Mul,
    Number,
    Pow,
    Term,
    Unknown,
    number,
)
from symderive.prover.recursion.chain_rule import Places, places, summed
from symderive.prover.recursion.derivatives import Differentiation, Restart
from symderive.prover.recursion.families import Sizes
from symderive.prover.recursion.induction import BASE, STEP, Inductions, Lemma, free_tensor
from symderive.prover.recursion.parameters import generic_index

MATRIX = 2


@dataclass(frozen=True)
class Candidate:
    """The recursion that goes up, the combination of rows, and whether entries are scaled."""

    upward: Recursion
    weights: Term
    scaled: bool


class Adjoint:
    """A downward recursion in a claim, and the ways to write it by derivatives."""

    def __init__(
        self, recursion: Recursion, reading: Differentiation, inductions: Inductions
    ) -> None:
        self.recursion, self.reading, self.inductions = recursion, reading, inductions
        self.chosen: Candidate | None = None

    def lemmas(self) -> Iterator[Lemma]:
        """The lemmas that are proved; while one is in hand, :meth:`put_in` goes by it."""
        for candidate in self._candidates():
            try:
                lemma = self._lemma(candidate)
            except OutsideFragment:
                continue
            if self.inductions.proved(lemma).proved:
                self.chosen = candidate
                yield lemma

    def put_in(self, term: Term) -> Term:
        """The term with the derivatives for the values of the recursion."""
        assert self.chosen is not None
        values = {
            symbol: self._written(self.chosen, self.reading, member.index)
            for symbol, member in list(self.reading.values.items())
            if member.family == self.recursion and symbol in free_symbols(term)
        }
        return substitute(term, values)

    def _candidates(self) -> Iterator[Candidate]:
        upward = [r.recursion for r in self.reading.restarts.values()]
        upward += [
            m.family for m in self.reading.values.values() if isinstance(m.family, Recursion)
        ]
        start = self.reading.read(self.recursion.start)
        weights = [start]
        if isinstance(start, Mul):
            weights += [_without(start, k) for k in range(len(start.factors))]
        if len(self.recursion.sizes) == MATRIX:
            weights.append(
                Apply("eye", FamilyMember(self.recursion, self.recursion.last).shape[:1])
            )
        for one in dict.fromkeys(r for r in upward if not r.downward and len(r.sizes) <= 1):
            for scaled in (True, False):
                for weight in weights:
                    yield Candidate(one, weight, scaled)

    def _written(
        self,
        candidate: Candidate,
        reading: Differentiation,
        index: Term,
        rows: Callable[[Places, Places], Term] | None = None,
    ) -> Term:
        """The value at an index; ``rows`` is the derivative d y[L] / d y[index]."""
        member = FamilyMember(self.recursion, index)
        restart = Restart(candidate.upward, reading.indices.same(self.recursion.last), index)
        matrix = rows or (lambda p, r: reading.restarted(restart, p, r))
        shape = FamilyMember(candidate.upward, self.recursion.last).shape
        scale = _scale(candidate.upward, reading, index) if candidate.scaled else None
        bound = places(len(member.shape))
        outer, entry = bound[: len(bound) - len(shape)], bound[len(bound) - len(shape) :]

        def row(p: Places) -> Term:
            return Mul((at(candidate.weights, *outer, *p), matrix(p, entry)))

        found = summed(shape, row)
        if scale is not None:
            found = Mul((found, at(scale, *entry)))
        return Array(member.shape, abstract(found, bound)) if bound else found

    def _lemma(self, candidate: Candidate) -> Lemma:
        """Base: k = L. Step: from k + 1 to k, the rows at k + 1 being any matrix."""
        name, up = self.recursion.name, candidate.upward.name
        last = text_of(self.recursion.last)
        scale = " times the derivative of the function of its layer" if candidate.scaled else ""
        lemma = Lemma(
            f"{name}[k] is the combination of the rows of d{up}[{last}]/d{up}[k] with the weights "
            f"{text_of(candidate.weights)}{scale}"
        )
        base = Differentiation(self.inductions.indices.also())
        end = base.indices.same(self.recursion.last)
        right = self._written(candidate, base, end)
        left = base.read(self.recursion.start)
        told = f"k = {last}"
        lemma.add(BASE, told, Sizes(base.indices).statement(Compare("=", left, right)))
        index = generic_index(self.recursion)
        step = Differentiation(self.inductions.indices.also())
        here = step.indices.same(index)
        later = step.indices.same(member_before(self.recursion, index))
        ends = [FamilyMember(candidate.upward, k) for k in (end, later)]
        matrix = free_tensor("R", (*ends[0].shape, *ends[1].shape))
        after = self._written(candidate, step, later, lambda p, r: at(matrix, *p, *r))
        left = step.read(step_at(self.recursion, here, after))
        single = step.single(candidate.upward, later)

        def rows(p: Places, r: Places) -> Term:
            return summed(ends[1].shape, lambda t: Mul((at(matrix, *p, *t), single(t, r))))

        right = self._written(candidate, step, here, rows)
        told = "from k + 1 to k"
        lemma.add(STEP, told, Sizes(step.indices).statement(Compare("=", left, right)))
        return lemma


def _without(product: Mul, place: int) -> Term:
    """A product without one of its factors."""
    rest = (*product.factors[:place], *product.factors[place + 1 :])
    return rest[0] if len(rest) == 1 else Mul(rest)


def _scale(recursion: Recursion, reading: Differentiation, index: Term) -> Term:
    """The derivative of the function that the step applies to every entry, as a tensor."""
    shape = FamilyMember(recursion, index).shape
    found = _outer_slope(reading.step(recursion, index), shape)
    return _ones(shape) if found is None else found


def _ones(shape: tuple[Term, ...]) -> Term:
    return Array(shape, ONE) if shape else ONE


def _outer_slope(step: Term, shape: tuple[Term, ...]) -> Term | None:
    """f'(z) of a step f(z), case by case; None where no function is applied."""
    if isinstance(step, Cases):
        found = [_outer_slope(value, shape) for value in step.values]
        if not any(found):
            return None
        return Cases(tuple(one or _ones(shape) for one in found), step.conditions)
    if isinstance(step, Unknown) and len(step.arguments) == 1:
        raised = (step.orders[0] + 1,)
        return Unknown(step.name, step.arguments, raised, step.properties)
    if isinstance(step, Function) and step.name == "tanh":
        return Add((ONE, Mul((Number(-ONE.value), Pow(step, number(2))))))
    if isinstance(step, Function) and step.name == "sigmoid":
        return Mul((step, Add((ONE, Mul((Number(-ONE.value), step))))))
    return None
