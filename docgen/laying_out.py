"""Documents laid out by LibreOffice, to measure on their pages what the file alone doesn't tell."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from pathlib import Path

from docgen.converting import Office, find_office, stand_ins
from docgen.layout.fixing import changed
from docgen.layout.heights import text_size
from docgen.layout.pages import Laid, Page, read_pages, told_apart
from docgen.ooxml.edits import Edit
from docgen.ooxml.reading import BODY, SDT, Reading, read_document

#: fields that fetch something when a document is opened
_FETCHING = frozenset(("INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "INCLUDE", "LINK", "DDE", "DDEAUTO", "RD"))


#: how high a line of Chinese is by itself, in sizes of its characters, in the fonts of official documents
_NATURAL = 1.2
#: grids of characters, which LibreOffice reads otherwise than Word
_OF_CHARACTERS = ("linesAndChars", "snapToChars")


class NotLaidOut(Exception):
    """Why there are no pages to measure on, as a clerk is told."""


class Layouts:
    """LibreOffice for as long as the context lasts, asked for one document after another."""

    def __init__(self) -> None:
        program = find_office()
        self._office = Office(program) if program is not None else None
        self._folder = tempfile.TemporaryDirectory(prefix="docgen-lint-", ignore_cleanup_errors=True)

    def __enter__(self) -> Layouts:
        return self

    def __exit__(self, *unused: object) -> None:
        if self._office is not None:
            self._office.__exit__(*unused)
        self._folder.cleanup()

    def lay_out(self, data: bytes, reading: Reading) -> Laid:
        """The document's pages; NotLaidOut where LibreOffice isn't there, fails, or would fetch something."""
        if self._office is None:
            raise NotLaidOut("没有找到LibreOffice，版面没有排出")
        if fetches(reading):
            raise NotLaidOut("文件链接了外部内容，没有交给LibreOffice排版")
        if any(section.grid in _OF_CHARACTERS for section in reading.sections):
            raise NotLaidOut("文档网格指定了每行字数，LibreOffice排得与Word不同，没有排版")
        document = Path(self._folder.name, "document.docx")
        document.write_bytes(_off_grid(data))
        pdf = document.with_suffix(".pdf")
        pdf.unlink(missing_ok=True)
        if not all(is_made for _document, is_made in self._office.convert([document])):
            raise NotLaidOut("LibreOffice没有排出这份文件")
        pages = _pages(pdf.read_bytes())
        return Laid(told_apart(pages, reading), stand_ins(fonts_of(reading)))


def _off_grid(data: bytes) -> bytes:
    """The same document without its grid of lines, its lines as high as Word makes them on that grid.

    LibreOffice sets other lines on a grid than Word: exact ones too, and by how high its own font is.
    """
    reading = read_document(data)
    gridded = {section.number: section for section in reading.sections if section.grid == "lines"}
    edits = [
        Edit(reading.package.main, section.element, {"docGrid": None})
        for section in gridded.values()
        if section.element is not None
    ]
    for para in reading.of(BODY, SDT):
        pitch = gridded[para.section].pitch if para.section in gridded else None
        is_snapped = para.values["lineRule"].value == "auto" and para.values["snapToGrid"].value
        if pitch and is_snapped and not para.has_drawing:
            steps = math.ceil(text_size(para) * _NATURAL / pitch)
            line = round(steps * pitch * int(para.values["line"].value) / 240)
            edits.append(
                Edit(para.part, para.element, {"spacing": {"line": str(line), "lineRule": "exact"}})
            )
    return changed(reading.package, edits) if edits else data


def _pages(pdf: bytes) -> Sequence[Page]:
    try:
        return read_pages(pdf)
    except ImportError:
        raise NotLaidOut("没有安装pypdf（pip install docgen[pdf]），版面无法读取") from None
    except ValueError:
        raise NotLaidOut("LibreOffice排出的PDF无法读取") from None


def fetches(reading: Reading) -> bool:
    """Whether opening the document would fetch something from elsewhere."""
    return reading.package.links_outside or any(
        not _FETCHING.isdisjoint(para.fields) for para in reading.paragraphs
    )


def fonts_of(reading: Reading) -> list[str]:
    """The Chinese fonts that the document's text asks for, in the order of their first use."""
    named = (str(run.values["eastAsia"].value or "") for para in reading.paragraphs for run in para.runs)
    return [name for name in dict.fromkeys(named) if name]
