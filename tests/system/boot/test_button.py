"""The power button of the very image: pressed on the kernel's pretended pins, and floating on a Raspberry Pi's."""

from __future__ import annotations

import time

from tests.system.boot.box import Box, until
from tests.system.boot.test_virt import shown

PULL = "/sys/devices/platform/gpio-sim.*/gpiochip*/sim_gpio3/pull"
TOUCH_S, HOLD_S = 0.5, 4.0  # the box counts two seconds
OFF_S = 60.0


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


def test_line_that_is_low_since_the_start_switches_no_board_off(pi: Box) -> None:
    # QEMU's Raspberry Pi has nothing on its pins and reads them as low, which is a pressed button.
    pi.ready("lights")
    assert "power button: GPIO3" in pi.shell.run("journalctl -b -u tillbox-lights --no-pager -o cat")
    pi.shell.run(f"sleep {HOLD_S}")
    assert pi.property("tillbox-lights.service", "ActiveState") == "active"
    assert pi.shell.attempt("systemctl is-system-running").words != "stopping"
