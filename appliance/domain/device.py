"""Attached devices as plain values: what was found, what it was said to be, and which printer is the printer.

Pure: no bus, no node is opened here. The rules: a printer of the USB printer class may be used at once; what sits
behind a serial line is never guessed, a person says it once; a keyboard becomes a scanner only by typing the code
that was shown.
"""

from __future__ import annotations

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
_FORMATS: dict[Role, str] = {"scale": "7E1"}  # the manual of the 8217 protocol; all others are 8N1


@dataclass(frozen=True, slots=True)
class Found:
    """Something that is plugged in now. `key` outlives replugging, `node` does not.

    `hints` is what it says of itself: `maker`, `model`, `speaks`.
    """

    key: str
    kind: Kind
    node: str
    hints: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Maker and model as far as they are known, without saying the maker twice."""
        maker, model = self.hints.get("maker", ""), self.hints.get("model", "")
        return model if model.lower().startswith(maker.lower()) else f"{maker} {model}".strip()


@dataclass(frozen=True, slots=True)
class Device:
    """A device the box remembers, plugged in or not."""

    key: str
    kind: Kind
    role: Role
    driver: str
    name: str = ""
    baud: int = USUAL_BAUD
    format: str = "8N1"


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
    )


def paired(found: Found) -> Device:
    """The keyboard that typed the code that was shown."""
    return Device(found.key, "keyboard", "scanner", HID, found.name)


def displaced(by: Device, known: Iterable[Device]) -> list[Device]:
    """Who loses its role to `by`: there is one of each, but for scanners that type."""
    if by.role == "ignored" or by.driver == HID:
        return []
    return [one for one in known if one.role == by.role and one.driver == by.driver and one.key != by.key]


def printer_to_take(
    known: Iterable[Device], found: Iterable[Found], *, has_configured: bool
) -> Device | None:
    """The USB printer that becomes the box's printer by being plugged in, if the box has none to print on now.

    One that was chosen stays it while it is there; a printer named in the configuration is never displaced like this.
    """
    known, found = list(known), list(found)
    present = {one.key for one in found}
    chosen = next((one for one in known if one.role == "printer"), None)
    if chosen is not None and (chosen.key in present or chosen.kind != "printer"):
        return None
    if chosen is None and has_configured:
        return None
    ignored = {one.key for one in known if one.role == "ignored"}
    spare = next((one for one in found if one.kind == "printer" and one.key not in ignored), None)
    return None if spare is None else assign(spare, "printer", None)


def to_document(device: Device) -> dict[str, Any]:
    """The device as its row in the table of devices."""
    return {
        "key": device.key,
        "kind": device.kind,
        "role": device.role,
        "driver": device.driver,
        "name": device.name,
        "params": {"baud": device.baud, "format": device.format},
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
    )
