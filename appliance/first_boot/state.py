"""What first boot remembers between starts: which file it has taken, and what of it is still wanted. No secrets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from appliance.first_boot import toml_text
from appliance.first_boot.wishes import Reading, Refusal, Value


@dataclass(frozen=True, slots=True)
class Taken:
    """One file as it was taken. `digest` is of its masked text; `is_masked`: the card has nothing else any more;
    `had_secrets`: there was something to mask."""

    digest: str
    is_masked: bool = False
    had_secrets: bool = False
    settings: Mapping[str, Value] = field(default_factory=dict)
    wifi_country: str | None = None
    hostname: str | None = None
    refusals: tuple[Refusal, ...] = ()
    taken: tuple[str, ...] = ()


def taken(content: bytes, reading: Reading, refusals: tuple[Refusal, ...]) -> Taken:
    """What to remember of a file that was just read."""
    wishes, masked = reading.wishes, toml_text.mask(content)
    return Taken(
        digest=digest(masked),
        had_secrets=masked != content,
        settings=wishes.settings,
        wifi_country=wishes.wifi_country,
        hostname=wishes.hostname,
        refusals=refusals,
        taken=reading.taken,
    )


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def is_news(content: bytes, kept: Taken | None) -> bool:
    """Whether a person has put another file there since; an interrupted masking is none."""
    masked = toml_text.mask(content)
    if kept is None or digest(masked) != kept.digest:
        return True
    return kept.is_masked and content != masked


def parse(content: bytes | None) -> dict[str, Taken]:
    """The remembered files by name; none when there is nothing, or nothing that can be understood."""
    try:
        files = json.loads(content or b"{}")["files"]
        return {name: _parse_one(entry) for name, entry in files.items()}
    except (ValueError, KeyError, TypeError):
        return {}


def _parse_one(entry: dict[str, Any]) -> Taken:  # Any: JSON of our own
    refusals = tuple(Refusal(**one) for one in entry["refusals"])
    return Taken(**{**entry, "refusals": refusals, "taken": tuple(entry["taken"])})


def as_bytes(files: Mapping[str, Taken]) -> bytes:
    document = {"version": 1, "files": {name: asdict(entry) for name, entry in sorted(files.items())}}
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"
