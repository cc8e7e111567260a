"""The promotions of this box: made, changed, switched, and those that hold for a ticket; and coupons on it.

They are looked up once a ticket, by the time of its first tap: what a customer began with holds to the end, and no tap
pays for promotions that are not on. Knows no screen, no paper and no arithmetic of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from appliance.domain import ticket as tickets
from appliance.domain.errors import TillError
from appliance.domain.promotion import (
    MAX_PROMOTIONS,
    Offers,
    Promotion,
    holds_at,
    promotion_from_dict,
    promotion_to_dict,
)
from appliance.domain.ticket import Ticket
from appliance.ports import Document, Moment, Store, Transaction
from appliance.till.discounts import Change
from appliance.till.intents import Intents
from appliance.till.people import People

TABLE = "promotions"
BLANK = promotion_to_dict(Promotion(id="", name="", kind="percent"))
Wish = Mapping[str, Any]  # Any: fields of a promotion, checked by its domain


class Promotions:
    """The use cases; callable from any thread. `category_of` says where an item is in the catalogue of now."""

    def __init__(
        self,
        store: Store,
        intents: Intents,
        people: People,
        new_id: Callable[[str], str],
        category_of: Callable[[str], str | None],
        change: Change,
    ) -> None:
        self._store = store
        self._intents = intents
        self._people = people
        self._new_id = new_id
        self._category_of = category_of
        self._change = change
        self._all = self._load()
        self._known: tuple[tuple[str, str], Offers] = (("", ""), Offers())

    def view(self, moment: Moment) -> Document:
        """All of them by name, each with whether it holds now."""
        at = _local(moment.utc, moment.offset_min)
        shown = [{**promotion_to_dict(one), "holds_now": _holds(one, at)} for one in self._all]
        return {"promotions": sorted(shown, key=lambda one: (str(one["name"]).casefold(), str(one["id"])))}

    def offers(self, ticket: Ticket, moment: Moment) -> Offers:
        """What holds for a ticket since its first tap."""
        key = (ticket.id, ticket.opened_utc)
        known, offers = self._known
        if known != key:
            at = _local(ticket.opened_utc, moment.offset_min)
            offers = Offers(tuple(one for one in self._all if _holds(one, at)), self._category_of)
            self._known = (key, offers)
        return offers

    def make(self, key: str, wish: Wish, approval: str | None = None) -> Document:
        """A new promotion. Raises `promotion_invalid`, `too_many_promotions`, `needs_approval`."""
        return self._put(key, None, wish, approval)

    def alter(self, key: str, promotion_id: str, wish: Wish, approval: str | None = None) -> Document:
        """Change some of its fields. Raises as `make`, and `unknown_promotion`."""
        return self._put(key, promotion_id, wish, approval)

    def remove(self, key: str, promotion_id: str, approval: str | None = None) -> Document:
        """Forget it; what it gave stays in the sales. Raises `unknown_promotion`, `needs_approval`."""

        def decide(tx: Transaction, _moment: Moment) -> Document:
            self._read(tx, promotion_id)
            self._people.check("edit_goods", approval)
            tx.remove(TABLE, promotion_id)
            return {"id": promotion_id}

        return self._intents.once(
            key, ("promotion_gone", promotion_id), decide, durable=True, after=self._changed
        )

    def give_coupon(self, key: str, code: str) -> Document:
        """A coupon on the open ticket. Raises `unknown_coupon`, `coupon_there`."""
        return self._change(key, ("coupon", code), lambda ticket: tickets.add_coupon(ticket, code))

    def take_coupon_back(self, key: str, code: str) -> Document:
        """Off the ticket again; raises `unknown_coupon`."""
        return self._change(key, ("no_coupon", code), lambda ticket: tickets.remove_coupon(ticket, code))

    def has_coupon(self, code: str) -> bool:
        """Whether some promotion that is on has this code."""
        return any(one.code == code.strip().upper() and one.is_on for one in self._all)

    def _put(self, key: str, promotion_id: str | None, wish: Wish, approval: str | None) -> Document:
        def decide(tx: Transaction, _moment: Moment) -> Document:
            if promotion_id is None and len(self._all) >= MAX_PROMOTIONS:
                most = MAX_PROMOTIONS
                raise TillError("too_many_promotions", allowed=f"at most {most}", most=most)
            before = (
                {**BLANK, "id": self._new_id("promo")}
                if promotion_id is None
                else self._read(tx, promotion_id)
            )
            after = {**before, **wish}
            after["code"] = (after["code"] or "").strip().upper() or None
            after["name"] = str(after["name"]).strip()
            checked = promotion_from_dict(after)
            self._check_code(checked)
            self._people.check("edit_goods", approval)
            tx.put(TABLE, checked.id, promotion_to_dict(checked))
            return {"id": checked.id}

        intent = ("promotion", promotion_id, repr(sorted(wish.items())))
        return self._intents.once(key, intent, decide, durable=True, after=self._changed)

    def _check_code(self, promotion: Promotion) -> None:
        taken = {one.code for one in self._all if one.code is not None and one.id != promotion.id}
        if promotion.code in taken:
            raise TillError("promotion_invalid", field="code", allowed="a code no other promotion has")

    def _read(self, tx: Transaction, promotion_id: str) -> Document:
        document = tx.get(TABLE, promotion_id)
        if document is None:
            raise TillError("unknown_promotion", field="promotion_id")
        return document

    def _changed(self) -> None:
        self._all = self._load()
        self._known = (("", ""), Offers())

    def _load(self) -> tuple[Promotion, ...]:
        return tuple(promotion_from_dict(document) for _, document in self._store.documents(TABLE))


def _local(utc: str, offset_min: int) -> datetime:
    return datetime.fromisoformat(utc) + timedelta(minutes=offset_min)


def _holds(promotion: Promotion, at: datetime) -> bool:
    return holds_at(promotion, at.weekday(), at.hour * 60 + at.minute)
