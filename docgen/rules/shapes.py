"""The shape of a rule pack: which keys there are, and what every value of them is checked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from docgen.dates import PartialDate, parse_date
from docgen.errors import BrokenLibrary
from docgen.kept_yaml import KeptYaml
from docgen.locating import join_pointer
from docgen.patterns import lazy
from docgen.wording import nearest

#: an expression in a sentence, and what stands between its braces
PLACEHOLDER = lazy(r"\{([^{}]*)\}")

#: key -> whether it is required
PACK = {
    "pack": True,
    "title": True,
    "kinds": False,
    "fields": False,
    "bases": False,
    "rules": True,
    "overrides": False,
    "note": False,
}
BASIS = {
    "title": True, "issuer": True, "number": False, "from": False, "to": False, "verified": True,
    "area": False, "note": False,
}  # fmt: skip
RULE = {
    "id": True, "title": True, "nature": True, "severity": True, "why": True, "expect": True, "area": False,
    "from": False, "to": False, "when": False, "for_each": False, "where": False, "on_empty": False,
    "condition": True, "message": True, "ask": False, "basis": False, "tests": True,
    "equivalent": False, "note": False,
}  # fmt: skip
BASIS_USE = {"ref": True, "article": False, "note": False}
EQUIVALENT = {"mutant": True, "reason": True}
TEST_OUTCOMES = ("pass", "fail", "not-assessable", "not-applicable")
VERIFIED = ("article", "title", "none")
ON_EMPTY = ("not-applicable", "not-assessable", "fail")


#: where a rule or a basis may hold; the short names do as well
PROVINCES = (
    "北京市", "天津市", "河北省", "山西省", "内蒙古自治区", "辽宁省", "吉林省", "黑龙江省", "上海市",
    "江苏省", "浙江省", "安徽省", "福建省", "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省",
    "广西壮族自治区", "海南省", "重庆市", "四川省", "贵州省", "云南省", "西藏自治区", "陕西省", "甘肃省",
    "青海省", "宁夏回族自治区", "新疆维吾尔自治区", "台湾省", "香港特别行政区", "澳门特别行政区",
)  # fmt: skip
_SHORT = {name[: 3 if name[:2] in ("黑龙", "内蒙") else 2] for name in PROVINCES}

#: more faults than this nobody reads
MAX_FAULTS = 100
#: parameters that are lists of what may be written
_WHOLE = ("choices", "kinds", "fields")
#: more of a text than this no message repeats
MAX_SHOWN = 120


class EnoughFaults(Exception):
    """So much is wrong with a pack that the rest of it isn't looked at."""


def cut(text: str) -> str:
    """A text as it stands in a message: its beginning, if it is long."""
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


class ShapeReader:
    """A pack's file being read: every fault is kept with its place.

    ``is_right`` says that it was read before and no fault found: nothing is looked for twice.
    """

    def __init__(self, text: KeptYaml, is_right: bool = False) -> None:
        self.text = text
        self.is_right = is_right
        self.faults: list[BrokenLibrary] = []

    def fault(
        self,
        code: str,
        pointer: str,
        suggestion: str = "",
        *,
        key: bool = False,
        within: tuple[str, int] | None = None,
        **parameters: Any,
    ) -> None:
        """Keep a fault at a place of the file; EnoughFaults when nobody would read more of them.

        ``within`` is a text that stands at the pointer, and an offset in it.
        """
        line, column = self.text.mark(pointer, key=key)
        if within is not None:
            line, column = self.text.within((line, column), *within)
        said = {  # what may be written is told whole
            name: cut(value) if isinstance(value, str) and name not in _WHOLE else value
            for name, value in parameters.items()
        }
        self.faults.append(
            BrokenLibrary(
                code, path=self.text.path, line=line, column=column, suggestion=suggestion, **said
            )
        )
        if len(self.faults) >= MAX_FAULTS:
            raise EnoughFaults

    def keys(self, data: Mapping[str, Any], known: Mapping[str, bool], pointer: str) -> bool:
        """Faults for keys that are unknown or missing; whether the mapping can be read on."""
        if self.is_right:
            return True
        for name in data:
            if name not in known:
                self.fault(
                    "pack-unknown-key",
                    join_pointer(pointer, name),
                    nearest(name, list(known)),
                    key=True,
                    name=name,
                )
        missing = [name for name, required in known.items() if required and data.get(name) in (None, "")]
        for name in missing:
            self.fault("pack-missing-key", pointer, name=name)
        return not missing

    def texts(self, data: Mapping[str, Any], names: Iterable[str], pointer: str) -> None:
        """Faults for what is given but isn't text."""
        if self.is_right:
            return
        for name in names:
            if data.get(name) is not None and not isinstance(data[name], str):
                self.fault("pack-wants-text", f"{pointer}/{name}")

    def one_of(self, data: Mapping[str, Any], name: str, choices: Iterable[str], pointer: str) -> str:
        """A text that must be one of a few; its first choice stands in where it isn't."""
        value = data.get(name)
        if self.is_right:
            return str(value)
        choices = list(choices)
        if value is None or isinstance(value, (list, dict)):
            if value is not None:  # a key that is missing is told as that
                self.fault("pack-wants-text", f"{pointer}/{name}")
            return choices[0]
        if value not in choices:
            self.fault("pack-not-a-choice", f"{pointer}/{name}", nearest(str(value), choices), name=name,
                       found=str(value), choices="、".join(choices))  # fmt: skip
            return choices[0]
        return str(value)

    def area(self, data: Mapping[str, Any], pointer: str) -> str:
        """The province that something is for, "" for all; a misspelt one would never come to be used."""
        area = str(data.get("area") or "").strip()
        if area and not self.is_right and area not in PROVINCES and area not in _SHORT:
            self.fault("pack-unknown-area", f"{pointer}/area", nearest(area, PROVINCES), found=area)
        return area

    def plain_texts(self, data: Mapping[str, Any], names: Iterable[str], pointer: str) -> None:
        """Faults for placeholders where a text is printed as it stands."""
        for name in names if not self.is_right else ():
            text = data.get(name)
            found = PLACEHOLDER.search(text) if isinstance(text, str) else None
            if found:
                where = (str(text), found.start())
                self.fault("pack-brace-in-text", f"{pointer}/{name}", within=where, name=name, found=found[0])

    def span(self, data: Mapping[str, Any], pointer: str) -> tuple[PartialDate | None, PartialDate | None]:
        """The optional dates ``from`` and ``to``, in this order."""
        dates: list[PartialDate | None] = []
        for name in ("from", "to"):
            value = data.get(name)
            date = None if value in (None, "") else parse_date(str(value))
            if date is None and value not in (None, ""):
                self.fault("not-a-date", f"{pointer}/{name}", found=str(value))
            dates.append(date)
        first, last = dates
        if first and last and last.last < first.first:
            self.fault("pack-dates-reversed", f"{pointer}/to", start=first.text, end=last.text)
        return first, last
