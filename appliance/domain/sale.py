"""A finished sale: the fact that is stored once and never changed.

Its body holds every input known today that a fiscal plug-in signs (TSE, RKSV, NF 525): start and end of the
ticket, lines with quantity, kind, price and rate, sums per rate, tenders, receipt number, series, what was
removed before paying, the person, and whether it was for training. Readable for ever: new keys may
come, none may go.
Knows no store and no paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from appliance.domain.countries.pack import CountryPack
from appliance.domain.discount import Discount, discount_from_dict, discount_to_dict
from appliance.domain.errors import TillError
from appliance.domain.reading import Document, records, text, text_or_none, whole, whole_or_none
from appliance.domain.staff import Person
from appliance.domain.tax import TaxTotal, split_inclusive, tax_total_from_dict, tax_total_to_dict
from appliance.domain.tender import (
    Payment,
    Tender,
    paid_minor,
    payment_from_dict,
    payment_to_dict,
    tender_to_dict,
    tenders_from,
)
from appliance.domain.ticket import Line, Removed, Ticket, total_minor
from appliance.domain.ticket_record import line_from_dict, line_to_dict, removed_from_dict, removed_to_dict

NUMBER_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Sale:
    """What was sold, for what, when. `opened_utc` is the first tap, `at_utc` the payment."""

    number: str
    series: str
    counter: int
    opened_utc: str
    at_utc: str
    offset_min: int  # of local time at the stall, so that a receipt prints the same anywhere
    day: str  # business day YYYY-MM-DD
    ticket_id: str
    lines: tuple[Line, ...]
    removed: tuple[Removed, ...]
    taxes: tuple[TaxTotal, ...]
    total_minor: int
    tenders: tuple[Tender, ...]
    currency: str
    exponent: int
    country: str
    language: str
    staff: str | None = None
    staff_name: str | None = None  # as it was; the id leads to what is known now
    discounts: tuple[Discount, ...] = ()
    shift: int | None = None  # the till's day it belongs to, whatever day it is synchronised
    rounding_minor: int = 0  # total_minor less what tenders pay: what rounding the cash part gave away
    taken_back: tuple[Payment, ...] = ()  # payments given back before the ticket was paid
    ticket_name: str = ""  # what it was called while it was parked

    @property
    def change_minor(self) -> int:
        """What went back over the counter."""
        return sum(one.change_minor for one in self.tenders)

    @property
    def given_minor(self) -> int:
        """What the customer handed over, in all ways together."""
        return sum(one.given_minor for one in self.tenders)


def receipt_number(series: str, counter: int) -> str:
    """`A-000123`: the box's series and its gapless counter."""
    return f"{series}-{counter:0{NUMBER_DIGITS}d}"


def make_sale(
    ticket: Ticket,
    tenders: Sequence[Tender],
    pack: CountryPack,
    *,
    series: str,
    counter: int,
    at_utc: str,
    offset_min: int,
    day: str,
    language: str,
    person: Person | None = None,
    shift: int | None = None,
    rounding_minor: int = 0,
) -> Sale:
    """The sale a paid ticket becomes; what was paid of it before comes first among `tenders`.

    Raises `ticket_empty`, or `total_changed` if tenders and rounding are for another total.
    """
    if not ticket.lines:
        raise TillError("ticket_empty")
    total = total_minor(ticket)
    if paid_minor(tenders) + rounding_minor != total:
        raise TillError("total_changed", field="total_minor", total_minor=total)
    return Sale(
        number=receipt_number(series, counter),
        series=series,
        counter=counter,
        opened_utc=ticket.opened_utc,
        at_utc=at_utc,
        offset_min=offset_min,
        day=day,
        ticket_id=ticket.id,
        lines=ticket.lines,
        removed=ticket.removed,
        taxes=split_inclusive(ticket.lines),
        total_minor=total,
        tenders=tuple(tenders),
        currency=pack.currency.code,
        exponent=pack.currency.exponent,
        country=pack.code,
        language=language,
        staff=None if person is None else person.id,
        staff_name=None if person is None else person.name,
        discounts=tuple(discount for discount in ticket.discounts if discount.amount_minor),
        shift=shift,
        rounding_minor=rounding_minor,
        taken_back=ticket.taken_back,
        ticket_name=ticket.name,
    )


def sale_body(sale: Sale) -> dict[str, object]:
    """The body of the sale's fact."""
    return {
        "number": sale.number,
        "series": sale.series,
        "counter": sale.counter,
        "opened_utc": sale.opened_utc,
        "at_utc": sale.at_utc,
        "offset_min": sale.offset_min,
        "day": sale.day,
        "ticket_id": sale.ticket_id,
        "lines": [line_to_dict(line) for line in sale.lines],
        "removed": [removed_to_dict(removed) for removed in sale.removed],
        "taxes": [tax_total_to_dict(total) for total in sale.taxes],
        "total_minor": sale.total_minor,
        "rounding_minor": sale.rounding_minor,
        "tenders": [tender_to_dict(tender) for tender in sale.tenders],
        "taken_back": [payment_to_dict(payment) for payment in sale.taken_back],
        "currency": sale.currency,
        "exponent": sale.exponent,
        "country": sale.country,
        "language": sale.language,
        "discounts": [discount_to_dict(discount) for discount in sale.discounts],
        "shift": sale.shift,
        "staff": sale.staff,
        "staff_name": sale.staff_name,
        "training": False,
        **({"ticket_name": sale.ticket_name} if sale.ticket_name else {}),
    }


def sale_from_body(body: Document) -> Sale:
    """Read what `sale_body` wrote, numbers as stored. Raises `unreadable_record`."""
    return Sale(
        number=text(body, "number"),
        series=text(body, "series"),
        counter=whole(body, "counter"),
        opened_utc=text(body, "opened_utc"),
        at_utc=text(body, "at_utc"),
        offset_min=whole(body, "offset_min"),
        day=text(body, "day"),
        ticket_id=text(body, "ticket_id"),
        lines=tuple(line_from_dict(entry) for entry in records(body, "lines")),
        removed=tuple(removed_from_dict(entry) for entry in records(body, "removed")),
        taxes=tuple(tax_total_from_dict(entry) for entry in records(body, "taxes")),
        total_minor=whole(body, "total_minor"),
        tenders=tenders_from(body),
        currency=text(body, "currency"),
        exponent=whole(body, "exponent"),
        country=text(body, "country"),
        language=text(body, "language"),
        staff=text_or_none(body, "staff"),
        staff_name=text_or_none(body, "staff_name"),
        discounts=tuple(discount_from_dict(entry) for entry in records(body, "discounts")),
        shift=whole_or_none(body, "shift"),
        rounding_minor=whole(body, "rounding_minor", 0),
        taken_back=tuple(payment_from_dict(entry) for entry in records(body, "taken_back")),
        ticket_name=text(body, "ticket_name", ""),
    )
