"""The receipt of a sale, or of a refund, as a document: what is on the paper, not how it looks or in which language.

Every number comes from the stored sale; only what a discount took off is added to what is left. Knows no printer, no
width, no words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from appliance.domain.discount import Discount
from appliance.domain.document import (
    Amount,
    Cut,
    Document,
    Element,
    Feed,
    Heading,
    Moment,
    Piece,
    Qr,
    Rate,
    Row,
    Rule,
    Table,
    Text,
    Weight,
    Word,
    WordKey,
)
from appliance.domain.refund import Refund
from appliance.domain.sale import Sale
from appliance.domain.tax import TaxTotal
from appliance.domain.tender import TenderKind
from appliance.domain.ticket import Line

SHORT_HASH = 12  # hex digits on paper: enough to find and compare, not to prove
QR_VERSION = "TB1"
TENDER_WORDS: Final[Mapping[TenderKind, WordKey]] = {
    "cash": "receipt.cash",
    "card": "receipt.card",
    "transfer": "receipt.transfer",
    "voucher": "receipt.voucher",
    "iou": "receipt.iou",
}
BACK_WORDS: Final[Mapping[TenderKind, WordKey]] = {
    "cash": "receipt.paid_out",
    "card": "receipt.back_to_card",
    "transfer": "receipt.back_by_transfer",
    "voucher": "receipt.back_to_voucher",
    "iou": "receipt.back_to_iou",
}


@dataclass(frozen=True, slots=True)
class Merchant:
    """Whose receipt it is; `address` may have several lines."""

    name: str
    address: str
    tax_id: str


class Receipted(Protocol):
    """What the papers of a sale and of a refund have in common."""

    @property
    def number(self) -> str: ...
    @property
    def at_utc(self) -> str: ...
    @property
    def offset_min(self) -> int: ...
    @property
    def taxes(self) -> tuple[TaxTotal, ...]: ...
    @property
    def total_minor(self) -> int: ...
    @property
    def currency(self) -> str: ...
    @property
    def exponent(self) -> int: ...
    @property
    def staff_name(self) -> str | None: ...


def receipt(
    sale: Sale,
    merchant: Merchant,
    copy: int = 0,
    time_is_doubtful: bool = False,
    fact_hash: str = "",
) -> Document:
    """The paper for a sale.

    `copy` > 0 marks that copy at top and bottom; `fact_hash` is the sale's link in the chain.
    """
    return Document(
        (
            *_copy_mark(copy),
            *_head(sale, merchant, time_is_doubtful),
            *([Text(sale.ticket_name, align="center")] if sale.ticket_name else []),
            Rule(),
            *(element for line in sale.lines for element in _line(line, sale)),
            *_ticket_discounts(sale),
            Rule(),
            *_total(sale),
            Rule(),
            _taxes(sale),
            *_foot(sale, fact_hash),
            *_copy_mark(copy),
            Feed(2),
            Cut(),
        )
    )


def refund_receipt(
    refund: Refund,
    merchant: Merchant,
    copy: int = 0,
    time_is_doubtful: bool = False,
    fact_hash: str = "",
) -> Document:
    """The paper for goods that came back, with a line for the customer to sign."""
    return Document(
        (
            *_copy_mark(copy),
            *_head(refund, merchant, time_is_doubtful),
            Heading(Word("receipt.refund")),
            Row(Word("receipt.refund_of"), refund.of.number),
            *((Row(Word("receipt.reason"), refund.reason),) if refund.reason else ()),
            Rule(),
            *(element for one in refund.lines for element in _goods(one.line, refund)),
            Rule(),
            *_paid_back(refund),
            Rule(),
            _taxes(refund),
            Feed(2),
            Rule(),
            Text(Word("receipt.signature")),
            *_foot(refund, fact_hash),
            *_copy_mark(copy),
            Feed(2),
            Cut(),
        )
    )


def qr_text(sale: Receipted, fact_hash: str) -> str:
    """What the QR code says: version, number, total, currency, time, short hash; fields split by `|`."""
    total = f"{sale.total_minor}{sale.currency}"
    return "|".join((QR_VERSION, sale.number, total, sale.at_utc, fact_hash[:SHORT_HASH]))


def _copy_mark(copy: int) -> Iterator[Element]:
    if copy > 0:
        yield Heading(Word("receipt.copy", (("copy", copy),)))


def _head(sale: Receipted, merchant: Merchant, time_is_doubtful: bool) -> Iterator[Element]:
    yield Heading(merchant.name)
    for address_line in merchant.address.splitlines():
        yield Text(address_line, align="center")
    if merchant.tax_id:
        yield Text((Word("receipt.tax_id"), " ", merchant.tax_id), align="center")
    yield Feed(1)
    yield Row(Word("receipt.number"), sale.number)
    yield Row(Word("receipt.date"), Moment(sale.at_utc, sale.offset_min))
    if time_is_doubtful:
        yield Text(Word("receipt.time_doubtful"))


def _line(line: Line, sale: Sale) -> Iterator[Element]:
    """One row for a single piece; otherwise the name, then how the amount came about; then what was taken off."""
    yield from _goods(line, sale)
    for discount in sale.discounts:
        if discount.line_id == line.id:
            yield _discount(discount, sale, "  ")


def _goods(line: Line, sale: Receipted) -> Iterator[Element]:
    amount = (_bare(line.amount_minor + line.discount_minor, sale), " ", line.letter)
    indent = "  " if line.parent_id is not None else ""
    if line.unit == "kg":
        measure: tuple[Piece, ...] = (
            Weight(line.weight_g or 0),
            " × ",
            _bare(line.price_minor, sale),
            Word("receipt.per_kg"),
        )
    elif line.quantity != 1:
        measure = (f"{line.quantity} × ", _bare(line.price_minor, sale))
    else:
        yield Row(indent + line.name, amount)
        return
    yield Text(indent + line.name)
    yield Row((indent + "  ", *measure), amount)
    if line.tare_g:
        yield Text((indent + "  ", Word("receipt.tare"), " ", Weight(line.tare_g)))


def _ticket_discounts(sale: Sale) -> Iterator[Element]:
    """What is taken off the whole, below the sum it is taken off."""
    whole = [discount for discount in sale.discounts if discount.line_id is None]
    if whole:
        off_minor = sum(discount.amount_minor for discount in whole)
        yield Rule()
        yield Row(Word("receipt.subtotal"), _bare(sale.total_minor + off_minor, sale))
        for discount in whole:
            yield _discount(discount, sale, "")


def _discount(discount: Discount, sale: Sale, indent: str) -> Row:
    """`Regular customer 10 %` or `Discount`, and the amount."""
    name: tuple[Piece, ...] = (indent, discount.label or Word("receipt.discount"))
    if discount.kind == "percent":
        name = (*name, " ", Rate(discount.value))
    return Row(name, _bare(-discount.amount_minor, sale))


def _total(sale: Sale) -> Iterator[Element]:
    yield Row(Word("receipt.total"), _money(sale.total_minor, sale), bold=True, size=2)
    saved_minor = sum(discount.amount_minor for discount in sale.discounts)
    if saved_minor:
        yield Row(Word("receipt.saved"), _money(saved_minor, sale))
    if sale.rounding_minor:
        yield Row(Word("receipt.rounding"), _money(-sale.rounding_minor, sale))
        yield Row(Word("receipt.to_pay"), _money(sale.total_minor - sale.rounding_minor, sale), bold=True)
    if sale.total_minor < 0:
        yield Row(Word("receipt.paid_out"), _money(sale.change_minor, sale))
        return
    for tender in sale.tenders:
        yield Row(Word(TENDER_WORDS[tender.kind]), _money(tender.given_minor, sale))
        if tender.reference:
            yield Text("  " + tender.reference)
    tips_minor = sum(tender.tip_minor for tender in sale.tenders)
    if tips_minor:
        yield Row(Word("receipt.tip"), _money(tips_minor, sale))
    if any(tender.kind == "cash" for tender in sale.tenders):
        yield Row(Word("receipt.change"), _money(sale.change_minor, sale), bold=True)


def _paid_back(refund: Refund) -> Iterator[Element]:
    """What left the drawer, and what went back another way."""
    if refund.rounding_minor:
        yield Row(Word("receipt.total"), _money(refund.total_minor, refund))
        yield Row(Word("receipt.rounding"), _money(-refund.rounding_minor, refund))
    for tender in refund.tenders:
        if tender.kind == "cash":
            yield Row(Word("receipt.paid_out"), _money(-tender.amount_minor, refund), bold=True, size=2)
        else:
            yield Row(Word(BACK_WORDS[tender.kind]), _money(-tender.amount_minor, refund), bold=True)


def _taxes(sale: Receipted) -> Table:
    heads = (Word("receipt.rate"), Word("receipt.net"), Word("receipt.tax"), Word("receipt.gross"))
    rows = (
        (
            (total.letter, " ", Rate(total.rate_bp)),
            _bare(total.net_minor, sale),
            _bare(total.tax_minor, sale),
            _bare(total.gross_minor, sale),
        )
        for total in sale.taxes
    )
    return Table((heads, *rows))


def _foot(sale: Receipted, fact_hash: str) -> Iterator[Element]:
    yield Feed(1)
    yield Qr(qr_text(sale, fact_hash))
    if fact_hash:
        yield Text((Word("receipt.hash"), " ", fact_hash[:SHORT_HASH]), align="center")
    if sale.staff_name is not None:
        yield Text((Word("receipt.served_by"), " ", sale.staff_name), align="center")
    yield Text(Word("receipt.thanks"), align="center")


def _bare(minor: int, sale: Receipted) -> Amount:
    return Amount(minor, sale.currency, sale.exponent, bare=True)


def _money(minor: int, sale: Receipted) -> Amount:
    return Amount(minor, sale.currency, sale.exponent)
