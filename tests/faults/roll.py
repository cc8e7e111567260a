"""The paper of the virtual printer, which stands outside the till it serves and survives its kills.

Counts how often each receipt number came out on paper that does not say COPY.
"""

import re
import threading
from collections import Counter
from types import TracebackType

from appliance.simulator.paper import Piece, plain_lines
from appliance.simulator.printer import PrinterEvent, VirtualPrinter

_NUMBER = re.compile(r"\b[A-Z][A-Z0-9]{0,5}-\d{6}\b")


class PaperRoll:
    """Everything ever printed, and the answers given to "did it come out?"."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._guard = threading.Lock()
        # Paper that takes its time, so that kills fall into the middle of receipts.
        self._printer = VirtualPrinter(on_change=self._note, row_s=0.002)
        self._said_no: Counter[str] = Counter()
        self.asked = 0

    def __enter__(self) -> "PaperRoll":
        self._printer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._printer.stop()

    @property
    def port(self) -> int:
        return self._printer.port

    def _note(self, event: PrinterEvent) -> None:
        if event.kind == "cut" and event.piece is not None:
            with self._guard:
                self._pieces.append(event.piece)

    def printed(self) -> Counter[str]:
        """How often each number stands on unmarked paper, cut or still hanging from the printer."""
        with self._guard:
            pieces = [*self._pieces, self._printer.view().strip]
        return Counter(number for piece in pieces for number in _originals(piece))

    def is_on_paper(self, number: str) -> bool:
        """What a person sees who looks for a finished receipt with this number."""
        with self._guard:
            return any(number in _numbers(piece) for piece in self._pieces)

    def note_answer(self, number: str, printed: bool) -> None:
        """A person answered the till's question about a receipt."""
        self.asked += 1
        self._said_no[number] += not printed

    def problems(self, sold: set[str]) -> list[str]:
        """Receipts that came out twice without anybody asking, or not at all."""
        printed = self.printed()
        twice = {number: count for number, count in printed.items() if count > 1 + self._said_no[number]}
        problems = [f"printed more than once without COPY: {twice}"] if twice else []
        if strangers := printed.keys() - sold:
            problems.append(f"printed but never sold: {sorted(strangers)}")
        if missing := {number for number in sold if not self.is_on_paper(number)}:
            problems.append(f"never printed: {sorted(missing)}")
        return problems


def _numbers(piece: Piece) -> list[str]:
    lines = [line for line in plain_lines(piece) if not line.startswith("[")]
    return [number for line in lines for number in _NUMBER.findall(line)]


def _originals(piece: Piece) -> list[str]:
    return [] if any("COPY" in line for line in plain_lines(piece)) else _numbers(piece)
