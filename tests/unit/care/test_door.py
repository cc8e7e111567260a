"""The root side of the door: four deeds, nothing else, whatever lies in the folder of the requests."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appliance.care import door as door_module
from appliance.care import door_talk
from appliance.care.bundle import pack
from appliance.care.door import KEY_FILE, Door, DoorPlaces, NoStick
from appliance.care.door_talk import Answer, FileDoor, PretendedDoor, Request, parse_answer, parse_request
from appliance.care.phrasebook import Phrasebook
from appliance.care.root_hands import RootHands, usb_partitions

KEY = "ssh-ed25519 AAAAgood anna"


@dataclass
class FakeHands:
    folder: Path | None = None
    done: list[str] = field(default_factory=list)
    can_open: bool = True

    @contextmanager
    def stick(self, *, can_write: bool) -> Iterator[Path]:
        if self.folder is None:
            raise NoStick
        self.done.append("write" if can_write else "read")
        yield self.folder

    def open_ssh(self) -> None:
        if not self.can_open:
            raise OSError("no systemd")
        self.done.append("open")

    def close_ssh(self) -> None:
        self.done.append("close")

    def log_lines(self) -> list[str]:
        return ["2026-11-22T13:04:22.5+00:00 kernel: hwmon hwmon1: Undervoltage detected!"]


@dataclass
class Scene:
    places: DoorPlaces
    hands: FakeHands
    till: FileDoor
    stick: Path
    now_s: float = 100.0
    uids: tuple[int, ...] = (os.getuid(),)

    def serve(self) -> bool:
        return Door(
            self.places,
            self.hands,
            self.uids,
            lambda line: line if line.startswith("ssh-ed25519 AAAAgood") else None,
            lambda: Phrasebook({}, frozenset(), frozenset(), frozenset()),
            lambda: self.now_s,
        ).serve()


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    for name in ("requests", "answers", "stick"):
        (tmp_path / name).mkdir()
    places = DoorPlaces(
        tmp_path / "requests", tmp_path / "answers/answer.json", tmp_path / "answers/keys", tmp_path / "kept"
    )
    return Scene(places, FakeHands(), FileDoor(places.requests, places.answer), tmp_path / "stick")


def test_a_key_on_the_stick_lets_a_technician_in_for_an_hour(scene: Scene) -> None:
    scene.hands.folder = scene.stick
    (scene.stick / KEY_FILE).write_text(f"# a note\n{KEY}\nssh-rsa bad\n")
    scene.till.ask(Request("tech-1", "technician_on"))
    assert scene.serve()
    assert scene.till.answer() == Answer("tech-1", "on", 100 + 3600)
    assert scene.places.keys.read_text() == KEY + "\n"
    assert scene.hands.done == ["read", "open"]
    assert list(scene.places.requests.iterdir()) == []


def test_without_a_stick_the_key_from_the_card_will_do(scene: Scene) -> None:
    scene.places.kept_keys.write_text(KEY)
    scene.till.ask(Request("tech-1", "technician_on"))
    scene.serve()
    assert scene.till.answer() == Answer("tech-1", "on", 3700)


@pytest.mark.parametrize("on_stick", [None, "ssh-rsa bad", ""])
def test_without_any_key_the_door_stays_closed(scene: Scene, on_stick: str | None) -> None:
    if on_stick is not None:
        scene.hands.folder = scene.stick
        (scene.stick / KEY_FILE).write_text(on_stick)
    scene.till.ask(Request("tech-1", "technician_on"))
    scene.serve()
    assert scene.till.answer() == Answer("tech-1", "no_key")
    assert "open" not in scene.hands.done


def test_closing_takes_the_key_away(scene: Scene) -> None:
    scene.places.keys.write_text(KEY)
    scene.till.ask(Request("tech-2", "technician_off"))
    scene.serve()
    assert scene.till.answer() == Answer("tech-2", "off")
    assert scene.hands.done == ["close"] and not scene.places.keys.exists()


def test_what_fails_is_said(scene: Scene) -> None:
    scene.places.kept_keys.write_text(KEY)
    scene.hands.can_open = False
    scene.till.ask(Request("tech-1", "technician_on"))
    assert scene.serve()
    assert scene.till.answer() == Answer("tech-1", "failed")


def test_a_bundle_is_saved_beside_older_ones_with_the_log_only_root_may_read(scene: Scene) -> None:
    scene.hands.folder = scene.stick
    (scene.stick / "tillbox-support-1.zip").write_bytes(b"older")
    scene.till.ask(Request("save-1", "save_bundle"), [pack({"README.txt": "hello"})])
    scene.serve()
    assert scene.till.answer() == Answer("save-1", "saved", file="tillbox-support-2.zip")
    with zipfile.ZipFile(io.BytesIO((scene.stick / "tillbox-support-2.zip").read_bytes())) as saved:
        assert "Undervoltage" in saved.read("log-box.txt").decode()
        assert saved.read("README.txt") == b"hello"


def test_saving_while_a_technician_is_in_does_not_hide_that(scene: Scene) -> None:
    scene.places.kept_keys.write_text(KEY)
    scene.till.ask(Request("tech-1", "technician_on"))
    scene.serve()
    scene.till.ask(Request("save-1", "save_bundle"), [pack({"README.txt": "hello"})])
    scene.serve()
    assert scene.till.answer() == Answer("save-1", "no_stick", 3700)


@pytest.mark.parametrize("bundle", [None, b"no zip"])
def test_a_bundle_that_is_none_is_not_saved(scene: Scene, bundle: bytes | None) -> None:
    scene.hands.folder = scene.stick
    scene.till.ask(Request("save-1", "save_bundle"), None if bundle is None else [bundle])
    scene.serve()
    assert scene.till.answer() == Answer("save-1", "failed")
    assert list(scene.stick.iterdir()) == []


def test_records_are_saved_byte_for_byte_beside_older_ones(scene: Scene) -> None:
    scene.hands.folder = scene.stick
    (scene.stick / "tillbox-records-1.zip").write_bytes(b"older")
    scene.till.ask(Request("save-1", "save_records"), (part for part in (b"all ", b"of it")))
    scene.serve()
    assert scene.till.answer() == Answer("save-1", "saved", file="tillbox-records-2.zip")
    assert (scene.stick / "tillbox-records-2.zip").read_bytes() == b"all of it"
    assert list(scene.places.requests.iterdir()) == []


def test_a_stick_without_room_keeps_no_half_file(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.hands.folder = scene.stick

    def full(source: IO[bytes], target: IO[bytes]) -> None:
        target.write(source.read(3))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    scene.till.ask(Request("save-1", "save_records"), [b"all of it"])
    scene.serve()
    assert scene.till.answer() == Answer("save-1", "failed")
    assert list(scene.stick.iterdir()) == []


def test_records_that_are_too_large_are_not_saved(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.hands.folder = scene.stick
    monkeypatch.setattr(door_module, "LARGEST_RECORDS_BYTES", 8)
    scene.till.ask(Request("save-1", "save_records"), [b"123456789"])
    scene.serve()
    assert scene.till.answer() == Answer("save-1", "failed")
    assert list(scene.stick.iterdir()) == []


def test_a_request_of_another_user_is_thrown_away(scene: Scene) -> None:
    scene.uids = (os.getuid() + 1,)
    scene.till.ask(Request("tech-1", "technician_on"))
    assert not scene.serve()
    assert scene.till.answer() is None and list(scene.places.requests.iterdir()) == []


@pytest.mark.parametrize("trick", ["link", "hard link", "pipe", "folder", "full folder", "large"])
def test_tricks_with_the_file_are_thrown_away(scene: Scene, tmp_path: Path, trick: str) -> None:
    scene.places.kept_keys.write_text(KEY)
    request = scene.places.requests / door_talk.REQUEST
    good = tmp_path / "good"
    good.write_bytes(door_talk.as_bytes(Request("tech-1", "technician_on")))
    if trick == "link":
        request.symlink_to(good)
    elif trick == "hard link":
        request.hardlink_to(good)
        (tmp_path / "third").hardlink_to(good)
    elif trick == "pipe":
        os.mkfifo(request)
    elif trick == "folder":
        request.mkdir()
    elif trick == "full folder":
        (request / "within").mkdir(parents=True)
        (scene.places.requests / door_talk.BUNDLE / "within").mkdir(parents=True)
    else:
        request.write_bytes(good.read_bytes() + b" " * 300)
    assert not scene.serve()
    assert scene.hands.done == [] and not request.exists()
    assert not (scene.places.requests / door_talk.BUNDLE).exists()
    scene.till.ask(Request("tech-2", "technician_on"))  # and the door is there for the next
    assert scene.serve() and scene.hands.done == ["open"]


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_are_a_request_or_nothing(data: bytes) -> None:
    assert parse_request(data) is None
    assert parse_answer(data) is None


@pytest.mark.parametrize(
    "body",
    [
        {"id": "tech-1", "do": "rm -rf"},
        {"id": "tech-1"},
        {"id": "tech-1", "do": "technician_on", "key": KEY},
        {"id": "../../etc", "do": "technician_on"},
        {"id": 1, "do": "technician_on"},
        {"id": "tech-1", "do": ["technician_on"]},
        ["technician_on"],
    ],
)
def test_only_the_exact_form_is_a_request(body: object) -> None:
    assert parse_request(json.dumps(body).encode()) is None


def test_what_is_written_is_read_again() -> None:
    for one in (Request("tech-1", "technician_on"), Request("save-22", "save_bundle")):
        assert parse_request(door_talk.as_bytes(one)) == one
    answer = Answer("save-22", "saved", 12, "tillbox-support-7.zip")
    assert parse_answer(door_talk.as_bytes(answer)) == answer
    assert parse_answer(door_talk.as_bytes(Answer("save-22", "saved", None, "../x"))) is None


def test_the_demos_stick_is_a_folder(tmp_path: Path) -> None:
    door = PretendedDoor(tmp_path / "stick", lambda: 100.0, 60)
    door.ask(Request("save-1", "save_bundle"), [b"zip"])
    assert door.answer() == Answer("save-1", "no_stick")
    (tmp_path / "stick").mkdir()
    door.ask(Request("tech-1", "technician_on"))
    assert door.answer() == Answer("tech-1", "on", 3700)
    door.ask(Request("save-2", "save_bundle"), [b"zip"])
    assert door.answer() == Answer("save-2", "saved", 3700, "tillbox-support-1.zip")
    assert (tmp_path / "stick/tillbox-support-1.zip").read_bytes() == b"zip"
    door.ask(Request("tech-2", "technician_off"))
    assert door.answer() == Answer("tech-2", "off")


def test_only_what_hangs_on_usb_is_a_stick(tmp_path: Path) -> None:
    for name, bus in (("sda", "usb1"), ("sdb", "ata1"), ("sdc", "usb2")):
        disk = tmp_path / "sys/devices/pci" / bus / "block" / name
        disk.mkdir(parents=True)
        if name == "sda":
            (disk / "sda1").mkdir()
            (disk / "sda2").mkdir()
        (tmp_path / "sys/block").mkdir(exist_ok=True)
        (tmp_path / "sys/block" / name).symlink_to(disk)
    assert [one.name for one in usb_partitions(tmp_path)] == ["sda1", "sda2", "sdc"]


def test_real_hands_find_no_stick_where_there_is_none_and_read_the_ring_in_order(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log/box.log.1").write_text("older\n")
    (tmp_path / "log/box.log").write_text("newer\n")
    hands = RootHands(tmp_path / "mount", tmp_path / "log", tmp_path)
    with pytest.raises(NoStick), hands.stick(can_write=False):
        pass
    assert [line.strip() for line in hands.log_lines()] == ["older", "newer"]
