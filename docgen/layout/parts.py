"""The parts of an official document, recognised by what paragraphs say and where they stand (GB/T 9704, 7).

Templates of docgen's own tell it by style. What can't be told apart stays UNKNOWN, and is said to be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from docgen.headings import MOST_HEADING, heading_level, heading_words
from docgen.layout.fonts import has_chinese
from docgen.ooxml.reading import BODY, FOOTER, HEADER, SDT, TABLE, TEXTBOX, Para, Reading

COPY_NO, SECRECY, URGENCY, MARK, DOC_NO, SIGNER = "copy-no", "secrecy", "urgency", "mark", "doc-no", "signer"
TITLE, SUBTITLE, ADDRESSEE, BODY_TEXT = "title", "subtitle", "addressee", "body"
LEVEL1, LEVEL2, LEVEL3, LEVEL4 = HEADINGS = ("level1", "level2", "level3", "level4")
ANNEX_NOTE, ANNEX_NOTE_MORE, SIGNATURE, DATE, NOTE = (
    "annex-note",
    "annex-note-more",
    "signature",
    "date",
    "note",
)
ANNEX_LABEL, ANNEX_TITLE, ANNEX_TEXT = "annex-label", "annex-title", "annex-text"
#: who was at a meeting (10.3)
PEOPLE = "people"
CC, MAIN_MOVED, PRINTER = "cc", "main-moved", "printer"
PAGE_NUMBER, BLANK, UNKNOWN, OTHER = "page-number", "blank", "unknown", "other"

#: names of styles in docgen's templates (what follows in brackets left out) -> what they are
_STYLES = {
    "发文字号": DOC_NO,
    "公文标题": TITLE,
    "主送机关": ADDRESSEE,
    "公文正文": BODY_TEXT,
    "一级标题": LEVEL1,
    "二级标题": LEVEL2,
    "三级标题": LEVEL3,
    "附件说明": ANNEX_NOTE,
    "落款": SIGNATURE,
    "成文日期": DATE,
    "附注": NOTE,
    "附件标识": ANNEX_LABEL,
    "页码": PAGE_NUMBER,
    "发文机关标志": MARK,
    "附件说明首项": ANNEX_NOTE,
    "附件说明后项": ANNEX_NOTE_MORE,
    "表格标题": OTHER,
    "表格末尾": OTHER,
    "校核单文字": OTHER,
    "校核单小标题": OTHER,
    "校核单标题": OTHER,
}
#: which every template of docgen's has together: in others' documents a style called 公文正文 says little
_OWN_STYLES = frozenset({"公文标题", "公文正文", "一级标题", "校核单文字", "表格末尾"})
_DOC_NO = re.compile(r"[\u4e00-\u9fff]{1,12}\s*[〔\[［（(【]\s*\d{2,4}\s*[〕\]］）)】]\s*第?\d+号")
_SECRECY = re.compile(r"(绝密|机密|秘密)(★.*)?")
_URGENCY = re.compile(r"特\s*急|加\s*急|平\s*急")
_MARK = re.compile(r".{2,40}(文件|命令|令|纪要)")
_SIGNER = re.compile(r"签发人\s*[：:]")
_TITLE_END = re.compile(
    r"(决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|总结|计划|方案|要点|办法|规定|"
    r"细则|规划|工作安排|汇报|讲话|提纲|制度|预案|简报|名单|说明)(（[^（）]{1,20}）)?"
)
#: 关于…的通知。: a slip of the title's; 根据…关于…的通知。 is a sentence
_TITLE_SLIP = re.compile(
    r"(?!现|根据|按照|依据|依照|遵照)[^。；！？：，了]{0,30}"
    rf"关于[^。；！？：]{{2,50}}的({_TITLE_END.pattern})。"
)
_OFFICES = (
    r"局|部|委|委员会|办|办公室|厅|会|院|校|处|科|股|站|中心|政府|单位|公司|室|所|社区|街道|"
    r"镇|乡|县|市|区|省|部门|同志|机构|组织|办事处|集团|厂|队|团|银行|学校|机关|企业|村|企|园|馆|社|盟|旗"
)
_ADDRESSEE = re.compile(rf"[^。；！？]{{0,200}}({_OFFICES})([（(][^）)]*[）)])?\s*[：:]")
_OFFICE = re.compile(rf"[^。；！？，]{{1,30}}({_OFFICES})")
#: the same with a slip for its closing colon
_ADDRESSEE_SLIP = re.compile(rf"[^。；！？]{{0,60}}({_OFFICES})[，,；;。.]")
#: a left indent of so many twips puts a line to the right
_FAR_IN = 3000
_SAYS_MORE = re.compile(r"如下|以下|为了|根据|现将|按照|要求")
_DATE = re.compile(r"(\d{4}|[一二三四五六七八九〇零○OＯ]{4})\s*年\s*.{1,4}月\s*.{1,4}[日号]")
#: 2026.8.1 closing a document is meant for its date
_SHORT_DATE = re.compile(r"(19|20)\d{2}\s*[.．/-]\s*\d{1,2}\s*[.．/-]\s*\d{1,2}")
_ANNEX_NOTE = re.compile(r"附\s*件\s*[：:]\s*\S")
#: 云民发〔2026〕12号附件1: an annex that is bound by itself
DETACHED = re.compile(r"([\u4e00-\u9fff]{1,12}〔\d{4}〕\d+号)([\s:：、，.]*)(附件\d{0,2})")
#: the number of minutes and orders, below their mark
_ISSUE_NO = re.compile(r"[（(]?(〔\d{4}〕\s*)?第?\s*\d+\s*[期号][）)]?")
_ANNEX_ITEM = re.compile(r"\d{1,2}\s*[.．、]")
_ANNEX_LABEL = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]{0,3}\s*[：:]?")
_NOTE = re.compile(r"[（(][^（）()]{2,60}[）)]")
_PEOPLE = re.compile(r"(出席|请假|列席)(人员?)?\s*[：:]")
_CC = re.compile(r"抄\s*[送报]\s*[：:]")
_MOVED = re.compile(r"主\s*送\s*[：:]")
_PRINTER = re.compile(r".{0,40}\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*印\s*发")
_SENTENCE_END = "。；！？：;!?:"
#: half-points that a mark has at least
_MARK_SIZE = 44
#: half-points from which a centred line first in the text is its title whatever it ends in
_TITLE_SIZE = 36
#: fewer characters than these don't fill a line of 28
_LINE = 28


def recognise(reading: Reading) -> Reading:
    """The same document with every paragraph's role."""
    names = frozenset(reading.styles.names())
    roles = _Roles(reading.paragraphs, _STYLES if names >= _OWN_STYLES else {}).all()
    paragraphs = tuple(replace(para, role=role) for para, role in zip(reading.paragraphs, roles, strict=True))
    return replace(reading, paragraphs=paragraphs)


def full_text(para: Para) -> str:
    """The text as a reader sees it, with the automatic number and without white space around it."""
    return (para.label + para.text).strip()


def is_blank(para: Para) -> bool:
    return not full_text(para) and not para.has_drawing


def _looks_like_mark(para: Para) -> bool:
    """Whether a paragraph apart from the text is a mark: an office's name, large and red."""
    runs = [run for run in para.runs if run.text.strip()]
    return bool(runs) and all(
        int(run.values["sz"].value) >= _MARK_SIZE and str(run.values["color"].value).upper() == "FF0000"
        for run in runs
    )


class _Roles:
    """The roles of one document's paragraphs, found in the order of the document."""

    def __init__(self, paragraphs: Sequence[Para], styles: Mapping[str, str]) -> None:
        self.paragraphs = paragraphs
        self.styles = styles
        self.roles = [self._by_place(para) for para in paragraphs]
        #: positions of the paragraphs that make the running text, blank ones left out
        self.line = [
            at
            for at, role in enumerate(self.roles)
            if self._runs_on(at) and (role in (UNKNOWN, *styles.values()))
        ]

    def _runs_on(self, at: int) -> bool:
        return self.paragraphs[at].where in (BODY, SDT) and bool(full_text(self.paragraphs[at]))

    def _by_place(self, para: Para) -> str:
        if is_blank(para):
            return BLANK
        if not full_text(para):
            return OTHER  # a picture
        if para.where == HEADER and not para.fields and _looks_like_mark(para):
            return MARK
        if para.where == FOOTER:
            return PAGE_NUMBER if "PAGE" in para.fields else OTHER
        style = para.style.partition("（")[0]
        if style in self.styles:
            role = self.styles[style]
            return LEVEL4 if role == LEVEL3 and _number(full_text(para)) == LEVEL4 else role
        if para.where in (TABLE, TEXTBOX):
            return self._imprint(full_text(para)) or OTHER
        return UNKNOWN if para.where in (BODY, SDT) else OTHER

    def _imprint(self, text: str) -> str:
        for role, pattern in ((CC, _CC), (MAIN_MOVED, _MOVED), (PRINTER, _PRINTER)):
            if pattern.match(text):
                return role
        return ""

    def all(self) -> list[str]:
        line = self.line
        if not any(self.roles[at] in self.styles.values() for at in line):
            after_head = self._head(line)
            after_title = self._alone(line) or self._title(line, after_head)
            end = self._annexes(line, after_title)
            closing = self._closing(line, after_title, end)
            self._text(line[after_title:closing])
        else:
            self._own(line)
        return self.roles

    def _own(self, line: Sequence[int]) -> None:
        """In docgen's own documents only the annexes and what a style doesn't say are left to find."""
        in_annex = in_note = False
        before = ""
        for at in line:
            role, text = self.roles[at], self._text_at(at)
            if role == ANNEX_LABEL or (role == BODY_TEXT and _ANNEX_LABEL.fullmatch(text)):
                self.roles[at], in_annex = ANNEX_LABEL, True
            elif in_annex and before == ANNEX_LABEL and self.paragraphs[at].style == "表格标题":
                self.roles[at] = ANNEX_TITLE
            elif in_annex and role in (BODY_TEXT, UNKNOWN):
                self.roles[at] = ANNEX_TEXT
            elif role == BODY_TEXT and _ANNEX_NOTE.match(text):
                self.roles[at], in_note = ANNEX_NOTE, True
            elif in_note and role == BODY_TEXT and _ANNEX_ITEM.match(text):
                self.roles[at] = ANNEX_NOTE_MORE
            elif role == BODY_TEXT and _number(text) in (LEVEL1, LEVEL2) and has_chinese(text):
                # typed by hand, so in the style of the text
                self.roles[at] = _number(text) if len(heading_words(text)) <= MOST_HEADING else role
            before = self.roles[at]
            in_note = before in (ANNEX_NOTE, ANNEX_NOTE_MORE)

    def _alone(self, line: Sequence[int]) -> int:
        """An annex by itself: its mark and title; how many paragraphs of the line they take."""
        first = self._text_at(line[0]) if line else ""
        if not (_ANNEX_LABEL.fullmatch(first) or DETACHED.fullmatch(first)):
            return 0
        self.roles[line[0]] = ANNEX_LABEL
        if len(line) > 1 and self._text_at(line[1])[-1] not in _SENTENCE_END:
            self.roles[line[1]] = ANNEX_TITLE
            return 2
        return 1

    def _text_at(self, at: int) -> str:
        return full_text(self.paragraphs[at])

    def _head(self, line: Sequence[int]) -> int:
        """版头: what stands above the document number; how many paragraphs of the line it takes."""
        texts = [self._text_at(at) for at in line[:12]]
        for count, text in enumerate(texts):
            if DETACHED.fullmatch(text) and not count:
                return 0
            if _DOC_NO.match(text) or (
                _ISSUE_NO.fullmatch(text) and count and _MARK.fullmatch(texts[count - 1])
            ):
                self.roles[line[count]] = DOC_NO
                for at, above in zip(line, texts[:count], strict=False):
                    self.roles[at] = self._head_role(above)
                self._set_apart_marks(line[count])
                after = count + 1
                while after < len(line) and _SIGNER.match(self._text_at(line[after])):
                    self.roles[line[after]] = SIGNER
                    after += 1
                return after
        return 0

    def _set_apart_marks(self, number: int) -> None:
        """Offices' names above the number that stand in a table (joint issue) or in a text box."""
        for at, para in enumerate(self.paragraphs[:number]):
            if para.where in (TABLE, TEXTBOX) and self.roles[at] == OTHER and _looks_like_mark(para):
                self.roles[at] = MARK

    def _head_role(self, text: str) -> str:
        if re.fullmatch(r"\d{6}", text):
            return COPY_NO
        if _SECRECY.fullmatch(text):
            return SECRECY
        if _URGENCY.fullmatch(text):
            return URGENCY
        return SIGNER if _SIGNER.match(text) else MARK

    def _title(self, line: Sequence[int], start: int) -> int:
        """The title: centred lines first in the text, or one line that ends as titles do."""
        at = start
        while at < len(line) and at < start + 4 and self._is_title_line(line[at], at > start):
            self.roles[line[at]] = TITLE
            at += 1
        if at == start and start < len(line):
            text = self._text_at(line[start])
            is_title = _TITLE_END.search(text[-14:]) is not None and text[-1] not in _SENTENCE_END + "，、"
            if len(text) <= 60 and (is_title or _TITLE_SLIP.fullmatch(text)):
                self.roles[line[start]] = TITLE
                at += 1
        while at > start and at < len(line) and self._is_subtitle(line[at]):
            self.roles[line[at]] = SUBTITLE
            at += 1
        if at > start and at < len(line):
            text = self._text_at(line[at])
            is_addressee = _ADDRESSEE.fullmatch(text) is not None or (
                _ADDRESSEE_SLIP.fullmatch(text) is not None and self._is_flush(line[at])
            )
            if is_addressee and not _SAYS_MORE.search(text) and not _number(text):
                self.roles[line[at]] = ADDRESSEE
                at += 1
        return at

    def _is_flush(self, at: int) -> bool:
        """Whether a line begins at the left edge, as running text doesn't."""
        para = self.paragraphs[at]
        is_in = any(para.values[name].value for name in ("first", "firstChars", "left", "leftChars"))
        return not is_in and para.text[:1].strip() != "" and para.values["jc"].value in (None, "left", "both")

    def _is_title_line(self, at: int, is_later: bool) -> bool:
        para, text = self.paragraphs[at], self._text_at(at)
        is_centred = para.values["jc"].value == "center"
        if is_later and (
            self._is_subtitle(at) or self._size(at) != self._size(self.line[self.line.index(at) - 1])
        ):
            return False
        if text[-1] == "。":  # a slip of the title's, if it is a title by its size or its words
            is_title = not is_later and (
                self._size(at) >= _TITLE_SIZE or _TITLE_END.search(text[-15:-1]) is not None
            )
            return is_centred and is_title and len(text) <= 60 and "。" not in text[:-1] and not _number(text)
        return is_centred and len(text) <= 80 and text[-1] not in "；！？：" and not _number(text)

    def _size(self, at: int) -> int:
        return max(
            (int(run.values["sz"].value) for run in self.paragraphs[at].runs if run.text.strip()), default=0
        )

    def _is_subtitle(self, at: int) -> bool:
        para, text = self.paragraphs[at], self._text_at(at)
        inside = text.strip("（）()")
        is_set_apart = para.values["jc"].value == "center" or _NOTE.fullmatch(text) is not None
        return is_set_apart and (
            _DATE.search(text) is not None or _NOTE.fullmatch(text) is not None or len(inside) <= 12
        )

    def _annexes(self, line: Sequence[int], start: int) -> int:
        """Annexes from the first 附件 mark on a line of its own; where the main text ends before them."""
        end = len(line)
        for count in range(start + 1, len(line)):
            at = line[count]
            if _ANNEX_LABEL.fullmatch(self._text_at(at)):
                self.roles[at] = ANNEX_LABEL
                end = min(end, count)
        for before, at in zip(line[end:], line[end + 1 :], strict=False):
            if self.roles[at] == ANNEX_LABEL:
                continue
            imprint = self._imprint(self._text_at(at))
            is_title = self.roles[before] == ANNEX_LABEL and self._text_at(at)[-1] not in _SENTENCE_END
            self.roles[at] = imprint or (ANNEX_TITLE if is_title else ANNEX_TEXT)
        return end

    def _closing(self, line: Sequence[int], start: int, end: int) -> int:
        """What closes the main text: 附件说明, name, date, 附注, 版记; where the text before it ends."""
        while end > start and self._imprint(self._text_at(line[end - 1])):
            self.roles[line[end - 1]] = self._imprint(self._text_at(line[end - 1]))
            end -= 1
        date_at = next(
            (
                count
                for count in range(end - 1, max(start, end - 4) - 1, -1)
                if _DATE.fullmatch(self._text_at(line[count]))
                or _SHORT_DATE.fullmatch(self._text_at(line[count]))
            ),
            None,
        )
        if date_at is not None:
            self.roles[line[date_at]] = DATE
            for count in range(date_at + 1, end):
                is_note = _NOTE.fullmatch(self._text_at(line[count])) is not None
                self.roles[line[count]] = NOTE if is_note else UNKNOWN
            end = date_at
            if end > start and self._is_signature(line[end - 1]):
                end -= 1
                self.roles[line[end]] = SIGNATURE
                while end > start + 1 and self._is_joint(line[end - 1], line[end]):
                    end -= 1
                    self.roles[line[end]] = SIGNATURE
        return self._annex_note(line, start, end)

    def _is_signature(self, at: int) -> bool:
        text = self._text_at(at)
        return (
            len(text) <= 40
            and text[-1] not in _SENTENCE_END
            and not _number(text)
            and not _ANNEX_NOTE.match(text)
        )

    def _is_joint(self, at: int, below: int) -> bool:
        """Whether a line names one more office that signs: set as the name below it is, to the right."""
        above, name = self.paragraphs[at], self.paragraphs[below]
        how = above.values["jc"].value
        is_right = how == "right" or int(above.values["left"].value) >= _FAR_IN
        return (
            is_right
            and how == name.values["jc"].value
            and self._is_signature(at)
            and _OFFICE.fullmatch(self._text_at(at)) is not None
        )

    def _annex_note(self, line: Sequence[int], start: int, end: int) -> int:
        for count in range(end - 1, max(start, end - 30) - 1, -1):
            text = self._text_at(line[count])
            if _ANNEX_NOTE.match(text):
                self.roles[line[count]] = ANNEX_NOTE
                for later in range(count + 1, end):
                    self.roles[line[later]] = ANNEX_NOTE_MORE
                return count
            if not _ANNEX_ITEM.match(text):
                break
        return end

    def _text(self, positions: Sequence[int]) -> None:
        """Headings by number and body paragraphs; a short line that is neither stays unknown."""
        for at in positions:
            text = self._text_at(at)
            level = _number(text)
            if _PEOPLE.match(text):
                self.roles[at] = PEOPLE
            elif level and has_chinese(text):
                is_long = level in (LEVEL1, LEVEL2) and len(heading_words(text)) > MOST_HEADING
                self.roles[at] = OTHER if is_long else level
            elif has_chinese(text) and (text[-1] in _SENTENCE_END or len(text) >= _LINE):
                self.roles[at] = BODY_TEXT


def _number(text: str) -> str:
    """The level that a paragraph's number says, "" without one."""
    level = heading_level(text)
    return HEADINGS[level - 1] if level else ""
