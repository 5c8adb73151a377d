"""Derived heads: a polynomial becomes a function of its index expressions.

exp(x[i] + s) and exp(x[j] + s) are one head at [i] and at [j], so that congruence of functions,
substitution under them and differentiation through them are those of tensors.
"""

from __future__ import annotations

from itertools import permutations
from math import gcd
from typing import TYPE_CHECKING, Any

from flint import fmpq

from symderive.prover import components, merging, reciprocals, substitution
from symderive.prover.context import Context
from symderive.prover.integers import PLACE, SLOT, Form, Variable, form_of, variable
from symderive.prover.ring import (
    INTEGER,
    Bracket,
    Component,
    Factor,
    Head,
    Monomial,
    Polynomial,
    add,
    constant_polynomial,
    content_key,
    scaled,
    skeleton,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

MAX_TIED = 4
EVEN = "abs"


class Places:
    """The index expressions met so far, each at its place variable."""

    def __init__(self, kept: frozenset[Variable], sizes: frozenset[Variable]) -> None:
        self.contents: list[Form] = []
        self.kept = kept
        self.sizes = sizes

    def place(self, form: Form) -> Form:
        """A new place for an index expression."""
        self.contents.append(form)
        return form_of(variable(PLACE, len(self.contents) - 1))

    def index(self, form: Form, inner: frozenset[Variable]) -> Form:
        """An index of a factor, its part without inner variables put in a place."""
        if form.variables.isdisjoint(inner):
            return self.place(form)
        return self._mixed(form, inner)

    def constraint(self, form: Form, inner: frozenset[Variable]) -> Form:
        """A constraint of a guard; sizes stay, other outer variables go to a place."""
        outer = {v for v in form.variables if v not in inner}
        if outer <= self.sizes:
            return form
        return self._mixed(form, inner)

    def _mixed(self, form: Form, inner: frozenset[Variable]) -> Form:
        bound = Form({m: c for m, c in form.terms.items() if any(v in inner for v in m)})
        outer = form - bound
        return bound + self.place(outer) if outer.terms else bound


def abstracted(
    work: Workspace,
    kind: int,
    name: Any,
    polynomial: Polynomial,
    context: Context,
    marks: frozenset[Variable] = frozenset(),
) -> tuple[Head, tuple[Form, ...]]:
    """The head of that kind whose body is the polynomial with places for its index expressions.

    Returns the head and what stands at its places. ``marks`` are running variables that stay.
    """
    polynomial = _joined_integers(work, merging.merged(work, polynomial, context), marks)
    places = Places(marks, work.sizes)
    body: Polynomial = {}
    blocks: list[tuple[Any, tuple[int, int]]] = []
    tag = None
    for monomial in sorted(polynomial, key=lambda m: (skeleton(m), polynomial[m], content_key(m))):
        start = len(places.contents)
        value, depends = _monomial_body(work, monomial, places, blocks)
        if depends:
            tag = substitution.INTEGER_DEPENDENT
        look = (skeleton(monomial), polynomial[monomial])
        blocks.append((look, (start, len(places.contents))))
        body = add(body, {m: c * polynomial[monomial] for m, c in value.items()})
    names = tuple(variable(PLACE, k) for k in range(len(places.contents)))
    key = (frozenset(body.items()), len(names))
    head = work.head(kind, name, key, body, names, tag)
    if not head.symmetries and len(blocks) > 1:
        head.symmetries = _symmetries(work, body, blocks, len(names), name == EVEN)
    indices = tuple(places.contents)
    return head, work.factor(head, indices).indices


def _joined_integers(
    work: Workspace, polynomial: Polynomial, marks: frozenset[Variable]
) -> Polynomial:
    """sum_k c_k v_k f + c f = g (sum_k a_k v_k + a) f: integer values beside a factor are one form.

    The form is primitive with g > 0, so that an index that is renamed stays one argument.
    """
    polynomial = _with_named_reciprocals(work, polynomial)
    groups: dict[Monomial, dict[tuple[Variable, ...], fmpq]] = {}
    for monomial, c in polynomial.items():
        values = [(a, e) for a, e in monomial if isinstance(a, Factor) and a.head.kind == INTEGER]
        if len(values) == 1 and values[0][1] == 1 and marks.isdisjoint(values[0][0].free):
            (v,) = values[0][0].free
            groups.setdefault(monomial - set(values), {})[(v,)] = c
    out = dict(polynomial)
    for rest, terms in groups.items():
        if rest in polynomial:
            terms[()] = polynomial[rest]
        if len(terms) < 2:
            continue
        common = 1
        for c in terms.values():
            common = common * int(c.q) // gcd(common, int(c.q))
        form = Form({m: int((c * common).p) for m, c in terms.items()})
        content = gcd(*form.terms.values())
        for m in terms:
            gone = [(work.factor(work.integer, (form_of(v),)), 1) for v in m]
            out.pop(rest | frozenset(gone))
        whole = work.factor(work.integer, (form.divided(content),))
        out[rest | {(whole, 1)}] = fmpq(content, common)
    return out


def _with_named_reciprocals(work: Workspace, polynomial: Polynomial) -> Polynomial:
    """The reciprocal of a size as that of an index: under a function the two are one argument."""
    out: Polynomial = {}
    for monomial, c in polynomial.items():
        powers = [
            (work.factor(reciprocals.of_integers(work), a.indices), e)
            if isinstance(a, Factor) and a.head.kind == INTEGER and e < 0
            else (a, e)
            for a, e in monomial
        ]
        out[frozenset(powers)] = c
    return out


def _monomial_body(
    work: Workspace, monomial: Monomial, places: Places, blocks: list[tuple[Any, tuple[int, int]]]
) -> tuple[Polynomial, bool]:
    value = constant_polynomial(1)
    depends = False
    for atom, e in sorted(monomial, key=lambda item: (skeleton(frozenset([item])), repr(item[0]))):
        start = len(places.contents)
        if isinstance(atom, Factor):
            indices = tuple(places.index(form, places.kept) for form in atom.indices)
            if atom.head.kind == INTEGER or atom.head.tag == substitution.INTEGER_DEPENDENT:
                depends = True
            value = work.multiply(value, work.atom(work.factor(atom.head, indices), e))
        elif isinstance(atom, Bracket):
            guard = (
                frozenset(
                    places.constraint(f, places.kept)
                    for f in sorted(atom.equalities, key=lambda f: f.key)
                ),
                frozenset(
                    places.constraint(f, places.kept)
                    for f in sorted(atom.inequalities, key=lambda f: f.key)
                ),
            )
            value = work.multiply(value, work.atom(work.bracket(guard)))
        else:
            assert isinstance(atom, Component)
            made = _component_body(work, atom, places)
            if made is None:
                return {}, depends
            value = work.multiply(value, work.atom(made, e))
        if not isinstance(atom, Bracket):
            blocks.append((skeleton(frozenset([(atom, e)])), (start, len(places.contents))))
    return value, depends


def _component_body(work: Workspace, atom: Component, places: Places) -> Component | None:
    bound, equalities, inequalities, factors = substitution.renamed(work, atom)
    inner = frozenset(bound) | places.kept
    order = {v: k for k, v in enumerate(bound)}

    def sort_key(form: Form) -> Any:
        # What is bound comes first: which variables stand outside must not change the order.
        names = {m: tuple(sorted(str(order.get(v, v)) for v in m)) for m in form.terms}
        within = {m for m in form.terms if any(v in order for v in m)}
        bound_part = sorted((names[m], c) for m, c in form.terms.items() if m in within)
        outside = sorted((len(m), c) for m, c in form.terms.items() if m not in within)
        return bound_part, outside, sorted((names[m], c) for m, c in form.terms.items())

    factors = [(h, tuple(places.index(f, inner) for f in i), e) for h, i, e in factors]
    equalities = [places.constraint(f, inner) for f in sorted(equalities, key=sort_key)]
    inequalities = [places.constraint(f, inner) for f in sorted(inequalities, key=sort_key)]
    return components.component(work, bound, equalities, inequalities, factors, work.size_context)


def _symmetries(
    work: Workspace,
    body: Polynomial,
    blocks: list[tuple[Any, tuple[int, int]]],
    places: int,
    even: bool,
) -> tuple[tuple[int, ...], ...]:
    """The permutations of places that exchange equal-looking blocks and leave the body as it is."""
    tied: dict[Any, list[tuple[int, int]]] = {}
    for look, span in blocks:
        if span[0] < span[1] and span not in tied.setdefault(look, []):
            tied[look].append(span)
    found = [tuple(range(places))]
    for spans in tied.values():
        if not 1 < len(spans) <= MAX_TIED:
            continue
        for order in permutations(range(len(spans))):
            permuted = list(range(places))
            for k, source in enumerate(order):
                for offset in range(spans[k][1] - spans[k][0]):
                    permuted[spans[k][0] + offset] = spans[source][0] + offset
            if permuted == list(range(places)) or tuple(permuted) in found:
                continue
            if _is_invariant(work, body, permuted, even):
                found.append(tuple(permuted))
    return tuple(found) if len(found) > 1 else ()


def _is_invariant(work: Workspace, body: Polynomial, order: list[int], even: bool) -> bool:
    # Places go to slots and back, so that the substitution is simultaneous under every reader.
    away = {variable(PLACE, k): form_of(variable(SLOT, 1000 + j)) for k, j in enumerate(order)}
    back = {variable(SLOT, 1000 + k): form_of(variable(PLACE, k)) for k in range(len(order))}
    moved = substitution.in_polynomial(work, body, away, work.size_context)
    found = substitution.in_polynomial(work, moved, back, work.size_context)
    return found == body or (even and found == scaled(body, -1))
