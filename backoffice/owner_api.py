"""The owner's API under /api/v1: one question or wish a route, always about the merchant of the session.

Parsed by `shapes`; the work is done by reports, owners, quarantine, and for the rest `owner_wishes`. Makes no SQL.
"""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, g, request
from sqlalchemy import Connection

from backoffice import __version__, owners, quarantine, reports, sales, sessions, shapes, shifts, stock_levels
from backoffice.errors import OfficeError
from backoffice.guards import signed_in
from backoffice.owner_desk import REFUSALS, SAFE_REFUSALS, OwnerDesk, done, json_response
from backoffice.owner_wishes import box_routes, catalogue_routes, enrolment_routes
from backoffice.owners import Owner
from backoffice.people_routes import people_routes


def owner_api(office: OwnerDesk) -> APIBlueprint:
    """The blueprint of every route the dashboard uses."""
    api = APIBlueprint("owner", __name__, url_prefix="/api/v1", tag="Office")
    _session(api, office)
    _takings(api, office)
    _stock(api, office)
    _shifts(api, office)
    _quarantine(api, office)
    box_routes(api, office)
    enrolment_routes(api, office)
    catalogue_routes(api, office)
    people_routes(api, office)
    _live(api, office)
    return api


def _session_view(office: OwnerDesk, session: sessions.Session | None) -> dict[str, object]:
    def work(connection: Connection) -> dict[str, object]:
        return {
            "signed_in": session is not None,
            "needs_setup": session is None and not owners.is_set_up(connection),
            "csrf": session and session.csrf,
            "email": session and session.email,
            "merchant": session and reports.merchant(connection, session.merchant_id),
            "is_demo": office.is_demo,
            "version": __version__,
        }

    return office.database.read(work)


def _enter(office: OwnerDesk, owner: Owner) -> Response:
    now = office.now_utc()
    cookie, session = office.database.write(lambda connection: sessions.begin(connection, owner, now))
    return office.door.let_in(json_response(_session_view(office, session)), cookie)


def _session(api: APIBlueprint, office: OwnerDesk) -> None:
    @api.get("/session")
    @api.output(shapes.Session)
    @api.doc(summary="Who is signed in", responses=SAFE_REFUSALS)
    def session() -> Response:
        return json_response(_session_view(office, g.session))

    @api.post("/setup")
    @api.input(shapes.Setup, arg_name="body")
    @api.output(shapes.Session)
    @api.doc(summary="The first visit: make merchant and owner", responses=REFUSALS)
    def setup(body: shapes.Setup) -> Response:
        office.addresses.take((request.remote_addr or "",))
        if not office.setup_token.fits(body.token):
            raise OfficeError("wrong_setup_token", field="token")
        email = owners.canonical_email(body.email)
        password_hash = office.passwords.hash(body.password)
        now = office.now_utc()

        def work(connection: Connection) -> Owner:
            if owners.is_set_up(connection):
                raise OfficeError("already_set_up")
            return owners.create(
                connection,
                merchant_name=body.merchant_name,
                email=email,
                password_hash=password_hash,
                country=body.country,
                language=body.language,
                now_utc=now,
            )

        owner = office.database.write(work)
        office.setup_token.spend()
        office.addresses.forgive((request.remote_addr or "",))
        return _enter(office, owner)

    @api.post("/session")
    @api.input(shapes.SignIn, arg_name="body")
    @api.output(shapes.Session)
    @api.doc(summary="Sign in", responses=REFUSALS)
    def sign_in(body: shapes.SignIn) -> Response:
        return _enter(office, _who(office, body.email.strip().lower(), body.password))

    @api.delete("/session")
    @api.output(shapes.Done)
    @api.doc(summary="Sign out", responses=REFUSALS)
    def sign_out() -> Response:
        session = signed_in()
        office.database.write(lambda connection: sessions.end(connection, session))
        return office.door.let_out(done())


def _who(office: OwnerDesk, email: str, password: str) -> Owner:
    """The owner with this password; wrong name and wrong password are told alike and take alike."""
    address = request.remote_addr or ""
    office.addresses.take((address,))
    office.names.take((email, address))
    found = office.database.read(lambda connection: owners.find(connection, email))
    owner, password_hash = found if found is not None else (None, None)
    try:
        fits = office.passwords.fits(password_hash, password)
    except OfficeError:  # too many at once: nothing was tried
        office.addresses.forgive((address,))
        office.names.forgive((email, address))
        raise
    if owner is None or password_hash is None or not fits:
        raise OfficeError("wrong_password")
    office.addresses.forgive((address,))
    office.names.forgive((email, address))
    if office.passwords.is_dated(password_hash):
        fresh = office.passwords.hash(password)
        office.database.write(lambda connection: owners.set_password(connection, owner, fresh))
    return owner


def _takings(api: APIBlueprint, office: OwnerDesk) -> None:
    @api.get("/today")
    @api.input(shapes.DayOf, location="query", arg_name="query")
    @api.output(shapes.Today)
    @api.doc(summary="Takings by hour, stalls, and what needs a person", responses=SAFE_REFUSALS)
    def today(query: shapes.DayOf) -> Response:
        merchant_id, now = signed_in().merchant_id, office.clock()
        interval_s = office.report_interval_s
        return json_response(
            office.database.read(
                lambda connection: reports.today(connection, merchant_id, now, interval_s, query.day)
            )
        )

    @api.get("/sales")
    @api.input(shapes.SalesQuery, location="query", arg_name="query")
    @api.output(shapes.Sales)
    @api.doc(summary="Sales, newest first", responses=SAFE_REFUSALS)
    def all_sales(query: shapes.SalesQuery) -> Response:
        merchant_id = signed_in().merchant_id
        return json_response(
            office.database.read(
                lambda connection: sales.page(
                    connection,
                    merchant_id,
                    day=query.day,
                    box_id=query.box,
                    before=None if query.before is None else (query.before, query.before_box),
                    limit=query.limit,
                )
            )
        )

    @api.get("/boxes/<string(maxlength=40):box_id>/sales/<string(maxlength=32):number>")
    @api.output(shapes.Sale)
    @api.doc(summary="One sale down to its fact", responses=SAFE_REFUSALS)
    def one_sale(box_id: str, number: str) -> Response:
        merchant_id = signed_in().merchant_id
        return json_response(
            office.database.read(lambda connection: sales.sale(connection, merchant_id, box_id, number))
        )


def _stock(api: APIBlueprint, office: OwnerDesk) -> None:
    @api.get("/stock")
    @api.input(shapes.DayOf, location="query", arg_name="query")
    @api.output(shapes.Stock)
    @api.doc(summary="What is left at each stall, and the moves of a day", responses=SAFE_REFUSALS)
    def stock(query: shapes.DayOf) -> Response:
        merchant_id, now = signed_in().merchant_id, office.clock()

        def work(connection: Connection) -> dict[str, object]:
            day = query.day or reports.business_day(now, reports.zone_of(connection, merchant_id))
            return stock_levels.page(connection, merchant_id, day)

        return json_response(office.database.read(work))


def _shifts(api: APIBlueprint, office: OwnerDesk) -> None:
    @api.get("/shifts")
    @api.input(shapes.ShiftsQuery, location="query", arg_name="query")
    @api.output(shapes.Shifts)
    @api.doc(summary="Closed shifts, newest first", responses=SAFE_REFUSALS)
    def closed(query: shapes.ShiftsQuery) -> Response:
        merchant_id = signed_in().merchant_id
        return json_response(
            office.database.read(lambda connection: shifts.of_day(connection, merchant_id, query.day))
        )

    @api.get("/boxes/<string(maxlength=40):box_id>/shifts/<int:epoch>/<int:f>")
    @api.output(shapes.Shift)
    @api.doc(summary="One Z as the box stored it", responses=SAFE_REFUSALS)
    def one_shift(box_id: str, epoch: int, f: int) -> Response:
        merchant_id = signed_in().merchant_id
        if max(epoch, f) > shapes.MOST_F:
            raise OfficeError("not_found", field="f")
        return json_response(
            office.database.read(lambda connection: shifts.detail(connection, merchant_id, box_id, epoch, f))
        )


def _quarantine(api: APIBlueprint, office: OwnerDesk) -> None:
    @api.get("/quarantine")
    @api.output(shapes.Quarantine)
    @api.doc(summary="Facts that were set aside, and why", responses=SAFE_REFUSALS)
    def entries() -> Response:
        merchant_id = signed_in().merchant_id
        found = office.database.read(lambda connection: quarantine.entries(connection, merchant_id))
        return json_response({"entries": found})

    @api.post("/quarantine/<string(maxlength=64):quarantine_id>/retry")
    @api.input(shapes.Nothing, arg_name="body")
    @api.output(shapes.Retried)
    @api.doc(summary="Try to apply a fact again", responses=REFUSALS)
    def retry(quarantine_id: str, body: shapes.Nothing) -> Response:
        merchant_id, now = signed_in().merchant_id, office.now_utc()
        reason = office.database.write(
            lambda connection: quarantine.retry(connection, merchant_id, quarantine_id, now)
        )
        return json_response({"state": "applied" if reason is None else "open", "reason": reason})

    @api.post("/quarantine/<string(maxlength=64):quarantine_id>/seen")
    @api.input(shapes.Nothing, arg_name="body")
    @api.output(shapes.Done)
    @api.doc(summary="Leave a fact aside for good", responses=REFUSALS)
    def seen(quarantine_id: str, body: shapes.Nothing) -> Response:
        merchant_id = signed_in().merchant_id
        office.database.write(lambda connection: quarantine.mark_seen(connection, merchant_id, quarantine_id))
        return done()


def _live(api: APIBlueprint, office: OwnerDesk) -> None:
    @api.get("/live")
    @api.doc(hide=True)  # endless: named in the description of the document
    def live() -> Response:
        session = signed_in()
        cookie = request.cookies.get(office.door.address.cookie)

        def is_welcome() -> bool:
            return office.door.session(cookie) is not None

        answer = Response(office.live.events(session.merchant_id, is_welcome), mimetype="text/event-stream")
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Accel-Buffering"] = "no"  # nginx would keep events back
        return answer
