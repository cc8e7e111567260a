"""What boxes and strangers may send, and what comes of it: on both engines where the database answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
import zstandard
from sqlalchemy import Connection, func, select

from backoffice import boxes, schema
from backoffice.database import Database
from tests.office.caller import KEY, Call, Post, facts_call, json_call, packed, post_office, report_call
from tests.office.stall import BOX, M, fact, push_body, sale, sales_stream

STREAM = sales_stream(4)
CATEGORY = {"id": "fruit", "name": "Fruit", "emoji": "🍎", "colour": "#aa0000", "position": 1}
ITEM = {
    "id": "apples", "name": "Apples", "category_id": "fruit", "price_minor": 120, "unit": "piece",
    "tax_code": "reduced", "emoji": "🍎", "colour": "#aa0000", "position": 1, "gtin": None,
    "deposit_id": None, "kind": "goods", "is_free_price": False, "tare_g": None, "variant_of": None, "price_list": None,
}  # fmt: skip
OFFER = f"/v1/boxes/{BOX}/catalogue"


@pytest.fixture
def post(database: Database) -> Post:
    return post_office(database)


@pytest.fixture
def plain(sqlite_url: str) -> Iterator[Post]:
    """For what is refused before any database is asked to write."""
    database = Database.open(sqlite_url)
    yield post_office(database)
    database.close()


def _everything(connection: Connection) -> list[Any]:
    tables = (schema.facts, schema.streams, schema.sales, schema.takings, schema.quarantine, schema.merchants)
    return [connection.execute(select(table)).all() for table in tables]


# ---- facts


def test_facts_move_the_mark(post: Post) -> None:
    told = post.told(facts_call(push_body(STREAM)).signed())
    assert (told["epoch"], told["mark"], told["batch"]) == (1, 4, 400)
    assert "revoked" not in told


def test_facts_need_not_be_compressed(post: Post) -> None:
    assert post.told(facts_call(push_body(STREAM), is_packed=False).signed())["mark"] == 4


def test_replayed_facts_change_nothing(post: Post) -> None:
    call = facts_call(push_body(STREAM)).signed()
    first = post.told(call)
    before = post.database.read(_everything)
    assert post.told(call) == first
    assert post.database.read(_everything) == before


def test_gap_says_where_to_go_on(post: Post) -> None:
    error = post.refused(facts_call(push_body(STREAM, 3)).signed(), 409, "gap")
    assert error["params"] == {"epoch": 1, "mark": 0, "head": "0" * 64}


def test_fork_names_the_number_and_is_remembered(post: Post) -> None:
    post.told(facts_call(push_body(STREAM)).signed())
    other = [*STREAM[:2], sale(3, 999), STREAM[3]]
    error = post.refused(facts_call(push_body(other)).signed(), 409, "fork")
    assert (error["params"]["mark"], error["params"]["at"]) == (4, 3)
    assert post.told(report_call(1).signed())["attention"] == "fork"


def test_facts_set_aside_move_no_mark(post: Post) -> None:
    post.told(facts_call(push_body(STREAM)).signed())
    other = [*STREAM[:2], sale(3, 999)]
    told = post.told(facts_call(push_body(other, 3, aside=True)).signed())
    assert told["aside"] == 3
    assert "mark" not in told
    assert post.told(report_call(1).signed())["quarantine"] == 1


def test_box_that_drains_may_go_on_sooner(post: Post) -> None:
    rests = [post.told(facts_call(push_body(sales_stream(n))).signed())["interval_s"] for n in (3, 400)]
    assert rests == [0.5, 0.2]


def test_texts_a_database_cannot_hold_are_set_aside(post: Post) -> None:
    odd = [
        fact(1, "sale", {"number": "A-\x00", "day": "\x00"}),
        fact(2, "x\x00y", {}),
        b"\x00\xff",
        b'{"f":4,"type":"sale","body":"\\ud800"}',
        b"[" * 5000,
    ]
    assert post.told(facts_call(push_body(odd)).signed())["mark"] == 5
    assert post.told(report_call(1).signed())["quarantine"] == 5


@pytest.mark.parametrize(
    "body", [b"", b"\n", b"{}\n", b"\x00\xff", b"[" * 100_000, b'{"epoch":1}\n{"f":1}\n']
)
def test_facts_that_are_no_batch_are_refused(plain: Post, body: bytes) -> None:
    assert plain.send(facts_call(body).signed()).status_code == 422


# ---- sizes and forms


def test_body_beyond_a_mebibyte_is_refused(plain: Post) -> None:
    plain.refused(facts_call(b"x" * (1 << 20) + b"x", is_packed=False).signed(), 413, "too_large")


def test_bomb_is_refused_before_it_is_unpacked(plain: Post) -> None:
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(200 << 20))
    assert len(bomb) < 1 << 20
    call = replace(facts_call(b"x"), body=bomb)
    plain.refused(call.signed(), 413, "too_large")


def test_frame_that_wants_a_huge_window_is_refused(plain: Post) -> None:
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    compressor = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    body = compressor.compress(push_body(STREAM)) + compressor.flush()
    plain.refused(replace(facts_call(b"x"), body=body).signed(), 415, "bad_encoding")


@pytest.mark.parametrize("body", [b"not zstd", packed(b"{}") + b"more"])
def test_body_that_is_not_zstd_is_refused(plain: Post, body: bytes) -> None:
    plain.refused(replace(facts_call(b"x"), body=body).signed(), 415, "bad_encoding")


def test_compressed_body_that_was_cut_off_is_refused(plain: Post) -> None:
    whole = packed(push_body(STREAM))
    for length in range(1, len(whole), 7):
        answer = plain.send(replace(facts_call(b"x"), body=whole[:length]).signed())
        assert answer.status_code in (415, 422)


def test_other_compression_is_refused(plain: Post) -> None:
    plain.refused(facts_call(b"x").changed(content_encoding="gzip").signed(), 415, "bad_encoding")


@pytest.mark.parametrize("path", [f"/v1/boxes/{BOX}/report", OFFER])
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"not json", 422, "bad_json"),
        (b"", 422, "bad_json"),
        (b"[1]", 422, "bad_request"),
        (b"[" * 100_000, 422, "bad_json"),
        (b'{"n":1,"light":' + b"[" * 100 + b"]" * 100 + b"}", 422, "bad_request"),
        (b'{"n":1,"uplink":"a\\u0000b","categories":[],"items":[]}', 422, "bad_request"),
        (b'{"n":1,"uplink":"a\x00b"}', 422, "bad_json"),
        (b'{"n":"\\ud800"}', 422, "bad_json"),
        (b'{"n":1e999,"items":1}', 422, "bad_request"),
        (b'{"n":99999999999999999999,"items":null}', 422, "bad_request"),
        (b'{"n":true,"categories":[1],"items":[]}', 422, "bad_request"),
    ],
)
def test_body_that_is_no_such_document_is_refused(
    plain: Post, path: str, body: bytes, status: int, code: str
) -> None:
    call = Call("POST", path, body, {"content-type": "application/json"})
    answer = plain.send(call.signed())
    assert (answer.status_code, answer.get_json()["error"]["code"]) in ((status, code), (422, "bad_json"))


def test_document_of_another_type_is_refused(plain: Post) -> None:
    call = report_call(1).changed(content_type="text/plain")
    plain.refused(call.signed(), 415, "not_json")


# ---- reports


def test_report_is_answered_with_every_stream(post: Post) -> None:
    post.told(facts_call(push_body(STREAM)).signed())
    post.told(facts_call(push_body(sales_stream(1, epoch=2), epoch=2)).signed())
    told = post.told(report_call(1, waiting=3).signed())
    assert [(stream["epoch"], stream["mark"]) for stream in told["streams"]] == [(1, 4), (2, 1)]
    assert told["catalogue"] == {"generation": "g1", "version": 0}
    assert (told["revoked"], told["attention"], told["interval_s"]) == (False, None, 10)


def test_replayed_report_is_late_and_changes_nothing(post: Post) -> None:
    call = report_call(7, waiting=1).signed()
    post.told(call)
    before = post.database.read(lambda c: c.execute(select(schema.boxes)).all())
    assert post.refused(call, 409, "late_report")["params"] == {"n": 7}
    post.refused(report_call(6).signed(), 409, "late_report")
    assert post.database.read(lambda c: c.execute(select(schema.boxes)).all()) == before


def test_report_names_the_field_that_is_wrong(plain: Post) -> None:
    error = plain.refused(report_call(1, streams=[{"epoch": 1, "last": "2"}]).signed(), 422, "bad_request")
    assert error["field"] == "streams.0.last"


# ---- a revoked box


def test_revoked_box_delivers_its_backlog_to_quarantine(post: Post) -> None:
    post.database.write(lambda c: boxes.revoke(c, M, BOX))
    told = post.told(facts_call(push_body(STREAM)).signed())
    assert (told["mark"], told["revoked"]) == (4, True)
    assert post.told(report_call(1).signed())["revoked"] is True
    assert (
        post.database.read(lambda c: c.execute(select(func.count()).select_from(schema.sales)).scalar()) == 0
    )


def test_revoked_box_neither_gets_nor_gives_goods(post: Post) -> None:
    post.database.write(lambda c: boxes.revoke(c, M, BOX))
    post.refused(_pull(0).signed(), 403, "revoked")
    post.refused(json_call(OFFER, {"categories": [CATEGORY], "items": []}).signed(), 403, "revoked")


# ---- the catalogue


def _pull(after: int | str, wait_s: float | str = 0, generation: str = "g1") -> Call:
    return Call("GET", f"/v1/boxes/{BOX}/changes?generation={generation}&after={after}&wait_s={wait_s}")


def test_goods_offered_come_back_as_changes(post: Post) -> None:
    told = post.told(json_call(OFFER, {"categories": [CATEGORY], "items": [ITEM]}).signed())
    assert told["added"] == 2
    changes = post.told(_pull(0).signed())
    assert (changes["is_snapshot"], changes["items"], changes["version"]) == (False, [ITEM], told["version"])


def test_first_pull_brings_a_snapshot(post: Post) -> None:
    assert post.told(Call("GET", f"/v1/boxes/{BOX}/changes").signed())["is_snapshot"] is True


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "after=-1",
        "after=9" + "9" * 400,
        "wait_s=nan",
        "wait_s=-1",
        "wait_s=1e999",
        "generation=%00",
        "after=%00",
    ],
)
def test_pull_with_a_query_that_is_none_is_refused(plain: Post, query: str) -> None:
    plain.refused(Call("GET", f"/v1/boxes/{BOX}/changes?{query}").signed(), 422, "bad_request")


def test_every_answer_is_json_that_nobody_caches(plain: Post) -> None:
    for call in (report_call(1).signed(), report_call(1).signed(), report_call(1)):
        answer = plain.send(call)
        assert answer.headers["Cache-Control"] == "no-store"
        assert isinstance(orjson.loads(answer.data), dict)


def test_key_of_a_box_is_not_that_of_its_neighbour(post: Post) -> None:
    neighbour = f"{M}-bzzzzzzzz"
    post.refused(facts_call(push_body(STREAM), neighbour).signed(KEY, neighbour), 401, "unknown_box")
