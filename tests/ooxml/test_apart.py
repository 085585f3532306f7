"""Both ways to set values apart make the same document of every shipped template, and of odd ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx_builder import document, paragraph, part, run
from feature_templates import CONTEXT, FEATURES, package

from docgen.contexts import Passage, Stated, document_context
from docgen.library import find_library
from docgen.ooxml import filling
from docgen.ooxml.compiled import compile_template
from docgen.ooxml.environment import make_environment
from docgen.ooxml.filling import CompiledTemplate, Filled
from docgen.prose import Prose, Segment
from docgen.records import Record, parse
from docgen.rendering import document_properties, prepare
from docgen.schemas import load_kind
from docgen.sources import read_source
from docgen.templates import find_template

SAMPLES = Path(__file__).parent.parent.parent / "samples" / "good"
SHIPPED = (
    ("notice/inspection-2023.json", "notice"),
    ("civil-affairs-half-year/complete.json", "half-year-summary-and-plan"),
    ("civil-affairs-half-year/complete.json", "work-plan"),
)
WAYS: tuple[dict[str, Any], ...] = ({}, {"anchors": "bookmark"}, {"anchors": "control"})


def slowly(monkeypatch: pytest.MonkeyPatch, template: CompiledTemplate, *given: Any, **how: Any) -> Filled:
    """The document made by reading marks."""
    with monkeypatch.context() as patched:
        patched.setattr(filling, "runs_apart", lambda *_: None)
        return template.fill(*given, **how)


def was_walked(template: CompiledTemplate, context: dict[str, Any]) -> bool:
    return template.runs_apart(context, "bookmark", has_properties=True) is not None


def record_of(path: str) -> Record:
    return parse(read_source(str(SAMPLES / path)))


@pytest.mark.parametrize("how", WAYS, ids=lambda how: how.get("anchors", "none"))
@pytest.mark.parametrize(("path", "id"), SHIPPED, ids=lambda given: str(given))
def test_shipped_templates_come_out_the_same(
    monkeypatch: pytest.MonkeyPatch, path: str, id: str, how: dict[str, Any]
):
    library, record = find_library(), record_of(path)
    kind = load_kind(library, record.kind_id)
    template = prepare(find_template(library, id, record.kind_id), kind).compiled
    context = document_context(record, kind)
    how = {**how, "properties": document_properties(record, kind)}
    assert was_walked(template, context)
    fast, slow = template.fill(context, **how), slowly(monkeypatch, template, context, **how)
    assert part(fast.data) == part(slow.data)
    assert fast.data == slow.data
    assert fast.placements == slow.placements
    assert len(fast.placements) > 10


@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_of_the_tag_language_comes_out_the_same(monkeypatch: pytest.MonkeyPatch, name: str):
    template = CompiledTemplate.of(
        compile_template(package(FEATURES[name]), "t.docx"), make_environment({}, {})
    )
    fast = template.fill(CONTEXT, anchors="bookmark")
    slow = slowly(monkeypatch, template, CONTEXT, anchors="bookmark")
    assert (fast.data, fast.placements) == (slow.data, slow.placements)


VALUES: dict[str, Any] = {
    "stated": Stated("296", "/a", 296),
    "empty": Stated("", "/b", None, state="absent"),
    "prose": Prose("/p", (Segment("共"), Segment("200", "/a"), Segment("<户>&\t次", "/b"), Segment("\n"))),
    "nothing": Prose("/q", ()),
    "itself": Prose("/p", (Segment("自", "/p"),)),
    "mixed": Prose("", (Segment("共"), Segment("200", "/a"))),
    "words": Prose("", (Segment("一"), Segment("二"))),
    "passage": Passage(("一是", Prose("/p", (Segment("增加"), Segment("3", "/c"))), "", "；")),
    "text": "甲<乙>",
    "lines": "甲\n乙",
    "page": "甲\f乙",
    "blank": "",
    "number": 12,
    "flag": True,
    "items": ["甲", Stated("3", "/i/0", 3), 5],
}
BODIES = {
    "each alone": [paragraph(f"{{{{ {name} }}}}") for name in VALUES if name not in ("items",)],
    "each amid words": [paragraph(f"前{{{{ {name} }}}}后") for name in VALUES if name != "items"],
    "one after another": [paragraph("{{ stated }}{{ prose }}{{ text }}{{ empty }}{{ passage }}{{ number }}")],
    "beside empty text": [paragraph("{{ blank }}{{ stated }}{{ blank }}{{ prose }}")],
    "in a loop": [paragraph("{% for item in items %}{{ loop.index }}.{{ item }}；{% endfor %}完")],
    "in bold": [
        paragraph("前", run("有{{ stated }}{% if flag %}（{{ prose }}）{% endif %}户", bold=True), "后")
    ],
    "paragraphs in a loop": [
        paragraph("{%p for item in items %}"),
        paragraph(run("{{ item }}", bold=True)),
        paragraph("{%p endfor %}"),
        paragraph("{{ words }}"),
    ],
    "a choice at each end": [
        paragraph("{% if flag %}{{ stated }}{% endif %}{% if not flag %}无{% endif %}{{ text }}{{ stated }}")
    ],
    "kept for later": [paragraph("{% set kept %}{{ stated }}{% endset %}{{ kept }}{{ words }}")],
    "nothing said": [paragraph("{{ stated if not flag }}{{ stated }}")],
}


@pytest.mark.parametrize("how", WAYS, ids=lambda how: how.get("anchors", "none"))
@pytest.mark.parametrize("name", BODIES)
def test_odd_values_and_markup_come_out_the_same(
    monkeypatch: pytest.MonkeyPatch, name: str, how: dict[str, Any]
):
    data = document(*BODIES[name])
    template = CompiledTemplate.of(compile_template(data, "t.docx"), make_environment({}, {}))
    fast, slow = template.fill(VALUES, **how), slowly(monkeypatch, template, VALUES, **how)
    assert part(fast.data) == part(slow.data)
    assert (fast.data, fast.placements) == (slow.data, slow.placements)


def test_values_of_any_sort_are_walked():
    bodies = [
        paragraph(f"前{{{{ {name} }}}}后{{{{ {name} }}}}") for name in ("stated", "prose", "passage", "text")
    ]
    data = document(*bodies, *BODIES["in a loop"], *BODIES["in bold"])
    template = CompiledTemplate.of(compile_template(data, "t.docx"), make_environment({}, {}))
    assert was_walked(template, VALUES)
    text = part(template.fill(VALUES, anchors="bookmark").data)
    assert text.count("<w:bookmarkStart") == text.count("<w:bookmarkEnd") == 12
