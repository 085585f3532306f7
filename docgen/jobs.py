"""Each whole task on one record once: check, make, compare. Nothing here prints.

The command line calls these, and ``docgen.load``, ``docgen.check`` and ``docgen.make`` are these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.dates import PartialDate, parse_date
from docgen.errors import BrokenLibrary, DocgenError, UnreadableInput, UsageError
from docgen.frozen import frozen
from docgen.library import Library, find_library
from docgen.records import DEFAULT_MAX_BYTES, Record, parse, read_source
from docgen.rules.outcomes import Checked, CheckResult, Standard

if TYPE_CHECKING:
    from docgen.formats.listings import ChangeLine
    from docgen.ooxml.filling import Filled
    from docgen.rules.packs import Pack
    from docgen.schemas import Kind
    from docgen.templates import Template

#: a record as Python callers have it: read already, where it is, or as plain values
Given = Record | str | Path | Mapping[str, Any]

#: what blocks a document, and nothing more
DEFAULT_STANDARD = Standard()
DRAFT_ENDING, SHEET_ENDING, MANIFEST_ENDING = ".草稿.docx", ".校核单.docx", ".docgen.json"


@frozen
class Made:
    """What came of making a document: the result, and the files written (no document if blocked)."""

    result: CheckResult
    document: Path | None = None
    sheet: Path | None = None
    manifest: Path | None = None


def load(path: str | Path, *, max_bytes: int = DEFAULT_MAX_BYTES) -> Record:
    """The record in a .json file (``-``: standard input); UnreadableInput says what is wrong and where."""
    return parse(read_source(str(path), max_bytes=max_bytes))


def check(
    record: Given,
    *,
    explanations: str | Path | None = None,
    as_of: str | date | None = None,
    library: str | Path | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> CheckResult:
    """Everything that is wrong with a record, and what every rule said of it.

    ``explanations`` is a file that explains failed rules, ``as_of`` the day (YYYY-MM-DD) that decides what
    is overdue (otherwise the record's own date), ``library`` an office's folder. Raises UnreadableInput,
    BrokenLibrary or UsageError where nothing can be judged.
    """
    day = day_given(as_of)
    given = _as_record(record, max_bytes)
    return Desk(given, library).judged(explanations, day)


def check_files(
    paths: Sequence[str],
    *,
    explanations: str | Path | None = None,
    as_of: str | date | None = None,
    library: str | Path | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> list[Checked]:
    """Each input's result or error, in order: one that can't be judged doesn't keep the others from it."""
    results = []
    for path in paths:
        try:
            result = check(path, explanations=explanations, as_of=as_of, library=library, max_bytes=max_bytes)
            results.append(Checked(path, result, None))
        except UsageError:
            raise  # the call is wrong, not this input
        except DocgenError as error:
            results.append(Checked(path, None, error))
    return results


def report(
    inputs: Sequence[Checked],
    form: str,
    *,
    exit_code: int = 0,
    standard: Standard = DEFAULT_STANDARD,
    library: str | Path | None = None,
    language: str = "zh_CN",
) -> bytes:
    """Checked inputs in one of the formats of ``docgen check``; UsageError for a .docx of several records."""
    from docgen.formats.reports import rendered

    if form != "docx":
        return rendered(form, inputs, language, exit_code=exit_code, standard=standard)
    if len(inputs) != 1 or inputs[0].result is None:
        raise UsageError("report-one-record")
    result = inputs[0].result
    near = Path(result.file).parent if result.file not in ("", "-") else Path.cwd()
    day = parse_date(result.as_of)
    places = find_library(library, [near])
    return _check_sheet(places, result, day.last if day else None, language)


def write_report(path: str | Path, data: bytes, inputs: Sequence[str | Path], *, force: bool = False) -> Path:
    """Write a report; UsageError over a file that is there (unless ``force``) or that was checked."""
    from docgen.writing import refuse_existing, refuse_sources, write_all

    target = Path(path)
    refuse_sources(target, inputs)
    if not force:
        refuse_existing([target])
    write_all({target: data})
    return target


def make(
    record: Given,
    output: str | Path | None = None,
    *,
    template: str | None = None,
    draft: bool = False,
    explanations: str | Path | None = None,
    as_of: str | date | None = None,
    force: bool = False,
    library: str | Path | None = None,
    language: str = "zh_CN",
    max_bytes: int = DEFAULT_MAX_BYTES,
    standard: Standard = DEFAULT_STANDARD,
) -> Made:
    """Make a record's official document with its check sheet and manifest, or with ``draft`` a marked draft.

    Writes nothing if the record is blocked (``Made.document`` is None) and never over what is there
    without ``force``. ``output`` is the .docx, or a folder that is there; otherwise it is put beside the
    record, and in a folder too it is named by the record's title.
    ``as_of`` is as in check. ``language`` is that of remarks in the files. ``standard`` may
    ask for more than that nothing blocks. Raises what check does, and UsageError where the files can't be
    written.
    """
    from docgen.rendering import document_date, render
    from docgen.writing import refuse_existing, refuse_sources, write_all

    day = day_given(as_of)
    given = _as_record(record, max_bytes)
    desk = Desk(given, library)
    chosen = desk.template(template)
    target = _target(output, desk, draft)
    result = desk.judged(explanations, day)
    if not draft and (result.is_blocked or result.is_broken or standard.fails(result)):
        return Made(result)
    made = Made(result, target)
    if not draft:
        sheet, manifest = (target.with_name(target.stem + end) for end in (SHEET_ENDING, MANIFEST_ENDING))
        made = replace(made, sheet=sheet, manifest=manifest)
    refuse_sources(target, [chosen.path, given.source.name])
    if not force:
        refuse_existing([path for path in (made.document, made.sheet, made.manifest) if path])
    if draft:
        from docgen.formats.review import draft_comments

        comments = draft_comments(result, language)
        rendered = render(chosen, given, desk.kind, draft_comments=comments)
        write_all({target: rendered.data})
        return made
    rendered = render(chosen, given, desk.kind, anchors="bookmark")
    assert made.sheet is not None and made.manifest is not None  # set for every official document
    write_all(
        {
            target: rendered.data,
            made.sheet: _check_sheet(desk.library, result, document_date(given), language),
            made.manifest: _manifest(desk, result, chosen, target.name, rendered, language),
        }
    )
    return made


def diff(
    before: Given,
    after: Given,
    *,
    library: str | Path | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> list[ChangeLine]:
    """What changed between two records of the same kind, by id and with Chinese labels."""
    from docgen.comparing import compare
    from docgen.formats.listings import ChangeLine
    from docgen.schemas import label

    a, b = _as_record(before, max_bytes), _as_record(after, max_bytes)
    kind_a, kind_b = Desk(a, library).kind, Desk(b, library).kind
    lines = []
    for change in compare(a, b):
        of, record, pointer = (
            (kind_a, a, change.pointer_a) if change.pointer_b is None else (kind_b, b, change.pointer_b)
        )
        lines.append(
            ChangeLine(
                change.kind.value,
                label(of, pointer or "", record),
                _shown(change.before),
                _shown(change.after),
                change.pointer_a,
                change.pointer_b,
            )
        )
    return lines


class Shelf:
    """Libraries, kinds and packs, each loaded once for all records that are judged together."""

    def __init__(self) -> None:
        self.libraries: dict[Path, Library] = {}
        self.kinds: dict[tuple[tuple[Path, ...], str], Kind] = {}
        self.packs: dict[tuple[tuple[Path, ...], str], tuple[Pack, ...]] = {}

    def library(self, folder: str | Path | None, near: Path) -> Library:
        """The library for records of a folder."""
        if near not in self.libraries:
            self.libraries[near] = find_library(folder, [near])
        return self.libraries[near]

    def kind(self, library: Library, id: str) -> Kind:
        """A kind; UsageError or BrokenLibrary as load_kind raises them."""
        from docgen import loading

        if (library.roots, id) not in self.kinds:
            self.kinds[library.roots, id] = loading.kind(library, id)
        return self.kinds[library.roots, id]

    def packs_for(self, library: Library, kind: Kind) -> tuple[Pack, ...]:
        """The packs that speak of a kind."""
        from docgen import loading

        if (library.roots, kind.id) not in self.packs:
            self.packs[library.roots, kind.id] = loading.packs(library, kind.id)
        return self.packs[library.roots, kind.id]


class Desk:
    """One record with the library it is judged by."""

    def __init__(self, record: Record, library: str | Path | None, shelf: Shelf | None = None) -> None:
        self.record = record
        self.shelf = shelf or Shelf()
        name = record.source.name
        self.library = self.shelf.library(library, Path(name).parent if name not in ("", "-") else Path.cwd())

    @cached_property
    def kind(self) -> Kind:
        """The record's kind; UnreadableInput, at the place where it says so, if nobody knows it."""
        if not self.record.kind_id:
            raise self._unreadable("record-without-kind", kinds="、".join(self._kind_ids()))
        try:
            return self.shelf.kind(self.library, self.record.kind_id)
        except UsageError as error:
            raise self._unreadable(error.code, error.suggestion, **error.parameters) from None

    def _kind_ids(self) -> list[str]:
        return [file.id for file in self.library.kind_files()]

    def _unreadable(self, code: str, suggestion: str = "", **parameters: Any) -> UnreadableInput:
        place = self.record.place("/kind")
        return UnreadableInput(
            code, path=place.file, line=place.line, column=place.column, suggestion=suggestion, **parameters
        )

    @cached_property
    def title(self) -> str:
        """The record's title as it will stand in the document."""
        from docgen.prose import resolve

        return str(resolve(self.record, self.kind, "/title"))

    def judged(self, explanations: str | Path | None, as_of: PartialDate | None = None) -> CheckResult:
        """The record's whole result."""
        from docgen.prose import check_prose
        from docgen.rules.checking import check as check_rules
        from docgen.rules.explanations import read_explanations
        from docgen.rules.masking import hider, private_texts
        from docgen.validation import validate

        explained = read_explanations(Path(explanations)) if explanations is not None else ()
        packs = self.shelf.packs_for(self.library, self.kind)
        findings = [*validate(self.record, self.kind), *check_prose(self.record, self.kind)]
        result = check_rules(self.record, self.kind, packs, findings, explained, as_of)
        hide = hider(private_texts(self.record, self.kind))
        return replace(result, title=hide(self.title) if hide else self.title)

    def template(self, id_or_path: str | None) -> Template:
        """The template asked for, or the kind's own."""
        from docgen.templates import find_template

        wanted = id_or_path or self.kind.default_template
        if not wanted:
            raise UsageError("kind-without-template", kind=self.kind.id)
        return find_template(self.library, wanted, self.kind.id)


def day_given(as_of: str | date | None) -> PartialDate | None:
    """A day asked for, read; UsageError if it is no day of the calendar."""
    if as_of is None:
        return None
    found = parse_date(str(as_of)[:11])
    if found is None or not found.is_day:
        raise UsageError("as-of-not-a-day", found=str(as_of))
    return found


def _as_record(given: Given, max_bytes: int) -> Record:
    if isinstance(given, Record):
        return given
    if isinstance(given, Mapping):
        return Record.from_data(given)
    return load(given, max_bytes=max_bytes)


def _target(output: str | Path | None, desk: Desk, draft: bool) -> Path:
    """The .docx to write: as asked, or in the folder asked for, beside the record or here, by its title."""
    from docgen.writing import DOCX, docx_target, safe_name

    own = safe_name(desk.title, desk.kind.id) + (DRAFT_ENDING if draft else DOCX)
    if output is not None:
        return docx_target(output, own)
    name = desk.record.source.name
    return (Path(name).parent if name not in ("", "-") else Path()) / own


def _check_sheet(library: Library, result: CheckResult, on: date | None, language: str) -> bytes:
    """The check sheet of a result, which bears a day."""
    from docgen.formats.review import review_context
    from docgen.rendering import NO_DATE, render_review_sheet
    from docgen.templates import RESULT_KIND, find_template, list_templates

    sheets = [each.id for each in list_templates(library) if each.kind == RESULT_KIND]
    if not sheets:
        raise BrokenLibrary("library-without-check-sheet", path=str(library.roots[0]))
    context = review_context(
        result,
        issuer=result.issuer,
        kind=result.kind_title,
        digest=result.digest,
        date=f"{on.year}年{on.month}月{on.day}日" if on else "",
        language=language,
    )
    return render_review_sheet(find_template(library, sheets[0], RESULT_KIND), context, on or NO_DATE)


def _manifest(
    desk: Desk, result: CheckResult, template: Template, name: str, rendered: Filled, language: str
) -> bytes:
    import hashlib

    from docgen import __version__
    from docgen.formats.manifest import manifest

    return manifest(
        desk.record,
        desk.kind,
        result,
        document=(name, rendered.data),
        template=(template.id, hashlib.sha256(template.path.read_bytes()).hexdigest()),
        placements=rendered.placements,
        language=language,
        version=__version__,
    )


def _shown(value: object) -> str:
    """A value of a record in one line, as a clerk reads it."""
    from docgen.formats.manifest import exact_json

    if isinstance(value, dict) and list(value) == ["unknown"]:
        return f"未知（{value['unknown']}）"
    if value is None or isinstance(value, str):
        return value or ""
    return exact_json(value, "")
