"""What a library has: its kinds, templates and rules listed, explained, tried and begun. Nothing here prints.

The command line calls these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.errors import UsageError
from docgen.library import Library, find_library

if TYPE_CHECKING:
    from docgen.continuity import Comparison
    from docgen.formats.listings import KindLine, RuleLine, RuleSheet, RuleTrial, TemplateLine
    from docgen.rules.outcomes import LegalBasis
    from docgen.rules.packs import Pack, Rule
    from docgen.rules.text_rules import TextRule
    from docgen.schemas import Kind


def kinds(*, library: str | Path | None = None) -> list[KindLine]:
    """Every kind of record, sorted by id."""
    from docgen.formats.listings import KindLine

    return [
        KindLine(kind.id, kind.title, kind.description, kind.default_template)
        for kind in _all_kinds(find_library(library))
    ]


def templates(*, library: str | Path | None = None) -> list[TemplateLine]:
    """Every template that a record can be made with, sorted by id."""
    from docgen.formats.listings import TemplateLine
    from docgen.templates import OTHER_ROOTS, list_templates

    return [
        TemplateLine(each.id, each.title, each.kind, str(each.path))
        for each in list_templates(find_library(library))
        if each.kind not in OTHER_ROOTS
    ]


def explain(rule: str, *, library: str | Path | None = None) -> RuleSheet:
    """All about one rule; UsageError with the nearest name if there is none of that id."""
    from docgen.continuity import COMPARISONS
    from docgen.formats.listings import RuleSheet
    from docgen.wording import nearest

    places = find_library(library)
    rules = _all_rules(places, None)
    found = [each for each in rules if each[2].id == rule]
    texts = _all_text_rules(places, None)
    noticing = [each for each in texts if each[2].id == rule]
    if noticing:
        return _text_sheet(noticing)
    comparing = [each for each in COMPARISONS if each.id == rule]
    if comparing:
        return _comparison_sheet(comparing[0], [kind.id for kind in _all_kinds(places)])
    known = {each.id for _kind, _pack, each in rules} | {each.id for _kind, _pack, each in texts}
    known |= {each.id for each in COMPARISONS}
    if not found:
        raise UsageError("unknown-rule", suggestion=nearest(rule, sorted(known)), rule=rule)
    _, pack, first = found[0]
    return RuleSheet(
        id=first.id,
        title=first.title,
        nature=first.nature,
        severity=first.severity,
        why=first.why,
        expect=first.expect,
        condition=first.condition.source,
        condition_words=first.condition.words,
        when=first.when.source if first.when else "",
        when_words=first.when.words if first.when else "",
        for_each=first.for_each.source if first.for_each else "",
        for_each_words=first.for_each.words if first.for_each else "",
        where=first.where.source if first.where else "",
        where_words=first.where.words if first.where else "",
        area=first.area,
        effective_from=first.first.text if first.first else "",
        effective_to=first.last.text if first.last else "",
        bases=first.bases,
        kinds=tuple(kind.id for kind, _, _ in found),
        pack=pack.id,
        path=first.path,
        line=first.line,
    )


def rules(*, kind: str | None = None, library: str | Path | None = None) -> list[RuleLine]:
    """Every rule, or those for one kind, in the packs' order; UsageError for a kind nobody knows."""
    from docgen.continuity import COMPARISONS, PACK_ID
    from docgen.formats.listings import RuleLine

    places = find_library(library)
    found: dict[str, RuleLine] = {}
    of_all: list[tuple[Kind, Pack, Rule | TextRule]] = [
        *_all_rules(places, kind),
        *_all_text_rules(places, kind),
    ]
    for each, pack, rule in of_all:
        kinds = (*found[rule.id].kinds, each.id) if rule.id in found else (each.id,)
        found[rule.id] = RuleLine(rule.id, rule.title, rule.nature, rule.severity, kinds, pack.id)
    for comparison in COMPARISONS:
        kinds = tuple(each.id for each in _all_kinds(places)) if kind is None else (kind,)
        found[comparison.id] = RuleLine(
            comparison.id, comparison.title, comparison.nature, comparison.severity, kinds, PACK_ID
        )
    return list(found.values())


def no_packs(*, library: str | Path | None = None) -> list[str]:
    """The files that lie beside the packs and are not read, such as backup copies."""
    return [str(path) for path in find_library(library).no_packs()]


def test_rules(packs: Sequence[str] = (), *, library: str | Path | None = None) -> list[RuleTrial]:
    """What the tests of the packs' rules (of all packs, where none is named) say, and the mutants they miss.

    A pack is named by its id or its file; UsageError for one that isn't in the library.
    """
    from docgen.formats.listings import RuleTrial
    from docgen.rules.mutants import Trial, mutants_of
    from docgen.rules.selftests import rule_faults, untried
    from docgen.wording import nearest

    found = _all_rules(find_library(library), None)
    ids = {pack.id for _kind, pack, _rule in found}
    files = {pack.path.resolve() for _kind, pack, _rule in found}
    for each in packs:
        if each not in ids and Path(each).resolve() not in files:
            raise UsageError("unknown-pack", suggestion=nearest(each, sorted(ids)), pack=each)
    trials: dict[str, RuleTrial] = {}
    for kind, pack, rule in found:
        if packs and pack.id not in packs and pack.path.resolve() not in {Path(p).resolve() for p in packs}:
            continue
        faults = tuple(rule_faults(rule, kind))
        if rule.id in trials:  # what is mutated is the same for each kind
            earlier = trials[rule.id]
            trials[rule.id] = replace(earlier, faults=(*earlier.faults, *faults))
            continue
        trial = Trial(rule, kind)
        unnoticed, needless = (trial.unnoticed(), trial.needless()) if not faults else ([], [])
        trials[rule.id] = RuleTrial(
            rule.id, rule.title, pack.id, rule.path, rule.line, len(rule.tests), len(list(mutants_of(rule))),
            len(rule.equivalent), faults, tuple(unnoticed), tuple(needless),
            () if faults else tuple(untried(rule, kind)),
        )  # fmt: skip
    return list(trials.values())


def new_rule(
    id: str,
    output: str | Path | None = None,
    *,
    kind: str = "civil-affairs-half-year",
    library: str | Path | None = None,
) -> str:
    """The beginning of a rule of that id, with remarks; ``output`` is a pack (or a new one) to add it to.

    UsageError for an id that is taken or none, a kind nobody knows, a pack that a rule can't be added to.
    """
    from docgen.rules.packs import is_rule_id
    from docgen.rules.scaffold import new_pack
    from docgen.rules.scaffold import new_rule as scaffold
    from docgen.schemas import load_kind
    from docgen.writing import write_all

    places = find_library(library)
    known = load_kind(places, kind)
    if not is_rule_id(id):
        raise UsageError("pack-bad-rule-id", found=id)
    taken = {rule.id: rule.path for _kind, _pack, rule in _all_rules(places, None)}
    if id in taken:
        raise UsageError("pack-rule-twice", id=id, other=taken[id])
    if output is None:
        return scaffold(id, known)
    target = Path(output)
    if not target.exists():
        text = new_pack(id, known, target.stem)
        write_all({target: text.encode("utf-8")})
        return text
    from docgen.kept_yaml import read_kept

    pack = read_kept(target)
    if not isinstance(pack.data, dict) or list(pack.data)[-1:] != ["rules"] or not pack.rule_lines:
        raise UsageError("pack-rules-not-last", path=str(target))
    if id in {each.get("id") for each in pack.data["rules"] if isinstance(each, dict)}:
        raise UsageError("pack-rule-twice", id=id, other=str(target))
    kinds = pack.data.get("kinds")
    if isinstance(kinds, list) and kinds and kind not in kinds:
        known = load_kind(places, str(kinds[0]))
    # a rule's mark is at its first key, two characters behind the dash
    text = scaffold(id, known, pack.mark("/rules/0")[1] - 3)
    old = pack.content.rstrip() + b"\n\n"
    write_all({target: old + text.encode("utf-8")})
    return text


def init(
    folder: str | Path, *, kind: str = "civil-affairs-half-year", library: str | Path | None = None
) -> list[str]:
    """Make an office's own folder with a first record to fill in; the files made, as paths.

    UsageError if the folder holds anything already or can't be made.
    """
    from docgen.schemas import load_kind
    from docgen.starting import office_files
    from docgen.writing import folder_not_made, write_all

    root = Path(folder)
    # judged before anything is made: an unknown kind leaves no empty folder behind
    contents = office_files(load_kind(find_library(library), kind))
    try:
        if root.is_dir() and any(root.iterdir()):
            raise UsageError("init-not-empty", path=str(root))
        for name in contents:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise folder_not_made(root, error) from error
    write_all({root / name: content for name, content in contents.items()})
    return [str(root / name) for name in contents]


def _all_kinds(library: Library) -> list[Kind]:
    from docgen.schemas import load_kind

    return [load_kind(library, file.id) for file in library.kind_files()]


def _all_rules(library: Library, kind: str | None) -> list[tuple[Kind, Pack, Rule]]:
    """Every rule of every kind (or of one), with its kind and pack."""
    from docgen.rules.packs import load_packs
    from docgen.schemas import load_kind

    kinds = _all_kinds(library) if kind is None else [load_kind(library, kind)]
    return [(each, pack, rule) for each in kinds for pack in load_packs(library, each) for rule in pack.rules]


def _all_text_rules(library: Library, kind: str | None) -> list[tuple[Kind, Pack, TextRule]]:
    """Every rule on the prose of every kind (or of one), with its kind and pack."""
    from docgen.rules.packs import text_pack
    from docgen.schemas import load_kind

    kinds = _all_kinds(library) if kind is None else [load_kind(library, kind)]
    packs = [(each, text_pack(each)) for each in kinds]
    return [(each, pack, rule) for each, pack in packs for rule in pack.texts]


def _comparison_sheet(comparison: Comparison, kinds: Sequence[str]) -> RuleSheet:
    """All about one comparison with the last period, which ``docgen inspect --previous`` makes."""
    from docgen.continuity import PACK_ID

    condition = "由程序与上期记录比较（docgen inspect --previous）"
    return _coded_sheet(comparison, condition, kinds, PACK_ID)


def _text_sheet(found: Sequence[tuple[Kind, Pack, TextRule]]) -> RuleSheet:
    """All about one rule on prose; what it looks for is code, shown by a text that it notices."""
    _, pack, rule = found[0]
    condition = f"由程序查看正文，如“{rule.example}”会被查出"
    kinds = [kind.id for kind, _, _ in found]
    return _coded_sheet(rule, condition, kinds, pack.id, rule.bases, str(pack.path))


def _coded_sheet(
    rule: TextRule | Comparison,
    condition: str,
    kinds: Sequence[str],
    pack: str,
    bases: tuple[LegalBasis, ...] = (),
    path: str = "",
) -> RuleSheet:
    """All about a rule that is code: it has no expressions to show."""
    from docgen.formats.listings import RuleSheet

    return RuleSheet(
        id=rule.id,
        title=rule.title,
        nature=rule.nature,
        severity=rule.severity,
        why=rule.why,
        expect=rule.expect,
        condition=condition,
        condition_words="",
        when="",
        when_words="",
        for_each="",
        for_each_words="",
        where="",
        where_words="",
        area="",
        effective_from="",
        effective_to="",
        bases=bases,
        kinds=tuple(kinds),
        pack=pack,
        path=path,
        line=1 if path else 0,
    )
