"""The routes of paying in parts and in several ways. Parsed here, decided in `till.paying` and `till.pay_settings`."""

from __future__ import annotations

from collections.abc import Callable

from apiflask import APIBlueprint
from flask import Response, request

from appliance.domain.tenders import Wish
from appliance.till.pay_settings import PaySettings
from appliance.till.paying import Paying
from appliance.web import payments_shapes as shapes
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS, SAFE_REFUSALS
from appliance.web.guards import approval_token, intent_key
from appliance.web.shapes import Payments, Snapshot


def payments_api(paying: Paying, settings: PaySettings, qr_rows: Callable[[str], list[str]]) -> APIBlueprint:
    """The blueprint."""
    api = APIBlueprint("payments", __name__, url_prefix="/api/v1", tag="Payments")

    @api.post("/ticket/payments")
    @api.input(shapes.TakePayment, arg_name="body")
    @api.output(Snapshot)
    @api.doc(summary="Take a part of what is due, or all of it; the last part sells", responses=REFUSALS)
    def take(body: shapes.TakePayment) -> Response:
        wish = Wish(body.amount_minor, body.tip_minor, body.reference)
        key, approval = intent_key(request), approval_token(request)
        return json_response(paying.take(key, body.kind, wish, body.due_minor, approval))

    @api.delete("/ticket/payments/<string(maxlength=64):payment_id>")
    @api.output(Snapshot)
    @api.doc(summary="Give a payment of the open ticket back", responses=REFUSALS)
    def take_back(payment_id: str) -> Response:
        return json_response(paying.take_back(intent_key(request), payment_id))

    @api.get("/ticket/transfer")
    @api.output(shapes.TransferCode)
    @api.doc(summary="The QR code for a transfer of what is due", responses=TRANSFER_REFUSALS)
    def transfer() -> Response:
        code = paying.transfer()
        return json_response({**code, "rows": qr_rows(code["text"])})

    @api.put("/payments")
    @api.input(shapes.SetPayments, arg_name="body")
    @api.output(Payments)
    @api.doc(summary="Set the ways to pay, the rounding of cash and the account", responses=REFUSALS)
    def change(body: shapes.SetPayments) -> Response:
        account = body.account
        return json_response(
            settings.change(
                intent_key(request),
                kinds=body.kinds,
                cash_step_minor=body.cash_step_minor,
                account=None if account is None else (account.name, account.account, account.bank),
                approval=approval_token(request),
            )
        )

    return api


TRANSFER_REFUSALS = {**SAFE_REFUSALS, 409: REFUSALS[409]}
