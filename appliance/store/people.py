"""The small store for personal data and secrets: customers, staff, PIN hashes, keys.

Kept apart from the journal because a journal never forgets and these must be deletable. One file, replaced as a
whole: what is deleted is gone from the file at once (the card may keep old blocks until it reuses them; full
erasure is a matter of disk encryption). Readable by its owner only. A damaged file is put aside and selling goes
on without what it held: `is_damaged` tells the start that found it, `has_put_aside` every one after it. Knows
nothing of the journal.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from appliance.ports import Document
from appliance.store.files import REAL_FILES, Files, write_file
from appliance.store.line import dumps, loads

log = logging.getLogger(__name__)

Kinds = dict[str, dict[str, Document]]


class SmallStore:
    """Documents by (kind, id); every change is durable when the call returns. Raises OSError."""

    def __init__(self, path: Path, files: Files = REAL_FILES) -> None:
        self._path = path
        self._files = files
        self._lock = threading.Lock()
        self.is_damaged = False
        self._kinds = self._read() if path.exists() else {}

    def _read(self) -> Kinds:
        data = self._files.read(self._path)
        with contextlib.suppress(ValueError):
            found = loads(data)
            if _is_sound(found):
                kinds: Kinds = found
                return kinds
        self.is_damaged = True
        aside = next(name for name in _names_aside(self._path) if not name.exists())
        log.error("%s is damaged: put aside as %s, the box begins without it", self._path.name, aside.name)
        with contextlib.suppress(OSError):  # a card that takes nothing: then it lies where it lay
            self._files.replace(self._path, aside)
            self._files.sync_directory(self._path.parent)
        return {}

    @property
    def has_put_aside(self) -> bool:
        """Whether a damaged file was found, now or earlier, and still lies beside this one."""
        return self.is_damaged or next(_names_aside(self._path)).exists()

    def get(self, kind: str, id_: str) -> Document | None:
        """A copy, or None."""
        with self._lock:
            document = self._kinds.get(kind, {}).get(id_)
            copied: Document | None = None if document is None else loads(dumps(document))
            return copied

    def ids(self, kind: str) -> list[str]:
        """All ids of a kind, in order of creation."""
        with self._lock:
            return list(self._kinds.get(kind, {}))

    def all(self) -> Kinds:
        """A copy of everything, by kind."""
        with self._lock:
            copied: Kinds = loads(dumps(self._kinds))
            return copied

    def put(self, kind: str, id_: str, document: Mapping[str, Any]) -> None:
        """Create or replace."""
        with self._lock:
            changed = {name: dict(documents) for name, documents in self._kinds.items()}
            changed.setdefault(kind, {})[id_] = loads(dumps(dict(document)))
            self._replace(changed)

    def delete(self, kind: str, id_: str) -> bool:
        """Really delete; whether there was anything."""
        with self._lock:
            if id_ not in self._kinds.get(kind, {}):
                return False
            changed = {name: dict(documents) for name, documents in self._kinds.items()}
            del changed[kind][id_]
            self._replace(changed)
            return True

    def _replace(self, changed: Kinds) -> None:
        write_file(self._files, self._path, dumps(changed))
        self._kinds = changed


def _is_sound(found: object) -> bool:
    return isinstance(found, dict) and all(
        isinstance(documents, dict) and all(isinstance(document, dict) for document in documents.values())
        for documents in found.values()
    )


def _names_aside(path: Path) -> Iterator[Path]:
    return (path.with_name(f"{path.name}.damaged-{number}") for number in itertools.count(1))
