"""The page shown while the till starts, in the box's language first. It loads nothing and asks nothing."""

from __future__ import annotations

from html import escape

LANGUAGES = ("en", "de", "fi", "it", "vi")

_STARTING = {
    "en": "The till is getting ready",
    "de": "Die Kasse wird vorbereitet",
    "fi": "Kassa käynnistyy",
    "it": "La cassa si sta avviando",
    "vi": "Máy tính tiền đang khởi động",
}

# What happened, what is safe, what to do.
_LATE = {
    "en": (
        "This takes longer than usual.",
        "Every sale shown as paid is stored on this box.",
        "If nothing changes within a minute, unplug the box and plug it in again.",
    ),
    "de": (
        "Das dauert länger als sonst.",
        "Jeder als bezahlt angezeigte Verkauf ist auf dieser Box gespeichert.",
        "Wenn sich in einer Minute nichts ändert: Stecker ziehen und wieder einstecken.",
    ),
    "fi": (
        "Tämä kestää tavallista kauemmin.",
        "Kaikki maksetuiksi näytetyt myynnit ovat tallessa tässä laitteessa.",
        "Jos mikään ei muutu minuutissa, irrota virtajohto ja kytke se uudelleen.",
    ),
    "it": (
        "Ci vuole più del solito.",
        "Ogni vendita mostrata come pagata è salvata su questa cassa.",
        "Se entro un minuto non cambia nulla, stacca la spina e riattaccala.",
    ),
    "vi": (
        "Lần này lâu hơn bình thường.",
        "Mọi giao dịch đã báo thanh toán đều được lưu trên máy này.",
        "Nếu sau một phút không có gì thay đổi, hãy rút phích điện rồi cắm lại.",
    ),
}

PAPER = "#faf6ee"

_STYLE = """
* { margin: 0; box-sizing: border-box; cursor: none; user-select: none }
html, body { height: 100%; background: #faf6ee; color: #17211b }
body { font: 22px/1.4 Inter, "Noto Sans", "DejaVu Sans", sans-serif; display: flex; flex-direction: column }
svg { display: block; width: 100%; height: 72px; flex: none }
main { flex: 1; display: flex; flex-direction: column; justify-content: center; padding: 0 6vw; gap: 20px }
.name { font-size: 22px; font-weight: 700; color: #17603a }
h1 { font-size: 42px; line-height: 1.15; font-weight: 700 }
p { max-width: 60ch }
.safe { background: #dff0e4; color: #0f4629; border-radius: 12px; padding: 12px 16px; align-self: flex-start }
ul { list-style: none; padding: 0 6vw 32px; display: flex; flex-wrap: wrap; gap: 4px 28px; flex: none }
li { font-size: 18px; color: #4a564e }
"""


def page(language: str, *, is_late: bool) -> str:
    """The page as HTML; `is_late` adds what is safe and what to do."""
    words = f"<h1>{escape(_STARTING[language])}</h1>"
    if is_late:
        what, safe, do = (escape(sentence) for sentence in _LATE[language])
        words += f"<p>{what}</p><p class='safe'>{safe}</p><p>{do}</p>"
    others = "".join(
        f"<li lang='{one}'>{escape(_STARTING[one])}</li>" for one in LANGUAGES if one != language
    )
    return (
        f"<!doctype html><html lang='{language}'><head><meta charset='utf-8'><title>Tillbox</title>"
        f"<style>{_STYLE}</style></head><body data-testid='waiting'>{_awning()}"
        f"<main><div class='name'>Tillbox</div>{words}</main><ul>{others}</ul></body></html>"
    )


def _awning() -> str:
    """The striped awning: one scallop a stripe, sixteen across any width."""
    stripes = "".join(
        f"<path fill='{'#17603a' if n % 2 == 0 else '#fffdf8'}' stroke='#0f4629' stroke-width='.4' "
        f"d='M{n * 10} 0h10v28a5 8 0 0 1-10 0z'/>"
        for n in range(16)
    )
    return f"<svg viewBox='0 0 160 36' preserveAspectRatio='none' aria-hidden='true'>{stripes}</svg>"
