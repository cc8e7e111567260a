"""What the radio's states mean, and how names in the air become a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.network.country import CountryFile
from appliance.network.wifi import (
    MOST_NETWORKS,
    Join,
    Network,
    Progress,
    bars,
    merged,
    outcome_of,
    readable_ssid,
)


def after(*changes: tuple[int, int], is_locked: bool = True) -> str | None:
    progress = Progress(is_locked)
    for state, reason in changes:
        progress = progress.changed(state, reason)
    return progress.outcome


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ([(40, 0), (50, 0), (70, 0), (80, 0), (90, 0), (100, 0)], "joined"),
        ([(110, 60), (30, 60), (40, 0), (100, 0)], "joined"),  # another one was joined before
        ([(40, 0), (50, 0), (60, 8), (120, 7), (30, 0)], "password"),
        ([(40, 0), (50, 0), (60, 8), (30, 0)], "password"),  # the failure itself was missed
        ([(40, 0), (50, 0), (120, 11)], "password"),
        ([(40, 0), (50, 0), (120, 53)], "out_of_range"),
        ([(40, 0), (70, 0), (120, 5)], "no_address"),
        ([(40, 0), (70, 0), (120, 17)], "no_address"),
        ([(40, 0), (50, 0), (20, 37)], "radio_off"),
        ([(40, 0), (110, 39), (30, 39)], "interrupted"),
        ([(40, 0), (120, 1)], "failed"),
        ([(100, 0)], None),  # of the network before
        ([(110, 60), (30, 60)], None),
        ([(40, 0), (50, 0)], None),
    ],
)
def test_the_states_of_a_device_tell_what_came_of_joining(
    changes: list[tuple[int, int]], outcome: str | None
) -> None:
    assert after(*changes) == outcome


def test_no_password_is_wrong_where_none_is_asked_for() -> None:
    assert after((40, 0), (120, 10), is_locked=False) == "failed"
    assert outcome_of(7, is_locked=True) == "password"


@given(st.lists(st.tuples(st.sampled_from(range(0, 130, 10)), st.integers(0, 70)), max_size=30))
def test_the_first_end_stays_whatever_follows(changes: list[tuple[int, int]]) -> None:
    progress = Progress(is_locked=True)
    first: str | None = None
    for state, reason in changes:
        progress = progress.changed(state, reason)
        first = first or progress.outcome
        assert progress.outcome == first


@given(st.integers(0, 255))
def test_bars_grow_with_the_strength_and_stay_within_the_picture(percent: int) -> None:
    assert 0 <= bars(percent) <= bars(percent + 1) <= 4


def test_a_name_of_several_senders_is_listed_once_with_the_strongest() -> None:
    found = merged(
        [
            Network("Hall", 1, True, is_known=True),
            Network("Free", 3, False),
            Network("Hall", 4, True),
            Network("Far", 4, True),
        ]
    )
    assert found == (
        Network("Hall", 4, True, is_known=True),  # known ones come first
        Network("Far", 4, True),
        Network("Free", 3, False),
    )


def test_a_crowded_market_gives_a_list_that_ends() -> None:
    assert len(merged(Network(f"n{n}", n % 5, True) for n in range(500))) == MOST_NETWORKS


@pytest.mark.parametrize(
    ("raw", "ssid"),
    [
        (b"Market hall", "Market hall"),
        ("Chợ Bến Thành".encode(), "Chợ Bến Thành"),
        (b"", None),  # hidden
        (b"\0\0\0\0", None),  # hidden, the other way
        (b"\xff\xfe", None),
        (b"a\nb", None),
        (b"   ", None),
    ],
)
def test_a_name_that_cannot_be_shown_is_not_listed(raw: bytes, ssid: str | None) -> None:
    assert readable_ssid(raw) == ssid


def test_a_wish_does_not_show_its_password() -> None:
    assert "secret" not in repr(Join("Hall", "secret word"))


def test_a_country_is_handed_on_as_two_letters(tmp_path) -> None:  # type: ignore[no-untyped-def]  # pytest's own
    path = tmp_path / "wifi-country"
    CountryFile(path).tell("FI")
    CountryFile(path).tell("VN")
    assert path.read_text() == "VN\n"
    with pytest.raises(ValueError, match="not a country"):
        CountryFile(path).tell("F\n")
    assert [one.name for one in tmp_path.iterdir()] == ["wifi-country"]
