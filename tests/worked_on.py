"""Documents as they come back from Word: comments, edit marks, names, data parts put into a made .docx."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
AUTHOR = "赵丙丁"
#: what only these files know, to be looked for in a copy
SECRETS = (AUTHOR, "ZBD-PC", "云川县民政局信息中心", "审阅意见", "绩效", "D:/模板", "00AB12CD", "0F0E0D0C")


def parts_of(data: bytes) -> dict[str, bytes]:
    """Name -> content of every part."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """A .docx of these parts."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def changed(data: bytes, change: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    """The document with the text of a part changed; the change must change something."""
    parts = parts_of(data)
    before = parts[part].decode("utf-8")
    after = change(before)
    assert after != before
    return packed(parts | {part: after.encode("utf-8")})


def replaced(data: bytes, old: str, new: str, part: str = "word/document.xml") -> bytes:
    """The document with the first ``old`` in a part replaced."""
    return changed(data, lambda xml: xml.replace(old, new, 1), part)


def worked_on(data: bytes) -> bytes:
    """A made document after somebody worked on it in Word, with all that Word and others leave behind."""
    parts: dict[str, bytes | str] = dict(parts_of(data))
    body = str(parts["word/document.xml"], "utf-8")
    body = body.replace("<w:document ", f'<w:document xmlns:w14="{W14}" ', 1)
    body = re.sub(r"<w:p>", '<w:p w:rsidR="00AB12CD" w:rsidRDefault="00AB12CD" w14:paraId="0F0E0D0C">', body)
    body = re.sub(r"<w:r>", '<w:r w:rsidRPr="00AB12CD">', body)
    first = re.search(r"(<w:r [^>]*>(?:(?!</w:r>).)*</w:r>)", body, re.DOTALL)
    assert first is not None
    marked = (
        '<w:commentRangeStart w:id="1"/><w:bookmarkStart w:id="7" w:name="_GoBack"/><w:bookmarkEnd w:id="7"/>'
        f'<w:smartTag w:uri="urn:x" w:element="place"><w:smartTagPr/>{first[1]}</w:smartTag>'
        '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
        f'<w:permStart w:id="3" w:ed="{AUTHOR}"/><w:permEnd w:id="3"/>'
    )
    parts["word/document.xml"] = body[: first.start()] + marked + body[first.end() :]
    parts["word/comments.xml"] = (
        f'<w:comments xmlns:w="{W}"><w:comment w:id="1" w:author="{AUTHOR}" w:date="2024-07-01T08:00:00Z">'
        "<w:p><w:r><w:t>审阅意见：此处已改</w:t></w:r></w:p></w:comment></w:comments>"
    )
    parts["word/people.xml"] = (
        '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        f'<w15:person w15:author="{AUTHOR}"/></w15:people>'
    )
    parts["customXml/item1.xml"] = "<record><format>docgen-record/0</format><note>绩效</note></record>"
    parts["docProps/custom.xml"] = "<Properties><property>绩效</property></Properties>"
    parts["docProps/app.xml"] = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Template>D:/模板.dotx</Template><TotalTime>95</TotalTime><Company>云川县民政局信息中心</Company>"
        "<Application>Microsoft Office Word</Application></Properties>"
    )
    parts["word/printerSettings1.bin"] = b"ZBD-PC"
    parts["stray/notes.xml"] = "<notes>绩效</notes>"
    settings = str(parts["word/settings.xml"], "utf-8")
    parts["word/settings.xml"] = settings.replace(
        "</w:settings>",
        '<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids><w:docVars><w:docVar w:name="x" w:val="ZBD-PC"/></w:docVars>'
        "</w:settings>",
    )
    core = str(parts["docProps/core.xml"], "utf-8")
    parts["docProps/core.xml"] = core.replace(
        "</cp:coreProperties>", f"<cp:lastModifiedBy>{AUTHOR}</cp:lastModifiedBy></cp:coreProperties>"
    )
    parts["_rels/.rels"] = _linked(
        parts["_rels/.rels"],
        (f"{OFFICE}/extended-properties", "docProps/app.xml"),
        (f"{OFFICE}/custom-properties", "docProps/custom.xml"),
    )
    parts["word/_rels/document.xml.rels"] = _linked(
        parts["word/_rels/document.xml.rels"],
        (f"{OFFICE}/comments", "comments.xml"),
        ("http://schemas.microsoft.com/office/2011/relationships/people", "people.xml"),
        (f"{OFFICE}/customXml", "../customXml/item1.xml"),
        (f"{OFFICE}/printerSettings", "printerSettings1.bin"),
    )
    types = str(parts["[Content_Types].xml"], "utf-8")
    kinds = "application/vnd.openxmlformats-officedocument."
    more = "".join(
        f'<Override PartName="/{name}" ContentType="{kinds}{kind}+xml"/>'
        for name, kind in (
            ("word/comments.xml", "wordprocessingml.comments"),
            ("word/people.xml", "wordprocessingml.people"),
            ("docProps/app.xml", "extended-properties"),
            ("docProps/custom.xml", "custom-properties"),
        )
    )
    more += '<Default Extension="bin" ContentType="application/octet-stream"/>'
    parts["[Content_Types].xml"] = types.replace("</Types>", f"{more}</Types>")
    return packed(parts)


def _linked(rels: bytes | str, *links: tuple[str, str]) -> str:
    text = rels if isinstance(rels, str) else str(rels, "utf-8")
    more = "".join(
        f'<Relationship Id="rIdX{at}" Type="{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(links)
    )
    return text.replace("</Relationships>", f"{more}</Relationships>")


def revised(data: bytes, old: str, new: str) -> bytes:
    """The document with a revision that waits: ``old`` deleted, ``new`` inserted, in the run that holds it."""

    def change(xml: str) -> str:
        for run in re.finditer(
            r"<w:r(?: [^>]*)?>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t[^>]*>([^<]*)</w:t></w:r>", xml
        ):
            if old in run[2]:
                before, _, after = run[2].partition(old)
                who = f'w:id="91" w:author="{AUTHOR}" w:date="2024-07-01T08:00:00Z"'

                def piece(text: str, tag: str = "t", properties: str = run[1] or "") -> str:
                    return (
                        f'<w:r>{properties}<w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'
                        if text
                        else ""
                    )

                told = piece(before) + f"<w:del {who}>{piece(old, 'delText')}</w:del>"
                told += f"<w:ins {who}>{piece(new)}</w:ins>" + piece(after)
                return xml[: run.start()] + told + xml[run.end() :]
        raise AssertionError(old)

    return changed(data, change)
