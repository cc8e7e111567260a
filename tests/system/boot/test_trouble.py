"""Something of the card cannot be read: the box sells, or says why not and tries again; it never waits for a person."""

from __future__ import annotations

from pathlib import Path

from tests.system.boot.boards import VIRT
from tests.system.boot.box import SHELL_S, Box
from tests.system.boot.ground import LOGS, fresh

AGAIN_S = 90.0  # the minute in which the words can be read, and the way down


def test_box_that_cannot_start_says_so_and_starts_again_by_itself(image: Path, tmp_path: Path) -> None:
    made = Box(VIRT, image, tmp_path, fresh(LOGS / "trouble"), "systemd.unit=emergency.target")
    with made.machine as machine:
        machine.start()
        machine.console.expect("It tries again in a minute", machine.limit_s(SHELL_S))
        machine.qmp.event("RESET", machine.limit_s(AGAIN_S))


def test_box_whose_wishes_cannot_be_read_sells(image: Path, tmp_path: Path) -> None:
    made = Box(VIRT, image, tmp_path, fresh(LOGS / "unread"), "systemd.mask=boot-firmware.mount")
    with made.machine:
        made.start()
        made.ready("till")
        assert made.sell(1, "unread")
        made.verify()
