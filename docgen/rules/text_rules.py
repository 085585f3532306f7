"""Rules on the text itself: what a proof-reader sees in the prose, without knowing the matter.

Each is a small function that gives an excerpt for each thing it noticed. None of them blocks, and each would
rather miss a fault than tell of one that isn't there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from docgen import punctuation
from docgen.dates import parse_date
from docgen.findings import Nature, Severity
from docgen.frozen import frozen
from docgen.mentions import Mention, MentionReader, Said, resolved
from docgen.patterns import lazy
from docgen.punctuation import PAIRS, half_width_marks, unpaired
from docgen.records import Record
from docgen.rules.outcomes import LegalBasis
from docgen.schemas import Kind, prose_fields
from docgen.typed_numbers import Named, differing, named_amounts

PACK_ID, PACK_TITLE = "text", "文字规则"
#: how many excerpts a message shows, and how much stands around what was noticed
_MOST, _BEFORE, _AFTER = 3, 8, 6
_MENTION = lazy(r"\{[^{}]*\}")
#: a mention where what it says can matter: beside digits, dates and other mentions, or where it may be a text
#: (the title of a document); with a format it is a number or a date. All of it begins with the brace, which
#: is what makes the search fast
_MATTERS = lazy(
    r"\{(?:(?:(?<=[0-9%％‰}].)|(?<=[0-9%％‰]\s.))[^{}]*\}|[^{}]*\}(?=\s?[0-9年月日]|\{)|[^{}|]*\.[^{}|]*\})"
)
_DIGIT = lazy("[0-9０-９]")


class ProseField(NamedTuple):
    """One field of prose: as written with its mentions, and as printed (or what matters of that).

    ``has_digits`` and ``has_marks`` say whether there is anything in either for the rules on numbers, and
    in the text for those on punctuation: most fields need no closer look.
    """

    pointer: str
    written: str
    text: str
    named: Sequence[Named] = ()
    has_digits: bool = True
    has_marks: bool = True


@frozen
class TextRule:
    """One rule on text: what it looks for, how it is told, a text it notices and one it leaves alone.

    ``message`` has ``{count}`` and ``{near}``; ``matter`` is what the ids of the kinds begin with that it is
    for ("": all); ``needs`` what a text must have to be looked at (``digits``, ``marks``, "": nothing).
    """

    id: str
    title: str
    nature: Nature
    severity: Severity
    why: str
    expect: str
    message: str
    look: Callable[[ProseField], list[str]]
    example: str
    counterexample: str
    matter: str = ""
    needs: str = ""
    bases: tuple[LegalBasis, ...] = ()

    @property
    def pack(self) -> str:
        """The pack that all of them are in."""
        return PACK_ID

    def told(self, excerpts: Sequence[str]) -> str:
        """The sentence for what was noticed in one field."""
        return self.message.format(count=len(excerpts), near=shown(excerpts))


def rules_for(kind: Kind) -> tuple[TextRule, ...]:
    """The rules that look at texts of a kind."""
    return tuple(rule for rule in TEXT_RULES if kind.id.startswith(rule.matter))


@cache
def digest() -> str:
    """The SHA-256 of these rules' source."""
    sources = (Path(__file__), Path(punctuation.__file__))
    return sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


class RecordProse:
    """The fields of prose of a record; what mentions say is only looked up where it can matter.

    ``worth`` are those of them that the rules on numbers and on marks need to look at.
    """

    def __init__(self, record: Record, kind: Kind) -> None:
        self.reader = MentionReader(record, kind)
        self.record, self.kind = record, kind
        self.fields = [self.field(*each) for each in prose_fields(record, kind)]
        self.worth = {
            "": self.fields,
            "digits": [field for field in self.fields if field.has_digits],
            "marks": [field for field in self.fields if field.has_marks],
        }

    def field(self, pointer: str, text: str) -> ProseField:
        """A field as the rules look at it first: numbers that stand alone are left out."""
        if "{" not in text and "\\" not in text:
            return self.looked_over(pointer, text, text)
        if "\\" in text or "{{" in text:
            return self.printed(ProseField(pointer, text, ""))
        self.reader.within = (pointer,)
        return self.looked_over(pointer, text, _MENTION.sub("\0", _MATTERS.sub(self.said, text)))

    def said(self, match: re.Match[str]) -> str:
        """What a mention says."""
        path, _, style = match[0][1:-1].partition("|")
        said = self.reader.said(Mention(path.strip(), style.strip(), match.start(), match.end()))
        return said.segment.text if isinstance(said, Said) else match[0]

    def looked_over(self, pointer: str, written: str, text: str) -> ProseField:
        """A field with what it has to look at."""
        typed = _DIGIT.search(written) is not None
        has_digits = typed or (written is not text and _DIGIT.search(text) is not None)
        named = self.named if typed else ()
        return ProseField(pointer, written, text, named, has_digits, _ANY_MARK.search(text) is not None)

    @cached_property
    def named(self) -> Sequence[Named]:
        """The indicators that prose may call by name; wanted only where numbers are typed."""
        return named_amounts(self.record, self.kind)

    def printed(self, field: ProseField) -> ProseField:
        """A field as it will be printed."""
        self.reader.within = (field.pointer,)
        text = "".join(segment.text for segment in resolved(self.reader, field.written))
        return self.looked_over(field.pointer, field.written, text)

    def noticed(self, rule: TextRule) -> Iterator[tuple[str, str]]:
        """The fields in which a rule noticed something: pointer and sentence."""
        for field in self.worth[rule.needs]:
            excerpts = rule.look(field)
            if excerpts and "\0" in field.text:
                excerpts = rule.look(self.printed(field))
            if excerpts:
                yield field.pointer, rule.told(excerpts)


def shown(excerpts: Sequence[str]) -> str:
    """The first excerpts in quotation marks; the same ones once, with how often."""
    counts = Counter(excerpts)
    texts = [f"“{text}”" + (f"{count}处" if count > 1 else "") for text, count in counts.items()]
    return "、".join(texts[:_MOST]) + ("等" if len(texts) > _MOST else "")


def around(text: str, start: int, end: int) -> str:
    """What stands at a place, with a little before and after."""
    return text[max(0, start - _BEFORE) : end + _AFTER].strip()


# --- marks

_ANY_MARK = lazy("[,:;?!()" + "".join(PAIRS) + "".join(PAIRS.values()) + "]")


def unpaired_marks(field: ProseField) -> list[str]:
    """Brackets, quotation marks and title marks without their other half."""
    return [around(field.text, at, at + 1) for at in unpaired(field.text)] if field.has_marks else []


def half_width(field: ProseField) -> list[str]:
    """Half-width punctuation beside Chinese: the signs themselves, to be counted."""
    return [field.text[at] for at in half_width_marks(field.text)] if field.has_marks else []


# --- numbers

_BARE_SCALE = lazy(
    r"(?<![0-9.])[0-9][0-9,]{0,30}(?:\.[0-9]{1,30})?(?:百万|千万|万|亿)(?=[，。；、,;）)”]|$)"
)
#: the unit follows behind the next number (2万、3万元)
_UNIT_COMES = lazy(r"[、,]\s?[0-9]")
#: what is counted says the unit itself (总人口20万, 浏览量突破100万, 老年人3.5万)
_SAYS_UNIT = lazy(
    r"(?:人口?|[量数])(?:已|累计|首次|共|有|达|到|突破|超|过|近|约|逾|为|增|加|至|是|总|规模|\s)*$"
)
_SAID_BEFORE = 14


def without_unit(field: ProseField) -> list[str]:
    """Numbers typed by hand that end in 万 or 亿 without a unit; mentions are told of elsewhere."""
    text = field.written
    found: list[str] = []
    if not field.has_digits:
        return found
    for match in _BARE_SCALE.finditer(text):
        before = text[max(0, match.start() - _SAID_BEFORE) : match.start()]
        if not _SAYS_UNIT.search(before) and not _UNIT_COMES.match(text, match.end()):
            found.append(around(text, match.start(), match.end()))
    return found


_RUN_ON = lazy(r"[%％‰]\s?[0-9]|(?<![0-9])[0-9]{5,8}年")


def run_on(field: ProseField) -> list[str]:
    """Numbers that run into the next: 100%2019年."""
    if not field.has_digits:
        return []
    return [around(field.text, match.start(), match.end()) for match in _RUN_ON.finditer(field.text)]


def differs(field: ProseField) -> list[str]:
    """Numbers typed behind an indicator's own name that the record has another value for."""
    return [f"{each.typed}（记录为{each.recorded}）" for each in differing(field.written, field.named)]


# --- dates and numbering

_DATE = lazy(r"(?<![0-9])(?:([0-9]{4})年)?([0-9]{1,3})月(?:([0-9]{1,3})日)?")
_MASHED_DATE = lazy(r"(?<![0-9A-Za-z〔.\-/])20[0-9]{4,5}(?=$|[，。；、,;\s）)])")
_NUMBER_OF = lazy(r"(?:号码?|邮编|电话|代码|热线|邮政编码|联系方式|手机|传真|密码)[为是：:\s]*$")


def garbled_date(field: ProseField) -> list[str]:
    """Dates that no calendar has (2020年13月), and ones that lost their 年月日 (202073)."""
    text = field.text
    if not field.has_digits:
        return []
    # a month alone that no year has is how long something takes (36月龄)
    dates = (match for match in _DATE.finditer(text) if match[1] or match[3])
    wrong = (match for match in dates if not is_date(*match.groups()))
    found = [around(text, match.start(), match.end()) for match in wrong]
    for match in _MASHED_DATE.finditer(text):
        if is_mashed(match[0]) and not _NUMBER_OF.search(text, max(0, match.start() - 10), match.start()):
            found.append(around(text, match.start(), match.end()))
    return found


def is_mashed(digits: str) -> bool:
    """Whether digits are a date that lost its 年月日: 202073, 2020713, 202012."""
    year, rest = digits[:4], digits[4:]
    return any(is_date(year, rest[:at], rest[at:] or None) for at in (1, 2))


def is_date(year: str | None, month: str, day: str | None) -> bool:
    """Whether a calendar has that month, and that day in it; in a leap year where none is said."""
    if len(month) > 2 or (day is not None and len(day) > 2):
        return False
    text = f"{year or '2020'}-{int(month):02}" + (f"-{int(day):02}" if day is not None else "")
    return parse_date(text) is not None


_NUMERALS = "一二三四五六七八九十"
_LABEL = lazy(rf"(?:(?:^|(?<=[。；：，\s]))([{_NUMERALS}])|(?<![统唯第之单同专])(一))是(?!否|非|以)")
#: behind these 一是 begins anew; elsewhere it may begin a list inside another (一是组织：一是…，二是…；二是…)
_ANEW = "。；\n"


def label_gap(field: ProseField) -> list[str]:
    """一是 followed by 三是: labels typed by hand that leave one out or come twice.

    Without 一是 nothing is noticed: it may stand in the field before, or be called 首先 or 一要.
    """
    found: list[str] = []
    text = field.text
    if "一是" not in text:
        return found
    lists: list[int] = []  # the last label of each list begun, inner ones last
    for match in _LABEL.finditer(text):
        start = match.start(match.lastindex or 0)
        number = _NUMERALS.index(text[start]) + 1
        if number == 1:
            lists = [1] if start == 0 or text[start - 1] in _ANEW else [*lists, 1]
        elif number - 1 in lists:
            lists = [*lists[: len(lists) - 1 - lists[::-1].index(number - 1)], number]
        else:
            if lists:
                found.append(around(text, start, match.end()))
            lists = [*lists[:-1], number]
    return found


# --- terms

_TITLES = lazy(r"《[^《》]*》")
#: 五保户 and 五保对象, not 四落实五保障 nor 第五保育院
_WUBAO = lazy("(?<![第十])五保(?![障险育健护留])")


def wubao(field: ProseField) -> list[str]:
    """五保 outside titles of documents: since 2016 they are called 特困人员."""
    if "五保" not in field.text:
        return []
    text = _TITLES.sub(lambda match: "\0" * len(match[0]), field.text)
    return [around(field.text, match.start(), match.end()) for match in _WUBAO.finditer(text)]


TEXT_RULES: tuple[TextRule, ...] = (
    TextRule(
        "mark-unpaired", "括号、引号、书名号成对", Nature.CONTRADICTION, Severity.WARNING,
        "书名号、括号、引号缺一半，往往是文件名或句子断开、丢了文字。",
        "书名号、括号、引号前后成对",
        "有{count}处书名号、括号或引号没有成对：{near}，请核对是否漏字。",
        unpaired_marks, "出台《关于印发管理办法的通知，并组织实施。",
        "出台《管理办法（试行）》（“一号文件”），1）组织实施。",
        needs="marks",
    ),
    TextRule(
        "half-width-punctuation", "汉字之间用全角标点", Nature.CONTRADICTION, Severity.INFO,
        "中文公文里的逗号、冒号、分号、括号用全角；半角多是从网页或表格粘贴来的。",
        "与汉字相连的标点用全角",
        "有{count}处半角标点与汉字相连：{near}，请核对是否改用全角。",
        half_width, "上半年,社会救助(含临时救助)有序推进。", "上半年，支出3,000元，比例为3:1。",
        needs="marks",
    ),
    TextRule(
        "unit-missing", "万、亿之后写明单位", Nature.CONTRADICTION, Severity.WARNING,
        "“24.33万”没有单位，读的人分不清是万元、万人还是万人次。",
        "数字的万、亿之后写明元、人、人次等单位",
        "有{count}处数字之后没有单位：{near}，请核对。",
        without_unit, "发放临时救助金24.33万，惠及困难群众。", "拨付2万、3万元，服务9.8万人次，总人口20万。",
        needs="digits",
    ),
    TextRule(
        "digits-run-on", "数字之间有间隔", Nature.CONTRADICTION, Severity.WARNING,
        "前后两个数字连在一起，多是漏了标点或文字，读的人会读错数。",
        "两个数字之间有标点或文字",
        "有{count}处数字与前面的数字连在一起：{near}，请核对是否漏了标点。",
        run_on, "巩固火化率、入公墓率100%2019年11月起推行。", "火化率100%，2019年11月起推行。",
        needs="digits",
    ),
    TextRule(
        "date-garbled", "日期写法完整、日子存在", Nature.CONTRADICTION, Severity.WARNING,
        "日期缺了年、月、日，或者日历上没有这一天，说明录入时丢字或写错。",
        "日期写成“2020年7月3日”，并且日历上有这一天",
        "有{count}处日期看不明白：{near}，请核对。",
        garbled_date, "2020年13月完成，落款日期为202073。", "2020年2月29日完成，编号202073，支出202073元。",
        needs="digits",
    ),
    TextRule(
        "label-gap", "“一是、二是”顺次", Nature.CONTRADICTION, Severity.WARNING,
        "序次跳号或重复，往往是删改时漏了一段。",
        "手工写的“一是、二是、三是”依次相接",
        "有{count}处序次没有接上：{near}，请核对是否漏了一段。",
        label_gap, "一是加强宣传；三是强化监督。", "一是加强宣传；二是强化监督。一是查，二是改。",
    ),
    TextRule(
        "number-differs", "正文数字与记录一致", Nature.CONTRADICTION, Severity.WARNING,
        "同一指标正文里手工写了一个数，记录里是另一个数，印出来前后矛盾。",
        "紧跟指标名称的数与记录相同",
        "有{count}处数字与记录不同：{near}，请核对以哪个为准。",
        differs, "城市低保人数300人。", "上年城市低保人数300人。",
        needs="digits",
    ),
    TextRule(
        "old-term-wubao", "使用“特困人员”规范称谓", Nature.ADVICE, Severity.INFO,
        "《社会救助暂行办法》使用“特困人员”，旧称“五保”不再用于现行工作。",
        "称“特困人员”（引用旧文件名的除外）",
        "有{count}处使用旧称“五保”：{near}，请核对是否改为“特困人员”。",
        wubao, "五保供养对象242人。", "依据《农村五保供养工作条例》，特困人员242人。",
        matter="civil-affairs",
        bases=(
            LegalBasis(
                "社会救助暂行办法（2019年3月2日修订）", "国务院", "国务院令第649号及其修订", "第十四条",
                "2019-03-02", "", "article",
            ),
        ),
    ),
)  # fmt: skip
