"""From log lines to what may leave the box: only what is on a list, never what merely looks harmless.

Of our own programs: time, level, module, and the sentence as it stands in the source, with its numbers; any other value
becomes `…` unless it is one of a few words. Of kernel and systemd: a few known messages about hardware. Of a traceback:
our own files, line numbers and functions, and the kind of error without its text. All else is only counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from appliance.care.phrasebook import LARGEST, Phrasebook, Sentence
from appliance.domain.light import RHYTHMS

OURS = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[ T](?P<time>\d\d:\d\d:\d\d)[,.]\d+ "
    r"(?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL) (?P<module>appliance[\w.]*): (?P<said>.*)"
)
THEIRS = re.compile(
    r"^(?P<day>\d{4}-\d\d-\d\d)T(?P<time>\d\d:\d\d:\d\d)\S* (?P<who>kernel|systemd)(?:\[\d+\])?: (?P<said>.*)"
)
FRAME = re.compile(r'File "[^"]*?(?P<file>appliance/[\w/]+\.py)", line (?P<line>\d{1,5}), in (?P<name>\w+)$')
ERROR = re.compile(r"^(?:\S+ \S+?: )?(?:[a-z_]\w*\.)*(?P<name>[A-Z]\w*)(?::|$)")
# Hardware as kernel and systemd speak of it; numbers of devices are the only values.
HARDWARE = tuple(
    re.compile(pattern)
    for pattern in (
        r"hwmon hwmon\d{1,2}: (Undervoltage detected|Voltage normalised)!?",
        r"(Undervoltage|Under-voltage) detected!",
        r"mmc\d: (error|cache flush error|Timeout waiting for hardware)[a-z ]*(-?\d{1,4})?",
        r"(blk_update_request: )?(critical medium|I/O) error, dev [a-z]{2,6}\d{0,2}(p\d)?",
        r"EXT4-fs( error)? \(device [a-z]{2,6}\d{0,2}(p\d)?\)",
        r"EXT4-fs \([a-z]{2,6}\d{0,2}(p\d)?\): (recovery complete|mounted filesystem|re-mounted|unmounting)",
        r"usb \d{1,2}-[\d.]{1,8}: (USB disconnect|new (full|low|high)-speed USB device|device descriptor read)",
        r"usb \d{1,2}-[\d.]{1,8}: (device not accepting address|reset (full|low|high)-speed USB device)",
        r"usb usb\d{1,2}-port\d{1,2}: (over-current|disabled by hub|cannot reset)",
        r"Out of memory: Killed process \d{1,7}",
        r"watchdog: BUG: soft lockup",
        r"thermal thermal_zone\d{1,2}: critical temperature reached",
        r"tillbox-[a-z-]{1,20}\.(service|path): "
        r"(Main process exited|Failed with result|Watchdog timeout|Scheduled restart job)",
    )
)
WORDS = frozenset(
    {"red", "amber", "green", *RHYTHMS, "ready", "printing", "paper_out", "cover_open", "offline", "unknown"}
    | {"printer", "scale", "scanner", "display", "till", "watchdog", "ntp", "rtc", "saved", "estimated"}
    | {
        f"light.{word}"
        for word in ("till_dead", "cannot_save", "watchdog_dead", "only_on_box", "offline_by_choice")
    }
    | {
        f"light.{word}"
        for word in ("offline", "catching_up", "safe", "damage", "quarantine", "revoked", "clock_off")
    }
)
GONE = "…"


def scrub(lines: Iterable[str], book: Phrasebook) -> Iterator[str]:
    """The lines that may leave, as they may; what was left out is counted where it stood."""
    left_out = 0
    for line in lines:
        kept = _line(line.rstrip("\n"), book)
        if kept is None:
            left_out += 1
            continue
        if left_out:
            yield f"({left_out} lines left out)"
            left_out = 0
        yield kept
    if left_out:
        yield f"({left_out} lines left out)"


def _line(line: str, book: Phrasebook) -> str | None:
    ours = OURS.search(line)
    if ours is not None:
        module = ours["module"] if ours["module"] in book.sentences else GONE
        said = _said(ours["said"], book.sentences.get(ours["module"], ()))
        return f"{ours['day']} {ours['time']} {ours['level']} {module}: {said}"
    theirs = THEIRS.search(line)
    if theirs is not None:
        found = next((known[0] for one in HARDWARE if (known := one.match(theirs["said"]))), None)
        return None if found is None else f"{theirs['day']} {theirs['time']} {theirs['who']}: {found}"
    frame = FRAME.search(line)
    if frame is not None and frame["file"] in book.files:
        name = frame["name"] if frame["name"] in book.functions else GONE
        return f"    {frame['file']}:{frame['line']} {name}"
    error = ERROR.search(line)
    return f"    {error['name']}" if error is not None and error["name"] in book.errors else None


def _said(text: str, sentences: Iterable[Sentence]) -> str:
    """The sentence with the most of its own words that fits; `…` alone when none does."""
    for one in sorted(sentences, key=lambda sentence: -len(sentence.shown)):
        found = one.pattern.fullmatch(text)
        if found is not None:
            pairs = zip(found.groups(), one.is_number, strict=True)
            return one.shown.format(*(_value(value, is_number) for value, is_number in pairs))
    return GONE


def _value(value: str, is_number: bool) -> str:
    if is_number:
        return value if re.fullmatch(LARGEST, value) else GONE
    return value if value in WORDS else GONE
