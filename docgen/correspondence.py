"""What an office says about its letters or orders in a YAML file: who sends, numbers, dates, whom to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from docgen import strict_yaml
from docgen.dates import PartialDate, parse_date
from docgen.errors import UnreadableInput, YamlFault, together
from docgen.frozen import frozen
from docgen.strict_yaml import Document
from docgen.wording import nearest

#: the key that says by when: the reply to a letter, the rectification after an order
LETTER, ORDER = "deadline", "due"
_NUMBER = ("code", "year", "first")
_CONTACT = ("name", "phone")
#: stands in for a day that is at fault; never in terms that are handed out
NO_DAY = PartialDate("", date.min, date.min, "day")


@frozen
class Terms:
    """Sender, document numbers, dates and contact of a batch of letters (核实函) or orders (整改通知书).

    ``on`` is None where the date is filled in by hand; ``by`` is the day by which to reply or rectify;
    ``requirement`` the 整改要求 of items for which the inspector wrote none.
    """

    sender: str
    code: str
    year: int
    first: int
    by: PartialDate
    contact: str
    phone: str
    on: PartialDate | None = None
    requirement: str = ""

    def sequence(self, position: int) -> int:
        """The number of the letter at a position (from 0): in order, without gaps."""
        return self.first + position

    def number(self, position: int) -> str:
        """The whole 发文字号 of the letter at a position (from 0)."""
        return f"{self.code}〔{self.year}〕{self.sequence(position)}号"


def read_terms(path: Path, by: str) -> Terms:
    """The terms in a file; ``by`` is LETTER or ORDER. UnreadableInput holds all its faults, with lines."""
    try:
        document = strict_yaml.load_file(path)
    except YamlFault as fault:
        raise fault.as_unreadable_input() from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableInput("file-not-readable", path=str(path), reason=reason) from None
    reading = _Reading(document)
    terms = reading.terms(by)
    if reading.faults:
        raise together(reading.faults)
    return terms


class _Reading:
    """One pass over the file that keeps every fault."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.faults: list[UnreadableInput] = []

    def fault(self, code: str, pointer: str, suggestion: str = "", **parameters: object) -> None:
        line, column = self.document.key_marks.get(pointer) or self.document.mark(pointer)
        self.faults.append(
            UnreadableInput(
                code, path=self.document.path, line=line, column=column, suggestion=suggestion, **parameters
            )
        )

    def terms(self, by: str) -> Terms:
        """The terms, blank where something is at fault."""
        optional = ("date", "requirement") if by == ORDER else ("date",)
        data = self.mapping(self.document.data, "", ("sender", "number", by, "contact"), optional)
        number = self.mapping(data.get("number"), "/number", _NUMBER)
        contact = self.mapping(data.get("contact"), "/contact", _CONTACT)
        on, until = self.day(data, "date"), self.day(data, by)
        year = self.whole(number, "year")
        if on and on.first.year != year:
            self.fault("terms-other-year", "/number/year", year=year, date=on.text)
        if on and until and until.first < on.first:
            self.fault("terms-due-before", f"/{by}", by=until.text, date=on.text)
        return Terms(
            sender=self.text(data, "sender", ""),
            code=self.text(number, "code", "/number"),
            year=year,
            first=self.whole(number, "first"),
            by=until or NO_DAY,
            contact=self.text(contact, "name", "/contact"),
            phone=self.text(contact, "phone", "/contact"),
            on=on,
            requirement=self.text(data, "requirement", "") if "requirement" in data else "",
        )

    def mapping(
        self, given: Any, pointer: str, required: Sequence[str], optional: Sequence[str] = ()
    ) -> Mapping[str, Any]:
        """The entries of a mapping; faults for keys that are missing or that there aren't."""
        names = (*required, *optional)
        if not isinstance(given, dict):
            if not pointer or given is not None or pointer in self.document.marks:
                self.fault("terms-wants-entries", pointer, keys="、".join(names))
            return {}
        for name in given:
            if name not in names:
                at, near = f"{pointer}/{name}", nearest(name, names)
                self.fault("terms-unknown-key", at, near, name=name, keys="、".join(names))
        for name in required:
            if name not in given:
                self.fault("terms-lacks", pointer, name=f"{pointer.strip('/')}.{name}".strip("."))
        return given

    def text(self, given: Mapping[str, Any], name: str, pointer: str) -> str:
        """A text that isn't blank; a telephone number may look like a number."""
        value = given.get(name, "")
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if name in given and not (isinstance(value, str) and value.strip()):
            self.fault("terms-wants-text", f"{pointer}/{name}", name=name)
        return " ".join(value.split()) if isinstance(value, str) else ""

    def whole(self, given: Mapping[str, Any], name: str) -> int:
        """A year of four digits, or a sequence from 1."""
        value = given.get(name, 1)
        least, most = (1900, 2999) if name == "year" else (1, 999_999)
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or (name in given and not least <= value <= most):
            self.fault("terms-wants-number", f"/number/{name}", name=name, least=least, most=most)
            return least
        return int(value)

    def day(self, given: Mapping[str, Any], name: str) -> PartialDate | None:
        """A date known to the day; None where there is none."""
        if name not in given:
            return None
        value = given[name]
        found = parse_date(value) if isinstance(value, str) else None
        if found is None or not found.is_day:
            self.fault("terms-wants-day", f"/{name}", name=name, found=str(value))
            return None
        return found
