"""German words for paper and customer display."""

from __future__ import annotations

from typing import Final

from appliance.wording.keys import Key

PHRASES: Final[dict[Key, str]] = {
    "receipt.cash": "Bar gegeben",
    "receipt.change": "Rückgeld",
    "receipt.copy": "KOPIE {copy}",
    "receipt.date": "Datum",
    "receipt.discount": "Rabatt",
    "receipt.gross": "Brutto",
    "receipt.hash": "Prüfwert",
    "receipt.net": "Netto",
    "receipt.number": "Beleg",
    "receipt.paid_out": "Ausgezahlt",
    "receipt.per_kg": "/kg",
    "receipt.rate": "Satz",
    "receipt.saved": "Sie sparen",
    "receipt.subtotal": "Zwischensumme",
    "receipt.tax": "MwSt.",
    "receipt.tax_id": "USt-IdNr.",
    "receipt.served_by": "Es bediente Sie",
    "receipt.thanks": "Danke und bis bald!",
    "receipt.time_doubtful": "Die Uhr der Kasse war nicht sicher gestellt.",
    "receipt.total": "Summe",
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
