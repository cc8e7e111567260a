"""The workbench's web side: the page, its state as JSON and as events, and the hands that move objects.

The same guards as the till: another page in the same browser must not be able to pull the plug. So the Host
must be ours, the Origin of every unsafe call must be ours, and bodies are JSON. Knows no bytes of any device.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, redirect, request, send_from_directory
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from appliance.simulator.printer import FAULTS
from appliance.simulator.scale import CAPACITY_G
from appliance.simulator.scanner import LONGEST_CODE
from appliance.simulator.state import LANGUAGES, Workbench

MOST_STREAMS = 12
HEARTBEAT_S = 10.0
BREATH_S = 0.06  # at most some sixteen pictures a second, however fast the printer is
LARGEST_BODY_BYTES = 4096
HEAVIEST_G = CAPACITY_G + 5000  # the slider reaches beyond the scale's capacity, to show what happens then
PLUG_ACTIONS = ("pull", "arm", "disarm")

Answer = tuple[Response, int]


class Refused(Exception):
    """A call that changes nothing; says which field and what is allowed."""

    def __init__(
        self, status: int, code: str, message: str, field: str | None = None, allowed: str | None = None
    ):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.field, self.allowed = field, allowed


def create_app(
    bench: Workbench, *, dist_dir: Path, hosts: Callable[[], frozenset[str]], run_dir: Path
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
    _add_hands(app, bench)
    _add_door(app, bench, run_dir)
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


# -- reading bodies ----------------------------------------------------------------------------------------


def _body(*fields: str) -> dict[str, Any]:  # Any: JSON, each value checked by its reader
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise Refused(400, "bad_json", "The body is not JSON.") from None
    if not isinstance(body, dict):
        raise Refused(400, "bad_json", "The body must be a JSON object.")
    for name in body:
        if name not in fields:
            raise Refused(422, "unknown_field", "There is no such field.", name[:64], ", ".join(fields))
    return body


def _flag(body: dict[str, Any], field: str) -> bool:  # Any: JSON
    value = body.get(field)
    if not isinstance(value, bool):
        raise Refused(422, "bad_value", f"{field} must be true or false.", field, "true, false")
    return value


def _choice(body: dict[str, Any], field: str, choices: tuple[str, ...]) -> str:  # Any: JSON
    value = body.get(field)
    if not isinstance(value, str) or value not in choices:
        raise Refused(
            422, "bad_value", f"{field} must be one of {', '.join(choices)}.", field, ", ".join(choices)
        )
    return value


def _grams(body: dict[str, Any], field: str) -> int:  # Any: JSON
    value = body.get(field)
    if type(value) is not int or not -HEAVIEST_G <= value <= HEAVIEST_G:
        allowed = f"-{HEAVIEST_G} to {HEAVIEST_G}"
        raise Refused(422, "bad_value", f"{field} must be whole grams, {allowed}.", field, allowed)
    return value


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
    """`state` after each change (coalesced), `pieces` when finished paper changed, a comment as heartbeat."""
    seen, seen_paper = -1, -1
    while not bench.is_stopped.is_set():
        if not bench.wait_beyond(seen, heartbeat_s):
            yield ": still here\n\n"
            continue
        seen, paper = bench.revisions()
        if paper != seen_paper:
            seen_paper = paper
            yield _event("pieces", bench.pieces())
        yield _event("state", bench.picture())
        bench.is_stopped.wait(breath_s)


def _event(name: str, content: object) -> str:
    return f"event: {name}\ndata: {json.dumps(content, ensure_ascii=False, separators=(',', ':'))}\n\n"


# -- hands -------------------------------------------------------------------------------------------------


def _add_hands(app: Flask, bench: Workbench) -> None:
    def done() -> Answer:
        return jsonify({"ok": True}), 200

    @app.post("/api/printer")
    def printer() -> Answer:
        body = _body(*FAULTS)
        changes = {name: _flag(body, name) for name in body}
        if not changes:
            raise Refused(422, "bad_value", "Name at least one fault.", FAULTS[0], ", ".join(FAULTS))
        for name, on in changes.items():
            bench.set_fault(name, on)
        return done()

    @app.post("/api/printer/tear")
    def tear() -> Answer:
        _body()
        bench.tear()
        return done()

    @app.post("/api/scanner")
    def scanner() -> Answer:
        code = _body("code").get("code")
        allowed = f"1 to {LONGEST_CODE} printable ASCII characters"
        if not isinstance(code, str):
            raise Refused(422, "bad_value", "code must be text.", "code", allowed)
        try:
            was_heard = bench.scan(code)
        except ValueError:
            raise Refused(422, "bad_value", f"A code has {allowed}.", "code", allowed) from None
        return jsonify({"ok": True, "heard": was_heard}), 200

    @app.post("/api/scale")
    def scale() -> Answer:
        body = _body("weight_g", "on")
        bench.weigh(_grams(body, "weight_g"), _flag(body, "on"))
        return done()

    @app.post("/api/drawer/close")
    def drawer() -> Answer:
        _body()
        bench.close_drawer()
        return done()

    @app.post("/api/plug")
    def plug() -> Answer:
        action = _choice(_body("action"), "action", PLUG_ACTIONS)
        {"pull": bench.plug.pull_now, "arm": bench.plug.arm, "disarm": bench.plug.disarm}[action]()
        return done()

    @app.post("/api/language")
    def language() -> Answer:
        bench.set_language(_choice(_body("language"), "language", LANGUAGES))
        return done()


def _add_door(app: Flask, bench: Workbench, run_dir: Path) -> None:
    @app.get("/till")
    def till() -> BaseResponse | Answer:
        """To the till's screen, with the session its kiosk would have; the token never enters the page."""
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            return _error(
                403, "foreign_origin", "Only the workbench's own page may do this.", "Sec-Fetch-Site"
            )
        address = urlsplit(bench.till_url)
        origin = f"{address.scheme}://{address.netloc}"
        try:
            token = (run_dir / "kiosk-token").read_text().strip()
        except OSError:
            return redirect(origin + "/", 302)
        return redirect(f"{origin}/enter?token={token}", 302)
