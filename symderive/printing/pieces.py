"""Pieces of printed mathematics: text together with what is needed to put it beside other text.

A piece knows how strongly it binds, whether it is tall (so that brackets around it must grow),
whether what follows it would be read as a part of it, about how wide it is, and where it may be
broken across lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

# How strongly a piece binds, from the loosest to the tightest.
IMPLIES, OR, AND, NOT, COMPARE, LOOSE, ADD, SIGNED, PRODUCT, POWER, ATOM = range(11)

LETTER, OPERATOR, SUBSCRIPT_SCALE = 0.6, 1.4, 0.7
# A thin space, which nobody sees at the start of a line.
THIN = r"\,"
OPENING_WIDTH = 0.7


@dataclass(frozen=True)
class Segment:
    """A part of a piece that stays on one line; ``depth`` counts the brackets around its start.

    ``opening`` is the sign that stands before it only where it opens a line: a factor alone on a
    new line would be read as a new formula.
    """

    text: str
    width: float
    depth: int = 0
    opening: str = ""

    def opened(self) -> Segment:
        """The segment as it stands at the start of a line."""
        if not self.opening:
            return self
        text = f"{self.opening} {self.text.removeprefix(THIN).lstrip()}"
        return Segment(text, self.width + OPENING_WIDTH, self.depth)


@dataclass(frozen=True)
class Piece:
    """Printed text, its level, and its width in em.

    ``open_right`` says that a factor written behind would be read as a part of the piece, as
    behind a sum. ``segments`` is the same mathematics cut where a line may end.
    """

    text: str
    level: int = ATOM
    tall: bool = False
    open_right: bool = False
    width: float = 0.0
    segments: tuple[Segment, ...] = field(default=())

    def parts(self) -> tuple[Segment, ...]:
        """The segments; a piece without any is one segment."""
        return self.segments or (Segment(self.text, self.width),)


def joined(
    pieces: Sequence[Piece], separator: str, depth: int | None = None
) -> tuple[Segment, ...]:
    """The segments of pieces written one behind the other.

    With a ``depth`` a line may end before each piece, the separator then opening the new line;
    without one it may end inside the pieces only.
    """
    found: list[Segment] = []
    for piece in pieces:
        first, *rest = piece.parts()
        if not found:
            found.append(first)
        elif depth is None:
            last = found.pop()
            text = f"{last.text}{separator}{first.text}"
            found.append(replace(last, text=text, width=last.width + first.width))
        else:
            text = f"{separator.strip()} {first.text}".strip()
            found.append(replace(first, text=text, depth=depth))
        deeper = 0 if depth is None else depth + 1
        found.extend(replace(part, depth=part.depth + deeper) for part in rest)
    return tuple(found)


def between(fixed: Sequence[str], pieces: Sequence[Piece], width: float) -> tuple[Segment, ...]:
    """The segments of pieces with fixed text around and between them; lines end before pieces."""
    found: list[Segment] = []
    for place, (before, piece) in enumerate(zip(fixed, pieces, strict=False)):
        inner = [replace(part, depth=part.depth + 2) for part in piece.parts()]
        if place:
            last = found.pop()
            found.append(replace(last, text=last.text + before.rstrip()))
            found.append(replace(inner[0], depth=1))
        else:
            found.append(Segment(before + inner[0].text, inner[0].width + width))
        found += inner[1:]
    last = found.pop()
    found.append(replace(last, text=last.text + fixed[-1]))
    return tuple(found) if len(found) > 1 else ()


def extended(piece: Piece, end: str, width: float) -> Piece:
    """The piece with something written behind it that no line may part from its end."""
    *front, last = piece.parts()
    closing = replace(last, text=last.text + end, width=last.width + width)
    cut = (*front, closing) if front else ()
    return replace(piece, text=piece.text + end, width=piece.width + width, segments=cut)


def unbroken_below(piece: Piece, depth: int = 0) -> Piece:
    """The piece without the places to break that lie deeper than ``depth``."""
    parts = _merged(piece.parts(), depth)
    return replace(piece, segments=tuple(parts) if len(parts) > 1 else ())


def wrapped(piece: Piece, left: Segment, right: Segment) -> tuple[Segment, ...]:
    """The segments of a piece between two delimiters; they lie one bracket deeper."""
    inner = [replace(part, depth=part.depth + 1) for part in piece.parts()]
    first, last = inner[0], inner[-1]
    if len(inner) == 1:
        text = f"{left.text}{first.text}{right.text}"
        return (Segment(text, left.width + first.width + right.width),)
    start = Segment(left.text + first.text, left.width + first.width)
    stop = Segment(last.text + right.text, last.width + right.width, last.depth)
    return (start, *inner[1:-1], stop)


def broken(piece: Piece, width: float, rest_width: float | None = None) -> list[Segment]:
    """The piece in lines of at most that width (the later ones of ``rest_width``).

    Lines end at the outermost possible places; a segment that is too wide by itself stays whole.
    """
    rest_width = width if rest_width is None else rest_width
    lines = [Segment(piece.text, piece.width)]
    if piece.width <= width:
        return lines
    parts = piece.parts()
    for depth in sorted({part.depth for part in parts[1:]}):
        lines = _filled(_merged(parts, depth), width, rest_width)
        limits = (width, *(rest_width for _ in lines[1:]))
        if all(line.width <= limit for line, limit in zip(lines, limits, strict=True)):
            break
    return lines


def _merged(parts: Sequence[Segment], depth: int) -> list[Segment]:
    """The segments, joined wherever a break would lie deeper than ``depth``."""
    found: list[Segment] = []
    for part in parts:
        if found and part.depth > depth:
            last = found.pop()
            text = f"{last.text} {part.text}"
            found.append(replace(last, text=text, width=last.width + part.width))
        else:
            found.append(part)
    return found


def _filled(parts: Sequence[Segment], width: float, rest_width: float) -> list[Segment]:
    """Segments put on lines, each line as full as it may be."""
    lines: list[Segment] = []
    for part in parts:
        limit = width if len(lines) <= 1 else rest_width
        if lines and lines[-1].width + part.width <= limit:
            last = lines.pop()
            lines.append(Segment(f"{last.text} {part.text}", last.width + part.width))
        else:
            lines.append(part.opened() if lines else part)
    return lines
