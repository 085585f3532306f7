"""What one set of properties says, and how sets lie on one another: each value knows where it comes from.

Twips, half-points and hundredths of a character are kept as whole numbers, as the file has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from docgen.ooxml.reading.opening import W

#: where a value comes from
BUILT_IN, DEFAULTS, STYLE, TABLE_STYLE, NUMBERING, DIRECT, THEME = (
    *("built-in", "defaults", "style", "table-style"),
    *("numbering", "direct", "theme"),
)

#: properties that cancel each other out over table, paragraph and character style (ISO/IEC 29500-1, 17.7.3)
TOGGLES = frozenset(
    ("b", "i", "caps", "smallCaps", "strike", "dstrike", "emboss", "imprint", "outline", "shadow", "vanish")
)
SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")

#: what Word takes where nothing says otherwise
ABSENT: Mapping[str, Any] = {
    **dict.fromkeys(("left", "right", "first", "before", "after", "spacing", "position"), 0),
    **dict.fromkeys(("leftChars", "rightChars", "firstChars", "beforeLines", "afterLines"), 0),
    **dict.fromkeys(("beforeAutospacing", "afterAutospacing", "pageBreakBefore", *TOGGLES), False),
    **dict.fromkeys(("kinsoku", "snapToGrid", "overflowPunct"), True),
    "line": 240,
    "lineRule": "auto",
    "sz": 20,
    "scale": 100,
}
_ON_OFF_PARAGRAPH = (
    *("pageBreakBefore", "kinsoku", "wordWrap", "snapToGrid"),
    *("overflowPunct", "keepNext", "bidi"),
)
_SIDES = (("left", "start"), ("right", "end"))


class Effective(NamedTuple):
    """A value, where it comes from (STYLE, DIRECT…), and the name of that style or theme font."""

    value: Any
    source: str = BUILT_IN
    name: str = ""


Layer = dict[str, Effective]


class _Absent(dict[str, Effective]):
    """What holds where nothing is said, each value made once."""

    def __missing__(self, name: str) -> Effective:
        found = self[name] = Effective(ABSENT.get(name))
        return found


_ABSENT = _Absent()


class Values:
    """Effective values by name: ``values["sz"].value`` is 32, ``.source`` says why.

    Of a paragraph: jc, left, right, first (twips; a hanging indent is negative) and leftChars, rightChars,
    firstChars (hundredths), before, after, line, lineRule, beforeLines…, pageBreakBefore, kinsoku,
    border-top, border-bottom, numId, ilvl, outlineLvl. Of a run: ascii, hAnsi, eastAsia, cs, hint, sz, b, i,
    u, color, highlight, shd, bdr, spacing, vanish, strike, vertAlign.
    """

    __slots__ = ("given", "is_shown")

    def __init__(self, given: Layer) -> None:
        self.given = given
        #: whether text with these values is neither hidden nor raised
        self.is_shown = not self["vanish"].value and self["vertAlign"].value in (None, "baseline")

    def __getitem__(self, name: str) -> Effective:
        found = self.given.get(name)
        return _ABSENT[name] if found is None else found


def is_on(element: Any) -> bool:
    """What an on/off element says: its presence means yes."""
    return element.get(f"{W}val", "1") not in ("0", "false", "off")


def whole(text: str | None) -> int | None:
    """A measure as a whole number of its unit, also where it is written as points (ISO strict: 16pt)."""
    if text is None:
        return None
    try:
        return round(float(text[:-2]) * 20) if text.endswith("pt") else round(float(text))
    except (ValueError, OverflowError):
        return None


def paragraph_layer(properties: Any, source: str, name: str = "") -> Layer:
    """What a ``w:pPr`` says."""
    found: dict[str, Any] = {}
    for child in properties if properties is not None else ():
        if not isinstance(child.tag, str):
            continue
        tag = child.tag.removeprefix(W)
        if tag == "ind":
            _indents(child, found)
        elif tag == "spacing":
            _spacing(child, found)
        elif tag in ("jc", "outlineLvl", "textAlignment"):
            found[tag] = child.get(f"{W}val")
        elif tag in _ON_OFF_PARAGRAPH:
            found[tag] = is_on(child)
        elif tag == "numPr":
            for key in ("numId", "ilvl"):
                part = child.find(f"{W}{key}")
                if part is not None:
                    found[key] = part.get(f"{W}val")
        elif tag == "pBdr":
            for side in child:
                found[f"border-{side.tag.removeprefix(W)}"] = _attributes(side)
        elif tag in ("shd", "framePr"):
            found[tag] = _attributes(child)
    if found.get("jc") in ("start", "end"):
        found["jc"] = {"start": "left", "end": "right"}[found["jc"]]
    return {key: Effective(value, source, name) for key, value in found.items() if value is not None}


def _indents(element: Any, found: dict[str, Any]) -> None:
    for side, strict in _SIDES:
        for ending in ("", "Chars"):
            found[side + ending] = whole(
                element.get(f"{W}{side}{ending}") or element.get(f"{W}{strict}{ending}")
            )
    for ending in ("", "Chars"):
        first, hanging = (
            whole(element.get(f"{W}firstLine{ending}")),
            whole(element.get(f"{W}hanging{ending}")),
        )
        found[f"first{ending}"] = first if hanging is None or (hanging == 0 and first) else -hanging


def _spacing(element: Any, found: dict[str, Any]) -> None:
    for key in ("before", "after", "line", "beforeLines", "afterLines"):
        found[key] = whole(element.get(f"{W}{key}"))
    for key in ("beforeAutospacing", "afterAutospacing"):
        given = element.get(f"{W}{key}")
        found[key] = None if given is None else given not in ("0", "false", "off")
    found["lineRule"] = element.get(f"{W}lineRule")


def _attributes(element: Any) -> dict[str, str]:
    return {str(key).removeprefix(W): str(value) for key, value in element.attrib.items()}


def run_layer(properties: Any, source: str, name: str = "", theme: Mapping[str, str] | None = None) -> Layer:
    """What a ``w:rPr`` says; ``theme`` gives the fonts of theme names (minorEastAsia -> 宋体)."""
    found: Layer = {}
    for child in properties if properties is not None else ():
        if not isinstance(child.tag, str):
            continue
        tag = child.tag.removeprefix(W)
        value: Any = None
        if tag == "rFonts":
            found |= _fonts(child, source, name, theme or {})
        elif tag in TOGGLES or tag == "snapToGrid":
            value = is_on(child)
        elif tag in ("sz", "spacing", "position"):
            value = whole(child.get(f"{W}val"))
        elif tag == "w":
            tag, value = "scale", whole((child.get(f"{W}val") or "").rstrip("%") or None)
        elif tag in ("color", "u", "highlight", "vertAlign", "em"):
            value = child.get(f"{W}val")
        elif tag in ("shd", "bdr"):
            value = _attributes(child)
        if value is not None:
            found[tag] = Effective(value, source, name)
    return found


def _fonts(element: Any, source: str, name: str, theme: Mapping[str, str]) -> Layer:
    """The slots of one ``w:rFonts``: here a theme name beats the plain one beside it."""
    found: Layer = {}
    for slot in SLOTS:
        token = element.get(f"{W}{'cstheme' if slot == 'cs' else slot + 'Theme'}")
        plain = element.get(f"{W}{slot}")
        if token:
            found[slot] = Effective(theme.get(token, ""), THEME, token)
        elif plain:
            found[slot] = Effective(plain, source, name)
    if element.get(f"{W}hint"):
        found["hint"] = Effective(element.get(f"{W}hint"), source, name)
    return found


def merged(layers: Iterable[Layer]) -> Layer:
    """Layers on one another, the last nearest."""
    found: Layer = {}
    for layer in layers:
        found.update(layer)
    return found


def merged_run(defaults: Layer, styles: Iterable[Layer], direct: Layer) -> Layer:
    """Run layers on one another: of the styles, an even number of toggles is off (17.7.3)."""
    found = dict(defaults)
    toggled: Layer = {}
    for layer in styles:
        for key, value in layer.items():
            if key not in TOGGLES:
                found[key] = value
            elif key in toggled:
                toggled[key] = Effective(toggled[key].value != value.value, value.source, value.name)
            else:
                toggled[key] = value
    for key, value in toggled.items():
        if not (key in defaults and defaults[key].value):
            found[key] = value
    found.update(direct)
    return found
