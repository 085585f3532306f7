"""Cells as spreadsheets call them."""

from __future__ import annotations


def cell_name(row: int, column: int) -> str:
    """A cell as spreadsheets call it (J5); row and column count from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def cell_place(name: str) -> tuple[int, int]:
    """Row and column (from 1) of a cell (J5)."""
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(name[len(letters) :]), column
