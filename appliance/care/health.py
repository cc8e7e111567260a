"""All checks of one box, asked when somebody looks. A check that breaks is unknown and never breaks the page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from appliance.care import checks
from appliance.care.check import Check, unknown

log = logging.getLogger(__name__)

Ask = Callable[[], Check]


class Health:
    """`asks` by name; a name nobody can answer for is unknown. Callable from any thread."""

    def __init__(self, asks: Mapping[str, Ask]) -> None:
        self._asks = asks
        self._broken: set[str] = set()  # said once, for a page that is open asks again and again

    def look(self) -> list[Check]:
        """Every check, in the order of the page."""
        return [self._look(name) for name in checks.NAMES]

    def _look(self, name: str) -> Check:
        ask = self._asks.get(name)
        if ask is None:
            return unknown(name)
        try:
            return ask()
        except Exception:  # whatever is wrong with it, the others are worth seeing
            if name not in self._broken:
                self._broken.add(name)
                log.exception("the check of %s broke", name)
            return unknown(name)
