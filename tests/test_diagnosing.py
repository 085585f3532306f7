"""docgen doctor: what is there, what is missing, and how to get it."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path

import pytest

from docgen import diagnosing
from docgen.cli import run
from docgen.diagnosing import FONTS, FONTS_CONF, LACKS, OK, UNKNOWN, diagnose


def test_on_a_machine_with_everything_documents_can_be_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--json"]) == 0
    told = {each["name"]: each for each in json.loads(capsys.readouterr().out)["diagnoses"]}
    assert {name: told[name]["state"] for name in ("Python", "library", "temp", "docgen[desk]")} == {
        "Python": OK,
        "library": OK,
        "temp": OK,
        "docgen[desk]": OK,
    }
    assert set(FONTS) <= set(told)
    assert all(each["advice"] for each in told.values() if each["state"] != OK)


def test_what_is_missing_is_told_with_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(diagnosing, "find_office", lambda: None)
    monkeypatch.setattr(diagnosing, "_is_installed", lambda name: False)
    monkeypatch.setattr(diagnosing.shutil, "which", lambda name: None)
    found = {each.name: each for each in diagnose()}
    assert {each.state for name, each in found.items() if name in FONTS} <= {UNKNOWN, LACKS}
    assert (found["LibreOffice"].state, found["docgen[pdf]"].state, found["poppler"].state) == (LACKS,) * 3
    assert run(["doctor", "--lang", "zh_CN"]) == 0  # none of it is needed for a document
    out = capsys.readouterr().out
    assert 'pip install "docgen[desk]"' in out and out.endswith("可以成文。\n")


def test_a_temporary_folder_that_is_none_blocks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(diagnosing.tempfile, "tempdir", str(tmp_path / "gone"))
    assert run(["doctor", "--lang", "zh_CN"]) == 1
    assert "TMPDIR" in capsys.readouterr().out


def test_stand_ins_for_the_fonts_are_written_and_not_over_something_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "fonts.conf"
    assert run(["doctor", "--fonts-conf", str(target)]) == 0
    assert target.read_bytes() == FONTS_CONF.read_bytes()
    assert run(["doctor", "--fonts-conf", str(target)]) == 2


def font(*names: tuple[int, str]) -> bytes:
    """A file with nothing of a font but the names it gives, as (number of the name, text)."""
    texts = [text.encode("utf-16-be") for _number, text in names]
    starts = [sum(map(len, texts[:at])) for at in range(len(texts))]
    table = struct.pack(">HHH", 0, len(names), 6 + 12 * len(names))
    for (number, _text), text, start in zip(names, texts, starts, strict=True):
        table += struct.pack(">HHHHHH", 3, 1, 0x804, number, len(text), start)
    table += b"".join(texts)
    return struct.pack(">4sHHHH4sIII", b"\0\1\0\0", 1, 0, 0, 0, b"name", 0, 28, len(table)) + table


def collection(*fonts: bytes) -> bytes:
    """Two fonts in a file; their tables are found from the file's beginning."""
    head = 12 + 4 * len(fonts)
    starts = [head + sum(map(len, fonts[:at])) for at in range(len(fonts))]
    moved = [each[:20] + struct.pack(">I", 28 + start) + each[24:] for each, start in zip(fonts, starts, strict=True)]
    return b"ttcf" + struct.pack(">II", 0x10000, len(fonts)) + struct.pack(f">{len(fonts)}I", *starts) + b"".join(moved)


def test_on_windows_a_font_is_known_by_its_names_and_not_by_its_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / "Fonts"
    place.mkdir()
    (place / "SIMFANG.TTF").write_bytes(font((1, "仿宋"), (1, "FangSong"), (4, "仿宋_GB2312")))
    (place / "gbfs.ttf").write_bytes(font((1, "仿宋_GB2312")))
    (place / "simsun.ttc").write_bytes(collection(font((1, "宋体")), font((1, "新宋体"), (16, "黑体"))))
    (place / "empty.ttf").write_bytes(b"")
    (place / "short.ttf").write_bytes(b"\0\1\0\0\0\1")
    (place / "readme.txt").write_bytes(font((1, "楷体_GB2312")))
    monkeypatch.setattr(diagnosing.sys, "platform", "win32")
    # looking for a program asks Windows itself
    monkeypatch.setattr(diagnosing, "find_office", lambda: None)
    monkeypatch.setattr(diagnosing.shutil, "which", lambda name: None)
    monkeypatch.setenv("WINDIR", str(tmp_path))
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    found = {each.name: (each.state, each.found, each.advice) for each in diagnose() if each.name in FONTS}
    lacks = (LACKS, "", "doctor-font-windows")
    assert found == {
        "方正小标宋简体": lacks,
        "仿宋_GB2312": (OK, str(place / "gbfs.ttf"), ""),
        "楷体_GB2312": lacks,
        "黑体": (OK, str(place / "simsun.ttc"), ""),
        "宋体": (OK, str(place / "simsun.ttc"), ""),
    }


def test_on_macos_the_advice_is_for_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosing.sys, "platform", "darwin")
    monkeypatch.setattr(diagnosing, "find_office", lambda: None)
    monkeypatch.setattr(diagnosing.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(diagnosing, "stand_ins", lambda fonts: dict.fromkeys(fonts, "Songti SC"))
    found = {each.name: each for each in diagnose()}
    assert found["LibreOffice"].advice == "doctor-office-mac"
    assert {found[name].advice for name in FONTS} == {"doctor-font-mac"}


def test_an_extra_is_there_only_with_all_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosing, "_is_installed", lambda name: name != "uvicorn")
    found = {each.name: each for each in diagnose()}
    desk = found["docgen[desk]"]
    assert (desk.state, desk.found, found["docgen[pdf]"].state) == (LACKS, "uvicorn", OK)


def test_a_fault_of_the_library_is_told_in_the_language_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for language in ("en", "zh_CN"):
        assert run(["doctor", "--library", str(tmp_path / "none"), "--json", "--lang", language]) == 1
        diagnoses = json.loads(capsys.readouterr().out)["diagnoses"]
        told.append(next(each["found"] for each in diagnoses if each["name"] == "library"))
    assert re.search("[\u4e00-\u9fff]", told[0]) is None and re.search("[\u4e00-\u9fff]", told[1])
