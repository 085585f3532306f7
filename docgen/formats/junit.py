"""Checked inputs as JUnit XML: a test suite for each record, a test case for each rule and subject.

A failure is what the standard counts (so it is red exactly where the exit code is not 0); everything else
that isn't a pass is skipped with its message, and what couldn't be judged is an error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from docgen.findings import Finding, Place
from docgen.formats.text import NATURES, basis_text, explained_text, place_text
from docgen.messages import N_, translate, word
from docgen.rules.outcomes import Checked, CheckResult, Missing, Outcome, Standard, Status

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(inputs: Sequence[Checked], language: str, version: str, standard: Standard) -> bytes:
    """The XML file, in UTF-8."""
    root = ElementTree.Element("testsuites", {"name": f"docgen {version}"})
    totals: Counter[str] = Counter()
    for checked in inputs:
        suite = _Suite(language, standard).suite(checked, version)
        totals.update({name: int(suite.get(name, 0)) for name in _COUNTED})
        root.append(suite)
    for name in _COUNTED:
        root.set(name, str(totals[name]))
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


_COUNTED = ("tests", "failures", "errors", "skipped")


class _Suite:
    """The test suite of one input."""

    def __init__(self, language: str, standard: Standard) -> None:
        self.language = language
        self.standard = standard

    def suite(self, checked: Checked, version: str) -> ElementTree.Element:
        """The suite with its counts."""
        suite = ElementTree.Element("testsuite", {"name": clean(checked.path)})
        if checked.result is None:
            cases = [self.unreadable(checked)]
        else:
            suite.append(_properties(checked.result, version))
            cases = list(self.cases(checked.result))
        found = Counter(child.tag for case in cases for child in case)
        suite.set("tests", str(len(cases)))
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            suite.set(name, str(found[tag]))
        suite.extend(cases)
        return suite

    def cases(self, result: CheckResult) -> Iterator[ElementTree.Element]:
        """A case for each finding and each outcome."""
        for finding in result.findings:
            yield self.finding(finding)
        for outcome in result.outcomes:
            yield self.outcome(outcome)

    def finding(self, finding: Finding) -> ElementTree.Element:
        """A fault of the record itself."""
        case = _case(finding.code, finding.place.label or finding.place.pointer)
        sentence = word(finding.code, finding.parameters, self.language)
        tag = "failure" if self.standard.counts(finding) else "skipped"
        nature = translate(NATURES[finding.nature], self.language)
        _say(case, tag, nature, sentence, _where(finding.place))
        return case

    def outcome(self, outcome: Outcome) -> ElementTree.Element:
        """What one rule gave on one subject."""
        about = outcome.subject_label
        case = _case(outcome.rule, f"{outcome.title}：{about}" if about else outcome.title)
        nature = translate(NATURES[outcome.nature], self.language)
        given = outcome.explanation
        match outcome.status:
            case Status.ERROR:
                _say(case, "error", "rule-broken", outcome.message, _where(outcome.place))
            case Status.FAIL if given is not None:
                name = N_("Waived") if outcome.is_waived else N_("Explained")
                reason = explained_text(given, self.language)
                _say(case, "skipped", nature, f"{translate(name, self.language)}：{reason}", "")
            case Status.FAIL:
                tag = "failure" if self.standard.counts(outcome) else "skipped"
                _say(case, tag, nature, outcome.message or outcome.title, self.evidence(outcome))
            case Status.NOT_ASSESSABLE:
                tag = "failure" if self.standard.counts(outcome) else "skipped"
                unsure = translate(N_("not assessable"), self.language)
                missing = "；".join(dict.fromkeys(map(_missing, outcome.missing)))
                _say(case, tag, unsure, f"{unsure}：{missing or outcome.title}", outcome.message)
            case Status.NOT_APPLICABLE:
                _say(case, "skipped", "", translate(N_("not applicable"), self.language), "")
        return case

    def unreadable(self, checked: Checked) -> ElementTree.Element:
        """An input that couldn't be judged."""
        error = checked.error
        assert error is not None  # it has one or the other
        case = _case(error.code, checked.path)
        sentence = word(error.code, error.parameters, self.language)
        _say(case, "error", error.code, sentence, _where(Place(error.path, "", "", error.line, error.column)))
        return case

    def evidence(self, outcome: Outcome) -> str:
        """What a failure goes by, a line each."""
        bases = (basis_text(each, self.language) for each in outcome.bases)
        reads = (f"{each.label} {each.text}" for each in outcome.reads)
        lines = (outcome.expected, *reads, outcome.computed, outcome.difference, *bases)
        return "\n".join(filter(None, (*lines, _where(outcome.place))))


def clean(text: str) -> str:
    """The text without what XML has no way to write."""
    return _NOT_IN_XML.sub("\ufffd", text)


def _properties(result: CheckResult, version: str) -> ElementTree.Element:
    told = {
        "docgen": version,
        "title": result.title,
        "kind": result.kind,
        "as_of": result.as_of,
        "sha256": result.digest,
        **{f"pack:{id}": digest for id, digest in result.packs.items()},
    }
    found = ElementTree.Element("properties")
    for name, value in told.items():
        ElementTree.SubElement(found, "property", {"name": clean(name), "value": clean(value)})
    return found


def _case(group: str, name: str) -> ElementTree.Element:
    return ElementTree.Element("testcase", {"classname": clean(group), "name": clean(name or group)})


def _say(case: ElementTree.Element, tag: str, sort: str, message: str, details: str) -> None:
    told = ElementTree.SubElement(case, tag, {"message": clean(message)})
    if sort and tag != "skipped":
        told.set("type", clean(sort))
    if details:
        told.text = clean(details)


def _missing(missing: Missing) -> str:
    return f"{missing.label or missing.pointer}" + (f"（{missing.reason}）" if missing.reason else "")


def _where(place: Place) -> str:
    return "  ".join(filter(None, (place_text(place), place.label)))
