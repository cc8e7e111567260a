"""A device keeps its name while it is there and where it is remembered; a twin of its number gets another."""

from __future__ import annotations

from appliance.domain import device as devices
from appliance.domain.device import Found
from appliance.domain.device_names import moved, named

TWIN = "usb-0416:5011-TWIN-00"


def seen(socket: str, by_id: str = TWIN, node: str = "/dev/usb/lp0") -> Found:
    """As the bus shows it, before it has a key."""
    return Found(f"at-{socket}", "printer", node, {}, by_id, f"at-{socket}")


def keys(found: tuple[Found, ...]) -> dict[str, str]:
    return {one.by_path: one.key for one in found}


def test_its_own_number_is_the_name_in_every_socket_and_the_socket_without_one() -> None:
    assert keys(named([seen("1"), seen("2", "")], (), ())) == {"at-1": TWIN, "at-2": "at-2"}
    assert keys(named([seen("3")], named([seen("1")], (), ()), ())) == {"at-3": TWIN}


def test_a_newcomer_with_the_same_number_is_named_by_its_socket_and_the_first_keeps_its_name() -> None:
    alone = named([seen("2")], (), ())
    both = named([seen("1"), seen("2")], alone, ())
    assert keys(both) == {"at-1": "at-1", "at-2": TWIN}
    # The first is pulled: the other does not become it while it stays plugged in.
    assert keys(named([seen("1")], both, ())) == {"at-1": "at-1"}
    # It comes back into another socket and is itself again.
    assert keys(named([seen("1"), seen("3")], named([seen("1")], both, ()), ())) == {
        "at-1": "at-1",
        "at-3": TWIN,
    }


def test_after_a_start_the_remembered_one_is_where_it_was() -> None:
    (first,) = named([seen("2")], (), ())
    known = [devices.assign(first, "printer", None)]
    assert keys(named([seen("1"), seen("2")], (), known)) == {"at-1": "at-1", "at-2": TWIN}


def test_both_twins_remembered_are_both_found_again_after_a_start() -> None:
    both = named([seen("1"), seen("2")], named([seen("2")], (), ()), ())
    known = [devices.assign(one, "ignored", None) for one in both]
    assert keys(named([seen("1"), seen("2")], (), known)) == {"at-1": "at-1", "at-2": TWIN}
    assert keys(named([seen("1")], (), known)) == {"at-1": "at-1"}


def test_two_nobody_remembers_are_both_named_by_their_sockets() -> None:
    assert keys(named([seen("1"), seen("2")], (), ())) == {"at-1": "at-1", "at-2": "at-2"}


def test_a_row_of_an_older_version_knows_no_socket_and_does_no_harm() -> None:
    older = devices.Device(TWIN, "printer", "printer", "escpos")
    assert keys(named([seen("1")], (), [older])) == {"at-1": TWIN}
    assert keys(named([seen("1"), seen("2")], (), [older])) == {"at-1": "at-1", "at-2": "at-2"}


def test_two_nodes_of_one_interface_are_one_device() -> None:
    (one,) = named([seen("1", node="/dev/input/event3"), seen("1", node="/dev/input/event4")], (), ())
    assert (one.key, one.node) == (TWIN, "/dev/input/event3")


def test_another_device_in_the_same_socket_does_not_inherit_its_name() -> None:
    before = named([seen("1")], (), ())
    known = [devices.assign(before[0], "printer", None)]
    assert keys(named([seen("1", "usb-0416:5011-OTHER-00")], before, known)) == {
        "at-1": "usb-0416:5011-OTHER-00"
    }


def test_who_was_plugged_in_elsewhere_is_remembered_there() -> None:
    (first,) = named([seen("1")], (), ())
    known = [devices.assign(first, "printer", None)]
    assert moved([first], known) == []
    assert moved([], known) == []
    elsewhere = named([seen("4")], (), known)
    assert [(one.key, one.by_path, one.role) for one in moved(elsewhere, known)] == [
        (TWIN, "at-4", "printer")
    ]
