"""Fits rows of plain text to a paper width in character cells; printer and screen draw what comes out.

Common widths: 32 (58 mm), 42 and 48 (80 mm). No line is wider than the paper: long names wrap, amounts
stay at the right edge. Knows no printer language and no locale.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from appliance.domain.document import Align, Cut, Feed, Qr, Rule, Size
from appliance.wording.rows import Plain, PlainRow, PlainTable, PlainText

MIN_GAP = 1  # cells between left and right, and between columns
HANGING_INDENT = "  "


@dataclass(frozen=True, slots=True)
class StyledLine:
    """One printed line; `size` 2 takes two cells a character. Rows come padded, centred text does not."""

    text: str
    bold: bool = False
    size: Size = 1
    align: Align = "left"


Laid = StyledLine | Rule | Qr | Feed | Cut


def lay_out(rows: Iterable[Plain], columns: int) -> list[Laid]:
    """Lines for a paper of `columns` cells (at least 16)."""
    if columns < 16:
        raise ValueError("a paper has at least 16 columns")
    laid: list[Laid] = []
    for row in rows:
        match row:
            case PlainText(text, align, bold, size):
                for line in wrap(text, columns // size):
                    laid.append(StyledLine(line, bold=bold, size=size, align=align))
            case PlainRow(left, right, bold, size):
                for line in _row(left, right, columns // size):
                    laid.append(StyledLine(line, bold=bold, size=size))
            case PlainTable(cells):
                laid.extend(_table(cells, columns))
            case Rule() | Qr() | Feed() | Cut():
                laid.append(row)
    return laid


def as_text(lines: Iterable[Laid], columns: int) -> list[str]:
    """The lines as plain text, for a paper view without styles and for logs of what was printed."""
    texts: list[str] = []
    for line in lines:
        match line:
            case StyledLine(text, align=align):
                spare = max(0, columns - cells(text))
                before = {"left": 0, "center": spare // 2, "right": spare}[align]
                texts.append(" " * before + (_stretched(text, spare) if line.size == 2 else text))
            case Rule():
                texts.append("-" * columns)
            case Qr(data):
                texts.extend(wrap(f"[{data}]", columns))
            case Feed(count):
                texts.extend([""] * count)
            case Cut():
                pass
    return texts


def cells(text: str) -> int:
    """How many cells a text takes: marks none, wide letters and emoji two."""
    return sum(_cell(letter) for letter in unicodedata.normalize("NFC", text))


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken at spaces; a longer word is cut. An indent is kept and hangs."""
    text = unicodedata.normalize("NFC", text)
    indent = text[: len(text) - len(text.lstrip(" "))]
    lines: list[str] = []
    line = indent
    for word in text.split():
        start = line if line.strip() == "" else line + " "
        if cells(start) + cells(word) <= width:
            line = start + word
            continue
        if line.strip():
            lines.append(line)
        line = indent + HANGING_INDENT if indent else ""
        for letter in word:
            if cells(line) + _cell(letter) > width:
                lines.append(line)
                line = ""
            line += letter
    lines.append(line)
    return lines


def _stretched(text: str, spare: int) -> str:
    """A big row at plain size: its gap grows, so that the amount stands at the edge again."""
    gap = max(re.findall(" +", text), key=len, default="")
    return text.replace(gap, gap + " " * spare, 1) if len(gap) > 1 else text


def _cell(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn", "Me", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def _row(left: str, right: str, width: int) -> Iterator[str]:
    """Left and right on one line if they fit, else the right part below, at the edge."""
    *above, last = wrap(left, width)
    yield from above
    if cells(last) + MIN_GAP + cells(right) <= width:
        yield last + " " * (width - cells(last) - cells(right)) + right
        return
    yield last
    for line in wrap(right, width):
        yield " " * (width - cells(line)) + line


def _table(rows: Sequence[tuple[str, ...]], columns: int) -> Iterator[StyledLine]:
    """Aligned columns; on narrow paper each row becomes a small list under its first cell."""
    heads = rows[0]
    widths = [max(cells(row[i]) for row in rows) for i in range(len(heads))]
    gaps = len(heads) - 1
    spare = columns - sum(widths)
    if spare < gaps * MIN_GAP:
        for row in rows[1:]:
            yield from (StyledLine(line, bold=True) for line in wrap(row[0], columns))
            for head, cell in zip(heads[1:], row[1:], strict=True):
                yield from (StyledLine(line) for line in _row(HANGING_INDENT + head, cell, columns))
        return
    gap = spare // gaps
    first = columns - sum(widths[1:]) - gap * gaps
    for place, row in enumerate(rows):
        line = row[0] + " " * (first - cells(row[0]))
        for cell, width in zip(row[1:], widths[1:], strict=True):
            line += " " * (gap + width - cells(cell)) + cell
        yield StyledLine(line, bold=place == 0)
