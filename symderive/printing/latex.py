r"""Terms as LaTeX, the way they were written. Needs amsmath only.

>>> from symderive.language.terms import Add, Symbol, INTEGER, number
>>> latex(Add((Symbol("n", INTEGER), number(-1))))
'n - 1'
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from symderive.language.terms import (
    And,
    Apply,
    Array,
    Bound,
    Cases,
    Compare,
    Entry,
    Forall,
    Function,
    Functional,
    Iverson,
    Mul,
    Partial,
    Reduce,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
    Truth,
    Unknown,
)
from symderive.printing import (
    integrals,
    limits,
    matrices,
    members,
    operators,
    order,
    pieces,
    properties,
    tables,
    unfolding,
)
from symderive.printing.derivatives import whole_derivative
from symderive.printing.latex_arithmetic import LatexArithmetic
from symderive.printing.names import free_names, function_name
from symderive.printing.pieces import Piece, Segment
from symderive.printing.ranges import as_ranges, side_by_side
from symderive.printing.settings import call_of
from symderive.printing.walk import Names, is_tensor, split_sign

# The widest exponent, in em, that is still written as one.
WIDEST_EXPONENT = 7.0
WIDEST_NUMERATOR = 8.0
# A product of vectors is one of matrices: u v^T w.
OUTER = {"matmul": "outer"}
BRACKET = ("[", r"\left[")
LETTERLESS = re.compile(r"\\operatorname|\\mathrm|\\,|[{}^_]")
SMALL_POWER = re.compile(r"\^\{\d\}")


class LatexPrinter(LatexArithmetic):
    """Pieces of LaTeX for display mode."""

    further = (
        integrals.LATEX_RULES
        | limits.LATEX_RULES
        | members.LATEX_RULES
        | order.LATEX_RULES
        | properties.LATEX_RULES
    )

    # How deep a term lies in what was asked for; 1 is a side of a relation, or the whole.
    depth = 0

    def piece(self, term: Term, bound: Names = ()) -> Piece:
        """The term as a piece; ``bound`` names the variables bound around it, innermost last."""
        before = self.depth
        self.depth += not isinstance(term, (Compare, And, Statement))
        try:
            return super().piece(term, bound)
        finally:
            self.depth = before

    def arguments(self, terms: Sequence[Term], bound: Names) -> list[Piece]:
        """What stands between the brackets of a call: f(a, b) for f at the vector (a, b)."""
        if len(terms) == 1 and matrices.is_listed(terms[0]) and terms[0] not in self.folded:
            assert isinstance(terms[0], Apply)
            return [matrices.listed(self, terms[0], bound)]
        return [self.piece(part, bound) for part in terms]

    # Functions

    def function(self, term: Function, bound: Names) -> Piece:
        """An elementary function: e with a short exponent, bars, or a call."""
        if not term.arguments:
            return Piece(f"\\{term.name}", width=0.6)
        inner = [self.piece(part, bound) for part in term.arguments]
        if term.name == "Abs":
            return self.between(inner[0], r"\lvert", r"\rvert")
        if term.name == "exp" and not is_tensor(term) and "e" not in self.taken:
            above = self.inside(term.arguments[0], bound)
            plain = "^" not in SMALL_POWER.sub("", above.text)
            if plain and not above.tall and above.width <= WIDEST_EXPONENT:
                width = 0.5 + pieces.SUBSCRIPT_SCALE * above.width
                return Piece(f"e^{{{above.text}}}", pieces.POWER, width=width)
        name = tables.LATEX_FUNCTIONS.get(term.name, f"\\operatorname{{{term.name}}}")
        if term.name == "sigmoid" and "sigma" in self.taken:
            name = r"\operatorname{sigmoid}"
        return self.call(name, inner, 0.6 if term.name == "sigmoid" else 1.7)

    def call(self, name: str, inner: Sequence[Piece], width: float) -> Piece:
        """A name with its arguments in brackets."""
        listed = Piece(
            ", ".join(part.text for part in inner),
            tall=any(part.tall for part in inner),
            width=sum(part.width + 0.4 for part in inner),
            segments=_listed(inner),
        )
        found = self.brackets(listed)
        name = f"{name}\\!" if found.tall else name
        first, *rest = found.parts()
        start = replace(first, text=name + first.text, width=first.width + width)
        cut = (start, *rest) if rest else ()
        return replace(found, text=name + found.text, width=found.width + width, segments=cut)

    def unknown(self, term: Unknown, bound: Names) -> Piece:
        """An arbitrary function, its derivatives as primes or as orders in brackets."""
        inner = [self.piece(part, bound) for part in term.arguments]
        shown = function_name(term.name)
        orders = ",".join(str(order) for order in term.orders)
        if len(term.orders) == 1 and term.orders[0] <= 3:
            marks = "'" * term.orders[0]
        else:
            marks = f"^{{({orders})}}" if any(term.orders) else ""
        return self.call(shown.text + marks, inner, shown.width + 0.3 * len(marks))

    def functional(self, term: Functional, bound: Names) -> Piece:
        """L(a); a partial derivative as an entry of the gradient or of a higher derivative."""
        if not term.indices:
            shown = function_name(term.name)
            return self.call(shown.text, self.arguments((term.argument,), bound), shown.width)
        value = Functional(term.name, term.shape, term.argument)
        base = self.brackets(self._derivative_of(value, len(term.rows), bound))
        below = self.subscripts(term.indices, bound)
        return pieces.extended(base, f"_{{{below.text}}}", below.width)

    def _derivative_of(self, value: Functional, order: int, bound: Names) -> Piece:
        r"""\nabla L(a), or \nabla^2 L(a) of second order."""
        inner = self.functional(value, bound)
        text = r"\nabla " if order == 1 else f"\\nabla^{{{order}}} "
        width = inner.width + 1.0
        return Piece(text + inner.text, pieces.POWER, inner.tall, width=width)

    # Brackets, cases, sums

    def iverson(self, term: Iverson, bound: Names) -> Piece:
        """A bracket; the equality of two indices as a Kronecker delta."""
        condition = term.condition
        if isinstance(condition, Compare) and condition.relation == "=":
            sides = condition.left, condition.right
            if all(isinstance(s, (Symbol, Bound)) for s in sides) and "delta" not in self.taken:
                below = self.subscripts(sides, bound)
                return Piece(f"\\delta_{{{below.text}}}", width=0.5 + below.width)
        inner = self.piece(condition, bound)
        compared = isinstance(condition, Compare)
        inner = replace(inner, segments=()) if compared else pieces.unbroken_below(inner)
        return self.between(inner, "[", "]")

    def cases(self, term: Cases, bound: Names) -> Piece:
        """One row a case, the last one `otherwise` if its condition always holds."""
        rows, width = [], 0.0
        for value, condition in zip(term.values, term.conditions, strict=True):
            shown, when = self.piece(value, bound), self.piece(condition, bound)
            last = condition == Truth(True)
            label = r"\text{otherwise}" if last else f"\\text{{if }} {when.text}"
            rows.append(f"{shown.text} & {label}")
            width = max(width, shown.width + when.width + 4.0)
        body = r" \\ ".join(rows)
        text = f"\\begin{{cases}} {body} \\end{{cases}}"
        return Piece(text, pieces.LOOSE, tall=True, width=width)

    def big(self, term: Reduce, bound: Names, inner: Names) -> Piece:
        """A sum, product, maximum or minimum with its limits."""
        lower, upper = (self.inside(end, bound) for end in (term.lower, term.upper))
        body = self.at_least(term.body, pieces.PRODUCT, inner)
        variable = self.name(inner[-1])
        sign = tables.LATEX_REDUCTIONS[term.operation]
        if term.operation in ("sum", "product"):
            limits = f"_{{{variable.text}={lower.text}}}^{{{upper.text}}}"
            below = max(variable.width + lower.width + 0.8, upper.width)
        else:
            limits = f"_{{{lower.text} \\le {variable.text} \\le {upper.text}}}"
            below = variable.width + lower.width + upper.width + 2.0
        width = max(pieces.OPERATOR, pieces.SUBSCRIPT_SCALE * below) + 0.2
        if self.inline and term.operation in ("sum", "product"):
            width = pieces.OPERATOR + pieces.SUBSCRIPT_SCALE * below
        start = Piece(sign + limits, tall=True, width=width)
        # Before a bracket that may be long a line ends sooner than inside of it.
        cut = pieces.joined([start, body], " ", 1 if body.text.startswith(BRACKET) else None)
        text = f"{start.text} {body.text}"
        return Piece(text, pieces.PRODUCT, True, True, width + body.width, cut)

    def partial(self, term: Partial, bound: Names) -> Piece:
        """A partial derivative; the body above the line if it is short."""
        variables, body = [term.variable], term.body
        while isinstance(body, Partial):
            variables.append(body.variable)
            body = body.body
        order = f"^{{{len(variables)}}}" if len(variables) > 1 else ""
        below = [
            (self.piece(variable, bound), len(list(times)))
            for variable, times in groupby(variables)
        ]
        powers = [f"^{{{times}}}" if times > 1 else "" for _, times in below]
        under = " ".join(
            f"\\partial {part.text}{power}" for (part, _), power in zip(below, powers, strict=True)
        )
        width = sum(part.width + 0.7 for part, _ in below)
        inner = self.piece(body, bound)
        short = inner.level >= pieces.POWER and inner.width <= WIDEST_NUMERATOR and not inner.tall
        if short:
            text = f"\\frac{{\\partial{order} {inner.text}}}{{{under}}}"
            return Piece(text, pieces.POWER, tall=True, width=max(width, inner.width + 1.2))
        operator = Piece(f"\\frac{{\\partial{order}}}{{{under}}}", tall=True, width=width)
        inner = inner if inner.level >= pieces.ATOM else self.brackets(inner)
        cut = pieces.joined([operator, inner], " ")
        text = f"{operator.text} {inner.text}"
        return Piece(text, pieces.PRODUCT, True, True, width + inner.width + 0.2, cut)

    # Tensors

    def subscripts(self, indices: Sequence[Term], bound: Names) -> Piece:
        """Indices side by side if all are letters, else with commas."""
        shown = [self.inside(index, bound) for index in indices]
        letters = all(isinstance(index, (Symbol, Bound)) for index in indices)
        letters = letters and all(part.width <= 0.7 for part in shown)
        width = pieces.SUBSCRIPT_SCALE * sum(part.width + 0.2 for part in shown)
        commas = 0.0 if letters else 0.35 * (len(shown) - 1)
        text = (" " if letters else r",\,").join(part.text for part in shown)
        return Piece(text, width=width + commas)

    def entry(self, term: Entry, bound: Names) -> Piece:
        """A tensor with its indices below.

        An entry of exp(x) is written exp(x_k), an entry of an array as the array's formula.
        """
        shown = unfolding.unfolded(term)
        if shown is not None:
            return self.piece(shown, bound)
        named = term.tensor in self.folded
        if isinstance(term.tensor, (Function, Array)) and term.indices and not named:
            return self.piece(unfolding.entries_inward(term), bound)
        name = term.tensor.name if isinstance(term.tensor, Apply) and not named else ""
        if name in operators.WRITTEN_OUT:
            base = self.inside(term.tensor, bound)
        else:
            base = self.piece(term.tensor, bound)
        if not term.indices:
            return base if base.level >= pieces.ATOM else self.brackets(base)
        loose = base.level < pieces.ATOM and name != "log_softmax"
        subscripted = type(term.tensor).__name__ in members.SUBSCRIPTED
        if loose or subscripted or name in operators.SUBSCRIPTED:
            base = self.brackets(base)
        below = self.subscripts(term.indices, bound)
        return replace(pieces.extended(base, f"_{{{below.text}}}", below.width), level=pieces.ATOM)

    def array(self, term: Array, bound: Names) -> Piece:
        """Some entries with dots where it is a whole side, else the entry with its ranges."""
        whole = whole_derivative(term)
        if whole is not None:
            return self._derivative_of(*whole, bound)
        if self.depth == 1 and not self.inline:
            found = matrices.dotted(self, term, bound)
            if found is not None:
                return found
        return matrices.family(self, term, bound)

    def apply(self, term: Apply, bound: Names) -> Piece:
        """A named operator in its own notation, else as a call."""
        notation = tables.NOTATIONS.get((term.name, len(term.arguments)))
        if notation is not None and not term.parameters:
            return self._noted(term, notation, bound)
        special = operators.latex_operator(self, term, bound)
        if special is not None:
            return special
        call = call_of(term)
        inner = self.arguments(call.arguments, bound)
        name = tables.LATEX_CALLS.get(term.name, operators.upright(term.name))
        if call.settings:
            name += f"_{{{operators.settings_below(self, term, call, bound)}}}"
        return self.call(name, inner, 0.5 * len(LETTERLESS.sub("", name)))

    def _noted(self, term: Apply, notation: tables.Notation, bound: Names) -> Piece:
        if term.name == "matmul":
            negative, first = split_sign(term.arguments[0])
            if negative and is_tensor(first):
                turned = replace(term, arguments=(first, term.arguments[1]))
                return self.negated(self.piece(turned, bound))
        shown = []
        for place, (part, level) in enumerate(zip(term.arguments, notation.operands, strict=True)):
            same = isinstance(part, Apply) and part.name in (term.name, OUTER.get(term.name))
            free = place == 0 and notation.associates and (same or self._scaled(part))
            shown.append(self.piece(part, bound) if free else self.at_least(part, level, bound))
        if term.name == "transpose":
            shown = [self.raised(term.arguments[0], bound)]
        if term.name == "matmul":
            return self.beside(shown)
        tall = any(part.tall for part in shown)
        template = tables.growing(notation.latex) if tall else notation.latex
        text = template.format(*(part.text for part in shown))
        width = notation.width + sum(part.width for part in shown)
        cut = pieces.between(tables.around(notation.latex, tall), shown, notation.width)
        return Piece(text, notation.level, tall, width=width, segments=cut)

    def _scaled(self, term: Term) -> bool:
        """Whether a term is scalars times a tensor, the tensor last: (2 A) B is written 2 A B."""
        if not isinstance(term, Mul) or split_sign(term)[0]:
            return False
        *scalars, last = term.factors
        plain = isinstance(last, (TensorSymbol, Apply)) or last in self.folded
        return plain and is_tensor(last) and not any(map(is_tensor, scalars))

    # Statements

    def _and(self, term: And, bound: Names) -> Piece:
        """Conditions side by side, two bounds of one term as a chain."""
        return super()._and(replace(term, conditions=tuple(as_ranges(side_by_side(term)))), bound)

    def forall(self, term: Forall, bound: Names) -> Piece:
        """A condition for every integer in a range."""
        return self._quantified("for all", term, bound)

    def exists(self, term: Forall, bound: Names) -> Piece:
        """A condition for some integer in a range."""
        return self._quantified("for some", term, bound)

    def _quantified(self, word: str, term: Forall, bound: Names) -> Piece:
        """The condition, then all ranges of one kind, the outermost first: each may use earlier."""
        names, ranges, width = bound, [], 4.0
        body: Term = term
        while isinstance(body, Forall) and (body is term or word == "for all"):
            lower, upper = (self.piece(end, names) for end in (body.lower, body.upper))
            names = self.named(body.name, names)
            ranges.append(f"{lower.text} \\le {self.name(names[-1]).text} \\le {upper.text}")
            width += lower.width + upper.width + 4.0
            body = body.body
        inner = self.piece(body, names)
        told = f"\\text{{ {word} }} {', '.join(ranges)}"
        cut = pieces.joined([inner, Piece(told, width=width)], " ", depth=0)
        text = f"{inner.text} {told}"
        return Piece(text, pieces.IMPLIES, inner.tall, width=inner.width + width, segments=cut)

    def statement(self, term: Statement, bound: Names) -> Piece:
        """The claim, with its hypotheses behind it."""
        claim = self.piece(term.claim, bound)
        if not term.given:
            return claim
        given = self.chains(term.given, bound)
        listed = r",\ ".join(part.text for part in given)
        return replace(claim, text=f"{claim.text} \\quad\\text{{given }} {listed}", segments=())


def _listed(inner: Sequence[Piece]) -> tuple[Segment, ...]:
    """The arguments of a call where a line may end: inside of one, and behind a comma."""
    if len(inner) == 1:
        return inner[0].segments
    return pieces.between(["", *[", "] * (len(inner) - 1), ""], inner, 0.0) if inner else ()


def latex_piece(
    term: Term,
    taken: frozenset[str] = frozenset(),
    folded: Mapping[Term, str] | None = None,
) -> Piece:
    """The term as a piece of LaTeX.

    ``taken`` adds names that bound variables must not get, ``folded`` gives terms a name.
    """
    return LatexPrinter(taken | free_names((term,)), folded).piece(term)


def latex(
    term: Term,
    taken: frozenset[str] = frozenset(),
    folded: Mapping[Term, str] | None = None,
) -> str:
    """The term as LaTeX for display mode; the arguments are those of :func:`latex_piece`."""
    return latex_piece(term, taken, folded).text
