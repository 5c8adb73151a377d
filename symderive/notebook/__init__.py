"""What a notebook shows of every object: its formula, and HTML where there is more to say.

A formula alone is LaTeX, which every notebook typesets. Whatever has words as well is HTML with its
formulas in MathML: LaTeX between dollars inside of HTML is typeset by some notebooks and shown as
it stands by others. The HTML has no scripts and no style sheet, and takes its colour for text from
the notebook, so that it can be read on a dark background too.
"""

from symderive.notebook.formulas import latex_display
from symderive.notebook.pages import html_display

__all__ = ["html_display", "latex_display"]
