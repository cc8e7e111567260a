"""Receipt lines to ESC/POS bytes.

python-escpos makes the commands; the code page is pinned, because guessing it line by line is how `€`
turns into a Greek letter. A line the page cannot write exactly is drawn instead: a `?` never stands in
silently. Knows nothing of links, jobs or sales. Imports Pillow and python-escpos: import it with the
first receipt, not before.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import segno
from escpos.printer import Dummy

from appliance.devices import raster, status
from appliance.domain.document import Cut, Feed, Qr, Rule
from appliance.wording.layout import Laid, StyledLine

STRIP_ROWS = 96  # taller images overrun the buffers of cheap printers
QR_LEVELS = {"L": 0, "M": 1, "Q": 2, "H": 3}
QR_LEVEL = "M"


@dataclass(frozen=True, slots=True)
class CodePage:
    """A page by its ESC/POS number (Epson's numbering) and Python's codec for it."""

    number: int
    codec: str


CODE_PAGES = {"CP858": CodePage(19, "cp858"), "WPC1252": CodePage(16, "cp1252")}


def code_page(name: str) -> CodePage:
    """The page a configuration names; ValueError says which there are."""
    if name not in CODE_PAGES:
        raise ValueError(f"unknown code page {name!r}; allowed: {', '.join(CODE_PAGES)}")
    return CODE_PAGES[name]


def receipt_bytes(
    lines: Sequence[Laid], *, width_dots: int, code_page: str = "CP858", fence: bool = True
) -> bytes:
    """One whole paper: reset, page, lines, and last the fence that is answered once all of it came out."""
    pen = _Pen(width_dots, code_page)
    for line in lines:
        pen.put(line)
    return pen.bytes + (status.FENCE if fence else b"")


class _Pen:
    def __init__(self, width_dots: int, page_name: str) -> None:
        self._page = code_page(page_name)
        self._width_dots = width_dots
        self._columns = width_dots // raster.CELL_DOTS
        # python-escpos ships no types.
        self._printer: Any = Dummy()
        # The library prints a complaint on stdout for every image when its profile names no width.
        self._printer.profile.profile_data = {
            **self._printer.profile.profile_data,
            "media": {"width": {"mm": "Unknown", "pixels": width_dots}},
        }
        self._printer._raw(b"\x1b@" + bytes((0x1B, 0x74, self._page.number)))

    @property
    def bytes(self) -> bytes:
        return bytes(self._printer.output)

    def put(self, line: Laid) -> None:
        match line:
            case StyledLine():
                self._text(line)
            case Rule():
                self._text(StyledLine("-" * self._columns))
            case Qr():
                self._qr(line.data)
            case Feed():
                self._printer._raw(bytes((0x1B, 0x64, line.lines)))
            case Cut():
                self._printer.cut(mode="PART")

    def _text(self, line: StyledLine) -> None:
        text = printable(line.text)
        scale = line.size
        for part in wrapped(text, self._columns // scale):
            try:
                encoded = part.encode(self._page.codec)
            except UnicodeEncodeError:
                self._drawn(part, line, scale)
                continue
            self._style(line.align, bold=line.bold, scale=scale)
            self._printer._raw(encoded + b"\n")

    def _drawn(self, text: str, line: StyledLine, scale: int) -> None:
        image = raster.draw_line(
            text, width_dots=self._width_dots, bold=line.bold, scale=scale, align=line.align
        )
        self._style("left")
        self._printer.image(image, impl="bitImageRaster", fragment_height=STRIP_ROWS)

    def _qr(self, data: str) -> None:
        self._style("center")
        self._printer.qr(
            data, ec=QR_LEVELS[QR_LEVEL], size=qr_module_dots(data, self._width_dots), native=True
        )
        self._style("left")

    def _style(self, align: str, *, bold: bool = False, scale: int = 1) -> None:
        # Asked for "no double width" alone, the library sends nothing and the big letters go on.
        size = {"normal_textsize": True} if scale == 1 else {"double_width": True, "double_height": True}
        self._printer.set(align=align, bold=bold, **size)


def qr_module_dots(data: str, width_dots: int) -> int:
    """How large one square of the code may be: about half the paper, never too small for a phone's camera."""
    modules, _ = segno.make_qr(data, error=QR_LEVEL, boost_error=False).symbol_size(border=4)
    return int(max(3, min(8, width_dots * 3 // 5 // modules)))


def printable(text: str) -> str:
    """The text with letters composed and nothing in it that a printer would take for a command."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in _spaces(composed))


def _spaces(text: str) -> Iterable[str]:
    # Number formats of several languages use narrow and unbreakable spaces; on paper a space is a space.
    for character in text:
        if character in "\u00a0\u202f\u2009":
            yield " "
        elif unicodedata.category(character) != "Cf":
            yield character


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of at most `columns`; a line that fits stays as it is, an empty one stays a line."""
    letters = raster.cells(text)
    if len(letters) <= columns:
        return [text]
    return ["".join(letters[at : at + columns]) for at in range(0, len(letters), columns)]
