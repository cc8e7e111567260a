"""A bad configuration is refused by the name of its key; a good one survives being written and read."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from appliance import config
from appliance.config import Config, ConfigError, load
from appliance.devices.links import link_from_url

ROOT = Path(__file__).resolve().parents[2]


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "box.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    settings = Config(
        data_dir=tmp_path, stall='Stand "12"\\ Nord', language="vi", country="vn", simulated=True
    )
    config.write(settings, tmp_path / "box.toml")
    assert load(tmp_path / "box.toml", {}) == settings


@pytest.mark.parametrize("letter", ["\0", "\t", "\r", "\x1b", "\x7f", "\x85", "\u2028", "\udcff"])
@pytest.mark.parametrize("name", ["stall", "merchant_name", "merchant_address", "data_dir"])
def test_a_text_no_paper_can_carry_is_refused_by_name(tmp_path: Path, name: str, letter: str) -> None:
    environment = {"TILLBOX_DATA_DIR": str(tmp_path), f"TILLBOX_{name.upper()}": f"/a{letter}b"}
    with pytest.raises(ConfigError) as refused:
        load(None, environment)
    assert str(refused.value).startswith(f"{name}: ")


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("printer_link", "usb:///dev/usb/lp0"),
        ("printer_link", "serial:///dev/serial/by-id/usb-1a86_USB2.0-Serial-if00-port0?baud=19200"),
        ("scale_link", "serial:///dev/ttyS0?baud=9600&format=7E1&flow=none"),
        ("scanner_link", "serial:///dev/ttyS0"),
    ],
)
def test_a_link_is_taken_by_the_configuration_and_by_the_devices(
    tmp_path: Path, name: str, link: str
) -> None:
    assert getattr(config.check(Config(tmp_path, **{name: link})), name) == link
    link_from_url(link)


def test_environment_overrides_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, f'data_dir = "{tmp_path}"\nport = 8080\n')
    assert load(path, {"TILLBOX_PORT": "9000", "TILLBOX_SIMULATED": "true"}).port == 9000


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('data_dir = "/tmp"\nprinter_colums = 48\n', "printer_colums"),
        ('data_dir = "/tmp"\nport = "8080"\n', "port"),
        ('data_dir = "/tmp"\nport = 70000\n', "port"),
        ('data_dir = "/tmp"\nlanguage = "fr"\n', "language"),
        ('data_dir = "/tmp"\nsimulated = 1\n', "simulated"),
        ('data_dir = "/tmp"\nhost = "0.0.0.0"\n', "host"),
        ('data_dir = "/tmp"\nbox_series = "A B"\n', "box_series"),
        ('data_dir = "/tmp"\nprinter_link = "usb:1"\n', "printer_link"),
        ('data_dir = "/tmp"\nprinter_link = "tcp://nonsense"\n', "printer_link"),
        ('data_dir = "/tmp"\nscale_link = "tcp://127.0.0.1:99999"\n', "scale_link"),
        ('data_dir = "/tmp"\nprinter_link = "usb:///etc/passwd"\n', "printer_link"),
        ('data_dir = "/tmp"\nprinter_link = "usb:///dev/../etc/passwd"\n', "printer_link"),
        ('data_dir = "/tmp"\nscale_link = "usb:///dev/usb/lp0"\n', "scale_link"),
        ('data_dir = "/tmp"\nscale_link = "serial:///dev/ttyS0?baud=9601"\n', "scale_link"),
        ('data_dir = "/tmp"\nscale_link = "serial:///dev/ttyS0?speed=9600"\n', "scale_link"),
        ('data_dir = "/tmp"\nzone = "Mars/X"\n', "zone"),
        ("port = 8080\n", "data_dir"),
        ("port = = 1\n", "TOML"),
    ],
)
def test_a_bad_key_is_refused_by_name(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(named)):
        load(written(tmp_path, text), {})


@pytest.mark.parametrize(
    ("variable", "text"), [("TILLBOX_PORT", "many"), ("TILLBOX_PORT", "³"), ("TILLBOX_PROT", "8080")]
)
def test_a_bad_environment_value_is_refused_by_name(tmp_path: Path, variable: str, text: str) -> None:
    path = written(tmp_path, f'data_dir = "{tmp_path}"\n')
    with pytest.raises(ConfigError, match=f"(?i){variable.removeprefix('TILLBOX_')}"):
        load(path, {variable: text})


def test_simulated_hardware_is_refused_on_a_real_box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "image"
    mark.touch()
    monkeypatch.setattr(config, "IMAGE_MARK", mark)
    with pytest.raises(ConfigError, match="simulated"):
        config.check(Config(data_dir=tmp_path, simulated=True))


def test_every_key_is_documented() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    missing = [field.name for field in fields(Config) if f"`{field.name}`" not in text]
    assert missing == []


def test_the_programs_meet_in_the_data_folder_unless_told_otherwise(tmp_path: Path) -> None:
    assert Config(data_dir=tmp_path).till_socket == tmp_path / "run" / "till.sock"
    told = load(written(tmp_path, f'data_dir = "{tmp_path}"\nrun_dir = "/run/tillbox"\n'), {})
    assert told.till_socket == Path("/run/tillbox/till.sock")
    config.write(told, tmp_path / "again.toml")
    assert load(tmp_path / "again.toml", {}) == told


def test_two_leds_of_the_lamp_never_share_a_pin(tmp_path: Path) -> None:
    path = tmp_path / "box.toml"
    path.write_text(f'data_dir = "{tmp_path}"\nlight_wiring = "three"\nlight_amber_pin = 27\n')
    with pytest.raises(ConfigError, match="light_green_pin: 27; allowed is a pin of its own"):
        load(path, {})
    path.write_text(f'data_dir = "{tmp_path}"\nlight_wiring = "two"\nlight_amber_pin = 27\n')
    assert load(path, {}).light_pins == (17, 27)  # the amber one is not there
    path.write_text(f'data_dir = "{tmp_path}"\nlight_wiring = "four"\n')
    with pytest.raises(ConfigError, match="light_wiring: 'four'; allowed are two, rgb, three, one"):
        load(path, {})


def test_the_power_button_has_a_pin_of_its_own_or_none(tmp_path: Path) -> None:
    assert load(written(tmp_path, f'data_dir = "{tmp_path}"\n'), {}).power_button_pin == 3
    assert (
        load(written(tmp_path, f'data_dir = "{tmp_path}"\npower_button_pin = 0\n'), {}).power_button_pin == 0
    )
    with pytest.raises(
        ConfigError, match="power_button_pin: 27; allowed is a pin of its own: light_green_pin"
    ):
        load(written(tmp_path, f'data_dir = "{tmp_path}"\npower_button_pin = 27\n'), {})
    free = f'data_dir = "{tmp_path}"\nlight_wiring = "one"\npower_button_pin = 27\n'
    assert load(written(tmp_path, free), {}).power_button_pin == 27  # no green LED is there
    none = f'data_dir = "{tmp_path}"\nlight_red_pin = 0\npower_button_pin = 0\n'
    assert load(written(tmp_path, none), {}).light_pins == (0, 27)
    with pytest.raises(ConfigError, match="power_button_pin: 28; allowed are 0 to 27"):
        load(written(tmp_path, f'data_dir = "{tmp_path}"\npower_button_pin = 28\n'), {})
