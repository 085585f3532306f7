"""--explanations: what is explained of a list's rows sends none of them back."""

from __future__ import annotations

from pathlib import Path

import pytest
from notice_lists import write_list, write_template

from docgen.batch.notices import notices
from docgen.batch.results import BatchResult
from docgen.errors import UnreadableInput
from docgen.messages import word

PACK = """\
pack: ours
title: 本单位的规则
kinds: [notice]
rules:
  - id: deadline-in-may
    title: 五月底前办结
    nature: 文稿差错
    severity: error
    why: 本单位的年检在五月底前办结。
    expect: 办理期限不晚于5月31日
    condition: deadline <= date("2024-05-31")
    message: 办理期限{deadline}晚于5月31日。
    tests:
      - pass: {deadline: 2024-05-31}
      - fail: {deadline: 2024-06-01}
"""
EXPLAINED = """\
- rule: deadline-in-may
  reason: 该单位正在换届，经批准延期。
  by: 欧阳倩
  values: {/addressee: 云川县第2社会组织}
- rule: deadline-in-may
  reason: 没有这一家。
  by: 欧阳倩
  values: {/addressee: 云川县第9社会组织}
"""
LATE = (2, 3)


def batch(tmp_path: Path, explained: str | None, workers: int = 1) -> BatchResult:
    office = tmp_path / "office"
    (office / "checks").mkdir(parents=True, exist_ok=True)
    (office / "checks" / "ours.yaml").write_text(PACK, encoding="utf-8")
    rows = write_list(
        tmp_path / "名单.jsonl",
        4,
        lambda at, record: {**record, "deadline": "2024-06-03"} if at in LATE else record,
    )
    file = None
    if explained is not None:
        file = tmp_path / "说明.yaml"
        file.write_text(explained, encoding="utf-8")
    template = write_template(tmp_path / "template")
    folder = tmp_path / f"out-{workers}-{explained is None}"
    return notices(rows, str(template), folder, explanations=file, library=office, workers=workers)


def told(result: BatchResult) -> list[tuple[int, bool, str]]:
    return [
        (row.number, each.blocks, word(each.code, each.parameters, "zh_CN"))
        for row in result.rows()
        for each in row.findings
    ]


FAILED = "五月底前办结：办理期限2024年6月3日晚于5月31日。"


@pytest.mark.parametrize("workers", (1, 2))
def test_an_explained_row_is_made_and_the_explanation_told(tmp_path: Path, workers: int) -> None:
    before = batch(tmp_path, None, workers)
    assert told(before) == [(2, True, FAILED), (3, True, FAILED)]
    result = batch(tmp_path, EXPLAINED, workers)
    assert told(result) == [
        (2, False, f"{FAILED}已有说明（欧阳倩）：该单位正在换届，经批准延期。"),
        (3, True, FAILED),
    ]
    assert (result.made, result.returned) == (3, 1)
    # the second one holds for no row
    assert [(each.code, each.place.line, each.blocks) for each in result.findings] == [
        ("explanation-unused", 5, False)
    ]


def test_an_explanation_without_values_holds_for_every_row(tmp_path: Path) -> None:
    result = batch(tmp_path, EXPLAINED.partition("  values")[0])
    assert (result.made, result.returned, result.findings) == (4, 0, ())
    assert [row for row, _, _ in told(result)] == list(LATE)


def test_a_file_that_is_none_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as refused:
        batch(tmp_path, "- rule: deadline-in-may\n")
    assert (refused.value.code, refused.value.line) == ("explanation-lacks", 1)
    assert not (tmp_path / "out-1-False").exists()
