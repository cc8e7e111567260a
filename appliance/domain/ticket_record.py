"""The JSON shape of tickets and lines, as the store keeps them and the screen reads them.

Only shapes: the rules are in `ticket`. Reading raises `unreadable_record`.
"""

from __future__ import annotations

from appliance.domain.catalogue import kind_of, unit_of
from appliance.domain.discount import discount_from_dict, discount_to_dict
from appliance.domain.reading import (
    Document,
    record,
    records,
    text,
    text_or_none,
    texts,
    unreadable,
    whole,
    whole_or_none,
)
from appliance.domain.tender import payment_from_dict, payment_to_dict
from appliance.domain.ticket import REASONS, Line, Reason, Removed, Step, Ticket


def line_to_dict(line: Line) -> dict[str, object]:
    """A line, every field by its name; tare and promotions only where there are any."""
    return {
        "id": line.id,
        "item_id": line.item_id,
        "name": line.name,
        "unit": line.unit,
        "quantity": line.quantity,
        "weight_g": line.weight_g,
        "price_minor": line.price_minor,
        "tax_code": line.tax_code,
        "rate_bp": line.rate_bp,
        "letter": line.letter,
        "kind": line.kind,
        "parent_id": line.parent_id,
        "amount_minor": line.amount_minor,
        "discount_minor": line.discount_minor,
        **({"tare_g": line.tare_g} if line.tare_g else {}),
        **({"promotion_minor": line.promotion_minor} if line.promotion_minor else {}),
        **({"price_list": line.price_list} if line.price_list else {}),
    }


def line_from_dict(document: Document) -> Line:
    """Read what `line_to_dict` wrote."""
    return Line(
        id=text(document, "id"),
        item_id=text(document, "item_id"),
        name=text(document, "name"),
        unit=unit_of(document),
        quantity=whole(document, "quantity"),
        weight_g=whole_or_none(document, "weight_g"),
        price_minor=whole(document, "price_minor"),
        tax_code=text(document, "tax_code"),
        rate_bp=whole(document, "rate_bp"),
        letter=text(document, "letter"),
        kind=kind_of(document),
        parent_id=text_or_none(document, "parent_id"),
        amount_minor=whole(document, "amount_minor"),
        discount_minor=whole(document, "discount_minor", 0),  # older versions had none
        tare_g=whole(document, "tare_g", 0),
        promotion_minor=whole(document, "promotion_minor", 0),
        price_list=text_or_none(document, "price_list"),
    )


def removed_to_dict(removed: Removed) -> dict[str, object]:
    """A removal: the line and why."""
    return {"line": line_to_dict(removed.line), "reason": removed.reason}


def removed_from_dict(document: Document) -> Removed:
    """Read what `removed_to_dict` wrote."""
    return Removed(line=line_from_dict(record(document, "line")), reason=_reason(document))


def ticket_to_dict(ticket: Ticket) -> dict[str, object]:
    """The whole ticket with its way back."""
    return {
        "id": ticket.id,
        "opened_utc": ticket.opened_utc,
        "rev": ticket.rev,
        "lines": [line_to_dict(line) for line in ticket.lines],
        "removed": [removed_to_dict(removed) for removed in ticket.removed],
        "undo": [_step_to_dict(step) for step in ticket.undo],
        "touched": ticket.touched,
        "discounts": [discount_to_dict(discount) for discount in ticket.discounts],
        "payments": [payment_to_dict(payment) for payment in ticket.payments],
        "taken_back": [payment_to_dict(payment) for payment in ticket.taken_back],
        "coupons": list(ticket.coupons),
        **({"name": ticket.name} if ticket.name else {}),
    }


def ticket_from_dict(document: Document) -> Ticket:
    """Read what `ticket_to_dict` wrote."""
    return Ticket(
        id=text(document, "id"),
        opened_utc=text(document, "opened_utc"),
        rev=whole(document, "rev"),
        lines=tuple(line_from_dict(entry) for entry in records(document, "lines")),
        removed=tuple(removed_from_dict(entry) for entry in records(document, "removed")),
        undo=tuple(_step_from_dict(entry) for entry in records(document, "undo")),
        touched=text_or_none(document, "touched"),
        discounts=tuple(discount_from_dict(entry) for entry in records(document, "discounts")),
        payments=tuple(payment_from_dict(entry) for entry in records(document, "payments")),
        taken_back=tuple(payment_from_dict(entry) for entry in records(document, "taken_back")),
        coupons=texts(document, "coupons"),
        name=text(document, "name", ""),
    )


def _reason(document: Document) -> Reason:
    value = text(document, "reason")
    for reason in REASONS:
        if reason == value:
            return reason
    raise unreadable("reason", " or ".join(REASONS))


def _step_to_dict(step: Step) -> dict[str, object]:
    return {
        "added": list(step.added),
        "before": [{"place": place, "line": line_to_dict(line)} for place, line in step.before],
        "removed_count": step.removed_count,
        "touched": step.touched,
        "discounts": [discount_to_dict(discount) for discount in step.discounts],
    }


def _step_from_dict(document: Document) -> Step:
    return Step(
        added=texts(document, "added"),
        before=tuple(
            (whole(entry, "place"), line_from_dict(record(entry, "line")))
            for entry in records(document, "before")
        ),
        removed_count=whole(document, "removed_count"),
        touched=text_or_none(document, "touched"),
        discounts=tuple(discount_from_dict(entry) for entry in records(document, "discounts")),
    )
