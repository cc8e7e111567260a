"""Which way leads out, read from what the kernel says."""

from __future__ import annotations

from pathlib import Path

import pytest

from appliance.watchdog.uplinks import NO_UPLINK, SystemRoute, Uplink

HEAD = "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n"
WLAN = "wlan0 00000000 0102A8C0 0003 0 0 600 00000000 0 0 0\n"
ETH = "eth0 00000000 0101A8C0 0003 0 0 100 00000000 0 0 0\n"
LAN = "eth0 0001A8C0 00000000 0001 0 0 100 00FFFFFF 0 0 0\n"
DOWN = "eth0 00000000 0101A8C0 0002 0 0 100 00000000 0 0 0\n"


def machine(root: Path, routes: str, **types: str) -> SystemRoute:
    (root / "proc/net").mkdir(parents=True)
    (root / "proc/net/route").write_text(HEAD + routes)
    for name, number in types.items():
        (root / "sys/class/net" / name).mkdir(parents=True)
        (root / "sys/class/net" / name / "type").write_text(number + "\n")
    return SystemRoute(root / "proc", root / "sys")


def test_the_default_route_with_the_smallest_metric_counts(tmp_path: Path) -> None:
    found = machine(tmp_path, WLAN + LAN + ETH, eth0="1", wlan0="1").current()
    assert found == Uplink("ethernet", "eth0")


def test_a_wireless_interface_is_wifi(tmp_path: Path) -> None:
    route = machine(tmp_path, WLAN + LAN, wlan0="1")
    (tmp_path / "sys/class/net/wlan0/wireless").mkdir()
    assert route.current() == Uplink("wifi", "wlan0")


@pytest.mark.parametrize(("name", "number"), [("wwan0", "65534"), ("ppp0", "512"), ("usb0", "519")])
def test_modems_are_lte(tmp_path: Path, name: str, number: str) -> None:
    assert machine(tmp_path, ETH.replace("eth0", name), **{name: number}).current() == Uplink("lte", name)


def test_a_stick_that_looks_like_ethernet_is_lte_by_its_driver(tmp_path: Path) -> None:
    route = machine(tmp_path, ETH, eth0="1")
    (tmp_path / "drivers/cdc_ether").mkdir(parents=True)
    (tmp_path / "sys/class/net/eth0/device").mkdir()
    (tmp_path / "sys/class/net/eth0/device/driver").symlink_to(tmp_path / "drivers/cdc_ether")
    assert route.current() == Uplink("lte", "eth0")


def test_only_ipv6_is_a_way_out_too(tmp_path: Path) -> None:
    route = machine(tmp_path, "", eth0="1")
    zero = "0" * 32
    (tmp_path / "proc/net/ipv6_route").write_text(
        f"{zero} 00 {zero} 00 {'f' * 32} 00000400 00000001 00000000 00000003 eth0\n"
        f"{zero} 00 {zero} 00 {zero} ffffffff 00000001 00000000 00200200 lo\n"
    )
    assert route.current() == Uplink("ethernet", "eth0")


@pytest.mark.parametrize("routes", ["", LAN, DOWN, "garbage\n", "a b c d e f g h\n"])
def test_without_a_default_route_there_is_no_way_out(tmp_path: Path, routes: str) -> None:
    assert machine(tmp_path, routes, eth0="1").current() == NO_UPLINK


def test_a_machine_that_says_nothing_has_no_way_out(tmp_path: Path) -> None:
    assert SystemRoute(tmp_path, tmp_path).current() == NO_UPLINK
