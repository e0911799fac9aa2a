"""Buckets that a workflow names, against local stand-ins of the three services, behind the guarding proxy."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from skyvern.artifacts import Bucket, BucketFailed, BucketKind, BucketPlace
from skyvern.domain.addresses import AddressRules
from skyvern.net.policy import ProxyPolicy
from skyvern.net.proxy import ProxyListener
from skyvern.testing.buckets import ACCESS_KEY, ACCOUNT, EMAIL, StandIn, running_buckets

SECRET = base64.b64encode(b"a secret of thirty-two characters").decode()


@pytest.fixture(scope="module")
def rsa() -> str:
    """A key as Google gives them."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


@pytest.fixture
def service() -> Iterator[StandIn]:
    with running_buckets() as stand_in:
        yield stand_in


@pytest.fixture
async def proxy() -> AsyncIterator[ProxyListener]:
    listener = ProxyListener(ProxyPolicy(rules=AddressRules.parse("127.0.0.0/8")))
    await listener.start()
    yield listener
    await listener.stop()


def place(kind: str, service: StandIn, rsa: str, **more: str) -> BucketPlace:
    google = {
        "type": "service_account",
        "client_email": EMAIL,
        "private_key_id": "k",
        "private_key": rsa,
        "token_uri": f"{service.url}/token",
    }
    keys = {"s3": (ACCESS_KEY, SECRET), "azure": (ACCOUNT, SECRET), "gcs": ("", json.dumps(google))}[kind]
    given = {"bucket": "box", "key_id": keys[0], "secret": keys[1], "endpoint": service.url, **more}
    return BucketPlace(kind=BucketKind(kind), **given)


@pytest.mark.parametrize("kind", ["s3", "azure", "gcs"])
async def test_files_go_and_come_through_the_proxy(
    kind: str, service: StandIn, proxy: ProxyListener, rsa: str, tmp_path: Path
) -> None:
    bucket = Bucket(place(kind, service, rsa), proxy_url=f"http://127.0.0.1:{proxy.port}")
    (tmp_path / "a b.txt").write_bytes(b"hello")
    uri = await bucket.put("folder/ü b.txt", tmp_path / "a b.txt", "text/plain")
    assert (
        uri
        == {
            "s3": "s3://box/folder/ü b.txt",
            "azure": f"{service.url}/{ACCOUNT}/box/folder/%C3%BC%20b.txt",
            "gcs": "gs://box/folder/ü b.txt",
        }[kind]
    )
    assert service.files == {"box/folder/ü b.txt": b"hello"}
    assert [(file.key, file.size) for file in await bucket.files("folder", most=10)] == [("folder/ü b.txt", 5)]
    assert await bucket.read("folder/ü b.txt", most=100) == b"hello"
    with pytest.raises(BucketFailed, match="more than 0 MiB"):
        await bucket.read("folder/ü b.txt", most=4)
    with pytest.raises(BucketFailed, match="there is no"):
        await bucket.read("none.txt", most=4)
    assert proxy.traffic.requests >= 4


async def test_keys_of_the_server_are_not_used(
    service: StandIn, proxy: ProxyListener, rsa: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of the server")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "of-the-server")
    bucket = Bucket(place("s3", service, rsa, key_id="AKOTHER"), proxy_url=f"http://127.0.0.1:{proxy.port}")
    with pytest.raises(BucketFailed) as refusal:
        await bucket.files("", most=1)
    assert "AccessDenied" in str(refusal.value)
    assert SECRET not in str(refusal.value)
    assert "AKOTHER" not in str(refusal.value)
    assert all("Credential=AKOTHER/" in given for given in service.authorizations)


async def test_an_address_that_the_rules_keep_shut_is_not_reached(service: StandIn, rsa: str) -> None:
    shut = ProxyListener(ProxyPolicy(rules=AddressRules()))
    await shut.start()
    bucket = Bucket(place("s3", service, rsa), proxy_url=f"http://127.0.0.1:{shut.port}")
    with pytest.raises(BucketFailed):
        await bucket.files("", most=1)
    await shut.stop()
    assert service.asked == []
    assert shut.traffic.refusals


def test_a_key_that_is_none_is_refused(service: StandIn, rsa: str) -> None:
    with pytest.raises(BucketFailed, match="cannot be used"):
        Bucket(place("gcs", service, rsa, secret="no json"), proxy_url="http://127.0.0.1:1")
    assert "secret" not in repr(place("s3", service, rsa, secret="secret"))
