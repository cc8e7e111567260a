"""A port for a program that is started in a moment.

Not one the kernel names (port 0): those come out of the range it also gives to every outgoing connection. One of
them may take the port before the program has it, and keeps it for a minute after its end (TIME_WAIT, tcp(7)).
"""

import random
import socket
from pathlib import Path

LOWEST = 20_000
KERNELS_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
_given: set[int] = set()


def free_port() -> int:
    """A TCP port of this machine on which nobody listens, outside the kernel's range, never given twice."""
    kernels_lowest = int(KERNELS_RANGE.read_text().split()[0])
    candidates = [port for port in range(LOWEST, kernels_lowest) if port not in _given]
    random.SystemRandom().shuffle(candidates)  # other processes of tests draw from the same range
    for port in candidates:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        _given.add(port)
        return port
    raise RuntimeError(f"no port between {LOWEST} and {kernels_lowest} is free")
