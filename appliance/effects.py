"""What committed facts set in motion: the drawer opens, the paper moves, the customer sees the price.

Called only for what is durable. Each call hands work to a device's own worker and returns at once; a device
that fails has no way to reach back into a sale. Knows no device and no protocol.
"""

from __future__ import annotations

from appliance.domain.money import Currency
from appliance.domain.ticket import Ticket, total_minor
from appliance.ports import Devices, Document


def after_sale(devices: Devices, sale: Document, currency: Currency, language: str) -> None:
    """A sale is on the disk: open the drawer for cash, print what is queued, show the change."""
    if sale.get("is_cash", True):
        devices.kick_drawer()
    if sale["print_job_id"] is not None:
        devices.print_soon(sale["print_job_id"])
    devices.show_change(sale["total_minor"], sale["change_minor"], currency, language)


def after_start(devices: Devices, ticket: Ticket, currency: Currency, language: str) -> None:
    """The till is up: greet the customer, or show again what is on the ticket."""
    if ticket.lines:
        while_selling(devices, ticket, currency, language)
    else:
        devices.show_welcome(language)


def while_selling(devices: Devices, ticket: Ticket, currency: Currency, language: str) -> None:
    """A tap changed the ticket: show the customer what was rung up and the total so far."""
    touched = next((line for line in ticket.lines if line.id == ticket.touched), None)
    name = touched.name if touched else ""
    amount = touched.amount_minor if touched else 0
    devices.show_line(name, amount, total_minor(ticket), currency, language)
