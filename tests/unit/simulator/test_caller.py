"""The kernel's table of connections says whose process called."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from appliance.simulator.caller import owner_uid

TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F9A 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11 1
   1: 0100007F:1F9A 0100007F:C001 01 00000000:00000000 00:00000000 00000000  1000        0 12 1
   2: 0100007F:C001 0100007F:1F9A 01 00000000:00000000 00:00000000 00000000  1234        0 13 1
   3: 0100007F:C001 0100007F:1F9B 01 00000000:00000000 00:00000000 00000000  4321        0 14 1
"""


@pytest.mark.parametrize(
    ("address", "port", "uid"),
    [("127.0.0.1", 0xC001, 1234), ("127.0.0.2", 0xC001, None), ("127.0.0.1", 0xC002, None), ("::1", 1, None)],
)
def test_the_caller_is_the_one_whose_end_it_is(
    tmp_path: Path, address: str, port: int, uid: int | None
) -> None:
    (tmp_path / "tcp").write_text(TABLE)
    assert owner_uid((address, port), 0x1F9A, tmp_path / "tcp") == uid


def test_without_a_table_nobody_is_known(tmp_path: Path) -> None:
    assert owner_uid(("127.0.0.1", 1), 2, tmp_path / "none") is None


def test_a_real_connection_is_ours() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()) as caller:
            assert owner_uid(caller.getsockname(), server.getsockname()[1]) == os.geteuid()
