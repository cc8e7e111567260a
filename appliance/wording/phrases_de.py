"""German words for paper and customer display."""

from __future__ import annotations

from typing import Final

from appliance.wording.keys import Key

PHRASES: Final[dict[Key, str]] = {
    "day.closed": "Geschlossen",
    "day.counted": "Gezählt",
    "day.difference": "Differenz",
    "day.discounts": "Rabatte",
    "day.expected": "Soll in der Lade",
    "day.float": "Wechselgeld",
    "day.no_sales": "Lade ohne Verkauf geöffnet",
    "day.not_counted": "nicht gezählt",
    "day.opened": "Geöffnet",
    "day.pay_in": "Einlagen",
    "day.pay_out": "Entnahmen",
    "day.perpetual": "Alle Umsätze bisher",
    "day.records": "Einträge",
    "day.refunds": "Rückgaben",
    "day.safe_drop": "In den Tresor",
    "day.sales": "Verkäufe",
    "day.seal": "Siegel",
    "day.turnover": "Umsatz",
    "day.x_only": "Zwischenbericht: nichts ist geschlossen.",
    "receipt.back_by_transfer": "Zurück überwiesen",
    "receipt.back_to_card": "Zurück auf die Karte",
    "receipt.back_to_iou": "Vom Anschreiben ab",
    "receipt.back_to_voucher": "Zurück als Gutschein",
    "receipt.card": "Karte",
    "receipt.cash": "Bar gegeben",
    "receipt.change": "Rückgeld",
    "receipt.copy": "KOPIE {copy}",
    "receipt.date": "Datum",
    "receipt.discount": "Rabatt",
    "receipt.gross": "Brutto",
    "receipt.hash": "Prüfwert",
    "receipt.iou": "Angeschrieben",
    "receipt.net": "Netto",
    "receipt.number": "Beleg",
    "receipt.paid_out": "Ausgezahlt",
    "receipt.tare": "Tara",
    "receipt.per_kg": "/kg",
    "receipt.rate": "Satz",
    "receipt.reason": "Grund",
    "receipt.refund": "RÜCKGABE",
    "receipt.refund_of": "Zu Bon",
    "receipt.rounding": "Rundung bar",
    "receipt.saved": "Sie sparen",
    "receipt.served_by": "Es bediente Sie",
    "receipt.signature": "Unterschrift",
    "receipt.subtotal": "Zwischensumme",
    "receipt.tax": "MwSt.",
    "receipt.tax_id": "USt-IdNr.",
    "receipt.thanks": "Danke und bis bald!",
    "receipt.time_doubtful": "Die Uhr der Kasse war nicht sicher gestellt.",
    "receipt.tip": "Trinkgeld",
    "receipt.to_pay": "Bar zu zahlen",
    "receipt.total": "Summe",
    "receipt.transfer": "Überweisung",
    "receipt.voucher": "Gutschein",
    "display.change": "Rückgeld",
    "display.total": "Summe",
    "display.welcome": "Willkommen!",
    "sample.title": "Probedruck",
    "sample.edge": "Rechter Rand",
    "sample.no_sale": "Das ist kein Beleg.",
    "fiscal.de": (
        "In Deutschland verlangt das Gesetz eine zertifizierte Sicherheitseinrichtung (TSE) an "
        "der Kasse; an dieser Box ist keine angeschlossen."
    ),
    "fiscal.fi": ("In Finnland verlangt das Gesetz kein Fiskalgerät; jedem Kunden ist ein Beleg anzubieten."),
    "fiscal.it": (
        "In Italien verlangt das Gesetz ein telematisches Aufzeichnungsgerät (RT) oder eine "
        "zugelassene Software; an dieser Box ist nichts davon angeschlossen."
    ),
    "fiscal.vn": (
        "In Vietnam verlangt das Gesetz ab einem Jahresumsatz elektronische Rechnungen aus der "
        "Kasse mit Verbindung zum Finanzamt; eine solche Verbindung ist nicht eingerichtet."
    ),
    "fiscal.generic": (
        "Es ist kein Land gewählt; bitte beim Finanzamt fragen, welches Fiskalgerät nötig ist."
    ),
}
