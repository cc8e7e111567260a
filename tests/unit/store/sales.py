"""Moments and sales for the store's tests."""

from __future__ import annotations

from typing import Any

from appliance.ports import Fact, Moment
from appliance.store import JournalStore


def moment(day: int = 1) -> Moment:
    date = f"2026-11-{day:02d}"
    return Moment(f"{date}T09:00:00.000Z", "ntp", 60, "Europe/Berlin", date)


def sell(store: JournalStore, day: int = 1, *, key: str | None = None, **more: Any) -> str:
    """One durable sale that also closes a ticket; returns its receipt number."""
    with store.transaction(moment(day), durable=True, key=key) as transaction:
        series, counter = transaction.next_receipt()
        number = f"{series}-{counter:06d}"
        transaction.fact("sale", {"number": number, "total_minor": 420, "day": moment(day).day, **more})
        transaction.put("tickets", "open", {"lines": [], "after": number})
        if key is not None:
            transaction.answer({"number": number})
    transaction.commit.wait()
    return number


def numbers(store: JournalStore) -> list[str]:
    return [sale["number"] for sale in store.sales.all()]


def all_facts(store: JournalStore, epoch: int | None = None) -> list[Fact]:
    return store.facts(0, 10_000, epoch=epoch)
