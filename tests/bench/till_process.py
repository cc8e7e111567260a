"""The till alone, as the supervisor would start it, for benches: started, timed, looked at, stopped."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from appliance import config
from appliance.config import Config
from appliance.demo_run import Demo, box_config
from tests.e2e.box import ROOT, free_base
from tests.faults.vendor import Screen

START_LIMIT_S = 30.0
STOP_LIMIT_S = 10.0


def settings(data: Path, language: str = "en", *, printer_port: int = 0) -> Config:
    """The demo box's configuration on a free port, with no other hardware than a printer."""
    link = f"tcp://127.0.0.1:{printer_port}" if printer_port else ""
    return replace(
        box_config(demo(data, language)),
        printer_link=link,
        display_link="",
        scanner_link="",
        scale_link="",
        office_url="",
        enrol_at_start=False,
    )


def demo(data: Path, language: str = "en") -> Demo:
    """The demo as `make run` would start it, on free ports."""
    port = free_base()
    return Demo(data, language, port, port - 10, port + 10, open_window=False)


class TillProcess:
    """`python -m appliance till`; `start_s` is the time from its start to the first answer."""

    def __init__(self, chosen: Config, options: Sequence[str] = (), errors: Path | None = None) -> None:
        self.config = chosen
        path = chosen.data_dir / "box.toml"
        config.write(chosen, path)
        self._errors = (errors or chosen.data_dir / "till.log").open("wb")
        began = time.perf_counter()
        self._process = subprocess.Popen(
            (sys.executable, *options, "-m", "appliance", "till", "--config", str(path)),
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=self._errors, stderr=self._errors,
            start_new_session=True,
        )  # fmt: skip
        while not self._answers():
            assert self._process.poll() is None, "the till ended"
            assert time.perf_counter() - began < START_LIMIT_S, "the till does not answer"
            time.sleep(0.005)
        self.start_s = time.perf_counter() - began

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.config.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def vendor(self) -> Screen:
        """A paired screen that speaks HTTP."""
        return Screen.enter(self.config.port, self.config.run_dir / "kiosk-token")

    @property
    def entrance(self) -> str:
        """The address that pairs a browser."""
        token = (self.config.run_dir / "kiosk-token").read_text(encoding="ascii").strip()
        return f"http://127.0.0.1:{self.config.port}/enter?token={token}"

    def pss_kib(self) -> int:
        """Proportional memory of the till and all its children (proc(5), smaps_rollup)."""
        total = 0
        for pid in _tree(self._process.pid):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
            total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
        return total

    def stop(self) -> None:
        """SIGTERM, and nothing is left."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(STOP_LIMIT_S)
            raise
        finally:
            self._errors.close()


def _tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(one for child in children for one in _tree(int(child)))]
