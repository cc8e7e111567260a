"""A voucher on paper, by its number. It pays what is due and gives no change."""

from __future__ import annotations

from appliance.domain.tenders.rule import Exact

RULE = Exact("voucher", needs_reference=True, may_tip=False)
