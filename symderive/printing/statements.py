r"""What a statement quantifies over, and under which hypotheses, as LaTeX and as plain text.

>>> from symderive.language.terms import INTEGER, ONE, Bound, Compare, Domain, Symbol, Statement
>>> size = Symbol("n", Domain("integer", (Compare(">=", Bound(0), ONE),)))
>>> quantifiers(Statement(Compare("=", size, size)), TEXT)
['n >= 1']
>>> quantifiers(Statement(Compare("=", size, size)), LATEX)
['n \\ge 1']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from symderive.language.binding import free_symbols, instantiate, subterms
from symderive.language.integrals import assumptions
from symderive.language.members import FamilyMember, FamilySymbol
from symderive.language.terms import (
    INTEGER,
    ZERO,
    Bound,
    Compare,
    Domain,
    Functional,
    Mod,
    Number,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
)
from symderive.printing import order, pieces
from symderive.printing.latex import LatexPrinter
from symderive.printing.names import free_names, fresh_name
from symderive.printing.ranges import TURNED, as_ranges, side_by_side
from symderive.printing.text import TextPrinter
from symderive.printing.walk import Printer

Variable = Symbol | TensorSymbol
SIMPLEX = "simplex"
# What is said of an unknown function that is declared as more, or less, than smooth.
KINDS = {
    ("convex",): "convex",
    ("concave",): "concave",
    ("density",): "a density",
    ("density", "positive"): "a positive density",
}


@dataclass(frozen=True)
class Style:
    """Words and signs of one form of output."""

    printer: type[Printer]
    belongs: str
    sets: dict[str, str]
    entries: str
    times: str
    raised: str
    plain: str
    dots: str
    words: str
    total: str
    function: str
    maps: str
    gap: str

    def word(self, text: str) -> str:
        """A word between formulas."""
        return self.words.format(text)

    def sentence(self, told: str) -> str:
        """Several words; a line may end in the middle."""
        if self.printer is TextPrinter:
            return told
        words = told.split()
        first, second = words[: len(words) // 2], words[len(words) // 2 :]
        return f"\\text{{{' '.join(first)}}}\\mathbin{{}}\\text{{{' '.join(second)}}}"

    def kind(self, told: str) -> str:
        """A phrase that says what a function is, in the place of smooth."""
        return self.function.replace("smooth", told)


LATEX = Style(
    LatexPrinter,
    r" \in ",
    {"real": r"\mathbb{R}", "integer": r"\mathbb{Z}"},
    "{}_{{{} {}}}",
    r" \times ",
    "{}^{{{}}}",
    "{}^{{{}}}",
    r",\, \dots,\, ",
    r"\ \text{{{}}}",
    r"{}\colon \mathbb{{Z}}^{{{}}} \to {}",
    r"{} \text{{ smooth}}",
    r"{}\colon {} \to {}",
    r"\ ",
)
TEXT = Style(
    TextPrinter,
    " in ",
    {"real": "R", "integer": "Z"},
    "{}_{}{}",
    " x ",
    "{}^({})",
    "{}^{}",
    ", ..., ",
    " {}",
    "{}: Z^{} -> {}",
    "{} smooth",
    "{}: {} -> {}",
    " ",
)


def quantifiers(statement: Statement, style: Style) -> list[str]:
    """One phrase for each group of variables: sizes, then numbers, tensors, functions, indices."""
    printer = _printer(statement, style)
    found: list[str] = []
    for group in _groups(_ordered(statement)):
        names = ", ".join(printer.name(variable.name).text for variable in group)
        found.append(_phrase(group[0], names, printer, style))
    functions = {
        (part.name, part.properties) for part in subterms(statement) if isinstance(part, Unknown)
    }
    for name, properties in sorted(functions):
        kind = KINDS.get(properties) or order.of_function(properties)
        told = style.kind(kind) if kind else style.function
        found.append(told.format(printer.name(name).text))
    of_tensors = {
        part.name: part.shape for part in subterms(statement) if isinstance(part, Functional)
    }
    for name, shape in sorted(of_tensors.items()):
        space = _space(style.sets["real"], shape, printer, style)
        told = style.maps.format(printer.name(name).text, space, style.sets["real"])
        found.append(style.function.format(told))
    return found


def names_in_order(statement: Statement) -> list[str]:
    """The names of the variables in the order in which they are quantified over.

    >>> from symderive import eq, index, size
    >>> from symderive.language.reading import read_statement
    >>> n = size("n")
    >>> names_in_order(read_statement(eq(index("i", n), n)))
    ['n', 'i']
    """
    return [variable.name for variable in _ordered(statement)]


def declared(term: Term, style: Style) -> str:
    """The phrase that introduces a variable, or the function of which the term is a value.

    >>> declared(TensorSymbol("x", 1, (Symbol("n", INTEGER),)), TEXT)
    'x in R^n'
    """
    statement = Statement(Compare("=", term, term))
    if not isinstance(term, Variable):
        return quantifiers(statement, style)[-1]
    printer = _printer(statement, style)
    return _phrase(term, printer.name(term.name).text, printer, style)


def _ordered(statement: Statement) -> list[Variable]:
    return sorted(free_symbols(statement), key=lambda v: (_place(v, statement), v.name))


def hypotheses(statement: Statement, style: Style) -> list[str]:
    """The conditions under which the statement is claimed, those of domains left out."""
    printer = _printer(statement, style)
    conditions = as_ranges([part for term in statement.given for part in side_by_side(term)])
    last = [] if not conditions or isinstance(conditions[-1], Compare) else [conditions.pop()]
    found = printer.chains(conditions, ()) + [printer.piece(term) for term in last]
    listed = [piece.text for piece in found]
    return listed + [style.sentence(words) for words in assumptions(statement)]


def _printer(statement: Statement, style: Style) -> Printer:
    printer = style.printer(free_names((statement,)))
    printer.inline = True
    return printer


def _place(variable: Variable, statement: Statement) -> int:
    """Sizes first, then real numbers, then tensors, and indices that depend on a size last."""
    if isinstance(variable, FamilySymbol) and FamilyMember(variable, ZERO).is_integer:
        return 0
    if isinstance(variable, TensorSymbol):
        return 2
    if not variable.is_integer:
        return 1
    return 3 if free_symbols(variable.domain) else 0


def _groups(variables: Sequence[Variable]) -> list[list[Variable]]:
    """Variables of one domain and shape, which are declared together."""
    found: list[list[Variable]] = []
    for variable in variables:
        for group in found:
            if _kind(group[0]) == _kind(variable):
                group.append(variable)
                break
        else:
            found.append([variable])
    return found


def _kind(variable: Variable) -> tuple[object, ...]:
    shape: tuple[object, ...] = ()
    if isinstance(variable, TensorSymbol):
        shape = (variable.rank, variable.shape)
    if isinstance(variable, FamilySymbol):
        shape = (variable.name,)
    return type(variable), variable.domain, shape


def _phrase(variable: Variable, names: str, printer: Printer, style: Style) -> str:
    domain = variable.domain
    assert isinstance(domain, Domain)
    if isinstance(variable, Symbol):
        return _number_phrase(variable, names, domain, printer, style)
    base, rest = _entry_set(domain, style)
    if isinstance(variable, FamilySymbol):
        return _family_phrase(variable, base, printer, style)
    if variable.shape is None:
        phrase = style.total.format(names, variable.rank, base)
    else:
        phrase = f"{names}{style.belongs}{_space(base, variable.shape, printer, style)}"
    for condition in rest:
        entry = Symbol(f"{variable.name}_entry", Domain(domain.kind))
        shown = printer.piece(instantiate(condition, (entry,)), ())
        phrase += style.word(f"with entries {shown.text}")
    if SIMPLEX in domain.properties:
        return phrase + style.word("with sum 1")
    return phrase + "".join(style.word(f"({name})") for name in domain.properties)


def _family_phrase(variable: FamilySymbol, base: str, printer: Printer, style: Style) -> str:
    """A family by its member at an index: n_l >= 1 for 0 <= l <= L."""
    index = Symbol(fresh_name("l", printer.taken), INTEGER)
    member = FamilyMember(variable, index)
    if not member.shape:
        return _scalar_family(variable, base, printer, style)
    space = _space(base, member.shape, printer, style) if member.shape else base
    ends = [printer.piece(end, ()).text for end in (variable.lower, variable.upper)]
    sign = style.printer.relations["<="]
    name = printer.name(index.name).text
    below = f"{ends[0]} {sign} {name} {sign} {ends[1]}"
    return (
        f"{printer.piece(member).text}{style.belongs}{space}{style.word('for')}{style.gap}{below}"
    )


def _scalar_family(variable: FamilySymbol, base: str, printer: Printer, style: Style) -> str:
    """A family of numbers by its first and last member: n_0, ..., n_L >= 1."""
    ends = [FamilyMember(variable, end) for end in (variable.lower, variable.upper)]
    names = style.dots.join(printer.piece(end).text for end in ends)
    domain = variable.domain
    assert isinstance(domain, Domain)
    conditions = domain.conditions
    if len(conditions) == 1 and _bound_below_by_number(conditions[0]):
        bounded = conditions[0]
        assert isinstance(bounded, Compare)
        limit = printer.piece(bounded.right).text
        return f"{names} {style.printer.relations[bounded.relation]} {limit}"
    return f"{names}{style.belongs}{base}"


def _space(base: str, shape: tuple[Term, ...], printer: Printer, style: Style) -> str:
    """The set of tensors of a shape with entries in a set."""
    if len(shape) == 1:
        size = printer.inside(shape[0], ())
        raised = style.plain if size.text.isalnum() else style.raised
        return raised.format(base, size.text)
    return style.raised.format(base, style.times.join(_size(printer, size) for size in shape))


def _size(printer: Printer, size: Term) -> str:
    shown = printer.inside(size, ())
    return (shown if shown.level >= pieces.PRODUCT else printer.brackets(shown)).text


def _entry_set(domain: Domain, style: Style) -> tuple[str, list[Term]]:
    """The set of which every entry is an element, and the conditions it leaves over."""
    base = style.sets[domain.kind]
    simple = [c for c in domain.conditions if _bound_below_by_number(c)]
    if len(simple) == 1 and len(domain.conditions) == 1 and isinstance(simple[0], Compare):
        relation = style.printer.relations[simple[0].relation]
        limit = style.printer().piece(simple[0].right).text
        return style.entries.format(base, relation, limit), []
    return base, list(domain.conditions)


def _bound_below_by_number(condition: Term) -> bool:
    return (
        isinstance(condition, Compare)
        and condition.relation != "="
        and condition.left == Bound(0)
        and isinstance(condition.right, Number)
    )


def _number_phrase(
    variable: Symbol, names: str, domain: Domain, printer: Printer, style: Style
) -> str:
    words = [_multiple(c) for c in domain.conditions]
    relations = [
        instantiate(condition, (variable,))
        for condition, word in zip(domain.conditions, words, strict=True)
        if not word
    ]
    relations = _upward(relations, variable)
    shown = ", ".join(piece.text for piece in printer.chains(relations, ()))
    own = printer.name(variable.name).text
    if not relations:
        shown = f"{names}{style.belongs}{style.sets[domain.kind]}"
    elif own != names:
        shown = _for_all_names(shown, own, names)
    elif domain.kind == "integer" and not any(words) and not _is_size_or_index(domain):
        shown += f",{style.word('integer')}"
    return shown + "".join(style.word(word) for word in words if word)


def _for_all_names(shown: str, own: str, names: str) -> str:
    """The relation of one variable, written for several of the same domain."""
    alone = re.compile(rf"(?<![\\\w]){re.escape(own)}(?![\w{{^'])")
    if len(alone.findall(shown)) != 1:
        return f"{names}: {shown}"
    return alone.sub(lambda _: names, shown)


def _upward(relations: list[Term], variable: Symbol) -> list[Term]:
    """Bounds from both sides in the order lower, variable, upper, so that they print as a chain."""
    if len(relations) != 2 or not all(isinstance(r, Compare) for r in relations):
        return relations
    found = []
    for relation in relations:
        assert isinstance(relation, Compare)
        if relation.relation in TURNED and relation.left == variable:
            relation = Compare(TURNED[relation.relation], relation.right, relation.left)  # noqa: PLW2901
        found.append(relation)
    found.sort(key=lambda r: isinstance(r, Compare) and r.left == variable)
    return list(found)


def _is_size_or_index(domain: Domain) -> bool:
    """Whether the bounds alone tell a reader that the variable counts something."""
    return any(isinstance(c, Compare) and c.relation in ("<=", ">=") for c in domain.conditions)


def _multiple(condition: Term) -> str:
    """``even`` or ``a multiple of 3`` for a condition on the remainder, else nothing."""
    if not isinstance(condition, Compare) or condition.relation != "=":
        return ""
    left, right = condition.left, condition.right
    if isinstance(left, Mod) and left.argument == Bound(0) and isinstance(left.modulus, Number):
        if right == ZERO:
            return "even" if left.modulus.value == 2 else f"a multiple of {left.modulus.value}"
        if left.modulus.value == 2:
            return "odd"
    return ""
