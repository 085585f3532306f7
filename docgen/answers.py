"""核实清单.xlsx read back: what units and inspector wrote, held against the questions that were asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from docgen.errors import UnreadableInput
from docgen.findings import Finding, Nature, Place, Severity
from docgen.formats.letters import Ordered
from docgen.formats.question_book import (
    ABOUT,
    AS_OF,
    BAND,
    COLUMNS,
    EXPLANATIONS,
    FILLED,
    KEY,
    OPINION,
    PACK,
    PREVIOUS,
    RECORD,
    SHEET,
    TRUE,
    UNIT,
    VERDICT,
    VERDICTS,
    cell_text,
    question_rows,
)
from docgen.formats.questions import Asked
from docgen.frozen import frozen
from docgen.ooxml.cell_names import cell_name
from docgen.ooxml.marking import FORBIDDEN
from docgen.ooxml.workbooks import read_sheets

#: how far down the line with the columns' names is looked for
_HEAD_ROWS = 10
#: how many cells are named of those that stand outside the columns
_MOST_CELLS = 10


class Answer(NamedTuple):
    """One row: its number on the sheet, and the text in each column."""

    row: int
    texts: Mapping[str, str]


@frozen
class Answers:
    """A workbook that came back, and what it says of the run that made it ("" and empty where it doesn't)."""

    path: str
    rows: tuple[Answer, ...]
    columns: Mapping[str, int]
    as_of: str = ""
    explanations: str = ""
    #: digest -> unit of every record that was asked about
    records: Mapping[str, str] = field(default_factory=dict)
    packs: Mapping[str, str] = field(default_factory=dict)
    #: beyond how many percent changes since last period were asked about ("": nothing was compared), and
    #: digest of a record -> that of last period's
    band: str = ""
    previous: Mapping[str, str] = field(default_factory=dict)
    #: (row, column) of every text below the head that stands in none of the columns
    outside: tuple[tuple[int, int], ...] = ()
    #: other sheets that look like the list
    copies: tuple[str, ...] = ()

    def place(self, row: int, column: str) -> Place:
        """A cell as the place of a finding."""
        at = self.columns[column] + 1
        return Place(self.path, "", f"{SHEET} {cell_name(row, at)}", row, at)


@dataclass(slots=True)
class Judged:
    """What the rows gave: items to be ordered by record digest, faults, and how many are left open."""

    ordered: dict[str, list[Ordered]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    true: int = 0
    false: int = 0
    open: int = 0


def read_answers(path: str) -> Answers:
    """The rows of a workbook that came back; UnreadableInput if it is no 核实清单."""
    sheets = read_sheets(path)
    if SHEET not in sheets:
        raise UnreadableInput("answers-no-sheet", path=path, sheet=SHEET, sheets="、".join(sheets))
    rows = sheets[SHEET]
    heads = [[name.strip() for name in row] for row in rows[:_HEAD_ROWS]]
    # the line that names most of the columns, so that only what it lacks is told
    head = max(range(len(heads)), key=lambda at: len(set(COLUMNS) & set(heads[at])), default=0)
    names = heads[head] if heads else []
    lacking = [name for name in COLUMNS if name not in names]
    if lacking:
        raise UnreadableInput("answers-no-column", path=path, sheet=SHEET, columns="、".join(lacking))
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if twice:
        raise UnreadableInput("answers-column-twice", path=path, sheet=SHEET, columns="、".join(twice))
    columns = {name: names.index(name) for name in COLUMNS}
    answers, outside = [], []
    for at, row in enumerate(rows[head + 1 :], head + 2):
        texts = {name: row[place] if place < len(row) else "" for name, place in columns.items()}
        if any(text.strip() for text in texts.values()):
            answers.append(Answer(at, texts))
        outside += [
            (at, column)
            for column, text in enumerate(row, 1)
            if text.strip() and column - 1 not in columns.values()
        ]
    about = [[*row, "", "", ""][:3] for row in sheets.get(ABOUT, [])]
    named = {row[0]: row[1] for row in about}
    return Answers(
        path,
        tuple(answers),
        columns,
        named.get(AS_OF, ""),
        named.get(EXPLANATIONS, ""),
        {row[2]: row[1] for row in about if row[0] == RECORD and row[2]},
        {row[1]: row[2] for row in about if row[0] == PACK},
        named.get(BAND, ""),
        {row[1]: row[2] for row in about if row[0] == PREVIOUS},
        tuple(outside),
        tuple(name for name, other in sheets.items() if name != SHEET and is_list(other)),
    )


def is_list(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a sheet looks like a copy of the 核实清单, whose answers nobody would read."""
    return any({KEY, VERDICT} <= {name.strip() for name in row} for row in rows[:_HEAD_ROWS])


def judge(answers: Answers, every: Sequence[Asked], requirement: str) -> Judged:
    """The rows held against the questions: what the inspector found true, and every fault of a row.

    Nothing comes of a row with a fault. ``requirement`` is for rows that say nothing of what to do.
    """
    return _Judging(answers, every, requirement).judged()


class _Judging:
    """One workbook against the questions of the records given."""

    def __init__(self, answers: Answers, every: Sequence[Asked], requirement: str) -> None:
        self.answers = answers
        self.every = every
        self.requirement = requirement
        self.wanted = {row[KEY]: row for row in question_rows(every)}
        self.questions = {question.key: (each, question) for each in every for question in each.questions}
        given = {each.digest for each in every}
        self.absent = {digest: unit for digest, unit in answers.records.items() if digest not in given}
        self.result = Judged()

    def judged(self) -> Judged:
        """Everything about the workbook: its records and packs, its rows, and the rows it has lost."""
        self.result.findings += self.of_inputs()
        first: dict[str, int] = {}
        counts: dict[str, int] = {}
        for answer in self.answers.rows:
            key = answer.texts[KEY].strip()
            counts[key] = counts.get(key, 0) + 1
        for answer in self.answers.rows:
            key = answer.texts[KEY].strip()
            found = list(self.of_row(answer, key))
            if counts[key] > 1 and key in self.wanted:
                earlier = first.setdefault(key, answer.row)
                if earlier != answer.row:
                    found.append(self.fault("answers-key-twice", answer, KEY, key=key, first=earlier))
            self.result.findings += found
            if key in self.wanted and counts[key] == 1 and not found:
                self.take(answer, key)
        self.result.findings += self.of_lost_rows(counts)
        return self.result

    def of_inputs(self) -> Iterator[Finding]:
        """What isn't read of the workbook; records it is about that weren't given, or others; other rules."""
        place = Place(self.answers.path, "", ABOUT)
        if not self.answers.records:
            yield Finding("answers-about-lost", place, Severity.WARNING, Nature.ADVICE, {"sheet": ABOUT})
        for name in self.answers.copies:
            yield Finding(
                "answers-sheet-copied",
                Place(self.answers.path, "", name),
                Severity.WARNING,
                Nature.ADVICE,
                {"sheet": SHEET, "other": name},
            )
        if self.answers.outside:
            (row, column), cells = self.answers.outside[0], self.answers.outside
            named = "、".join(cell_name(*each) for each in cells[:_MOST_CELLS])
            yield Finding(
                "answers-outside",
                Place(self.answers.path, "", f"{SHEET} {cell_name(row, column)}", row, column),
                Severity.WARNING,
                Nature.ADVICE,
                {"cells": named, "count": len(cells), "columns": "、".join(FILLED)},
            )
        for digest, unit in self.absent.items():
            yield Finding("answers-record-absent", place, parameters={"unit": unit, "digest": digest[:12]})
        for each in self.every:
            if self.answers.records and each.digest not in self.answers.records:
                yield Finding(
                    "answers-record-other",
                    place,
                    Severity.WARNING,
                    Nature.ADVICE,
                    {"unit": each.unit, "file": each.file},
                )
        packs = {pack: digest for each in self.every for pack, digest in each.packs}
        changed = [name for name, digest in packs.items() if self.answers.packs.get(name, digest) != digest]
        if changed:
            yield Finding(
                "answers-rules-changed",
                place,
                Severity.WARNING,
                Nature.ADVICE,
                {"packs": "、".join(sorted(changed))},
            )

    def of_row(self, answer: Answer, key: str) -> Iterator[Finding]:
        """What is wrong with one row."""
        if not key:
            yield self.fault("answers-key-lost", answer, KEY)
            return
        if key not in self.wanted:
            if answer.texts[UNIT].strip() not in self.absent.values():  # those are told once for all
                yield self.fault("answers-key-unknown", answer, KEY, key=key)
            return
        for name, text in self.wanted[key].items():
            if name not in FILLED and _plain(answer.texts[name]) != _plain(cell_text(text)):
                yield self.fault("answers-text-changed", answer, name, column=name)
        for name in FILLED:
            if FORBIDDEN.search(answer.texts[name]):
                yield self.fault("answers-character", answer, name)
        verdict = answer.texts[VERDICT].strip()
        if not verdict:
            yield self.hint("answers-verdict-empty", answer, VERDICT, choices="、".join(VERDICTS))
        elif verdict not in VERDICTS:
            choices = "、".join(VERDICTS)
            yield self.fault("answers-verdict-other", answer, VERDICT, found=verdict[:20], choices=choices)
        elif verdict == TRUE and not (answer.texts[OPINION].strip() or self.requirement):
            yield self.fault("answers-opinion-empty", answer, OPINION, column=OPINION)

    def of_lost_rows(self, counts: Mapping[str, int]) -> Iterator[Finding]:
        """Questions whose row isn't there any more."""
        for each in self.every:
            if self.answers.records and each.digest not in self.answers.records:
                continue  # it wasn't asked about, which is told already
            for question in each.questions:
                if question.key not in counts:
                    yield Finding(
                        "answers-row-lost",
                        Place(self.answers.path, "", SHEET),
                        parameters={"key": question.key, "unit": each.unit, "title": question.title},
                    )

    def take(self, answer: Answer, key: str) -> None:
        """A row without faults: ordered if true, else counted."""
        verdict = answer.texts[VERDICT].strip()
        if verdict == TRUE:
            about, question = self.questions[key]
            requirement = _plain(answer.texts[OPINION]) or self.requirement
            self.result.ordered.setdefault(about.digest, []).append(Ordered(question, requirement))
            self.result.true += 1
        elif verdict == VERDICTS[1]:
            self.result.false += 1
        else:
            self.result.open += 1

    def fault(self, code: str, answer: Answer, at: str, **parameters: object) -> Finding:
        """A fault of a row, in a column."""
        return Finding(code, self.answers.place(answer.row, at), parameters=parameters)

    def hint(self, code: str, answer: Answer, at: str, **parameters: object) -> Finding:
        """Something that a row still lacks."""
        place = self.answers.place(answer.row, at)
        return Finding(code, place, Severity.WARNING, Nature.ADVICE, parameters)


def in_order(answers: Iterable[Ordered], about: Asked) -> list[Ordered]:
    """Ordered items as their questions stand in the letter."""
    places = {question.key: at for at, question in enumerate(about.questions)}
    return sorted(answers, key=lambda each: places[each.question.key])


def _plain(text: str) -> str:
    """A cell's text without what spreadsheets change by themselves: spaces and line ends."""
    return " ".join(text.split())
