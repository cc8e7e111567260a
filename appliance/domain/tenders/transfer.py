"""A bank transfer by QR code, seen on the customer's telephone and confirmed by hand: nothing here can see the bank."""

from __future__ import annotations

from appliance.domain.tenders.rule import Exact

RULE = Exact("transfer", needs_reference=False, may_tip=True)
