"""One-time codes, against the vectors of RFC 6238."""

from __future__ import annotations

import base64

import pytest

from skyvern.credentials import InvalidCredential, current_code
from skyvern.credentials.totp import read_totp

SHA1_SEED = base64.b32encode(b"12345678901234567890").decode()
SHA256_SEED = base64.b32encode(b"12345678901234567890123456789012").decode()


@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "94287082"), (1111111109, "07081804"), (1234567890, "89005924"), (20000000000, "65353130")],
)
def test_rfc_6238_with_sha1(moment: int, code: str) -> None:
    assert current_code(SHA1_SEED, moment) == code[-6:]
    assert current_code(f"otpauth://totp/Shop:eve?secret={SHA1_SEED}&digits=8&issuer=Shop", moment) == code


def test_rfc_6238_with_sha256() -> None:
    address = f"otpauth://totp/eve?secret={SHA256_SEED.rstrip('=')}&digits=8&algorithm=SHA256"
    assert current_code(address, 59) == "46119246"


def test_a_seed_may_be_written_as_people_copy_it() -> None:
    assert current_code(" gezd gnbv-gy3t QOJQ gezdgnbvgy3tqojq ", 59) == "287082"


@pytest.mark.parametrize(
    "text", ["", "   ", "not base32!", "0189", "otpauth://hotp/eve?secret=GEZDGNBV", "otpauth://totp/eve",
             "otpauth://totp/eve?secret=GEZDGNBV&period=0", "otpauth://totp/eve?secret=GEZDGNBV&algorithm=MD5"]
)  # fmt: skip
def test_an_unusable_seed_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(InvalidCredential) as refused:
        read_totp(text)
    assert "GEZDGNBV" not in str(refused.value)


def test_how_long_a_code_lasts() -> None:
    assert read_totp(SHA1_SEED).seconds_left(59) == 1
    assert read_totp(f"otpauth://totp/e?secret={SHA1_SEED}&period=60").seconds_left(59) == 1
    assert read_totp(f"otpauth://totp/e?secret={SHA1_SEED}&period=60").seconds_left(60) == 60
