"""One-time codes from a seed or an otpauth address (RFC 6238), also from the 80-bit seeds that many sites give."""

from __future__ import annotations

import base64
import binascii
import hmac
import time
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from skyvern.credentials.errors import InvalidCredential

_ALGORITHMS = frozenset({"SHA1", "SHA256", "SHA512"})


@dataclass(frozen=True, slots=True, repr=False)
class Totp:
    """A generator of codes (RFC 6238)."""

    seed: str
    """Base32, upper case, without blanks."""
    digits: int = 6
    period: int = 30
    algorithm: str = "SHA1"

    def code(self, at: float | None = None) -> str:
        """Return the code of a moment (seconds since the epoch), of now by default."""
        moment = int(time.time() if at is None else at)
        key = base64.b32decode(self.seed + "=" * (-len(self.seed) % 8))
        mac = hmac.digest(key, (moment // self.period).to_bytes(8, "big"), self.algorithm)
        start = mac[-1] & 0xF
        number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFFFFFF
        return str(number % 10**self.digits).zfill(self.digits)

    def seconds_left(self, at: float | None = None) -> float:
        """Return for how long the code of that moment stays valid."""
        return self.period - (time.time() if at is None else at) % self.period


def read_totp(text: str) -> Totp:
    """Read a base32 seed (blanks and case do not matter) or an otpauth:// address. Raises `InvalidCredential`."""
    text = text.strip()
    totp = _from_address(text) if text.lower().startswith("otpauth:") else Totp(_seed(text))
    try:
        totp.code(0)
    except (binascii.Error, ValueError) as wrong:
        raise InvalidCredential("totp", "is not a base32 seed") from wrong
    return totp


def current_code(text: str, at: float | None = None) -> str:
    """Return the code of now for a seed or an otpauth:// address. Raises `InvalidCredential`."""
    return read_totp(text).code(at)


def _from_address(text: str) -> Totp:
    """Read the Key Uri Format of authenticator apps."""
    address = urlsplit(text)
    if address.netloc.lower() != "totp":
        raise InvalidCredential("totp", "is an otpauth address of another kind than totp")
    query = {name.lower(): values[-1] for name, values in parse_qs(address.query).items()}
    algorithm = query.get("algorithm", "SHA1").upper().replace("-", "")
    digits, period = query.get("digits", "6"), query.get("period", "30")
    if algorithm not in _ALGORITHMS or digits not in {"6", "7", "8"} or not period.isdecimal() or int(period) < 1:
        raise InvalidCredential("totp", "is an otpauth address with an unknown algorithm, digits or period")
    return Totp(_seed(query.get("secret", "")), int(digits), int(period), algorithm)


def _seed(text: str) -> str:
    seed = "".join(text.replace("-", "").split()).upper().rstrip("=")
    if not seed:
        raise InvalidCredential("totp", "has no seed")
    return seed
