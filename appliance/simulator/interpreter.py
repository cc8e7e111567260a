"""What ESC/POS commands mean on paper: styles, alignment, rasters, QR codes, cuts, drawer pulses.

Knows no sockets, faults or time. A command it does not know is recorded, never an error:
real printers do the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from appliance.simulator.commands import Command
from appliance.simulator.paper import FeedRow, ImageRow, Piece, QrRow, Row, Run, TextRow

LINE_DOTS = 30
COLUMNS_80_MM = 48
UNPRINTABLE = "\N{WHITE SQUARE}"
_ALIGNMENTS = {0: "left", 1: "centre", 2: "right", 48: "left", 49: "centre", 50: "right"}
# Numbers of ESC t as Epson counts them; clones differ, this printer does not.
CODE_PAGES = {
    0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 16: "cp1252", 17: "cp866", 18: "cp852",
    19: "cp858",
}  # fmt: skip
_QR_LEVELS = {48: "L", 49: "M", 50: "Q", 51: "H"}
# Accepted, without a visible effect here: spacing, margins, character sets, panel keys, print area.
_ACCEPTED = frozenset(
    [
        "\x1b2",
        "\x1b3",
        "\x1b ",
        "\x1bR",
        "\x1bc",
        "\x1b=",
        "\x1bS",
        "\x1bT",
        "\x1bD",
        "\x1br",
        "\x1b{",
        "\x1bV",
    ]
    + ["\x1dL", "\x1dW", "\x1dP", "\x1dH", "\x1dh", "\x1dw", "\x1df", "\x1db", "\x1c.", "\x1cC", "\x1cS"]
)


@dataclass(frozen=True, slots=True)
class Happening:
    """`row`, `cut` (with the piece), `drawer` (pin), `ask` (GS r n) or `unknown` (the bytes)."""

    kind: str
    piece: Piece | None = None
    number: int = 0
    raw: bytes = b""


class Interpreter:
    """Turns commands into rows of the strip in the slot. One thread at a time."""

    def __init__(self, columns: int = COLUMNS_80_MM) -> None:
        self._columns = columns
        self._rows: list[Row] = []
        self._pieces = 0
        self._happened: list[Happening] = []
        self._meanings: dict[str, Callable[[bytes], None]] = {
            "text": self._text, "control": self._control, "unknown": self._unknown,
            "\x1b@": self._initialise, "\x1b!": self._modes, "\x1bE": self._bold, "\x1bG": self._bold,
            "\x1b-": self._underline, "\x1bM": self._font, "\x1ba": self._align, "\x1bt": self._code_page,
            "\x1bd": self._feed_lines, "\x1bJ": self._feed_dots, "\x1bp": self._drawer,
            "\x1bi": self._cut, "\x1bm": self._cut, "\x1dV": self._cut,
            "\x1d!": self._size, "\x1dB": self._inverse, "\x1dv": self._raster, "\x1d(": self._extended,
            "\x1dr": self._ask,
        }  # fmt: skip
        self._line: list[Run] = []
        self._used: float = 0.0
        self._style = Run("")
        self._alignment = "left"
        self._page: str | None = CODE_PAGES[0]
        self._qr_data = ""
        self._qr_module_dots = 3
        self._qr_level = "L"

    @property
    def strip(self) -> Piece:
        """The paper that hangs out of the slot, not yet cut."""
        return Piece(self._pieces + 1, tuple(self._rows))

    def run(self, command: Command) -> list[Happening]:
        """Carry out one command; what it visibly did, in order."""
        self._happened = []
        meaning = self._meanings.get(command.name)
        if meaning is not None:
            meaning(command.body)
        elif command.name not in _ACCEPTED:
            self._unknown(command.name.encode("latin-1") + command.body)
        return self._happened

    # -- characters ------------------------------------------------------------------------------------------

    def _text(self, body: bytes) -> None:
        if self._page is None:
            text = UNPRINTABLE * len(body)
        else:
            text = body.decode(self._page, errors="replace").replace("\N{REPLACEMENT CHARACTER}", UNPRINTABLE)
        for character in text:
            self._put(character)

    def _put(self, character: str) -> None:
        cells = self._style.width * (0.75 if self._style.small else 1)
        if self._used + cells > self._columns:
            self._line_feed()
        self._used += cells
        if self._line and replace(self._line[-1], text="") == self._style:
            self._line[-1] = replace(self._line[-1], text=self._line[-1].text + character)
        else:
            self._line.append(replace(self._style, text=character))

    def _control(self, body: bytes) -> None:
        match body[0]:
            case 0x0A:
                self._line_feed()
            case 0x09:
                for _ in range(8 - int(self._used) % 8):
                    self._put(" ")
            case 0x0D | 0x00:
                pass  # as printers are delivered: CR does nothing, NUL is padding
            case _:
                self._unknown(body)

    def _line_feed(self) -> None:
        if self._line:
            self._row(TextRow(tuple(self._line), self._alignment))
            self._line, self._used = [], 0.0
        else:
            self._row(FeedRow(LINE_DOTS))

    def _finish_line(self) -> None:
        if self._line:
            self._line_feed()

    def _row(self, row: Row) -> None:
        self._rows.append(row)
        self._happened.append(Happening("row"))

    # -- styles ----------------------------------------------------------------------------------------------

    def _initialise(self, _body: bytes) -> None:
        self._line = []
        self._used = 0.0
        self._style = Run("")
        self._alignment = "left"
        self._page = CODE_PAGES[0]
        self._qr_data = ""
        self._qr_module_dots = 3
        self._qr_level = "L"

    def _modes(self, body: bytes) -> None:
        bits = body[0]
        self._style = replace(
            self._style,
            small=bool(bits & 1),
            bold=bool(bits & 8),
            height=2 if bits & 16 else 1,
            width=2 if bits & 32 else 1,
            underline=bool(bits & 128),
        )

    def _size(self, body: bytes) -> None:
        self._style = replace(self._style, width=(body[0] >> 4 & 7) + 1, height=(body[0] & 7) + 1)

    def _bold(self, body: bytes) -> None:
        self._style = replace(self._style, bold=bool(body[0] & 1))

    def _underline(self, body: bytes) -> None:
        self._style = replace(self._style, underline=body[0] not in (0, 48))

    def _inverse(self, body: bytes) -> None:
        self._style = replace(self._style, inverse=bool(body[0] & 1))

    def _font(self, body: bytes) -> None:
        self._style = replace(self._style, small=body[0] in (1, 49))

    def _align(self, body: bytes) -> None:
        self._alignment = _ALIGNMENTS.get(body[0], self._alignment)

    def _code_page(self, body: bytes) -> None:
        self._page = CODE_PAGES.get(body[0])
        if self._page is None:
            self._unknown(b"\x1bt" + body)

    # -- paper -----------------------------------------------------------------------------------------------

    def _feed_lines(self, body: bytes) -> None:
        self._finish_line()
        if body[0]:
            self._row(FeedRow(body[0] * LINE_DOTS))

    def _feed_dots(self, body: bytes) -> None:
        self._finish_line()
        if body[0]:
            self._row(FeedRow(body[0]))

    def _raster(self, body: bytes) -> None:
        self._finish_line()
        mode, stride = body[1], body[2] | body[3] << 8
        height, data = body[4] | body[5] << 8, body[6:]
        if body[0:1] not in (b"0", b"\x00") or not stride or not height:
            self._unknown(b"\x1dv" + body[:6])
            return
        scale_x, scale_y = (2 if mode & 1 else 1), (2 if mode & 2 else 1)
        self._row(ImageRow(stride * 8, height, data, self._alignment, scale_x, scale_y))

    def _extended(self, body: bytes) -> None:
        """GS ( k with code number 49 is the QR family; the rest of GS ( is recorded."""
        if body[:1] != b"k" or len(body) < 5 or body[3] != 49:
            self._unknown(b"\x1d(" + body)
            return
        function, parameters = body[4], body[5:]
        if function == 67 and parameters:
            self._qr_module_dots = parameters[0]
        elif function == 69 and parameters:
            self._qr_level = _QR_LEVELS.get(parameters[0], "L")
        elif function == 80:
            self._qr_data = parameters[1:].decode("utf-8", errors="replace")
        elif function == 81:
            self._finish_line()
            if self._qr_data:  # a printer asked to print an empty symbol prints nothing
                self._row(QrRow(self._qr_data, self._qr_module_dots, self._qr_level, self._alignment))
        elif function != 65:  # 65 chooses the model: every reader takes model 2
            self._unknown(b"\x1d(" + body)

    def _cut(self, _body: bytes) -> None:
        self._finish_line()
        if self._rows:
            self._pieces += 1
            piece = Piece(self._pieces, tuple(self._rows), is_cut=True)
            self._rows = []
            self._happened.append(Happening("cut", piece))

    def _drawer(self, body: bytes) -> None:
        self._happened.append(Happening("drawer", number=body[0] & 1))

    def _ask(self, body: bytes) -> None:
        self._happened.append(Happening("ask", number=body[0] - 48 if body[0] >= 48 else body[0]))

    def _unknown(self, raw: bytes) -> None:
        self._happened.append(Happening("unknown", raw=raw[:64]))
