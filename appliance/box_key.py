"""The Ed25519 key by which the back office knows this box, in the small store of secrets.

Made when first asked for. Never in the journal, in a log or on a screen: only its fingerprint is shown.
"""

from __future__ import annotations

import base64
import hashlib
import threading

from appliance.store.people import SmallStore

KIND, NAME = "secret", "box_key"


class StoredKey:
    """Implements `appliance.till.back_office.BoxKey`; callable from any thread. Raises OSError."""

    def __init__(self, secrets: SmallStore) -> None:
        self._secrets = secrets
        self._lock = threading.Lock()

    def private(self) -> str:
        """The raw private key, 32 bytes in base64."""
        return base64.b64encode(self._raw()).decode()

    def public(self) -> str:
        """The raw public key, 32 bytes in base64."""
        return base64.b64encode(self._public()).decode()

    def fingerprint(self) -> str:
        """What a person compares: the first 16 hex digits of SHA-256 of the public key, in groups of four."""
        digits = hashlib.sha256(self._public()).hexdigest()[:16]
        return " ".join(digits[i : i + 4] for i in range(0, 16, 4))

    def forget(self) -> None:
        """Be without a key until the next one is asked for."""
        with self._lock:
            self._secrets.delete(KIND, NAME)

    def _public(self) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self._raw()).public_key().public_bytes_raw()

    def _raw(self) -> bytes:
        with self._lock:
            kept = self._secrets.get(KIND, NAME)
            if kept is None:
                from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

                kept = {"raw": base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()}
                self._secrets.put(KIND, NAME, kept)
            return base64.b64decode(kept["raw"])
