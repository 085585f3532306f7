"""An inspection as inspection.html: one file, nothing from outside, for the screen, the ear and paper.

A heat map of units by rules, each cell with a sign and a count and a link to its evidence. No script:
the switch for rules that nothing came of is a check box and CSS.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from heapq import nlargest
from html import escape
from typing import IO, Any

from docgen.formats.inspection_style import STYLE
from docgen.formats.inspection_words import (
    BASELINE,
    COMPARED,
    STATUSES,
    cell_words,
    facts,
    missing_text,
    name,
    put_in,
    said,
    sign,
    where,
    worst,
)
from docgen.inspecting import CLASSES, RECORD_RULE, Inspection, Unit, which
from docgen.messages import N_, translate

#: units that a page shows at most; beyond, those with most faults (a browser gives up on tens of thousands)
MAX_UNITS = 500
#: columns of rules that a page of paper has room for; of more, each unit lists what came of its own
MAX_ON_PAPER = 60
#: classes for which a rule's column is shown from the start
_LOUD = ("error", "fault", "hint", "unsure", "waived", "explained")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def write_page(inspection: Inspection, stream: IO[str]) -> None:
    """Write inspection.html."""
    for part in _Page(inspection).parts():
        stream.write(part)


class _Page:
    """The page, part by part."""

    def __init__(self, inspection: Inspection) -> None:
        self.inspection = inspection
        self.language = inspection.language
        self.rules = inspection.columns()
        self.chosen = _chosen(inspection)

    def parts(self) -> Iterator[str]:
        """The page's text from beginning to end."""
        yield self.head()
        yield self.overview()
        yield from self.matrix()
        yield f'<section id="evidence"><h2>{self._(N_("Evidence"))}</h2>\n'
        yield f'<p class="on-paper">{self._(N_("Only what is open on the screen is printed in full."))}</p>\n'
        for number, unit in self.units():
            yield from self.evidence(number, unit)
        yield "</section>\n"
        yield from self.rule_list()
        yield self.about()
        yield "</main></body></html>\n"

    def units(self) -> Iterator[tuple[int, Unit]]:
        """The units that are shown, with their numbers."""
        for number, unit in enumerate(self.inspection.units(), 1):
            if self.chosen is None or number in self.chosen:
                yield number, unit

    def head(self) -> str:
        digest = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        language = "zh-CN" if self.language.startswith("zh") else "en"
        title = self._(N_("Result of the inspection"))
        links = (
            ("matrix", N_("Units by rules")),
            ("evidence", N_("Evidence")),
            ("rules", N_("Rules")),
            ("about", N_("About this report")),
        )
        menu = "".join(f'<li><a href="#{id}">{self._(text)}</a></li>' for id, text in links)
        return (
            f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{title}</title>\n<style>{STYLE}</style></head>\n<body>\n"
            f'<a class="skip" href="#matrix">{self._(N_("To the units by rules"))}</a>\n'
            f"<header><h1>{title}</h1>\n"
            f'<nav aria-label="{self._(N_("Contents"))}"><ul>{menu}</ul></nav></header>\n<main>\n'
        )

    def overview(self) -> str:
        """The numbers that matter first, and what must be known before reading on."""
        inspection = self.inspection
        tiles = [(translate(text, self.language), inspection.counts[id]) for id, text in STATUSES.items()]
        for sort in ("fault", "hint", "unsure", "error"):
            subjects = sum(tally.subjects.get(sort, 0) for tally in inspection.tallies.values())
            if subjects or sort != "error":
                tiles.append((name(sort, self.language), subjects))
        shown = "".join(f"<div><dt>{escape(text)}</dt><dd>{count}</dd></div>" for text, count in tiles)
        warnings = []
        if not inspection.is_complete:
            text = N_("The inspection was interrupted: {done} of {total} inputs were looked at.")
            warnings.append(self._(text, done=inspection.done, total=inspection.total))
        if self.chosen is not None:
            warnings.append(self._(TOO_MANY, shown=len(self.chosen), total=inspection.done))
        notes = "".join(f'<p class="warning">{text}</p>' for text in warnings)
        label = self._(N_("Overview"))
        return f'<section aria-label="{label}"><dl class="tiles">{shown}</dl>{notes}</section>\n'

    def matrix(self) -> Iterator[str]:
        """The heat map: a row for each unit, a column for each rule."""
        quiet = {rule["id"] for rule in self.rules if not self.is_loud(rule["id"])}
        legend = "".join(
            f'<li><span class="c {sort}">{escape(sign(sort, self.language))}</span> '
            f"{escape(name(sort, self.language))}</li>"
            for sort in CLASSES
        )
        yield f'<section id="matrix"><h2>{self._(N_("Units by rules"))}</h2>\n'
        yield f'<ul class="legend" aria-label="{self._(N_("Signs"))}">{legend}</ul>\n'
        if quiet:
            text = self._(N_("Show the {count} rules too that nothing came of"), count=len(quiet))
            yield f'<input type="checkbox" id="all"><label for="all"> {text}</label>\n'
        caption = self._(N_("What each rule gave on each unit: the worst result and how often it came."))
        yield '<div class="scroll" role="region" aria-labelledby="caption" tabindex="0">'
        wide = len(self.rules) - len(quiet) > MAX_ON_PAPER
        look = "matrix" + " many" * (len(self.rules) > MAX_ON_PAPER) + " wide" * wide
        yield f'<table class="{look}"><caption id="caption">{caption}</caption>\n<thead><tr>'
        yield f'<th scope="col" class="unit">{self._(N_("Unit"))}</th>'
        yield f'<th scope="col"><span>{self._(N_("Result"))}</span></th>'
        for rule in self.rules:
            look = ' class="quiet"' if rule["id"] in quiet else ""
            title = escape(self.clean(rule["title"]))
            yield f'<th scope="col"{look}><a href="#rule-{rule["id"]}"><span>{title}</span></a></th>'
        yield "</tr></thead>\n<tbody>\n"
        for number, unit in self.units():
            yield from self.row(number, unit, quiet)
        yield "</tbody></table></div></section>\n"

    def row(self, number: int, unit: Unit, quiet: set[str]) -> Iterator[str]:
        label = escape(self.clean(unit["unit"]))
        if unit["findings"] or unit["unsure"] or unit["gone"]:
            label = f'<a href="#u{number}">{label}</a>'
        look = {"clean": "pass", "blocked": "fault", "unreadable": "error"}[unit["status"]]
        status = translate(STATUSES[unit["status"]], self.language)
        if len(self.inspection.sorts) > 1 and unit["status"] != "unreadable":
            label += f"<small>{escape(self.clean(which(unit)))}</small>"
        yield f'<tr><th scope="row" class="unit">{label}</th>'
        yield f'<td class="c {look} status">{escape(status)}</td>'
        for rule in self.rules:
            yield self.cell(number, unit, rule, " quiet" if rule["id"] in quiet else "")
        yield "</tr>\n"

    def cell(self, number: int, unit: Unit, rule: Mapping[str, Any], quiet: str) -> str:
        """One cell: sign and count of the worst, all in words for those who ask or hear it, and the link."""
        cell = unit["cells"].get(rule["id"])
        if cell is None:
            # a record without faults of its own passed that column; to any other the rule doesn't speak
            is_passed = rule["id"] == RECORD_RULE and unit["status"] != "unreadable"
            cell = {"pass": 1} if is_passed else {"other": 1}
        sort = worst(cell)
        text = escape(sign(sort, self.language)) + (str(cell[sort]) if sort != "other" else "")
        words = escape(cell_words(cell, self.language), quote=True)
        if sort not in _LOUD:
            return f'<td class="c {sort}{quiet}" title="{words}">{text}</td>'
        names = [unit["unit"], which(unit) if len(self.inspection.sorts) > 1 else "", rule["title"]]
        heard = escape(f"{' '.join(self.clean(each) for each in names if each)}：", quote=True) + words
        title = escape(self.clean(rule["title"]), quote=True)
        link = (
            f'<a href="#u{number}-{rule["id"]}" aria-label="{heard}" title="{words}" data-rule="{title}">'
            f"{text}</a>"
        )
        return f'<td class="c {sort}{quiet}">{link}</td>'

    def evidence(self, number: int, unit: Unit) -> Iterator[str]:
        """What was found on one unit, rule by rule."""
        entries = [*unit["findings"], *unit["unsure"]]
        if not entries and not unit["gone"]:
            return
        digest = f"SHA-256 {unit['sha256'][:16]}…" if unit["sha256"] else ""
        day = f"{translate(N_('As of'), self.language)} {unit['as_of']}" if unit["as_of"] else ""
        before = said(COMPARED, self.language, **unit["previous"]) if unit["previous"] else ""
        facts = [unit["kind_title"], unit["period"], unit["file"], day, digest, before]
        line = "　".join(escape(self.clean(each)) for each in facts if each)
        yield f'<section class="evidence" id="u{number}"><h3>{escape(self.clean(unit["unit"]))}</h3>\n'
        yield f'<p class="file">{line}</p>\n'
        groups: dict[str, list[dict[str, Any]]] = {}
        for entry in entries:
            groups.setdefault(entry["rule"], []).append(entry)
        for rule in sorted(groups, key=lambda id: min(CLASSES.index(each["class"]) for each in groups[id])):
            yield from self.group(number, rule, groups[rule], unit["status"] != "unreadable")
        if unit["gone"]:
            heading = self._(N_("Gone since the baseline"))
            yield f"<details><summary>{heading} ({len(unit['gone'])})</summary><ul>"
            for gone in unit["gone"]:
                text = f"{gone['title'] or gone['rule']}：{gone['message']}"
                yield f"<li>{escape(self.clean(text))}</li>"
            yield "</ul></details>\n"
        back = self._(N_("Back to the units by rules"))
        yield f'<p class="back"><a href="#matrix">{back}</a></p></section>\n'

    def group(
        self, number: int, rule: str, entries: Sequence[Mapping[str, Any]], is_read: bool
    ) -> Iterator[str]:
        """All that one rule found on one unit; or why it can't be read, which is no fault of its own."""
        sort = min((entry["class"] for entry in entries), key=CLASSES.index)
        title = self.inspection.rules.get(rule, {}).get("title", rule)
        is_open = " open" if sort in ("error", "fault") else ""
        yield f'<details id="u{number}-{rule}"{is_open}><summary>'
        if is_read:
            yield f'<span class="c {sort}">{escape(sign(sort, self.language))}</span> '
            yield f"{escape(name(sort, self.language))}：{escape(self.clean(title))} ({len(entries)})"
        else:
            yield escape(translate(STATUSES["unreadable"], self.language))
        yield "</summary>\n"
        for entry in entries:
            yield self.entry(entry)
        yield "</details>\n"

    def entry(self, entry: Mapping[str, Any]) -> str:
        """One finding with its evidence."""
        state = BASELINE[entry["baseline"]]
        fields = (
            (N_("Baseline"), translate(state, self.language) if state else ""),
            (N_("About"), entry["about"]),
            (N_("Expected"), entry["expected"]),
            (N_("Missing"), missing_text(entry)),
            (N_("Put in"), put_in(entry)),
            (N_("Came out"), entry["computed"]),
            (N_("Difference"), entry["difference"]),
            (N_("Where"), where(entry)),
            (N_("Basis"), "\n".join(entry["basis"])),
            (N_("Explained"), entry["explanation"]),
        )
        rows = "".join(
            f"<div><dt>{self._(label)}</dt><dd>{escape(self.clean(text))}</dd></div>"
            for label, text in fields
            if text
        )
        message = entry["message"] or entry["title"]
        return f'<article><p class="message">{escape(self.clean(message))}</p><dl>{rows}</dl></article>\n'

    def rule_list(self) -> Iterator[str]:
        """Every rule: what it asks and why, and how many units it found something on."""
        headings = (N_("Rule"), N_("Expected"), N_("Why"), N_("Basis"), N_("Units"))
        yield f'<section id="rules"><h2>{self._(N_("Rules"))}</h2>\n<table class="list"><thead><tr>'
        yield "".join(f'<th scope="col">{self._(heading)}</th>' for heading in headings)
        yield "</tr></thead>\n<tbody>\n"
        for rule in self.inspection.rules.values():
            tally = self.inspection.tallies.get(rule["id"])
            units = cell_words(tally.units, self.language) if tally else "—"
            title = escape(self.clean(rule["title"]))
            yield f'<tr id="rule-{rule["id"]}"><th scope="row">{title}<br><code>{rule["id"]}</code></th>'
            for text in (rule["expect"], rule["why"], "\n".join(rule["basis"]), units):
                yield f"<td>{escape(self.clean(text))}</td>"
            yield "</tr>\n"
        yield "</tbody></table></section>\n"

    def about(self) -> str:
        """What the report says of itself."""
        rows = "".join(
            f'<tr><th scope="row">{escape(self.clean(label))}</th><td>{escape(self.clean(text))}</td></tr>\n'
            for label, text in facts(self.inspection)
        )
        heading = self._(N_("About this report"))
        return f'<section id="about"><h2>{heading}</h2>\n<table class="list">{rows}</table></section>\n'

    def is_loud(self, rule: str) -> bool:
        """Whether anything came of a rule but passes."""
        tally = self.inspection.tallies.get(rule)
        return tally is not None and any(tally.units.get(sort) for sort in _LOUD)

    def clean(self, text: str) -> str:
        """A text without the characters that no page can hold."""
        return _CONTROL.sub("\ufffd", text)

    def _(self, text: str, /, **values: object) -> str:
        return escape(said(text, self.language, **values))


TOO_MANY = N_(
    "This page shows the {shown} units with most faults, of {total}; all of them are in inspection.xlsx."
)


def _chosen(inspection: Inspection) -> set[int] | None:
    """The numbers of the units to show; None for all of them."""
    if inspection.done <= MAX_UNITS:
        return None

    def weight(pair: tuple[int, Unit]) -> tuple[int, int, int]:
        number, unit = pair
        counts = [sum(cell.get(sort, 0) for cell in unit["cells"].values()) for sort in ("fault", "hint")]
        return (unit["status"] == "unreadable", counts[0] * 1000 + counts[1], -number)

    weights = ((weight(pair), pair[0]) for pair in enumerate(inspection.units(), 1))
    return {number for _weight, number in nlargest(MAX_UNITS, weights)}
