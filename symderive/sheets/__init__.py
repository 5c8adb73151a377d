"""Sheets: what was claimed and what became of it, as documents to read and to print."""

from symderive.sheets.document import Document, document_of
from symderive.sheets.layout import REVIEW, STYLES, laid_out
from symderive.sheets.pdf import NoPdfError
from symderive.sheets.tex import tex_of
from symderive.sheets.writing import FORMS, write

__all__ = [
    "FORMS",
    "REVIEW",
    "STYLES",
    "Document",
    "NoPdfError",
    "document_of",
    "laid_out",
    "tex_of",
    "write",
]
