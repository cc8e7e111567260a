"""The very image, booted: its units, its window, a sale, its paper, its lamp, its back office, its network."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any  # answers of the till are JSON

import pytest
from PIL import Image

from tests.faults.roll import PaperRoll
from tests.system.boot import lamp
from tests.system.boot.boards import NETWORK
from tests.system.boot.box import PLACE, PYTHON, UNITS, Box, until
from tests.system.boot.ground import ROOT
from tests.system.boot.office import Office

RED_PIN, GREEN_PIN = 17, 27
OFFICE_DOOR = 8090  # on the box's own loopback
LOOK_S = 6.0
MOST_OF_ONE_COLOUR = 0.75  # of the screen; a window that is empty or half drawn has more
LETTERS = r"the till's page shows [1-9]\d* letters"
PICTURES = ROOT / "build" / "pictures"
PULL = "/sys/devices/platform/gpio-sim.*/gpiochip*/sim_gpio3/pull"
TOUCH_S, HOLD_S = 0.5, 4.0  # the box counts two seconds
OFF_S = 60.0


def shown(box: Box) -> lamp.Shown:
    """What the pretended lamp shows."""
    said = box.shell.run(f"{PYTHON} {PLACE}/lamp.py {LOOK_S} {RED_PIN} {GREEN_PIN}", box.machine.limit_s(30))
    return lamp.shown(json.loads(said))


def test_every_unit_of_the_box_comes_up_and_none_fails(box: Box) -> None:
    box.ready(*UNITS)

    assert box.failed_units() == ""


def test_window_shows_the_till(box: Box) -> None:
    # The kiosk says that it is up, and how many letters can be read, once the till's page has some.
    box.ready("kiosk")
    assert re.fullmatch(LETTERS, box.property("tillbox-kiosk.service", "StatusText"))

    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / "image-first-screen.png"

    def is_drawn() -> bool:
        box.machine.qmp.picture(path)
        with Image.open(path) as picture:
            assert picture.size == (1024, 600)
            counts = [count for count, _ in picture.convert("RGB").getcolors(1 << 24) or ()]
            return max(counts) < MOST_OF_ONE_COLOUR * sum(counts)

    until(is_drawn, True, box.machine.limit_s(60))


def test_root_is_read_only_and_was_never_written(box: Box) -> None:
    assert box.shell.attempt("touch /usr/written").code != 0
    assert box.written("root_a") == []


def test_nobody_can_log_in_and_no_door_is_open(box: Box) -> None:
    assert box.shell.run("awk -F: '$2 !~ /^[!*]/ {print $1}' /etc/shadow") == ""
    assert box.shell.attempt("systemctl is-active ssh.service ssh.socket").words.split() == ["inactive"] * 2
    policies = box.shell.run("nft list chain inet tillbox input")
    assert "policy drop" in policies


def test_sale_comes_out_of_a_printer_in_the_network(box: Box, paper: PaperRoll) -> None:
    (number,) = box.sell(1, f"paper-{time.time_ns()}").values()

    until(lambda: paper.is_on_paper(number), True, box.machine.limit_s(20))


@pytest.mark.parametrize("unit", UNITS)
def test_kinds_of_devices_that_a_unit_may_open_are_known_before_one_is_plugged_in(
    box: Box, unit: str
) -> None:
    # systemd looks the names up when the unit starts, and leaves out what the kernel does not know yet.
    known = set(box.shell.run("awk 'NF == 2 {print $2}' /proc/devices").split())

    allowed = set(re.findall(r"\bchar-(\S+)", box.property(f"tillbox-{unit}.service", "DeviceAllow")))

    assert allowed <= known


def test_sale_comes_out_of_a_serial_printer_plugged_in_while_running(box: Box) -> None:
    with PaperRoll() as roll, plugged_in(box, roll.port):
        until(lambda: [one["state"] for one in serial_devices(box)], ["asks"], box.machine.limit_s(20))
        (found,) = serial_devices(box)
        box.call("PATCH", f"/devices/{found['key']}", role="printer", baud=115200)

        (number,) = box.sell(1, f"serial-{time.time_ns()}").values()
        until(lambda: roll.is_on_paper(number), True, box.machine.limit_s(20))

    until(lambda: [one["state"] for one in serial_devices(box)], ["gone"], box.machine.limit_s(20))
    box.call("DELETE", f"/devices/{found['key']}")


def serial_devices(box: Box) -> list[dict[str, Any]]:
    """What the Devices page says of serial lines."""
    return [one for one in box.get("/devices")["devices"] if one["kind"] == "serial"]


@contextmanager
def plugged_in(box: Box, port: int) -> Iterator[None]:
    """A USB serial converter whose other end is a printer of this machine."""
    qmp = box.machine.qmp
    address = {"type": "inet", "data": {"host": "127.0.0.1", "port": str(port)}}
    qmp.command(
        "chardev-add",
        {"id": "cable", "backend": {"type": "socket", "data": {"addr": address, "server": False}}},
    )
    qmp.command("device_add", {"driver": "usb-serial", "id": "converter", "chardev": "cable", "bus": "usb.0"})
    try:
        yield
    finally:
        qmp.command("device_del", {"id": "converter"})
        qmp.event("DEVICE_DELETED", box.machine.limit_s(15))
        qmp.command("chardev-remove", {"id": "cable"})


def test_sales_reach_the_back_office_and_wait_while_the_network_is_pulled(box: Box, office: Office) -> None:
    limit_s = box.machine.limit_s(60)
    until(lambda: shown(box), lamp.Shown("green", "wink"), limit_s)  # only on this box

    box.wire(OFFICE_DOOR, office.port)
    box.call("POST", "/office/enrol", url=f"http://127.0.0.1:{OFFICE_DOOR}")

    online = set(box.sell(2, f"online-{time.time_ns()}").values())
    until(lambda: online <= office.numbers(), True, limit_s)
    until(lambda: shown(box), lamp.Shown("green", "steady"), limit_s)

    box.machine.qmp.link(NETWORK, is_up=False)
    assert box.shell.run("cat /sys/class/net/eth0/carrier") == "0"
    offline = set(box.sell(2, f"offline-{time.time_ns()}").values())
    until(lambda: shown(box), lamp.Shown("amber", "slow_pulse"), limit_s)
    assert not offline & office.numbers()

    box.machine.qmp.link(NETWORK, is_up=True)
    until(lambda: offline <= office.numbers(), True, limit_s)
    until(lambda: shown(box), lamp.Shown("green", "steady"), limit_s)


def test_lamp_is_red_while_the_till_is_dead(box: Box) -> None:
    box.shell.run("systemctl stop tillbox-till.service")

    try:
        until(lambda: shown(box), lamp.Shown("red", "double_blink"), box.machine.limit_s(20))
    finally:
        box.shell.run("systemctl start tillbox-till.service", box.machine.limit_s(60))


def test_hung_kernel_is_reset_and_the_box_sells_again(box: Box) -> None:
    before = box.sell(1, f"hang-{time.time_ns()}")
    # A panic starts again by itself (`panic=` on the command line); a kernel that hangs needs the watchdog.
    box.shell.run("echo 1 > /proc/sys/kernel/sysrq; echo 0 > /proc/sys/kernel/panic")

    box.shell.start("echo c > /proc/sysrq-trigger")
    box.machine.qmp.event("WATCHDOG", box.machine.limit_s(30))
    box.machine.qmp.event("RESET", box.machine.limit_s(30))

    box.meet()
    box.ready("till")
    assert set(before.values()) <= set(box.numbers())


def test_touch_leaves_the_box_on_and_holding_the_button_switches_it_off_in_order(box: Box) -> None:
    box.ready("till", "lights")
    assert "power button: GPIO3" in box.shell.run("journalctl -b -u tillbox-lights --no-pager -o cat")
    # gpio-sim pulls its lines down, as a stuck button does: ever since the start that has meant nothing.
    assert box.shell.run(f"cat {PULL}") == "pull-down"
    box.shell.run(f"for file in {PULL}; do echo pull-up > $file; sleep 1; done")

    box.shell.run(
        f"for file in {PULL}; do echo pull-down > $file; sleep {TOUCH_S}; echo pull-up > $file; done; sleep {HOLD_S}"
    )
    assert box.shell.attempt("systemctl is-system-running").words != "stopping"
    assert shown(box).colour in ("green", "amber")
    before = box.sell(1, f"button-{time.time_ns()}")

    box.shell.start(f"for file in {PULL}; do echo pull-down > $file; done")
    ended = box.machine.qmp.event("SHUTDOWN", box.machine.limit_s(OFF_S))
    assert ended["data"] == {"guest": True, "reason": "guest-shutdown"}
    until(lambda: box.machine.is_on, False, box.machine.limit_s(10))
    box.machine.kill()  # nothing runs any more; this puts its lines away

    box.start()
    box.ready("till")
    assert set(before.values()) <= set(box.numbers())
    box.verify()
