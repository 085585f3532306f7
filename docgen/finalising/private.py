"""What a copy for the public must not hold: numbers of identity cards, bank cards, phones; private values.

Found values are shown masked: a report on what leaks is no place to leak it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from docgen.finalising.places import label
from docgen.findings import Finding, Place, Severity
from docgen.layout.parts import full_text
from docgen.ooxml.reading import Para

#: amounts of money and numbers of documents are none of these
_END = r"(?![0-9A-Za-z]|\.\d|元|号|万)"
_GAP = r"[ \n\u00a0\u3000\-—–·]"
#: whole, or in the groups in which people write them
_ID = re.compile(
    rf"(?<![0-9A-Za-z])[1-9]\d{{5}}(?:\d{{8}}|{_GAP}\d{{8}}{_GAP}|{_GAP}\d{{4}}{_GAP}\d{{4}}{_GAP})\d{{3}}[\dXx]{_END}"
)
_OLD_ID = re.compile(rf"(?<![0-9A-Za-z])[1-9]\d{{14}}{_END}")
_CARD = re.compile(
    rf"(?<![0-9A-Za-z.〕])(?:\d{{15,19}}|\d{{4}}(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}?\d{{1,3}})?|\d{{6}}{_GAP}\d{{10,13}}){_END}"
)
_MOBILE = re.compile(
    rf"(?<![0-9A-Za-z.〕])(?:\+?86{_GAP}?)?1[3-9]\d(?:\d{{8}}|{_GAP}\d{{4}}{_GAP}\d{{4}}){_END}"
)
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.〔〕])(?:[（(]?0\d{2,3}[）)]?[ \-—–]?[1-9]\d{6,7}|(?<=电话[：:])[1-9]\d{6,7}"
    rf"|[48]00[ \-]?\d{{3}}[ \-]?\d{{4}}){_END}"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
#: provinces and their like by the first two digits of a region's code (GB/T 2260)
_PROVINCES = {
    *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66),
    71, 81, 82, 83,
}  # fmt: skip
#: how numbers of bank cards begin: UnionPay, and the card companies whose cards are issued in China
_ISSUERS = re.compile(r"62|60|9|4|5[1-5]|2[2-7]|35|3[47]|68|69")
_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)} | {
    ord("Ｘ"): "X",
    ord("ｘ"): "x",
    ord("＋"): "+",
}
#: shorter private values would be found in words that have nothing to do with them
_SHORTEST = 2


def private_findings(
    paragraphs: Iterable[Para], path: str, values: Mapping[str, str], allowed: Collection[str] = ()
) -> list[Finding]:
    """Everything in the text that a public copy must not hold.

    ``values`` are the record's private values with the names of their fields; ``allowed`` is what somebody
    looked at and lets stand, as it is written.
    """
    free = {_bare(each) for each in allowed}
    return [finding for para in paragraphs for finding in _of_paragraph(para, path, values, free)]


def _of_paragraph(para: Para, path: str, values: Mapping[str, str], free: set[str]) -> Iterator[Finding]:
    text = full_text(para).translate(_WIDTH)
    if not text:
        return
    where = Place(path, label=_masked_label(para, values))
    taken: list[tuple[int, int]] = []
    for value, name in values.items():
        written = value.translate(_WIDTH).strip()
        start = text.find(written)
        if len(written) >= _SHORTEST and start >= 0:
            taken.append((start, start + len(written)))
            if _bare(written) not in free:
                yield Finding(
                    "final-private-value", where, parameters={"field": name, "found": masked(written)}
                )
    for code, severity, start, end in _numbers(text):
        if any(start < other[1] and other[0] < end for other in taken):
            continue
        taken.append((start, end))
        if _bare(text[start:end]) not in free:
            yield Finding(code, where, severity, parameters={"found": masked(text[start:end])})


def _numbers(text: str) -> Iterator[tuple[str, Severity, int, int]]:
    """(code, severity, start, end), the surest sort first; ranges may overlap."""
    for match in _ID.finditer(text):
        digits = _bare(match[0])
        if _has_birthday(digits[6:14]) and int(digits[:2]) in _PROVINCES:
            sure = is_identity_number(digits)
            yield (
                ("final-id-number", Severity.ERROR, *match.span())
                if sure
                else (
                    "final-id-number-like",
                    Severity.WARNING,
                    *match.span(),
                )
            )
    for match in _CARD.finditer(text):
        digits = _bare(match[0])
        if 15 <= len(digits) <= 19 and _ISSUERS.match(digits) and is_card_number(digits):
            yield "final-bank-card", Severity.ERROR, *match.span()
    for match in _OLD_ID.finditer(text):
        if _has_birthday("19" + match[0][6:12]) and int(match[0][:2]) in _PROVINCES:
            yield "final-id-number-old", Severity.ERROR, *match.span()
    for match in _MOBILE.finditer(text):
        yield "final-mobile", Severity.ERROR, *match.span()
    for match in _LANDLINE.finditer(text):
        yield "final-phone", Severity.WARNING, *match.span()


def is_identity_number(digits: str) -> bool:
    """Whether 18 characters are the number of an identity card: GB 11643 check digit (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == digits[17].upper()


def is_card_number(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of those before it, and not all are the same."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 1


def _has_birthday(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2100


def _bare(text: str) -> str:
    return re.sub(r"[ \u00a0\u3000\-—–·+（）()]", "", text.translate(_WIDTH)).upper()


def masked(text: str) -> str:
    """A value that its owner can tell by its ends, and nobody else by the rest."""
    if len(text) <= 4:
        return text[:1] + "＊" * (len(text) - 1)
    shown = 2 if len(text) < 11 else 3
    return text[:shown] + "＊" * (len(text) - shown - 2) + text[-2:]


def _masked_label(para: Para, values: Mapping[str, str]) -> str:
    """The paragraph's place, without the words that may be what must not be told."""
    place, _, words = label(para).partition("“")
    first = full_text(para).translate(_WIDTH)[:14]
    if re.search(r"\d{6}", _bare(first)) or any(
        value in first for value in values if len(value) >= _SHORTEST
    ):
        return place
    return f"{place}“{words}"
