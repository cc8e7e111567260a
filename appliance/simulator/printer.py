"""The virtual receipt printer: ESC/POS over TCP with the faults of a real one.

A connection's reader splits the stream and answers real-time status requests at once, whatever the paper
does. All other commands queue up for one print thread, which stands still while the paper is out or the cover
open and then goes on: that is why the fence `GS r 1` is answered only after all before it is on paper.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from appliance.simulator.commands import Command, Splitter
from appliance.simulator.interpreter import Happening, Interpreter
from appliance.simulator.paper import Piece
from appliance.simulator.sockets import Listener
from appliance.simulator.usb import Wire

LOG = logging.getLogger(__name__)

FAULTS = ("paper_out", "paper_low", "cover_open", "offline", "slow")
MOST_CONNECTIONS = 8
MOST_WAITING_BYTES = 4 * 1024 * 1024
MOST_PIECES = 50
MOST_UNKNOWN = 100
SLOW_ROW_S = 0.25


@dataclass(frozen=True, slots=True)
class PrinterEvent:
    """What it did: `data` (a job begins), `row`, `cut`, `drawer`, `fault`, `torn` or `unknown`."""

    kind: str
    piece: Piece | None = None
    number: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class PrinterView:
    """The printer at one moment."""

    faults: dict[str, bool]
    pieces: tuple[Piece, ...]
    strip: Piece
    waiting_bytes: int
    connections: int
    drawer_pulses: int
    unknown: tuple[bytes, ...]


class VirtualPrinter:
    """`on_change` is called from the printer's own threads, never while its lock is held."""

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        on_change: Callable[[PrinterEvent], None] = lambda event: None,
        *,
        columns: int = 48,
        row_s: float = 0.0,
    ) -> None:
        self._on_change = on_change
        self._row_s = row_s
        self._interpreter = Interpreter(columns)
        self._condition = threading.Condition()
        self._queue: deque[tuple[Command, Wire]] = deque()
        self._waiting_bytes = 0
        self._idle = True
        self._faults = dict.fromkeys(FAULTS, False)
        self._pieces: deque[Piece] = deque(maxlen=MOST_PIECES)
        self._unknown: deque[bytes] = deque(maxlen=MOST_UNKNOWN)
        self._drawer_pulses = 0
        self._stop = threading.Event()
        self._listener = Listener("printer", host, port, self.serve, most=MOST_CONNECTIONS)
        self._print_thread = threading.Thread(target=self._print, name="sim-printer-paper", daemon=True)

    # -- life ------------------------------------------------------------------------------------------------

    @property
    def port(self) -> int:
        """The TCP port it really listens on (useful when 0 was asked for)."""
        return self._listener.port

    def start(self) -> None:
        """Listen and print until `stop`."""
        self._print_thread.start()
        self._listener.start()

    def stop(self) -> None:
        """Close everything; returns within two seconds."""
        self._stop.set()
        with self._condition:
            self._condition.notify_all()
        self._listener.stop()
        if self._print_thread.is_alive():
            self._print_thread.join(1.0)

    # -- for the workbench and for tests ---------------------------------------------------------------------

    def set_fault(self, name: str, on: bool) -> None:
        """Switch one of `FAULTS`; `offline` pulls the cable: connections close, new ones are turned away."""
        if name not in self._faults:
            raise ValueError(f"no fault {name!r}; there are {', '.join(FAULTS)}")
        with self._condition:
            changed = self._faults[name] != on
            self._faults[name] = on
            self._condition.notify_all()
        if name == "offline":
            self._listener.refuse(on)
        if changed:
            self._on_change(PrinterEvent("fault", number=int(on), name=name))

    def tear(self) -> None:
        """Take away the finished pieces."""
        with self._condition:
            self._pieces.clear()
        self._on_change(PrinterEvent("torn"))

    def view(self) -> PrinterView:
        """A consistent picture of the printer."""
        with self._condition:
            return PrinterView(
                dict(self._faults),
                tuple(self._pieces),
                self._interpreter.strip,
                self._waiting_bytes,
                self._listener.connections,
                self._drawer_pulses,
                tuple(self._unknown),
            )

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Finished pieces, oldest first."""
        return self.view().pieces

    @property
    def drawer_pulses(self) -> int:
        """How often the drawer was told to open."""
        return self.view().drawer_pulses

    def wait_for(self, holds: Callable[[PrinterView], bool], timeout_s: float = 5.0) -> bool:
        """Wait until the printer looks as `holds` says; False when it did not in time."""
        with self._condition:
            return self._condition.wait_for(lambda: holds(self.view()), timeout_s)

    # -- the wire --------------------------------------------------------------------------------------------

    def status(self, which: int) -> int:
        """The answer to DLE EOT `which` (1 printer, 2 offline cause, 3 error, 4 paper)."""
        with self._condition:
            faults = dict(self._faults)
        if which == 1:
            stalled = faults["paper_out"] or faults["cover_open"] or faults["offline"]
            return 0x1E if stalled else 0x16
        if which == 2:
            return 0x12 | (0x20 if faults["paper_out"] else 0) | (0x04 if faults["cover_open"] else 0)
        if which == 4:
            return 0x7E if faults["paper_out"] else 0x1E if faults["paper_low"] else 0x12
        return 0x12

    def serve(self, connection: Wire) -> None:
        """Be a printer at one line until it ends."""
        splitter = Splitter()
        while (data := connection.receive()) is not None:
            if not data:
                continue
            for command in splitter.feed(data):
                if command.name == "\x10\x04":
                    if 1 <= command.body[0] <= 4:
                        connection.send(bytes([self.status(command.body[0])]))
                elif command.name == "\x10\x14" and command.body[0] == 1:
                    self._open_drawer()  # in real time: paper that is out does not hold it back
                elif command.name[:1] != "\x10":  # other real-time requests (drawer, recover) are ignored
                    self._enqueue(command, connection)

    def _open_drawer(self) -> None:
        with self._condition:
            self._drawer_pulses += 1
            self._condition.notify_all()
        self._on_change(PrinterEvent("drawer"))

    def _enqueue(self, command: Command, connection: Wire) -> None:
        with self._condition:
            while (
                self._waiting_bytes >= MOST_WAITING_BYTES
                and not self._stop.is_set()
                and not connection.is_closed
            ):
                self._condition.wait(0.5)  # a full buffer stops reading, as real printers do
            was_idle, self._idle = self._idle, False
            self._queue.append((command, connection))
            self._waiting_bytes += len(command.body) + 2
            self._condition.notify_all()
        if was_idle and command.name in ("text", "\x1b@", "\x1dv"):
            self._on_change(PrinterEvent("data"))

    # -- the paper -------------------------------------------------------------------------------------------

    def _can_print(self) -> bool:
        return bool(self._queue) and not (self._faults["paper_out"] or self._faults["cover_open"])

    def _print(self) -> None:
        while not self._stop.is_set():
            with self._condition:
                if not self._condition.wait_for(lambda: self._can_print() or self._stop.is_set(), 1.0):
                    continue
                if self._stop.is_set():
                    return
                command, connection = self._queue.popleft()
                self._waiting_bytes -= len(command.body) + 2
                happenings = self._interpreter.run(command)
                events = [self._note(happening) for happening in happenings]
                self._idle = not self._queue and not self._interpreter.strip.rows
                self._condition.notify_all()
            for happening in happenings:
                if happening.kind == "ask":
                    self._answer(happening.number, connection)
            for event in events:
                if event is not None:
                    self._on_change(event)
            self._pace(happenings)

    def _note(self, happening: Happening) -> PrinterEvent | None:
        if happening.kind == "cut" and happening.piece is not None:
            self._pieces.append(happening.piece)
        elif happening.kind == "drawer":
            self._drawer_pulses += 1
        elif happening.kind == "unknown":
            self._unknown.append(happening.raw)
            LOG.warning("printer was sent a command it does not know: %s", happening.raw.hex(" "))
        if happening.kind == "ask":
            return None
        return PrinterEvent(happening.kind, happening.piece, happening.number)

    def _answer(self, which: int, connection: Wire) -> None:
        """GS r 1: paper sensor (bits 0-1 near end). GS r 2: drawer connector, always low here."""
        with self._condition:
            low = self._faults["paper_low"]
        connection.send(b"\x03" if which == 1 and low else b"\x00")

    def _pace(self, happenings: list[Happening]) -> None:
        rows = sum(1 for happening in happenings if happening.kind == "row")
        with self._condition:
            row_s = SLOW_ROW_S if self._faults["slow"] else self._row_s
        if rows and row_s:
            self._stop.wait(rows * row_s)
