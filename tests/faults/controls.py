"""The two controls of the power-cut rig: stores that must lose sales, or the fault does not bite.

One is our own store on a file layer whose syncs do nothing; the other is TinyDB as it comes out of the box.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from appliance.store.files import Files
from tests.faults import selling

PLACE = "tinydb.json"


class ForgetfulFiles(Files):
    """Says yes to every sync and does nothing."""

    def begin_writing(self, fd: int, offset: int, size: int) -> None:
        pass

    def fdatasync(self, fd: int) -> None:
        pass

    def fsync(self, fd: int) -> None:
        pass

    def sync_directory(self, path: Path) -> None:
        pass


def sell_with_tinydb(disk: Path, acks: int, sales: int) -> None:
    """The same sales into TinyDB's default JSON storage, acknowledged when `insert` returned."""
    table = TinyDB(disk / PLACE).table("sales")
    for number in range(1, sales + 1):
        key, receipt = f"tiny-{number}", f"A-{number:06d}"
        lines = [{"name": "Apples", "weight_g": 512, "amount_minor": 199}] * 2
        f = table.insert({"key": key, "number": receipt, "total_minor": 199, "lines": lines})
        selling.write_line(acks, asdict(selling.Ack(key, receipt, f, 0)))


def judge_tinydb(disk: Path, acks: list[selling.Ack]) -> dict[str, Any]:
    """What stock TinyDB still knows of its acknowledged sales."""
    path = disk / PLACE
    journal = [PLACE] if path.exists() else []
    try:
        kept = {sale["key"] for sale in TinyDB(path).table("sales").all()} if path.exists() else set()
    except (json.JSONDecodeError, UnicodeDecodeError) as unreadable:
        return {"journal": journal, "problems": [f"unreadable: {unreadable}"]}
    lost = [ack.key for ack in acks if ack.key not in kept]
    return {"journal": journal, "problems": [f"{len(lost)} of {len(acks)} lost"] if lost else []}
