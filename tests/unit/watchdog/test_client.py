"""The wire to the back office: signed, bounded, kept open, and honest about what went wrong."""

from __future__ import annotations

import base64
import socket
import threading

import pytest

from appliance.watchdog.answers import Answer, NoAnswer
from appliance.watchdog.client import BadOfficeUrl, OfficeClient, check_office_url
from appliance.watchdog.office_clock import OfficeClock, read_server_time
from appliance.watchdog.view import Identity
from tests.unit.watchdog.corpus import batches
from tests.unit.watchdog.stage import IDENTITY, KEY
from tests.unit.watchdog.wires import OfficeServer, Reply

SERVER_S = read_server_time("2026-11-22T10:00:00.000Z") or 0.0
REPORT = {"n": 1, "streams": []}


def client_of(url: str, clock: OfficeClock | None = None, box_id: str = IDENTITY["box_id"]) -> OfficeClient:
    still = OfficeClock(lambda: SERVER_S, lambda: 5.0)
    return OfficeClient(Identity(box_id, base64.b64decode(KEY), url), clock or still)


def test_every_request_is_signed_as_the_protocol_says(office: OfficeServer) -> None:
    client = client_of(office.url)
    assert isinstance(client.report(REPORT), Answer)
    assert isinstance(client.push(batches(20)[0]), Answer)
    assert isinstance(client.changes("g/1 &?", 1, 0, 1 << 20), Answer)
    assert isinstance(client.changes(None, 0, 0, 1 << 20), Answer)
    client.close()
    assert [signed["keyid"] for signed in office.signed] == [IDENTITY["box_id"]] * 4
    assert {signed["created"] for signed in office.signed} == {int(SERVER_S)}
    assert {signed["alg"] for signed in office.signed} == {"ed25519"}
    assert office.book.streams[1].last == 20


def test_requests_share_one_connection(office: OfficeServer) -> None:
    client = client_of(office.url)
    for n in range(1, 6):
        client.report({**REPORT, "n": n})
    client.close()
    assert office.connections == 1


def test_a_connection_given_up_by_the_other_side_costs_no_answer(office: OfficeServer) -> None:
    client = client_of(office.url)
    client.report(REPORT)
    hang_ups = iter([(0, {}, b"")])
    office.instead = lambda path: next(hang_ups, None)
    assert isinstance(client.report({**REPORT, "n": 2}), Answer)
    client.close()


def test_enrolment_is_signed_as_new_with_the_public_key(office: OfficeServer) -> None:
    client = client_of(office.url, box_id="new")
    asked = client.ask_enrolment({"name": "Stand 12"})
    looked = client.look_enrolment("e1")
    client.close()
    assert isinstance(asked, Answer) and asked.status == 201
    assert isinstance(looked, Answer) and looked.body["state"] == "approved"
    assert [signed["keyid"] for signed in office.signed] == ["new", "new"]


def test_after_a_refused_clock_the_back_offices_time_signs_and_goes_on(office: OfficeServer) -> None:
    a_year_behind = SERVER_S - 365 * 86400
    monotonic = [5.0]
    clock = OfficeClock(lambda: a_year_behind, lambda: monotonic[0])
    client = client_of(office.url, clock)
    refusal = b'{"error":{"code":"clock_off","params":{}},"server_time":"2026-11-22T10:00:00.000Z"}'
    refusals: list[Reply] = [(401, {}, refusal)]
    office.instead = lambda path: refusals.pop() if refusals else None
    first = client.report(REPORT)
    monotonic[0] += 60
    office.server_time = "2026-11-22T10:01:00.000Z"
    second = client.report(REPORT)
    client.close()
    assert isinstance(first, Answer) and first.is_clock_off
    assert isinstance(second, Answer) and second.is_ok and second.is_clock_off
    assert office.signed[0]["created"] == int(SERVER_S) + 60


@pytest.mark.parametrize(
    ("reply", "detail"),
    [
        ((500, {}, b"{}"), "status 500"),
        ((502, {}, b"<html>bad gateway</html>"), "status 502"),
        ((200, {}, b"<html>Welcome to the free Wi-Fi</html>"), "without server_time"),
        ((302, {"location": "http://portal.example/"}, b""), "without server_time"),
        ((200, {}, b'{"server_time":"yesterday"}'), "without server_time"),
        ((200, {}, b'["a list"]'), "without server_time"),
        ((200, {"content-length": "1000"}, b'{"server_time":'), "ProtocolError"),
        ((200, {}, b" " * 300_000), "more than"),
        ((200, {"content-encoding": "gzip"}, b"\x1f\x8b"), "encoding"),
        ((0, {}, b""), "ProtocolError"),
    ],
)
def test_whoever_does_not_answer_like_a_back_office_is_a_back_office_down(
    office: OfficeServer, reply: Reply, detail: str
) -> None:
    office.instead = lambda path: reply
    client = client_of(office.url)
    outcome = client.report(REPORT)
    client.close()
    assert isinstance(outcome, NoAnswer)
    assert outcome.problem == "office_down"
    assert detail in outcome.detail


@pytest.mark.parametrize(("value", "seconds"), [("17", 17.0), ("soon", None), ("-1", None)])
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_read_in_whole_seconds(
    office: OfficeServer, status: int, value: str, seconds: float | None
) -> None:
    office.instead = lambda path: (status, {"retry-after": value}, b"{}")
    client = client_of(office.url)
    outcome = client.report(REPORT)
    client.close()
    assert isinstance(outcome, NoAnswer) and outcome.retry_after_s == seconds


def test_a_refused_connection_or_an_unknown_name_is_no_network() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        for url in (f"http://127.0.0.1:{port}", "https://no-such-office.invalid"):
            client = client_of(url)
            outcome = client.report(REPORT)
            client.close()
            assert isinstance(outcome, NoAnswer) and outcome.problem == "no_network"


def test_a_line_that_takes_bytes_and_gives_none_is_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("appliance.watchdog.client.READ_S", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as dead:
        client = client_of(f"http://127.0.0.1:{dead.getsockname()[1]}")
        outcome = client.report(REPORT)
        client.close()
    assert isinstance(outcome, NoAnswer) and outcome.problem == "no_network" and outcome.is_timeout


def test_a_long_question_can_be_interrupted(office: OfficeServer) -> None:
    client = client_of(office.url)
    outcomes: list[object] = []
    asking = threading.Thread(
        target=lambda: outcomes.append(client.changes("g1", 2, 25, 1 << 20)), name="asking"
    )
    asking.start()
    assert office.waiting.wait(5)
    client.interrupt()
    asking.join(5)
    client.close()
    assert not asking.is_alive()
    assert isinstance(outcomes[0], NoAnswer)


@pytest.mark.parametrize(
    "url", ["https://office.example", "https://office.example:8443/", "http://127.0.0.1:8075"]
)
def test_addresses_a_box_may_speak_to(url: str) -> None:
    assert check_office_url(url) == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://office.example",
        "http://192.168.1.9:8090",
        "http://127.0.0.1.office.example",
        "ftp://127.0.0.1",
        "https://user@office.example",
        "https://office.example/path",
        "https://office.example:99999",
        "https://",
        "",
    ],
)
def test_addresses_a_box_never_speaks_to(url: str) -> None:
    with pytest.raises(BadOfficeUrl):
        check_office_url(url)


def test_a_batch_of_a_hundred_sales_takes_less_than_120_bytes_a_sale(office: OfficeServer) -> None:
    sizes: list[int] = []
    client = client_of(office.url)
    for batch in batches(1_000):
        sizes.append(len(client._packer.compress(batch)))  # noqa: SLF001  # exactly what goes out, without headers
    client.close()
    assert sum(sizes) / 1_000 <= 120
