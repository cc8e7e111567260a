"""Attached devices as a person sees them: what is plugged in, what it is for, and the few questions about it.

What a person answered is in the store (table `devices`); what is plugged in now is memory. The workers behind it are
wired anew with every change (`Rack`), and a sale never waits for any of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from appliance.domain import device as devices
from appliance.domain import device_names
from appliance.domain.device import HID, Device, Found
from appliance.domain.errors import TillError
from appliance.ports import Clock, Devices, Document, Moment, Rack, Store, Transaction, Wired
from appliance.till.intents import Intents
from appliance.till.pairing import PairingCode, ScannerPairing

log = logging.getLogger(__name__)

TABLE = "devices"


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
        lock: AbstractContextManager[Any],  # Any: what a lock gives on entering
    ) -> None:
        self.changed: Callable[[], None] = lambda: None
        self.asks: Callable[[], None] = lambda: None
        self._store = store
        self._clock = clock
        self._hardware = hardware
        self._rack = rack
        self._language = language
        self._intents = Intents(store, clock, lambda: self.changed())
        self._found: tuple[Found, ...] = ()  # replaced as a whole: every reader takes one look at it
        self._pairing = ScannerPairing(rack, new_code, now_s, lock, self._keyboards)

    # -- what is plugged in ---------------------------------------------------------------------------

    def open(self) -> None:
        """Wire up what is remembered, before anything was looked for."""
        self._wire()

    def found(self, now: Sequence[Found]) -> None:
        """All that is plugged in now. Called on the hotplug thread."""
        before, known = {one.key for one in self._found}, self._known()
        self._found = now = device_names.named(now, self._found, known)
        self._remember_by_itself(device_names.moved(now, known))
        self._take_printer()
        self._wire()
        self._pairing.look_again()
        said = {one.key for one in known}
        if any(one.kind == "serial" and one.key not in before | said for one in now):
            self.asks()

    def _take_printer(self) -> None:
        has_configured = "printer" in self._rack.configured
        taking = devices.printer_to_take(self._known(), self._found, has_configured=has_configured)
        if taking is not None:
            log.info("the printer is now %s", taking.name or taking.key)
            self._remember_by_itself([taking])

    def _remember_by_itself(self, some: Sequence[Device]) -> None:
        if not some:
            return
        try:
            with self._store.transaction(self._clock.now(), durable=False) as tx:
                for device in some:
                    self._put(tx, device)
        except TillError as refusal:  # nothing can be sold either; it is taken up with the next plug or start
            log.warning("what was plugged in cannot be remembered: %s", refusal)

    def _put(self, tx: Transaction, device: Device) -> None:
        for loser in devices.displaced(device, self._known()):
            tx.remove(TABLE, loser.key)
        tx.put(TABLE, device.key, devices.to_document(device))

    def _known(self) -> list[Device]:
        return [devices.from_document(document) for _, document in self._store.documents(TABLE)]

    def _wire(self) -> None:
        self._rack.use(self._wired)

    def _wired(self) -> list[Wired]:
        known, found = self._known(), self._found
        nodes = {one.key: one.node for one in found}
        instead = devices.stand_in(known, found)
        used = (instead if instead is not None and one.role == "printer" else one for one in known)
        return [Wired(one, nodes.get(one.key)) for one in used if one.role != "ignored"]

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

        def after() -> None:
            if all(one.key != device_key for one in self._found):
                self._take_printer()  # whoever stood in for it has the role now
            self._wire()

        self._intents.once(key, ("forget", device_key), decide, durable=True, after=after)
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
        self._intents.once(key, ("pair",), lambda tx, moment: None, durable=False, after=self._pairing.start)
        return self.view()

    def end_pairing(self, key: str) -> Document:
        """Take the code off the screen."""
        self._intents.once(key, ("unpair",), lambda tx, moment: None, durable=False, after=self._pairing.stop)
        return self.view()

    def paired(self, device_key: str) -> None:
        """A keyboard typed the code. Called on the thread that listened."""
        pairing = self._pairing.waiting()
        if pairing is None:
            return
        one = next((found for found in self._found if found.key == device_key), None)
        if one is None:  # pulled while it typed: the code waits for another
            self._pairing.look_again()
            return
        try:
            with self._store.transaction(self._clock.now(), durable=True) as tx:
                self._put(tx, devices.paired(one))
            tx.commit.wait()
        except TillError as refusal:
            log.warning("the scanner cannot be remembered: %s", refusal)
            self._pairing.end(pairing, "expired")
        else:
            self._pairing.end(pairing, "paired", one.name)
            self._wire()
        self.changed()

    def takes(self, code: str) -> bool:
        """Whether a code that was scanned is the one on the screen, typed by a scanner that is ours already."""
        if not self._pairing.is_code(code):
            return False
        pairing = self._pairing.waiting()
        if pairing is not None:
            self._pairing.end(pairing, "known")
            self.changed()
        return True

    def _keyboards(self) -> dict[str, str]:
        ours = {one.key for one in self._known() if one.driver == HID}
        return {one.key: one.node for one in self._found if one.kind == "keyboard" and one.key not in ours}

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
        instead = devices.stand_in(known.values(), plugged.values())
        shown += [
            _unsaid(one)
            if instead is None or key != instead.key
            else _unsaid(one) | {"role": "printer", "state": self._state("printer")}
            for key, one in plugged.items()
            if key not in known and one.node not in own
        ]
        return {"devices": shown, "sample": self._rack.sample, "pairing": self._pairing.view()}

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
