"""The JSON API under /api/v1: one intent or question a route, parsed by `shapes`, answered with a snapshot.

Knows the till's use cases and nothing below them.
"""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response, request

from appliance.till import BackOffice, Till
from appliance.web import shapes
from appliance.web.answers import json_response
from appliance.web.guards import UNSAFE, approval_token, intent_key

REFUSALS = {
    400: "The request is not understood; the field is named.",
    401: "The screen is not paired.",
    403: "A foreign page or an unknown host name.",
    404: "There is no such thing.",
    409: "It does not fit what is so now; nothing changed.",
    413: "Too large.",
    415: "Not JSON.",
    422: "A value is out of range; the field and what is allowed are named.",
    503: "The card cannot be written; nothing was sold.",
    507: "The card is full; nothing was sold.",
}
SAFE_REFUSALS = {status: REFUSALS[status] for status in (400, 401, 403, 404, 422)}
KEY_HEADER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Names this intent; the same key again gets the same effect once.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
}


def name_the_key_header(spec: dict[str, Any] | str) -> dict[str, Any] | str:  # Any: an OpenAPI document
    """Add the Idempotency-Key to every unsafe operation of the OpenAPI document."""
    if isinstance(spec, str):
        raise TypeError("the document is kept as JSON")
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            if path.startswith("/api/") and method.upper() in UNSAFE:
                operation.setdefault("parameters", []).append(KEY_HEADER)
    return spec


def till_api(till: Till, office: BackOffice) -> APIBlueprint:
    """The blueprint of every route a screen uses."""
    api = APIBlueprint("till", __name__, url_prefix="/api/v1", tag="Till")
    _questions(api, till)
    _ticket(api, till)
    _after_the_sale(api, till)
    _back_office(api, till, office)
    return api


def _questions(api: APIBlueprint, till: Till) -> None:
    @api.get("/snapshot")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Everything a screen draws", responses=SAFE_REFUSALS)
    def snapshot() -> Response:
        return json_response(till.snapshot())

    @api.get("/catalogue")
    @api.output(shapes.Catalogue)
    @api.doc(summary="Categories and items, in the order of the tiles", responses=SAFE_REFUSALS)
    def catalogue() -> Response:
        return json_response(till.catalogue())

    @api.get("/sales")
    @api.input(shapes.SalesPage, location="query", arg_name="page")
    @api.output(shapes.Sales)
    @api.doc(summary="Receipts, newest first", responses=SAFE_REFUSALS)
    def sales(page: shapes.SalesPage) -> Response:
        before = None if page.before is None else (page.epoch, page.before)
        return json_response(till.sales(before=before, limit=page.limit))

    @api.get("/receipts")
    @api.input(shapes.ReceiptQuery, location="query", arg_name="query")
    @api.output(shapes.FoundReceipts)
    @api.doc(summary="Receipts by number, amount or words, newest first", responses=SAFE_REFUSALS)
    def found(query: shapes.ReceiptQuery) -> Response:
        below = None if query.before is None else (query.epoch, query.before)
        return json_response(till.search.find(query.q, below, query.limit))

    @api.get("/sales/<string(maxlength=32):number>")
    @api.output(shapes.SaleDetail)
    @api.doc(summary="One receipt with its paper", responses=SAFE_REFUSALS)
    def sale(number: str) -> Response:
        return json_response(till.sale(number))

    @api.get("/about")
    @api.output(shapes.About)
    @api.doc(summary="Version, chain and space of this box", responses=SAFE_REFUSALS)
    def about() -> Response:
        return json_response(till.about())


def _ticket(api: APIBlueprint, till: Till) -> None:
    @api.post("/ticket/lines")
    @api.input(shapes.AddLine, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Put an item on the ticket", responses=REFUSALS)
    def add_line(body: shapes.AddLine) -> Response:
        return json_response(
            till.add_line(
                intent_key(request),
                body.item_id,
                quantity=body.quantity,
                weight_g=body.weight_g,
                price_minor=body.price_minor,
                tare_g=body.tare_g,
                is_returned=body.is_returned,
            )
        )

    @api.patch("/ticket/lines/<string(maxlength=64):line_id>")
    @api.input(shapes.ChangeLine, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Change quantity or weight of a line", responses=REFUSALS)
    def change_line(line_id: str, body: shapes.ChangeLine) -> Response:
        return json_response(
            till.change_line(
                intent_key(request),
                line_id,
                quantity=body.quantity,
                weight_g=body.weight_g,
                tare_g=body.tare_g,
            )
        )

    @api.delete("/ticket/lines/<string(maxlength=64):line_id>")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Void a line", responses=REFUSALS)
    def remove_line(line_id: str) -> Response:
        return json_response(till.remove_line(intent_key(request), line_id))

    @api.post("/ticket/undo")
    @api.input(shapes.Nothing, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Take back the last change", responses=REFUSALS)
    def undo(body: shapes.Nothing) -> Response:
        return json_response(till.undo(intent_key(request)))

    @api.post("/ticket/clear")
    @api.input(shapes.Nothing, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Void every line; undo brings them back", responses=REFUSALS)
    def clear(body: shapes.Nothing) -> Response:
        return json_response(till.clear(intent_key(request)))

    @api.post("/ticket/scan")
    @api.input(shapes.Scan, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Put the item with this barcode on the ticket", responses=REFUSALS)
    def scan(body: shapes.Scan) -> Response:
        return json_response(till.scan(intent_key(request), body.gtin))

    @api.post("/ticket/discounts")
    @api.input(shapes.GiveDiscount, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Take something off a line or the whole ticket", responses=REFUSALS)
    def give_discount(body: shapes.GiveDiscount) -> Response:
        return json_response(
            till.discounts.give(
                intent_key(request),
                line_id=body.line_id,
                kind=body.kind,
                value=body.value,
                label=body.label,
                approval=approval_token(request),
            )
        )

    @api.delete("/ticket/discounts/<string(maxlength=64):discount_id>")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Give a discount no longer", responses=REFUSALS)
    def take_discount_back(discount_id: str) -> Response:
        return json_response(till.discounts.take_back(intent_key(request), discount_id))

    @api.post("/ticket/pay")
    @api.input(shapes.Pay, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Take the money; answered once the sale is durable", responses=REFUSALS)
    def pay(body: shapes.Pay) -> Response:
        key, approval = intent_key(request), approval_token(request)
        paid = till.paying.pay_cash(
            key,
            given_minor=body.given_minor,
            total_minor=body.total_minor,
            tip_minor=body.tip_minor,
            approval=approval,
        )
        return json_response(paid)


def _after_the_sale(api: APIBlueprint, till: Till) -> None:
    @api.post("/sales/<string(maxlength=32):number>/reprint")
    @api.input(shapes.Nothing, arg_name="body")
    @api.output(shapes.Reprint)
    @api.doc(summary="Print a copy, marked as one", responses=REFUSALS)
    def reprint(number: str, body: shapes.Nothing) -> Response:
        return json_response(till.reprint(intent_key(request), number))

    @api.post("/print-jobs/<string(maxlength=64):job_id>/answer")
    @api.input(shapes.PrintAnswer, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Did it print? No prints a copy", responses=REFUSALS)
    def answer(job_id: str, body: shapes.PrintAnswer) -> Response:
        return json_response(till.answer_print(intent_key(request), job_id, printed=body.printed))

    @api.patch("/settings")
    @api.input(shapes.Settings, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Language and printing of this box", responses=REFUSALS)
    def settings(body: shapes.Settings) -> Response:
        return json_response(
            till.change_settings(
                intent_key(request),
                language=body.language,
                quick_print=body.quick_print,
                discount_presets_bp=body.discount_presets_bp,
            )
        )


def _back_office(api: APIBlueprint, till: Till, office: BackOffice) -> None:
    @api.post("/sync/now")
    @api.input(shapes.Nothing, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Try to reach the back office at once", responses=REFUSALS)
    def sync_now(body: shapes.Nothing) -> Response:
        office.sync_now(intent_key(request))
        return json_response(till.snapshot())

    @api.post("/sync/offline")
    @api.input(shapes.Offline, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Stay offline until switched back or tonight, or go online again", responses=REFUSALS)
    def offline(body: shapes.Offline) -> Response:
        office.switch_offline(intent_key(request), body.until)
        return json_response(till.snapshot())

    @api.post("/office/enrol")
    @api.input(shapes.Enrol, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Begin to connect to a back office; a code appears in the snapshot", responses=REFUSALS)
    def enrol(body: shapes.Enrol) -> Response:
        office.enrol(intent_key(request), body.url)
        return json_response(till.snapshot())

    @api.post("/office/cancel")
    @api.input(shapes.Nothing, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Give up connecting to a back office", responses=REFUSALS)
    def cancel(body: shapes.Nothing) -> Response:
        office.cancel_enrolment(intent_key(request))
        return json_response(till.snapshot())
