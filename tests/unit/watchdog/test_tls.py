"""TLS is never switched off: which certificates are believed, and what is said of the others."""

from __future__ import annotations

import base64
import datetime
import ipaddress
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from appliance.watchdog.answers import Answer, NoAnswer, Outcome
from appliance.watchdog.client import OfficeClient
from appliance.watchdog.office_clock import OfficeClock
from appliance.watchdog.view import Identity
from tests.unit.watchdog.stage import IDENTITY, KEY
from tests.unit.watchdog.wires import OfficeServer

DAY = datetime.timedelta(days=1)
Serve = Callable[[int, int, str], tuple[str, Path]]


@pytest.fixture
def serve(office: OfficeServer, tmp_path: Path) -> Iterator[Serve]:
    """Make the office speak TLS with a certificate valid for days `since` to `until`, for `address`."""

    def begin(since: int, until: int, address: str) -> tuple[str, Path]:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "office")])
        now = datetime.datetime.now(datetime.UTC)
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now + since * DAY)
            .not_valid_after(now + until * DAY)
            .add_extension(names, critical=False)
            .sign(key, hashes.SHA256())
        )
        file, secret = tmp_path / "office.pem", tmp_path / "office.key"
        file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        secret.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file, secret)
        office.server.socket = context.wrap_socket(office.server.socket, server_side=True)
        return office.url.replace("http:", "https:"), file

    yield begin


def asked(url: str, ca_file: Path | None) -> Outcome:
    identity = Identity(IDENTITY["box_id"], base64.b64decode(KEY), url)
    client = OfficeClient(identity, OfficeClock(), ca_file)
    outcome = client.changes(None, 0, 0, 1 << 20)
    client.close()
    return outcome


def test_a_certificate_that_is_trusted_valid_and_for_this_name_is_believed(serve: Serve) -> None:
    outcome = asked(*serve(-1, 1, "127.0.0.1"))
    assert isinstance(outcome, Answer) and outcome.is_ok, outcome


@pytest.mark.parametrize(("since", "until"), [(1, 2), (-2, -1)])
def test_a_certificate_of_another_time_is_a_matter_of_clocks(serve: Serve, since: int, until: int) -> None:
    outcome = asked(*serve(since, until, "127.0.0.1"))
    assert isinstance(outcome, NoAnswer) and outcome.problem == "clock", outcome


def test_a_certificate_for_another_name_is_not_our_back_office(serve: Serve) -> None:
    outcome = asked(*serve(-1, 1, "192.0.2.1"))
    assert isinstance(outcome, NoAnswer) and outcome.problem == "office_down", outcome
    assert "SSL" in outcome.detail


def test_a_certificate_nobody_vouches_for_is_not_our_back_office(serve: Serve) -> None:
    url, _ = serve(-1, 1, "127.0.0.1")
    outcome = asked(url, None)
    assert isinstance(outcome, NoAnswer) and outcome.problem == "office_down", outcome
    assert "SSL" in outcome.detail
