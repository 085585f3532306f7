"""doctor: what docgen needs on this machine, and how to get what is missing."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.output import BLOCKED, CLEAN, print_json
from docgen.messages import N_, translate, word

_NAMES = {
    "library": N_("Schemas, rules and templates"),
    "temp": N_("Folder for temporary files"),
    "encoding": N_("Encoding of the terminal"),
}
_STATES = {"ok": N_("there"), "lacks": N_("missing"), "unknown": N_("not known")}


def doctor(
    fonts_conf: str | None,
    force: bool,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen.diagnosing import FONTS_CONF, can_make, diagnose
    from docgen.writing import refuse_existing, write_all

    found = diagnose(library, language)
    code = CLEAN if can_make(found) else BLOCKED
    if fonts_conf is not None:
        target = Path(fonts_conf)
        if not force:
            refuse_existing([target])
        write_all({target: FONTS_CONF.read_bytes()})
    if as_json:
        told = [
            {
                "name": each.name,
                "state": each.state,
                "found": each.found,
                "needed": each.is_needed,
                "advice": word(each.advice, {}, language) if each.advice else "",
            }
            for each in found
        ]
        print_json(code, language, diagnoses=told)
        return code
    for each, after in zip(found, [*found[1:], None], strict=True):
        name = translate(_NAMES[each.name], language) if each.name in _NAMES else each.name
        state = translate(_STATES[each.state], language)
        is_stand_in = each.state == "lacks" and each.found and each.advice.startswith("doctor-font")
        what = N_("{found} stands in") if is_stand_in else N_("{found}")
        said = translate(what, language).format(found=each.found) if each.found else ""
        click.echo(f"{state}  {name}" + (f"  {said}" if said else ""))
        if each.advice and (after is None or after.advice != each.advice):  # once for all that lack alike
            click.echo(f"      {word(each.advice, {}, language)}")
    ready = N_("Documents can be made.") if code == CLEAN else N_("Documents can't be made yet.")
    click.echo(translate(ready, language))
    if fonts_conf is not None:
        click.echo(translate(N_("Written: {file}"), language).format(file=fonts_conf))
    return code
