"""Connections as NetworkManager keeps them in files (nm-settings-keyfile(5)). Pure text; knows no path."""

from __future__ import annotations

import uuid

from appliance.first_boot.wishes import Wifi

WIFI_FILE = "tillbox-wifi.nmconnection"
MODEM_FILE = "tillbox-modem.nmconnection"
# Ours, so that the same network has the same uuid at every start.
_NAMESPACE = uuid.UUID("6f6d7b3a-9a53-4c0e-8f43-6d1b1d8f2f10")


def wifi(network: Wifi) -> str:
    """The profile of one Wi-Fi network; its password is in it, so the file is for root alone."""
    lines = [
        "[connection]",
        "id=tillbox-wifi",
        f"uuid={uuid.uuid5(_NAMESPACE, network.ssid.hex())}",
        "type=wifi",
        "",
        "[wifi]",
        "mode=infrastructure",
        ssid_line(network.ssid),
    ]
    if network.is_hidden:
        lines.append("hidden=true")
    if network.password:
        security = network.security if network.security in ("wpa-psk", "sae") else "wpa-psk"
        lines += ["", "[wifi-security]", f"key-mgmt={security}", f"psk={_escaped(network.password)}"]
    elif network.security == "owe":
        lines += ["", "[wifi-security]", "key-mgmt=owe"]
    return _with_addresses(lines)


def ssid_line(name: bytes) -> str:
    """The network's name as bytes: a name may be anything, also what the file would read as something else."""
    return "ssid=" + "".join(f"{byte};" for byte in name)


def modem(apn: str) -> str:
    """The profile of a SIM card. NetworkManager's own metrics put it behind cable and Wi-Fi."""
    return _with_addresses(
        [
            "[connection]",
            "id=tillbox-modem",
            f"uuid={uuid.uuid5(_NAMESPACE, 'modem')}",
            "type=gsm",
            "",
            "[gsm]",
            f"apn={apn}",
        ]
    )


def _with_addresses(lines: list[str]) -> str:
    return "\n".join([*lines, "", "[ipv4]", "method=auto", "", "[ipv6]", "method=auto", ""])


def _escaped(text: str) -> str:
    """As GLib reads it back: blanks at an end would be lost, a backslash begins an escape."""
    return text.replace("\\", "\\\\").replace(" ", "\\s")
