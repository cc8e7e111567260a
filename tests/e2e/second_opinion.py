"""What a box printed, printed once more by a till of its own on a copy of its data, and judged by strangers.

The papers go to emupos, an independent ESC/POS printer; the codes on its pictures are read by zbarimg.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.bench.till_process import TillProcess, settings
from tests.e2e.box import DemoBox
from tests.judges.printers import Emupos, eventually

COPY = "KOPIE"


def read_code(picture: bytes, folder: Path) -> str:
    """The text of the code on a picture of paper; empty when there is none."""
    path = folder / "paper.png"
    path.write_bytes(picture)
    words = ("zbarimg", "--quiet", "--raw", "--nodbus", str(path))
    return subprocess.run(words, capture_output=True, text=True, timeout=30, check=False).stdout.strip()


def judge_papers(box: DemoBox, calls: Iterable[tuple[str, str]], folder: Path) -> dict[str, str]:
    """For each (what stands on the paper, path that prints it again): the code zbarimg reads on emupos's paper.

    The lines must be those the workbench's printer shows, but for the words that mark a copy; emupos must know
    every byte.
    """
    copy = folder / "copy"
    shutil.copytree(box.data, copy, ignore=shutil.ignore_patterns("run", "lock"))
    (folder / "judge").mkdir()
    emupos = Emupos(folder / "judge")
    codes = {}
    try:
        till = TillProcess(settings(copy, box.language, printer_port=emupos.port))
        try:
            vendor = till.vendor()
            for name, path in calls:
                emupos.fresh()
                vendor.intent("POST", path, {}, f"judge-{name.replace(' ', '-')}")
                eventually(lambda: len(emupos.papers()) == 1, f"no paper of {name}")
                first = same_lines(box.bench.receipts_of(name)[0])
                assert len(first) > 5, (name, first)
                assert same_lines(emupos.papers()[0]) == first, name
                codes[name] = read_code(emupos.picture(), folder)
        finally:
            till.stop()
        assert emupos.complaints() == []
    finally:
        emupos.stop()
    return codes


def same_lines(paper: str) -> list[str]:
    """The lines that a paper and its copy have in common, without what only one of the two printers notes."""
    return [
        line.rstrip()
        for line in paper.splitlines()
        if line.strip() and COPY not in line.upper() and not line.startswith("[")
    ]
