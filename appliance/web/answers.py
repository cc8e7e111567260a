"""JSON out of the box: orjson bytes, never cached. Knows nothing of what it carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Response
from flask.json.provider import JSONProvider


def json_response(body: Mapping[str, Any], status: int = 200) -> Response:
    """`body` as a JSON answer that no cache may keep."""
    answer = Response(orjson.dumps(body), status=status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


class FastJson(JSONProvider):
    """Flask's JSON by orjson, which refuses what nests too deep where the standard library runs out of stack."""

    def dumps(self, obj: object, **_options: object) -> str:
        return orjson.dumps(obj).decode()

    def loads(
        self, s: str | bytes, **_options: object
    ) -> Any:  # Any: JSON from outside, parsed by its reader
        return orjson.loads(s)


class SocketJson:
    """The JSON module handed to Socket.IO, which wants text and passes options orjson does not know."""

    @staticmethod
    def dumps(value: object, **_options: object) -> str:
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_options: object) -> Any:  # Any: JSON from outside, parsed by its reader
        return orjson.loads(text)
