"""docgen inspect: many records judged one after another, and the reports on them. Nothing here prints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from docgen.dates import PartialDate
from docgen.errors import BrokenLibrary, DocgenError, UsageError
from docgen.frozen import frozen
from docgen.jobs import Desk, Shelf, day_given, load
from docgen.messages import word
from docgen.records import DEFAULT_MAX_BYTES

if TYPE_CHECKING:
    from docgen.inspecting import Inspection, PreviousIndex


@frozen
class Inspected:
    """What came of an inspection: its totals (its units are in the reports), and the files written."""

    inspection: Inspection
    files: list[Path]


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
    earlier, notes = previous_index(str(previous), max_bytes) if previous is not None else (None, [])
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
        inspection.notes += [word(code, parameters, language) for code, parameters in notes]
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
        self.shelf = Shelf()
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
        from docgen.inspecting import previous_of
        from docgen.rules.explanations import UNUSED, lines_used

        desk = Desk(load(path, max_bytes=self.max_bytes), self.library, self.shelf)
        result = desk.judged(self.explanations, self.as_of)
        before = None
        if self.earlier is not None:
            before = previous_of(desk.record, self.earlier, self.max_bytes)
            result = with_previous(result, desk.record, before, desk.kind, band=self.band, as_of=self.as_of)
        # one list explains faults of many units: what fits none of this one's may fit another's
        findings = tuple(each for each in result.findings if each.code != UNUSED)
        result = replace(result, findings=findings)
        unit = judged_unit(desk.record, desk.kind, result, self.language, before)
        told = (desk.library.roots, desk.kind.id)
        if told not in self.told:
            self.told.add(told)
            packs = self.shelf.packs_for(desk.library, desk.kind)
            rules = [rule for pack in packs for rule in (*pack.rules, *pack.unfit, *pack.texts)]
            compared_by = COMPARISONS if self.earlier is not None else ()
            unit["rules"] = [rule_line(each, self.language) for each in (*rules, *compared_by)]
            unit["packs"] = {pack.id: pack.digest for pack in packs}
        unit["used"] = sorted(lines_used(result, self.explanations)) if self.explanations is not None else []
        return unit


def _unused(explanations: str, used: set[int], language: str) -> list[str]:
    """A sentence for each explanation of a file that fitted nothing on any unit."""
    from docgen.rules.explanations import UNUSED, fitting_nothing, told_place

    return [
        f"{each.source.file}:{each.source.line}: "
        + word(UNUSED, {"rule": each.rule, "place": told_place(each)}, language)
        for each in fitting_nothing(explanations, used)
    ]


def _write_reports(inspection: Inspection, files: Sequence[Path]) -> None:
    """Write the workbook, the page and the JSON, all or none."""
    from docgen.formats.inspection_page import write_page
    from docgen.formats.inspection_report import write_json
    from docgen.formats.inspection_workbook import write_workbook
    from docgen.writing import folder_not_made, write_all

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
        raise folder_not_made(files[0].parent, error) from error
    workbook, page, data = files
    write_all(
        {
            workbook: partial(write_workbook, inspection),
            page: text(write_page),
            data: text(write_json),
        }
    )
