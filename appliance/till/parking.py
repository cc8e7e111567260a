"""Tickets put aside for a while: parked, named, taken back, split and merged; each deed is one durable line.

A parked ticket is kept whole, prices, discounts and payments with it, and survives a pulled plug, a restart and the
close of a day. Exactly one ticket is open at any time. Knows no screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from appliance.domain import parting
from appliance.domain import ticket as tickets
from appliance.domain.errors import TillError
from appliance.domain.promotion import Offers
from appliance.domain.tender import paid_minor
from appliance.domain.ticket import Ticket, count, total_minor
from appliance.domain.ticket_record import ticket_from_dict, ticket_to_dict
from appliance.ports import Document, Moment, Store, Transaction
from appliance.till.intents import Intents
from appliance.till.open_ticket import PARKED, OpenTicket
from appliance.till.paying import LAST_SALE, SETTINGS

MAX_PARKED = 50
TOLD_LINES = 4

Change = Callable[[Transaction, Moment, Ticket], Ticket]


class Desk(Protocol):
    """What parking asks of the till around it."""

    def snapshot(self) -> Document: ...

    def fresh(self, moment: Moment) -> Ticket: ...


class Parking:
    """The use cases. `offers` tells the promotions of a ticket now, `rung_up` shows the customer the open ticket."""

    def __init__(
        self,
        store: Store,
        intents: Intents,
        open_ticket: OpenTicket,
        desk: Desk,
        offers: Callable[[Ticket, Moment], Offers],
        rung_up: Callable[[], None],
    ) -> None:
        self._store = store
        self._intents = intents
        self._ticket = open_ticket
        self._desk = desk
        self._offers = offers
        self._rung_up = rung_up

    def view(self) -> Document:
        """The parked tickets, oldest first."""
        rows = [(document, ticket_from_dict(document["ticket"])) for _, document in self._documents()]
        return {"parked": [_told(document, ticket) for document, ticket in rows]}

    def count(self) -> int:
        """How many there are."""
        return len(self._store.documents(PARKED))

    def park(self, key: str, name: str | None) -> Document:
        """Put the open ticket aside and begin another one.

        Raises `ticket_empty`, `too_many_parked`, `label_too_long`.
        """

        def change(tx: Transaction, moment: Moment, ticket: Ticket) -> Ticket:
            if not ticket.lines:
                raise TillError("ticket_empty")
            self._put_aside(tx, moment, ticket if name is None else parting.named(ticket, name))
            return self._desk.fresh(moment)

        return self._do(key, ("park", name), change)

    def take(self, key: str, ticket_id: str) -> Document:
        """Go on with a parked ticket; the open one is parked in its place, if anything is on it.

        Raises `unknown_ticket`.
        """

        def change(tx: Transaction, moment: Moment, ticket: Ticket) -> Ticket:
            parked = self._taken(tx, ticket_id)
            tx.remove(PARKED, ticket_id)
            if ticket.lines:
                self._put_aside(tx, moment, ticket)
                ticket = replace(ticket, removed=(), taken_back=())
            return parting.taken_up(parked, ticket)

        return self._do(key, ("take", ticket_id), change)

    def name(self, key: str, ticket_id: str, name: str) -> Document:
        """Call a parked ticket something else. Raises `unknown_ticket`, `label_too_long`."""

        def change(tx: Transaction, _moment: Moment, ticket: Ticket) -> Ticket:
            renamed = parting.named(self._taken(tx, ticket_id), name)
            document = tx.get(PARKED, ticket_id) or {}
            tx.put(PARKED, ticket_id, {**document, "ticket": ticket_to_dict(renamed)})
            return ticket

        return self._do(key, ("name", ticket_id, name), change)

    def merge(self, key: str, ticket_id: str) -> Document:
        """Put all of a parked ticket on the open one.

        Raises `unknown_ticket`, `discounts_differ`, and what a ticket that is too large raises.
        """

        def change(tx: Transaction, _moment: Moment, ticket: Ticket) -> Ticket:
            parked = self._taken(tx, ticket_id)
            tx.remove(PARKED, ticket_id)
            return parting.merge(ticket, parked)

        return self._do(key, ("merge", ticket_id), change)

    def split(self, key: str, pieces: Mapping[str, int], to: str) -> Document:
        """Part the open ticket: `to` is `open` (these are paid now, the rest is parked), `parked` (these are parked)
        or the id of a parked ticket they are moved to.

        Raises `unknown_ticket`, `too_many_parked` and what `parting.split` raises.
        """

        def change(tx: Transaction, moment: Moment, ticket: Ticket) -> Ticket:
            is_new = to in ("open", "parked")
            part = self._desk.fresh(moment) if is_new else self._taken(tx, to)
            rest, part = parting.split(ticket, pieces, self._with_offers(part, moment))
            if not is_new:
                document = tx.get(PARKED, to) or {}
                tx.put(PARKED, to, {**document, "ticket": ticket_to_dict(part)})
                return rest
            aside, stays = (rest, part) if to == "open" else (part, rest)
            if to == "open":  # the rest is the ticket that was, with what was taken off it and its name
                self._put_aside(tx, moment, aside)
            else:
                self._put_aside(tx, moment, replace(aside, opened_utc=ticket.opened_utc))
            return stays

        return self._do(key, ("split", tuple(sorted(pieces.items())), to), change)

    # -- inside ---------------------------------------------------------------------------------------

    def _do(self, key: str, intent: tuple[object, ...], change: Change) -> Document:
        def decide(tx: Transaction, moment: Moment) -> None:
            before = self._with_offers(self._ticket.read(tx, lambda: self._desk.fresh(moment)), moment)
            after = change(tx, moment, before)
            if after is before:
                return
            if after.lines and not after.payments:  # what was agreed and paid of stays as it was
                after = parting.fitted_anew(self._with_offers(after, moment))
            after = tickets.check_paid(after)
            self._ticket.write(tx, before, after)
            if tx.get(SETTINGS, LAST_SALE) is not None:
                tx.remove(SETTINGS, LAST_SALE)

        self._intents.once(key, intent, decide, durable=True, after=self._rung_up)
        return self._desk.snapshot()

    def _with_offers(self, ticket: Ticket, moment: Moment) -> Ticket:
        return replace(ticket, offers=self._offers(ticket, moment))

    def _documents(self) -> list[tuple[str, Document]]:
        return sorted(self._store.documents(PARKED), key=lambda one: one[1]["number"])

    def _taken(self, tx: Transaction, ticket_id: str) -> Ticket:
        document = tx.get(PARKED, ticket_id)
        if document is None:
            raise TillError("unknown_ticket", field="ticket_id", allowed="a ticket that is parked")
        return ticket_from_dict(document["ticket"])

    def _put_aside(self, tx: Transaction, moment: Moment, ticket: Ticket) -> None:
        known = [
            (doc_id, document) for doc_id, document in self._documents() if tx.get(PARKED, doc_id) is not None
        ]
        if len(known) >= MAX_PARKED:
            raise TillError("too_many_parked", allowed=f"at most {MAX_PARKED}", most=MAX_PARKED)
        used = {document["number"] for _, document in known}
        number = next(n for n in range(1, MAX_PARKED + 1) if n not in used)
        document = {
            "id": ticket.id,
            "number": number,
            "parked_utc": moment.utc,
            "offset_min": moment.offset_min,
            "ticket": ticket_to_dict(replace(ticket, undo=())),
        }
        tx.put(PARKED, ticket.id, document)


def _told(document: Document, ticket: Ticket) -> Document:
    own = [line for line in ticket.lines if line.parent_id is None]
    return {
        "id": document["id"],
        "number": document["number"],
        "name": ticket.name,
        "parked_utc": document["parked_utc"],
        "offset_min": document["offset_min"],
        "total_minor": total_minor(ticket),
        "paid_minor": paid_minor(payment.tender for payment in ticket.payments),
        "count": count(ticket),
        "lines": [
            {"name": line.name, "quantity": line.quantity, "weight_g": line.weight_g}
            for line in own[:TOLD_LINES]
        ],
        "more": max(0, len(own) - TOLD_LINES),
    }
