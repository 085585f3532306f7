"""samples/: good ones are clean, bad ones give exactly their findings, the seed's facts give what is known of them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import sample_cases as samples

from docgen.findings import Nature
from docgen.library import Library
from docgen.rules.outcomes import Status

COMPLETE = samples.GOOD / "civil-affairs-half-year" / "complete.json"
GOOD_CASES = sorted(samples.GOOD.glob("*/*.json"))
BAD_CASES = samples.bad_cases()

#: rule -> its outcomes on the facts of the seed document, in the record's order (P pass, F fail, N not
#: applicable, ? not assessable); only association-decoupling-sum blocks
SEED_OUTCOMES = {
    "dibao-household-person": "P",
    "dibao-paid-monthly": "??",  # no pay dates
    "dibao-average-over-standard": "??",  # no standards
    "tekun-amount-match": "P",
    "tekun-care-tiers": "P",
    "tekun-care-floor": "P",
    "temp-aid-reserve": "P",
    "instalment-sum": "N",  # no instalments
    "payment-on-time": "???",  # no pay dates
    "payment-persons-amount": "PPPPPPPPPPP",
    "elder-allowance-match": "P",
    "project-contract-late": "?",  # no award date
    "project-contract-before-award": "N",
    "project-unsigned-near-due": "P",  # 184 days left at the end of the period
    "project-completed-before-started": "N",
    "project-overdue": "P???????",  # eight of nine have no time limit
    "donation-use-unpublished": "?",  # not said
    "boundary-check-due": "N",
    "plan-heading-unmatched": "PPPFPPPPP",  # 基层政权和社区治理 beside 社区治理
    "funeral-rate-over-whole": "P",
    "cemetery-split": "P",
    "grave-subset": "P",
    "grave-rectify-closed": "P",
    "new-org-subset": "P",
    "org-inspection-subset": "P",
    "org-inspection-split": "P",
    "org-inspection-due": "F",  # 21 of 95
    "association-decoupling-sum": "F",  # 5+30+20 is 55, not 56
    "donation-spent-over-raised": "P",
    "marriage-split": "P",
    "marriage-reissue-unlabelled": "F",  # 210 reissued certificates in the total
    "disability-paid-monthly": "?",  # no pay dates
    "disability-persons-uncovered": "N",
    "signature-other-office": "N",  # no name under it
    "disability-basis-missing": "F",  # a month's or half a year's?
    "disability-amount-match": "?",  # for the same reason
    "relief-subset": "P",
    "relief-police-subset": "P",
    "relief-rate-stated": "P",
    "relief-rate-full": "P",
    "child-pay-on-time": "??",  # no pay dates
    "orphan-standard-match": "?",  # no standard
    "orphan-gift-sum": "P",
    "lottery-split": "P",
    "lottery-rate": "?",  # no annual task
    "plan-item-measurable": "FFFPPPFFPFFFFFFFFFFFFFFFFPPFPFFF",  # 7 of 32
    "plan-item-without-unit": "F" * 32,  # the plan names none
    "disclosure-timely": "?",  # the date of formation is garbled
    "published-before-formed": "N",
    "signature-incomplete": "F",  # no name, a garbled date
    "rectify-ledger-complete": "???N",  # three sources stated closed without a ledger; nothing found in one
    "rectify-all-closed": "??????FN",  # stated, not provable; 3 inspections open
    "rectify-closed-count": "P",  # nothing was found, nothing is closed
    "rectify-closed-over-found": "PPP",
    "rectify-closed-before-done": "N",
    "rectify-ordered-missing": "N",
    "rectify-ordered-unanswered": "N",
    "rectify-ordered-due": "N",
    "rectify-accepted-between": "N",
    "rectify-closed-unaccepted": "N",
    "rectify-extension-later": "N",
    "dibao-uplift-done": "??",  # the deadline isn't said
    "tekun-basic-floor": "?",  # no 低保 standard
    "tekun-urban-basic-floor": "?",
    "tekun-care-wage-floor": "?",  # no minimum wage
    "tekun-tier-persons": "?",
    "tekun-visit-cycle": "?",  # no log of visits
    "temp-aid-unit-cost": "?",
    "defacto-care-match": "?",
    "price-subsidy-coverage": "??",
    "price-subsidy-uneven": "PF",  # 358 元 for 22 children
    "child-staff-trained": "P",
    "association-decoupling-due": "F",  # not in the plan
    "funeral-rate-target": "?",
    "funeral-benefit-items": "?",  # the five aren't listed
    "funeral-sites-approved": "?",
    "elder-facility-safety": "?",
    "boundary-work-closed": "F",  # still to be handed in
    "rectify-doc-date": "???",
    "part-nursing_homes_fire_checked": "N",  # the split-up numbers of the relations aren't given
    "part-elder_allowance_both": "N",
    "rate-cremation_rate": "?",  # stated without numerator and denominator
    "rate-burial_rate": "?",
    "part-cemeteries_approved": "N",
    "part-disability_living_persons": "N",
    "part-disability_nursing_persons": "N",
    "mark-unpaired": "P",  # the record's own sentences, not the document's
    "half-width-punctuation": "P",
    "unit-missing": "P",
    "digits-run-on": "P",
    "date-garbled": "P",
    "label-gap": "P",
    "number-differs": "P",
    "old-term-wubao": "P",
}
#: good sample -> rule -> how often it hints: late, low, missing or open, and truthfully said
HINTS = {
    "civil-affairs-half-year/poor-results": {
        "child-staff-trained": 1,
        "funeral-rate-target": 1,
        "funeral-sites-approved": 1,
        "elder-facility-safety": 1,
        "dibao-paid-monthly": 2,
        "grave-rectify-closed": 1,
        "org-inspection-due": 1,
        "disability-paid-monthly": 1,
        "relief-rate-full": 1,
        "child-pay-on-time": 1,
        "plan-item-measurable": 2,
        "plan-item-without-unit": 1,
        "disclosure-timely": 1,
        "rectify-all-closed": 3,
    },
    "rectification-list/three-sources": {"rectify-all-closed": 2},
    "civil-affairs-annual/poor-results": {
        "standard-lowered": 1,
        "standard-change-undocumented": 1,
        "target-missed": 1,
        "relief-spending-jump": 1,
        "plan-item-measurable": 1,
        "plan-item-without-unit": 1,
        "disclosure-timely": 1,
    },
}
LETTERS = {Status.PASS: "P", Status.FAIL: "F", Status.NOT_APPLICABLE: "N", Status.NOT_ASSESSABLE: "?"}


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("case", BAD_CASES, ids=named)
def test_a_bad_sample_gives_exactly_its_findings(case: Path, library: Library, update_golden: bool) -> None:
    found = samples.told(samples.result_of(samples.read(case), library))
    expected = samples.expected_path(case)
    if update_golden:
        samples.write_expected(expected, found)
    assert found == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", BAD_CASES, ids=named)
def test_a_bad_sample_lies_in_the_folder_of_its_fault(case: Path) -> None:
    expected = json.loads(samples.expected_path(case).read_text(encoding="utf-8"))
    assert case.parent.name in {entry.get("rule", entry.get("code")) for entry in expected}


def test_every_expected_result_has_its_sample() -> None:
    wanted = {samples.expected_path(case) for case in BAD_CASES}
    assert set(samples.BAD.glob("*/*.findings.json")) == wanted


@pytest.mark.parametrize("case", GOOD_CASES, ids=named)
def test_a_good_sample_has_no_faults_and_just_its_hints(case: Path, library: Library) -> None:
    result = samples.result_of(samples.read(case), library)
    failed = [outcome for outcome in result.outcomes if outcome.status is Status.FAIL]
    assert result.findings == ()
    assert Counter(outcome.rule for outcome in failed) == HINTS.get(named(case), {})
    assert {outcome.nature for outcome in failed} <= {Nature.ADVICE}
    assert [outcome.rule for outcome in result.outcomes if outcome.status is Status.NOT_ASSESSABLE] == []
    assert not result.is_blocked


def test_the_complete_sample_passes_every_rule_that_applies(library: Library) -> None:
    result = samples.result_of(samples.read(COMPLETE), library)
    passed = {outcome.rule for outcome in result.outcomes if outcome.status is Status.PASS}
    assert {outcome.rule for outcome in result.outcomes} - passed == {
        "tekun-care-floor",  # holds in 江西省 only
        "tekun-basic-floor",
        "tekun-urban-basic-floor",
        "tekun-care-wage-floor",
        "donation-spent-over-raised",  # nothing was bought from donations
        "price-subsidy-coverage",  # no month had it
        "price-subsidy-uneven",
        "association-decoupling-due",  # none is left to decouple
        # nobody ordered its rectifications, and it extended none
        "rectify-ordered-missing",
        "rectify-ordered-unanswered",
        "rectify-ordered-due",
        "rectify-accepted-between",
        "rectify-closed-unaccepted",
        "rectify-extension-later",
    }
    assert {o.status for o in result.outcomes} == {Status.PASS, Status.NOT_APPLICABLE}


def test_the_facts_of_the_seed_give_what_is_known_of_them(library: Library) -> None:
    result = samples.result_of(samples.read(samples.SEED), library)
    found: dict[str, str] = {}
    for outcome in result.outcomes:
        found[outcome.rule] = found.get(outcome.rule, "") + LETTERS[outcome.status]
    assert found == SEED_OUTCOMES
    assert [outcome.rule for outcome in result.outcomes if outcome.blocks] == ["association-decoupling-sum"]
    assert [finding for finding in result.findings if finding.blocks] == []


def test_the_blocking_finding_of_the_seed_asks_what_is_unlisted(library: Library) -> None:
    result = samples.result_of(samples.read(samples.SEED), library)
    messages = {outcome.rule: outcome.message for outcome in result.outcomes}
    assert messages["association-decoupling-sum"] == (
        "分项合计55，较总数少1，请核对是否漏列（不脱钩、注销、合并等）。"
    )
    assert messages["org-inspection-due"] == "95家中74家尚未参检，请说明及下步措施；有延期通知的请注明。"
