"""A link whose far end can be changed while its worker runs: another printer, or the same one in another socket.

The change takes effect on the worker's own thread. A conversation that is under way when it comes ends as `broken`,
exactly as if the cable had been pulled, so that half a job never goes on at another device.
"""

from __future__ import annotations

import threading

from appliance.devices.links import Link, LinkError


class SwitchedLink:
    """Implements `Link` by handing on to whatever it is aimed at; `aim` may be called from any thread."""

    def __init__(self, name: str, link: Link | None = None) -> None:
        self._name = name
        self._lock = threading.Lock()  # guards _wanted
        self._wanted = link
        self._used: Link | None = None  # the worker's thread alone

    def aim(self, link: Link | None) -> None:
        """Use `link` from the next opening on; None: nothing is connected."""
        with self._lock:
            self._wanted = link

    @property
    def name(self) -> str:
        used = self._used or self._target()
        return used.name if used is not None else self._name

    @property
    def is_open(self) -> bool:
        """False once it was aimed elsewhere: its worker then opens what is there now."""
        return self._used is not None and self._used is self._target() and self._used.is_open

    def open(self, timeout_s: float) -> None:
        wanted = self._target()
        if self._used is not wanted:
            self.close()
        if wanted is None:
            raise LinkError("not_reached", f"{self._name}: not plugged in")
        self._used = wanted
        wanted.open(timeout_s)

    def write(self, data: bytes, timeout_s: float) -> int:
        return self._same().write(data, timeout_s)

    def read(self, max_bytes: int, timeout_s: float) -> bytes:
        return self._same().read(max_bytes, timeout_s)

    def close(self) -> None:
        used, self._used = self._used, None
        if used is not None:
            used.close()

    def _target(self) -> Link | None:
        with self._lock:
            return self._wanted

    def _same(self) -> Link:
        used = self._used
        if used is None or used is not self._target():
            self.close()
            raise LinkError("broken", f"{self._name}: unplugged or exchanged")
        return used
