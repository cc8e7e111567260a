"""Receipts found by number, by amount, or by what stands on them, the newest first.

A piece of the journal is looked through for each question, about eight thousand sales; who asks is told how far back
that was and may go on. A number that is typed whole is found at once, however old. Knows no screen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import product

from appliance.domain.errors import TillError
from appliance.ports import Document, Fact, Store
from appliance.till.marks import RECEIPTS
from appliance.till.receipts import Receipts

MAX_QUERY = 40
MOST_BYTES = 12 << 20
MOST_LOOKED_AT = 400
MOST_CASES = 16
_NUMBER = re.compile(r"([A-Za-z]+[0-9]*)-([0-9]{1,9})")
_AMOUNT = re.compile(r"-?([0-9]{1,12})(?:[.,]([0-9]{1,3}))?")


class ReceiptSearch:
    """Callable from any thread. `exponent` is the currency's number of decimals."""

    def __init__(self, store: Store, receipts: Receipts, exponent: int) -> None:
        self._store = store
        self._receipts = receipts
        self._exponent = exponent

    def find(self, query: str, below: tuple[int, int] | None, limit: int) -> Document:
        """Rows that fit, newest first; `next` (epoch, f) is where to look further, None when all was looked through.

        Raises `query_empty` for blanks only.
        """
        query = query.strip()
        if not query:
            raise TillError("query_empty", field="q", allowed=f"1..{MAX_QUERY} signs")
        if (exact := self._by_number(query)) is not None:
            return self._answer([exact], None)
        amounts = self._amounts(query)
        found: list[Fact] = []
        looked = self._store.look_back(
            RECEIPTS, _needles(query, amounts), below, most_bytes=MOST_BYTES, most_facts=MOST_LOOKED_AT
        )
        for fact in looked.facts:
            if _fits(fact, query.casefold(), amounts):
                found.append(fact)
            if len(found) == limit:
                return self._answer(found, (fact.epoch, fact.f))
        return self._answer(found, looked.below)

    def _answer(self, found: list[Fact], below: tuple[int, int] | None) -> Document:
        edge = None if below is None else self._store.fact(below[1], epoch=below[0])
        return {
            "sales": self._receipts.rows(found),
            "next": None if below is None else {"epoch": below[0], "f": below[1]},
            "looked_back_to": None if edge is None else edge.at.day,
        }

    def _by_number(self, query: str) -> Fact | None:
        """The receipt that is named whole."""
        named = _NUMBER.fullmatch(query)
        if named is None:
            return None
        try:
            return self._receipts.fact(f"{named[1].upper()}-{int(named[2]):06d}")
        except TillError:
            return None

    def _amounts(self, query: str) -> tuple[int, ...]:
        """The minor units a query may mean: `12,50`, or `12` for twelve whole ones."""
        typed = _AMOUNT.fullmatch(query)
        if typed is None or len(typed[2] or "") > self._exponent:
            return ()
        return (int(typed[1]) * 10**self._exponent + int((typed[2] or "").ljust(self._exponent, "0") or 0),)


def _needles(query: str, amounts: Iterable[int]) -> list[bytes]:
    """What stands in the line of a receipt that fits; letters in small, other than ASCII in either case."""
    needles = [b'"total_minor":%d,' % minor for minor in amounts]
    needles += [b'"total_minor":-%d,' % minor for minor in amounts if minor]
    cases = [sorted({one.lower(), one.upper()}) if not one.isascii() else [one.lower()] for one in query]
    for made in product(*cases):
        needles.append(json.dumps("".join(made), ensure_ascii=False)[1:-1].encode())
        if len(needles) >= MOST_CASES:
            break
    return needles


def _fits(fact: Fact, query: str, amounts: tuple[int, ...]) -> bool:
    if abs(int(fact.body["total_minor"])) in amounts:
        return True
    return any(query in text.casefold() for text in _texts(fact))


def _texts(fact: Fact) -> Iterator[str]:
    """What a person would look for: the number, goods, discounts, who sold, references, the reason of a refund."""
    body = fact.body
    yield body["number"]
    yield from (line["name"] for line in body["lines"])
    yield from (one["label"] for one in body.get("discounts", ()))
    yield from (one.get("reference") or "" for one in body.get("tenders", ()))
    yield body.get("staff_name") or ""
    yield body.get("reason") or ""
