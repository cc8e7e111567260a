"""Links: deadlines hold, and an error says how far we got."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from appliance.devices.links import LinkError, Tcp, link_from_url, write_all


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)
        yield listening


@pytest.fixture
def link(server: socket.socket) -> Iterator[Tcp]:
    made = Tcp("127.0.0.1", server.getsockname()[1])
    yield made
    made.close()


@pytest.mark.parametrize("url", ["file:/dev/usb/lp0", "http://printer:9100", "printer:9100", ""])
def test_an_unknown_kind_of_link_is_refused_naming_the_allowed(url: str) -> None:
    with pytest.raises(ValueError, match="allowed: tcp://"):
        link_from_url(url)


@pytest.mark.parametrize(
    "url", ["tcp://", "tcp://printer", "tcp://:9100", "tcp://printer:99999", "tcp://p:1/x"]
)
def test_an_incomplete_link_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="allowed: tcp://host:port"):
        link_from_url(url)


def test_bytes_go_both_ways(server: socket.socket, link: Tcp) -> None:
    link.open(1)
    peer, _ = server.accept()
    with peer:
        assert link.write(b"ask", 1) == 3
        assert peer.recv(10) == b"ask"
        peer.sendall(b"answer")
        assert link.read(10, 1) == b"answer"


def test_silence_is_empty_and_not_an_error(server: socket.socket, link: Tcp) -> None:
    link.open(1)
    assert link.read(10, 0.01) == b""
    assert link.is_open


def test_nobody_there_is_not_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(LinkError) as caught:
        Tcp("127.0.0.1", port).open(1)
    assert caught.value.stage == "not_reached"


def test_a_peer_that_hangs_up_is_broken(server: socket.socket, link: Tcp) -> None:
    link.open(1)
    server.accept()[0].close()
    with pytest.raises(LinkError) as caught:
        link.read(10, 1)
    assert caught.value.stage == "broken"
    assert not link.is_open


def test_a_peer_that_takes_nothing_more_ends_in_time_with_what_it_took(
    server: socket.socket, link: Tcp
) -> None:
    link.open(1)
    peer, _ = server.accept()
    with peer:
        data = bytes(32 * 1024 * 1024)
        assert 0 < link.write(data, 0.2) < len(data)
        with pytest.raises(LinkError) as caught:
            write_all(link, data, 0.05)
    assert caught.value.stage == "timed_out"


def test_a_link_that_is_not_open_is_broken_and_closing_it_twice_is_fine(link: Tcp) -> None:
    for use in (lambda: link.read(1, 0), lambda: link.write(b"x", 0)):
        with pytest.raises(LinkError) as caught:
            use()
        assert caught.value.stage == "broken"
    link.close()
    link.close()
