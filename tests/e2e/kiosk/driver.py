"""A screen without glass, the kiosk on it, and a finger: Xvfb and the part of WebDriver we need."""

from __future__ import annotations

import json
import os
import select
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from appliance.kiosk.toolkit import SYSTEM_MODULES
from tests.free_port import free_port

ROOT = Path(__file__).parents[3]
LAUNCHER = Path(__file__).with_name("launcher.py")
APPLICATION = "tillbox-kiosk"
NEEDED = {"Xvfb": "xvfb", "WebKitWebDriver": "webkit2gtk-driver"}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key W3C WebDriver prescribes

T = TypeVar("T")


class NoElement(Exception):
    """The page does not (yet) show it, or shows it no more."""


def eventually(question: Callable[[], T], limit_s: float = 15.0) -> T:
    """The first true answer; fails after `limit_s`. A page that is just changing counts as no answer."""
    deadline_s = time.monotonic() + limit_s
    while True:
        try:
            if answer := question():
                return answer
        except NoElement:
            pass
        assert time.monotonic() < deadline_s, "it never came true"
        threading.Event().wait(0.02)


def require_programs() -> None:
    """Fail in words when the machine lacks something."""
    for program, package in NEEDED.items():
        assert shutil.which(program), f"{program} is missing; install it: apt-get install {package}"


def end(process: subprocess.Popen[Any]) -> None:
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=5)


@contextmanager
def screen(width_px: int = 1024, height_px: int = 600) -> Iterator[str]:
    """A display of its own; gives its name."""
    reading_fd, writing_fd = os.pipe()
    xvfb = subprocess.Popen(
        [
            "Xvfb",
            "-displayfd",
            str(writing_fd),
            "-screen",
            "0",
            f"{width_px}x{height_px}x24",
            "-nolisten",
            "tcp",
        ],
        pass_fds=(writing_fd,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing_fd)
    try:
        ready, _, _ = select.select([reading_fd], [], [], 20)
        number = os.read(reading_fd, 20).decode().strip() if ready else ""
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        os.close(reading_fd)
        end(xvfb)


# Taken from the screen itself, as an eye would; the driver's own pictures take it up to 20 s without a monitor.
_LOOK = """
import sys
sys.path.append(sys.argv[2])
import gi
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk
root = Gdk.get_default_root_window()
seen = Gdk.pixbuf_get_from_window(root, 0, 0, root.get_width(), root.get_height())
seen.savev(sys.argv[1], "png", [], [])
"""


def take_picture(display: str, path: Path) -> None:
    """What the screen shows now, as a PNG file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-c", _LOOK, str(path), str(SYSTEM_MODULES)],
        env={**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11"},
        check=True,
        timeout=20,
    )


class Kiosk:
    """The running kiosk and a WebDriver session on it.

    A session ends with the page's process, so after a crash the next question opens another one: the finger
    is lifted and comes back, the window stays.
    """

    def __init__(self, process: subprocess.Popen[bytes], driver_port: int) -> None:
        self.process = process
        self._base = f"http://127.0.0.1:{driver_port}"
        self._session = ""

    def attach(self) -> None:
        """Open a session on the kiosk the driver is aimed at."""
        wanted = {"capabilities": {"alwaysMatch": {"browserName": APPLICATION}}}
        self._session = f"/session/{self._call('POST', '/session', wanted)['sessionId']}"

    def _find(self, test_id: str) -> str:
        query = {"using": "css selector", "value": f'[data-testid="{test_id}"]'}
        found = self._call("POST", f"{self._session}/element", query)
        return f"{self._session}/element/{found[ELEMENT]}"

    def text(self, test_id: str) -> str:
        return str(self._call("GET", f"{self._find(test_id)}/text"))

    def shows(self, test_id: str) -> bool:
        return bool(self._call("GET", f"{self._find(test_id)}/displayed"))

    def tap(self, test_id: str) -> None:
        """Tap as soon as it is there."""

        def once() -> bool:
            self._call("POST", f"{self._find(test_id)}/click", {})
            return True

        eventually(once)

    def script(self, words: str) -> Any:
        return self._call("POST", f"{self._session}/execute/sync", {"script": words, "args": []})

    def begin_script(self, words: str) -> None:
        """Run a script without caring for its result."""
        self.script(f"setTimeout(() => {{ {words} }}, 0)")

    def page_pid(self) -> int | None:
        """The process that holds the page."""
        return next(
            (
                pid
                for pid, parent, name in _processes()
                if parent == self.process.pid and name.startswith("WebKitWeb")
            ),
            None,
        )

    def _call(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._base + path, data, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=20) as response:
                return json.load(response)["value"]
        except urllib.error.HTTPError as problem:
            words = problem.read().decode("utf-8", errors="replace")
            if "invalid session id" in words:
                self.attach()
            raise NoElement(words) from None


def _processes() -> Iterator[tuple[int, int, str]]:
    """Pid, parent and name of every process."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            text = (entry / "stat").read_text(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            continue
        before, _, after = text.rpartition(")")
        state, parent = after.split()[:2]
        if state != "Z":
            yield int(entry.name), int(parent), before.partition("(")[2]


@contextmanager
def kiosk(display: str, origin: str, folder: Path, language: str) -> Iterator[Kiosk]:
    """The kiosk opened on `display` for the till at `origin`, whose data lie in `folder`."""
    driver_port, page_port = free_port(), free_port()
    environment = {
        **os.environ,
        "DISPLAY": display,
        "PYTHONPATH": str(ROOT),
        "WEBKIT_INSPECTOR_SERVER": f"127.0.0.1:{page_port}",
        "NO_AT_BRIDGE": "1",  # no accessibility bus here
        "GSETTINGS_BACKEND": "memory",
    }
    environment.pop("WAYLAND_DISPLAY", None)
    with (folder / "kiosk.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, str(LAUNCHER), origin, str(folder), language],
            env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        driver = subprocess.Popen(
            ["WebKitWebDriver", f"--port={driver_port}", f"--target=127.0.0.1:{page_port}",
             "--replace-on-new-session"],
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    window = Kiosk(process, driver_port)
    try:
        eventually(lambda: _listens(driver_port) and _listens(page_port))
        eventually(lambda: window.page_pid() is not None)
        window.attach()
        yield window
    finally:
        end(process)
        end(driver)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
