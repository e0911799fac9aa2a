"""OAuth 2 grants as a credential's secret may hold them: a service account, a refresh token, or a token as it is."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from skyvern.credentials.errors import InvalidCredential

_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LIFE = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a token is asked for with; `form` is None where `token` is one already."""

    username: str = ""
    """Whose mailbox, where the secret says it."""
    token: str = field(default="", repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)


def read_grant(text: str, *, scope: str, audience: str, now: float) -> Grant:
    """Read a secret: the JSON file of a service account, JSON with a refresh or access token, or the bare token.

    `audience` is the address that the token will be asked of (RFC 7523). Raises InvalidCredential.
    """
    text = text.strip()
    if not text.startswith("{"):
        return Grant(token=text)
    try:
        given = cast("dict[str, object]", json.loads(text))
    except json.JSONDecodeError as wrong:
        raise InvalidCredential("secret_value", f"is not JSON: {wrong.msg} in line {wrong.lineno}") from None
    held = {name: value for name, value in given.items() if isinstance(value, str) and value}
    username = held.get("username", "")
    if "private_key" in held:
        assertion = _assertion(held, scope=scope, audience=audience, now=now)
        return Grant(username=username, form={"grant_type": _JWT_BEARER, "assertion": assertion})
    if "refresh_token" in held:
        names = ("refresh_token", "client_id", "client_secret")
        form = {"grant_type": "refresh_token", **{name: held[name] for name in names if name in held}}
        return Grant(username=username, form=form)
    if "access_token" in held:
        return Grant(username=username, token=held["access_token"])
    raise InvalidCredential("secret_value", "has no private_key (of a service account), refresh_token or access_token")


def _assertion(held: Mapping[str, str], *, scope: str, audience: str, now: float) -> str:
    """Sign what a service account says of itself (RS256)."""
    try:
        key = serialization.load_pem_private_key(held["private_key"].encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise InvalidCredential("private_key", "is not a private key in PEM form") from None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise InvalidCredential("private_key", "is not an RSA key")
    if not held.get("client_email"):
        raise InvalidCredential("client_email", "is required beside private_key")
    claims: dict[str, object] = {
        "iss": held["client_email"],
        "scope": scope,
        "aud": audience,
        "iat": int(now),
        "exp": int(now) + _LIFE,
    }
    if subject := held.get("subject"):
        claims["sub"] = subject
    header = {"alg": "RS256", "typ": "JWT", **({"kid": held["private_key_id"]} if "private_key_id" in held else {})}
    signed = f"{_part(header)}.{_part(claims)}"
    signature = key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{signed}.{_text(signature)}"


def _part(value: Mapping[str, object]) -> str:
    return _text(json.dumps(value, separators=(",", ":")).encode())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
