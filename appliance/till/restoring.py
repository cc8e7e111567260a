"""The tables of a box that is made again from its backup stick: as they were kept there, and what came after that.

The stick has every fact, and the tables as they were some seconds before. What the facts since then did to the shift,
refunds, stock, goods and people is done again here, by the same rules. Pure: knows no store and no stick.
"""

from __future__ import annotations

from typing import Any

from appliance.domain import refund as refunding
from appliance.domain import stock
from appliance.domain.repay import Repaid
from appliance.domain.tender import Tender, tenders_from
from appliance.ports import Document
from appliance.till.catalogue import META, VERSION
from appliance.till.day import CLOSED, NOTHING, SETTINGS, SHIFT
from appliance.till.marks import OFFICE, STREAMS
from appliance.till.pending import TABLE as PENDING
from appliance.till.pending import entry_after, entry_key
from appliance.till.people import KIND as STAFF
from appliance.till.refunds import TABLE as REFUNDS
from appliance.till.stock import TABLE as STOCK
from appliance.till.stock import place_of

Tables = dict[str, dict[str, Document]]
_SHIFTED = ("sale", "refund", "cash_moved")  # what opens a shift that nobody counted in


class Restoring:
    """`tables` and `people` (by kind) after the fact `since` (epoch, f); every fact is noted in order."""

    def __init__(self, tables: Tables, people: Tables, since: tuple[int, int]) -> None:
        self.tables = tables
        self.people = people
        self._since = since
        self._paid: dict[str, tuple[Tender, ...]] = {}  # sales that were not paid in one sum of cash

    def note(self, fact: Document) -> None:
        """One more fact as it stands in the journal. Raises `unreadable_record`."""
        epoch, f, type_, body = fact["e"], fact["f"], fact["type"], fact["body"]
        if type_ == "sale":
            paid = tenders_from(body)
            if [one.kind for one in paid] != ["cash"]:
                self._paid[body["number"]] = paid
        if (epoch, f) <= self._since:
            return
        self._shift(fact)
        self._stock(type_, body)
        if type_ == "refund":
            self._refund(body)
        elif type_ == "catalogue_changed":
            self._goods(epoch, f, body)
        elif type_ == "staff_changed":
            self._staff(body)

    def mark(self, last: dict[int, int], *, is_same_box: bool) -> None:
        """Say which epochs (with their last facts) came from a stick.

        As another box for its back office, which has them by another way, it sends none of them.
        """
        streams = self._table(OFFICE).setdefault(STREAMS, {})
        for epoch, f in last.items():
            known = streams.get(str(epoch), {}) if is_same_box else {"aside": f, "left": f}
            streams[str(epoch)] = {**known, "restored": True}

    # -- inside ---------------------------------------------------------------------------------------

    def _table(self, name: str) -> dict[str, Document]:
        return self.tables.setdefault(name, {})

    def _shift(self, fact: Document) -> None:
        body, now = fact["body"], self._table(SETTINGS).get(SHIFT) or dict(NOTHING)
        n = body.get("shift")
        if fact["type"] == "shift_opened":
            self._begin(fact, now, int(body["n"]), fact["f"], int(body["float_minor"]), is_counted=True)
        elif fact["type"] in _SHIFTED and type(n) is int and (n != now["n"] or not now["is_open"]):
            self._begin(fact, now, n, fact["f"] - 1, int(now["left_minor"]), is_counted=False)
        elif fact["type"] == "shift_closed":
            row = {
                "n": body["n"], "epoch": fact["e"], "f": fact["f"], "at_utc": body["at_utc"],
                "offset_min": body["offset_min"], "day": body["day"], "turnover_minor": body["turnover_minor"],
                "sales": body["sales"]["count"], "difference_minor": body["difference_minor"],
            }  # fmt: skip
            self._table(CLOSED)[str(body["n"])] = row
            self._table(SETTINGS)[SHIFT] = {
                "n": body["n"],
                "is_open": False,
                "left_minor": body["left_minor"],
                "perpetual_minor": body["perpetual_minor"],
            }

    def _begin(
        self, fact: Document, before: Document, n: int, f: int, float_minor: int, *, is_counted: bool
    ) -> None:
        self._table(SETTINGS)[SHIFT] = {
            "n": n, "is_open": True, "epoch": fact["e"], "f": f, "opened_utc": fact["at"],
            "offset_min": fact["off"], "day": fact["day"], "float_minor": float_minor,
            "is_counted": is_counted, "left_minor": before["left_minor"],
            "perpetual_minor": before["perpetual_minor"],
        }  # fmt: skip

    def _stock(self, type_: str, body: Document) -> None:
        if type_ not in ("sale", "refund", "stock_moved"):
            return
        table = self._table(STOCK)
        levels: dict[stock.Key, int] = {
            (document["item_id"], document["unit"]): document["left"] for document in table.values()
        }
        for key, left in stock.fold(levels, type_, body).items():
            place = place_of(key)
            known = table.get(place) or {"item_id": key[0], "unit": key[1], "low": None, "name": body["name"]}
            table[place] = {**known, "left": left}

    def _refund(self, body: Document) -> None:
        number = body["of"]["number"]
        known = self._table(REFUNDS).get(number)
        already = refunding.already_from_dict(known)
        refund = refunding.refund_from_body(body)
        before = refunding.repaid_so_far(known, already)
        document = refunding.already_to_dict(
            refunding.with_refund(already, refund),
            (*(known or {}).get("numbers", ()), refund.number),
            _repaid(before, self._paid.get(number), refund.tenders, refund.rounding_minor),
        )
        self._table(REFUNDS)[number] = document

    def _goods(self, epoch: int, f: int, body: Document) -> None:
        table, doc_id, document = body["table"], body["doc_id"], body["document"]
        if document is None:
            self._table(table).pop(doc_id, None)
        else:
            self._table(table)[doc_id] = document
        pending, key = self._table(PENDING), entry_key(table, doc_id)
        pending[key] = entry_after(pending.get(key), (epoch, f), table, doc_id, document, body["base"])
        version = self._table(META).get(VERSION) or {"version": 0}
        self._table(META)[VERSION] = {"version": version["version"] + 1}

    def _staff(self, body: Document) -> None:
        """Without a PIN where somebody is new: an owner gives one."""
        people = self.people.setdefault(STAFF, {})
        if body["active"] is not True:
            people.pop(body["id"], None)
            return
        known: dict[str, Any] = people.get(body["id"], {})  # Any: JSON
        people[body["id"]] = {**known, "name": body["name"], "role": body["role"]}


def _repaid(
    before: Repaid, paid: tuple[Tender, ...] | None, gone: tuple[Tender, ...], rounding_minor: int
) -> Repaid:
    """What had gone back after a refund that gave `gone` (negative); see `domain.repay.repay`."""
    back = list(before.by_tender) or [0] * (1 if paid is None else len(paid))
    cash_minor = 0
    for one in gone:
        if one.kind == "cash":
            cash_minor -= one.amount_minor
            continue
        for at, tender in enumerate(paid or ()):
            is_same = (tender.kind, tender.reference) == (one.kind, one.reference)
            if is_same and tender.amount_minor - back[at] >= -one.amount_minor:
                back[at] -= one.amount_minor
                break
    exact_minor = before.exact_minor + cash_minor - rounding_minor
    return Repaid(tuple(back), exact_minor, before.cash_minor + cash_minor)
