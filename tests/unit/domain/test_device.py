"""Which device is which: told by class, said by a person, never guessed."""

from __future__ import annotations

import pytest

from appliance.domain import device as devices
from appliance.domain.device import Found
from appliance.domain.errors import TillError

EPSON = Found("usb-epson", "printer", "/dev/usb/lp0", {"maker": "EPSON", "model": "TM-T20II"})
STAR = Found("usb-star", "printer", "/dev/usb/lp1")
ADAPTER = Found("at-1.3", "serial", "/dev/ttyUSB0")
KEYS = Found("usb-keys", "keyboard", "/dev/input/event3")


def test_a_usb_printer_is_usable_at_once() -> None:
    taken = devices.printer_to_take([], [KEYS, ADAPTER, EPSON], has_configured=False)
    assert taken is not None and (taken.key, taken.role, taken.name) == (
        "usb-epson",
        "printer",
        "EPSON TM-T20II",
    )


def test_a_configured_printer_is_not_displaced_by_plugging_one_in() -> None:
    assert devices.printer_to_take([], [EPSON], has_configured=True) is None


def test_the_printer_stays_the_printer_while_it_is_there_and_another_stands_in_when_it_is_not() -> None:
    epson = devices.assign(EPSON, "printer", None)
    assert devices.printer_to_take([epson], [EPSON, STAR], has_configured=False) is None
    assert devices.stand_in([epson], [EPSON, STAR]) is None
    standing_in = devices.stand_in([epson], [STAR])
    assert standing_in is not None and standing_in.key == "usb-star"
    assert devices.printer_to_take([epson], [STAR], has_configured=False) is None  # the role stays with it
    assert devices.stand_in([epson], []) is None


def test_a_serial_printer_that_a_person_named_is_not_displaced_while_it_is_unplugged() -> None:
    serial = devices.assign(ADAPTER, "printer", 19200)
    assert devices.printer_to_take([serial], [EPSON], has_configured=False) is None
    assert devices.stand_in([serial], [EPSON]) is None


@pytest.mark.parametrize(
    "speaks",
    [
        "PCL",
        "PJL,MLC,PCL5e,PCLXL,PostScript 3",
        "ZPL II",
        "EPL2, CPCL",
        "PJL,BR-Script3",
        "ESCPL2,BDC,PWGRaster",
        "pcl3;pml",
        "URF,PDF,PWG",
    ],
)
def test_a_printer_of_pages_or_labels_is_not_taken_by_itself(speaks: str) -> None:
    other = Found("usb-laser", "printer", "/dev/usb/lp0", {"speaks": speaks})
    assert devices.printer_to_take([], [other], has_configured=False) is None
    taken = devices.printer_to_take([], [other, STAR], has_configured=False)
    assert taken is not None and taken.key == "usb-star"
    assert devices.stand_in([devices.assign(EPSON, "printer", None)], [other]) is None
    assert devices.assign(other, "printer", None).role == "printer"  # a person may know better


@pytest.mark.parametrize(
    "speaks", ["", "ESC/POS", "EPSON", "PCL,ESC/POS", "STAR", "ESCPOS;", "PSX-POS", "TEXT", "RAW"]
)
def test_a_printer_that_may_print_receipts_is_taken(speaks: str) -> None:
    one = Found("usb-new", "printer", "/dev/usb/lp0", {"speaks": speaks})
    assert devices.printer_to_take([], [one], has_configured=False) is not None


def test_a_printer_that_is_to_be_left_alone_is_left_alone() -> None:
    ignored = devices.assign(EPSON, "ignored", None)
    assert devices.printer_to_take([ignored], [EPSON], has_configured=False) is None


def test_a_serial_line_is_what_a_person_says_with_the_line_its_protocol_wants() -> None:
    scale = devices.assign(ADAPTER, "scale", None)
    assert (scale.driver, scale.baud, scale.format) == ("toledo8217", 9600, "7E1")
    printer = devices.assign(ADAPTER, "printer", 19200)
    assert (printer.driver, printer.baud, printer.format) == ("escpos", 19200, "8N1")


@pytest.mark.parametrize(("found", "role"), [(EPSON, "scale"), (KEYS, "scanner"), (ADAPTER, "toaster")])
def test_a_device_cannot_be_what_its_kind_is_not(found: Found, role: str) -> None:
    with pytest.raises(TillError) as refused:
        devices.assign(found, role, None)
    assert (refused.value.code, refused.value.field) == ("device_role", "role")


def test_two_scanners_may_type_side_by_side() -> None:
    one, two = devices.paired(KEYS), devices.paired(Found("usb-b", "keyboard", "/dev/input/event4"))
    line = devices.assign(ADAPTER, "scanner", None)
    assert devices.displaced(two, [one, line]) == []
    assert devices.displaced(line, [one]) == []


def test_a_row_comes_back_as_it_went_and_newer_keys_do_no_harm() -> None:
    scale = devices.assign(ADAPTER, "scale", 4800)
    assert devices.from_document({**devices.to_document(scale), "colour": "red"}) == scale
    older = devices.to_document(scale)
    del older["by_id"], older["by_path"]
    assert devices.from_document(older) == scale
    there = devices.paired(Found("usb-1", "keyboard", "/dev/input/event3", by_id="usb-1", by_path="at-1.2"))
    assert devices.from_document(devices.to_document(there)) == there


def test_a_name_does_not_say_the_maker_twice() -> None:
    assert Found("k", "printer", "n", {"maker": "Star", "model": "Star TSP143"}).name == "Star TSP143"
