"""The gallery: formulas as they are written, with what they look like in LaTeX and as text.

gallery.txt has three lines for each: the source, the LaTeX, the text. After a change in a printer,
``python -m tests.printing.gallery`` writes the second and third ones anew, to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sympy

import symderive
from symderive.language.reading import read, read_statement
from symderive.language.terms import Term
from symderive.printing import latex, text

GALLERY = Path(__file__).with_name("gallery.txt")
INDENT = "    "
REALS = ("a", "b", "c", "s", "t", "beta", "epsilon")
SIZES = ("m", "n", "k", "K", "L", "r")


@dataclass(frozen=True)
class Picture:
    """A formula with its two printed forms."""

    source: str
    latex: str
    text: str


def pictures() -> list[Picture]:
    """The gallery as it is kept."""
    lines = [line for line in GALLERY.read_text(encoding="utf-8").splitlines() if line]
    lines = [line for line in lines if not line.startswith("#")]
    triples = zip(lines[::3], lines[1::3], lines[2::3], strict=True)
    return [Picture(one, two.strip(), three.strip()) for one, two, three in triples]


@cache
def names() -> dict[str, Any]:
    """The public names, and the variables of the gallery."""
    found = {name: getattr(symderive, name) for name in symderive.__all__}
    size, vector, matrix = symderive.size, symderive.vector, symderive.matrix
    found |= {name: size(name) for name in SIZES}
    found |= {name: symderive.real(name) for name in REALS}
    m, n, k, K, L = (found[name] for name in ("m", "n", "k", "K", "L"))
    found |= {name: vector(name, n) for name in ("x", "y", "p", "q")}
    found |= {name: vector(name, k) for name in ("u", "w")}
    found |= {name: symderive.index(name, n) for name in "ij"}
    found |= {"A": matrix("A", m, n), "X": matrix("X", m, n), "B": matrix("B", n, k)}
    found |= {name: matrix(name, n, n) for name in ("S", "M")}
    found |= {"T": symderive.tensor("T", K, m, n), "U": symderive.tensor("U", L, K, k, k)}
    found |= {name: symderive.function(name) for name in ("f", "g", "sigma")}
    found |= {"J": symderive.function("J", of=vector(n)), "h": symderive.function("h", convex=True)}
    found |= {name: symderive.density(name) for name in ("P", "Q")}
    found["y_of"] = symderive.define("y", lambda W, z: W @ z)
    widths = symderive.size_family("d", L)
    weights = symderive.tensor_family("W", lambda l: (widths[l], widths[l - 1]), L)

    def layer(l: Any, before: Any) -> Any:
        return found["sigma"](weights[l] @ before)

    layers = symderive.recursion("V", layer, vector("v", widths[0]), L)
    return found | {"d": widths, "W": weights, "V": layers}


def term_of(source: str) -> Term:
    """The term of a formula, which stands as it is written."""
    with sympy.evaluate(False):
        written = eval(source, names())
    if hasattr(written, "term"):
        term: Term = written.term
        return term
    return read_statement(written) if hasattr(written, "given") else read(written)


def printed(source: str) -> Picture:
    """A formula with what the printers say now."""
    term = term_of(source)
    return Picture(source, latex(term), text(term))


def _renewed() -> Iterator[str]:
    """The lines of the gallery with the printed forms of today."""
    lines = GALLERY.read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line or line.startswith("#"):
            yield line
        elif not line.startswith(INDENT):
            now = printed(line)
            yield from (line, INDENT + now.latex, INDENT + now.text)


if __name__ == "__main__":
    GALLERY.write_text("\n".join(_renewed()) + "\n", encoding="utf-8")
