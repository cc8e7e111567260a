"""The half of the back office that boxes talk to: docs/protocol.md, route by route, under /v1.

Every mark that is told comes from a transaction that wrote. Threads: of the 64 of a process 24 may wait for
changes, 16 write and 16 serve live views; the rest answers everybody else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from apiflask import APIBlueprint
from flask import Response, request
from sqlalchemy import Connection

from backoffice import boxes, catalogue, enrolments, shapes_box
from backoffice.batch import parse_batch
from backoffice.box_request import document, message_of, parsed, sent_body, signed_body, unpacked
from backoffice.database import Database
from backoffice.enrolments import Enrolment
from backoffice.errors import OfficeError
from backoffice.ingest import Refused, ingest
from backoffice.patience import ChangeBell, WriteQueue
from backoffice.signing import NEW_BOX, check_body, check_head, public_key

log = logging.getLogger(__name__)

BATCH = 400  # facts at once
REST_S = 0.5  # between batches: a busy stall's sale reaches the owner within a second
REST_DRAINING_S = 0.2
DRAINING_FROM = 50  # facts in one batch: a box that sends so many is catching up
REST_CROWDED_S = 5.0
ENROLMENT_INTERVAL_S = 2
MAX_ENROLMENT_BYTES = 16 * 1024
MAX_WAIT_S = 25.0
NO_PLACE_RETRY_S = 5
REPORTS_SHARE = 0.75  # of the places for writing: sales come before health
REFUSALS = {
    400: "The request is not understood.",
    401: "Not signed, or not by this box, or its clock is off: `server_time` says the time.",
    403: "The key of one box, the address of another.",
    404: "There is no such thing.",
    409: "It does not fit what is known already; `params` say what is.",
    413: "Too large.",
    415: "Another type or compression than expected.",
    422: "The message itself is wrong; the field is named.",
    429: "Too many at once; `Retry-After` says when to come again.",
    503: "The back office is busy; `Retry-After` says when to come again.",
}


@dataclass(frozen=True, slots=True)
class BoxDesk:
    """What the routes work with. `approve_for` names the merchant that takes a new box in by itself (demo), or None."""

    database: Database
    url: str  # as people and boxes know it, without a slash at its end
    now: Callable[[], datetime]
    queue: WriteQueue
    bell: ChangeBell
    monotonic: Callable[[], float]
    report_interval_s: float = 10
    approve_for: Callable[[str | None], str | None] = lambda _address: None

    @property
    def now_utc(self) -> str:
        """As in every answer: milliseconds, `Z`."""
        text = self.now().astimezone(UTC).isoformat(timespec="milliseconds")
        return text.replace("+00:00", "Z")


def box_api(office: BoxDesk) -> APIBlueprint:
    """The blueprint of every route a box uses. Rings `office.bell` with each commit from now on."""
    office.database.on_commit(office.bell.ring)
    api = APIBlueprint("boxes", __name__, url_prefix="/v1", tag="Boxes")
    api.register_error_handler(OfficeError, lambda error: refused(error, office.now_utc))
    _enrolment_routes(api, office)
    _fact_routes(api, office)
    _catalogue_routes(api, office)
    return api


def refused(error: OfficeError, server_time: str) -> Response:
    """An error as boxes read it: with the time, and with `Retry-After` where coming again helps."""
    answer = _json({**error.to_dict(), "server_time": server_time}, error.status)
    if error.status in (429, 503):
        wanted = error.params.get("retry_after_s")
        answer.headers["Retry-After"] = str(wanted if isinstance(wanted, int) else NO_PLACE_RETRY_S)
    return answer


def _enrolment_routes(api: APIBlueprint, office: BoxDesk) -> None:
    @api.post("/enrolments")
    @api.output(shapes_box.EnrolmentOut, 201)
    @api.doc(summary="A new box asks to belong to somebody", responses=REFUSALS)
    def enrol() -> Response:
        message = message_of(request)
        body = sent_body(request, MAX_ENROLMENT_BYTES)
        raw = unpacked(request, body, MAX_ENROLMENT_BYTES)
        said = document(request, raw, shapes_box.EnrolmentBody)
        key = public_key(said.public_key)
        signed = check_head(message, lambda key_id: key if key_id == NEW_BOX else None, office.now())
        check_body(message, signed, body)
        about = said.model_dump(exclude={"public_key"})
        now_utc, address = office.now_utc, request.remote_addr
        with office.queue.turn(REPORTS_SHARE):
            wanted = office.database.write(
                lambda c: enrolments.start(c, said.public_key, about, now_utc, address)
            )
        wanted = _approve_at_once(office, wanted)
        return _json(_enrolment_state(office, wanted), 201 if wanted.state == "pending" else 200)

    @api.get("/enrolments/<string(maxlength=40):enrolment_id>")
    @api.output(shapes_box.EnrolmentOut)
    @api.doc(summary="Whether the owner has approved", responses=REFUSALS)
    def enrolment(enrolment_id: str) -> Response:
        now_utc = office.now_utc
        wanted = None
        if enrolment_id.isascii() and enrolment_id.isalnum():
            wanted = office.database.read(lambda c: enrolments.find(c, enrolment_id, now_utc))
        if wanted is None:
            raise OfficeError("unknown_enrolment")
        key = public_key(wanted.public_key)
        signed_body(request, lambda key_id: key if key_id == NEW_BOX else None, office.now())
        return _json(_enrolment_state(office, wanted))


def _approve_at_once(office: BoxDesk, wanted: Enrolment) -> Enrolment:
    merchant_id = office.approve_for(request.remote_addr) if wanted.state == "pending" else None
    if merchant_id is None:
        return wanted
    now_utc = office.now_utc
    try:
        return office.database.write(
            lambda c: enrolments.approve(c, merchant_id, wanted.code, wanted.fingerprint, now_utc)
        )
    except OfficeError as error:
        log.warning("box %s is left for the owner to approve: %s", wanted.about.get("name"), error)
        return wanted


def _enrolment_state(office: BoxDesk, wanted: Enrolment) -> dict[str, object]:
    said: dict[str, object] = {"enrolment_id": wanted.enrolment_id, "state": wanted.state}
    if wanted.state == "pending":
        code = enrolments.shown(wanted.code)
        left_s = datetime.fromisoformat(wanted.expires_utc) - office.now().astimezone(UTC)
        said |= {
            "code": code,
            "approve_url": f"{office.url}/#/enrol/{code}",
            "expires_in_s": max(0, int(left_s.total_seconds())),
            "interval_s": ENROLMENT_INTERVAL_S,
        }
    if wanted.state == "approved":
        said |= office.database.read(lambda c: enrolments.belonging(c, wanted))
    return _timed(office, said)


def _fact_routes(api: APIBlueprint, office: BoxDesk) -> None:
    @api.post("/boxes/<string(maxlength=40):box_id>/facts")
    @api.output(shapes_box.PushOut)
    @api.doc(summary="Facts, in the order of their numbers", responses=REFUSALS)
    def facts(box_id: str) -> Response:
        key, body = _proven(office, box_id)
        batch = parse_batch(unpacked(request, body))
        now_utc = office.now_utc
        with office.queue.turn():
            kept = office.database.write(lambda c: ingest(c, key.merchant_id, box_id, batch, now_utc))
            is_crowded = office.queue.is_crowded
        if isinstance(kept, Refused):
            raise kept.error()
        rest_s = REST_DRAINING_S if len(batch.facts) >= DRAINING_FROM else REST_S
        wishes = {"batch": BATCH, "interval_s": REST_CROWDED_S if is_crowded else rest_s}
        return _json(_timed(office, {**kept.answer(), **wishes}))

    @api.post("/boxes/<string(maxlength=40):box_id>/report")
    @api.output(shapes_box.ReportOut)
    @api.doc(summary="How the box is", responses=REFUSALS)
    def report(box_id: str) -> Response:
        key, body = _proven(office, box_id)
        said = document(request, unpacked(request, body), shapes_box.ReportBody)
        kept = said.model_dump()
        now_utc = office.now_utc
        with office.queue.turn(REPORTS_SHARE):
            heard = office.database.write(lambda c: boxes.report(c, key.merchant_id, box_id, kept, now_utc))
        wishes = {"batch": BATCH, "interval_s": office.report_interval_s}
        return _json(_timed(office, {**heard.answer(), **wishes}))


def _catalogue_routes(api: APIBlueprint, office: BoxDesk) -> None:
    @api.get("/boxes/<string(maxlength=40):box_id>/changes")
    @api.output(shapes_box.ChangesOut)
    @api.doc(summary="What changed in the catalogue; waits for it if asked to", responses=REFUSALS)
    def changes(box_id: str) -> Response:
        key, _ = _proven(office, box_id)
        asked = _asked(request.args)
        _refuse_revoked(office, key)
        with office.bell.place() as has_place:
            wait_s = asked.wait_s if has_place else 0.0
            found = _wait_for_changes(office, key, asked.generation, asked.after, wait_s)
        answer = _json(_timed(office, found))
        if not has_place and asked.wait_s:
            answer.headers["Retry-After"] = str(NO_PLACE_RETRY_S)
        return answer

    @api.post("/boxes/<string(maxlength=40):box_id>/catalogue")
    @api.output(shapes_box.OfferOut)
    @api.doc(summary="Goods of a box from before it was enrolled", responses=REFUSALS)
    def offer(box_id: str) -> Response:
        key, body = _proven(office, box_id)
        said = document(request, unpacked(request, body), shapes_box.OfferBody)
        _refuse_revoked(office, key)
        with office.queue.turn(REPORTS_SHARE):
            told = office.database.write(
                lambda c: catalogue.offer(c, key.merchant_id, said.categories, said.items)
            )
        return _json(_timed(office, told))


def _wait_for_changes(
    office: BoxDesk, key: boxes.BoxKey, generation: str | None, after: int | None, wait_s: float
) -> dict[str, Any]:
    """The changes after `after`, or after `wait_s` none. Between two looks no connection is held."""
    merchant_id, until = key.merchant_id, office.monotonic() + wait_s
    while True:
        rings = office.bell.rings(merchant_id)
        found: dict[str, Any] = office.database.read(
            lambda c: _seen(c, key) | catalogue.changes(c, merchant_id, generation, after)
        )
        left_s = until - office.monotonic()
        if found["is_snapshot"] or found["version"] != after:
            told: dict[str, Any] = office.database.write(
                lambda c: _seen(c, key) | catalogue.settled_changes(c, merchant_id, generation, after)
            )
            return told
        if left_s <= 0 or office.bell.is_closed:
            return found
        office.bell.wait(merchant_id, rings, left_s)


def _seen(connection: Connection, key: boxes.BoxKey) -> dict[str, object]:
    """Up to which facts of the asking box what follows was made; read first, so that it never says too much."""
    known = boxes.seen(connection, key.merchant_id, key.box_id)
    return {"marks": [{"epoch": epoch, "mark": mark} for epoch, mark in known]}


@dataclass(frozen=True, slots=True)
class _Asked:
    generation: str | None
    after: int | None
    wait_s: float


def _asked(arguments: Mapping[str, str]) -> _Asked:
    """The query of a pull. What is too long to wait is cut; what is no number is refused by name."""
    values: dict[str, Any] = {}  # Any: about to be checked
    for name, kind in (("after", int), ("wait_s", float)):
        text = arguments.get(name)
        if text is None:
            continue
        try:
            values[name] = kind(text)
        except ValueError as error:
            raise OfficeError("bad_request", field=name, allowed="a number") from error
    query = parsed({**values, "generation": arguments.get("generation")}, shapes_box.ChangesQuery)
    return _Asked(query.generation, query.after, min(query.wait_s, MAX_WAIT_S))


def _proven(office: BoxDesk, box_id: str) -> tuple[boxes.BoxKey, bytes]:
    """The box whose request this is, and the body as sent. Raises everything in the table of docs/protocol.md."""
    found: dict[str, boxes.BoxKey] = {}

    def key_of(key_id: str) -> Any:  # the library's own word for a key
        key = office.database.read(lambda c: boxes.key_of(c, key_id))
        if key is None:
            return None
        found[key_id] = key
        return public_key(key.public_key)

    signed, body = signed_body(request, key_of, office.now())
    if signed.key_id != box_id:
        raise OfficeError("wrong_box")
    return found[signed.key_id], body


def _refuse_revoked(office: BoxDesk, key: boxes.BoxKey) -> None:
    if office.database.read(lambda c: boxes.is_revoked(c, key.merchant_id, key.box_id)):
        raise OfficeError("revoked")


def _timed(office: BoxDesk, body: Mapping[str, object]) -> dict[str, object]:
    return {**body, "server_time": office.now_utc}


def _json(body: Mapping[str, object], status: int = 200) -> Response:
    answer = Response(orjson.dumps(body), status=status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
