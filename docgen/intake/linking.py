"""Numbers that a secretary typed in plain sentences, matched to the record's values and confirmed in bulk.

The list of them is a workbook: a row for each number with the sentence, the value that it seems to be, and a
cell for 是 or 否. What is confirmed becomes a mention, so that the number is kept once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from docgen.intake.cells import shown
from docgen.intake.form_sheets import cell_at
from docgen.intake.grids import read_grids
from docgen.records import Record, split_pointer
from docgen.schemas import Kind, label, prose_fields
from docgen.typed_numbers import known_amounts, named_amounts, speaks_of_another, typed_in

SHEET = "文字核对"
COLUMNS = ("序号", "位置", "原文", "数字", "改写为", "确认", "标识")
NUMBER, PLACE, TEXT, WRITTEN, MENTION, CONFIRMED, KEY = range(len(COLUMNS))
YES, NO = "是", "否"
#: the section that a form's sentences and a .docx become
SECTION, HEADING = "section_text", "文字情况"
#: what has a meaning in the prose of a record
_SIGN = re.compile(r"[{}\\]")
_WIDTHS = (6, 30, 70, 12, 34, 8, 30)
_CREATED = datetime(1980, 1, 1)


@dataclass(frozen=True, slots=True)
class Link:
    """A number in a text of the record: where, as written, and the mentions that say the same."""

    pointer: str
    label: str
    text: str
    start: int
    end: int
    written: str
    #: none where no value of the record backs the number
    mentions: tuple[str, ...]

    @property
    def key(self) -> str:
        """What tells it from others: its text's pointer, and where in it."""
        return f"{self.pointer}@{self.start}"

    @property
    def is_sure(self) -> bool:
        """Whether one value alone fits, in a sentence that speaks of the record's own time and place."""
        return len(self.mentions) == 1 and not speaks_of_another(self.text, self.start)


def links_in(record: Record, kind: Kind) -> list[Link]:
    """Every number typed in the record's prose that a value of the record backs."""
    return [link for link in typed_links(record, kind) if link.mentions]


def typed_links(record: Record, kind: Kind) -> list[Link]:
    """Every number typed in the record's prose, backed or not; those that contradict a value are left out."""
    known, named = known_amounts(record), named_amounts(record, kind)
    titles = kind.root.fields["indicators"].fields if "indicators" in kind.root.fields else {}
    return [
        Link(pointer, label(kind, pointer, record), text, each.start, each.end, each.text, each.mentions)
        for pointer, text in prose_fields(record, kind)
        for each in typed_in(text, known, titles, named)
    ]


def link_book(links: Sequence[Link]) -> bytes:
    """The list to be confirmed; where that is sure, 是 stands there already."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(stream, options) as book:
        book.set_properties({"title": SHEET, "created": _CREATED})
        sheet = book.add_worksheet(SHEET)
        frame = {"border": 1, "text_wrap": True, "valign": "top", "font_name": "宋体", "font_size": 10}
        head = book.add_format({**frame, "bold": True, "bg_color": "#D9E1F2"})
        plain, marked = book.add_format(frame), book.add_format({"bold": True, "font_color": "#C00000"})
        filled = book.add_format({**frame, "bg_color": "#FFF2CC"})
        for at, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, name, head)
        for row, each in enumerate(links, 1):
            sheet.write_number(row, NUMBER, row, plain)
            sheet.write_string(row, PLACE, each.label, plain)
            before, behind = each.text[: each.start], each.text[each.end :]
            parts = [part for part in (before, marked, each.written, behind) if part != ""]
            if len(parts) > 2:
                sheet.write_rich_string(row, TEXT, *parts, plain)
            else:
                sheet.write_string(row, TEXT, each.text, plain)
            sheet.write_string(row, WRITTEN, each.written, plain)
            sheet.write_string(row, MENTION, each.mentions[0], filled)
            sheet.write_string(row, CONFIRMED, YES if each.is_sure else "", filled)
            sheet.write_string(row, KEY, each.key, plain)
            if len(each.mentions) > 1:
                choice = {"validate": "list", "source": list(each.mentions)}
                sheet.data_validation(row, MENTION, row, MENTION, choice)
        last = max(len(links), 1)
        sheet.data_validation(1, CONFIRMED, last, CONFIRMED, {"validate": "list", "source": [YES, NO]})
        sheet.freeze_panes(1, 0)
    return stream.getvalue()


def confirmed_in(path: str) -> dict[str, str]:
    """Key -> mention of every row that says 是."""
    found = {}
    for grid in read_grids(path):
        for row in grid.rows:
            if shown(cell_at(row, CONFIRMED)).strip() == YES:
                found[shown(cell_at(row, KEY)).strip()] = shown(cell_at(row, MENTION)).strip()
    return found


def rewritten(links: Sequence[Link], confirmed: Mapping[str, str]) -> tuple[dict[str, str], int]:
    """Pointer -> text with its confirmed mentions, of every text that has some; and how many they are."""
    texts: dict[str, str] = {}
    count = 0
    for each in sorted(links, key=lambda link: -link.start):  # from the end, so that places hold
        mention = confirmed.get(each.key)
        if mention not in each.mentions:
            continue  # not confirmed, or the text has changed since
        text = texts.get(each.pointer, each.text)
        texts[each.pointer] = text[: each.start] + mention + text[each.end :]
        count += 1
    return texts, count


def linked(record: Record, links: Sequence[Link], confirmed: Mapping[str, str]) -> int:
    """Write the confirmed mentions into the record's texts; how many."""
    texts, count = rewritten(links, confirmed)
    for pointer, text in texts.items():
        holder, step = _holder(record.data, pointer)
        holder[step] = text
    return count


def room_for(data: Mapping[str, Any], kind: Kind, sentences: Sequence[str]) -> tuple[str, list[Any]] | None:
    """The list of a record that plain sentences are added to, and what is added; None: the kind has none.

    A section of their own where the kind has sections, the same one the next time; else its paragraphs.
    """
    name = next((each for each in ("sections", "paragraphs") if each in kind.root.fields), "")
    there = data.get(name, [])
    if not name or not isinstance(there, list):
        return None
    if name == "paragraphs":
        return f"/{name}", list(sentences)
    points = [{"text": text} for text in sentences]
    for at, each in enumerate(there):
        if isinstance(each, dict) and each.get("id") == SECTION and isinstance(each.get("points"), list):
            return f"/{name}/{at}/points", points
    item = kind.root.fields[name].item
    part = item.fields.get("part") if item is not None else None
    section = {"id": SECTION, "part": next(iter(part.choices), "") if part is not None else ""}
    return f"/{name}", [{**section, "heading": HEADING, "points": points}]


def with_sentences(data: dict[str, Any], kind: Kind, sentences: Sequence[str]) -> bool:
    """Put plain sentences into a record as a section, or as its paragraphs; whether the kind has room."""
    if not sentences:
        return True
    room = room_for(data, kind, sentences)
    if room is None:
        return False
    holder, step = _holder(data, room[0])
    if isinstance(holder, dict):
        holder.setdefault(step, [])
    holder[step].extend(room[1])
    return True


def plain_sentences(text: str) -> Iterator[str]:
    """Paragraphs of a text in which braces and backslashes are just that."""
    for line in text.splitlines():
        if line.strip():
            yield _SIGN.sub(r"\\\g<0>", line.strip())


def _holder(data: Any, pointer: str) -> tuple[Any, Any]:
    *above, last = split_pointer(pointer)
    for step in above:
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data, int(last) if isinstance(data, list) else last
