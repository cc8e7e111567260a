"""The owner's questions about people: who works where, their hours, and forgetting a name. Makes no SQL."""

from __future__ import annotations

from datetime import date, timedelta

from apiflask import APIBlueprint
from flask import Response
from sqlalchemy import Connection

from backoffice import hours, people, reports, shapes
from backoffice.errors import OfficeError
from backoffice.guards import signed_in
from backoffice.owner_desk import REFUSALS, SAFE_REFUSALS, OwnerDesk, done, json_response

USUAL_DAYS = 31
MOST_DAYS = 366


def people_routes(api: APIBlueprint, office: OwnerDesk) -> None:
    """People and their hours."""

    @api.get("/people")
    @api.output(shapes.People)
    @api.doc(summary="Who works at which stall", responses=SAFE_REFUSALS)
    def everybody() -> Response:
        merchant_id = signed_in().merchant_id
        found = office.database.read(lambda connection: people.listed(connection, merchant_id))
        return json_response({"people": found})

    @api.get("/hours")
    @api.input(shapes.HoursQuery, location="query", arg_name="query")
    @api.output(shapes.Hours)
    @api.doc(summary="Who was there from when to when", responses=SAFE_REFUSALS)
    def worked(query: shapes.HoursQuery) -> Response:
        merchant_id, now = signed_in().merchant_id, office.clock()

        def work(connection: Connection) -> dict[str, object]:
            until = query.until or reports.business_day(now, reports.zone_of(connection, merchant_id))
            since = query.since or date.fromordinal(max(1, until.toordinal() - USUAL_DAYS + 1))
            if not timedelta(0) <= until - since < timedelta(days=MOST_DAYS):
                raise OfficeError(
                    "bad_request", field="since", allowed=f"at most {MOST_DAYS} days before until"
                )
            return hours.report(connection, merchant_id, since, until)

        return json_response(office.database.read(work))

    @api.post("/boxes/<string(maxlength=64):box_id>/people/<string(maxlength=64):staff_id>/forget")
    @api.input(shapes.Nothing, arg_name="body")
    @api.output(shapes.Done)
    @api.doc(summary="Drop somebody's name for good", responses=REFUSALS)
    def forget(box_id: str, staff_id: str, body: shapes.Nothing) -> Response:
        merchant_id = signed_in().merchant_id
        office.database.write(lambda connection: people.forget(connection, merchant_id, box_id, staff_id))
        return done()
