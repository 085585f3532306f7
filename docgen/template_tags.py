"""The tags of a template's part: read from its paragraphs, each judged by itself and as one of its block.

What is wrong with one tag doesn't hide what is wrong with another: the tags that are in order are handed
on as a source of one line a tag, with every block closed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from docgen.ooxml.template_texts import TemplateParagraph
from docgen.wording import nearest

if TYPE_CHECKING:
    from jinja2 import Environment

#: stands in the handed-on source for a list or a value that could not be read
ANYTHING_NAME = "_anything"

_TAG = re.compile(r"\{\{(?:(?!\{\{|\{%).)*?\}\}|\{%(?:(?!\{\{|\{%).)*?%\}|\{#.*?#\}", re.DOTALL)
_FULL_WIDTH = re.compile(
    r"(?:｛\s*[｛{%％]|\{\s*[｛％])(?:(?![｛{]).)*?(?:[}｝%％]\s*[}｝]|$)|\{\{(?:(?![｛{}]).)*?｝\s*[}｝]"
)
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_CURLY_QUOTES, _QUOTES, _SIGNS = (
    re.compile("[“”‘’]"),
    re.compile("[「」『』＂＇]"),
    re.compile("[（），：｜．＝＜＞［］｛｝％。、；！？…—～《》【】]"),
)
#: signs without a width, which come along with text from chats and web pages
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
#: braces with a space between them, which are none to Jinja
_APART = re.compile(r"\{\s+(?=[{%])[^{}]*(?:\{[^{}]*)?[}%]\s+\}")
#: what may stand behind the braces that open a tag: a prefix (p, tr, tc, r), or a dash
_BEGINNING = re.compile(r"(p|tr|tc|r)(?=\s)|-|\+")
_WORD = re.compile(r"\w*")
_LOOP_NAMES = re.compile(r"\w+\s+([^\W\d]\w*(?:\s*,\s*[^\W\d]\w*)*)\s+in\b")
_SET_NAME = re.compile(r"set\s+([^\W\d]\w*)")
_STATEMENTS = (
    "for",
    "if",
    "elif",
    "else",
    "endfor",
    "endif",
    "set",
    "raw",
    "endraw",
    "colspan",
    "cellbg",
    "vm",
    "hm",
)

#: so many blocks may stand in each other, and so many expressions: Python, which Jinja writes, takes few more
_MOST_BLOCKS, _MOST_EXPRESSIONS = 20, 60

#: notes a fault: its code, the tag, and more for its sentence
Note = Callable[..., None]


class Tag(NamedTuple):
    """A tag as typed: its paragraph (by number), the column it begins at (from 1), prefix and words."""

    paragraph: int
    column: int
    text: str
    prefix: str = ""
    words: str = ""

    @property
    def word(self) -> str:
        """The statement ({% if … %}: if); "" of a placeholder or a comment."""
        found = _WORD.match(self.words) if self.text.startswith("{%") else None
        return found[0] if found is not None else ""


def read_tags(paragraphs: Sequence[TemplateParagraph], note: Note) -> list[Tag]:
    """The tags of a part in order; what begins or ends none, or is typed in full width, is noted."""
    tags: list[Tag] = []
    #: a comment that goes on over paragraphs
    comment: Tag | None = None
    for number, paragraph in enumerate(paragraphs):
        text = paragraph.text
        if comment is not None:
            rest = text.find("#}")
            text = "" if rest < 0 else " " * (rest + 2) + text[rest + 2 :]
            comment = comment if rest < 0 else None
        begun = _open_comment(text)
        if begun >= 0:
            comment = Tag(number, begun + 1, text[begun : begun + 30].strip())
            text = text[:begun]
        for match in _FULL_WIDTH.finditer(text):
            note("template-full-width-brace", Tag(number, match.start() + 1, match[0][:40]))
        text = _FULL_WIDTH.sub(_blank, text)
        for match in _TAG.finditer(text):
            tag = _tag(number, match.start() + 1, match[0])
            if tag.text[1] != "{" and text.endswith("{", 0, match.start()):
                # Jinja takes the two braces of {{% if … %} for the beginning of a placeholder
                note("template-syntax", Tag(number, match.start(), "{" + tag.text))
            tags.append(tag)
            if text.startswith("}", match.end()):
                note("template-tag-not-opened", Tag(number, match.end() + 1, "}"))
        text = _TAG.sub(_blank, text)
        for match in _APART.finditer(text):
            note("template-syntax", Tag(number, match.start() + 1, match[0]))
        for match in re.finditer(r"\{\{|\{%|\}\}|%\}|#\}", text):
            at = match.start()
            if match[0][0] == "{":
                shown = len(text[at : at + 30].strip())
                note("template-tag-not-closed", Tag(number, at + 1, paragraph.text[at : at + shown]))
            else:
                note("template-tag-not-opened", Tag(number, at + 1, match[0]))
    if comment is not None:
        note("template-tag-not-closed", comment)
    return tags


def open_tag(text: str) -> str:
    """The first tag of a text that nothing ends in it, as far as it is shown; "" if there is none."""
    begun = _open_comment(text)
    rest = _TAG.sub(_blank, text if begun < 0 else text[:begun])
    found = re.search(r"\{[{%]", rest)
    at = begun if found is None else found.start()
    return text[at : at + 30].strip() if at >= 0 else ""


def _open_comment(text: str) -> int:
    """Where a comment begins that nothing ends in the text, -1 if there is none."""
    return text.find("{#", max(text.rfind("#}") - 1, 0))


def _tag(paragraph: int, column: int, text: str) -> Tag:
    beginning = _BEGINNING.match(text, 2, len(text) - 2)
    words = text[2 if beginning is None else beginning.end() : -2]
    words = words[:-1] if words.endswith(("-", "+")) else words
    prefix = "" if beginning is None else beginning[1] or ""
    return Tag(paragraph, column, text, prefix, words.strip())


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def source_of(tags: Sequence[Tag], paragraphs: Sequence[TemplateParagraph], note: Note) -> str:
    """What Jinja is to parse: line n has the n-th tag, if it is in order; faults of tags are noted."""
    _note_lost_text(tags, paragraphs, note)
    lines: list[str] = []
    blocks = _Blocks(paragraphs, note)
    raw: Tag | None = None
    for tag in tags:
        if tag.word in ("raw", "endraw") or raw is not None:
            if raw is None and tag.word == "endraw":
                note("template-closes-nothing", tag)
            raw = raw or tag if tag.word != "endraw" else None
            lines.append("")
            continue
        _note_outside_table(tag, paragraphs, note)
        lines.append(blocks.passed(tag, _line(tag, note)))
    if raw is not None:
        note("template-syntax", raw)
    return "\n".join([*lines, blocks.closed()])


def _line(tag: Tag, note: Note) -> str:
    """The tag as Jinja reads it, or what stands for it where it can't be read."""
    if tag.text.startswith("{#"):
        return ""
    fault = _fault_of(tag)
    word, words = tag.word, " ".join(tag.words.split())
    if word in ("else", "endfor", "endif"):
        fault = fault or ("template-syntax" if words != word else "")
        return f"{{% {word} %}}" if not fault else _noted(fault, tag, note, f"{{% {word} %}}")
    if word in ("vm", "hm"):
        return "{{ loop.index }}"
    if word in ("colspan", "cellbg"):
        shown = f"{{{{ {words[len(word) :]} }}}}"
    elif word == "":
        shown = f"{{{{ {words} }}}}"
    else:
        shown = f"{{% {words} %}}"
    if not fault:
        fault = _syntax_fault(shown, word)
    return shown if not fault else _noted(fault, tag, note, _instead(tag))


def _noted(fault: str, tag: Tag, note: Note, instead: str) -> str:
    note(fault, tag)
    return instead


def _fault_of(tag: Tag) -> str:
    """What a clerk's keyboard puts into tags, and what no template has."""
    if UNSEEN.search(tag.text):
        return "template-unseen-sign"
    outside = _LITERAL.sub("", tag.words)
    if _CURLY_QUOTES.search(tag.words) or _QUOTES.search(outside):
        return "template-chinese-quotes"
    if _SIGNS.search(outside):
        return "template-full-width-sign"
    if tag.word and (tag.word not in _STATEMENTS or (tag.word == "set" and "=" not in tag.words)):
        return "template-tag-not-allowed"
    return ""


@lru_cache(maxsize=1024)
def _syntax_fault(shown: str, word: str) -> str:
    from jinja2 import TemplateSyntaxError

    around = {"for": ("", "{% endfor %}"), "if": ("", "{% endif %}"), "elif": ("{% if 1 %}", "{% endif %}")}
    before, after = around.get(word, ("", ""))
    try:
        return "" if _depth(jinja().parse(before + shown + after)) <= _MOST_EXPRESSIONS else "template-syntax"
    except (TemplateSyntaxError, RecursionError):
        return "template-syntax"


@cache
def jinja() -> Environment:
    """What parses tags."""
    from jinja2 import Environment

    return Environment()


def _depth(tree: Any) -> int:
    """How many nodes of a syntax tree stand in each other at most."""
    deepest, row = 0, [tree]
    while row:
        deepest, row = deepest + 1, [inner for node in row for inner in node.iter_child_nodes()]
    return deepest


def _instead(tag: Tag) -> str:
    """What keeps the names known, and the block whole, that a tag out of order opens."""
    meant = tag.word if tag.word in _STATEMENTS else nearest(tag.word, _STATEMENTS[:6])
    if meant == "for":
        names = _LOOP_NAMES.search(tag.words)
        return f"{{% for {names[1] if names else ANYTHING_NAME} in {ANYTHING_NAME} %}}"
    if meant == "set":
        named = _SET_NAME.search(tag.words)
        return f"{{% set {named[1]} = {ANYTHING_NAME} %}}" if named else ""
    return {"if": "{% if 1 %}", "endfor": "{% endfor %}", "endif": "{% endif %}"}.get(meant, "")


class _Blocks:
    """The blocks that are open at a tag, innermost last."""

    def __init__(self, paragraphs: Sequence[TemplateParagraph], note: Note) -> None:
        self.paragraphs, self.note = paragraphs, note
        self.open: list[tuple[str, Tag]] = []
        #: how many of them are of each sort
        self.count = Counter[str]()
        #: those of them that have had their else
        self.past_else: set[Tag] = set()

    def passed(self, tag: Tag, line: str) -> str:
        """The line as it may stand in the source, the block being what it is."""
        opens = re.match(r"\{% (for|if)\b", line)
        closes = re.match(r"\{% end(for|if)\b", line)
        is_too_deep = len(self.open) + bool(opens) > _MOST_BLOCKS
        if opens:
            if len(self.open) == _MOST_BLOCKS:
                self.note("template-too-deep", tag, limit=_MOST_BLOCKS)
            self.open.append((opens[1], tag))
            self.count[opens[1]] += 1
        elif closes:
            return self._closing(closes[1], tag, "" if is_too_deep else line)
        elif re.match(r"\{% (else|elif)\b", line):
            sort, opened = self.open[-1] if self.open else ("", tag)
            if not sort or (tag.word == "elif" and sort == "for") or opened in self.past_else:
                self.note("template-closes-nothing", tag)
                return ""
            if tag.word == "else":
                self.past_else.add(opened)
            self._compare(opened, tag)
        return "" if is_too_deep else line

    def _closing(self, sort: str, tag: Tag, line: str) -> str:
        if not self.count[sort]:
            if tag.word == f"end{sort}":  # of one that was only guessed enough is told
                self.note("template-closes-nothing", tag)
            return ""
        written = ""
        while self.open[-1][0] != sort:
            written += self._given_up()
        self._compare(self._closed(), tag)
        return written + line

    def _closed(self) -> Tag:
        sort, tag = self.open.pop()
        self.count[sort] -= 1
        return tag

    def _given_up(self) -> str:
        sort, tag = self.open[-1]
        is_too_deep = len(self.open) > _MOST_BLOCKS
        self._closed()
        if tag.word == sort:
            self.note("template-lacks-endfor" if sort == "for" else "template-lacks-endif", tag)
        return "" if is_too_deep else f"{{% end{sort} %}}"

    def closed(self) -> str:
        """What closes the blocks that nothing closed."""
        return "".join(self._given_up() for _ in range(len(self.open)))

    def _compare(self, opened: Tag, tag: Tag) -> None:
        """Both tags of a block are of one sort, and in one place."""
        if opened.prefix != tag.prefix:
            self.note("template-tags-differ", tag, opened=opened.text)
            return
        first, second = self.paragraphs[opened.paragraph], self.paragraphs[tag.paragraph]
        same = {"p": "around", "tr": "table", "tc": "row"}.get(tag.prefix, "cell")
        if getattr(first, same) != getattr(second, same):
            self.note("template-block-crosses-cells", tag, opened=opened.text)
        elif tag.prefix in ("", "r") and first.path(opened.column) != second.path(tag.column):
            self.note("template-block-half-inside", tag, opened=opened.text)


def _note_outside_table(tag: Tag, paragraphs: Sequence[TemplateParagraph], note: Note) -> None:
    if (tag.prefix in ("tr", "tc") or tag.word in ("colspan", "cellbg", "vm", "hm")) and not paragraphs[
        tag.paragraph
    ].cell:
        note("template-tag-outside-table", tag)


def _note_lost_text(tags: Sequence[Tag], paragraphs: Sequence[TemplateParagraph], note: Note) -> None:
    """docxtpl takes out the whole paragraph, row or cell of a {%p %}, {%tr %} or {%tc %}."""
    texts: dict[tuple[str, int], list[str]] = defaultdict(list)
    for number, paragraph in enumerate(paragraphs):
        for place in _places(number, paragraph).items():
            texts[place].append(paragraph.text)
    seen: set[tuple[str, int]] = set()
    for tag in tags:
        place = tag.prefix, _places(tag.paragraph, paragraphs[tag.paragraph]).get(tag.prefix, 0)
        if place in seen or not place[1]:
            continue
        seen.add(place)
        lost = "".join(texts[place]).replace(tag.text, "", 1).strip()
        if lost:
            note("template-text-lost", tag, lost=lost if len(lost) <= 30 else lost[:29] + "…")


def _places(number: int, paragraph: TemplateParagraph) -> dict[str, int]:
    """What a tag in a paragraph takes out, by its prefix, each by a number (0 for none)."""
    return {"p": number + 1, "tr": paragraph.row, "tc": paragraph.cell}
