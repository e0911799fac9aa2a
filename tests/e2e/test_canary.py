"""Secrets that a page says back in every way it can are in nothing that the product writes, sends or shows."""

from __future__ import annotations

import asyncio
import base64
import html
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest

from skyvern import Skyvern
from skyvern.testing.http import serving
from tests.e2e.echoes import LINE, PLAIN, Echoes, Reader, box_of
from tests.pixels import Picture, frames, picture

if TYPE_CHECKING:
    from tests.e2e.conftest import Product, Receiver

Connect = Callable[["Product"], Skyvern]

PASSWORD, TOKEN, CARD, CVV = "Kestrel-93!quartz", "tok~Umber~5521zz", "4929715530862417", "739182"
SEED = "JBSWY3DPK5XXE3DEMNQW4YLS"
USERNAME, HOLDER = "vermilion.canary@example.org", "Ottoline Zephyr-Quail"
LETTERS = 16
LOGIN = {"username": USERNAME, "password": PASSWORD, "totp": SEED, "totp_type": "authenticator"}
PAYING = {
    "card_number": CARD,
    "card_cvv": CVV,
    "card_exp_month": "11",
    "card_exp_year": "2031",
    "card_brand": "visa",
    "card_holder_name": HOLDER,
}


@pytest.mark.long
async def test_nothing_that_a_page_says_back_is_kept(
    receiver: Receiver, tmp_path: Path, product_with: Callable[..., Product], connected: Connect
) -> None:
    echoes, reader = Echoes(), Reader()
    async with serving(echoes.app()) as site, serving(reader.app()) as model:
        environment = {
            "SKYVERN_MODEL": "openai-chat:reader",
            "OPENAI_BASE_URL": model,
            "OPENAI_API_KEY": "local",
        }
        product = product_with(tmp_path / "canary", environment)
        client = connected(product)
        run_id, answers = await run_everything(product, client, site, f"{receiver.url}/hook")
        try:
            pictures, video = await pictures_of(client, run_id)
        except AssertionError as error:
            raise AssertionError(f"{error}: {product.log[-1500:]}") from None
    assert echoes.got["password"] == PASSWORD
    assert echoes.got["card_number"] == CARD
    code = echoes.got["totp"]
    assert len(code) == 6
    hooks = [body.decode() for body, _, _ in await receiver.take(1)]
    looked_through = {
        "prompts": "\n".join(reader.asked),
        "answers of the API": "\n".join(answers),
        "webhooks": "\n".join(hooks),
        "log": product.log,
    }
    secrets = (PASSWORD, TOKEN, CARD, CVV, SEED, code)
    await without_browsers(product.data_dir)
    assert len(reader.asked) >= 3
    assert "*****" in looked_through["prompts"]
    assert "*****" in looked_through["answers of the API"]
    assert [(place, form) for place, text in looked_through.items() for form in found(text.encode(), secrets)] == []
    assert kept(product.data_dir, secrets) == []
    product.server.stop()
    assert kept(product.data_dir, secrets) == []
    # what is no secret is in nothing that we write either, as long as no page says it; the owner may read it
    assert [place for place, text in looked_through.items() if HOLDER in text] == []
    assert [place for place, text in looked_through.items() if USERNAME in text and place != "answers of the API"] == []
    assert kept(product.data_dir, (HOLDER,)) == []
    check_pictures([picture(data) for data in pictures])
    check_video(list(frames(video)))


async def run_everything(product: Product, client: Skyvern, site: str, hook: str) -> tuple[str, list[str]]:
    """Run blocks of all kinds over the site; return the run's id and everything that the API says about it."""
    stored = [
        ("login", "password", LOGIN),
        ("card", "credit_card", PAYING),
        ("token", "secret", {"secret_value": TOKEN}),
    ]
    made = {
        key: await client.create_credential(name=key, credential_type=kind, credential=fields)
        for key, kind, fields in stored
    }
    parameters = [
        {"key": key, "parameter_type": "credential", "credential_id": credential.credential_id}
        for key, credential in made.items()
    ]
    blocks = [
        {
            "label": "send",
            "block_type": "navigation",
            "url": f"{site}/form",
            "navigation_goal": "Fill in the form and send it",
            "parameter_keys": list(made),
        },
        {
            "label": "read",
            "block_type": "extraction",
            "data_extraction_goal": "Everything that the page says",
            "data_schema": {"type": "object", "properties": {"said": {"type": "string"}}},
        },
        {
            "label": "tell",
            "block_type": "code",
            "code": "a = await page.title()\nb = page.url\nc = await page.content()\nprint(c, login.password)\n"
            "d = login.password.upper() + card.card_number",
        },
        {"label": "stay", "block_type": "wait", "wait_sec": 2},  # so that the film has this page on a busy machine too
        {"label": "end", "block_type": "terminate", "reason": "{{ login.password }} {{ tell_output.c }}"},
    ]
    workflow = await product.save(client, blocks, parameters)
    run = await client.run_workflow(workflow, webhook_url=hook)
    ended = await product.until(client, run.run_id, seconds=240)
    assert ended.status == "terminated", ended.failure_reason
    answers = [
        str(ended.to_dict()),
        json.dumps(ended.to_dict(), default=str),
        str([item.to_dict() for item in await client.get_run_timeline(run.run_id)]),
        str([item.to_dict() for item in await client.get_run_artifacts(run.run_id)]),
        str([(await client.get_credential(item.credential_id)).to_dict() for item in made.values()]),
        str((await client.get_workflow(workflow)).to_dict()),
    ]
    return run.run_id, answers


async def pictures_of(client: Skyvern, run_id: str) -> tuple[list[bytes], bytes]:
    """Return the run's pictures and its video."""
    artifacts = await client.get_run_artifacts(run_id)
    shots = [item for item in artifacts if str(item.artifact_type).startswith("screenshot")]
    videos = [item for item in artifacts if item.artifact_type == "recording"]
    assert videos, "there is no recording"
    return (
        [await client.artifacts.get_artifact_content(item.artifact_id) for item in shots],
        await client.artifacts.get_artifact_content(videos[0].artifact_id),
    )


def forms(secret: str) -> Iterator[bytes]:
    """Return the ways in which a secret may be written."""
    data = secret.encode()
    yield from (data, data.swapcase(), data.upper(), data.lower(), data.hex().encode())
    yield from (quote(secret, safe="").encode(), quote_plus(secret).encode(), quote(secret, safe="").lower().encode())
    yield from (json.dumps(secret)[1:-1].encode(), html.escape(secret).encode())
    for before in range(3):
        core = base64.b64encode(b"\0" * before + data)[4 if before else 0 : -4]
        yield from (core, core.replace(b"+", b"-").replace(b"/", b"_"))


def found(data: bytes, secrets: tuple[str, ...]) -> list[bytes]:
    """Return the forms of secrets that stand in the data."""
    # Base64 of six digits is too short to be told from chance
    wanted = {form for secret in secrets for form in forms(secret) if len(form) >= 6}
    return sorted(form for form in wanted if form in data)


async def without_browsers(folder: Path, seconds: float = 60) -> None:
    """Wait until the browser of a run that has ended is gone with its profile."""
    end = time.monotonic() + seconds
    while left := list((folder / "browsers").glob("br_*")):
        assert time.monotonic() < end, f"left behind: {left}"
        await asyncio.sleep(0.1)


def kept(folder: Path, secrets: tuple[str, ...]) -> list[tuple[str, list[bytes]]]:
    """Return the files (names and bytes) that hold a secret, but what the page had the user download.

    Its bytes are the site's and the user's own; its name is looked at. Chromium's profile is gone with the run.
    """
    hits: list[tuple[str, list[bytes]]] = []
    for path in folder.rglob("*"):
        named = str(path.relative_to(folder)).encode()
        data = b"" if not path.is_file() or path.name.startswith("said-") else path.read_bytes()
        if held := found(named + b"\n" + data, secrets):
            hits.append((str(path), held))
    assert any(path.name.startswith("skyvern.db") for path in folder.iterdir())
    return hits


def check_pictures(shots: list[Picture]) -> None:
    """See that fields show dots, and that texts that show a secret are covered, by pixels."""
    line = {**LINE, "width": 14.0 * len(PASSWORD)}
    typed = [
        (shot.cut(box_of("card_number", LETTERS)), shot.cut(box_of("secret_value", LETTERS)))
        for shot in shots
        if shot.blank(line) and not shot.blank(box_of("card_cvv", 4))
    ]
    assert typed
    assert all(one == other for one, other in typed), "fields show letters, not dots"
    shown = [shot for shot in shots if not shot.blank(PLAIN)]
    assert shown
    assert all(shot.covered(line) for shot in shown)
    assert not any(shot.covered(PLAIN) for shot in shown)


def check_video(film: list[Picture]) -> None:
    """See that no frame shows the text that the second page has in the place of the cover."""
    line = {**LINE, "width": 14.0 * len(PASSWORD)}
    covered = [frame.covered(line, tolerance=60) for frame in film]
    assert any(covered)
    assert all(cover or frame.blank(line) for cover, frame in zip(covered, film, strict=True))
