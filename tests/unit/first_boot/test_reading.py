"""What a person may write into tillbox.toml: good keys are taken, each bad one is named with what is allowed."""

from __future__ import annotations

import base64

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from appliance.first_boot import toml_text
from appliance.first_boot.reading import read
from appliance.first_boot.wishes import TAKEN, Reading, Refusal, Wifi, Wishes


def own(text: str) -> Reading:
    return read(text.encode(), is_preseed=False)


def preseed(text: str) -> Reading:
    return read(text.encode(), is_preseed=True)


def codes(reading: Reading) -> dict[str, str]:
    return {refusal.key: refusal.code for refusal in reading.refusals}


def public_key(kind: str = "ssh-ed25519", size: int = 32) -> str:
    blob = len(kind).to_bytes(4, "big") + kind.encode() + bytes(size)
    return f"{kind} {base64.b64encode(blob).decode()}"


def test_a_good_file_is_taken_whole() -> None:
    reading = own("""
        country = "DE"
        language = "de"
        stall = "Stand 12"
        printer_link = "tcp://192.168.1.50:9100"
        light_red_pin = 5
        wifi_ssid = "Marktnetz"
        wifi_password = "zwölf".replace
        """.replace('"zwölf".replace', '"twelve plums"') + f"""
        wifi_country = "de"
        wifi_hidden = true
        apn = "internet.telekom"
        admin_key = "{public_key()} anna@laptop"
        enrolment_url = "https://office.example"
        """)  # fmt: skip
    assert reading.refusals == ()
    assert reading.wishes == Wishes(
        settings={
            "country": "de",
            "language": "de",
            "stall": "Stand 12",
            "printer_link": "tcp://192.168.1.50:9100",
            "light_red_pin": 5,
            "office_url": "https://office.example",
        },
        wifi=Wifi(b"Marktnetz", "twelve plums", True),
        wifi_country="DE",
        apn="internet.telekom",
        admin_keys=(f"{public_key()} anna@laptop",),
    )


@pytest.mark.parametrize(
    ("line", "key", "code"),
    [
        ('languge = "de"', "languge", "unknown"),
        ("stall = 12", "stall", "quotes"),
        ('light_red_pin = "5"', "light_red_pin", "number"),
        ("light_red_pin = true", "light_red_pin", "number"),
        ('wifi_hidden = "yes"', "wifi_hidden", "yes_no"),
        ('wifi_country = "Germany"', "wifi_country", "radio_country"),
        ('wifi_ssid = ""', "wifi_ssid", "ssid"),
        (f'wifi_ssid = "{33 * "a"}"', "wifi_ssid", "ssid"),
        ('wifi_password = "short"', "wifi_password", "wifi_password"),
        ('wifi_password = "long enough"', "wifi_password", "needs"),
        ('apn = "not an apn"', "apn", "apn"),
        ('admin_key = "ssh-ed25519 nonsense"', "admin_key", "admin_key"),
        (f'admin_key = "{public_key("ssh-rsa", 100)}"', "admin_key", "admin_key"),
        (
            "admin_key = '''-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA\n'''",
            "admin_key",
            "private_key",
        ),
        ('enrolment_code = "K7QX-M2PD"', "enrolment_code", "enrolment_code"),
        ('stall = "bell\\u0007"', "stall", "text"),
        ("[stall]", "stall", "quotes"),
    ],
)
def test_a_bad_key_is_named_and_the_others_are_taken(line: str, key: str, code: str) -> None:
    reading = own(f'zone = "Europe/Rome"\n{line}\n')
    assert codes(reading) == {key: code}
    assert reading.wishes.settings == {"zone": "Europe/Rome"}
    assert reading.wishes.wifi is None


def test_a_network_whose_password_is_refused_is_not_joined_without_one() -> None:
    assert own('wifi_ssid = "Stall"\nwifi_password = "short"').wishes.wifi is None


def test_a_network_without_password_is_an_open_one() -> None:
    assert own('wifi_ssid = "Guests"').wishes.wifi == Wifi(b"Guests", "")
    assert own('wifi_ssid = "Guests"\nwifi_password = ""').wishes.wifi == Wifi(b"Guests", "")


def test_a_masked_password_is_one_the_box_has() -> None:
    assert own('wifi_ssid = "Stall"\nwifi_password = "********"').wishes.wifi == Wifi(b"Stall", TAKEN)


def test_forgotten_quotation_marks_cost_only_their_own_line() -> None:
    reading = own(
        '# my box\nlanguage = "fi"\nwifi_ssid = "Tori"\nwifi_password = hunter22\nstall = Paikka 3\n'
    )
    assert [(one.key, one.code, one.allowed) for one in reading.refusals] == [
        ("wifi_password", "slip", "4"),
        ("stall", "slip", "5"),
    ]
    assert reading.wishes.settings == {"language": "fi"}
    assert reading.wishes.wifi is None


def test_a_key_given_twice_counts_once_and_is_named() -> None:
    reading = own('language = "fi"\nlanguage = "de"\n')
    assert reading.wishes.settings == {"language": "fi"}
    assert codes(reading) == {"language": "slip"}


def test_windows_line_ends_and_a_byte_order_mark_are_fine() -> None:
    reading = read(b'\xef\xbb\xbflanguage = "it"\r\nstall = "Banco 4"\r\n', is_preseed=False)
    assert reading.refusals == ()
    assert reading.wishes.settings == {"language": "it", "stall": "Banco 4"}


IMAGER = """
config_version = "1.1"
[system]
hostname = "Marktkasse"
[user]
name = "alice"
password = "changeme"
password_encrypted = false
[ssh]
enabled = true
password_authentication = false
authorized_keys = ["PUBLIC"]
[wlan]
ssid = "MyNetwork"
password = "mywifipassphrase"
password_encrypted = false
hidden = false
country = "GB"
[locale]
keymap = "gb"
timezone = "Europe/London"
lang = "de_DE.UTF-8"
[packages]
install = ["vim"]
""".replace("PUBLIC", public_key())


def test_what_imager_writes_is_taken_as_far_as_a_box_has_a_use_for_it() -> None:
    reading = preseed(IMAGER)
    assert reading.wishes == Wishes(
        settings={"zone": "Europe/London", "language": "de"},
        wifi=Wifi(b"MyNetwork", "mywifipassphrase"),
        wifi_country="GB",
        admin_keys=(public_key(),),
        hostname="marktkasse",
    )
    assert codes(reading) == {
        "user.password": "user_password",
        "ssh.enabled": "ssh_off",
        "packages.install": "unknown",
    }


def test_imagers_ready_made_key_hidden_names_and_modern_security_are_understood() -> None:
    reading = preseed(f'[wlan]\nssid_hex = "ff00"\npassword = "{64 * "a"}"\nkey_mgmt = "sae"\nhidden = true')
    assert reading.wishes.wifi == Wifi(b"\xff\x00", 64 * "a", True, "sae")
    assert reading.refusals == ()


@given(st.binary(max_size=400))
def test_nothing_a_card_may_hold_breaks_the_reader_or_grows_the_file(content: bytes) -> None:
    for is_preseed in (False, True):
        read(content, is_preseed=is_preseed)
    masked = toml_text.mask(content)
    assert len(masked) == len(content)
    assert toml_text.mask(masked) == masked


SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=63).filter(
    lambda text: set(text) - set("*1")
)


@given(
    secret=SECRETS,
    form=st.sampled_from(
        [
            'wifi_password = "{}"',
            "wifi_password = '{}'",
            'wifi_pasword="{}"',
            '  "wifi_password"\t=  "{}" # mine',
            "# wifi_password = '{}'",
            'wifi_password = """{}"""',
            "wifi_password = {}",
            'wifi_password = "{}',
            '[wlan]\nssid = "x"\npassword = "{}"',
            'wlan.password = "{}"',
            'wlan = {{ ssid = "x", password = "{}" }}',
            'enrolment_code = "{}"\r',
            '"wifi\\u005fpassw\\u006frd" = "{}"',
            'user.password = ["{}"]',
        ]
    ),
)
@example(secret="00#00000", form="wifi_password = {}")
@example(secret="12 # strawberry", form="wifi_password = {}")
def test_a_secret_is_masked_however_it_was_written(secret: str, form: str) -> None:
    escaped = secret.replace("\\", "\\\\").replace('"', '\\"') if '"' in form else secret
    content = f'stall = "Stall 3"\n{form.format(escaped)}\nzone = "Europe/Rome"\n'.encode()
    assume(escaped not in 'stall = "Stall 3"\nwifi_password = "********"\nzone = "Europe/Rome"\n')
    masked = toml_text.mask(content)
    assert escaped.encode() not in masked
    assert len(masked) == len(content)
    assert toml_text.mask(masked) == masked


@given(secret=SECRETS, cut=st.integers(0, 200))
def test_an_interrupted_masking_can_be_finished(secret: str, cut: int) -> None:
    escaped = secret.replace("\\", "\\\\").replace('"', '\\"')
    content = f'stall = "Stall 3"\nwifi_ssid = "x"\nwifi_password = "{escaped}"\n'.encode()
    masked = toml_text.mask(content)
    torn = masked[:cut] + content[cut:]
    assert secret not in toml_text.mask(torn).decode()
    if "\\" not in escaped:  # cut in an escape, the rest of the line is wiped too
        assert toml_text.mask(torn) == masked


@given(SECRETS)
def test_no_refusal_repeats_what_was_written(text: str) -> None:
    secret = f"Zq7~{text}"
    escaped = secret.replace("\\", "\\\\").replace('"', '\\"')
    lines = "\n".join(
        f'{key} = "{escaped}"' for key in ("language", "wifi_country", "apn", "admin_key", "odd")
    )
    for content in (lines, f"wifi_password = {secret}", f'[user]\npassword = "{escaped}"'):
        for refusal in (*own(content).refusals, *preseed(content).refusals):
            assert secret not in repr(refusal)


def test_refusals_have_a_place_for_what_has_no_name() -> None:
    assert own('"a b" = 1').refusals[0].key == "?"
    assert isinstance(own("=").refusals[0], Refusal)
