"""What a notebook shows of a claim."""

from __future__ import annotations

from html.parser import HTMLParser

from symderive import calc, claim, eq, real, size, vector
from symderive.notebook import show

n = size("n")


class Balanced(HTMLParser):
    """Counts what is open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def html_of(made: object) -> str:
    text = show(made)._repr_html_()  # type: ignore[arg-type]
    parser = Balanced()
    parser.feed(text)
    assert parser.open == []
    return text


def test_a_chain_with_its_mistake() -> None:
    @claim("C-1")
    def squared(b=real()):  # noqa: B008
        """A square & more."""
        return calc(b * b).eq(b**2, "a square", printed=2 * b, erratum="E-1")

    text = html_of(squared)
    assert "A square &amp; more." in text
    assert r"$\displaystyle b b = b^{2}$ <i>a square</i>" in text
    assert "Proved for every b" in text
    assert "as printed (E-1): " in text
    assert "Refuted at b = " in text


def test_what_is_ill_formed_is_told() -> None:
    @claim("C-2")
    def mismatch(x=vector(n)):  # noqa: B008
        return eq(x, 1)

    assert "ranks differ" in html_of(mismatch)
    assert "ranks differ" in repr(show(mismatch))
