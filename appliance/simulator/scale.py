"""The virtual scale: Toledo 8217 over TCP, weighing up to 15 kg in 5 g steps.

`W` is answered with `02 ww.www 0D` when the pan rests, otherwise with `02 ? s 0D`, where bit 0 of s is
motion, bit 1 over capacity, bit 2 under zero (Mettler Toledo's 8217 protocol). `E` starts an echo, `F` ends.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from appliance.simulator.sockets import Connection, Listener

CAPACITY_G = 15_000
DIVISION_G = 5
SETTLE_S = 0.6
MOTION, OVER, UNDER = 0x01, 0x02, 0x04
_ALWAYS = 0x30  # the high bits that make a status byte a printable digit


class Pan:
    """What lies on the pan, and whether it still swings. `monotonic` is injected so that tests own time."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic, settle_s: float = SETTLE_S) -> None:
        self._monotonic = monotonic
        self._settle_s = settle_s
        self._lock = threading.Lock()
        self._load_g = 0
        self._is_loaded = False
        self._moved_at: float | None = None

    def put(self, load_g: int, on: bool) -> None:
        """Set the weight of the goods and whether they lie on the pan."""
        with self._lock:
            before = self._load_g if self._is_loaded else 0
            self._load_g, self._is_loaded = load_g, on
            if (load_g if on else 0) != before:
                self._moved_at = self._monotonic()

    def look(self) -> tuple[int, bool, bool]:
        """Goods in grams, whether they lie on the pan, whether it moves."""
        with self._lock:
            is_moving = self._moved_at is not None and self._monotonic() - self._moved_at < self._settle_s
            return self._load_g, self._is_loaded, is_moving

    def answer(self) -> bytes:
        """The frame for `W`."""
        load_g, is_loaded, is_moving = self.look()
        shown_g = load_g if is_loaded else 0
        flags = (
            (MOTION if is_moving else 0)
            | (OVER if shown_g > CAPACITY_G else 0)
            | (UNDER if shown_g < 0 else 0)
        )
        if flags:
            return b"\x02?" + bytes([_ALWAYS | flags]) + b"\r"
        rounded_g = (shown_g + DIVISION_G // 2) // DIVISION_G * DIVISION_G
        return b"\x02%02d.%03d\r" % divmod(rounded_g, 1000)


class ScaleStream:
    """One connection's half of the conversation."""

    def __init__(self, pan: Pan) -> None:
        self._pan = pan
        self._echoing = False

    def feed(self, data: bytes) -> bytes:
        """The scale's answer to `data`, byte by byte."""
        answer = bytearray()
        for byte in data:
            if self._echoing and byte != 0x46:  # F
                answer.append(byte)
            elif byte == 0x46:
                self._echoing = False
            elif byte == 0x45:  # E
                self._echoing = True
                answer += b"\x02E\r"
            elif byte == 0x57:  # W
                answer += self._pan.answer()
            elif byte not in (0x0A, 0x0D):
                answer += b"\x02?" + bytes([_ALWAYS | 0x40]) + b"\r"  # bit 6: bad command
        return bytes(answer)


class VirtualScale:
    """The pan behind a TCP port. `on_change` is called when goods are moved and when they come to rest."""

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        on_change: Callable[[], None] = lambda: None,
        *,
        pan: Pan | None = None,
    ) -> None:
        self.pan = pan or Pan()
        self._on_change = on_change
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._listener = Listener("scale", host, port, self._serve, most=4)
        self._rest_thread = threading.Thread(target=self._tell_rest, name="sim-scale-rest", daemon=True)

    @property
    def port(self) -> int:
        """The TCP port it listens on."""
        return self._listener.port

    def start(self) -> None:
        """Begin to listen."""
        self._listener.start()
        self._rest_thread.start()

    def stop(self) -> None:
        """Close the port and its connections."""
        self._stop.set()
        self._wake.set()
        self._listener.stop()
        if self._rest_thread.is_alive():
            self._rest_thread.join(1.0)

    def put(self, load_g: int, on: bool) -> None:
        """Goods of `load_g` grams on the pan, or off it."""
        self.pan.put(load_g, on)
        self._on_change()
        self._wake.set()

    def _tell_rest(self) -> None:
        while not self._stop.is_set():
            if not self._wake.wait(1.0):
                continue
            self._wake.clear()
            while self.pan.look()[2] and not self._stop.wait(0.05):
                pass
            if not self._stop.is_set():
                self._on_change()

    def _serve(self, connection: Connection) -> None:
        stream = ScaleStream(self.pan)
        while (data := connection.receive()) is not None:
            if data:
                connection.send(stream.feed(data))
