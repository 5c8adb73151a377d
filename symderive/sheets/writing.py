"""Sheets as files: each is replaced as a whole, so that a reader never finds half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from symderive.sheets.document import Document
from symderive.sheets.layout import REVIEW, laid_out
from symderive.sheets.pdf import NoPdfError, pdf_of
from symderive.sheets.tex import tex_of

TEX, PDF, HTML = "tex", "pdf", "html"
FORMS = (TEX, PDF, HTML)


def name_of(document: Document, style: str) -> str:
    """How the files of a sheet are called: as the proof file, but for the style."""
    return document.name if style == REVIEW else f"{document.name}-{style}"


def write(
    documents: Sequence[Document], folder: Path, forms: Sequence[str], style: str = REVIEW
) -> Iterator[Path | NoPdfError]:
    """Write sheets in some of the ``FORMS``: the files that were written, and why one was not."""
    folder.mkdir(parents=True, exist_ok=True)
    sources: list[tuple[str, str]] = []
    for document in documents:
        name = name_of(document, style)
        source = tex_of(laid_out(document, style))
        sources.append((name, source))
        if TEX in forms:
            yield replaced(folder / f"{name}.{TEX}", source.encode())
    if PDF in forms:
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            for (name, _), made in zip(sources, threads.map(_pdf, sources), strict=True):
                if isinstance(made, NoPdfError):
                    yield made
                else:
                    yield replaced(folder / f"{name}.{PDF}", made)


def _pdf(sheet: tuple[str, str]) -> bytes | NoPdfError:
    name, source = sheet
    try:
        return pdf_of(source, name)
    except NoPdfError as error:
        return error


def replaced(file: Path, contents: bytes) -> Path:
    """Write a file beside its place and move it there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_bytes(contents)
        os.replace(beside, file)
    finally:
        beside.unlink(missing_ok=True)
    return file
