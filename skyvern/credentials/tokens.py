"""The secrets of one run: opaque tokens for everybody, real values only where they are typed or sent."""

from __future__ import annotations

import hashlib
import hmac
import math
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import urlsplit

from skyvern.credentials.errors import SecretRefused
from skyvern.credentials.fields import SECRET_FIELDS
from skyvern.credentials.places import Places
from skyvern.credentials.totp import Totp, read_totp
from skyvern.domain.goal import SecretField
from skyvern.domain.redaction import Redactor, is_telling

_TOKEN = re.compile(r"secret_[0-9a-f]{20}")
_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_TOTP = "totp"
_NOWHERE = "null"
_SHORTEST = 4
_NAME_IT = "name that site in the goal, in the url of a block or in a parameter, or give the credential a tested_url"


@dataclass(frozen=True, slots=True, repr=False)
class _Entry:
    credential_id: str
    field: str
    value: str
    origin: str | None
    totp: Totp | None
    masked: bool = False
    addresses: tuple[str, ...] = ()


class SecretBook:
    """Holds the credentials that a run was given; made anew, with the same tokens, when the run is resumed."""

    def __init__(self, secret: bytes, run_id: str, *, now: Callable[[], float] = time.time) -> None:
        self._key = hmac.digest(secret, f"skyvern secret tokens {run_id}".encode(), hashlib.sha256)
        self._now = now
        self._entries: dict[str, _Entry] = {}
        self._tokens: dict[str, dict[str, str]] = {}
        self._codes: set[str] = set()
        self._awaited: dict[str, str] = {}
        """Token → code that came from outside and was not typed yet; "" while there is none."""
        self._identifiers: dict[str, str] = {}
        self._texts: set[str] = set()
        """Parameters that are one text, not an object."""
        self._redactor: Redactor | None = None
        self._redactor_until = 0.0
        self._given: set[str] = set()
        """Tokens whose values have left this book: no page or server can echo any other."""

    def add(
        self,
        parameter_key: str,
        credential_id: str,
        fields: Mapping[str, str],
        *,
        origin: str | None,
        addresses: Sequence[str] = (),
        totp_identifier: str = "",
        all_secret: bool = False,
        text: bool = False,
    ) -> None:
        """Put a credential under a parameter; a URL in `origin` binds it to that URL's origin.

        URLs in `addresses` bind it to their hosts and what is below them, as vaults of other makers mean it.
        With `all_secret` every field is masked, not only those that are secret by their names. With `text` the
        parameter is the text of its `secret_value`.
        Raises `InvalidCredential` for a `totp` that is no seed.
        """
        tokens: dict[str, str] = {}
        for name, value in fields.items():
            digest = hmac.digest(self._key, f"{parameter_key}\n{name}".encode(), hashlib.sha256)
            token = f"secret_{digest.hex()[:20]}"
            totp = read_totp(value) if name == _TOTP else None
            bound, masked = origin_of(origin) if origin else None, all_secret or name in SECRET_FIELDS
            self._entries[token] = _Entry(credential_id, name, value, bound, totp, masked, tuple(addresses))
            tokens[name] = token
        self._tokens[parameter_key] = tokens
        if text:
            self._texts.add(parameter_key)
        self._identifiers[parameter_key] = totp_identifier
        self._redactor = None

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters that hold credentials."""
        return tuple(self._tokens)

    @property
    def texts(self) -> frozenset[str]:
        """The parameters that are one text each."""
        return frozenset(self._texts)

    def shown(self, parameter_key: str) -> object:
        """Return what templates see of a parameter: field → token, or the token of its text."""
        fields = self.fields(parameter_key)
        return fields["secret_value"] if parameter_key in self._texts else fields

    def fields(self, parameter_key: str) -> Mapping[str, str]:
        """Return field → token: what templates and policies see. Empty for a parameter without credential."""
        return dict(self._tokens.get(parameter_key, {}))

    def secrets(self, parameter_key: str) -> tuple[SecretField, ...]:
        """Return the fields of a parameter's credential as a goal carries them."""
        return tuple(
            SecretField(parameter=parameter_key, field=name, token=token)
            for name, token in self._tokens.get(parameter_key, {}).items()
        )

    def totp_identifier(self, parameter_key: str) -> str:
        """Return whose pushed codes belong to a parameter's credential, "" for nobody's."""
        return self._identifiers.get(parameter_key, "")

    def expect(self, parameter_key: str) -> str:
        """Return a token for a one-time code that is still to come, bound as the parameter's credential is."""
        digest = hmac.digest(self._key, f"{parameter_key}\nawaited code".encode(), hashlib.sha256)
        token = f"secret_{digest.hex()[:20]}"
        known = next((self._entries[name] for name in self._tokens.get(parameter_key, {}).values()), None)
        self._entries[token] = (
            replace(known, field="awaited", value="", totp=None, masked=False)
            if known
            else _Entry(parameter_key, "awaited", "", None, None)
        )
        self._awaited.setdefault(token, "")
        return token

    def expected(self, text: str) -> tuple[str, ...]:
        """Return the tokens in a text whose code has not come yet, or was typed already."""
        return tuple(token for token in dict.fromkeys(_TOKEN.findall(text)) if self._awaited.get(token) == "")

    def arrived(self, token: str, code: str) -> None:
        """Put a code behind a token until it is typed; from now on it is redacted like every secret."""
        self._awaited[token] = code
        self._codes.add(code)
        self._redactor = None

    def received(self, code: str) -> None:
        """Redact a code or link from now on that code was given directly."""
        self._codes.add(code)
        self._redactor = None

    def reveal(self, parameter_key: str) -> Mapping[str, str]:
        """Return field → real value, `totp` as the code of now: for code blocks only, whose host has no network."""
        self._given |= set(self._tokens.get(parameter_key, {}).values())
        return {name: self._value(self._entries[token]) for name, token in self._tokens.get(parameter_key, {}).items()}

    def holds(self, text: str) -> bool:
        """Tell whether a token of this run stands in the text."""
        return any(token in self._entries for token in _TOKEN.findall(text))

    def resolve(self, text: str, *, origin: str | None, places: Places | None = None) -> str:
        """Replace tokens by values, for the page or server at `origin` (any URL of it).

        `None` is for places without an origin inside this process. Raises `SecretRefused` for a credential that is
        bound to another origin, and outside of `places` for one that is bound to none. Tokens of other runs stay as
        they are.
        """

        def value(match: re.Match[str]) -> str:
            entry = self._entries.get(match[0])
            if entry is None:
                return match[0]
            _check_origin(entry, origin, places)
            self._given.add(match[0])
            if match[0] in self._awaited:
                code, self._awaited[match[0]] = self._awaited[match[0]], ""
                return code or match[0]
            return self._value(entry)

        return _TOKEN.sub(value, text)

    def resolve_value(self, value: object, *, origin: str | None) -> object:
        """Do `resolve` in every string of a JSON-like value, keys included."""
        if isinstance(value, str):
            return self.resolve(value, origin=origin)
        if isinstance(value, Mapping):
            items = cast("Mapping[object, object]", value).items()
            return {
                self.resolve(str(key), origin=origin): self.resolve_value(item, origin=origin) for key, item in items
            }
        if isinstance(value, Sequence) and not isinstance(value, bytes):
            return [self.resolve_value(item, origin=origin) for item in cast("Sequence[object]", value)]
        return value

    def hide(self, text: str) -> str:
        """Replace values by their tokens: for texts that code made and that others will read."""
        for token, entry in self._entries.items():
            if entry.field in SECRET_FIELDS:
                value = self._value(entry)
                text = text.replace(value, token) if len(value) >= _SHORTEST else text
        return text

    def give(self, text: str) -> None:
        """Take the secrets in a text for given, as they are about to be."""
        self._given |= {token for token in _TOKEN.findall(text) if token in self._entries}

    def give_all(self) -> None:
        """Take every secret for given: what an earlier worker did with them is not known."""
        self._given |= set(self._entries)

    def echoes(self) -> frozenset[str]:
        """Return what pages may show of the secrets given so far: no seeds, no short common words."""
        now, found = self._now(), set(self._codes)
        for token, entry in self._entries.items():
            if token in self._given:
                found |= _codes(entry.totp, now) if entry.totp is not None else _forms((entry,), now)
        return frozenset(form for form in found if is_telling(form))

    def seeds(self) -> frozenset[str]:
        """Return the seeds of one-time codes as they were given and as apps write them."""
        return frozenset(
            form
            for entry in self._entries.values()
            if entry.totp is not None
            for form in (entry.value, entry.totp.seed)
        )

    def redactor(self) -> Redactor:
        """Return what masks every secret known now, the one-time codes handed out and valid about now included."""
        now = self._now()
        if self._redactor is None or now >= self._redactor_until:
            self._redactor = Redactor(self._codes | _forms(self._entries.values(), now))
            lasting = [entry.totp.seconds_left(now) for entry in self._entries.values() if entry.totp is not None]
            self._redactor_until = now + min(lasting, default=math.inf)
        return self._redactor

    def _value(self, entry: _Entry) -> str:
        if entry.totp is None:
            return entry.value
        code = entry.totp.code(self._now())
        if code not in self._codes:
            self._codes.add(code)
            self._redactor = None
        return code


def _forms(entries: Iterable[_Entry], now: float) -> set[str]:
    """Return every text that stands for one of these secrets about now."""
    forms: set[str] = set()
    for entry in entries:
        if not entry.masked or not entry.value:
            continue
        forms.add(entry.value)
        if entry.totp is not None:
            forms.add(entry.totp.seed)
            forms |= _codes(entry.totp, now)
        if entry.field == "card_number":
            forms |= _card_forms(entry.value)
    return forms


def _codes(totp: Totp, now: float) -> set[str]:
    """Return the codes that are good about now."""
    return {totp.code(now + step * totp.period) for step in (-1, 0, 1)}


def origin_of(url: str) -> str:
    """Return the origin of a URL, `scheme://host[:port]` without default ports; a bare host means https.

    What has no origin (`about:blank`, a broken address) gives `null`, which is never a place to use a secret.
    """
    parts = urlsplit(url if "://" in url else f"https://{url}")
    try:
        port = parts.port
    except ValueError:
        return _NOWHERE
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if not host:
        return _NOWHERE
    host = f"[{host}]" if ":" in host else host
    return f"{scheme}://{host}" if port is None or port == _PORTS.get(scheme) else f"{scheme}://{host}:{port}"


def _check_origin(entry: _Entry, origin: str | None, places: Places | None) -> None:
    if origin is None:
        return
    asked = origin_of(origin)
    if entry.origin is not None and (asked != entry.origin or asked == _NOWHERE):
        raise SecretRefused(entry.credential_id, bound=entry.origin, asked=asked)
    if entry.addresses and not any(covers(address, asked) for address in entry.addresses):
        raise SecretRefused(entry.credential_id, bound=", ".join(map(origin_of, entry.addresses)), asked=asked)
    bound = entry.origin is not None or bool(entry.addresses)
    if not bound and places is not None and not places.hold(origin):
        named = f"the sites that the workflow names or opens ({places})"
        raise SecretRefused(entry.credential_id, bound=named, asked=asked, remedy=_NAME_IT)


def covers(address: str, asked: str) -> bool:
    """Tell whether an origin is that of an address or lies below its host, `www.` aside, and is no less safe.

    A port counts where the address names one.
    """
    known, other = urlsplit(origin_of(address)), urlsplit(asked)
    if not known.hostname or not other.hostname:
        return False
    if known.scheme == "https" and other.scheme not in ("https", "wss"):
        return False
    if known.port is not None and known.port != other.port:
        return False
    host = known.hostname.removeprefix("www.")
    return other.hostname == host or other.hostname.endswith(f".{host}")


def _card_forms(number: str) -> set[str]:
    """Return the ways in which pages write a card number."""
    digits = "".join(char for char in number if char.isdigit())
    groups = [digits[start : start + 4] for start in range(0, len(digits), 4)]
    return {digits, " ".join(groups), "-".join(groups)}
