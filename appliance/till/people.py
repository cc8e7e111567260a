"""Who is at the till, who may do what, and who approves what another may not.

Names, roles and hashes of PINs live in the small store and can really be deleted; the journal has facts with the id,
and the name as it was. With no people set up, or with their file damaged, everything is allowed: selling goes on
without names. Selling itself never asks who is there. Knows no screen and no ticket.
"""

from __future__ import annotations

import hashlib
import secrets as chance
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol

from appliance.domain.errors import TillError
from appliance.domain.staff import (
    MAX_PEOPLE,
    ROLES,
    LockAfter,
    Person,
    Right,
    Role,
    check_owners,
    check_pin,
    clean_name,
    rights_of,
)
from appliance.ports import Document, Moment, Store, Transaction
from appliance.till.intents import Intents
from appliance.till.pins import PinHash, PinTries

KIND = "staff"  # of documents in the small store
SETTINGS = "settings"
HERE = "staff_here"  # the document that says who is signed in, and whether the till is locked
LOCK = "staff_lock"  # the document that says after how many minutes it locks
APPROVAL_S = 60.0
MAX_APPROVALS = 32


class Register(Protocol):
    """Where people are kept; see `store.people`."""

    def get(self, kind: str, id_: str) -> Document | None: ...
    def ids(self, kind: str) -> list[str]: ...
    def put(self, kind: str, id_: str, document: Mapping[str, Any]) -> None: ...
    def delete(self, kind: str, id_: str) -> bool: ...


class People:
    """Callable from any thread; `turn` lets one try of a PIN come after the other, and never waits for the store."""

    def __init__(
        self,
        store: Store,
        intents: Intents,
        register: Register,
        hashing: PinHash,
        monotonic_s: Callable[[], float],
        turn: AbstractContextManager[Any],  # Any: a lock enters as a bool
    ) -> None:
        self._store = store
        self._intents = intents
        self._register = register
        self._hashing = hashing
        self._monotonic_s = monotonic_s
        self._turn = turn
        self._tries = PinTries(register, hashing, monotonic_s, KIND)
        self._approvals: dict[str, tuple[Right, str, float]] = {}

    # -- the hook of every use case ---------------------------------------------------------------------

    def here(self) -> Person | None:
        """Who is signed in; None also where nobody is set up."""
        kept = self._store.get(SETTINGS, HERE) or {}
        return self._person(str(kept.get("staff"))) if kept.get("staff") else None

    def is_locked(self) -> bool:
        """Whether the till asks who is there: sales go on under the same name, rights wait for a PIN."""
        kept = self._store.get(SETTINGS, HERE) or {}
        return bool(kept.get("is_locked")) and self.here() is not None

    def may(self, right: Right) -> bool:
        """Whether whoever is at the till may, without anybody's approval; where nobody is set up, everybody."""
        person = self.here()
        return not self._all() or (
            person is not None and right in rights_of(person.role) and not self.is_locked()
        )

    def check(self, right: Right, approval: str | None) -> str | None:
        """Who approved it; None where whoever is at the till may. Uses the approval up.

        Called while an intent is decided, so that the same key again asks nobody again. Raises `needs_approval`.
        """
        if self.may(right):
            return None
        granted = None if approval is None else self._approvals.pop(approval, None)
        if granted is not None:
            granted_right, staff, until_s = granted
            approver = self._person(staff)
            is_due = self._monotonic_s() <= until_s
            if granted_right == right and is_due and approver and right in rights_of(approver.role):
                return staff
        raise TillError("needs_approval", field="Approval", allowed=f"somebody who may {right}", right=right)

    # -- what a screen asks -----------------------------------------------------------------------------

    def latest(self) -> Document:
        """The snapshot's part: whether anybody is set up, who is signed in, and whether that has to be shown again."""
        person = self.here()
        here = None if person is None else {"id": person.id, "name": person.name, "role": person.role}
        return {
            "set_up": bool(self._register.ids(KIND)),
            "here": here,
            "is_locked": self.is_locked(),
            "lock_after_min": int((self._store.get(SETTINGS, LOCK) or {}).get("minutes", 0)),
        }

    def view(self) -> Document:
        """Everybody, with what each may do and how long the next try of the PIN has to wait."""
        people = [
            {
                "id": person.id,
                "name": person.name,
                "role": person.role,
                "rights": sorted(rights_of(person.role)),
                "wait_s": self._tries.wait_s(person.id),
            }
            for person in self._all().values()
        ]
        return {**self.latest(), "people": people}

    # -- signing in and out -----------------------------------------------------------------------------

    def sign_in(self, key: str, staff: str, pin: str) -> Document:
        """Somebody is at the till from now on, instead of whoever was; the open ticket stays.

        Raises `unknown_staff`, `pin_wrong`, `pin_wait`.
        """
        if self._store.answered(key) is None:
            self._try(staff, pin)

        def decide(tx: Transaction, moment: Moment) -> None:
            self._known(staff)
            self._enter(tx, moment, staff)

        self._intents.once(key, ("sign_in", staff), decide, durable=True)
        return self.view()

    def sign_out(self, key: str) -> Document:
        """Nobody is at the till; works whatever else does not."""

        def decide(tx: Transaction, moment: Moment) -> None:
            self._enter(tx, moment, None)

        self._intents.once(key, ("sign_out",), decide, durable=True)
        return self.view()

    def lock(self, key: str) -> Document:
        """Whoever is signed in has to show it again; the open ticket stays. Nobody signed in: nothing to lock.

        When that is due the screen says, which alone knows of touches: no clock of the box decides it.
        """

        def decide(tx: Transaction, _moment: Moment) -> None:
            kept = tx.get(SETTINGS, HERE) or {}
            if self.here() is not None and not kept.get("is_locked"):
                tx.put(SETTINGS, HERE, {**kept, "is_locked": True})

        self._intents.once(key, ("lock",), decide, durable=True)
        return self.view()

    def lock_after(self, key: str, minutes: LockAfter, *, approval: str | None) -> Document:
        """After how many minutes without a touch the till asks who is there; 0: never."""

        def decide(tx: Transaction, _moment: Moment) -> None:
            self.check("edit_staff", approval)
            tx.put(SETTINGS, LOCK, {"minutes": minutes})

        self._intents.once(key, ("lock_after", minutes), decide, durable=True)
        return self.view()

    def approve(self, staff: str, pin: str, right: Right) -> Document:
        """A token for one deed within a minute. Raises `unknown_staff`, `pin_wrong`, `pin_wait`, `may_not_approve`."""
        if right not in rights_of(self._known(staff).role):
            raise TillError("may_not_approve", field="staff_id", allowed="somebody whose role may")
        self._try(staff, pin)
        now_s = self._monotonic_s()
        due = {token: one for token, one in list(self._approvals.items()) if one[2] >= now_s}
        self._approvals = dict(list(due.items())[-(MAX_APPROVALS - 1) :])
        token = chance.token_urlsafe(24)
        self._approvals[token] = (right, staff, now_s + APPROVAL_S)
        return {"approval": token, "right": right, "seconds": round(APPROVAL_S)}

    # -- who there is -----------------------------------------------------------------------------------

    def add(self, key: str, *, name: str, role: Role, pin: str, approval: str | None) -> Document:
        """One more; the first has to be an owner and is signed in at once.

        The id comes from the key, so that the same key makes the same person, whenever the power fails.
        """
        staff = "staff-" + hashlib.sha256(key.encode()).hexdigest()[:12]
        return self._save(key, staff, name=name, role=role, pin=check_pin(pin), approval=approval)

    def change(
        self, key: str, staff: str, *, name: str, role: Role, pin: str | None, approval: str | None
    ) -> Document:
        """Another name, role or PIN; no PIN keeps the one there is. Raises `unknown_staff`, `owner_needed`."""
        if self._store.answered(key) is None:
            self._known(staff)
        pin = None if pin is None else check_pin(pin)
        return self._save(key, staff, name=name, role=role, pin=pin, approval=approval)

    def remove(self, key: str, staff: str, *, approval: str | None) -> Document:
        """Really delete somebody; what was sold keeps the name as it was. Raises `unknown_staff`, `owner_needed`."""

        def decide(tx: Transaction, moment: Moment) -> None:
            person = self._known(staff)
            approved_by = self.check("edit_staff", approval)
            left = {id_: one for id_, one in self._all().items() if id_ != staff}
            check_owners(left)
            self._note(tx, moment, person, is_active=False, approved_by=approved_by)
            if self._is_here(tx, staff):
                self._enter(tx, moment, None)
            self._keep(lambda: self._register.delete(KIND, staff))
            self._tries.forget(staff)

        self._intents.once(key, ("remove_staff", staff), decide, durable=True)
        return self.view()

    # -- inside -----------------------------------------------------------------------------------------

    def _save(
        self, key: str, staff: str, *, name: str, role: Role, pin: str | None, approval: str | None
    ) -> Document:
        name = clean_name(name)
        made = None if pin is None or self._store.answered(key) is not None else self._hashing.make(pin)

        def decide(tx: Transaction, moment: Moment) -> None:
            approved_by = self.check("edit_staff", approval)
            people, person = self._all(), Person(staff, name, role)
            is_first = not people.keys() - {staff}
            if len(people.keys() | {staff}) > MAX_PEOPLE:
                raise TillError("too_many_people", allowed=f"at most {MAX_PEOPLE} people")
            if any(one.name == name for one in people.values() if one.id != staff):
                raise TillError("staff_name_used", field="name", allowed="a name nobody else has")
            check_owners({**people, staff: person})
            self._note(tx, moment, person, is_active=True, approved_by=approved_by)
            if is_first and not self._is_here(tx, staff):
                self._enter(tx, moment, staff)

            def write() -> None:
                kept = (self._register.get(KIND, staff) or {}) | {"name": name, "role": role}
                if made is not None:
                    kept |= {"hash": made, "fails": 0}
                    self._tries.forget(staff)
                self._register.put(KIND, staff, kept)

            self._keep(write)

        # No PIN in the intent: its mark goes to the journal, and four digits are soon found from it.
        self._intents.once(key, ("staff", staff, name, role, pin is None), decide, durable=True)
        return self.view()

    def _try(self, staff: str, pin: str) -> None:
        self._known(staff)
        with self._turn:
            outcome = self._tries.one(staff, pin)
            wait_s = self._tries.wait_s(staff)
        if outcome == "wait":
            raise TillError("pin_wait", field="pin", allowed=f"in {wait_s} seconds", wait_s=max(1, wait_s))
        if outcome != "right":
            raise TillError("pin_wrong", field="pin", allowed="this person's PIN", wait_s=wait_s)

    def _enter(self, tx: Transaction, moment: Moment, staff: str | None) -> None:
        """Who leaves and who comes, each a fact; who shows that it is still the same only unlocks."""
        kept = tx.get(SETTINGS, HERE) or {}
        gone = kept.get("staff")
        if gone == staff:
            if kept.get("is_locked"):
                tx.put(SETTINGS, HERE, {"staff": staff})
            return
        steps: list[tuple[str | None, Literal["in", "out"]]] = [(gone, "out"), (staff, "in")]
        for who, kind in steps:
            if who is not None:
                tx.fact("staff_present", {"staff": who, "kind": kind, **_when(moment)})
        tx.put(SETTINGS, HERE, {"staff": staff})

    @staticmethod
    def _is_here(tx: Transaction, staff: str) -> bool:
        return bool((tx.get(SETTINGS, HERE) or {}).get("staff") == staff)

    def _note(
        self, tx: Transaction, moment: Moment, person: Person, *, is_active: bool, approved_by: str | None
    ) -> None:
        by = self.here()
        body = {
            "id": person.id,
            "name": person.name,
            "role": person.role,
            "active": is_active,
            "staff": None if by is None else by.id,
            "approved_by": approved_by,
            **_when(moment),
        }
        tx.fact("staff_changed", body)

    def _keep(self, write: Callable[[], object]) -> None:
        """The small store is written before the journal's line: a fact never tells of somebody who is not there."""
        try:
            with self._turn:  # a try of the PIN writes there, too
                write()
        except OSError as problem:
            raise TillError("store_failed") from problem

    def _all(self) -> dict[str, Person]:
        found = ((id_, self._person(id_)) for id_ in self._register.ids(KIND))
        return {id_: person for id_, person in found if person is not None}

    def _known(self, staff: str) -> Person:
        person = self._person(staff)
        if person is None:
            raise TillError("unknown_staff", field="staff_id", allowed="somebody who works here")
        return person

    def _person(self, staff: str) -> Person | None:
        kept = self._register.get(KIND, staff)
        role = None if kept is None else next((one for one in ROLES if one == kept.get("role")), None)
        if kept is None or role is None or not isinstance(kept.get("name"), str):
            return None
        return Person(staff, kept["name"], role)


def _when(moment: Moment) -> Document:
    return {"at_utc": moment.utc, "offset_min": moment.offset_min, "day": moment.day}
