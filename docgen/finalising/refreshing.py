"""An edited document's figures set to those that its record gives at present; what was edited stays.

Three texts are read: the document, what docgen made of the record as it was, and what it makes of it now.
A figure is set where the words around it are as they were made, or where docgen's anchor says which it is,
and where it still is what it was. All else that changed in the record is told and left to a person.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from docgen.finalising.alike import most_alike
from docgen.finalising.places import Piece, label
from docgen.finalising.sentences import Numeral, Sentence, partners, sentences_of
from docgen.findings import Finding, Place, Severity
from docgen.frozen import frozen
from docgen.ooxml.reading import Para, Reading, serialised
from docgen.ooxml.text_edits import edit_text

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)([万亿]*)", re.ASCII)
_SCALES = {"万": 10**4, "亿": 10**8}
_FULL_WIDTH = "０１２３４５６７８９．"
_TO_FULL_WIDTH = str.maketrans("0123456789.", _FULL_WIDTH)


class Texts(NamedTuple):
    """What docgen made of the record as it was, and what it makes of it now.

    ``has_anchors``: the anchors of the old text are surely those that the document was made with.
    """

    old: Reading
    new: Reading
    has_anchors: bool


@frozen
class Refreshed:
    """The document with figures set (the very same bytes where none was), how many, and what is to be told.

    ``is_version`` is False where the document has no sentence in common with the old text.
    """

    data: bytes
    count: int
    findings: tuple[Finding, ...]
    is_version: bool = True


class _Change(NamedTuple):
    """A numeral that the record gives differently now: which one of its sentence, as it was, as it is."""

    at: int
    old: Numeral
    new: Numeral


class _Setting(NamedTuple):
    """A numeral of the document, what it is to become, and what is then told."""

    numeral: Numeral
    new: str
    finding: Finding


def refreshed(data: bytes, reading: Reading, path: str, texts: Texts) -> Refreshed:
    """The document that was read, with the figures that its record gives at present."""
    work = _Work(reading, path, texts)
    if not work.old_of:
        return Refreshed(data, 0, (), is_version=False)
    for at in range(len(work.old)):
        work.refresh(at)
    work.tell_of_new()
    parts: set[str] = set()
    done: list[Finding] = []
    settings = sorted(work.settings, key=lambda each: (each.numeral.para, each.numeral.places))
    for number, group in groupby(settings, key=lambda each: each.numeral.para):
        para = reading.paragraphs[number]
        own = [(each, list(_pieces(para, each))) for each in group]
        made = edit_text(para, [piece for _, pieces in own for piece in pieces])
        for each, pieces in own:
            if all(piece in made for piece in pieces):
                done.append(each.finding)
                parts.add(para.part)
            else:
                parameters = {"found": each.numeral.text, "wanted": each.new}
                work.findings.append(Finding("final-not-settable", each.finding.place, parameters=parameters))
    if parts:
        package = reading.package
        data = package.written({name: serialised(package.tree(name)) for name in sorted(parts)})
    return Refreshed(data, len(done), (*done, *work.findings))


def _pieces(para: Para, setting: _Setting) -> Iterator[Piece]:
    """Only the digits that differ, so that each run keeps its own; breaks inside a number stay."""
    numeral, places = setting.numeral, setting.numeral.places
    pattern = r"(\d)" if len(numeral.text) == len(setting.new) else r"(\d+)"
    old, new = (re.split(pattern, text) for text in (numeral.text, setting.new))
    if old[::2] != new[::2]:
        old, new = [numeral.text], [setting.new]
    is_wide = any(para.text[place] in _FULL_WIDTH for place in places)
    start = 0
    for before, after in zip(old, new, strict=True):
        end = start + len(before)
        if before != after:
            written = after.translate(_TO_FULL_WIDTH) if is_wide else after
            stretches = groupby(enumerate(places[start:end]), key=lambda each: each[1] - each[0])
            for number, (_, stretch) in enumerate(stretches):
                own = [place for _, place in stretch]
                yield Piece(own[0], own[-1] + 1, "" if number else written)
        start = end


class _Work:
    """The sentences of the three texts, which belong together, and what is to be done with them."""

    def __init__(self, reading: Reading, path: str, texts: Texts) -> None:
        self.reading, self.path, self.has_anchors = reading, path, texts.has_anchors
        self.document = sentences_of(reading)
        self.old, self.new = sentences_of(texts.old), sentences_of(texts.new)
        self.settings: list[_Setting] = []
        self.findings: list[Finding] = []
        self.old_of = partners(self.document, self.old, is_edited=True)
        self._copies: dict[int, list[int]] = defaultdict(list)
        for copy, original in self.old_of.items():
            self._copies[original].append(copy)
        self._first_copy = {original: copies[0] for original, copies in self._copies.items()}
        self._new_of = partners(self.old, self.new)
        self._spots = _by_anchor(self.document) if texts.has_anchors else {}
        self._said = {each.text for each in self.document}
        rows = [Counter(each.table for each in text) for text in (self.old, self.new)]
        tables = {(self.old[old].table, self.new[new].table) for old, new in self._new_of.items()}
        other_rows = {pair for pair in tables if all(pair) and rows[0][pair[0]] != rows[1][pair[1]]}
        #: tables whose rows may have to be counted anew, or moved
        self._other_rows = {old for old, _ in other_rows}
        made_anew = {new for _, new in other_rows}
        taken = set(self._new_of.values())
        self._told_tables: set[int] = set()
        #: what docgen makes only now
        self._only_new = [
            at
            for at, each in enumerate(self.new)
            if at not in taken and each.table not in made_anew
        ]  # fmt: skip
        self._loose = [at for at in range(len(self.document)) if at not in self.old_of]

    def refresh(self, at: int) -> None:
        """See to one sentence of the old text."""
        old = self.old[at]
        if old.table in self._other_rows:
            self._tell_other_rows(old.table)
            return
        if at not in self._new_of:
            self._tell_rewritten(at)
            return
        new = self.new[self._new_of[at]]
        changes = [
            _Change(number, *pair)
            for number, pair in enumerate(zip(old.numerals, new.numerals, strict=True))
            if _amount(pair[0]) != _amount(pair[1])
        ]
        if not changes:
            return
        if self._copies[at]:
            for copy in self._copies[at]:
                sentence = self.document[copy]
                if len(self._copies[at]) > 1 and not _is_between(sentence, old, new):
                    self._tell_left("verify-repeated", sentence, changes)
                    continue
                for change in changes:
                    self._set(sentence.numerals[change.at], change)
        else:
            self._refresh_by_anchors(at, changes)

    def _refresh_by_anchors(self, at: int, changes: Sequence[_Change]) -> None:
        """A sentence whose words are others: every figure that changed must be found, or none is set."""
        old = self.old[at]
        spots = [self._spots[each.old.anchor] for each in changes if each.old.anchor in self._spots]
        if len(spots) < len(changes):
            self._leave(at, changes)
            return
        for (number, numeral), change in zip(spots, changes, strict=True):
            if number in self.old_of:  # by its words it is another sentence
                self._tell("verify-disagree", numeral.para, numeral, change)
            else:
                self._set(numeral, change, is_reworded=self.document[number].words != old.words)

    def _set(self, numeral: Numeral, change: _Change, *, is_reworded: bool = False) -> None:
        """Set a figure that is as it was; tell of one that is neither as it was nor as it is."""
        amount = _amount(numeral)
        anchors = {numeral.anchor, change.old.anchor} - {""}
        if amount == _amount(change.new):
            return
        if self.has_anchors and len(anchors) > 1:
            self._tell("verify-disagree", numeral.para, numeral, change)
        elif amount != _amount(change.old):
            self._tell("verify-by-hand", numeral.para, numeral, change)
        else:
            code = "verify-refreshed-reworded" if is_reworded else "verify-refreshed"
            severity = Severity.WARNING if is_reworded else Severity.INFO
            parameters = {"was": numeral.text, "now": change.new.text}
            finding = Finding(code, self._place(numeral.para), severity, parameters=parameters)
            self.settings.append(_Setting(numeral, change.new.text, finding))

    def _tell(self, code: str, para: int, numeral: Numeral, change: _Change) -> None:
        parameters = {"written": numeral.text, "was": change.old.text, "now": change.new.text}
        self.findings.append(Finding(code, self._place(para), parameters=parameters))

    def _leave(self, at: int, changes: Sequence[_Change]) -> None:
        """Leave a sentence with changes to a person, where it seems to stand."""
        found = self._standing(at)
        for each in found:
            self._tell_left("verify-reworded", each, changes)
        if not found:
            parameters = {"changes": _listed(changes), "sentence": _shown(self.old[at])}
            self._warn("verify-sentence-missing", parameters)

    def _tell_left(self, code: str, sentence: Sentence, changes: Sequence[_Change]) -> None:
        parameters = {"changes": _listed(changes)}
        self.findings.append(Finding(code, self._place(sentence.para), parameters=parameters))

    def _tell_other_rows(self, table: int) -> None:
        """Once for a table, at the first of its rows that stands in the document."""
        standing = [
            self.document[copy].para
            for at, each in enumerate(self.old)
            if each.table == table
            for copy in self._copies[at]
        ]
        if table not in self._told_tables:
            self._told_tables.add(table)
            place = self._place(standing[0]) if standing else Place(self.path)
            self.findings.append(Finding("verify-other-rows", place))

    def _tell_rewritten(self, at: int) -> None:
        """A sentence that the record words otherwise now, or doesn't give any more."""
        old = self.old[at]
        alike = _reworded(old, self.new, self._only_new, _expected(at, self._new_of))
        now = None
        if alike is not None:
            self._only_new.remove(alike)
            now = self.new[alike]
        found = self._standing(at)
        for each in found:
            if now is not None and each.text == now.text:
                continue  # somebody wrote it so
            place = self._place(each.para)
            if now is None:
                self.findings.append(Finding("verify-no-longer", place, parameters={"was": _shown(old)}))
            else:
                self.findings.append(Finding("verify-rewritten", place, parameters={"now": _shown(now)}))
        if now is not None and not found and now.text not in self._said:
            self._warn("verify-now-also", {"now": _shown(now)})

    def tell_of_new(self) -> None:
        """What the record gives now and didn't give before, in words that the document hasn't."""
        for each in (self.new[at] for at in self._only_new):
            if each.text not in self._said:
                self._warn("verify-now-also", {"now": _shown(each)})

    def _standing(self, at: int) -> list[Sentence]:
        """Where a sentence of the old text stands in the document, or else the one it may have become."""
        if self._copies[at]:
            return [self.document[copy] for copy in self._copies[at]]
        alike = _reworded(self.old[at], self.document, self._loose, _expected(at, self._first_copy))
        return [] if alike is None else [self.document[alike]]

    def _warn(self, code: str, parameters: Mapping[str, object]) -> None:
        self.findings.append(Finding(code, Place(self.path), Severity.WARNING, parameters=parameters))

    def _place(self, para: int) -> Place:
        return Place(self.path, label=label(self.reading.paragraphs[para]))


def _expected(at: int, partner: Mapping[int, int]) -> int:
    """Where a sentence without partner would stand in the other text, by the nearest one that has one."""
    near = min(partner, key=lambda each: abs(each - at), default=None)
    return at if near is None else partner[near] + at - near


def _reworded(
    sentence: Sentence, others: Sequence[Sentence], among: Sequence[int], expected: int
) -> int | None:
    """Which of some sentences of another text is this one reworded; of two alike the nearer to its place."""
    near = sorted(among, key=lambda at: abs(at - expected))
    found = most_alike(sentence.words, (others[at].words for at in near))
    return None if found is None else near[found]


def _is_between(sentence: Sentence, old: Sentence, new: Sentence) -> bool:
    """Whether each figure of a sentence is as it was or as it is now."""
    return all(
        _amount(each) in (_amount(before), _amount(after))
        for each, before, after in zip(sentence.numerals, old.numerals, new.numerals, strict=True)
    )


def _listed(changes: Sequence[_Change]) -> str:
    return "、".join(f"{each.old.text}→{each.new.text}" for each in changes)


def _by_anchor(sentences: Sequence[Sentence]) -> dict[str, tuple[int, Numeral]]:
    """Each anchor that has one numeral only, with its sentence and that numeral."""
    found = [
        (number, numeral)
        for number, each in enumerate(sentences)
        for numeral in each.numerals
        if numeral.anchor
    ]
    times = Counter(numeral.anchor for _, numeral in found)
    return {each[1].anchor: each for each in found if times[each[1].anchor] == 1}


def _amount(numeral: Numeral) -> Decimal | str:
    """What a numeral is equal by: a number's amount, a date as it stands."""
    match = _NUMBER.fullmatch(numeral.text)
    if match is None:
        return numeral.text
    amount = Decimal(match[1])
    for sign in match[2]:
        amount *= _SCALES[sign]
    return amount


def _shown(sentence: Sentence) -> str:
    return sentence.text.replace("\t", "，")
