"""What a template uses of a record, as plain JSON, so that docxtpl can render the same template with it.

python benchmarks/dump_context.py RECORD TEMPLATE CONTEXT: every value as the text that docgen would
print, and no more names than the template has, so that docxtpl reads nothing in vain.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docxtpl_render  # noqa: F401 - the filters that the template uses
from docxtpl import DocxTemplate

from docgen.contexts import document_context
from docgen.filters import title_lines
from docgen.library import find_library
from docgen.records import parse
from docgen.schemas import load_kind
from docgen.sources import read_source


def plain(value: Any) -> Any:
    """Texts, lists and objects only."""
    if isinstance(value, Mapping) and not hasattr(value, "parts"):
        return {name: plain(value[name]) for name in value}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(each) for each in value]
    return value if isinstance(value, bool | int) else str(value)


def main(record_path: str, template_path: str, context_path: str) -> None:
    """Write the context of a record for a template."""
    record = parse(read_source(record_path))
    kind = load_kind(find_library(), record.kind_id)
    names = DocxTemplate(template_path).get_undeclared_template_variables()
    context = document_context(record, kind)
    context["title"] = title_lines(context["title"])
    text = json.dumps({name: plain(context[name]) for name in sorted(names)}, ensure_ascii=False)
    Path(context_path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:4])
