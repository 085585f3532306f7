"""From findings to action (先核实、后整改): letters that ask units, and orders for what was found true.

``letters`` makes a 数据核实函 for each record with anything to ask, and the 核实清单 that comes back filled
in; ``orders`` makes a 整改通知书 of what the inspector then marked 属实, each with its ledger to fill in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import jobs
from docgen.correspondence import LETTER, ORDER, Terms, read_terms
from docgen.errors import BrokenLibrary, DocgenError, UsageError
from docgen.findings import Finding
from docgen.frozen import frozen
from docgen.inspecting import (
    LETTERS_LIST,
    ORDERS_LIST,
    Note,
    PreviousIndex,
    previous_index,
    previous_of,
    record_files,
)
from docgen.library import find_library
from docgen.records import DEFAULT_MAX_BYTES
from docgen.rules.explanations import UNUSED, fitting_nothing, lines_used, told_place
from docgen.writing import folder_not_made, refuse_existing, safe_name, write_all

if TYPE_CHECKING:
    from docgen.formats.letters import Ordered, Sent
    from docgen.formats.questions import Asked
    from docgen.rules.outcomes import CheckResult
    from docgen.templates import Template

WORKBOOK = "核实清单.xlsx"
LETTERS_FORMAT, ORDERS_FORMAT = "docgen-letters/0", "docgen-orders/0"
LEDGER_ENDING = ".rectification-list.json"
_SAME = "letters-same-record"


@frozen
class Letters:
    """What came of asking: (file, unit, questions) of each letter; records without; the unreadable."""

    folder: str
    files: tuple[str, ...] = ()
    sent: tuple[tuple[str, str, int], ...] = ()
    clean: tuple[tuple[str, str], ...] = ()
    #: what is to be known of the records besides, and of last period's: message code and parameters
    notes: tuple[Note, ...] = ()
    unreadable: tuple[DocgenError, ...] = ()


@frozen
class Orders:
    """What came of a workbook: orders as in Letters, what is wrong with its rows, how many say what."""

    folder: str
    files: tuple[str, ...] = ()
    sent: tuple[tuple[str, str, int], ...] = ()
    findings: tuple[Finding, ...] = ()
    true: int = 0
    false: int = 0
    open: int = 0
    notes: tuple[Note, ...] = ()
    unreadable: tuple[DocgenError, ...] = field(default=())


def letters(
    records: Sequence[str],
    output: str | Path,
    terms: str | Path,
    *,
    previous: str | Path | None = None,
    band: int | None = None,
    explanations: str | Path | None = None,
    as_of: str | date | None = None,
    force: bool = False,
    library: str | Path | None = None,
    language: str = "zh_CN",
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> Letters:
    """A 数据核实函 for each record with anything to ask, beside 核实清单.xlsx and letters.json in ``output``.

    ``terms`` is the YAML file about the letters; ``previous`` a folder with last period's records, whose
    comparisons are asked about too, changes beyond ``band`` percent. Records without a question are listed
    and get no letter; unreadable ones don't keep the others from theirs. Nothing is written if no record
    has a question.
    """
    from docgen.formats.letters import Sent, input_entry, letter_context
    from docgen.formats.question_book import question_book

    folder = Path(output)
    said = read_terms(Path(terms), LETTER)
    how = _how(previous, band, explanations, as_of, library, language, max_bytes)
    every, notes, unreadable = _asked(records, folder, how)
    asking = [each for each in every if each.questions]
    clean = tuple((each.file, each.unit) for each in every if not each.questions)
    if not asking:
        return Letters(str(folder), clean=clean, notes=notes, unreadable=unreadable)
    template = _template(_LETTER_TEMPLATE, library)
    names = _names(f"{each.unit}{each.period}数据核实函" for each in asking)
    sent = [
        Sent(
            f"{name}.docx",
            _document(template, letter_context(said, position, each), said),
            said.number(position),
            each,
            tuple(question.key for question in each.questions),
        )
        for position, (name, each) in enumerate(zip(names, asking, strict=True))
    ]
    run = _Run(explanations, as_of, how.band)
    book = question_book(
        every, version=_version(), as_of=run.as_of, explanations=run.explanations, band=run.band
    )
    contents = {each.file: each.data for each in sent} | {WORKBOOK: book}
    contents[LETTERS_LIST] = run.listed(
        LETTERS_FORMAT,
        sent,
        book,
        WORKBOOK,
        clean=[input_entry(each) for each in every if not each.questions],
        same=[
            {"record": Path(said["file"]).name, "first": Path(said["first"]).name}
            for code, said in notes
            if code == _SAME
        ],
        unreadable=[{"record": Path(error.path).name, "code": error.code} for error in unreadable],
    )
    files = _written(folder, contents, force)
    told = tuple((each.file, each.asked.unit, len(each.items)) for each in sent)
    return Letters(str(folder), files, told, clean, notes, unreadable)


def orders(
    workbook: str | Path,
    records: Sequence[str],
    output: str | Path,
    terms: str | Path,
    *,
    previous: str | Path | None = None,
    explanations: str | Path | None = None,
    force: bool = False,
    library: str | Path | None = None,
    language: str = "zh_CN",
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> Orders:
    """A 整改通知书 with its ledger for each record of which the workbook marks anything 属实.

    ``records``, ``previous`` and ``explanations`` are those that the letters were made from; the day that
    decides what is overdue is the letters'. Nothing comes of a row with a fault. UsageError for other
    explanations or other records of last period.
    """
    from docgen.answers import in_order, judge, read_answers

    folder = Path(output)
    said = read_terms(Path(terms), ORDER)
    answers = read_answers(str(workbook))
    is_compared = answers.band.isdecimal()
    if is_compared != (previous is not None):
        raise UsageError("orders-other-previous", path=str(workbook))
    band = int(answers.band) if is_compared else None
    run = _Run(explanations, answers.as_of or None, band)
    if answers.explanations != run.explanations:
        raise UsageError("orders-other-explanations", path=str(workbook))
    how = _how(previous, band, explanations, answers.as_of or None, library, language, max_bytes)
    every, notes, unreadable = _asked(records, folder, how)
    for each in every:
        if each.digest in answers.records and answers.previous.get(each.digest, "") != each.before:
            raise UsageError("orders-other-previous", path=str(workbook))
    judged = judge(answers, every, said.requirement)
    ordered = [
        (each, in_order(judged.ordered[each.digest], each)) for each in every if each.digest in judged.ordered
    ]
    counts = (tuple(judged.findings), judged.true, judged.false, judged.open, notes, unreadable)
    if not ordered:
        return Orders(str(folder), (), (), *counts)
    sent = _orders(said, ordered, library)
    contents = {each.file: each.data for each in sent}
    contents |= {each.record[0]: each.record[1] for each in sent if each.record}
    book = Path(workbook).read_bytes()
    contents[ORDERS_LIST] = run.listed(ORDERS_FORMAT, sent, book, Path(workbook).name)
    files = _written(folder, contents, force)
    told = tuple((each.file, each.asked.unit, len(each.items)) for each in sent)
    return Orders(str(folder), files, told, *counts)


class _Run:
    """What both commands say of how they were called."""

    def __init__(self, explanations: str | Path | None, as_of: str | date | None, band: int | None) -> None:
        from docgen.formats.letters import digest

        day = jobs.day_given(as_of)
        self.as_of = day.text if day else ""
        self.band = band
        self.explanations = digest(Path(explanations).read_bytes()) if explanations is not None else ""

    def listed(
        self, form: str, sent: Sequence[Sent], book: bytes, name: str, **others: Sequence[dict[str, str]]
    ) -> bytes:
        """letters.json or orders.json."""
        from docgen.formats.letters import digest, sent_list

        return sent_list(
            form,
            sent,
            version=_version(),
            as_of=self.as_of,
            explanations=self.explanations,
            band=self.band,
            workbook=(name, digest(book)),
            others=others,
        )


@frozen
class _How:
    """How records are judged: both commands do it alike."""

    explanations: str | Path | None
    as_of: str | date | None
    library: str | Path | None
    language: str
    max_bytes: int
    #: last period's records and the percentage, None where nothing is compared
    earlier: PreviousIndex | None = None
    band: int | None = None
    #: what is to be known of last period's records
    notes: tuple[Note, ...] = ()


def _how(
    previous: str | Path | None,
    band: int | None,
    explanations: str | Path | None,
    as_of: str | date | None,
    library: str | Path | None,
    language: str,
    max_bytes: int,
) -> _How:
    from docgen.continuity import DEFAULT_BAND

    how = _How(explanations, as_of, library, language, max_bytes)
    if previous is None:
        return how
    earlier, notes = previous_index(str(previous), max_bytes)
    return replace(how, earlier=earlier, band=DEFAULT_BAND if band is None else band, notes=tuple(notes))


def _asked(
    paths: Sequence[str], folder: Path, how: _How
) -> tuple[list[Asked], tuple[Note, ...], tuple[DocgenError, ...]]:
    """Every readable record with its questions; what is to be known besides; the others' errors.

    Of files that are the same byte for byte the first is taken: a unit is asked once.
    """
    every: list[Asked] = []
    notes = list(how.notes)
    unreadable: list[DocgenError] = []
    seen: dict[str, str] = {}
    about: list[Finding] = []
    used: set[int] = set()
    shelf = jobs.Shelf()
    for path in record_files(paths, folder):
        try:
            each, result = _one(path, how, shelf)
        except UsageError:
            raise  # the call is wrong, not this input
        except DocgenError as error:
            if how.explanations is not None and error.path == str(how.explanations):
                raise
            unreadable.append(error)
            continue
        if each.digest in seen:
            notes.append((_SAME, {"file": path, "first": seen[each.digest]}))
            continue
        seen[each.digest] = path
        every.append(each)
        if how.explanations is not None:
            about += result.findings
            used |= lines_used(result, how.explanations)
        if how.earlier is not None and not each.before:
            notes.append(("previous-none", {"file": path, "unit": each.unit}))
    if how.explanations is not None:
        notes += _explained(Path(how.explanations), about, used)
    return every, tuple(notes), tuple(unreadable)


def _explained(path: Path, about: Iterable[Finding], used: set[int]) -> Iterator[Note]:
    """What is to be known of the explanations, once: which don't hold, and which fit no record at all."""
    from docgen.formats.text import place_text

    told: list[Note] = []
    for each in about:
        if each.place.file == str(path) and each.code != UNUSED:
            parameters = {name: str(value) for name, value in each.parameters.items()}
            told.append((each.code, {"at": place_text(each.place), **parameters}))
    yield from (each for index, each in enumerate(told) if each not in told[:index])
    for given in fitting_nothing(path, used):
        yield UNUSED, {"at": place_text(given.source), "rule": given.rule, "place": told_place(given)}


def _one(path: str, how: _How, shelf: jobs.Shelf) -> tuple[Asked, CheckResult]:
    """A record with its questions, and the result that they come from."""
    from docgen.contexts import document_context
    from docgen.continuity import with_previous
    from docgen.formats.questions import asked

    record, day = jobs.load(path, max_bytes=how.max_bytes), jobs.day_given(how.as_of)
    desk = jobs.Desk(record, how.library, shelf)
    kind, result = desk.kind, desk.judged(how.explanations, day)
    before = previous_of(record, how.earlier, how.max_bytes) if how.earlier is not None else None
    # that last period's record isn't there is nothing to ask the unit
    if before is not None and how.band is not None:
        result = with_previous(result, record, before, kind, band=how.band, as_of=day)
    period_name = str(document_context(record, kind)["period_name"])
    digest = before.source.digest if before else ""
    return asked(record, kind, result, period_name, how.language, digest), result


def _orders(
    said: Terms, ordered: Sequence[tuple[Asked, list[Ordered]]], library: str | Path | None
) -> list[Sent]:
    from docgen.formats.ledgers import ledger
    from docgen.formats.letters import Sent, order_context

    template = _template(_ORDER_TEMPLATE, library)
    names = _names(f"{each.unit}{each.period}整改通知书" for each, _ in ordered)
    often = Counter(each.unit for each, _ in ordered)
    ledgers = _names(each.unit + (each.period if often[each.unit] > 1 else "") for each, _ in ordered)
    return [
        Sent(
            f"{name}.docx",
            _document(template, order_context(said, position, each, items), said),
            said.number(position),
            each,
            tuple(item.question.key for item in items),
            (f"{stem}{LEDGER_ENDING}", ledger(said, position, each, items)),
        )
        for position, (name, stem, (each, items)) in enumerate(zip(names, ledgers, ordered, strict=True))
    ]


_LETTER_TEMPLATE, _ORDER_TEMPLATE = "docgen-letter", "docgen-order"


def _template(kind: str, library: str | Path | None) -> Template:
    """The library's template of what goes out; an office's own replaces the shipped one."""
    from docgen.templates import list_templates

    found = [each for each in list_templates(find_library(library)) if each.kind == kind]
    if not found:
        raise BrokenLibrary("library-without-letter", kind=kind)
    return found[0]


def _document(template: Template, context: dict[str, object], said: Terms) -> bytes:
    from docgen.rendering import NO_DATE, render_letter

    return render_letter(template, context, said.on.first if said.on else NO_DATE)


def _names(titles: Iterable[str]) -> list[str]:
    """File names without ending, no two alike on a system that knows no capitals."""
    names: list[str] = []
    taken: set[str] = set()
    for title in titles:
        name = stem = safe_name(title, "未命名")
        count = 1
        while name.casefold() in taken:
            count += 1
            name = f"{stem}（{count}）"
        taken.add(name.casefold())
        names.append(name)
    return names


def _written(folder: Path, contents: dict[str, bytes], force: bool) -> tuple[str, ...]:
    """Write all files into the folder, made if need be; their paths."""
    targets = {folder / name: data for name, data in contents.items()}
    if not force:
        refuse_existing(list(targets))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise folder_not_made(folder, error) from error
    write_all(targets)
    return tuple(str(path) for path in targets)


def _version() -> str:
    from docgen import __version__

    return __version__
