"""How SymPy's arithmetic, elementary functions, sums and entries are read."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy
from sympy.functions.elementary.integers import frac

from symderive.errors import IllFormed, NotRead
from symderive.language.assumptions import domain_of, symbol_of
from symderive.language.reader import Reader, reads, scalar_or_refuse
from symderive.language.refusals import refuse, shown
from symderive.language.sympy_forms import Declared
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    Add,
    Ceiling,
    Compare,
    Entry,
    Floor,
    Function,
    Iverson,
    Mod,
    Mul,
    Number,
    Pow,
    Reduce,
    TensorSymbol,
    Term,
)

HALF = Number(Fraction(1, 2))
ELEMENTARY: dict[type, str] = {
    sympy.exp: "exp",
    sympy.tanh: "tanh",
    sympy.erf: "erf",
    sympy.Abs: "Abs",
    sympy.sign: "sign",
    sympy.Max: "Max",
    sympy.Min: "Min",
}
LIMIT_LENGTH = 3
PAIR = 2


@reads(sympy.Add)
def _add(reader: Reader, expression: sympy.Add) -> Term:
    """A sum; a + b + c, which SymPy nests when it evaluates nothing, is one sum."""
    visit = reader.visit
    terms = tuple([visit(argument) for argument in expression.args])
    return Add((*terms[0].terms, *terms[1:])) if isinstance(terms[0], Add) else Add(terms)


@reads(sympy.Mul)
def _mul(reader: Reader, expression: sympy.Mul) -> Term:
    """A product; a*b*c, which SymPy nests when it evaluates nothing, is one product."""
    visit = reader.visit
    factors = tuple([visit(argument) for argument in expression.args])
    return Mul((*factors[0].factors, *factors[1:])) if isinstance(factors[0], Mul) else Mul(factors)


@reads(sympy.UnevaluatedExpr)
def _unevaluated(reader: Reader, expression: sympy.UnevaluatedExpr) -> Term:
    return reader.visit(expression.args[0])


@reads(sympy.Pow)
def _pow(reader: Reader, expression: sympy.Pow) -> Term:
    base, exponent = expression.args
    if base is sympy.E:
        return Function("exp", (reader.visit(exponent),))
    return Pow(reader.visit(base), reader.visit(exponent))


@reads(sympy.core.numbers.Exp1)
def _e(reader: Reader, expression: sympy.Expr) -> Term:
    return Function("exp", (ONE,))


@reads(type(sympy.pi))
def _pi(reader: Reader, expression: sympy.Expr) -> Term:
    return Function("pi", ())


@reads(*ELEMENTARY)
def _elementary(reader: Reader, expression: sympy.Function) -> Term:
    visit = reader.visit
    arguments = tuple([visit(argument) for argument in expression.args])
    return Function(ELEMENTARY[type(expression)], arguments)


@reads(sympy.log)
def _log(reader: Reader, expression: sympy.log) -> Term:
    """log(x); log(x, b) = log(x)/log(b)."""
    argument, *base = [Function("log", (reader.visit(part),)) for part in expression.args]
    return Mul((argument, Pow(base[0], MINUS_ONE))) if base else argument


@reads(sympy.sinh, sympy.cosh)
def _hyperbolic(reader: Reader, expression: sympy.Function) -> Term:
    """Sinh x = (exp(x) - exp(-x))/2, cosh x = (exp(x) + exp(-x))/2."""
    argument = reader.visit(expression.args[0])
    rising = Function("exp", (argument,))
    falling = Function("exp", (Mul((MINUS_ONE, argument)),))
    last = Mul((MINUS_ONE, falling)) if isinstance(expression, sympy.sinh) else falling
    return Mul((HALF, Add((rising, last))))


@reads(sympy.floor)
def _floor(reader: Reader, expression: sympy.floor) -> Term:
    return Floor(reader.visit(expression.args[0]))


@reads(sympy.ceiling)
def _ceiling(reader: Reader, expression: sympy.ceiling) -> Term:
    return Ceiling(reader.visit(expression.args[0]))


@reads(sympy.Mod)
def _mod(reader: Reader, expression: sympy.Mod) -> Term:
    argument, modulus = expression.args
    return Mod(reader.visit(argument), reader.visit(modulus))


@reads(frac)
def _fractional_part(reader: Reader, expression: sympy.Function) -> Term:
    return Mod(reader.visit(expression.args[0]), ONE)


@reads(sympy.KroneckerDelta)
def _delta(reader: Reader, expression: sympy.KroneckerDelta) -> Term:
    if len(expression.args) > PAIR:
        raise NotRead(
            f"{shown(expression)} has a delta_range, which hides conditions; write "
            "KroneckerDelta(i, j) and put the range into iverson((i >= 1) & (i <= n))"
        )
    left, right = expression.args
    return Iverson(Compare("=", reader.visit(left), reader.visit(right)))


# Sums and products


@reads(sympy.Sum)
def _sum(reader: Reader, expression: sympy.Sum) -> Term:
    body, *limits = expression.args
    for _ in limits:
        body = _without_orientation(body)
    return _reduce(reader, "sum", body, tuple(limits), len(limits))


def _without_orientation(body: sympy.Expr) -> sympy.Expr:
    """The body without the factor 1 that Sum puts before it, seen where nothing is evaluated."""
    parts = body.args
    stray = isinstance(body, sympy.Mul) and len(parts) == PAIR and parts[0] is sympy.S.One
    return parts[1] if stray else body


@reads(sympy.Product)
def _product(reader: Reader, expression: sympy.Product) -> Term:
    limits = expression.args[1:]
    return _reduce(reader, "product", expression.args[0], limits, len(limits))


def _reduce(
    reader: Reader, operation: str, body: sympy.Expr, limits: tuple[Any, ...], count: int
) -> Term:
    """The first ``count`` limits around the body; SymPy's last limit is the outermost."""
    if count == 0:
        return scalar_or_refuse(reader.visit(body), f"inside a {operation}")
    symbol, lower, upper = _limit(limits[count - 1], operation)
    low = reader.index(lower, f"the lower bound of a {operation} over {symbol.name}")
    high = reader.index(upper, f"the upper bound of a {operation} over {symbol.name}")
    check_assumptions(symbol, low, operation)
    with reader.binding(symbol):
        inner = _reduce(reader, operation, body, limits, count - 1)
    return Reduce(operation, low, high, inner, symbol.name)


def _limit(limit: Any, operation: str) -> tuple[sympy.Symbol, sympy.Expr, sympy.Expr]:
    parts = tuple(limit.args)
    if isinstance(parts[0], sympy.Idx):
        raise refuse(parts[0])
    if len(parts) != LIMIT_LENGTH or not isinstance(parts[0], sympy.Symbol):
        raise NotRead(
            f"the limit {shown(limit)} of a {operation} is not read: write (k, 1, n), a symbol "
            "with its lower and its upper bound"
        )
    return parts


def check_assumptions(symbol: sympy.Symbol, lower: Term, operation: str) -> None:
    """Refuse a bound variable whose assumptions its range breaks: SymPy has used them already."""
    if isinstance(symbol, Declared):
        if not symbol.term.is_integer:
            raise IllFormed(
                f"{symbol.name} is declared real and cannot be the index of a {operation}; "
                f"declare index({symbol.name!r}, n), or write a function lambda k: ..."
            )
        return
    if not symbol_of(symbol).domain.conditions:  # type: ignore[attr-defined]
        return
    known = symbol.assumptions0
    starts_low = isinstance(lower, Number) and (
        (known.get("positive") and lower.value <= 0)
        or (known.get("nonnegative") and lower.value < 0)
    )
    if starts_low or known.get("nonpositive") or known.get("even") or known.get("odd"):
        raise IllFormed(
            f"the assumptions of {symbol.name} do not hold on the range of this {operation}; "
            f"declare the bound variable as Symbol({symbol.name!r}, integer=True)"
        )


# Entries of tensors


@reads(sympy.Indexed)
def _indexed(reader: Reader, expression: sympy.Indexed) -> Term:
    base, *indices = expression.args
    if not isinstance(base, sympy.IndexedBase):
        raise refuse(base)
    rank = len(indices)
    tensor = reader.tensors.get((base, rank))
    if tensor is None:
        tensor = reader.tensors[base, rank] = _tensor(reader, base, rank)
    place = f"an index of {tensor.name}"
    return Entry(tensor, tuple([reader.index(index, place) for index in indices]))


def _tensor(reader: Reader, base: sympy.IndexedBase, rank: int) -> TensorSymbol:
    """A tensor with the shape of the base; without a shape, a total one."""
    if base.offset != 0 or base.strides is not None:
        raise NotRead(
            f"{base.label} has an offset or strides; write them in the index: x[i + offset]"
        )
    if not isinstance(base.label, sympy.Symbol):
        raise refuse(base.label)
    shape = None
    if base.shape is not None:
        place = f"a size of {base.label}"
        outside = Reader()
        shape = tuple([outside.index(size, place) for size in base.shape])
        for variable, origin in outside.origins.items():
            reader.remember(variable, origin)
            if variable in [reader.term_of(symbol) for symbol in reader.levels]:
                raise reader.bound_size(base.label.name)
        reader.parts.update(outside.parts)
    tensor = TensorSymbol(base.label.name, rank, shape, domain_of(base.label))
    reader.remember(tensor, base.label)
    return tensor
