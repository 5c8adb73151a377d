"""Mathematics as LaTeX and as plain text, from terms, the way it was written."""

from symderive.printing.latex import latex, latex_piece
from symderive.printing.text import text

__all__ = ["latex", "latex_piece", "text"]
