"""The files on a stick: what was written is read back; what was cut, changed or moved is not believed."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.stick.form import NO_HEAD, Record, StickKey, chained

KEY = StickKey(b"k" * 16, "box-1")
BATCHES = st.lists(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\n")).map(str.encode), min_size=1, max_size=4
    ),
    min_size=1,
    max_size=5,
)


def written(batches: list[list[bytes]], key: StickKey = KEY) -> list[bytes]:
    head, first, records = NO_HEAD, 1, []
    for facts in batches:
        records.append(key.seal(1, first, head, facts))
        head, first = chained(head, facts), first + len(facts)
    return records


def read(data: bytes, key: StickKey = KEY) -> list[Record]:
    return [record for record, _ in key.read(io.BytesIO(data))]


@given(BATCHES)
def test_every_fact_is_read_back_byte_for_byte(batches: list[list[bytes]]) -> None:
    assert [list(record.facts) for record in read(b"".join(written(batches)))] == batches


@settings(max_examples=60)
@given(BATCHES, st.data())
def test_file_cut_anywhere_holds_a_whole_number_of_records(
    batches: list[list[bytes]], data: st.DataObject
) -> None:
    records = written(batches)
    whole = b"".join(records)
    cut = data.draw(st.integers(0, len(whole)))
    found = list(KEY.read(io.BytesIO(whole[:cut])))
    assert [list(record.facts) for record, _ in found] == batches[: len(found)]
    end = sum(len(record) for record in records[: len(found)])
    assert (found[-1][1] if found else 0) == end <= cut
    assert len(found) == len(records) or cut < end + len(records[len(found)])


@settings(max_examples=60)
@given(BATCHES, st.data())
def test_changed_byte_ends_what_is_believed(batches: list[list[bytes]], data: st.DataObject) -> None:
    whole = bytearray(b"".join(written(batches)))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    found = read(bytes(whole))
    assert len(found) < len(batches)
    assert [list(record.facts) for record in found] == batches[: len(found)]


def test_records_out_of_order_or_of_another_box_are_not_believed() -> None:
    one, two, three = written([[b"a"], [b"b"], [b"c"]])
    assert read(two + one) == []
    assert len(read(one + three)) == 1
    assert read(one, StickKey(b"k" * 16, "box-2")) == []
    assert read(one, StickKey(b"x" * 16, "box-1")) == []


def test_nothing_of_a_fact_can_be_read_without_the_key() -> None:
    assert b"strawberries" not in written([[b'{"name":"strawberries"}' * 3]])[0]
