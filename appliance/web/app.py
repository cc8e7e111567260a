"""The Flask application of the till: guards first, then pages, then the API. A factory; nothing at import."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from apiflask import APIBlueprint, APIFlask, HTTPError
from flask import Response, redirect, request, send_from_directory, session
from flask.typing import ResponseReturnValue
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import HTTPException

from appliance import __version__
from appliance.domain.errors import TillError, is_disk_full
from appliance.till import BackOffice, Till
from appliance.web import shapes
from appliance.web.answers import FastJson, json_response
from appliance.web.api import name_the_key_header, till_api
from appliance.web.errors import ERROR_SCHEMA, refuse, refuse_http
from appliance.web.first_load import word_files
from appliance.web.guards import Door
from appliance.web.live import Screens

MAX_BODY_BYTES = 64 * 1024
YEAR_S = 365 * 24 * 3600
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
log = logging.getLogger(__name__)


def create_app(
    till: Till,
    office: BackOffice,
    door: Door,
    dist: Path,
    session_secret: bytes,
    parts: Sequence[APIBlueprint] = (),
) -> tuple[APIFlask, Screens]:
    """The WSGI application and its screens; `dist` is the folder of the built screen, `parts` what else it answers."""
    app = APIFlask(__name__, title="Tillbox till", version=__version__, docs_path=None)
    app.static_folder = None
    app.json = FastJson(app)
    app.config.update(
        SECRET_KEY=session_secret,
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        SESSION_COOKIE_NAME="tillbox",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        PERMANENT_SESSION_LIFETIME=YEAR_S,
        SESSION_REFRESH_EACH_REQUEST=False,
        OPENAPI_VERSION="3.1.0",
        VALIDATION_ERROR_STATUS_CODE=422,
        VALIDATION_ERROR_SCHEMA=ERROR_SCHEMA,
        HTTP_ERROR_SCHEMA=ERROR_SCHEMA,
        INFO={
            "description": "The box at the stall. Unsafe calls need Origin, a session and an Idempotency-Key."
        },
    )
    app.before_request(lambda: door.check(request))
    app.after_request(_headers)
    app.spec_processor(name_the_key_header)
    app.error_processor(refuse_http)
    app.register_error_handler(TillError, refuse)
    app.register_error_handler(Exception, _broken)
    _pages(app, door, dist, lambda: till.language)
    for part in (till_api(till, office), *parts):
        app.register_blueprint(part)
    screens = Screens(app, door, till.snapshot)
    return app, screens


def _pages(app: APIFlask, door: Door, dist: Path, language: Callable[[], str]) -> None:
    words = word_files(dist)

    @app.get("/")
    @app.doc(hide=True)
    def index() -> Response:
        page = send_from_directory(dist, "index.html", max_age=0)
        if "screen" in session and (file := words.get(language())):
            page.headers["Link"] = f"</{file}>; rel=modulepreload"
        return page

    @app.get("/docs")
    @app.doc(hide=True)
    def docs() -> Response:
        return send_from_directory(dist, "docs.html", max_age=0)

    @app.get("/assets/<path:name>")
    @app.doc(hide=True)
    def asset(name: str) -> Response:
        return send_from_directory(dist / "assets", name, max_age=YEAR_S)

    @app.get("/enter")
    @app.doc(hide=True)
    def enter() -> ResponseReturnValue:
        if not door.opens(request.args.get("token", "")):
            raise TillError("not_paired", field="token")
        session.permanent = True
        session["screen"] = True
        return redirect("/", code=303)

    @app.get("/healthz")
    @app.output(shapes.Health)
    @app.doc(tags=["Box"], summary="Whether the till answers")
    def healthz() -> Response:
        return json_response({"ok": True})


def _headers(answer: Response) -> Response:
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _broken(error: Exception) -> ResponseReturnValue:
    if isinstance(error, HTTPException):
        detail = HTTPError(error.code or 500, error.description, headers=dict(error.get_headers()))
        return refuse_http(detail)
    if isinstance(error, ParseException):  # the body is read late, and its chunks were nonsense
        return refuse_http(HTTPError(400))
    if is_disk_full(error):
        log.error("the disk is full: a request was refused")
        return refuse(TillError("store_full"))
    log.error("a request broke", exc_info=error)
    return refuse(TillError("internal"))
