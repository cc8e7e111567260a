"""The box does its work where the roles put it: it sells, comes back, shows, keeps its log and makes itself a box."""

from __future__ import annotations

import json
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

from tests.system.roles.container import Container
from tests.system.roles.root import REPOSITORY

# Runs inside, with the Python of the installed application: two taps and a payment, as a screen does it.
SELL = """
import http.client, json, sys
token = open("/run/tillbox/kiosk-token").read().strip()
def call(method, path, cookie="", key="", body=None):
    line = http.client.HTTPConnection("127.0.0.1", 8080, timeout=10)
    head = {"Cookie": cookie}
    if body is not None:
        head |= {"Idempotency-Key": key, "Content-Type": "application/json", "Origin": "http://127.0.0.1:8080"}
    line.request(method, path, json.dumps(body) if body is not None else None, head)
    answer = line.getresponse()
    return answer, answer.read()
cookie = call("GET", f"/enter?token={token}")[0].headers["Set-Cookie"].split(";")[0]
if sys.argv[1] == "sell":
    items = json.loads(call("GET", "/api/v1/catalogue", cookie)[1])["items"]
    item = next(i for i in items if i["unit"] == "piece" and i["kind"] == "goods" and not i["deposit_id"])
    call("POST", "/api/v1/ticket/lines", cookie, "roles-tap-0001", {"item_id": item["id"]})
    paid = {"tender": "cash", "given_minor": item["price_minor"], "total_minor": item["price_minor"]}
    print(json.dumps(json.loads(call("POST", "/api/v1/ticket/pay", cookie, "roles-pay-0001", paid)[1])["last_sale"]))
else:
    print(call("GET", sys.argv[1], cookie)[1].decode())
"""


def at_the_till(inside: Container, what: str) -> str:
    return inside.ask("/opt/tillbox/current/bin/python", "-I", "-c", textwrap.dedent(SELL), what)


def soon(truth: Callable[[], bool], what: str, limit_s: float = 20.0) -> None:
    until_s = time.monotonic() + limit_s
    while not truth():
        assert time.monotonic() < until_s, what
        time.sleep(0.2)


def main_pid(inside: Container, unit: str) -> str:
    return inside.ask("systemctl", "show", "--value", "--property=MainPID", unit)


def test_a_sale_survives_a_till_that_is_killed(inside: Container) -> None:
    sale = json.loads(at_the_till(inside, "sell"))
    assert sale["number"].startswith("A")
    before = main_pid(inside, "tillbox-till")
    inside.ask("systemctl", "kill", "--signal=KILL", "tillbox-till")
    soon(lambda: main_pid(inside, "tillbox-till") not in ("0", before), "the till does not come back")
    soon(
        lambda: (
            inside.ask("systemctl", "show", "--value", "--property=ActiveState", "tillbox-till") == "active"
        ),
        "the till does not say that it is ready",
    )
    assert sale["number"] in at_the_till(inside, "/api/v1/sales")


def test_the_screen_is_installed_with_the_till(inside: Container) -> None:
    assert "<title>" in at_the_till(inside, "/")


def test_the_lamp_knows_that_till_and_watchdog_live(inside: Container) -> None:
    # Its last word in the log; the pins are pretended, what they do is proved on boards.
    def last() -> str:
        said = inside.ask("journalctl", "--unit=tillbox-lights", "--output=cat").splitlines()
        return next((line for line in reversed(said) if "light." in line), "")

    soon(lambda: "green wink: light.only_on_box" in last(), "the lamp is not green")
    inside.ask("systemctl", "stop", "tillbox-till")
    soon(lambda: "red double_blink" in last(), "the lamp is not red without a till")
    inside.ask("systemctl", "start", "tillbox-till")
    soon(lambda: "green wink" in last(), "the lamp is not green again")


def test_the_log_is_in_memory_and_what_matters_in_a_ring(inside: Container) -> None:
    inside.ask("logger", "a word in memory")
    soon(lambda: "a word in memory" in inside.ask("journalctl", "--directory=/run/log/journal"), "no journal")
    # What was written before the roles came may lie there, and nothing since.
    on_the_card = inside.run("journalctl", "--directory=/var/log/journal").stdout
    assert "a word in memory" not in on_the_card
    inside.ask("systemctl", "restart", "tillbox-log")
    assert "tillbox-till.service" in Path(inside.root / "data/log/box.log").read_text()
    with (inside.root / "data/log/box.log").open("a") as log:
        log.write("0" * (2 << 20))
    inside.ask("logger", "--priority=user.warning", "a word that is kept")
    inside.ask("systemctl", "restart", "tillbox-log")
    soon(lambda: (inside.root / "data/log/box.log.1").exists(), "the ring does not turn")
    assert "a word that is kept" in (inside.root / "data/log/box.log.1").read_text()


def test_the_first_start_of_an_image_makes_it_a_box(inside: Container) -> None:
    inside.ask("touch", "/etc/tillbox/image")
    try:
        inside.ask("systemctl", "start", "tillbox-first-boot")
        assert inside.ask("systemctl", "is-active", "tillbox-first-boot") == "active"
        assert inside.ask("hostname").startswith("tillbox-")
        assert inside.ask("stat", "--format=%a %U", "/data/ssh/ssh_host_ed25519_key") == "600 root"
        assert "demo_data = true" in inside.ask("cat", "/data/config/box.toml")
        assert inside.ask("cat", "/etc/machine-id") == inside.ask("cat", "/data/state/machine-id")
    finally:
        inside.ask("rm", "/etc/tillbox/image")
        inside.ask("systemctl", "stop", "tillbox-first-boot")


def test_the_data_partition_takes_the_whole_card(inside: Container) -> None:
    """On a picture of a card: the image's own layout on a file that is larger, grown by what the image has."""
    from image.layout import make_layout, sfdisk_script

    layout = make_layout(32, 64, 32)
    card, rule = "/var/tmp/card.img", "/var/tmp/repart"
    inside.ask("truncate", "--size=512M", card)
    made = inside.run("sfdisk", "--quiet", card, given=sfdisk_script(layout, "test"))
    assert made.returncode == 0, made.stderr
    template = REPOSITORY / "ansible/roles/storage/templates/repart-data.conf"
    inside.ask("mkdir", "-p", rule)
    assert inside.run("tee", f"{rule}/50-data.conf", given=template.read_text()).returncode == 0
    before = json.loads(inside.ask("sfdisk", "--json", card))["partitiontable"]["partitions"]
    inside.ask("systemd-repart", "--dry-run=no", f"--definitions={rule}", card)
    after = json.loads(inside.ask("sfdisk", "--json", card))["partitiontable"]["partitions"]
    assert before[:3] == after[:3]
    assert (after[3]["start"], after[3]["name"]) == (before[3]["start"], "data")
    assert after[3]["start"] + after[3]["size"] > (512 - 3) * 2048
    inside.ask("rm", "-r", card, rule)


def test_the_radio_s_country_is_handed_to_the_kernel(inside: Container) -> None:
    """No radio is here: what would be told the kernel is said in the log instead."""
    room = "/run/systemd/system/tillbox-radio-country.service.d"
    inside.ask("install", "--directory", room, "/run/stand-in")
    for path, content in (
        ("/run/stand-in/iw", '#!/bin/sh\necho "told: $*"\n'),
        (f"{room}/iw.conf", "[Service]\nEnvironment=PATH=/run/stand-in:/usr/bin:/bin\n"),
    ):
        assert inside.run("tee", path, given=content).returncode == 0
    inside.ask("chmod", "755", "/run/stand-in/iw")
    inside.ask("systemctl", "daemon-reload")
    try:
        assert told_the_kernel(inside, "echo DE >wifi-country.new") == ["told: reg set DE"]
        assert told_the_kernel(inside, "echo DEU >wifi-country.new") == []
        assert told_the_kernel(inside, "mkfifo wifi-country.new") == [], "a pipe keeps root waiting"
    finally:
        inside.ask("sh", "-c", f"rm -r {room} /run/stand-in /run/tillbox/wifi-country")
        inside.ask("systemctl", "daemon-reload")
        inside.ask("systemctl", "reset-failed")


def told_the_kernel(inside: Container, write: str) -> list[str]:
    """What one change of the file leads to; as the watchdog does it: a fresh file takes the old one's place."""
    unit = "tillbox-radio-country.service"

    def run() -> str:
        return inside.ask("systemctl", "show", "--value", "--property=InvocationID", unit)

    def is_over() -> bool:
        return run() != before and inside.run("systemctl", "is-active", unit).stdout != "activating\n"

    before = run()
    change = f"cd /run/tillbox && {write} && mv wifi-country.new wifi-country"
    inside.ask("runuser", "-u", "tillbox-watchdog", "--", "sh", "-c", change)
    soon(is_over, f"nobody takes it: {write}")
    inside.ask("journalctl", "--sync")  # the last words of a short life may still be on their way
    said = inside.ask("journalctl", f"_SYSTEMD_INVOCATION_ID={run()}", "--output=cat")
    return [line for line in said.splitlines() if line.startswith("told: ")]
