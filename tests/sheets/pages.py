"""Checks of HTML without a browser: what opens closes, and what links lead to is there."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"meta", "input", "br", "link"}
HEADINGS = {"h1", "h2", "h3", "h4"}
# What is left aside when a page is searched for LaTeX: there it is meant to be, or cannot be.
NOT_READ = {"annotation", "style"}
NETWORK = re.compile(r"(?:https?:)?//[a-z]")


class Page(HTMLParser):
    """What stands on a page, and what is wrong with it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.levels: list[int] = []
        self.read: list[str] = []
        self.latex: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]
        self._judge()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if len(found) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        # A picture has titles of its own.
        self.tags.append(("svg title" if tag == "title" and "svg" in self.open else tag, found))
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found["href"])
        if tag in HEADINGS:
            self.levels.append(int(tag[1]))
        if tag == "script" or any(name.startswith("on") for name in found):
            self.faults.append(f"a script: <{tag}>")
        for name, value in found.items():
            if name != "xmlns" and not name.startswith("xmlns:") and NETWORK.search(value):
                self.faults.append(f"an address: {value}")
            if "\\" in value:
                self.faults.append(f"LaTeX in an attribute: {value}")
        if tag == "th" and "scope" not in found:
            self.faults.append("a heading of a table without a scope")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if "annotation" in self.open:
            self.latex.append(data)
        elif "style" not in self.open:
            self.read.append(data)

    @property
    def text(self) -> str:
        """What one reads."""
        return "".join(self.read)

    def _judge(self) -> None:
        if "\\" in self.text:
            self.faults.append("LaTeX to read")
        if len(set(self.ids)) < len(self.ids):
            self.faults.append("a name twice")
        for link in self.links:
            if link.startswith("#") and link[1:] not in self.ids:
                self.faults.append(f"{link} leads nowhere")
        for before, level in zip([0, *self.levels], self.levels, strict=False):
            if level > before + 1:
                self.faults.append(f"a heading of level {level} below one of level {before}")
        kinds = [tag for tag, _ in self.tags]
        for kind in ("html", "head", "title", "body", "main", "h1"):
            if kinds.count(kind) != 1:
                self.faults.append(f"{kinds.count(kind)} times <{kind}>")
        if ("html", {"lang": "en"}) not in self.tags:
            self.faults.append("no language")

    def count(self, tag: str, kind: str = "") -> int:
        """How many elements there are of a tag, or of these with a class."""
        return sum(
            name == tag and (not kind or kind in found.get("class", "").split())
            for name, found in self.tags
        )


def faults(text: str) -> list[str]:
    """What is wrong with a page; empty where nothing is."""
    return Page(text).faults
