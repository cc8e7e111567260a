"""Finding receipts: by number, amount, words; newest first; how far was looked is said."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from appliance.domain.errors import TillError
from appliance.store import open_store
from appliance.till import receipt_search
from tests.unit.till.stall import Stall, stall_on

_keys = itertools.count(1)


@pytest.fixture
def stall(tmp_path: Path) -> Iterator[Stall]:
    stall = stall_on(open_store(tmp_path, series="A"))
    yield stall
    stall.store.close()


def key() -> str:
    return f"key-{next(_keys):09d}"


def sell(stall: Stall, item_id: str, count: int = 1, grams: int | None = None) -> str:
    for _ in range(count):
        stall.till.add_line(key(), item_id, quantity=None, weight_g=grams)
    total = stall.till.snapshot()["ticket"]["total_minor"]
    answer = stall.till.paying.pay_cash(key(), given_minor=total, total_minor=total)
    return str(answer["last_sale"]["number"])


def find(stall: Stall, query: str, **more: Any) -> list[str]:
    answer = stall.till.search.find(query, more.get("below"), more.get("limit", 50))
    return [row["number"] for row in answer["sales"]]


def test_number_amount_and_words_find_a_receipt(stall: Stall) -> None:
    apples = sell(stall, "apple", 3)  # 4.50
    pears = sell(stall, "pear", grams=500)  # 1.70
    juice = sell(stall, "juice")  # 2.80 and the bottle's 0.15
    assert find(stall, apples) == find(stall, "a-1") == [apples]
    assert find(stall, "4,50") == find(stall, "4.5") == [apples]
    assert find(stall, "1,70") == [pears]
    assert find(stall, "birn") == find(stall, "BIRNEN") == [pears]
    assert find(stall, "apfel") == [juice, apples]  # Apfelsaft, Apfel
    assert find(stall, "nothing of the kind") == []


def test_refund_is_found_by_its_amount_and_its_reason(stall: Stall) -> None:
    number = sell(stall, "apple", 2)
    done = stall.till.refunds.give_back(key(), number, None, total_minor=300, reason="Würmer darin")
    assert find(stall, "3,00") == [done["number"], number]
    assert find(stall, "WÜRMER") == [done["number"]]


def test_letters_that_stand_in_every_line_find_nothing_by_themselves(stall: Stall) -> None:
    sell(stall, "apple")
    assert find(stall, "tax_code") == []


def test_whole_units_are_meant_where_no_decimals_are_typed(stall: Stall) -> None:
    number = sell(stall, "apple", 2)
    assert find(stall, "3") == [number]
    assert find(stall, "300") == []


def test_next_page_goes_on_where_the_last_one_ended(stall: Stall, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [sell(stall, "apple") for _ in range(7)][::-1]
    first = stall.till.search.find("apfel", None, 3)
    assert [row["number"] for row in first["sales"]] == numbers[:3]
    assert first["looked_back_to"] == "2026-11-22"
    below = (first["next"]["epoch"], first["next"]["f"])
    monkeypatch.setattr(receipt_search, "MOST_LOOKED_AT", 2)
    found = []
    while below is not None:
        answer = stall.till.search.find("apfel", below, 3)
        found += [row["number"] for row in answer["sales"]]
        below = answer["next"] and (answer["next"]["epoch"], answer["next"]["f"])
    assert found == numbers[3:]


def test_blanks_are_refused(stall: Stall) -> None:
    with pytest.raises(TillError, match="query_empty"):
        find(stall, "   ")
