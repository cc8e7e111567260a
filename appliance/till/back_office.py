"""The back office as the box knows it: the screen's half and the watchdog's half of one account."""

from __future__ import annotations

from appliance.till.office_account import BoxKey
from appliance.till.office_screen import OfficeScreen
from appliance.till.office_watchdog import OfficeWatchdog

__all__ = ["BackOffice", "BoxKey"]


class BackOffice(OfficeScreen, OfficeWatchdog):
    """Callable from any thread; one for a till."""
