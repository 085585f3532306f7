"""What docgen makes keeps to the standard: every template from every good sample, also as LibreOffice saves it."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
import sample_cases as samples
from test_sending import LETTER, ORDER, filled, marked

from docgen import jobs, sending
from docgen.diagnosing import FONTS_CONF
from docgen.layout.fixing import mend
from docgen.layout.linting import lint
from docgen.library import Library
from docgen.templates import list_templates

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, library: Library) -> dict[str, Path]:
    """Name -> document: every template with every good sample of its kind, and a letter and an order."""
    folder = tmp_path_factory.mktemp("own")
    found: dict[str, Path] = {}
    for record in sorted(samples.GOOD.glob("*/*.json")):
        for template in (each.id for each in list_templates(library) if each.kind == record.parent.name):
            path = folder / f"{record.parent.name}-{record.stem}-{template}.docx"
            jobs.make(record, path, template=template)
            found[path.stem] = path
    (folder / "核实函.yaml").write_text(LETTER, encoding="utf-8")
    (folder / "通知书.yaml").write_text(ORDER, encoding="utf-8")
    records = [str(samples.SEED)]
    letter = sending.letters(records, folder / "核实", folder / "核实函.yaml").sent[0][0]
    filled(folder, lambda rows: marked(*range(2, len(rows) + 1))(rows))
    order = sending.orders(folder / "核实" / "核实清单.xlsx", records, folder / "整改", folder / "通知书.yaml").sent[0][0]
    return {**found, "verification-letter": folder / "核实" / letter, "rectification-order": folder / "整改" / order}


def departures(data: bytes) -> list[tuple[str, str, str, str]]:
    return [
        (one.rule.id, each.words, each.found, each.wanted) for one in lint(data)[1] for each in one.departures
    ]


def test_nothing_departs_in_what_docgen_makes(made: dict[str, Path]) -> None:
    assert {"notice", "letter"} <= {name.rpartition("-")[2] for name in made}
    assert {name: departures(path.read_bytes()) for name, path in made.items()} == {name: [] for name in made}


def test_numbered_headings_in_the_text_of_a_notice_are_set_as_headings(tmp_path: Path) -> None:
    from docx import Document

    record = json.loads((samples.GOOD / "notice" / "inspection-2023.json").read_text("utf-8"))
    texts = [
        "一、年检对象",
        "县民政局登记的社会团体，共{orgs_to_inspect}家。",
        "二、年检内容。共{orgs_exempt}家另行指导。",
        "（一）社会团体",
        "（二）其中{orgs_exempt}家。由县民政局指导。",
        "1.年检报告书",
    ]
    path = tmp_path / "通知.docx"
    assert jobs.make({**record, "paragraphs": texts}, path).document is not None
    assert departures(path.read_bytes()) == []
    paragraphs = [each for each in Document(str(path)).paragraphs if each.text]
    at = next(count for count, each in enumerate(paragraphs) if each.text == "一、年检对象")
    fonts = [
        [(run.font.name or each.style.name, run.text) for run in each.runs]  # type: ignore[union-attr]
        for each in paragraphs[at : at + 6]
    ]
    assert [_joined(each) for each in fonts] == [
        [("一级标题", "一、年检对象")],
        [("公文正文", "县民政局登记的社会团体，共158家。")],
        [("黑体", "二、年检内容。"), ("公文正文", "共10家另行指导。")],
        [("二级标题", "（一）社会团体")],
        [("楷体_GB2312", "（二）其中10家。"), ("公文正文", "由县民政局指导。")],
        [("公文正文", "1.年检报告书")],
    ]


def test_only_a_heading_with_text_below_it_stays_on_a_page_with_what_follows(tmp_path: Path) -> None:
    from docx import Document

    record = json.loads((samples.GOOD / "notice" / "inspection-2023.json").read_text("utf-8"))
    texts = ["一、年检材料", "（一）年检报告书；", "（二）登记证书；", "1.正本", "（三）财务会计报告", "二、年检时间", "三、其他"]
    path = tmp_path / "通知.docx"
    assert jobs.make({**record, "indicators": {}, "dates": {}, "paragraphs": texts}, path).document is not None
    kept = {each.text: each.paragraph_format.keep_with_next for each in Document(str(path)).paragraphs}
    # None: as the style of headings says, which keeps them; the last one with the signature
    assert {text: kept[text] for text in texts} == {
        "一、年检材料": None,
        "（一）年检报告书；": False,
        "（二）登记证书；": None,
        "1.正本": None,
        "（三）财务会计报告": False,
        "二、年检时间": False,
        "三、其他": None,
    }


def _joined(runs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        (font, "".join(text for _font, text in each))
        for font, each in itertools.groupby(runs, key=lambda run: run[0])
    ]


def changed(path: Path, words: str, text: str) -> bytes:
    """A document of ours, its only paragraph that begins so written anew as someone would in Word."""
    from docx import Document

    document = Document(str(path))
    [paragraph] = [each for each in document.paragraphs if each.text.startswith(words)]
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = text
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def test_a_heading_typed_in_the_style_of_the_text_is_judged_as_the_heading_it_is(made: dict[str, Path]) -> None:
    notice = made["notice-inspection-2023-notice"]
    data = changed(notice, "年检内容", "一、年检内容")
    assert departures(data) == [("layout.heading.level1", "一、年检内容", "仿宋_GB2312", "黑体")]
    mended = mend(data).data
    assert departures(mended) == []
    data = changed(notice, "年检内容", "（一）年检内容。检查遵守法律法规的情况。")
    assert departures(data) == [("layout.heading.level2", "（一）年检内容。检查遵守…", "仿宋_GB2312", "楷体")]
    assert departures(mend(data).data) == []


def test_a_note_without_brackets_is_told(made: dict[str, Path]) -> None:
    data = changed(made["notice-inspection-2023-notice"], "（联系人", "联系人：欧阳倩")
    assert departures(data) == [("layout.note", "联系人：欧阳倩", "没有加圆括号", "附注加圆括号")]


def test_what_several_runs_of_a_paragraph_have_wrong_is_told_once(made: dict[str, Path]) -> None:
    from docx import Document
    from docx.shared import RGBColor

    document = Document(str(made["notice-inspection-2023-notice"]))
    [title] = [each for each in document.paragraphs if each.style is not None and each.style.name == "公文标题"]
    for run in title.runs:
        run.font.color.rgb = RGBColor(255, 0, 0)
    assert len(title.runs) > 1
    written = BytesIO()
    document.save(written)
    assert departures(written.getvalue()) == [("layout.text.color", "云川县民政局关于开展20…", "颜色FF0000", "黑色")]
    assert departures(mend(written.getvalue()).data) == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")
def test_nothing_departs_when_libreoffice_has_saved_it_again(made: dict[str, Path], tmp_path: Path) -> None:
    sources = [path for name, path in made.items() if "complete" in name or "notice" in name]
    office = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*office, "--convert-to", "docx", "--outdir", str(tmp_path), *map(str, sources)],
        env={**os.environ, "FONTCONFIG_FILE": str(FONTS_CONF)},
        check=True,
        capture_output=True,
        timeout=240,
    )
    found = {path.name: departures((tmp_path / path.name).read_bytes()) for path in sources}
    assert found == {path.name: [] for path in sources}
