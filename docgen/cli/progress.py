"""How far a batch is: a bar on a terminal, plain lines elsewhere, or an event a line for programs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

import click

from docgen.batch.results import BatchResult, RowResult
from docgen.batch.telling import row_object, worth_telling
from docgen.cli.output import needs_escapes
from docgen.messages import N_, translate

#: how often the bar is drawn, and a plain line printed, in seconds
_DRAWN_EVERY, _PRINTED_EVERY = 0.1, 10.0
_BAR_WIDTH = 24
#: both are in GBK; no other sign of a bar is
_FULL, _EMPTY = "█", "─"


class Bar:
    """On a terminal: one line that is drawn over itself, with rate and time left."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.is_terminal = sys.stderr.isatty()
        self.began = self.last = time.monotonic()
        self.stage = ""
        self.width = 0

    def judged(self, rows: int) -> None:
        """Say how many rows were checked."""
        self._tell("judged", rows, 0)

    def dealt_with(self, rows: Sequence[RowResult], result: BatchResult) -> None:
        """Say how many of the rows are done."""
        self._tell("made", result.reached, result.total)

    def put_out(self, what: str, done: int, total: int) -> None:
        """Say how many documents are in the one for printing, or have their PDF."""
        self._tell(what, done, total)

    def _tell(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != self.stage:
            self.stage, self.began = stage, self.last
        is_last = done == total
        every = _DRAWN_EVERY if self.is_terminal else _PRINTED_EVERY
        if now - self.last < every and not (is_last and self.is_terminal):
            return
        self.last = now
        text = progress_text(stage, done, total, now - self.began, self.language, self.is_terminal)
        if self.is_terminal:
            wide = _columns(text)
            click.echo("\r" + text + " " * max(0, self.width - wide), err=True, nl=False)
            self.width = wide
        else:
            click.echo(text, err=True)

    def end(self) -> None:
        """Leave the terminal's line empty for what is printed next."""
        if self.is_terminal and self.width:
            click.echo("\r" + " " * self.width + "\r", err=True, nl=False)


def progress_text(stage: str, done: int, total: int, seconds: float, language: str, has_bar: bool) -> str:
    """One line: what is done, how fast, and how long the rest will take."""
    rate = done / seconds if seconds > 0 else 0.0
    if stage == "judged":
        text = translate(N_("Checked {done} rows, {rate:.0f} a second"), language)
        return text.format(done=done, rate=rate)
    texts = {
        "made": N_("Made {done} of {total}, {rate:.0f} a second, {left} left"),
        "combine": N_("Put together {done} of {total}, {rate:.0f} a second, {left} left"),
        "pdf": N_("PDF of {done} of {total}, {rate:.0f} a second, {left} left"),
    }
    text = translate(texts[stage], language)
    left = duration((total - done) / rate if rate else 0, language)
    said = text.format(done=done, total=total, rate=rate, left=left)
    if not has_bar:
        return said
    full = _BAR_WIDTH * done // total if total else 0
    return f"{_FULL * full}{_EMPTY * (_BAR_WIDTH - full)} {said}"


def duration(seconds: float, language: str) -> str:
    """A time as a clerk says it: 40秒, 12分, 3小时5分."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    if hours:
        return translate(N_("{hours} h {minutes} min"), language).format(hours=hours, minutes=minutes)
    if minutes:
        return translate(N_("{minutes} min"), language).format(minutes=minutes)
    return translate(N_("{seconds} s"), language).format(seconds=whole)


def _columns(text: str) -> int:
    # Chinese takes two columns; a block does in some consoles, and a blank too many does no harm
    return sum(1 if character.isascii() else 2 for character in text)


class Events:
    """For programs: one JSON object a line on standard output."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.is_ascii = needs_escapes()

    def judged(self, rows: int) -> None:
        """How many rows were checked."""
        self.tell("judged", {"rows": rows})

    def dealt_with(self, rows: Sequence[RowResult], result: BatchResult) -> None:
        """Rows with findings, then how far the batch is."""
        for row in rows:
            if worth_telling(row):
                self.tell("row", row_object(row, self.language))
        told = {"done": result.reached, "total": result.total, "returned": result.returned}
        self.tell("progress", told)

    def put_out(self, what: str, done: int, total: int) -> None:
        """How far the one for printing, or the PDF, is: every hundredth and the last."""
        if done == total or done % 100 == 0:
            self.tell("progress", {"of": what, "done": done, "total": total})

    def tell(self, event: str, content: Mapping[str, Any]) -> None:
        """Print one event."""
        click.echo(json.dumps({"event": event, **content}, ensure_ascii=self.is_ascii))

    def end(self) -> None:
        """Nothing is left to do."""
