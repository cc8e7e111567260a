"""The support bundle: one zip that tells a technician how this box is, and nothing of merchant, customers or keys.

Everything in it is on a list: settings by name, checks by their own words, counts of the journal, log lines as
`scrub` lets them through. What is not listed is not in it, whatever it is.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from appliance.care.check import Check
from appliance.care.phrasebook import Phrasebook
from appliance.care.readings import VersionsReading
from appliance.care.scrub import scrub

MOST_LOG_LINES = 6000
ZIP_DAY = (2020, 1, 1, 0, 0, 0)  # a zip cannot do without a date, and the box's clock may be before 1980
# Settings that may leave: numbers and switches as they are, texts only as one of the choices there are. Names,
# addresses, links and the place of the stall are not among them.
SETTINGS = (
    "language",
    "country",
    "simulated",
    "demo_data",
    "welcome_screen",
    "printer_width_dots",
    "printer_columns",
    "printer_code_page",
    "printer_answers_fence",
    "kiosk_renderer",
    "enrol_at_start",
    "light_wiring",
    "light_red_pin",
    "light_amber_pin",
    "light_green_pin",
    "light_blue_pin",
    "power_button_pin",
    "port",
)
LINKS = ("printer_link", "display_link", "scanner_link", "scale_link")
JOURNAL = {
    "problem": (str, type(None)),
    "is_damaged": (bool,),
    "epoch": (int,),
    "facts": (int,),
    "durable_facts": (int,),
    "sales": (int,),
    "head": (str,),
    "free_mib": (int,),
    "segments": (int,),
    "lines": (int,),
    "damaged_segments": (int,),
}
PROBLEMS = frozenset({"full", "failed", "read_only"})
_HEAD = re.compile(r"[0-9a-f]{64}")
README = """This is a support bundle of a Tillbox, made because a person asked for it.

checks.json    what the page "Box check" shows
versions.json  program, system, kernel, board
settings.json  settings that say nothing of the merchant; of links only their kind
journal.json   how many, how far, and the head of the chain; no fact
log.txt        what our programs and the kernel said, without values that are not known to be harmless
log-box.txt    the same of the ring of log files, when the bundle was saved on a stick

In none of them: names, addresses, goods, receipts, amounts, customers, PINs, passwords, keys, Wi-Fi.
"""


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to tell, before anything was chosen of it. `choices`: the texts a setting may be."""

    checks: Sequence[Check]
    versions: VersionsReading
    settings: Mapping[str, object]
    choices: Mapping[str, Collection[str]]
    journal: Mapping[str, object]
    log: Iterable[str]


def bundle(material: Material, book: Phrasebook) -> bytes:
    """The zip as bytes."""
    log = "\n".join([*scrub(material.log, book)][-MOST_LOG_LINES:])
    parts = {
        "README.txt": README,
        "checks.json": _json([asdict(one) for one in material.checks]),
        "versions.json": _json(asdict(material.versions)),
        "settings.json": _json(chosen_settings(material.settings, material.choices)),
        "journal.json": _json(chosen_journal(material.journal)),
        "log.txt": log + "\n",
    }
    return pack(parts)


def pack(parts: Mapping[str, str]) -> bytes:
    """Texts by name as one zip."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        for name, text in parts.items():
            _add(file, name, text)
    return whole.getvalue()


def with_log(packed: bytes, lines: Iterable[str], book: Phrasebook) -> bytes:
    """The bundle with the ring of log files, which only root may read; zipfile.BadZipFile when it is none."""
    whole = io.BytesIO(packed)
    if not zipfile.is_zipfile(whole):  # opened to append, anything at all would do
        raise zipfile.BadZipFile("not a bundle")
    with zipfile.ZipFile(whole, "a") as file:
        _add(file, "log-box.txt", "\n".join([*scrub(lines, book)][-MOST_LOG_LINES:]) + "\n")
    return whole.getvalue()


def _add(file: zipfile.ZipFile, name: str, text: str) -> None:
    file.writestr(zipfile.ZipInfo(name, ZIP_DAY), text.encode(), zipfile.ZIP_DEFLATED)


def chosen_settings(
    settings: Mapping[str, object], choices: Mapping[str, Collection[str]]
) -> dict[str, object]:
    """The settings that may leave; of a link only its kind, of an address only that there is one."""
    kept: dict[str, object] = {}
    for name in SETTINGS:
        value = settings.get(name)
        if isinstance(value, (bool, int)) or value in choices.get(name, ()):
            kept[name] = value
    for name in LINKS:
        kind = str(settings.get(name) or "").partition("://")[0]
        kept[name] = kind if kind in ("tcp", "usb", "serial", "") else "other"
    kept["has_office_url"] = bool(settings.get("office_url"))
    return kept


def chosen_journal(journal: Mapping[str, object]) -> dict[str, object]:
    """Counts and heads; a text is a word or a hash, or it stays here."""
    kept: dict[str, object] = {}
    for name, kinds in JOURNAL.items():
        value = journal.get(name)
        if name in journal and type(value) in kinds:
            if not isinstance(value, str) or value in PROBLEMS or (name == "head" and _HEAD.fullmatch(value)):
                kept[name] = value
    return kept


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
