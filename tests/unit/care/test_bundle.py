"""Nothing secret leaves with a support bundle, whatever is planted wherever; what helps a technician does."""

from __future__ import annotations

import io
import json
import string
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import appliance
from appliance.care.bundle import Material, bundle, chosen_settings, with_log
from appliance.care.check import Check
from appliance.care.phrasebook import Phrasebook, read_source
from appliance.care.readings import VersionsReading
from appliance.care.scrub import GONE, HARDWARE, WORDS, scrub
from appliance.care_wiring import CHOICES
from appliance.config import Config

VERSIONS = VersionsReading("0.1.0", None, "Debian", "6.12", "Pi", "3.13")
PACKAGE = Path(appliance.__file__).parent
# Long enough that no ordinary word of the bundle is one by chance.
SECRETS = st.text(string.ascii_letters + string.digits + "äöüßếđ @#:/=+.-", min_size=10, max_size=40).filter(
    lambda text: len(text.strip()) >= 10
)
PLACES = (
    "2026-11-22 13:04:20,123 INFO appliance.main: {}",
    "2026-11-22 13:04:20,123 WARNING appliance.devices.printing: {} waits: printer {}",
    "2026-11-22 13:04:20,123 INFO appliance.watchdog.process: watchdog of {}",
    "2026-11-22 13:04:20,123 INFO appliance.{}: hello",
    "2026-11-22T13:04:20.123456+00:00 python[77]: 2026-11-22 13:04:20,123 ERROR appliance.web.app: {}",
    "2026-11-22T13:04:20.123456+00:00 kernel: usb 1-1: Product: {}",
    "2026-11-22T13:04:20.123456+00:00 kernel: EXT4-fs (sda1): mounted filesystem {}",
    "2026-11-22T13:04:20.123456+00:00 systemd[1]: tillbox-till.service: Failed with result '{}'",
    "2026-11-22T13:04:20.123456+00:00 sshd[9]: Accepted publickey for {}",
    '  File "/opt/{}/appliance/main.py", line 12, in {}',
    "appliance.domain.errors.TillError: {}",
    "ValueError: {}",
    "{}",
)


@cache
def book() -> Phrasebook:
    return read_source(PACKAGE)


@cache
def own_words() -> str:
    """All a bundle may say by itself: a secret that is a piece of it cannot be told from it."""
    sentences = [one.shown for said in book().sentences.values() for one in said]
    names = book().files | book().functions | book().errors | book().sentences.keys() | WORDS
    patterns = [one.pattern for one in HARDWARE]
    return "\n".join([*texts(with_log(made(), [], book())).values(), *sentences, *names, *patterns, *PLACES])


def texts(packed: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def made(
    config: Config | None = None, journal: dict[str, object] | None = None, log: list[str] | None = None
) -> bytes:
    config = config or Config(data_dir=Path("/data/till"))
    settings = {name: getattr(config, name) for name in config.__slots__}
    checks = [Check("disk", "fine", "disk.fine", {"free_mib": 9000})]
    return bundle(Material(checks, VERSIONS, settings, CHOICES, journal or {}, log or []), book())


@given(secret=SECRETS, line=st.sampled_from(PLACES), kind=st.sampled_from(("tcp", "usb", "serial", "")))
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_planted_secrets_are_in_no_part_of_it(secret: str, line: str, kind: str) -> None:
    assume(secret.strip() not in own_words())
    config = Config(
        data_dir=Path("/data") / secret.replace("/", "_"),
        merchant_name=secret,
        merchant_address=secret,
        merchant_tax_id=secret,
        stall=secret,
        box_series=secret,
        zone=secret,
        language=secret,
        country=secret,
        printer_link=f"{kind}://{secret}" if kind else secret,
        office_url=f"https://{secret}",
        office_dir=secret,
    )
    journal: dict[str, object] = {
        "problem": secret, "head": secret, "facts": secret, "wifi_password": secret, "epoch": 1,
    }  # fmt: skip
    lines = [line.replace("{}", secret), f"2026-11-22 13:04:20,123 INFO appliance.main: {secret}"]
    packed = with_log(made(config, journal, lines), lines, book())
    for name, text in texts(packed).items():
        assert secret not in text and secret.strip() not in text, name


@given(pin=st.text(string.digits, min_size=8, max_size=14), line=st.sampled_from(PLACES))
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_numbers_of_people_are_in_no_log(pin: str, line: str) -> None:
    assert pin not in "\n".join(scrub([line.replace("{}", pin)], book()))


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_at_all_is_survived_and_only_counted(text: str) -> None:
    kept = [*scrub([text.replace("\n", " ")], book())]
    assert kept == ["(1 lines left out)"] or kept[0].strip() in book().errors


def test_what_our_programs_said_is_told_with_its_numbers() -> None:
    lines = [
        "2026-11-22 13:04:20,123 INFO appliance.lights.keeper: red double_blink: light.till_dead",
        "2026-11-22 13:04:20,123 WARNING appliance.lights.process: 12 datagrams were no heartbeats of this box",
        "2026-11-22 13:04:21,000 WARNING appliance.devices.printing: A-000123 may not have been printed: asking",
        "Traceback (most recent call last):",
        '  File "/opt/tillbox/0.1.0/lib/python3.13/site-packages/appliance/main.py", line 12, in build_till',
        "    secret_of_the_line()",
        "OSError: [Errno 5] /dev/whatever",
        "2026-11-22T13:04:22.5+00:00 kernel: hwmon hwmon1: Undervoltage detected!",
    ]
    assert [*scrub(lines, book())] == [
        "2026-11-22 13:04:20 INFO appliance.lights.keeper: red double_blink: light.till_dead",
        "2026-11-22 13:04:20 WARNING appliance.lights.process: 12 datagrams were no heartbeats of this box",
        f"2026-11-22 13:04:21 WARNING appliance.devices.printing: {GONE} may not have been printed: asking",
        "(1 lines left out)",
        "    appliance/main.py:12 build_till",
        "(1 lines left out)",
        "    OSError",
        "2026-11-22 13:04:22 kernel: hwmon hwmon1: Undervoltage detected!",
    ]


def test_the_lists_hold_no_wildcards_for_words() -> None:
    assert not any(".*" in one.pattern or r"\w+" in one.pattern for one in HARDWARE)
    assert all(word == word.strip() for word in WORDS)


def test_counts_and_heads_of_the_journal_are_told_and_no_fact() -> None:
    head = "ab" * 32
    parts = texts(
        made(journal={"head": head, "facts": 12, "epoch": 2, "problem": None, "last": {"total": 5}})
    )
    assert json.loads(parts["journal.json"]) == {"problem": None, "epoch": 2, "facts": 12, "head": head}
    assert "names" in parts["README.txt"]


@pytest.mark.parametrize("name", ["merchant_name", "merchant_address", "merchant_tax_id", "stall", "zone"])
def test_settings_of_the_merchant_are_not_on_the_list(name: str) -> None:
    kept = chosen_settings({name: "Anna", "language": "de", "printer_link": "tcp://10.0.0.7:9100"}, CHOICES)
    assert name not in kept
    assert (kept["language"], kept["printer_link"]) == ("de", "tcp")
