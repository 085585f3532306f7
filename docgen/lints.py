"""Linting files: any .docx judged against GB/T 9704, and put right beside or over itself. Nothing prints."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.errors import DocgenError, UsageError
from docgen.frozen import frozen
from docgen.layout.fixing import Mended, mend
from docgen.layout.linting import Office, lint, on_pages, outcomes
from docgen.layout.office import load_office
from docgen.layout.parts import recognise
from docgen.layout.rule import Departure
from docgen.layout.setting import DraftLine, set_draft
from docgen.layout.table import RULES
from docgen.library import TEMPLATES, find_library, shipped_root
from docgen.ooxml.reading import read_document
from docgen.ooxml.set_text import unstyled
from docgen.ooxml.text_edits import Revision
from docgen.rules.outcomes import Checked, CheckResult
from docgen.sources import DEFAULT_MAX_BYTES, read_bytes
from docgen.sources import read_draft as read_plain
from docgen.writing import DOCX, docx_target, refuse_existing, refuse_sources, write_all

if TYPE_CHECKING:
    from docgen.laying_out import Layouts

#: what a document that was put right is called, beside the one it came from
_ENDING = "（已调整）"
PROFILE_NAMES = {
    "plain": "一般材料",
    "official": "公文",
    "letter": "信函格式",
    "order": "命令（令）格式",
    "minutes": "纪要格式",
}


@frozen
class Choice:
    """Which rules to try and how: the profile, chosen and ignored rules, --strict, --all."""

    profile: str = "auto"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    is_strict: bool = False
    every_place: bool = False
    #: whether LibreOffice lays the document out, to measure what only pages show
    is_rendered: bool = False
    #: whether changes of the text are written as Word revisions
    is_tracked: bool = False


@frozen
class Fixed:
    """A document that was put right: where it was written ("" if nothing was to do) and what was mended."""

    path: str
    written: str
    departures: tuple[Departure, ...]


def lint_files(
    paths: Sequence[str],
    choice: Choice,
    *,
    library: str | Path | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> list[Checked]:
    """Every document judged, in the order given; one that can't be read has its error instead."""
    refuse_unknown(choice)
    office = load_office(find_library(library, near=[Path(path) for path in paths[:1]]))
    found: list[Checked] = []
    with ExitStack() as stack:
        layouts = stack.enter_context(_layouts()) if choice.is_rendered else None
        for path in paths:
            try:
                data, chosen = read_draft(path, choice, max_bytes)
                own = None if is_plain_text(path) else layouts  # a plain text has no pages yet
                found.append(Checked(path, lint_bytes(data, path, chosen, office, own), None))
            except DocgenError as error:
                found.append(Checked(path, None, error))
    return found


def _layouts() -> Layouts:
    from docgen.laying_out import Layouts

    return Layouts()


def read_draft(path: str, choice: Choice, max_bytes: int) -> tuple[bytes, Choice]:
    """The bytes of a .docx; of a .txt the document in no style, of which only the text is judged."""
    if not is_plain_text(path):
        return read_bytes(path, max_bytes=max_bytes), choice
    data = unstyled(plain_lines(path, max_bytes)[0])
    return data, choice if choice.select else replace(choice, select=("text",))


def is_plain_text(path: str) -> bool:
    """Whether a file is plain text by its name."""
    return path.lower().endswith(".txt")


def plain_lines(path: str, max_bytes: int) -> tuple[list[str], str]:
    """The lines of a plain text, and GBK where it is that; UnreadableInput for any third encoding."""
    source = read_plain(path, max_bytes=max_bytes)
    encoding = "" if source.encoding.startswith("utf-8") else source.encoding
    return source.text.replace("\f", "\n").splitlines(), encoding


def set_text(path: str, max_bytes: int) -> tuple[bytes, Departure]:
    """A plain text as a document set as the standard says, its parts recognised by what they say."""
    texts, encoding = plain_lines(path, max_bytes)
    reading = recognise(read_document(unstyled(texts), path))
    lines = [DraftLine(para.role, para.text) for para in reading.paragraphs]
    template = shipped_root() / TEMPLATES / "notice.docx"
    found = f"{encoding}编码的纯文本" if encoding else "纯文本"
    data = set_draft(template.read_bytes(), str(template), lines)
    return data, Departure("全文", 0, "", found, "", "按《党政机关公文格式》排好的文档")


def lint_bytes(
    data: bytes, path: str, choice: Choice, office: Office, layouts: Layouts | None = None
) -> CheckResult:
    """The result for one document's bytes; UnreadableInput if they can't be read."""
    draft, linted = lint(
        data, path, profile=choice.profile, office=office, select=choice.select, ignore=choice.ignore
    )
    kind_title = PROFILE_NAMES[draft.profile]
    if layouts is not None:
        from docgen.laying_out import NotLaidOut

        try:
            laid = layouts.lay_out(data, draft.reading)
            linted, kind_title = on_pages(draft, linted, laid), f"{kind_title}，{laid.said}"
        except NotLaidOut as error:
            kind_title += f"，{error}"
    given = outcomes(
        draft, linted, path, office=office, is_strict=choice.is_strict, every_place=choice.every_place
    )
    return CheckResult(
        file=path,
        kind=f"layout-{draft.profile}",
        title="",
        findings=(),
        outcomes=given,
        digest=hashlib.sha256(data).hexdigest(),
        kind_title=kind_title,
    )


def refuse_unknown(choice: Choice) -> None:
    """UsageError for a rule that there isn't, so that a slip doesn't silently check nothing."""
    from docgen.wording import nearest

    ids = [rule.id for rule in RULES]
    for name in (*choice.select, *choice.ignore):
        begin = name.rstrip(".*")
        if not any(id == begin or id.startswith(f"{begin}.") for id in ids):
            raise UsageError("lint-no-rule", suggestion=nearest(name, ids) or "", id=name)


def fix_file(
    path: str,
    choice: Choice,
    *,
    output: str | None = None,
    force: bool = False,
    is_trial: bool = False,
    library: str | Path | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> Fixed:
    """One document put right, written to ``output`` or beside it; with ``is_trial`` nothing is written.

    UsageError if that file is there already and isn't to be replaced, and always for the document itself.
    """
    refuse_unknown(choice)
    office = load_office(find_library(library, near=[Path(path)]))
    is_text = is_plain_text(path)
    made: tuple[Departure, ...] = ()
    if is_text:
        data, said = set_text(path, max_bytes)
        made = (said,)
    else:
        data = read_bytes(path, max_bytes=max_bytes)
    mended: Mended = mend(
        data,
        path,
        profile=choice.profile,
        office=office,
        select=choice.select,
        ignore=choice.ignore,
        revision=Revision() if choice.is_tracked else None,
    )
    made += mended.departures
    if is_trial or (mended.data == data and output is None and not is_text):
        return Fixed(path, "", made)
    source = Path(path)
    name = f"{source.stem}{_ENDING}{DOCX}"
    target = docx_target(output, name) if output else source.with_name(name)
    refuse_sources(target, [source])
    if not force:
        refuse_existing([target])
    write_all({target: mended.data})
    return Fixed(path, str(target), made)
