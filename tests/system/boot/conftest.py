"""The image, the running boards and what stands beside them. A test that cannot run here fails and says why.

A board runs for the tests of one module: an emulator that only waits slows the others down.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.roll import PaperRoll
from tests.system.boot.boards import PI3, VIRT
from tests.system.boot.box import Box
from tests.system.boot.ground import LOGS, fresh, image_to_boot
from tests.system.boot.office import Office


@pytest.fixture(scope="session")
def image() -> Path:
    """The image to boot."""
    try:
        return image_to_boot()
    except LookupError as lacking:
        pytest.fail(str(lacking))


@pytest.fixture(scope="session")
def paper() -> Iterator[PaperRoll]:
    """A receipt printer in the network."""
    with PaperRoll() as roll:
        yield roll


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A back office somewhere in the Internet."""
    with Office(tmp_path_factory.mktemp("back") / "office").open() as running:
        yield running


@pytest.fixture(scope="module")
def box(image: Path, paper: PaperRoll, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """A box on the quick board, started for the first time, with goods, a printer in the network and pretended pins."""
    made = Box(VIRT, image, tmp_path_factory.mktemp("virt"), fresh(LOGS / "virt"))
    made.wish(language="en", country="de", stall="Harbour 7", printer_link=f"tcp://10.0.2.2:{paper.port}")
    with made.machine:
        made.start()
        made.ready("till", "watchdog")
        yield made


@pytest.fixture(scope="module")
def pi(image: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """A box on a Raspberry Pi 3B, emulated down to the registers of its pins and its watchdog."""
    made = Box(PI3, image, tmp_path_factory.mktemp("pi"), fresh(LOGS / "pi"))
    made.wish(language="en", country="de")
    with made.machine:
        made.start()
        made.ready("till", "lights")
        yield made
