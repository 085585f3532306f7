"""An audit as one HTML page, nothing of it from outside: what to check with its working and its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from docgen.auditing.relations import Relation, Verdict
from docgen.auditing.results import Audited
from docgen.formats.audit_text import HEADS, place_text, sentence
from docgen.formats.check_page import STYLE
from docgen.messages import N_, translate, word

_CLASSES = {
    Verdict.INCONSISTENT: "fault",
    Verdict.UNDECIDED: "unsure",
    Verdict.CONSISTENT: "explained",
}


def audit_page(audited: Sequence[Audited], language: str, version: str) -> str:
    """The page on all files audited, those that couldn't be read among them."""
    title = escape(translate(N_("Figures of reports, checked"), language))
    lang = "zh-CN" if language.startswith("zh") else "en"
    head = f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
    parts = [head, f"<style>{STYLE}</style></head><body><h1>{title}</h1>"]
    for each in audited:
        parts += _file(each, language)
    parts.append(f"<footer><p>docgen {escape(version)}</p></footer></body></html>")
    return "\n".join(parts) + "\n"


def _file(audited: Audited, language: str) -> Iterator[str]:
    yield f"<section><h2>{escape(audited.path)}</h2>"
    if audited.error is not None:
        yield f"<p>{escape(word(audited.error.code, audited.error.parameters, language))}</p>"
    for verdict, head in HEADS.items():
        relations = audited.audit.of(verdict) if audited.audit else ()
        if relations:
            yield f"<h3>{escape(translate(head, language))} {len(relations)}</h3>"
        for each in relations:
            yield _article(each, language)
    yield "</section>"


def _article(relation: Relation, language: str) -> str:
    told = sentence(relation, language)
    lines = [
        f'<article class="{_CLASSES[relation.verdict]}">',
        f'<p><span class="tag">{escape(place_text(relation))}</span></p>',
    ]
    if told:
        lines.append(f'<p class="message">{escape(told)}</p>')
    if relation.equation:
        lines.append(f"<p>{escape(relation.equation)}</p>")
    lines.append(f"<p>{_marked(relation)}</p></article>")
    return "\n".join(lines)


def _marked(relation: Relation) -> str:
    """The sentence with the texts of the relation marked."""
    text, marked, at = relation.excerpt, "", 0
    for term in sorted(relation.terms, key=lambda each: (each.passage, each.start)):
        found = text.find(term.text, at)
        if found >= 0:
            marked += escape(text[at:found]) + f"<mark>{escape(term.text)}</mark>"
            at = found + len(term.text)
    return marked + escape(text[at:])
