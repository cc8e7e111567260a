"""What is plugged in, read from /sys: printers, serial lines and keyboards on USB, typed by their USB class.

Works without udev. The roots are parameters: tests and the simulator lay out a tree of their own. Vendor and product
numbers go into a key and never decide what a device is.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from appliance.domain.device import Found, Kind
from appliance.domain.device_names import named

PRINTER_CLASS, HID_CLASS = ("07", "01"), "03"
MODEM_DRIVERS = frozenset({"option", "qcserial", "sierra", "hso"})
NO_SERIAL = re.compile(
    r"[0 ]*|serialnumber=0|0?123456789(abcdef)?", re.IGNORECASE
)  # printed into chips by the million
DIGITS_AND_ENTER = (*range(2, 12), 28)
WORD_BITS = struct.calcsize("l") * 8
LONGEST_NAME = 60
LONGEST_LIST = 400  # of languages: half of one would be another


class SysTree:
    """Looks through one /sys and one /dev."""

    def __init__(self, sys_root: Path = Path("/sys"), dev_root: Path = Path("/dev")) -> None:
        self._classes = sys_root / "class"
        self._dev = dev_root

    def scan(self) -> tuple[Found, ...]:
        """Everything a till can use that is plugged in now, sorted by key, as if it had just been plugged in."""
        return named([*self._printers(), *self._serials(), *self._keyboards()], (), ())

    def _printers(self) -> Iterator[Found]:
        for entry, interface in self._entries("usbmisc", "lp"):
            if (_text(interface, "bInterfaceClass"), _text(interface, "bInterfaceSubClass")) == PRINTER_CLASS:
                card = _ieee1284(_text(interface, "ieee1284_id"))
                yield self._seen("printer", entry, interface, card)

    def _serials(self) -> Iterator[Found]:
        for entry, interface in self._entries("tty", "ttyUSB", "ttyACM"):
            if not _is_modem(interface):
                yield self._seen("serial", entry, interface)

    def _keyboards(self) -> Iterator[Found]:
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

    def _seen(
        self, kind: Kind, entry: Path, interface: Path, card: Mapping[str, str] = MappingProxyType({})
    ) -> Found:
        device = interface.parent
        uevent = _text(entry, "uevent")
        name = next((line[8:] for line in uevent.splitlines() if line.startswith("DEVNAME=")), entry.name)
        number = _text(interface, "bInterfaceNumber") or "00"
        serial = _text(device, "serial")
        ids = f"{_text(device, 'idVendor')}:{_text(device, 'idProduct')}"
        is_own = serial and NO_SERIAL.fullmatch(serial) is None
        by_path = _plain(f"at-{_controller(device)}-{interface.name.partition('-')[2]}")
        return Found(
            by_path,
            kind,
            str(self._dev / name),
            _hints({"maker": _text(device, "manufacturer"), "model": _text(device, "product")}, card),
            _plain(f"usb-{ids}-{serial}-{number}") if is_own else "",
            by_path,
        )


def _hints(*said: Mapping[str, str]) -> dict[str, str]:
    """What a device says of itself, the last word on each counts; an empty one is none."""
    told = {name: text for words in said for name, text in words.items() if _shown(text)}
    return {
        name: _shown(text, LONGEST_LIST if name == "speaks" else LONGEST_NAME) for name, text in told.items()
    }


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


def _shown(text: str, longest: int = LONGEST_NAME) -> str:
    """What a device says of itself, fit for a screen: a name is not to be trusted either."""
    kept = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in text)
    return " ".join(kept.split())[:longest]
