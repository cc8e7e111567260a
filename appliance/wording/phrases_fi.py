"""Finnish words for paper and customer display."""

from __future__ import annotations

from typing import Final

from appliance.wording.keys import Key

PHRASES: Final[dict[Key, str]] = {
    "day.closed": "Suljettu",
    "day.counted": "Laskettu",
    "day.difference": "Erotus",
    "day.discounts": "Alennukset",
    "day.expected": "Pitäisi olla laatikossa",
    "day.float": "Pohjakassa",
    "day.no_sales": "Laatikko avattu ilman myyntiä",
    "day.not_counted": "ei laskettu",
    "day.opened": "Avattu",
    "day.pay_in": "Lisätty",
    "day.pay_out": "Otettu",
    "day.perpetual": "Kaikki myynti yhteensä",
    "day.records": "Merkintöjä",
    "day.refunds": "Palautukset",
    "day.safe_drop": "Kassakaappiin",
    "day.sales": "Myynnit",
    "day.seal": "Sinetti",
    "day.turnover": "Myynti",
    "day.x_only": "Väliraportti: mitään ei ole suljettu.",
    "receipt.back_by_transfer": "Palautus tilille",
    "receipt.back_to_card": "Palautus kortille",
    "receipt.back_to_iou": "Pois vihkosta",
    "receipt.back_to_voucher": "Palautus lahjakorttina",
    "receipt.card": "Kortti",
    "receipt.cash": "Käteinen",
    "receipt.change": "Takaisin",
    "receipt.copy": "KOPIO {copy}",
    "receipt.date": "Päiväys",
    "receipt.discount": "Alennus",
    "receipt.gross": "Verollinen",
    "receipt.hash": "Tarkiste",
    "receipt.iou": "Vihkoon",
    "receipt.net": "Veroton",
    "receipt.number": "Kuitti",
    "receipt.paid_out": "Maksettu asiakkaalle",
    "receipt.tare": "taara",
    "receipt.per_kg": "/kg",
    "receipt.rate": "ALV",
    "receipt.reason": "Syy",
    "receipt.refund": "PALAUTUS",
    "receipt.refund_of": "Kuittiin",
    "receipt.rounding": "Pyöristys",
    "receipt.saved": "Säästät",
    "receipt.served_by": "Teitä palveli",
    "receipt.signature": "Allekirjoitus",
    "receipt.subtotal": "Välisumma",
    "receipt.tax": "Vero",
    "receipt.tax_id": "Y-tunnus",
    "receipt.thanks": "Kiitos ja tervetuloa uudelleen!",
    "receipt.time_doubtful": "Kassan kello ei ollut varma.",
    "receipt.tip": "Juomaraha",
    "receipt.to_pay": "Maksettava käteisellä",
    "receipt.total": "Yhteensä",
    "receipt.transfer": "Tilisiirto",
    "receipt.voucher": "Lahjakortti",
    "display.change": "Takaisin",
    "display.total": "Yhteensä",
    "display.welcome": "Tervetuloa!",
    "sample.title": "Koetuloste",
    "sample.edge": "Oikea reuna",
    "sample.no_sale": "Tämä ei ole kuitti.",
    "fiscal.de": (
        "Saksan laki vaatii kassaan sertifioidun turvamoduulin (TSE); tähän laitteeseen ei ole "
        "liitetty sellaista."
    ),
    "fiscal.fi": "Suomen laki ei vaadi fiskaalilaitetta; jokaiselle asiakkaalle on tarjottava kuitti.",
    "fiscal.it": (
        "Italian laki vaatii telemaattisen tallentimen (RT) tai hyväksytyn ohjelmiston; tähän "
        "laitteeseen ei ole liitetty kumpaakaan."
    ),
    "fiscal.vn": (
        "Vietnamin laki vaatii tietyn vuosimyynnin ylittyessä kassasta sähköiset laskut ja "
        "yhteyden verottajaan; sellaista yhteyttä ei ole."
    ),
    "fiscal.generic": "Maata ei ole valittu; kysy verottajalta, minkä fiskaalilaitteen tarvitset.",
}
