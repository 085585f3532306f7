"""A document that was read, for the rules on text: its paragraphs, and it with its text put right."""

from __future__ import annotations

from collections.abc import Collection

from docgen.layout.text.checking import Change, text_changes
from docgen.layout.text.drafts import Paragraph
from docgen.ooxml.reading import TABLE, Reading, serialised
from docgen.ooxml.text_edits import Revision, edit_text


def paragraphs_of(reading: Reading) -> list[Paragraph]:
    """The paragraphs in reading order, one for each of the reading's; the fourth spot is of its fourth."""
    return [
        Paragraph(
            para.text,
            para.role,
            para.where == TABLE,
            bool(para.label),
            para.values["kinsoku"].value is False,
        )
        for para in reading.paragraphs
    ]


def with_text_put_right(
    reading: Reading,
    profile: str = "plain",
    rules: Collection[str] | None = None,
    revision: Revision | None = None,
) -> tuple[bytes, list[Change]]:
    """The .docx with the text that rules (all, or these) put right by themselves, and what was changed.

    Parts without a change come as they were. With ``revision`` the changes are Word revisions. Read the
    result again before anything else is changed in it.
    """
    changes = []
    parts = set()
    for change in text_changes(paragraphs_of(reading), profile, rules):
        para = reading.paragraphs[change.paragraph]
        made = edit_text(para, change.edits, revision)
        if made:
            parts.add(para.part)
            changes.append(change)
    written = {name: serialised(reading.package.tree(name)) for name in sorted(parts)}
    return reading.package.written(written), changes
