"""The workbench's web side: the page, its state as JSON and as events, and who may come near it.

The same guards as the till: another page in the same browser must not be able to pull the plug. So the Host
must be ours, the Origin of every unsafe call must be ours, and bodies are JSON. Knows no bytes of any device.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, redirect, request, send_from_directory
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from appliance.simulator.caller import owner_uid
from appliance.simulator.hands import Answer, Refused, add_hands
from appliance.simulator.state import Revisions, Workbench

MOST_STREAMS = 12
HEARTBEAT_S = 10.0
BREATH_S = 0.06  # at most some sixteen pictures a second, however fast the printer is
LARGEST_BODY_BYTES = 4096
# What a browser says of a click on a link of our own page (W3C Fetch Metadata); no page can write these headers.
CLICK = (("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"))

UidOf = Callable[[tuple[str, int], int], int | None]  # (the caller's address and port, our port) -> user id


def create_app(
    bench: Workbench,
    *,
    dist_dir: Path,
    hosts: Callable[[], frozenset[str]],
    run_dir: Path,
    uid_of: UidOf = owner_uid,
) -> Flask:
    """The Flask app. `hosts` gives the exact Host values that are ours, once the port is known."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY_BYTES
    app.before_request(lambda: _guard(hosts()))
    app.after_request(_harden)
    app.register_error_handler(Refused, _refusal)
    app.register_error_handler(HTTPException, _http_error)
    _add_page(app, dist_dir)
    _add_views(app, bench)
    add_hands(app, bench)
    _add_door(app, bench, run_dir, uid_of)
    return app


# -- guards ------------------------------------------------------------------------------------------------


def _guard(hosts: frozenset[str]) -> None:
    if request.host not in hosts:
        raise Refused(
            403, "foreign_host", "This address is not the workbench's.", "Host", ", ".join(sorted(hosts))
        )
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.headers.get("Origin") != f"http://{request.host}":
        raise Refused(403, "foreign_origin", "Only the workbench's own page may do this.", "Origin")
    if request.mimetype != "application/json":
        raise Refused(415, "not_json", "The body must be JSON.", "Content-Type", "application/json")


def _harden(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
    )
    if not request.path.startswith("/assets/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _error(
    status: int, code: str, message: str, field: str | None = None, allowed: str | None = None
) -> Answer:
    error: dict[str, object] = {
        "code": code,
        "message_key": f"error.{code}",
        "message": message,
        "field": field,
        "allowed": allowed,
        "params": {},
    }
    return jsonify({"error": error}), status


def _refusal(refused: Refused) -> Answer:
    return _error(refused.status, refused.code, refused.message, refused.field, refused.allowed)


def _http_error(error: HTTPException) -> Answer:
    status = error.code or 500
    return _error(status, error.name.lower().replace(" ", "_"), error.description or error.name)


# -- the page and what it sees -----------------------------------------------------------------------------


def _add_page(app: Flask, dist_dir: Path) -> None:
    @app.get("/")
    def page() -> Response:
        return send_from_directory(dist_dir, "workbench.html")

    @app.get("/assets/<path:name>")
    def asset(name: str) -> Response:
        return send_from_directory(dist_dir / "assets", name, max_age=31_536_000)  # names carry a hash

    @app.get("/healthz")
    def health() -> Response:
        return jsonify({"ok": True})


def _add_views(app: Flask, bench: Workbench) -> None:
    places = threading.BoundedSemaphore(MOST_STREAMS)

    @app.get("/api/state")
    def state() -> Response:
        return jsonify(bench.picture() | {"pieces": bench.pieces()})

    @app.get("/api/events")
    def events() -> Response | Answer:
        if not places.acquire(blocking=False):
            return _error(503, "too_many_viewers", f"{MOST_STREAMS} pages already watch this workbench.")
        response = Response(stream(bench), mimetype="text/event-stream")
        response.call_on_close(places.release)
        return response


def stream(bench: Workbench, heartbeat_s: float = HEARTBEAT_S, breath_s: float = BREATH_S) -> Iterator[str]:
    """What changed, coalesced: `pieces` is finished paper, `state` the rest, `light` the light alone.

    A comment is the heartbeat.
    """
    seen = Revisions(-1, -1, -1, -1)
    while not bench.is_stopped.is_set():
        if not bench.wait_beyond(seen.all, heartbeat_s):
            yield ": still here\n\n"
            continue
        before, seen = seen, bench.revisions()
        if seen.paper != before.paper:
            yield _event("pieces", bench.pieces())
        if seen.picture != before.picture:
            yield _event("state", bench.picture())
        elif seen.light != before.light:
            yield _event("light", bench.surroundings.lamp.view())
        bench.is_stopped.wait(breath_s)


def _event(name: str, content: object) -> str:
    return f"event: {name}\ndata: {json.dumps(content, ensure_ascii=False, separators=(',', ':'))}\n\n"


def _add_door(app: Flask, bench: Workbench, run_dir: Path, uid_of: UidOf) -> None:
    @app.get("/till")
    def till() -> BaseResponse:
        """To the till's screen, with the session its kiosk would have; the token never enters the page."""
        for header, allowed in CLICK:
            if request.headers.get(header) != allowed:
                raise Refused(
                    403,
                    "foreign_origin",
                    "Only a click on the workbench's page may do this.",
                    header,
                    allowed,
                )
        caller = str(request.remote_addr), int(request.environ["REMOTE_PORT"])
        if uid_of(caller, int(request.environ["SERVER_PORT"])) != os.geteuid():
            raise Refused(403, "foreign_user", "Only the user the box runs as may enter its till.")
        address = urlsplit(bench.till_url)
        origin = f"{address.scheme}://{address.netloc}"
        try:
            token = (run_dir / "kiosk-token").read_text(encoding="ascii").strip()
        except OSError:
            return redirect(origin + "/", 302)
        return redirect(f"{origin}/enter?token={token}", 302)
