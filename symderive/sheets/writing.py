"""Sheets as files: each is replaced as a whole, so that a reader never finds half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from symderive.sheets.blocks import Block, Picture
from symderive.sheets.document import Document
from symderive.sheets.figures import Plot, plot_pdf, plots_available
from symderive.sheets.figures.tex import path_of
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
    """Write sheets in some of the ``FORMS``: the files that were written, and why one was not.

    Curves are drawn where matplotlib is installed; a sheet in LaTeX takes them from a folder beside
    it, and does without them where they are missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sheets: list[tuple[str, str, dict[str, bytes]]] = []
    for document in documents:
        name, blocks = name_of(document, style), laid_out(document, style)
        plots = _plots(blocks) if TEX in forms or PDF in forms else {}
        sheets.append((name, tex_of(blocks), plots))
        if TEX in forms:
            yield replaced(folder / f"{name}.{TEX}", sheets[-1][1].encode())
            for path, contents in plots.items():
                yield replaced(folder / path, contents)
    if PDF in forms:
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            for (name, _, _), made in zip(sheets, threads.map(_pdf, sheets), strict=True):
                if isinstance(made, NoPdfError):
                    yield made
                else:
                    yield replaced(folder / f"{name}.{PDF}", made)


def _plots(blocks: Sequence[Block]) -> dict[str, bytes]:
    """The files of the curves on a sheet, none where they cannot be drawn here."""
    figures = [block.figure for block in blocks if isinstance(block, Picture)]
    plots = [figure for figure in figures if isinstance(figure, Plot)]
    return {path_of(plot): plot_pdf(plot) for plot in plots} if plots_available() else {}


def _pdf(sheet: tuple[str, str, dict[str, bytes]]) -> bytes | NoPdfError:
    name, source, files = sheet
    try:
        return pdf_of(source, name, files)
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
