"""Checked inputs as one HTML page, nothing of it from outside: findings with evidence, to read or print."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from docgen.findings import Finding, Place, Severity
from docgen.formats.text import NATURES, basis_text, counts, explained_text, place_text, scope_lines
from docgen.messages import N_, translate, word
from docgen.rules.outcomes import Checked, CheckResult, Outcome, Status

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
SEVERITIES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.INFO: N_("note")}
_COUNTS = (
    ("faults", N_("Faults")),
    ("hints", N_("Hints")),
    ("not-assessable", N_("Not assessable")),
    ("errors", N_("Rules that broke")),
    ("explained", N_("Explained")),
    ("pass", N_("Passed")),
    ("not-applicable", N_("Not applicable")),
)
STYLE = """
:root{color:#1b1f24;background:#fff;font:16px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif}
body{margin:0 auto;max-width:60rem;padding:1rem}
h1{font-size:1.4rem;border-bottom:2px solid #1f3a5f}
h2{font-size:1.2rem;margin:1.6rem 0 .5rem}
h3{font-size:1.05rem;margin:0 0 .3rem}
article{border:1px solid #8b939b;border-left-width:.5rem;border-radius:.3rem}
article{padding:.6rem 1rem;margin:.7rem 0}
article.fault{border-left-color:#b42318}
article.hint{border-left-color:#b54708}
article.unsure{border-left-color:#5b3fa0}
article.broken{border-left-color:#000}
article.explained{border-left-color:#1f5c99}
.message{font-weight:600;margin:.2rem 0}
.tag{border:1px solid #6b737b;border-radius:.2rem;padding:0 .4em;font-size:.85rem;font-weight:400}
dl{margin:.3rem 0;display:grid;grid-template-columns:max-content 1fr;gap:.1rem .9rem}
dt{color:#454c54}
dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #8b939b;padding:.2rem .6rem;text-align:left}
a{color:#0b4f9c}
a:focus-visible{outline:3px solid #b54708}
@media print{
@page{size:A4;margin:15mm}
body{max-width:none;padding:0;font-size:10pt}
article{break-inside:avoid}
nav{display:none}
}
"""


def page(inputs: Sequence[Checked], language: str, version: str) -> str:
    """The page on all inputs."""
    return "".join(f"{part}\n" for part in _Page(language, version).parts(inputs))


class _Page:
    """The page, part by part."""

    def __init__(self, language: str, version: str) -> None:
        self.language = language
        self.version = version

    def parts(self, inputs: Sequence[Checked]) -> Iterator[str]:
        """The page's text from beginning to end."""
        digest = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        tag = "zh-CN" if self.language.startswith("zh") else "en"
        title = self._(N_("Result of the check"))
        yield f'<!DOCTYPE html>\n<html lang="{tag}"><head><meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{title}</title>\n<style>{STYLE}</style></head>\n<body>"
        if len(inputs) > 1:
            links = "".join(
                f'<li><a href="#r{at}">{_text(each.result.title if each.result else each.path)}</a></li>'
                for at, each in enumerate(inputs, 1)
            )
            yield f'<nav aria-label="{self._(N_("Contents"))}"><ol>{links}</ol></nav>'
        yield "<main>"
        for at, each in enumerate(inputs, 1):
            yield f'<section id="r{at}" aria-labelledby="h{at}">'
            yield from self.unreadable(each, at) if each.result is None else self.record(each.result, at)
            yield "</section>"
        yield "</main></body></html>"

    def unreadable(self, checked: Checked, at: int) -> Iterator[str]:
        """An input that couldn't be judged."""
        error = checked.error
        assert error is not None  # it has one or the other
        yield f'<h1 id="h{at}">{_text(checked.path)}</h1>'
        place = Place(error.path, "", "", error.line, error.column)
        sentence = word(error.code, error.parameters, self.language)
        yield self.article("broken", self._(N_("can't be read")), "", sentence, [self.where(place)])

    def record(self, result: CheckResult, at: int) -> Iterator[str]:
        """A judged record: counts, then what is wrong, then what it was judged by."""
        yield f'<h1 id="h{at}">{_text(result.title or result.file)}</h1>'
        yield self.numbers(result)
        failed = [each for each in result.outcomes if each.status is Status.FAIL]
        standing = [each for each in failed if each.explanation is None]
        groups: tuple[tuple[str, str, list[str]], ...] = (
            (
                "broken",
                N_("Rules that broke"),
                [self.outcome(each, "broken") for each in result.outcomes if each.status is Status.ERROR],
            ),
            (
                "fault",
                N_("Faults: put these right, or explain them"),
                [self.finding(each, "fault") for each in result.findings if each.blocks]
                + [self.outcome(each, "fault") for each in standing if each.blocks],
            ),
            (
                "hint",
                N_("Hints: look at these; they do not stop the document"),
                [self.finding(each, "hint") for each in result.findings if not each.blocks]
                + [self.outcome(each, "hint") for each in standing if not each.blocks],
            ),
            (
                "unsure",
                N_("Not assessable: add what is missing"),
                [
                    self.outcome(each, "unsure")
                    for each in result.outcomes
                    if each.status is Status.NOT_ASSESSABLE
                ],
            ),
            (
                "explained",
                N_("Explanations"),
                [self.outcome(each, "explained") for each in failed if each.explanation is not None],
            ),
        )
        for _sort, heading, articles in groups:
            if articles:
                yield f"<h2>{self._(heading)}</h2>"
                yield from articles
        yield self.about(result)

    def numbers(self, result: CheckResult) -> str:
        """The counts as a table of two rows."""
        found = counts(result)
        heads = "".join(f'<th scope="col">{self._(name)}</th>' for _key, name in _COUNTS)
        cells = "".join(f"<td>{found[key]}</td>" for key, _name in _COUNTS)
        verdict = (
            N_("The official document can't be made yet.")
            if result.is_blocked or result.is_broken
            else N_("The official document can be made.")
        )
        table = f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"
        return f"{table}<p>{self._(verdict)}</p>"

    def finding(self, finding: Finding, sort: str) -> str:
        """A fault of the record itself."""
        sentence = word(finding.code, finding.parameters, self.language)
        tag = self.tag(finding)
        rows = [self.where(finding.place), (N_("Rule"), finding.code)]
        return self.article(sort, _text(finding.place.label or finding.place.pointer), tag, sentence, rows)

    def outcome(self, outcome: Outcome, sort: str) -> str:
        """What one rule gave on one subject, with its evidence."""
        about = f"：{outcome.subject_label}" if outcome.subject_label else ""
        rows: list[tuple[str, str]] = [(N_("Expected"), outcome.expected)]
        if outcome.status is Status.FAIL:
            put_in = (f"{each.label} {each.text}{self.line(each.place)}" for each in outcome.reads)
            rows.append((N_("Put in"), "\n".join(put_in)))
        missing = (
            (each.label or each.pointer)
            + (f"（{each.reason}）" if each.reason else "")
            + self.line(each.place)
            for each in outcome.missing
        )
        bases = (basis_text(each, self.language) for each in outcome.bases)
        rows += [
            (N_("Came out"), outcome.computed),
            (N_("Difference"), outcome.difference),
            (N_("Missing"), "\n".join(missing)),
            self.where(outcome.place),
            (N_("Basis"), "\n".join(filter(None, bases))),
            (
                N_("Waived") if outcome.is_waived else N_("Explained"),
                explained_text(outcome.explanation, self.language) if outcome.explanation else "",
            ),
            (N_("Rule"), outcome.rule),
        ]
        tag = self.tag(outcome)
        return self.article(sort, _text(outcome.title + about), tag, outcome.message, rows)

    def tag(self, one: Finding | Outcome) -> str:
        """Nature and severity, in words."""
        nature = translate(NATURES[one.nature], self.language)
        return f"{nature} · {translate(SEVERITIES[one.severity], self.language)}"

    def article(
        self, sort: str, heading: str, tag: str, message: str, rows: Iterable[tuple[str, str]]
    ) -> str:
        """One finding."""
        shown = f' <span class="tag">{_text(tag)}</span>' if tag else ""
        said = f'<p class="message">{_text(message)}</p>' if message else ""
        return f'<article class="{sort}"><h3>{heading}{shown}</h3>{said}{self.list(rows)}</article>'

    def list(self, rows: Iterable[tuple[str, str]]) -> str:
        """A list of names and texts; those without text are left out."""
        shown = "".join(f"<dt>{self._(name)}</dt><dd>{_text(text)}</dd>" for name, text in rows if text)
        return f"<dl>{shown}</dl>" if shown else ""

    def where(self, place: Place) -> tuple[str, str]:
        """The row that says where something stands."""
        return N_("Where"), "  ".join(filter(None, (place_text(place), place.label)))

    def line(self, place: Place) -> str:
        """The line of a value, behind it."""
        if not place.line:
            return ""
        return "  " + translate(N_("(line {line})"), self.language).format(line=place.line)

    def about(self, result: CheckResult) -> str:
        """What the record was judged by, and how much each rule looked at."""
        rows = [
            (N_("File"), result.file),
            (N_("Kind of record"), result.kind_title),
            (N_("Record's SHA-256"), result.digest),
            (N_("As of"), result.as_of),
            (N_("Version"), f"docgen {self.version}"),
            (N_("Rule packs"), "\n".join(f"{id}  {digest}" for id, digest in result.packs.items())),
            (N_("Looked at"), "\n".join(scope_lines(result, self.language))),
        ]
        return f"<h2>{self._(N_('About this report'))}</h2>{self.list(rows)}"

    def _(self, text: str) -> str:
        return escape(translate(text, self.language))


def _text(text: str) -> str:
    """A text as HTML; what a page can't hold is replaced."""
    return escape(_CONTROL.sub("\ufffd", text))
