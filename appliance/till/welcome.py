"""The first minutes with a new box: how far its owner has come. Each step is kept, so a pulled plug costs none.

A box with demo data was never new. Knows no network and no screen; the steps are names that the screen draws.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from appliance.domain.catalogue import Category, Item, category_to_dict, item_to_dict
from appliance.domain.errors import TillError
from appliance.ports import Clock, Document, Moment, Store, Transaction
from appliance.till import catalogue as catalogues
from appliance.till.box import Box
from appliance.till.intents import Intents

SETTINGS = "settings"
WELCOME = "welcome"
DONE = "done"
STEPS = ("language", "card", "network", "office", "goods")

SampleGoods = Callable[[], tuple[Sequence[Category], Sequence[Item]]]


def step(store: Store, box: Box) -> str | None:
    """Where the welcome stands; None once it is over."""
    if not box.greets:
        return None
    kept = store.get(SETTINGS, WELCOME)
    if kept is None:  # a box that has sold is not new, whatever version first sold on it
        return None if store.count("sale") else STEPS[0]
    return None if kept["step"] == DONE else str(kept["step"])


class Welcome:
    """Callable from any thread. `changed` redraws the screens, `catalogue_changed` after goods were added."""

    def __init__(self, store: Store, clock: Clock, box: Box, sample_goods: SampleGoods) -> None:
        self._store = store
        self._box = box
        self._sample_goods = sample_goods
        self._intents = Intents(store, clock, lambda: self.changed())
        self.changed: Callable[[], None] = lambda: None
        self.catalogue_changed: Callable[[], None] = lambda: None

    @property
    def step(self) -> str | None:
        """Where it stands; None once it is over."""
        return step(self._store, self._box)

    def found(self) -> Document | None:
        """What a box that was made again from a stick took over; None for any other."""
        return (self._store.get(SETTINGS, WELCOME) or {}).get("found")

    def go(self, key: str, to: str) -> None:
        """Go on to a step, or back to one; `done` ends the welcome for ever. Over, it stays over."""
        if to not in (*STEPS, DONE):
            raise TillError("bad_request", field="step", allowed=", ".join((*STEPS, DONE)))

        def decide(tx: Transaction, _moment: Moment) -> Document | None:
            if (tx.get(SETTINGS, WELCOME) or {}).get("step") != DONE:
                tx.put(SETTINGS, WELCOME, {"step": to})
            return None

        self._intents.once(key, ("welcome", to), decide, durable=True)

    def add_sample_goods(self, key: str) -> None:
        """Fill an empty catalogue with a market stall's goods, so that selling can begin; goods that are there stay."""
        categories, items = self._sample_goods()

        def decide(tx: Transaction, _moment: Moment) -> Document | None:
            version = (tx.get(SETTINGS, catalogues.VERSION) or {"version": 0})["version"]
            if next(iter(self._store.documents(catalogues.ITEMS)), None) is not None:
                return None
            for category in categories:
                tx.put(catalogues.CATEGORIES, category.id, category_to_dict(category))
            for item in items:
                tx.put(catalogues.ITEMS, item.id, item_to_dict(item))
            tx.put(SETTINGS, catalogues.VERSION, {"version": version + 1})
            return None

        self._intents.once(
            key, ("sample_goods",), decide, durable=True, after=lambda: self.catalogue_changed()
        )
