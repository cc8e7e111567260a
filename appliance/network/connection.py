"""What a sender wants of whoever joins it, and the connection that says so to NetworkManager. Pure values.

The numbers are those NetworkManager documents in its D-Bus types.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Final

from appliance.network.wifi import Join

PRIVACY: Final = 0x1  # NM_802_11_AP_FLAGS_PRIVACY
PSK, ENTERPRISE, SAE = 0x100, 0x200, 0x400  # NM_802_11_AP_SEC_KEY_MGMT_…
ROUTE_METRIC: Final = 600  # after a cable, before a modem

# A connection as D-Bus carries it: group → key → (signature, value). Any: each key has a type of its own.
Settings = dict[str, dict[str, tuple[str, Any]]]
# The properties of an access point. Any: as above.
Point = Mapping[str, Any]


def key_management(point: Point) -> str | None:
    """How a sender wants the key: `none` if open, None if in a way a box has no use for (user names, WEP)."""
    security = int(point["wpa_flags"]) | int(point["rsn_flags"])
    if security & PSK:
        return "wpa-psk"
    if security & SAE:
        return "sae"
    if security & ENTERPRISE or int(point["flags"]) & PRIVACY:
        return None
    return "none"


def profile(wish: Join, point: Point | None) -> Settings:
    """The connection to add. Tries for ever: a stall's router is switched on after the box."""
    settings: Settings = {
        "connection": {
            "id": ("s", wish.ssid),
            "uuid": ("s", str(uuid.uuid4())),
            "type": ("s", "802-11-wireless"),
            "autoconnect-retries": ("i", 0),
        },
        "802-11-wireless": {
            "ssid": ("ay", wish.ssid.encode()),
            "mode": ("s", "infrastructure"),
            "hidden": ("b", wish.is_hidden),
        },
        "ipv4": {"method": ("s", "auto"), "route-metric": ("x", ROUTE_METRIC)},
        "ipv6": {"method": ("s", "auto"), "route-metric": ("x", ROUTE_METRIC)},
    }
    if wish.password is not None:
        key = "wpa-psk" if point is None else key_management(point) or "wpa-psk"
        if key != "none":
            settings["802-11-wireless-security"] = {"key-mgmt": ("s", key), "psk": ("s", wish.password)}
    return settings
