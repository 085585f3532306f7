"""A part of a run put right: what stands before and behind it keeps its format and its characters."""

from __future__ import annotations

import pytest
from docx_builder import document

from docgen.ooxml.edits import Edit, apply_edit
from docgen.ooxml.reading import read_document, serialised

RUBY = "<w:ruby><w:rt><w:r><w:t>yi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>乙丙</w:t></w:r></w:rubyBase></w:ruby>"


@pytest.mark.parametrize(
    ("inner", "span", "expected"),
    [
        ("<w:t>甲乙丙丁</w:t>", (1, 3), [("甲", False), ("乙丙", True), ("丁", False)]),
        ("<w:t>甲</w:t><w:tab/><w:t>丙</w:t>", (2, 3), [("甲\t", False), ("丙", True)]),
        (f"<w:t>甲</w:t>{RUBY}<w:t>丁戊</w:t>", (3, 4), [("甲乙丙", False), ("丁", True), ("戊", False)]),
        (f"<w:t>甲</w:t>{RUBY}<w:t>丁</w:t>", (0, 1), [("甲", True), ("乙丙丁", False)]),
    ],
)
def test_only_the_stretch_changes(inner: str, span: tuple[int, int], expected: list[tuple[str, bool]]) -> None:
    reading = read_document(document(f"<w:p><w:r><w:rPr><w:i/></w:rPr>{inner}</w:r></w:p>"))
    [run] = reading.paragraphs[0].runs
    apply_edit(Edit(reading.package.main, run.element, {"b": {"val": "1"}}, span))
    changed = {reading.package.main: serialised(reading.package.tree(reading.package.main))}
    again = read_document(reading.package.written(changed)).paragraphs[0]
    assert again.text == run.text
    assert [(each.text, bool(each.values["b"].value)) for each in again.runs] == expected
    assert all(each.values["i"].value for each in again.runs)
