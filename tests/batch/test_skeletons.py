"""Documents filled into skeletons are exactly those that are rendered each by itself."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx_builder import paragraph
from notice_lists import BODY, notice, write_template

from docgen.batch.rendering import Renderer
from docgen.batch.wire import Base
from docgen.contexts import document_context
from docgen.library import find_library
from docgen.ooxml.anchors import Anchors
from docgen.records import Record
from docgen.rendering import compile_for, document_properties
from docgen.schemas import load_kind
from docgen.templates import Template, find_template, read_sidecar, template_root

#: what a template may do with fields besides putting them out
DECIDING = (
    paragraph("{{ title|title_lines }}"),
    paragraph("{{ addressee }}（{{ number }}）"),
    paragraph("{%p if addressee == '学会' %}"),
    paragraph("学会另行通知，{{ note }}"),
    paragraph("{%p endif %}"),
    paragraph("{%p for each in cc %}"),
    paragraph("抄送{{ each }}、{{ addressee }}"),
    paragraph("{%p endfor %}"),
    paragraph("{{ deadline|date('M月D日') }}前，即{{ deadline }}前"),
    paragraph("{{ addressee }}代章", style="SealedSigner"),
    paragraph("{{ signature.date }}", style="SealedDate"),
    paragraph("{{ paragraphs|first }}{{ number.sequence }}"),
)
CHANGES: list[dict[str, Any]] = [
    {"addressee": "学会"},
    {"addressee": "甲&乙<丙>\n丁"},
    {"addressee": "{{ number }}"},
    {"note": "附表另发"},
    {"note": "另发"},
    {"deadline": "2024-06-01"},
    {"deadline": "无", "paragraphs": ["不限时。"]},
    {"deadline": {"unknown": "待定"}, "paragraphs": ["时限待定。"]},
    {"number": {"unknown": "待编"}},
    {"number": "无"},
    {"number": None},
    {"paragraphs": ["发给{addressee}，共{orgs_to_inspect}家。"]},
    {"paragraphs": ["见{number}。", "{note}"], "note": "备注"},
    {"cc": ["云麓市民政局", "县财政局"]},
    {"cc": ["云麓市民政局"]},
    {"title": "关于年检的通知"},
    {"signature": {"issuer": "云川县民政局办公室", "date": "2024-02-01"}},
    {"period": {"start": "2022-01-01", "end": "2022-12-31"}},
    {"indicators": {}, "paragraphs": ["无数字。"]},
    {"attachments": ["年检报告书"]},
]


def parts_of(data: bytes) -> list[tuple[str, bytes]]:
    """Every part by name, in order, as readers unpack it (which checks its CRC)."""
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return [(name, archive.read(name)) for name in archive.namelist()]


def templates(folder: Path) -> list[Template]:
    found = []
    for name, body in (("plain", BODY), ("deciding", DECIDING)):
        path = write_template(folder / name, *body)
        found.append(read_sidecar("tong-zhi", path, path.parent))
    return [*found, find_template(find_library(), "notice", "notice")]


@pytest.mark.parametrize("anchors", ["none", "bookmark", "control"])
@pytest.mark.parametrize("seed", range(4))
def test_a_document_filled_in_is_the_one_rendered_by_itself(
    seed: int, anchors: Anchors, tmp_path: Path
) -> None:
    chance, kind = random.Random(seed), load_kind(find_library(), "notice")
    for template in templates(tmp_path):
        renderer = Renderer(template, kind, anchors)
        compiled = compile_for(template, template_root(kind))
        records = []
        for position in range(1, 50):
            changed: dict[str, Any] = {}
            for change in chance.sample(CHANGES, chance.choice((0, 0, 1, 2))):
                changed |= change
            records.append(Record.from_data(notice(position, **changed)).data)
        base = Base(records[0], "")
        for position, data in enumerate(records, 1):
            wire = base.wire(position, position, data)
            record = base.record(wire)
            alone = compiled.fill(
                document_context(record, kind),
                anchors=anchors,
                split=anchors != "none",
                indents=True,
                properties=document_properties(record, kind),
            )
            made = renderer.document(base, wire)
            # packed in stretches, so that only the parts are the same
            assert parts_of(made) == parts_of(alone.data), (template.id, position, data)
        if template.path.parent.name == "plain":  # what is only put out is filled in
            assert None not in renderer.skeletons.values()
            assert len(renderer.skeletons) < len(records) * 3 // 4
