"""Draws one line of text as dots, for letters the printer's own code page lacks.

Letters stand in the same columns as the printer's own, so that amounts still line up. Knows fonts and
dots; knows nothing of printers' commands. The font comes with the box, so every box prints alike; it stacks
the accents of Vietnamese inside a letter's own cell (DejaVu Sans Mono sets the second one over the next
letter, so that `phiếu` reads `phiêú`).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parent / "fonts"
CELL_DOTS = 12  # font A of a receipt printer: 48 columns on 576 dots, 32 on 384
LINE_DOTS = 32  # the printer's own pitch is 30; two accents above a capital need the rest
FONT_DOTS = 20  # the size at which a letter of the font is exactly one cell wide
ASCENT_DOTS = 26  # room for Ẩ


def font_file(bold: bool) -> str:
    """The file in `FONTS` for a weight."""
    return "NotoSansMono-Bold.ttf" if bold else "NotoSansMono-Regular.ttf"


@lru_cache(maxsize=8)
def _font(bold: bool, scale: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / font_file(bold)), FONT_DOTS * scale)


def draw_line(text: str, *, width_dots: int, bold: bool, scale: int, align: str) -> Image.Image:
    """One line as a black-on-white 1-bit image as wide as the head; `scale` 1 or 2 enlarges both ways."""
    letters = cells(text)
    cell = CELL_DOTS * scale
    image = Image.new("1", (width_dots, LINE_DOTS * scale), 1)
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"
    free = max(0, width_dots - len(letters) * cell)
    left = {"left": 0, "center": free // 2, "right": free}[align]
    font = _font(bold, scale)
    for column, letter in enumerate(letters):
        pen.text((left + column * cell, ASCENT_DOTS * scale), letter, fill=0, font=font, anchor="ls")
    return image


def cells(text: str) -> list[str]:
    """The text by columns: a mark that combines with the letter before it takes no column of its own."""
    letters: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        if letters and unicodedata.combining(character):
            letters[-1] += character
            continue
        letters.append(character)
        if unicodedata.east_asian_width(character) in ("W", "F"):
            letters.append("")  # it reaches into the next column
    return letters
