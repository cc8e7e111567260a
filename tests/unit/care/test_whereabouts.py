"""The name and addresses by which a technician comes in."""

from __future__ import annotations

import ipaddress
import socket

from appliance.care.whereabouts import MOST_ADDRESSES, whereabouts


def test_it_says_the_box_s_name_and_addresses_others_can_reach() -> None:
    said = whereabouts()
    assert said.host == socket.gethostname()
    assert len(said.addresses) <= MOST_ADDRESSES
    for address in said.addresses:
        assert not ipaddress.ip_address(address).is_loopback


def test_an_interface_that_is_gone_or_only_the_box_s_own_is_left_out() -> None:
    assert whereabouts(lambda: [(1, "lo"), (9, "gone0")]).addresses == ()


def test_a_kernel_that_tells_no_interfaces_is_no_trouble() -> None:
    def silent() -> list[tuple[int, str]]:
        raise OSError(1, "Operation not permitted")

    assert whereabouts(silent).addresses == ()
