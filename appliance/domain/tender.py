"""What pays a ticket: one tender, as it is kept on the open ticket, in the sale's fact and in every sum.

`amount_minor` is what it pays of the ticket. Beside it, change went back and a tip was left; both are outside turnover.
Knows no kind's rules (`tenders`), no drawer and no language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from appliance.domain.reading import Document, records, text, text_or_none, unreadable, whole

TenderKind = Literal["cash", "card", "transfer", "voucher", "iou"]
TENDER_KINDS: Final[tuple[TenderKind, ...]] = get_args(TenderKind)


@dataclass(frozen=True, slots=True)
class Tender:
    """given_minor = amount_minor + tip_minor + change_minor; only cash gives change.

    A refund's tender has a negative amount; of cash then only change_minor is there, what went out of the drawer.
    """

    kind: TenderKind
    amount_minor: int
    given_minor: int = 0
    change_minor: int = 0
    tip_minor: int = 0
    reference: str | None = (
        None  # what the vendor typed of another paper: a terminal's slip, a voucher, a note
    )


@dataclass(frozen=True, slots=True)
class Payment:
    """A tender on a ticket that is not paid in full yet."""

    id: str
    at_utc: str
    tender: Tender


def drawer_minor(tenders: Iterable[Tender]) -> int:
    """What tenders brought into the drawer: cash tendered less change, tips left in cash included."""
    return sum(one.given_minor - one.change_minor for one in tenders if one.kind == "cash")


def paid_minor(tenders: Iterable[Tender]) -> int:
    """What tenders pay of a ticket."""
    return sum(one.amount_minor for one in tenders)


def kind_from(document: Document, key: str = "kind") -> TenderKind:
    """The kind a record names; raises `unreadable_record`."""
    value = text(document, key)
    for kind in TENDER_KINDS:
        if kind == value:
            return kind
    raise unreadable(key, " or ".join(TENDER_KINDS))


def tender_to_dict(tender: Tender) -> dict[str, object]:
    """A tender, every field by its name."""
    return {
        "kind": tender.kind,
        "amount_minor": tender.amount_minor,
        "given_minor": tender.given_minor,
        "change_minor": tender.change_minor,
        "tip_minor": tender.tip_minor,
        "reference": tender.reference,
    }


def tender_from_dict(document: Document) -> Tender:
    """Read what `tender_to_dict` wrote; older versions had cash alone and no tips."""
    return Tender(
        kind=kind_from(document),
        amount_minor=whole(document, "amount_minor"),
        given_minor=whole(document, "given_minor"),
        change_minor=whole(document, "change_minor"),
        tip_minor=whole(document, "tip_minor", 0),
        reference=text_or_none(document, "reference"),
    )


def tenders_from(body: Document) -> tuple[Tender, ...]:
    """The tenders of a sale or of a refund; raises `unreadable_record`."""
    found = tuple(tender_from_dict(entry) for entry in records(body, "tenders"))
    if not found:
        raise unreadable("tenders", "at least one tender")
    return found


def payment_to_dict(payment: Payment) -> dict[str, object]:
    """A payment on an open ticket."""
    return {"id": payment.id, "at_utc": payment.at_utc, **tender_to_dict(payment.tender)}


def payment_from_dict(document: Document) -> Payment:
    """Read what `payment_to_dict` wrote."""
    return Payment(text(document, "id"), text(document, "at_utc"), tender_from_dict(document))
