"""The secret of this box's backup stick, in the small store of secrets; made when first asked for.

Never in the journal, in a log or on a stick. The screen shows it as a recovery code when a person asks for that.
"""

from __future__ import annotations

import base64
import secrets
import threading

from appliance.domain.recovery_code import SECRET_BYTES
from appliance.ports import Document
from appliance.store.people import SmallStore

KIND, NAME, SESSION = "secret", "stick", "session"


class StoredSecret:
    """Implements `appliance.till.stick.StickSecret`; callable from any thread. Raises OSError."""

    def __init__(self, store: SmallStore) -> None:
        self._store = store
        self._lock = threading.Lock()

    def secret(self) -> bytes:
        return base64.b64decode(self._kept()["raw"])

    def box(self) -> str:
        return str(self._kept()["box"])

    def people(self) -> dict[str, dict[str, Document]]:
        """What a box that takes over from this one needs of the small store: people, and how it is known."""
        kinds = self._store.all()
        kinds.get(KIND, {}).pop(SESSION, None)  # cookies of this box's screens
        kinds.get(KIND, {}).pop(NAME, None)  # the code says it
        return kinds

    def _kept(self) -> Document:
        with self._lock:
            kept = self._store.get(KIND, NAME)
            if kept is None:
                raw = base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
                kept = {"raw": raw, "box": secrets.token_hex(8)}
                self._store.put(KIND, NAME, kept)
            return kept
