"""A flashed card becomes a box: what lies on it afterwards, and that a pulled plug changes none of that."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trial
from hypothesis import strategies as st

from appliance.config import ConfigError
from appliance.first_boot.steps import DIRECTORIES
from appliance.first_boot.world import Room
from tests.unit.first_boot.box_on_a_card import BASE, HOST_KEY, Card, NotedMachine, Plug

SSH_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA anna"
ASKED = f"""# for Anna's stall
country = "de"
language = "de"
stall = "Stand 12"
light_red_pin = 99
wifi_ssid = "Marktnetz"
wifi_password = "twelve plums"
wifi_country = "DE"
apn = "internet"
admin_key = "{SSH_KEY}"
enrolment_url = "https://office.example"
colour = "red"
"""
PRESEED = (
    '[system]\nhostname = "kasse7"\n[user]\npassword = "hush hush"\n[locale]\ntimezone = "Europe/Rome"\n'
)
SECRETS = ("twelve plums", "hush hush")


@pytest.fixture
def card(tmp_path: Path) -> Card:
    return Card(tmp_path)


def test_a_card_nobody_wrote_on_becomes_a_box(card: Card) -> None:
    machine = card.start()
    places = card.places
    assert card.config() == BASE
    assert machine.host_name.startswith("tillbox-")
    assert len(machine.host_name) == len("tillbox-xxxx")
    assert (places.state / "machine-id").read_text() == 32 * "5" + "\n"
    assert (places.ssh / "ssh_host_ed25519_key").read_bytes() == HOST_KEY[0]
    assert stat.S_IMODE((places.ssh / "ssh_host_ed25519_key").stat().st_mode) == 0o600
    assert stat.S_IMODE((places.data / "till").stat().st_mode) == 0o700
    assert list(places.fat.iterdir()) == [], "nothing was asked, nothing is said"


def test_what_the_card_asks_for_is_done(card: Card) -> None:
    card.put(ASKED)
    machine = card.start()
    chosen = card.config()
    assert (chosen.country, chosen.language, chosen.stall) == ("de", "de", "Stand 12")
    assert chosen.zone == "Europe/Berlin"
    assert (chosen.office_url, chosen.enrol_at_start) == ("https://office.example", True)
    assert chosen.light_red_pin == BASE.light_red_pin
    assert machine.radio_country == "DE"
    wifi = card.places.network / "tillbox-wifi.nmconnection"
    assert "psk=twelve\\splums\n" in wifi.read_text()
    assert "ssid=77;97;114;107;116;110;101;116;122;\n" in wifi.read_text()
    assert stat.S_IMODE(wifi.stat().st_mode) == 0o600
    assert "apn=internet\n" in (card.places.network / "tillbox-modem.nmconnection").read_text()
    assert (card.places.ssh / "authorized_keys").read_text() == f"{SSH_KEY}\n"


def test_bad_keys_are_named_on_the_card_and_for_the_screen(card: Card) -> None:
    card.put(ASKED)
    card.start()
    assert "  light_red_pin: allowed is 0–27" in card.report()
    assert "  colour: there is no such key; allowed are country, language" in card.report()
    said = json.loads((card.places.screen_report).read_text())
    assert [(one["key"], one["code"]) for one in said["refusals"]] == [
        ("colour", "unknown"),
        ("light_red_pin", "one_of"),
    ]
    assert "light_red_pin" not in said["taken"]
    assert "stall" in said["taken"]


def test_a_wrong_value_of_one_setting_does_not_cost_the_others(card: Card) -> None:
    card.put(
        'country = "fr"\nlanguage = "fi"\nzone = "Mars/Olympus"\nprinter_link = "lpt1"\nlight_green_pin = 9\n'
    )
    card.start()
    chosen = card.config()
    assert (chosen.language, chosen.light_green_pin, chosen.country) == ("fi", 9, BASE.country)
    for line in (
        "country: allowed is generic, de, fi, it, vn",
        "zone: allowed is a time zone",
        "printer_link: ",
    ):
        assert line in card.report()


def test_passwords_are_overwritten_in_place_and_nothing_else(card: Card) -> None:
    card.put(ASKED)
    card.put(PRESEED, "rpi-preseed.toml")
    inode = (card.places.fat / "tillbox.toml").stat().st_ino
    machine = card.start()
    assert card.on_fat() == ASKED.replace("twelve plums", 12 * "*")
    assert card.on_fat("rpi-preseed.toml") == PRESEED.replace("hush hush", 9 * "*")
    assert (card.places.fat / "tillbox.toml").stat().st_ino == inode
    assert not machine.fat_is_writable


def test_the_card_says_that_secrets_are_gone_only_when_they_are(card: Card) -> None:
    card.put('stall = "Stand 12"')
    card.start()
    assert "secret" not in card.report(), "there was none"
    card.put(ASKED)
    counted = Plug()
    card.start(counted)
    for at in range(counted.writes):
        again = Card(card.places.root / f"again{at}")
        again.put(ASKED)
        again.start(Plug(at))
        is_said = (again.places.fat / "tillbox-report.txt").exists() and "secret" in again.report()
        assert not (is_said and "twelve plums" in again.on_fat()), f"pulled before write {at}"
    assert "What was secret on this card was taken off it." in card.report()


def test_root_touches_nothing_in_the_folders_of_the_programs(card: Card) -> None:
    """They belong to programs that may be in a stranger's hands; a pipe there would keep root waiting for ever."""
    card.put(ASKED)
    card.start()
    for folder, (_mode, user) in DIRECTORIES.items():
        if user != "root":
            assert list((card.places.data / folder).iterdir()) == []


def test_folders_are_the_same_where_the_system_makes_them(card: Card) -> None:
    """A stock system never runs the first boot: systemd-tmpfiles makes its folders."""
    template = Path(__file__).parents[3] / "ansible/roles/storage/templates/tmpfiles.conf"
    rows = [line.split() for line in template.read_text().splitlines() if line.startswith("d /data/")]
    told = {path.removeprefix("/data/"): (int(mode, 8), user) for _, path, mode, user, *_ in rows}
    assert told == DIRECTORIES
    assert all(user == group for _, _, _, user, group, *_ in rows), "as RealMachine.own gives them"


def test_imagers_file_names_the_host_and_ours_wins_where_both_speak(card: Card) -> None:
    card.put(PRESEED, "rpi-preseed.toml")
    card.put('zone = "Europe/Helsinki"')
    assert card.start().host_name == "kasse7"
    assert card.config().zone == "Europe/Helsinki"
    assert "user.password: the box has no users with passwords" in card.report()


def test_the_second_start_writes_nothing(card: Card) -> None:
    card.put(ASKED)
    card.put(PRESEED, "custom.toml")
    card.start()
    before, plug = card.everything(), Plug()
    machine = card.start(plug)
    assert (plug.writes, card.everything()) == (0, before)
    assert (machine.host_name, machine.radio_country) == ("kasse7", "DE"), (
        "what a start forgets is said again"
    )


def test_a_corrected_line_is_taken_at_the_next_start(card: Card) -> None:
    card.put(ASKED)
    card.start()
    card.put(card.on_fat().replace("= 99", "= 22").replace('colour = "red"\n', ""))
    card.start()
    assert card.config().light_red_pin == 22
    assert "Not taken" not in card.report()
    wifi = (card.places.network / "tillbox-wifi.nmconnection").read_text()
    assert "psk=twelve\\splums" in wifi, "the stars in the file are no new password"


def test_stars_are_no_password_for_another_network(card: Card) -> None:
    card.put(ASKED)
    card.start()
    card.put(card.on_fat().replace("Marktnetz", "Nachbar"))
    card.start()
    assert "wifi_password: the box does not have it any more" in card.report()


def test_a_new_password_of_the_same_length_is_news(card: Card) -> None:
    card.put(ASKED)
    card.start()
    card.put(card.on_fat().replace(12 * "*", "thirteen figs"[:12]))
    card.start()
    assert "psk=thirteen\\sfig" in (card.places.network / "tillbox-wifi.nmconnection").read_text()
    assert 12 * "*" in card.on_fat()


def test_an_update_of_the_base_reaches_a_box_with_wishes(card: Card) -> None:
    card.put('stall = "Stand 12"')
    card.start()
    base = card.places.base_config
    base.write_text(base.read_text().replace('"My stall"', '"Another default"'))
    card.start()
    assert (card.config().merchant_name, card.config().stall) == ("Another default", "Stand 12")


def test_a_box_keeps_its_machine_id_and_name_for_ever(card: Card) -> None:
    first = card.start().host_name
    card.places.machine_id.write_text(32 * "a" + "\n")  # the read-only root made up another one
    assert card.start().host_name == first
    assert (card.places.state / "machine-id").read_text() == 32 * "5" + "\n"


def test_a_system_that_has_a_machine_id_already_keeps_it(card: Card) -> None:
    card.places.machine_id.write_text(32 * "a" + "\n")
    card.start()
    assert (card.places.state / "machine-id").read_text() == 32 * "a" + "\n"


def test_a_fat_that_cannot_be_written_stops_nothing_and_is_tried_again(card: Card) -> None:
    class StuckFat(NotedMachine):
        def open_fat(self, path: Path, *, writable: bool) -> None:
            if writable:
                raise OSError(30, "Read-only file system")

    card.put(ASKED)
    card.start(machine=StuckFat())
    assert card.config().stall == "Stand 12"
    assert "twelve plums" in card.on_fat()
    card.start()
    assert "twelve plums" not in card.on_fat()


def test_a_machine_that_is_no_box_is_left_alone(card: Card) -> None:
    card.places.base_config.unlink()
    with pytest.raises(ConfigError):
        card.start()
    assert list(card.places.data.iterdir()) == []


def test_missing_users_of_a_stock_system_stop_nothing(card: Card) -> None:
    card.start(machine=NotedMachine(users=False))
    assert card.config() == BASE


@pytest.mark.parametrize(
    ("room", "is_grown"),
    [
        (Room(28_000, 0, 700), True),
        (Room(1_000, 27_000, 24), False),
        (Room(1_000, 0, 27_000), False),
        (None, None),
    ],
)
def test_a_data_partition_that_did_not_grow_is_told(
    card: Card, room: Room | None, is_grown: bool | None
) -> None:
    card.put('language = "it"')
    card.start(machine=NotedMachine(room))
    assert json.loads((card.places.screen_report).read_text())["is_grown"] is is_grown
    assert ("does not fill the card" in card.report()) == (is_grown is False)


def writes_of_a_whole_start(where: Path) -> int:
    whole, plug = prepared(where), Plug()
    whole.start(plug)
    return plug.writes


def prepared(where: Path) -> Card:
    where.mkdir(parents=True)
    card = Card(where)
    card.put(ASKED)
    card.put(PRESEED, "rpi-preseed.toml")
    return card


def test_a_plug_pulled_before_any_write_leads_to_the_same_box(tmp_path: Path) -> None:
    count = writes_of_a_whole_start(tmp_path / "counted")
    wanted = Card.everything(prepared_and_started(tmp_path / "whole"))
    assert count > 50
    for at in range(count):
        card = prepared(tmp_path / str(at))
        card.start(Plug(at))
        card.start()
        assert card.everything() == wanted, f"pulled before write {at}"


def prepared_and_started(where: Path) -> Card:
    card = prepared(where)
    card.start()
    return card


@given(pulls=st.lists(st.integers(0, 90), max_size=6))
@trial(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_plug_pulled_again_and_again_leads_to_the_same_box(
    tmp_path_factory: pytest.TempPathFactory, pulls: list[int]
) -> None:
    wanted = prepared_and_started(tmp_path_factory.mktemp("whole") / "card").everything()
    card = prepared(tmp_path_factory.mktemp("pulled") / "card")
    for at in pulls:
        card.start(Plug(at))
    card.start()
    assert card.everything() == wanted


def test_no_secret_is_anywhere_but_where_it_is_needed(card: Card) -> None:
    card.put(ASKED)
    card.put(PRESEED, "rpi-preseed.toml")
    card.start()
    for path, (content, mode) in card.everything().items():
        for secret in (*SECRETS, "twelve\\splums"):
            if secret.encode() in content:
                assert path == "data/network/tillbox-wifi.nmconnection"
                assert mode == 0o600


@given(
    password=st.text(
        st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="'"), min_size=8, max_size=63
    )
)
@trial(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_password_ever_reaches_a_report(tmp_path_factory: pytest.TempPathFactory, password: str) -> None:
    card = Card(tmp_path_factory.mktemp("card"))
    card.put(
        f"wifi_ssid = 'Stall'\nwifi_password = '{password}'\nwifi_pasword = '{password}'\nodd = '{password}'\n"
    )
    card.start()
    for path, (content, _) in card.everything().items():
        if path != "data/network/tillbox-wifi.nmconnection" and set(password) != {"*"}:
            assert password not in "".join(
                line for line in content.decode().splitlines() if not line.startswith("odd")
            )
