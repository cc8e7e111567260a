"""A box as the back office meets it: signs what it sends, and what a test wants changed on the way.

Speaks to the box half of the back office alone, over Flask's test client, with a clock that stands.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import orjson
import zstandard
from apiflask import APIFlask
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask.testing import FlaskClient
from http_message_signatures import HTTPMessageSigner, HTTPSignatureKeyResolver, algorithms
from sqlalchemy import update
from werkzeug.test import TestResponse

from backoffice import schema
from backoffice.box_api import BoxDesk, box_api
from backoffice.database import Database
from backoffice.patience import ChangeBell, WriteQueue
from backoffice.signing import COMPONENTS, LABEL, TAG
from tests.office.stall import BOX, M, open_merchant

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
URL = "http://127.0.0.1:8090"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))  # a test vector, never a real key
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
JSON = "application/json"


def public(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def digest(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def packed(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(body)


class _One(HTTPSignatureKeyResolver):
    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        return self._key


@dataclass(frozen=True)
class Call:
    """One request; `replace(call, …)` after `signed` is a change on the way."""

    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    host: str = "127.0.0.1:8090"

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.path}"

    def signed(
        self,
        key: Ed25519PrivateKey = KEY,
        key_id: str = BOX,
        *,
        created: datetime = NOON,
        components: tuple[str, ...] = COMPONENTS,
        label: str = LABEL,
        tag: str = TAG,
        include_alg: bool = True,
    ) -> Call:
        headers = dict(self.headers)
        if self.body:
            headers.setdefault("content-digest", digest(self.body))
            components = (*components, "content-digest")
        message = replace(self, headers=headers)
        HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_One(key)).sign(
            message, key_id=key_id, created=created, label=label, tag=tag,
            include_alg=include_alg, covered_component_ids=components, use_existing_digest=bool(self.body),
        )  # fmt: skip
        return message

    def changed(self, **headers: str) -> Call:
        """With other header fields; `_` stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kept = {n: v for n, v in self.headers.items() if n.lower() not in {m.lower() for m in named}}
        return replace(self, headers={**kept, **named})


def facts_call(body: bytes, box_id: str = BOX, *, is_packed: bool = True) -> Call:
    headers = {"content-encoding": "zstd"} if is_packed else {}
    return Call("POST", f"/v1/boxes/{box_id}/facts", packed(body) if is_packed else body, headers)


def json_call(path: str, body: object, method: str = "POST") -> Call:
    return Call(method, path, orjson.dumps(body), {"content-type": JSON})


def report_call(n: int, **more: Any) -> Call:
    return json_call(f"/v1/boxes/{BOX}/report", {"n": n, **more})


class Post:
    """The box half of a back office on a database with merchant M and its box BOX, which has KEY."""

    def __init__(self, database: Database, **settings: Any) -> None:
        self.database = database
        self.now = NOON
        self.tick_s = 0.0
        self.bell: ChangeBell = settings.pop("bell", None) or ChangeBell()
        self.queue: WriteQueue = settings.pop("queue", None) or WriteQueue(lambda: self.tick_s)
        settings.setdefault("url", URL)
        settings.setdefault("monotonic", lambda: self.tick_s)
        self.office = BoxDesk(
            database=database, now=lambda: self.now, queue=self.queue, bell=self.bell, **settings
        )
        app = APIFlask(__name__)
        app.register_blueprint(box_api(self.office))
        self.app = app

    def send(self, call: Call) -> TestResponse:
        client: FlaskClient = self.app.test_client()
        return client.open(
            call.path,
            method=call.method,
            base_url=f"http://{call.host}",
            data=call.body,
            headers=dict(call.headers),
        )

    def told(self, call: Call, status: int = 200) -> dict[str, Any]:
        """The answer's JSON, which must have this status and say the time."""
        answer = self.send(call)
        body: dict[str, Any] = answer.get_json()
        assert answer.status_code == status, body
        assert body["server_time"].endswith("Z")
        return body

    def refused(self, call: Call, status: int, code: str) -> dict[str, Any]:
        """The error of a refusal."""
        error: dict[str, Any] = self.told(call, status)["error"]
        assert error["code"] == code
        return error


def post_office(database: Database, **settings: Any) -> Post:
    database.write(open_merchant)
    boxes = schema.boxes
    database.write(
        lambda c: c.execute(
            update(boxes)
            .where(boxes.c.merchant_id == M, boxes.c.box_id == BOX)
            .values(public_key=public(KEY))
        )
    )
    return Post(database, **settings)
