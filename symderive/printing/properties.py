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
from symderive.printing.ranges import TURNED
from symderive.printing.walk import Names, Printer

Place = tuple[str, Piece]

WORD_WIDTH = 0.5
REALS = r"\mathbb{R}"


def latex_property(printer: Printer, term: Defined, bound: Names, denied: bool = False) -> Piece:
    """A property in LaTeX: x ↦ f(x) is convex for x > 0; M is positive semidefinite."""
    if isinstance(term, HasShape):
        return _member(printer, term, bound, denied)
    subject, words, where = _said(printer, term, bound, denied, r" \mapsto ")
    if where is None:
        shown, width = f"{subject.text} \\text{{ {words}}}", 0.0
    else:
        preposition, place = where
        shown = f"{subject.text} \\text{{ {words} {preposition} }} {place.text}"
        width = place.width + WORD_WIDTH * len(preposition)
    width += subject.width + WORD_WIDTH * len(words)
    level = pieces.NOT if where is None else pieces.IMPLIES
    return Piece(shown, level, subject.tall, width=width)


def text_property(printer: Printer, term: Defined, bound: Names, denied: bool = False) -> Piece:
    """A property in plain text: x -> f(x) is convex for x > 0; M is positive semidefinite."""
    subject, words, where = _said(printer, term, bound, denied, " -> ")
    if where is None:
        return Piece(f"{subject.text} {words}", pieces.NOT)
    return Piece(f"{subject.text} {words} {where[0]} {where[1].text}", pieces.IMPLIES)


def _member(printer: Printer, term: HasShape, bound: Names, denied: bool) -> Piece:
    """The tensor as an element, or not one, of the set of all tensors of that shape."""
    subject = printer.at_least(term.tensor, pieces.LOOSE, bound)
    space = _space(printer, term.sizes, bound)
    sign = r"\notin" if denied else r"\in"
    width = subject.width + space.width + 1.5
    return Piece(f"{subject.text} {sign} {space.text}", pieces.COMPARE, subject.tall, width=width)


def _space(printer: Printer, shape: tuple[Term, ...], bound: Names) -> Piece:
    """The set of all tensors of a shape."""
    sizes = [printer.inside(size, bound) for size in shape]
    if len(sizes) > 1:
        sizes = [s if s.level >= pieces.PRODUCT else printer.brackets(s) for s in sizes]
    width = 1.0 + sum(pieces.SUBSCRIPT_SCALE * (s.width + 1.0) for s in sizes)
    if _is_latex(printer):
        power = r" \times ".join(size.text for size in sizes)
        return Piece(f"{REALS}^{{{power}}}", width=width)
    power = " x ".join(size.text for size in sizes)
    plain = len(sizes) == 1 and sizes[0].level == pieces.ATOM
    return Piece(f"R^{power}" if plain else f"R^({power})", width=width)


def _said(
    printer: Printer, term: Defined, bound: Names, denied: bool, arrow: str
) -> tuple[Piece, str, Place | None]:
    """What the property is said of, in which words, and where it holds if not everywhere."""
    verb = "is not" if denied else "is"
    if isinstance(term, Convex):
        subject, where = _function(printer, term, bound, arrow)
        return subject, f"{verb} {term.kind}", where
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
) -> tuple[Piece, Place | None]:
    """The function with its variable, and where the variable lies if not everywhere."""
    name = printer.named(term.name, bound)[-1]
    variable = term.variable(name)
    outer, printer.taken = printer.taken, printer.taken | {name}
    try:
        body = printer.at_least(term.at(variable), pieces.LOOSE, bound)
        own = printer.name(name)
        text = f"{own.text}{arrow}{body.text}"
        subject = Piece(text, pieces.LOOSE, body.tall, width=own.width + body.width + 1.5)
        return subject, _place(printer, term, variable, bound)
    finally:
        printer.taken = outer


def _place(printer: Printer, term: Convex, variable: Term, bound: Names) -> Place | None:
    """The domain: a preposition and what follows; nothing where it is all real numbers."""
    domain = term.domain
    assert isinstance(domain, Domain)
    if "simplex" in domain.properties:
        name = r"\text{the simplex}" if _is_latex(printer) else "the simplex"
        return "on", Piece(name, width=5.0)
    relations = [instantiate(condition, (variable,)) for condition in domain.conditions]
    if relations:
        chained = printer.chains(_upward(relations, variable), bound)
        listed = ", ".join(piece.text for piece in chained)
        return "for", Piece(listed, width=sum(piece.width for piece in chained))
    return ("on", _space(printer, term.shape, bound)) if term.shape else None


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
