"""Styles, document defaults and theme fonts: what lies below a paragraph and its runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docgen.ooxml.reading.opening import Package, W
from docgen.ooxml.reading.values import (
    DEFAULTS,
    DIRECT,
    STYLE,
    TABLE_STYLE,
    Layer,
    Values,
    merged,
    merged_run,
    paragraph_layer,
    run_layer,
)

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SCRIPTS = {
    "zh-CN": "Hans",
    "zh-SG": "Hans",
    "zh-TW": "Hant",
    "zh-HK": "Hant",
    "ja-JP": "Jpan",
    "ko-KR": "Hang",
}


def theme_fonts(package: Package) -> dict[str, str]:
    """The font of each theme name: majorEastAsia -> 等线 Light; of an empty one, the font of the script."""
    targets = package.related(package.main, "theme")
    root = package.tree(targets[0]) if targets else None
    settings = package.related(package.main, "settings")
    options = package.tree(settings[0]) if settings else None
    language = options.find(f"{W}themeFontLang") if options is not None else None
    script = _SCRIPTS.get((language.get(f"{W}eastAsia") if language is not None else None) or "", "")
    found: dict[str, str] = {}
    for size in ("major", "minor"):
        scheme = root.find(f".//{_A}{size}Font") if root is not None else None
        if scheme is None:
            continue
        faces = {
            each.tag.removeprefix(_A): each.get("typeface") or ""
            for each in scheme
            if isinstance(each.tag, str)
        }
        scripts = {each.get("script"): each.get("typeface") or "" for each in scheme.iter(f"{_A}font")}
        found[f"{size}Ascii"] = found[f"{size}HAnsi"] = faces.get("latin", "")
        found[f"{size}EastAsia"] = faces.get("ea") or scripts.get(script, "")
        found[f"{size}Bidi"] = faces.get("cs", "")
    return found


class Styles:
    """A document's styles by id, and their chains resolved once."""

    def __init__(self, package: Package) -> None:
        self.theme = theme_fonts(package)
        targets = package.related(package.main, "styles")
        self.part = targets[0] if targets else ""
        self.root: Any = package.tree(self.part) if self.part else None
        self.elements: dict[str, Any] = {}
        self._default: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self.default_paragraph: Layer = {}
        self.default_run: Layer = {}
        self._chains: dict[tuple[str, str], tuple[Layer, Layer]] = {}
        self._runs: dict[tuple[str, str, bytes], Values] = {}
        if self.root is not None:
            self._read(self.root)

    def names(self) -> Iterator[str]:
        """The names of all paragraph styles."""
        for element in self.elements.values():
            name = element.find(f"{W}name")
            if name is not None:
                yield name.get(f"{W}val") or ""

    def _read(self, root: Any) -> None:
        for style in root.iter(f"{W}style"):
            id, kind = style.get(f"{W}styleId") or "", style.get(f"{W}type") or "paragraph"
            self.elements.setdefault(id, style)
            if style.get(f"{W}default") in ("1", "true", "on"):
                self._default[kind] = id
        below = f"{W}docDefaults/{W}%sPrDefault/{W}%sPr"
        self.default_paragraph = paragraph_layer(root.find(below % ("p", "p")), DEFAULTS)
        self.default_run = run_layer(root.find(below % ("r", "r")), DEFAULTS, "", self.theme)

    def default(self, kind: str) -> str:
        """The id of the style that a paragraph, character or table has which names none; "" without one."""
        return self._default.get(kind, "")

    def name(self, id: str) -> str:
        """The name a user sees for a style; its id where it has none."""
        if id not in self._names:
            self._names[id] = self._name(id)
        return self._names[id]

    def _name(self, id: str) -> str:
        style = self.elements.get(id)
        name = style.find(f"{W}name") if style is not None else None
        return (name.get(f"{W}val") if name is not None else None) or id

    def chain(self, id: str) -> list[Any]:
        """The elements of a style and of those it is based on, the farthest first."""
        found: list[Any] = []
        while id in self.elements and self.elements[id] not in found:
            style = self.elements[id]
            found.insert(0, style)
            below = style.find(f"{W}basedOn")
            id = (below.get(f"{W}val") if below is not None else None) or ""
        return found

    def layers(self, id: str, source: str = STYLE) -> tuple[Layer, Layer]:
        """What a style and those it is based on say of paragraphs and of runs."""
        if (id, source) not in self._chains:
            paragraph: list[Layer] = []
            run: list[Layer] = []
            for style in self.chain(id):
                name = self.name(style.get(f"{W}styleId") or "")
                paragraph.append(paragraph_layer(style.find(f"{W}pPr"), source, name))
                run.append(run_layer(style.find(f"{W}rPr"), source, name, self.theme))
            self._chains[id, source] = merged(paragraph), merged(run)
        return self._chains[id, source]

    def run_values(self, paragraph_style: str, table: tuple[str, Layer], properties: Any) -> Values:
        """The effective values of a run; ``table`` is a key and what the style of its table says."""
        from lxml import etree

        key = (
            paragraph_style,
            table[0],
            b"" if properties is None else etree.tostring(properties, with_tail=False),
        )
        if key not in self._runs:
            named = properties.find(f"{W}rStyle") if properties is not None else None
            character = (named.get(f"{W}val") if named is not None else None) or ""
            styles = (
                table[1],
                self.layers(paragraph_style)[1],
                self.layers(character)[1] if character else {},
            )
            direct = run_layer(properties, DIRECT, "", self.theme)
            self._runs[key] = Values(merged_run(self.default_run, styles, direct))
        return self._runs[key]

    def table_layers(self, id: str, conditions: frozenset[str]) -> tuple[Layer, Layer]:
        """What a table style says of paragraphs and runs in a cell under these conditions (firstRow…)."""
        paragraph, run = (dict(layer) for layer in self.layers(id, TABLE_STYLE))
        for style in self.chain(id):
            name = self.name(style.get(f"{W}styleId") or "")
            for part in style.iter(f"{W}tblStylePr"):
                if part.get(f"{W}type") in conditions:
                    paragraph |= paragraph_layer(part.find(f"{W}pPr"), TABLE_STYLE, name)
                    run |= run_layer(part.find(f"{W}rPr"), TABLE_STYLE, name, self.theme)
        return paragraph, run


def looks(table: Any) -> frozenset[str]:
    """Which special rows and columns a table shows (``w:tblLook``)."""
    look = table.find(f"{W}tblPr/{W}tblLook")
    if look is None:
        return frozenset()
    bits = {"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100}
    try:
        mask = int(look.get(f"{W}val") or "0", 16)
    except ValueError:
        mask = 0
    said = {name: look.get(f"{W}{name}") for name in bits}
    return frozenset(
        name.replace("Column", "Col")
        for name, bit in bits.items()
        if (said[name] not in ("0", "false", "off") if said[name] is not None else mask & bit)
    )


def is_hidden_row(row: Any) -> bool:
    """Whether a table row was deleted with changes tracked."""
    return row.find(f"{W}trPr/{W}del") is not None
