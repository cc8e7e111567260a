"""A printer of the USB printer class, behind the kernel's `usblp` node.

The kernel's driver is kept: a library that takes the device from it leaves no node behind. Knows no USB ids.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from appliance.devices.links import USB
from appliance.devices.node_link import NodeLink


class UsbLp(NodeLink):
    """`/dev/usb/lpN`, both ways: bytes to the printer, its status back. Busy or gone is `not_reached`."""

    def _open_node(self) -> int:
        # O_NONBLOCK: on a stalled printer a plain write sleeps in the kernel, and no deadline reaches it there.
        return os.open(self.node, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)


def usb_from_url(url: str) -> UsbLp:
    """The link of `usb:///dev/usb/lp0`; ValueError says what is allowed."""
    parts = urlsplit(url)
    if parts.netloc or not parts.path.startswith("/dev/") or ".." in parts.path or parts.query:
        raise ValueError(f"incomplete link {url!r}; allowed: {USB}")
    return UsbLp(parts.path)
