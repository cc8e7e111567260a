"""What a technician types to come in: the box's name, and its addresses in the networks it is in.

Asks the kernel about its own interfaces and sends nothing.
"""

from __future__ import annotations

import fcntl
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass

GET_ADDRESS = 0x8915  # SIOCGIFADDR of netdevice(7): the IPv4 address of one interface
MOST_ADDRESSES = 3


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`addresses` is empty in no network."""

    host: str
    addresses: tuple[str, ...]


def whereabouts(interfaces: Callable[[], list[tuple[int, str]]] = socket.if_nameindex) -> Whereabouts:
    """Where the box is now. Never raises: what cannot be told is left out."""
    found: list[str] = []
    try:
        names = [name for _, name in interfaces()]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            for name in names:
                address = _address(asking, name)
                if address is not None and not address.startswith(("127.", "169.254.")):
                    found.append(address)
    except OSError:
        found = []
    return Whereabouts(socket.gethostname(), tuple(found[:MOST_ADDRESSES]))


def _address(asking: socket.socket, name: str) -> str | None:
    """None for an interface that has no address, or is gone meanwhile."""
    try:
        told = fcntl.ioctl(asking.fileno(), GET_ADDRESS, struct.pack("256s", name.encode()[:15]))
    except OSError:
        return None
    return socket.inet_ntoa(told[20:24])
