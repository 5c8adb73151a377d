"""Sheets as files: each is replaced as a whole, so that a reader never finds half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from symderive.results import Report
from symderive.sheets.blocks import Block, Picture
from symderive.sheets.document import Document
from symderive.sheets.figures import Plot, plot_pdf, plots_available
from symderive.sheets.figures.tex import path_of
from symderive.sheets.html import html_of
from symderive.sheets.html_index import Sheet, index_of
from symderive.sheets.layout import REVIEW, laid_out
from symderive.sheets.pdf import NoPdfError, pdf_of
from symderive.sheets.tex import tex_of

TEX, PDF, HTML = "tex", "pdf", "html"
FORMS = (TEX, PDF, HTML)
INDEX = "index"


@dataclass(frozen=True)
class _Laid:
    """A sheet in one style, ready for every renderer."""

    name: str
    document: Document
    blocks: tuple[Block, ...]

    @cached_property
    def source(self) -> str:
        """The sheet in LaTeX."""
        return tex_of(self.blocks)

    @cached_property
    def plots(self) -> dict[str, bytes]:
        """The files of its curves, none where they cannot be drawn here."""
        figures = [block.figure for block in self.blocks if isinstance(block, Picture)]
        plots = [figure for figure in figures if isinstance(figure, Plot)]
        return {path_of(plot): plot_pdf(plot) for plot in plots} if plots_available() else {}


def write(
    documents: Sequence[Document],
    folder: Path,
    forms: Sequence[str],
    style: str = REVIEW,
    report: Report | None = None,
    others: Sequence[Document] = (),
) -> Iterator[Path | NoPdfError]:
    """Write sheets in some of the ``FORMS``: the files that were written, and why one was not.

    Curves are drawn where matplotlib is installed; a sheet in LaTeX takes them from a folder beside
    it, and does without them where they are missing. With a ``report`` of the run, web pages get an
    index; ``others`` are sheets that stand in it as they were written before.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sheets = [_laid(document, style) for document in documents]
    if TEX in forms:
        for sheet in sheets:
            yield replaced(folder / f"{sheet.name}.{TEX}", sheet.source.encode())
            for path, contents in sheet.plots.items():
                yield replaced(folder / path, contents)
    if PDF in forms:
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            # TeX runs beside; everything of ours, and the curves above all, is made in one thread.
            running = [
                threads.submit(_pdf, sheet.source, sheet.name, sheet.plots) for sheet in sheets
            ]
            for sheet, run in zip(sheets, running, strict=True):
                made = run.result()
                if isinstance(made, NoPdfError):
                    yield made
                else:
                    yield replaced(folder / f"{sheet.name}.{PDF}", made)
    if HTML in forms:
        index = f"{styled(INDEX, style)}.{HTML}" if report is not None else ""
        for sheet in sheets:
            yield replaced(folder / f"{sheet.name}.{HTML}", html_of(sheet.blocks, index).encode())
        if report is not None:
            known = sorted(
                (*sheets, *(_laid(document, style) for document in others)),
                key=lambda sheet: sheet.name,
            )
            rows = [Sheet(f"{one.name}.{HTML}", one.document, one.blocks) for one in known]
            yield replaced(folder / index, index_of(report, rows).encode())


def styled(name: str, style: str) -> str:
    """How the files of a sheet are called: as the proof file, but for the style."""
    return name if style == REVIEW else f"{name}-{style}"


def _laid(document: Document, style: str) -> _Laid:
    return _Laid(styled(document.name, style), document, laid_out(document, style))


def _pdf(source: str, name: str, plots: dict[str, bytes]) -> bytes | NoPdfError:
    """The PDF of a sheet, or why there is none."""
    try:
        return pdf_of(source, name, plots)
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
