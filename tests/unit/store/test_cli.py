"""What a person sees of the journal, also while the till runs."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from appliance.__main__ import add_journal
from appliance.store import JournalStore
from tests.unit.store.sales import moment, sell


def journal(*words: object) -> int:
    parser = argparse.ArgumentParser()
    add_journal(parser.add_subparsers())
    args = parser.parse_args(["journal", *map(str, words)])
    return int(args.run(args))


def test_verify_show_and_export_while_the_store_is_open(
    opened: Callable[..., JournalStore], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = opened()
    for day in (1, 2):
        sell(store, day)
    assert journal("verify", tmp_path) == 0
    words = capsys.readouterr().out
    assert "The journal is sound." in words and store.state().head in words
    assert journal("show", tmp_path, "--last", "1") == 0
    assert "fact 2 sale A-000002" in capsys.readouterr().out
    assert journal("export", tmp_path / "store") == 0
    exported = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["f"] for line in exported] == [1, 2]
    assert exported[0].encode() == store.exact_fact(1)[0]


def test_verify_names_the_damage(
    opened: Callable[..., JournalStore], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = opened()
    sell(store)
    sell(store)
    path = next((tmp_path / "store/journal").iterdir())
    data = bytearray(path.read_bytes())
    data[600] ^= 1
    path.write_bytes(data)
    assert journal("verify", tmp_path) == 1
    assert "DAMAGED at byte" in capsys.readouterr().out


def test_verify_says_nothing_was_damaged_where_the_back_office_ended_the_epoch(
    opened: Callable[..., JournalStore], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = opened()
    sell(store)
    store.begin_epoch(moment(), reason="fork")
    assert journal("verify", tmp_path) == 0
    words = capsys.readouterr().out
    assert "Epoch 2 begins here: the facts before are not sent" in words and "damaged" not in words


def test_an_empty_place_is_said_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert journal("verify", tmp_path) == 2
    assert "no journal" in capsys.readouterr().err


def test_a_reader_who_has_seen_enough_ends_it_quietly(
    opened: Callable[..., JournalStore], tmp_path: Path
) -> None:
    sell(opened())
    seen, written = os.pipe()
    os.close(seen)
    with os.fdopen(written) as nobody_reads:
        done = subprocess.run(
            (sys.executable, "-m", "appliance", "journal", "show", tmp_path),
            stdout=nobody_reads,
            stderr=subprocess.PIPE,
            text=True,
            timeout=30,
        )
    assert (done.returncode, done.stderr) == (141, "")
