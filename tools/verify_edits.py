"""Edits of a made .docx that change no figure: numbers written in another way, other words around them.

Each takes the document's bytes and gives those of the edited one. A kind that has nothing to edit in a
document (no table, no percentage) gives one that says the same as before.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from docgen.wording import chinese_numeral

Edit = Callable[[bytes], bytes]
Rewriting = Callable[[str], str]
BODY = "word/document.xml"
ANCHOR = re.compile(r"<w:bookmark(?:Start|End)\b[^>]*/>")
#: a date, as docgen's templates write it
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_PERCENT = re.compile(r"(?<![\d.])(\d{1,3})(\.\d+)?%")
#: a number that is no part of a date, a number of a document or a telephone number
_FREE = r"(?<![\d.〔/年月—-])"
_NOT_ON = r"(?![\d.年月日〕/号-])"
#: how a heading begins
HEADING = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")
_DIGITS = "零一二三四五六七八九"


def repacked(data: bytes, change: Rewriting) -> bytes:
    """The .docx with the XML of its body changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == BODY:
                content = change(content.decode("utf-8")).encode("utf-8")
            target.writestr(name, content)
    return made.getvalue()


def body_of(data: bytes) -> str:
    """The XML of a .docx's body."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return source.read(BODY).decode("utf-8")


def without_anchors(data: bytes) -> bytes:
    """The .docx without any bookmark."""
    return repacked(data, lambda body: ANCHOR.sub("", body))


def through(change: Callable[[Any], None]) -> Edit:
    """An edit of a document through python-docx."""

    def edit(data: bytes) -> bytes:
        document = Document(io.BytesIO(data))
        change(document)
        made = io.BytesIO()
        document.save(made)
        return made.getvalue()

    return edit


def paragraphs(document: Any) -> Iterator[Paragraph]:
    """Every paragraph of the body, those of tables among them."""
    for element in document.element.body.iter(qn("w:p")):
        yield Paragraph(element, document._body)


def prose(document: Any) -> list[Paragraph]:
    """The paragraphs of running text that are longer than a line."""
    return [each for each in document.paragraphs if len(each.text) > 40]


def element(text: str) -> Any:
    """An element, its namespace declared."""
    return parse_xml(re.sub(r"\A<([\w:]+)", rf"<\1 {nsdecls('w')}", text))


def run_of(text: str) -> Any:
    return element(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>')


def each(change: Any) -> Edit:
    """An edit of every paragraph of running text."""

    def edit(document: Any) -> None:
        for paragraph in prose(document):
            change(paragraph)

    return through(edit)


def typed(change: Rewriting) -> Edit:
    """An edit that types every paragraph anew whose text it changes."""

    def retype(document: Any) -> None:
        for paragraph in list(paragraphs(document)):
            changed = change(paragraph.text)
            if changed != paragraph.text:
                paragraph.text = changed

    return through(retype)


def in_prose(change: Rewriting) -> Edit:
    """The same in paragraphs of running text only."""

    def retype(document: Any) -> None:
        for paragraph in prose(document):
            changed = change(paragraph.text)
            if changed != paragraph.text:
                paragraph.text = changed

    return through(retype)


def swapped(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Rewriting:
    """A rewriting by a pattern."""
    return lambda text: re.sub(pattern, new, text)


def plain(number: Decimal) -> str:
    """A number in digits, without zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def signs(digits: str) -> str:
    """Digits one by one in Chinese."""
    return "".join(_DIGITS[int(each)] for each in digits)


def percent_in_words(match: re.Match[str]) -> str:
    """百分之五十六点五 of 56.5%."""
    whole = "百" if match[1] == "100" else chinese_numeral(int(match[1]))
    return f"百分之{whole}" + (f"点{signs(match[2][1:])}" if match[2] else "")


def date_in_words(match: re.Match[str]) -> str:
    """二〇二四年七月五日 of 2024年7月5日."""
    year = signs(match[1]).replace("零", "〇")
    return f"{year}年{chinese_numeral(int(match[2]))}月{chinese_numeral(int(match[3]))}日"


#: the same number, written in another way
WRITTEN: dict[str, Edit] = {
    "full-width digits": typed(lambda text: text.translate({ord("0") + n: 0xFF10 + n for n in range(10)})),
    "full-width points": typed(swapped(r"(?<=\d)\.(?=\d+[万亿元%])", "．")),
    "full-width percent signs": typed(lambda text: text.replace("%", "％")),
    "thousands separators": typed(
        swapped(rf"{_FREE}\d{{4,}}(?=(?:\.\d+)?[万元人户个名例件平张])", lambda match: f"{int(match[0]):,}")
    ),
    "万元 as 元": typed(
        swapped(rf"{_FREE}(\d+(?:\.\d+)?)万元", lambda match: f"{plain(Decimal(match[1]) * 10000)}元")
    ),
    "元 as 万元": typed(
        swapped(rf"{_FREE}(\d{{2,}}(?:\.\d+)?)元", lambda match: f"{plain(Decimal(match[1]) / 10000)}万元")
    ),
    "万元 as 亿元": typed(
        swapped(rf"{_FREE}(\d{{3,}}(?:\.\d+)?)万元", lambda match: f"{plain(Decimal(match[1]) / 10000)}亿元")
    ),
    "人次 as 万人次": typed(
        swapped(
            rf"{_FREE}(\d{{4,}})(人次|人)", lambda match: f"{plain(Decimal(match[1]) / 10000)}万{match[2]}"
        )
    ),
    "percentages in Chinese numerals": typed(lambda text: _PERCENT.sub(percent_in_words, text)),
    "small counts in Chinese numerals": typed(
        swapped(
            rf"{_FREE}(\d{{2}})(?=[人户个名例件次所条对张])", lambda match: chinese_numeral(int(match[1]))
        )
    ),
    "zeros after the places": typed(swapped(rf"{_FREE}(\d+\.\d+)(?=[万亿元%])", r"\g<1>0")),
    "zeros after the places left out": typed(swapped(r"(?<=\d)\.0+(?=[万亿元%])", "")),
    "dates with hyphens": typed(
        lambda text: _DATE.sub(lambda match: f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}", text)
    ),
    "dates with points": typed(lambda text: _DATE.sub(r"\1.\2.\3", text)),
    "dates with strokes": typed(lambda text: _DATE.sub(r"\1/\2/\3", text)),
    "dates of two digits": typed(lambda text: re.sub(r"(?<!\d)(\d)(?=[月日])", r"0\1", text)),
    "dates in Chinese numerals": typed(lambda text: _DATE.sub(date_in_words, text)),
    "dates with 号": typed(swapped(r"(?<=月)(\d{1,2})日", r"\1号")),
    "days and months in Chinese numerals": typed(
        swapped(r"(?<!\d)(\d{1,2})(?=月|日)", lambda match: chinese_numeral(int(match[1])))
    ),
    "spaces around numbers": typed(swapped(r"(\d+(?:\.\d+)?)", r" \1 ")),
    "no-break spaces before units": typed(swapped(rf"{_FREE}(\d+)(?=[万元人户个])", "\\1\u00a0")),
    "thin spaces before units": typed(swapped(rf"{_FREE}(\d+)(?=[万元人户个])", "\\1\u2009")),
    "thousands apart by thin spaces": typed(
        swapped(rf"{_FREE}(\d)(\d{{3}})(?=[万元人户个])", "\\1\u2009\\2")
    ),
    "numbers broken over lines": typed(swapped(rf"{_FREE}(\d)(\d+){_NOT_ON}", "\\1\n\\2")),
    "a tab before numbers": typed(swapped(rf"{_FREE}(\d+){_NOT_ON}", "\t\\1")),
    "soft hyphens in numbers": typed(swapped(r"(\d)(?=\d)", "\\1\u00ad")),
    "zero-width spaces in numbers": typed(swapped(r"(\d)(?=\d)", "\\1\u200b")),
    "word joiners before units": typed(swapped(r"(\d)(?=[万元人户%])", "\\1\u2060")),
    "byte order marks pasted": typed(swapped(r"(?<=。)", "\ufeff")),
    "名 for 人": typed(swapped(r"(?<=\d)人(?![次均/·])", "名")),
    "㎡ for 平方米": typed(lambda text: text.replace("平方米", "㎡")),
    "人民币 before amounts": typed(swapped(rf"{_FREE}(\d+(?:\.\d+)?万元)", r"人民币\1")),
    "percent signs apart": typed(swapped(r"(\d)%", r"\1 %")),
}

def _numbered(document: Any) -> None:
    for number, paragraph in enumerate(prose(document)[:5], 1):
        paragraph.text = f"{number}.{paragraph.text}"


def headings(change: Rewriting) -> Edit:
    """An edit that types the headings anew."""

    def retype(document: Any) -> None:
        for paragraph in document.paragraphs:
            if HEADING.match(paragraph.text):
                paragraph.text = change(paragraph.text)

    return through(retype)


def without_year(instead: str) -> Edit:
    """An edit of the dates that are of the document's own year."""

    def retype(document: Any) -> None:
        dates = [match for each in document.paragraphs if (match := _DATE.fullmatch(each.text.strip()))]
        for paragraph in prose(document):
            paragraph.text = re.sub(rf"{dates[-1][1]}年(?=\d{{1,2}}月)", instead, paragraph.text)

    return through(retype)


def _renumbered(text: str) -> str:
    return re.sub(r"\A（(\w+)）", r"\1．", re.sub(r"\A(\w+)、", r"第\1部分　", text))


def _sentences_turned(text: str) -> str:
    return "".join(reversed(re.findall(r"[^。]*。|[^。]+\Z", text)))


def _clauses_turned(text: str) -> str:
    """Every sentence with its parts between semicolons in the other order."""
    return re.sub(r"[^。]+(?=。)", lambda sentence: "；".join(reversed(sentence[0].split("；"))), text)


#: other words around the numbers
WORDED: dict[str, Edit] = {
    "words exchanged": in_prose(
        lambda text: text.replace("全县", "我县").replace("发放", "拨付").replace("截至", "到")
    ),
    "共 before quantities": in_prose(
        swapped(r"(?<=[\u4e00-\u9fff])(?<![第月年])(\d+(?:\.\d+)?[万元人户个])", r"共\1")
    ),
    "累计 before verbs": in_prose(swapped(r"发放|支出", r"累计\g<0>")),
    "了 after verbs": in_prose(swapped(r"(发放|支出|建成|完成)(?=\d)", r"\1了")),
    "同时 before sentences": in_prose(swapped(r"(?<=。)(?=.)", "同时，")),
    "等 after quantities": in_prose(swapped(r"(?<=\d)([人户个件])(?=[，。])", r"\1等")),
    "a phrase in front": in_prose(lambda text: "县委、县政府高度重视，" + text),
    "list numbers typed": through(_numbered),
    "half-width punctuation": in_prose(lambda text: text.translate(str.maketrans("，；（）：", ",;():"))),
    "straight quotation marks": typed(lambda text: text.replace("“", '"').replace("”", '"')),
    "full stops for semicolons": in_prose(lambda text: text.replace("；", "。")),
    "a comma for the first stop": in_prose(lambda text: text.replace("。", "，", 1)),
    "brackets round quantities": in_prose(
        swapped(rf"{_FREE}(\d+(?:\.\d+)?(?:万元|人|户|个|%))(?!次){_NOT_ON}", r"（\1）")
    ),
    "the lead of every paragraph struck": in_prose(swapped(r"\A[^。\d]{1,20}。", "")),
    "a sentence after every paragraph": in_prose(lambda text: text + "各项工作取得了新的成效。"),
    "last sentences without a number struck": in_prose(
        swapped(r"(?<=。)[^。\d一二三四五六七八九十百两]+。\Z", "")
    ),
    "sentences in another order": in_prose(_sentences_turned),
    "clauses in another order": in_prose(_clauses_turned),
    "the year of the document left out": without_year(""),
    "今年 for the year of the document": without_year("今年"),
    "headings reworded": headings(lambda text: f"{text}情况"),
    "headings renumbered": headings(_renumbered),
    "headings without numbers": headings(lambda text: HEADING.sub("", text)),
}
