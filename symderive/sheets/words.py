"""Verdicts and witnesses in words and formulas."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from symderive.language.terms import Statement
from symderive.printing.names import latex_name
from symderive.printing.statements import names_in_order
from symderive.results import ClaimOutcome, Evidence, Verdict, Witness
from symderive.results.witness import gathered
from symderive.sheets.inline import Formula, Inline, Run, Words, listed, sentence

STATUSES = {
    "proved": "Proved",
    "proved_at_sizes": "Proved at the listed sizes",
    "refuted": "Refuted",
    "undecided": "Undecided",
    "ill-formed": "Ill-formed",
    "noted": "Noted",
    "error": "Error",
}
INFINITE = {
    "oo": r"\infty",
    "-oo": r"-\infty",
    "infinity": r"\infty",
    "minus infinity": r"-\infty",
}
RELATIONS = {"<=": r"\le", ">=": r"\ge", "!=": r"\ne"}
_RELATION = re.compile("([<>!]=)")
_SHAPE = re.compile(r"^shape \((?P<sizes>[0-9, ]*[0-9][0-9, ]*)\)$")
_POLYNOMIAL = re.compile(r"^[0-9t +*/^()\[\],-]+$")
_CASES = re.compile(r"^[-0-9a-z/]+ for [-0-9a-z/<>= ]+(, [-0-9a-z/]+ for [-0-9a-z/<>= ]+)+$")
_INDEX = re.compile(r"\[([0-9, ]+)\]")
_VARIABLE = re.compile(r"^(?P<name>[A-Za-z_][A-Za-z_0-9']*)(?:\[(?P<indices>[^\]]*)\])?$")
# Names of the places at which two tensors differ.
PLACES = ("index", "row", "column")
# From here on digits stand in groups of three.
LONG_NUMBER = 10_000


def told(text: str) -> Inline:
    """Words of the engine; its relations become signs.

    >>> [type(part).__name__ for part in told("1 <= k")]
    ['Words', 'Formula', 'Words']
    """
    parts = [part for part in _RELATION.split(text) if part]
    return tuple(Formula(RELATIONS[p]) if p in RELATIONS else Words(p) for p in parts)


def number(value: int) -> str:
    r"""An integer in LaTeX, a long one in groups of three digits.

    >>> print(number(1000), number(1000000))
    1000 1\,000\,000
    """
    return f"{value:,}".replace(",", r"\,") if abs(value) >= LONG_NUMBER else str(value)


def sizes(values: Mapping[str, int]) -> Inline:
    """Sizes with their values."""
    return listed([(Formula(f"{latex_name(n).text} = {number(v)}"),) for n, v in values.items()])


def checked(evidence: Evidence) -> Inline:
    """The check in floats in one line; how far it saw is told elsewhere, machines differ."""
    at = sizes(evidence.sizes)
    return sentence("Passed in floats", " at " if at else "", at, ".")


def error(outcome: ClaimOutcome) -> Inline:
    """The first line of an error; what to write instead is not for the reader of a sheet."""
    first = outcome.error.split("\n")[0]
    if outcome.status != "ill-formed":
        return told(first)
    first = re.split(r"[:;] ", first)[0]
    unbound = re.fullmatch(r"(\w+) is bound nowhere", first)
    if unbound:
        return sentence(Formula(variable(unbound[1])), " is bound nowhere.")
    return sentence(told(first), ".")


def verdict(found: Verdict, review: bool = True) -> Inline:
    """What stands behind the word: the counterexample, the reason, a condition that repairs it.

    The reason for which nothing is decided is for a review.
    """
    parts: list[str | Run | Inline] = []
    if found.status == "refuted" and found.witness is not None:
        known = isinstance(found.statement, Statement)
        order = names_in_order(found.statement) if known else ()
        where, what = point(found.witness, order), outcome(found.witness)
        parts += ["at " if where else "", where, ": " if where and what else "", what, "."]
    elif found.status == "undecided":
        # Only the first clause: how far a search went depends on the machine.
        reason = sentence(": ", told(found.reason.split(";")[0])) if review else ()
        parts += ["Neither proved nor refuted", reason, "."]
    elif found.status == "proved_at_sizes":
        parts += [told(found.scope), "."]
    for condition, under in found.repaired:
        if under:
            parts += [" Given ", told(condition), f": {STATUSES[under.status].lower()}."]
    return sentence(*parts)


def point(witness: Witness, order: Sequence[str] = ()) -> Inline:
    """The point of a witness as formulas: sizes, indices, values and functions.

    Sizes and indices stand in the order in which they are quantified over, the others behind them.
    """
    numbers = {**witness.sizes, **witness.indices}
    ordered = sorted(numbers, key=lambda n: order.index(n) if n in order else len(order))
    shown = [_number_of(name, numbers[name]) for name in ordered]
    for name, text in gathered(witness.values).items():
        shown.append((Formula(f"{variable(name)} = {tensor(text)}"),))
    shown += [function(name, text) for name, text in witness.functions.items()]
    return listed(shown)


def _number_of(name: str, value: int) -> Inline:
    """The value of a size or an index; of an entry of two tensors that differ, its place."""
    if name in PLACES:
        return sentence(f"{name} ", Formula(str(value)))
    return (Formula(f"{variable(name)} = {value}"),)


def function(name: str, text: str) -> Inline:
    """A function of a witness, ``F`` or ``L(t)``, with the polynomial that was taken for it."""
    own, bracket, _ = name.partition("(")
    shown = f"{variable(own)}{name[len(own) :]}"
    if _CASES.match(text):
        cases = [part.split(" for ") for part in text.split(", ")]
        rows = [f"{result} & \\text{{for }} {_places(where)}" for result, where in cases]
        body = " \\\\ ".join(rows)
        return (Formula(f"{shown} = \\begin{{cases}} {body} \\end{{cases}}"),)
    if not _POLYNOMIAL.match(text) and name[len(own) :] != f"({text})":
        return sentence(Formula(shown), ": ", told(text))
    places = _INDEX.sub(r"_{\1}", text).replace("*", " ")
    argument = name[len(own) :] if bracket else "(t)"
    return (Formula(f"{variable(own)}{argument} = {places}"),)


def _places(where: str) -> str:
    """0 <= x < 1 as a formula."""
    return where.replace("<=", r"\le").replace(">=", r"\ge")


def outcome(witness: Witness) -> Inline:
    """What happens at the point: the two sides, or what is undefined."""
    if witness.undefined:
        return told(witness.undefined)
    if witness.told:
        words, _, formula = witness.told.rpartition(" is ")
        shown = _INDEX.sub(r"_{\1}", formula).replace("*", " ")
        return sentence(told(words), " is ", Formula(shown))
    if not (witness.left or witness.right):
        return ()
    return sentence("left ", value(witness.left), ", right ", value(witness.right))


def variable(name: str) -> str:
    """A variable or an entry ``x[1]`` as a formula."""
    match = _VARIABLE.match(name)
    if not match:
        shown_as_text = name.replace("_", r"\_")
        return f"\\text{{{shown_as_text}}}"
    shown = latex_name(match["name"])
    if match["indices"] is None:
        return shown.text
    base = f"({shown.text})" if shown.subscripted else shown.text
    return f"{base}_{{{match['indices']}}}"


def tensor(text: str) -> str:
    """A value: a number, a vector ``(a, b)``, or a matrix ``(a, b; c, d)``."""
    if text.startswith("(") and ";" in text:
        rows = [
            " & ".join(part.strip() for part in row.split(",")) for row in text[1:-1].split(";")
        ]
        body = r" \\ ".join(rows)
        return f"\\begin{{pmatrix}} {body} \\end{{pmatrix}}"
    return text


def value(text: str) -> Inline:
    """One side at the witness: exact numbers as formulas, a shape with its sizes, else text."""
    if re.fullmatch(r"[-+0-9/.() ,;]+", text):
        return (Formula(tensor(text)),)
    if text in INFINITE:
        return (Formula(INFINITE[text]),)
    shape = _SHAPE.match(text)
    if shape:
        lengths = [length.strip() for length in shape["sizes"].split(",") if length.strip()]
        kind = "length" if len(lengths) == 1 else "shape"
        return sentence(f"{kind} ", Formula(r" \times ".join(lengths)))
    return told(text)
