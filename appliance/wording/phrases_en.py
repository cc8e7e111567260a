"""English words for paper and customer display."""

from __future__ import annotations

from typing import Final

from appliance.wording.keys import Key

PHRASES: Final[dict[Key, str]] = {
    "day.closed": "Closed",
    "day.counted": "Counted",
    "day.difference": "Over or short",
    "day.discounts": "Discounts",
    "day.expected": "Expected in the drawer",
    "day.float": "Float",
    "day.no_sales": "Drawer opened without a sale",
    "day.not_counted": "not counted",
    "day.opened": "Opened",
    "day.pay_in": "Paid in",
    "day.pay_out": "Paid out",
    "day.perpetual": "All takings ever",
    "day.records": "Records",
    "day.refunds": "Refunds",
    "day.safe_drop": "Into the safe",
    "day.sales": "Sales",
    "day.seal": "Seal",
    "day.turnover": "Takings",
    "day.x_only": "Interim report: nothing is closed.",
    "receipt.back_by_transfer": "Back by transfer",
    "receipt.back_to_card": "Back to the card",
    "receipt.back_to_iou": "Off the slate",
    "receipt.back_to_voucher": "Back as a voucher",
    "receipt.card": "Card",
    "receipt.cash": "Cash",
    "receipt.change": "Change",
    "receipt.copy": "COPY {copy}",
    "receipt.date": "Date",
    "receipt.discount": "Discount",
    "receipt.gross": "Gross",
    "receipt.hash": "Check",
    "receipt.iou": "On the slate",
    "receipt.net": "Net",
    "receipt.number": "Receipt",
    "receipt.paid_out": "Paid out",
    "receipt.tare": "tare",
    "receipt.per_kg": "/kg",
    "receipt.rate": "Rate",
    "receipt.reason": "Reason",
    "receipt.refund": "REFUND",
    "receipt.refund_of": "For receipt",
    "receipt.rounding": "Cash rounding",
    "receipt.saved": "You save",
    "receipt.served_by": "Served by",
    "receipt.signature": "Signature",
    "receipt.subtotal": "Subtotal",
    "receipt.tax": "VAT",
    "receipt.tax_id": "VAT no.",
    "receipt.thanks": "Thank you. See you soon!",
    "receipt.time_doubtful": "The box was not sure of the time.",
    "receipt.tip": "Tip",
    "receipt.to_pay": "To pay in cash",
    "receipt.total": "Total",
    "receipt.transfer": "Bank transfer",
    "receipt.voucher": "Voucher",
    "display.change": "Change",
    "display.total": "Total",
    "display.welcome": "Welcome!",
    "sample.title": "Test print",
    "sample.edge": "Right edge",
    "sample.no_sale": "This is not a receipt.",
    "fiscal.de": (
        "German law asks for a certified security module (TSE) at the till; none is attached to this box."
    ),
    "fiscal.fi": "Finnish law asks for no fiscal device; every customer must be offered a receipt.",
    "fiscal.it": (
        "Italian law asks for a telematic recorder (RT) or an approved software; none is "
        "attached to this box."
    ),
    "fiscal.vn": (
        "Vietnamese law asks for e-invoices from the till, connected to the tax office, above a "
        "yearly turnover; no such connection is set up."
    ),
    "fiscal.generic": "No country is chosen; please ask your tax office which fiscal device you need.",
}
