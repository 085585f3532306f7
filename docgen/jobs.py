"""Each whole task once: check, make, compare, list, explain, start. Nothing here prints.

The command line calls these, and ``docgen.load``, ``docgen.check`` and ``docgen.make`` are these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from docgen.dates import PartialDate, parse_date
from docgen.errors import BrokenLibrary, DocgenError, UnreadableInput, UsageError
from docgen.frozen import frozen
from docgen.library import Library, find_library
from docgen.messages import word
from docgen.records import DEFAULT_MAX_BYTES, Record, parse, read_source
from docgen.rules.outcomes import Checked, CheckResult, Standard

if TYPE_CHECKING:
    from docgen.continuity import Comparison
    from docgen.formats.listings import ChangeLine, KindLine, RuleLine, RuleSheet, RuleTrial, TemplateLine
    from docgen.inspecting import Inspection, PreviousIndex
    from docgen.ooxml.filling import Filled
    from docgen.rules.outcomes import LegalBasis
    from docgen.rules.packs import Pack, Rule
    from docgen.rules.text_rules import TextRule
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


@frozen
class Inspected:
    """What came of an inspection: its totals (its units are in the reports), and the files written."""

    inspection: Inspection
    files: list[Path]


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
    return _Desk(given, library).judged(explanations, day)


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
    places = find_library(library, [near, Path.cwd()])
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
    desk = _Desk(given, library)
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


def inspect(
    paths: Sequence[str],
    output: str | Path | None = None,
    *,
    previous: str | Path | None = None,
    baseline: str | Path | None = None,
    as_of: str | date | None = None,
    explanations: str | Path | None = None,
    band: int | None = None,
    workers: int = 1,
    force: bool = False,
    library: str | Path | None = None,
    language: str = "zh_CN",
    max_bytes: int = DEFAULT_MAX_BYTES,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Inspected:
    """Check many records of files and folders, and write the inspection's reports into a folder.

    ``output`` is made if it isn't there (otherwise 检查结果 or inspection, by ``language``); reports that
    are there are written over only with ``force``. ``previous`` is a folder with last period's records,
    ``baseline`` an earlier inspection.json, ``band`` in percent. An input that can't be judged is among
    the results. Once ``is_stopped`` says so, what was done so far is written. Raises UsageError where
    there is nothing to inspect or the reports can't be written, BrokenLibrary, and UnreadableInput for
    a baseline or explanations that can't be read.
    """
    from docgen import __version__
    from docgen.continuity import DEFAULT_BAND
    from docgen.formats.inspection_units import record_line
    from docgen.inspecting import (
        MOST_NAMES,
        REPORT_NAMES,
        Inspection,
        Names,
        absent,
        judge_all,
        mark_against,
        new_spool,
        previous_index,
        read_baseline,
        record_files,
    )
    from docgen.rules.explanations import read_explanations
    from docgen.writing import refuse_existing

    own_folder = "检查结果" if language.startswith("zh") else "inspection"
    folder = Path(output if output is not None else own_folder)
    files = [folder / name for name in REPORT_NAMES]
    if not force:
        refuse_existing(files)
    inputs = record_files(paths, folder)
    if not inputs:
        raise UsageError("inspection-no-records", path="、".join(paths))
    known = read_baseline(str(baseline), max_bytes) if baseline is not None else None
    earlier, unusable, twice = (
        previous_index(str(previous), max_bytes) if previous is not None else (None, [], [])
    )
    if explanations is not None:
        read_explanations(Path(explanations))  # a fault in it is not that of each unit
    day = day_given(as_of)
    band = DEFAULT_BAND if band is None else band
    explained, office = (None if each is None else str(each) for each in (explanations, library))
    judge = partial(_UnitJudge, day, earlier, band, explained, office, language, max_bytes)
    with new_spool() as spool:
        inspection = Inspection(
            version=__version__,
            language=language,
            as_of=day.text if day else "",
            total=len(inputs),
            spool=spool,
            band=None if previous is None else band,
            has_baseline=known is not None,
            rules={"record": record_line(language)},
        )
        inspection.notes += [word("previous-not-usable", {"file": path}, language) for path in unusable]
        inspection.notes += [
            word("previous-twice", {"file": path, "first": first}, language) for path, first in twice
        ]
        names = Names()
        used: set[int] = set()
        for unit in judge_all(inputs, judge, 1 if "-" in inputs else workers, is_stopped):
            first, name = names.named(unit)
            if first and unit["status"] != "unreadable":
                inspection.notes.append(
                    word("unit-name-twice", {"name": name, "file": unit["file"], "first": first}, language)
                )
            used.update(unit.pop("used", ()))
            if known is not None:
                mark_against(unit, known)
            inspection.add(unit)
        if known is not None and inspection.is_complete and (lost := absent(known, names.keys())):
            told = "、".join(lost[:MOST_NAMES])
            parameters = {"units": told, "count": len(lost)}
            inspection.notes.append(word("baseline-unit-absent", parameters, language))
        if explained is not None and inspection.is_complete:
            inspection.notes += _unused(explained, used, language)
        _write_reports(inspection, files)
        return Inspected(inspection, files)


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
    kind_a, kind_b = _Desk(a, library).kind, _Desk(b, library).kind
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


def kinds(*, library: str | Path | None = None) -> list[KindLine]:
    """Every kind of record, sorted by id."""
    from docgen.formats.listings import KindLine

    return [
        KindLine(kind.id, kind.title, kind.description, kind.default_template)
        for kind in _all_kinds(find_library(library, [Path.cwd()]))
    ]


def templates(*, library: str | Path | None = None) -> list[TemplateLine]:
    """Every template that a record can be made with, sorted by id."""
    from docgen.formats.listings import TemplateLine
    from docgen.templates import OTHER_ROOTS, list_templates

    return [
        TemplateLine(each.id, each.title, each.kind, str(each.path))
        for each in list_templates(find_library(library, [Path.cwd()]))
        if each.kind not in OTHER_ROOTS
    ]


def explain(rule: str, *, library: str | Path | None = None) -> RuleSheet:
    """All about one rule; UsageError with the nearest name if there is none of that id."""
    from docgen.continuity import COMPARISONS
    from docgen.formats.listings import RuleSheet
    from docgen.wording import nearest

    places = find_library(library, [Path.cwd()])
    rules = _all_rules(places, None)
    found = [each for each in rules if each[2].id == rule]
    texts = _all_text_rules(places, None)
    noticing = [each for each in texts if each[2].id == rule]
    if noticing:
        return _text_sheet(noticing)
    comparing = [each for each in COMPARISONS if each.id == rule]
    if comparing:
        return _comparison_sheet(comparing[0], [kind.id for kind in _all_kinds(places)])
    known = {each.id for _kind, _pack, each in rules} | {each.id for _kind, _pack, each in texts}
    known |= {each.id for each in COMPARISONS}
    if not found:
        raise UsageError("unknown-rule", suggestion=nearest(rule, sorted(known)), rule=rule)
    _, pack, first = found[0]
    return RuleSheet(
        id=first.id,
        title=first.title,
        nature=first.nature,
        severity=first.severity,
        why=first.why,
        expect=first.expect,
        condition=first.condition.source,
        condition_words=first.condition.words,
        when=first.when.source if first.when else "",
        when_words=first.when.words if first.when else "",
        for_each=first.for_each.source if first.for_each else "",
        for_each_words=first.for_each.words if first.for_each else "",
        where=first.where.source if first.where else "",
        where_words=first.where.words if first.where else "",
        area=first.area,
        effective_from=first.first.text if first.first else "",
        effective_to=first.last.text if first.last else "",
        bases=first.bases,
        kinds=tuple(kind.id for kind, _, _ in found),
        pack=pack.id,
        path=first.path,
        line=first.line,
    )


def rules(*, kind: str | None = None, library: str | Path | None = None) -> list[RuleLine]:
    """Every rule, or those for one kind, in the packs' order; UsageError for a kind nobody knows."""
    from docgen.continuity import COMPARISONS, PACK_ID
    from docgen.formats.listings import RuleLine

    places = find_library(library, [Path.cwd()])
    found: dict[str, RuleLine] = {}
    of_all: list[tuple[Kind, Pack, Rule | TextRule]] = [
        *_all_rules(places, kind),
        *_all_text_rules(places, kind),
    ]
    for each, pack, rule in of_all:
        kinds = (*found[rule.id].kinds, each.id) if rule.id in found else (each.id,)
        found[rule.id] = RuleLine(rule.id, rule.title, rule.nature, rule.severity, kinds, pack.id)
    for comparison in COMPARISONS:
        kinds = tuple(each.id for each in _all_kinds(places)) if kind is None else (kind,)
        found[comparison.id] = RuleLine(
            comparison.id, comparison.title, comparison.nature, comparison.severity, kinds, PACK_ID
        )
    return list(found.values())


def no_packs(*, library: str | Path | None = None) -> list[str]:
    """The files that lie beside the packs and are not read, such as backup copies."""
    return [str(path) for path in find_library(library, [Path.cwd()]).no_packs()]


def test_rules(packs: Sequence[str] = (), *, library: str | Path | None = None) -> list[RuleTrial]:
    """What the tests of the packs' rules (of all packs, where none is named) say, and the mutants they miss.

    A pack is named by its id or its file; UsageError for one that isn't in the library.
    """
    from docgen.formats.listings import RuleTrial
    from docgen.rules.mutants import Trial, mutants_of
    from docgen.rules.selftests import rule_faults, untried
    from docgen.wording import nearest

    found = _all_rules(find_library(library, [Path.cwd()]), None)
    ids = {pack.id for _kind, pack, _rule in found}
    files = {pack.path.resolve() for _kind, pack, _rule in found}
    for each in packs:
        if each not in ids and Path(each).resolve() not in files:
            raise UsageError("unknown-pack", suggestion=nearest(each, sorted(ids)), pack=each)
    trials: dict[str, RuleTrial] = {}
    for kind, pack, rule in found:
        if packs and pack.id not in packs and pack.path.resolve() not in {Path(p).resolve() for p in packs}:
            continue
        faults = tuple(rule_faults(rule, kind))
        if rule.id in trials:  # what is mutated is the same for each kind
            earlier = trials[rule.id]
            trials[rule.id] = replace(earlier, faults=(*earlier.faults, *faults))
            continue
        trial = Trial(rule, kind)
        unnoticed, needless = (trial.unnoticed(), trial.needless()) if not faults else ([], [])
        trials[rule.id] = RuleTrial(
            rule.id, rule.title, pack.id, rule.path, rule.line, len(rule.tests), len(list(mutants_of(rule))),
            len(rule.equivalent), faults, tuple(unnoticed), tuple(needless),
            () if faults else tuple(untried(rule, kind)),
        )  # fmt: skip
    return list(trials.values())


def new_rule(
    id: str,
    output: str | Path | None = None,
    *,
    kind: str = "civil-affairs-half-year",
    library: str | Path | None = None,
) -> str:
    """The beginning of a rule of that id, with remarks; ``output`` is a pack (or a new one) to add it to.

    UsageError for an id that is taken or none, a kind nobody knows, a pack that a rule can't be added to.
    """
    from docgen.rules.packs import is_rule_id
    from docgen.rules.scaffold import new_pack
    from docgen.rules.scaffold import new_rule as scaffold
    from docgen.schemas import load_kind
    from docgen.writing import write_all

    places = find_library(library, [Path.cwd()])
    known = load_kind(places, kind)
    if not is_rule_id(id):
        raise UsageError("pack-bad-rule-id", found=id)
    taken = {rule.id: rule.path for _kind, _pack, rule in _all_rules(places, None)}
    if id in taken:
        raise UsageError("pack-rule-twice", id=id, other=taken[id])
    if output is None:
        return scaffold(id, known)
    target = Path(output)
    if not target.exists():
        text = new_pack(id, known, target.stem)
        write_all({target: text.encode("utf-8")})
        return text
    from docgen.kept_yaml import read_kept

    pack = read_kept(target)
    if not isinstance(pack.data, dict) or list(pack.data)[-1:] != ["rules"] or not pack.rule_lines:
        raise UsageError("pack-rules-not-last", path=str(target))
    if id in {each.get("id") for each in pack.data["rules"] if isinstance(each, dict)}:
        raise UsageError("pack-rule-twice", id=id, other=str(target))
    kinds = pack.data.get("kinds")
    if isinstance(kinds, list) and kinds and kind not in kinds:
        known = load_kind(places, str(kinds[0]))
    # a rule's mark is at its first key, two characters behind the dash
    text = scaffold(id, known, pack.mark("/rules/0")[1] - 3)
    old = pack.content.rstrip() + b"\n\n"
    write_all({target: old + text.encode("utf-8")})
    return text


def init(
    folder: str | Path, *, kind: str = "civil-affairs-half-year", library: str | Path | None = None
) -> list[str]:
    """Make an office's own folder with a first record to fill in; the files made, as paths.

    UsageError if the folder holds anything already or can't be made.
    """
    from docgen.schemas import load_kind
    from docgen.starting import office_files
    from docgen.writing import write_all

    root = Path(folder)
    # judged before anything is made: an unknown kind leaves no empty folder behind
    contents = office_files(load_kind(find_library(library), kind))
    try:
        if root.is_dir() and any(root.iterdir()):
            raise UsageError("init-not-empty", path=str(root))
        for name in contents:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError("init-not-made", path=str(root), reason=error.strerror or str(error)) from error
    write_all({root / name: content for name, content in contents.items()})
    return [str(root / name) for name in contents]


class _UnitJudge:
    """Judges one input after another for an inspection; made once on each process."""

    def __init__(
        self,
        as_of: PartialDate | None,
        earlier: PreviousIndex | None,
        band: int,
        explanations: str | None,
        library: str | None,
        language: str,
        max_bytes: int,
    ) -> None:
        self.as_of = as_of
        self.earlier = earlier
        self.band = band
        self.explanations = explanations
        self.library = library
        self.language = language
        self.max_bytes = max_bytes
        self.shelf = _Shelf()
        self.told: set[tuple[tuple[Path, ...], str]] = set()

    def __call__(self, path: str) -> dict[str, Any]:
        """One input's unit; faults of the library or of the call end the whole inspection."""
        from docgen.formats.inspection_units import error_sentence, unreadable_unit

        try:
            return self.judged(path)
        except (BrokenLibrary, UsageError):
            raise
        except DocgenError as error:
            return unreadable_unit(path, error_sentence(error, self.language), error.line, error.column)
        except Exception as error:  # a fault of docgen on one record must not cost the other thousands
            name = type(error).__name__
            return unreadable_unit(path, word("unit-not-judged", {"name": name}, self.language))

    def judged(self, path: str) -> dict[str, Any]:
        """A readable input's unit; with its rules where they are the first of their kind."""
        from docgen.continuity import COMPARISONS, with_previous
        from docgen.formats.inspection_units import judged_unit, rule_line
        from docgen.rules.explanations import UNUSED

        desk = _Desk(load(path, max_bytes=self.max_bytes), self.library, self.shelf)
        result = desk.judged(self.explanations, self.as_of)
        before = None
        if self.earlier is not None:
            before = self.before(desk.record)
            result = with_previous(result, desk.record, before, desk.kind, band=self.band, as_of=self.as_of)
        # one list explains faults of many units: what fits none of this one's may fit another's
        findings = tuple(each for each in result.findings if each.code != UNUSED)
        result = replace(result, findings=findings)
        unit = judged_unit(desk.record, desk.kind, result, self.language, before)
        told = (desk.library.roots, desk.kind.id)
        if told not in self.told:
            self.told.add(told)
            packs = self.shelf.packs_for(desk.library, desk.kind)
            rules = [rule for pack in packs for rule in (*pack.rules, *pack.texts)]
            compared_by = COMPARISONS if self.earlier is not None else ()
            unit["rules"] = [rule_line(each, self.language) for each in (*rules, *compared_by)]
            unit["packs"] = {pack.id: pack.digest for pack in packs}
        used = {each.explanation.source.line for each in result.outcomes if each.explanation}
        # what fits but doesn't hold any more is told of the unit
        if self.explanations is not None:
            file = str(Path(self.explanations))
            used |= {each.place.line for each in findings if each.place.file == file}
        unit["used"] = sorted(line for line in used if line is not None)
        return unit

    def before(self, record: Record) -> Record | None:
        """Last period's record of the same unit and kind, if there is one."""
        from docgen.inspecting import previous_of

        path = previous_of(record, self.earlier or {})
        return load(path, max_bytes=self.max_bytes) if path else None


def _unused(explanations: str, used: set[int], language: str) -> list[str]:
    """A sentence for each explanation of a file that fitted nothing on any unit."""
    from docgen.rules.explanations import UNUSED, read_explanations, told_place

    return [
        f"{each.source.file}:{each.source.line}: "
        + word(UNUSED, {"rule": each.rule, "place": told_place(each)}, language)
        for each in read_explanations(Path(explanations))
        if each.source.line not in used
    ]


def _write_reports(inspection: Inspection, files: Sequence[Path]) -> None:
    """Write the workbook, the page and the JSON, all or none."""
    from docgen.formats.inspection_page import write_page
    from docgen.formats.inspection_report import write_json
    from docgen.formats.inspection_workbook import write_workbook
    from docgen.writing import write_all

    def text(write: Callable[[Inspection, IO[str]], None]) -> Callable[[IO[bytes]], None]:
        def to(stream: IO[bytes]) -> None:
            # half a character pair can't be written as UTF-8: its escape stands in its place
            wrapped = TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", newline="\n")
            write(inspection, wrapped)
            wrapped.flush()
            wrapped.detach()

        return to

    try:
        files[0].parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            "init-not-made", path=str(files[0].parent), reason=error.strerror or str(error)
        ) from error
    workbook, page, data = files
    write_all(
        {
            workbook: partial(write_workbook, inspection),
            page: text(write_page),
            data: text(write_json),
        }
    )


class _Shelf:
    """Libraries, kinds and packs, each loaded once for all records that are judged together."""

    def __init__(self) -> None:
        self.libraries: dict[Path, Library] = {}
        self.kinds: dict[tuple[tuple[Path, ...], str], Kind] = {}
        self.packs: dict[tuple[tuple[Path, ...], str], tuple[Pack, ...]] = {}

    def library(self, folder: str | Path | None, near: Path) -> Library:
        """The library for records of a folder."""
        if near not in self.libraries:
            self.libraries[near] = find_library(folder, [near, Path.cwd()])
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


class _Desk:
    """One record with the library it is judged by."""

    def __init__(self, record: Record, library: str | Path | None, shelf: _Shelf | None = None) -> None:
        self.record = record
        self.shelf = shelf or _Shelf()
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


def _all_kinds(library: Library) -> list[Kind]:
    from docgen.schemas import load_kind

    return [load_kind(library, file.id) for file in library.kind_files()]


def _all_rules(library: Library, kind: str | None) -> list[tuple[Kind, Pack, Rule]]:
    """Every rule of every kind (or of one), with its kind and pack."""
    from docgen.rules.packs import load_packs
    from docgen.schemas import load_kind

    kinds = _all_kinds(library) if kind is None else [load_kind(library, kind)]
    return [(each, pack, rule) for each in kinds for pack in load_packs(library, each) for rule in pack.rules]


def _all_text_rules(library: Library, kind: str | None) -> list[tuple[Kind, Pack, TextRule]]:
    """Every rule on the prose of every kind (or of one), with its kind and pack."""
    from docgen.rules.packs import text_pack
    from docgen.schemas import load_kind

    kinds = _all_kinds(library) if kind is None else [load_kind(library, kind)]
    packs = [(each, text_pack(each)) for each in kinds]
    return [(each, pack, rule) for each, pack in packs for rule in pack.texts]


def _comparison_sheet(comparison: Comparison, kinds: Sequence[str]) -> RuleSheet:
    """All about one comparison with the last period, which ``docgen inspect --previous`` makes."""
    from docgen.continuity import PACK_ID

    condition = "由程序与上期记录比较（docgen inspect --previous）"
    return _coded_sheet(comparison, condition, kinds, PACK_ID)


def _text_sheet(found: Sequence[tuple[Kind, Pack, TextRule]]) -> RuleSheet:
    """All about one rule on prose; what it looks for is code, shown by a text that it notices."""
    _, pack, rule = found[0]
    condition = f"由程序查看正文，如“{rule.example}”会被查出"
    kinds = [kind.id for kind, _, _ in found]
    return _coded_sheet(rule, condition, kinds, pack.id, rule.bases, str(pack.path))


def _coded_sheet(
    rule: TextRule | Comparison,
    condition: str,
    kinds: Sequence[str],
    pack: str,
    bases: tuple[LegalBasis, ...] = (),
    path: str = "",
) -> RuleSheet:
    """All about a rule that is code: it has no expressions to show."""
    from docgen.formats.listings import RuleSheet

    return RuleSheet(
        id=rule.id,
        title=rule.title,
        nature=rule.nature,
        severity=rule.severity,
        why=rule.why,
        expect=rule.expect,
        condition=condition,
        condition_words="",
        when="",
        when_words="",
        for_each="",
        for_each_words="",
        where="",
        where_words="",
        area="",
        effective_from="",
        effective_to="",
        bases=bases,
        kinds=tuple(kinds),
        pack=pack,
        path=path,
        line=1 if path else 0,
    )


def _as_record(given: Given, max_bytes: int) -> Record:
    if isinstance(given, Record):
        return given
    if isinstance(given, Mapping):
        return Record.from_data(given)
    return load(given, max_bytes=max_bytes)


def _target(output: str | Path | None, desk: _Desk, draft: bool) -> Path:
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
    desk: _Desk, result: CheckResult, template: Template, name: str, rendered: Filled, language: str
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
