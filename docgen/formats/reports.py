"""What ``docgen check`` hands over: checked inputs in the format asked for, as bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from docgen import __version__
from docgen.rules.outcomes import Checked, Standard


def rendered(
    name: str, inputs: Sequence[Checked], language: str, *, exit_code: int, standard: Standard
) -> bytes:
    """The report; equal inputs give equal bytes. (jobs.py makes the .docx: it needs a template.)"""
    match name:
        case "text":
            from docgen.formats.text import check_text, error_text

            texts = [check_text(each.result, language) for each in inputs if each.result]
            # first, as on the terminal: below hundreds of lines nobody would look for them
            texts[:0] = [error_text(each.error, language) + "\n" for each in inputs if each.error]
            return _utf8("\n".join(texts))
        case "json":
            from docgen.formats.json_report import checked_object, report

            found = [checked_object(each, language) for each in inputs]
            return _json(report(exit_code, language, inputs=found))
        case "html":
            from docgen.formats.check_page import page

            return _utf8(page(inputs, language, __version__))
        case "xlsx":
            from docgen.formats.check_workbook import workbook

            return workbook(inputs, language, __version__)
        case "sarif":
            from docgen.formats.sarif import sarif

            return _json(sarif(inputs, language, __version__, exit_code))
        case "junit":
            from docgen.formats.junit import junit

            return junit(inputs, language, __version__, standard)
    raise ValueError(name)


def _json(value: Any) -> bytes:
    # half a character pair can't be written as UTF-8: its escape stands in its place
    return _utf8(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
