"""Ready for the market: one file for each row of the morning check, all of one shape, and the desk that asks them.

A row is a pure function of its reading. Nothing here is ever in the way of selling.
"""

from __future__ import annotations

from appliance.till.ready.desk import Ready
from appliance.till.ready.row import Row

__all__ = ["Ready", "Row"]
