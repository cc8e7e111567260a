"""Batches into streams, as docs/protocol.md says: exactly once, in order, marks only after the commit."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, select, update

from backoffice import schema
from backoffice.batch import NO_HEAD, parse_batch
from backoffice.database import Database
from backoffice.errors import OfficeError
from backoffice.ingest import Ingested, Mark, NotCommitted, ingest, marks
from tests.office.stall import BOX, NOW, M, books, fact, open_box, push_body, sale, sales_stream, send, told

STREAM = sales_stream(10)


def attention(database: Database, box_id: str = BOX) -> str | None:
    query = select(schema.boxes.c.attention).where(schema.boxes.c.box_id == box_id)
    return database.read(lambda connection: connection.execute(query).scalar_one())


def revoke(connection: Connection) -> None:
    connection.execute(update(schema.boxes).where(schema.boxes.c.box_id == BOX).values(state="revoked"))


def test_a_batch_is_kept_byte_for_byte_and_counted(merchant: Database) -> None:
    assert send(merchant, push_body(STREAM, 1, 3)) == told(STREAM, 3)
    kept = books(merchant)
    assert [bytes(row[3]) for row in kept.facts] == STREAM[:3]
    assert kept.total_minor == 101 + 102 + 103
    assert kept.quarantine == []


def test_a_repeated_batch_changes_nothing(merchant: Database) -> None:
    send(merchant, push_body(STREAM, 1, 4))
    before = books(merchant)
    assert send(merchant, push_body(STREAM, 1, 4)) == told(STREAM, 4)
    assert send(merchant, push_body(STREAM, 2, 3)) == told(STREAM, 4)
    assert books(merchant) == before


def test_an_overlapping_batch_adds_only_what_is_new(merchant: Database) -> None:
    send(merchant, push_body(STREAM, 1, 4))
    assert send(merchant, push_body(STREAM, 2, 6)) == told(STREAM, 6)
    assert send(merchant, push_body(STREAM, 7, 10)) == told(STREAM, 10)
    assert books(merchant).total_minor == sum(100 + f for f in range(1, 11))


def test_a_gap_is_answered_with_the_mark_and_keeps_nothing(merchant: Database) -> None:
    assert send(merchant, push_body(STREAM, 2, 3)) == {"code": "gap", **told(STREAM, 0)}
    send(merchant, push_body(STREAM, 1, 2))
    before = books(merchant)
    assert send(merchant, push_body(STREAM, 4, 5)) == {"code": "gap", **told(STREAM, 2)}
    assert books(merchant) == before


def test_another_epoch_is_another_stream(merchant: Database) -> None:
    send(merchant, push_body(STREAM, 1, 3))
    later = [fact(1, "epoch_started", {"old_epoch": 1}, epoch=2), sale(2, 700, series="A2", epoch=2)]
    assert send(merchant, push_body(later, epoch=2)) == told(later, 2, epoch=2)
    kept = books(merchant)
    assert [row[:2] for row in kept.streams] == [(1, 3), (2, 2)]
    assert kept.total_minor == 101 + 102 + 103 + 700


def test_facts_that_come_before_the_first_of_an_epoch_are_a_gap(merchant: Database) -> None:
    assert send(merchant, push_body(STREAM, 3, 4, epoch=7)) == {"code": "gap", **told(STREAM, 0, epoch=7)}
    assert books(merchant).streams == []


@pytest.mark.parametrize(
    ("first", "last", "at"), [(1, 6, 4), (3, 6, 4), (4, 5, 4), (5, 6, 4), (6, 8, 5), (7, 8, 6), (4, 4, 4)]
)
def test_other_facts_with_known_numbers_are_a_fork(
    merchant: Database, first: int, last: int, at: int
) -> None:
    """The twin agrees up to 3; `at` is the first known difference that the batch shows."""
    send(merchant, push_body(STREAM, 1, 6))
    before = books(merchant)
    twin = [*STREAM[:3], *(sale(f, 900 + f) for f in range(4, 11))]
    assert send(merchant, push_body(twin, first, last)) == {"code": "fork", **told(STREAM, 6), "at": at}
    assert books(merchant) == before
    assert attention(merchant) == "fork"


def test_a_stream_goes_on_after_a_fork_was_refused(merchant: Database) -> None:
    send(merchant, push_body(STREAM, 1, 6))
    send(merchant, push_body([*STREAM[:3], sale(4, 999)], 4, 4))
    assert send(merchant, push_body(STREAM, 7, 8)) == told(STREAM, 8)


def test_facts_sent_aside_are_kept_count_nothing_and_move_no_mark(merchant: Database) -> None:
    send(merchant, push_body(STREAM, 1, 6))
    before = books(merchant)
    twin = [*STREAM[:3], *(sale(f, 900 + f) for f in range(4, 7))]
    for _ in range(2):
        assert send(merchant, push_body(twin, 4, 6, aside=True)) == {"epoch": 1, "aside": 6}
    kept = books(merchant)
    assert (kept.streams, kept.sales, kept.facts) == (before.streams, before.sales, before.facts)
    assert kept.reasons == [(4, "set_aside"), (5, "set_aside"), (6, "set_aside")]


def test_what_the_stream_has_already_is_not_set_aside(merchant: Database) -> None:
    send(merchant, push_body(STREAM, 1, 6))
    twin = [*STREAM[:3], sale(4, 904)]
    assert send(merchant, push_body(twin, 1, 4, aside=True)) == {"epoch": 1, "aside": 4}
    assert books(merchant).reasons == [(4, "set_aside")]


def test_what_came_aside_waits_no_longer_once_the_stream_itself_brings_it(merchant: Database) -> None:
    """A box that was told of a fork by a back office whose database was then put back to before."""
    twin = [*STREAM[:3], sale(4, 904)]
    send(merchant, push_body(STREAM, 1, 2))
    send(merchant, push_body(STREAM, 3, 5, aside=True))
    send(merchant, push_body(twin, 4, 4, aside=True))
    assert [f for f, _ in books(merchant).reasons] == [3, 4, 4, 5]
    assert send(merchant, push_body(STREAM, 3, 5)) == told(STREAM, 5)
    kept = books(merchant)
    assert kept.reasons == [(4, "set_aside")]  # the other box's, whose number the stream has used
    assert kept.total_minor == 101 + 102 + 103 + 104 + 105


def test_a_revoked_box_is_heard_into_quarantine_and_its_mark_moves(merchant: Database) -> None:
    send(merchant, push_body(STREAM, 1, 2))
    merchant.write(revoke)
    assert send(merchant, push_body(STREAM, 2, 4)) == {**told(STREAM, 4), "revoked": True}
    kept = books(merchant)
    assert kept.reasons == [(3, "revoked"), (4, "revoked")]
    assert kept.total_minor == 101 + 102
    assert send(merchant, push_body(STREAM, 5, 5, aside=True))["revoked"] is True


def test_a_bad_fact_is_set_aside_and_blocks_nobody(merchant: Database) -> None:
    stream = [sale(1), fact(2, "tip", {"amount_minor": 5}), b"\xff no JSON", sale(4, counter=1), sale(5)]
    assert send(merchant, push_body(stream)) == told(stream, 5)
    kept = books(merchant)
    assert kept.reasons == [(2, "unknown_type"), (3, "unreadable"), (4, "number_used")]
    assert kept.total_minor == 1000


def test_a_box_that_is_not_there_is_refused(merchant: Database) -> None:
    with pytest.raises(OfficeError, match="unknown_box"):
        send(merchant, push_body(STREAM), box_id=f"{M}-bnobody22")


def test_two_boxes_may_have_sold_with_the_same_numbers_and_both_count(merchant: Database) -> None:
    """Each sold as series A before it was enrolled."""
    other = f"{M}-bother222"
    merchant.write(lambda connection: open_box(connection, other, series="Q"))
    send(merchant, push_body(STREAM, 1, 2))
    twin = [sale(1, 333), sale(2, 444)]
    assert send(merchant, push_body(twin), box_id=other) == told(twin, 2)
    kept = books(merchant)
    assert kept.total_minor == 101 + 102 + 333 + 444
    assert sorted((row[2], row[4]) for row in kept.sales) == [
        ("A-000001", 101),
        ("A-000001", 333),
        ("A-000002", 102),
        ("A-000002", 444),
    ]
    assert kept.reasons == []


def test_a_number_used_twice_by_one_box_is_set_aside_in_whatever_epoch(merchant: Database) -> None:
    stream = [sale(1), sale(2, counter=1)]
    assert send(merchant, push_body(stream)) == told(stream, 2)
    later = [sale(1, 700, counter=1, epoch=2)]
    assert send(merchant, push_body(later, epoch=2)) == told(later, 1, epoch=2)
    kept = books(merchant)
    assert kept.total_minor == 500
    assert kept.reasons == [(2, "number_used"), (1, "number_used")]


def test_a_box_follows_a_back_office_restored_from_an_older_copy(
    merchant: Database, database_url: str, copy_of: Callable[[str], str]
) -> None:
    send(merchant, push_body(STREAM, 1, 5))
    merchant.close()
    copy = copy_of(database_url)
    live = Database.open(database_url)
    send(live, push_body(STREAM, 6, 9))
    send(live, push_body(STREAM, 10, 10))
    expected = books(live)
    live.close()

    restored = Database.open(copy)
    assert send(restored, push_body(STREAM, 10, 10)) == {"code": "gap", **told(STREAM, 5)}
    assert send(restored, push_body(STREAM, 6, 10)) == told(STREAM, 10)
    assert books(restored) == expected
    restored.close()


def test_batches_of_one_box_at_the_same_time_are_kept_once(merchant: Database) -> None:
    """A repeated request that overtakes its first copy, from sixteen threads."""
    bodies = [push_body(STREAM, 1, last) for last in range(1, 11)] * 3
    with ThreadPoolExecutor(16, "box") as threads:
        answers = list(threads.map(lambda raw: send(merchant, raw), bodies))
    assert {answer["mark"] for answer in answers} <= set(range(1, 11))
    for answer in answers:
        assert answer == told(STREAM, answer["mark"])
    assert send(merchant, push_body(STREAM, 1, 10)) == told(STREAM, 10)
    assert books(merchant).total_minor == sum(100 + f for f in range(1, 11))


# ---- the acknowledgement rule


def test_a_mark_cannot_be_made_from_a_plain_read(merchant: Database) -> None:
    send(merchant, push_body(STREAM, 1, 3))
    with pytest.raises(RuntimeError, match="no mark may be told"):
        merchant.read(lambda connection: marks(connection, M, BOX))
    with pytest.raises(RuntimeError, match="no mark may be told"):
        merchant.write(lambda connection: marks(connection, M, BOX))
    with pytest.raises(RuntimeError, match="no mark may be told"):
        merchant.read(lambda connection: Mark(connection, 1, 3, NO_HEAD))


def test_a_mark_cannot_be_read_before_the_commit(merchant: Database) -> None:
    batch = parse_batch(push_body(STREAM, 1, 3))

    def work(connection: Connection) -> object:
        outcome = ingest(connection, M, BOX, batch, NOW)
        assert isinstance(outcome, Ingested)
        with pytest.raises(NotCommitted):
            outcome.answer()
        with pytest.raises(NotCommitted):
            assert outcome.head
        return outcome

    outcome = merchant.write(work)
    assert isinstance(outcome, Ingested)
    assert outcome.answer() == told(STREAM, 3)


def test_a_mark_of_a_transaction_that_failed_is_never_told(merchant: Database) -> None:
    leaked: list[Ingested] = []
    batch = parse_batch(push_body(STREAM, 1, 3))

    def work(connection: Connection) -> None:
        outcome = ingest(connection, M, BOX, batch, NOW)
        assert isinstance(outcome, Ingested)
        leaked.append(outcome)
        raise OfficeError("busy")

    with pytest.raises(OfficeError):
        merchant.write(work)
    with pytest.raises(NotCommitted):
        leaked[0].answer()
    assert books(merchant).facts == []


@pytest.mark.parametrize(
    "raw", [push_body(STREAM, 1, 3), push_body(STREAM, 5, 6), push_body(STREAM, 1, 1, aside=True)]
)
def test_every_answer_comes_from_a_transaction_that_wrote(merchant: Database, raw: bytes) -> None:
    """Repeated, refused or aside: the box is heard, so the row is written, and the answer has its proof."""
    for _ in range(2):
        send(merchant, raw, now_utc="2026-11-22T11:11:11.111Z")
    heard = merchant.read(
        lambda connection: connection.execute(select(schema.boxes.c.heard_utc)).scalar_one()
    )
    assert heard == "2026-11-22T11:11:11.111Z"


def test_all_streams_are_told_after_a_write(merchant: Database) -> None:
    later = [fact(1, "epoch_started", {}, epoch=2)]
    send(merchant, push_body(STREAM, 1, 3))
    send(merchant, push_body(later, epoch=2))

    def report(connection: Connection) -> tuple[Mark, ...]:
        connection.execute(update(schema.boxes).where(schema.boxes.c.box_id == BOX).values(report_n=1))
        return marks(connection, M, BOX)

    assert [mark.to_dict() for mark in merchant.write(report)] == [told(STREAM, 3), told(later, 1, epoch=2)]
