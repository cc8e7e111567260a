"""The virtual barcode scanner: whoever is connected receives each scanned code, ended by CR."""

from __future__ import annotations

from appliance.simulator.sockets import Connection, Listener

LONGEST_CODE = 128


class VirtualScanner:
    """The till connects to it, as it opens a serial port."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._listener = Listener("scanner", host, port, self._serve, most=4)

    @property
    def port(self) -> int:
        """The TCP port it listens on."""
        return self._listener.port

    @property
    def is_connected(self) -> bool:
        """Somebody listens to the scanner."""
        return self._listener.connections > 0

    def wait_connected(self, timeout_s: float = 5.0) -> bool:
        """Wait until somebody listens; False when nobody came."""
        return self._listener.wait_connected(timeout_s)

    def start(self) -> None:
        """Begin to listen."""
        self._listener.start()

    def stop(self) -> None:
        """Close the port and its connections."""
        self._listener.stop()

    def scan(self, code: str) -> bool:
        """Send `code` + CR; False when nobody heard it. Raises ValueError for what no barcode can hold."""
        if not 1 <= len(code) <= LONGEST_CODE or not code.isascii() or not code.isprintable():
            raise ValueError(f"a code has 1 to {LONGEST_CODE} printable ASCII characters")
        return self._listener.broadcast(code.encode("ascii") + b"\r") > 0

    def _serve(self, connection: Connection) -> None:
        while connection.receive() is not None:
            pass  # a scanner is told nothing it would act on
