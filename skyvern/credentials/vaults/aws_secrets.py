"""AWS Secrets Manager: `aws_secret` parameters, and the master password that Bitwarden parameters name."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from skyvern.contract.parameters import AnyParameter, AwsSecretParameter
from skyvern.credentials.vaults import VaultItem
from skyvern.credentials.vaults.asking import Asker

_TARGET = "secretsmanager.GetSecretValue"
_SERVICE = "secretsmanager"


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsSecrets:
    """Asks `GetSecretValue` over the JSON protocol, signed with Signature Version 4."""

    region: str = ""
    access_key: str = ""
    secret_key: str = field(default="", repr=False)
    session_token: str = field(default="", repr=False)
    url: str = ""
    """Where the API answers; empty for Amazon's own address in the region."""
    asker: Asker = field(default_factory=lambda: Asker(vault="AWS Secrets Manager"))
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    name: str = "AWS Secrets Manager"
    kinds: frozenset[str] = frozenset({"aws_secret"})

    @property
    def missing(self) -> tuple[str, ...]:
        """The settings that are not set."""
        given = {
            "SKYVERN_AWS_REGION": self.region,
            "SKYVERN_AWS_ACCESS_KEY_ID": self.access_key,
            "SKYVERN_AWS_SECRET_ACCESS_KEY": self.secret_key,
        }
        return tuple(name for name, value in given.items() if not value)

    async def open(self, parameter: AnyParameter, values: Mapping[str, object]) -> VaultItem:
        """Return the secret as a text. Raises `VaultFailed`."""
        del values
        assert isinstance(parameter, AwsSecretParameter)  # noqa: S101 - no other is brought here
        return VaultItem(fields={"secret_value": await self.secret(parameter.aws_key)}, text=True)

    async def secret(self, key: str) -> str:
        """Return the text of the secret with this name or ARN. Raises `VaultFailed`."""
        body = json.dumps({"SecretId": key}).encode()
        host = self.url or f"https://secretsmanager.{self.region}.amazonaws.com"
        headers = {
            "content-type": "application/x-amz-json-1.1",
            "host": urlsplit(host).netloc,
            "x-amz-date": self.now().strftime("%Y%m%dT%H%M%SZ"),
            "x-amz-target": _TARGET,
        }
        if self.session_token:
            headers["x-amz-security-token"] = self.session_token
        signed = authorization(
            headers, body, region=self.region, access_key=self.access_key, secret_key=self.secret_key
        )
        what = f"secret {key!r}"
        answer = await self.asker.ask(
            "POST", f"{host}/", what=what, headers={**headers, "authorization": signed}, content=body
        )
        text = answer.get("SecretString")
        if not isinstance(text, str) or not text:
            raise self.asker.failed(f"{what} has no SecretString")
        return text


def authorization(
    headers: Mapping[str, str],
    body: bytes,
    *,
    region: str,
    access_key: str,
    secret_key: str,
    service: str = _SERVICE,
) -> str:
    """Return the Authorization of a POST to `/` with these headers, lower case, all of them signed.

    AWS General Reference, Signature Version 4.
    """
    moment = headers["x-amz-date"]
    names = sorted(headers)
    canonical = "\n".join(
        (
            "POST",
            "/",
            "",
            *(f"{name}:{' '.join(headers[name].split())}" for name in names),
            "",
            ";".join(names),
            hashlib.sha256(body).hexdigest(),
        )
    )
    scope = f"{moment[:8]}/{region}/{service}/aws4_request"
    told = "\n".join(("AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(canonical.encode()).hexdigest()))
    key = f"AWS4{secret_key}".encode()
    for part in (moment[:8], region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), hashlib.sha256)
    signature = hmac.digest(key, told.encode(), hashlib.sha256).hex()
    return f"AWS4-HMAC-SHA256 Credential={access_key}/{scope}, SignedHeaders={';'.join(names)}, Signature={signature}"
