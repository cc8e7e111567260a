"""What the bytes become on paper, however the network split them."""

import struct
import zlib

import pytest

from appliance.simulator.commands import Splitter
from appliance.simulator.interpreter import Happening, Interpreter
from appliance.simulator.paper import (
    FeedRow,
    ImageRow,
    Piece,
    QrRow,
    Run,
    TextRow,
    piece_to_dict,
    plain_lines,
    png,
)


def qr(data: bytes, module: int = 6) -> bytes:
    store = b"\x1d(k" + (len(data) + 3).to_bytes(2, "little") + b"1P0" + data
    return b"\x1d(k\x03\x001C" + bytes([module]) + b"\x1d(k\x03\x001E1" + store + b"\x1d(k\x03\x001Q0"


def raster(stride: int, height: int, data: bytes, mode: int = 0) -> bytes:
    return b"\x1dv0" + bytes([mode]) + struct.pack("<HH", stride, height) + data


RECEIPT = (
    b"\x1b@\x1bt\x13\x1ba\x01\x1bE\x01\x1d!\x11Markt\n\x1d!\x00\x1bE\x00\x1ba\x00"
    + "Äpfel  3,48 €\n".encode("cp858")
    + raster(2, 3, b"\x10\x04\x01\x1b\x0a\x1d")  # picture bytes that look like commands
    + qr(b"https://example.org/A-000012")
    + b"\x1bp\x00\x19\xfa\x1bd\x02\x1dVA\x00\x1dr\x01"
)


def interpret(*chunks: bytes, columns: int = 48) -> tuple[Interpreter, list[Happening]]:
    splitter, interpreter = Splitter(), Interpreter(columns)
    happenings = [
        happening
        for chunk in chunks
        for command in splitter.feed(chunk)
        for happening in interpreter.run(command)
    ]
    return interpreter, happenings


def pieces(happenings: list[Happening]) -> list[Piece]:
    return [happening.piece for happening in happenings if happening.piece is not None]


def test_a_receipt_becomes_rows() -> None:
    _, happenings = interpret(RECEIPT)
    (piece,) = pieces(happenings)
    heading, line, picture, code, feed = piece.rows
    assert heading == TextRow((Run("Markt", bold=True, width=2, height=2),), "centre")
    assert line == TextRow((Run("Äpfel  3,48 €"),), "left")
    assert picture == ImageRow(16, 3, b"\x10\x04\x01\x1b\x0a\x1d")
    assert code == QrRow("https://example.org/A-000012", 6, "M")
    assert feed == FeedRow(60)
    assert [h.kind for h in happenings if h.kind != "row"] == ["drawer", "cut", "ask"]


@pytest.mark.parametrize("at", range(1, len(RECEIPT)))
def test_a_split_at_any_byte_changes_nothing_on_paper(at: int) -> None:
    _, whole = interpret(RECEIPT)
    _, split = interpret(RECEIPT[:at], RECEIPT[at:])
    texts = [plain_lines(piece) for piece in pieces(split)]
    assert texts == [plain_lines(piece) for piece in pieces(whole)]
    assert pieces(split) == pieces(whole)


def test_bytes_one_at_a_time_make_the_same_receipt() -> None:
    _, whole = interpret(RECEIPT)
    _, split = interpret(*(RECEIPT[at : at + 1] for at in range(len(RECEIPT))))
    assert pieces(split) == pieces(whole)


@pytest.mark.parametrize(
    ("page", "byte", "shown"), [(19, 0xD5, "€"), (16, 0x80, "€"), (0, 0x84, "ä"), (99, 0x80, "□")]
)
def test_a_code_page_decides_what_a_byte_shows(page: int, byte: int, shown: str) -> None:
    interpreter, _ = interpret(bytes([0x1B, 0x74, page, byte]) + b"\n")
    assert plain_lines(interpreter.strip) == [shown]


def test_initialising_forgets_styles_and_code_page() -> None:
    interpreter, _ = interpret(b"\x1bt\x13\x1bE\x01\x1ba\x02\x1b@\x84\n")
    assert interpreter.strip.rows == (TextRow((Run("ä"),), "left"),)


def test_text_wider_than_the_paper_wraps() -> None:
    interpreter, _ = interpret(b"abcdef\n\x1d!\x10abc\n", columns=4)
    assert plain_lines(interpreter.strip) == ["abcd", "ef", "ab", "c"]


def test_print_mode_sets_all_styles_at_once() -> None:
    interpreter, _ = interpret(b"\x1b!\xb8x\n\x1b!\x00y\n")
    first, second = interpreter.strip.rows
    assert first == TextRow((Run("x", bold=True, width=2, height=2, underline=True),))
    assert second == TextRow((Run("y"),))


def test_unknown_commands_are_recorded_and_printing_goes_on() -> None:
    interpreter, happenings = interpret(b"\x1b\x7f\x1d(L\x02\x0002ok\n")
    assert [h.raw for h in happenings if h.kind == "unknown"] == [b"\x1b\x7f", b"\x1d(L\x02\x0002"]
    assert plain_lines(interpreter.strip) == ["ok"]


def test_a_cut_on_bare_paper_makes_no_piece() -> None:
    _, happenings = interpret(b"\x1dV\x00\x1dVB\x10")
    assert happenings == []


def test_a_strip_becomes_a_readable_png() -> None:
    image = png(ImageRow(10, 2, b"\xff\xc0\x00\x00"))
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", image[16:24]) == (10, 2)
    body = image[image.index(b"IDAT") + 4 : image.index(b"IEND") - 8]
    assert zlib.decompress(body) == b"\x00\x00\x3f\x00\xff\xff"


def test_the_page_gets_every_kind_of_row() -> None:
    _, happenings = interpret(RECEIPT)
    rows = piece_to_dict(pieces(happenings)[0])["rows"]
    assert [row["kind"] for row in rows] == ["text", "text", "image", "qr", "feed"]
    assert rows[2]["src"].startswith("data:image/png;base64,")
    assert len(rows[3]["modules"]) == len(rows[3]["modules"][0])
