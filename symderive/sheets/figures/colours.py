"""The colours of pictures: blue below zero, orange above, grey where no sign is known.

Blue and orange differ for every kind of colour blindness, and the blue is the darker of the two in
grey print. A weak colour is the same colour with more paper in it, so that it fits dark paper, too.
"""

from __future__ import annotations

from symderive.sheets.figures.model import NEGATIVE, POSITIVE, SYMBOLIC

Colour = tuple[int, int, int]

TONES: dict[str, Colour] = {
    POSITIVE: (230, 145, 20),
    NEGATIVE: (20, 85, 170),
    SYMBOLIC: (120, 120, 128),
}
# Below letters a colour stays light enough to read them; a pattern has none.
DEEPEST_BELOW_LETTERS, DEEPEST = 0.55, 0.9
# Of curves: each readable on white and on black, with a line style of its own besides.
CURVES: tuple[Colour, ...] = ((30, 120, 210), (213, 94, 0), (0, 140, 100), (185, 95, 150))


def opacity(strength: float, lettered: bool) -> float:
    """How much of a tile is colour."""
    return round(strength * (DEEPEST_BELOW_LETTERS if lettered else DEEPEST), 3)


def on_white(tone: str, share: float) -> tuple[float, float, float]:
    """The colour with that share of it on white paper, in parts of 1."""
    red, green, blue = (1 - share * (1 - part / 255) for part in TONES[tone])
    return round(red, 3), round(green, 3), round(blue, 3)


def hexadecimal(colour: Colour) -> str:
    """The colour as a web page writes it.

    >>> hexadecimal((255, 0, 16))
    '#ff0010'
    """
    return "#{:02x}{:02x}{:02x}".format(*colour)
