"""Sheets: what was claimed and what became of it, as documents to read and to print."""

from symderive.sheets.document import Document, document_of
from symderive.sheets.tex import tex_of

__all__ = ["Document", "document_of", "tex_of"]
