"""How properties are written: convex functions, definite matrices, shapes; and that they fail."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from symderive.language.binding import instantiate
from symderive.language.convexity import Convex
from symderive.language.defined import Defined
from symderive.language.definiteness import Definite
from symderive.language.shape_claims import HasShape
from symderive.language.terms import Compare, Domain, Term
from symderive.printing import pieces
from symderive.printing.pieces import Piece
from symderive.printing.walk import Names, Printer

WORD_WIDTH = 0.5
REALS = r"\mathbb{R}"
TURNED = {">=": "<=", ">": "<"}


def latex_property(printer: Printer, term: Defined, bound: Names, denied: bool = False) -> Piece:
    """A property in LaTeX: x ↦ f(x) is convex for x > 0; M is positive semidefinite."""
    if isinstance(term, HasShape):
        return _member(printer, term, bound, denied)
    subject, words, rest = _said(printer, term, bound, denied, r" \mapsto ")
    shown = f"{subject.text} \\text{{ {words}}}"
    if rest is not None:
        shown = f"{subject.text} \\text{{ {words} for }} {rest.text}"
    width = subject.width + WORD_WIDTH * len(words) + (rest.width + 2.0 if rest else 0.0)
    return Piece(shown, pieces.NOT if rest is None else pieces.IMPLIES, subject.tall, width=width)


def text_property(printer: Printer, term: Defined, bound: Names, denied: bool = False) -> Piece:
    """A property in plain text: x -> f(x) is convex for x > 0; M is positive semidefinite."""
    subject, words, rest = _said(printer, term, bound, denied, " -> ")
    shown = f"{subject.text} {words}"
    if rest is None:
        return Piece(shown, pieces.NOT)
    return Piece(f"{shown} for {rest.text}", pieces.IMPLIES)


def _member(printer: Printer, term: HasShape, bound: Names, denied: bool) -> Piece:
    """The tensor as an element, or not one, of the set of all tensors of that shape."""
    subject = printer.at_least(term.tensor, pieces.LOOSE, bound)
    sizes = [printer.inside(size, bound) for size in term.sizes]
    if len(sizes) > 1:
        sizes = [s if s.level >= pieces.PRODUCT else printer.brackets(s) for s in sizes]
    power = r" \times ".join(size.text for size in sizes)
    width = subject.width + 2.5 + sum(pieces.SUBSCRIPT_SCALE * (s.width + 1.0) for s in sizes)
    sign = r"\notin" if denied else r"\in"
    text = f"{subject.text} {sign} {REALS}^{{{power}}}"
    return Piece(text, pieces.COMPARE, subject.tall, width=width)


def _said(
    printer: Printer, term: Defined, bound: Names, denied: bool, arrow: str
) -> tuple[Piece, str, Piece | None]:
    """What the property is said of, in which words, and with which restriction."""
    verb = "is not" if denied else "is"
    if isinstance(term, Convex):
        subject, rest = _function(printer, term, bound, arrow)
        return subject, f"{verb} {term.kind}", rest
    if isinstance(term, Definite):
        subject = printer.at_least(term.matrix, pieces.LOOSE, bound)
        return subject, f"{verb} {term.kind}", None
    assert isinstance(term, HasShape)
    subject = printer.at_least(term.tensor, pieces.LOOSE, bound)
    sizes = ", ".join(printer.piece(size, bound).text for size in term.sizes)
    verb = "does not have shape" if denied else "has shape"
    return subject, f"{verb} ({sizes}{',' if len(term.sizes) == 1 else ''})", None


def _function(
    printer: Printer, term: Convex, bound: Names, arrow: str
) -> tuple[Piece, Piece | None]:
    """The function with its variable, and where the variable lies if not everywhere."""
    name = printer.named(term.name, bound)[-1]
    variable = term.variable(name)
    outer, printer.taken = printer.taken, printer.taken | {name}
    try:
        body = printer.at_least(term.at(variable), pieces.LOOSE, bound)
        own = printer.name(name)
        text = f"{own.text}{arrow}{body.text}"
        subject = Piece(text, pieces.LOOSE, body.tall, width=own.width + body.width + 1.5)
        return subject, _restriction(printer, term, variable, bound)
    finally:
        printer.taken = outer


def _restriction(printer: Printer, term: Convex, variable: Term, bound: Names) -> Piece | None:
    domain = term.domain
    assert isinstance(domain, Domain)
    if "simplex" in domain.properties:
        own = printer.piece(variable, bound)
        words = r" \text{ in the simplex}" if _is_latex(printer) else " in the simplex"
        return Piece(own.text + words, width=own.width + 5.0)
    relations = [instantiate(condition, (variable,)) for condition in domain.conditions]
    if not relations:
        return None
    chained = printer.chains(_upward(relations, variable), bound)
    listed = ", ".join(piece.text for piece in chained)
    return Piece(listed, width=sum(piece.width for piece in chained))


def _is_latex(printer: Printer) -> bool:
    """Whether the printer writes LaTeX."""
    return printer.relations["<="] != "<="


def _upward(relations: list[Term], variable: Term) -> list[Term]:
    """Two bounds from both sides as lower, variable, upper."""
    lower: list[Term] = []
    upper: list[Term] = []
    for relation in relations:
        assert isinstance(relation, Compare)
        if relation.left == variable and relation.relation in TURNED:
            lower.append(Compare(TURNED[relation.relation], relation.right, variable))
        else:
            upper.append(relation)
    return [*lower, *upper] if lower and upper else relations


def _rules(write: Callable[..., Piece]) -> dict[str, Callable[..., Piece]]:
    """The rules for every property, and for every one denied."""
    found: dict[str, Callable[..., Piece]] = {}
    for node in (Convex, Definite, HasShape):
        found[node.__name__] = write
        found[f"not {node.__name__}"] = partial(write, denied=True)
    return found


LATEX_RULES = _rules(latex_property)
TEXT_RULES = _rules(text_property)
