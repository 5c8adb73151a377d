"""How functions, relations and named operators are written: tables, one row a name.

An operator without a row is written as a function call with its name upright.
"""

from __future__ import annotations

from dataclasses import dataclass

from symderive.printing.pieces import ATOM, POWER, PRODUCT

LATEX_RELATIONS = {"=": "=", "!=": r"\ne", "<=": r"\le", "<": "<", ">=": r"\ge", ">": ">"}
# Between the lines of a chain of conditions.
LATEX_ARROWS = {"=>": r"\Rightarrow", "<=>": r"\Leftrightarrow"}
TEXT_RELATIONS = {"=": "=", "!=": "!=", "<=": "<=", "<": "<", ">=": ">=", ">": ">"}

LATEX_CONNECTIVES = {
    "and": r" \text{ and } ",
    "or": r" \text{ or } ",
    "implies": r" \;\Rightarrow\; ",
    "iff": r" \;\Leftrightarrow\; ",
    "not": r"\lnot ",
}
TEXT_CONNECTIVES = {
    "and": " and ",
    "or": " or ",
    "implies": " implies ",
    "iff": " iff ",
    "not": "not ",
}

# Elementary functions. Sigmoid gives way to its upright name where a variable is called sigma.
LATEX_FUNCTIONS = {
    "exp": r"\exp",
    "log": r"\log",
    "tanh": r"\tanh",
    "erf": r"\operatorname{erf}",
    "sinh": r"\sinh",
    "cosh": r"\cosh",
    "sin": r"\sin",
    "cos": r"\cos",
    "sigmoid": r"\sigma",
    "sign": r"\operatorname{sgn}",
    "Max": r"\max",
    "Min": r"\min",
}
POWER_BEHIND_NAME = frozenset({"tanh", "sinh", "cosh", "sin", "cos"})

LATEX_REDUCTIONS = {"sum": r"\sum", "product": r"\prod", "max": r"\max", "min": r"\min"}
TEXT_REDUCTIONS = {"sum": "sum", "product": "product", "max": "max", "min": "min"}


@dataclass(frozen=True)
class Notation:
    """How an operator with a fixed number of operands is written.

    ``latex`` and ``text`` are templates with one ``{}`` for each operand; ``level`` is how
    strongly the result binds, ``operands`` what each operand must reach to stand without
    brackets. ``associates`` lets the same operator stand in first place without brackets.
    """

    latex: str
    text: str
    level: int = ATOM
    operands: tuple[int, ...] = (0,)
    associates: bool = False
    width: float = 1.0


def growing(template: str) -> str:
    r"""The template with delimiters as high as what they hold.

    >>> growing(r"\langle {} \rangle")
    '\\left\\langle {} \\right\\rangle'
    """
    for sign in ("(", r"\langle"):
        template = template.replace(sign, f"\\left{sign}")
    for sign in (")", r"\rangle"):
        template = template.replace(sign, f"\\right{sign}")
    return template


def around(template: str, tall: bool) -> list[str]:
    r"""What stands around the operands; delimiters have a fixed height, as a line may end inside.

    >>> around(r"\langle {},\, {} \rangle", True)
    ['\\Bigl\\langle ', ',\\, ', ' \\Bigr\\rangle']
    """
    grown = growing(template) if tall else template
    fixed = grown.replace(r"\left", r"\Bigl").replace(r"\right", r"\Bigr")
    return [part.replace("{{", "{").replace("}}", "}") for part in fixed.split("{}")]


NOTATIONS: dict[tuple[str, int], Notation] = {
    ("matmul", 2): Notation(
        "{} {}", "{} @ {}", PRODUCT, (POWER, POWER), associates=True, width=0.2
    ),
    ("transpose", 1): Notation(r"{}^{{\top}}", "{}.T", POWER, (ATOM,), width=0.6),
    ("inverse", 1): Notation(r"{}^{{-1}}", "inverse({})", POWER, (ATOM,), width=1.0),
    ("kron", 2): Notation(r"{} \otimes {}", "kron({}, {})", PRODUCT, (POWER, POWER), width=1.6),
    ("kl", 2): Notation(
        r"D_{{\mathrm{{KL}}}}({} \,\Vert\, {})", "kl({}, {})", ATOM, (0, 0), width=5.0
    ),
    ("inner", 2): Notation(r"\langle {},\, {} \rangle", "inner({}, {})", ATOM, (0, 0), width=1.8),
}

# Upright names that are not the name of the operator itself.
LATEX_CALLS = {
    "logsumexp": r"\operatorname{LSE}",
    "relu": r"\operatorname{ReLU}",
    "entropy": "H",
    "cross_entropy": "H",
    "binary_cross_entropy": r"\operatorname{BCE}",
    "mean_squared_error": r"\operatorname{MSE}",
    "diagonal": r"\operatorname{diag}",
    "lower_triangle": r"\operatorname{tril}",
    "upper_triangle": r"\operatorname{triu}",
    "concatenate": r"\operatorname{concat}",
    "conv_transpose": r"\operatorname{conv}^{\top}",
    "conv_transpose_layer": r"\operatorname{conv}^{\top}",
    "trace": r"\operatorname{tr}",
    "det": r"\det",
    "variance": r"\operatorname{Var}",
}
