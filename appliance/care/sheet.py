"""The two papers of the self-test: every letter of five languages with a QR code, and the sheet of results.

Papers of their own kind: they belong to no sale and say so. Knows no printer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from appliance.care.check import Check
from appliance.care.self_test import Part, Result
from appliance.care.sheet_words import WORDS, Key
from appliance.domain.document import Cut, Feed, Qr, Rule
from appliance.ports import Moment
from appliance.wording import moment as say_moment
from appliance.wording.layout import Laid, lay_out
from appliance.wording.rows import Plain, PlainRow, PlainText

# All letters an alphabet has beyond A to Z; Vietnamese has each vowel in six tones.
LETTERS: dict[str, str] = {
    "de": "Ä Ö Ü ẞ ä ö ü ß „ “ –",
    "fi": "Å Ä Ö å ä ö Š Ž š ž ” –",
    "it": "À È É Ì Í Î Ò Ó Ù Ú à è é ì í î ò ó ù ú « »",
    "en": "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz £ € ₫ ‘ ’",
}
VOWELS = (
    "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị",
    "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ",
)  # fmt: skip
FIGURES = "0123456789 .,:;!?%&@#+-−×÷=/()[]*\"'_"
CODE = "TILLBOX SELF-TEST 0123456789 abcdefghijklmnopqrstuvwxyz"


def letters_sheet(language: str, columns: int) -> list[Laid]:
    """Both cases of every letter of the five languages, figures, a rule of the paper's width, and a QR code."""
    words = _words(language)
    rows: list[Plain] = [
        PlainText("Tillbox", align="center", bold=True, size=2),
        PlainText(words["letters"], align="center", bold=True),
        PlainText(words["letters_lead"], align="center"),
        Rule(),
        PlainText(FIGURES),
        *(PlainText(f"{code}: {LETTERS[code]}") for code in ("en", "de", "fi", "it")),
        PlainText("vi: Đ đ"),
        *(PlainText(f"{group} {group.upper()}") for group in VOWELS),
        Rule(),
        PlainText(("1234567890" * columns)[:columns]),
        Qr(CODE),
        PlainText(words["no_sale"], align="center"),
        Feed(3),
        Cut(),
    ]
    return lay_out(rows, columns)


def result_sheet(
    language: str,
    columns: int,
    *,
    at: Moment,
    version: str,
    series: str,
    results: Mapping[Part, Result],
    checks: Sequence[Check],
) -> list[Laid]:
    """What was tested and how it went; room for a name at its end."""
    words = _words(language)
    rows: list[Plain] = [
        PlainText(words["result"], align="center", bold=True, size=2),
        PlainText(words["no_sale"], align="center"),
        Rule(),
        PlainRow(words["when"], say_moment(at.utc, at.offset_min, language)),
        PlainRow(words["version"], version),
        PlainRow(words["box"], series),
        Rule(),
    ]
    for part, result in results.items():
        rows.append(PlainRow(words[part], words[result.state], bold=result.state in ("bad", "failed")))
        if part == "storage" and "p99_us" in result.params:
            rows.append(PlainRow(words["half"], say_ms(int(result.params["p50_us"]), language)))
            rows.append(PlainRow(words["nearly_all"], say_ms(int(result.params["p99_us"]), language)))
    rows += [Rule(), PlainText(words["checks"], bold=True)]
    for one in checks:
        rows.append(PlainRow(words[_name(one)], words[one.level], bold=one.level == "danger"))
    rows += [Rule(), PlainText(f"{words['sign']}: {'_' * 20}"), Feed(3), Cut()]
    return lay_out(rows, columns)


def say_ms(micros: int, language: str) -> str:
    """`8,0 ms`; without a float."""
    tenths = (micros + 50) // 100
    point = "." if language == "en" else ","
    return f"{tenths // 10}{point}{tenths % 10} ms"


def _words(language: str) -> dict[Key, str]:
    return WORDS.get(language, WORDS["en"])


def _name(check: Check) -> Key:
    return check.name  # type: ignore[return-value]  # the checks' names are among the keys; a test holds them to it
