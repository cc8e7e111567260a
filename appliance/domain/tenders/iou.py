"""Put on the slate: owed by whom the note says."""

from __future__ import annotations

from appliance.domain.tenders.rule import Exact

RULE = Exact("iou", needs_reference=True, may_tip=False)
