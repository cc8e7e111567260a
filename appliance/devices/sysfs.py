"""What is plugged in, read from /sys: printers, serial lines and keyboards on USB, typed by their USB class.

Works without udev. The roots are parameters: tests and the simulator lay out a tree of their own. Vendor and product
numbers go into a key and never decide what a device is.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from appliance.domain.device import Found, Kind

PRINTER_CLASS, HID_CLASS = ("07", "01"), "03"
MODEM_DRIVERS = frozenset({"option", "qcserial", "sierra", "hso"})
NO_SERIAL = re.compile(
    r"[0 ]*|serialnumber=0|0?123456789(abcdef)?", re.IGNORECASE
)  # printed into chips by the million
DIGITS_AND_ENTER = (*range(2, 12), 28)
WORD_BITS = struct.calcsize("l") * 8
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class _Seen:
    """A node of a USB interface, before it is known whether its serial number is its own."""

    kind: Kind
    node: str
    by_id: str | None
    by_path: str
    hints: dict[str, str]


class SysTree:
    """Looks through one /sys and one /dev."""

    def __init__(self, sys_root: Path = Path("/sys"), dev_root: Path = Path("/dev")) -> None:
        self._classes = sys_root / "class"
        self._dev = dev_root

    def scan(self) -> tuple[Found, ...]:
        """Everything a till can use that is plugged in now, sorted by key."""
        seen = [*self._printers(), *self._serials(), *self._keyboards()]
        claims = Counter(one.by_id for one in seen)
        found: dict[str, Found] = {}
        for one in seen:
            key = one.by_id if one.by_id is not None and claims[one.by_id] == 1 else one.by_path
            found.setdefault(key, Found(key, one.kind, one.node, one.hints))
        return tuple(found[key] for key in sorted(found))

    def _printers(self) -> Iterator[_Seen]:
        for entry, interface in self._entries("usbmisc", "lp"):
            if (_text(interface, "bInterfaceClass"), _text(interface, "bInterfaceSubClass")) == PRINTER_CLASS:
                seen = self._seen("printer", entry, interface)
                yield _with_hints(seen, _ieee1284(_text(interface, "ieee1284_id")))

    def _serials(self) -> Iterator[_Seen]:
        for entry, interface in self._entries("tty", "ttyUSB", "ttyACM"):
            if not _is_modem(interface):
                yield self._seen("serial", entry, interface)

    def _keyboards(self) -> Iterator[_Seen]:
        for entry, interface in self._entries("input", "event"):
            if _text(interface, "bInterfaceClass") == HID_CLASS and _types_digits(entry / "device"):
                yield self._seen("keyboard", entry, interface)

    def _entries(self, name: str, *prefixes: str) -> Iterator[tuple[Path, Path]]:
        """Entries of a class with the USB interface each hangs on; what is not on USB is left out."""
        try:
            entries = sorted(
                (self._classes / name).iterdir(), key=lambda entry: (len(entry.name), entry.name)
            )
        except OSError:
            return
        for entry in entries:
            if entry.name.startswith(prefixes):
                interface = _interface(entry / "device")
                if interface is not None:
                    yield entry, interface

    def _seen(self, kind: Kind, entry: Path, interface: Path) -> _Seen:
        device = interface.parent
        uevent = _text(entry, "uevent")
        name = next((line[8:] for line in uevent.splitlines() if line.startswith("DEVNAME=")), entry.name)
        number = _text(interface, "bInterfaceNumber") or "00"
        serial = _text(device, "serial")
        ids = f"{_text(device, 'idVendor')}:{_text(device, 'idProduct')}"
        is_own = serial and NO_SERIAL.fullmatch(serial) is None
        hints = {"maker": _text(device, "manufacturer"), "model": _text(device, "product")}
        return _with_hints(
            _Seen(
                kind,
                str(self._dev / name),
                _plain(f"usb-{ids}-{serial}-{number}") if is_own else None,
                _plain(f"at-{_controller(device)}-{interface.name.partition('-')[2]}"),
                {},
            ),
            hints,
        )


def _with_hints(seen: _Seen, hints: dict[str, str]) -> _Seen:
    told = {name: shown for name, text in hints.items() if (shown := _shown(text))}
    return _Seen(seen.kind, seen.node, seen.by_id, seen.by_path, {**seen.hints, **told})


def _interface(device: Path) -> Path | None:
    """The USB interface a device hangs on, itself or above it."""
    try:
        real = device.resolve(strict=True)
    except OSError:
        return None
    return next((one for one in (real, *real.parents) if (one / "bInterfaceClass").exists()), None)


def _controller(device: Path) -> str:
    """What the root hub hangs on: bus numbers change from start to start, this does not."""
    hub = next((one for one in device.parents if re.fullmatch(r"usb\d+", one.name)), None)
    return hub.parent.name if hub is not None else "usb"


def _is_modem(interface: Path) -> bool:
    """Mobile modems show several serial lines that are not for us; their data line gives them away."""
    try:
        if (interface / "driver").resolve().name in MODEM_DRIVERS:
            return True
        return any((other / "net").is_dir() for other in interface.parent.iterdir() if ":" in other.name)
    except OSError:
        return False


def _types_digits(device: Path) -> bool:
    """Whether an input device has the keys a scanner types with; a touch screen or a volume wheel has not."""
    bits = 0
    for word in _text(device / "capabilities", "key").split():
        try:
            bits = bits << WORD_BITS | int(word, 16)
        except ValueError:
            return False
    return all(bits >> key & 1 for key in DIGITS_AND_ENTER)


def _ieee1284(text: str) -> dict[str, str]:
    """A printer's own card: `MFG:EPSON;CMD:ESC/POS;MDL:TM-T20II;`."""
    fields = {}
    for part in text.split(";"):
        name, _, value = part.partition(":")
        fields[name.strip().upper()] = value
    return {
        "maker": fields.get("MFG", fields.get("MANUFACTURER", "")),
        "model": fields.get("MDL", fields.get("MODEL", "")),
        "speaks": fields.get("CMD", fields.get("COMMAND SET", "")),
    }


def _text(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:  # unplugged while we looked, or this kind has no such attribute
        return ""


def _plain(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9._:-]", "_", key)[:120]


def _shown(text: str) -> str:
    """What a device says of itself, fit for a screen: a name is not to be trusted either."""
    kept = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in text)
    return " ".join(kept.split())[:LONGEST_NAME]
