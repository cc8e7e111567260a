"""What lies on the paper: rows, and the pieces a cut makes of them.

Plain values; knows no bytes and no sockets.
"""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import segno


@dataclass(frozen=True, slots=True)
class Run:
    """Characters printed in one style; `width` and `height` are the magnification, 1 to 8."""

    text: str
    bold: bool = False
    width: int = 1
    height: int = 1
    underline: bool = False
    inverse: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class TextRow:
    """One printed line of characters."""

    runs: tuple[Run, ...]
    align: str = "left"


@dataclass(frozen=True, slots=True)
class ImageRow:
    """One raster strip: `data` holds one bit a dot, rows padded to whole bytes, 1 is black."""

    width_dots: int
    height_dots: int
    data: bytes
    align: str = "left"
    scale_x: int = 1
    scale_y: int = 1


@dataclass(frozen=True, slots=True)
class QrRow:
    """A QR code drawn by the printer itself from `data`."""

    data: str
    module_dots: int
    level: str
    align: str = "left"


@dataclass(frozen=True, slots=True)
class FeedRow:
    """Blank paper, in dots (a text line is 30 dots high)."""

    dots: int


Row = TextRow | ImageRow | QrRow | FeedRow


@dataclass(frozen=True, slots=True)
class Piece:
    """A strip of paper: finished when the cutter has parted it from the roll."""

    number: int
    rows: tuple[Row, ...]
    is_cut: bool = False


def plain_lines(piece: Piece) -> list[str]:
    """The characters of a piece, line by line; pictures and codes appear as `[image 576x24]`, `[qr …]`."""
    lines: list[str] = []
    for row in piece.rows:
        match row:
            case TextRow(runs=runs):
                lines.append("".join(run.text for run in runs))
            case ImageRow():
                lines.append(f"[image {row.width_dots}x{row.height_dots}]")
            case QrRow():
                lines.append(f"[qr {row.data}]")
            case FeedRow(dots=dots):
                lines.extend([""] * (dots // 30))
    return lines


def png(row: ImageRow) -> bytes:
    """The strip as a 1-bit greyscale PNG (RFC 2083), black ink on white."""
    stride = (row.width_dots + 7) // 8
    lines = bytearray()
    for start in range(0, stride * row.height_dots, stride):
        lines.append(0)  # filter type "none"
        lines.extend(byte ^ 0xFF for byte in row.data[start : start + stride])
    header = struct.pack(">IIBBBBB", row.width_dots, row.height_dots, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes(lines), 6)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _png_chunk(b"IHDR", header)
        + _png_chunk(b"IDAT", body)
        + _png_chunk(b"IEND", b"")
    )


def _png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def piece_to_dict(piece: Piece) -> dict[str, Any]:  # Any: JSON
    """The piece as JSON for the page."""
    return {"number": piece.number, "is_cut": piece.is_cut, "rows": [row_to_dict(row) for row in piece.rows]}


def row_to_dict(row: Row) -> dict[str, Any]:  # Any: JSON
    """One row as JSON; pictures travel as a `data:` address."""
    match row:
        case TextRow():
            return {"kind": "text", "align": row.align, "runs": [_run_to_dict(run) for run in row.runs]}
        case ImageRow():
            return {
                "kind": "image",
                "align": row.align,
                "src": _address(row),
                "width_dots": row.width_dots * row.scale_x,
                "height_dots": row.height_dots * row.scale_y,
            }
        case QrRow():
            return {
                "kind": "qr",
                "align": row.align,
                "data": row.data,
                "module_dots": row.module_dots,
                "modules": _modules(row.data, row.level),
            }
        case FeedRow():
            return {"kind": "feed", "dots": row.dots}


# The page asks again with every printed row; a strip of paper does not change once printed.
@lru_cache(maxsize=256)
def _address(row: ImageRow) -> str:
    return "data:image/png;base64," + base64.b64encode(png(row)).decode("ascii")


@lru_cache(maxsize=64)
def _modules(data: str, level: str) -> list[str]:
    """The symbol's squares, a string of 0 and 1 for each of its rows."""
    symbol = segno.make(data, error=level.lower(), micro=False, boost_error=False)
    return ["".join("1" if module else "0" for module in line) for line in symbol.matrix]


def _run_to_dict(run: Run) -> dict[str, Any]:  # Any: JSON
    shown: dict[str, Any] = {"text": run.text, "bold": run.bold, "w": run.width, "h": run.height}
    for name in ("underline", "inverse", "small"):
        if getattr(run, name):
            shown[name] = True
    return shown
