"""The way from pretended pins to the simulator's lamp: one datagram with both levels; and to its power supply.

As a program of its own (`python -I -S wires.py SOCKET`) it only turns that lamp red, for the moment after the lights
process has died. It comes before the restart, so it must be quick on a busy machine: it imports next to nothing, and
nothing of ours.
"""

from __future__ import annotations

import _socket as socket  # what `socket` stands on, in half the time: no enums, no selectors
import sys
import time


class Wires:
    """Nobody at the other end is no error."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)

    def close(self) -> None:
        """Carry nothing more."""
        self._socket.close()

    def carry(self, red: bool, green: bool) -> None:
        """One datagram with both levels and when they were so."""
        self._send(f'{{"red": {int(red)}, "green": {int(green)}, "at_s": {time.monotonic()}}}')

    def switch_off(self) -> None:
        """One datagram: the pretended machine is to switch itself off."""
        self._send('{"power": 0}')

    def _send(self, content: str) -> None:
        try:
            self._socket.sendto(content.encode(), self._address)
        except OSError:
            pass  # the simulator is away; the next refresh tells it


def turn_red(address: str) -> None:
    """Red, and the wires are let go."""
    wires = Wires(address)
    wires.carry(red=True, green=False)
    wires.close()


if __name__ == "__main__":
    turn_red(sys.argv[1])
