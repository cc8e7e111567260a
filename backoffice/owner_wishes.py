"""What an owner changes: the boxes, who becomes one, and the goods. Part of the owner's API (`owner_api`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from apiflask import APIBlueprint
from flask import Response
from sqlalchemy import Connection

from backoffice import boxes, catalogue, conflicts, enrolments, reports, shapes
from backoffice.errors import OfficeError
from backoffice.guards import signed_in
from backoffice.owner_desk import REFUSALS, SAFE_REFUSALS, OwnerDesk, done, json_response


def box_routes(api: APIBlueprint, office: OwnerDesk) -> None:
    """List, rename, revoke boxes; put an alarm away."""

    @api.get("/boxes")
    @api.output(shapes.Boxes)
    @api.doc(summary="The boxes of this merchant", responses=SAFE_REFUSALS)
    def all_boxes() -> Response:
        merchant_id, now = signed_in().merchant_id, office.clock()
        interval_s = office.report_interval_s
        found = office.database.read(
            lambda connection: reports.stalls_of(connection, merchant_id, now, interval_s)
        )
        return json_response({"boxes": found})

    @api.patch("/boxes/<string(maxlength=64):box_id>")
    @api.input(shapes.Rename, arg_name="body")
    @api.output(shapes.Done)
    @api.doc(summary="Call a stall otherwise", responses=REFUSALS)
    def rename(box_id: str, body: shapes.Rename) -> Response:
        merchant_id = signed_in().merchant_id
        _of_this_merchant(office, lambda connection: boxes.rename(connection, merchant_id, box_id, body.name))
        return done()

    @api.post("/boxes/<string(maxlength=64):box_id>/revoke")
    @api.input(shapes.Nothing, arg_name="body")
    @api.output(shapes.Done)
    @api.doc(summary="Trust a box no longer", responses=REFUSALS)
    def revoke(box_id: str, body: shapes.Nothing) -> Response:
        merchant_id = signed_in().merchant_id
        _of_this_merchant(office, lambda connection: boxes.revoke(connection, merchant_id, box_id))
        return done()

    @api.post("/boxes/<string(maxlength=64):box_id>/attention/seen")
    @api.input(shapes.Nothing, arg_name="body")
    @api.output(shapes.Done)
    @api.doc(summary="The alarm of a box was seen", responses=REFUSALS)
    def see_attention(box_id: str, body: shapes.Nothing) -> Response:
        merchant_id = signed_in().merchant_id
        _of_this_merchant(office, lambda connection: boxes.clear_attention(connection, merchant_id, box_id))
        return done()


def _of_this_merchant(office: OwnerDesk, work: Callable[[Connection], None]) -> None:
    try:
        office.database.write(work)
    except OfficeError as error:
        if error.code == "unknown_box":  # for a box that is "not authenticated", for an owner "not here"
            raise OfficeError("not_found", field="box_id") from error
        raise


def enrolment_routes(api: APIBlueprint, office: OwnerDesk) -> None:
    """From the code a box shows to a box of this merchant."""
    code_path = "/enrolments/<string(maxlength=32):code>"

    @api.get("/enrolments")
    @api.output(shapes.Pending)
    @api.doc(summary="None: type the code the box shows", responses=SAFE_REFUSALS)
    def pending() -> Response:
        signed_in()
        return json_response({"pending": []})

    @api.get(code_path)
    @api.output(shapes.Enrolment)
    @api.doc(summary="The box that shows a code", responses=SAFE_REFUSALS)
    def look(code: str) -> Response:
        now = office.now_utc()
        with office.codes.counted(signed_in().owner_id):
            found = office.database.read(lambda connection: enrolments.look(connection, code, now))
        return json_response(
            {
                "code": enrolments.shown(found.code),
                "name": found.about["name"],
                "series": found.about["series"],
                "fingerprint": found.fingerprint,
                "version": found.about["version"],
                "created_utc": found.created_utc,
                "state": found.state,
            }
        )

    @api.post(code_path + "/approve")
    @api.input(shapes.Approve, arg_name="body")
    @api.output(shapes.Done)
    @api.doc(summary="Make a box one of this merchant's", responses=REFUSALS)
    def approve(code: str, body: shapes.Approve) -> Response:
        session, now = signed_in(), office.now_utc()
        with office.codes.counted(session.owner_id):
            office.database.write(
                lambda connection: enrolments.approve(
                    connection, session.merchant_id, code, body.fingerprint, now
                )
            )
        return done()

    @api.post(code_path + "/deny")
    @api.input(shapes.Nothing, arg_name="body")
    @api.output(shapes.Done)
    @api.doc(summary="Refuse a box", responses=REFUSALS)
    def deny(code: str, body: shapes.Nothing) -> Response:
        now = office.now_utc()
        with office.codes.counted(signed_in().owner_id):
            office.database.write(lambda connection: enrolments.deny(connection, code, now))
        return done()


def catalogue_routes(api: APIBlueprint, office: OwnerDesk) -> None:
    """Categories and items."""
    item_path = "/catalogue/items/<string(maxlength=64):item_id>"
    category_path = "/catalogue/categories/<string(maxlength=64):category_id>"

    def change(work: Callable[[Connection, str], Mapping[str, object]]) -> Response:
        merchant_id = signed_in().merchant_id
        cursor = office.database.write(lambda connection: work(connection, merchant_id))
        return json_response({"generation": cursor["generation"], "version": cursor["version"]})

    @api.get("/catalogue")
    @api.output(shapes.Catalogue)
    @api.doc(summary="Categories and items", responses=SAFE_REFUSALS)
    def goods() -> Response:
        merchant_id = signed_in().merchant_id
        found, both = office.database.read(
            lambda connection: (
                catalogue.changes(connection, merchant_id, None, None),
                conflicts.open_ones(connection, merchant_id),
            )
        )
        told = {**found, "conflicts": both}
        return json_response({name: told[name] for name in shapes.Catalogue.model_fields})

    @api.post("/catalogue/conflicts")
    @api.input(shapes.ConflictWish, arg_name="body")
    @api.output(shapes.Done)
    @api.doc(summary="What was changed at both ends is seen, or the other value is taken", responses=REFUSALS)
    def settle_conflict(body: shapes.ConflictWish) -> Response:
        merchant_id = signed_in().merchant_id
        office.database.write(lambda connection: conflicts.settle(connection, merchant_id, body.model_dump()))
        return done()

    @api.put(item_path)
    @api.input(shapes.ItemWish, arg_name="body")
    @api.output(shapes.Version)
    @api.doc(summary="Make or change an item", responses=REFUSALS)
    def put_item(item_id: str, body: shapes.ItemWish) -> Response:
        wish = body.model_dump()
        return change(lambda connection, merchant: catalogue.put_item(connection, merchant, item_id, wish))

    @api.delete(item_path)
    @api.output(shapes.Version)
    @api.doc(summary="Sell an item no longer", responses=REFUSALS)
    def remove_item(item_id: str) -> Response:
        return change(lambda connection, merchant: catalogue.remove_item(connection, merchant, item_id))

    @api.put(category_path)
    @api.input(shapes.CategoryWish, arg_name="body")
    @api.output(shapes.Version)
    @api.doc(summary="Make or change a category", responses=REFUSALS)
    def put_category(category_id: str, body: shapes.CategoryWish) -> Response:
        wish = body.model_dump()
        return change(
            lambda connection, merchant: catalogue.put_category(connection, merchant, category_id, wish)
        )

    @api.delete(category_path)
    @api.output(shapes.Version)
    @api.doc(summary="Remove an empty category", responses=REFUSALS)
    def remove_category(category_id: str) -> Response:
        return change(
            lambda connection, merchant: catalogue.remove_category(connection, merchant, category_id)
        )
