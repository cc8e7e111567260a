"""A backup stick brought to the back office: the same books as a push, once, whatever came before."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from appliance.domain.recovery_code import code_of
from appliance.stick.drive import Drive, Owner
from backoffice.database import Database
from backoffice.errors import StickError
from backoffice.sticks import import_stick
from tests.office.stall import BOX, NOW, books, push_body, sales_stream, send, told

STREAM = sales_stream(10)
OWNER = Owner("0123456789abcdef", b"s" * 16, "Stall 12", "A", BOX)
CODE = code_of(OWNER.secret)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick with ten sales, as a box wrote them."""
    folder = tmp_path / "stick"
    folder.mkdir()
    write(folder, OWNER, STREAM)
    return folder


def write(folder: Path, owner: Owner, facts: list[bytes]) -> None:
    drive = Drive(folder, Path.is_dir)
    drive.look(owner)
    for fact in facts:
        drive.append(1, [fact])


def test_stick_brings_what_a_push_would(merchant: Database, stick: Path) -> None:
    [done] = import_stick(merchant, stick, CODE, NOW)
    assert (done.box_id, done.epoch, done.facts, done.new, done.outcome) == (BOX, 1, 10, 10, "kept")
    kept = books(merchant)
    assert [bytes(row[3]) for row in kept.facts] == STREAM
    assert kept.total_minor == sum(100 + f for f in range(1, 11))
    assert send(merchant, push_body(STREAM, 1, 10)) == told(STREAM, 10)


def test_second_import_changes_nothing(merchant: Database, stick: Path) -> None:
    import_stick(merchant, stick, CODE, NOW)
    before = books(merchant)
    [again] = import_stick(merchant, stick, CODE, NOW)
    assert (again.facts, again.new) == (10, 0)
    assert books(merchant) == before


def test_stick_adds_only_what_the_box_did_not_send(merchant: Database, stick: Path) -> None:
    send(merchant, push_body(STREAM, 1, 7))
    [done] = import_stick(merchant, stick, CODE, NOW)
    assert done.new == 3
    assert [bytes(row[3]) for row in books(merchant).facts] == STREAM


def test_cut_stick_brings_its_whole_records_and_says_so(merchant: Database, stick: Path) -> None:
    file = stick / "tillbox" / OWNER.box / "e0001.tbx"
    os.truncate(file, file.stat().st_size - 3)
    [done] = import_stick(merchant, stick, CODE, NOW)
    assert (done.facts, done.is_cut) == (9, True)


def test_stick_with_other_facts_under_known_numbers_is_a_fork(merchant: Database, stick: Path) -> None:
    other = sales_stream(3)
    other[1] = other[1].replace(b'"f":2', b'"f":2,"other":1')
    send(merchant, push_body(other, 1, 3))
    before = books(merchant).facts
    [done] = import_stick(merchant, stick, CODE, NOW)
    assert done.outcome == "fork"
    assert books(merchant).facts == before


def test_what_cannot_be_imported_is_refused_with_what_is_allowed(merchant: Database, stick: Path) -> None:
    with pytest.raises(StickError, match="28 letters"):
        import_stick(merchant, stick, "no code", NOW)
    with pytest.raises(StickError, match="holds nothing"):
        import_stick(merchant, stick, code_of(b"x" * 16), NOW)
    with pytest.raises(StickError, match="not known here"):
        import_stick(merchant, stick, CODE, NOW, box_id="m-nobody")
    note = stick / "tillbox" / OWNER.box / "box.json"
    note.write_text(json.dumps({"format": 1, "office_box": ""}))
    with pytest.raises(StickError, match="--box"):
        import_stick(merchant, stick, CODE, NOW)
    assert import_stick(merchant, stick, CODE, NOW, box_id=BOX)[0].new == 10


def test_box_is_not_heard_by_its_stick(merchant: Database, stick: Path) -> None:
    from sqlalchemy import select

    from backoffice import schema

    heard = select(schema.boxes.c.heard_utc).where(schema.boxes.c.box_id == BOX)
    before = merchant.read(lambda connection: connection.execute(heard).scalar_one())
    import_stick(merchant, stick, CODE, NOW)
    assert merchant.read(lambda connection: connection.execute(heard).scalar_one()) == before
