"""Rule packs: a YAML file of ``checks/`` read strictly, checked against its kinds, refused whole if broken.

The shape of a pack is in shapes.py; docs/rules-language.md explains it to their authors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from docgen import __version__
from docgen.caching import keep, kept
from docgen.dates import PartialDate, parse_date
from docgen.errors import BrokenLibrary, DocgenError, together
from docgen.expressions import Deferred, Expression, ExpressionFault, Type, compile_expression
from docgen.expressions.constancy import refuse_constant
from docgen.expressions.reading import NONE_TEXT
from docgen.expressions.types import named_choices, named_fields
from docgen.findings import Nature, Severity
from docgen.kept_yaml import KeptYaml, read_kept
from docgen.library import CORE, Library, LibraryFile
from docgen.locating import join_pointer
from docgen.messages import word
from docgen.patterns import lazy
from docgen.quantities import parse_unit
from docgen.rules import text_rules
from docgen.rules.outcomes import LegalBasis
from docgen.rules.relations import relations_pack
from docgen.rules.rule import Message, Pack, Rule, UnfitRule
from docgen.rules.shapes import (
    BASIS,
    BASIS_USE,
    EQUIVALENT,
    MAX_FAULTS,
    ON_EMPTY,
    PACK,
    PLACEHOLDER,
    RULE,
    TEST_OUTCOMES,
    VERIFIED,
    EnoughFaults,
    ShapeReader,
)
from docgen.schemas import Kind, load_kind, read_schema
from docgen.wording import format_date, nearest

__all__ = ["Pack", "PackReader", "Rule", "load_packs"]

_ID = lazy(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
#: more rules than this in one pack are not read
MAX_RULES = 2000
#: raised whenever the same pack is found right where it was broken, or broken where it was right
FORMAT = 7
_TWICE = "pack-rule-twice"
_BRACE = lazy("[{}｛｝]")


def load_packs(library: Library, kind: Kind) -> list[Pack]:
    """Every pack that speaks of a kind, last the ones of its declared relations and of its prose.

    BrokenLibrary, with all faults of all packs, if one is broken. That none is, is kept for the next run,
    which reads the same packs without looking for faults and compiles what it evaluates.
    """
    packs: list[Pack] = []
    faults: list[DocgenError] = []
    owners: dict[str, str] = {}
    names: dict[str, str] = {}
    schemas = library.schema_files()
    known_kinds = {file.id for file in schemas if file.id != CORE}
    known_fields = cache(partial(fields_of_kinds, library))  # every schema is read, once, if a pack needs it
    of_others = cache(partial(other_kinds, library, kind))
    texts = [(file.path, _text_of(file.path)) for file in library.pack_files()]
    verdict = _verdict(kind, schemas, [text for _path, text in texts if isinstance(text, KeptYaml)])
    unfit = kept(verdict)  # of packs that were found right: rule that doesn't fit the kind -> why
    is_right = isinstance(unfit, dict)
    for path, text in texts:
        if isinstance(text, BrokenLibrary):
            faults += (text, *text.also)
            continue
        reader = PackReader(text, known_kinds, owners, is_right, of_others, unfit if is_right else {})
        try:
            if reader.is_new(names) and reader.speaks_of(kind, known_fields):
                packs.append(reader.pack(kind, path))
        except EnoughFaults:
            pass
        faults.extend(sorted(reader.faults, key=lambda fault: (fault.line or 0, fault.column or 0)))
    relations = None
    try:
        relations = relations_pack(kind, owners, is_right)
    except BrokenLibrary as fault:
        faults += (fault, *fault.also)
    if faults:
        raise together(faults[:MAX_FAULTS])
    if not is_right:
        keep(verdict, {rule.id: rule.reason for pack in packs for rule in pack.unfit})
    return [*packs, *([relations] if relations else ()), text_pack(kind)]


def _text_of(path: Path) -> KeptYaml | BrokenLibrary:
    """A pack's file as data, or why it isn't."""
    try:
        return read_kept(path)
    except BrokenLibrary as fault:
        return fault


def _verdict(kind: Kind, schemas: Iterable[LibraryFile], texts: Iterable[KeptYaml]) -> str:
    """The key under which it is kept that packs have no fault: it names all that they are judged by."""
    judged = [str(FORMAT), __version__, kind.id, kind.digest, *(text.digest for text in texts)]
    for file in schemas:  # the fields of other kinds tell a misspelt one
        judged += (file.id, _digest_of(file.path))
    return f"packs-{sha256(chr(0).join(judged).encode()).hexdigest()}"


def _digest_of(path: Path) -> str:
    """The SHA-256 of a file; "" for one that can't be read, of which whoever needs it tells."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def fields_of_kinds(library: Library) -> list[frozenset[str]]:
    """The fields that the records of each kind have."""
    return [frozenset(read_schema(file.path).get("properties", {})) for file in library.kind_files()]


def other_kinds(library: Library, kind: Kind) -> list[Kind]:
    """The kinds besides one; those whose schema is broken are told where they are used."""
    found: list[Kind] = []
    for file in library.kind_files():
        if file.id != kind.id:
            with suppress(DocgenError):
                found.append(load_kind(library, file.id))
    return found


def text_pack(kind: Kind) -> Pack:
    """The rules on a kind's prose as a pack."""
    return Pack(
        text_rules.PACK_ID,
        text_rules.PACK_TITLE,
        Path(text_rules.__file__),
        text_rules.digest(),
        (),
        text_rules.rules_for(kind),
    )


def unfit_rule(data: Mapping[str, Any], pack: str, reason: str) -> UnfitRule:
    """A rule, found right for another kind, that doesn't fit the one that the pack is read for."""
    return UnfitRule(
        id=str(data["id"]), title=str(data["title"]), nature=Nature(data["nature"]),
        severity=Severity(data["severity"]), why=str(data["why"]).strip(), expect=str(data["expect"]).strip(),
        pack=pack, reason=reason,
    )  # fmt: skip


def derived_types(kind: Kind) -> dict[str, Type]:
    """The types of a kind's derived values."""
    return {name: Type("number", each.title, each.unit) for name, each in kind.derived.items()}


class PackReader(ShapeReader):
    """Reads one pack's document, collecting every fault before it is refused."""

    def __init__(
        self,
        text: KeptYaml,
        known_kinds: Iterable[str],
        owners: dict[str, str],
        is_right: bool = False,
        others: Callable[[], list[Kind]] = list,
        unfit: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(text, is_right)
        #: rule known not to fit the kind -> why
        self.known_unfit = unfit
        #: gives the kinds besides the one that the pack is read for
        self.others = others
        self.known_kinds = sorted(known_kinds)
        #: rule id -> the file and line it is in, of all packs read so far
        self.owners = owners
        self.derived: dict[str, Type] = {}
        self.compiled: dict[tuple[str, int, str], Expression] = {}
        #: whether the rule's for_each is wrong, so that nobody knows what item is
        self.lacks_item = False

    def is_new(self, names: dict[str, str]) -> bool:
        """Whether no pack before it has the same name; a copy would give all of its rules twice."""
        name = self.text.data.get("pack") if isinstance(self.text.data, dict) else None
        if not isinstance(name, str) or names.setdefault(name, self.text.path) == self.text.path:
            return True
        self.fault("pack-twice", "/pack", name=name, other=names[name])
        return False

    @property
    def is_for_one_kind(self) -> bool:
        """Whether the pack is for one kind alone, whose schema then says what there can be at all."""
        kinds = self.text.data.get("kinds")
        return isinstance(kinds, list) and len(kinds) == 1

    def speaks_of(self, kind: Kind, known_fields: Callable[[], list[frozenset[str]]]) -> bool:
        """Whether the pack is for a kind: one of those it names, or any that has the fields it is about.

        ``known_fields`` gives the fields of each kind, to tell a misspelt one and a pack that is for none.
        """
        data = self.text.data
        if not isinstance(data, dict):
            self.fault("pack-not-a-mapping", "")
            return False
        if "kinds" in data and "fields" in data:
            self.fault("pack-kinds-and-fields", "/fields", key=True)
        if "kinds" not in data and "fields" not in data:
            self.keys(data, PACK, "")  # it may be misspelt
        if "kinds" in data or "fields" not in data:
            return kind.id in self.kinds()
        given = data["fields"]
        if not isinstance(given, list) or not given or not all(isinstance(each, str) for each in given):
            self.fault("pack-fields-list", "/fields")
            return False
        if all(each in kind.root.fields for each in given):
            return True
        if self.is_right:
            return False
        known = sorted(frozenset().union(*known_fields()))
        unknown = [(index, each) for index, each in enumerate(given) if each not in known]
        for index, each in unknown:
            self.fault("pack-unknown-field", f"/fields/{index}", nearest(each, known), name=each)
        if not unknown and not any(fields.issuperset(given) for fields in known_fields()):
            self.fault("pack-for-no-kind", "/fields")
        return False

    def kinds(self) -> list[str]:
        """The kinds the pack names; faults for those nobody knows."""
        data = self.text.data
        given = data.get("kinds")
        if not isinstance(given, list) or not given or not all(isinstance(each, str) for each in given):
            self.fault("pack-kinds-list", "/kinds")
            return []
        for index, each in enumerate(given):
            if each not in self.known_kinds:
                self.fault("unknown-kind", f"/kinds/{index}", nearest(each, self.known_kinds), kind=each,
                           kinds="、".join(self.known_kinds))  # fmt: skip
        return given

    def pack(self, kind: Kind, path: Path) -> Pack:
        """The pack for one kind; its faults are kept."""
        data = self.text.data
        self.keys(data, PACK, "")
        self.texts(data, ("pack", "title", "overrides", "note"), "")
        self.derived = derived_types(kind)
        bases = self.bases(data.get("bases"))
        rules: list[Rule] = []
        unfit: list[UnfitRule] = []
        given = data.get("rules")
        if not isinstance(given, list):
            if given not in (None, ""):  # that they are missing is told
                self.fault("pack-rules-list", "/rules")
            given = []
        if len(given) > MAX_RULES:
            self.fault("pack-too-many-rules", "/rules", found=len(given), limit=MAX_RULES)
            given = []
        for index, each in enumerate(given):
            before, reason = len(self.faults), self.known_unfit.get(each["id"]) if self.is_right else None
            rule = self.rule(each, index, kind, bases, str(data.get("pack", ""))) if reason is None else None
            if rule is not None:
                rules.append(rule)
                continue
            reason = reason or self.misfit(each, index, self.faults[before:])
            if reason:
                del self.faults[before:]
                unfit.append(unfit_rule(each, str(data["pack"]), reason))
        return Pack(
            str(data.get("pack", path.stem)), str(data.get("title", "")), path, self.text.digest,
            tuple(rules), unfit=tuple(unfit),
        )  # fmt: skip

    def misfit(self, data: Any, index: int, faults: Sequence[BrokenLibrary]) -> str:
        """Why a rule with faults doesn't fit the kind, if it is right for another with the pack's fields.

        Such a pack is no office's own, so that the office couldn't mend it. "" for one that is broken.
        """
        fields = self.text.data.get("fields")
        wrong = next((each for each in faults if each.code.startswith("expression-")), None)
        if not isinstance(fields, list) or wrong is None or any(each.code == _TWICE for each in faults):
            return ""
        for other in self.others():
            if not all(each in other.root.fields for each in fields):
                continue
            reader = PackReader(self.text, self.known_kinds, {})
            reader.derived = derived_types(other)
            if reader.rule(data, index, other, reader.bases(self.text.data.get("bases")), "") is not None:
                return word("rule-unfit", {"fault": word(wrong.code, wrong.parameters, "zh_CN")}, "zh_CN")
        return ""

    def bases(self, given: Any) -> dict[str, LegalBasis]:
        """The pack's legal bases by their short name."""
        found: dict[str, LegalBasis] = {}
        if given is None:
            return found
        if not isinstance(given, dict):
            self.fault("pack-bases-mapping", "/bases")
            return found
        for name, data in given.items():
            pointer = join_pointer("/bases", name)
            if not isinstance(data, dict):
                self.fault("pack-not-a-mapping", pointer)
                continue
            self.keys(data, BASIS, pointer)
            self.texts(data, ("title", "issuer", "number", "area", "note"), pointer)
            first, last = self.span(data, pointer)
            found[name] = LegalBasis(
                title=str(data.get("title", "")),
                issuer=str(data.get("issuer", "")),
                number=str(data.get("number") or ""),
                article="",
                effective_from=first.text if first else "",
                effective_to=last.text if last else "",
                verified=self.one_of(data, "verified", VERIFIED, pointer),
                area=self.area(data, pointer),
                note=str(data.get("note") or ""),
            )
        return found

    def rule(
        self, data: Any, index: int, kind: Kind, bases: Mapping[str, LegalBasis], pack: str
    ) -> Rule | None:
        """One rule compiled for a kind; None (and faults) if it is broken."""
        pointer = f"/rules/{index}"
        if not isinstance(data, dict):
            self.fault("pack-not-a-mapping", pointer)
            return None
        if not self.keys(data, RULE, pointer):
            return None
        before = len(self.faults)
        self.texts(data, ("title", "why", "expect", "area", "note"), pointer)
        self.identified(str(data["id"]), f"{pointer}/id", self.text.rule_lines[index])
        item, for_each = None, None
        if "for_each" in data:
            for_each = self.expression(data["for_each"], f"{pointer}/for_each", kind, {}, "list")
            item = for_each.type.item if for_each and for_each.type else None
        locals_ = {"item": item} if item else {}
        self.lacks_item = "for_each" in data and for_each is None
        for name in ("where", "on_empty"):
            if name in data and "for_each" not in data:
                self.fault("pack-where-alone", f"{pointer}/{name}", key=True, name=name)
        condition = self.expression(data["condition"], f"{pointer}/condition", kind, locals_, "boolean")
        when = self.optional(data, "when", pointer, kind, {}, "boolean")
        where = self.optional(data, "where", pointer, kind, locals_, "boolean")
        message = self.message(data["message"], f"{pointer}/message", kind, locals_)
        is_asking = data.get("ask") not in (None, "")
        ask = self.message(data["ask"], f"{pointer}/ask", kind, locals_) if is_asking else None
        first, last = self.span(data, pointer)
        area = self.area(data, pointer)
        self.plain_texts(data, ("title", "why", "expect"), pointer)
        uses = self.uses(data.get("basis"), f"{pointer}/basis", bases, area, (first, last))
        tests = self.tests(data["tests"], f"{pointer}/tests", kind)
        equivalent = self.equivalent(data.get("equivalent"), f"{pointer}/equivalent")
        nature = self.one_of(data, "nature", [each.value for each in Nature], pointer)
        severity = self.one_of(data, "severity", [each.value for each in Severity], pointer)
        on_empty = self.one_of(data, "on_empty", ON_EMPTY, pointer) if "on_empty" in data else ON_EMPTY[0]
        if len(self.faults) > before or condition is None or message is None:
            return None
        return Rule(
            id=str(data["id"]), title=str(data["title"]), nature=Nature(nature), severity=Severity(severity),
            why=str(data["why"]).strip(), expect=str(data["expect"]).strip(), condition=condition,
            message=message, ask=ask, when=when, for_each=for_each, where=where, on_empty=on_empty,
            area=area, first=first, last=last, bases=uses, tests=tests, pack=pack,
            path=self.text.path, line=self.text.rule_lines[index], equivalent=equivalent,
        )  # fmt: skip

    def identified(self, id: str, pointer: str, line: int) -> None:
        """Faults for an id of another form than rules have, or that another rule has."""
        if not is_rule_id(id):
            self.fault("pack-bad-rule-id", pointer, found=id)
        if id in self.owners:
            self.fault(_TWICE, pointer, id=id, other=self.owners[id])
        self.owners.setdefault(id, f"{self.text.path}:{line}")

    def optional(
        self,
        data: Mapping[str, Any],
        name: str,
        pointer: str,
        kind: Kind,
        locals_: dict[str, Type],
        wanted: str,
    ) -> Expression | None:
        """An expression that may be left out."""
        if data.get(name) in (None, ""):
            return None
        return self.expression(data[name], f"{pointer}/{name}", kind, locals_, wanted)

    def expression(
        self,
        source: Any,
        pointer: str,
        kind: Kind,
        locals_: dict[str, Type],
        wanted: str = "",
        around: tuple[str, int] | None = None,
    ) -> Expression | None:
        """A checked expression; a fault with its place if it's wrong.

        ``around`` is the text that the expression stands in, and where it begins there.
        """
        if isinstance(source, bool):
            source = str(source)
        if not isinstance(source, str):
            self.fault("pack-wants-text", pointer)
            return None
        key = (source, id(locals_.get("item")), wanted)
        found = self.compiled.get(key)
        if found is not None:
            return found
        if self.is_right and wanted != "list":
            later = partial(self.surely, source, pointer, kind, locals_, wanted, around)
            self.compiled[key] = Deferred(source.strip(), later)
            return self.compiled[key]
        try:
            compiled = compile_expression(source, kind.root, locals_, self.derived, wanted=wanted)
            if wanted == "boolean":
                refuse_constant(
                    source, kind.root, locals_, self.derived, is_for_one_kind=self.is_for_one_kind
                )
            self.compiled[key] = compiled
            return compiled
        except ExpressionFault as fault:
            if not (self.lacks_item and fault.parameters.get("name") == "item"):
                self.fault_in(fault, source, pointer, around)
            return None

    def fault_in(
        self, fault: ExpressionFault, source: str, pointer: str, around: tuple[str, int] | None
    ) -> None:
        """Keep the fault of an expression, at its place in the text that it stands in."""
        text, start = around or (source, 0)
        parameters: dict[str, Any] = {"source": source, **fault.parameters}
        self.fault(fault.code, pointer, fault.suggestion, within=(text, start + fault.offset), **parameters)

    def surely(
        self,
        source: str,
        pointer: str,
        kind: Kind,
        locals_: dict[str, Type],
        wanted: str,
        around: tuple[str, int] | None,
    ) -> Expression:
        """The expression of a pack that was found right; BrokenLibrary if it is wrong after all."""
        try:
            return compile_expression(source, kind.root, locals_, self.derived, wanted=wanted)
        except ExpressionFault as fault:
            self.fault_in(fault, source, pointer, around)
            raise self.faults[-1] from fault

    def message(self, text: Any, pointer: str, kind: Kind, locals_: dict[str, Type]) -> Message | None:
        """A sentence with {expression} or {expression|format} in it."""
        if not isinstance(text, str):
            self.fault("pack-wants-text", pointer)
            return None
        parts: list[str | tuple[Expression, str]] = []
        at = 0
        for match in PLACEHOLDER.finditer(text):
            parts.append(self.literal(text, at, match.start(), pointer))
            at = match.end()
            source, _, style = match[1].partition("|")
            place = (text, match.start() + 1)
            expression = self.expression(source, pointer, kind, locals_, "", place)
            if expression is not None:
                self.printable(expression, style.strip(), pointer, place)
                parts.append((expression, style.strip()))
        parts.append(self.literal(text, at, len(text.rstrip()), pointer))
        return Message(tuple(part for part in parts if part != ""))

    def literal(self, whole: str, start: int, end: int, pointer: str) -> str:
        """The text between placeholders; a fault for half a pair of braces, and for full-width ones."""
        text = whole[start:end]
        stray = _BRACE.search(text)
        if stray:
            code = "pack-stray-brace" if stray[0] in "{}" else "pack-wide-brace"
            near = text[max(stray.start() - 10, 0) : stray.start() + 10].strip()
            self.fault(code, pointer, within=(whole, start + stray.start()), near=near)
        return text

    def printable(
        self, expression: Expression, style: str, pointer: str, place: tuple[str, int]
    ) -> None:
        """Faults for what can't stand in a sentence, or not in that format."""
        if self.is_right:
            return
        if expression.sort in ("list", "object"):
            self.fault(
                "expression-wrong-sort", pointer, within=place,
                source=expression.source, wanted="text", found=expression.sort,
            )  # fmt: skip
        if not style:
            return
        fits = False
        if expression.sort == "number":
            fits = expression.dimension in (None, parse_unit(style).dimension)
        elif expression.sort == "date":
            fits = is_date_style(style)
        if not fits:
            self.fault("pack-bad-format", pointer, within=place, source=expression.source, format=style)

    def uses(
        self,
        given: Any,
        pointer: str,
        bases: Mapping[str, LegalBasis],
        area: str,
        span: tuple[PartialDate | None, PartialDate | None],
    ) -> tuple[LegalBasis, ...]:
        """The bases that a rule of an area and time names, each with its article."""
        if given is None:
            return ()
        if not isinstance(given, list):
            self.fault("pack-wants-list", pointer)
            return ()
        found: list[LegalBasis] = []
        for index, data in enumerate(given):
            here = f"{pointer}/{index}"
            if not isinstance(data, dict):
                self.fault("pack-not-a-mapping", here)
                continue
            if not self.keys(data, BASIS_USE, here):
                continue
            self.texts(data, BASIS_USE, here)
            base = bases.get(str(data["ref"]))
            if base is None:
                self.fault(
                    "pack-unknown-basis", here, nearest(str(data["ref"]), list(bases)), name=str(data["ref"])
                )
                continue
            article = str(data.get("article") or "")
            if article and base.verified != "article":
                self.fault("pack-article-unverified", here, title=base.title)
            if not self.is_right and not can_be_cited(base, area, span):
                self.fault("pack-basis-never-cited", here, title=base.title)
            found.append(replace(base, article=article, note=str(data.get("note") or base.note)))
        return tuple(found)

    def tests(self, given: Any, pointer: str, kind: Kind) -> tuple[tuple[str, Any], ...]:
        """The rule's own tests: (outcome wanted, record fragment)."""
        if not isinstance(given, list):
            self.fault("pack-wants-list", pointer)
            return ()
        before = len(self.faults)
        found: list[tuple[str, Any]] = []
        for index, data in enumerate(given):
            here = f"{pointer}/{index}"
            if (
                not isinstance(data, dict)
                or len(data) != 1
                or not isinstance(next(iter(data.values())), dict)
            ):
                self.fault("pack-test-shape", here)
                continue
            outcome, fragment = next(iter(data.items()))
            if outcome not in TEST_OUTCOMES:
                self.fault("pack-not-a-choice", here, nearest(outcome, TEST_OUTCOMES), name="tests",
                           found=outcome, choices="、".join(TEST_OUTCOMES))  # fmt: skip
            elif not self.is_right:
                self.fragment(fragment, kind.root, join_pointer(here, outcome))
                earlier = [number for number, test in enumerate(found, 1) if test == (outcome, fragment)]
                if earlier:
                    self.fault("pack-test-twice", here, number=earlier[0])
            found.append((outcome, fragment))
        if len(self.faults) > before:
            return ()
        wanted = {"pass", "fail"} - {outcome for outcome, _ in found}
        for outcome in sorted(wanted):
            self.fault("pack-test-missing", pointer, outcome=outcome)
        return tuple(found)

    def fragment(self, data: Any, type_: Type, pointer: str) -> None:
        """Faults for what no record has: misspelt fields and choices, which a test would say nothing with.

        Only where the pack is for one kind: what one doesn't have, another may.
        """
        if not self.is_for_one_kind:
            return
        if isinstance(data, dict):
            for name, inner in data.items() if "unknown" not in data else ():
                here = join_pointer(pointer, name)
                known = type_.fields.get(name) or type_.entry
                if known is not None:
                    self.fragment(inner, known, here)
                elif type_.fields:
                    self.fault("pack-test-unknown-field", here, nearest(name, list(type_.fields)), key=True,
                               name=name, fields=named_fields(type_.fields))  # fmt: skip
        elif isinstance(data, list) and type_.item is not None:
            for index, inner in enumerate(data):
                self.fragment(inner, type_.item, f"{pointer}/{index}")
        elif isinstance(data, str) and type_.sort == "text" and type_.choices:
            choices = [*type_.choices, *([NONE_TEXT] if type_.may_be_none else [])]
            if data not in choices:
                self.fault("pack-test-unknown-choice", pointer, nearest(data, choices),
                           found=data, choices=named_choices(type_.choices))  # fmt: skip

    def equivalent(self, given: Any, pointer: str) -> tuple[tuple[str, str], ...]:
        """The mutants that no test can notice: (change, why)."""
        if given is None:
            return ()
        if not isinstance(given, list):
            self.fault("pack-wants-list", pointer)
            return ()
        found: list[tuple[str, str]] = []
        for index, data in enumerate(given):
            here = f"{pointer}/{index}"
            if not isinstance(data, dict):
                self.fault("pack-not-a-mapping", here)
            elif self.keys(data, EQUIVALENT, here):
                self.texts(data, EQUIVALENT, here)
                found.append((str(data["mutant"]).strip(), str(data["reason"])))
        return tuple(found)


def is_rule_id(id: str) -> bool:
    """Whether a rule may be called so: small letters, digits, single hyphens."""
    return _ID.fullmatch(id) is not None


def can_be_cited(
    base: LegalBasis, area: str, span: tuple[PartialDate | None, PartialDate | None]
) -> bool:
    """Whether a basis may be in force for a rule of an area and time, somewhere and sometime."""
    if area and base.area and area[:2] != base.area[:2]:
        return False
    first, last = span
    start, end = parse_date(base.effective_from), parse_date(base.effective_to)
    return not ((first and end and end.last < first.first) or (last and start and last.last < start.first))


def is_date_style(style: str) -> bool:
    """Whether a date to the day could be written in a style (the last of a year can in each)."""
    last = parse_date("2020-12-31")
    assert last is not None
    try:
        format_date(last, style)
    except ValueError:
        return False
    return True
