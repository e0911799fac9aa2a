"""Canonical bytes are stable and signed alike everywhere; no known secret survives redaction."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, strategies as st

from skyvern.domain.canonical import canonical_bytes, signature, signature_matches
from skyvern.domain.page import Element, Line, Observation, Reading
from skyvern.domain.redaction import MASK, Redactor, is_telling

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(JSON.filter(lambda value: "\\ud" not in json.dumps(value)))
def test_the_bytes_are_stable_through_a_round_trip(value: object) -> None:
    body = canonical_bytes(value)
    again = canonical_bytes(json.loads(body))
    assert again == body
    assert signature_matches(body, "key", signature(again, "key"))
    assert not signature_matches(body + b" ", "key", signature(body, "key"))


def test_whole_floats_order_and_unescaped_text() -> None:
    value = {"b": 1.0, "a": [2.5, -0.0, True, {"ż": 1e3}], "none": None}
    assert canonical_bytes(value) == '{"b":1,"a":[2.5,0,true,{"ż":1000}],"none":null}'.encode()


@given(TEXT.filter(lambda text: len(text) >= 4), TEXT, TEXT)
def test_no_secret_survives(secret: str, before: str, after: str) -> None:
    mask = Redactor([secret])
    shown = mask.value({before + secret: [before + secret + after, {"k": secret}], "n": 1})
    if secret not in MASK and secret not in before + MASK + after and secret not in json.dumps(shown):
        assert secret not in str(shown)
    assert secret not in mask.text(secret) or secret in MASK
    assert mask.data(secret.encode()) == MASK.encode() or secret in MASK


def test_encoded_forms_are_masked_and_short_values_are_not_secrets() -> None:
    mask = Redactor(['a b"c/ż', "abc"])
    assert mask.text("q=a%20b%22c%2F%C5%BC&r=a+b%22c%2F%C5%BC") == f"q={MASK}&r={MASK}"
    assert mask.text('{"p": "a b\\"c/\\u017c"}') == '{"p": "' + MASK + '"}'
    assert mask.text("abc") == "abc"


CANARY = "Kestrel-93!quartz"


@pytest.mark.parametrize(
    "echo",
    [
        CANARY.upper(),
        CANARY.swapcase(),
        quote(CANARY, safe="").lower(),
        quote_plus(f"?q={CANARY}"),
        html.escape(f'<a title="{CANARY}">'),
        json.dumps({"said": CANARY.lower()}),
        *(base64.b64encode(b"x" * n + CANARY.encode() + b"tail").decode() for n in range(4)),
        base64.urlsafe_b64encode(f"?{CANARY}?".encode()).decode(),
        CANARY.encode().hex(),
    ],
)
def test_a_secret_is_known_in_every_coding(echo: str) -> None:
    masked = Redactor([CANARY]).text(f"before {echo} after")
    assert MASK in masked
    assert masked.startswith("before ")
    assert masked.endswith(" after")
    assert "estrel" not in masked.lower()


def test_a_common_word_is_masked_in_its_own_case_only() -> None:
    mask = Redactor(["password"])
    assert mask.text("Password: password") == f"Password: {MASK}"
    assert not is_telling("password")
    assert not is_telling("1234")
    assert is_telling("hunterxyz")
    assert is_telling("482913")


def test_records_are_masked_to_their_depths() -> None:
    mask = Redactor([CANARY])
    seen = Observation(
        url=f"https://x/?q={quote(CANARY)}",
        title="Plain",
        elements=(
            Element(ref="e1", role="link", name=f"Hello {CANARY}", hints=(CANARY,)),
            Element(ref="e2", role="x", name="y"),
        ),
        reading=Reading(lines=(Line(text=CANARY),), meta={"a": CANARY}),
    )
    masked = mask.record(seen)
    assert "Kestrel" not in str(masked)
    assert masked.elements[0].ref == "e1"
    assert masked.elements[1] is seen.elements[1]
    plain = Observation(url="https://x/", title="Plain")
    assert mask.record(plain) is plain
