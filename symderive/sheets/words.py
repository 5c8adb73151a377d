"""Plain text and witnesses as LaTeX."""

from __future__ import annotations

import re
from collections.abc import Sequence

from symderive.printing.names import latex_name
from symderive.results import Witness
from symderive.results.witness import gathered

ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",
}
RELATIONS = {"<=": r"$\le$", ">=": r"$\ge$", "!=": r"$\ne$"}
_SPECIAL = re.compile("[<>!]=|.", re.DOTALL)
_PIECES = re.compile(r"(\$[^$]+\$|`[^`]+`)")
_SHAPE = re.compile(r"^shape \((?P<sizes>[0-9, ]*[0-9][0-9, ]*)\)$")
_POLYNOMIAL = re.compile(r"^[0-9t +*/^()\[\],-]+$")
_CASES = re.compile(r"^[-0-9a-z/]+ for [-0-9a-z/<>= ]+(, [-0-9a-z/]+ for [-0-9a-z/<>= ]+)+$")
_INDEX = re.compile(r"\[([0-9, ]+)\]")
_VARIABLE = re.compile(r"^(?P<name>[A-Za-z_][A-Za-z_0-9']*)(?:\[(?P<indices>[^\]]*)\])?$")


def escaped(text: str) -> str:
    r"""Text with every character that TeX reads specially made harmless; relations are set.

    >>> print(escaped("50% of x_1 <= 2"))
    50\% of x\_1 $\le$ 2
    """
    found = (part.group() for part in _SPECIAL.finditer(text))
    return "".join(RELATIONS.get(part) or ESCAPES.get(part, part) for part in found)


def prose(text: str) -> str:
    """A docstring as LaTeX: $mathematics$ stays, `code` is set as code, the rest is escaped."""
    shown = []
    for part in _PIECES.split(text):
        if len(part) > 2 and part.startswith("$"):
            shown.append(part)
        elif len(part) > 2 and part.startswith("`"):
            shown.append(f"\\texttt{{{escaped(part[1:-1])}}}")
        else:
            shown.append(escaped(part))
    return "".join(shown)


def paragraphs(text: str) -> str:
    """Paragraphs of prose, as they are separated by empty lines."""
    blocks = [" ".join(block.split()) for block in text.split("\n\n")]
    return "\n\n".join(prose(block) for block in blocks if block)


def point(witness: Witness, order: Sequence[str] = ()) -> str:
    """The point of a witness as formulas: sizes, indices, values and functions.

    Sizes and indices stand in the order in which they are quantified over, the others behind them.
    """
    numbers = {**witness.sizes, **witness.indices}
    ordered = sorted(numbers, key=lambda n: order.index(n) if n in order else len(order))
    shown = [f"${variable(name)} = {numbers[name]}$" for name in ordered]
    for name, value in gathered(witness.values).items():
        shown.append(f"${variable(name)} = {tensor(value)}$")
    shown += [function(name, value) for name, value in witness.functions.items()]
    return ", ".join(shown)


def function(name: str, text: str) -> str:
    """A function of a witness, ``F`` or ``L(t)``, with the polynomial that was taken for it."""
    own, bracket, _ = name.partition("(")
    if _CASES.match(text):
        cases = [part.split(" for ") for part in text.split(", ")]
        rows = [f"{value} & \\text{{for }} {_places(where)}" for value, where in cases]
        body = " \\\\ ".join(rows)
        return f"${variable(own)}{name[len(own) :]} = \\begin{{cases}} {body} \\end{{cases}}$"
    if not _POLYNOMIAL.match(text) and name[len(own) :] != f"({text})":
        return f"${variable(own)}{name[len(own) :]}$: {escaped(text)}"
    places = _INDEX.sub(r"_{\1}", text).replace("*", " ")
    argument = name[len(own) :] if bracket else "(t)"
    return f"${variable(own)}{argument} = {places}$"


def _places(where: str) -> str:
    """0 <= x < 1 as a formula."""
    return where.replace("<=", r"\le").replace(">=", r"\ge")


def outcome(witness: Witness) -> str:
    """What happens at the point: the two sides, or what is undefined."""
    if witness.undefined:
        return escaped(witness.undefined)
    if witness.told:
        words, _, formula = witness.told.rpartition(" is ")
        shown = _INDEX.sub(r"_{\1}", formula).replace("*", " ")
        return f"{escaped(words)} is ${shown}$"
    if not (witness.left or witness.right):
        return ""
    return f"left {value(witness.left)}, right {value(witness.right)}"


def variable(name: str) -> str:
    """A variable or an entry ``x[1]`` as a formula."""
    match = _VARIABLE.match(name)
    if not match:
        return f"\\text{{{escaped(name)}}}"
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


def value(text: str) -> str:
    """One side at the witness: exact numbers as formulas, a shape with its sizes, else text."""
    if re.fullmatch(r"[-+0-9/.() ,;]+", text):
        return f"${tensor(text)}$"
    shape = _SHAPE.match(text)
    if shape:
        sizes = [size.strip() for size in shape["sizes"].split(",") if size.strip()]
        kind, product = ("length" if len(sizes) == 1 else "shape"), r" \times ".join(sizes)
        return f"{kind} ${product}$"
    return escaped(text)
