"""Names, passwords and countries of Wi-Fi are judged alike on the screen, on the card and where the kernel is told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from appliance.domain import wifi
from appliance.domain.errors import TillError
from appliance.first_boot import values
from appliance.first_boot.wishes import Refused
from appliance.network.country import CountryFile
from appliance.network.wifi import readable_ssid
from appliance.till.wifi import Wifi

NAMES = {
    "Market hall": True, "Chợ Bến Thành": True, "x" * 32: True, "👩‍🌾 Hof": True,
    "": False, "   ": False, "x" * 33: False, "ü" * 17: False, "a\nb": False, "a\tb": False, "a\u2028b": False,
}  # fmt: skip
PASSWORDS = {
    "12345678": True, "x" * 63: True, "0a" * 32: True, "straße 9": True, "ü" * 31: True, 'a "b" \\ c': True,
    "1234567": False, "x" * 64: False, "ü" * 32: False, "tab\tin it": False, "\udc80" * 9: False,
}  # fmt: skip
COUNTRIES = {
    "DE": True,
    "VN": True,
    "00": False,
    "XX": False,
    "D": False,
    "DEU": False,
    "": False,
    "D\n": False,
}


class Forgetful:
    """No country is kept."""

    def kept(self) -> str | None:
        return None

    def keep(self, key: str, country: str) -> None:
        pass


def on_the_screen() -> Wifi:
    return Wifi(lambda: 0.0, lambda kind: f"{kind}-0001", nullcontext(), "FI", Forgetful())


def takes(deed: Callable[[], object]) -> bool:
    """Whether it is not refused."""
    try:
        deed()
    except (Refused, TillError, ValueError):
        return False
    return True


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_one_everywhere_or_nowhere(name: str) -> None:
    assert wifi.is_name(name) is NAMES[name]
    assert takes(lambda: on_the_screen().join("key-0001", name, None, False)) is NAMES[name]
    assert takes(lambda: values.ssid(name)) is NAMES[name]
    if len(name.encode()) <= wifi.LONGEST_NAME_BYTES:  # no radio hears a longer one
        assert (readable_ssid(name.encode()) == name) is NAMES[name]


@pytest.mark.parametrize("password", PASSWORDS)
def test_a_password_is_one_everywhere_or_nowhere(password: str) -> None:
    assert wifi.is_password(password) is PASSWORDS[password]
    assert takes(lambda: on_the_screen().join("key-0001", "Hall", password, False)) is PASSWORDS[password]
    assert takes(lambda: values.wifi_password(password)) is PASSWORDS[password]


@pytest.mark.parametrize("code", COUNTRIES)
def test_a_country_is_one_everywhere_or_nowhere(code: str, tmp_path: Path) -> None:
    assert wifi.is_radio_country(code) is COUNTRIES[code]
    assert takes(lambda: on_the_screen().set_country("key-0001", code)) is COUNTRIES[code]
    assert takes(lambda: values.radio_country(code)) is COUNTRIES[code]
    assert takes(lambda: CountryFile(tmp_path / "wifi-country").tell(code)) is COUNTRIES[code]
