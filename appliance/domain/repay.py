"""How money goes back: first to the cards, accounts and vouchers it came from, the rest in cash, rounded as sales are.

All refunds of a sale together give back to each tender exactly what it paid. Knows no goods, no store and no paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from appliance.domain.payment import round_cash
from appliance.domain.reading import Document, unreadable, whole
from appliance.domain.tender import Tender


@dataclass(frozen=True, slots=True)
class Repaid:
    """What went back of a sale's money so far; `by_tender` in the order of its tenders, cash apart."""

    by_tender: tuple[int, ...] = ()
    exact_minor: int = 0  # of cash, before rounding
    cash_minor: int = 0  # what left the drawer


NOTHING_REPAID: Final = Repaid()


@dataclass(frozen=True, slots=True)
class Repayment:
    """One refund's money: tenders with negative amounts, and what rounding the cash part changed."""

    tenders: tuple[Tender, ...]
    rounding_minor: int
    after: Repaid


def repay(
    paid: Sequence[Tender],
    before: Repaid,
    amount_minor: int,
    *,
    is_last: bool,
    step_minor: int = 0,
    in_cash: bool = False,
) -> Repayment:
    """Give `amount_minor` (>= 0) back; `is_last`: nothing of the sale is left, `in_cash`: all from the drawer."""
    back = list(before.by_tender) or [0] * len(paid)
    tenders = []
    rest_minor = amount_minor
    for at, tender in enumerate(paid):
        part_minor = min(rest_minor, tender.amount_minor - back[at])
        if in_cash or tender.kind == "cash" or part_minor <= 0:
            continue
        back[at] += part_minor
        rest_minor -= part_minor
        tenders.append(Tender(tender.kind, -part_minor, given_minor=-part_minor, reference=tender.reference))
    exact_minor = before.exact_minor + rest_minor
    most_minor = sum(
        tender.amount_minor - (0 if tender.kind == "cash" else back[at]) for at, tender in enumerate(paid)
    )
    # Whatever is rounded now, and was not or otherwise at the sale: never more than was paid.
    target_minor = most_minor if is_last else min(round_cash(exact_minor, step_minor), most_minor)
    cash_minor = max(target_minor - before.cash_minor, 0)
    if cash_minor or not tenders:
        tenders.append(Tender("cash", -cash_minor, change_minor=cash_minor))
    after = Repaid(tuple(back), exact_minor, before.cash_minor + cash_minor)
    return Repayment(tuple(tenders), cash_minor - rest_minor, after)


def repaid_to_dict(repaid: Repaid) -> dict[str, object]:
    """What the box remembers of it."""
    return {
        "by_tender": list(repaid.by_tender),
        "exact_minor": repaid.exact_minor,
        "cash_minor": repaid.cash_minor,
    }


def repaid_from_dict(document: Document | None) -> Repaid:
    """Read what `repaid_to_dict` wrote; nothing went back when there is no document."""
    if document is None:
        return NOTHING_REPAID
    by_tender = document.get("by_tender", [])
    if not isinstance(by_tender, list) or not all(type(one) is int for one in by_tender):
        raise unreadable("by_tender", "a list of whole numbers")
    return Repaid(tuple(by_tender), whole(document, "exact_minor"), whole(document, "cash_minor"))
