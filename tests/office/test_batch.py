"""The body of a push: every byte counts, every wrong field is named."""

from __future__ import annotations

import hashlib

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.batch import NO_HEAD, parse_batch
from backoffice.errors import OfficeError
from tests.office.stall import heads, push_body, sales_stream

STREAM = sales_stream(4)


def refused(raw: bytes) -> tuple[str, str | None]:
    with pytest.raises(OfficeError) as caught:
        parse_batch(raw)
    return caught.value.code, caught.value.field


def with_header(**changes: object) -> bytes:
    head, rest = push_body(STREAM).split(b"\n", 1)
    header = {**orjson.loads(head), **changes}
    return orjson.dumps({key: value for key, value in header.items() if value != "absent"}) + b"\n" + rest


def test_a_batch_is_read_with_the_heads_of_each_fact() -> None:
    batch = parse_batch(push_body(STREAM, 2, 3))
    assert (batch.epoch, batch.first, batch.last, batch.aside) == (1, 2, 3, False)
    assert batch.facts == tuple(STREAM[1:3])
    assert [batch.start, *batch.hashes] == [head.hex() for head in heads(STREAM)[1:4]]
    assert [batch.head_at(f) for f in (1, 2, 3)] == [batch.start, *batch.hashes]


def test_the_chain_begins_with_zeros() -> None:
    batch = parse_batch(push_body(STREAM, 1, 1))
    assert batch.start == NO_HEAD == "0" * 64
    assert batch.end == hashlib.sha256(bytes(32) + STREAM[0]).hexdigest()


def test_aside_is_read_from_the_header() -> None:
    assert parse_batch(push_body(STREAM, aside=True)).aside


def test_keys_of_a_newer_box_are_ignored() -> None:
    assert parse_batch(with_header(mood="sunny")).last == 4


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("epoch", "absent"), ("epoch", 0), ("epoch", "1"), ("epoch", 1.0), ("epoch", True), ("epoch", 2**31),
        ("first", 0), ("first", -1), ("first", None), ("first", 2**63),
        ("count", 0), ("count", 3), ("count", 5), ("count", 10_001), ("count", []),
        ("start", "absent"), ("start", "00"), ("start", "A" * 64), ("start", 0), ("start", "0" * 64 + "\n"),
        ("end", "x"), ("end", None),
        ("aside", 1), ("aside", "true"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(field: str, value: object) -> None:
    assert refused(with_header(**{field: value})) == ("bad_request", field)


@pytest.mark.parametrize("raw", [b"", b"\n", b"[]\n", b"null\nx\n", b"{\n", b"\xff\n", b"\0\n"])
def test_a_body_without_header_is_refused(raw: bytes) -> None:
    assert refused(raw)[0] == "bad_request"


def test_a_torn_body_is_refused() -> None:
    raw = push_body(STREAM)
    for length in range(len(raw)):
        assert refused(raw[:length])[0] in {"bad_request", "broken_chain"}


def test_an_empty_line_is_no_fact() -> None:
    head, rest = push_body(STREAM).split(b"\n", 1)
    assert refused(head + b"\n\n" + b"\n".join(rest.split(b"\n")[1:])) == ("bad_request", "count")


@given(st.data())
def test_one_changed_byte_anywhere_in_the_facts_breaks_the_chain(data: st.DataObject) -> None:
    raw = bytearray(push_body(STREAM))
    place = data.draw(st.integers(raw.index(b"\n") + 1, len(raw) - 2))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte not in (raw[place], 10)))
    if raw[place] == 10:
        return
    raw[place] = byte
    assert refused(bytes(raw)) == ("broken_chain", "end")


@pytest.mark.parametrize("order", [(1, 0, 2, 3), (0, 2, 1, 3), (3, 2, 1, 0)])
def test_another_order_breaks_the_chain(order: tuple[int, ...]) -> None:
    head, *facts = push_body(STREAM)[:-1].split(b"\n")
    assert refused(b"\n".join((head, *(facts[place] for place in order))) + b"\n")[0] == "broken_chain"


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    assert refused(raw)[0] == "bad_request"
