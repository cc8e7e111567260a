"""Who may switch the box off, asked of the system's own judges: the program of the power button, and nobody else."""

from __future__ import annotations

import pytest

from tests.system.roles.container import Container

MANAGER = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
CAN = ("busctl", "--allow-interactive-authorization=no", "call", *MANAGER)
RULES = "/etc/polkit-1/rules.d/50-tillbox-power.rules"
# The doors of the unit, as far as a call to logind could meet one of them.
ROOM = ("NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectProc=invisible",
        "PrivateTmp=yes", "PrivateNetwork=yes", "RestrictAddressFamilies=AF_UNIX", "MemoryDenyWriteExecute=yes",
        "SystemCallFilter=@system-service", "SystemCallFilter=~@privileged @resources",
        "SystemCallErrorNumber=EPERM", "DevicePolicy=closed")  # fmt: skip


def may(inside: Container, user: str, what: str) -> str:
    return inside.ask("runuser", "-u", user, "--", *CAN, what)


def test_program_of_the_button_may_switch_off_and_do_nothing_else_to_the_machine(inside: Container) -> None:
    assert may(inside, "tillbox-lights", "CanPowerOff") == 's "yes"'
    for needless in ("CanReboot", "CanHalt"):
        assert may(inside, "tillbox-lights", needless) != 's "yes"'


@pytest.mark.parametrize("user", ["tillbox-till", "tillbox-watchdog", "tillbox-kiosk", "nobody"])
def test_nobody_else_may_switch_the_box_off(inside: Container, user: str) -> None:
    assert may(inside, user, "CanPowerOff") != 's "yes"'
    done = inside.run("runuser", "-u", user, "--", *CAN, "PowerOff", "b", "false")
    assert done.returncode != 0, f"{user} switched the box off"


def test_program_of_the_button_reaches_logind_from_its_own_room(inside: Container) -> None:
    doors = [word for door in ROOM for word in ("--property", door)]
    user = ("--property", "User=tillbox-lights")
    said = inside.ask("systemd-run", "--quiet", "--wait", "--pipe", *user, *doors, *CAN, "CanPowerOff")
    assert said == 's "yes"'


def test_rule_is_whole_and_nobody_of_the_box_can_change_it(inside: Container) -> None:
    assert inside.ask("stat", "--format=%a %U %G", RULES) == "644 root root"
    actions = {word for word in inside.ask("cat", RULES).split('"') if word.startswith("org.")}
    assert actions == {
        "org.freedesktop.login1.power-off",
        "org.freedesktop.login1.power-off-multiple-sessions",
    }


def test_lamp_listens_to_the_button_on_its_usual_pin(inside: Container) -> None:
    said = inside.ask(
        "journalctl", "--unit=tillbox-lights", "--grep=power button: GPIO", "--output=cat", "--no-pager"
    )
    assert "power button: GPIO3" in said
