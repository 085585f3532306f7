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
}


@cache
def catalogue(language: str) -> _gettext.NullTranslations:
    """The texts of a language (``zh_CN`` or ``en``); English for any other."""
    if not language.lower().startswith("zh"):
        return _gettext.NullTranslations()
    folder = Path(__file__).parent / "locale"
    return _gettext.translation("docgen", folder, languages=["zh_CN"], fallback=True)


def translate(text: str, language: str) -> str:
    """One interface text in the given language."""
    return catalogue(language).gettext(text)


def word(code: str, parameters: Mapping[str, object], language: str) -> str:
    """The sentence of a code with its parameters filled in; KeyError if the code is not in MESSAGES."""
    return translate(MESSAGES[code], language).format_map(dict(parameters))
