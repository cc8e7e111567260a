"""Discounts on the open ticket: given and taken back like any other tap. Knows no screen and no paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from appliance.domain import ticket as tickets
from appliance.domain.discount import Discount, Kind, check_discount, over_limit
from appliance.domain.ticket import Ticket
from appliance.ports import Document
from appliance.till.people import People

Change = Callable[[str, tuple[object, ...], Callable[[Ticket], Ticket]], Document]


class Discounts:
    """The use cases; `change` is one lazy transition of the open ticket, answered with a snapshot."""

    def __init__(self, change: Change, people: People) -> None:
        self._change = change
        self._people = people

    def give(
        self,
        key: str,
        *,
        line_id: str | None,
        kind: Kind,
        value: int,
        label: str,
        approval: str | None = None,
    ) -> Document:
        """Take `value` (basis points, or minor units) off a line, or off the whole ticket.

        Raises what `add_discount` raises, and `needs_approval` where a line would lose more than a seller may give.
        """
        label = label.strip()
        check_discount(kind, value, label)

        def add(ticket: Ticket) -> Ticket:
            discount = Discount(f"d{ticket.rev + 1}", label, kind, value, line_id)
            after = tickets.add_discount(ticket, discount)
            over, given = over_limit(after.lines), after.discounts[-1].line_id
            if not over or (given is not None and given not in over):
                return after
            approved_by = self._people.check("discount_over_limit", approval)
            return tickets.add_discount(ticket, replace(discount, approved_by=approved_by))

        return self._change(key, ("discount", line_id, kind, value, label), add)

    def take_back(self, key: str, discount_id: str) -> Document:
        """Give it no longer."""
        return self._change(
            key, ("no_discount", discount_id), lambda ticket: tickets.remove_discount(ticket, discount_id)
        )
