"""One parser a kind of value: returns it, or raises `Refused` with a code and what is allowed. Pure."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata

from appliance.domain import wifi
from appliance.first_boot.wishes import MASKED, TAKEN, Refused

LONGEST_TEXT = 200
_HOST_NAME = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
_APN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_KEY_TYPES = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
)
_SHORTEST_RSA_BLOB_BYTES = 270  # what a key of 2048 bits takes


def text(value: object) -> str:
    """Text that fits on one label; line breaks are for addresses."""
    if not isinstance(value, str):
        raise Refused("quotes")
    if len(value) > LONGEST_TEXT or any(c != "\n" and unicodedata.category(c).startswith("C") for c in value):
        raise Refused("text", str(LONGEST_TEXT))
    return value


def word(value: object) -> str:
    """Text in which capitals make no difference."""
    return text(value).strip().lower()


def number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused("number")
    return value


def yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise Refused("yes_no", "true, false")
    return value


def secret(value: object) -> str:
    """Text, or `TAKEN` when the box has taken it before."""
    if not isinstance(value, str):
        raise Refused("quotes")
    return TAKEN if MASKED.fullmatch(value) else value


def wifi_password(value: object) -> str:
    """What could open a network; `TAKEN` when it was before."""
    password = secret(value)
    if password not in ("", TAKEN) and not wifi.is_password(password):
        raise Refused("wifi_password", "8-63")
    return password


def ssid(value: object) -> bytes:
    """A network's name, as its bytes."""
    if not isinstance(value, str):
        raise Refused("quotes")
    if not wifi.is_name(value):
        raise Refused("ssid", "1-32")
    return value.encode()


def ssid_hex(value: object) -> bytes:
    try:
        name = bytes.fromhex(text(value))
    except ValueError as problem:
        raise Refused("ssid", "1-32") from problem
    if not wifi.is_raw_name(name):
        raise Refused("ssid", "1-32")
    return name


def radio_country(value: object) -> str:
    """Two letters, ISO 3166: which channels a radio may use."""
    code = text(value).upper()
    if not wifi.is_radio_country(code):
        raise Refused("radio_country", "DE, FI, IT, VN")
    return code


def apn(value: object) -> str:
    """The access point's name of a SIM card."""
    name = text(value)
    if _APN.fullmatch(name) is None:
        raise Refused("apn", "internet")
    return name


def host_name(value: object) -> str:
    """One label, RFC 1123."""
    name = text(value)
    if _HOST_NAME.fullmatch(name) is None:
        raise Refused("host_name", "a-z 0-9 -")
    return name.lower()


def admin_key(value: object) -> str:
    """One public SSH key on one line, without options (sshd(8), AUTHORIZED_KEYS FILE FORMAT)."""
    if not isinstance(value, str):
        raise Refused("quotes")
    if "PRIVATE KEY" in value:
        raise Refused("private_key", _KEY_TYPES[0])
    parts = value.strip().split(None, 2)
    if "\n" in value.strip() or len(parts) < 2 or parts[0] not in _KEY_TYPES:
        raise Refused("admin_key", ", ".join(_KEY_TYPES))
    try:
        blob = base64.b64decode(parts[1], validate=True)
    except (binascii.Error, ValueError) as problem:
        raise Refused("admin_key", ", ".join(_KEY_TYPES)) from problem
    named = parts[0].encode()
    if blob[: 4 + len(named)] != len(named).to_bytes(4, "big") + named:
        raise Refused("admin_key", ", ".join(_KEY_TYPES))
    if parts[0] == "ssh-rsa" and len(blob) < _SHORTEST_RSA_BLOB_BYTES:
        raise Refused("admin_key", ", ".join(_KEY_TYPES))
    comment = "".join(c for c in parts[2] if c.isprintable()) if len(parts) == 3 else ""
    return " ".join((parts[0], parts[1], comment)).strip()


def admin_keys(value: object) -> tuple[str, ...]:
    """One key, or a list of keys."""
    many = value if isinstance(value, list) else [value]
    return tuple(admin_key(one) for one in many)


def security(value: object) -> str:
    """How a network is secured, in rpi-preseed's words."""
    allowed = ("none", "owe", "wpa-psk", "sae")
    if value not in allowed:
        raise Refused("one_of", ", ".join(allowed))
    return str(value)
