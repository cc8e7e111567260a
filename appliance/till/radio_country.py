"""The country the radio may send by, as a person chose it on the screen: kept, and told again after every start.

The kernel forgets it with the power. Knows no radio and no network.
"""

from __future__ import annotations

from appliance.ports import Clock, Document, Moment, Store, Transaction
from appliance.till.intents import Intents

SETTINGS = "settings"
RADIO = "radio"


class RadioCountry:
    """Two letters in the store, or none yet. Callable from any thread."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._intents = Intents(store, clock, lambda: None)

    def kept(self) -> str | None:
        """What was chosen last."""
        found = self._store.get(SETTINGS, RADIO)
        return None if found is None else str(found["country"])

    def keep(self, key: str, country: str) -> None:
        """Keep a choice; on the disk when this returns. Raises what the store raises."""

        def decide(tx: Transaction, _moment: Moment) -> Document | None:
            tx.put(SETTINGS, RADIO, {"country": country})
            return None

        self._intents.once(key, ("radio_country", country), decide, durable=True)
