"""The very image on an emulated Raspberry Pi 3B: its real pins read from outside, its keyboard port, its watchdog."""

from __future__ import annotations

import time

from tests.system.boot import lamp
from tests.system.boot.boards import GPIO_LEVELS, WATCHDOG_CONTROL, WATCHDOG_TIME
from tests.system.boot.box import Box, until

RED, GREEN = 1 << 17, 1 << 27
FULL_RESET = 0x20  # of PM_RSTC: what happens when the time is up
LONGEST_S = 15  # 20 bits of 65536ths of a second
LOOK_S = 8.0
LOOK_EVERY_S = 0.005
HOLD_S = 4.0  # of the power button, which counts two seconds


def shown(box: Box) -> lamp.Shown:
    """What the lamp shows, by the levels of the board's pins (register GPLEV0) for some seconds."""
    began = time.monotonic()
    samples: list[list[int]] = []
    while (passed_s := time.monotonic() - began) < LOOK_S:
        levels = box.machine.qmp.word_at(GPIO_LEVELS)
        seen = [int(bool(levels & RED)), int(bool(levels & GREEN))]
        if not samples or samples[-1][1:] != seen:
            samples.append([round(passed_s * 1000), *seen])
        time.sleep(LOOK_EVERY_S)
    return lamp.shown([*samples, [round(passed_s * 1000), *samples[-1][1:]]])


def until_shown(box: Box, wanted: lamp.Shown) -> None:
    """Look again until the lamp shows it."""
    until(lambda: shown(box), wanted, box.machine.limit_s(30))


def test_lamp_says_on_real_pins_what_holds(pi: Box) -> None:
    until_shown(pi, lamp.Shown("green", "wink"))

    pi.shell.run("systemctl stop tillbox-till.service", pi.machine.limit_s(60))
    until_shown(pi, lamp.Shown("red", "double_blink"))

    pi.shell.run("systemctl start tillbox-till.service", pi.machine.limit_s(60))
    until_shown(pi, lamp.Shown("green", "wink"))


def test_keyboard_that_types_the_code_of_the_screen_becomes_the_scanner(pi: Box) -> None:
    code = pi.call("POST", "/scanner-pairing")["pairing"]["code"]

    def pairing_after_a_scan() -> str:
        # Who sees nothing happen scans again.
        pi.machine.qmp.keys([*code, "ret"])
        return str(pi.get("/devices")["pairing"]["state"])

    until(pairing_after_a_scan, "paired", pi.machine.limit_s(20))

    goods = next(item for item in pi.get("/catalogue")["items"] if item["gtin"])
    pi.machine.qmp.keys([*goods["gtin"], "ret"])

    def items() -> list[str]:
        return [line["item_id"] for line in pi.get("/snapshot")["ticket"]["lines"]]

    until(items, [goods["id"]], pi.machine.limit_s(20))


def test_systemd_winds_up_the_watchdog_of_the_board(pi: Box) -> None:
    # The model keeps no time and resets at once (boards.PI3), so what a hung kernel meets is shown on the quick board.
    # Here the emulator holds still at that moment: systemd, driver and registers of a Raspberry Pi speak to each other.
    files = "systemd-analyze cat-config systemd/system.conf"
    told = pi.shell.run(f"{files} | sed -n 's/^RuntimeWatchdogSec=//p' | tail -n 1").removesuffix("s")
    assert 0 < int(told) <= LONGEST_S, f"this watchdog counts {LONGEST_S} s at most, not {told}"
    qmp = pi.machine.qmp
    qmp.command("set-action", {"reboot": "shutdown", "shutdown": "pause"})
    manager = "org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager"

    pi.shell.start(f"busctl set-property {manager} RuntimeWatchdogUSec t {int(told) * 1_000_000}")
    qmp.event("STOP", pi.machine.limit_s(30))

    # The driver begins with the longest time it has; systemd shortens it a moment later.
    assert 0 < qmp.word_at(WATCHDOG_TIME) <= LONGEST_S << 16
    assert qmp.word_at(WATCHDOG_CONTROL) & FULL_RESET
    qmp.command("set-action", {"reboot": "reset", "shutdown": "poweroff"})
    qmp.command("system_reset")
    qmp.command("cont")
    pi.meet()
    pi.ready("till", "lights")


def test_line_that_is_low_since_the_start_switches_no_board_off(pi: Box) -> None:
    # QEMU's Raspberry Pi has nothing on its pins and reads them as low, which is a pressed button.
    pi.ready("lights")
    assert "power button: GPIO3" in pi.shell.run("journalctl -b -u tillbox-lights --no-pager -o cat")
    pi.shell.run(f"sleep {HOLD_S}")
    assert pi.property("tillbox-lights.service", "ActiveState") == "active"
    assert pi.shell.attempt("systemctl is-system-running").words != "stopping"
