"""The secrets of a run: same tokens after a restart, values only where they belong, nothing left in texts."""

from __future__ import annotations

import base64

import pytest

from skyvern.credentials import SecretBook, SecretRefused
from skyvern.credentials.tokens import origin_of
from skyvern.domain.redaction import MASK

SECRET = b"0123456789abcdef0123456789abcdef"
SEED = base64.b32encode(b"12345678901234567890").decode()
LOGIN = {"username": "eve@example.com", "password": 'pa"ss wörd', "totp": SEED}


def a_book(run_id: str = "wr_1", *, origin: str | None = None, now: float = 59) -> SecretBook:
    book = SecretBook(SECRET, run_id, now=lambda: now)
    book.add("login", "cred_1", LOGIN, origin=origin)
    return book


def test_tokens_are_opaque_and_the_same_after_a_restart() -> None:
    tokens = a_book().fields("login")
    assert set(tokens) == {"username", "password", "totp"}
    assert all(token.startswith("secret_") and len(token) == 27 for token in tokens.values())
    assert len(set(tokens.values())) == 3
    assert a_book().fields("login") == tokens
    assert a_book("wr_2").fields("login") != tokens
    assert a_book().fields("other") == {}


def test_a_goal_gets_the_same_tokens() -> None:
    book = a_book()
    assert {(secret.parameter, secret.field, secret.token) for secret in book.secrets("login")} == {
        ("login", field, token) for field, token in book.fields("login").items()
    }
    assert book.parameters == ("login",)


def test_tokens_become_values_inside_text() -> None:
    book = a_book()
    tokens = book.fields("login")
    text = f"user={tokens['username']}&p={tokens['password']}!&code={tokens['totp']}"
    assert book.holds(text)
    assert book.resolve(text, origin=None) == 'user=eve@example.com&p=pa"ss wörd!&code=287082'
    assert not book.holds("nothing here")


def test_tokens_of_another_run_stay() -> None:
    token = a_book("wr_2").fields("login")["password"]
    assert a_book().resolve(token, origin=None) == token
    assert not a_book().holds(token)


def test_nested_values_are_resolved() -> None:
    book = a_book()
    token = book.fields("login")["password"]
    body = {"a": [token, 1, None, True], token: {"b": f"x{token}"}}
    assert book.resolve_value(body, origin=None) == {
        "a": ['pa"ss wörd', 1, None, True],
        'pa"ss wörd': {"b": 'xpa"ss wörd'},
    }


@pytest.mark.parametrize("origin", ["https://shop.example/login?next=/", "HTTPS://Shop.Example:443", "shop.example"])
def test_a_bound_credential_works_on_its_origin(origin: str) -> None:
    book = a_book(origin=origin)
    token = book.fields("login")["password"]
    assert book.resolve(token, origin="https://shop.example/other/page") == LOGIN["password"]


@pytest.mark.parametrize(
    "asked",
    ["https://evil.example/", "http://shop.example/", "https://shop.example:8443", "https://shop.example.evil.test",
     "https://evil.test/https://shop.example/", "https://shop.example@evil.test/", "about:blank"],
)  # fmt: skip
def test_a_bound_credential_is_refused_elsewhere(asked: str) -> None:
    book = a_book(origin="https://shop.example/login")
    for token in book.fields("login").values():
        with pytest.raises(SecretRefused) as refused:
            book.resolve(f"x {token}", origin=asked)
        assert not any(value in str(refused.value) for value in LOGIN.values())
    assert book.resolve("no token", origin=asked) == "no token"


ADDRESSES = ("https://www.shop.example/login", "http://desk.example:8080")


@pytest.mark.parametrize(
    "asked", ["https://shop.example/", "https://login.shop.example:8443/x", "http://desk.example:8080/"]
)
def test_addresses_of_an_item_cover_their_hosts_and_what_is_below(asked: str) -> None:
    book = SecretBook(SECRET, "wr_1")
    book.add("login", "login", LOGIN, origin=None, addresses=ADDRESSES)
    for name in ("password", "username"):
        assert book.resolve(book.fields("login")[name], origin=asked) == LOGIN[name]


@pytest.mark.parametrize(
    "asked",
    ["http://shop.example/", "https://notshop.example/", "https://shop.example.evil.test/", "https://example/",
     "http://desk.example/", "about:blank"],
)  # fmt: skip
def test_addresses_of_an_item_keep_its_secrets_and_awaited_codes_from_elsewhere(asked: str) -> None:
    book = SecretBook(SECRET, "wr_1")
    book.add("login", "login", LOGIN, origin=None, addresses=ADDRESSES)
    for token in (*book.fields("login").values(), book.expect("login")):
        with pytest.raises(SecretRefused, match=r"shop\.example, http://desk\.example:8080 only"):
            book.resolve(token, origin=asked)


def test_origins() -> None:
    assert origin_of("https://A.example:443/x") == "https://a.example"
    assert origin_of("http://[::1]:8080/") == "http://[::1]:8080"
    assert origin_of("http://a.example.:80") == "http://a.example"


def test_redaction_knows_every_secret_but_not_the_user_name() -> None:
    book = a_book()
    code = book.reveal("login")["totp"]
    text = book.redactor().text(f"eve@example.com / {LOGIN['password']} / pa%22ss%20w%C3%B6rd / {SEED} / {code}")
    assert text == f"eve@example.com / {MASK} / {MASK} / {MASK} / {MASK}"


def test_a_code_that_was_handed_out_stays_masked_when_it_is_old() -> None:
    moment = 59.0
    book = SecretBook(SECRET, "wr_1", now=lambda: moment)
    book.add("login", "cred_1", LOGIN, origin=None)
    code = book.resolve(book.fields("login")["totp"], origin=None)
    moment = 100_000.0
    assert code != book.reveal("login")["totp"]
    assert book.redactor().text(f"code {code}") == f"code {MASK}"


def test_card_numbers_are_masked_as_pages_write_them() -> None:
    book = SecretBook(SECRET, "wr_1")
    book.add("card", "cred_2", {"card_number": "4111111111111111", "card_holder_name": "Eve Doe"}, origin=None)
    redactor = book.redactor()
    for written in ("4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111"):
        assert redactor.text(f"Card {written} of Eve Doe") == f"Card {MASK} of Eve Doe"


def test_nothing_in_a_representation() -> None:
    book = a_book()
    assert not any(value in repr(vars(book)) for value in (LOGIN["password"], SEED))


def test_the_redactor_learns_what_is_added_later() -> None:
    book = a_book()
    assert book.redactor().text("t0psecret") == "t0psecret"
    book.add("api", "cred_3", {"secret_value": "t0psecret"}, origin=None)
    assert book.redactor().text("t0psecret") == MASK
    assert book.redactor() is book.redactor()
