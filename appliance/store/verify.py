"""Verify sealed segments byte by byte, in the background or for a person; reads, never writes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from appliance.store.breath import Breath
from appliance.store.files import Files
from appliance.store.line import NewerSchema
from appliance.store.scan import Scan, Verdict, scan
from appliance.store.segment import Segment

log = logging.getLogger(__name__)

PAUSE_S = 0.02  # between segments: selling comes first
JOIN_S = 10.0


def fits(segment: Segment, outcome: Scan, *, is_broken_off: bool) -> bool:
    """Whether the bytes say what the index says; one that ends at a known break is sound up to there."""
    read = outcome.segment
    if read is None or (outcome.verdict is not Verdict.WHOLE and not is_broken_off):
        return False
    return (read.head, read.fact_head, read.last_n, read.end) == (
        segment.head,
        segment.fact_head,
        segment.last_n,
        segment.end,
    )


class Verifier:
    """A thread that reads every segment but the last once after opening."""

    def __init__(self, files: Files, segments: list[Segment], on_damage: Callable[[Segment], None]) -> None:
        self._files = files
        self._segments = list(segments)
        self._on_damage = on_damage
        self._stop = threading.Event()
        self.is_done = False
        self._thread = threading.Thread(target=self._run, name="store-verifier", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(JOIN_S)

    def wait(self, timeout_s: float) -> bool:
        """For tests and tools: whether all was verified in time."""
        self._thread.join(timeout_s)
        return self.is_done

    def _run(self) -> None:
        for segment, after in pairwise(self._segments):
            if self._stop.wait(PAUSE_S):
                return
            is_broken_off = after.epoch != segment.epoch
            try:
                data = self._files.read(segment.path)
                outcome = scan(segment.path, data, keeps_lines=False, after_line=Breath(5, 0.001))
                is_sound = fits(segment, outcome, is_broken_off=is_broken_off)
            except (OSError, NewerSchema) as error:
                log.error("sealed segment %s cannot be read: %s", segment.path.name, error)
                is_sound = False
            if not is_sound:
                self._on_damage(segment)
        self.is_done = True


def journal_files(directory: Path) -> list[Path]:
    """The segment files of a store, its journal folder, or its data directory, in order."""
    for folder in (directory / "journal", directory / "store" / "journal", directory):
        found = sorted(folder.glob("*.jsonl"))
        if found:
            return found
    return []
