"""Small mistakes, made at random but reproducibly, in all the identities of the tests.

A mutation is one function: it gets a node and a source of chance and returns the node with the
mistake, or None where the mistake cannot be made. Mutants stay well-formed, and most are false.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from random import Random

from symderive.language.binding import children, map_children
from symderive.language.definitions import rank_of, shape_of
from symderive.language.reading import read_statement
from symderive.language.terms import (
    CONDITIONS,
    MINUS_ONE,
    ONE,
    Add,
    Bound,
    Ceiling,
    Compare,
    Entry,
    Floor,
    Function,
    Iverson,
    Mul,
    Number,
    Partial,
    Pow,
    Reduce,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
    number,
)
from tests.corpus import IDENTITIES as CORPUS
from tests.fuzz.places import changed_at, places
from tests.identities import IDENTITIES
from tests.large import IDENTITIES as LARGE

Mutation = Callable[[Term, Random], Term | None]

MUTATIONS: dict[str, Mutation] = {}
ATTEMPTS = 200
SHARE_OF_HYPOTHESES = 0.15
WITHOUT_VALUE = (
    "quotient by itself",
    "added and subtracted without a value",
    "jump under a derivative",
)
LESS_STRICT = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "<=", "!=": "<"}


def mutation(name: str) -> Callable[[Mutation], Mutation]:
    """Register a mutation under a name."""

    def register(function: Mutation) -> Mutation:
        MUTATIONS[name] = function
        return function

    return register


def off_by_one(term: Term, chance: Random) -> Term:
    """The term plus or minus 1."""
    return Add((term, number(chance.choice((-1, 1)))))


def without(parts: Sequence[Term], chance: Random) -> tuple[Term, ...]:
    """The parts but one."""
    dropped = chance.randrange(len(parts))
    return tuple(part for place, part in enumerate(parts) if place != dropped)


@mutation("index off by one")
def shifted_index(node: Term, chance: Random) -> Term | None:
    """x[.., i, ..] becomes x[.., i +- 1, ..]."""
    if not isinstance(node, Entry):
        return None
    slot = chance.randrange(len(node.indices))
    indices = list(node.indices)
    indices[slot] = off_by_one(indices[slot], chance)
    return replace(node, indices=tuple(indices))


@mutation("slots swapped")
def swapped_slots(node: Term, chance: Random) -> Term | None:
    """A[i, j] becomes A[j, i]."""
    if not isinstance(node, Entry) or len(node.indices) < 2:
        return None
    first, second = chance.sample(range(len(node.indices)), 2)
    indices = list(node.indices)
    indices[first], indices[second] = indices[second], indices[first]
    return replace(node, indices=tuple(indices))


@mutation("range off by one")
def shifted_range(node: Term, chance: Random) -> Term | None:
    """A sum or a maximum over a..b starts or ends one index earlier or later."""
    if not isinstance(node, Reduce):
        return None
    if chance.random() < 0.5:
        return replace(node, lower=off_by_one(node.lower, chance))
    return replace(node, upper=off_by_one(node.upper, chance))


@mutation("guard off by one")
def shifted_guard(node: Term, chance: Random) -> Term | None:
    """[a <= b] becomes [a <= b +- 1]."""
    if not isinstance(node, Compare):
        return None
    return replace(node, right=off_by_one(node.right, chance))


@mutation("relation")
def other_relation(node: Term, chance: Random) -> Term | None:
    """[a < b] becomes [a <= b] and so on."""
    return replace(node, relation=LESS_STRICT[node.relation]) if isinstance(node, Compare) else None


@mutation("sign of a term")
def negated_term(node: Term, chance: Random) -> Term | None:
    """a + b becomes a - b."""
    if not isinstance(node, Add):
        return None
    terms = list(node.terms)
    place = chance.randrange(len(terms))
    terms[place] = Mul((MINUS_ONE, terms[place]))
    return Add(tuple(terms))


@mutation("sign of a product")
def negated_product(node: Term, chance: Random) -> Term | None:
    """a b becomes - a b."""
    return Mul((MINUS_ONE, *node.factors)) if isinstance(node, Mul) else None


@mutation("factor dropped")
def dropped_factor(node: Term, chance: Random) -> Term | None:
    """a b becomes a."""
    if not isinstance(node, Mul):
        return None
    factors = without(node.factors, chance)
    return factors[0] if len(factors) == 1 else Mul(factors)


@mutation("term dropped")
def dropped_term(node: Term, chance: Random) -> Term | None:
    """a + b becomes a."""
    if not isinstance(node, Add):
        return None
    terms = without(node.terms, chance)
    return terms[0] if len(terms) == 1 else Add(terms)


@mutation("constant off by one")
def shifted_constant(node: Term, chance: Random) -> Term | None:
    """A number becomes the next one up or down."""
    if not isinstance(node, Number):
        return None
    return Number(node.value + Fraction(chance.choice((-1, 1))))


@mutation("sign in an exponential")
def negated_exponent(node: Term, chance: Random) -> Term | None:
    """exp(a) becomes exp(-a)."""
    if not isinstance(node, Function) or node.name != "exp":
        return None
    return replace(node, arguments=(Mul((MINUS_ONE, *node.arguments)),))


@mutation("rounding the other way")
def other_rounding(node: Term, chance: Random) -> Term | None:
    """floor(a) becomes ceiling(a) and the other way round."""
    if isinstance(node, Floor):
        return Ceiling(node.argument)
    return Floor(node.argument) if isinstance(node, Ceiling) else None


def parts_of(node: Term) -> list[Term]:
    """Entries, variables and integers next to them, in a node but outside the binders in it."""
    found: list[Term] = []
    for child, binds in children(node):
        if binds:
            continue
        if isinstance(child, Bound) or (isinstance(child, Symbol) and child.is_integer):
            found += [child, Add((child, ONE)), Add((child, MINUS_ONE))]
        elif isinstance(child, Symbol):
            found.append(child)
        elif isinstance(child, Entry) and isinstance(child.tensor, TensorSymbol):
            found += [child, *parts_of(child)]
        elif not isinstance(child, TensorSymbol):
            found += parts_of(child)
    return found


def with_quotient(node: Term, chance: Random) -> Term | None:
    """The node times t/t, where t is something in it, perhaps 0 somewhere."""
    parts = parts_of(node)
    if not parts:
        return None
    part = chance.choice(parts)
    return Mul((node, part, Pow(part, MINUS_ONE)))


@mutation("quotient by itself")
def quotient_by_itself(node: Term, chance: Random) -> Term | None:
    """a becomes a t/t, which has no value where t = 0: in a sum, a product, a function."""
    if isinstance(node, Reduce):
        body = with_quotient(node.body, chance)
        return None if body is None else replace(node, body=body)
    if isinstance(node, Function):
        argument = with_quotient(node.arguments[0], chance)
        return argument and replace(node, arguments=(argument, *node.arguments[1:]))
    return with_quotient(node, chance) if isinstance(node, (Add, Mul)) else None


@mutation("added and subtracted without a value")
def cancelled_part(node: Term, chance: Random) -> Term | None:
    """a + b becomes a + b + t - t, where t has no value everywhere: 1/x, log(x), x[i + 1]."""
    if not isinstance(node, (Add, Reduce)):
        return None
    target = node.body if isinstance(node, Reduce) else node
    parts = parts_of(target)
    if not parts or shape_of(target) != ():
        return None
    part = chance.choice(parts)
    doubtful = [Pow(part, MINUS_ONE), Function("log", (part,))]
    if isinstance(part, Entry):
        moved = shifted_index(part, chance)
        assert moved is not None
        doubtful += [moved, moved]
    term = chance.choice(doubtful)
    sum_ = Add((target, term, Mul((MINUS_ONE, term))))
    return replace(node, body=sum_) if isinstance(node, Reduce) else sum_


@mutation("jump under a derivative")
def jump_under_derivative(node: Term, chance: Random) -> Term | None:
    """The derivative of a becomes that of a + sign(x) or a + [x > 1], which jump at a point."""
    if not isinstance(node, Partial):
        return None
    above = Iverson(Compare(">", node.variable, ONE))
    jump = chance.choice((Function("sign", (node.variable,)), above))
    return replace(node, body=Add((node.body, jump)))


def is_entry_of(node: Term, name: str) -> bool:
    """Whether a node is an entry of the tensor of that name."""
    return (
        isinstance(node, Entry)
        and isinstance(node.tensor, TensorSymbol)
        and node.tensor.name == name
    )


def transposed(side: Term, chance: Random) -> Term | None:
    """The side with one of its matrices transposed wherever it occurs."""
    matrices = {
        node.tensor.name
        for node in places(side)
        if isinstance(node, Entry)
        and isinstance(node.tensor, TensorSymbol)
        and len(node.indices) == 2
    }
    if not matrices:
        return None
    name = chance.choice(sorted(matrices))

    def turn(node: Term, binds: int = 0) -> Term:
        if isinstance(node, Entry) and is_entry_of(node, name):
            return replace(node, indices=node.indices[::-1])
        return node if isinstance(node, (Symbol, TensorSymbol)) else map_children(node, turn)

    return turn(side)


@dataclass(frozen=True)
class Mutant:
    """A statement with mistakes in it, and what they are."""

    identity: str
    statement: Statement
    mistakes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.identity} with {', '.join(self.mistakes)}"


@dataclass(frozen=True)
class Stated:
    """An identity as a statement."""

    name: str
    statement: Statement
    truth: bool


@cache
def statements() -> tuple[tuple[Stated, ...], ...]:
    """The set of identities, the corpus and the large ones, as statements that equate two sides."""
    found = []
    for source in (IDENTITIES, CORPUS, LARGE):
        read = [(each, read_statement(each.lhs, each.rhs, each.given)) for each in source]
        found.append(tuple(Stated(each.name, stated, each.truth) for each, stated in read))
    return tuple(found)


def with_other_hypotheses(given: tuple[Term, ...], chance: Random) -> tuple[tuple[Term, ...], str]:
    """The hypotheses without one of them, or with one that is off by one."""
    place = chance.randrange(len(given))
    condition = given[place]
    if not isinstance(condition, Compare) or chance.random() < 0.5:
        return given[:place] + given[place + 1 :], "hypothesis dropped"
    shifted = replace(condition, right=off_by_one(condition.right, chance))
    return (*given[:place], shifted, *given[place + 1 :]), "hypothesis off by one"


def keeps_rank(node: Term, wrong: Term) -> bool:
    """Whether a tensor becomes one with as many indices; else the mutant would be ill-formed."""
    return isinstance(node, CONDITIONS) or rank_of(node) == rank_of(wrong)


def changed_once(side: Term, kind: str, chance: Random) -> tuple[Term, str] | None:
    """The side with one mistake of that kind, and the kind; None where there is no place for it."""
    candidates = [
        (place, wrong)
        for place, node in enumerate(places(side))
        if (wrong := MUTATIONS[kind](node, chance)) is not None and keeps_rank(node, wrong)
    ]
    if not candidates:
        return None
    place, wrong = chance.choice(candidates)
    return changed_at(side, place, lambda _: wrong), kind


def mutated(side: Term, chance: Random) -> tuple[Term, str]:
    """The side with one mistake, and its kind, as far as possible all kinds equally often."""
    kinds = [*MUTATIONS, "matrix transposed"]
    for kind in chance.sample(kinds, len(kinds)):
        if kind == "matrix transposed":
            turned = transposed(side, chance)
            if turned is not None:
                return turned, kind
            continue
        changed = changed_once(side, kind, chance)
        if changed is not None:
            return changed
    return Mul((MINUS_ONE, side)), "sign of a product"


def mutant(seed: int, number_: int) -> Mutant:
    """Mutant number so-and-so of a seed: one or two mistakes in an identity."""
    chance = Random(f"{seed}/{number_}")
    for _ in range(ATTEMPTS):
        original = chance.choice(chance.choice(statements()))
        statement, mistakes = original.statement, []
        for _ in range(chance.choice((1, 1, 1, 2))):
            claim = statement.claim
            assert isinstance(claim, Compare)
            if statement.given and chance.random() < SHARE_OF_HYPOTHESES:
                given, mistake = with_other_hypotheses(statement.given, chance)
                statement = replace(statement, given=given)
            elif chance.random() < 0.5:
                left, mistake = mutated(claim.left, chance)
                statement = replace(statement, claim=replace(claim, left=left))
            else:
                right, mistake = mutated(claim.right, chance)
                statement = replace(statement, claim=replace(claim, right=right))
            mistakes.append(mistake)
        if statement != original.statement:
            return Mutant(original.name, statement, tuple(mistakes))
    raise AssertionError(f"no mutant {number_} of seed {seed} in {ATTEMPTS} attempts")
