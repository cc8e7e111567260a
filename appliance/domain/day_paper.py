"""X and Z as documents: what is on the paper, in which order. Every number comes from the report. Knows no printer."""

from __future__ import annotations

from collections.abc import Iterator

from appliance.domain.document import (
    Amount,
    Cut,
    Document,
    Element,
    Feed,
    Heading,
    Moment,
    Piece,
    Rate,
    Row,
    Rule,
    Table,
    Text,
    Word,
    WordKey,
)
from appliance.domain.reading import Document as Report
from appliance.domain.reading import record, records, text, text_or_none, whole, whole_or_none
from appliance.domain.receipt import SHORT_HASH, TENDER_WORDS, Merchant
from appliance.domain.tender import kind_from

MOVES: tuple[tuple[WordKey, str], ...] = (
    ("day.pay_in", "pay_in_minor"),
    ("day.pay_out", "pay_out_minor"),
    ("day.safe_drop", "safe_drop_minor"),
)


def x_paper(report: Report, merchant: Merchant, at_utc: str, offset_min: int) -> Document:
    """The paper of an X: so far, and nothing is closed by it. What is expected is left out where it is not told."""
    return Document(
        (
            *_head(report, merchant, ("X ", str(whole(report, "n")))),
            Row(Word("receipt.date"), Moment(at_utc, offset_min)),
            *_sums(report),
            *_drawer(report),
            Text(Word("day.x_only"), align="center"),
            Feed(2),
            Cut(),
        )
    )


def z_paper(report: Report, merchant: Merchant, copy: int = 0, fact_hash: str = "") -> Document:
    """The paper of a Z as it was stored; `fact_hash` is its link in the chain."""
    mark: tuple[Element, ...] = (Heading(Word("receipt.copy", (("copy", copy),))),) if copy else ()
    return Document(
        (
            *mark,
            *_head(report, merchant, ("Z ", str(whole(report, "n")))),
            Row(Word("day.closed"), Moment(text(report, "at_utc"), whole(report, "offset_min"))),
            *_sums(report),
            *_drawer(report),
            *_count(report),
            Rule(),
            Row(Word("day.perpetual"), _money(report, whole(report, "perpetual_minor"))),
            Row(Word("day.records"), str(whole(record(report, "last"), "f"))),
            Text((Word("receipt.hash"), " ", text(report, "head")[:SHORT_HASH]), align="center"),
            *((Text((Word("day.seal"), " ", fact_hash[:SHORT_HASH]), align="center"),) if fact_hash else ()),
            *mark,
            Feed(2),
            Cut(),
        )
    )


def _head(report: Report, merchant: Merchant, title: tuple[Piece, ...]) -> Iterator[Element]:
    yield Heading(merchant.name)
    for address_line in merchant.address.splitlines():
        yield Text(address_line, align="center")
    yield Heading(title)
    yield Row(Word("day.opened"), Moment(text(report, "opened_utc"), whole(report, "opened_offset_min")))


def _sums(report: Report) -> Iterator[Element]:
    sales, refunds = record(report, "sales"), record(report, "refunds")
    yield Rule()
    yield Row(
        (Word("day.sales"), " ", str(whole(sales, "count"))), _money(report, whole(sales, "total_minor"))
    )
    yield Row(
        (Word("day.refunds"), " ", str(whole(refunds, "count"))),
        _money(report, whole(refunds, "total_minor")),
    )
    yield Row(Word("day.turnover"), _money(report, whole(report, "turnover_minor")), bold=True)
    yield Row(Word("day.discounts"), _money(report, -whole(report, "discount_minor")))
    if whole(report, "rounding_minor"):
        yield Row(Word("receipt.rounding"), _money(report, -whole(report, "rounding_minor")))
    for tender in records(report, "tenders"):
        kind = kind_from(tender)
        if kind != "cash":
            yield Row(Word(TENDER_WORDS[kind]), _money(report, whole(tender, "amount_minor")))
            if whole(tender, "tips_minor", 0):
                yield Row(("  ", Word("receipt.tip")), _money(report, whole(tender, "tips_minor")))
    first = text_or_none(report, "first_number")
    if first is not None:
        yield Row(Word("receipt.number"), (first, " - ", text(report, "last_number")))
    heads = (Word("receipt.rate"), Word("receipt.net"), Word("receipt.tax"), Word("receipt.gross"))
    rows = tuple(
        (
            (text(tax, "letter"), " ", Rate(whole(tax, "rate_bp"))),
            _bare(report, whole(tax, "net_minor")),
            _bare(report, whole(tax, "tax_minor")),
            _bare(report, whole(tax, "gross_minor")),
        )
        for tax in records(report, "taxes")
    )
    if rows:
        yield Rule()
        yield Table((heads, *rows))


def _drawer(report: Report) -> Iterator[Element]:
    moves = record(report, "moves")
    yield Rule()
    yield Row(Word("day.float"), _money(report, whole(report, "float_minor")))
    for tender in records(report, "tenders"):
        if kind_from(tender) == "cash":
            yield Row(Word("receipt.cash"), _money(report, whole(tender, "amount_minor")))
            if whole(tender, "tips_minor", 0):
                yield Row(Word("receipt.tip"), _money(report, whole(tender, "tips_minor")))
    for word, name in MOVES:
        if whole(moves, name):
            yield Row(Word(word), _money(report, whole(moves, name)))
    yield Row(Word("day.no_sales"), str(whole(moves, "no_sales")))
    expected = whole_or_none(report, "expected_minor")
    if expected is not None:
        yield Row(Word("day.expected"), _money(report, expected), bold=True)


def _count(report: Report) -> Iterator[Element]:
    counted = whole_or_none(report, "counted_minor")
    if counted is None:
        yield Row(Word("day.counted"), Word("day.not_counted"))
        return
    pieces = record(report, "pieces") if report.get("pieces") is not None else {}
    for piece in pieces:
        count = whole(pieces, piece)
        yield Row((f"  {count} × ", _bare(report, int(piece))), _bare(report, count * int(piece)))
    yield Row(Word("day.counted"), _money(report, counted), bold=True)
    yield Row(Word("day.difference"), _money(report, whole(report, "difference_minor")), bold=True)


def _money(report: Report, minor: int) -> Amount:
    return Amount(minor, text(report, "currency"), whole(report, "exponent"))


def _bare(report: Report, minor: int) -> Amount:
    return Amount(minor, text(report, "currency"), whole(report, "exponent"), bare=True)
