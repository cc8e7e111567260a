"""Receipts in all five languages, printed for real and judged by an independent printer and a QR reader.

The pictures the judge made stay in `build/pictures/` for people to look at.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from appliance import demo
from appliance.devices import raster
from appliance.devices.escpos import printable
from appliance.devices.links import link_from_url
from appliance.devices.printing import Patience, PrinterSettings, PrintWorker
from appliance.domain.countries import country
from appliance.domain.document import Cut, Document, Feed, Qr, Rule
from appliance.domain.payment import take_cash
from appliance.domain.print_job import PrintJob
from appliance.domain.receipt import qr_text, receipt
from appliance.domain.sale import Sale, make_sale
from appliance.domain.ticket import Ticket, add_item, total_minor
from appliance.wording import lay_out, render, say
from appliance.wording.layout import Laid, StyledLine
from tests.judges.printers import ROOT, Emupos, eventually, running_emupos
from tests.unit.devices.fakes import FakeJobs

COLUMNS = 48
HASH = "9f3c52ab77e0" + "0" * 52
PICTURES = ROOT / "build" / "pictures"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emupos]:
    yield from running_emupos(tmp_path_factory.mktemp("emupos"))


@pytest.fixture
def emupos(running: Emupos) -> Emupos:
    return running.fresh()


def sale_at_the_stall(language: str) -> Sale:
    """A piece twice, something weighed, a drink with its deposit, and the stall's longest name."""
    pack = country(demo.country(language))
    _, items = demo.catalogue(language)
    by_id = {item.id: item for item in items}
    goods = [item for item in items if item.kind == "goods"]
    chosen = [
        next(item for item in goods if item.unit == "piece" and item.deposit_id is None),
        next(item for item in goods if item.unit == "kg"),
        next((item for item in goods if item.deposit_id is not None), goods[0]),
        max(goods, key=lambda item: len(item.name)),
    ]
    ticket = Ticket(id="t-1", opened_utc="2026-11-22T07:00:00.000Z")
    for place, item in enumerate(chosen):
        ticket = add_item(
            ticket,
            item,
            pack.rate(item.tax_code),
            f"l-{place}",
            quantity=2 if item.unit == "piece" else 1,
            weight_g=742 if item.unit == "kg" else None,
            deposit=by_id[item.deposit_id] if item.deposit_id else None,
        )
    return make_sale(
        ticket,
        [take_cash(total_minor(ticket), total_minor(ticket), pack.currency)],
        pack,
        series="A",
        counter=123,
        at_utc="2026-11-22T07:00:00.123Z",
        offset_min=60,
        day="2026-11-22",
        language=language,
    )


class OnePaper(FakeJobs):
    """Jobs that all print the same lines."""

    def __init__(self, lines: list[Laid]) -> None:
        super().__init__()
        self._lines = lines

    def render(self, job: PrintJob) -> list[Laid]:
        return self._lines


def printed(emupos: Emupos, lines: list[Laid], code_page: str = "CP858") -> str:
    """The lines as they came out, through the real worker and a real connection."""
    jobs = OnePaper(lines)
    worker = PrintWorker(
        link_from_url(f"tcp://127.0.0.1:{emupos.port}"),
        jobs,
        PrinterSettings(code_page=code_page),
        lambda status: None,
        patience=Patience(watch_s=0.1, listen_s=0.05),
    )
    worker.start()
    try:
        worker.wake(jobs.add("A-000123"))
        eventually(lambda: jobs.states() == ["confirmed"], "the receipt was not confirmed")
    finally:
        worker.stop()
    (paper,) = emupos.papers()
    return paper


def meant(lines: list[Laid]) -> list[str]:
    """What the judge's text should say: characters where the page has them, else that something was drawn."""
    said: list[str] = []
    for line in lines:
        match line:
            case StyledLine(text, size=size):
                text = printable(text)
                try:
                    text.encode("cp858")
                except UnicodeEncodeError:
                    said.append(f"[image 576x{raster.LINE_DOTS * size}]")
                else:
                    said.append(text.rstrip())
            case Rule():
                said.append("-" * COLUMNS)
            case Qr(data):
                said.append(f"[qr {data}]")
            case Feed() | Cut():
                pass
    return [line for line in said if line]


def receipt_lines(language: str, copy: int = 0) -> tuple[Sale, list[Laid]]:
    sale = sale_at_the_stall(language)
    document: Document = receipt(sale, demo.merchant(language), copy=copy, fact_hash=HASH)
    return sale, lay_out(render(document, language), COLUMNS)


def dots(image: Image.Image) -> list[bytes]:
    """The rows of a 576-dot picture."""
    data = image.convert("1").tobytes()
    return [data[at : at + 72] for at in range(0, len(data), 72)]


def has_strip(paper: list[bytes], strip: list[bytes]) -> bool:
    return any(paper[at : at + len(strip)] == strip for at in range(len(paper) - len(strip) + 1))


@pytest.mark.parametrize("language", demo.LANGUAGES)
def test_a_receipt_comes_out_as_it_was_meant(emupos: Emupos, language: str, tmp_path: Path) -> None:
    sale, lines = receipt_lines(language)
    paper = printed(emupos, lines)
    assert [line for line in paper.splitlines() if line] == meant(lines)
    assert "?" not in paper.replace(qr_text(sale, HASH), "")

    PICTURES.mkdir(parents=True, exist_ok=True)
    picture = PICTURES / f"receipt-{language}.png"
    picture.write_bytes(emupos.picture())
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "--nodbus", str(picture)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert read.stdout.strip() == qr_text(sale, HASH), read.stderr


def test_letters_no_page_has_arrive_dot_for_dot(emupos: Emupos) -> None:
    lines: list[Laid] = [
        StyledLine("Bánh mì thịt nướng" + " " * 20 + "35.000 ₫"),
        StyledLine("Ẩm thực Việt", bold=True, size=2, align="center"),
        Cut(),
    ]
    printed(emupos, lines)
    paper = dots(Image.open(io.BytesIO(emupos.picture())))
    for line in lines[:2]:
        assert isinstance(line, StyledLine)
        drawn = raster.draw_line(line.text, width_dots=576, bold=line.bold, scale=line.size, align=line.align)
        rows = dots(drawn)
        inked = [place for place, row in enumerate(rows) if row.strip(b"\xff")]
        assert len(inked) > 15
        assert has_strip(paper, rows[inked[0] : inked[-1] + 1])


@pytest.mark.parametrize("code_page", ["CP858", "WPC1252"])
def test_euro_and_nordic_letters_come_out_as_letters(emupos: Emupos, code_page: str) -> None:
    text = "€ ä ö å Ä Ö Å ß é à ç"
    assert text in printed(emupos, [StyledLine(text), Cut()], code_page)


@pytest.mark.parametrize("language", ["en", "de", "fi", "it"])
def test_a_copy_says_so_at_both_ends(emupos: Emupos, language: str) -> None:
    _, lines = receipt_lines(language, copy=1)
    assert printed(emupos, lines).count(say("receipt.copy", language, copy=1)) == 2


def test_the_judge_understood_every_byte(emupos: Emupos) -> None:
    _, lines = receipt_lines("de")
    printed(emupos, lines)
    assert emupos.complaints() == []
