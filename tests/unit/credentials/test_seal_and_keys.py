"""Sealing, and API keys."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.credentials import Purpose, SealBroken, Sealer, hash_key, issue_key, new_api_key, open_key

SECRET = b"0123456789abcdef0123456789abcdef"


def test_what_is_sealed_opens_again() -> None:
    sealed = Sealer(SECRET).seal(b"hunter2", Purpose.CREDENTIAL, context="o_1/cred_1")
    assert b"hunter2" not in sealed
    assert Sealer(SECRET).open(sealed, Purpose.CREDENTIAL, context="o_1/cred_1") == b"hunter2"
    assert Sealer(SECRET).seal(b"hunter2", Purpose.CREDENTIAL, context="o_1/cred_1") != sealed


@pytest.mark.parametrize(
    ("secret", "purpose", "context"),
    [
        (b"another secret of 32 bytes......", Purpose.CREDENTIAL, "o_1/cred_1"),
        (SECRET, Purpose.API_KEY, "o_1/cred_1"),
        (SECRET, Purpose.CREDENTIAL, "o_1/cred_2"),
    ],
)
def test_another_key_purpose_or_row_opens_nothing(secret: bytes, purpose: Purpose, context: str) -> None:
    sealed = Sealer(SECRET).seal(b"hunter2", Purpose.CREDENTIAL, context="o_1/cred_1")
    with pytest.raises(SealBroken, match="SKYVERN_SECRET_KEY"):
        Sealer(secret).open(sealed, purpose, context=context)


def test_changed_bytes_are_noticed() -> None:
    sealed = bytearray(Sealer(SECRET).seal(b"hunter2", Purpose.CREDENTIAL))
    sealed[-1] ^= 1
    for broken in (bytes(sealed), b"", b"\x01short", b"\x07" + bytes(sealed[1:])):
        with pytest.raises(SealBroken):
            Sealer(SECRET).open(broken, Purpose.CREDENTIAL)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        Sealer(b"short")


def test_keys_are_fresh_and_known_by_hash() -> None:
    first, second = new_api_key(), new_api_key()
    assert first != second
    assert len(first) >= 40
    assert hash_key(first) != hash_key(second)
    assert hash_key("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_an_issued_key_can_be_looked_up_and_opened() -> None:
    row, text = issue_key(Sealer(SECRET), "o_1", name="first")
    assert row.hash == hash_key(text)
    assert text.encode() not in row.sealed
    assert open_key(Sealer(SECRET), row) == text
    given, _ = issue_key(Sealer(SECRET), "o_1", name="given", text="my-key")
    assert given.hash == hash_key("my-key")
    with pytest.raises(SealBroken):
        open_key(Sealer(SECRET), replace(row, sealed=given.sealed))
