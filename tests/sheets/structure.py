"""A check of LaTeX without TeX: braces, environments, delimiters and columns match."""

from __future__ import annotations

import re


def faults(source: str) -> list[str]:
    """What is wrong with the structure of a LaTeX file; empty where nothing is."""
    found: list[str] = []
    text = re.sub(r"(?<!\\)%.*", "", source)
    plain = re.sub(r"\\[{}]", "", text)
    depth = 0
    for character in plain:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            found.append("a brace closes that was never opened")
            break
    if depth > 0:
        found.append("a brace is never closed")
    open_environments: list[str] = []
    for kind, name in re.findall(r"\\(begin|end)\{([^}]*)\}", text):
        if kind == "begin":
            open_environments.append(name)
        elif not open_environments or open_environments.pop() != name:
            found.append(f"\\end{{{name}}} does not match")
    found += [f"\\begin{{{name}}} is never ended" for name in open_environments]
    lefts = len(re.findall(r"\\left(?![a-zA-Z])", text))
    rights = len(re.findall(r"\\right(?![a-zA-Z])", text))
    if lefts != rights:
        found.append(f"{lefts} \\left, {rights} \\right")
    for body in re.findall(r"\\begin\{alignat\*\}\{1\}\n(.*?)\n\\end", text, re.DOTALL):
        rows = re.sub(r"\\begin\{(cases|pmatrix)\}.*?\\end\{\1\}", "", body, flags=re.DOTALL)
        for row in rows.split("\\\\\n"):
            if row.count("&") != 1:
                found.append(f"a row with {row.count('&')} columns: {row}")
    return found
