"""A record as templates see it: every value prints as a document writes it and knows its own pointer.

Objects are read on demand, so a document costs what its template uses. What the schema allows and the
record leaves out prints nothing; 「未知」 and 「无」 always print.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, Literal, overload

from docgen.dates import PartialDate, parse_date
from docgen.expressions import Number, Type, Unknown
from docgen.frozen import frozen
from docgen.prose import Prose, Segment, Stating, resolve
from docgen.quantities import convert, number_text, parse_unit, to_decimal
from docgen.records import Record
from docgen.schemas import Kind
from docgen.templates import plain_references
from docgen.wording import default_date, document_number, ordinal_label

State = Literal["known", "unknown", "none", "absent"]
NONE = "无"


@dataclass(frozen=True, eq=False)
class Stated(Stating):
    """One value: how it prints, where it stands in the record, and what filters calculate with.

    An unknown or absent list is empty to a loop, so it has no items and still can say that it is unknown.
    """

    text: str
    pointer: str
    raw: str | int | Decimal | bool | PartialDate | None = None
    unit: str = ""
    state: State = "known"
    reason: str = ""

    @cached_property
    def parts(self) -> tuple[Prose, ...]:
        """The value as marked output."""
        return (Prose("", (Segment(self.text, self.pointer),)),) if self.text else ()

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return self.raw if isinstance(self.raw, bool) else bool(self.text)

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __getitem__(self, name: object) -> Stated:
        """The fields of an object print nothing where the record says 未知 or 无, or names nothing."""
        return Stated("", self.pointer, None, state="absent")

    def __eq__(self, other: object) -> bool:
        other = other.raw if isinstance(other, Stated) else other
        return self.raw == other or (isinstance(other, str) and self.text == other)

    def __hash__(self) -> int:
        return hash(self.pointer)

    def __lt__(self, other: object) -> bool:
        return _compared(self.raw, other, lambda left, right: left < right)

    def __le__(self, other: object) -> bool:
        return _compared(self.raw, other, lambda left, right: left <= right)

    def __gt__(self, other: object) -> bool:
        return _compared(self.raw, other, lambda left, right: left > right)

    def __ge__(self, other: object) -> bool:
        return _compared(self.raw, other, lambda left, right: left >= right)


@frozen
class Passage(Stating):
    """Prose and plain words in a row, each piece of prose still knowing its field."""

    parts: tuple[Prose | str, ...]
    #: the plain text once it was asked for
    _text: str | None = field(init=False, default=None)

    def __str__(self) -> str:
        text = self._text
        if text is None:
            text = "".join([str(part) for part in self.parts])
            object.__setattr__(self, "_text", text)
        return text

    def __bool__(self) -> bool:
        return any(self.parts)


class Fields(Mapping[str, Any]):
    """An object of the record; each field is worded when it is asked for.

    One that the record leaves out is empty and false, and its fields print nothing: a draft shows what
    there is of an unfinished record.
    """

    def __init__(self, reader: Reader, data: Mapping[str, Any], type_: Type, pointer: str) -> None:
        self._reader, self._data, self._type, self.pointer = reader, data, type_, pointer
        #: what was asked for: a template asks whether there is something, how long it is, then puts it out
        self._worded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        found = self._worded.get(name)
        if found is None:
            found = self._worded[name] = self._value(name)
        return found

    def _value(self, name: str) -> Any:
        type_ = self._type.fields.get(name) or self._type.entry
        if type_ is None:
            raise KeyError(name)
        if name not in self._data and name not in self._type.fields:
            raise KeyError(name)
        return self._reader.value(
            self._data.get(name), type_, f"{self.pointer}/{_token(name)}", name in self._data
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


class Measured(Fields, Stating):
    """An indicator or dated entry: prints its value, and still has its name, unit and the rest."""

    def _value(self, name: str) -> Any:
        if name == "name" and "name" not in self._data:
            return Stated(self._type.title, f"{self.pointer}/name", self._type.title)
        return super()._value(name)

    @cached_property
    def stated(self) -> Stated:
        """The value itself."""
        inner = self._type.fields["value"]
        unit = self._data.get("unit")
        return self._reader.leaf(
            self._data.get("value"), inner, f"{self.pointer}/value", unit if isinstance(unit, str) else ""
        )

    @property
    def parts(self) -> tuple[Prose, ...]:
        """The value as marked output."""
        return self.stated.parts

    def __str__(self) -> str:
        return self.stated.text

    def __eq__(self, other: object) -> bool:
        return self.stated == other

    def __hash__(self) -> int:
        return hash(self.pointer)

    def __lt__(self, other: object) -> bool:
        return self.stated < other

    def __le__(self, other: object) -> bool:
        return self.stated <= other

    def __gt__(self, other: object) -> bool:
        return self.stated > other

    def __ge__(self, other: object) -> bool:
        return self.stated >= other


class Derived(Mapping[str, Stated]):
    """The values that the kind computes, each calculated when it is asked for."""

    def __init__(self, record: Record, kind: Kind) -> None:
        self._record, self._kind = record, kind

    def __getitem__(self, name: str) -> Stated:
        derived = self._kind.derived[name]
        pointer = f"/derived/{name}"
        value = self._kind.compute(name, self._record)
        if isinstance(value, Number):
            amount = to_decimal(value.amount / parse_unit(derived.unit).factor, derived.places)
            return Stated(number_text(amount), pointer, amount, derived.unit)
        if isinstance(value, Unknown):
            reason = next((gap.reason for gap in value.gaps if gap.reason), "")
            return unknown(reason, pointer)
        return Stated(NONE, pointer, NONE, state="none")

    def __iter__(self) -> Iterator[str]:
        return iter(self._kind.derived)

    def __len__(self) -> int:
        return len(self._kind.derived)


class Later(Sequence[Any]):
    """A list that is only built when a template goes through it."""

    def __init__(self, build: Callable[[], list[Any]]) -> None:
        self._build = build
        self._built: list[Any] | None = None

    def _list(self) -> list[Any]:
        if self._built is None:
            self._built = self._build()
        return self._built

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self._list()[index]

    def __len__(self) -> int:
        return len(self._list())


class Reader:
    """Words the values of one record by the types of its kind."""

    def __init__(self, record: Record, kind: Kind) -> None:
        self.record, self.kind = record, kind

    def value(self, data: Any, type_: Type, pointer: str, is_given: bool = True) -> Any:
        """The value at a pointer, ready for a template."""
        is_number = bool(type_.fields.get("sequence") and type_.fields.get("code"))
        if type_.sort == "object" and type_.fields and not is_number and not _says(data, type_):
            return Fields(self, {}, type_, pointer)
        if not is_given:
            return Prose(pointer, ()) if type_.is_prose else Stated("", pointer, None, state="absent")
        if type_.ref and isinstance(data, str) and data != NONE:
            return self.referred(data, type_, pointer)
        if isinstance(data, dict) and not _is_unknown(data) and (type_.fields or type_.entry):
            if is_number:
                return Stated(_document_number(data), pointer, None)
            is_entry = type_.sort in ("number", "date") and "value" in type_.fields
            return (Measured if is_entry else Fields)(self, data, type_, pointer)
        if isinstance(data, list) and type_.item is not None:
            return [self.value(each, type_.item, f"{pointer}/{at}") for at, each in enumerate(data)]
        if type_.is_prose and isinstance(data, str):
            return resolve(self.record, self.kind, pointer)
        return self.leaf(data, type_, pointer, type_.unit or "")

    def leaf(self, data: Any, type_: Type, pointer: str, unit: str) -> Stated:
        """A number, date, text or boolean; or what the record says instead of one."""
        if _is_unknown(data):
            return unknown(str(data["unknown"]), pointer)
        if data == NONE and (type_.may_be_none or type_.sort != "text"):
            return Stated(NONE, pointer, NONE, state="none")
        if isinstance(data, bool):
            return Stated("是" if data else "否", pointer, data)
        if isinstance(data, (int, Decimal)):
            return Stated(number_text(data), pointer, data, unit)
        if isinstance(data, str):
            date = parse_date(data) if type_.sort == "date" else None
            if date is not None:
                return Stated(default_date(date), pointer, date)
            return Stated(type_.choices.get(data, data), pointer, data)
        return Stated("", pointer, None, state="absent")

    def referred(self, id: str, type_: Type, pointer: str) -> Any:
        """What a field refers to by id; the id itself if there is no such thing."""
        target = self.record.pointers.get(id)
        inner = plain_references(type_, self.kind.root) if type_.ref != "any" else None
        if target is None or inner is None or not target.startswith(f"/{type_.ref}/"):
            return Stated(id, pointer, id)
        # an indicator that the schema names is called what the schema calls it
        inner = self.kind.root.fields[type_.ref].fields.get(id, inner)
        return self.value(self.record.get(target), inner, target)


def unknown(reason: str, pointer: str) -> Stated:
    """What stands for a value that the record says is unknown."""
    return Stated(f"未知（{reason}）" if reason else "未知", pointer, None, state="unknown", reason=reason)


def document_context(record: Record, kind: Kind) -> dict[str, Any]:
    """Every name that a template of this kind may use (templates.py tells their types)."""
    reader = Reader(record, kind)
    root = Fields(reader, record.data, kind.root, "")
    context: dict[str, Any] = {name: root[name] for name in kind.root.fields}
    context["derived"] = Derived(record, kind)
    for name in ("start", "plan_start"):
        stated = _period_name(record, name, name.replace("start", "end"))
        context["period_name" if name == "start" else "plan_period_name"] = stated
    if "rectifications" in kind.root.fields:
        context["ledger"] = Later(lambda: _ledger(root["rectifications"]))
    if "series" in kind.root.fields:
        context["quarterly"] = Later(lambda: [_quarterly(reader, row) for row in root["series"]])
    if "sections" in kind.root.fields:
        views = {part: Later(partial(_sections, reader, part)) for part in ("summary", "problems", "plan")}
        context.update(summary=views["summary"], problems=views["problems"], plan_sections=views["plan"])
        context["ordered_sections"] = Later(lambda: _sections(reader, None))
        present = {_part(section) for section in _list(record.data.get("sections"))}
        context["parts"] = [{"key": key, "sections": views[key]} for key in views if key in present]
    return context


def _ledger(sources: Any) -> list[Any]:
    """Every item of every source that has its items, numbered through."""
    rows = [(source["name"], item) for source in sources for item in source["items"]]
    return [{"number": at, "source": name, "item": item} for at, (name, item) in enumerate(rows, 1)]


def _quarterly(reader: Reader, row: Any) -> dict[str, Any]:
    """A series as a row of the quarters of the report's year; a total in another unit is converted."""
    figures, unit = row["values"], str(row["unit"])
    year = str(reader.record.get("/period/start", ""))[:4]
    cells: dict[str, Any] = {}
    for number in range(1, 5):
        name = f"{year}-Q{number}"
        absent = Stated("", f"{figures.pointer}/{name}", None, state="absent")
        cells[f"q{number}"] = figures.get(name, absent) if isinstance(figures, Fields) else figures
    return {"name": row["name"], "unit": row["unit"], **cells, "total": _converted(row["total"], unit)}


def _converted(value: Any, unit: str) -> Any:
    """A number in another unit; what is no number, or can't be converted, as it is."""
    stated = value.stated if isinstance(value, Measured) else value
    number = stated.raw if isinstance(stated, Stated) else None
    if isinstance(number, bool) or not isinstance(number, int | Decimal) or stated.unit == unit:
        return value
    converted = convert(number, stated.unit, unit)
    return value if converted is None else Stated(number_text(converted), stated.pointer, converted, unit)


def _sections(reader: Reader, part: str | None) -> list[Any]:
    """The sections of one part (None: of all) in the record's order, with their text composed."""
    return [
        _section(reader, section, f"/sections/{at}")
        for at, section in enumerate(_list(reader.record.data.get("sections")))
        if isinstance(section, dict) and (part is None or _part(section) == part)
    ]


def _section(reader: Reader, section: Mapping[str, Any], pointer: str) -> dict[str, Any]:
    """Heading, paragraphs and subsections of a section, a subsection or (without heading) a block."""
    own = _block(reader, section, pointer)
    points = [
        _block(reader, point, f"{pointer}/points/{at}")
        for at, point in enumerate(_list(section.get("points")))
        if isinstance(point, dict)
    ]
    labelled = [
        {"label": ordinal_label(at) if len(points) > 1 else "", "text": point}
        for at, point in enumerate(points, 1)
    ]
    return {
        "heading": resolve(reader.record, reader.kind, f"{pointer}/heading"),
        "paragraphs": [own] if own else [],
        "points": labelled,
        "body": _body(own, labelled),
        "subsections": [
            _section(reader, inner, f"{pointer}/subsections/{at}")
            for at, inner in enumerate(_list(section.get("subsections")))
            if isinstance(inner, dict)
        ],
    }


def _body(own: Passage, points: Sequence[Mapping[str, Any]]) -> list[Passage]:
    """The paragraphs as they run: a point that ends in a semicolon goes on in the same sentence."""
    paragraphs: list[list[Prose | str]] = [list(own.parts)] if own else []
    goes_on = False
    for point in points:
        text: Passage = point["text"]
        if not goes_on:
            paragraphs.append([])
        paragraphs[-1] += (point["label"], *text.parts)
        goes_on = str(text).endswith(("；", ";", "，", "、"))
    return [Passage(tuple(parts)) for parts in paragraphs]


def _block(reader: Reader, block: Mapping[str, Any], pointer: str) -> Passage:
    """A block's lead, text and plan items as one passage: items are joined by ； and ended by 。"""
    parts: list[Prose | str] = [
        resolve(reader.record, reader.kind, f"{pointer}/{name}")
        for name in ("lead", "text")
        if block.get(name)
    ]
    items = [reader.record.pointers.get(id, "") for id in _list(block.get("items")) if isinstance(id, str)]
    texts = [resolve(reader.record, reader.kind, f"{item}/text") for item in items if item]
    for at, text in enumerate(texts):
        end = "。" if at == len(texts) - 1 else "；"
        parts += (text, "" if str(text).endswith(("。", "；", "！")) else end)
    return Passage(tuple(parts))


def _period_name(record: Record, first: str, last: str) -> Stated:
    """上半年, 下半年, 第二季度, 7月…: what a period is called; "" where the record doesn't give it."""
    dates = [parse_date(str(record.get(f"/period/{name}", ""))) for name in (first, last)]
    pointer = f"/period/{last}"
    if dates[0] is None or dates[1] is None:
        return Stated("", pointer, None, state="absent")
    start, end = dates[0].first, dates[1].last
    months = (start.month, end.month)
    named = {(1, 12): "全年", (1, 6): "上半年", (7, 12): "下半年"}
    named |= {(3 * n + 1, 3 * n + 3): f"第{name}季度" for n, name in enumerate("一二三四")}
    text = named.get(months) or (
        f"{months[0]}月" if months[0] == months[1] else f"{months[0]}月至{months[1]}月"
    )
    return Stated(text if start.year == end.year else "", pointer, text)


def _part(section: Any) -> str:
    part = section.get("part") if isinstance(section, dict) else None
    return part if isinstance(part, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _document_number(data: Mapping[str, Any]) -> str:
    return document_number(str(data.get("code", "")), data.get("year", ""), data.get("sequence", ""))


def _is_unknown(data: Any) -> bool:
    return isinstance(data, dict) and len(data) == 1 and "unknown" in data


def _says(data: Any, type_: Type) -> bool:
    """Whether something is said of an object: what it is, or where the schema allows it, 未知 or 无."""
    if _is_unknown(data):
        return type_.may_be_unknown
    return isinstance(data, dict) or (data == NONE and type_.may_be_none)


def _token(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _compared(raw: object, other: object, judge: Callable[[Any, Any], bool]) -> bool:
    """Whether a comparison surely holds; of what is unknown, never."""
    other = other.stated if isinstance(other, Measured) else other
    other = other.raw if isinstance(other, Stated) else other
    if isinstance(raw, PartialDate) and isinstance(other, PartialDate):
        return judge(raw.last, other.last)
    numbers = (int, Decimal)
    return isinstance(raw, numbers) and isinstance(other, numbers) and judge(raw, other)
