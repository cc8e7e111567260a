"""Whether a request really comes from the box that it names (RFC 9421 signature, RFC 9530 digest).

Works on a message already taken apart: method, address, header fields, body bytes as sent. Time and keys are
handed in. Knows no database, no framework and no meaning of any message.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    VerifyResult,
    algorithms,
)

from backoffice.errors import OfficeError

LABEL = "tillbox"
TAG = "tillbox-v1"
NEW_BOX = "new"  # the key id of a box that has no name yet
CREATED_WINDOW_S = 24 * 3600
COMPONENTS = ("@method", "@authority", "@path", "@query")
KEY_BYTES = 32
HEADER_CHARS = 2048  # of `Signature` and `Signature-Input`; ours have about 300

KeyOf = Callable[[str], Ed25519PublicKey | None]


@dataclass(frozen=True, slots=True)
class Message:
    """A request as it was sent: `url` absolute and still escaped, names of `headers` in lower case."""

    method: str
    url: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Signed:
    """A request whose head is proven; `check_body` proves the rest."""

    key_id: str
    created_s: int
    result: VerifyResult


def public_key(raw_base64: str) -> Ed25519PublicKey:
    """The key in an enrolment or in the box's row; raises `bad_request` naming `public_key`."""
    refusal = OfficeError("bad_request", field="public_key", allowed="base64 of 32 bytes")
    try:
        raw = base64.b64decode(raw_base64, validate=True)
    except (binascii.Error, ValueError) as error:
        raise refusal from error
    if len(raw) != KEY_BYTES or base64.b64encode(raw).decode() != raw_base64:
        raise refusal
    return Ed25519PublicKey.from_public_bytes(raw)


def check_head(message: Message, key_of: KeyOf, now_utc: datetime) -> Signed:
    """Who signed the request line and, with a body, its digest.

    Raises `unsigned`, `unknown_box`, `bad_signature` or, only of a request that is otherwise good, `clock_off`.
    """
    for name in ("signature-input", "signature"):
        value = message.headers.get(name, "")
        if not value:
            raise OfficeError("unsigned", field=name)
        if len(value) > HEADER_CHARS:
            raise OfficeError("bad_signature", field=name)
    keys = _Keys(key_of)
    verifier = _Verifier(signature_algorithm=algorithms.ED25519, key_resolver=keys)
    required = (*COMPONENTS, "content-digest") if "content-digest" in message.headers else COMPONENTS
    try:
        results = verifier.verify(
            message, max_age=None, expect_tag=TAG, expect_label=LABEL, require_components=required
        )
    except HTTPMessageSignaturesException as error:
        if keys.is_unknown:
            raise OfficeError("unknown_box") from error
        raise OfficeError("bad_signature") from error
    return _in_time(results, now_utc)


def check_body(message: Message, signed: Signed, body: bytes) -> None:
    """That the body is the one whose digest was signed; raises `bad_digest`."""
    if body and "content-digest" not in message.headers:
        raise OfficeError("bad_digest", field="content-digest")
    verifier = _Verifier(signature_algorithm=algorithms.ED25519, key_resolver=None)
    try:
        verifier.verify_body(message, [signed.result], body)
    except HTTPMessageSignaturesException as error:
        raise OfficeError("bad_digest", field="content-digest") from error


def _in_time(results: list[VerifyResult], now_utc: datetime) -> Signed:
    result = results[0]
    if result.parameters.get("alg") != algorithms.ED25519.algorithm_id:
        raise OfficeError("bad_signature", field="signature-input", allowed="alg ed25519")
    created_s = int(result.parameters["created"])
    if abs(now_utc.astimezone(UTC).timestamp() - created_s) > CREATED_WINDOW_S:
        raise OfficeError("clock_off")
    return Signed(str(result.parameters["keyid"]), created_s, result)


class _Verifier(HTTPMessageVerifier):
    """The library's verifier with our window: it would allow five seconds of future by its own clock."""

    signature_metadata_parameters = {
        "alg",
        "created",
        "keyid",
        "nonce",
        "tag",
    }  # `expires` is not ours to judge

    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        # `Any`: the library's structured field, which ships no types
        if type(sig_input.params.get("created")) is not int:
            raise HTTPMessageSignaturesException("created is missing")


class _Keys(HTTPSignatureKeyResolver):
    """Looks a key up and remembers whether there was one: the library says both alike."""

    def __init__(self, key_of: KeyOf) -> None:
        self._key_of = key_of
        self.is_unknown = False

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey | None:
        key = self._key_of(key_id)
        self.is_unknown = key is None
        return key
