"""One HTTP connection pool to a server: addresses, keys, errors, and JSON turned into records."""

from __future__ import annotations

import os
from collections.abc import Mapping
from json import JSONDecodeError
from typing import Any, cast
from urllib.parse import urlsplit

import httpx

from skyvern.client.errors import ConnectionFailed, SkyvernError, error_for
from skyvern.client.record import as_record

DEFAULT_BASE_URL = "http://localhost:8000"
DEFAULT_TIMEOUT = 60.0


class Wire:
    """Sends requests with the key and reads answers."""

    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
        httpx_client: httpx.AsyncClient | None = None,
    ) -> None:
        key = (api_key or os.environ.get("SKYVERN_API_KEY") or "").strip().strip("\"'")
        self.base_url = (base_url or os.environ.get("SKYVERN_BASE_URL") or DEFAULT_BASE_URL).strip().rstrip("/")
        self._headers = {"x-api-key": key, **(headers or {})} if key else dict(headers or {})
        self._timeout = DEFAULT_TIMEOUT if timeout is None else timeout
        self._own = httpx_client is None
        self._client = httpx_client

    @property
    def headers(self) -> dict[str, str]:
        """The headers of every request: the key, and what the program added."""
        return dict(self._headers)

    async def close(self) -> None:
        """Close the connections that this SDK opened."""
        if self._own and self._client is not None:
            await self._client.aclose()
            self._client = None

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: object = None,
        headers: Mapping[str, object] | None = None,
        files: Mapping[str, Any] | None = None,
        timeout: float | None = None,
    ) -> Any:  # noqa: ANN401 - whatever the server answers
        """Return the answer's JSON as a record, a list of records, or None. Raises ApiError, ConnectionFailed."""
        response = await self._request(
            method,
            f"{self.base_url}{path}",
            params=_query(query),
            json=body,
            headers={
                **self._headers,
                **{key: str(value) for key, value in (headers or {}).items() if value is not None},
            },
            files=files,
            timeout=self._timeout if timeout is None else timeout,
        )
        return as_record(_content(response))

    async def fetch(self, url: str) -> bytes:
        """Return the bytes behind a URL; the key goes along only to the server itself."""
        absolute = f"{self.base_url}{url}" if url.startswith("/") else url
        own = urlsplit(absolute)[:2] == urlsplit(self.base_url)[:2]
        response = await self._request(
            "GET", absolute, headers=self._headers if own else {}, follow_redirects=True, timeout=self._timeout
        )
        if response.is_error:
            _content(response)
        return response.content

    async def _request(self, method: str, url: str, **options: Any) -> httpx.Response:  # noqa: ANN401 - httpx options
        if self._client is None:
            # what stands between may close idle connections after 5 s, as web servers do: a poll must not meet one
            fresh = httpx.Limits(keepalive_expiry=2.0)
            self._client = httpx.AsyncClient(follow_redirects=True, timeout=self._timeout, limits=fresh)
        if "json" in options and options["json"] is None:
            del options["json"]
        try:
            return await self._client.request(method, url, **options)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise SkyvernError(f"{url!r} is not an address of a server: {error}") from error
        except httpx.TransportError as error:
            raise ConnectionFailed(self.base_url, str(error) or type(error).__name__) from error


def given(values: Mapping[str, object]) -> dict[str, object]:
    """Return the values that were given: None means that the server's default holds."""
    return {key: value for key, value in values.items() if value is not None}


def _query(query: Mapping[str, object] | None) -> dict[str, Any]:
    return {
        key: str(value).lower() if isinstance(value, bool) else cast("Any", value)
        for key, value in (query or {}).items()
        if value is not None
    }


def _content(response: httpx.Response) -> object:
    try:
        body: object = response.json() if response.content else None
    except (JSONDecodeError, UnicodeDecodeError):
        body = response.text
    if response.is_error:
        raise error_for(response.status_code, body, response.headers)
    if isinstance(body, str) and "json" not in response.headers.get("content-type", ""):
        raise SkyvernError(f"{response.url} does not answer like a Skyvern server: is the address right?")
    return body
