"""Snapshots: what the screen draws, made from values. Reads no clock and no store."""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping
from dataclasses import asdict

from appliance.domain.countries.pack import CountryPack
from appliance.domain.discount import discount_to_dict
from appliance.domain.light import RHYTHMS, Light
from appliance.domain.payment import round_cash, suggest_notes
from appliance.domain.sale import Sale
from appliance.domain.tender import payment_to_dict
from appliance.domain.ticket import Ticket, count, discount_minor, due_minor, total_minor
from appliance.domain.ticket_record import line_to_dict
from appliance.ports import DeviceStatus, Document, Moment, StoreState
from appliance.till.box import Box

LICENCE = "Apache-2.0"
MIB = 1024 * 1024


class Notices:
    """The newest thing to say that no tap asked for."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self.latest: Document | None = None

    def add(self, key: str, params: Mapping[str, int | str]) -> None:
        """Replace what is said; a screen shows each id once."""
        self.latest = {"id": next(self._ids), "key": key, "params": dict(params)}


def revision() -> int:
    """A number that grows with every snapshot, across restarts of the till too (until the machine restarts)."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000


def snapshot(
    *,
    rev: int,
    moment: Moment,
    box: Box,
    settings: Document,
    ticket: Ticket,
    last_sale: Document | None,
    state: StoreState,
    sales: int,
    devices: DeviceStatus,
    notice: Document | None,
    catalogue_version: int,
    light: Light,
    sync: Document,
    welcome: str | None,
    stock: Document,
    stick: Document,
    people: Document,
    shift: Document,
    payments: Document,
    parked: int,
) -> Document:
    """Everything a screen draws, in the shape of the API's Snapshot."""
    currency = box.country.currency
    return {
        "rev": rev,
        "language": settings["language"],
        "country": box.country.code.lower(),
        "currency": {"code": currency.code, "exponent": currency.exponent},
        "merchant": {"name": box.merchant_name},
        "box": {"series": state.series, "stall": box.stall},
        "clock_utc": moment.utc,
        "offset_min": moment.offset_min,
        "business_day": moment.day,
        "ticket": ticket_view(ticket, box.country, payments["cash_step_minor"]),
        "last_sale": last_sale,
        "status": status(state, sales, light, sync),
        "light": light_view(light),
        "sync": sync,
        "printer": {
            "state": devices.printer,
            "queued": devices.printer_queued,
            "paper_low": devices.paper_low,
            "question": _question(devices),
        },
        "scale": {"state": devices.scale, "weight_g": devices.weight_g},
        "notice": notice,
        "catalogue_version": catalogue_version,
        "quick_print": settings["quick_print"],
        "discount_presets_bp": settings["discount_presets_bp"],
        "simulated": box.simulated,
        "welcome": welcome,
        "stock": stock,
        "stick": stick,
        "people": people,
        "shift": shift,
        "payments": payments,
        "parked": parked,
    }


def _question(devices: DeviceStatus) -> Document | None:
    if devices.question is None:
        return None
    job_id, number = devices.question
    return {"job_id": job_id, "number": number}


def ticket_view(ticket: Ticket, country: CountryPack, cash_step_minor: int = 0) -> Document:
    """The ticket with its totals and the sums a customer is likely to hold out."""
    due = due_minor(ticket)
    cash_due = round_cash(due, cash_step_minor)
    exact = max(cash_due, 0)
    quick = [{"given_minor": exact, "change_minor": exact - cash_due}]
    quick += [
        {"given_minor": given, "change_minor": given - cash_due}
        for given in suggest_notes(cash_due, country.currency)
    ]
    return {
        "id": ticket.id,
        "rev": ticket.rev,
        "lines": [line_to_dict(line) for line in ticket.lines],
        "discounts": [discount_to_dict(discount) for discount in ticket.discounts],
        "discount_minor": discount_minor(ticket),
        "total_minor": total_minor(ticket),
        "due_minor": due,
        "cash_due_minor": cash_due,
        "payments": [payment_to_dict(payment) for payment in ticket.payments],
        "coupons": list(ticket.coupons),
        "name": ticket.name,
        "count": count(ticket),
        "can_undo": bool(ticket.undo),
        "touched": ticket.touched,
        "quick_cash": quick if ticket.lines else [],
    }


def last_sale(sale: Sale, job_id: str | None) -> Document:
    """What the change screen shows until the next tap."""
    return {
        "number": sale.number,
        "total_minor": sale.total_minor,
        "given_minor": sale.given_minor,
        "change_minor": sale.change_minor,
        "tip_minor": sum(tender.tip_minor for tender in sale.tenders),
        "is_cash": any(tender.kind == "cash" for tender in sale.tenders),
        "discount_minor": sum(discount.amount_minor for discount in sale.discounts),
        "at_utc": sale.at_utc,
        "print_job_id": job_id,
    }


def status(state: StoreState, sales: int, light: Light, sync: Document) -> Document:
    """The one sentence that answers "is my money safe"; it follows the light's own reason."""
    if state.problem is not None:
        return {"level": "danger", "key": f"status.{state.problem}", "params": {"count": sales}}
    reason = light.reason.removeprefix("light.")
    if reason == "damage":
        return {"level": "waiting", "key": "status.damage", "params": {"series": state.series}}
    if reason == "only_on_box":
        return {"level": "safe", "key": "status.only_on_box", "params": {"count": sales}}
    if reason == "safe" and sync["waiting_sales"]:
        reason = (
            "catching_up"  # the light waits some seconds before it speaks of it; the words are exact at once
        )
    count = sync["quarantine"] if reason == "quarantine" else sync["waiting_sales"]
    level = {"green": "safe", "amber": "waiting", "red": "danger"}[light.colour]
    return {"level": level, "key": f"status.{reason}", "params": {"count": count}}


def light_view(light: Light) -> Document:
    """The lamp as the screen mirrors it: colour, and its rhythm as (lit, milliseconds)."""
    return {
        "colour": light.colour,
        "word": light.rhythm,
        "rhythm": [list(beat) for beat in RHYTHMS[light.rhythm]],
        "reason": light.reason,
    }


def about(box: Box, state: StoreState) -> Document:
    """Version, chain and space of this box."""
    facts = asdict(state)
    return {
        "version": box.version,
        "country": box.country.code.lower(),
        "series": facts["series"],
        "epoch": facts["epoch"],
        "facts": facts["last_fact"],
        "head": facts["head"],
        "free_mb": facts["free_bytes"] // MIB,
        "started_utc": box.started_utc,
        "licence": LICENCE,
    }
