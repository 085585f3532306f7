"""form and intake: a workbook to fill in, and filled ones read into a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from docgen.cli.output import BLOCKED, CLEAN, PARTLY, is_coloured, print_json, say_unreadable
from docgen.errors import UsageError
from docgen.messages import N_, translate

if TYPE_CHECKING:
    from docgen.intake.tasks import Taken
    from docgen.intake.totals import Total


def form(
    kind: str | None,
    output: str,
    record: str | None,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen.intake.tasks import write_form

    if kind is None and record is None:
        raise UsageError("form-without-kind")
    written, lost = write_form(
        kind, output, record=record, force=force, library=library, max_bytes=max_size * 1024 * 1024
    )
    if as_json:
        print_json(CLEAN, language, form=str(written), lost=list(lost))
        return CLEAN
    click.echo(translate(N_("Written: {file}"), language).format(file=written))
    if lost:
        told = translate(N_("The form has no cell for: {places}"), language)
        click.echo(told.format(places="、".join(lost)), err=True)
    return CLEAN


def intake(
    files: tuple[str, ...],
    output: str | None,
    kind: str | None,
    merge: bool,
    total: str | None,
    mapping: str | None,
    sender: str | None,
    roster: str | None,
    annotate: str | None,
    links: str | None,
    as_of: str | None,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen.formats.text import check_text
    from docgen.intake.tasks import take_in, total_of

    if total is not None:
        totals = total_of(files, total, kind=kind, library=library, max_bytes=max_size * 1024 * 1024)
        return _say_totals(totals, as_json, language)
    if output is None:
        raise UsageError("intake-without-output")
    taken = take_in(
        files,
        output,
        kind=kind,
        merged=merge,
        mapping=mapping,
        sender=sender or "",
        roster=roster,
        annotated=annotate,
        links=links,
        as_of=as_of,
        force=force,
        library=library,
        language=files_language,
    )
    code = BLOCKED if taken.result.is_blocked else PARTLY if taken.unread else CLEAN
    if as_json:
        from docgen.formats.json_report import error_object, plain, result_object

        print_json(
            code,
            language,
            inputs=[result_object(taken.result, language)],
            record=str(taken.record),
            annotated=[str(each) for each in taken.annotated],
            signed=dict(taken.signed),
            mapping=str(taken.mapping) if taken.mapping else None,
            unread=[error_object(each, language) for each in taken.unread],
            links={"found": taken.links[0], "written": taken.links[1]},
            roster={"counts": dict(taken.counts), "lines": plain(list(taken.lines))},
        )
        return code
    click.echo(check_text(taken.result, language, colour=is_coloured()), nl=False)
    say_unreadable(taken.unread, language)
    if taken.counts:
        _say_roster(taken)
    if links is not None:
        told = N_("Numbers in the prose that a value backs: {found}, written as mentions: {written}")
        click.echo(translate(told, language).format(found=taken.links[0], written=taken.links[1]))
    for file in (taken.record, *taken.annotated, *filter(None, [taken.mapping, taken.list_of_links])):
        click.echo(translate(N_("Written: {file}"), language).format(file=file))
    return code


def _say_roster(taken: Taken) -> None:
    from docgen.intake.rosters import IN_TIME

    click.echo("、".join(f"{state}{count}" for state, count in taken.counts.items()))
    for line in taken.lines:
        parts = [line.state, line.unit or "（未写单位）"]
        parts += [f"截止{line.due}"] if line.due else []
        if line.on:
            parts.append(f"填报{line.on}")
        elif line.due and line.state == IN_TIME:
            parts.append("没有填报日期，是否按时无法判断")
        parts += [f"差错{line.faults}"] if line.faults else []
        click.echo("　".join([*parts, line.file] if line.file else parts))


def _say_totals(totals: Sequence[Total], as_json: bool, language: str) -> int:
    """What the units come to beside what was reported; 1 where the two differ."""
    from docgen.intake.totals import DIFFERS, OPEN, SAME

    code = BLOCKED if any(each.state == DIFFERS for each in totals) else CLEAN
    if as_json:
        from docgen.formats.json_report import plain

        found = [{**plain(each), "difference": plain(each.difference)} for each in totals]
        print_json(code, language, totals=found)
        return code
    for each in totals:
        if each.state == SAME:
            continue
        told = {
            DIFFERS: N_(
                "{title}: the units come to {total}{unit}, reported is {reported}{unit}, {difference} more"
            ),
            OPEN: N_("{title}: not to be added up, {units} give no exact value"),
        }[each.state]
        text = translate(told, language).format(
            title=each.title,
            total=each.total,
            unit=each.unit,
            reported=each.reported,
            difference=each.difference,
            units="、".join(each.missing),
        )
        click.echo(text)
        if each.state == DIFFERS:
            click.echo("    " + "、".join(f"{name} {value}" for name, value in each.parts))
    counted = translate(N_("Same {same}, different {different}, not to be added up {open}"), language)
    states = [each.state for each in totals]
    click.echo(
        counted.format(same=states.count(SAME), different=states.count(DIFFERS), open=states.count(OPEN))
    )
    return code
