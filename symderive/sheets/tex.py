"""A sheet as one LaTeX file: reproducible, for the smallest TeX system."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from symderive.claims import Section
from symderive.claims.claim import PRINTED
from symderive.language.limits import Tends
from symderive.language.terms import And, Compare, Statement, Term
from symderive.printing import pieces
from symderive.printing.latex import LatexPrinter
from symderive.printing.names import free_names, latex_name
from symderive.printing.pieces import Piece, broken
from symderive.printing.statements import LATEX, hypotheses, names_in_order, quantifiers
from symderive.printing.tables import LATEX_RELATIONS
from symderive.results import ClaimOutcome, Verdict
from symderive.sheets import words
from symderive.sheets.document import Document, Item, Mistake, Row, is_equivalence, sides_of
from symderive.sheets.examples import Example

# Widths in em of the text font.
TEXT_WIDTH = 48.0
WIDEST_LEFT = 9.0
WIDEST_REASON = 13.0
NARROWEST_FORMULA = 20.0
LETTER_OF_REASON = 0.45
RELATION_WIDTH = 1.6
INDENT = 2.0
# Estimates are generous: a line below this share of the room fits for certain, and this many em of
# the page are taken for one em of the estimates.
CERTAIN = 0.85
EM_OF_ESTIMATE = 0.87
# In letters of LaTeX: a quantifier that may be wider than a line.
LONG_PHRASE = 110

Folded = Mapping[Term, str]

PREAMBLE = r"""\documentclass[10pt,fleqn]{article}
\usepackage[a4paper,margin=25mm]{geometry}
\usepackage{amsmath,amssymb,color,graphicx}
\ifdefined\pdfinfoomitdate \pdfinfoomitdate=1 \pdftrailerid{} \pdfsuppressptexinfo=-1 \fi
\definecolor{muted}{gray}{0.42}
\definecolor{good}{rgb}{0.05,0.42,0.20}
\definecolor{bad}{rgb}{0.66,0.10,0.10}
\setlength{\mathindent}{1.5em}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt plus 1pt}
\setlength{\emergencystretch}{3em}
\allowdisplaybreaks
\newcommand{\why}[1]{\text{\color{muted}\small #1}}
\newcommand{\longwhy}[2]{\parbox[t]{#1em}{\raggedright\leavevmode\color{muted}\small #2}}
\newcommand{\badge}[2]{\leavevmode{\color{#1}\fboxsep=2pt\fbox{\small\sffamily #2}}}
\newcommand{\source}[1]{\leavevmode{\color{muted}\small\ttfamily #1}}
\newsavebox{\formula}
\newcommand{\fit}[2]{\savebox{\formula}{$\displaystyle #2$}%
  \ifdim\wd\formula>#1em \resizebox{#1em}{!}{\usebox{\formula}}\else\usebox{\formula}\fi}
\newcommand{\heading}[1]{\par\vskip 0pt plus 9\baselineskip \penalty-300
  \vskip 0pt plus -9\baselineskip \bigskip\bigskip {\large\bfseries #1}\par\nopagebreak}
\newcommand{\claimhead}[3]{\par\vskip 0pt plus 6\baselineskip \penalty-200
  \vskip 0pt plus -6\baselineskip \bigskip \textbf{#1.\ #2}\par\nopagebreak
  \source{#3}\par\nopagebreak}
"""

BADGES = {
    "proved": ("good", "Proved"),
    "proved_at_sizes": ("good", "Proved at the listed sizes"),
    "refuted": ("bad", "Refuted"),
    "undecided": ("bad", "Undecided"),
    "ill-formed": ("bad", "Ill-formed"),
    "noted": ("muted", "Noted"),
    "error": ("bad", "Error"),
}


def tex_of(document: Document) -> str:
    """The sheet as the text of a LaTeX file."""
    parts = [
        PREAMBLE,
        r"\begin{document}",
        f"{{\\Large\\bfseries {words.prose(document.title)}\\par}}",
        f"\\source{{{words.escaped(document.source)}}}\\par\\medskip\\hrule\\medskip",
    ]
    if document.introduction:
        parts.append(words.paragraphs(document.introduction))
    folded = {term: name for name, term in document.definitions}
    parts += _definitions(document.definitions, folded)
    parts += _examples(document.examples)
    parts += [_item(item, folded) for item in document.items]
    return "\n".join([*parts, r"\end{document}", ""])


def _definitions(definitions: Sequence[tuple[str, Term]], folded: Folded) -> list[str]:
    """The names that the file gives to tensors, each with its formula in terms of earlier ones."""
    equations = tuple(Compare("=", term, term) for _, term in definitions)
    parts = [_preamble(Statement(And(equations)), "Here, for")] if definitions else []
    for place, (name, term) in enumerate(definitions):
        earlier = {t: known for t, known in folded.items() if known != name}
        known = dict(list(earlier.items())[:place])
        printer = LatexPrinter(free_names((term,)) | {name}, known)
        parts.append(_sides(printer.name(name), [("=", printer.piece(term), "")]))
    return parts


def _examples(examples: Sequence[Example]) -> list[str]:
    """The operator matrices at small sizes, those at the same sizes together."""
    parts: list[str] = []
    for sizes, group in groupby(examples, key=lambda example: example.sizes):
        at = ",\\quad ".join(f"${latex_name(name).text} = {size}$" for name, size in sizes)
        parts.append(f"At {at}:" if at else "Written out:")
        parts += [f"\\[\n{_matrix(example)}\n\\]" for example in group]
    return parts


def _matrix(example: Example) -> str:
    """The name, the factor in front, and the integers in columns."""
    f = example.factor
    factor = "" if f == 1 else f"\\tfrac{{{f.numerator}}}{{{f.denominator}}} "
    rows = " \\\\\n".join(" & ".join(map(str, row)) for row in example.entries)
    columns = "c" * len(example.entries[0])
    body = f"\\begin{{array}}{{@{{}}{columns}@{{}}}}\n{rows}\n\\end{{array}}"
    return f"{latex_name(example.name).text} = {factor}\\left(\\,{body}\\,\\right)"


@dataclass(frozen=True)
class Cell:
    """A line of a display: what stands left of the alignment, right of it, and the reason."""

    left: str
    right: str
    reason: str = ""


def _item(item: Item, folded: Folded) -> str:
    refs = "".join(f" \\quad {words.escaped(ref)}" for ref in item.refs)
    title, name = words.prose(item.title), words.escaped(item.name)
    parts = [line for section in item.headings for line in _heading(section)]
    parts += [f"\\claimhead{{{item.number}}}{{{title}}}{{{name}{refs}}}"]
    if item.remark:
        parts.append(words.paragraphs(item.remark))
    parts += (_erratum if item.kind == "erratum" else _claim)(item, folded)
    return "\n".join(parts)


def _heading(section: Section) -> list[str]:
    text = [words.paragraphs(section.text)] if section.text else []
    return [f"\\heading{{{words.prose(section.title)}}}", *text]


def _claim(item: Item, folded: Folded) -> list[str]:
    parts: list[str] = []
    if item.statement is not None:
        parts.append(_preamble(item.about or item.statement))
        printer = LatexPrinter(free_names(item.terms), folded)
        if item.rows:
            parts.append(chain(item.rows, printer))
        else:
            parts.append(display(item.statement.claim, printer))
        parts += _where(item, printer)
        parts.append(_result(item))
        parts += [_mistake(mistake, printer) for mistake in item.mistakes]
    else:
        parts.append(_result(item))
    return parts


def _where(item: Item, printer: LatexPrinter) -> list[str]:
    """What the names stand for that the item is the first to use."""
    return ["where", *(display(equation, printer) for equation in item.where)] if item.where else []


def _erratum(item: Item, folded: Folded) -> list[str]:
    """Printed, counterexample, right."""
    parts: list[str] = []
    if item.statement is not None:
        parts.append(_preamble(item.statement, "Printed, for"))
        printer = LatexPrinter(free_names((item.statement,)), folded)
        parts.append(display(item.statement.claim, printer))
        parts += _where(item, printer)
    parts.append(_result(item))
    if item.right is not None:
        where = f" (claim {item.right_number})" if item.right_number else ""
        parts.append(f"Right{where}:")
        printer = LatexPrinter(free_names((item.right,)), folded)
        parts.append(display(item.right.claim, printer))
    return parts


def _preamble(statement: Statement, start: str = "For") -> str:
    """What is quantified over, and the hypotheses."""
    over = ",\\quad ".join(map(_phrase, quantifiers(statement, LATEX)))
    given = list(map(_phrase, hypotheses(statement, LATEX)))
    told = f"{start} all {over}" if over else start.removesuffix(", for").removesuffix("For")
    if given:
        told += f", given {', '.join(given)}"
    return f"{told}:" if told else ""


def _phrase(formula: str) -> str:
    """A formula in a line of text; TeX scales down what has no place to break, a long shape."""
    if len(formula) <= LONG_PHRASE:
        return f"${formula}$"
    # The line before may end early.
    box = f"\\fit{{{TEXT_WIDTH * EM_OF_ESTIMATE:.1f}}}{{{formula}}}"
    return f"\\hfil\\penalty0\\hfilneg {box}"


def _result(item: Item) -> str:
    """The verdict of an item with everything a reader needs to judge it."""
    outcome = item.outcome
    colour, word = BADGES[outcome.status]
    parts = [f"\\badge{{{colour}}}{{{word}}}"]
    if outcome.error:
        parts.append(words.escaped(_error(outcome)))
    elif item.rows:
        parts += _rows_result(item)
    elif item.verdict is not None:
        parts.append(_verdict(item.verdict))
    if not outcome.as_expected:
        parts.append(f"\\textbf{{Expected: {words.escaped(outcome.expect)}.}}")
    checked = _checked(item)
    if checked:
        parts.append(f"\\why{{{checked}}}")
    if item.trust:
        parts.append(f"\\why{{Trusts: {words.escaped(', '.join(item.trust))}.}}")
    return " ".join(part for part in parts if part) + r"\par"


def _error(outcome: ClaimOutcome) -> str:
    """The first line of an error; what to write instead is not for the reader of a sheet."""
    told = outcome.error.split("\n")[0]
    return re.split(r"[:;] ", told)[0] + "." if outcome.status == "ill-formed" else told


def _checked(item: Item) -> str:
    """At which sizes all lines were found to agree in floats; nothing where one was not."""
    seen = [line.evidence for line in item.outcome.lines if line.role != PRINTED]
    passed = [evidence for evidence in seen if evidence]
    if not passed or len(passed) < len(seen):
        return ""
    sizes = passed[0].sizes.items()
    at = ", ".join(f"${latex_name(name).text} = {value}$" for name, value in sizes)
    return f"Agrees in floats{f' at {at}' if at else ''}."


def _rows_result(item: Item) -> list[str]:
    decided = [(n, row.verdict) for n, row in enumerate(item.rows) if row.verdict is not None]
    wrong = [(n, verdict) for n, verdict in decided if not verdict]
    return [f"Line {n} {verdict.status}: {_verdict(verdict)}" for n, verdict in wrong]


def _verdict(verdict: Verdict) -> str:
    """The words behind the badge: the counterexample, the reason, a condition that repairs it."""
    told = ""
    if verdict.status == "refuted" and verdict.witness is not None:
        known = isinstance(verdict.statement, Statement)
        order = names_in_order(verdict.statement) if known else ()
        where, what = words.point(verdict.witness, order), words.outcome(verdict.witness)
        told = f"{f'at {where}' if where else ''}{': ' if where and what else ''}{what}."
    elif verdict.status == "undecided":
        # Only the first clause: how far a search went depends on the machine.
        told = f"{words.escaped(verdict.reason.split(';')[0])}."
    elif verdict.status == "proved_at_sizes":
        told = f"{words.escaped(verdict.scope)}."
    for condition, under in verdict.repaired:
        if under:
            told += f" Given {words.escaped(condition)}: {BADGES[under.status][1].lower()}."
    return told.strip()


def _mistake(mistake: Mistake, printer: LatexPrinter) -> str:
    name = f" ({words.escaped(mistake.erratum)})" if mistake.erratum else ""
    shown = display(mistake.condition, printer)
    told = f"Printed in place of line {mistake.number}{name}:\n{shown}"
    if mistake.verdict is None:
        return told
    colour, word = BADGES[mistake.verdict.status]
    return f"{told}\n\\badge{{{colour}}}{{{word}}} {_verdict(mistake.verdict)}\\par"


# Displays


def display(condition: Term, printer: LatexPrinter) -> str:
    """A condition as a display: a relation with its two sides, several one below the other."""
    if isinstance(condition, (Compare, Tends)) or is_equivalence(condition):
        left, relation, right = sides_of(condition)
        return chain((Row("", left), Row(relation, right)), printer)
    if isinstance(condition, And) and len(condition.conditions) > 1:
        return _aligned([Cell(*sides) for sides in _one_below_the_other(condition, printer)])
    return _aligned([Cell("", line) for line in _plain(condition, printer)])


def _one_below_the_other(condition: And, printer: LatexPrinter) -> list[tuple[str, str]]:
    """The parts of a conjunction; relations are aligned where all of them fit on a line."""
    sides: list[tuple[Piece, str, Piece]] = []
    for part in condition.conditions:
        if isinstance(part, Compare):
            left, right = (printer.at_least(s, pieces.LOOSE, ()) for s in (part.left, part.right))
            sides.append((left, LATEX_RELATIONS[part.relation], right))
    lefts = max((left.width for left, _, _ in sides), default=0.0)
    rights = max((right.width for _, _, right in sides), default=0.0)
    fits = lefts + RELATION_WIDTH + rights <= CERTAIN * TEXT_WIDTH
    if fits and len(sides) == len(condition.conditions):
        return [(left.text, f"{sign} {right.text}") for left, sign, right in sides]
    return [("", line) for part in condition.conditions for line in _plain(part, printer)]


def _plain(condition: Term, printer: LatexPrinter) -> list[str]:
    return _continued(printer.piece(condition), TEXT_WIDTH)


def chain(rows: Sequence[Row], printer: LatexPrinter) -> str:
    """A chain of relations, aligned, with the reasons in a column of their own."""
    shown = [printer.at_least(row.term, row.level, ()) for row in rows]
    links = [
        (row.relation, piece, _reason(row)) for row, piece in zip(rows[1:], shown[1:], strict=True)
    ]
    return _sides(shown[0], links)


def _sides(left: Piece, links: Sequence[tuple[str, Piece, str]]) -> str:
    """A left side and what follows it: relations, right sides, reasons."""
    widest = max(LETTER_OF_REASON * len(reason) for _, _, reason in links)
    right = max(piece.width for _, piece, _ in links)
    spare = TEXT_WIDTH - left.width - RELATION_WIDTH - right - 2.0
    column = min(widest, max(WIDEST_REASON, spare))
    reasons = column + 2.0 if widest else 0.0
    fits = left.width + RELATION_WIDTH + right + reasons <= TEXT_WIDTH
    left_width = left.width if fits or left.width <= WIDEST_LEFT else 0.0
    room = TEXT_WIDTH - left_width - RELATION_WIDTH - reasons
    beside = room >= min(NARROWEST_FORMULA, right)
    if not beside:
        room = TEXT_WIDTH - left_width - RELATION_WIDTH
    first, cells = left.text, []
    if not left_width:
        cells = [Cell("", line) for line in _continued(left, room)]
        first = ""
    for relation, piece, reason in links:
        lines = _continued(piece, room)
        why = _set_reason(reason, column if beside else TEXT_WIDTH - 4.0)
        start = f"{LATEX_RELATIONS.get(relation, relation)} {lines[0]}"
        cells.append(Cell(first, start, why if beside else ""))
        cells += [Cell("", line) for line in lines[1:]]
        if why and not beside:
            cells.append(Cell("", f"\\qquad {why}"))
        first = ""
    return _aligned(cells)


def _reason(row: Row) -> str:
    cited = f"by {', '.join(row.by)}" if row.by else ""
    return ", ".join(part for part in (row.reason, cited, row.ref) if part)


def _set_reason(reason: str, width: float) -> str:
    if not reason:
        return ""
    if LETTER_OF_REASON * len(reason) <= width:
        return f"\\why{{{words.prose(reason)}}}"
    return f"\\longwhy{{{width * EM_OF_ESTIMATE:.1f}}}{{{words.prose(reason)}}}"


def _continued(piece: Piece, room: float) -> list[str]:
    """The piece in lines that fit; TeX scales down what is too wide and cannot be broken."""
    lines = broken(piece, room, room - INDENT)
    shown = [_fitted(lines[0].text, lines[0].width, room)]
    for line in lines[1:]:
        shown.append(f"\\qquad {_fitted(line.text, line.width, room - INDENT)}")
    return shown


def _fitted(text: str, width: float, room: float) -> str:
    """A line that may be too wide, in a box that TeX measures."""
    if width < CERTAIN * room:
        return text
    return f"\\fit{{{room * EM_OF_ESTIMATE:.1f}}}{{{text}}}"


def _aligned(cells: Sequence[Cell]) -> str:
    """An alignment of relations, the reasons in a second pair of columns where there are any."""
    reasons = any(cell.reason for cell in cells)
    rows = []
    for cell in cells:
        row = f"{cell.left} & {cell.right}".strip()
        rows.append(f"{row} & \\qquad & {cell.reason}" if cell.reason else row)
    body = " \\\\\n".join(rows)
    columns = 2 if reasons else 1
    return f"\\begin{{alignat*}}{{{columns}}}\n{body}\n\\end{{alignat*}}"
