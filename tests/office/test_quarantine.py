"""Facts set aside: kept, tried again by a version that understands them, decided by the owner."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from backoffice import fact_reading, quarantine, schema
from backoffice.database import Database
from backoffice.errors import OfficeError
from backoffice.fact_reading import READERS
from tests.office.stall import BOX, NOW, M, books, fact, push_body, sale, sale_body, sales_stream, send

LATER = "2026-11-23T10:00:00.000Z"


def ids(database: Database) -> list[str]:
    return [str(entry["quarantine_id"]) for entry in database.read(lambda c: quarantine.entries(c, M))]


def retry(database: Database, quarantine_id: str) -> str | None:
    return database.write(lambda c: quarantine.retry(c, M, quarantine_id, LATER))


def test_an_entry_tells_what_it_is_and_why(merchant: Database) -> None:
    data = fact(1, "tip", {"amount_minor": 5})
    send(merchant, push_body([data]))
    (entry,) = merchant.read(lambda c: quarantine.entries(c, M))
    wanted = {
        "box_id": BOX, "epoch": 1, "f": 1, "reason": "unknown_type", "params": {"found": "tip"}, "bytes": data.decode(),
        "state": "open", "received_utc": NOW, "stall": "Market hall",
    }  # fmt: skip
    assert {key: entry[key] for key in wanted} == wanted
    assert merchant.read(lambda c: quarantine.count_open(c, M, BOX)) == 1


def test_bytes_that_are_no_text_are_shown_as_well_as_possible(merchant: Database) -> None:
    send(merchant, push_body([b"\xff\x00\xfe"]))
    (entry,) = merchant.read(lambda c: quarantine.entries(c, M))
    assert isinstance(entry["bytes"], str)


def test_a_newer_version_counts_what_an_older_one_set_aside(
    merchant: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = [fact(1, "sale_v_next", sale_body(1, 700)), fact(2, "tip", {}), sale(3, 50)]
    send(merchant, push_body(stream))
    assert books(merchant).reasons == [(1, "unknown_type"), (2, "unknown_type")]
    monkeypatch.setattr(fact_reading, "READERS", {**READERS, "sale_v_next": READERS["sale"]})
    for applied in (1, 0):
        assert merchant.write(lambda c: quarantine.retry_all(c, M, LATER)) == applied
    kept = books(merchant)
    assert kept.total_minor == 750
    assert [row[4] for row in kept.quarantine] == ["applied", "open"]
    assert merchant.read(lambda c: quarantine.count_open(c, M)) == 1


def test_retrying_changes_the_reason_if_another_one_is_left(
    merchant: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(merchant, push_body([sale(1), fact(2, "sale_v_next", sale_body(1))]))
    monkeypatch.setattr(fact_reading, "READERS", {**READERS, "sale_v_next": READERS["sale"]})
    assert retry(merchant, ids(merchant)[0]) == "number_used"
    assert books(merchant).reasons == [(2, "number_used")]


def test_the_owner_may_count_what_a_revoked_box_sold(merchant: Database) -> None:
    merchant.write(lambda c: c.execute(update(schema.boxes).values(state="revoked")))
    send(merchant, push_body(sales_stream(2)))
    assert merchant.write(lambda c: quarantine.retry_all(c, M, LATER)) == 0
    for quarantine_id in ids(merchant):
        assert retry(merchant, quarantine_id) is None
    assert books(merchant).total_minor == 101 + 102


def test_the_owner_may_count_what_a_twin_sold_unless_the_number_is_used(merchant: Database) -> None:
    send(merchant, push_body(sales_stream(2)))
    twin = [*sales_stream(1), sale(2, 900), sale(3, 30)]
    send(merchant, push_body(twin, 2, 3, aside=True))
    assert merchant.write(lambda c: quarantine.retry_all(c, M, LATER)) == 0
    assert sorted(str(retry(merchant, quarantine_id)) for quarantine_id in ids(merchant)) == [
        "None",
        "number_used",
    ]
    send(merchant, push_body([*sales_stream(2), sale(3, 77, counter=4)], 3, 3))
    assert books(merchant).total_minor == 101 + 102 + 30 + 77


def test_an_applied_entry_is_decided(merchant: Database) -> None:
    send(merchant, push_body([sale(1, 900)], aside=True))
    (quarantine_id,) = ids(merchant)
    assert retry(merchant, quarantine_id) is None
    with pytest.raises(OfficeError, match="already_done"):
        retry(merchant, quarantine_id)
    with pytest.raises(OfficeError, match="already_done"):
        merchant.write(lambda c: quarantine.mark_seen(c, M, quarantine_id))
    assert books(merchant).total_minor == 900


def test_a_seen_entry_is_no_longer_open_and_stays(merchant: Database) -> None:
    send(merchant, push_body([fact(1, "tip", {})]))
    quarantine_id = ids(merchant)[0]
    merchant.write(lambda c: quarantine.mark_seen(c, M, quarantine_id))
    assert merchant.read(lambda c: quarantine.count_open(c, M)) == 0
    assert merchant.read(lambda c: quarantine.entries(c, M, is_open=True)) == []
    assert [row[4] for row in books(merchant).quarantine] == ["seen"]


def test_another_merchants_entry_is_not_found(merchant: Database) -> None:
    send(merchant, push_body([fact(1, "tip", {})]))
    (quarantine_id,) = ids(merchant)
    with pytest.raises(OfficeError, match="not_found"):
        merchant.write(lambda c: quarantine.retry(c, "mother222", quarantine_id, LATER))
    with pytest.raises(OfficeError, match="not_found"):
        merchant.write(lambda c: quarantine.mark_seen(c, "mother222", quarantine_id))
    assert merchant.read(lambda c: quarantine.entries(c, "mother222")) == []
