"""What a person may ask for in `tillbox.toml`: each key with what is allowed. Pure; knows no file
and no box.

A wrong key is refused by name and never shown with its value, which may be a secret in the wrong place; the other
keys are taken all the same. What the configuration itself judges (language, pins, links …) is only typed here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")
Value = str | int | bool
MASKED = re.compile(r"\*+")  # what a secret looks like once the box has taken it
TAKEN = "*"  # stands for a masked secret: the box has it already
_KEY_NAME = re.compile(r"[A-Za-z0-9_.-]{1,48}")

# Keys that become the configuration's own: their name there, and the type of their value.
SETTINGS: dict[str, tuple[str, type]] = {
    "country": ("country", str),
    "language": ("language", str),
    "zone": ("zone", str),
    "stall": ("stall", str),
    "merchant_name": ("merchant_name", str),
    "merchant_address": ("merchant_address", str),
    "merchant_tax_id": ("merchant_tax_id", str),
    "printer_link": ("printer_link", str),
    "light_wiring": ("light_wiring", str),
    "light_red_pin": ("light_red_pin", int),
    "light_amber_pin": ("light_amber_pin", int),
    "light_green_pin": ("light_green_pin", int),
    "light_blue_pin": ("light_blue_pin", int),
    "power_button_pin": ("power_button_pin", int),
    "enrolment_url": ("office_url", str),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One key that was not taken. `code` says why (the screen has words for it), `allowed` needs no language."""

    key: str
    code: str
    allowed: str = ""


@dataclass(frozen=True, slots=True)
class Wifi:
    """One network to join. `password` is empty when it has none, and `TAKEN` when the box has it already."""

    ssid: bytes
    password: str
    is_hidden: bool = False
    security: str = "wpa-psk"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one file asks for and may have. `settings` has the configuration's names."""

    settings: Mapping[str, Value] = field(default_factory=dict)
    wifi: Wifi | None = None
    wifi_country: str | None = None
    apn: str | None = None
    admin_keys: tuple[str, ...] = ()
    hostname: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was understood."""

    wishes: Wishes
    refusals: tuple[Refusal, ...]
    taken: tuple[str, ...]


class Refused(Exception):
    """A value that cannot be taken."""

    def __init__(self, code: str, allowed: str = "") -> None:
        super().__init__(code)
        self.refusal = (code, allowed)


class Asked:
    """The keys of one file, taken one by one; whatever nobody takes is unknown."""

    def __init__(self, values: Mapping[str, object], refusals: Sequence[Refusal] = ()) -> None:
        self._values = dict(values)
        self.taken: list[str] = []
        self.refusals = list(refusals)

    def open_sections(self) -> None:
        """Name the keys of tables `table.key`."""
        for name, table in [*self._values.items()]:
            if isinstance(table, dict):
                del self._values[name]
                self._values |= {f"{name}.{key}": value for key, value in table.items()}

    def take(self, key: str, parse: Callable[[object], T]) -> T | None:
        """The value of `key`; None when it is missing, masked or refused."""
        if key not in self._values:
            return None
        value = self._values.pop(key)
        try:
            parsed = parse(value)
        except Refused as refused:
            self.refuse(key, *refused.refusal)
            return None
        self.taken.append(key)
        return parsed

    def refuse(self, key: str, code: str, allowed: str = "") -> None:
        shown = key if _KEY_NAME.fullmatch(key) else "?"
        self.refusals.append(Refusal(shown, code, allowed))

    def refuse_the_rest(self, known: str) -> None:
        for key in self._values:
            self.refuse(key, "unknown", known)
