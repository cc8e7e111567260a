"""The words of the self-test's papers in five languages; they are on no receipt."""

from __future__ import annotations

from typing import Final, Literal

Key = Literal[
    "letters", "letters_lead", "result", "no_sale", "when", "version", "box",
    "lamp", "printer", "touch", "storage", "clock",
    "open", "running", "asks", "good", "attention", "bad", "failed",
    "half", "nearly_all", "checks",
    "disk", "memory", "temperature", "power", "devices", "sync", "versions",
    "fine", "danger", "unknown", "sign",
]  # fmt: skip

WORDS: Final[dict[str, dict[Key, str]]] = {
    "en": {
        "letters": "Letters of all languages",
        "letters_lead": "Every letter whole, lines even, the code readable?",
        "result": "Self-test", "no_sale": "This is not a receipt.",
        "when": "Date", "version": "Version", "box": "Box",
        "lamp": "Light", "printer": "Printer", "touch": "Touch screen", "storage": "Card speed", "clock": "Clock",
        "open": "not tested", "running": "running", "asks": "not judged", "good": "good", "attention": "look at it",
        "bad": "BAD", "failed": "could not be tested",
        "half": "  half of all waits under", "nearly_all": "  99 of 100 under", "checks": "Health",
        "disk": "Card", "memory": "Memory", "temperature": "Temperature", "power": "Power supply",
        "devices": "Devices", "sync": "Back office", "versions": "Versions",
        "fine": "good", "danger": "ACT NOW", "unknown": "unknown here", "sign": "Tested by",
    },
    "de": {
        "letters": "Buchstaben aller Sprachen",
        "letters_lead": "Alle Zeichen ganz, Linien gerade, Code lesbar?",
        "result": "Selbsttest", "no_sale": "Das ist kein Beleg.",
        "when": "Datum", "version": "Version", "box": "Box",
        "lamp": "Licht", "printer": "Drucker", "touch": "Touchscreen", "storage": "Tempo der Karte", "clock": "Uhr",
        "open": "nicht getestet", "running": "läuft", "asks": "nicht beurteilt", "good": "gut",
        "attention": "ansehen", "bad": "SCHLECHT", "failed": "nicht prüfbar",
        "half": "  die Hälfte wartet unter", "nearly_all": "  99 von 100 unter", "checks": "Zustand",
        "disk": "Karte", "memory": "Arbeitsspeicher", "temperature": "Temperatur", "power": "Stromversorgung",
        "devices": "Geräte", "sync": "Backoffice", "versions": "Versionen",
        "fine": "gut", "danger": "HANDELN", "unknown": "hier unbekannt", "sign": "Getestet von",
    },
    "fi": {
        "letters": "Kaikkien kielten kirjaimet",
        "letters_lead": "Kirjaimet ehjiä, viivat suoria, koodi luettava?",
        "result": "Itsetesti", "no_sale": "Tämä ei ole kuitti.",
        "when": "Päivä", "version": "Versio", "box": "Laite",
        "lamp": "Valo", "printer": "Tulostin", "touch": "Kosketusnäyttö", "storage": "Kortin nopeus", "clock": "Kello",
        "open": "ei testattu", "running": "käynnissä", "asks": "ei arvioitu", "good": "kunnossa",
        "attention": "tarkista", "bad": "HUONO", "failed": "ei voitu testata",
        "half": "  puolet odotuksista alle", "nearly_all": "  99 sadasta alle", "checks": "Kunto",
        "disk": "Kortti", "memory": "Muisti", "temperature": "Lämpötila", "power": "Virransyöttö",
        "devices": "Laitteet", "sync": "Taustatoimisto", "versions": "Versiot",
        "fine": "kunnossa", "danger": "TOIMI HETI", "unknown": "ei tiedossa", "sign": "Testaaja",
    },
    "it": {
        "letters": "Lettere di tutte le lingue",
        "letters_lead": "Lettere intere, linee diritte, codice leggibile?",
        "result": "Autotest", "no_sale": "Questo non è uno scontrino.",
        "when": "Data", "version": "Versione", "box": "Cassa",
        "lamp": "Luce", "printer": "Stampante", "touch": "Schermo tattile", "storage": "Velocità della scheda",
        "clock": "Orologio",
        "open": "non provato", "running": "in corso", "asks": "non giudicato", "good": "buono",
        "attention": "da guardare", "bad": "DIFETTOSO", "failed": "non provabile",
        "half": "  metà delle attese sotto", "nearly_all": "  99 su 100 sotto", "checks": "Stato",
        "disk": "Scheda", "memory": "Memoria", "temperature": "Temperatura", "power": "Alimentazione",
        "devices": "Dispositivi", "sync": "Back office", "versions": "Versioni",
        "fine": "buono", "danger": "AGIRE SUBITO", "unknown": "qui non si sa", "sign": "Provato da",
    },
    "vi": {
        "letters": "Chữ của mọi ngôn ngữ",
        "letters_lead": "Chữ đủ nét, dòng thẳng, mã đọc được?",
        "result": "Tự kiểm tra", "no_sale": "Đây không phải là hóa đơn.",
        "when": "Ngày", "version": "Phiên bản", "box": "Máy",
        "lamp": "Đèn", "printer": "Máy in", "touch": "Màn hình cảm ứng", "storage": "Tốc độ thẻ", "clock": "Đồng hồ",
        "open": "chưa thử", "running": "đang thử", "asks": "chưa đánh giá", "good": "tốt",
        "attention": "cần xem", "bad": "HỎNG", "failed": "không thử được",
        "half": "  một nửa chờ dưới", "nearly_all": "  99 trên 100 dưới", "checks": "Tình trạng",
        "disk": "Thẻ nhớ", "memory": "Bộ nhớ", "temperature": "Nhiệt độ", "power": "Nguồn điện",
        "devices": "Thiết bị", "sync": "Văn phòng", "versions": "Phiên bản",
        "fine": "tốt", "danger": "XỬ LÝ NGAY", "unknown": "ở đây không biết", "sign": "Người thử",
    },
}  # fmt: skip
