"""Whose process is at the other end of a loopback connection: the kernel's word, not the caller's.

Headers can be written by any program on the machine; the user a socket belongs to cannot.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path

CONNECTIONS = Path(
    "/proc/net/tcp"
)  # proc_net(5): local and remote address in hex, the user in the eighth column


def owner_uid(caller: tuple[str, int], port: int, connections: Path = CONNECTIONS) -> int | None:
    """The user id of whoever holds the connection from `caller` (IPv4, port) to our `port`; None is unknown."""
    try:
        rows = connections.read_text(encoding="ascii").splitlines()[1:]
        ends = _end(*caller), f"{port:04X}"
    except (OSError, ValueError):
        return None
    for row in rows:
        columns = row.split()
        if columns[1] == ends[0] and columns[2].endswith(f":{ends[1]}"):
            return int(columns[7])
    return None


def _end(address: str, port: int) -> str:
    packed = int.from_bytes(ipaddress.IPv4Address(address).packed, "little")
    return f"{packed:08X}:{port:04X}"
