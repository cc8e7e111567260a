"""Typed reading of stored documents: `whole(document, "quantity")` or a refusal that names the key.

Documents were written by this box, perhaps by an older version of it; unknown keys are left alone, a missing
or wrongly typed one is `unreadable_record`. Knows nothing of what the documents mean.
"""

from __future__ import annotations

from collections.abc import Mapping

from appliance.domain.errors import TillError

Document = Mapping[str, object]


def unreadable(key: str, allowed: str) -> TillError:
    """The refusal for one bad key."""
    return TillError("unreadable_record", field=key, allowed=allowed)


def whole(document: Document, key: str, default: int | None = None) -> int:
    """An int (a bool is none)."""
    value = document.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise unreadable(key, "a whole number")
    return value


def whole_or_none(document: Document, key: str) -> int | None:
    """An int, or null, or absent."""
    return None if document.get(key) is None else whole(document, key)


def text(document: Document, key: str, default: str | None = None) -> str:
    """A string."""
    value = document.get(key, default)
    if not isinstance(value, str):
        raise unreadable(key, "a text")
    return value


def text_or_none(document: Document, key: str) -> str | None:
    """A string, or null, or absent."""
    return None if document.get(key) is None else text(document, key)


def texts(document: Document, key: str) -> tuple[str, ...]:
    """A list of strings; absent means empty."""
    value = document.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise unreadable(key, "a list of texts")
    return tuple(value)


def wholes(document: Document, key: str) -> tuple[int, ...]:
    """A list of ints; absent means empty."""
    value = document.get(key, [])
    if not isinstance(value, list) or not all(type(entry) is int for entry in value):
        raise unreadable(key, "a list of whole numbers")
    return tuple(value)


def record(document: Document, key: str) -> Document:
    """A nested document."""
    value = document.get(key)
    if not isinstance(value, dict):
        raise unreadable(key, "an object")
    return value


def records(document: Document, key: str) -> tuple[Document, ...]:
    """A list of nested documents; absent means empty."""
    value = document.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise unreadable(key, "a list of objects")
    return tuple(value)


def flag(document: Document, name: str) -> bool:
    """A yes or no; no where an older version had none."""
    value = document.get(name, False)
    if not isinstance(value, bool):
        raise unreadable(name, "true or false")
    return value


def is_plain(text: str) -> bool:
    """No control characters and no half characters; what joins emoji and turns writing round is fine."""
    return not any(ord(sign) < 32 or 127 <= ord(sign) < 160 or 0xD800 <= ord(sign) <= 0xDFFF for sign in text)
