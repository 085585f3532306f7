"""Auditing files: .docx, .pdf and plain text judged, held against a record, made into one.

Nothing here prints.

PDF text is read with pypdf (BSD licence, pure Python: the same on Windows, without a program to install).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from itertools import chain
from pathlib import Path

from docgen.auditing.calendar_checks import issue_date
from docgen.auditing.figures import figures_in
from docgen.auditing.judging import relations_of
from docgen.auditing.passages import Passage, passages_of, seen
from docgen.auditing.results import Audit, Audited
from docgen.confronting import Confronted, confronted
from docgen.errors import DocgenError, UnreadableInput, UsageError
from docgen.library import find_library
from docgen.records import parse
from docgen.sources import DEFAULT_MAX_BYTES, read_bytes, read_draft, read_source

_SENTENCE_ENDS = tuple("。！？：；!?:;”》）)")
#: a line that begins one of these begins a paragraph, however long the line before it was
_HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|"
    r"[0-9]{1,2}[.、．]|[（(][0-9]{1,2}[）)])"
)
_GAP = re.compile(
    "(?<=[\u4e00-\u9fff，、。；：（]) +(?=[0-9０-９])|(?<=[0-9０-９%]) +(?=[\u4e00-\u9fff，、。；：）%])"
)
#: what stands around the text of a document on every page
_AROUND = ("header", "footer")
_PAGE_NUMBER = re.compile(r"\s*[-—–－]*\s*[0-9]{1,4}\s*[-—–－]*\s*")
#: a line shorter than this share of the longest ends its paragraph
_FULL = 0.85


def audit_files(
    paths: Sequence[str], *, issued: date | None = None, max_bytes: int = DEFAULT_MAX_BYTES
) -> list[Audited]:
    """Every file audited, in the order given; one that can't be read has its error instead."""
    found: list[Audited] = []
    for path in paths:
        try:
            found.append(Audited(path, audit_file(path, issued=issued, max_bytes=max_bytes), None))
        except DocgenError as error:
            found.append(Audited(path, None, error))
    return found


def audit_file(path: str, *, issued: date | None = None, max_bytes: int = DEFAULT_MAX_BYTES) -> Audit:
    """The audit of one file; UnreadableInput if it can't be read or holds no text."""
    passages, digest = read_passages(path, max_bytes)
    day = issued or issue_date(passages)
    count = sum(len(figures_in(passage)) for passage in passages)
    relations = relations_of(passages, day)
    return Audit(path, tuple(relations), day.isoformat() if day else "", digest, count)


def against_record(
    path: str, record: str, *, library: str | Path | None = None, max_bytes: int = DEFAULT_MAX_BYTES
) -> list[Confronted]:
    """A document's figures beside a record's values: same, differing, absent from it, backed by nothing."""
    from docgen.schemas import load_kind

    read = parse(read_source(record, max_bytes=max_bytes))
    kind = load_kind(find_library(library, near=[Path(record)]), read.kind_id)
    passages, _digest = read_passages(path, max_bytes)
    return confronted(passages, read, kind)


def to_record(
    path: str,
    kind_id: str,
    output: str,
    *,
    force: bool = False,
    library: str | Path | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> tuple[Path, int, int]:
    """Write a record drafted from a report: the file, how many indicators it fills in, how many it leaves.

    UsageError if the file is there already and isn't to be replaced, or is the report itself.
    """
    from docgen.drafting import draft
    from docgen.formats.manifest import exact_json
    from docgen.schemas import load_kind
    from docgen.writing import write_all

    target = Path(output)
    if target.exists() and (not force or target.samefile(path)):
        code = "output-exists" if not force else "output-is-input"
        raise UsageError(code, path=output, names=target.name)
    kind = load_kind(find_library(library), kind_id)
    passages, _digest = read_passages(path, max_bytes)
    record, known = draft(passages, kind)
    write_all({target: (exact_json(record) + "\n").encode("utf-8")})
    left = sum(each not in known.found for each in record["indicators"])
    return target, len(known.found), left


def read_passages(path: str, max_bytes: int = DEFAULT_MAX_BYTES) -> tuple[list[Passage], str]:
    """The paragraphs of a file, and the SHA-256 of its bytes."""
    suffix = path.lower().rpartition(".")[2]
    if suffix not in ("docx", "pdf"):
        source = read_draft(path, max_bytes=max_bytes)
        return passages_of(tightened(source.text), path), source.digest
    data = read_bytes(path, max_bytes=max_bytes)
    digest = hashlib.sha256(data).hexdigest()
    return docx_passages(data, path) if suffix == "docx" else _passages(
        joined(pdf_lines(data, path)), path
    ), digest


def docx_passages(data: bytes, path: str) -> list[Passage]:
    """The paragraphs of a .docx, without heads and feet of pages; UnreadableInput if it can't be read."""
    from docgen.ooxml.reading.document import read_document

    shown = (para for para in read_document(data, path).paragraphs if para.where not in _AROUND)
    return _passages(list(chain.from_iterable((para.label + para.text).split("\n") for para in shown)), path)


def _passages(texts: Sequence[str], path: str) -> list[Passage]:
    numbered = [tightened(text) for text in texts if text.strip()]
    if not numbered:
        raise UnreadableInput("audit-no-text", path=path)
    return [Passage(at, text, 0, path) for at, text in enumerate(numbered, 1)]


def tightened(text: str) -> str:
    """A text without what isn't seen, nor spaces for nothing between Chinese and digits: 共有 32 家."""
    return _GAP.sub("", seen(text))


def pdf_lines(data: bytes, path: str) -> list[str]:
    """The lines of a PDF's text, page after page."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise UnreadableInput("audit-no-pdf-reader", path=path) from None
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableInput("audit-pdf-locked", path=path)
        return [line for page in reader.pages for line in page.extract_text().split("\n")]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UnreadableInput("audit-not-pdf", path=path) from None


def joined(lines: Sequence[str]) -> list[str]:
    """Lines as paragraphs: a line that fills the page and doesn't end a sentence goes on in the next."""
    lines = [line.rstrip() for line in lines if not _PAGE_NUMBER.fullmatch(line)]
    longest = max((len(line) for line in lines), default=0)
    paragraphs: list[str] = []
    goes_on = False
    for line in lines:
        if not line.strip():
            goes_on = False
            continue
        if goes_on and not _HEADING.match(line):
            paragraphs[-1] += line.strip()
        else:
            paragraphs.append(line)
        goes_on = len(line) >= longest * _FULL or (
            len(line) >= longest * _FULL / 2 and not line.endswith(_SENTENCE_ENDS)
        )
    return paragraphs
