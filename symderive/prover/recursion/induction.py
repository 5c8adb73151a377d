"""What is said of all values of a recursion, proved by induction: bases and steps as statements.

The engine states them and the prover of equations decides them, with a free tensor for the value
from which a step goes on, so that they hold whatever that value is. What a value is differentiated
by is defined by the recursion as well: with J_m the derivative of the step to m by what it goes on
from,

    d y[m] / d t = J_m (d y[m - 1] / d t) + (d step(m) / d t),
    d y[m] / d y[k] = J_m (d y[m - 1] / d y[k]),   d y[k] / d y[k] the unit matrix.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from symderive.errors import OutsideFragment
from symderive.language.binding import free_symbols
from symderive.language.definitions import shape_of
from symderive.language.displays import tidy
from symderive.language.formulas import at
from symderive.language.hooks import text_of
from symderive.language.members import FamilyMember, Recursion
from symderive.language.recursions import member_before, step_at
from symderive.language.terms import (
    ONE,
    ZERO,
    Bound,
    Compare,
    Domain,
    Entry,
    Mul,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.prover.outcome import Outcome
from symderive.prover.recursion.chain_rule import Places, summed, unit
from symderive.prover.recursion.derivatives import Differentiation, Layer
from symderive.prover.recursion.families import MEMBER, Indices, Memory, Sizes
from symderive.prover.recursion.parameters import generic_index

LEMMAS: Memory[Outcome] = Memory(64)
BASE, STEP, BY_INDUCTION = "base of an induction", "step of an induction", "induction"


@dataclass
class Lemma:
    """A statement for all values of a recursion, with the statements that prove it by induction."""

    told: str
    parts: list[tuple[str, str, Statement]] = field(default_factory=list)

    def add(self, role: str, told: str, statement: Statement) -> None:
        """One more statement to prove: a base or a step."""
        self.parts.append((role, told, statement))


class Inductions:
    """The lemmas about the recursions of one statement."""

    def __init__(self, indices: Indices) -> None:
        self.indices = indices

    def proved(self, lemma: Lemma) -> Outcome:
        """The proof of all bases and steps of a lemma, or the first that is missing."""
        steps: list[tuple[str, tuple[object, ...]]] = [(BY_INDUCTION, (lemma.told,))]
        trust = {"ISL": None}
        for role, told, statement in lemma.parts:
            found = self._decided(statement)
            if not (found.proved or found.vacuous):
                reason = f"{role}, {told}: {found.reason}"
                return Outcome(False, reason=reason, cut_short=found.cut_short)
            steps += [*found.steps, (role, (told,))]
            trust |= dict.fromkeys(found.trust)
        return Outcome(True, how="induction", steps=steps, trust=tuple(trust))

    def _decided(self, statement: Statement) -> Outcome:
        found = LEMMAS.get(statement)
        if found is None:
            found = self.indices.decide(statement, self.indices.deadline)
            if found.proved or found.vacuous:
                LEMMAS.keep(statement, found)
        return found

    # Lemmas

    def defined(self, recursion: Recursion) -> Lemma:
        """Every value has its shape and is defined, whatever the value before it is."""
        lemma = Lemma(f"{recursion.name}[m] is defined for every m, and has its shape")
        start = Differentiation(self.indices.also())
        origin = FamilyMember(recursion, recursion.origin)
        self._whole(lemma, BASE, f"m = {text_of(recursion.origin)}", start, recursion.start, origin)
        at_step = Step(self.indices, recursion)
        step = step_at(recursion, at_step.index, at_step.before)
        self._whole(lemma, STEP, "from m to the next", at_step.reading, step, at_step.member)
        return lemma

    def _whole(
        self,
        lemma: Lemma,
        role: str,
        told: str,
        reading: Differentiation,
        term: Term,
        member: FamilyMember,
    ) -> None:
        found = reading.read(term)
        sizes = Sizes(reading.indices)
        for own, wanted in zip(shape_of(found) or (), member.shape, strict=True):
            if own != wanted:
                lemma.add(role, told, sizes.statement(Compare("=", own, wanted)))
        lemma.add(role, told, sizes.statement(Compare("=", found, found)))

    def layer(self, layer: Layer) -> Lemma:
        """A parameter of one layer: earlier values do not depend on it, later ones by that layer's.

        D_m is the derivative of y[m] by the parameter t, E = D_k that of the step to its layer k,
        R_m = d y[m] / d y[k].
        """
        recursion, name = layer.recursion, layer.recursion.name
        variable = in_range_variable(layer.variable)
        told, by = text_of(layer.index), text_of(variable)
        lemma = Lemma(
            f"d{name}[m]/d{by} is 0 before m = {told}, and (d{name}[m]/d{name}[{told}]) "
            f"(d{name}[{told}]/d{by}) from there on"
        )
        start = Differentiation(self.indices.also())
        known = {} if layer.member is None else {tensor_of(layer.variable): layer.member}
        start.values.update(known)
        entry = generic_places(shape_of(recursion.start) or ())
        if start.indices.same(layer.index) != start.indices.same(recursion.origin):
            slope = start.total(at(start.read(recursion.start), *entry), variable)
            self._vanishes(lemma, BASE, f"m = {text_of(recursion.origin)}: 0", start, slope)
        other = Compare("!=", generic_index(recursion), layer.index)
        at_step = Step(self.indices, recursion, other)
        at_step.reading.values.update(known)
        slope = at_step.reading.total(at_step.entry, variable)
        self._vanishes(
            lemma,
            STEP,
            f"the step to m does not depend on {by} for m != {told}",
            at_step.reading,
            slope,
        )
        self._chain(lemma, Step(self.indices, recursion), layer.index, f"m = {told}")
        return lemma

    def _vanishes(
        self, lemma: Lemma, role: str, told: str, reading: Differentiation, slope: Term
    ) -> None:
        if slope != ZERO:
            lemma.add(role, told, Sizes(reading.indices).statement(Compare("=", slope, ZERO)))

    def _chain(self, lemma: Lemma, step: Step, base: Term, told: str) -> None:
        """1 E = E for the base, and J_m (R E) = (J_m R) E for the step, for any R and E."""
        sizes = FamilyMember(step.recursion, base).shape
        rows = step.before_shape
        matrix, vector = free_tensor("R", (*rows, *sizes)), free_tensor("E", sizes)
        here = generic_places(sizes)
        alone = summed(sizes, lambda s: Mul((unit(here, s), at(vector, *s))))
        as_base = self.indices.also()
        statement = Sizes(as_base).statement(Compare("=", alone, at(vector, *here)))
        lemma.add(BASE, f"{told}, where the first factor is the unit matrix", statement)

        def behind(r: Places) -> Term:
            return summed(sizes, lambda s: Mul((at(matrix, *r, *s), at(vector, *s))))

        def ahead(s: Places) -> Term:
            return summed(rows, lambda r: Mul((step.single(step.places, r), at(matrix, *r, *s))))

        first = summed(rows, lambda r: Mul((step.single(step.places, r), behind(r))))
        second = summed(sizes, lambda s: Mul((ahead(s), at(vector, *s))))
        statement = Sizes(step.reading.indices).statement(Compare("=", first, second))
        lemma.add(STEP, "from m - 1 to m, J_m (R E) = (J_m R) E", statement)

    def restart(self, recursion: Recursion) -> Lemma:
        """Starting anew one layer earlier: one more factor on the right."""
        name = recursion.name
        lemma = Lemma(f"d{name}[m]/d{name}[k] = (d{name}[m]/d{name}[j]) (d{name}[j]/d{name}[k])")
        step = Step(self.indices, recursion)
        self._chain(lemma, step, step.index, "m = j")
        return lemma


class Step:
    """The step to a generic index of a recursion, from a free tensor."""

    def __init__(self, indices: Indices, recursion: Recursion, *given: Term) -> None:
        self.recursion = recursion
        self.index = generic_index(recursion)
        self.reading = Differentiation(indices.also(*given))
        self.reading.indices.same(self.index)
        self.member = FamilyMember(recursion, self.index)
        previous = FamilyMember(recursion, tidy(member_before(recursion, self.index)))
        self.before_shape = previous.shape
        self.before = free_tensor(f"{recursion.name} before", previous.shape)
        self.places = generic_places(self.member.shape)
        self._step = self.reading.read(step_at(recursion, self.index, self.before))

    @property
    def entry(self) -> Term:
        """The entry of the step at generic places."""
        return at(self._step, *self.places)

    def single(self, entry: Places, by: Places) -> Term:
        """The derivative of an entry of the step by an entry of what it goes on from."""
        return self.reading.total(at(self._step, *entry), at(self.before, *by))


def free_tensor(name: str, shape: tuple[Term, ...]) -> Term:
    """A tensor of which nothing is known."""
    domain = Domain("real", (), (MEMBER, "any"))
    return TensorSymbol(name, len(shape), shape, domain) if shape else Symbol(name, domain)


def generic_places(shape: tuple[Term, ...]) -> tuple[Symbol, ...]:
    """Any indices of a tensor of that shape."""
    return tuple(_below(f"p{k + 1}", size) for k, size in enumerate(shape))


def _below(name: str, size: Term) -> Symbol:
    conditions = (Compare("<=", ONE, Bound(0)), Compare("<=", Bound(0), size))
    return Symbol(name, Domain("integer", conditions, (MEMBER,)))


def tensor_of(variable: Term) -> Term:
    """The tensor, an entry of which is differentiated by."""
    return variable.tensor if isinstance(variable, Entry) else variable


def in_range_variable(variable: Term) -> Term:
    """The variable at any indices in range, where its indices are bound in the statement."""
    if not isinstance(variable, Entry):
        return variable
    shape = shape_of(variable.tensor)
    if shape is None:
        raise OutsideFragment("a derivative by a tensor without sizes")
    indices = tuple(
        _below(f"q{k + 1}", size) if _is_place(index) else index
        for k, (index, size) in enumerate(zip(variable.indices, shape, strict=True))
    )
    return Entry(variable.tensor, indices)


def _is_place(index: Term) -> bool:
    return any(
        isinstance(symbol, Symbol) and symbol.name.startswith("place ")
        for symbol in free_symbols(index)
    )


def used(term: Term, reading: Differentiation) -> Iterator[Recursion]:
    """The recursions whose values occur in a term."""
    found = (reading.values.get(s) for s in free_symbols(term))
    yield from dict.fromkeys(
        m.family for m in found if m is not None and isinstance(m.family, Recursion)
    )
