"""Putting properties right in place: only what is named changes, children stay in the order Word wants.

No edit touches text: a run may be split in two, and the pieces hold the same characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from docgen.ooxml.pieces import cut, length
from docgen.ooxml.reading import W


def _names(*lines: str) -> tuple[str, ...]:
    return tuple(" ".join(lines).split())


#: the order in which Word wants the children; it drops or refuses misplaced ones
_RUN_ORDER = _names(
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof",
    "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd",
    "fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange",
)
_PARAGRAPH_ORDER = _names(
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr",
    "shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE",
    "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents",
    "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr",
    "sectPr pPrChange",
)
_SECTION_ORDER = _names(
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders",
    "lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "printerSettings sectPrChange",
)

#: child element -> its attributes (None takes an attribute away); None takes the element away
Properties = Mapping[str, Mapping[str, str | None] | None]


class Edit(NamedTuple):
    """Properties for an element of a part: a run (or only ``span`` of its text), a paragraph, a section."""

    part: str
    element: Any
    properties: Properties
    span: tuple[int, int] | None = None


def apply_edit(edit: Edit) -> None:
    """Change the element."""
    tag = edit.element.tag.removeprefix(W)
    element = edit.element
    if edit.span is not None:
        element = _piece(element, *edit.span)
    if tag == "r":
        _set(_child_first(element, "rPr"), edit.properties, _RUN_ORDER)
    elif tag == "p":
        _set(_child_first(element, "pPr"), edit.properties, _PARAGRAPH_ORDER)
    elif tag == "sectPr":
        _set(element, edit.properties, _SECTION_ORDER)
    else:
        _set(element, edit.properties, ())


def run_font(name: str) -> dict[str, Mapping[str, str | None] | None]:
    """All slots from one font, theme names taken away, so that “ ” — come from it too."""
    slots: dict[str, str | None] = {f"{slot}Theme": None for slot in ("ascii", "hAnsi", "eastAsia")}
    return {
        "rFonts": {
            "hint": "eastAsia",
            "ascii": name,
            "hAnsi": name,
            "eastAsia": name,
            "cs": name,
            **slots,
            "cstheme": None,
        }
    }


def run_size(half_points: int) -> dict[str, Mapping[str, str | None] | None]:
    return {"sz": {"val": str(half_points)}, "szCs": {"val": str(half_points)}}


def indents(**given: int) -> dict[str, Mapping[str, str | None] | None]:
    """All indents anew: those not given are 0, in twips and in characters, so that no style's shows through.

    ``first`` is signed (hanging is negative), ``first_chars`` in hundredths of a character.
    """
    first, chars = given.get("first", 0), given.get("first_chars", 0)
    ind: dict[str, str | None] = {
        "leftChars": "0",
        "left": str(given.get("left", 0)),
        "rightChars": "0",
        "right": str(given.get("right", 0)),
        "start": None,
        "startChars": None,
        "end": None,
        "endChars": None,
        "hanging": None,
        "hangingChars": None,
        "firstLineChars": str(chars),
        "firstLine": str(first),
    }
    if first < 0:
        ind |= {"firstLine": None, "hanging": str(-first)}
    return {"ind": ind}


def _child_first(element: Any, name: str) -> Any:
    found = element.find(f"{W}{name}")
    if found is None:
        found = element.makeelement(f"{W}{name}")
        element.insert(0, found)
    return found


def _set(parent: Any, properties: Properties, order: tuple[str, ...]) -> None:
    for name, attributes in properties.items():
        found = parent.find(f"{W}{name}")
        if attributes is None:
            if found is not None:
                parent.remove(found)
            continue
        if found is None:
            found = parent.makeelement(f"{W}{name}")
            parent.insert(_position(parent, name, order), found)
        for key, value in attributes.items():
            if value is None:
                found.attrib.pop(f"{W}{key}", None)
            else:
                found.set(f"{W}{key}", value)


def _position(parent: Any, name: str, order: tuple[str, ...]) -> int:
    """Where a child belongs: before the first one that comes later in Word's order."""
    later = {f"{W}{each}" for each in order[order.index(name) + 1 :]} if name in order else set()
    return next((at for at, child in enumerate(parent) if child.tag in later), len(parent))


def _piece(run: Any, start: int, end: int) -> Any:
    """The run, cut so that it holds only this stretch of its text; the rest stands in runs beside it."""
    if end < length(run):
        cut(run, end)
    return cut(run, start) if start > 0 else run
