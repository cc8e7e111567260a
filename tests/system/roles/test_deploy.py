"""`make deploy` as a technician runs it: by SSH, as a user who may become root, on a system that is no box yet.

The container has one wire to this machine and nothing behind it; pins and screen are pretended, as for the other tests.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.system.roles.container import Container, changed
from tests.system.roles.root import REPOSITORY, CannotRun, make
from tests.system.roles.test_living import at_the_till, soon

DEPLOY_LIMIT_S = 900.0
OWNERS_RULE = "table inet owners_own { }\n"
SETTINGS = """\
devices_pins_are_pretended: true
kiosk_has_no_screen: true
till_settings: { country: de, language: de, stall: Stall 3, demo_data: true }
"""


@dataclass(frozen=True, slots=True)
class Stock:
    """A system that somebody installed, with SSH and a user `pi`, and how this machine gets in."""

    container: Container
    address: str
    ssh_words: str
    settings: Path

    def deploy(self) -> str:
        """What `make deploy` prints; it has to succeed."""
        done = subprocess.run(
            ["make", "--silent", "deploy", f"HOST=pi@{self.address}", f"settings={self.settings}"],
            cwd=REPOSITORY,
            env={**os.environ, "ANSIBLE_SSH_ARGS": self.ssh_words, "ANSIBLE_NOCOLOR": "1"},
            capture_output=True,
            text=True,
            timeout=DEPLOY_LIMIT_S,
        )
        if done.returncode != 0:
            units = ("--unit=tillbox-*", "--unit=ssh")
            said = self.container.run("journalctl", *units, "--output=cat", "--lines=60").stdout
            pytest.fail(f"{done.stdout[-4000:]}{done.stderr[-2000:]}\n{said}")
        return done.stdout


@pytest.fixture(scope="module")
def stock() -> Iterator[Stock]:
    scratch = Path(tempfile.mkdtemp(prefix="tillbox-stock-", dir="/var/tmp"))
    container = Container(scratch / "root", scratch)
    try:
        make(container.root)
        prepare(container.root)
        container.boot()
        with wired(container) as address:
            yield Stock(container, address, let_in(container, address, scratch), settings_file(scratch))
    except CannotRun as problem:
        pytest.fail(str(problem))
    finally:
        container.stop()
        try:
            shutil.rmtree(scratch)
        except FileNotFoundError:  # ssh took a socket of its own away just now: nobody is at the other end
            shutil.rmtree(scratch)


def prepare(root: Path) -> None:
    """No mirror can be reached: the packages are there. The wire is ours and not NetworkManager's."""
    apt = root / "etc" / "apt"
    for sources in (apt / "sources.list", *(apt / "sources.list.d").glob("*")):
        sources.unlink(missing_ok=True)
    wire = root / "etc" / "NetworkManager" / "conf.d" / "wire.conf"
    wire.write_text("[keyfile]\nunmanaged-devices=interface-name:wire\n")
    (root / "etc" / "sudoers.d" / "pi").write_text("pi ALL=(ALL) NOPASSWD: ALL\n")
    with (root / "etc" / "nftables.conf").open("a") as firewall:
        firewall.write(OWNERS_RULE)


@contextmanager
def wired(container: Container) -> Iterator[str]:
    """A network of two, this machine and the container, whose address it yields.

    Name and addresses follow from the container's pid: two runs at a time must not meet on one wire.
    """
    pid = int(container.prefix[2])
    net = f"198.18.{pid // 64 % 256}"  # RFC 2544: for tests, never routed
    ours, its = f"{net}.{pid % 64 * 4 + 1}", f"{net}.{pid % 64 * 4 + 2}"
    name = f"tbx-{pid}"
    link = f"ip link add {name} type veth peer name wire netns {pid}"
    subprocess.run(link.split(), check=True, timeout=10)
    try:
        for words in (f"addr add {ours}/30 dev {name}", f"link set {name} up"):
            subprocess.run(["ip", *words.split()], check=True, timeout=10)
        for words in (f"addr add {its}/30 dev wire", "link set wire up"):
            container.ask("ip", *words.split())
        yield its
    finally:
        subprocess.run(["ip", "link", "delete", name], check=True, timeout=10)


def let_in(container: Container, address: str, scratch: Path) -> str:
    """Make the user and its key, switch SSH on; the words ssh needs to come in and to know whom it talks to."""
    key = scratch / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True, timeout=20)
    container.ask("useradd", "--create-home", "--shell", "/bin/bash", "pi")
    container.ask("install", "-d", "-o", "pi", "-m", "700", "/home/pi/.ssh")
    given = container.run("tee", "/home/pi/.ssh/authorized_keys", given=key.with_suffix(".pub").read_text())
    assert given.returncode == 0, given.stderr
    container.ask("ssh-keygen", "-A")
    container.ask("systemctl", "enable", "--now", "ssh.service")
    known = scratch / "known_hosts"
    host_key = container.ask("cat", "/etc/ssh/ssh_host_ed25519_key.pub")
    known.write_text(f"{address} {host_key}\n")
    options = {"IdentityFile": key, "IdentitiesOnly": "yes", "UserKnownHostsFile": known, "ControlMaster": "auto",
               "ControlPersist": "30", "StrictHostKeyChecking": "yes", "ControlPath": scratch / "ssh-%C"}  # fmt: skip
    return " ".join(f"-o {name}={value}" for name, value in options.items())


def settings_file(scratch: Path) -> Path:
    file = scratch / "stall-3.yml"
    file.write_text(SETTINGS)
    return file


def test_a_stock_system_is_made_a_box_over_ssh_and_the_second_run_changes_nothing(stock: Stock) -> None:
    inside = stock.container
    assert changed(stock.deploy()) != []
    soon(lambda: inside.run("systemctl", "is-active", "tillbox-till").stdout == "active\n", "no till")
    sale = json.loads(at_the_till(inside, "sell"))
    assert sale["number"].startswith("A")
    assert "Stall 3" in inside.ask("cat", "/data/config/box.toml")

    again = stock.deploy()  # gets in: the firewall that was just closed leaves this one door
    assert changed(again) == []
    assert re.search(r"changed=0 +unreachable=0 +failed=0", again)
    assert sale["number"] in at_the_till(inside, "/api/v1/sales")
    assert inside.ask("systemctl", "--failed", "--plain", "--no-legend") == ""
    rules = inside.ask("nft", "list", "set", "inet", "tillbox", "open_ports")
    assert "elements = { 22 }" in rules
    assert "table inet owners_own" in inside.ask("nft", "list", "tables"), "the owner's own rules are gone"
