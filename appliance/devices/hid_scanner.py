"""A scanner that is a keyboard: taken for the till alone, so that it types into no page and needs no focus.

Also the ear that finds out which keyboard is a scanner: the one that types the code shown on the screen. What a code
means is decided elsewhere.
"""

from __future__ import annotations

import logging
import select
import threading
import time
from collections.abc import Callable, Mapping

from appliance.devices.scanner import Debounce
from appliance.devices.typed import InputNode, KeyReader, grab, leave
from appliance.devices.workers import Backoff, Worker

log = logging.getLogger(__name__)

READ_TIMEOUT_S = 0.5
SILENCE_LOOK_S = 0.1
IDLE_S = 3600.0

Take = Callable[[int], None]


class HidScanner(Worker):
    """One scanner's thread; `on_code` is called on it for every scan."""

    def __init__(
        self,
        node: str,
        on_code: Callable[[str], None],
        *,
        take: Take = grab,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__("hid-scanner")
        self.node = node
        self._on_code = on_code
        self._take = take
        self._clock = clock
        self._input: InputNode | None = None
        self._keys = KeyReader()
        self._debounce = Debounce()
        self._backoff = Backoff()
        self._is_lost = False

    def turn(self) -> float:
        try:
            if self._input is None:
                self._input = InputNode(self.node, self._take)
                self._keys = KeyReader()
                self._is_lost = False
                log.info("scanner: %s is ours", self.node)
            codes = self._codes(self._input)
        except OSError as error:
            self.release()
            if not self._is_lost:
                log.info("scanner not connected: %s", error)
            self._is_lost = True
            return self._backoff.next_s()
        self._backoff.reset()
        for code in codes:
            if self._debounce.passes(code, self._clock()):
                self._on_code(code)
        return 0.0

    def release(self) -> None:
        opened, self._input = self._input, None
        if opened is not None:
            opened.close()

    def _codes(self, opened: InputNode) -> list[str]:
        wait_s = SILENCE_LOOK_S if self._keys.is_typing else READ_TIMEOUT_S
        if not select.select([opened.fd], [], [], wait_s)[0]:
            return self._keys.after_silence(self._clock())
        return self._keys.feed(opened.read(), self._clock())


class PairingEar(Worker):
    """Reads along on every keyboard while a code is on the screen; `heard` is called with the one that typed it.

    It ends by itself, whoever forgets it: then it calls `in_vain`.
    """

    def __init__(
        self,
        heard: Callable[[str], None],
        in_vain: Callable[[], None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__("pairing")
        self._heard = heard
        self._in_vain = in_vain
        self._clock = clock
        self._lock = threading.Lock()  # guards the next three
        self._code: str | None = None
        self._nodes: dict[str, str] = {}
        self._until_s = 0.0
        self._open: dict[str, tuple[str, InputNode, KeyReader]] = {}  # by key, this thread's alone

    def listen_for(self, code: str, nodes: Mapping[str, str], until_s: float) -> None:
        """Listen for `code` on `nodes` (key to node) until then. Returns at once."""
        with self._lock:
            self._code, self._nodes, self._until_s = code, dict(nodes), until_s
        self._wake.set()

    def stop_listening(self) -> None:
        """Close them all. Returns at once."""
        with self._lock:
            self._code, self._nodes = None, {}
        self._wake.set()

    def turn(self) -> float:
        with self._lock:
            is_late = self._code is not None and self._clock() >= self._until_s
            if is_late:
                self._code, self._nodes = None, {}
            code, nodes = self._code, self._nodes
        self._open_just(nodes)
        if is_late:
            self._in_vain()
        if code is None:
            return IDLE_S
        if not self._open:
            return READ_TIMEOUT_S
        ready = select.select([one.fd for _, one, _ in self._open.values()], [], [], SILENCE_LOOK_S)[0]
        for key, (_, one, keys) in list(self._open.items()):
            try:
                typed = one.read() if one.fd in ready else []
            except OSError:
                self._close(key)
                continue
            # A scanner may add its own first and last letters to what it read.
            if any(code in text for text in keys.feed(typed, self._clock())):
                self.stop_listening()
                self._heard(key)
                break
        return 0.0

    def release(self) -> None:
        self._open_just({})

    def _open_just(self, nodes: Mapping[str, str]) -> None:
        for key, (node, _, _) in list(self._open.items()):
            if nodes.get(key) != node:
                self._close(key)
        for key, node in nodes.items():
            if key not in self._open:
                try:
                    self._open[key] = (node, InputNode(node, leave), KeyReader())
                except OSError as error:
                    log.debug("cannot listen to %s: %s", node, error)

    def _close(self, key: str) -> None:
        self._open.pop(key)[1].close()
