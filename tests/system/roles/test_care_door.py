"""The door between till and root, inside the walls the roles build: what the till asks is done, and nothing else."""

from __future__ import annotations

import json
import re
import subprocess

from tests.system.roles.container import Container
from tests.system.roles.test_living import soon

REQUESTS = "/run/tillbox/requests"
ANSWER = "/run/tillbox-care/answer.json"
# As the till writes it: a file of its own, in one piece.
ASK = (
    "import os, sys; os.umask(0o077); "
    f"open('{REQUESTS}/request.new', 'w').write(sys.argv[1]); "
    f"os.rename('{REQUESTS}/request.new', '{REQUESTS}/request.json')"
)
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl anna"


def ask(inside: Container, id_: str, do: str, user: str = "tillbox-till") -> None:
    words = json.dumps({"id": id_, "do": do})
    inside.ask("setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "python3", "-c", ASK, words)


def answer(inside: Container) -> dict[str, object]:
    said: dict[str, object] = json.loads(inside.ask("sh", "-c", f"cat {ANSWER} 2>/dev/null || echo '{{}}'"))
    return said


def answered(inside: Container, id_: str) -> str:
    soon(lambda: answer(inside).get("id") == id_, f"{id_} is not answered")
    soon(lambda: inside.ask("ls", REQUESTS) == "", "the request is still there")
    return str(answer(inside)["outcome"])


def port_is_open(inside: Container) -> bool:
    return "22" in inside.ask("nft", "list", "set", "inet", "tillbox", "open_ports").partition("elements")[2]


def test_the_door_has_its_walls_and_the_till_its_folder(inside: Container) -> None:
    assert inside.ask("systemctl", "is-active", "tillbox-care-door.path") == "active"
    assert inside.ask("systemctl", "is-enabled", "tillbox-care-door.path") == "enabled"
    assert inside.ask("stat", "--format=%a %U", REQUESTS) == "700 tillbox-till"
    said = inside.ask("systemd-analyze", "security", "tillbox-care-door.service")
    exposure = re.search(r"exposure level for \S+: (\d+\.\d)", said)
    assert exposure is not None and float(exposure[1]) <= 2.0, said


def test_without_a_stick_and_without_a_key_nobody_comes_in(inside: Container) -> None:
    inside.ask("rm", "--force", "/data/ssh/authorized_keys")
    ask(inside, "tech-0001", "technician_on")
    assert answered(inside, "tech-0001") == "no_key"
    assert not port_is_open(inside)
    ask(inside, "save-0001", "save_bundle")
    assert answered(inside, "save-0001") == "failed"  # there was no bundle beside the request


def test_a_technician_is_let_in_and_put_out_again(inside: Container) -> None:
    inside.ask("sh", "-c", f"umask 077; mkdir -p /data/ssh; echo '{KEY}' >/data/ssh/authorized_keys")
    inside.ask("sh", "-c", "test -f /data/ssh/ssh_host_ed25519_key || "
               "ssh-keygen -q -t ed25519 -N '' -f /data/ssh/ssh_host_ed25519_key")  # fmt: skip
    ask(inside, "tech-0002", "technician_on")
    assert answered(inside, "tech-0002") == "on", inside.ask("systemctl", "status", "technician.service")
    assert inside.ask("systemctl", "is-active", "technician.service") == "active"
    assert (
        inside.ask("systemctl", "show", "--value", "--property=RuntimeMaxUSec", "technician.service") == "1h"
    )
    assert port_is_open(inside)
    assert "SSH-2.0" in inside.ask("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/22; head -c 7 <&3")
    ask(inside, "tech-0003", "technician_off")
    assert answered(inside, "tech-0003") == "off"
    assert not port_is_open(inside)
    assert inside.ask("sh", "-c", "systemctl is-active technician.service || true") == "inactive"


def test_the_hour_ends_by_itself_and_puts_out_who_is_in(inside: Container) -> None:
    """The unit's own clock, with seconds in the hour's place: nothing of the till has a part in it."""
    short = "/run/systemd/system/technician.service.d"
    inside.ask("sh", "-c", f"mkdir -p {short}; printf '[Service]\\nRuntimeMaxSec=12s\\n' >{short}/short.conf")
    inside.ask("systemctl", "daemon-reload")
    inside.ask("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "/run/technician")
    inside.ask("cp", "/run/technician.pub", "/data/ssh/authorized_keys")
    try:
        ask(inside, "tech-0004", "technician_on")
        assert answered(inside, "tech-0004") == "on"
        way_in = ("ssh", "-i", "/run/technician", "-o", "StrictHostKeyChecking=accept-new", "root@127.0.0.1")
        session = subprocess.run(
            [*inside.prefix, "--", *way_in, "echo inside; exec sleep 300"],
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert session.stdout == "inside\n", session.stderr
        assert session.returncode != 0
        soon(lambda: not port_is_open(inside), "the port stays open")
        assert inside.run("systemctl", "is-active", "technician.service").stdout.strip() != "active"
        assert inside.run("pgrep", "--full", "sleep 300").stdout == ""
    finally:
        inside.ask("sh", "-c", f"rm -r {short} /run/technician /run/technician.pub /data/ssh/authorized_keys")
        inside.ask("systemctl", "daemon-reload")
        inside.ask("systemctl", "reset-failed")


def test_a_request_of_another_program_is_thrown_away(inside: Container) -> None:
    inside.ask("sh", "-c", f'echo \'{{"id": "tech-0009", "do": "technician_on"}}\' >{REQUESTS}/request.json')
    soon(lambda: inside.ask("ls", REQUESTS) == "", "the request is still there")
    assert answer(inside).get("id") != "tech-0009"
    assert not port_is_open(inside)
