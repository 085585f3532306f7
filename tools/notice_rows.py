"""Rows of a list of notices: python tools/notice_rows.py COUNT FILE.csv.

Made-up social organisations of a made-up county, the same ones every time; the sample list in
samples/notices/ is the first 95 of them, the benchmarks take thousands.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from itertools import count, product
from pathlib import Path

HEAD = ("主送机关", "统一社会信用代码", "办理期限")
TOWNS = ("", "城东", "城西", "河口镇", "石桥镇", "青坪乡", "北山乡", "柳林镇", "双溪镇", "南塘镇")
MATTERS = (
    *("养老服务", "餐饮", "物流", "茶叶", "果蔬", "水产养殖", "蜂业", "民宿", "家政服务", "建筑装饰"),
    *("印刷", "汽车维修", "农机", "电子商务", "旅游", "书法", "摄影", "太极拳", "羽毛球", "象棋"),
    *("诗词", "老年体育", "志愿服务", "心理健康", "教育", "红白理事", "环境保护", "慈善", "科技", "珠算"),
)
#: what a society, and what a private non-enterprise unit calls itself; the first two signs of its code
FORMS = (
    *(("协会", "51"), ("商会", "51"), ("学会", "51")),
    *(("服务中心", "52"), ("研究会", "51"), ("培训学校", "52")),
)
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(kind: str, number: int) -> str:
    """A 统一社会信用代码 of no real place, with its check character (GB 32100-2015)."""
    body = f"{kind}999999{number:09d}"
    total = sum(_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(body))
    return body + _SIGNS[(31 - total % 31) % 31]


def rows(number: int) -> Iterator[tuple[str, str, str]]:
    """So many rows: name, code, and by when to answer (societies have a week less than units)."""
    numbers = count(1)
    made = 0
    for again in count():
        for (form, kind), town, matter in product(FORMS, TOWNS, MATTERS):
            if made == number:
                return
            made += 1
            tail = f"第{again + 1}分会" if again else ""
            due = "2024-05-31" if kind == "52" else "2024-05-24"
            yield f"云川县{town}{matter}{form}{tail}", credit_code(kind, next(numbers)), due


def write(number: int, path: Path) -> None:
    """Write so many rows as a .csv that Excel opens: UTF-8 with its mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEAD)
        writer.writerows(rows(number))


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
