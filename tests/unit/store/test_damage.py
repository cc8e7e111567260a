"""Cut anywhere, flip any bit: never a silent change, never a number twice, and selling goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appliance.store import JournalStore, open_store
from appliance.store.scan import Verdict, scan
from tests.unit.store.faulty_files import ForgetfulFiles
from tests.unit.store.sales import all_facts, moment, numbers, sell

Open = Callable[..., JournalStore]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, list[int]]:
    """A store with four sales of one day: its folder, the segment's bytes, where each line ends."""
    folder = tmp_path_factory.mktemp("day")
    store = open_store(folder, series="A", now=moment)
    for _ in range(4):
        sell(store)
    store.close()
    data = segment_of(folder).read_bytes().rstrip(b"\n") + b"\n"
    ends = [i + 1 for i, byte in enumerate(data) if byte == 10]
    return folder, data, ends


def segment_of(folder: Path) -> Path:
    return sorted((folder / "journal").glob("*.jsonl"))[-1]


def store_with(folder: Path, data: bytes, target: Path) -> JournalStore:
    journal = target / "journal"
    shutil.rmtree(target, ignore_errors=True)
    journal.mkdir(parents=True)
    (target / "ballast").touch()
    (journal / segment_of(folder).name).write_bytes(data)
    return open_store(target, series="A", now=moment)


AFTER_THE_CUT = (b"", b"\0" * 700, b"\n" * 700, b"\x8f\x01garbage}\xff" * 9)


def test_a_cut_at_every_byte_of_the_last_lines_is_repaired(
    day: tuple[Path, bytes, list[int]], tmp_path: Path
) -> None:
    _, data, ends = day
    for cut in range(ends[2], len(data)):
        whole = sum(1 for end in ends if end <= cut or end - 1 == cut) - 1
        for after in AFTER_THE_CUT:
            if after.startswith(b"\x8f") and cut + 1 in ends:
                continue  # garbage in the place of the newline: judged below, it is damage
            outcome = scan(Path("x"), data[:cut] + after)
            assert outcome.verdict is not Verdict.DAMAGED, (cut, after[:3])
            assert outcome.segment is not None
            assert len(outcome.segment.starts) == whole, (cut, after[:3])


@pytest.mark.parametrize("after", AFTER_THE_CUT, ids=["nothing", "nuls", "newlines", "garbage"])
def test_selling_goes_on_after_a_torn_tail(
    day: tuple[Path, bytes, list[int]], tmp_path: Path, after: bytes
) -> None:
    folder, data, ends = day
    for cut in range(ends[3] + 1, len(data) - 1, 37):
        store = store_with(folder, data[:cut] + after, tmp_path / "store")
        assert numbers(store) == ["A-000001", "A-000002", "A-000003"]
        assert store.state().damage is None
        assert list((tmp_path / "store/evidence").iterdir()) != []
        assert sell(store) == "A-000004"
        store.close()
        again = open_store(tmp_path / "store", series="A")
        assert len(all_facts(again)) == 4
        again.close()


def test_every_single_bit_flip_is_noticed(day: tuple[Path, bytes, list[int]]) -> None:
    """In a written line it is damage, never torn: an acknowledged sale's number must not come again."""
    _, data, ends = day
    padded = data + b"\n" * 64
    sound = [line for _, line in scan(Path("x"), padded).lines]
    for position in range(len(padded)):
        for bit in range(8):
            flipped = bytearray(padded)
            flipped[position] ^= 1 << bit
            outcome = scan(Path("x"), bytes(flipped))
            expected = Verdict.DAMAGED if position < len(data) else Verdict.TORN
            assert outcome.verdict is expected, (position, bit, outcome.reason)
            read = [line for _, line in outcome.lines]
            assert read == sound[: len(read)]
            assert all(line in sound for _, line in outcome.behind)


def test_damage_starts_a_new_epoch_and_keeps_everything(
    day: tuple[Path, bytes, list[int]], tmp_path: Path
) -> None:
    folder, data, ends = day
    spoilt = bytearray(data)
    spoilt[ends[1] + 200] ^= 4  # in the second of four sales
    target = tmp_path / "store"
    store = store_with(folder, bytes(spoilt) + b"\n" * 99, target)
    state = store.state()
    assert (state.epoch, state.series, state.writable) == (2, "A2", True)
    assert state.damage == "epoch_started:2"
    started = store.fact(1)
    assert started is not None and started.type == "epoch_started"
    assert started.body["old_epoch"] == 1
    assert started.body["last_fact"] == 1
    assert started.body["old_head"] == store.fact(1, epoch=1).hash
    # What stood behind the hole: set aside as facts, but the stall's documents are the latest known.
    assert [doc_id for doc_id, _ in store.documents("quarantine")] == ["1-3", "1-4"]
    assert store.get("tickets", "open") == {"lines": [], "after": "A-000004"}
    assert bytes(spoilt)[ends[1] :] in [p.read_bytes() + b"\n" for p in (target / "evidence").iterdir()]
    assert (target / "journal" / segment_of(folder).name).read_bytes().startswith(bytes(spoilt))
    assert [sell(store), sell(store)] == ["A2-000001", "A2-000002"]
    assert numbers(store) == ["A-000001", "A2-000001", "A2-000002"]
    facts = all_facts(store)
    store.close()
    again = open_store(target, series="A", now=moment)
    assert again.state().damage is None
    assert all_facts(again) == facts
    assert [fact.f for fact in all_facts(again, epoch=1)] == [1]
    assert len(again.documents("quarantine")) == 2
    assert again.receipt_by_number("A2-000002").f == 3
    again.close()


def test_a_second_damage_starts_a_third_epoch(day: tuple[Path, bytes, list[int]], tmp_path: Path) -> None:
    folder, data, ends = day
    target = tmp_path / "store"
    store_with(folder, data[: ends[0]] + b"x" + data[ends[0] + 1 :], target).close()
    path = segment_of(target)
    spoilt = bytearray(path.read_bytes())
    spoilt[40] ^= 1
    path.write_bytes(spoilt)
    store = open_store(target, series="A", now=moment)
    assert (store.state().epoch, store.state().series) == (3, "A3")
    assert sell(store) == "A3-000001"
    store.close()


def test_a_rewritten_amount_with_a_fitting_sum_is_noticed(
    day: tuple[Path, bytes, list[int]], tmp_path: Path
) -> None:
    from binascii import crc32

    _, data, ends = day
    line = data[ends[1] : ends[2] - 1].replace(b'"total_minor":420', b'"total_minor":120')
    line = line[:-10] + b'%08x"}' % crc32(line[:-16])
    outcome = scan(Path("x"), data[: ends[1]] + line + b"\n" + data[ends[2] :])
    assert (outcome.verdict, outcome.reason) == (Verdict.DAMAGED, "edited")


def test_a_damaged_sealed_day_does_not_stop_the_numbers(opened: Open, tmp_path: Path) -> None:
    store = opened()
    for day_ in (1, 1, 2, 3):
        sell(store, day_)
    store.close()
    first = sorted((tmp_path / "store/journal").glob("*.jsonl"))[0]
    spoilt = bytearray(first.read_bytes())
    spoilt[700] ^= 1
    first.write_bytes(spoilt)
    store = opened()
    store._verifier.wait(10)
    assert store.state().damage == f"sealed_segment:{first.stem}"
    assert store.state().writable
    assert store.fact(1) is None
    assert sell(store, 3) == "A-000005"
    assert any((tmp_path / "store/evidence").iterdir())


def test_without_index_files_or_snapshots_all_is_rebuilt(opened: Open, tmp_path: Path) -> None:
    store = opened()
    for day_ in (1, 2, 3):
        sell(store, day_, key=f"key-{day_}")
    facts = all_facts(store)
    store.close()
    for folder in ("index", "snapshot"):
        for path in (tmp_path / "store" / folder).iterdir():
            path.write_bytes(b"nonsense" + path.read_bytes())
    store = opened()
    assert all_facts(store) == facts
    assert store.get("tickets", "open") == {"lines": [], "after": "A-000003"}
    assert store.answered("key-2") is not None and store.answered("key-1") is None
    assert store.state().damage is None


def test_a_flipped_bit_in_a_snapshot_is_never_believed(opened: Open, tmp_path: Path) -> None:
    store = opened()
    for day_ in (1, 2):
        sell(store, day_, key=f"key-{day_}")
    store.close()
    from appliance.store.snapshot import read_snapshot

    (path,) = (tmp_path / "store/snapshot").iterdir()
    data = path.read_bytes()
    sound = read_snapshot(data)
    assert sound is not None
    for position in range(len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[position] ^= 1 << bit
            read = read_snapshot(bytes(flipped))
            if read is not None and (read.n, read.head) == (sound.n, sound.head):
                assert read == sound


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(
    seed=st.integers(0, 2**32), flushed=st.integers(0, 4), lazy=st.integers(1, 6), size=st.integers(0, 900)
)
def test_a_power_cut_loses_no_acknowledged_sale(
    tmp_path_factory: pytest.TempPathFactory, seed: int, flushed: int, lazy: int, size: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    files = ForgetfulFiles(seed)
    store = open_store(folder / "a", series="A", files=files, now=moment)
    acknowledged = [sell(store, pad="x" * size) for _ in range(flushed)]
    for i in range(lazy):  # appended, not flushed: any part of it may be lost
        with store.transaction(moment(), durable=True) as transaction:
            series, counter = transaction.next_receipt()
            number = f"{series}-{counter:06d}"
            transaction.fact("sale", {"number": number, "pad": "y" * (size + i)})
    files.cut()
    (folder / "a/ballast").unlink(missing_ok=True)
    shutil.copytree(folder / "a", folder / "b")
    store.close()
    again = open_store(folder / "b", series="A", now=moment)
    assert again.state().damage is None, "a torn tail is no damage"
    found = numbers(again)
    assert found[: len(acknowledged)] == acknowledged
    assert found == [f"A-{n:06d}" for n in range(1, len(found) + 1)]
    assert sell(again) == f"A-{len(found) + 1:06d}"
    again.close()
    shutil.rmtree(folder)


class LyingFiles(ForgetfulFiles):
    """A card that says "flushed" and is not."""

    def fdatasync(self, fd: int) -> None:
        pass


def test_the_power_cut_rig_sees_a_card_that_lies(tmp_path: Path) -> None:
    """The control: without flushes the same cuts must lose sales, or the test above proves nothing."""
    lost = 0
    for seed in range(10):
        files = LyingFiles(seed)
        store = open_store(tmp_path / f"{seed}a", series="A", files=files, now=moment)
        acknowledged = [sell(store) for _ in range(4)]
        files.cut()
        shutil.copytree(tmp_path / f"{seed}a", tmp_path / f"{seed}b")
        store.close()
        again = open_store(tmp_path / f"{seed}b", series="A", now=moment)
        lost += numbers(again) != acknowledged
        again.close()
    assert lost > 5
