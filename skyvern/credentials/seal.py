"""Authenticated encryption of what must not lie readable in the database."""

from __future__ import annotations

import secrets
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from skyvern.credentials.errors import SealBroken

_VERSION = b"\x01"
_NONCE = 12
SHORTEST_SECRET = 16
"""How many bytes a secret key has at least; a file that a crash left half written has fewer."""


class Purpose(StrEnum):
    """What is sealed; a change of the secret key seals each of them anew (`serve/rotation.py`)."""

    API_KEY = "api key"
    CREDENTIAL = "credential"
    CODE = "one-time code"
    PROXY = "proxy"
    RECEIVED = "received secret"
    PROFILE = "browser profile"
    HOST = "browser host"
    CHECKPOINT = "browser of a run"


class Sealer:
    """Seals bytes under a key of their own for each purpose (HKDF-SHA256, AES-256-GCM, random nonces)."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise ValueError(f"the secret key needs at least {SHORTEST_SECRET} bytes")
        self._secret = secret
        self._ciphers: dict[Purpose, AESGCM] = {}

    def seal(self, data: bytes, purpose: Purpose, *, context: str = "") -> bytes:
        """Encrypt for a purpose; only the same purpose and context (such as the row's id) open it again."""
        nonce = secrets.token_bytes(_NONCE)
        return _VERSION + nonce + self._cipher(purpose).encrypt(nonce, data, context.encode())

    def open(self, sealed: bytes, purpose: Purpose, *, context: str = "") -> bytes:
        """Decrypt what `seal` made. Raises `SealBroken`."""
        if sealed[:1] != _VERSION:
            raise SealBroken(purpose)
        nonce, encrypted = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        try:
            return self._cipher(purpose).decrypt(nonce, encrypted, context.encode())
        except (InvalidTag, ValueError) as broken:
            raise SealBroken(purpose) from broken

    def _cipher(self, purpose: Purpose) -> AESGCM:
        if purpose not in self._ciphers:
            derived = HKDF(SHA256(), length=32, salt=None, info=f"skyvern {purpose}".encode()).derive(self._secret)
            self._ciphers[purpose] = AESGCM(derived)
        return self._ciphers[purpose]
