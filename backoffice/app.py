"""The Flask application of the back office: guards first, then pages, the owner's API and the boxes' one.

A factory; nothing at import.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from apiflask import APIFlask, HTTPError
from flask import Response, send_from_directory
from flask.json.provider import JSONProvider
from flask.typing import ResponseReturnValue
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from backoffice import __version__, shapes
from backoffice.box_api import BoxDesk, box_api
from backoffice.database import Database
from backoffice.errors import TABLE, OfficeError
from backoffice.guards import CSRF_HEADER, UNSAFE, Door, SetupToken, address_of
from backoffice.live import Live
from backoffice.owner_api import owner_api
from backoffice.owner_desk import OwnerDesk, json_response
from backoffice.owners import Passwords
from backoffice.patience import ChangeBell, WriteQueue
from backoffice.sessions import write_utc
from backoffice.tries import CodeTries, Tries

MAX_BODY_BYTES = 1024 * 1024  # of a box's push; owners' calls are held to less by the guards
YEAR_S = 365 * 24 * 3600
SIGN_IN_TRIES, ADDRESS_TRIES, TRY_WINDOW_S = 5, 30, 300.0
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
ERROR_SCHEMA: dict[str, Any] = {  # Any: JSON Schema
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "field", "allowed", "params"],
            "properties": {
                "code": {"type": "string", "enum": sorted(TABLE)},
                "message": {"type": "string"},
                "field": {"type": ["string", "null"]},
                "allowed": {"type": ["string", "null"]},
                "params": {"type": "object"},
            },
        },
        "server_time": {"type": "string"},
    },
}
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the application is told; `url` is the address people and boxes know."""

    dist: Path
    setup_token: Path
    url: str = "http://127.0.0.1:8090"
    proxy_hops: int = 0
    report_interval_s: int = 10
    is_demo: bool = False
    approve_for: Callable[[str | None], str | None] = lambda _address: None  # see box_api.BoxDesk
    passwords: Passwords | None = None  # None: argon2id
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic


class FastJson(JSONProvider):
    """Flask's JSON by orjson, which refuses what nests too deep where the standard library runs out of stack."""

    def dumps(self, obj: object, **_options: object) -> str:
        return orjson.dumps(obj).decode()

    def loads(
        self, s: str | bytes, **_options: object
    ) -> Any:  # Any: JSON from outside, parsed by its reader
        return orjson.loads(s)


def create_app(database: Database, settings: Settings) -> APIFlask:
    """The WSGI application; `end_streams` sends home who waits in it."""
    app = APIFlask(
        __name__,
        title="Tillbox back office",
        version=__version__,
        docs_path=None,
        static_folder=None,  # type: ignore[arg-type]  # Flask's word for none; APIFlask's hint leaves it out
    )
    app.json = FastJson(app)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        OPENAPI_VERSION="3.1.0",
        VALIDATION_ERROR_STATUS_CODE=422,
        VALIDATION_ERROR_SCHEMA=ERROR_SCHEMA,
        HTTP_ERROR_SCHEMA=ERROR_SCHEMA,
        INFO={
            "description": "Boxes use /v1 and sign (docs/protocol.md). Owners use /api/v1: a session cookie, and "
            f"Origin and {CSRF_HEADER} on unsafe calls. GET /api/v1/live streams events."
        },
    )
    office = _office(database, settings)
    app.extensions["live"] = office.live
    app.before_request(office.door.check)
    app.after_request(lambda answer: _headers(answer, office.door.address.is_https))
    app.spec_processor(_name_the_csrf_header)
    app.error_processor(refuse_http)
    app.register_error_handler(OfficeError, refuse)
    app.register_error_handler(Exception, _broken)
    _pages(app, settings.dist)
    app.register_blueprint(owner_api(office))
    boxes = _boxes(database, settings)
    app.extensions["bell"] = boxes.bell
    app.register_blueprint(box_api(boxes))
    if settings.proxy_hops:  # only then: without a proxy these headers are anybody's
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxy_hops)  # type: ignore[method-assign]
    return app


def end_streams(app: APIFlask) -> None:
    """Send home the pages and the boxes that wait for news: the program ends."""
    app.extensions["live"].stop()
    app.extensions["bell"].close()


def _office(database: Database, settings: Settings) -> OwnerDesk:
    door = Door(address_of(settings.url), database, lambda: write_utc(settings.clock()))
    return OwnerDesk(
        database=database,
        door=door,
        live=Live(database),
        passwords=settings.passwords or Passwords(),
        names=Tries(SIGN_IN_TRIES, TRY_WINDOW_S, settings.monotonic),
        addresses=Tries(ADDRESS_TRIES, TRY_WINDOW_S, settings.monotonic),
        setup_token=SetupToken(settings.setup_token),
        clock=settings.clock,
        codes=CodeTries(settings.monotonic),
        report_interval_s=settings.report_interval_s,
        is_demo=settings.is_demo,
    )


def _boxes(database: Database, settings: Settings) -> BoxDesk:
    return BoxDesk(
        database=database,
        url=settings.url,
        now=settings.clock,
        queue=WriteQueue(settings.monotonic),
        bell=ChangeBell(),
        monotonic=settings.monotonic,
        report_interval_s=settings.report_interval_s,
        approve_for=settings.approve_for,
    )


def _pages(app: APIFlask, dist: Path) -> None:
    @app.get("/")
    @app.doc(hide=True)
    def index() -> Response:
        return send_from_directory(dist, "office.html", max_age=0)

    @app.get("/docs")
    @app.doc(hide=True)
    def docs() -> Response:
        return send_from_directory(dist, "docs.html", max_age=0)

    @app.get("/assets/<path:name>")
    @app.doc(hide=True)
    def asset(name: str) -> Response:
        return send_from_directory(dist / "assets", name, max_age=YEAR_S)

    @app.get("/healthz")
    @app.output(shapes.Health)
    @app.doc(tags=["Office"], summary="Whether the back office answers")
    def healthz() -> Response:
        return json_response({"ok": True})


def refuse(error: OfficeError) -> Response:
    """A refusal in the protocol's form; `retry_after_s` also becomes the header."""
    answer = json_response(error.to_dict() | {"server_time": write_utc(datetime.now(UTC))}, error.status)
    if error.status in (429, 503):
        answer.headers["Retry-After"] = str(error.params.get("retry_after_s", 1))
    return answer


def refuse_http(error: HTTPError) -> Response:
    """Werkzeug's and the validator's errors in the same form, with the first faulty field named."""
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "not_json"}.get(
        error.status_code, "bad_request" if error.status_code < 500 else "internal"
    )
    field, allowed = _first_fault(error.detail)
    answer = refuse(OfficeError(code, field=field, allowed=allowed))
    allow = dict(error.headers or {}).get("Allow")
    if isinstance(allow, str):
        answer.headers["Allow"] = allow
    return answer


def _first_fault(detail: Any) -> tuple[str | None, str | None]:  # Any: the validator's own loose shape
    for faults in detail.values() if isinstance(detail, dict) else ():
        for field, messages in faults.items() if isinstance(faults, dict) else ():
            text = messages[0] if isinstance(messages, list) and messages else str(messages)
            return (None if field == "_schema" else str(field)), str(text)
    return None, None


def _broken(error: Exception) -> ResponseReturnValue:
    if isinstance(error, HTTPException):
        return refuse_http(HTTPError(error.code or 500, error.description, headers=dict(error.get_headers())))
    if isinstance(error, ParseException):  # the body is read late, and its chunks were nonsense
        return refuse_http(HTTPError(400))
    log.error("a request broke", exc_info=error)
    return refuse(OfficeError("internal"))


def _headers(answer: Response, is_https: bool) -> Response:
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if is_https:
        answer.headers["Strict-Transport-Security"] = f"max-age={YEAR_S}"
    return answer


def _name_the_csrf_header(spec: dict[str, Any] | str) -> dict[str, Any] | str:  # Any: an OpenAPI document
    if isinstance(spec, str):
        raise TypeError("the document is kept as JSON")
    header = {"name": CSRF_HEADER, "in": "header", "required": False, "schema": {"type": "string"}}
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            if path.startswith("/api/") and method.upper() in UNSAFE:
                operation.setdefault("parameters", []).append(header)
    return spec
