"""How the pages are read: Python as doctests, commands run beside the files that the page names."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

DOCS = Path(__file__).resolve().parents[2] / "docs"
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL | doctest.ELLIPSIS
FILE = re.compile(r"(?P<language>\w+) (?P<path>[\w/.]+)$\n", re.MULTILINE)
PROMPT = "$ "
# Seconds; a command takes a few, and more where other tests run at the same time.
WAIT = 600


class FileParser:
    """A block ``python proofs/first.py`` is a file of that name, which is written."""

    def __call__(self, document: Document) -> Iterable[Region]:
        for region in RawFencedCodeBlockLexer(FILE)(document):
            region.parsed = region.lexemes["path"], region.lexemes["source"]
            region.evaluator = write
            yield region


def write(example: Example) -> None:
    """Write the file into the folder of the page."""
    name, text = example.parsed
    target = Path(example.namespace["folder"], name)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def run(example: Example) -> str | None:
    """Run the commands of a block, and compare what they print; ``...`` stands for anything."""
    told = []
    for block in re.split(r"^(?=\$ )", example.parsed, flags=re.MULTILINE):
        if not block.startswith(PROMPT):
            continue
        command, _, expected = block.removeprefix(PROMPT).partition("\n")
        found = printed(command, Path(example.namespace["folder"]))
        wanted = expected if expected.strip() else "\n"
        if not doctest.OutputChecker().check_output(wanted, found, FLAGS):
            told.append(f"$ {command}\nexpected:\n{wanted}\nfound:\n{found}")
    return "\n".join(told) or None


def printed(command: str, folder: Path) -> str:
    """What a command prints in that folder, its errors as well."""
    beside = Path(sys.executable).parent
    known = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    environment = {
        **known,
        "PATH": f"{beside}{os.pathsep}{known.get('PATH', '')}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    made = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=WAIT,
        check=False,
    )
    return made.stdout or "\n"


SYBIL = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=FLAGS),
        CodeBlockParser("console", run),
        FileParser(),
    ],
    pattern="*.md",
    path=str(DOCS),
)
