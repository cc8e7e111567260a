"""The kiosk: one window that shows the till, waits for it, and comes back when its page dies.

It knows one address and a token file. It must not know what the till shows: all truth is the till's, so the
page may be thrown away and loaded again at any moment.
"""

from __future__ import annotations

import logging

from appliance.kiosk.settings import RENDERERS, KioskSettings
from appliance.kiosk.toolkit import KioskUnavailable, available
from appliance.notify import SILENT, Notifier

__all__ = ["RENDERERS", "KioskSettings", "available", "run"]

log = logging.getLogger(__name__)


def run(settings: KioskSettings, notify: Notifier = SILENT) -> int:
    """Show the till until the window is closed or SIGTERM comes (0).

    1 when no window can open here or the page cannot be kept alive: a fresh process may do better.
    Runs in the main thread, as GTK demands.
    """
    reason = available()
    if reason is not None:
        log.error(reason)
        return 1
    # GTK and WebKit are loaded only now, so that `make run` can ask `available` without them.
    from appliance.kiosk.window import show

    try:
        return show(settings, notify)
    except KioskUnavailable as problem:
        log.error("%s", problem)
        return 1
