"""`tillbox.toml` and `rpi-preseed.toml` as text: reading them in spite of slips, and masking their secrets. Pure.

A secret is masked in place, byte for byte, because only overwriting takes it off the card: a new file would leave
the old one's clusters readable. Masking twice masks no more, so an interrupted one can be finished.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

# By name, so that a misspelt key is covered too. Public keys are no secrets.
_HIDDEN_NAME = r"[A-Za-z0-9_-]*(?:pas|pw|psk|secret|token|code)[A-Za-z0-9_-]*"
_HIDDEN = re.compile(
    rb"(?i)(?P<start>(?:^|[\n{,.#\"' \t])" + _HIDDEN_NAME.encode() + rb"[\"']?[ \t]*=[ \t]*)"
    rb"(?P<value>\"\"\".*?(?:\"\"\"|\Z)|'''.*?(?:'''|\Z)"
    rb"|(?:\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')(?=[ \t]*(?:[\r\n,}\]#]|\Z))|[^\n]*)",
    re.DOTALL,
)
# No secret: password_encrypted = true. What follows a number may be the rest of a password: 12#strawberry.
_BARE = re.compile(rb"(?:(?:true|false)[ \t]*(?:[ \t]#[^\n]*)?|[0-9]{1,2}[ \t]*)\r?")
_KEY = re.compile(r"\s*[\"']?([A-Za-z0-9_.-]{1,48})")
_SECTION = re.compile(r"\s*\[\s*([A-Za-z0-9_.-]{1,48})\s*\]\s*(?:#.*)?")
_ALL_TAKEN = b"# taken by the box"
LARGEST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Slip:
    """A line that is no TOML: its number from 1 and, if it can be told, the key it was meant for."""

    line: int
    key: str | None


def read(content: bytes) -> tuple[dict[str, object], tuple[Slip, ...]]:
    """The tables of the file; when it is no TOML as a whole, of each line that is, and the other lines."""
    text = content[:LARGEST_BYTES].decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    try:
        return tomllib.loads(text), ()
    except (tomllib.TOMLDecodeError, RecursionError):
        return _line_by_line(text)


def _line_by_line(text: str) -> tuple[dict[str, object], tuple[Slip, ...]]:
    tables: dict[str, object] = {}
    here, section = tables, ""
    slips = []
    for number, line in enumerate(text.split("\n"), start=1):
        heading = _SECTION.fullmatch(line)
        if heading is not None:
            section = f"{heading[1]}."
            table = tables.setdefault(heading[1], {})
            here = table if isinstance(table, dict) else {}
            continue
        try:
            found = tomllib.loads(line)
        except (tomllib.TOMLDecodeError, RecursionError):
            found = {"": None}
        for key, value in found.items():
            if value is None or key in here:
                named = _KEY.match(line)
                slips.append(Slip(number, f"{section}{named[1]}" if named and "=" in line else None))
            else:
                here[key] = value
    return tables, tuple(slips)


def mask(content: bytes) -> bytes:
    """The same file, byte for byte as long, with every secret overwritten."""
    masked = _HIDDEN.sub(_mask_one, content)
    if content.startswith(_ALL_TAKEN) or b"PRIVATE KEY" in masked or _has_secrets(masked):
        # Written in a way nobody foresaw, or being wiped when the plug was pulled. Nothing of it may stay.
        return _ALL_TAKEN.ljust(len(content))[: len(content)]
    return masked


def _mask_one(found: re.Match[bytes]) -> bytes:
    value = found["value"]
    if _BARE.fullmatch(value) or not value.strip():
        return found[0]
    quote = next((mark for mark in (b'"""', b"'''", b'"', b"'") if value.startswith(mark)), b"")
    if quote and value.endswith(quote) and len(value) >= 2 * len(quote):
        inner = value[len(quote) : len(value) - len(quote)]
        return found["start"] + quote + b"*" * len(inner) + quote
    ending = b"\r" if value.endswith(b"\r") else b""
    return found["start"] + b"1" * (len(value) - len(ending)) + ending


def _has_secrets(masked: bytes) -> bool:
    """Whether a secret stands there still, by what TOML itself makes of the file."""
    tables, _ = read(masked)
    name = re.compile(_HIDDEN_NAME, re.IGNORECASE)

    def in_table(table: dict[str, object]) -> bool:
        for key, value in table.items():
            if isinstance(value, dict):
                if in_table(value):
                    return True
            elif name.fullmatch(key) and isinstance(value, (str, list)) and set(str(value)) - set("*"):
                return True
        return False

    return in_table(tables)
