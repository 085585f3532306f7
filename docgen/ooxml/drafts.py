"""What makes a document a draft: 草稿 on every page, and Word comments at what they speak of.

Everything here works on rendered XML as text, so that a draft costs hardly more than clean paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from docgen.frozen import frozen
from docgen.ooxml.anchors import CommentRanges, Placement, comment_end
from docgen.ooxml.compiled import DOCUMENT
from docgen.ooxml.marking import escaped, escaped_markup
from docgen.ooxml.package import CONTENT_TYPES, Deflated, inflate
from docgen.patterns import lazy

DRAFT_LINE = "草稿（未经核准，不得外传）"
COMMENTS = "word/comments.xml"
DOCUMENT_RELATIONSHIPS = "word/_rels/document.xml.rels"
#: comments of docgen are numbered from here, beyond those a template has
FIRST_COMMENT_ID = 10_000

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SECTION = lazy(r"<w:sectPr\b[^>]*?(?:/>|>.*?</w:sectPr>)", re.DOTALL)
_HEADER_REFERENCE = lazy(r'<w:headerReference\b[^>]*\bw:type="(\w+)"[^>]*/>')
_TITLE_PAGE = lazy(r'<w:titlePg(?:\s+w:val="(?:1|true|on)")?\s*/>')


class Comment(NamedTuple):
    """A remark on what stands at a pointer of the record.

    ``others`` are pointers to stand at, best first, in a document that doesn't state the first. Remarks
    with a ``label`` (what they are about, of several alike) become one comment in each paragraph.
    """

    pointer: str
    author: str
    text: str
    others: tuple[str, ...] = ()
    label: str = ""


@frozen
class PlacedComments:
    """The Word comments of a draft: their texts, and the numbers of the placements they begin and end at."""

    comments: tuple[Comment, ...]
    ranges: CommentRanges
    stray: tuple[int, ...]


def place_comments(placements: Sequence[Placement], comments: Sequence[Comment]) -> PlacedComments:
    """Where remarks stand in a document, those that share a paragraph and have labels together in one."""
    places = _Places(placements)
    groups: dict[tuple[str, int], list[tuple[int | None, Comment]]] = {}
    for order, comment in enumerate(comments):
        number = places.find(comment)
        is_alone = number is None or not comment.label or not placements[number].is_prose
        key = ("alone", order) if number is None or is_alone else ("paragraph", placements[number].paragraph)
        groups.setdefault(key, []).append((number, comment))
    ranges = CommentRanges({}, {})
    stray = []
    for id, group in enumerate(groups.values(), FIRST_COMMENT_ID):
        numbers = [number for number, _ in group if number is not None]
        if not numbers:
            stray.append(id)
            continue
        ranges.begin.setdefault(min(numbers), []).append(id)
        ranges.end.setdefault(max(numbers), []).append(id)
    together = tuple(_together([comment for _, comment in group]) for group in groups.values())
    return PlacedComments(together, ranges, tuple(stray))


class _Places:
    """The first placement that states each pointer, and the first inside each."""

    def __init__(self, placements: Sequence[Placement]) -> None:
        self._stated: dict[str, int] = {}
        self._inside: dict[str, int] = {}
        self._last_resort = 0 if placements else None
        for number, placement in enumerate(placements):
            self._stated.setdefault(placement.pointer, number)
            around = placement.pointer.rpartition("/")[0]
            while around:
                self._inside.setdefault(around, number)
                around = around.rpartition("/")[0]

    def find(self, comment: Comment) -> int | None:
        """The placement a remark belongs to, else the title; None in a document that places nothing."""
        for pointer in (comment.pointer, *comment.others, "/title"):
            for found in (self._stated.get(pointer), self._inside.get(pointer)):
                if found is not None:
                    return found
        return self._last_resort


def _together(comments: Sequence[Comment]) -> Comment:
    """One comment that says what all of them say: equal texts once, with what they are about below."""
    first = comments[0]
    about: dict[str, list[str]] = {}
    for comment in comments:
        about.setdefault(comment.text, []).append(comment.label)
    is_one_thing = len({comment.label for comment in comments}) == 1
    lines = [
        line
        for text, labels in about.items()
        for line in (text, *([] if is_one_thing else [f"－{label}" for label in labels]))
    ]
    return first._replace(text="\n".join(lines))


def with_stray_comments(document: str, stray: Sequence[int]) -> str:
    """The document with the comments that found no place put at its first paragraph."""
    if not stray:
        return document
    marks = "".join(f'<w:commentRangeStart w:id="{id}"/>{comment_end(id)}' for id in stray)
    opening = re.search(r"<w:p(?: [^>]*)?>(?:<w:pPr>.*?</w:pPr>|<w:pPr/>)?", document, re.DOTALL)
    return document if opening is None else document[: opening.end()] + marks + document[opening.end() :]


def add_to_package(
    rendered: dict[str, str],
    static: dict[str, Deflated],
    comments: Sequence[Comment],
    is_draft: bool,
    first: int = FIRST_COMMENT_ID,
) -> None:
    """Add to a document's parts what comments (numbered from ``first``) and the mark on every page need."""

    def text_of(name: str) -> str:
        if name not in rendered:
            rendered[name] = inflate(static.pop(name)).decode("utf-8-sig")
        return rendered[name]

    if comments:
        present = text_of(COMMENTS) if COMMENTS in static or COMMENTS in rendered else ""
        rendered[COMMENTS] = comments_part(comments, present, first)
        if not present:
            _register(text_of, rendered, COMMENTS, "comments", "rIdDocgenComments")
    if is_draft:
        _mark_headers(text_of, rendered, [*static])


def comments_part(comments: Sequence[Comment], present: str = "", first: int = FIRST_COMMENT_ID) -> str:
    """The comments part, with those that the template had already."""
    written = "".join(_comment(first + order, comment) for order, comment in enumerate(comments))
    if "</w:comments>" in present:
        return present.replace("</w:comments>", f"{written}</w:comments>")
    return f'{_DECLARATION}<w:comments xmlns:w="{_W}">{written}</w:comments>'


def _comment(id: int, comment: Comment) -> str:
    paragraphs = "".join(
        # comments stand in the margin: not in the document's own type and indents
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="left"/></w:pPr>'
        '<w:r><w:rPr><w:spacing w:val="0"/><w:sz w:val="20"/></w:rPr>'
        f'<w:t xml:space="preserve">{escaped(line)}</w:t></w:r></w:p>'
        for line in comment.text.split("\n")
    )
    author = escaped_markup(comment.author).replace('"', "&quot;")
    return f'<w:comment w:id="{id}" w:author="{author}" w:initials="校">{paragraphs}</w:comment>'


def _register(text_of: Callable[[str], str], rendered: dict[str, str], name: str, sort: str, id: str) -> None:
    """Name a new part in the content types and in the document's relationships."""
    types = text_of(CONTENT_TYPES)
    override = f'<Override PartName="/{name}" ContentType="{_CONTENT_TYPE}{sort}+xml"/>'
    rendered[CONTENT_TYPES] = types.replace("</Types>", f"{override}</Types>")
    relationships = text_of(DOCUMENT_RELATIONSHIPS)
    target = name.removeprefix("word/")
    added = f'<Relationship Id="{id}" Type="{_R}/{sort}" Target="{target}"/>'
    rendered[DOCUMENT_RELATIONSHIPS] = relationships.replace("</Relationships>", f"{added}</Relationships>")


def _mark_headers(text_of: Callable[[str], str], rendered: dict[str, str], static: Sequence[str]) -> None:
    """Put the mark into every header, and give a header to every sort of page that has none."""
    headers = [name for name in (*rendered, *static) if re.fullmatch(r"word/header\d*\.xml", name)]
    for number, name in enumerate(sorted(headers), 1):
        xml = text_of(name)
        opening = re.search(r"<w:hdr\b[^>]*?(/?)>", xml)
        if opening is None:
            continue
        mark = draft_mark(number)
        if opening.group(1):
            rendered[name] = f"{xml[: opening.end() - 2]}>{mark}</w:hdr>{xml[opening.end() :]}"
        else:
            rendered[name] = xml[: opening.end()] + mark + xml[opening.end() :]
    added: list[str] = []
    inherited: set[str] = set()

    def with_headers(section: re.Match[str]) -> str:
        xml = section.group(0)
        inherited.update(_HEADER_REFERENCE.findall(xml))
        wanted = ["default", "even", *(["first"] if _TITLE_PAGE.search(xml) else [])]
        references = ""
        for sort in wanted:
            if sort not in inherited:
                added.append(sort)
                inherited.add(sort)
                references += (
                    f'<w:headerReference w:type="{sort}" r:id="rIdDocgenDraft{len(added)}" xmlns:r="{_R}"/>'
                )
        if xml.endswith("/>") and "</w:sectPr>" not in xml:
            return f"{xml[:-2]}>{references}</w:sectPr>"
        at = xml.index(">") + 1
        return xml[:at] + references + xml[at:]

    rendered[DOCUMENT] = _SECTION.sub(with_headers, rendered[DOCUMENT])
    for order in range(1, len(added) + 1):
        name = f"word/headerDraft{order}.xml"
        rendered[name] = f'{_DECLARATION}<w:hdr xmlns:w="{_W}">{draft_mark(len(headers) + order)}</w:hdr>'
        _register(text_of, rendered, name, "header", f"rIdDocgenDraft{order}")


def draft_mark(number: int) -> str:
    """The header paragraph that says 草稿, with the large grey word across the page."""
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/></w:pPr>'
        '<w:r><w:rPr><w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体" w:hint="eastAsia"/>'
        '<w:color w:val="7F7F7F"/><w:spacing w:val="0"/><w:sz w:val="24"/></w:rPr>'
        f"<w:t>{DRAFT_LINE}</w:t></w:r>{_watermark(number)}</w:p>"
    )


def _watermark(number: int) -> str:
    """草稿 across the page, in the way Word itself writes a watermark (VML text along a path)."""
    style = (
        "position:absolute;margin-left:0;margin-top:0;width:320pt;height:160pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return (
        '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:o="urn:schemas-microsoft-com:office:office">'
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
        ' path="m@7,l@8,m@5,21600l@6,21600e">'
        '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
        '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/>'
        '<v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"'
        ' o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="DocgenDraft{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136"'
        f' style="{style}"'
        ' fillcolor="#d9d9d9" stroked="f"><v:fill opacity="32768f"/>'
        '<v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="草稿"/>'
        "</v:shape></w:pict></w:r>"
    )
