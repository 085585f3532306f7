"""Write the lists of notices in samples/notices/ anew: the good one as a workbook, and one full of faults.

    python tools/notice_samples.py

What is said of each faulty row is in tests/batch/test_sample_lists.py.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from xlsxwriter import Workbook

sys.path.insert(0, str(Path(__file__).resolve().parent))

from notice_rows import HEAD, credit_code, rows

FOLDER = Path(__file__).resolve().parent.parent / "samples" / "notices"
#: 发文字号 is in the faulty list only
NUMBER = "云民字〔2024〕6号"
DUE = date(2024, 5, 24)

Cell = str | int | float | date

#: the faulty list from its second row on; what is wrong stands in the last column
FAULTY: Sequence[tuple[Cell, Cell, Cell, Cell, str]] = (
    ("云川县养老服务协会", credit_code("51", 1), DUE, NUMBER, "没有错"),
    ("云川县餐饮协会", credit_code("51", 2), DUE, NUMBER, "与第5行是同一家"),
    ("云川县物流协会", credit_code("51", 3), date(2024, 1, 5), NUMBER, "期限早于成文日期"),
    ("云川县餐饮协会（本部）", credit_code("51", 2).lower(), DUE, NUMBER, "与第3行是同一家"),
    ("", credit_code("51", 5), DUE, NUMBER, "没有主送机关"),
    ("云川县水产养殖协会", int(credit_code("51", 14)), DUE, NUMBER, "代码成了数，丢了尾数"),
    ("云川县蜂业协会", credit_code("51", 7), "5月底前后", NUMBER, "期限不是日期"),
    ("云川县民宿协会", credit_code("51", 8), "2024-02-30", NUMBER, "没有这一天"),
    ("云川县家政服务协会", credit_code("51", 9), DUE, "云民字〔2024〕7号", "发文字号与别的行不同"),
    ("云川县建筑装饰协会", credit_code("51", 10), "", NUMBER, "没有期限，正文却要提到"),
    ("云川县印刷协会", "", DUE, NUMBER, "没有错：代码可以不填"),
    ("云川县汽车维修协会", credit_code("51", 12)[:17], DUE, NUMBER, "代码少一位"),
    ("云川县农机协会", credit_code("51", 13)[:17] + "A", DUE, NUMBER, "代码的校验码不对"),
)


#: a list as some program exported it, with headings that are no fields of a notice
HEADINGS = ("主送单位", "统一社会信用代码", "最后期限")
EXPORTED = (("云川县养老服务协会", credit_code("51", 1), "2024-05-24"),)


def write(path: Path, head: Sequence[str], lines: Sequence[Sequence[Cell]]) -> None:
    """A sheet as an office has it: dates are dates, all else is as it was typed."""
    with Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime(1980, 1, 1)})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("名单")
        sheet.set_column(0, len(head) - 1, 24)
        sheet.write_row(0, 0, head)
        for at, line in enumerate(lines, 1):
            for column, value in enumerate(line):
                if isinstance(value, date):
                    sheet.write_datetime(at, column, datetime(value.year, value.month, value.day), day)
                elif isinstance(value, str):
                    sheet.write_string(at, column, value)
                else:
                    sheet.write_number(at, column, value)


def main(folder: Path = FOLDER) -> None:
    """Write all of them."""
    good = [(name, code, date.fromisoformat(due)) for name, code, due in rows(95)]
    (folder / "bad").mkdir(parents=True, exist_ok=True)
    (folder / "inspection").mkdir(exist_ok=True)
    write(folder / "inspection" / "名单.xlsx", HEAD, good)
    write(folder / "bad" / "名单.xlsx", (*HEAD, "发文字号", "备注"), FAULTY)
    lines = [",".join(line) + "\n" for line in (HEADINGS, *EXPORTED)]
    (folder / "bad" / "标题.csv").write_bytes("".join(lines).encode("utf-8-sig"))


if __name__ == "__main__":
    main()
