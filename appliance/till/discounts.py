"""Discounts on the open ticket: given and taken back like any other tap. Knows no screen and no paper."""

from __future__ import annotations

from collections.abc import Callable

from appliance.domain import ticket as tickets
from appliance.domain.discount import Discount, Kind, check_discount
from appliance.domain.ticket import Ticket
from appliance.ports import Document

Change = Callable[[str, tuple[object, ...], Callable[[Ticket], Ticket]], Document]


class Discounts:
    """The use cases; `change` is one lazy transition of the open ticket, answered with a snapshot."""

    def __init__(self, change: Change) -> None:
        self._change = change

    def give(self, key: str, *, line_id: str | None, kind: Kind, value: int, label: str) -> Document:
        """Take `value` (basis points, or minor units) off a line, or off the whole ticket."""
        label = label.strip()
        check_discount(kind, value, label)

        def add(ticket: Ticket) -> Ticket:
            discount = Discount(f"d{ticket.rev + 1}", label, kind, value, line_id)
            return tickets.add_discount(ticket, discount)

        return self._change(key, ("discount", line_id, kind, value, label), add)

    def take_back(self, key: str, discount_id: str) -> Document:
        """Give it no longer."""
        return self._change(
            key, ("no_discount", discount_id), lambda ticket: tickets.remove_discount(ticket, discount_id)
        )
