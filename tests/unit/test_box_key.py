"""The box's key: made once, kept apart, told only by its fingerprint."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from appliance.box_key import StoredKey
from appliance.store.people import SmallStore


def test_the_key_is_made_once_and_stays(tmp_path: Path) -> None:
    first = StoredKey(SmallStore(tmp_path / "people.json"))
    private = first.private()
    again = StoredKey(SmallStore(tmp_path / "people.json"))
    assert (again.private(), again.public()) == (private, first.public())
    assert (tmp_path / "people.json").stat().st_mode & 0o077 == 0


def test_public_key_and_fingerprint_belong_to_the_private_one(tmp_path: Path) -> None:
    key = StoredKey(SmallStore(tmp_path / "people.json"))
    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key.private()))
    raw = private.public_key().public_bytes_raw()
    assert base64.b64decode(key.public()) == raw
    assert key.fingerprint().replace(" ", "") == hashlib.sha256(raw).hexdigest()[:16]
