"""Ways to the Internet. Today one: whatever route the system has; the port is made for several.

Reads what the kernel says in /proc and /sys; starts no command and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

Kind = Literal["ethernet", "wifi", "lte", "loopback", "unknown"]

ROUTE_UP = 0x1  # RTF_UP of route(4)
ARPHRD_ETHER, ARPHRD_LOOPBACK = 1, 772  # linux/if_arp.h
PPP_KINDS = frozenset({512, 65534, 519})  # ARPHRD_PPP, ARPHRD_NONE and ARPHRD_RAWIP: what modems look like
LTE_DRIVERS = frozenset(
    {"cdc_ether", "cdc_mbim", "cdc_ncm", "huawei_cdc_ncm", "qmi_wwan", "rndis_host", "sierra_net"}
)


@dataclass(frozen=True, slots=True)
class Uplink:
    """One way out: its kind, and the interface it goes through."""

    kind: Kind
    interface: str | None = None


NO_UPLINK = Uplink("unknown")


class Uplinks(Protocol):
    """Which way is used now. Choosing among several comes behind this same port."""

    def current(self) -> Uplink:
        """The uplink in use; of unknown kind, without an interface, when there is none."""
        ...


class SystemRoute:
    """The way of the default route with the smallest metric, whoever put it there."""

    def __init__(self, proc: Path = Path("/proc"), sys: Path = Path("/sys")) -> None:
        self._proc = proc
        self._sys = sys

    def current(self) -> Uplink:
        interface = self._default_interface()
        return NO_UPLINK if interface is None else Uplink(self._kind(interface), interface)

    def _default_interface(self) -> str | None:
        routes = self._ipv4_routes() or self._ipv6_routes()
        return min(routes)[1] if routes else None

    def _ipv4_routes(self) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        for row in _rows(self._proc / "net/route")[1:]:
            try:
                name, destination, flags, metric, mask = row[0], row[1], int(row[3], 16), int(row[6]), row[7]
            except (IndexError, ValueError):
                continue
            if destination == mask == "00000000" and flags & ROUTE_UP:
                found.append((metric, name))
        return found

    def _ipv6_routes(self) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        for row in _rows(self._proc / "net/ipv6_route"):
            try:
                destination, length, metric, flags, name = (
                    row[0],
                    row[1],
                    int(row[5], 16),
                    int(row[8], 16),
                    row[9],
                )
            except (IndexError, ValueError):
                continue
            if destination == "0" * 32 and length == "00" and flags & ROUTE_UP and name != "lo":
                found.append((metric, name))
        return found

    def _kind(self, interface: str) -> Kind:
        folder = self._sys / "class/net" / interface
        if (folder / "wireless").exists() or (folder / "phy80211").exists():
            return "wifi"
        if interface.startswith("wwan") or _driver(folder) in LTE_DRIVERS:
            return "lte"
        try:
            number = int((folder / "type").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return "unknown"
        if number in PPP_KINDS:
            return "lte"
        kinds: dict[int, Kind] = {ARPHRD_ETHER: "ethernet", ARPHRD_LOOPBACK: "loopback"}
        return kinds.get(number, "unknown")


class Loopback:
    """For a back office on this very machine: no route is needed to reach it."""

    def current(self) -> Uplink:
        return Uplink("loopback", "lo")


def _driver(folder: Path) -> str:
    try:
        return (folder / "device/driver").resolve(strict=True).name
    except OSError:
        return ""


def _rows(path: Path) -> list[list[str]]:
    try:
        return [line.split() for line in path.read_text(encoding="ascii", errors="replace").splitlines()]
    except OSError:
        return []
