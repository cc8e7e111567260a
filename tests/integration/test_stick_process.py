"""The stick's process, killed at any moment of its work: what it says is on the stick is on it."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from appliance import config
from appliance.config import Config
from appliance.domain.recovery_code import code_of
from appliance.stick.export import export
from appliance.stick_key import StoredSecret
from appliance.store import open_store
from appliance.store.people import SmallStore
from appliance.till.stick import Stick
from appliance.web.inside import Inside, own_users
from tests.unit.till.stall import Stall, stall_on

KILLS = 6
PATIENCE_S = 60.0


@pytest.fixture
def stall(tmp_path: Path) -> Iterator[Stall]:
    stall = stall_on(open_store(tmp_path / "store", series="A"))
    yield stall
    stall.store.close()


def test_killed_process_leaves_a_prefix_and_the_next_one_makes_it_whole(stall: Stall, tmp_path: Path) -> None:
    settings = Config(data_dir=tmp_path, simulated=True)
    config.write(settings, tmp_path / "box.toml")
    settings.stick_dir.mkdir(parents=True)
    secret = StoredSecret(SmallStore(tmp_path / "people.json"))
    stick = Stick(
        stall.store, secret, time.monotonic, threading.Lock(), stall="A", office_box=stall.office.box_id
    )
    inside = Inside(
        settings.till_socket, stall.office, stall.till.report, stall.store, uids=own_users(), stick=stick
    )
    stall.till.changed = inside.look
    inside.start()
    chance = random.Random(3)  # noqa: S311 - the same moments in every run
    sold = 0
    try:
        for _ in range(KILLS):
            process = start(tmp_path)
            until(lambda: stick.view()["state"] == "safe")
            for _ in range(chance.randrange(1, 6)):
                sold += 1
                stall.sell(f"sale-{sold:06d}")
            time.sleep(chance.random() * 0.05)
            process.send_signal(signal.SIGKILL)
            process.wait(10)
            lines = exported(settings.stick_dir, secret)
            assert lines == facts(stall)[: len(lines)]
        process = start(tmp_path)
        until(lambda: len(exported(settings.stick_dir, secret)) == len(facts(stall)))
        process.terminate()
        assert process.wait(10) == 0
    finally:
        inside.stop()
    assert exported(settings.stick_dir, secret) == facts(stall)


def start(folder: Path) -> subprocess.Popen[bytes]:
    command = (sys.executable, "-m", "appliance", "stick", "--config", str(folder / "box.toml"))
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, env=dict(os.environ))  # noqa: S603 - our own


def exported(stick: Path, secret: StoredSecret) -> list[bytes]:
    out = io.BytesIO()
    export(stick, code_of(secret.secret()), out, io.StringIO())
    return out.getvalue().splitlines()


def facts(stall: Stall) -> list[bytes]:
    part = stall.store.stream_part(1, 0, stall.store.last_durable(1), 1 << 24)
    return [] if part is None else list(part.facts)


def until(is_so: Callable[[], bool]) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end_s, "it does not come about"
        time.sleep(0.02)
