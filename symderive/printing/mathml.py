"""Formulas as MathML Core, which browsers show without scripts, fonts of ours, or a network.

>>> mathml("x^{2}")
'<math><msup><mi>x</mi><mn>2</mn></msup></math>'
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from math_core import LatexToMathML


def mathml(latex: str, display: bool = False, annotation: bool = False) -> str:
    """LaTeX as MathML; with ``annotation`` it carries the LaTeX, which can then be copied.

    Raises:
        ValueError: for a command that the conversion does not know.
    """
    from math_core import LatexError

    try:
        return _converter(annotation).convert_with_local_state(latex, displaystyle=display)
    except LatexError as error:
        raise ValueError(f"no MathML for {latex}: {error}") from error


@cache
def _converter(annotation: bool) -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(annotation=annotation, fancy_error=False)
