"""All records as one ZIP file to take along: every fact a line, and a page about them. Knows no store and no disk.

Made in pieces: a box that sold for years has more records than memory to spare.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from appliance.ports import RecordFile

LINES = "records.jsonl"
ABOUT = "about.txt"
PIECE_BYTES = 256 * 1024


@dataclass(slots=True)
class Tally:
    """What was in the files so far."""

    count: int = 0
    first_day: str | None = None
    last_day: str | None = None
    head: str = "0" * 64
    damaged: list[RecordFile] = field(default_factory=list)

    def add(self, file: RecordFile) -> None:
        """Count a file, without its facts."""
        self.count += file.count
        self.first_day = self.first_day or file.day
        self.last_day = file.day or self.last_day
        self.head = file.head or self.head
        if file.damage:
            self.damaged.append(file)


class _Out(io.RawIOBase):
    """What is written here waits until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        part = bytes(memoryview(data))  # type: ignore[arg-type]  # typeshed wants a buffer, the base class an object
        self.parts.append(part)
        self.size += len(part)
        return len(part)

    def take(self) -> bytes:
        data = b"".join(self.parts)
        self.parts, self.size = [], 0
        return data


def packed(files: Iterable[RecordFile], about: Callable[[Tally], str]) -> Iterator[bytes]:
    """The ZIP in pieces. `about` writes the page once everything was counted."""
    tally, out = Tally(), _Out()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(LINES, "w", force_zip64=True) as lines:
            for file in files:
                tally.add(file)
                for fact in file.facts:
                    lines.write(fact + b"\n")
                    if out.size >= PIECE_BYTES:
                        yield out.take()
        archive.writestr(ABOUT, about(tally))
    yield out.take()


def about_text(tally: Tally, *, box: str, series: str, made: str, version: str) -> str:
    """The page: what this is, how to prove it, and what is wrong with it. `made` is a moment in words."""
    days = f"{tally.first_day} to {tally.last_day}" if tally.first_day else "none"
    page = [
        "Records of a Tillbox till",
        "",
        f"Box:               {box} (receipts {series}-...)",
        f"Made:              {made}, version {version}",
        f"Business days:     {days}",
        f"Records:           {tally.count}",
        f"Seal of the last:  {tally.head}",
        "",
        f"{LINES} holds every record that can be read, a line of JSON each, byte for byte as it was",
        'written, oldest first. Each has an epoch "e" and a number "f", which counts 1, 2, 3 within its epoch.',
        "To prove that none was changed, left out or put in: begin each epoch with 32 zero bytes, and for each",
        "record take SHA-256(result before + the line without its newline). The last result is the seal above;",
        "each Z report prints the seal of its day.",
        "",
    ]
    if not tally.damaged:
        return "\n".join([*page, "Nothing in the journal is damaged.", ""])
    page.append("DAMAGED files of the journal:")
    for file in tally.damaged:
        page += [f"{file.name}: {words}." for words in file.damage]
    return "\n".join([*page, ""])
