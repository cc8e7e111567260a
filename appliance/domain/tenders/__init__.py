"""The ways to pay, one small file each: `tender_rule("card").take(wish, due)`. Adding one touches only this table."""

from __future__ import annotations

from typing import Final

from appliance.domain.errors import TillError
from appliance.domain.tender import TENDER_KINDS, TenderKind
from appliance.domain.tenders import card, cash, iou, transfer, voucher
from appliance.domain.tenders.rule import Due, TenderRule, Wish

__all__ = ["RULES", "Due", "TenderRule", "Wish", "tender_rule"]

RULES: Final[dict[TenderKind, TenderRule]] = {
    "cash": cash.RULE,
    "card": card.RULE,
    "transfer": transfer.RULE,
    "voucher": voucher.RULE,
    "iou": iou.RULE,
}


def tender_rule(kind: str) -> TenderRule:
    """The rule of a kind; raises `unknown_tender`."""
    for known in TENDER_KINDS:
        if known == kind:
            return RULES[known]
    raise TillError("unknown_tender", field="kind", allowed=", ".join(TENDER_KINDS), kind=kind)
