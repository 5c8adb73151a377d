"""What a notebook shows of an answer: printing belongs to another part, which answers here."""

from __future__ import annotations

from collections.abc import Callable

DISPLAYS: dict[str, Callable[[object], str | None]] = {}


class Displayed:
    """An answer that shows itself once the package has said how."""

    __slots__ = ()

    def _repr_latex_(self) -> str | None:
        return _displayed("latex_display", self)

    def _repr_html_(self) -> str | None:
        return _displayed("html_display", self)


def _displayed(name: str, shown: object) -> str | None:
    display = DISPLAYS.get(name)
    return display(shown) if display else None
