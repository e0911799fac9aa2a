"""Stand-ins of `bw serve`, 1Password Connect, Azure Key Vault and AWS Secrets Manager on one address."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from skyvern.credentials.vaults.aws_secrets import authorization

REGION, ACCESS_KEY = "eu-central-1", "AKSTANDIN"
_STARTED = {"noColor": False, "object": "message", "title": "done", "message": None}


@dataclass(slots=True)
class VaultsStandIn:
    """What the four vaults hold, and what opens them. Everything wrong is refused as the real ones refuse it."""

    secret_key: str = "aws-stand-in-secret"  # noqa: S105 - of a stand-in
    connect_token: str = "connect-stand-in-token"  # noqa: S105
    client_secret: str = "azure-stand-in-secret"  # noqa: S105
    master_password: str = "bitwarden-stand-in-master"  # noqa: S105
    aws: dict[str, str] = field(default_factory=dict[str, str])
    onepassword: dict[tuple[str, str], dict[str, object]] = field(
        default_factory=dict[tuple[str, str], dict[str, object]]
    )
    """(vault, item) → item."""
    azure: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """(vault, secret) → value."""
    bitwarden: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    locked: bool = True
    signed_in: bool = True
    asked: list[str] = field(default_factory=list[str])

    def app(self) -> Starlette:
        """Return the application: /aws, /connect, /login and /azure/{vault}, /bw."""
        return Starlette(
            routes=[
                Route("/", self._aws, methods=["POST"]),
                Route("/connect/v1/vaults/{vault}/items/{item}", self._connect),
                Route("/login/{tenant}/oauth2/v2.0/token", self._token, methods=["POST"]),
                Route("/azure/{vault}/secrets/{name}", self._azure),
                Route("/bw/status", self._status),
                Route("/bw/unlock", self._unlock, methods=["POST"]),
                Route("/bw/sync", self._sync, methods=["POST"]),
                Route("/bw/object/item/{item}", self._item),
                Route("/bw/list/object/items", self._items),
            ]
        )

    def environment(self, url: str) -> dict[str, str]:
        """Return the settings of a server that uses them at this address."""
        return {
            "SKYVERN_AWS_REGION": REGION,
            "SKYVERN_AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "SKYVERN_AWS_SECRET_ACCESS_KEY": self.secret_key,
            "SKYVERN_AWS_SECRETS_URL": url,
            "SKYVERN_ONEPASSWORD_URL": f"{url}/connect",
            "SKYVERN_ONEPASSWORD_TOKEN": self.connect_token,
            "SKYVERN_AZURE_TENANT_ID": "tenant",
            "SKYVERN_AZURE_CLIENT_ID": "application",
            "SKYVERN_AZURE_CLIENT_SECRET": self.client_secret,
            "SKYVERN_AZURE_LOGIN_URL": f"{url}/login",
            "SKYVERN_AZURE_VAULT_URL": f"{url}/azure/{{vault}}",
            "SKYVERN_BITWARDEN_URL": f"{url}/bw",
        }

    async def _aws(self, request: Request) -> Response:
        self.asked.append("aws")
        body = await request.body()
        given = request.headers.get("authorization", "")
        names = given.partition("SignedHeaders=")[2].partition(",")[0].split(";")
        headers = {name: request.headers.get(name, "") for name in names}
        headers.setdefault("x-amz-date", "")
        right = authorization(headers, body, region=REGION, access_key=ACCESS_KEY, secret_key=self.secret_key)
        if given != right or "host" not in names:
            return JSONResponse({"__type": "InvalidSignatureException", "message": "does not match"}, 400)
        if request.headers.get("x-amz-target") != "secretsmanager.GetSecretValue":
            return JSONResponse({"__type": "UnknownOperationException"}, 400)
        name = json.loads(body)["SecretId"]
        if name not in self.aws:
            return JSONResponse({"__type": "ResourceNotFoundException", "Message": "can't find it"}, 400)
        return JSONResponse({"Name": name, "SecretString": self.aws[name]})

    async def _connect(self, request: Request) -> Response:
        self.asked.append("onepassword")
        if request.headers.get("authorization") != f"Bearer {self.connect_token}":
            return JSONResponse({"status": 401, "message": "Invalid token signature"}, 401)
        found = self.onepassword.get((request.path_params["vault"], request.path_params["item"]))
        return JSONResponse(found) if found else JSONResponse({"status": 404, "message": "item not found"}, 404)

    def _azure_token(self) -> str:
        return hashlib.sha256(self.client_secret.encode()).hexdigest()

    async def _token(self, request: Request) -> Response:
        self.asked.append("token")
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        if form.get("client_secret") != self.client_secret or form.get("grant_type") != "client_credentials":
            return JSONResponse({"error": "invalid_client", "error_description": "AADSTS7000215"}, 401)
        return JSONResponse({"access_token": self._azure_token(), "expires_in": 3599, "token_type": "Bearer"})

    async def _azure(self, request: Request) -> Response:
        self.asked.append("azure")
        if request.headers.get("authorization") != f"Bearer {self._azure_token()}":
            return JSONResponse({"error": {"code": "Unauthorized"}}, 401)
        if "api-version" not in request.query_params:
            return JSONResponse({"error": {"code": "MissingApiVersionParameter"}}, 400)
        value = self.azure.get((request.path_params["vault"], request.path_params["name"]))
        if value is None:
            return JSONResponse({"error": {"code": "SecretNotFound", "message": "not found"}}, 404)
        return JSONResponse({"value": value, "id": str(request.url)})

    async def _status(self, request: Request) -> Response:
        del request
        status = "unauthenticated" if not self.signed_in else "locked" if self.locked else "unlocked"
        return JSONResponse({"success": True, "data": {"object": "template", "template": {"status": status}}})

    async def _unlock(self, request: Request) -> Response:
        self.asked.append("unlock")
        if (await request.json()).get("password") != self.master_password:
            return JSONResponse({"success": False, "message": "Invalid master password."}, 400)
        self.locked = False
        return JSONResponse({"success": True, "data": {**_STARTED, "raw": "session"}})

    async def _sync(self, request: Request) -> Response:
        del request
        self.asked.append("sync")
        return JSONResponse({"success": True, "data": _STARTED})

    async def _item(self, request: Request) -> Response:
        self.asked.append("bitwarden")
        found = [item for item in self.bitwarden if item["id"] == request.path_params["item"]]
        if self.locked or not found:
            return JSONResponse({"success": False, "message": "Not found."}, 400)
        return JSONResponse({"success": True, "data": {"object": "item", **found[0]}})

    async def _items(self, request: Request) -> Response:
        self.asked.append("bitwarden")
        wanted = request.query_params
        found = [item for item in self.bitwarden if not self.locked and _matches(item, dict(wanted))]
        return JSONResponse({"success": True, "data": {"object": "list", "data": found}})


def _matches(item: dict[str, object], wanted: dict[str, str]) -> bool:
    if "collectionId" in wanted and wanted["collectionId"] not in str(item.get("collectionIds")):
        return False
    if "search" in wanted and wanted["search"] not in f"{item['id']} {item['name']}":
        return False
    return "url" not in wanted or wanted["url"] in json.dumps(item.get("login"))
