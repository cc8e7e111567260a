"""The program itself, as a process on a port: the demo, the first visit, live sales, copies, and how it ends."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backoffice.__main__ import run
from tests.free_port import free_port
from tests.office.caller import KEY, Call, facts_call, json_call, public
from tests.office.stall import push_body, sale
from tests.office.test_owner_api import ABOUT

PATIENCE_S = 20.0


class Program:
    """A back office on a free port; `stop` ends it as a supervisor would."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.port = free_port()
        self.folder = folder
        self.host = f"127.0.0.1:{self.port}"
        lines = [f'data_dir = "{folder / "office"}"', f"port = {self.port}"]
        lines += [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
        self.config = folder / "office.toml"
        self.config.write_text("\n".join(lines))
        self.process: subprocess.Popen[str] | None = None
        self.cookie = self.csrf = ""

    def start(self) -> str:
        """Start it and return the line it prints; the port is open by then."""
        self.process = self.command("serve")
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert self.call("GET", "/healthz")[0] == 200
        return line

    def command(self, *arguments: str) -> subprocess.Popen[str]:
        name, *rest = arguments
        return subprocess.Popen(
            (sys.executable, "-m", "backoffice", name, "--config", str(self.config), *rest),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def done(self, *arguments: str) -> tuple[int, str]:
        """Run a command to its end: exit code and what it said."""
        process = self.command(*arguments)
        said, _ = process.communicate(timeout=PATIENCE_S)
        return process.returncode, said

    def stop(self, number: int = signal.SIGTERM) -> float:
        """End it; return how long that took."""
        if self.process is None:
            return 0.0
        started = time.monotonic()
        self.process.send_signal(number)
        self.process.communicate(timeout=PATIENCE_S)
        self.process = None
        return time.monotonic() - started

    def call(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """A call of the page: status and JSON."""
        headers = {"Cookie": self.cookie}
        if method != "GET":
            headers |= {"Origin": f"http://{self.host}", "Content-Type": "application/json"}
            headers |= {"X-CSRF-Token": self.csrf}
        return self._answer(method, path, json.dumps(body or {}) if method != "GET" else None, headers)

    def send(self, call: Call, key_id: str) -> tuple[int, Any]:
        """A call of a box, signed now."""
        signed = Call(call.method, call.path, call.body, call.headers, self.host).signed(
            KEY, key_id, created=datetime.now(UTC)
        )
        return self._answer(call.method, call.path, call.body or None, dict(signed.headers))

    def _answer(
        self, method: str, path: str, body: str | bytes | None, headers: dict[str, str]
    ) -> tuple[int, Any]:
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read()
            cookie = answer.getheader("Set-Cookie")
            if cookie:
                self.cookie = cookie.partition(";")[0]
        finally:
            connection.close()
        return answer.status, json.loads(text)

    def enter(self, email: str, password: str) -> None:
        status, session = self.call("POST", "/api/v1/session", {"email": email, "password": password})
        assert status == 200, session
        self.csrf = session["csrf"]

    def enrol(self) -> str:
        """A box of this machine; the demo approves it by itself."""
        wish = json_call("/v1/enrolments", ABOUT | {"public_key": public(KEY), "currency": "EUR"})
        status, enrolment = self.send(wish, "new")
        assert (status, enrolment["state"]) == (200, "approved"), enrolment
        return str(enrolment["box_id"])

    def push(self, box_id: str, stream: list[bytes], first: int = 1) -> tuple[int, Any]:
        return self.send(facts_call(push_body(stream, first), box_id), box_id)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Program]:
    program = Program(tmp_path, demo=True, report_interval_s=1)
    yield program
    program.stop(signal.SIGKILL)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Program]:
    program = Program(tmp_path)
    yield program
    program.stop(signal.SIGKILL)


def enter_demo(demo: Program) -> None:
    demo.enter("demo@tillbox.example", (demo.folder / "office" / "password").read_text().strip())


def test_a_sale_of_a_box_is_seen_live_and_survives_a_kill(demo: Program) -> None:
    assert "demo@tillbox.example" in demo.start()
    enter_demo(demo)
    box = demo.enrol()
    stream = [sale(1, 100), sale(2, 250)]
    assert demo.push(box, stream[:1])[1]["mark"] == 1

    connection = http.client.HTTPConnection(demo.host, timeout=PATIENCE_S)
    connection.request("GET", "/api/v1/live", headers={"Cookie": demo.cookie})
    page = connection.getresponse()
    assert page.readline() == b"event: changed\n"
    started = time.monotonic()
    assert demo.push(box, stream, 1)[1]["mark"] == 2
    lines: list[bytes] = []
    while not lines or not lines[-1].startswith(b'data: {"number":"A-000002"'):
        lines.append(page.readline())
        assert lines[-1], lines
    assert time.monotonic() - started < 1.0
    connection.close()

    demo.stop(signal.SIGKILL)
    demo.start()
    assert demo.call("GET", "/api/v1/sales")[1]["total_minor"] == 350


def test_the_first_visit_goes_by_the_link_that_is_printed(office: Program) -> None:
    line = office.start()
    found = re.search(r"http://127\.0\.0\.1:\d+/#/setup/(\S+)", line)
    assert found is not None, line
    wish = {"merchant_name": "Petra", "email": "p@example.org", "password": "ten letters", "country": "de"}
    status, session = office.call("POST", "/api/v1/setup", wish | {"language": "de", "token": found[1]})
    assert (status, session["signed_in"]) == (200, True)
    office.stop()
    assert "setup" not in office.start()
    assert office.call("GET", "/api/v1/session")[1]["email"] == "p@example.org"


def test_a_restored_office_catches_up_from_its_box(demo: Program) -> None:
    demo.start()
    box = demo.enrol()
    stream = [sale(1, 100), sale(2, 250)]
    demo.push(box, stream[:1])
    code, said = demo.done("copy")
    assert code == 0, said
    demo.push(box, stream, 1)
    code, said = demo.done("restore")
    assert (code, "running" in said) == (1, True), said
    demo.stop()

    code, said = demo.done("restore", "--copy", str(sorted((demo.folder / "office/copies").iterdir())[-1]))

    assert (code, "Restored" in said) == (0, True), said
    demo.start()
    status, refusal = demo.push(box, [*stream, sale(3, 1)], 3)
    assert (status, refusal["error"]["params"]["mark"]) == (409, 1)
    assert demo.push(box, [*stream, sale(3, 1)], 2)[1]["mark"] == 3
    enter_demo(demo)
    assert demo.call("GET", "/api/v1/sales")[1]["total_minor"] == 351


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_soon_and_quietly_with_a_page_open(demo: Program, number: int) -> None:
    demo.start()
    enter_demo(demo)
    connection = http.client.HTTPConnection(demo.host, timeout=PATIENCE_S)
    connection.request("GET", "/api/v1/live", headers={"Cookie": demo.cookie})
    page = connection.getresponse()
    page.readline()
    assert demo.stop(number) < PATIENCE_S / 2  # it does not wait for the page, which never ends
    connection.close()


def test_a_flood_of_sign_ins_does_not_stop_a_box(demo: Program) -> None:
    demo.start()
    box = demo.enrol()
    answers: list[int] = []

    def guess(number: int) -> None:
        wish = {"email": f"n{number}@example.org", "password": "a guess"}
        answers.append(demo.call("POST", "/api/v1/session", wish)[0])

    threads = [threading.Thread(target=guess, args=(number,), name=f"guess {number}") for number in range(40)]
    for thread in threads:
        thread.start()
    pushed = [demo.push(box, [sale(n, 100) for n in range(1, 6)], f)[0] for f in range(1, 6)]
    for thread in threads:
        thread.join(PATIENCE_S)
    assert pushed == [200] * 5
    assert set(answers) <= {401, 429} and len(answers) == 40


def test_two_programs_do_not_share_a_database(office: Program) -> None:
    office.start()
    text = office.config.read_text().replace(str(office.port), str(free_port()))
    office.config.write_text(text)
    code, said = office.done("serve")
    assert (code, "is running on this data" in said) == (1, True), said


def test_a_merchant_is_made_at_the_command_line(office: Program) -> None:
    arguments = ("--config", str(office.config), "--name", "Petra", "--email", "p@example.org")
    for code, said in ((0, "with owner p@example.org"), (2, "in use")):
        answer = subprocess.run(
            (sys.executable, "-m", "backoffice", "merchant", *arguments),
            input="ten letters\n",
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
        assert (answer.returncode, said in answer.stdout + answer.stderr) == (code, True), answer
    office.start()
    office.enter("p@example.org", "ten letters")


def test_it_serves_from_postgresql(tmp_path: Path, postgresql_url: str) -> None:
    program = Program(tmp_path, demo=True, database_url=postgresql_url)
    try:
        program.start()
        box = program.enrol()
        assert program.push(box, [sale(1, 100)])[1]["mark"] == 1
        enter_demo(program)
        assert program.call("GET", "/api/v1/sales")[1]["total_minor"] == 100
        code, said = program.done("renew")
        assert (code, "1 merchants" in said) == (0, True), said
        assert program.done("copy")[0] == 1  # PostgreSQL has its own tools
    finally:
        program.stop()
    assert not (tmp_path / "office" / "office.db").exists()


def test_what_cannot_be_is_refused_with_its_own_exit_code(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    config = tmp_path / "office.toml"
    config.write_text('data_dir = "x"\nprot = 1')
    assert run(["serve", "--config", str(config)]) == 2
    assert "prot" in capsys.readouterr().err


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["--help"])
    said = capsys.readouterr().out
    for name in ("serve", "merchant", "copy", "restore", "renew"):
        assert f"\n    {name} " in said
