"""One wrong byte costs one line: all other sales are exported and found, and the hole is told in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from appliance.store import JournalStore
from appliance.store.line import check
from appliance.store.scan import scan
from tests.unit.store.sales import moment, numbers, sell
from tests.unit.store.test_cli import journal

Opened = Callable[..., JournalStore]
LOST = 2  # of five sales of the first day, the second


def pair(store: JournalStore, day: int) -> None:
    """A sale and another fact in one line: only the line's last fact has its head written down."""
    with store.transaction(moment(day), durable=True) as tx:
        series, counter = tx.next_receipt()
        tx.fact("sale", {"number": f"{series}-{counter:06d}", "total_minor": 420})
        tx.fact("reprint", {"number": f"{series}-{counter:06d}"})
    tx.commit.wait()


def two_days(opened: Opened, tmp_path: Path) -> tuple[list[bytes], list[Path]]:
    """Five lines with two facts each on the first day, one on the second; all facts as written, the segments."""
    store = opened()
    for _ in range(5):
        pair(store, 1)
    pair(store, 2)
    facts = [store.exact_fact(f)[0] for f in range(1, 13)]
    store.close()
    return facts, sorted((tmp_path / "store/journal").iterdir())


def line_starts(path: Path) -> list[int]:
    data = path.read_bytes()
    return [0, *(i + 1 for i, byte in enumerate(data.rstrip(b"\n")) if byte == 10)]


def spoil(path: Path, at: int, mask: int = 1) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= mask
    path.write_bytes(data)


def forget_indexes(tmp_path: Path) -> None:
    for path in (tmp_path / "store/index").iterdir():
        path.unlink()


def exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[bytes], str]:
    capsys.readouterr()
    code = journal("export", tmp_path)
    said = capsys.readouterr()
    return code, said.out.encode().splitlines(), said.err


def test_every_fact_but_those_of_the_damaged_line_is_exported(
    opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts, (first, _) = two_days(opened, tmp_path)
    spoil(first, line_starts(first)[LOST] + 50)
    code, lines, words = exported(tmp_path, capsys)
    assert code == 1
    assert lines == [*facts[:2], *facts[4:]]
    assert "lost: facts 3 to 4, receipt A-000002." in words
    assert "their place in the chain is not proven" in words


@pytest.mark.parametrize("has_index", [True, False], ids=["with its index", "without an index"])
def test_the_till_finds_every_sale_but_the_lost_one(
    opened: Opened, tmp_path: Path, *, has_index: bool
) -> None:
    _, (first, _) = two_days(opened, tmp_path)
    spoil(first, line_starts(first)[LOST] + 50)
    if not has_index:
        forget_indexes(tmp_path)
    for _ in range(2):  # nothing learnt at the first start may hide what is readable at the second
        store = opened()
        assert store.receipt_by_number("A-000002") is None
        for number in (1, 3, 4, 5, 6):
            found = store.receipt_by_number(f"A-{number:06d}")
            assert found is not None and found.f == number * 2 - 1
        assert numbers(store) == [f"A-{number:06d}" for number in (1, 3, 4, 5, 6)]
        assert [fact.f for fact in store.latest("sale", None, 9)] == [11, 9, 7, 5, 1]
        assert store.last_f == 12
        store._verifier.wait(10)
        assert store.state().damage == f"sealed_segment:{first.stem}"
        store.close()
    store = opened()
    assert sell(store, 3) == "A-000007"


@pytest.mark.parametrize("has_index", [True, False], ids=["with its index", "without an index"])
def test_only_what_the_chain_proves_is_sent(opened: Opened, tmp_path: Path, *, has_index: bool) -> None:
    facts, (first, _) = two_days(opened, tmp_path)
    spoil(first, line_starts(first)[LOST] + 50)
    if not has_index:
        forget_indexes(tmp_path)
    store = opened()
    part = store.stream_part(1, 0, 99, 1 << 20)
    assert part is not None and list(part.facts) == facts[:2]
    assert store.stream_part(1, 2, 99, 1 << 20) is None
    behind = store.fact(5)
    assert behind is not None and behind.hash == "", "readable, but nothing proves where it stood"
    assert (store.exact_fact(5), store.head_at(1, 5)) == (None, None)
    later = store.fact(6)
    assert later is not None and later.hash, "the line states its head"
    rest = store.stream_part(1, 6, 99, 1 << 20)
    assert rest is not None and list(rest.facts) == facts[6:]


def test_a_lost_first_line_loses_no_sale(
    opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts, segments = two_days(opened, tmp_path)
    for path in segments[:1]:
        spoil(path, 30)
    code, lines, words = exported(tmp_path, capsys)
    assert (code, lines) == (1, facts)
    assert "no fact is lost" in words
    forget_indexes(tmp_path)
    store = opened()
    assert numbers(store) == [f"A-{number:06d}" for number in range(1, 7)]
    assert (store.epoch, store.series, store.last_f) == (1, "A", 12)
    assert sell(store, 2) == "A-000007"


def test_the_end_of_a_day_cut_away_is_a_hole_of_known_size(
    opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts, (first, _) = two_days(opened, tmp_path)
    first.write_bytes(first.read_bytes()[: line_starts(first)[4]])
    code, lines, words = exported(tmp_path, capsys)
    assert (code, lines) == (1, [*facts[:6], *facts[10:]])
    assert "lost: facts 7 to 10, receipts A-000004 to A-000005." in words
    store = opened()
    assert numbers(store) == ["A-000001", "A-000002", "A-000003", "A-000006"]
    assert store.receipt_by_number("A-000005") is None
    assert store.fact(11) is not None


def test_a_rewritten_sale_is_neither_exported_nor_found(
    opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from binascii import crc32

    facts, (first, _) = two_days(opened, tmp_path)
    data = first.read_bytes()
    starts = line_starts(first)
    line = data[starts[LOST] : starts[LOST + 1] - 1].replace(b'"total_minor":420', b'"total_minor":120')
    line = line[:-16] + b',"c":"%08x"}' % crc32(line[:-16])
    assert check(line, None).value == "sound"
    first.write_bytes(data[: starts[LOST]] + line + b"\n" + data[starts[LOST + 1] :])
    code, lines, _ = exported(tmp_path, capsys)
    assert (code, lines) == (1, [*facts[:2], *facts[4:]])
    store = opened()  # its index was written before: only the chain can tell
    assert store.stream_part(1, 0, 4, 1 << 20) is None
    store.close()
    forget_indexes(tmp_path)
    assert opened().receipt_by_number("A-000002") is None


def test_facts_behind_the_break_of_an_epoch_are_exported_too(
    opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts, (_, last) = two_days(opened, tmp_path)
    spoil(last, line_starts(last)[0] + 30)
    opened().close()
    code, lines, words = exported(tmp_path, capsys)
    assert code == 1
    assert lines[:12] == facts and json.loads(lines[12])["type"] == "epoch_started"
    assert "is lost" in words or "no part of the chain" in words


def test_whatever_byte_is_spoilt_costs_one_line_at_most(
    opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts, (first, _) = two_days(opened, tmp_path)
    data = first.read_bytes()
    for at in range(0, len(data.rstrip(b"\n")), 7):
        first.write_bytes(data)
        spoil(first, at, 1 << at % 8)
        code, lines, words = exported(tmp_path, capsys)
        assert code == 1 and words.count("DAMAGED") == 1, at
        lost = [fact for fact in facts if fact not in lines]
        assert len(lost) <= 4, at  # a spoilt newline joins two lines
        assert [fact for fact in facts if fact not in lost] == lines, at
        assert scan(first, first.read_bytes()).verdict.value == "damaged"
