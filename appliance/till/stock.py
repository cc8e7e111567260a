"""What is left at this stall: levels change with a sale, in its own line of the journal, and by moves of people.

Levels are documents of the table `stock`, so that opening a box with many sales reads none of them. Only counted items
have one. The snapshot tells the newest change alone (`rev`, `was`, `levels`); a screen that missed one asks for all.
Knows no screen and no paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from appliance.domain import stock
from appliance.domain.catalogue import Unit
from appliance.domain.errors import TillError
from appliance.domain.stock import Key, MoveKind, Sold
from appliance.domain.ticket import Line, Ticket
from appliance.ports import Document, Moment, Store, Transaction
from appliance.till.catalogue import Catalogue
from appliance.till.intents import Intents
from appliance.till.people import People

TABLE = "stock"
SETTINGS = "settings"
RULES = "stock"  # the document of what the owner decided
LATEST = "stock_latest"  # the document of the newest change
NOTHING: Document = {"rev": 0, "was": 0, "levels": []}


class Reads(Protocol):
    """A store, or a transaction that sees its own changes."""

    def get(self, table: str, doc_id: str) -> Document | None: ...


class Stock:
    """Callable from any thread."""

    def __init__(
        self,
        store: Store,
        intents: Intents,
        catalogue: Callable[[], Catalogue],
        new_id: Callable[[str], str],
        people: People,
        shift: Callable[[Transaction], int | None],
    ) -> None:
        self._store = store
        self._intents = intents
        self._catalogue = catalogue
        self._new_id = new_id
        self._people = people
        self._shift = shift

    # -- what a screen asks ---------------------------------------------------------------------------

    def latest(self) -> Document:
        """The snapshot's part: the newest change, and after which one it came."""
        return self._store.get(SETTINGS, LATEST) or NOTHING

    def view(self) -> Document:
        """Every level, none ahead of the disk."""
        self._store.settle()
        levels = [self._told(document) for _, document in self._store.documents(TABLE)]
        return {
            "rev": self.latest()["rev"],
            "stop_at_zero": self._stops_at_zero(self._store),
            "levels": sorted(levels, key=lambda level: level["item_id"]),
        }

    # -- what happens by itself -----------------------------------------------------------------------

    def sold(self, tx: Transaction, lines: Iterable[Line]) -> None:
        """Take what a sale took, within its line of the journal."""
        goods = [_goods(line) for line in lines]
        documents = _documents(tx, goods)
        self._set(tx, documents, stock.taken(_levels(documents), goods))

    def returned(self, tx: Transaction, lines: Iterable[Line]) -> None:
        """Put back what a refund brought back to be sold again, within its line of the journal."""
        goods = [_goods(line) for line in lines]
        documents = _documents(tx, goods)
        self._set(tx, documents, stock.brought_back(_levels(documents), goods))

    def check(self, tx: Transaction, before: Ticket, after: Ticket) -> None:
        """Refuse a ticket that takes more than is left, if the owner wants so.

        Raises `sold_out`, `too_few_left` (pieces), `too_little_left` (grams).
        """
        if not self._stops_at_zero(tx):
            return
        goods = [_goods(line) for line in after.lines]
        levels = _levels(_documents(tx, goods))
        key = stock.shortage(levels, [_goods(line) for line in before.lines], goods)
        if key is None:
            return
        left = max(levels[key], 0)
        name = next(line.name for line in after.lines if (line.item_id, line.unit) == key)
        if left == 0:
            raise TillError("sold_out", field="item_id", allowed="what is left", name=name)
        allowed = f"at most {left}"
        if key[1] == "piece":
            raise TillError("too_few_left", field="quantity", allowed=allowed, name=name, left=left)
        raise TillError("too_little_left", field="weight_g", allowed=allowed, name=name, left_g=left)

    # -- what people do -------------------------------------------------------------------------------

    def move(
        self,
        key: str,
        item_id: str,
        kind: MoveKind,
        amount: int,
        reason: str | None,
        approval: str | None = None,
    ) -> Document:
        """Receive, throw away, count, load or unload `amount` pieces or grams.

        The answer has the `delta`, what was there `before` (null: not counted) and what is `left`; for a count the
        delta is the variance. Raises `unknown_item`, `not_goods`, `stock_amount`, `not_counted`, `waste_reason`;
        for a count and for waste `needs_approval`, too.
        """

        def decide(tx: Transaction, moment: Moment) -> Document:
            name, unit = self._item(tx, item_id)
            place = place_of((item_id, unit))
            document = tx.get(TABLE, place) or {"item_id": item_id, "unit": unit, "left": None, "low": None}
            before = document["left"]
            delta = stock.delta_of(kind, amount, before)
            why = stock.reason_of(kind, reason)
            left = (before or 0) + delta
            # Asked last: an approval is used up, and nobody types a PIN for what is refused anyway.
            needs_right = kind in ("count", "waste")
            approved_by = self._people.check("count_stock", approval) if needs_right else None
            body = self._body(moment, item_id, name, unit, kind, amount, delta, why, approved_by)
            tx.fact("stock_moved", {**body, "shift": self._shift(tx)})
            after = {**document, "name": name, "left": left}
            tx.put(TABLE, place, after)
            self._tell(tx, [self._told(after)])
            return {
                "item_id": item_id,
                "unit": unit,
                "kind": kind,
                "before": before,
                "delta": delta,
                "left": left,
            }

        return self._intents.once(key, ("stock", kind, item_id, amount, reason), decide, durable=True)

    def set_low(self, key: str, item_id: str, low: int | None, approval: str | None = None) -> Document:
        """From how much on an item counts as low; None is the usual.

        Raises `not_counted`, `unknown_item`, `needs_approval`.
        """

        def decide(tx: Transaction, _moment: Moment) -> None:
            _, unit = self._item(tx, item_id)
            document = tx.get(TABLE, place_of((item_id, unit)))
            if document is None:
                raise TillError("not_counted", field="item_id", allowed="an item that is counted")
            self._people.check("edit_goods", approval)
            after = {**document, "low": low}
            tx.put(TABLE, place_of((item_id, unit)), after)
            self._tell(tx, [self._told(after)])

        self._intents.once(key, ("stock_low", item_id, low), decide, durable=True)
        return self.view()

    def set_rules(self, key: str, *, stop_at_zero: bool, approval: str | None = None) -> Document:
        """Whether selling stops where nothing is left. Raises `needs_approval`."""

        def decide(tx: Transaction, _moment: Moment) -> None:
            self._people.check("edit_goods", approval)
            tx.put(SETTINGS, RULES, {"stop_at_zero": stop_at_zero})
            self._tell(tx, [])

        self._intents.once(key, ("stock_rules", stop_at_zero), decide, durable=True)
        return self.view()

    # -- inside ---------------------------------------------------------------------------------------

    def _body(
        self,
        moment: Moment,
        item_id: str,
        name: str,
        unit: Unit,
        kind: MoveKind,
        amount: int,
        delta: int,
        reason: str | None,
        approved_by: str | None,
    ) -> Document:
        person = self._people.here()
        return {
            "id": self._new_id("stock"),
            "item_id": item_id,
            "name": name,
            "unit": unit,
            "kind": kind,
            "delta": delta,
            "counted": amount if kind == "count" else None,
            "reason": reason,
            "at_utc": moment.utc,
            "offset_min": moment.offset_min,
            "day": moment.day,
            "staff": None if person is None else person.id,
            "staff_name": None if person is None else person.name,
            "approved_by": approved_by,
        }

    def _item(self, reads: Reads, item_id: str) -> tuple[str, Unit]:
        """Name and unit of goods; goods that left the catalogue keep their level and what is known of them."""
        try:
            item = self._catalogue().item(item_id)
        except TillError:
            for unit in stock.DEFAULT_LOW:
                document = reads.get(TABLE, place_of((item_id, unit)))
                if document is not None:
                    return str(document["name"]), unit
            raise
        if item.kind != "goods":
            raise TillError("not_goods", field="item_id", allowed="goods; deposits are not counted")
        return item.name, item.unit

    def _set(self, tx: Transaction, documents: Mapping[Key, Document], levels: Mapping[Key, int]) -> None:
        """Put new levels where the old ones were, each read once and written once: a sale waits for it."""
        told = []
        for key, left in levels.items():
            document = {**documents[key], "left": left}
            tx.put(TABLE, place_of(key), document)
            told.append(self._told(document))
        if told:
            self._tell(tx, told)

    def _tell(self, tx: Transaction, levels: Sequence[Document]) -> None:
        """Note the newest change for the screens; without levels they ask for all."""
        was = (tx.get(SETTINGS, LATEST) or NOTHING)["rev"]
        tx.put(SETTINGS, LATEST, {"rev": was + 1, "was": was, "levels": list(levels)})

    def _told(self, document: Document) -> Document:
        unit: Unit = "kg" if document["unit"] == "kg" else "piece"
        low = stock.DEFAULT_LOW[unit] if document["low"] is None else document["low"]
        return {
            "item_id": document["item_id"],
            "name": self._catalogue().name_of(document["item_id"]) or document["name"],
            "unit": unit,
            "left": document["left"],
            "low": low,
            "state": stock.state_of(document["left"], low),
        }

    @staticmethod
    def _stops_at_zero(reads: Reads) -> bool:
        return bool((reads.get(SETTINGS, RULES) or {}).get("stop_at_zero", False))


def _documents(reads: Reads, lines: Iterable[Sold]) -> dict[Key, Document]:
    """What is kept of what stands on lines, counted goods only."""
    found = {key: reads.get(TABLE, place_of(key)) for key in stock.measured(lines)}
    return {key: document for key, document in found.items() if document is not None}


def _levels(documents: Mapping[Key, Document]) -> dict[Key, int]:
    return {key: document["left"] for key, document in documents.items()}


def place_of(key: tuple[str, str]) -> str:
    """The id of a level's document."""
    return f"{key[1]}:{key[0]}"


def _goods(line: Line) -> Sold:
    return Sold(line.item_id, line.unit, line.kind, line.quantity, line.weight_g)
