"""One fault put into clean real prose gives exactly its finding at its place, whatever else stands there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.layout.text.checking import text_spots
from docgen.layout.text.drafts import Paragraph

SAMPLES = Path(__file__).parent.parent.parent / "samples" / "good"
#: rule, what is looked for in clean prose, and what it is made into
FAULTS = [
    ("text.punct.halfwidth", "(?<=[一-鿿])，(?=[一-鿿])", ","),
    ("text.punct.halfwidth", "(?<=[一-鿿])；(?=[一-鿿])", ";"),
    ("text.punct.repeat", "(?<=[一-鿿])，(?=[一-鿿])", "，，"),
    ("text.punct.repeat", "(?<=[一-鿿])。(?=[一-鿿])", "。。"),
    ("text.punct.stop", "(?<=[一-鿿])。$", "."),
    ("text.punct.pair", "》", ""),
    ("text.punct.pair", "“", ""),
    ("text.punct.dun-deng", "(?<=、[一-鿿]{2})等(?=[一-鿿]{2})(?!等[级待候次离])", "、等"),
    ("text.docno.form", "(?<=[一-鿿])〔(20[0-9]{2})〕(?=[1-9][0-9]*号)", r"[\1]"),
    ("text.num.fullwidth", "(?<=[一-鿿])([0-9])(?=[人户家个])", None),
    ("text.date.form", "(?<=[0-9]月)([0-9]{1,2})日", r"\1号"),
    ("text.date.form", "(?<=年)([1-9])月", r"0\1月"),
]


def texts(value: object) -> Iterator[str]:
    """Every text of a record that reads like prose."""
    if isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str) and len(re.findall("[一-鿿]", value)) >= 12 and "{" not in value:
        yield value


#: sentences as reports have them, beside those of the samples
REPORTED = {
    "印发《关于做好社会救助对象规范化管理工作的通知》（共民党发〔2019〕2号），4月16日起执行。",
    "从1月24日起，每天到敬老院指导疫情防控，为他们发放口罩、大米等物资。",
    "我市在2017年12月被评为“全国农村社区治理实验区”，共6人参加。",
    "根据《办法》（九民办字〔2020〕10号）要求，2020年3月完成提标提补工作，城市低保共200户296人。",
}
CLEAN = sorted(
    REPORTED
    | {
        text
        for path in SAMPLES.glob("*/*.json")
        for text in texts(json.loads(path.read_text(encoding="utf-8")))
        if not text_spots([Paragraph(text)])
    }
)


def test_the_prose_of_the_good_samples_is_clean() -> None:
    told = {
        text: [rule.id for rule, _spot in text_spots([Paragraph(text)])]
        for path in SAMPLES.glob("*/*.json")
        for text in texts(json.loads(path.read_text(encoding="utf-8")))
    }
    assert len(CLEAN) > 60
    assert {text: rules for text, rules in told.items() if rules} == {}


@pytest.mark.parametrize(
    ("rule_id", "clean", "wrong"), FAULTS, ids=[f"{each[0]}-{at}" for at, each in enumerate(FAULTS)]
)
def test_one_fault_gives_exactly_its_finding(rule_id: str, clean: str, wrong: str | None) -> None:
    tried = 0
    for text in CLEAN:
        for match in list(re.finditer(clean, text))[:3]:
            new = chr(ord(match[1]) + 0xFEE0) if wrong is None else match.expand(wrong)
            spots = text_spots([Paragraph(text[: match.start()] + new + text[match.end() :])])
            found = [
                (rule.id, spot.start <= match.start() + len(new) and match.start() <= spot.end)
                for rule, spot in spots
            ]
            is_elsewhere = rule_id == "text.punct.pair"  # its other half is what stands alone
            assert found == [(rule_id, True)] or (
                is_elsewhere and [each for each, _ in found] == [rule_id]
            ), (text, new)
            tried += 1
    assert tried >= 1
