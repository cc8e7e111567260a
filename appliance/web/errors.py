"""The one table from error code to HTTP status, and the one form in which every error leaves the box.

The screen turns `message_key` into the vendor's language; `message` is plain English for developers.
"""

from __future__ import annotations

from typing import Any

from apiflask import HTTPError
from flask import Response

from appliance.domain.errors import TillError
from appliance.web.answers import json_response

STATUS: dict[str, tuple[int, str]] = {
    "bad_request": (400, "The request is not understood."),
    "not_paired": (401, "This screen does not belong to the box yet; open the address the box printed."),
    "pin_wrong": (403, "This is not the PIN."),
    "pin_wait": (403, "Too many wrong PINs: wait before the next try."),
    "needs_approval": (403, "Somebody who may has to approve this."),
    "may_not_approve": (403, "This person may not approve this."),
    "foreign_page": (403, "A page from somewhere else may not use the till."),
    "wrong_host": (403, "The box is not known by this name."),
    "not_found": (404, "There is nothing at this address."),
    "method_not_allowed": (405, "This address cannot be used this way."),
    "unknown_item": (404, "This item is not in the catalogue."),
    "unknown_category": (404, "This category is not in the catalogue."),
    "unknown_gtin": (404, "No item has this barcode."),
    "line_unknown": (404, "This line is not on the ticket."),
    "not_a_sale": (409, "This receipt is not that of a sale."),
    "receipt_differs": (409, "The paper says something else than the journal."),
    "nothing_to_refund": (409, "Nothing of this sale is left to come back."),
    "more_than_left": (422, "More than is left of this line."),
    "refund_not_paid_out": (422, "Returned deposits come back with their goods only."),
    "unknown_shift": (404, "There is no closed shift with this number."),
    "shift_is_open": (409, "A shift is open; close it first."),
    "no_shift": (409, "No shift is open."),
    "cash_move_amount": (422, "The amount is out of range."),
    "float_out_of_range": (422, "The amount in the drawer is out of range."),
    "unknown_piece": (422, "There is no such note or coin."),
    "piece_count": (422, "The count is out of range."),
    "count_differs": (422, "The notes and coins make another sum."),
    "discount_unknown": (404, "This discount is not on the ticket."),
    "unknown_promotion": (404, "There is no such promotion."),
    "unknown_coupon": (404, "No promotion that is on now has this code."),
    "coupon_there": (409, "This coupon is on the ticket already."),
    "too_many_promotions": (409, "As many promotions are set up as fit."),
    "promotion_invalid": (422, "A field of this promotion is out of range."),
    "query_empty": (422, "There is nothing to look for."),
    "unknown_receipt": (404, "There is no receipt with this number."),
    "unknown_print_job": (404, "There is no such print job."),
    "unknown_staff": (404, "Nobody with this id works here."),
    "owner_needed": (409, "There has to be an owner."),
    "staff_name_used": (409, "Somebody else has this name."),
    "too_many_people": (409, "As many people are set up as fit."),
    "total_changed": (409, "The ticket changed since the screen showed this total."),
    "ticket_empty": (409, "There is nothing to pay."),
    "too_many_lines": (409, "The ticket has as many lines as fit."),
    "total_out_of_range": (409, "The ticket's total is larger than a till can count."),
    "too_many_discounts": (409, "The ticket has as many discounts as fit."),
    "nothing_to_discount": (409, "There is nothing left to take this off."),
    "nothing_to_undo": (409, "There is nothing to undo."),
    "print_job_not_asked": (409, "This print job asks nothing."),
    "line_follows_parent": (409, "This deposit belongs to its bottle; change the bottle's line."),
    "idempotency_mismatch": (409, "This Idempotency-Key was used for something else."),
    "not_enrolled": (409, "This box is not connected to a back office."),
    "facts_waiting": (409, "Facts are on this card alone: send them, or bring them on the stick."),
    "restore_nothing": (422, "Nothing on the stick opens with this code."),
    "restore_not_fresh": (409, "This box has data of its own, which nothing replaces."),
    "code_not_shown": (409, "The stick is read with the recovery code: show it and write it down first."),
    "already_enrolled": (409, "This box is connected to a back office already."),
    "unknown_device": (404, "No such device is plugged in or remembered."),
    "not_counted": (409, "This item is not counted yet."),
    "not_goods": (409, "Only goods are counted."),
    "sold_out": (409, "Nothing is left of this item."),
    "too_few_left": (409, "Fewer are left of this item."),
    "too_little_left": (409, "Less is left of this item."),
    "price_list_invalid": (422, "The price list has a value that is not allowed."),
    "unknown_price_list": (404, "This price list is not there any more."),
    "price_list_in_force": (409, "This price list is in force; its prices are changed on the goods."),
    "too_many_price_lists": (409, "There are too many price lists."),
    "gtin_used": (409, "Another item has this barcode."),
    "in_use": (409, "Items need this."),
    "too_many_items": (409, "The catalogue has as many items as fit."),
    "too_many_categories": (409, "The catalogue has as many categories as fit."),
    "no_printer": (409, "There is no printer to print on."),
    "beyond_durable": (409, "The mark is beyond what is on this box's disk."),
    "head_differs": (409, "The back office has other bytes under these numbers."),
    "offer_first": (409, "This catalogue has not seen this box's goods yet."),
    "cursor_moved": (409, "The catalogue has moved on since this was asked for."),
    "too_large": (413, "The request is too large."),
    "not_json": (415, "The body must be application/json."),
    "price_required": (422, "This item's price is asked at each sale."),
    "price_out_of_range": (422, "The price is out of range."),
    "not_a_deposit": (422, "Only deposits come back."),
    "tare_too_heavy": (422, "The vessel weighs as much as all of it."),
    "quantity_out_of_range": (422, "The quantity is out of range."),
    "weight_out_of_range": (422, "The weight is out of range."),
    "weight_required": (422, "This item is sold by weight."),
    "weight_not_allowed": (422, "This item is sold by the piece."),
    "quantity_not_allowed": (422, "This item is sold by weight."),
    "discount_out_of_range": (422, "The discount is out of range."),
    "label_too_long": (422, "The reason is too long, or holds signs that cannot be shown."),
    "item_invalid": (422, "A field of this item or category is out of range."),
    "stock_amount": (422, "The amount is out of range."),
    "waste_reason": (422, "Waste needs its reason."),
    "staff_name": (422, "This cannot be the name of a person."),
    "staff_pin": (422, "A PIN has 4 to 8 digits."),
    "given_too_small": (422, "The cash given is less than the total."),
    "unknown_tender": (422, "There is no such way to pay."),
    "amount_out_of_range": (422, "The amount is out of range."),
    "tip_out_of_range": (422, "The tip is out of range."),
    "reference_missing": (422, "This way to pay needs a number or a note."),
    "reference_too_long": (422, "The note is too long, or holds signs that cannot be shown."),
    "payment_unknown": (404, "This payment is not on the ticket."),
    "more_paid_than_due": (409, "More is paid already than would be left on the ticket."),
    "too_many_payments": (409, "The ticket has as many payments as fit."),
    "nothing_due": (409, "Money goes out: only cash can."),
    "unknown_ticket": (404, "This ticket is not parked any more."),
    "too_many_parked": (409, "Too many tickets are parked."),
    "nothing_to_split": (422, "Choose some of the ticket, and not all of it."),
    "discounts_differ": (409, "One of the two has a percentage off all of it, the other has not."),
    "payments_open": (
        409,
        "Part of the open ticket is paid: finish it, or give the payment back, then close.",
    ),
    "no_account": (409, "No account for transfers is set."),
    "no_transfer_code": (409, "There is no code for transfers in this currency."),
    "account_invalid": (422, "A field of the account cannot be right."),
    "unknown_step": (422, "Cash is not rounded to this here."),
    "given_out_of_range": (422, "The cash given is out of range."),
    "wifi_name": (422, "This cannot be the name of a Wi-Fi network."),
    "wifi_password": (422, "This cannot be the password of a Wi-Fi network."),
    "wifi_country": (422, "This is not a country."),
    "bad_office_url": (422, "This is not the address of a back office."),
    "device_role": (422, "This device cannot be that."),
    "too_many_screens": (503, "As many screens are connected as the box can serve."),
    "store_busy": (503, "The card is slow: it is not known yet whether the sale was stored."),
    "store_full": (507, "The card is full: the sale was not stored."),
    "store_failed": (503, "The card cannot be written: the sale was not stored."),
    "store_read_only": (503, "The card can only be read: the sale was not stored."),
    "internal": (500, "Something broke inside the box; nothing was sold."),
}


# The form of every answer that is not a success, as JSON Schema.
ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message_key", "message", "field", "allowed", "params"],
            "properties": {
                "code": {"type": "string"},
                "message_key": {"type": "string"},
                "message": {"type": "string"},
                "field": {"type": ["string", "null"]},
                "allowed": {"type": ["string", "null"]},
                "params": {"type": "object", "additionalProperties": {"type": ["integer", "string"]}},
            },
        }
    },
}


def status_of(code: str) -> int:
    """The HTTP status of a code."""
    return STATUS.get(code, (422, ""))[0]


def refuse(error: TillError) -> Response:
    """Turn a refusal into its HTTP answer; an unknown code is a 422 so that it is still said plainly."""
    status, message = STATUS.get(error.code, (422, error.code.replace("_", " ")))
    detail = {
        "code": error.code,
        "message_key": f"error.{error.code}",
        "message": message,
        "field": error.field,
        "allowed": error.allowed,
        "params": error.params,
    }
    return json_response({"error": detail}, status)


def refuse_http(error: HTTPError) -> Response:
    """Werkzeug's and the validator's errors in the same form, with the first faulty field named."""
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "not_json"}.get(
        error.status_code, "bad_request" if error.status_code < 500 else "internal"
    )
    field, allowed = _first_fault(error.detail)
    answer = refuse(TillError(code, field=field, allowed=allowed))
    answer.status_code = 400 if code == "bad_request" else answer.status_code
    allow = dict(error.headers or {}).get("Allow")
    if isinstance(allow, str):
        answer.headers["Allow"] = allow
    return answer


def _first_fault(detail: Any) -> tuple[str | None, str | None]:  # Any: the validator's own loose shape
    if not isinstance(detail, dict):
        return None, None
    for faults in detail.values():
        if isinstance(faults, dict):
            for field, messages in faults.items():
                text = messages[0] if isinstance(messages, list) and messages else str(messages)
                return (None if field == "_schema" else str(field)), str(text)
    return None, None
