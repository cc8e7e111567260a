"""Goods made, changed and removed on the box, without a network: each is one line of the journal and one fact.

The tiles have it with the answer. What stands on the open ticket or an old receipt stays as it was. The fact has the
whole document and what the changed fields were before, so that the back office can merge by field (docs/protocol.md).
Who has no right `edit_goods` needs somebody's approval. Knows no screen and no back office.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from appliance.domain import places
from appliance.domain.catalogue import (
    category_from_dict,
    category_to_dict,
    is_gtin,
    item_from_dict,
    item_to_dict,
)
from appliance.domain.errors import TillError
from appliance.domain.reading import is_plain
from appliance.ports import Document, Moment, Store, Transaction
from appliance.till import pending
from appliance.till.box import Box
from appliance.till.catalogue import CATEGORIES, ITEMS, META, VERSION, checked_item
from appliance.till.intents import Intents
from appliance.till.people import People

MAX_ITEMS: Final = 10_000
MAX_CATEGORIES: Final = 200
MAX_NAME: Final = 80
MAX_EMOJI: Final = 32
MAX_PRICE_MINOR: Final = 10**12  # as in the back office
MAX_POSITION: Final = 10**6

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")

Wish = Mapping[str, Any]  # fields of an item or a category, of the types the API allows


class Goods:
    """Callable from any thread. `changed` is called once after each change: the catalogue is to be read anew."""

    def __init__(
        self,
        store: Store,
        intents: Intents,
        box: Box,
        new_id: Callable[[str], str],
        people: People,
        shift: Callable[[Transaction], int | None],
        changed: Callable[[], None],
    ) -> None:
        self._store = store
        self._intents = intents
        self._box = box
        self._new_id = new_id
        self._people = people
        self._shift = shift
        self.changed = changed

    def taxes(self) -> list[Document]:
        """The tax codes an item may have here."""
        return [
            {"code": rate.code, "rate_bp": rate.rate_bp, "letter": rate.letter}
            for rate in self._box.country.rates
        ]

    def make_item(self, key: str, wish: Wish, approval: str | None = None) -> Document:
        """A new item, last in its category. Raises as `change_item`, and `too_many_items`."""
        return self._put(key, ITEMS, None, wish, approval)

    def change_item(self, key: str, item_id: str, wish: Wish, approval: str | None = None) -> Document:
        """Change the fields that `wish` has; the item after it.

        Raises `unknown_item`, `item_invalid` naming the field, `gtin_used` with the name of the item that has it.
        """
        return self._put(key, ITEMS, item_id, wish, approval)

    def make_category(self, key: str, wish: Wish, approval: str | None = None) -> Document:
        """A new category, the last. Raises as `change_category`, and `too_many_categories`."""
        return self._put(key, CATEGORIES, None, wish, approval)

    def change_category(
        self, key: str, category_id: str, wish: Wish, approval: str | None = None
    ) -> Document:
        """Change the fields that `wish` has. Raises `unknown_category`, `item_invalid` naming the field."""
        return self._put(key, CATEGORIES, category_id, wish, approval)

    def move_item(self, key: str, item_id: str, step: int, approval: str | None = None) -> Document:
        """One place back (-1) or on (1) among the tiles of its category. Raises `unknown_item`."""
        return self._move(key, ITEMS, item_id, step, approval)

    def move_category(self, key: str, category_id: str, step: int, approval: str | None = None) -> Document:
        """One place back (-1) or on (1) among the tabs. Raises `unknown_category`."""
        return self._move(key, CATEGORIES, category_id, step, approval)

    def place_item(
        self, key: str, item_id: str, before_id: str | None, approval: str | None = None
    ) -> Document:
        """Right before another tile of its category, or last. Raises `unknown_item`, `item_invalid`."""

        def put(rows: list[tuple[int, str]]) -> dict[str, int]:
            if before_id is not None and (before_id == item_id or before_id not in {one for _, one in rows}):
                raise _invalid("before", "another item of the same category, or null")
            return places.put_before(rows, item_id, before_id, MAX_POSITION)

        return self._arrange(key, ITEMS, item_id, ("goods_placed", item_id, before_id), put, approval)

    def check_prices(self, tx: Transaction, prices: Mapping[str, int]) -> None:
        """Whether these goods may have these prices; raises `price_list_invalid` naming the item."""
        for item_id, price_minor in prices.items():
            item = tx.get(ITEMS, item_id)
            if item is None:
                raise TillError("price_list_invalid", field="item_id", allowed="an item of the catalogue")
            try:
                item_from_dict({**item, "price_minor": price_minor})
            except TillError as refusal:
                raise TillError(
                    "price_list_invalid", field="price_minor", allowed=refusal.allowed
                ) from refusal

    def reprice(self, tx: Transaction, moment: Moment, prices: Mapping[str, int], list_id: str) -> int:
        """Set the prices of a list in the line that is being decided; how many. Goods that are gone are left out."""
        changed = 0
        for item_id, price_minor in prices.items():
            stored = tx.get(ITEMS, item_id)
            if stored is None:
                continue
            before = _whole(ITEMS, stored)
            after = {**before, "price_minor": price_minor, "price_list": list_id}
            base = {
                name: before[name] for name in ("price_minor", "price_list") if before[name] != after[name]
            }
            self._note(tx, moment, ITEMS, item_id, after, base, None, is_by_itself=True)
            changed += 1
        return changed

    def remove_item(self, key: str, item_id: str, approval: str | None = None) -> Document:
        """Sell an item no longer. Raises `unknown_item`, or `in_use` while others carry it or are kinds of it."""
        return self._remove(key, ITEMS, item_id, ("deposit_id", "variant_of"), approval)

    def remove_category(self, key: str, category_id: str, approval: str | None = None) -> Document:
        """Remove an empty category. Raises `unknown_category`, or `in_use` while items are in it."""
        return self._remove(key, CATEGORIES, category_id, ("category_id",), approval)

    # -- inside ---------------------------------------------------------------------------------------

    def _put(self, key: str, table: str, doc_id: str | None, wish: Wish, approval: str | None) -> Document:
        check = self._checked_item if table == ITEMS else self._checked_category

        def decide(tx: Transaction, moment: Moment) -> Document:
            before = None if doc_id is None else _whole(table, _found(tx, table, doc_id))
            wished = {**(self._blank(table) if before is None else before), **wish}
            if table == ITEMS and before is not None and wished["price_minor"] != before["price_minor"]:
                wished["price_list"] = None  # priced by hand now
            document = check(tx, wished)
            base = (
                {} if before is None else {k: before.get(k) for k in document if before.get(k) != document[k]}
            )
            if before is None or base:
                approved_by = self._people.check("edit_goods", approval)
                self._note(tx, moment, table, document["id"], document, base, approved_by)
            return {"document": document}

        intent = ("goods", table, doc_id, tuple(sorted(wish.items())))
        answer = self._intents.once(key, intent, decide, durable=True, after=self.changed)
        return dict(answer["document"])

    def _move(self, key: str, table: str, doc_id: str, step: int, approval: str | None) -> Document:
        def move(rows: list[tuple[int, str]]) -> dict[str, int]:
            return places.moved(rows, doc_id, step)

        return self._arrange(key, table, doc_id, ("goods_moved", table, doc_id, step), move, approval)

    def _arrange(
        self,
        key: str,
        table: str,
        doc_id: str,
        intent: tuple[object, ...],
        arrange: Callable[[list[tuple[int, str]]], dict[str, int]],
        approval: str | None,
    ) -> Document:
        """All places that change, in one line: nobody ever sees half of it."""

        def decide(tx: Transaction, moment: Moment) -> Document:
            one = _whole(table, _found(tx, table, doc_id))
            beside = {
                other_id: other
                for other_id, other in self._store.documents(table)
                if other.get("category_id") == one.get("category_id")
            }
            changed = arrange([(d["position"], i) for i, d in beside.items()])
            if any(place > MAX_POSITION for place in changed.values()):
                raise _invalid("position", f"0 to {MAX_POSITION}")
            approved_by = self._people.check("edit_goods", approval) if changed else None
            for other_id, place in changed.items():
                before = _whole(table, beside[other_id])
                after = {**before, "position": place}
                self._note(tx, moment, table, other_id, after, {"position": before["position"]}, approved_by)
            return {"document": {**one, "position": changed.get(doc_id, one["position"])}}

        answer = self._intents.once(key, intent, decide, durable=True, after=self.changed)
        return dict(answer["document"])

    def _remove(
        self, key: str, table: str, doc_id: str, references: Collection[str], approval: str | None
    ) -> Document:
        def decide(tx: Transaction, moment: Moment) -> Document:
            before = _found(tx, table, doc_id)
            users = [
                document
                for _, document in self._store.documents(ITEMS)
                if any(document.get(name) == doc_id for name in references)
            ]
            if users:
                name = str(users[0]["name"])
                raise TillError(
                    "in_use", field="id", allowed="what no item needs", name=name, count=len(users)
                )
            approved_by = self._people.check("edit_goods", approval)
            self._note(tx, moment, table, doc_id, None, before, approved_by)
            return {"id": doc_id}

        return self._intents.once(
            key, ("goods_gone", table, doc_id), decide, durable=True, after=self.changed
        )

    def _note(
        self,
        tx: Transaction,
        moment: Moment,
        table: str,
        doc_id: str,
        document: Document | None,
        base: Document,
        approved_by: str | None,
        *,
        is_by_itself: bool = False,
    ) -> None:
        """Table, fact and what is pending, in one line."""
        person = None if is_by_itself else self._people.here()
        f = tx.fact(
            "catalogue_changed",
            {
                "id": self._new_id("change"),
                "table": table,
                "doc_id": doc_id,
                "document": document,
                "base": base,
                "at_utc": moment.utc,
                "offset_min": moment.offset_min,
                "day": moment.day,
                "staff": None if person is None else person.id,
                "staff_name": None if person is None else person.name,
                "approved_by": approved_by,
                "shift": self._shift(tx),
            },
        )
        if document is None:
            tx.remove(table, doc_id)
        else:
            tx.put(table, doc_id, document)
        pending.note(tx, (self._store.state().epoch, f), table, doc_id, document, base)
        tx.put(META, VERSION, {"version": (tx.get(META, VERSION) or {"version": 0})["version"] + 1})

    def _blank(self, table: str) -> Document:
        """A new document with its id, after all others."""
        documents = self._store.documents(table)
        most, code, kind = (
            (MAX_ITEMS, "too_many_items", "item")
            if table == ITEMS
            else (MAX_CATEGORIES, "too_many_categories", "category")
        )
        if len(documents) >= most:
            raise TillError(code, allowed=f"at most {most}", most=most)
        position = min(max((d["position"] for _, d in documents), default=0) + 1, MAX_POSITION)
        blank: Document = {"id": self._new_id(kind), "position": position, "emoji": "", "colour": "#3a4a5a"}
        if table == ITEMS:
            blank |= {"unit": "piece", "gtin": None, "deposit_id": None, "kind": "goods"}
            blank |= {"is_free_price": False, "tare_g": None, "variant_of": None, "price_list": None}
        return blank

    def _checked_category(self, _tx: Transaction, document: Document) -> Document:
        _check_looks(document)
        return category_to_dict(category_from_dict(document))

    def _checked_item(self, tx: Transaction, document: Document) -> Document:
        _check_looks(document)
        if tx.get(CATEGORIES, str(document.get("category_id"))) is None:
            raise _invalid("category_id", "a category of this box")
        gtin = document["gtin"]
        if gtin is not None:
            if not is_gtin(gtin):
                raise _invalid("gtin", "8, 12, 13 or 14 digits with a valid check digit")
            for _, other in self._store.documents(ITEMS):
                if (other["gtin"] or "").zfill(14) == gtin.zfill(14) and other["id"] != document["id"]:
                    name = str(other["name"])
                    raise TillError("gtin_used", field="gtin", allowed="a code no other item has", name=name)
        if abs(document["price_minor"]) > MAX_PRICE_MINOR:
            raise _invalid("price_minor", f"at most {MAX_PRICE_MINOR}")
        deposit_id = document["deposit_id"]
        if deposit_id is not None and (tx.get(ITEMS, deposit_id) or {}).get("kind") != "deposit":
            raise _invalid("deposit_id", "a deposit of this box, or none")
        self._check_variant(tx, document)
        if document["kind"] != "deposit" and self._carriers(document["id"]):
            raise _invalid("kind", "deposit, for other items carry it")
        try:
            return checked_item(document, self._box.country)
        except TillError as refusal:
            if refusal.code == "item_invalid":
                raise
            raise _invalid(refusal.field or "tax_code", "one this country has") from refusal

    def _check_variant(self, tx: Transaction, document: Document) -> None:
        """One tile stands for its kinds: a kind has none of its own."""
        face_id = document["variant_of"]
        if face_id is None:
            return
        face = tx.get(ITEMS, face_id)
        is_face = any(other.get("variant_of") == document["id"] for _, other in self._store.documents(ITEMS))
        if face is None or face.get("variant_of") is not None or face["kind"] == "deposit" or is_face:
            raise _invalid("variant_of", "an item of this box that is no kind of another, or none")

    def _carriers(self, item_id: str) -> bool:
        return any(document["deposit_id"] == item_id for _, document in self._store.documents(ITEMS))


def _found(tx: Transaction, table: str, doc_id: str) -> Document:
    document = tx.get(table, doc_id)
    if document is None:
        code, field = ("unknown_item", "item_id") if table == ITEMS else ("unknown_category", "category_id")
        raise TillError(code, field=field, allowed="one of the catalogue")
    return document


def _whole(table: str, document: Document) -> Document:
    """A stored document with every key of today."""
    if table == ITEMS:
        return item_to_dict(item_from_dict(document))
    return category_to_dict(category_from_dict(document))


def _check_looks(document: Document) -> None:
    """Name, emoji, colour and place: what both kinds have."""
    name, emoji = document.get("name"), document["emoji"]
    if not isinstance(name, str) or not name.strip() or len(name) > MAX_NAME or not is_plain(name):
        raise _invalid("name", f"1 to {MAX_NAME} characters")
    if len(emoji) > MAX_EMOJI or not is_plain(emoji):
        raise _invalid("emoji", "one emoji, or none")
    if _COLOUR.fullmatch(document["colour"]) is None:
        raise _invalid("colour", "#rrggbb")
    if not 0 <= document["position"] <= MAX_POSITION:
        raise _invalid("position", f"0 to {MAX_POSITION}")


def _invalid(field: str, allowed: str) -> TillError:
    return TillError("item_invalid", field=field, allowed=allowed)
