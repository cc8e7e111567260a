"""Owners: the first visit, signing in, guessing, and hashing that leaves the processor to the boxes."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from backoffice.database import Database
from backoffice.errors import OfficeError
from backoffice.guards import SetupToken
from backoffice.owners import MOST_HASHINGS, Passwords, argon2id, canonical_email
from backoffice.tries import Tries
from tests.office.desk import PASSWORD, Desk, PlainHashing, code_of

SETUP = {
    "merchant_name": "Petra's Honey",
    "email": "Petra@Example.org ",
    "password": "ten letters",
    "country": "de",
    "language": "de",
}


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


def test_the_first_visit_makes_the_owner_and_signs_in(desk: Desk) -> None:
    token = SetupToken(desk.folder / "setup-token")
    word = token.keep()
    browser = desk.browser()
    assert browser.get("/api/v1/session")["needs_setup"] is True

    answer = browser.call("POST", "/api/v1/setup", {"token": word, **SETUP})

    assert answer.status_code == 200
    session = browser.get("/api/v1/session")
    assert (session["signed_in"], session["email"]) == (True, "petra@example.org")
    assert session["merchant"]["currency"] == {"code": "EUR", "exponent": 2}
    assert not (desk.folder / "setup-token").exists()


def test_the_setup_link_is_good_once_and_only_for_who_has_it(desk: Desk) -> None:
    wrong = {"token": "x" * 43, **SETUP}
    assert code_of(desk.browser().call("POST", "/api/v1/setup", wrong)) == "wrong_setup_token"
    word = SetupToken(desk.folder / "setup-token").keep()
    assert code_of(desk.browser().call("POST", "/api/v1/setup", wrong)) == "wrong_setup_token"
    assert desk.browser().call("POST", "/api/v1/setup", {"token": word, **SETUP}).status_code == 200
    assert (
        code_of(desk.browser().call("POST", "/api/v1/setup", {"token": word, **SETUP})) == "wrong_setup_token"
    )


def test_a_second_first_visit_is_refused_even_with_the_word(desk: Desk) -> None:
    desk.merchant("petra@example.org")
    word = SetupToken(desk.folder / "setup-token").keep()
    answer = desk.browser().call(
        "POST", "/api/v1/setup", {"token": word, **SETUP, "email": "else@example.org"}
    )
    assert code_of(answer) == "already_set_up"


def test_a_password_of_nine_letters_is_too_short(desk: Desk) -> None:
    word = SetupToken(desk.folder / "setup-token").keep()
    answer = desk.browser().call("POST", "/api/v1/setup", {"token": word, **SETUP, "password": "nine lett"})
    assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, "password")


def test_the_setup_word_is_for_its_user_alone(tmp_path: Path) -> None:
    token = SetupToken(tmp_path / "run" / "setup-token")
    word = token.keep()
    assert token.keep() == word
    assert stat.S_IMODE((tmp_path / "run" / "setup-token").stat().st_mode) == 0o600


def test_unknown_name_and_wrong_password_are_told_alike_and_cost_alike(desk: Desk) -> None:
    desk.merchant("petra@example.org")
    answers = []
    for email in ("petra@example.org", "nobody@example.org"):
        before = desk.hashing.verified
        answers.append(
            desk.browser().call("POST", "/api/v1/session", {"email": email, "password": "a wrong one"})
        )
        assert desk.hashing.verified == before + 1
    told = [{**answer.get_json(), "server_time": None} for answer in answers]
    assert told[0] == told[1]
    assert [answer.status_code for answer in answers] == [401, 401]


def test_guessing_is_stopped_for_name_and_address_and_ends_with_time(desk: Desk) -> None:
    desk.merchant("petra@example.org")
    wrong = {"email": "petra@example.org", "password": "a wrong one"}
    right = wrong | {"password": PASSWORD}
    for _ in range(5):
        assert desk.browser().call("POST", "/api/v1/session", wrong).status_code == 401
    answer = desk.browser().call("POST", "/api/v1/session", right)
    assert (answer.status_code, code_of(answer)) == (429, "too_many")
    assert int(answer.headers["Retry-After"]) == 301

    desk.clock.monotonic_s += 301

    assert desk.browser().call("POST", "/api/v1/session", right).status_code == 200


def test_many_names_from_one_address_are_stopped_too(desk: Desk) -> None:
    statuses = [
        desk.browser()
        .call("POST", "/api/v1/session", {"email": f"n{n}@example.org", "password": "guess"})
        .status_code
        for n in range(31)
    ]
    assert statuses == [401] * 30 + [429]


def test_right_passwords_are_no_guesses(desk: Desk) -> None:
    desk.merchant("petra@example.org")
    for _ in range(40):
        desk.enter("petra@example.org")


def test_only_two_passwords_are_hashed_at_once_and_others_are_sent_away() -> None:
    class Slow(PlainHashing):
        def __init__(self) -> None:
            super().__init__()
            self.inside = threading.Semaphore(0)
            self.go_on = threading.Event()

        def verify(self, hash: str, password: str) -> bool:
            self.inside.release()
            assert self.go_on.wait(10)
            return super().verify(hash, password)

    slow = Slow()
    passwords = Passwords(slow, wait_s=0.05)
    threads = [threading.Thread(target=passwords.fits, args=(None, "x")) for _ in range(MOST_HASHINGS)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert slow.inside.acquire(timeout=10)
    with pytest.raises(OfficeError, match="too_many") as refusal:
        passwords.fits(None, "x")
    assert refusal.value.status == 429
    slow.go_on.set()
    for thread in threads:
        thread.join(10)
    assert passwords.fits(slow.hash("x"), "x") is True


def test_a_flood_that_is_sent_away_is_not_held_against_the_name() -> None:
    tries = Tries(1, 60.0, lambda: 0.0)
    tries.take(("petra", "10.0.0.1"))
    tries.forgive(("petra", "10.0.0.1"))
    tries.take(("petra", "10.0.0.1"))
    with pytest.raises(OfficeError, match="too_many"):
        tries.take(("petra", "10.0.0.1"))


def test_tries_forget_the_keys_not_used_longest() -> None:
    tries = Tries(1, 60.0, lambda: 0.0, keys=2)
    for name in ("a", "b", "c"):
        tries.take((name,))
    tries.take(("a",))
    with pytest.raises(OfficeError):
        tries.take(("c",))


def test_the_stored_hash_is_argon2id() -> None:
    passwords = Passwords(argon2id())
    stored = passwords.hash("ten letters")
    assert stored.startswith("$argon2id$v=19$m=32768,t=3,p=1$")
    assert passwords.fits(stored, "ten letters") and not passwords.fits(stored, "ten Letters")
    assert not passwords.fits("no hash at all", "ten letters")


def test_a_hash_of_older_parameters_is_made_again_at_the_next_sign_in(desk: Desk) -> None:
    owner = desk.merchant("petra@example.org")
    desk.hashing.check_needs_rehash = lambda hash: True  # type: ignore[method-assign]
    desk.hashing.hash = lambda password: f"plain:{password}"  # type: ignore[method-assign]
    assert desk.enter("petra@example.org").get("/api/v1/session")["email"] == owner.email


@pytest.mark.parametrize(
    "email", ["", "petra", "@example.org", "a b@example.org", "a@b@c", "x" * 65 + "@a.de"]
)
def test_what_is_no_address_is_named(email: str) -> None:
    with pytest.raises(OfficeError) as refusal:
        canonical_email(email)
    assert refusal.value.field == "email"
