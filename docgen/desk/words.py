"""The texts of the page, each by a short name; the catalogue has their Chinese."""

from __future__ import annotations

from docgen.messages import N_, translate

WORDS = {
    "name": N_("docgen"),
    "skip": N_("Skip to the content"),
    "nav": N_("Sections of the page"),
    "nav-desk": N_("Desk"),
    "nav-notices": N_("Notices"),
    "nav-board": N_("Inspection"),
    "local": N_(
        "Everything happens on this machine; nothing is sent anywhere. What nobody comes back to "
        "is removed by itself."
    ),
    "back": N_("Back to the desk"),
    "drop": N_("Drop files here, or choose them"),
    "drop-hint": N_(
        "Filled forms and tables of your own (.xlsx, .xls, .csv), records (.json), documents to check "
        "(.docx, .txt, .pdf); up to 32 MB"
    ),
    "hand-in": N_("Hand in"),
    "reading": N_("Reading…"),
    "task-record": N_("From a record to a document"),
    "task-record-more": N_("See what contradicts itself, correct or explain it, and take the document."),
    "task-document": N_("Check a document"),
    "task-document-more": N_(
        "Layout by GB/T 9704, punctuation and numerals, the document's own figures, and those of its record."
    ),
    "task-notices": N_("Notices from a table"),
    "task-notices-more": N_("A table, one template, a document for each row, with a list to check off."),
    "task-board": N_("Inspect many records"),
    "task-board-more": N_("Units by rules in one table; filter and look closer."),
    "begin-blank": N_("Begin with a blank record"),
    "begin-more": N_("Everything in it is still unknown; fill it in on the page, value by value."),
    "begin": N_("Begin"),
    "which-kind": N_("What sort of material is “{name}”?"),
    "which-kind-more": N_(
        "It is none of docgen's forms but a table of your own: its columns are read as those of the "
        "material that you choose."
    ),
    "this-one": N_("Read as this"),
    "on-desk": N_("On your desk"),
    "clear": N_("Clear the desk"),
    "clear-ask": N_("Remove everything from the desk? Take what you need first."),
    "material": N_("Material"),
    "sort": N_("Sort"),
    "put-at": N_("Put here"),
    "together": N_("Put together"),
    "together-more": N_("Forms of several offices: tick them, and make one record of them."),
    "remove": N_("Remove"),
    "remove-ask": N_("Remove this from the desk?"),
    "desk-empty": N_("Nothing lies here yet."),
    "sort-table": N_("Table, not read yet"),
    "sort-record": N_("Record"),
    "sort-document": N_("Document"),
    "sort-notices": N_("Notices"),
    "sort-board": N_("Inspection"),
    "as-of": N_("as of {date}"),
    "faults": N_("faults"),
    "hints": N_("hints"),
    "unsure": N_("not assessable"),
    "explained": N_("explained"),
    "passed": N_("passed"),
    "cannot-make": N_("The official document can't be made yet: correct or explain the faults."),
    "can-make": N_("The official document is ready to be made."),
    "get-draft": N_("Draft"),
    "get-document": N_("Official document"),
    "get-sheet": N_("Check sheet"),
    "get-form": N_("Form (Excel)"),
    "task-form": N_("Fill in a form with Excel"),
    "task-form-more": N_("Take the form of a kind, fill it in with Excel or WPS, and drop it above."),
    "in-cells": N_("How the table was read"),
    "in-cells-more": N_("Please look; what couldn't be taken as it is, correct here or in the table."),
    "from-table": N_(
        "For this year's material take the form (Excel): what the table holds is filled in already. Put this "
        "year's values in, and drop it on the desk."
    ),
    "get-fixed": N_("Copy put right"),
    "fixed-more": N_("In the copy layout and wrong punctuation are put right; no other word is changed."),
    "figures-agree": N_("figures in accord"),
    "as-recorded": N_("values as recorded"),
    "not-compared": N_("The figures were not compared with a record. Name the record it was made from:"),
    "compared-with": N_("Compared with the record “{name}”. With another one:"),
    "record-on-desk": N_("Record on the desk"),
    "record-file": N_("Record in a file"),
    "compare": N_("Compare"),
    "get-marked": N_("Copy with comments"),
    "get-changes": N_("List of changes"),
    "get-patch": N_("Change for the record"),
    "place": N_("Place"),
    "no-picture": N_("Only a .docx is shown here."),
    "get-workbook": N_("Findings (Excel)"),
    "get-record": N_("Record"),
    "get-explanations": N_("Explanations"),
    "prose": N_("Numbers in the text"),
    "prose-typed": N_("Numbers in the text (typed by hand in {count} paragraphs)"),
    "prose-back": N_("Back to the record"),
    "prose-more": N_(
        "What is ticked becomes a reference to the record's value: when the value changes, the sentence "
        "follows. Where several values fit, choose one."
    ),
    "prose-choose": N_("(leave as it is)"),
    "prose-unbacked": N_("No value of the record backs: {numbers}"),
    "prose-differs": N_("Written: {typed}; the record has {recorded}. Correct one of the two."),
    "prose-confirm": N_("Write what is ticked"),
    "prose-none": N_("Tick none"),
    "prose-all": N_("Tick all"),
    "prose-no-numbers": N_("No number is typed in the record's text."),
    "prose-add": N_("Add sentences"),
    "prose-type": N_("Write plainly, one paragraph a line; the numbers are looked up in the record."),
    "prose-file": N_("Or documents with them (.docx, .txt, .pdf)"),
    "prose-take": N_("Take in"),
    "prose-added": N_(
        "{count} paragraphs were added. Faults: {before[faults]} before, {after[faults]} now; hints: "
        "{before[hints]} before, {after[hints]} now."
    ),
    "prose-linked": N_(
        "{count} numbers are references now. Faults: {before[faults]} before, {after[faults]} now; hints: "
        "{before[hints]} before, {after[hints]} now."
    ),
    "prose-nothing": N_("Nothing was chosen; nothing was changed."),
    "notices-more": N_("Each row of the list, with the template, becomes a document of its own."),
    "notices-list": N_("The list"),
    "notices-list-more": N_(".xlsx, .csv (UTF-8 or GBK), .jsonl or .json"),
    "notices-template": N_("Template"),
    "notices-common": N_("What all rows share (a record, .json; may be left out)"),
    "notices-common-more": N_("The columns of the list go before it."),
    "notices-check": N_("Check the list"),
    "notices-status-checked": N_("Checked; nothing is made yet."),
    "notices-status-running": N_("Being made…"),
    "notices-status-stopped": N_("Stopped; it can go on where it was."),
    "notices-status-done": N_("All is made."),
    "notices-total": N_("due"),
    "notices-ready": N_("ready"),
    "notices-made": N_("made"),
    "notices-returned": N_("sent back"),
    "notices-run": N_("Make all"),
    "notices-go-on": N_("Go on"),
    "notices-stop": N_("Stop"),
    "notices-archive": N_("All documents (.zip)"),
    "notices-checklist": N_("List to check off"),
    "notices-progress": N_("Progress"),
    "notices-bad": N_("Rows sent back: they make no document, the others do"),
    "notices-row": N_("Row {row}"),
    "notices-none-bad": N_("No row is sent back."),
    "notices-first": N_("The first documents"),
    "notices-nth": N_("Document {number}"),
    "still-runs": N_("It is still being made; stop it or wait."),
    "board-hint": N_("Records (.json) of many units at once, up to 400 files"),
    "board-name": N_("Inspection of {count} files"),
    "board-shape": N_("{units} units, {rules} rules with something to tell"),
    "board-page": N_("Overview (web page)"),
    "board-only": N_("Only"),
    "board-all": N_("everything"),
    "board-unit": N_("Unit"),
    "board-back": N_("Back to all units"),
    "board-take": N_("Open on the desk"),
    "count-of-fault": N_("{count} faults"),
    "count-of-error": N_("{count} broken"),
    "count-of-hint": N_("{count} hints"),
    "count-of-unsure": N_("{count} not assessable"),
    "count-of-explained": N_("{count} explained"),
    "count-of-waived": N_("{count} waived"),
    "undo": N_("Undo"),
    "findings": N_("What was found"),
    "more-alike": N_("{count} more of this rule"),
    "more-values": N_("and {count} more values"),
    "show": N_("Show"),
    "correct": N_("Correct"),
    "expected": N_("Expected"),
    "working": N_("Working"),
    "difference": N_("difference"),
    "basis": N_("Basis"),
    "reason": N_("Explanation"),
    "explain": N_("Explain"),
    "withdraw": N_("Take back"),
    "nothing-found": N_("Nothing was found."),
    "views": N_("Preview and values"),
    "preview": N_("Preview"),
    "preview-title": N_("Preview of the document"),
    "values": N_("Values"),
    "find-value": N_("Find"),
    "only-found": N_("Only values with findings"),
    "general": N_("General"),
    "count-faults": N_("faults {count}"),
    "count-others": N_("others {count}"),
    "blank": N_("(empty)"),
    "is-now": N_("Now:"),
    "line": N_("(line {line})"),
    "to-be": N_("To be"),
    "help-number": N_("Figures only, such as 1234.5; where it isn't known write 未知 and the reason."),
    "help-date": N_("Such as 2020-06-30 or 2020年6月30日; where it isn't known write 未知 and the reason."),
    "help-text": N_("In prose, {{…}} stands for a value of the record and follows it."),
    "help-choices": N_("Or one of: {choices}."),
    "help-none": N_("Where there is none, write 无."),
    "unsaved": N_("What you typed isn't saved yet. Leave it?"),
    "save": N_("Save"),
    "cancel": N_("Cancel"),
    "by": N_("By"),
    "explain-help": N_(
        "Say why it is so. The explanation is listed in the check sheet; it no longer holds once "
        "one of these values changes."
    ),
    "reason-wanted": N_("Please write the explanation."),
    "by-wanted": N_("Please write who explains it."),
    "wants-number": N_("This isn't a number; write figures only, such as 1234.5."),
    "wants-date": N_("This isn't a date; write it like 2020-06-30."),
    "wants-boolean": N_("Write 是 or 否."),
    "wants-choice": N_("Choose one of the list."),
    "no-place": N_("This can't be changed on the page; correct the record's file and hand it in again."),
    "stale": N_(
        "It was changed in another window meanwhile; this is how it now stands. Your last input "
        "wasn't taken."
    ),
    "changed": N_("Saved. Faults: {before} before, {after} now."),
    "explained-now": N_("The explanation is saved."),
    "taken-back": N_("Taken back."),
    "no-preview": N_("The preview can't be shown; the files can be downloaded all the same."),
    "refused": N_("This can't be opened"),
    "not-done": N_("This couldn't be done"),
    "other-host": N_("The address isn't this machine's. Open the page as “docgen open” does."),
    "other-origin": N_("The request didn't come from this page. Open the page as “docgen open” does."),
    "no-token": N_(
        "Open the page with the address that “docgen open” shows; it is new each time docgen "
        "starts."
    ),
    "too-large": N_("The files are larger than 32 MB; hand in fewer or smaller ones. Nothing was changed."),
    "not-found": N_(
        "There is no such material on this desk; it may have been removed, or it belongs to "
        "another browser."
    ),
    "not-understood": N_("The request couldn't be understood; go back and try again."),
    "broken": N_("A fault of docgen itself"),
    "broken-more": N_(
        "This is a fault of docgen ({name}), not of your material; what was saved is still there."
        " Please tell whoever looks after it."
    ),
    "disk-full": N_("The disk is full; nothing was changed. Make room and try again."),
    "no-file": N_("No file was chosen."),
    "some-refused": N_("{count} files were taken; these were not:"),
    "named": N_("{name}: {text}"),
    "old-format": N_("Files ending in {ending} can't be read; save it as {wanted} first (File, Save as)."),
    "program": N_(
        "This is a program and no material, whatever its name says; don't open it, and ask who sent it."
    ),
    "other-sort": N_(
        "Nothing can be done with files of this sort; records are .json, documents .docx, .txt or .pdf, "
        "tables .xlsx, .xls or .csv."
    ),
    "lost": N_("The page can't reach docgen; is it still running? Start it again, your work is kept."),
    "blocked": N_("The official document can't be made yet"),
    "blocked-more": N_("There are faults; correct or explain them first, or take the draft."),
}


def say(name: str, language: str, /, **values: object) -> str:
    """A text of the page in a language, its values filled in."""
    return translate(WORDS[name], language).format(**values)
