"""How the nodes of scalar terms are written as Python: arithmetic, functions, sums."""

from __future__ import annotations

from symderive.errors import IllFormed
from symderive.evaluator.arithmetic import exact
from symderive.evaluator.factorisation import factorised, flat_factors, is_integral
from symderive.evaluator.tensors import check
from symderive.evaluator.writer import Around, Writer, writes
from symderive.language.definitions import entry_of
from symderive.language.terms import (
    MINUS_ONE,
    Add,
    Apply,
    Bound,
    Cases,
    Ceiling,
    Entry,
    Floor,
    Forall,
    Function,
    Iverson,
    Mod,
    Mul,
    Number,
    Pow,
    Reduce,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
)

FUNCTIONS = {
    "exp": "exponential",
    "log": "logarithm",
    "tanh": "hyperbolic_tangent",
    "erf": "error_function",
    "pi": "circle_constant",
    "sigmoid": "logistic",
    "Abs": "absolute",
    "sign": "sign_of",
    "Max": "greater",
    "Min": "lesser",
}
OF_MANY = {"Max", "Min"}
WORDS = {"sum": "sum", "product": "product", "max": "maximum", "min": "minimum"}
STARTS = {"sum": 0, "product": 1}
FOLDS = {
    "product": "result = result * {}",
    "max": "here = {}; result = here if result is None else greater(result, here)",
    "min": "here = {}; result = here if result is None else lesser(result, here)",
}


@writes(Number)
def number(writer: Writer, term: Number, around: Around) -> str:
    """An exact number: an integer as a literal, a fraction by a name."""
    value = exact(term.value)
    return f"({value})" if isinstance(value, int) else writer.constant(value)


@writes(Symbol)
def symbol(writer: Writer, term: Symbol, around: Around) -> str:
    """The value of a symbol, moved where a derivative is taken by it."""
    text = writer.symbols.setdefault(term, f"v{len(writer.symbols)}")
    for one in around.scope:
        if one.variable == term:
            text = f"seed({one.depth}, {text}, {one.direction})"
    return text


@writes(Bound)
def bound(writer: Writer, term: Bound, around: Around) -> str:
    """The name of a bound variable."""
    return around.names[term.index]


@writes(Add)
def add(writer: Writer, term: Add, around: Around) -> str:
    """A sum of terms."""
    return f"({' + '.join(writer.value(part, around) for part in term.terms)})"


@writes(Mul)
def mul(writer: Writer, term: Mul, around: Around) -> str:
    """A product; the other factors are not looked at where a bracket is false."""
    guard, rest = guarded(writer, term, around)
    return f"({rest} if {guard} else 0)" if guard else rest


def guarded(writer: Writer, term: Term, around: Around) -> tuple[str, str]:
    """The brackets of a product as a condition ("" without any), and the other factors."""
    guards: list[str] = []
    rest: list[Term] = []
    for factor in flat_factors(term):
        more, others = _brackets(writer, factor, around)
        guards += more
        rest += others
    product = " * ".join(writer.value(factor, around) for factor in rest) or "1"
    return writer.combined(guards) if guards else "", f"({product})"


def _brackets(writer: Writer, factor: Term, around: Around) -> tuple[list[str], list[Term]]:
    """The brackets in one factor, and what else is in it.

    The literal way unfolds what is folded, in order to find brackets there.
    """
    if isinstance(factor, Iverson):
        return [writer.condition(factor.condition, around)], []
    if isinstance(factor, Pow) and isinstance(factor.base, Iverson):
        if isinstance(factor.exponent, Number) and factor.exponent.value > 0:
            return [writer.condition(factor.base.condition, around)], []
    if isinstance(factor, Mul):
        found = [_brackets(writer, part, around) for part in factor.factors]
        return [g for more, _ in found for g in more], [r for _, rest in found for r in rest]
    if writer.literal and isinstance(factor, (Apply, Entry)):
        tensor = factor.tensor if isinstance(factor, Entry) else factor
        indices = factor.indices if isinstance(factor, Entry) else ()
        if not isinstance(tensor, TensorSymbol):
            guards, rest = _brackets(writer, entry_of(tensor, indices), around)
            if guards:
                # Its own brackets do not hide that it has no value; those beside it do.
                valid = check(writer, tensor, indices, around)
                return [f"({valid} and {writer.combined(guards)})"], rest
    return [], [factor]


@writes(Pow)
def pow_(writer: Writer, term: Pow, around: Around) -> str:
    """A power; a quotient is a power with the exponent -1."""
    base = writer.value(term.base, around)
    if term.exponent == MINUS_ONE:
        return f"inverse({base})"
    return f"power({base}, {writer.value(term.exponent, around)})"


@writes(Floor)
def floor(writer: Writer, term: Floor, around: Around) -> str:
    """The greatest integer below or at the argument."""
    quotient = _quotient(writer, term.argument, around)
    if quotient is None:
        return f"floor({writer.value(term.argument, around)})"
    return f"floor_quotient({quotient[0]}, {quotient[1]})"


@writes(Ceiling)
def ceiling(writer: Writer, term: Ceiling, around: Around) -> str:
    """The least integer above or at the argument."""
    quotient = _quotient(writer, term.argument, around)
    if quotient is None:
        return f"ceiling({writer.value(term.argument, around)})"
    return f"(-floor_quotient(-{quotient[0]}, {quotient[1]}))"


def _quotient(writer: Writer, term: Term, around: Around) -> tuple[str, str] | None:
    """Numerator and denominator of a quotient of integers; None for anything else."""
    over: list[str] = []
    under: list[str] = []
    for factor in flat_factors(term):
        if isinstance(factor, Number):
            over.append(f"({factor.value.numerator})")
            under.append(str(factor.value.denominator))
        elif is_integral(factor):
            over.append(writer.value(factor, around))
        elif isinstance(factor, Pow) and factor.exponent == MINUS_ONE and is_integral(factor.base):
            under.append(writer.value(factor.base, around))
        else:
            return None
    return f"({' * '.join(over) or '1'})", f"({' * '.join(under) or '1'})"


@writes(Mod)
def mod(writer: Writer, term: Mod, around: Around) -> str:
    """a - m floor(a/m)."""
    argument, modulus = writer.value(term.argument, around), writer.value(term.modulus, around)
    return f"modulo({argument}, {modulus})"


@writes(Function)
def function(writer: Writer, term: Function, around: Around) -> str:
    """An elementary function."""
    if term.name not in FUNCTIONS:
        known = ", ".join(sorted(FUNCTIONS))
        raise IllFormed(f"the function {term.name!r} is not known; known are {known}")
    name = FUNCTIONS[term.name]
    arguments = [writer.value(part, around) for part in term.arguments]
    if term.name not in OF_MANY:
        return f"{name}({', '.join(arguments)})"
    text = arguments[0]
    for other in arguments[1:]:
        text = f"{name}({text}, {other})"
    return text


@writes(Unknown)
def unknown(writer: Writer, term: Unknown, around: Around) -> str:
    """An unknown function or one of its derivatives, at its arguments."""
    key = (term.name, len(term.arguments), term.properties)
    name = writer.functions.setdefault(key, f"u{len(writer.functions)}")
    arguments = [writer.value(part, around) for part in term.arguments]
    return f"{name}[{term.orders}]({', '.join(arguments)})"


@writes(Iverson)
def iverson(writer: Writer, term: Iverson, around: Around) -> str:
    """1 where the condition holds, else 0."""
    return f"(1 if {writer.condition(term.condition, around)} else 0)"


@writes(Cases)
def cases(writer: Writer, term: Cases, around: Around) -> str:
    """The value of the first condition that holds; later ones are not looked at."""
    text = "no_case()"
    for value, condition in reversed(list(zip(term.values, term.conditions, strict=True))):
        holds = writer.condition(condition, around)
        text = f"({writer.value(value, around)} if {holds} else {text})"
    return text


@writes(Reduce)
def reduction(writer: Writer, term: Reduce, around: Around) -> str:
    """A sum, product, maximum or minimum over a range of integers."""
    if term.operation not in WORDS:
        raise IllFormed(f"{term.operation!r} is not one of {', '.join(WORDS)}")
    if term.operation == "sum" and not writer.literal:
        quick = factorised(term)
        if quick is not term:
            return writer.value(quick, around)

    def body(own: Around) -> list[str]:
        lines = bounds(writer, term, own, WORDS[term.operation])
        inner = own.under("k")
        if term.operation == "sum":
            guard, rest = guarded(writer, term.body, inner)
            step = f"if {guard}: result += {rest}" if guard else f"result += {rest}"
        else:
            step = FOLDS[term.operation].format(writer.value(term.body, inner))
        if term.operation in STARTS:
            lines.append(f"result = {STARTS[term.operation]}")
        else:
            lines += [f"nonempty(first, last, {WORDS[term.operation]!r})", "result = None"]
        return [*lines, spending(writer, own), "for k in range(first, last + 1):", f"    {step}"]

    return writer.remembered(term.operation, term, around, body)


def bounds(writer: Writer, term: Reduce | Forall, around: Around, what: str) -> list[str]:
    """The range of a bound variable as two integers."""
    first = writer.integer(term.lower, around, f"the {what}'s lower bound")
    last = writer.integer(term.upper, around, f"the {what}'s upper bound")
    return [f"first = {first}", f"last = {last}"]


def spending(writer: Writer, around: Around) -> str:
    """Say beforehand what going through the range costs."""
    return f"spend((last - first + 2) * {writer.cost(around)} if last >= first else 1)"
