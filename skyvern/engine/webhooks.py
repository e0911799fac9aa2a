"""Webhooks: exact bytes, two signatures, retries over a day, dead letters; the run's status never depends on them."""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import structlog

from skyvern.domain.canonical import canonical_bytes, event_signature, signature
from skyvern.domain.clock import utc_now
from skyvern.domain.delivery import Delivery, DeliveryStatus
from skyvern.domain.ids import new_id
from skyvern.domain.run import JournalEntry, JournalKind, Run
from skyvern.engine.attempts import as_after
from skyvern.engine.outage import in_the_end
from skyvern.engine.rooms import Rooms
from skyvern.net.guard import AddressRefused, NetError

log = structlog.get_logger()

TRY_SECONDS = 30.0
REPLAY_SECONDS = 60.0
LONGEST_WAIT = 30 * 60.0
GIVE_UP_SECONDS = 24 * 3600.0
AT_ONCE = 32
"""Deliveries that talk to receivers at the same time."""
AT_ONCE_TO_ONE = 8
"""And to one receiver: a slow one must not hold up the others."""
_DOUBLINGS = 16
_AGAIN = frozenset({403, 408, 425, 429})
_SHOWN_CHARACTERS = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a receiver said, or why it could not be asked."""

    status: int | None
    body: str | None
    error: str | None
    latency_ms: int
    retry_after: float | None = None
    for_good: bool = False
    """Nothing was sent, and nothing ever will be: the guard keeps the address shut."""

    @property
    def delivered(self) -> bool:
        """Whether the receiver took it."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def worth_retrying(self) -> bool:
        """Whether another try may succeed."""
        if self.for_good:
            return False
        return self.status is None or self.status >= 500 or self.status in _AGAIN


class Webhooks:
    """Delivers what the outbox holds."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._talking = asyncio.Semaphore(AT_ONCE)
        self._hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONCE_TO_ONE))

    async def deliver(self, delivery_id: str) -> None:
        """Try until it is taken, refused for good, or a day has passed. Called by the queue; safe to call again."""
        await in_the_end(lambda: self._deliver(delivery_id), delivery=delivery_id)

    async def _deliver(self, delivery_id: str) -> None:
        delivery = await self._rooms.store.deliveries.get(delivery_id)
        while delivery is not None and delivery.status is DeliveryStatus.PENDING:
            run = await self._rooms.store.runs.get(delivery.run_id)
            if run is None:
                return
            if delivery.next_try_at is not None:
                await asyncio.sleep(max(0.0, (delivery.next_try_at - utc_now()).total_seconds()))
            async with self._hosts[urlsplit(delivery.url).netloc], self._talking:
                answer = await self._try(run, delivery)
            age = (utc_now() - (delivery.tried_since or delivery.created_at)).total_seconds()
            over = not answer.delivered and (not answer.worth_retrying or age > GIVE_UP_SECONDS)
            delivery = await self._record(run, delivery, answer, over=over)

    async def _try(self, run: Run, delivery: Delivery) -> Answer:
        try:
            told = run if delivery.attempt is None else as_after(run, delivery.attempt)
            body = canonical_bytes(await self._rooms.presenter(told))
            key = await self._rooms.signing_key(run)
        except Exception as error:  # the worker's rim: what cannot be presented now may be when it is tried again
            log.error("webhook_not_made", exc_info=error, **run.log_context())
            return Answer(status=None, body=None, error=f"internal error: {type(error).__name__}", latency_ms=0)
        return await self._post(delivery.url, body, _headers(body, key, delivery.delivery_id), TRY_SECONDS)

    async def _record(self, run: Run, delivery: Delivery, answer: Answer, *, over: bool) -> Delivery | None:
        error = None if answer.delivered else answer.error or f"the receiver answered {answer.status}"
        entry = JournalEntry(
            run_id=run.run_id,
            kind=JournalKind.WEBHOOK,
            payload={"v": 1, "url": delivery.url, "status": answer.status, "error": error, "try": delivery.tries + 1},
            at=utc_now(),
        )
        await self._rooms.store.journal.append((entry,))
        again = not answer.delivered and not over
        return await self._rooms.store.deliveries.record_try(
            delivery.delivery_id,
            status=answer.status,
            error=error,
            delivered=answer.delivered,
            given_up=over,
            next_try_at=utc_now() + _pause(delivery.tries + 1, answer.retry_after) if again else None,
        )

    async def replay(self, run: Run, url: str | None, api_key: str) -> dict[str, object]:
        """Send once more, signed with the caller's key; raises ValueError without a target."""
        target = (url or run.webhook_url or "").strip()
        if not target:
            raise ValueError("the run has no webhook URL; give one as webhook_url")
        body = canonical_bytes(await self._rooms.presenter(run))
        headers = _headers(body, api_key, new_id("whd"))
        answer = await self._post(target, body, headers, REPLAY_SECONDS)
        return {
            "run_id": run.run_id,
            "run_type": run.run_type,
            "default_webhook_url": run.webhook_url,
            "target_webhook_url": target,
            "payload": body.decode(),
            "headers": headers,
            "status_code": answer.status,
            "latency_ms": answer.latency_ms,
            "response_body": answer.body,
            "error": answer.error,
        }

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str], seconds: float) -> Answer:
        began = time.monotonic()
        try:
            async with (
                asyncio.timeout(seconds),
                httpx.AsyncClient(transport=self._rooms.transport(), timeout=seconds) as client,
                client.stream("POST", url, content=body, headers=headers) as response,
            ):
                shown = await _beginning(response)
        except TimeoutError:
            return Answer(status=None, body=None, error=f"no answer within {seconds:g} s", latency_ms=_since(began))
        except (NetError, httpx.HTTPError, httpx.InvalidURL) as error:
            said, shut = str(error) or type(error).__name__, isinstance(error, AddressRefused)
            return Answer(status=None, body=None, error=said, latency_ms=_since(began), for_good=shut)
        return Answer(
            status=response.status_code,
            body=shown,
            error=None,
            latency_ms=_since(began),
            retry_after=_retry_after(response.headers.get("retry-after")),
        )


async def _beginning(response: httpx.Response) -> str:
    """Read no more of an answer than is shown."""
    data = b""
    async for chunk in response.aiter_bytes():
        data += chunk
        if len(data) >= 4 * _SHOWN_CHARACTERS:
            break
    return data.decode(errors="replace")[:_SHOWN_CHARACTERS]


def _headers(body: bytes, key: str, event_id: str) -> dict[str, str]:
    """Return the contract's signature, of the body alone, and that of Standard Webhooks, of id and moment, too."""
    moment = int(time.time())
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(moment),
        "webhook-signature": event_signature(body, key, event_id=event_id, timestamp=moment),
        "Content-Type": "application/json",
        "x-skyvern-signature": signature(body, key),
        "x-skyvern-timestamp": str(moment),
    }


def _pause(tries: int, retry_after: float | None) -> timedelta:
    if retry_after is not None:
        return timedelta(seconds=min(retry_after, TRY_SECONDS))
    doubled = 2.0 ** min(tries - 1, _DOUBLINGS)
    return timedelta(seconds=min(doubled, LONGEST_WAIT) + random.random())  # noqa: S311 - jitter


def _retry_after(header: str | None) -> float | None:
    return float(header) if header and header.strip().isdigit() else None


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
