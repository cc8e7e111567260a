"""What the system itself says about the box that the roles made: who runs, as whom, what is open, what is denied."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

from tests.system.roles.container import Container

OURS = ("till", "watchdog", "lights", "kiosk", "log", "first-boot", "radio-country")
RUNNING = (
    "tillbox-till",
    "tillbox-watchdog",
    "tillbox-lights",
    "tillbox-kiosk",
    "tillbox-log",
    "tillbox-radio-country.path",
    "seatd",
)
WITH_THE_BOX = (
    "tillbox-first-boot", "nftables", "NetworkManager", "ModemManager", "systemd-timesyncd",
)  # fmt: skip
MODES = {
    "/data/till": "700 tillbox-till tillbox-till",
    "/data/watchdog": "700 tillbox-watchdog tillbox-watchdog",
    "/data/kiosk": "700 tillbox-kiosk tillbox-kiosk",
    "/data/network": "700 root root",
    "/data/config": "755 root root",
    "/data/till/people.json": "600 tillbox-till tillbox-till",
    "/run/tillbox": "3770 root tillbox",
    "/run/tillbox/till.sock": "660 tillbox-till tillbox",
    "/run/tillbox/lights.sock": "660 tillbox-lights tillbox",
    "/run/tillbox/kiosk-token": "640 tillbox-till tillbox-kiosk",
    "/opt/tillbox": "755 root root",
}


@pytest.mark.parametrize("unit", RUNNING)
def test_a_program_runs_and_starts_with_the_box(inside: Container, unit: str) -> None:
    assert inside.ask("systemctl", "is-active", unit) == "active"
    assert inside.ask("systemctl", "is-enabled", unit) == "enabled"
    assert inside.ask("systemctl", "show", "--value", "--property=NRestarts", unit) in ("0", "")


@pytest.mark.parametrize("unit", WITH_THE_BOX)
def test_a_service_starts_with_the_box(inside: Container, unit: str) -> None:
    assert inside.ask("systemctl", "is-enabled", unit) == "enabled"


def test_no_unit_has_failed(inside: Container) -> None:
    assert inside.ask("systemctl", "--failed", "--plain", "--no-legend") == ""


@pytest.mark.parametrize("unit", ["till", "watchdog", "lights", "kiosk"])
def test_a_program_that_hangs_is_started_anew(inside: Container, unit: str) -> None:
    asked = inside.ask("systemctl", "show", "--property=Type,WatchdogUSec,Restart", f"tillbox-{unit}")
    said = dict(line.split("=", 1) for line in asked.splitlines())
    assert (said["Type"], said["Restart"]) == ("notify", "always")
    assert said["WatchdogUSec"] not in ("0", "infinity")


@pytest.mark.parametrize("unit", OURS)
def test_a_program_is_denied_what_it_does_not_need(inside: Container, unit: str) -> None:
    said = inside.ask("systemd-analyze", "security", f"tillbox-{unit}.service")
    exposure = re.search(r"exposure level for tillbox-\S+: (\d+\.\d)", said)
    assert exposure is not None
    assert float(exposure[1]) <= (3.0 if unit == "kiosk" else 2.0), said


@pytest.mark.parametrize(
    ("user", "number"), [("till", 761), ("watchdog", 762), ("lights", 763), ("kiosk", 764)]
)
def test_each_program_has_a_user_that_nobody_can_be(inside: Container, user: str, number: int) -> None:
    entry = inside.ask("getent", "passwd", f"tillbox-{user}").split(":")
    assert (int(entry[2]), entry[6]) == (number, "/usr/sbin/nologin")
    assert inside.ask("getent", "shadow", f"tillbox-{user}").split(":")[1].startswith("!")
    pid = inside.ask("systemctl", "show", "--value", "--property=MainPID", f"tillbox-{user}")
    assert inside.ask("stat", "--format=%U", f"/proc/{pid}") == f"tillbox-{user}"


@pytest.mark.parametrize("path", MODES)
def test_a_file_is_for_those_who_need_it(inside: Container, path: str) -> None:
    assert inside.ask("stat", "--format=%a %U %G", path) == MODES[path]


def test_the_application_cannot_be_changed_by_the_programs(inside: Container) -> None:
    loose = inside.ask("find", "/opt/tillbox", "/etc/tillbox", "-not", "-type", "l", "(", "-not", "-user", "root",
                       "-o", "-perm", "/022", ")")  # fmt: skip
    assert loose == ""
    assert inside.ask("readlink", "/opt/tillbox/current").startswith("0.")


def test_one_program_cannot_read_what_is_another_s(inside: Container) -> None:
    for user, path in (
        ("tillbox-kiosk", "/data/till/people.json"),
        ("tillbox-watchdog", "/data/till/people.json"),
        ("tillbox-lights", "/run/tillbox/kiosk-token"),
        ("tillbox-till", "/data/network"),
    ):
        done = inside.run("runuser", "-u", user, "--", "ls", path) if path == "/data/network" else inside.run(
            "runuser", "-u", user, "--", "cat", path
        )  # fmt: skip
        assert "Permission denied" in done.stderr, f"{user} reads {path}"


def test_no_program_takes_another_s_file_away_where_all_meet(inside: Container) -> None:
    for deed in ("mv /run/tillbox/requests /run/tillbox/taken", "rm -f /run/tillbox/lights.sock",
                 "touch /run/tillbox/mine && mv /run/tillbox/mine /run/tillbox/till.sock"):  # fmt: skip
        done = inside.run("runuser", "-u", "tillbox-watchdog", "--", "sh", "-c", deed)
        assert "Operation not permitted" in done.stderr, f"{deed}: {done.stdout}{done.stderr}"
    inside.ask("rm", "--force", "/run/tillbox/mine")
    assert inside.ask("stat", "--format=%U", "/run/tillbox/requests") == "tillbox-till"


def test_the_watchdog_may_join_networks_and_the_till_may_not(inside: Container) -> None:
    asked = ("nmcli", "--terse", "general", "permissions")
    modify = "org.freedesktop.NetworkManager.settings.modify.system"
    granted = inside.ask("runuser", "-u", "tillbox-watchdog", "--", *asked)
    assert f"{modify}:yes" in granted
    assert f"{modify}:yes" not in inside.ask("runuser", "-u", "tillbox-till", "--", *asked)
    for needless in ("settings.modify.hostname", "enable-disable-network", "reload", "checkpoint-rollback"):
        assert f"org.freedesktop.NetworkManager.{needless}:yes" not in granted
    modem = ("pkcheck", "--action-id", "org.freedesktop.ModemManager1.Device.Control", "--process", "$$")
    denied = inside.run("runuser", "-u", "tillbox-watchdog", "--", "sh", "-c", " ".join(modem))
    assert denied.returncode != 0


def test_connections_are_kept_on_the_data_partition(inside: Container) -> None:
    secret = ("wifi-sec.key-mgmt", "wpa-psk", "wifi-sec.psk", "saffron-9")
    named = ("con-name", "market", "ifname", "*", "autoconnect", "no", "ssid", "Market")
    added = inside.run("nmcli", "connection", "add", "type", "wifi", *named, *secret)
    assert added.returncode == 0, added.stderr
    kept = inside.ask("find", "/data/network", "-name", "market*", "-printf", "%m %u")
    assert kept == "600 root"
    inside.ask("nmcli", "connection", "delete", "market")


def test_ssh_is_there_and_off(inside: Container) -> None:
    assert (
        inside.run("systemctl", "is-active", "ssh.service", "ssh.socket").stdout.split() == ["inactive"] * 2
    )
    assert (
        inside.run("systemctl", "is-enabled", "ssh.service", "ssh.socket").stdout.split() == ["disabled"] * 2
    )
    inside.ask("mkdir", "-p", "/run/sshd")
    inside.ask("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "/data/ssh/ssh_host_ed25519_key")
    said = inside.ask("sshd", "-T").splitlines()
    assert "passwordauthentication no" in said
    assert "authorizedkeysfile /data/ssh/authorized_keys" in said
    inside.ask("rm", "/data/ssh/ssh_host_ed25519_key", "/data/ssh/ssh_host_ed25519_key.pub")


def test_nobody_can_log_in_on_the_screen(inside: Container) -> None:
    assert inside.run("systemctl", "is-enabled", "getty@tty1.service").stdout.strip() == "disabled"
    assert inside.run("systemctl", "is-active", "getty@tty1.service").stdout.strip() == "inactive"


def test_the_board_resets_a_kernel_that_hangs(inside: Container) -> None:
    asked = inside.ask("systemctl", "show", "--value", "--property=RuntimeWatchdogUSec")
    assert asked == "15s"


def test_rules_for_devices_are_understood(inside: Container) -> None:
    inside.ask("udevadm", "verify", "/etc/udev/rules.d/60-tillbox.rules")


def test_nothing_mounts_a_stick_by_itself(inside: Container) -> None:
    installed = inside.ask("dpkg-query", "--show", "--showformat=${Package}\n").split()
    assert not {"udisks2", "usbmount", "udiskie", "autofs", "gvfs"} & set(installed)


def test_no_unit_and_no_rule_mounts_or_runs_what_is_plugged_in(inside: Container) -> None:
    units = inside.ask("systemctl", "list-unit-files", "--type=automount", "--plain", "--no-legend")
    assert {line.split()[0] for line in units.splitlines()} <= {"proc-sys-fs-binfmt_misc.automount"}
    found = inside.run(
        "grep", "-rlE", "systemd-mount|/bin/mount|udisksctl", "/etc/udev/rules.d", "/usr/lib/udev/rules.d"
    )
    assert found.stdout == ""


def test_a_touch_of_a_power_key_does_nothing_and_holding_it_switches_off(inside: Container) -> None:
    manager = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
    keys = ("HandlePowerKey", "HandlePowerKeyLongPress", "HandleRebootKey", "HandleSuspendKey")
    said = inside.ask("busctl", "get-property", *manager, *keys).split()
    assert said == ["s", '"ignore"', "s", '"poweroff"', "s", '"ignore"', "s", '"ignore"']


def test_a_box_that_is_switched_off_leaves_its_lamp_red(inside: Container) -> None:
    unit = inside.ask("systemctl", "show", "--property=ExecStopPost", "tillbox-lights")
    assert "lights --red" in unit
    inside.ask("systemctl", "stop", "tillbox-lights")
    said = inside.ask("systemctl", "show", "--property=Result,ExecMainStatus", "tillbox-lights").split()
    assert sorted(said) == ["ExecMainStatus=0", "Result=success"]
    inside.ask("systemctl", "start", "tillbox-lights")


def test_nothing_listens_beyond_the_box(inside: Container) -> None:
    for line in inside.ask("ss", "--no-header", "--listening", "--tcp", "--udp", "--numeric").splitlines():
        assert re.search(r"\s(127\.0\.0\.1|\[::1\]):\d+\s", line), line


def test_the_firewall_lets_nobody_in(inside: Container) -> None:
    rules = json.loads(inside.ask("nft", "--json", "list", "ruleset"))["nftables"]
    chains = [entry["chain"] for entry in rules if "chain" in entry]
    policies = {chain["name"]: chain["policy"] for chain in chains if chain["table"] == "tillbox"}
    assert policies == {"input": "drop", "forward": "drop"}
    assert [entry["set"].get("elem", []) for entry in rules if "set" in entry] == [[]]


def test_a_neighbour_gets_in_only_through_an_opened_port(inside: Container) -> None:
    pid = inside.prefix[2]
    wire = ("ip", "link", "add", "tbx-out", "type", "veth", "peer", "name", "tbx-in", "netns", pid)
    subprocess.run(wire, check=True, timeout=10)
    try:
        for command in ("addr add 198.51.100.1/24 dev tbx-out", "link set tbx-out up"):
            subprocess.run(["ip", *command.split()], check=True, timeout=10)
        inside.ask("nmcli", "device", "set", "tbx-in", "managed", "no")  # it would ask for an address by DHCP
        inside.ask("ip", "addr", "add", "198.51.100.2/24", "dev", "tbx-in")
        inside.ask("ip", "link", "set", "tbx-in", "up")
        listener = inside.prefix + ["--", "python3", "-m", "http.server", "--bind", "0.0.0.0", "2222"]
        server = subprocess.Popen(listener, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            knock = [
                "curl",
                "--silent",
                "--max-time",
                "3",
                "--noproxy",
                "*",
                "http://198.51.100.2:2222/etc/hostname",
            ]
            refused = subprocess.run(knock, timeout=10, capture_output=True)
            assert refused.returncode == 28  # curl(1): nothing came back in time
            inside.ask("nft", "add element inet tillbox open_ports { 2222 }")
            opened = subprocess.run(
                [*knock, "--retry", "5", "--retry-connrefused"], timeout=40, capture_output=True
            )
            assert opened.returncode == 0
        finally:
            server.kill()
            server.wait(10)
            inside.run("nft", "delete element inet tillbox open_ports { 2222 }")
    finally:
        subprocess.run(["ip", "link", "delete", "tbx-out"], check=True, timeout=10)
