"""Italian words for paper and customer display."""

from __future__ import annotations

from typing import Final

from appliance.wording.keys import Key

PHRASES: Final[dict[Key, str]] = {
    "day.closed": "Chiuso",
    "day.counted": "Contato",
    "day.difference": "Differenza",
    "day.discounts": "Sconti",
    "day.expected": "Atteso nel cassetto",
    "day.float": "Fondo cassa",
    "day.no_sales": "Cassetto aperto senza vendita",
    "day.not_counted": "non contato",
    "day.opened": "Aperto",
    "day.pay_in": "Versamenti",
    "day.pay_out": "Prelievi",
    "day.perpetual": "Totale di sempre",
    "day.records": "Registrazioni",
    "day.refunds": "Resi",
    "day.safe_drop": "In cassaforte",
    "day.sales": "Vendite",
    "day.seal": "Sigillo",
    "day.turnover": "Incasso",
    "day.x_only": "Rapporto intermedio: niente è chiuso.",
    "receipt.back_by_transfer": "Rimborso con bonifico",
    "receipt.back_to_card": "Riaccredito su carta",
    "receipt.back_to_iou": "Tolto dal credito",
    "receipt.back_to_voucher": "Rimborso in buono",
    "receipt.card": "Carta",
    "receipt.cash": "Contanti",
    "receipt.change": "Resto",
    "receipt.copy": "COPIA {copy}",
    "receipt.date": "Data",
    "receipt.discount": "Sconto",
    "receipt.gross": "Lordo",
    "receipt.hash": "Controllo",
    "receipt.iou": "A credito",
    "receipt.net": "Netto",
    "receipt.number": "Ricevuta",
    "receipt.paid_out": "Rimborsato",
    "receipt.tare": "tara",
    "receipt.per_kg": "/kg",
    "receipt.rate": "Aliquota",
    "receipt.reason": "Motivo",
    "receipt.refund": "RESO",
    "receipt.refund_of": "Per lo scontrino",
    "receipt.rounding": "Arrotondamento",
    "receipt.saved": "Risparmi",
    "receipt.served_by": "L'ha servita",
    "receipt.signature": "Firma",
    "receipt.subtotal": "Subtotale",
    "receipt.tax": "IVA",
    "receipt.tax_id": "P. IVA",
    "receipt.thanks": "Grazie e a presto!",
    "receipt.time_doubtful": "L'orologio della cassa non era sicuro.",
    "receipt.tip": "Mancia",
    "receipt.to_pay": "Da pagare in contanti",
    "receipt.total": "Totale",
    "receipt.transfer": "Bonifico",
    "receipt.voucher": "Buono",
    "display.change": "Resto",
    "display.total": "Totale",
    "display.welcome": "Benvenuti!",
    "sample.title": "Stampa di prova",
    "sample.edge": "Bordo destro",
    "sample.no_sale": "Questo non è uno scontrino.",
    "fiscal.de": (
        "La legge tedesca richiede un modulo di sicurezza certificato (TSE) alla cassa; a questa "
        "cassa non ne è collegato nessuno."
    ),
    "fiscal.fi": (
        "La legge finlandese non richiede un dispositivo fiscale; a ogni cliente va offerta la ricevuta."
    ),
    "fiscal.it": (
        "La legge italiana richiede un registratore telematico (RT) o un software approvato; a "
        "questa cassa non è collegato nessuno dei due."
    ),
    "fiscal.vn": (
        "La legge vietnamita richiede, oltre un certo fatturato annuo, fatture elettroniche "
        "dalla cassa collegata al fisco; il collegamento non è configurato."
    ),
    "fiscal.generic": (
        "Nessun paese scelto; chieda all'ufficio delle imposte quale dispositivo fiscale serve."
    ),
}
