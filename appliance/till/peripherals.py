"""Attached devices as a person sees them: what is plugged in, what it is for, and the few questions about it.

What a person answered is in the store (table `devices`); what is plugged in now is memory. The workers behind it are
wired anew with every change (`Rack`), and a sale never waits for any of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from appliance.domain import device as devices
from appliance.domain.device import HID, Device, Found
from appliance.domain.errors import TillError
from appliance.ports import Clock, Devices, Document, Moment, Rack, Store, Transaction, Wired
from appliance.till.intents import Intents

log = logging.getLogger(__name__)

TABLE = "devices"
PAIRING_LIMIT_S = 120.0


@dataclass(frozen=True, slots=True)
class PairingCode:
    """The digits a scanner has to type, and both pictures of them as rows of 0 and 1."""

    code: str
    bars: str
    qr: list[str]


@dataclass(frozen=True, slots=True)
class Pairing:
    """A code on the screen that waits for a scanner to type it."""

    picture: PairingCode
    until_s: float
    state: Literal["waiting", "paired", "known", "expired"] = "waiting"
    name: str = ""


class Peripherals:
    """The use cases of the Devices page. `changed` and `asks` must return at once."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        hardware: Devices,
        rack: Rack,
        new_code: Callable[[], PairingCode],
        now_s: Callable[[], float],
        language: Callable[[], str],
    ) -> None:
        self.changed: Callable[[], None] = lambda: None
        self.asks: Callable[[], None] = lambda: None
        self._store = store
        self._clock = clock
        self._hardware = hardware
        self._rack = rack
        self._new_code = new_code
        self._now_s = now_s
        self._language = language
        self._intents = Intents(store, clock, lambda: self.changed())
        # Each replaced as a whole: every reader takes one look at it.
        self._found: tuple[Found, ...] = ()
        self._pairing: Pairing | None = None

    # -- what is plugged in ---------------------------------------------------------------------------

    def open(self) -> None:
        """Wire up what is remembered, before anything was looked for."""
        self._wire()

    def found(self, now: Sequence[Found]) -> None:
        """All that is plugged in now. Called on the hotplug thread."""
        before = {one.key for one in self._found}
        self._found = tuple(now)
        known = self._known()
        taking = devices.printer_to_take(known, now, has_configured="printer" in self._rack.configured)
        if taking is not None:
            log.info("the printer is now %s", taking.name or taking.key)
            self._remember_by_itself(taking)
        self._wire()
        self._listen()
        said = {one.key for one in known}
        if any(one.kind == "serial" and one.key not in before | said for one in now):
            self.asks()

    def _remember_by_itself(self, device: Device) -> None:
        try:
            with self._store.transaction(self._clock.now(), durable=False) as tx:
                self._put(tx, device)
        except TillError as refusal:  # nothing can be sold either; it is taken up with the next plug or start
            log.warning("the printer cannot be remembered: %s", refusal)

    def _put(self, tx: Transaction, device: Device) -> None:
        for loser in devices.displaced(device, self._known()):
            tx.remove(TABLE, loser.key)
        tx.put(TABLE, device.key, devices.to_document(device))

    def _known(self) -> list[Device]:
        return [devices.from_document(document) for _, document in self._store.documents(TABLE)]

    def _wire(self) -> None:
        self._rack.use(self._wired)

    def _wired(self) -> list[Wired]:
        nodes = {one.key: one.node for one in self._found}
        return [Wired(one, nodes.get(one.key)) for one in self._known() if one.role != "ignored"]

    def _one(self, key: str) -> Found:
        for one in self._found:
            if one.key == key:
                return one
        raise TillError("unknown_device", field="key", allowed="a device that is plugged in")

    # -- what a person says ---------------------------------------------------------------------------

    def assign(self, key: str, device_key: str, role: str, baud: int | None) -> Document:
        """Say what a device is; raises `unknown_device` or `device_role`."""
        device = devices.assign(self._one(device_key), role, baud)
        self._intents.once(
            key,
            ("device", device_key, role, baud),
            lambda tx, _: self._put(tx, device),
            durable=True,
            after=self._wire,
        )
        return self.view()

    def forget(self, key: str, device_key: str) -> Document:
        """Know nothing of a device any more; raises `unknown_device`."""

        def decide(tx: Transaction, _moment: Moment) -> None:
            if tx.get(TABLE, device_key) is None:
                raise TillError("unknown_device", field="key", allowed="a device this box remembers")
            tx.remove(TABLE, device_key)

        self._intents.once(key, ("forget", device_key), decide, durable=True, after=self._wire)
        return self.view()

    def print_sample(self, key: str) -> Document:
        """Print a paper that belongs to no sale; raises `no_printer`."""
        if self._hardware.status().printer == "none":
            raise TillError("no_printer")
        self._intents.once(
            key,
            ("sample",),
            lambda tx, moment: None,
            durable=False,
            after=lambda: self._rack.print_sample(self._language()),
        )
        return self.view()

    # -- pairing a scanner ----------------------------------------------------------------------------

    def start_pairing(self, key: str) -> Document:
        """Show a code and listen which keyboard types it."""

        def after() -> None:
            self._pairing = Pairing(self._new_code(), self._now_s() + PAIRING_LIMIT_S)
            self._listen()

        self._intents.once(key, ("pair",), lambda tx, moment: None, durable=False, after=after)
        return self.view()

    def end_pairing(self, key: str) -> Document:
        """Take the code off the screen."""

        def after() -> None:
            self._pairing = None
            self._rack.listen_for(None, {})

        self._intents.once(key, ("unpair",), lambda tx, moment: None, durable=False, after=after)
        return self.view()

    def paired(self, device_key: str) -> None:
        """A keyboard typed the code. Called on the thread that listened."""
        one = next((found for found in self._found if found.key == device_key), None)
        pairing = self._pairing
        if one is None or pairing is None or pairing.state != "waiting":
            return
        try:
            with self._store.transaction(self._clock.now(), durable=True) as tx:
                self._put(tx, devices.paired(one))
            tx.commit.wait()
        except TillError as refusal:
            log.warning("the scanner cannot be remembered: %s", refusal)
            self._pairing = replace(pairing, state="expired")
        else:
            self._pairing = replace(pairing, state="paired", name=one.name)
            self._wire()
        self.changed()

    def takes(self, code: str) -> bool:
        """Whether a code that was scanned is the one on the screen, typed by a scanner that is ours already."""
        pairing = self._pairing
        if pairing is None or pairing.picture.code not in code:
            return False
        if pairing.state == "waiting":
            self._pairing = replace(pairing, state="known")
            self._rack.listen_for(None, {})
            self.changed()
        return True

    def _listen(self) -> None:
        pairing = self._pairing_now()
        if pairing is None or pairing.state != "waiting":
            return
        ours = {one.key for one in self._known() if one.driver == HID}
        nodes = {one.key: one.node for one in self._found if one.kind == "keyboard" and one.key not in ours}
        self._rack.listen_for(pairing.picture.code, nodes)

    def _pairing_now(self) -> Pairing | None:
        pairing = self._pairing
        if pairing is None or pairing.state != "waiting" or self._now_s() < pairing.until_s:
            return pairing
        self._pairing = expired = replace(pairing, state="expired")
        self._rack.listen_for(None, {})
        return expired

    # -- what the page draws --------------------------------------------------------------------------

    def view(self) -> Document:
        """Every device with its state in one word, the pairing, and the last test print."""
        known = {one.key: one for one in self._known()}
        plugged = {one.key: one for one in self._found}
        taken = {one.role for one in known.values() if one.driver != HID}
        shown = [
            _row(f"configured-{role}", "configured", role, url, self._state(role), roles=())
            for role, url in self._rack.configured.items()
            if role not in taken
        ]
        shown += [self._remembered(one, plugged.get(one.key)) for one in known.values()]
        own = {url.partition("?")[0].partition("://")[2] for url in self._rack.configured.values()}
        shown += [_unsaid(one) for key, one in plugged.items() if key not in known and one.node not in own]
        pairing = self._pairing_now()
        return {
            "devices": shown,
            "sample": self._rack.sample,
            "pairing": None if pairing is None else _pairing(pairing),
        }

    def _remembered(self, device: Device, found: Found | None) -> Document:
        state = (
            "gone" if found is None else "ignored" if device.role == "ignored" else self._state(device.role)
        )
        return _row(
            device.key,
            device.kind,
            device.role,
            (found.name if found else "") or device.name,
            state,
            roles=devices.ROLES[device.kind] if found else (),
            node=found.node if found else "",
            baud=device.baud if device.kind == "serial" else None,
            can_forget=True,
        )

    def _state(self, role: devices.Role) -> str:
        now = self._hardware.status()
        return {"printer": now.printer, "scale": now.scale}.get(role, "ready")


def _pairing(pairing: Pairing) -> Document:
    picture = pairing.picture
    return {
        "state": pairing.state,
        "name": pairing.name,
        "code": picture.code,
        "bars": picture.bars,
        "qr": picture.qr,
    }


def _unsaid(found: Found) -> Document:
    state = {"printer": "spare", "serial": "asks", "keyboard": "keyboard"}[found.kind]
    return _row(
        found.key, found.kind, None, found.name, state, roles=devices.ROLES[found.kind], node=found.node
    )


def _row(
    key: str,
    kind: str,
    role: str | None,
    name: str,
    state: str,
    *,
    roles: Sequence[str],
    node: str = "",
    baud: int | None = None,
    can_forget: bool = False,
) -> Document:
    return {
        "key": key,
        "kind": kind,
        "role": role,
        "name": name,
        "node": node,
        "state": state,
        "baud": baud,
        "roles": list(roles),
        "can_forget": can_forget,
    }
