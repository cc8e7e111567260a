"""From the text of a file on the FAT to wishes and refusals, for `tillbox.toml` and for `rpi-preseed.toml`. Pure.

rpi-preseed is what Raspberry Pi Imager writes (rpi-preseed(5), `config_version` 1); older Imagers wrote the same
sections to `custom.toml`. What a box at a stall has no use for is refused by name like any other key.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from appliance.first_boot import toml_text, values
from appliance.first_boot.wishes import SETTINGS, Asked, Reading, Refusal, Value, Wifi, Wishes

OWN_FILE = "tillbox.toml"
PRESEED_FILES = ("rpi-preseed.toml", "custom.toml")  # the one that is there; ours wins over both
OWN_KEYS = (*SETTINGS, "wifi_ssid", "wifi_password", "wifi_country", "wifi_hidden", "apn", "admin_key",
            "enrolment_code")  # fmt: skip
_PASSWORD = re.compile("pas|pw|psk")  # misspelt too
_SECTIONS = ("system", "user", "ssh", "wlan", "locale")
# Imager always writes these; a box without a console keyboard needs none of them.
_WITHOUT_USE = (
    "keymap",
    "keymap_model",
    "keymap_variant",
    "keymap_options",
    "locales",
    "lc_time",
    "lc_measurement",
)


def read(content: bytes, *, is_preseed: bool) -> Reading:
    """What the file asks for, and what of it is refused; never raises for anything a person can write."""
    tables, slips = toml_text.read(content)
    refusals = [Refusal(slip.key or "?", "slip", str(slip.line)) for slip in slips]
    return _preseed(Asked(tables, refusals)) if is_preseed else _own(Asked(tables, refusals))


def _own(asked: Asked) -> Reading:
    settings: dict[str, Value] = {}
    for key, (name, kind) in SETTINGS.items():
        parse: Callable[[object], Value] = values.number if kind is int else values.text
        value = asked.take(key, values.word if key in ("country", "language") else parse)
        if value is not None:
            settings[name] = value
    network = asked.take("wifi_ssid", values.ssid)
    password = asked.take("wifi_password", values.wifi_password)
    is_hidden = asked.take("wifi_hidden", values.yes_or_no)
    country = asked.take("wifi_country", values.radio_country)
    apn = asked.take("apn", values.apn)
    keys = asked.take("admin_key", values.admin_keys) or ()
    _refuse_if(asked, "enrolment_code", values.secret, "enrolment_code")
    asked.refuse_the_rest(", ".join(OWN_KEYS))
    wifi = _wifi(asked, network, password, bool(is_hidden), "wifi_")
    wishes = Wishes(settings, wifi, country, apn, keys)
    return Reading(wishes, tuple(asked.refusals), tuple(asked.taken))


def _wifi(
    asked: Asked,
    network: bytes | None,
    password: str | None,
    is_hidden: bool,
    prefix: str,
    security: str = "",
) -> Wifi | None:
    """The network, unless its password was refused: without one the box would join whoever uses that name."""
    if network is None:
        if password:
            asked.refuse(f"{prefix}password", "needs", f"{prefix}ssid")
        return None
    if not password and any(_PASSWORD.search(refusal.key) for refusal in asked.refusals):
        return None
    return Wifi(network, password or "", is_hidden, security or "wpa-psk")


def _preseed(asked: Asked) -> Reading:
    asked.open_sections()
    asked.take("config_version", lambda value: value)
    settings: dict[str, Value] = {}
    zone = asked.take("locale.timezone", values.text)
    if zone is not None:
        settings["zone"] = zone
    language = asked.take("locale.lang", values.text)
    if language is not None:
        settings["language"] = language.partition("_")[0].lower()
    keys = asked.take("ssh.authorized_keys", values.admin_keys) or ()
    wifi = _preseed_wifi(asked)
    _refuse_passwords(asked)
    wishes = Wishes(
        settings,
        wifi,
        asked.take("wlan.country", values.radio_country),
        None,
        keys,
        asked.take("system.hostname", values.host_name),
    )
    asked.refuse_the_rest(", ".join(_SECTIONS))
    return Reading(wishes, tuple(asked.refusals), tuple(asked.taken))


def _preseed_wifi(asked: Asked) -> Wifi | None:
    network = asked.take("wlan.ssid", values.ssid)
    network = asked.take("wlan.ssid_hex", values.ssid_hex) or network
    password = asked.take("wlan.password", values.wifi_password)
    asked.take("wlan.password_encrypted", values.yes_or_no)  # Imager's is the 64 digits of the key itself
    is_hidden = asked.take("wlan.hidden", values.yes_or_no)
    security = asked.take("wlan.key_mgmt", values.security)
    return _wifi(asked, network, password, bool(is_hidden), "wlan.", security or "")


def _refuse_passwords(asked: Asked) -> None:
    """A box has no people with passwords; what Imager writes besides is passed over in silence."""
    _refuse_if(asked, "user.password", values.secret, "user_password")
    for key in ("user.name", "user.password_encrypted", "user.passwordless_sudo", "user.groups"):
        asked.take(key, lambda value: value)
    _refuse_if(asked, "ssh.enabled", values.yes_or_no, "ssh_off")
    _refuse_if(asked, "ssh.password_authentication", values.yes_or_no, "user_password")
    for name in _WITHOUT_USE:
        asked.take(f"locale.{name}", lambda value: value)


def _refuse_if(asked: Asked, key: str, parse: Callable[[object], object], code: str) -> None:
    """Refuse what is wished for, but not that it is switched off."""
    if asked.take(key, parse):
        asked.taken.remove(key)
        asked.refuse(key, code)
