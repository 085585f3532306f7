"""Where 发文字号, 成文日期 and 印发日期 stand in a document, and setting them there in place.

Our own templates tell by style, others by what the paragraphs say (layout/parts.py). Only the characters that
differ change, so that digits keep the font of digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from docgen.finalising.marks import Number, shown_day
from docgen.findings import Finding, Place
from docgen.frozen import frozen
from docgen.layout.parts import ANNEX_LABEL, DATE, DOC_NO, PRINTER, SIGNER, full_text, recognise
from docgen.layout.rule import place_name
from docgen.ooxml.reading import BODY, SDT, TABLE, TEXTBOX, Para, Reading, W, read_document, serialised
from docgen.ooxml.text_edits import edit_text

_BLANK = r"[\s×xX＿_*＊○…]"
_NUMBER = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{1,12}?)(?P<gap>\s*)"
    rf"(?P<open>[〔\[［（(【﹝])(?P<year>(?:\d|{_BLANK}){{0,8}}年?)(?P<close>[〕\]］）)】﹞])"
    rf"(?P<serial>第?(?:\d|{_BLANK}){{0,8}})(?P<end>号)"
)
_PLAIN_NUMBER = re.compile(rf"第(?P<serial>(?:\d|{_BLANK}){{0,8}})(?P<end>[号期])")
_DIGIT = rf"(?:\d|[〇零○一二三四五六七八九十ＯO]|{_BLANK})"
_DATE = re.compile(
    rf"(?P<year>(?:[\d〇零○ＯO一二三四五六七八九]{{2,4}}|\d{{2}}{_BLANK}{{1,6}}|{_BLANK}{{0,8}})\s*)(?P<y>年)"
    rf"(?P<month>{_DIGIT}{{0,6}})(?P<m>月)(?P<day>{_DIGIT}{{0,6}})(?P<d>[日号])"
)
_POINTED = re.compile(r"\d{4}\s*[.．/\-]\s*\d{1,2}\s*[.．/\-]\s*\d{1,2}")
_CHINESE_DIGITS = {ord(sign): str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {
    ord(sign): "0" for sign in "零○ＯO０"
}
#: names of styles in our templates for paragraphs that may be empty
_NUMBER_STYLE, _DATE_STYLE = "发文字号", "成文日期"
#: the head is within so many paragraphs with text, the closing within so many of the end of the main text
_HEAD, _CLOSING = 12, 12
_RUNNING = (BODY, SDT)
#: of several lines that look alike, so many are named
_MOST_NAMED = 5


class Piece(NamedTuple):
    """Characters of a paragraph that become others (docgen/ooxml/text_edits.py)."""

    start: int
    end: int
    new: str


@frozen
class Changed:
    """What was set: number, date or printed; where; before and after."""

    what: str
    label: str
    before: str
    after: str


@frozen
class SetMarks:
    """A document with number and dates set (the very same bytes if they stood there), and what was."""

    data: bytes
    changes: tuple[Changed, ...]
    findings: tuple[Finding, ...]


def set_marks(
    data: bytes,
    path: str,
    number: Number | None,
    day: date | None,
    printed: date | None = None,
    *,
    is_number_given: bool = False,
) -> SetMarks:
    """The document with 发文字号, 成文日期 and 印发日期 set; findings where there is no one place for them.

    A place for a number is a finding unless one was given (a wrong one, perhaps: ``is_number_given``).
    ``printed`` is the date of printing; without it, one that was blank or the old date of issue goes along.
    """
    reading = recognise(read_document(data, path))
    setter = _Setter(reading, path)
    if number is not None:
        setter.number(number)
    elif number_places(reading) and not is_number_given:
        setter.refuse("final-number-needed", number_places(reading)[:1])
    if day is not None:
        setter.day(day)
        setter.printed(day, printed)
    return SetMarks(setter.written() or data, tuple(setter.changes), tuple(setter.findings))


def number_places(reading: Reading) -> list[Para]:
    """The paragraphs where the 发文字号 stands, or is to stand."""
    named = [para for para in reading.paragraphs if para.role == DOC_NO or _is_empty(para, _NUMBER_STYLE)]
    if named:
        return named
    texts = [
        para for para in reading.paragraphs if para.where in (*_RUNNING, TABLE, TEXTBOX) and full_text(para)
    ]
    return [para for para in texts[:_HEAD] if _is_head_number(para.text)][:1]


def _is_head_number(text: str) -> bool:
    """云民字〔2024〕  号, alone or before 签发人."""
    match = _NUMBER.search(text)
    if match is None or text[: match.start()].strip():
        return False
    rest = text[match.end() :].strip()
    return not rest or rest.startswith("签发人")


def date_places(reading: Reading) -> list[Para]:
    """The paragraphs where the 成文日期 stands, or is to stand."""
    named = [para for para in reading.paragraphs if para.role == DATE or _is_empty(para, _DATE_STYLE)]
    if named:
        return named
    texts = [para for para in reading.paragraphs if para.where in (*_RUNNING, TABLE) and full_text(para)]
    end = next((at for at, para in enumerate(texts) if para.role == ANNEX_LABEL), len(texts))
    closing = [para for para in texts[max(end - _CLOSING, 0) : end] if _is_date(para.text.strip())]
    return closing[-1:]


def _is_date(text: str) -> bool:
    return _DATE.fullmatch(text) is not None or _POINTED.fullmatch(text) is not None


def signers(reading: Reading) -> list[tuple[Para, str]]:
    """Who the head names as signer (签发人), with the paragraph."""
    found = []
    for para in reading.paragraphs:
        match = re.search(r"签发人\s*[：:]\s*(.+)", para.text) if para.role in (SIGNER, DOC_NO) else None
        if match and match[1].strip():
            found.append((para, match[1].strip()))
    return found


def label(para: Para) -> str:
    """正文第3段“一、总体要求”."""
    words = full_text(para)
    short = words[:12] + ("…" if len(words) > 12 else "")
    return f"{place_name(para)}第{para.index}段“{short}”"


def _is_empty(para: Para, style: str) -> bool:
    return para.style.partition("（")[0] == style and not full_text(para)


class _Setter:
    """Sets marks in one reading, and remembers which parts changed."""

    def __init__(self, reading: Reading, path: str) -> None:
        self.reading, self.path = reading, path
        self.parts: set[str] = set()
        self.changes: list[Changed] = []
        self.findings: list[Finding] = []
        self._old_day: date | None = None

    def refuse(self, code: str, at: Sequence[Para], **parameters: object) -> None:
        labels = "、".join(label(para) for para in at[:_MOST_NAMED]) + ("等" if len(at) > _MOST_NAMED else "")
        self.findings.append(Finding(code, Place(self.path, label=labels), parameters=parameters))

    def number(self, number: Number) -> None:
        places = number_places(self.reading)
        if len(places) != 1:
            code = "final-number-twice" if places else "final-no-number-place"
            self.refuse(code, places, number=number.text)
            return
        para = places[0]
        if not para.text.strip():
            self._fill("number", para, number.text)
            return
        match = _NUMBER.search(para.text) if number.code else _PLAIN_NUMBER.search(para.text)
        if match is None:
            self.refuse("final-number-other", places, found=para.text.strip(), number=number.text)
            return
        if number.code:
            wanted = {"code": number.code, "gap": "", "open": "〔", "year": number.year, "close": "〕"}
            wanted |= {"serial": number.serial, "end": "号"}
        else:
            wanted = {"serial": number.text[1:-1], "end": number.text[-1]}
        self._set("number", para, match, wanted)

    def day(self, day: date) -> None:
        places = date_places(self.reading)
        if len(places) != 1:
            self.refuse("final-date-twice" if places else "final-no-date-place", places, date=shown_day(day))
            return
        para = places[0]
        if not para.text.strip():
            self._fill("date", para, shown_day(day))
            return
        self._old_day = written_day(para.text)
        if not self._set_day("date", para, day):
            self.refuse("final-date-other", places, found=para.text.strip(), date=shown_day(day))

    def printed(self, day: date, printed: date | None) -> None:
        """印发日期 goes with the 成文日期 where it was the same day, and is never before it."""
        places = [para for para in self.reading.paragraphs if para.role == PRINTER]
        places = places or [para for para in self.reading.paragraphs if _is_blank_printing(para)]
        if printed is not None and printed < day:
            self.refuse("final-printed-before", places, printed=shown_day(printed), date=shown_day(day))
            return
        if not places and printed is not None:
            self.refuse("final-no-printed-place", places, printed=shown_day(printed))
        for para in places:
            found = written_day(para.text)
            if printed is not None or found is None or found == self._old_day:
                self._set_day("printed", para, printed or day)
            elif found < day:
                self.refuse("final-printed-before", [para], printed=shown_day(found), date=shown_day(day))

    def _set_day(self, what: str, para: Para, day: date) -> bool:
        matches = list(_DATE.finditer(para.text))
        if matches:
            wanted = {
                "year": str(day.year),
                "y": "年",
                "month": str(day.month),
                "m": "月",
                "day": str(day.day),
            }
            self._set(what, para, matches[-1], wanted | {"d": "日"})
            return True
        pointed = list(_POINTED.finditer(para.text))
        if pointed:
            at = pointed[-1]
            self._edit(what, para, [Piece(at.start(), at.end(), shown_day(day))], at[0], shown_day(day))
        return bool(pointed)

    def _set(self, what: str, para: Para, match: re.Match[str], wanted: dict[str, str]) -> None:
        pieces = [Piece(*match.span(name), new) for name, new in wanted.items() if match[name] != new]
        after = "".join(_with(match, wanted))
        self._edit(what, para, pieces, match[0].strip(), after.strip())

    def _edit(self, what: str, para: Para, pieces: list[Piece], before: str, after: str) -> None:
        if not pieces:
            return
        made = edit_text(para, pieces)
        if len(made) != len(pieces):
            self.refuse("final-not-settable", [para], found=before, wanted=after)
            return
        self.parts.add(para.part)
        self.changes.append(Changed(what, label(para), before, after))

    def _fill(self, what: str, para: Para, text: str) -> None:
        """Text for an empty paragraph of a style of ours: the style says how it looks."""
        element: Any = para.element
        run = element.makeelement(f"{W}r")
        holder = run.makeelement(f"{W}t")
        holder.text = text
        run.append(holder)
        element.append(run)
        self.parts.add(para.part)
        self.changes.append(Changed(what, label(para), "", text))

    def written(self) -> bytes | None:
        """The document again, None where nothing was changed."""
        if not self.parts:
            return None
        package = self.reading.package
        return package.written({name: serialised(package.tree(name)) for name in sorted(self.parts)})


def _with(match: re.Match[str], wanted: dict[str, str]) -> Iterator[str]:
    """The matched text with these groups replaced, piece by piece."""
    at = match.start()
    for name, new in wanted.items():
        start, end = match.span(name)
        yield match.string[at:start]
        yield new
        at = end
    yield match.string[at : match.end()]


def _is_blank_printing(para: Para) -> bool:
    return para.where != "header" and re.search(rf"月{_BLANK}*[日号]\s*印\s*发\s*$", para.text) is not None


def written_day(text: str) -> date | None:
    """The last whole date in a text, in Arabic or Chinese digits; None without one that a calendar has."""
    for match in reversed(list(_DATE.finditer(text))):
        counts = [_count(match[name]) for name in ("year", "month", "day")]
        try:
            return date(*(each for each in counts if each is not None))
        except (ValueError, TypeError):  # no such day; a part of it is blank
            continue
    return None


def _count(text: str) -> int | None:
    """7, 〇七, 七 or 二十七 as a number, None for a blank."""
    text = text.strip().translate(_CHINESE_DIGITS)
    if "十" in text:
        tens, _, ones = text.partition("十")
        text = f"{tens or 1}{ones or 0}"
    return int(text) if re.fullmatch(r"\d+", text, re.ASCII) else None


def numbers_elsewhere(reading: Reading, old: str) -> list[Para]:
    """The paragraphs that have a 发文字号 which was replaced."""
    return [para for para in reading.paragraphs if old in para.text]
