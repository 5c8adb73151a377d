"""Convex functions: statements that together say that a function is convex, or that it is not.

Rules, for f on an interval or on tensors with entries in intervals (Rockafellar, Convex Analysis,
sections 4 and 5; each follows in a line from the definition). A concave f is a convex -f.

- f that does not depend on the variable is convex.
- f that is smooth inside of the domain and continuous on it is convex if f'' >= 0 inside; of
  several variables if u^T f'' u >= 0 for every u. Only forms without kinks are differentiated.
- A function of a single entry of a tensor is convex if it is as a function of that number.
- Sums, multiples by c >= 0 and maxima of convex functions are convex; |g| and max(g, h) by that.
- exp(g) is convex for convex g, log(g) concave for concave g, g^p convex for convex g >= 0 and
  p >= 1, 1/g convex for concave g > 0. The norm of A x + b is convex (triangle inequality).
- What is left is the definition itself, an inequality.

Each rule also demands that f has a value on the whole domain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from symderive.language.binding import (
    abstract,
    children,
    dangling,
    free_symbols,
    instantiate,
    map_children,
    shift,
)
from symderive.language.convexity import CONCAVE, CONVEX, Convex
from symderive.language.defined import names_in, unused
from symderive.language.definitions import shape_of
from symderive.language.terms import (
    ONE,
    ZERO,
    Add,
    Apply,
    Bound,
    Compare,
    Domain,
    Entry,
    Function,
    Mul,
    Number,
    Partial,
    Pow,
    Reduce,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
)
from symderive.prover import unfolding

OPPOSITE = {CONVEX: CONCAVE, CONCAVE: CONVEX}
EXTREMES = {CONVEX: ("Max", "max"), CONCAVE: ("Min", "min")}
STRICT = {"<=": "<", ">=": ">"}
SMOOTH_FUNCTIONS = frozenset(["exp", "log", "tanh", "sigmoid"])
SMOOTH_NODES = (Number, Symbol, Add, Mul, Pow, Function, Unknown)


@dataclass(frozen=True)
class Reduction:
    """Statements that together prove a claim, by the rule of that name, with what it is told of."""

    rule: str
    parts: tuple[Statement, ...]
    details: tuple[Term, ...] = ()


def reductions(statement: Statement, claim: Convex) -> Iterator[Reduction]:
    """The ways to prove that a function is convex, the most telling first."""
    function = _Function.of(statement, claim)
    if function is None:
        return
    if function.variable not in free_symbols(function.body):
        yield function.by("a constant function is convex and concave")
        return
    if claim.shape:
        yield from _of_one_entry(function)
    rules = [_by_second_derivative, _by_composition]
    # Term by term a sum over an index is simpler than as a whole, unless it is a polynomial.
    for rule in reversed(rules) if _is_sum_of_functions(function) else rules:
        yield from rule(function)
    yield Reduction(
        f"definition of a {claim.kind} function",
        (Statement(claim.meaning(names_in(statement)), statement.given),),
    )


def free_names(statement: Statement) -> frozenset[str]:
    """The names that the variable of a function must not have."""
    return frozenset(symbol.name for symbol in free_symbols(statement))


@dataclass(frozen=True)
class _Function:
    """A function opened at a variable of its own."""

    statement: Statement
    claim: Convex
    variable: Symbol | TensorSymbol
    body: Term

    @staticmethod
    def of(statement: Statement, claim: Convex) -> _Function | None:
        """The function on a domain without conditions on several entries; None for no such."""
        if not claim.has_closed_variables:
            return None
        assert isinstance(claim.domain, Domain)
        # A simplex lies among the tensors with entries of that sign, where more is claimed.
        larger = replace(claim, domain=replace(claim.domain, properties=()))
        variable = larger.variable(unused(claim.name, free_names(statement)))
        return _Function(statement, larger, variable, claim.at(variable))

    def about(self, body: Term, kind: str) -> Convex:
        """That another function of the variable is of a kind."""
        return replace(self.claim, kind=kind, body=abstract(body, (self.variable,)))

    def by(self, rule: str, *claims: Term, details: tuple[Term, ...] = ()) -> Reduction:
        """The reduction to some claims, and to a value on the whole domain."""
        defined = Compare("=", self.body, self.body)
        parts = tuple(Statement(part, self.statement.given) for part in (defined, *claims))
        return Reduction(rule, parts, details)

    @property
    def inside(self) -> Symbol | TensorSymbol:
        """The variable without the ends of its domain."""
        domain = self.variable.domain
        assert isinstance(domain, Domain)
        conditions = [
            replace(c, relation=STRICT.get(c.relation, c.relation))
            for c in domain.conditions
            if isinstance(c, Compare)
        ]
        return replace(self.variable, domain=replace(domain, conditions=tuple(conditions)))


def _is_sum_of_functions(function: _Function) -> bool:
    """Whether a function is a sum over an index in which the variable is an argument of others."""
    body = function.body
    opened = unfolding.unfolded(body)
    while opened is not None:
        body, opened = opened, unfolding.unfolded(opened)
    if not (isinstance(body, Reduce) and body.operation == "sum"):
        return False
    return any(
        isinstance(part, (Function, Unknown)) and function.variable in free_symbols(part)
        for part in unfolding.core_subterms(body)
    )


def _of_one_entry(function: _Function) -> Iterator[Reduction]:
    """x[k] is the only entry of x that occurs: a function of that number."""
    variable = function.variable
    entries = {
        part
        for part in unfolding.core_subterms(function.body)
        if isinstance(part, Entry) and part.tensor == variable
    }
    if len(entries) != 1:
        return
    (entry,) = entries
    if dangling(entry):
        return
    domain = function.claim.domain
    name = unused("t", names_in(function.statement) | {variable.name})
    number_of_it = Symbol(name, domain)
    body = _replaced(function.body, entry, number_of_it)
    if variable in free_symbols(body):
        return
    kind = function.claim.kind
    claim = Convex(kind, (), domain, abstract(body, (number_of_it,)), name)
    yield function.by("a function of a single entry", claim, details=(claim,))


def _replaced(term: Term, entry: Entry, value: Term) -> Term:
    """The scalar term with an entry replaced, definitions unfolded where it occurs in them."""
    if term == entry:
        return value
    if entry.tensor not in free_symbols(term):
        return term
    opened = unfolding.unfolded(term)
    if opened is not None:
        return _replaced(opened, entry, value)
    return map_children(term, lambda child, binds: _replaced(child, entry, value))


def _by_second_derivative(function: _Function) -> Iterator[Reduction]:
    positive: list[Term] = []
    if not is_smooth(function.body, function.variable, positive):
        return
    inside = function.inside
    body = function.claim.at(inside)
    relation = ">=" if function.claim.kind == CONVEX else "<="
    if isinstance(inside, Symbol):
        second: Term = Partial(Partial(body, inside), inside)
        rule = "sign of the second derivative"
    else:
        second = _quadratic_form(body, inside, function.statement)
        rule = "sign of the quadratic form of the second derivatives"
    signed = Compare(relation, second, ZERO)
    bases = [
        Compare(">", instantiate(abstract(base, (function.variable,)), (inside,)), ZERO)
        for base in positive
    ]
    yield function.by(rule, *bases, signed, details=(signed,))


def _quadratic_form(body: Term, variable: TensorSymbol, statement: Statement) -> Term:
    """The sum of u_i u_j d^2 f/dx_i dx_j over all entries i and j, for a new tensor u."""
    rank, shape = variable.rank, variable.shape or ()
    direction = unused("u", names_in(statement) | {variable.name})
    u = TensorSymbol(direction, rank, shape)
    first = tuple(Bound(2 * rank - 1 - axis) for axis in range(rank))
    second = tuple(Bound(rank - 1 - axis) for axis in range(rank))
    derivative = Partial(
        Partial(shift(body, 2 * rank), Entry(variable, first)), Entry(variable, second)
    )
    found: Term = Mul((Entry(u, first), Entry(u, second), derivative))
    for size in (*reversed(shape), *reversed(shape)):
        found = Reduce("sum", ONE, size, found, "i")
    return found


def is_smooth(term: Term, variable: Term, positive: list[Term]) -> bool:
    """Whether the form shows that a scalar is smooth in the variable wherever it has a value.

    Conditions, kinks and functions of which properties are declared may not depend on the
    variable. Powers with other exponents than integers need bases > 0, which are put in the list.
    """
    if variable not in free_symbols(term):
        return True
    opened = unfolding.unfolded(term)
    if opened is not None:
        return is_smooth(opened, variable, positive)
    if isinstance(term, Entry):
        return term.tensor == variable
    if isinstance(term, Reduce):
        ends = any(variable in free_symbols(end) for end in (term.lower, term.upper))
        plain = term.operation == "sum" and not ends
        return plain and is_smooth(term.body, variable, positive)
    if not isinstance(term, SMOOTH_NODES):
        return False
    if isinstance(term, Function) and term.name not in SMOOTH_FUNCTIONS:
        return False
    if isinstance(term, Unknown) and term.properties:
        return False
    if isinstance(term, Pow):
        if variable in free_symbols(term.exponent):
            return False
        exponent = term.exponent
        if not (isinstance(exponent, Number) and exponent.value.denominator == 1):
            if dangling(term.base):
                return False
            positive.append(term.base)
    return all(is_smooth(child, variable, positive) for child, _ in children(term))


def _by_composition(function: _Function) -> Iterator[Reduction]:
    """Sums, multiples, extremes and compositions, after opening what is folded."""
    body, kind = function.body, function.claim.kind
    opened = unfolding.unfolded(body)
    while opened is not None:
        if isinstance(body, Apply) and body.name == "norm" and kind == CONVEX:
            yield _norm(function, body.arguments[0])
        body, opened = opened, unfolding.unfolded(opened)
    if isinstance(body, Add):
        parts = [function.about(part, kind) for part in body.terms]
        yield function.by(f"a sum of {kind} functions", *parts)
    elif isinstance(body, Mul):
        yield from _multiples(function, body)
    elif isinstance(body, Reduce):
        yield from _reductions(function, body)
    elif isinstance(body, Function):
        yield from _functions(function, body)
    elif isinstance(body, Pow):
        yield from _powers(function, body)


def _norm(function: _Function, tensor: Term) -> Reduction:
    """The norm of a tensor with entries that are convex and concave: by the triangle inequality."""
    taken = names_in(function.statement) | {function.variable.name}
    indices = tuple(
        _index(unused(f"k_{axis}", taken), ONE, size)
        for axis, size in enumerate(shape_of(tensor) or (), 1)
    )
    entry = Entry(tensor, indices)
    both = [function.about(entry, kind) for kind in (CONVEX, CONCAVE)]
    return function.by("the norm of a linear map and a constant", *both, details=(both[0],))


def _index(name: str, lower: Term, upper: Term) -> Symbol:
    """An integer of a range."""
    value = Bound(0)
    inside = Compare("<=", shift(lower, 1), value), Compare("<=", value, shift(upper, 1))
    return Symbol(name, Domain("integer", inside))


def _multiples(function: _Function, body: Mul) -> Iterator[Reduction]:
    """c g for a c that does not depend on the variable."""
    constant = [f for f in body.factors if function.variable not in free_symbols(f)]
    varying = [f for f in body.factors if function.variable in free_symbols(f)]
    if not constant:
        return
    factor = constant[0] if len(constant) == 1 else Mul(tuple(constant))
    rest = varying[0] if len(varying) == 1 else Mul(tuple(varying))
    kind = function.claim.kind
    for relation, wanted in ((">=", kind), ("<=", OPPOSITE[kind])):
        if isinstance(factor, Number) and (factor.value >= 0) != (relation == ">="):
            continue
        sign = Compare(relation, factor, ZERO)
        yield function.by(
            f"a multiple of a {wanted} function",
            sign,
            function.about(rest, wanted),
            details=(sign,),
        )


def _reductions(function: _Function, body: Reduce) -> Iterator[Reduction]:
    """A sum or a maximum of functions, one for each index of a range."""
    if body.operation not in ("sum", EXTREMES[function.claim.kind][1]):
        return
    if any(function.variable in free_symbols(end) for end in (body.lower, body.upper)):
        return
    taken = names_in(function.statement) | {function.variable.name}
    index = _index(unused(body.name, taken), body.lower, body.upper)
    one = function.about(instantiate(body.body, (index,)), function.claim.kind)
    what = "sum" if body.operation == "sum" else f"{body.operation}imum"
    yield function.by(f"a {what} of {function.claim.kind} functions", one, details=(one,))


def _functions(function: _Function, body: Function) -> Iterator[Reduction]:
    kind, inner = function.claim.kind, body.arguments
    if body.name == EXTREMES[kind][0]:
        parts = [function.about(part, kind) for part in inner]
        yield function.by(f"{body.name} of {kind} functions", *parts)
    if body.name == "Abs" and kind == CONVEX:
        both = [function.about(inner[0], k) for k in (CONVEX, CONCAVE)]
        yield function.by("|g| = max(g, -g) for g that is convex and concave", *both)
    if body.name == "exp" and kind == CONVEX:
        yield function.by("exp(g) for a convex g", function.about(inner[0], CONVEX))
    if body.name == "log" and kind == CONCAVE:
        yield function.by("log(g) for a concave g", function.about(inner[0], CONCAVE))


def _powers(function: _Function, body: Pow) -> Iterator[Reduction]:
    exponent = body.exponent
    if not isinstance(exponent, Number) or function.claim.kind != CONVEX:
        return
    base = body.base
    if exponent.value >= 1:
        sign: Term = Compare(">=", base, ZERO)
        yield function.by("a power of a convex g >= 0", sign, function.about(base, CONVEX))
    elif exponent.value < 0:
        sign = Compare(">", base, ZERO)
        yield function.by("an inverse of a concave g > 0", sign, function.about(base, CONCAVE))
