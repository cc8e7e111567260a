"""One transaction is one line: all of it or nothing, in order, numbered without gaps, waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from appliance.domain.errors import TillError
from appliance.store import JournalStore, StoreLocked, open_store
from tests.unit.store.faulty_files import FaultyFiles
from tests.unit.store.sales import all_facts, moment, numbers, sell

Open = Callable[..., JournalStore]


def test_paid_sale_is_there_after_reopening(opened: Open) -> None:
    store = opened()
    assert [sell(store), sell(store)] == ["A-000001", "A-000002"]
    before = all_facts(store)
    store.close()
    again = opened()
    assert all_facts(again) == before
    assert again.get("tickets", "open") == {"lines": [], "after": "A-000002"}
    assert again.state().head == before[-1].hash
    assert again.state().damage is None


def test_nothing_happens_when_deciding_fails(opened: Open) -> None:
    store = opened()
    sell(store)
    with pytest.raises(ValueError), store.transaction(moment(), durable=True) as transaction:
        transaction.next_receipt()
        transaction.fact("sale", {"number": "A-000002"})
        transaction.put("tickets", "open", {"lines": ["wrong"]})
        raise ValueError
    assert store.get("tickets", "open") == {"lines": [], "after": "A-000001"}
    assert sell(store) == "A-000002"
    assert [fact.f for fact in all_facts(store)] == [1, 2]


def test_a_document_that_is_no_json_is_refused_before_anything_changes(opened: Open) -> None:
    store = opened()
    with pytest.raises(TypeError), store.transaction(moment(), durable=True) as transaction:
        transaction.fact("note", {})
        transaction.put("tickets", "open", {"lines": {1, 2}})
    assert all_facts(store) == []


def test_a_transaction_sees_its_own_changes(opened: Open) -> None:
    store = opened()
    with store.transaction(moment(), durable=False) as transaction:
        transaction.put("tickets", "x", {"a": 1})
        assert transaction.get("tickets", "x") == {"a": 1}
        transaction.remove("tickets", "x")
        assert transaction.get("tickets", "x") is None
    transaction.commit.wait()
    assert store.documents("tickets") == []


def test_documents_are_copies(opened: Open) -> None:
    store = opened()
    document = {"lines": [1]}
    with store.transaction(moment(), durable=False) as transaction:
        transaction.put("tickets", "x", document)
    document["lines"].append(2)
    read = store.get("tickets", "x")
    assert read == {"lines": [1]}
    read["lines"].append(3)
    assert store.get("tickets", "x") == {"lines": [1]}


def test_an_answer_is_kept_for_two_business_days(opened: Open) -> None:
    store = opened()
    sell(store, 1, key="key-one")
    answered = store.answered("key-one")
    assert answered is not None and answered.answer == {"number": "A-000001"}
    answered.commit.wait()
    with pytest.raises(TillError, match="key_answered"):
        sell(store, 1, key="key-one")
    sell(store, 2)
    store.close()
    store = opened()
    assert store.answered("key-one") is not None
    sell(store, 3)
    assert store.answered("key-one") is None
    assert numbers(store) == ["A-000001", "A-000002", "A-000003"]


def test_facts_never_run_past_the_durable(opened: Open) -> None:
    store = opened()
    sell(store)
    with store.transaction(moment(), durable=True) as transaction:
        transaction.fact("note", {})
    assert [fact.f for fact in store.facts(0, 10)] == [1]
    assert store.latest("note", None, 10) == []
    transaction.commit.wait()
    assert [fact.f for fact in store.facts(0, 10)] == [1, 2]


def test_each_fact_of_a_line_has_its_own_place_in_the_chain(opened: Open) -> None:
    store = opened()
    with store.transaction(moment(), durable=True) as transaction:
        for name in ("a", "b", "c"):
            transaction.fact("note", {"name": name})
    transaction.commit.wait()
    sell(store)
    hashes = [fact.hash for fact in all_facts(store)]
    assert len(set(hashes)) == 4
    assert [store.fact(f).hash for f in (4, 3, 2, 1)] == hashes[::-1]


def test_eight_threads_share_flushes_and_lose_nothing(opened: Open) -> None:
    files = FaultyFiles()
    store = opened(files=files)
    sell(store)
    before = files.syncs

    def work() -> None:
        for _ in range(25):
            sell(store)

    threads = [threading.Thread(target=work, name=f"seller-{i}") for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert numbers(store) == [f"A-{n:06d}" for n in range(1, 202)]
    assert files.syncs - before <= 200
    assert store.state().durable_fact == 201


def test_a_lazy_line_rides_on_the_next_durable_one(opened: Open) -> None:
    files = FaultyFiles()
    store = opened(files=files)
    sell(store)
    with store.transaction(moment(), durable=False) as transaction:
        transaction.fact("tap", {})
    transaction.commit.wait()
    assert store.state().durable_fact == 1
    sell(store)
    assert store.state().durable_fact == 3


def test_a_lazy_line_is_flushed_by_itself(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("appliance.store.durability.LAZY_FLUSH_S", 0.01)
    flushed = threading.Event()

    class Watched(FaultyFiles):
        def fdatasync(self, fd: int) -> None:
            super().fdatasync(fd)
            if threading.current_thread().name == "store-flusher":
                flushed.set()

    store = opened(files=Watched())
    with store.transaction(moment(), durable=False) as transaction:
        transaction.fact("tap", {})
    assert flushed.wait(5)


def test_one_process_at_a_time(opened: Open, tmp_path: Path) -> None:
    opened()
    with pytest.raises(StoreLocked):
        open_store(tmp_path / "store", series="A")


def test_a_bad_series_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(TillError) as caught:
        open_store(tmp_path, series="a1")
    assert caught.value.field == "series"


def test_a_receipt_is_found_by_its_number(opened: Open) -> None:
    store = opened()
    for day in (1, 1, 2, 3):
        sell(store, day)
    store.close()
    store = opened()
    assert store.receipt_by_number("A-000003").at.day == "2026-11-02"
    for unknown in ("A-000005", "B-000001", "A-000000", "nonsense", "A-"):
        assert store.receipt_by_number(unknown) is None
    assert [fact.f for fact in store.latest("sale", None, 2)] == [4, 3]
    assert [fact.f for fact in store.latest("sale", 3, 9)] == [2, 1]


def test_a_refund_is_found_by_its_number_and_is_no_sale(opened: Open) -> None:
    store = opened()
    with store.transaction(moment(), durable=True) as tx:
        series, counter = tx.next_receipt()
        tx.fact("refund", {"number": f"{series}-{counter:06d}"})
    tx.commit.wait()
    found = store.receipt_by_number("A-000001")
    assert found is not None and found.type == "refund"
    assert store.sales.get(doc_id="A-000001") is None
