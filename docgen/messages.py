"""The sentences of docgen: every code of a finding or error, in English, translated by gettext.

English is the source; the Chinese catalogue is locale/zh_CN/LC_MESSAGES/docgen.po, compiled to .mo
by tools/catalogue.py. Placeholders are str.format names filled from a finding's parameters.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("zh_CN", "en")


def N_(text: str) -> str:  # noqa: N802 - the conventional name that catalogue tools look for
    """Mark a text for the catalogue without translating it yet."""
    return text


#: code -> English sentence; grouped by the module that gives the code
MESSAGES: dict[str, str] = {
    # --- strict_yaml
    "yaml-too-large": "The file is larger than {limit} bytes.",
    "yaml-not-utf8": "The file is not UTF-8 text; save it as UTF-8.",
    "yaml-character": "The file holds a character that YAML does not allow.",
    "yaml-syntax": "This is not YAML: {problem}. Look at the indentation, colons and quotes.",
    "yaml-several-documents": "The file holds several documents; keep only one.",
    "yaml-alias": "Aliases (*{name}) are not allowed here; write the value out.",
    "yaml-anchor": "Anchors (&{name}) are not allowed here.",
    "yaml-tag": "Tags ({tag}) are not allowed here.",
    "yaml-too-deep": "Lists and mappings are nested more than {limit} deep.",
    "yaml-key-not-text": "A key has to be plain text.",
    "yaml-duplicate-key": "The key “{key}” is already on line {first}.",
    "yaml-number-too-large": "The number {number}… has too many digits.",
    # --- library
    "library-clash": "“{id}” is also in {other}. Give it another name, or say overrides: {id}.",
    "library-shipped-missing": "docgen's own schemas and rules are missing; install docgen again.",
    "library-not-a-folder": "There is no such folder for a library.",
    "library-empty": "The folder holds no schemas, checks or templates; make one with “docgen init”.",
    # --- sources
    "file-missing": "There is no file of this name.",
    "file-is-folder": "This is a folder; name a file in it.",
    "file-no-permission": "There is no permission to read this file, or another program holds it.",
    "file-not-readable": "The file can't be read ({reason}).",
    "file-too-large": "The file is larger than {limit}.",
    "file-empty": "The file is empty.",
    "file-is-office": "This is a Word, Excel, PDF or zip file, not a record (JSON text).",
    "file-encoding": "The file is {encoding}; save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8).",
    "file-bad-byte": "The byte {byte} here isn't UTF-8 text; the file may be damaged.",
    # --- locating
    "json-not-json": "This is not a record: a record begins with {{, this begins with {found}",
    "json-not-an-object": "A record begins with {{ and ends with }}; this begins with {found}",
    "json-cut-short": "The text ends before the record is complete; a part of the file may be missing.",
    "json-string-open": "The text that begins here has no closing quotation mark on its line.",
    "json-control-character": "The text holds the invisible character {found}; delete it.",
    "json-bad-escape": "{found} means nothing in a text; write a backslash as \\\\",
    "json-extra-comma": "This comma is one too many: nothing follows it.",
    "json-wrong-mark": "There is {found} here where {expected} is needed.",
    "json-odd-space": "A special space ({found}) stands here outside the quotation marks; delete it.",
    "json-key-expected": "A name in quotation marks (\") is expected here, but there is {found}",
    "json-colon-missing": "A colon is missing between the name and its value, before {found}",
    "json-line-comma-missing": "A comma is missing at the end of this line.",
    "json-comma-missing": (
        "A comma is missing before {found} (or a quotation mark inside the text isn't written \\\")."
    ),
    "json-value-expected": (
        "A value is expected here, but there is {found} (texts stand in quotation marks)."
    ),
    "json-text-after-end": "The record is complete before this, but {found} follows.",
    "json-duplicate-key": "“{key}” is given twice; the first is on line {first_line}.",
    "json-not-a-number": "{found} is no number. Write {{\"unknown\": reason}} for what isn't known.",
    "number-too-long": (
        "The number {number} is too long or too large to calculate with exactly (at most {digits} digits)."
    ),
    "json-too-deep": "Brackets are nested more than {limit} deep.",
    # --- wording
    "date-style-empty": "The date style “{style}” has no Y, M or D standing alone.",
    "date-lacks-month": "“{style}” asks for a month, but the date {date} has none.",
    "date-lacks-day": "“{style}” asks for a day, but the date {date} has none.",
    "date-not-month-end": "“{style}” says the end of the month, but the date is {date}.",
    "date-not-year-end": "“{style}” says the end of the year, but the date is {date}.",
}


@cache
def catalogue(language: str) -> _gettext.NullTranslations:
    """The texts of a language (``zh_CN`` or ``en``); English for any other."""
    if not language.lower().startswith("zh"):
        return _gettext.NullTranslations()
    return _gettext.translation("docgen", locale_folder(), languages=["zh_CN"], fallback=True)


def locale_folder() -> Path:
    """Where the catalogues are, as gettext looks for them."""
    return Path(__file__).parent / "locale"


def translate(text: str, language: str) -> str:
    """One interface text in the given language."""
    return catalogue(language).gettext(text)


def word(code: str, parameters: Mapping[str, object], language: str) -> str:
    """The sentence of a code with its parameters filled in; KeyError if the code is not in MESSAGES."""
    return translate(MESSAGES[code], language).format_map(dict(parameters))
