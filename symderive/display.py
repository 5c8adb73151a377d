"""What a notebook shows of an object: printing belongs to another part, which answers here."""

from __future__ import annotations

from collections.abc import Callable

LATEX, HTML = "latex", "html"
# Filled by the package; until then an object has its text alone.
DISPLAYS: dict[str, Callable[[object], str | None]] = {}


class Displayed:
    """An object that shows itself in a notebook once the package has said how."""

    __slots__ = ()

    def _repr_latex_(self) -> str | None:
        return _displayed(LATEX, self)

    def _repr_html_(self) -> str | None:
        return _displayed(HTML, self)


def _displayed(form: str, shown: object) -> str | None:
    display = DISPLAYS.get(form)
    return display(shown) if display else None
