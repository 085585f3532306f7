"""A pack's YAML as data, read strictly once: the data is kept for the next run, by the file's digest."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any

from docgen import strict_yaml
from docgen.caching import keep, kept
from docgen.errors import BrokenLibrary, YamlFault
from docgen.strict_yaml import Document

#: raised whenever the same file gives other data or marks
FORMAT = 1


def read_document(path: Path) -> tuple[Document, str]:
    """A pack's data with its marks, and the file's SHA-256; BrokenLibrary if it can't be read."""
    try:
        with path.open("rb") as file:
            content = file.read(strict_yaml.MAX_BYTES + 1)
    except OSError as error:
        raise BrokenLibrary(
            "file-not-readable", path=str(path), reason=error.strerror or type(error).__name__
        ) from None
    digest = hashlib.sha256(content).hexdigest()
    key = f"pack-{FORMAT}-{digest}"
    found = unpacked(kept(key), str(path))
    if found is None:
        try:
            found = strict_yaml.load(content, str(path))
        except YamlFault as fault:
            raise fault.as_broken_library() from None
        keep(key, packed(found))
    return found, digest


def packed(document: Document) -> dict[str, Any]:
    """A document as JSON can hold it: decimals as texts, and the pointers that say where they are."""
    decimals: list[list[str | int]] = []
    data = without_decimals(document.data, [], decimals)
    return {"data": data, "decimals": decimals, "marks": document.marks, "key_marks": document.key_marks}


def without_decimals(value: Any, steps: list[str | int], found: list[list[str | int]]) -> Any:
    """A copy with every Decimal as its text; ``found`` gets the steps to each."""
    if isinstance(value, Decimal):
        found.append(steps)
        return str(value)
    if isinstance(value, dict):
        return {key: without_decimals(item, [*steps, key], found) for key, item in value.items()}
    if isinstance(value, list):
        return [without_decimals(item, [*steps, index], found) for index, item in enumerate(value)]
    return value


def unpacked(given: Any, path: str) -> Document | None:
    """The document that was packed; None for anything else."""
    try:
        data = given["data"]
        for *steps, last in given["decimals"]:
            inner = data
            for step in steps:
                inner = inner[step]
            inner[last] = Decimal(inner[last])
        return Document(path, data, dict(given["marks"]), dict(given["key_marks"]))
    except (TypeError, KeyError, IndexError, ValueError, ArithmeticError):
        return None
