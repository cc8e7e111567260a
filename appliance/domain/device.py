"""Attached devices as plain values: what was found, what it was said to be, and which printer is the printer.

Pure: no bus, no node is opened here. The rules: a printer of the USB printer class may be used at once, unless it says
that it prints something else; what sits behind a serial line is never guessed, a person says it once; a keyboard
becomes a scanner only by typing the code that was shown. How a device gets its name: `device_names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from appliance.domain.errors import TillError

Kind = Literal["printer", "serial", "keyboard"]
Role = Literal["printer", "scale", "scanner", "display", "ignored"]

# What a person may say a device is. A keyboard says it itself, by scanning the code.
ROLES: dict[Kind, tuple[Role, ...]] = {
    "printer": ("printer", "ignored"),
    "serial": ("printer", "scale", "scanner", "display", "ignored"),
    "keyboard": (),
}
DRIVERS: dict[Role, str] = {
    "printer": "escpos",
    "scale": "toledo8217",
    "scanner": "lines",
    "display": "cd5220",
    "ignored": "",
}
HID = "hid"
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
FORMATS = ("8N1", "7E1", "7O1", "8E1", "8O1", "8N2", "7E2")
FLOWS = ("none", "rtscts", "xonxoff")
USUAL_BAUD = 9600
# What printers of pages and of labels are told in; the versions behind the names (PCL5e, ZPL II, PS3) as well.
_OTHER_LANGUAGE = re.compile(
    r"(PCL|PCLXL|PCLM|PJL|PML|MLC|DW-PCL|PS|POSTSCRIPT|BR-?SCRIPT|KPDL|PRESCRIBE|PDF|XPS|URF|PWG|PWGRASTER"
    r"|APPLERASTER|JPEG|GDI|HBP|HBPL|SPL|SPLC|QPDL|UFR|UFRII|LIPS|CAPT|BDC|BJL|BJRASTER|BJNP|ESCPL|HPGL|RTL|ZJS|XQX"
    r"|ZPL|EPL|CPCL|TSPL|DPL|IPL|SBPL|FGL|ZEBRA|RASTER-?LABEL)[ -]?(\d+(\.\d+)?|I{1,3}|IV|V|VI)?[A-Z]?",
)
_FORMATS: dict[Role, str] = {"scale": "7E1"}  # the manual of the 8217 protocol; all others are 8N1


@dataclass(frozen=True, slots=True)
class Found:
    """Something that is plugged in now. `key` outlives replugging, `node` does not.

    `hints` is what it says of itself: `maker`, `model`, `speaks`. `by_id` is the name it would have by its own number,
    empty without one; `by_path` that of its socket.
    """

    key: str
    kind: Kind
    node: str
    hints: Mapping[str, str] = field(default_factory=dict)
    by_id: str = ""
    by_path: str = ""

    @property
    def name(self) -> str:
        """Maker and model as far as they are known, without saying the maker twice."""
        maker, model = self.hints.get("maker", ""), self.hints.get("model", "")
        return model if model.lower().startswith(maker.lower()) else f"{maker} {model}".strip()


@dataclass(frozen=True, slots=True)
class Device:
    """A device the box remembers, plugged in or not; `by_id` and `by_path` as when it was last there."""

    key: str
    kind: Kind
    role: Role
    driver: str
    name: str = ""
    baud: int = USUAL_BAUD
    format: str = "8N1"
    by_id: str = ""
    by_path: str = ""


def assign(found: Found, role: str, baud: int | None) -> Device:
    """What a person's answer makes of a device; TillError `device_role` when it cannot be that."""
    for allowed in ROLES[found.kind]:
        if allowed == role:
            break
    else:
        raise TillError("device_role", field="role", allowed=", ".join(ROLES[found.kind]) or "pair it")
    return Device(
        found.key,
        found.kind,
        allowed,
        DRIVERS[allowed],
        found.name,
        baud or USUAL_BAUD,
        _FORMATS.get(allowed, "8N1"),
        found.by_id,
        found.by_path,
    )


def paired(found: Found) -> Device:
    """The keyboard that typed the code that was shown."""
    return Device(found.key, "keyboard", "scanner", HID, found.name, by_id=found.by_id, by_path=found.by_path)


def displaced(by: Device, known: Iterable[Device]) -> list[Device]:
    """Who loses its role to `by`: there is one of each, but for scanners that type."""
    if by.role == "ignored" or by.driver == HID:
        return []
    return [one for one in known if one.role == by.role and one.driver == by.driver and one.key != by.key]


def printer_to_take(
    known: Iterable[Device], found: Iterable[Found], *, has_configured: bool
) -> Device | None:
    """The USB printer that becomes the box's printer by being plugged in; only a box that has none takes one."""
    known = list(known)
    if has_configured or any(one.role == "printer" for one in known):
        return None
    return _spare_printer(known, found)


def stand_in(known: Iterable[Device], found: Iterable[Found]) -> Device | None:
    """The USB printer that is used for the box's own while that one is unplugged; it never takes its role."""
    known, found = list(known), list(found)
    own = next((one for one in known if one.role == "printer"), None)
    if own is None or own.kind != "printer" or any(one.key == own.key for one in found):
        return None
    return _spare_printer(known, found)


def _spare_printer(known: Iterable[Device], found: Iterable[Found]) -> Device | None:
    ignored = {one.key for one in known if one.role == "ignored"}
    for one in found:
        if one.kind == "printer" and one.key not in ignored and may_speak_escpos(one.hints.get("speaks", "")):
            return assign(one, "printer", None)
    return None


def may_speak_escpos(speaks: str) -> bool:
    """Whether a printer with these commands (IEEE 1284, `CMD:`) may print receipts.

    False only if it names nothing but languages of pages or of labels: many receipt printers name nothing, or wrongly.
    """
    named = [word.strip().upper() for word in speaks.replace(";", ",").split(",") if word.strip()]
    return not named or not all(_OTHER_LANGUAGE.fullmatch(word) for word in named)


def to_document(device: Device) -> dict[str, Any]:
    """The device as its row in the table of devices."""
    return {
        "key": device.key,
        "kind": device.kind,
        "role": device.role,
        "driver": device.driver,
        "name": device.name,
        "params": {"baud": device.baud, "format": device.format},
        "by_id": device.by_id,
        "by_path": device.by_path,
    }


def from_document(document: Mapping[str, Any]) -> Device:
    """The device a row holds; keys of a newer version are left aside."""
    return Device(
        key=document["key"],
        kind=document["kind"],
        role=document["role"],
        driver=document["driver"],
        name=document["name"],
        baud=document["params"]["baud"],
        format=document["params"]["format"],
        by_id=document.get("by_id", ""),
        by_path=document.get("by_path", ""),
    )
