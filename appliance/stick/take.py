"""What a stick knows of a box whose card is gone: how far its facts go, the facts, the tables as they were kept.

Opened by the recovery code. Reads only; believes what is sealed with the code's key, and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appliance.domain.recovery_code import secret_of
from appliance.stick.drive import FOLDER, STATE
from appliance.stick.form import StickKey

_EPOCH = re.compile(r"e(\d{4,})\.tbx")


@dataclass(frozen=True, slots=True)
class Stream:
    """An epoch on the stick: its last whole fact, when that was, and the series of its receipts ('' : none)."""

    epoch: int
    last: int
    last_utc: str
    series: str
    last_number: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A box on a stick that a code opens; `state` None: an older version wrote it, without tables."""

    folder: Path
    secret: bytes
    stall: str
    series: str
    office_box: str
    streams: tuple[Stream, ...]
    state: dict[str, Any] | None  # Any: JSON

    def facts(self, epoch: int) -> Iterator[bytes]:
        """The exact bytes of an epoch's facts, from the first on. Raises OSError."""
        return _facts(StickKey(self.secret, self.folder.name), self.folder, epoch)


def find(stick: Path, code: str) -> Kept | None:
    """The box whose code this is; None when there is nothing on the stick that it opens. Raises OSError."""
    secret = secret_of(code)
    if secret is None:
        return None
    for note in sorted((stick / FOLDER).glob("*/box.json")):
        kept = _kept(note, secret)
        if kept is not None:
            return kept
    return None


def _kept(note: Path, secret: bytes) -> Kept | None:
    folder, key = note.parent, StickKey(secret, note.parent.name)
    names = (_EPOCH.fullmatch(path.name) for path in sorted(folder.glob("e*.tbx")))
    found = [_stream(key, folder, int(name[1])) for name in names if name]
    streams = tuple(sorted((one for one in found if one is not None), key=lambda one: one.epoch))
    if not streams:
        return None
    plain = _json(note.read_bytes()) or {}
    sealed = folder / STATE
    opened = key.open_state(sealed.read_bytes()) if sealed.exists() else None
    return Kept(
        folder,
        secret,
        str(plain.get("stall", "")),
        str(plain.get("series", "")),
        str(plain.get("office_box", "")),
        streams,
        None if opened is None else _json(opened),
    )


def _stream(key: StickKey, folder: Path, epoch: int) -> Stream | None:
    last, utc, series, number = 0, "", "", ""
    for raw in _facts(key, folder, epoch):
        fact = json.loads(raw)
        last, utc, body = fact["f"], fact["at"], fact["body"]
        if isinstance(body.get("series"), str) and type(body.get("counter")) is int:
            series, number = body["series"], str(body["number"])
    return Stream(epoch, last, utc, series, number) if last else None


def _facts(key: StickKey, folder: Path, epoch: int) -> Iterator[bytes]:
    with (folder / f"e{epoch:04}.tbx").open("rb") as file:
        for record, _end in key.read(file):
            if record.epoch != epoch:
                return
            yield from record.facts


def _json(data: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(data)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
