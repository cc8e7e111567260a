"""The configuration: read whole or refused by name."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from backoffice.config import Config, ConfigError, load

ROOT = Path(__file__).resolve().parents[2]


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "office.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_enough(tmp_path: Path) -> None:
    config = load(written(tmp_path, 'data_dir = "/srv/office"'), {})
    assert (config.url, config.database, config.is_sqlite) == (
        "http://127.0.0.1:8090",
        "sqlite:////srv/office/office.db",
        True,
    )


def test_the_environment_is_enough_and_comes_first(tmp_path: Path) -> None:
    environment = {
        "BACKOFFICE_DATA_DIR": "/a",
        "BACKOFFICE_PORT": "9000",
        "BACKOFFICE_DEMO": "true",
        "HOME": "/",
    }
    assert load(None, environment) == Config(Path("/a"), port=9000, demo=True)
    file = written(tmp_path, 'data_dir = "/srv/office"\nport = 1')
    assert load(file, {"BACKOFFICE_PORT": "9000"}).port == 9000


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "data_dir"),
        ('data_dir = "x"\nprot = 1', "prot"),
        ('data_dir = "x"\nport = "8090"', "port"),
        ('data_dir = "x"\nport = 0', "port"),
        ('data_dir = "x"\nport = true', "port"),
        ("data_dir = 7", "data_dir"),
        ('data_dir = "x"\ndemo_language = "fr"', "demo_language"),
        ('data_dir = "x"\nhost = "0.0.0.0"', "host"),
        ('data_dir = "x"\nhost = "0.0.0.0"\npublic_url = "http://127.0.0.1:1"', "host"),
        ('data_dir = "x"\npublic_url = "http://office.example.org"', "public_url"),
        ('data_dir = "x"\npublic_url = "https://office.example.org/tillbox"', "public_url"),
        ('data_dir = "x"\npublic_url = "https://office.example.org:x"', "public_url"),
        ('data_dir = "x"\npublic_url = "https://me@office.example.org"', "public_url"),
        ('data_dir = "x"\ndatabase_url = "mysql://x"', "database_url"),
        ('data_dir = "x"\ndemo = true\npublic_url = "https://office.example.org"', "demo"),
        ('data_dir = "x"\ncopy_every_s = 1', "copy_every_s"),
        ("data_dir =", "is not TOML"),
    ],
)
def test_what_cannot_be_is_refused_by_name(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(named)):
        load(written(tmp_path, text), {})


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("BACKOFFICE_PROT", "1"),
        ("BACKOFFICE_PORT", "x"),
        ("BACKOFFICE_PORT", "-1"),
        ("BACKOFFICE_DEMO", "yes"),
    ],
)
def test_the_environment_is_refused_by_name_too(variable: str, text: str) -> None:
    with pytest.raises(ConfigError, match=f"(?i){variable.removeprefix('BACKOFFICE_')}"):
        load(None, {"BACKOFFICE_DATA_DIR": "x", variable: text})


def test_a_refusal_never_tells_the_password_of_the_database() -> None:
    with pytest.raises(ConfigError) as refusal:
        load(None, {"BACKOFFICE_DATA_DIR": "x", "BACKOFFICE_DATABASE_URL": "mysql://me:secret@host/db"})
    assert "secret" not in str(refusal.value)


def test_behind_a_tls_proxy_it_may_listen_elsewhere(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        'data_dir = "x"\nhost = "0.0.0.0"\npublic_url = "https://office.example.org/"\nproxy_hops = 1',
    )
    assert load(file, {}).url == "https://office.example.org"


def test_every_key_is_described() -> None:
    text = (ROOT / "docs" / "backoffice.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `([a-z_]+)` \|.*\|.*\|.*\|$", text, flags=re.MULTILINE))
    assert described == {field.name for field in fields(Config)}
