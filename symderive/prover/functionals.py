"""Unknown functions of a whole tensor: known by congruence, symmetry, and the chain rule.

L at a tensor is an atom whose body is the generic entry of the tensor, over one mark for each of
its indices. Equal tensors have one generic entry in the range of the indices, hence one atom. A
partial derivative also carries the entries by which it is taken, as a multiset: their order means
nothing.

Marks are numbered by how deep unknown functions are nested inside the body, so that an index which
is put into the body of an inner function never meets the marks of that function.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from symderive.errors import OutsideFragment
from symderive.language.binding import dangling
from symderive.language.definitions import requirements
from symderive.language.terms import Functional, Reduce, Term, number
from symderive.prover import (
    abstraction,
    differentiate,
    functions,
    normalize,
    obligations,
    reciprocals,
    substitution,
    translate,
    unfolding,
    weights,
)
from symderive.prover.axes import Axis, Cut, Range, joined, running_over
from symderive.prover.context import Context
from symderive.prover.integers import (
    FREE,
    MARK,
    PLACE,
    Form,
    Variable,
    form_of,
    kind_of,
    variable,
)
from symderive.prover.place import Place
from symderive.prover.presburger import split
from symderive.prover.ring import (
    FUNCTION,
    TENSOR,
    Atom,
    Factor,
    Head,
    Polynomial,
    add,
    free_variables,
    scaled,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

ROW = "entry by which a function is differentiated"
FIRST_MARK = 2  # the marks before are those of maxima over a range
MOST_MARKS = 16
MOST_ALIKE = 12

Row = tuple[Form, ...]


@dataclass(frozen=True)
class Name:
    """Which function it is: its name, the shape of its argument, and how often it is derived.

    ``cuts`` say, axis by axis, by which digits the entry of the argument is given.
    """

    name: str
    shape: tuple[Term, ...]
    order: int
    cuts: tuple[tuple[Cut, ...], ...]

    def __repr__(self) -> str:
        return f"{self.name}^{self.order}"


def value(work: Workspace, term: Functional, place: Place) -> Polynomial:
    """The value of a function or of a derivative at a tensor, all of whose entries are defined."""
    if any(map(dangling, term.shape)):
        raise OutsideFragment("a function of tensors whose size is bound by a sum")
    for condition in requirements(term):
        obligations.holds(work, condition, place)
    for row in term.rows:
        obligations.in_range(work, term.shape, row, place)
    rank = len(term.shape)
    out: Polynomial = {}
    for piece, forms in translate.joint_pieces(work, (*term.shape, *term.indices), place):
        here = inside = place.assuming(piece.constraints)
        axes: list[Axis] = []
        for k, length in enumerate(forms[:rank]):
            axis = Axis(work, length)
            axis.split(work, _behind(term, k), inside)
            inside = axis.under(inside)
            axes.append(axis)
        entry: Polynomial = {}
        if not inside.context.is_empty():
            entry = translate.value(work, unfolding.generic_entry(term), inside)
        name = Name(term.name, term.shape, len(term.rows), tuple(tuple(a.cuts) for a in axes))
        rows = [forms[k : k + rank] for k in range(rank, len(forms), rank)]
        found = at_tensor(work, name, entry, joined(axes), rows, here.context)
        _remember(work, term.argument, found, here.context)
        out = add(out, translate.guarded(work, piece, found, place))
    return out


def _behind(term: Functional, axis: int) -> Term:
    """What stands under the index of an axis: the entry, the later indices bound around it."""
    body = unfolding.generic_entry(term)
    for size in reversed(term.shape[axis + 1 :]):
        body = Reduce("sum", number(1), size, body)
    return body


def at_tensor(
    work: Workspace,
    name: Name,
    entry: Polynomial,
    running: Range,
    rows: Sequence[Row],
    context: Context,
) -> Polynomial:
    """The atom of a function at the tensor whose entry at the running indices is given.

    L(P a + b) = P L(a + b) + (1 - P) L(b) for an idempotent P that is the same for all entries.
    """
    gate = _gate(entry, running)
    if gate is not None:
        true: Polynomial = {}
        false: Polynomial = {}
        for monomial, c in entry.items():
            rest = frozenset(item for item in monomial if item[0] is not gate)
            true = add(true, {rest: c})
            if rest == monomial:
                false = add(false, {rest: c})
        held = work.atom(gate)
        found = at_tensor(work, name, true, running, rows, context)
        other = at_tensor(work, name, false, running, rows, context)
        return add(work.multiply(held, found), work.multiply(work.complement(held), other))
    height = _height(work, entry)
    own = running.over(_marks(height, len(running.variables)))
    inside = context.extended(own.constraints)
    entry = _renamed(work, entry, running.variables, own.variables, inside)
    entry, marks = _known_tensor(work, name, entry, own, context)
    own = own.over(marks)
    named = add(*[_row_atom(work, row) for row in rows])
    joint = functions.joint_argument(work, [named, entry])
    kept = frozenset(own.variables)
    inside = context.extended(own.constraints)
    head, indices = abstraction.abstracted(work, FUNCTION, name, joint, inside, kept)
    work.heights.setdefault(head, height + 1)
    assert head.body is not None
    raw = {v for v in free_variables(head.body) if kind_of(v) not in (PLACE, FREE)}
    if not raw <= kept | work.sizes:
        raise OutsideFragment("a function of a tensor whose entries have products of indices")
    return work.atom(work.factor(head, indices))


def _gate(entry: Polynomial, running: Range) -> Atom | None:
    """A bracket or an indicator in the entry that does not depend on the running indices."""
    moving = set(running.variables)
    found = {
        atom
        for monomial in entry
        for atom, _ in monomial
        if reciprocals.is_idempotent(atom) and atom.free.isdisjoint(moving)
    }
    if not found or len(found) > functions.MAX_GATES:
        return None
    return min(found, key=repr)


def _row_atom(work: Workspace, row: Row) -> Polynomial:
    return work.atom(work.factor(work.head(TENSOR, (ROW, len(row)), 0), row))


def _marks(height: int, count: int) -> tuple[Variable, ...]:
    if count > MOST_MARKS:
        raise OutsideFragment("a function of tensors with too many axes")
    first = FIRST_MARK + height * MOST_MARKS
    return tuple(variable(MARK, first + k) for k in range(count))


def _height(work: Workspace, polynomial: Polynomial) -> int:
    """How deep functions of tensors are nested in a polynomial; 0 for none."""
    return max((_height_of(work, head) for head in differentiate.heads_of(polynomial)), default=0)


def _height_of(work: Workspace, head: Head) -> int:
    found = work.heights.get(head)
    if found is None:
        found = work.heights[head] = 0 if head.body is None else _height(work, head.body)
    return found


def _renamed(
    work: Workspace,
    entry: Polynomial,
    old: Sequence[Variable],
    new: Sequence[Variable],
    context: Context,
) -> Polynomial:
    if tuple(old) == tuple(new):
        return entry
    values = {v: form_of(w) for v, w in zip(old, new, strict=True)}
    return substitution.in_polynomial(work, entry, values, context)


def _known_tensor(
    work: Workspace, name: Name, entry: Polynomial, own: Range, context: Context
) -> tuple[Polynomial, tuple[Variable, ...]]:
    """The entry of a tensor met before that is equal to this one here; else this one, remembered.

    Equal means: the difference of the entries vanishes in the range of the indices. Comes with the
    marks that stand for the indices.
    """
    met = work.tensors_met.setdefault((name.name, name.shape, name.cuts), [])
    if any(other == entry and marks == own.variables for other, marks in met):
        return entry, own.variables
    inside = context.extended(own.constraints)
    seen = free_variables(entry)
    for other, marks in met[:MOST_ALIKE]:
        if not all(v in seen or v in marks or kind_of(v) == FREE for v in free_variables(other)):
            continue
        there = _renamed(work, other, marks, own.variables, inside)
        difference = add(entry, scaled(there, -1))
        if weights.is_zero(work, difference, inside).zero is True:
            work.record("equal arguments", name.name)
            return other, marks
    met.append((entry, own.variables))
    return entry, own.variables


def taken_apart(head: Head, body: Polynomial) -> tuple[list[Row], Polynomial]:
    """The entries by which it is differentiated, and the entry of the argument over its marks."""
    named, entry = functions.separate_arguments(body, 2)
    rows: list[Row] = []
    for monomial, c in named.items():
        ((atom, e),) = monomial
        if not isinstance(atom, Factor) or e != 1 or c.q != 1 or c < 0:
            raise OutsideFragment("a derivative of an unknown function that is not read")
        rows += [atom.indices] * int(c.p)
    return rows, entry


def marks_of(work: Workspace, head: Head) -> tuple[Variable, ...]:
    """The marks that stand for the indices of the argument in the body of a head."""
    count = sum(1 + len(cuts) for cuts in head.name.cuts)
    return _marks(_height_of(work, head) - 1, count)


def key_of(name: Name, entry: Polynomial) -> tuple[Any, ...]:
    """By what an argument is found again: its shape and its generic entry over the marks."""
    return name.shape, name.cuts, frozenset(entry.items())


def _remember(work: Workspace, argument: Term, found: Polynomial, context: Context) -> None:
    """Keep how an argument was written, so that it can be read back as such."""
    if len(found) != 1 or dangling(argument):
        return
    for atom, _ in next(iter(found)):
        if isinstance(atom, Factor) and isinstance(atom.head.name, Name):
            body = normalize.instantiated(work, atom.head, atom.indices, context)
            key = key_of(atom.head.name, taken_apart(atom.head, body)[1])
            work.arguments.setdefault(key, argument)


def derivative(
    work: Workspace, head: Head, body: Polynomial, by: differentiate.Variable, context: Context
) -> Polynomial:
    """sum_i (d_i L)(a) d a_i, over all indices i of the tensor a."""
    name = head.name
    assert isinstance(name, Name)
    rows, entry = taken_apart(head, body)
    raised = replace(name, order=name.order + 1)
    place = Place((), context)
    out: Polynomial = {}
    for piece, lengths in translate.joint_pieces(work, name.shape, place):
        here = place.assuming(piece.constraints)
        running = running_over(work, name.cuts, lengths, here)
        inside = here.context.extended(running.constraints)
        if inside.is_empty():
            continue
        marks = marks_of(work, head)
        moved = _renamed(work, entry, marks, running.variables, inside)
        slope = differentiate.derivative(work, moved, by, inside)
        if not slope:
            continue
        outer = at_tensor(
            work, raised, entry, running.over(marks), [*rows, running.indices], inside
        )
        product = work.multiply(outer, slope)
        strict, loose = split(running.constraints)
        found = normalize.summed(
            work, list(running.variables), strict, loose, product, here.context
        )
        out = add(out, translate.guarded(work, piece, found, place))
    return out


def read_anew(work: Workspace, head: Head, body: Polynomial, context: Context) -> Polynomial:
    """The function at a tensor whose entry has become simpler, as indices coincide."""
    name = head.name
    assert isinstance(name, Name)
    rows, entry = taken_apart(head, body)
    place = Place((), context)
    out: Polynomial = {}
    for piece, lengths in translate.joint_pieces(work, name.shape, place):
        here = place.assuming(piece.constraints)
        own = running_over(work, name.cuts, lengths, here).over(marks_of(work, head))
        found = at_tensor(work, name, entry, own, rows, here.context)
        out = add(out, translate.guarded(work, piece, found, place))
    return out
