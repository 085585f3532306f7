"""Reading any .docx: paragraphs and runs with their effective values, each knowing where it comes from."""

from docgen.ooxml.reading.document import (
    BODY,
    FOOTER,
    FOOTNOTE,
    HEADER,
    SDT,
    TABLE,
    TEXTBOX,
    Para,
    Reading,
    Run,
    Table,
    read_document,
)
from docgen.ooxml.reading.opening import Package, W, serialised
from docgen.ooxml.reading.sections import Section
from docgen.ooxml.reading.values import Effective, Values

__all__ = [
    "BODY",
    "FOOTER",
    "FOOTNOTE",
    "HEADER",
    "SDT",
    "TABLE",
    "TEXTBOX",
    "Effective",
    "Package",
    "Para",
    "Reading",
    "Run",
    "Section",
    "Table",
    "Values",
    "W",
    "read_document",
    "serialised",
]
