"""Signs requests as docs/protocol.md says: RFC 9421 with the box's Ed25519 key, the body by its digest."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, HTTPSignatureKeyResolver
from http_message_signatures.algorithms import ED25519

LABEL = "tillbox"
TAG = "tillbox-v1"
COVERED = ("@method", "@authority", "@path", "@query")


@dataclass(slots=True)
class Message:
    """What is signed: the library fills in the headers."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


class _OwnKey(HTTPSignatureKeyResolver):
    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        return self._key


class Signer:
    """Signs for one key, under the box's id or as `new`."""

    def __init__(self, box_id: str, key: bytes) -> None:
        self._box_id = box_id
        self._key = Ed25519PrivateKey.from_private_bytes(key)
        self._signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=_OwnKey(self._key))

    def public_key(self) -> str:
        """The public key in base64."""
        return base64.b64encode(self._key.public_key().public_bytes_raw()).decode("ascii")

    def sign(self, message: Message, body: bytes | None, created_s: float) -> None:
        """Add `Signature`, `Signature-Input` and, with a body, `Content-Digest` to the message's headers."""
        self._signer.sign(
            message,
            key_id=self._box_id,
            created=datetime.fromtimestamp(int(created_s), UTC),
            label=LABEL,
            tag=TAG,
            covered_component_ids=COVERED if body is None else (*COVERED, "content-digest"),
            body=body,
        )
