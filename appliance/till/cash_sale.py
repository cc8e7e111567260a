"""A ticket paid in cash becomes a sale: checked, numbered and written as a fact. Knows no paper and no next ticket."""

from __future__ import annotations

from appliance.domain.countries.pack import CountryPack
from appliance.domain.errors import TillError
from appliance.domain.payment import take_cash
from appliance.domain.sale import Sale, make_sale, sale_body
from appliance.domain.staff import Person
from appliance.domain.ticket import Ticket, total_minor
from appliance.ports import Moment, Transaction


def sell(
    tx: Transaction,
    moment: Moment,
    ticket: Ticket,
    country: CountryPack,
    *,
    language: str,
    given_minor: int,
    asked_minor: int,
    person: Person | None,
    shift: int,
) -> tuple[Sale, int]:
    """The sale and the number of its fact.

    `asked_minor` is the total the vendor saw. Raises `ticket_empty`, `total_changed`, and what `take_cash` raises.
    """
    _check_payable(ticket, asked_minor)
    tender = take_cash(asked_minor, given_minor, country.currency)
    series, counter = tx.next_receipt()
    sale = make_sale(
        ticket,
        tender,
        country,
        series=series,
        counter=counter,
        at_utc=moment.utc,
        offset_min=moment.offset_min,
        day=moment.day,
        language=language,
        person=person,
        shift=shift,
    )
    return sale, tx.fact("sale", sale_body(sale))


def _check_payable(ticket: Ticket, asked_minor: int) -> None:
    if not ticket.lines:
        raise TillError("ticket_empty")
    actual = total_minor(ticket)
    if actual != asked_minor:
        raise TillError("total_changed", field="total_minor", allowed=str(actual), total_minor=actual)
