"""A scripted link for small devices: answers come from a function, and it can go away and come back."""

from __future__ import annotations

from collections.abc import Callable

from appliance.devices.links import LinkError


class FakeLink:
    name = "fake://device"

    def __init__(self, answer: Callable[[bytes], bytes] = lambda data: b"") -> None:
        self.is_open = False
        self.is_reachable = True
        self.written: list[bytes] = []
        self.incoming = b""
        self._answer = answer

    def open(self, timeout_s: float) -> None:
        if not self.is_reachable:
            raise LinkError("not_reached", "no such device")
        self.is_open = True

    def close(self) -> None:
        self.is_open = False

    def write(self, data: bytes, timeout_s: float) -> int:
        self._check()
        self.written.append(data)
        self.incoming += self._answer(data)
        return len(data)

    def read(self, max_bytes: int, timeout_s: float) -> bytes:
        self._check()
        data, self.incoming = self.incoming[:max_bytes], self.incoming[max_bytes:]
        return data

    def _check(self) -> None:
        if not self.is_reachable:
            self.close()
            raise LinkError("broken", "gone")
