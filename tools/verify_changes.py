"""One number of a made .docx changed: which there are, what they become, and three ways of doing it."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from docx import Document
from docx.oxml.ns import qn
from verify_edits import body_of, repacked

#: documents for one start of LibreOffice
_BATCH = 50
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_NUMBER = re.compile(r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?(?![0-9])")
_ANCHORED = re.compile(
    r'<w:bookmarkStart\b[^>]*w:name="_dg[^>]*/>(?:<w:bookmarkStart[^>]*/>)*<w:r>.*?</w:r>', re.DOTALL
)
#: number, date and imprint: set when a document is finalised
_SET_LATER = re.compile(r'<w:pStyle w:val="(?:发文字号|成文日期|版记)')
#: tags between a number and the sign behind it
_TAGS = r"((?:<[^>]*>)*)"


class Spot(NamedTuple):
    """A number of a document's body: where it begins in the XML, its text, whether it is a value alone."""

    at: int
    text: str
    is_value: bool


def spots(data: bytes) -> list[Spot]:
    """Every number in the text; values are those that stand alone behind an anchor of docgen's."""
    body = body_of(data)
    anchored = [match.span() for match in _ANCHORED.finditer(body)]
    found = []
    for text in _TEXT.finditer(body):
        is_behind = any(start < text.start() < end for start, end in anchored)
        for number in _NUMBER.finditer(text[1]):
            found.append(Spot(text.start(1) + number.start(), number[0], is_behind and number[0] == text[1]))
    return found


class Change(NamedTuple):
    """What stands in the XML from ``at`` on becomes something else; ``new`` is the number then to be told."""

    at: int
    old: str
    xml: str
    new: str


def first_digit(body: str, spot: Spot) -> Change:
    """Another first digit."""
    new = f"{int(spot.text[0]) % 9 + 1}{spot.text[1:]}"
    return Change(spot.at, spot.text, new, new)


def last_digit(body: str, spot: Spot) -> Change:
    """Another last digit."""
    new = f"{spot.text[:-1]}{(int(spot.text[-1]) + 1) % 10}"
    return Change(spot.at, spot.text, new, new)


def digit_dropped(body: str, spot: Spot) -> Change | None:
    """The second digit dropped."""
    if len(spot.text) < 2 or not spot.text[1].isdecimal():
        return None
    new = spot.text[0] + spot.text[2:]
    return Change(spot.at, spot.text, new, new)


def digit_doubled(body: str, spot: Spot) -> Change | None:
    """The first digit typed twice."""
    if spot.text[0] == "0":
        return None
    new = spot.text[0] + spot.text
    return Change(spot.at, spot.text, new, new)


def digits_turned(body: str, spot: Spot) -> Change | None:
    """The first two digits in the other order."""
    if len(spot.text) < 2 or not spot.text[1].isdecimal() or spot.text[0] == spot.text[1]:
        return None
    new = spot.text[1] + spot.text[0] + spot.text[2:]
    return Change(spot.at, spot.text, new, new)


def a_tenth_more(body: str, spot: Spot) -> Change | None:
    """0.1 more, of a number with places."""
    if "." not in spot.text:
        return None
    new = str(Decimal(spot.text) + Decimal("0.1"))
    return Change(spot.at, spot.text, new, new)


def ten_thousand_dropped(body: str, spot: Spot) -> Change | None:
    """万 lost: 53.448元 of 53.448万元."""
    return _sign_behind(body, spot, "万", "")


def per_mille(body: str, spot: Spot) -> Change | None:
    """‰ for %."""
    return _sign_behind(body, spot, "%", "‰")


def _sign_behind(body: str, spot: Spot, sign: str, instead: str) -> Change | None:
    match = re.compile(_TAGS + sign).match(body, spot.at + len(spot.text))
    return Change(match.start(), match[0], match[1] + instead, spot.text) if match else None


SORTS: dict[str, Callable[[str, Spot], Change | None]] = {
    "first digit another": first_digit,
    "last digit another": last_digit,
    "a digit dropped": digit_dropped,
    "a digit doubled": digit_doubled,
    "two digits turned": digits_turned,
    "0.1 more": a_tenth_more,
    "万 dropped": ten_thousand_dropped,
    "‰ for %": per_mille,
}


def by_xml(data: bytes, change: Change) -> bytes:
    """The change made in the raw XML."""
    end = change.at + len(change.old)
    return repacked(data, lambda body: body[: change.at] + change.xml + body[end:])


def by_python_docx(data: bytes, change: Change) -> bytes:
    """The change of one text made through python-docx, which writes the whole package anew."""
    body = body_of(data)
    before = len(re.findall(r"<w:t[ >]", body[: change.at])) - 1
    start = max(match.start(1) for match in _TEXT.finditer(body) if match.start(1) <= change.at)
    document = Document(io.BytesIO(data))
    text = list(document.element.body.iter(qn("w:t")))[before]
    at = change.at - start
    text.text = text.text[:at] + change.xml + text.text[at + len(change.old) :]
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def through_office(office: Path, documents: Sequence[bytes], folder: Path) -> Iterator[bytes]:
    """Documents converted by LibreOffice to .odt and back."""
    for at in range(0, len(documents), _BATCH):
        batch = documents[at : at + _BATCH]
        for number, data in enumerate(batch):
            (folder / f"{number}.docx").write_bytes(data)
        for before, after in (("docx", "odt"), ("odt", "docx")):
            names = [f"{number}.{before}" for number in range(len(batch))]
            _convert(office, folder, names, after)
            for name in names:
                (folder / name).unlink()
        for number in range(len(batch)):
            path = folder / f"{number}.docx"
            yield path.read_bytes()
            path.unlink()


def _convert(office: Path, folder: Path, names: list[str], ending: str) -> None:
    profile = (folder / "profile").as_uri()
    command = [str(office), f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending, *names]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=90 + 15 * len(names))
