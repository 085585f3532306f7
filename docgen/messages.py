"""The sentences of docgen: every code of a finding or error, in English, translated by gettext.

English is the source; the Chinese catalogue is locale/zh_CN/LC_MESSAGES/docgen.po, compiled to .mo
by tools/catalogue.py. Placeholders are str.format names filled from a finding's parameters.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("zh_CN", "en")


def N_(text: str) -> str:  # noqa: N802 - the conventional name that catalogue tools look for
    """Mark a text for the catalogue without translating it yet."""
    return text


#: code -> English sentence; grouped by the module that gives the code
MESSAGES: dict[str, str] = {
    # --- finalising
    "final-number-form": "The document number “{given}” isn't in its form (GB/T 9704 7.2.5): {reasons}.",
    "final-date-impossible": "“{given}” is no day of the calendar; write the date as 2024-07-05.",
    "final-number-year": "The number {number} is of another year than the date of issue, {date}; "
    "please check.",
    "final-no-signer": "It isn't said who signed the document.",
    "final-other-signer": "The head names {found} as signer, but {given} is said to have signed; "
    "please check.",
    "final-number-needed": "The document has a place for its number (发文字号); give it with --number.",
    "final-no-number-place": "No place for the number {number} was found; write a line such as "
    "云民字〔2024〕  号 under the red head.",
    "final-number-twice": "Several lines look like the document's number ({number} is to be set): leave one.",
    "final-number-other": "“{found}” can't be turned into {number}: please write the line as "
    "云民字〔2024〕  号 first.",
    "final-no-date-place": "No place for the date of issue {date} was found; write a date such as "
    "2024年  月  日 under the office's name.",
    "final-date-twice": "Several lines look like the date of issue ({date} is to be set): leave one.",
    "final-date-other": "“{found}” can't be turned into the date of issue {date}; please write it as "
    "2024年  月  日 first.",
    "final-not-settable": "“{found}” can't be changed into {wanted} in place: a tab, break or symbol "
    "stands in it.",
    "final-printed-before": "The date of printing {printed} is before the date of issue {date}; give "
    "it with --printed.",
    "final-no-printed-place": "No place for the date of printing {printed} was found.",
    "final-number-elsewhere": "The number {old}, which was replaced, stands here too; please check.",
    "final-number-taken": "The number {number} was given to {other} already (line {line} of "
    "history.jsonl); please check.",
    "final-template-sign": "A sign of the template is left: “{found}”.",
    "final-mention": "A mention was never filled in: “{found}”.",
    "final-to-fill": "Something is still to be filled in: “{found}”.",
    "final-blank": "A blank is left: “{found}”; please check.",
    "final-field-error": "A reference in Word leads nowhere: “{found}”.",
    "final-field": "The field {field} shows something else with every opening or saving; turn it into text.",
    "final-draft-mark": "It is still marked as a draft: “{found}”.",
    "final-watermark": "The pages have a watermark “{found}”.",
    "final-secret": "It is marked “{found}”. Secret matters may only be worked on on computers for "
    "secret matters.",
    "final-revision": "A revision waits to be accepted or rejected: {sort} “{text}” ({author}).",
    "final-revision-format": "A revision waits to be accepted or rejected: {sort} ({author}).",
    "final-revisions-more": "{count} more revisions wait to be accepted or rejected.",
    "final-draft-comments": "It has {count} comments of docgen's draft (the first: “{first}”): make "
    "the official document first.",
    "final-comment": "A comment by {author} is taken out: “{text}”. Please see that it was dealt with.",
    "final-hidden-text": "Hidden text: “{found}”; delete it or show it.",
    "final-signed": "The file is signed electronically, and any change breaks that; finalise it "
    "before it is signed.",
    "final-macro": "The file holds a macro or control ({part}); save it as a .docx without macros.",
    "final-embedded": "A file lies inside the document ({part}); it may hold more than the page "
    "shows; please check.",
    "final-link": "A link leads into somebody's computer or the office's network: {target}",
    "final-open": "{name} is open in another program (there is {lock}); save and close it first.",
    "verify-record-needed": "It isn't known which record the document was made from; name it with --record, "
    "or for a document of a batch its list with --list.",
    "doctor-python": "Install Python 3.11 or later.",
    "doctor-library": "Install docgen again, or name the right folder with --library.",
    "doctor-temp": "Set TEMP (Windows) or TMPDIR to a folder that can be written.",
    "doctor-encoding": "This terminal can't show Chinese; on Windows type “chcp 65001” first.",
    "doctor-extra-pdf": "For reading PDF text: pip install \"docgen[pdf]\"",
    "doctor-extra-cluster": "For batches on several machines: pip install \"docgen[cluster]\"",
    "doctor-extra-desk": "For the page in the browser: pip install \"docgen[desk]\"",
    "doctor-office": "Only for PDF and --rendered: sudo apt install libreoffice-writer (dnf: the same name); "
    "else from LibreOffice's own site.",
    "doctor-office-windows": "Only for PDF and --rendered: install LibreOffice from its own site.",
    "doctor-office-mac": "Only for PDF and --rendered: put LibreOffice into the Applications folder.",
    "doctor-poppler": "Only for the project's own tests: sudo apt install poppler-utils "
    "(dnf: the same name).",
    "doctor-font": "Install the font (double click it, or copy it to ~/.local/share/fonts). With stand-ins "
    "only lines and pages in PDF differ; nearer ones: sudo apt install fonts-arphic-gbsn00lp "
    "fonts-arphic-gkai00mp fonts-noto-cjk, and --fonts-conf.",
    "doctor-font-mac": "Install the font with Font Book; with a stand-in only lines and pages in PDF differ.",
    "doctor-font-windows": "Right click the font's file and choose Install; until then Word shows another.",
    "doctor-fontconfig": "Nobody can say without fontconfig: sudo apt install fontconfig "
    "(dnf: the same name)",
    "verify-list-only": "--row, --common and --template only go with --list.",
    "verify-list-or-record": "--list and --record each say what the document is compared with; name one.",
    "verify-list-no-patch": "--into-record doesn't go with --list: correct the row in the list itself.",
    "verify-list-no-update": "--update doesn't go with --list, for a batch doesn't keep the figures of "
    "before. Without --update each figure that the list has otherwise now is told, to be set by hand; docgen "
    "notices --resume makes documents that nobody edited anew.",
    "verify-row-needed": "It isn't known which row the document was made from: its folder has no "
    "manifest.jsonl, or that doesn't name it. Put it into the folder of its batch, or name row and template "
    "with --row and -t.",
    "verify-row-missing": "The list has no row {row} that can be read; please see whether it is the right "
    "list.",
    "verify-row-gone": "The list has no row “{key}” any more, or more than one; please see whether it is the "
    "right list, or name the row with --row.",
    "verify-row-changed": "The row is no longer as it was when the document was made; the document is "
    "compared with the row as it is now.",
    "verify-row-changed-or-common": "The row is no longer as it was when the document was made, or what all "
    "rows share is missing (--common); the document is compared with the row as it is now.",
    "verify-record-faulty": "What the document is compared with has {count} faults of its own (the first: "
    "{first}), so that not everything can be compared; please put it right, then compare again.",
    "verify-template-needed": "It isn't known with which template the document was made; name it with -t.",
    "verify-marks-docx": "Only a .docx can be marked.",
    "verify-updates-docx": "Only a .docx can be brought up to date.",
    "verify-update-needs-record": "--update needs the record with the present figures: name it with "
    "--record.",
    "verify-update-alone": "--update goes with neither -o nor --into-record; verify the copy that it "
    "writes.",
    "verify-update-only": "--made-from and --explanations only go with --update.",
    "verify-made-from-unknown": "It isn't known which figures the document was made from: put its manifest "
    "(.docgen.json) beside it, or name the record of that time with --made-from.",
    "verify-refreshed": "Set to the present figure: {was} → {now}",
    "verify-refreshed-reworded": "Set to the present figure: {was} → {now}. The sentence was reworded; "
    "please read it.",
    "verify-by-hand": "Left as it is: {written} is neither the figure of before ({was}) nor the present "
    "one ({now}). Please check.",
    "verify-disagree": "Left as it is: by its words {written} is another value than by its anchor ({was} "
    "before, {now} at present). Please check.",
    "verify-reworded": "Left as it is: the sentence was reworded and the place of the figures isn't sure. "
    "Please set them by hand: {changes}",
    "verify-repeated": "Left as it is: the sentence stands in several places, here with other figures. "
    "Please see whether it is about the same: {changes}",
    "verify-sentence-missing": "The sentence isn't found in the document: “{sentence}” Its figures "
    "changed: {changes}",
    "verify-rewritten": "Left as it is: with the present figures the sentence has other words. Please "
    "rewrite it: {now}",
    "verify-no-longer": "Left as it is: with the present record this is not said any more. Please see "
    "whether it can stay: {was}",
    "verify-now-also": "The present record also gives this, which the document doesn't say: {now}",
    "verify-other-rows": "Left as it is: the table has other rows at present; please redo it.",
    "verify-copy-differs": "Verified again, the copy still differs from the record, in {count} places: see "
    "docgen verify {file}",
    "library-without-change-list": "There is no template for the list of changes (kind docgen-changes).",
    "verify-revisions": "{count} revisions wait to be accepted or rejected; the text was read as if all were "
    "accepted.",
    "verify-other-record": "The document has nothing in common with the record {record}; name the right one.",
    "final-record-needed": "It isn't known which record the document was made from; name it with "
    "--record, or say --no-record.",
    "final-not-compared": "The figures were not compared with any record.",
    "final-record-or-none": "--record and --no-record say opposite things; give one of them.",
    "final-record-blocked": "The record has {count} faults that forbid an official document "
    "(the first: {first}); see “docgen check”, or give its --explanations.",
    "final-record-behind": "The record still says {recorded}; please put {final} into it, too.",
    "final-figure-differs": "{title}: the document says {written}, the record {recorded}; please check.",
    "final-other-record": "The document has nothing in common with the record {record}; "
    "name the right one, or say --no-record.",
    "final-figure-changed": "The document says {written}; its record gives {recorded} here. Please check.",
    "final-figure-twice": "{title}: the document says {written} here and {recorded}, as the record, "
    "in {elsewhere}; please check.",
    "final-means-disagree": "{title}: by the words around it {recorded} should stand here; by its mark in "
    "the file {written} is another value, {other}, as recorded. Please look which it is.",
    "final-text-differs": "{title}: the document says “{written}”, the record “{recorded}”; please check.",
    "final-marks-new": "A number or date that the record doesn't hold: {shown}; please check.",
    "final-marks-strange": "The marks in the file at the items of a list ({lists}) are from when the list "
    "was another one; there only the text was compared.",
    "final-figures-new": "Figures that no value of the record backs, {count}: {shown}",
    "final-figures-gone": "Figures that the record gives and the document doesn't say, {count}: {shown}",
    "final-layout": "{title}: {message} [{rule}]",
    "final-trace-left": "Something could not be taken out ({part}: {what}); save the file anew in "
    "Word and try again.",
    "final-id-number": "The number of an identity card: {found}",
    "final-id-number-old": "An old number of an identity card, or one like it: {found}",
    "final-id-number-like": "It looks like the number of an identity card with a wrong check digit: "
    "{found}; please check.",
    "final-bank-card": "The number of a bank card: {found}",
    "final-mobile": "The number of a mobile phone: {found}",
    "final-phone": "A phone number: {found}; please see that it is an office's.",
    "final-private-value": "{field}, which is not for the public, stands here: {found}",
    "final-no-moment": "“{given}” is no moment; write 2024-07-05T17:30.",
    "history-held": "Another program holds the history; try again.",
    "history-no-values": "This line of the history names the record without its values.",
    # --- strict_yaml
    "yaml-too-large": "The file is larger than {limit} bytes.",
    "yaml-not-utf8": "The file is not UTF-8 text; save it as UTF-8.",
    "yaml-character": "The file holds a character that YAML does not allow.",
    "yaml-syntax": (
        "This is not YAML from here on. Look at the indentation, colons and quotes of this line and "
        "the one before."
    ),
    "yaml-tab": "There is a tab in front of this; indent with spaces.",
    "yaml-quote-open": "The quotation mark here is never closed.",
    "yaml-conflict": (
        "This line is left over from merging two versions of the file; keep one version and delete "
        "the lines with <<<<<<<, ======= and >>>>>>>."
    ),
    "yaml-wide-space": (
        "The blank here is no ordinary space (full-width or non-breaking); indent with ordinary "
        "spaces."
    ),
    "yaml-wide-mark": "“{mark}” is a Chinese mark; write “{right}” here.",
    "yaml-no-space": "A space has to follow the “{mark}” here.",
    "yaml-no-colon": (
        "There is no colon with a space behind it in this line ({text}); write “name: content”, or "
        "indent it further if it goes on the line before."
    ),
    "yaml-bracket-open": "The bracket {mark} that opens here is never closed.",
    "yaml-bracket-extra": "The bracket {mark} here is one too many.",
    "yaml-text-behind": "A text that begins with {mark} has to stand in quotes as a whole: '…'.",
    "yaml-second-colon": (
        "There is a second colon in this line; a text with a colon and a space in it has to stand in "
        "quotes as a whole: '…'."
    ),
    "yaml-indent": (
        "The indentation doesn't fit here ({found} spaces): what belongs together begins in the same "
        "column, and lists begin with “- ”. Look at this line and the ones before it."
    ),
    "yaml-escape": "The backslash here means nothing in double quotes; use single quotes: '…'.",
    "yaml-too-many": "The file holds more than {limit} values.",
    "yaml-several-documents": "The file holds several documents; keep only one.",
    "yaml-alias": (
        "Aliases (*{name}) are not allowed here; write the value out. A text that begins with * has "
        "to stand in quotes."
    ),
    "yaml-anchor": (
        "Anchors (&{name}) are not allowed here. A text that begins with & has to stand in quotes."
    ),
    "yaml-tag": "Tags ({tag}) are not allowed here. A text that begins with ! has to stand in quotes.",
    "yaml-too-deep": "Lists and mappings are nested more than {limit} deep.",
    "yaml-key-not-text": "A key has to be plain text.",
    "yaml-duplicate-key": "The key “{key}” is already on line {first}.",
    "yaml-number-too-large": "The number {number}… has too many digits.",
    # --- library
    "library-clash": "“{id}” is also in {other}. Give it another name, or say overrides: {id}.",
    "library-misnamed": "A file called like this is not read; its name has to end in {ending}.",
    "library-inner-folder": (
        "Files in a folder inside {folder} are not read; move them up, or out of {folder} if they are no "
        "longer in use."
    ),
    "library-no-file": (
        "This is no file that can be read (a folder, a broken link or a device); delete or rename "
        "it."
    ),
    "library-shipped-missing": "docgen's own schemas and rules are missing; install docgen again.",
    "library-not-a-folder": "There is no such folder for a library.",
    "library-empty": "The folder holds no schemas, checks or templates; make one with “docgen init”.",
    # --- sources
    "file-missing": "There is no file of this name.",
    "file-is-folder": "This is a folder; name a file in it.",
    "file-no-permission": "There is no permission to read this file, or another program holds it.",
    "file-not-readable": "The file can't be read ({reason}).",
    "file-too-large": "The file is larger than {limit}.",
    "file-empty": "The file is empty.",
    "file-is-office": "This is a Word, Excel, PDF or zip file, not a record (JSON text).",
    "file-encoding": "The file is {encoding}; save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8).",
    "file-bad-byte": "The byte {byte} here isn't UTF-8 text; the file may be damaged.",
    # --- locating
    "json-not-json": "This is not a record: a record begins with {{, this begins with {found}",
    "json-not-an-object": "A record begins with {{ and ends with }}; this begins with {found}",
    "json-cut-short": "The file ends too early; a part of it may be missing.",
    "json-string-open": "The text that begins here has no closing quotation mark on its line.",
    "json-control-character": "The text holds the invisible character {found}; delete it.",
    "json-bad-escape": "{found} means nothing in a text; write a backslash as \\\\",
    "json-extra-comma": "This comma is one too many: nothing follows it.",
    "json-wrong-mark": "There is {found} here where {expected} is needed.",
    "json-odd-space": "A special space ({found}) stands here outside the quotation marks; delete it.",
    "json-key-expected": 'A name in quotation marks (") is expected here, but there is {found}',
    "json-colon-missing": "A colon is missing between the name and its value, before {found}",
    "json-line-comma-missing": "A comma is missing at the end of this line.",
    "json-comma-missing": (
        "A comma is missing before {found} (or a quotation mark inside the text isn't written \\\")."
    ),
    "json-value-expected": (
        "A value is expected here, but there is {found} (texts stand in quotation marks)."
    ),
    "json-text-after-end": "The record is complete before this, but {found} follows.",
    "json-duplicate-key": "“{key}” is given twice; the first is on line {first_line}.",
    "json-not-a-number": '{found} is no number. Write {{"unknown": reason}} for what isn\'t known.',
    "number-too-long": (
        "The number {number} is too long or too large to calculate with exactly (at most {digits} digits)."
    ),
    "json-too-deep": "Brackets are nested more than {limit} deep.",
    # --- wording
    "date-style-empty": "The date style “{style}” has no Y, M or D standing alone.",
    "date-lacks-month": "“{style}” asks for a month, but the date {date} has none.",
    "date-lacks-day": "“{style}” asks for a day, but the date {date} has none.",
    "date-not-month-end": "“{style}” says the end of the month, but the date is {date}.",
    "date-not-year-end": "“{style}” says the end of the year, but the date is {date}.",
    # --- validation
    "missing": (
        "“{title}” ({name}) is missing; "
        'where the value isn\'t known, put {{"unknown": "reason"}} in its place.'
    ),
    "missing-in-letter": "“{title}” is missing; please supply it, or say why it isn't known.",
    "empty-in-letter": "Nothing is filled in here; please supply it, or say why it isn't known.",
    "missing-needed": "“{title}” ({name}) is missing.",
    "misspelt": "There is no such field; it seems to stand for “{title}”, which is written {wanted}.",
    "unknown-key": "There is no field “{name}” here.",
    "null-without-reason": (
        'The value is empty (null); write {{"unknown": "reason"}} if it isn\'t known, or "无" if '
        "there is none."
    ),
    "unknown-not-allowed": "An unknown can't stand here; this has to be filled in.",
    "choice-unknown": "One of these has to be chosen, it can't be unknown: {choices}.",
    "unknown-belongs-inside": "An unknown can't stand for the whole; write it at “{fields}” inside.",
    "below-zero": "{found}{unit} is less than nothing; please check, or say in the name that it is a change.",
    "not-whole": "{found}{unit} is no whole number; please check, or say in the name that it is an average.",
    "wrong-unit": "The unit is “{found}”; it has to be “{wanted}”.",
    "wrong-unit-convertible": (
        "The unit is “{found}”; it has to be “{wanted}”: {value}{found} = {converted}{wanted}."
    ),
    "not-the-constant": "Here stands “{found}”; it has to be “{wanted}”.",
    "not-a-choice": "“{found}” is none of the choices: {choices}.",
    "not-a-date": "“{found}” is no date of the calendar; write 2020-06-30, 2020-06 or 2020.",
    "not-a-date-or-choice": (
        "“{found}” is no date of the calendar (2020-06-30, 2020-06, 2020) and none of: {choices}."
    ),
    "bad-id": (
        "“{found}” can't be an id: use letters, Chinese characters, digits and _, and begin with no digit."
    ),
    "list-lacks": "The list has no “{wanted}”; add it, with unknown values and their reasons if need be.",
    "empty": "Nothing is written here.",
    "unknown-without-reason": "Please say why it isn't known.",
    "too-long": "“{found}” is longer than {limit} characters.",
    "beyond-minimum": "{found} is less than {limit}.",
    "beyond-maximum": "{found} is more than {limit}.",
    "wanted-number": "A number is wanted here (without quotation marks), not “{found}”.",
    "wanted-integer": "A whole number is wanted here, not “{found}”.",
    "wanted-string": "A text in quotation marks is wanted here, not “{found}”.",
    "wanted-boolean": "true or false is wanted here, not “{found}”.",
    "wanted-array": "A list in [ ] is wanted here, not “{found}”.",
    "wanted-object": "An object in {{ }} is wanted here, not “{found}”.",
    "wanted-reference": "The id of something in “{wanted}” is wanted here, not {found}.",
    "bad-form": "“{found}” isn't written in the form that this kind of record asks for.",
    "not-as-described": "“{found}” isn't written as asked: {wanted}",
    "not-allowed": "“{found}” is not allowed here.",
    "date-outside-window": "The date {found} lies outside {first} to {last}, where this field's dates lie.",
    "not-a-quarter": "“{found}” is no quarter; write it as 2024-Q1.",
    "quarter-outside-period": "The quarter {found} lies outside the report period from {first} to {last}.",
    "date-after-window": "The date {found} is later than {last}, where this field's dates end.",
    "period-reversed": "The period ends ({end}) before it begins ({start}).",
    "plan-before-period-end": "The plan begins ({start}) before the report period ends ({end}).",
    "names-nothing": "“{found}” names nothing in “{wanted}”.",
    "names-other-sort": "“{found}” is “{other}”; something in “{wanted}” has to be named here.",
    "plan-item-not-printed": "The plan item {id} is in no section, so no document will print it.",
    "id-clash": "The id “{id}” is already used by “{other}”.",
    "forbidden-character": "The invisible character {character} can't stand in a Word document; delete it.",
    # --- prose
    "mention-malformed": "“{mention}” in braces is no mention; write {{id}} or {{id|format}}.",
    "mention-names-nothing": "The mention “{mention}” names nothing in the record.",
    "mention-bad-format": "The mention “{mention}” is a text and takes no format (“{format}”).",
    "mention-bad-unit": "The mention “{mention}” is in {unit} and can't be converted to “{format}”.",
    "mention-not-a-value": "The mention “{mention}” names a group of fields, not one value.",
    "mention-of-no-date": (
        "The mention “{mention}” stands for a date that there is none of (无), and the sentence would say "
        "so; give the date or put the sentence in other words."
    ),
    "mention-unknown-value": (
        "The mention “{mention}” stands for a value that is unknown ({reason}); leave it out of the text."
    ),
    "mention-not-given": "The mention “{mention}” asks for “{title}”, which the record doesn't give.",
    "mention-in-circle": "The mention “{mention}” leads back to the text it stands in.",
    "mention-doubled": "A mention has one pair of braces: write {{{mention}}}.",
    "mention-unusual-unit": (
        "After {{{mention}}} ({value}) stands “{written}”, but the value is in “{unit}”; please check."
    ),
    "number-typed-by-hand": (
        "Numbers are typed by hand in this text: {numbers}. Behind an arrow stands the mention to use "
        "instead; what has none, the record doesn't hold."
    ),
    "mention-below-zero": (
        "Behind “{word}” stands {{{mention}}}, which is less than nothing ({value}); please check, "
        "and say in words which way it went, with a positive number."
    ),
    "mention-without-unit": "After {{{mention}}} ({value}) no unit follows; the value is in “{unit}”.",
    "mention-other-unit": "After {{{mention}}} ({value}) stands “{written}”, but the value is in “{unit}”.",
    "mention-other-unit-convertible": (
        "After {{{mention}}} ({value}) stands “{written}”, but the value is in “{unit}”: "
        "{value}{unit} = {converted}{written}."
    ),
    "brace-alone": "A single brace stands near “{near}”; write \\{{ or \\}} for a literal one.",
    # --- schemas
    "unknown-kind": "There is no kind of record “{kind}”; there are: {kinds}.",
    "schema-bad-ref": "The schema refers to {ref}, which isn't there.",
    "schema-in-circle": "The schema refers to {ref} from within itself, which docgen can't follow.",
    "schema-not-valid": "The schema isn't in order at {place}: {reason}",
    "schema-lacks": "The derived value {field} lacks {lacking}.",
    "schema-unknown-keyword": "“{name}” is no keyword of JSON Schema; it would be passed over.",
    "schema-unknown-field": "There is no field “{name}” in properties.",
    "schema-other-kind": (
        "The kind is called {id}, like its file; with {found} here no record could be of it."
    ),
    "schema-bad-pattern": "“{found}” is no regular expression.",
    "schema-wants-schema": "{name} takes an object in braces that says what may stand there, not {found}.",
    "schema-wants-schemas": "{name} takes names, each with an object in braces, not {found}.",
    "schema-wants-alternatives": "{name} takes a list of objects in braces, not {found}.",
    "schema-wants-text": "{name} takes a text in quotes, not {found}.",
    "schema-wants-pattern": "{name} takes a text in quotes, not {found}.",
    "schema-wants-truth": "{name} takes true or false without quotes, not {found}.",
    "schema-wants-count": "{name} takes a whole number without quotes, 0 or more, not {found}.",
    "schema-wants-number": "{name} takes a number without quotes, not {found}.",
    "schema-wants-positive": "{name} takes a number above 0 without quotes, not {found}.",
    "schema-wants-names": "{name} takes a list of names in quotes, none of them twice, not {found}.",
    "schema-wants-aliases": "{name} takes a list of texts in quotes, not {found}.",
    "schema-wants-list": "{name} takes a list of at least one value, not {found}.",
    "schema-wants-sort": (
        "{name} is {found}; it can be: object, array (a list), string (a text), integer (a whole number), "
        "number, boolean (true or false)."
    ),
    "schema-wants-window": (
        "{name} is {found}; it can be: period, history (until the end of the period), issued, payment, due, "
        "plan, publication, any."
    ),
    "schema-wants-reference": (
        "{name} takes a field of the record in quotes, such as indicators, not {found}."
    ),
    "derived-wrong-unit": "The derived value {name} says the unit {unit}, but its expression gives another.",
    # --- relations declared in a schema
    "relation-not-readable": (
        "x-relations of {indicator} can't be read: total_of takes a list of two or more indicators "
        "(within: how much they may differ), part_of one, rate_of {{part, whole}}; none of them is "
        "the indicator itself, and none stands twice."
    ),
    "relation-unknown-indicator": "x-relations of {indicator}: the schema has no indicator {name}.",
    "relation-unlike-units": "x-relations of {indicator}: these measure unlike things: {units}.",
    "relation-without-unit": (
        "x-relations of {indicator}: the schema fixes no unit for {name}; write \"properties\": "
        "{{\"unit\": {{\"const\": \"…\"}}}} in it."
    ),
    "relation-bad-id": (
        "x-relations of {indicator}: {name} can't be an indicator's id: use letters, digits and _, "
        "no digit first, no word of the rule language."
    ),
    "relation-in-circle": (
        "x-relations of {indicator}: by what is declared, these are parts of one another in a "
        "circle: {names}."
    ),
    "relation-misplaced": (
        "x-relations is read only in an indicator (properties, indicators, properties, the "
        "indicator), beside its title; here it would check nothing."
    ),
    "schema-unknown-annotation": "“{name}” is no annotation that docgen reads; it would be passed over.",
    # --- expressions
    "expression-syntax": "The expression can't be read from here on: {source}",
    "expression-other-sign": "“{mark}” isn't written so in the rule language; write “{right}”.",
    "expression-cut-short": "The expression ends too early; something is missing here.",
    "expression-bracket-alone": "The bracket {mark} here has no counterpart.",
    "expression-percent": "“{source}”: write a percentage as a fraction, such as 0.5 for 50%.",
    "expression-number-with-unit": (
        "“{source}”: a number with its unit is written quantity({number}, \"{unit}\")."
    ),
    "expression-item-alone": (
        "item stands for one thing of a list; it needs for_each in the rule (inside sum, count, all "
        "and any it is each)."
    ),
    "expression-each-alone": (
        "each stands for one thing of the list of sum, count, all or any; it means nothing outside "
        "of them."
    ),
    "expression-list-path": (
        "“{source}”: {name} is a list; its things are looked at with sum, count, all, any or "
        "for_each."
    ),
    "expression-date-arithmetic": (
        "“{source}” adds or subtracts a date; days(a, b) counts the days from a to b."
    ),
    "expression-none-text": "A field that says {source} is not compared with it; write none(field).",
    "expression-quantity": (
        "“{source}”: quantity takes a number and its unit in quotes, such as quantity(1000, \"元/人\")."
    ),
    "expression-arguments-exactly": "{name} takes {low} arguments.",
    "expression-plain-number": (
        "“{source}” puts a plain number and {unit} together; multiply it with its unit: "
        "… * quantity(1, \"{unit}\")."
    ),
    "expression-unit-missing": (
        "“{source}” puts {left} and {right} together; write the number with its unit: "
        "quantity(number, \"{unit}\")."
    ),
    "expression-chinese-mark": "“{mark}” is a Chinese mark; in expressions write the English {right}",
    "expression-quote-missing": "The text that begins here has no closing {mark}",
    "expression-bare-date": (
        '{found} would be a subtraction; compare with a date of the record, or write date("2024-06-30").'
    ),
    "expression-constant": "“{source}” is always the same: nothing of the record is in it.",
    "expression-same-sides": "“{source}” compares a thing with itself; it is always the same.",
    "expression-always": "“{source}” holds whatever a record says; nothing is checked with it.",
    "expression-never": "“{source}” can't hold, whatever a record says.",
    "expression-always-bounded": "“{source}” always holds, for the kind of record says already: {limits}.",
    "expression-never-bounded": "“{source}” can't hold, for the kind of record says already: {limits}.",
    "expression-no-none": "“{source}” can't hold: this kind of record has no 无 here.",
    "expression-date": '{source} is no day; write date("2024-06-30").',
    "expression-too-long": "The expression is longer than {limit} characters.",
    "expression-number-too-long": "A number in the expression has more than {limit} digits.",
    "expression-too-deep": "The expression is nested more than {limit} deep.",
    "expression-not-allowed": "“{source}” is not part of the rule language.",
    "expression-unknown-name": "There is no “{name}” in this kind of record.",
    "expression-unknown-field": "There is no “{name}” in {holder}; there are: {fields}.",
    "expression-no-fields": "{holder} has no fields of its own, so there is no “{name}” in it.",
    "expression-truth-as-text": (
        "“{source}”: {field} is true or false; write its name alone, or not in front of it."
    ),
    "expression-if": (
        "A condition has no “if … then”: what has to hold first stands under when; a value of two is written "
        "a if condition else b."
    ),
    "expression-unknown-function": "There is no function “{name}”.",
    "expression-arguments": "{name} takes {low} to {high} arguments.",
    "expression-wrong-sort": "“{source}”: {wanted} is wanted here, not {found}.",
    "expression-unlike-units": "“{source}” puts {left} and {right} together; they are unlike.",
    "expression-not-comparable": "“{source}” compares {left} with {right}.",
    "expression-no-order": "“{source}”: {sort} has no order; only == and != are possible.",
    "expression-unknown-choice": "{source} is none of the values that {field} can have: {choices}.",
    "expression-in-needs-list": 'in takes a list of texts: x in ["a", "b"].',
    "expression-needs-path": "{name} takes a field of the record, not “{source}”.",
    "expression-year-day": '{source} is no month and day; write "05-31".',
    # --- rules
    "pack-not-a-mapping": "Keys with values are wanted here (name: value).",
    "pack-fields-list": "fields is a list of fields of the record, such as [plan] or [payments].",
    "pack-unknown-field": "No kind of record has the field {name}.",
    "pack-kinds-list": "kinds is a list of kinds of record: [civil-affairs-half-year].",
    "pack-kinds-and-fields": "A pack has kinds or fields, not both; of the two only kinds would count.",
    "pack-for-no-kind": "No kind of record has all of these fields, so the pack would never be used.",
    "pack-rules-list": "rules is a list of rules.",
    "pack-bases-mapping": "bases gives each legal basis a short name.",
    "pack-unknown-key": "There is no key “{name}” here.",
    "pack-missing-key": "The key “{name}” is missing or empty.",
    "pack-not-a-choice": "{name} is “{found}”; it can be: {choices}.",
    "pack-wants-text": "A text is wanted here; a number, a list or yes/no as text stands in quotes.",
    "pack-wants-list": "A list is wanted here.",
    "pack-bad-rule-id": "“{found}” can't be a rule's id: use small letters, digits and hyphens.",
    "pack-too-many-rules": "There are {found} rules in one pack; {limit} is the most.",
    "pack-twice": "The pack {name} is already in {other}; a copy of it has to go, or to be called otherwise.",
    "pack-rule-twice": "The rule {id} is already in {other}.",
    "pack-where-alone": "{name} goes with for_each, which this rule doesn't have.",
    "pack-unknown-area": "area is “{found}”, which is no province; write one, such as 江西省.",
    "pack-brace-in-text": (
        "{name} is printed as it stands, {found} and all; only message and ask are filled with values."
    ),
    "pack-basis-never-cited": (
        "《{title}》 is never in force where and when this rule holds, so it would never be named."
    ),
    "pack-unknown-basis": "There is no basis “{name}” in this pack's bases.",
    "pack-article-unverified": "No article of 《{title}》 may be named: its text was not seen (verified).",
    "pack-test-twice": "This is test {number} again; a second time it says nothing.",
    "pack-test-unknown-field": (
        "There is no field “{name}” here, so the test says nothing with it; there are: {fields}."
    ),
    "pack-test-unknown-choice": "“{found}” can't stand here; it can be: {choices}.",
    "pack-test-shape": "A test is one outcome with a record fragment: - pass: {{…}}.",
    "pack-stray-brace": "A brace without its counterpart stands near “{near}”.",
    "pack-wide-brace": "A full-width brace stands near “{near}”; write {{…}}.",
    "pack-bad-format": "“{source}” can't be printed in the format “{format}”.",
    "pack-dates-reversed": "The end ({end}) lies before the beginning ({start}).",
    "pack-test-missing": "The rule has no test that comes out as {outcome}.",
    "unknown-pack": "There is no rule pack “{pack}” in the library.",
    "pack-rules-not-last": "A rule can only be added to a pack whose rules are the last thing in it.",
    "as-of-not-a-day": "“{found}” is no day; write it as 2020-06-30.",
    "explanations-list": "An explanations file is a list: - rule: …, place: …, reason: …, by: ….",
    "explanation-lacks": "The explanation lacks “{name}”.",
    "explanation-expired": "The waiver for {rule} ({place}) was valid until {expires}; it no longer holds.",
    "explanation-other-values": (
        "The waiver for {rule} ({place}) was granted for other values of: {fields}; please check."
    ),
    "explanation-values": "“values” is a mapping: field: the value it was granted for.",
    "explanation-unused": "The explanation for {rule} ({place}) fits nothing that failed.",
    # --- writing, jobs
    "output-exists": "There already is {names}; use --force to overwrite.",
    "output-is-folder": "This is a folder; name a .docx file.",
    "output-no-folder": "There is no folder {folder}.",
    "output-no-permission": "No permission to write here, or the file is open in another program.",
    "output-disk-full": (
        "It can't be written: the disk is full, or the space allotted is used up. Make room and try again."
    ),
    "output-not-written": "It can't be written: {reason}.",
    "output-not-docx": "The output has to be a .docx file, or a folder that is there.",
    "output-is-input": "The document would overwrite what it is made from; name another file.",
    "kind-without-template": "No template belongs to {kind}; name one with -t.",
    "record-without-kind": "The record doesn't say its kind: one of {kinds}.",
    "unknown-rule": "There is no rule “{rule}”.",
    "inspection-no-records": "There are no records here: no .json file that is one.",
    "baseline-not-inspection": "This is no inspection.json of docgen ({format}).",
    "baseline-unit-absent": (
        "{count} records that the baseline knows have no counterpart among those looked at now, so nobody "
        "can say what became of their findings: {units}."
    ),
    "previous-none": (
        "{file} ({unit}): last period's record isn't there, so nothing was asked about changes since."
    ),
    "previous-twice": (
        "Last period's {file} is of the same unit, kind and period as {first}; only the latter is compared "
        "with, please check."
    ),
    "previous-not-usable": (
        "Of last period, {file} can't be used: it can't be read, or names no unit and no period."
    ),
    "unit-name-twice": "{file} is of the same unit, kind and period as {first} ({name}); please check.",
    "unit-not-judged": "docgen itself failed on this record ({name}); please report it.",
    "init-not-empty": "The folder isn't empty; name a new one.",
    "library-without-check-sheet": "The template of the check sheet is missing; install docgen again.",
    # --- templates, ooxml
    "template-not-docx": "This is no .docx that can be opened.",
    "template-too-large": (
        "The template unpacks to more than {limit} MB, or has too many parts. "
        "Its largest is {part} ({size} MB)."
    ),
    "template-has-macros": (
        "The template holds macros or controls ({part}), which are refused. Save it as .docx."
    ),
    "template-fetches": (
        "The template would load something from outside ({target}), named in {part}. Remove it."
    ),
    "template-unreadable": "The template can't be read.",
    "template-missing": "There is no template “{template}”. There are: {templates}",
    "template-of-other-kind": (
        "The template “{template}” is for {of}, not for {kind}. Those for {kind}: {templates}"
    ),
    "template-without-sidecar": "Beside the template there is no {sidecar} with its id, title and kind.",
    "sidecar-unknown-key": "“{key}” is no entry of a template's sidecar. There are: {keys}",
    "sidecar-lacks": "The sidecar lacks “{key}”.",
    "sidecar-other-id": "The id “{id}” isn't the file's name “{name}”.",
    "sidecar-unknown-stage": "There is no stage “{stage}”. There are: {stages}",
    "library-without-checklist": "There is no template for the list of a batch (kind docgen-checklist).",
    "sidecar-unknown-numbers": "numbers is “{numbers}”; it may be {known}.",
    "character-not-for-xml": "A text holds a character that no Word file can hold, near “{text}”.",
    "template-fails": "The template can't be filled: {reason}",
    "template-syntax": (
        "{where}: {placeholder} is not in order or lacks its counterpart. Paragraph: {paragraph}"
    ),
    "template-tag-not-closed": "{where}: {placeholder} isn't closed in its paragraph. Paragraph: {paragraph}",
    "template-tag-not-opened": (
        "{where}: {placeholder} ends a placeholder that nothing begins in its paragraph. "
        "Paragraph: {paragraph}"
    ),
    "template-too-deep": (
        "{where}: {placeholder} stands inside of {limit} other blocks; so many can't be nested. "
        "Paragraph: {paragraph}"
    ),
    "template-lacks-endfor": (
        "{where}: {placeholder} lacks its {{% endfor %}} in the right place. Paragraph: {paragraph}"
    ),
    "template-lacks-endif": (
        "{where}: {placeholder} lacks its {{% endif %}} in the right place. Paragraph: {paragraph}"
    ),
    "template-closes-nothing": (
        "{where}: {placeholder} belongs to no {{% for %}} or {{% if %}} before it. Paragraph: {paragraph}"
    ),
    "template-tags-differ": (
        "{where}: {placeholder} belongs to {opened}; both need the same letters (p, tr, tc, r or none) "
        "behind the percent sign."
    ),
    "template-block-crosses-cells": (
        "{where}: {placeholder} belongs to {opened}, which stands in another cell, row or table. Put both "
        "into one, or use {{%tr %}} for whole rows and {{%tc %}} for whole cells."
    ),
    "template-block-half-inside": (
        "{where}: {placeholder} belongs to {opened}, and one of them stands in a link, field, text box, "
        "content control or tracked change, the other outside of it. Put both inside, or both outside."
    ),
    "template-tag-outside-table": (
        "{where}: {placeholder} is only for tables, and stands in none. Paragraph: {paragraph}"
    ),
    "template-text-lost": (
        "{where}: with {placeholder}, its whole paragraph, row or cell is taken out, and “{lost}” would be "
        "lost. Put the tag into one of its own."
    ),
    "template-chinese-quotes": (
        "{where}: {placeholder} has Chinese quotation marks; type ' or \" in half width. "
        "Paragraph: {paragraph}"
    ),
    "template-full-width-sign": (
        "{where}: {placeholder} has a full-width sign; type brackets, commas, colons and bars in half "
        "width. Paragraph: {paragraph}"
    ),
    "template-breaks-document": (
        "{where}: with its placeholders filled, this part would be no Word file any more. See that every "
        "{{%p %}}, {{%tr %}} and {{%tc %}} stands in a paragraph, row or cell of its own, and that no {{%- "
        "or -%}} joins something to what stands inside or outside of a link, text box or content control."
    ),
    "template-unseen-sign": (
        "{where}: {placeholder} holds signs that can't be seen (here □), as come along with text copied from "
        "elsewhere; delete it and type it anew. Paragraph: {paragraph}"
    ),
    "template-full-width-brace": (
        "{where}: {placeholder} has full-width signs; type {{{{ }}}} and {{% %}} in half width. "
        "Paragraph: {paragraph}"
    ),
    "template-unknown-field": (
        "{where}: {placeholder} asks for “{name}”, which there isn't. Paragraph: {paragraph}"
    ),
    "template-unknown-filter": (
        "{where}: {placeholder} uses the filter “{name}”, which there isn't. Paragraph: {paragraph}"
    ),
    "template-unknown-test": (
        "{where}: {placeholder} asks “is {name}”, which there isn't. Paragraph: {paragraph}"
    ),
    "template-filter-misplaced": (
        "{where}: in {placeholder}, “{name}” doesn't fit what stands before it. Paragraph: {paragraph}"
    ),
    "template-filter-arguments": (
        "{where}: in {placeholder}, “{name}” is not used as in {example}. Paragraph: {paragraph}"
    ),
    "template-prints-list": (
        "{where}: {placeholder} is a list; go through it with {{%p for %}}. Paragraph: {paragraph}"
    ),
    "template-prints-group": (
        "{where}: {placeholder} is a group of fields; name one of them. Paragraph: {paragraph}"
    ),
    "template-loop-over-no-list": (
        "{where}: {placeholder} goes through something that is no list. Paragraph: {paragraph}"
    ),
    "template-tag-not-allowed": "{where}: {placeholder} is none of for, if, set. Paragraph: {paragraph}",
    "template-calculates": (
        "{where}: {placeholder} calculates. A template can only count (loop.index + 1); what is calculated "
        "from the record belongs to its kind. Paragraph: {paragraph}"
    ),
    "template-colspan-no-number": "What stands behind {{% colspan is no whole number.",
    "template-calls": "{where}: {placeholder} calls something; use a filter instead. Paragraph: {paragraph}",
    "template-new-paragraph-inside": (
        "A value that begins a new paragraph or page is put where Word allows none: in a link, a field, a "
        "content control, an inserted text, or behind a text box. Put its placeholder outside of it."
    ),
    "template-loops-too-often": (
        "With this record, the template's loops go round more than {limit} million times. See whether they "
        "stand inside each other by mistake."
    ),
    "template-prints-too-much": (
        "With this record, the template prints more than {limit} million characters. See whether its loops "
        "stand inside each other by mistake."
    ),
    "template-kind-needed": (
        "Beside it is no .yaml that says which kind of record it is for. Name the kind with --kind, "
        "or write one."
    ),
    "file-error": "{reason}.",
    # --- what a batch puts out besides its folder
    "notices-pdf-in-archive": (
        "--pdf puts a PDF beside each document, and with --zip there are none; choose one."
    ),
    "notices-output-ending": "The file's name has to end in {ending}.",
    "notices-output-taken": (
        "The batch itself writes a file of this name into this folder; choose another name for the document "
        "for printing."
    ),
    "combine-other-template": (
        "This document has other styles than those before; only documents of one template can be put "
        "together. The documents themselves are made."
    ),
    "combine-not-read": "The document can't be read ({reason}), so the one for printing was not made.",
    "pdf-without-office": (
        "LibreOffice wasn't found, so no PDF was made; everything else is made. Install LibreOffice and run "
        "again with --resume --pdf."
    ),
    "pdf-no-office": "LibreOffice wasn't found, so no PDF can be made; please install it and try again.",
    "pdf-lock-file": "This is no document but Word's sign that {name} is open; leave it out.",
    "pdf-same-name": "Two documents would both become this PDF; convert them one at a time.",
    "pdf-links-outside": "The document fetches content from elsewhere when it is opened, so no PDF was made.",
    "pdf-office-not-started": "LibreOffice can't be started ({reason}), so PDF are missing.",
    "pdf-not-made": "LibreOffice made no PDF of this document, twice; please open it there and look.",
    "pdf-not-made-more": "LibreOffice made no PDF of {count} more documents.",
    "pdf-fonts-missing": (
        "Fonts that aren't installed here, and what stands in for them in the PDF: {fonts}. Lines may break "
        "elsewhere than in Word."
    ),
    # --- batches of documents
    "notice-disk-full": (
        "“{file}” was not written: the disk is full, or the space allotted is used up. Make room and "
        "go on (on the command line with --resume)."
    ),
    "notice-name-is-folder": "“{file}” was not written: there is a folder of this name.",
    "notice-file-open": (
        "“{file}” was not written: it is open in Word or WPS, or protected. Close it and run again with "
        "--resume."
    ),
    "notice-no-permission": "“{file}” was not written: nothing may be written into this folder.",
    "notice-not-written": "“{file}” was not written ({reason}).",
    "notices-folder-in-use": "Another run is writing into this folder just now; wait until it has ended.",
    "manifest-disk-full": (
        "The disk is full: what was made so far is in place. Make room and go on (on the command line "
        "with --resume)."
    ),
    "manifest-not-readable": (
        "This line of the manifest can't be read; begin anew with --force, or in an empty folder."
    ),
    "name-pattern-brace": (
        "The pattern for file names, “{pattern}”, has a brace that isn't closed; write a field as {{name}}."
    ),
    "name-pattern-constant": (
        "The pattern for file names, “{pattern}”, names no field: all files would bear one name. Add "
        "{{seq:04}}."
    ),
    "name-pattern-width": (
        "In the pattern for file names, “{pattern}”, “:{found}” has to say to how many digits, such as :04."
    ),
    "name-pattern-no-field": (
        "The pattern for file names, “{pattern}”, asks for “{field}”, which isn't a field of this kind "
        "of record."
    ),
    "name-pattern-private": (
        "The pattern for file names, “{pattern}”, asks for “{field}”, which is not public and can't "
        "stand in a name."
    ),
    "name-pattern-not-a-value": (
        "The pattern for file names, “{pattern}”, asks for “{field}”, which is a list or a group and no "
        "single value."
    ),
    "notice-same-file": (
        "The document would bear the same file name as that of row {rows}; Windows takes capitals and "
        "small letters for the same."
    ),
    "notice-same-recipient": "This recipient is also on row {rows}; please check whether it is there twice.",
    "notice-recipient-same-name": (
        "Row {rows} has a recipient of this name with another code; please check whether it is the same."
    ),
    "notice-recipient-space": "There is a space within this name, and it would be printed so; please check.",
    "notice-recipient-without-code": (
        "Row {rows} has a recipient of this name, with a code; please check whether it is the same, and "
        "add the code."
    ),
    "notice-number-differs": (
        "The document number here is “{number}”, but “{usual}” on most rows; all documents of this "
        "template share one."
    ),
    "notice-number-missing": (
        "The document number isn't written here, though other rows have one; please add it."
    ),
    "notice-number-twice": (
        "The document number “{number}” is also on row {rows}; each document needs its own."
    ),
    "notice-numbers-gap": (
        "{count} document numbers are left out: {numbers}; please check whether they are used elsewhere."
    ),
    "notice-numbers-order": (
        "The document numbers don't ascend in the order of the list: row {row} has “{number}”, less "
        "than the row before."
    ),
    "notice-number-other-year": (
        "This document number is of {year}, and the day of issue is {issued}; please check both."
    ),
    "notices-without-common": (
        "The list lacks {titles}. What is the same for all stands in a file of its own, named with --common."
    ),
    "notice-numbers-none": "No row has a document number; please add it before the documents go out.",
    "notice-name-lacks": "“{title}” is missing, which the file name needs; please add it.",
    "notice-recipient-lines": (
        "This name stands on several lines, and would be printed so; please write it on one, with 、 or ， "
        "between several offices."
    ),
    "notice-recipient-mark": (
        "This name ends with “{mark}”; the mark behind it is the template's. Please see that there aren't "
        "two."
    ),
    "notice-deadline-past": "This deadline, {due}, is before the day of issue, {issued}; please check both.",
    "notice-code-length": "A unified social credit code has 18 signs, this has {length}; please check it.",
    "notice-code-signs": (
        "This code has a sign that no unified social credit code has (only digits and capitals, without "
        "I, O, S, V, Z); please check it."
    ),
    "notice-code-check": (
        "The last sign of this unified social credit code doesn't fit the others (GB 32100-2015): "
        "perhaps one is mistyped. Please check it."
    ),
    "notice-deadline-not-judged": (
        "The day of issue isn't written yet, so nobody can say whether this deadline is before it."
    ),
    "notice-rule-failed": "{title}: {message}",
    "notice-rule-explained": "{title}: {message} Explained by {by}: {reason}",
    "notice-rule-broke": "{title}: {message}",
    "notice-rule-not-judged": "“{title}” can't be judged; missing: {missing}.",
    "notice-not-judged": "This row could not be judged: a fault of docgen itself ({name}), not of the row.",
    "notice-not-made": "The document could not be made: a fault of docgen itself ({name}), not of the row.",
    "notice-file-changed": (
        "“{file}” was changed, or put there, by somebody since; it is left as it is. To write over it "
        "add --force."
    ),
    "notices-not-a-folder": "This is a file; name a folder for the documents.",
    "notices-folder-not-empty": (
        "The folder isn't empty ({names}). Name an empty or new one, or write over files of the same "
        "name with --force."
    ),
    "notices-folder-has-notices": (
        "There are documents of an earlier run in the folder ({names}). Go on with them with --resume, "
        "or begin anew with --force."
    ),
    "notices-nothing-to-resume": (
        "The folder has files ({names}), but no list of documents made; nothing can be resumed here."
    ),
    "notices-processes-die": (
        "A process ended without a word each time the same rows came; there may be too little memory. "
        "Try fewer --workers."
    ),
    "sidecar-no-recipient": "The kind of this template has no field “{field}” that can be the recipient.",
    "cluster-not-installed": (
        "Working on other machines needs Dask; install it with: pip install docgen[cluster]"
    ),
    "cluster-not-reached": "No Dask scheduler answers at {address}.",
    "cluster-without-workers": "The Dask scheduler at {address} has no workers; start some.",
    "cluster-other-bytes": (
        "A worker has another version of docgen or of zlib, or got other files than were sent; all need "
        "version {version}."
    ),
    "cluster-folder-not-shared": (
        "A worker doesn't see this folder; it has to be on a disk that all machines share, under the "
        "same path."
    ),
    "notices-no-room": (
        "The disk with the folder for temporary files is full; make room there (TMPDIR names it). What "
        "was made is in place."
    ),
    "notices-list-empty": "The list has no rows.",
    "list-not-a-list": "A .json file for a batch holds a list of records: [ {{…}}, {{…}} ].",
    "list-row-not-a-record": "Here should be a record: a record begins with {{.",
    "list-of-other-form": "A list is a .jsonl (a record a line) or a .json (a list of records).",
    # --- rules that break, and reports
    "rule-broken": "The rule {rule} ({where}) broke while it ran ({name}); nothing was judged by it.",
    "rule-unfit": "Records of this kind don't have what the rule looks at: {fault}",
    "rule-wrong": "The rule {rule} ({where}) is written wrong, so nothing was judged by it: {fault}",
    "report-one-record": "A .docx report is of one record that can be read; name one.",
    "format-needs-file": "A report in the format {form} needs a file; name it with -o.",
    "format-and-json": "--json and --format {form} can't go together.",
    # --- auditing
    "audit-sum-differs": (
        "The parts come to {computed}, the total is stated as {stated}; please check whether one is missing."
    ),
    "audit-part-exceeds-whole": "A part is more than its total; please check.",
    "audit-product-differs": (
        "Count, standard and months give {computed}, but {stated} is stated; please check."
    ),
    "audit-rate-differs": "The share comes to {computed}, but {stated} is stated; please check.",
    "audit-rate-above-whole": "{near} is more than all there can be; please check.",
    "audit-change-differs": "The change comes to {computed}, but {stated} is stated; please check.",
    "audit-direction-differs": "The numbers go the other way than the words say; please check.",
    "audit-average-differs": "The average comes to {computed}, but {stated} is stated; please check.",
    "audit-below-floor": "The floor is {computed}, but {stated} is stated; please check.",
    "audit-stated-twice": "“{name}” is stated as {first} and as {second}; please check which holds.",
    "audit-date-impossible": "No calendar has the date “{near}”; please check.",
    "audit-date-garbled": (
        "The date “{near}” can't be understood; please check whether a character is missing."
    ),
    "audit-dates-reversed": "“{near}” ends before it begins; please check.",
    "audit-days-differ": (
        "From the first day to the last are {computed}, but {stated} is stated; please check."
    ),
    "audit-weekday-differs": "That day is a {computed}, but {stated} is stated; please check.",
    "audit-date-after-issue": (
        "“{near}” is told as done, but lies after the day of issue, {issued}; please check."
    ),
    "audit-deadline-passed": "The deadline “{near}” had passed on the day of issue, {issued}; please check.",
    "audit-names-differ": "{computed} are listed, but “{stated}” is stated; please check.",
    "audit-label-gap": (
        "The numbering “{near}” doesn't follow on; please check whether something is missing."
    ),
    "audit-unit-missing": "After “{near}” no unit is written; please check.",
    "audit-unit-doubtful": "The unit of “{near}” is doubtful; please check whether 万 is missing or doubled.",
    "audit-digits-run-on": "The digits of “{near}” seem to run together; please check.",
    "audit-mark-unpaired": "A bracket or quotation mark lacks its other half near “{near}”; please check.",
    "audit-reason-parts-may-be-some": "The text doesn't say that these parts are all.",
    "audit-reason-total-may-be-of-more": "The total may be of more than these.",
    "audit-reason-may-be-rounding": "The difference may come from rounding.",
    "audit-reason-whole-not-sure": "It isn't sure what the share is of.",
    "audit-reason-average-of-what": "It isn't sure what the average is of.",
    "audit-reason-terms-not-sure": "It isn't sure for how many and how many months the standard was paid.",
    "audit-reason-list-is-open": "The list ends with 等 and need not be complete.",
    "audit-reason-may-be-other-time": "The two may be of another time or place.",
    "audit-reason-floor-not-claimed": "The text doesn't say that the floor was kept.",
    "audit-not-pdf": "This is no PDF that can be read, or it is damaged.",
    "audit-pdf-locked": "The PDF asks for a password; save it without one.",
    "audit-no-text": (
        "There is no text in this file; a scan has to be read by a text recognition program first."
    ),
    "audit-no-pdf-reader": "Reading PDF needs “pip install docgen[pdf]”; or save it as .docx or .txt.",
    "audit-one-file": "With --against or --to-record, name one file.",
    "audit-output-without-kind": "-o names the record to write and goes with --to-record.",
    "audit-record-needs-file": "Name the record to write with -o.",
    "audit-shares-not-whole": "The shares come to {computed} in all; please check.",
    "audit-households-exceed": "There are more households than persons; please check.",
    # --- layout: documents that can't be opened
    "lint-not-docx": "This is not a .docx that Word can open; save it as .docx in Word or WPS.",
    "lint-empty": "The file is empty.",
    "lint-old-doc": "This is an old .doc or .wps, whatever its ending; save it as .docx in Word or WPS.",
    "lint-encrypted": "The file is protected by a password; save a copy without one.",
    "lint-cut-short": "The file is cut short: its end is missing. Get it again from where it came.",
    "lint-damaged": "The file is damaged: “{part}” in it can't be read.",
    "lint-no-body": "There is no text part in this file; it is damaged or no Word document.",
    "lint-too-large": "The file unpacks to more than {limit} MB and is not opened.",
    "lint-too-many-parts": "The file holds more than {limit} parts and is not opened.",
    "lint-unsafe-name": "The file holds a part with an unsafe name (“{part}”) and is not opened.",
    "lint-entities": "“{part}” in it defines entities, as no word processor does; it is not opened.",
    "lint-strict-format": "The file is saved as “Strict Open XML”; save it as an ordinary .docx.",
    # --- tables
    "table-old-or-locked": (
        "This is an old Excel or WPS file (.xls, .et), or one with a password. Open it, take the "
        "password off, and save it as .xlsx."
    ),
    "table-not-a-workbook": (
        "This can't be read as an .xlsx workbook; open it in Excel or WPS and save it as .xlsx."
    ),
    "table-csv-broken": "From here on the table can't be read: a quotation mark may be open.",
    "table-too-long": "The table has more than {limit} rows; divide it.",
    "table-no-headings": (
        "No row of headings was found; the first row says “{found}”. Name the columns as the "
        "fields are called (主送机关…)."
    ),
    "table-encoding": "The table is written in {encoding}, and was read so.",
    "table-other-sheets": "Only the sheet “{sheet}” was read; the others were not: {others}",
    "table-closing-rows": "Rows {rows} were taken for sums or remarks and left out (“{first}”).",
    "table-headings-again": "Rows {rows} repeat the headings and were left out.",
    "column-unnamed": (
        "A column has values and no heading (the first is {cell}); it was not read. Give it a heading "
        "or, if it isn't needed, one that begins with #."
    ),
    "row-too-wide": (
        "This row has {found} cells and the headings are {wanted}: put a text that holds a comma in "
        "quotation marks."
    ),
    "table-hidden-rows": (
        "{count} hidden rows (the first is row {first}) are in the list like the others; please check."
    ),
    "table-merged-cells": (
        "Cells are merged over several rows ({cells}): only the first of these rows has the "
        "value; please check."
    ),
    "column-unknown": (
        "The column “{heading}” is no field. Name it as the field is called, "
        "or begin it with # to leave it out."
    ),
    "columns-are-called": "Columns are called {names}; or by the other names in docs/templates.md.",
    "column-twice": "The columns “{heading}” and “{other}” are for the same field; please keep one.",
    "column-other-unit": "The column “{heading}” is in {unit}; the value is kept in {wanted}.",
    "cell-not-calculated": (
        "This cell holds a formula without its result; open the table in Excel or WPS, save it, "
        "and try again."
    ),
    "cell-digits-lost": (
        "“{heading}” is {shown} here: a number of more than 15 digits has lost its end in the "
        "table. Enter it as text."
    ),
    "table-has-macros": (
        "This workbook holds macros and is not opened. Save it as an ordinary .xlsx, without macros."
    ),
    "table-no-such-date": (
        "On the sheet “{sheet}”, a cell is shown as a date and holds a number too large for one; correct it."
    ),
    "table-old-format": (
        "Of an .xls, number formats can't be known (percent, zeros before a code), nor "
        "hidden rows or errors of "
        "formulas; please check such cells, or save it as .xlsx."
    ),
    "table-locked": (
        "This workbook has a password. Open it, take the password off (File, Info, "
        "Protect), and save it as .xlsx."
    ),
    "table-is-a-text": (
        "This is a Word or WPS text, no table. Save it as .docx, or enter its table in the form."
    ),
    "table-save-as": (
        "A .{ending} file can't be read. Open it in WPS or Office, choose “Save as”, and save it as {wanted}."
    ),
    "cell-error": "This cell shows an error of its formula (such as #REF!); put the value itself there.",
    "cell-percent": "“{label}” is in {unit}, and this cell is shown as a percentage; please check.",
    "cell-scaled": (
        "“{label}”: the cell is shown in thousands or ten thousands of what it holds; the value it holds was "
        "taken. Please check."
    ),
    "cell-share": (
        "“{label}” is in {unit}; {found} was read as {found}{unit}. If {meant}{unit} is meant, please write "
        "{meant}."
    ),
    "cell-not-whole": "“{label}” is a number of {unit}, and {found} stands here; please check.",
    "cell-dash": (
        "“{found}” stands here, which doesn't say whether there is none or it isn't known; it was not read. "
        "Write 无 or 未知：原因."
    ),
    "cell-ditto": "“{label}”: {count} cells say 同上; what stands above was taken.",
    "cell-merged-number": (
        "“{label}”: this number stands in a merged cell that goes over row {row} too. It was counted once, "
        "in its first row; please check."
    ),
    "missing-in-form": (
        "“{title}” ({name}) is missing. Fill it in here; where it can't be found out, write 未知：原因."
    ),
    "missing-row-in-form": (
        "“{title}” ({name}) is missing: this sheet has no row for it. Please put the row in again; where the "
        "value can't be found out, write 未知：原因."
    ),
    "wanted-document-number": "“{found}” is no document number; write it like 云民字〔2024〕6号.",
    "wanted-number-in-form": (
        "A number is wanted here, without unit or other words; found “{found}”. Where there is none, write "
        "无; where it isn't known, 未知：原因."
    ),
    "table-sum-differs": "“{name}”: the sum is given as {total}, and the rows come to {sum}; please check.",
    "table-found": "Read as “{table}”, {rows} rows: {columns}",
    "table-column-unsure": (
        "The column “{heading}” may be “{label}” ({percent} % sure) and was not read. "
        "Confirm it in the file of "
        "meanings (--mapping)."
    ),
    "table-row-unsure": (
        "“{name}” may be the indicator “{label}” ({percent} % sure) and was not read. "
        "Confirm it in the file of "
        "meanings (--mapping)."
    ),
    "table-column-unsure-here": (
        "The column “{heading}” may be “{label}” ({percent} % sure) and was not read. If it is, name the "
        "column so and hand the table in again."
    ),
    "table-row-unsure-here": (
        "“{name}” may be the indicator “{label}” ({percent} % sure) and was not read. If it is, name it so "
        "and hand the table in again."
    ),
    "table-row-unknown": "“{name}” is none of the kind's indicators and was not read.",
    "table-column-unknown": "The column “{heading}” is none of the kind's fields and was not read.",
    "table-rows-many": (
        "This table has {count} rows of values and no sum; nobody knows which are the "
        "unit's. Leave one, or add "
        "a row 合计."
    ),
    "cell-other-unit": (
        "This value is in {unit}, and is kept in {wanted}, which is something else; please check."
    ),
    "cell-converted": "{before} was put down as {after}.",
    "mapping-shape": (
        "A file of meanings begins with “format: {format}”; below it stand senders, and "
        "below each “heading: field”."
    ),
    "intake-nothing-found": (
        "No table of this kind was found. Name the columns as the form of the kind does (see “docgen form”), "
        "or use the form."
    ),
    "desk-too-few-forms": "Tick at least two forms to be put together.",
    "desk-form-changed": "{name} was changed on the page, and its form doesn't know of that: take its form "
    "from the page (Form), hand that in, and tick it instead.",
    "merge-differs": (
        "Here it is “{value}”, and in “{file}” {cell} it is “{first}”; please check which is so."
    ),
    "roster-no-units": "The roster has no column that names the units ({names}).",
    "intake-kinds-differ": "These files are of several kinds of record ({kinds}) and can't be put together.",
    "intake-without-output": "Name the record to write with -o (or add up with --total).",
    "intake-no-place-for-prose": "A record of the kind “{kind}” has no place for plain sentences.",
    "intake-no-files": "There is no file of this name, or the folder holds no table.",
    "form-other-kind": "The record is of the kind “{found}”, not “{kind}”.",
    "form-not-xlsx": "A form is an .xlsx file; give it a name that ends so.",
    "form-without-kind": "Name a kind (see “docgen kinds”), or a record with --from.",
    "form-sheet-twice": (
        "This sheet is the same as “{other}”, which was read; this one wasn't. Please keep one."
    ),
    "form-sheet-unknown": "The sheet “{sheet}” is none of the form's and was not read.",
    "form-column-unknown": "The column “{heading}” is none of the form's and was not read.",
    "form-column-unnamed": (
        "What stands beside the table (the first is {cell}) belongs to none of its columns and was not read."
    ),
    "form-row-two-names": (
        "This row is named “{name}”, but its id is that of “{other}”. It was read as “{name}”; please check "
        "the number, and put names and ids in the same order again."
    ),
    "form-key-twice": "“{key}” is in this list twice; the second was not taken.",
    "form-list-cell": (
        "This cell says only whether there are any: “无”, “未知：原因”, or nothing. Put the "
        "rows on the sheet "
        "“{sheet}”. Found: “{found}”"
    ),
    "form-list-and-none": (
        "This cell says that there are none, and the sheet “{sheet}” has one (row "
        "{row}); please check which is so."
    ),
    "form-row-without-owner": (
        "“{label}” is empty, so nobody knows what this row belongs to; it was not taken."
    ),
    "form-owner-unknown": "The sheet “{sheet}” has no “{found}”, or several; this row was not taken.",
    "intake-no-form": (
        "This is none of docgen's forms. Make one with “docgen form”, or name the kind of record with --kind."
    ),
    "intake-several-files": "Several files become one record only with --merge.",
    "lint-no-rule": "There is no layout rule “{id}”.",
    "lint-one-file": "-o names one document; give one DOCX, or leave it out.",
    "lint-rendered-only": "--rendered measures and mends nothing: leave it out with --fix and --diff.",
    "office-shape": "layout.yaml has “measures” and “ignore”, each with names and what is said of them.",
    "office-unknown-key": "layout.yaml knows “measures” and “ignore”, not “{key}”.",
    "office-no-measure": "There is no measure “{name}”.",
    "office-no-reason": "Say why “{name}” is changed, as “reason”.",
    "office-no-rule": "There is no layout rule “{id}” to leave out.",
    "office-value": "“{name}” takes a size (四号), a font (仿宋, 黑体, 小标宋…) or a number of twips.",
    # --- letters and orders
    "terms-wants-entries": "Entries are expected here: {keys}.",
    "terms-unknown-key": "There is no “{name}” here; there are {keys}.",
    "terms-lacks": "“{name}” is missing.",
    "terms-wants-text": "“{name}” has to be a text that isn't empty.",
    "terms-wants-number": "“{name}” has to be a whole number from {least} to {most}.",
    "terms-wants-day": "“{name}” has to be a day such as 2024-07-31, not “{found}”.",
    "terms-other-year": "The document number is of {year}, but the date is {date}.",
    "terms-due-before": "{by} lies before the date of the letter, {date}.",
    "letters-same-record": (
        "{file} is the same as {first} byte for byte; {first} alone was taken, please check."
    ),
    "library-without-letter": "The template for {kind} is missing; install docgen again.",
    "output-folder-not-made": "The folder can't be made: {reason}.",
    "orders-other-explanations": (
        "The workbook was made with other explanations; name the same file with --explanations (or none)."
    ),
    "orders-other-previous": (
        "The workbook was made with other records of last period, or with none; name the same folder with "
        "--previous (or none)."
    ),
    "workbook-not-xlsx": "This is no .xlsx workbook, or it is damaged; save it as .xlsx.",
    "workbook-too-large": "The workbook is larger than {limit} MB.",
    "workbook-bomb": (
        "A small part of the workbook unpacks to {size} MB, as tables never do; it is not opened."
    ),
    "workbook-far-cell": (
        "A sheet reaches to {cell}, far beyond a table; delete the rows and columns that hold nothing of it."
    ),
    "answers-no-sheet": "The workbook has no sheet “{sheet}”; its sheets are: {sheets}.",
    "answers-no-column": "The sheet “{sheet}” lacks the columns {columns}; leave its first line as it was.",
    "answers-column-twice": (
        "The sheet “{sheet}” has the columns {columns} twice, and nobody can tell which of them counts; "
        "keep one of each."
    ),
    "answers-about-lost": (
        "The sheet “{sheet}” is gone or was changed, so nobody can tell from which records, rules and day "
        "the questions come; better use the workbook that was sent."
    ),
    "answers-sheet-copied": (
        "Only the sheet “{sheet}” is read; “{other}” looks like a copy of it and isn't. Answers that stand "
        "only there belong into the first."
    ),
    "answers-outside": (
        "{count} cells outside the columns hold text that isn't read: {cells}; answers belong into {columns}."
    ),
    "answers-record-absent": (
        "The workbook asks {unit} about a record ({digest}…) that isn't among those given; if it was "
        "corrected since, make new letters, else name it too."
    ),
    "answers-record-other": "The workbook doesn't ask about {file} ({unit}); nothing is made for it.",
    "answers-rules-changed": "The rules have changed since the letters were made: {packs}.",
    "answers-key-lost": "The number of this line is missing; copy it from the letter's workbook.",
    "answers-key-unknown": "The number {key} is none of those that were asked; please check.",
    "answers-key-twice": "The number {key} is on line {first} already; keep one line of it.",
    "answers-text-changed": "“{column}” says something else than when it was sent; put back what it said.",
    "answers-character": "The text holds an invisible character; delete it.",
    "answers-verdict-empty": "Nothing is chosen here yet; choose one of: {choices}.",
    "answers-verdict-other": "“{found}” can't be chosen here; choose one of: {choices}.",
    "answers-opinion-empty": "Found true, but “{column}” doesn't say what is to be done; please add it.",
    # --- desk
    "desk-not-installed": "The page needs starlette, uvicorn and python-multipart; install docgen[desk].",
    "desk-port-taken": "The page can't be served on port {port} ({reason}); choose another with --port.",
    "answers-row-lost": "The line {key} ({unit}, {title}) is no longer in the sheet; put it back.",
}


@cache
def catalogue(language: str) -> _gettext.NullTranslations:
    """The texts of a language (``zh_CN`` or ``en``); English for any other."""
    if not language.lower().startswith("zh"):
        return _gettext.NullTranslations()
    return _gettext.translation("docgen", locale_folder(), languages=["zh_CN"], fallback=True)


def locale_folder() -> Path:
    """Where the catalogues are, as gettext looks for them."""
    return Path(__file__).parent / "locale"


def translate(text: str, language: str) -> str:
    """One interface text in the given language."""
    return catalogue(language).gettext(text)


#: sort of an expression -> what it is called
SORTS = {
    "number": N_("number"),
    "date": N_("date"),
    "text": N_("text"),
    "boolean": N_("true or false"),
    "list": N_("list"),
    "object": N_("object with fields"),
}
#: parameters that name a sort
_SORTED = ("wanted", "found", "left", "right", "sort")


def is_sort(name: str, value: object) -> bool:
    """Whether a parameter of an expression's fault names a sort."""
    return name in _SORTED and isinstance(value, str) and value in SORTS


def word(code: str, parameters: Mapping[str, object], language: str) -> str:
    """The sentence of a code with its parameters filled in, and the nearest name where ``nearest`` has one.

    KeyError if the code is not in MESSAGES.
    """
    said = {
        name: translate(SORTS[str(value)], language) if is_sort(name, value) else value
        for name, value in parameters.items()
    }
    if not code.startswith("expression-"):
        said = dict(parameters)
    sentence = translate(MESSAGES[code], language).format_map(said)
    nearest = parameters.get("nearest")
    if not nearest:
        return sentence
    gap = "" if language.lower().startswith("zh") else " "
    return sentence + gap + translate(N_("Did you mean “{name}”?"), language).format(name=nearest)
