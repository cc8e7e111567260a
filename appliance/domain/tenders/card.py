"""A card on a terminal beside the till: charged there, written down here; more than what is due is a tip."""

from __future__ import annotations

from appliance.domain.tenders.rule import Exact

RULE = Exact("card", needs_reference=False, may_tip=True)
