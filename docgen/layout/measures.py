"""The measures that the rules hold a document to; an office's profile may change one with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from docgen.layout.fonts import FANGSONG, HEITI, KAITI, SIZES, SONGTI, XIAOBIAOSONG

#: 1 mm in twips, and what 1 mm more or less makes
MILLIMETRE = 1440 / 25.4
TOLERANCE = 57
#: 三号 characters in twips, and with the run spacing that gives 28 to a line
CHARACTER = 320

#: name -> value: twips, half-points (size) or a font category; gbt9704 clauses 5.2 and 7
MEASURES: Mapping[str, int | str] = MappingProxyType(
    {
        "page.width": 11906,
        "page.height": 16838,
        "margin.top": 2098,
        "margin.left": 1588,
        "margin.right": 1474,
        "margin.bottom": 1984,
        "line.least": 560,
        "line.most": 579,
        "body.font": FANGSONG,
        "body.size": SIZES["三号"],
        "title.font": XIAOBIAOSONG,
        "title.size": SIZES["二号"],
        "level1.font": HEITI,
        "level2.font": KAITI,
        "level3.font": FANGSONG,
        "level4.font": FANGSONG,
        "heading.size": SIZES["三号"],
        "page-number.font": SONGTI,
        "page-number.size": SIZES["四号"],
        "imprint.font": FANGSONG,
        "imprint.size": SIZES["四号"],
    }
)
