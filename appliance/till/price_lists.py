"""Price lists: made ahead, and in force by themselves when their time comes, without a network and after a power cut.

Coming into force is one durable line: every price and the list's mark, or nothing. It is looked at before each item is
sold and with every beat of the till. A clock that is only estimated is behind rather than ahead: prices then come late,
never early. Knows no screen.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from appliance.domain.errors import TillError
from appliance.domain.price_list import MAX_LISTS, PriceList, due, list_from_dict, list_to_dict
from appliance.ports import Clock, Document, Moment, Store, Transaction
from appliance.till.goods import Goods
from appliance.till.intents import Intents
from appliance.till.people import People

TABLE = "price_lists"

log = logging.getLogger(__name__)

Wish = Mapping[str, Any]  # fields of a list, checked by its domain


class PriceLists:
    """The use cases; callable from any thread."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        intents: Intents,
        people: People,
        goods: Goods,
        new_id: Callable[[str], str],
    ) -> None:
        self._store = store
        self._clock = clock
        self._intents = intents
        self._people = people
        self._goods = goods
        self._new_id = new_id
        self._all = self._load()

    def view(self) -> Document:
        """All of them, the latest first; `state` is `waiting` or `in_force`."""
        rows = sorted(self._all, key=lambda one: (one.starts, one.id), reverse=True)
        return {"now": _local(self._clock.now()), "lists": [_told(one) for one in rows]}

    def make(self, key: str, wish: Wish, approval: str | None = None) -> Document:
        """A new list. Raises `price_list_invalid` naming the field, `too_many_price_lists`, `needs_approval`."""
        return self._put(key, None, wish, approval)

    def alter(self, key: str, list_id: str, wish: Wish, approval: str | None = None) -> Document:
        """Change it while it waits. Raises as `make`, `unknown_price_list`, `price_list_in_force`."""
        return self._put(key, list_id, wish, approval)

    def remove(self, key: str, list_id: str, approval: str | None = None) -> Document:
        """Forget it; prices it has set stay. Raises `unknown_price_list`, `needs_approval`."""

        def decide(tx: Transaction, _moment: Moment) -> Document:
            self._read(tx, list_id)
            self._people.check("edit_goods", approval)
            tx.remove(TABLE, list_id)
            return {"id": list_id}

        return self._intents.once(
            key, ("price_list_gone", list_id), decide, durable=True, after=self._changed
        )

    def look(self) -> None:
        """Bring into force what is due; raises nothing: a sale is never lost over a price list."""
        if not any(one.in_force_utc is None for one in self._all):
            return
        for one in due(self._all, _local(self._clock.now())):
            try:
                self._bring_into_force(one)
            except TillError as refusal:
                log.error("price list %s is not in force yet: %s", one.id, refusal)
                return

    # -- inside ---------------------------------------------------------------------------------------

    def _bring_into_force(self, one: PriceList) -> None:
        def decide(tx: Transaction, moment: Moment) -> Document:
            document = tx.get(TABLE, one.id)
            if document is None or document["in_force_utc"] is not None:
                return {}  # changed or forgotten in this very moment
            now = list_from_dict(document)
            changed = self._goods.reprice(tx, moment, dict(now.prices), now.id)
            tx.put(TABLE, now.id, {**document, "in_force_utc": moment.utc})
            log.info("price list %s is in force: %d prices", now.id, changed)
            return {"changed": changed}

        def after() -> None:
            self._changed()
            self._goods.changed()

        key = f"price-list-{one.id}-{one.starts}"
        self._intents.once(key, ("price_list", one.id, one.starts), decide, durable=True, after=after)

    def _put(self, key: str, list_id: str | None, wish: Wish, approval: str | None) -> Document:
        def decide(tx: Transaction, _moment: Moment) -> Document:
            if list_id is None and len(self._all) >= MAX_LISTS:
                raise TillError("too_many_price_lists", allowed=f"at most {MAX_LISTS}", most=MAX_LISTS)
            before = {"id": self._new_id("prices")} if list_id is None else self._read(tx, list_id)
            if before.get("in_force_utc") is not None:
                raise TillError("price_list_in_force", field="list_id", allowed="a list that waits")
            checked = list_from_dict({**before, **wish, "in_force_utc": None})
            self._goods.check_prices(tx, dict(checked.prices))
            self._people.check("edit_goods", approval)
            tx.put(TABLE, checked.id, list_to_dict(checked))
            return {"id": checked.id}

        def after() -> None:
            self._changed()
            self.look()

        intent = ("price_list", list_id, repr(sorted(wish.items())))
        return self._intents.once(key, intent, decide, durable=True, after=after)

    def _read(self, tx: Transaction, list_id: str) -> Document:
        document = tx.get(TABLE, list_id)
        if document is None:
            raise TillError("unknown_price_list", field="list_id", allowed="a list of this box")
        return document

    def _changed(self) -> None:
        self._all = self._load()

    def _load(self) -> tuple[PriceList, ...]:
        return tuple(list_from_dict(document) for _, document in self._store.documents(TABLE))


def _local(moment: Moment) -> str:
    """The stall's wall clock, to the minute."""
    local = datetime.fromisoformat(moment.utc) + timedelta(minutes=moment.offset_min)
    return local.strftime("%Y-%m-%dT%H:%M")


def _told(one: PriceList) -> Document:
    return {**list_to_dict(one), "state": "waiting" if one.in_force_utc is None else "in_force"}
