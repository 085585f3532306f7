"""Compile docgen's Chinese catalogue: python tools/catalogue.py [--check].

Writes docgen.mo from docgen.po, the same bytes for the same entries. ``--check`` writes nothing and
says what is stale, missing, no longer used, or has other placeholders than its English.
"""

from __future__ import annotations

import ast
import string
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docgen" / "locale" / "zh_CN" / "LC_MESSAGES"
#: calls whose first argument, when it is a literal, is a text for the catalogue
MARKS = {"N_", "_", "translate"}
PO, MO = FOLDER / "docgen.po", FOLDER / "docgen.mo"


def read_entries(text: str) -> dict[str, str]:
    """English -> Chinese of a .po file, its header under ""; ValueError names the line of a fault."""
    entries: dict[str, str] = {}
    fields: dict[str, str] = {}
    current = ""

    def finish(line: int) -> None:
        if not fields:
            return
        if fields["msgid"] in entries:
            raise ValueError(f"docgen.po, before line {line}: twice: {fields['msgid']!r}")
        entries[fields["msgid"]] = fields.get("msgstr", "")
        fields.clear()

    number = 0
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith(("msgid ", "msgstr ")):
            current, _, line = line.partition(" ")
            if current == "msgid":
                finish(number)
            fields[current] = ""
        if not line.startswith('"') or not current:
            raise ValueError(f"docgen.po, line {number}: not a msgid, msgstr or quoted text: {line!r}")
        try:
            fields[current] += ast.literal_eval(line)
        except SyntaxError as error:
            raise ValueError(f"docgen.po, line {number}: {error.msg}") from error
    finish(number)
    return entries


def compiled(entries: dict[str, str]) -> bytes:
    """The GNU .mo file of the entries that have a translation, sorted by msgid."""
    pairs = sorted((key.encode(), value.encode()) for key, value in entries.items() if value)
    start = 7 * 4 + 16 * len(pairs)  # the header, then two tables of (length, offset)
    tables: tuple[list[int], list[int]] = ([], [])
    content = b""
    for side in (0, 1):
        for pair in pairs:
            tables[side].extend((len(pair[side]), start + len(content)))
            content += pair[side] + b"\0"
    head = (0x950412DE, 0, len(pairs), 7 * 4, 7 * 4 + 8 * len(pairs), 0, 0)
    numbers = (*head, *tables[0], *tables[1])
    return struct.pack(f"<{len(numbers)}I", *numbers) + content


def texts_used() -> set[str]:
    """Every English text of docgen: the sentences in MESSAGES and what is given to one of MARKS."""
    sys.path.insert(0, str(ROOT))
    from docgen.messages import MESSAGES

    used = set(MESSAGES.values())
    for path in sorted((ROOT / "docgen").rglob("*.py")):
        used.update(_marked(ast.parse(path.read_text(encoding="utf-8"))))
    return used


def _marked(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in MARKS and isinstance(node.args[0].value, str):
                yield node.args[0].value


def placeholders(text: str) -> list[str]:
    """The str.format names of a text, sorted."""
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name is not None})


def faults(entries: dict[str, str]) -> list[str]:
    """What keeps the catalogue from being right, a line each."""
    found = []
    used = texts_used()
    for text in sorted(used - {key for key, value in entries.items() if value}):
        found.append(f"missing: {text!r}")
    for text, translation in entries.items():
        if text and text not in used:
            found.append(f"not used: {text!r}")
        elif text and translation and placeholders(text) != placeholders(translation):
            found.append(f"other placeholders: {text!r}: {translation!r}")
    return found


def main(arguments: list[str]) -> int:
    """Exit code 1 if something is wrong; without --check the .mo is written all the same."""
    entries = read_entries(PO.read_text(encoding="utf-8"))
    content = compiled(entries)
    found = faults(entries)
    if "--check" not in arguments:
        MO.write_bytes(content)
    elif not MO.is_file() or MO.read_bytes() != content:
        found.insert(0, "docgen.mo is stale: run python tools/catalogue.py")
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
