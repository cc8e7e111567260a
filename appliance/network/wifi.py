"""Wi-Fi as values: what is in the air, what the vendor wishes, and what came of joining.

Pure: knows no D-Bus, no clock and no thread. The numbers of states and reasons are those that NetworkManager documents
in its D-Bus types (NMDeviceState, NMDeviceStateReason).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Literal, Protocol

from appliance.domain.wifi import is_name

MOST_NETWORKS: Final = 30  # a list nobody scrolls through any more
_BARS_FROM_PERCENT: Final = (5, 30, 55, 80)

Radio = Literal["ready", "off", "none", "unknown"]
Outcome = Literal[
    "joined",
    "password",
    "out_of_range",
    "no_address",
    "not_allowed",
    "radio_off",
    "no_wifi",
    "slow",
    "interrupted",
    "failed",
]


@dataclass(frozen=True, slots=True)
class Network:
    """One name in the air; `strength` is 0 to 4 bars, of its strongest sender."""

    ssid: str
    strength: int
    is_locked: bool
    is_hidden: bool = False
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Air:
    """What the radio knows now. `off`: blocked until it is told its country. `none`: this box has no Wi-Fi."""

    radio: Radio
    networks: tuple[Network, ...] = ()
    joined: str | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """A wish to join. The password is in no text of this value, so that no log can catch it."""

    ssid: str
    password: str | None = field(default=None, repr=False)
    is_hidden: bool = False


class NoWifi(Exception):
    """There is nothing to join with: no service that manages the radio, or it does not answer."""


class Wifi(Protocol):
    """A radio. Calls may take as long as each says and raise `NoWifi`; `stop` ends a call from another thread."""

    def look(self) -> Air:
        """What is known without searching; at once."""
        ...

    def search(self) -> Air:
        """Search the air and say what is there; about ten seconds at most."""
        ...

    def join(self, wish: Join) -> Outcome:
        """Join; what was joined before comes back unless this works. A minute at most."""
        ...

    def set_country(self, country: str) -> Air:
        """Tell the radio by which country's rules to send (ISO 3166), and switch it on."""
        ...

    def stop(self) -> None:
        """End whatever is under way, soon."""
        ...


def bars(percent: int) -> int:
    """0 to 4 bars of a strength in percent."""
    return sum(percent >= least for least in _BARS_FROM_PERCENT)


def readable_ssid(raw: bytes) -> str | None:
    """The name as text; None when it is hidden, or cannot be shown and joined as text."""
    try:
        ssid = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return ssid if is_name(ssid) else None


def merged(seen: Iterable[Network]) -> tuple[Network, ...]:
    """One entry a name, from its strongest sender; those the box knows first, then the strongest."""
    best: dict[str, Network] = {}
    for one in seen:
        other = best.get(one.ssid)
        if other is None or one.strength > other.strength:
            best[one.ssid] = one if other is None else replace(one, is_known=one.is_known or other.is_known)
        elif one.is_known and not other.is_known:
            best[one.ssid] = replace(other, is_known=True)
    ordered = sorted(
        best.values(), key=lambda one: (not one.is_known, -one.strength, one.ssid.casefold(), one.ssid)
    )
    return tuple(ordered[:MOST_NETWORKS])


# -- how joining goes, as the states of a device ----------------------------------------------------------

UNAVAILABLE, DISCONNECTED, PREPARE, NEED_AUTH = 20, 30, 40, 60
ACTIVATED, DEACTIVATING, FAILED = 100, 110, 120
USER_REQUESTED, NEW_ACTIVATION = 39, 60

_PASSWORD_REASONS: Final = frozenset(
    {7, 8, 9, 10, 11}
)  # no secrets, supplicant: lost, set-up, failed, too slow
_ADDRESS_REASONS: Final = frozenset({5, 6, 15, 16, 17, 64, 65})  # IP configuration and DHCP
_OUT_OF_RANGE_REASONS: Final = frozenset({53})  # SSID not found
_RADIO_REASONS: Final = frozenset({2, 3, 35, 36, 37})  # unmanaged, firmware missing, removed, sleeping
_TELLS_NOTHING: Final = frozenset({0, 1, NEW_ACTIVATION})


@dataclass(frozen=True, slots=True)
class Progress:
    """A join under way, told by the device's changes of state; `outcome` is set at its end."""

    is_locked: bool
    has_begun: bool = False
    reason: int = 0
    outcome: Outcome | None = None

    def changed(self, state: int, reason: int) -> Progress:
        """After the device went to `state` for `reason`. What belongs to the connection before is passed over."""
        if self.outcome is not None:
            return self
        if state == ACTIVATED:
            return replace(self, outcome="joined") if self.has_begun else self
        if PREPARE <= state < ACTIVATED:
            telling = self.reason if reason in _TELLS_NOTHING else reason
            return replace(self, has_begun=True, reason=telling)
        if state == FAILED or (self.has_begun and state <= DISCONNECTED and reason != NEW_ACTIVATION):
            last = self.reason if reason in _TELLS_NOTHING else reason
            return replace(self, outcome=outcome_of(last, is_locked=self.is_locked))
        return self


def outcome_of(reason: int, *, is_locked: bool) -> Outcome:
    """What a failure means to the vendor. Of an open network no password can be wrong."""
    if reason in _PASSWORD_REASONS:
        return "password" if is_locked else "failed"
    if reason in _ADDRESS_REASONS:
        return "no_address"
    if reason in _OUT_OF_RANGE_REASONS:
        return "out_of_range"
    if reason in _RADIO_REASONS:
        return "radio_off"
    if reason in (USER_REQUESTED, NEW_ACTIVATION):
        return "interrupted"
    return "failed"
