"""People at the till, under /api/v1/people: who there is, signing in and out, approving.

Parsed here, decided in `till.people`. Behind the same door as every other call; a PIN is in bodies only.
"""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, request

from appliance.till.people import People
from appliance.web import people_shapes as shapes
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS, SAFE_REFUSALS
from appliance.web.guards import approval_token, intent_key
from appliance.web.shapes import Nothing

ONE = "/people/<string(maxlength=64):staff_id>"


def people_api(people: People) -> APIBlueprint:
    """The blueprint of the people at the till."""
    api = APIBlueprint("people", __name__, url_prefix="/api/v1", tag="People")

    @api.get("/people")
    @api.output(shapes.People)
    @api.doc(summary="Who works here, and who is signed in", responses=SAFE_REFUSALS)
    def everybody() -> Response:
        return json_response(people.view())

    @api.post("/people")
    @api.input(shapes.StaffNew, arg_name="body")
    @api.output(shapes.People)
    @api.doc(summary="Add somebody; the first is an owner and is signed in", responses=REFUSALS)
    def add(body: shapes.StaffNew) -> Response:
        key, approval = intent_key(request), approval_token(request)
        return json_response(people.add(key, name=body.name, role=body.role, pin=body.pin, approval=approval))

    @api.patch(ONE)
    @api.input(shapes.StaffChange, arg_name="body")
    @api.output(shapes.People)
    @api.doc(summary="Change somebody's name, role or PIN", responses=REFUSALS)
    def change(staff_id: str, body: shapes.StaffChange) -> Response:
        key, approval = intent_key(request), approval_token(request)
        changed = people.change(
            key, staff_id, name=body.name, role=body.role, pin=body.pin, approval=approval
        )
        return json_response(changed)

    @api.delete(ONE)
    @api.output(shapes.People)
    @api.doc(summary="Delete somebody and the PIN", responses=REFUSALS)
    def remove(staff_id: str) -> Response:
        return json_response(people.remove(intent_key(request), staff_id, approval=approval_token(request)))

    @api.post("/people/sign-in")
    @api.input(shapes.SignIn, arg_name="body")
    @api.output(shapes.People)
    @api.doc(summary="Sign somebody in, instead of whoever was there", responses=REFUSALS)
    def sign_in(body: shapes.SignIn) -> Response:
        return json_response(people.sign_in(intent_key(request), body.staff_id, body.pin))

    @api.post("/people/sign-out")
    @api.input(Nothing, arg_name="body")
    @api.output(shapes.People)
    @api.doc(summary="Sign out whoever is there", responses=REFUSALS)
    def sign_out(body: Nothing) -> Response:
        return json_response(people.sign_out(intent_key(request)))

    @api.post("/people/lock")
    @api.input(Nothing, arg_name="body")
    @api.output(shapes.People)
    @api.doc(summary="Ask who is there: nobody touched this screen for a while", responses=REFUSALS)
    def lock(body: Nothing) -> Response:
        return json_response(people.lock(intent_key(request)))

    @api.patch("/people/lock")
    @api.input(shapes.LockChoice, arg_name="body")
    @api.output(shapes.People)
    @api.doc(summary="Choose after how many minutes a screen locks", responses=REFUSALS)
    def lock_after(body: shapes.LockChoice) -> Response:
        key, approval = intent_key(request), approval_token(request)
        return json_response(people.lock_after(key, body.lock_after_min, approval=approval))

    @api.post("/people/approve")
    @api.input(shapes.Approve, arg_name="body")
    @api.output(shapes.Approval)
    @api.doc(summary="Approve one deed of somebody else", responses=REFUSALS)
    def approve(body: shapes.Approve) -> Response:
        return json_response(people.approve(body.staff_id, body.pin, body.right))

    return api
