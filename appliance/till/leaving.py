"""Leaving the back office, so that nothing is lost by it: only once everything is there, or stands on the stick.

What the box has stays on the box in any case, and it sells on alone. The guard is for what comes after: a box that was
left may be given away or erased, so what only it has must have gone somewhere first. Knows no network and no drive.
"""

from __future__ import annotations

from typing import Protocol

from appliance.domain.errors import TillError
from appliance.ports import Clock, Moment, Store, Transaction
from appliance.till.back_office import BackOffice
from appliance.till.intents import Intents
from appliance.till.people import People


class Copy(Protocol):
    """The backup stick; see `till.stick`."""

    @property
    def is_code_shown(self) -> bool: ...
    def has_everything(self) -> bool: ...


class Leaving:
    """Callable from any thread."""

    def __init__(self, store: Store, clock: Clock, office: BackOffice, people: People, stick: Copy) -> None:
        self._store = store
        self._office = office
        self._people = people
        self._stick = stick
        self._intents = Intents(store, clock, lambda: office.changed())

    def leave(self, key: str, approval: str | None, *, to_stick: bool) -> None:
        """Belong to no back office from now on; `to_stick`: what was not sent is handed over on the stick.

        Decided while nothing else is written, so what it looks at is all there is. Raises `not_enrolled`,
        `needs_approval`, `facts_waiting` (`count`), `code_not_shown`.
        """

        def decide(tx: Transaction, _moment: Moment) -> None:
            if not self._office.is_enrolled:
                raise TillError("not_enrolled")
            self._check(to_stick=to_stick)
            self._people.check("edit_staff", approval)
            self._office.leave(tx)

        self._intents.once(
            key, ("leave_office", to_stick), decide, durable=True, after=self._office.finish_leaving
        )

    def _check(self, *, to_stick: bool) -> None:
        count = self._waiting()
        if count == 0:
            return
        if not to_stick or not self._stick.has_everything():
            raise TillError(
                "facts_waiting", field="to_stick", allowed="true once all is on the stick", count=count
            )
        if not self._stick.is_code_shown:
            raise TillError("code_not_shown", field="to_stick", allowed="true once the code was shown")

    def _waiting(self) -> int:
        """Facts the back office has not; also those that are still on their way to the disk."""
        state = self._store.state()
        return self._office.marks.waiting()[0] + state.last_fact - state.durable_fact
