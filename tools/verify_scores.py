"""What docgen verify finds: every value that a sample document states, changed, one at a time.

    python tools/verify_scores.py [--most N]

Each number that stands behind one of docgen's anchors is changed in the .docx, through python-docx and in the
raw XML, with the anchors and with all bookmarks taken out; printed is how often that change alone was told.
Then edits that change no figure: none of them may be told of.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from docx import Document

from docgen import jobs
from docgen.verifying import verify

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = (
    ROOT / "samples/good/civil-affairs-half-year/complete.json",
    ROOT / "samples/good/civil-affairs-half-year/poor-results.json",
    ROOT / "samples/good/civil-affairs-annual/complete.json",
)
_BODY = "word/document.xml"
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_VALUE = re.compile(
    r'<w:bookmarkStart\b[^>]*w:name="_dg[^>]*/>(?:<w:bookmarkStart[^>]*/>)*<w:r>.*?</w:r>', re.DOTALL
)
_ANCHOR = re.compile(r'<w:bookmark(?:Start|End)\b[^>]*/>')


class Spot(NamedTuple):
    """A number of a document's body: where its text element's content begins and what it says."""

    at: int
    text: str


def repacked(data: bytes, change: Callable[[str], str]) -> bytes:
    """The .docx with its body changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == _BODY:
                content = change(content.decode("utf-8")).encode("utf-8")
            target.writestr(name, content)
    return made.getvalue()


def body_of(data: bytes) -> str:
    """The XML of a .docx's body."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return source.read(_BODY).decode("utf-8")


def stated(body: str) -> Iterator[Spot]:
    """Runs that are nothing but a number behind an anchor: values that the record put there."""
    for match in _VALUE.finditer(body):
        inner = re.search(r"<w:t(?: [^>]*)?>([0-9]+(?:\.[0-9]+)?)</w:t>", match[0])
        if inner:
            yield Spot(match.start() + inner.start(1), inner[1])


def other(text: str) -> str:
    """Another number of the same length."""
    first = str(int(text[0]) % 9 + 1)
    return first + text[1:]


def by_xml(data: bytes, spot: Spot) -> bytes:
    """The value changed in the raw XML."""
    return repacked(data, lambda body: body[: spot.at] + other(spot.text) + body[spot.at + len(spot.text) :])


def by_python_docx(data: bytes, spot: Spot) -> bytes:
    """The same value changed through python-docx, which writes the whole package anew."""
    changed = Document(io.BytesIO(data))
    order = len(re.findall(r"<w:t[ >]", body_of(data)[: spot.at])) - 1
    [*texts] = changed.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
    texts[order].text = other(spot.text)
    made = io.BytesIO()
    changed.save(made)
    return made.getvalue()


def main() -> int:
    """Print the rates; 1 if any change was missed or any harmless edit told of."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--most", type=int, default=0, help="so many values of each document (0: all)")
    return scores(parser.parse_args().most)


def scores(most: int) -> int:
    """Try it on every sample, so many values of each, and print the rates."""
    counts: dict[tuple[str, str], list[int]] = {}
    false = 0
    with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
        for sample in SAMPLES:
            record = Path(folder) / f"{sample.parent.name}-{sample.name}"
            record.write_bytes(sample.read_bytes())
            made = jobs.make(str(record), record.with_suffix(".docx"))
            data = made.document.read_bytes()
            spots = list(stated(body_of(data)))
            chosen = spots[:: max(1, len(spots) // most)] if most else spots
            for way, change in (("raw XML", by_xml), ("python-docx", by_python_docx)):
                for kept in ("with anchors", "without anchors"):
                    told = counts.setdefault((way, kept), [0, 0])
                    for spot in chosen:
                        edited = change(data, spot)
                        if kept == "without anchors":
                            edited = repacked(edited, lambda body: _ANCHOR.sub("", body))
                        path = record.with_name("edited.docx")
                        path.write_bytes(edited)
                        found = [each for each in verify(str(path), str(record)).findings]
                        wanted = other(spot.text)
                        is_told = any(wanted in json.dumps(str(each.parameters)) for each in found)
                        told[0] += is_told and len(found) == 1
                        told[1] += 1
                        if not (is_told and len(found) == 1):
                            what = f"{sample.name} {way}, {kept}: {spot.text} → {wanted}"
                            print(f"  {what}: {len(found)} told", file=sys.stderr)
            for name, edit in HARMLESS.items():
                path = record.with_name("edited.docx")
                path.write_bytes(edit(data))
                found = list(verify(str(path), str(record)).findings)
                false += len(found)
                if found:
                    print(f"  {sample.name}, {name}: {[each.parameters for each in found]}", file=sys.stderr)
    for (way, kept), (good, of) in counts.items():
        print(f"changed by {way}, {kept}: {good} of {of} told, each alone ({good / of:.1%})")
    print(f"harmless edits, {len(HARMLESS)} kinds on {len(SAMPLES)} documents: {false} findings")
    return 1 if false or any(good < of for good, of in counts.values()) else 0


def through(change: Callable[[object], None]) -> Callable[[bytes], bytes]:
    """An edit of a document through python-docx."""

    def edit(data: bytes) -> bytes:
        document = Document(io.BytesIO(data))
        change(document)
        made = io.BytesIO()
        document.save(made)
        return made.getvalue()

    return edit


def _full_width(text: str) -> str:
    return text.translate({ord("0") + n: chr(0xFF10 + n) for n in range(10)})


def _body_paragraphs(document: object) -> list:  # type: ignore[type-arg]
    return [each for each in document.paragraphs if len(each.text) > 40]  # type: ignore[attr-defined]


def _bold(document: object) -> None:
    for each in _body_paragraphs(document)[:6]:
        for run in each.runs:
            run.bold = True


def _font(document: object) -> None:
    for each in _body_paragraphs(document)[:6]:
        for run in each.runs:
            run.font.name = "宋体"


def _moved(document: object) -> None:
    first, *_, last = _body_paragraphs(document)
    last._p.addnext(first._p)


def _swapped(document: object) -> None:
    one, two = _body_paragraphs(document)[1:3]
    one._p.addprevious(two._p)


def _merged(document: object) -> None:
    one, two = _body_paragraphs(document)[2:4]
    for run in two.runs:
        one._p.append(run._r)
    two._p.getparent().remove(two._p)


def _joined_runs(document: object) -> None:
    for each in _body_paragraphs(document)[:4]:
        text = each.text
        for run in each.runs[1:]:
            run._r.getparent().remove(run._r)
        each.runs[0].text = text


def _split_runs(document: object) -> None:
    for each in _body_paragraphs(document)[:4]:
        text = each.text
        for run in each.runs[1:]:
            run._r.getparent().remove(run._r)
        each.runs[0].text = text[:7]
        for letter in text[7:]:
            each.add_run(letter)


def _to_full_width(document: object) -> None:
    for each in _body_paragraphs(document)[:6]:
        for run in each.runs:
            run.text = _full_width(run.text)


def _sentence(document: object) -> None:
    _body_paragraphs(document)[0].add_run("全体干部职工团结一致，工作扎实。")


def _paragraph_added(document: object) -> None:
    _body_paragraphs(document)[0].insert_paragraph_before("在县委、县政府的领导下，各项工作有序推进。")


def _spaces(document: object) -> None:
    for each in _body_paragraphs(document)[:6]:
        for run in each.runs:
            if _NUMBER.fullmatch(run.text):
                run.text = f" {run.text} "


def _word(document: object) -> None:
    for each in _body_paragraphs(document):
        for run in each.runs:
            run.text = run.text.replace("全县", "我县").replace("发放", "拨付")


def _empty_lines(document: object) -> None:
    for each in _body_paragraphs(document)[:4]:
        each.insert_paragraph_before("")


HARMLESS: dict[str, Callable[[bytes], bytes]] = {
    "saved again": through(lambda document: None),
    "bold": through(_bold),
    "another font": through(_font),
    "a paragraph moved to the end": through(_moved),
    "two paragraphs swapped": through(_swapped),
    "two paragraphs merged": through(_merged),
    "runs joined": through(_joined_runs),
    "a run for each letter": through(_split_runs),
    "full-width digits": through(_to_full_width),
    "a sentence added": through(_sentence),
    "a paragraph added": through(_paragraph_added),
    "spaces around numbers": through(_spaces),
    "words exchanged": through(_word),
    "empty lines": through(_empty_lines),
    "bookmarks taken out": lambda data: repacked(data, lambda body: _ANCHOR.sub("", body)),
}

if __name__ == "__main__":
    sys.exit(main())
