"""Reads a stick back: every fact that can be proven, byte for byte, one a line; and in words how far it goes.

Needs the box's recovery code and nothing else: no till, no back office. Writes nothing to the stick.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from appliance.domain.recovery_code import secret_of
from appliance.stick.drive import FOLDER
from appliance.stick.form import StickKey

SOUND, CUT, NOTHING = 0, 1, 2


@dataclass(slots=True)
class _Told:
    """What was found of one file."""

    facts: int = 0
    end: int = 0
    last_at: str = ""
    last_number: str = ""


def export(stick: Path, code: str, out: IO[bytes], words: IO[str]) -> int:
    """Write the facts of every box on `stick` that `code` opens to `out`, and what was found to `words`.

    0: everything on it was read; 1: a file ends with something that is not whole; 2: the code opens nothing here.
    """
    secret = secret_of(code)
    if secret is None:
        words.write("The code is not a recovery code: 28 letters and digits, one of them is wrong.\n")
        return NOTHING
    result = NOTHING
    for folder in _boxes(stick):
        key = StickKey(secret, folder.name)
        for path in sorted(folder.glob("e*.tbx")):
            told = _Told()
            with path.open("rb") as file:
                for fact in _facts(key, file, told):
                    out.write(fact + b"\n")
            if told.facts == 0:
                words.write(f"{path.name} of box {folder.name}: this code opens nothing in it.\n")
                continue
            rest = path.stat().st_size - told.end
            words.write(
                f"{path.name} of box {folder.name}: {told.facts} facts, the last of {told.last_at}, "
                f"last receipt {told.last_number or 'none'}.\n"
            )
            if rest:
                words.write(f"{path.name}: its last {rest} bytes are not whole and were left out.\n")
            result = CUT if rest or result == CUT else SOUND
    if result == NOTHING:
        words.write(f"{stick}: nothing that this code opens. Give the folder in which `{FOLDER}` lies.\n")
    return result


def _boxes(stick: Path) -> list[Path]:
    return sorted(path.parent for path in (stick / FOLDER).glob("*/box.json"))


def _facts(key: StickKey, file: IO[bytes], told: _Told) -> Iterator[bytes]:
    for record, end in key.read(file):
        for fact in record.facts:
            plain = json.loads(fact)
            told.last_at = plain["at"]
            number = plain["body"].get("number")
            told.last_number = number if isinstance(number, str) else told.last_number
            yield fact
        told.facts += len(record.facts)
        told.end = end
