"""The open ticket in the store: one small document for the ticket, one for each line.

A tap then writes only what it changed, however long the ticket is. Knows no HTTP and no devices.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from appliance.domain.ticket import Ticket
from appliance.domain.ticket_record import line_to_dict, ticket_from_dict, ticket_to_dict
from appliance.ports import Document, Transaction

TABLE = "tickets"
LINES = "ticket_lines"
PARKED = "parked"
CURRENT = "current"


class Reads(Protocol):
    """What is read from: the store, or the transaction being decided."""

    def get(self, table: str, doc_id: str) -> Document | None: ...


class OpenTicket:
    """The one open ticket of the box, remembered between taps and checked against the store's revision."""

    def __init__(self) -> None:
        self._known: Ticket | None = None

    def read(self, source: Reads, fresh: Callable[[], Ticket]) -> Ticket:
        """The ticket as stored, or `fresh()` when none was stored yet."""
        while True:
            head = source.get(TABLE, CURRENT)
            known = self._known
            if head is None:
                if known is None or known.rev > 0:
                    known = self._known = fresh()
                return known
            if known is not None and (known.id, known.rev) == (head["id"], head["rev"]):
                return known
            lines = [source.get(LINES, f"{head['id']}.{line_id}") for line_id in head["order"]]
            if None not in lines:  # else another thread changed it between two reads
                return ticket_from_dict({**head, "lines": lines})

    def write(self, tx: Transaction, before: Ticket, after: Ticket) -> None:
        """Put what differs between `before` and `after` into the transaction."""
        old = {line.id: line for line in before.lines} if before.id == after.id else {}
        for line in after.lines:
            if old.get(line.id) is not line:
                tx.put(LINES, f"{after.id}.{line.id}", line_to_dict(line))
        left = {line.id for line in after.lines} if before.id == after.id else set()
        for line in before.lines:
            if line.id not in left:
                tx.remove(LINES, f"{before.id}.{line.id}")
        head = ticket_to_dict(after)
        del head["lines"]
        tx.put(TABLE, CURRENT, {**head, "order": [line.id for line in after.lines]})
        self._known = after
