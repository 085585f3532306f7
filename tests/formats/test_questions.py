"""docgen/formats/questions.py: what is asked, and what may be printed of its legal basis."""

from __future__ import annotations

from dataclasses import replace

import sample_cases as samples
from outcome_samples import BASIS, TOTAL, late, unsure

from docgen.correspondence import NO_DAY, Terms
from docgen.findings import Severity
from docgen.formats.letters import Ordered, letter_context, order_context
from docgen.formats.questions import Asked, asked
from docgen.library import Library
from docgen.rules.outcomes import CheckResult, Outcome
from docgen.schemas import load_kind
from docgen.templates import LETTER_ROOT, ORDER_ROOT

TERMS = Terms("澄湾市民政局", "澄民函", 2024, 1, NO_DAY, "丁若川", "0795-1234567")
GOOD = samples.GOOD / "civil-affairs-half-year" / "complete.json"


def about(library: Library, *outcomes: Outcome) -> Asked:
    record = samples.read(GOOD)
    kind = load_kind(library, record.kind_id)
    result = CheckResult(record.source.name, kind.id, "总结", (), outcomes)
    return asked(record, kind, result, "上半年", "zh_CN")


def test_an_unverified_basis_is_never_printed(library: Library) -> None:
    bases = (
        replace(BASIS, title="甲办法", article="第一条", verified="article"),
        replace(BASIS, title="乙办法", article="第二条", verified="title"),
        replace(BASIS, title="丙办法", article="第三条", verified="none"),
    )
    [question] = about(library, replace(TOTAL, bases=bases)).questions
    assert "《甲办法》第一条" in question.basis
    assert "《乙办法》" in question.basis and "请核对原文" in question.basis and "第二条" not in question.basis
    printed = str(letter_context(TERMS, 0, about(library, replace(TOTAL, bases=bases))))
    printed += str(order_context(TERMS, 0, about(library), [Ordered(question, "更正")]))
    assert "丙办法" not in printed and "第三条" not in printed


def test_a_rule_that_only_has_an_unverified_basis_has_none(library: Library) -> None:
    [question] = about(library, replace(TOTAL, bases=(replace(BASIS, verified="none"),))).questions
    assert question.basis == ""


def test_gives_the_templates_every_field_that_they_may_use(library: Library) -> None:
    given = about(library, TOTAL, unsure("低保", 3))
    letter = letter_context(TERMS, 0, given)
    order = order_context(TERMS, 0, given, [Ordered(each, "更正") for each in given.questions])
    assert (set(letter), set(order)) == (set(LETTER_ROOT.fields), set(ORDER_ROOT.fields))
    for context, root, name in ((letter, LETTER_ROOT, "questions"), (order, ORDER_ROOT, "items")):
        item = root.fields[name].item
        assert item is not None
        assert all(set(row) == set(item.fields) for row in context[name])


def test_asks_failures_one_by_one_and_notes_of_a_rule_together(library: Library) -> None:
    warnings = [late("孤儿", 2), late("低保", 3)]
    assert len(about(library, *warnings).questions) == 2
    notes = [replace(each, severity=Severity.INFO) for each in warnings]
    [question] = about(library, *notes).questions
    assert "孤儿" in question.values and "低保" in question.values


def test_asks_once_for_what_a_rule_lacks(library: Library) -> None:
    [question] = about(library, unsure("低保", 3), unsure("特困", 4)).questions
    assert question.values.startswith("缺：")


def test_a_question_keeps_its_key_whatever_else_is_asked(library: Library) -> None:
    [alone] = about(library, TOTAL).questions
    keys = {each.rule: each.key for each in about(library, late("孤儿", 2), TOTAL).questions}
    assert keys[TOTAL.rule] == alone.key


def test_says_each_value_with_its_line(library: Library) -> None:
    [question] = about(library, TOTAL).questions
    assert all(f"{each.text}（第{each.place.line}行）" in question.values for each in TOTAL.reads)
