"""The form of a kind as a workbook: to be filled in with Excel, WPS or LibreOffice, and read back.

Its first row, hidden, says which sheet and which columns these are, so that columns may be moved and sheets
renamed. Nothing in a cell is ever a formula. The same form gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from docgen.expressions import Type
from docgen.intake.filling import Filled, Row
from docgen.intake.naming import Names
from docgen.intake.plans import ABOUT, KEY, LOCAL, OWNER, SHOWN, Column, Plan, Table

MARK = "docgen-form/1"
#: what the first page asks of the one who fills it in: code -> label
SIGNED = {"unit": "填报单位", "by": "填报人", "reviewed": "审核人", "on": "填报日期", "prose": "文字情况"}
CHOICES = "选项"
_CREATED = datetime(1980, 1, 1)
#: rows from 0: the codes, the title, the hint, the headings, and where the rows begin
CODES, TITLE, HINT, HEADINGS, FIRST = range(5)
#: empty rows that are drawn below what is there, and rows in which what is typed is checked
_SPARE, _CHECKED = 20, 500
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HOW = (
    "一、只填有颜色的格：黄色的必须填，白色的有就填。灰色的格不用动。",
    "二、数字只填数，不带单位（单位在旁边一栏）；金额按“单位”一栏的单位填。是零的填 0，本来就没有的填“无”。",
    "三、查不到的填“未知：原因”，例如“未知：财政尚未反馈”。空着表示还没有填。",
    "四、日期写成 2024-06-30、2024年6月30日、2024/6/30 都可以；只知道月份的写 2024-06 或者 2024年6月。",
    "五、一格里有几项的，每项一行（Alt+回车换行）。正文里用到指标数字的地方写 {标识}，数字由系统填入。",
    "六、每类清单一张表，可以增加、删除行，可以移动栏，可以改工作表的名称；请不要删除第1行（已隐藏）。",
    "七、清单里“标识”一栏可以不填，由系统编号；“所属”一栏写上一级清单里那一项的名称或者标识。",
    "八、填好后用 docgen intake 读入，有问题会指出在哪张表、哪一格。",
)
_PROSE = "可以直接写几句话说明工作情况，写到的数字会与各表核对。"
_WIDE, _MIDDLE, _NARROW = 48, 22, 13


def form_book(
    plan: Plan,
    filled: Filled,
    names: Names,
    notes: Mapping[tuple[str, str], str],
    *,
    signed: Mapping[str, str],
    version: str,
) -> bytes:
    """The workbook. ``notes`` are remarks by (table code, column code), and of single rows by their key."""
    return _Book(plan, filled, names, notes).made(signed, version)


class _Book:
    def __init__(
        self, plan: Plan, filled: Filled, names: Names, notes: Mapping[tuple[str, str], str]
    ) -> None:
        from xlsxwriter import Workbook

        self.plan, self.filled, self.names, self.notes = plan, filled, names, notes
        self.stream = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.book = Workbook(self.stream, options)
        self.formats: dict[tuple[Any, ...], Any] = {}
        self.lists: dict[tuple[str, ...], str] = {}

    def made(self, signed: Mapping[str, str], version: str) -> bytes:
        kind = self.plan.kind
        self.book.set_properties(
            {"title": f"{kind.title}填报表", "created": _CREATED, "comments": f"docgen {version}"}
        )
        about = self.book.add_worksheet(ABOUT)
        sheets = [(table, self.book.add_worksheet(table.sheet)) for table in self.plan.tables]
        self.choices = self.book.add_worksheet(CHOICES)
        self.choices.hide()
        self.choices.protect("")
        self.about(about, signed)
        for table, sheet in sheets:
            (self.table if table.path else self.single)(table, sheet)
        self.book.close()
        return self.stream.getvalue()

    def about(self, sheet: Any, signed: Mapping[str, str]) -> None:
        """填写说明: how to fill it in, who did, and when."""
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 96)
        self.codes(sheet, ["about", ""], "about")
        sheet.merge_range(TITLE, 0, TITLE, 1, f"{self.plan.kind.title}填报表", self.format("title"))
        row = HINT
        for text in _HOW:
            sheet.merge_range(row, 0, row, 1, text, self.format("plain"))
            row += 1
        row += 1
        for code, label in SIGNED.items():
            sheet.write_string(row, 0, label, self.format("head"))
            self.write(sheet, row, 1, signed.get(code) or None, "optional", Type("text"))
            if code == "prose":
                sheet.set_row(row, 120)
                sheet.write_comment(row, 0, _PROSE, self.remark())
            row += 1
        sheet.set_row(TITLE, 30)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 1)
        sheet.protect("", _ALLOWED)

    def single(self, table: Table, sheet: Any) -> None:
        """基本情况: a row for each field."""
        self.heads(table, sheet, ["项目", "内容", "填写要求", "字段"], ["#label", "#value", "#hint", "#code"])
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 70)
        sheet.set_column(2, 2, 44)
        sheet.set_column(3, 3, 24, None, {"hidden": True})
        row: Row = self.filled.rows["."][0]
        for number, column in enumerate(table.columns, FIRST):
            sheet.write_string(number, 0, column.label, self.format("fixed"))
            look = "required" if column.is_required else "optional"
            self.write(sheet, number, 1, row.get(column.code), look, column.type)
            sheet.write_string(number, 2, self.hint(column), self.format("plain"))
            sheet.write_string(number, 3, column.code, self.format("plain"))
            self.validate(sheet, number, number, 1, column)
            self.note(sheet, number, 0, (table.code, column.code))
        sheet.protect("", _ALLOWED)

    def table(self, table: Table, sheet: Any) -> None:
        """A list: a row for each element, and empty ones below."""
        columns = table.columns
        self.heads(table, sheet, [each.label for each in columns], [each.code or "#self" for each in columns])
        rows = self.filled.rows[table.code]
        last = FIRST + len(rows) + _SPARE - 1
        for at, column in enumerate(columns):
            look = "required" if column.is_required else "optional"
            sheet.set_column(at, at, _width(column), self.format("optional", _number_format(column.type)))
            self.note(sheet, HEADINGS, at, (table.code, column.code), self.hint(column))
            for number in range(FIRST, last + 1):
                row = rows[number - FIRST] if number - FIRST < len(rows) else None
                known = row is not None and str(row.get(KEY, "")) in table.units
                self.write(sheet, number, at, row.get(column.code) if row is not None else None,
                           self.look(table, column, row, known, look), column.type)  # fmt: skip
            self.validate(sheet, FIRST, last + _CHECKED, at, column)
        if columns and columns[0].code == SHOWN:
            for number, row in enumerate(rows, FIRST):
                self.note(sheet, number, 0, (table.code, f"#row:{row.get(KEY, '')}"))
        sheet.freeze_panes(FIRST, 1)
        sheet.protect("", _ALLOWED)

    def look(self, table: Table, column: Column, row: Row | None, known: bool, look: str) -> str:
        """How a cell looks: to be filled in or not. Rows that the schema names have cells that are given."""
        if row is None:
            return "optional" if column.code not in ("id", KEY) else "aside"
        if known and (
            column.code in (SHOWN, KEY) or (column.code in ("unit", "basis") and column.code in row)
        ):
            return "fixed"
        if known and column.code == "value":
            return "required" if row.get(KEY) in table.required else "optional"
        if column.code in ("id", KEY, LOCAL, SHOWN):
            return "aside"
        return look

    def heads(self, table: Table, sheet: Any, labels: Sequence[str], codes: Sequence[str]) -> None:
        self.codes(sheet, list(codes), table.code)
        sheet.write_string(TITLE, 0, f"{self.plan.kind.title}　{table.sheet}", self.format("title"))
        sheet.set_row(TITLE, 26)
        hint = "黄色必填；查不到写“未知：原因”，没有写“无”。"
        if table.parent is not None:
            hint += f"“{table.columns[0].label}”写“{table.parent.sheet}”表里那一项的名称或者标识。"
        sheet.write_string(HINT, 0, hint, self.format("hint"))
        for at in range(1, len(labels)):  # else they would look like cells to fill in
            sheet.write_blank(TITLE, at, None, self.format("title"))
            sheet.write_blank(HINT, at, None, self.format("hint"))
        for at, label in enumerate(labels):
            sheet.write_string(HEADINGS, at, label, self.format("head"))
        sheet.set_row(HEADINGS, 30)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADINGS)

    def codes(self, sheet: Any, codes: list[str], table: str) -> None:
        """The hidden first row: what this sheet is, and what each column."""
        codes[0] = f"{MARK} {self.plan.kind.id} {table} {codes[0]}".strip()
        for at, code in enumerate(codes):
            sheet.write_string(CODES, at, code, self.format("plain"))
        sheet.set_row(CODES, None, None, {"hidden": True})

    def write(self, sheet: Any, row: int, at: int, cell: Any, look: str, type_: Type) -> None:
        """One cell: a number with the places that it was written with, or a text that stays one."""
        if cell is None:
            sheet.write_blank(row, at, None, self.format(look, _number_format(type_)))
        elif isinstance(cell, str):
            quoted = cell.startswith(_STARTS_FORMULA)
            sheet.write_string(row, at, cell, self.format(look, "@", quoted))
        else:
            sheet.write_number(row, at, float(cell), self.format(look, _places(cell)))

    def validate(self, sheet: Any, first: int, last: int, at: int, column: Column) -> None:
        """Drop-downs where there is a choice; numbers and dates checked as they are typed."""
        type_ = column.type
        name = f"{_letters(at)}{first + 1}"
        told = {
            "error_title": column.label[:32],
            "input_title": column.label[:32],
            "input_message": self.hint(column)[:255],
        }
        loose = f'{name}="无",LEFT({name},2)="未知"'
        options = _options(type_, self.names)
        if column.table or column.code in (KEY, LOCAL, SHOWN, OWNER):
            return
        if options:
            strict = (
                bool(type_.choices or type_.sort == "boolean")
                and not type_.may_be_unknown
                and type_.sort != "date"
            )
            sheet.data_validation(first, at, last, at, {
                "validate": "list", "source": self.listed(options),
                "error_type": "stop" if strict else "warning",
                "error_message": "请从下拉列表里选；不在其中的请核对后再填。", **told,
            })  # fmt: skip
        elif type_.sort == "number":
            sheet.data_validation(first, at, last, at, {
                "validate": "custom", "value": f"=OR(ISNUMBER({name}),ISNUMBER(VALUE({name})),{loose})",
                "error_type": "warning", **told,
                "error_message": "这里要填数字，不带单位；没有填“无”，查不到填“未知：原因”。",
            })  # fmt: skip
        elif type_.sort == "date":
            sheet.data_validation(first, at, last, at, {
                "validate": "custom", "error_type": "warning", **told,
                "value": f"=OR(ISNUMBER({name}),ISNUMBER(VALUE(LEFT({name},4))),{loose})",
                "error_message": "这里要填日期，例如 2024-06-30 或者 2024年6月30日。",
            })  # fmt: skip

    def listed(self, options: Sequence[str]) -> str:
        """Where the options of a drop-down stand on the hidden sheet."""
        key = tuple(options)
        if key not in self.lists:
            at = len(self.lists)
            for row, text in enumerate(options):
                self.choices.write_string(row, at, text)
            letters = _letters(at)
            self.lists[key] = f"={CHOICES}!${letters}$1:${letters}${len(options)}"
        return self.lists[key]

    def hint(self, column: Column) -> str:
        """What may stand in a cell."""
        type_ = column.type
        parts = []
        if column.code == OWNER:
            return "上一级清单里那一项的名称或者标识。"
        if column.code in (LOCAL, KEY, "id", SHOWN):
            return "标识，可以不填。" if column.code == "id" else ""
        if column.table:
            return (
                f"内容填在“{self.plan.by_code[column.table].sheet}”表；没有的写“无”，查不到写“未知：原因”。"
            )
        if type_.unit:
            parts.append(f"单位：{type_.unit}。")
        if type_.sort == "date":
            parts.append("日期，如 2024-06-30、2024年6月。")
        elif type_.sort == "boolean":
            parts.append("选“是”或者“否”。")
        elif type_.sort == "list":
            parts.append("有几项的，每项一行。")
        elif type_.choices:
            parts.append("从下拉列表里选。")
        elif type_.ref:
            parts.append(
                "写指标、文件或者事项的名称或者标识。"
                if type_.ref == "any"
                else "从下拉列表里选，或者写名称、标识。"
            )
        if type_.may_be_none:
            parts.append("没有写“无”。")
        if type_.may_be_unknown:
            parts.append("查不到写“未知：原因”。")
        return "".join(parts)

    def note(self, sheet: Any, row: int, at: int, key: tuple[str, str], before: str = "") -> None:
        text = "\n".join(filter(None, (before, self.notes.get(key, ""))))
        if text:
            sheet.write_comment(row, at, text[:2000], self.remark())

    def remark(self) -> dict[str, Any]:
        return {"author": "docgen", "x_scale": 2.4, "y_scale": 1.6, "font_size": 9}

    def format(self, look: str, number: str = "", quoted: bool = False) -> Any:
        """A format, made once."""
        key = (look, number, quoted)
        if key not in self.formats:
            made = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True, **_LOOKS[look]}
            if number:
                made["num_format"] = number
            if quoted:
                made["quote_prefix"] = True
            self.formats[key] = self.book.add_format(made)
        return self.formats[key]


_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "text_wrap": False},
    "hint": {"italic": True, "font_color": "#595959", "text_wrap": False},
    "plain": {"font_color": "#595959"},
    "head": {"bold": True, "border": 1, "bg_color": "#D9E1F2", "valign": "vcenter", "align": "center"},
    "fixed": {"border": 1, "bg_color": "#F2F2F2"},
    "aside": {"border": 1, "bg_color": "#F2F2F2", "locked": False},
    "required": {"border": 1, "bg_color": "#FFF2CC", "locked": False},
    "optional": {"border": 1, "locked": False},
}
_ALLOWED = {
    "insert_rows": True, "delete_rows": True, "format_cells": True, "format_columns": True,
    "format_rows": True, "sort": True, "autofilter": True,
}  # fmt: skip


def _number_format(type_: Type) -> str:
    """Empty cells of texts and dates are text cells: what is typed stays as it is typed."""
    return "" if type_.sort == "number" else "@"


def _places(number: int | Decimal) -> str:
    """The number format that shows the zeros that a number was written with."""
    digits = str(number)
    places = len(digits.partition(".")[2])
    return f"0.{'0' * places}" if places and digits.endswith("0") else ""


def _options(type_: Type, names: Names) -> list[str]:
    if type_.sort == "boolean":
        return ["是", "否"]
    if type_.choices:
        return list(type_.choices.values())
    return names.all_of(type_.ref) if type_.ref and type_.ref != "any" and type_.sort != "list" else []


def _width(column: Column) -> int:
    if column.type.is_prose:
        return _WIDE
    if column.type.sort in ("list", "text") and column.code not in ("unit", "basis", "qualifier"):
        return _MIDDLE
    return _NARROW


def _letters(at: int) -> str:
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
