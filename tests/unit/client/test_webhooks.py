"""The verifier of events believes only what was signed: body, id and moment."""

from __future__ import annotations

import pytest

from skyvern.client import verify_event
from skyvern.domain.canonical import event_signature, webhook_secret

BODY = b'{"run_id":"wr_1","total":2}'
NOW = 1764000000
HEADERS = {
    "Webhook-Id": "whd_1",
    "Webhook-Timestamp": str(NOW),
    "Webhook-Signature": "v1,nw5940Xh7O14OFvweOn48F/OgSXWVSlD7vU0y3tHd2Y=",
}
"""Made by the published library `standardwebhooks` 1.1.0 from `webhook_secret("sk_test")`."""


def test_what_the_published_library_signs_is_what_we_sign_and_believe() -> None:
    assert webhook_secret("sk_test") == "whsec_c2tfdGVzdA=="
    assert event_signature(BODY, "sk_test", event_id="whd_1", timestamp=NOW) == HEADERS["Webhook-Signature"]
    assert verify_event(BODY, HEADERS, "sk_test", now=NOW) == "whd_1"
    rotated = {**HEADERS, "Webhook-Signature": f"v1,AAAA {HEADERS['Webhook-Signature']}"}
    assert verify_event(BODY.decode(), rotated, " sk_test ", now=NOW + 299) == "whd_1"


@pytest.mark.parametrize(
    ("body", "changes", "key", "now"),
    [
        (BODY + b" ", {}, "sk_test", NOW),
        (BODY, {"Webhook-Id": "whd_2"}, "sk_test", NOW),
        (BODY, {"Webhook-Timestamp": str(NOW + 1)}, "sk_test", NOW),
        (BODY, {"Webhook-Timestamp": "soon"}, "sk_test", NOW),
        (BODY, {"Webhook-Timestamp": "9" * 5000}, "sk_test", NOW),
        (BODY, {"Webhook-Signature": ""}, "sk_test", NOW),
        (BODY, {"Webhook-Signature": "v1,\u00e9"}, "sk_test", NOW),
        (BODY, {}, "sk_other", NOW),
        (BODY, {}, "sk_test", NOW + 301),
        (BODY, {}, "sk_test", NOW - 301),
    ],
)
def test_nothing_else_is_believed(body: bytes, changes: dict[str, str], key: str, now: float) -> None:
    assert verify_event(body, {**HEADERS, **changes}, key, now=now) is None
