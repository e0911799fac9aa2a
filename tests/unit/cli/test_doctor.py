"""What the doctor says about a healthy machine and about broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from skyvern.cli.doctor import server
from skyvern.serve.checkup import ask_model, browser, database, disk, keys, model
from skyvern.settings import Settings, read_settings
from skyvern.testing.http import serving
from skyvern.testing.model_server import ModelServer, Served
from tests.conftest import free_port


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({}, data_dir=tmp_path)


def test_a_fresh_folder_is_fine(settings: Settings) -> None:
    assert database(settings).good is True
    assert disk(settings).good is True
    assert keys(settings).good is None


def test_a_database_file_of_something_else_is_broken(settings: Settings) -> None:
    (settings.data_dir / "skyvern.db").write_text("not a database at all, but long enough to be read as one" * 100)
    found = database(settings)
    assert found.good is False
    assert "not a database" in found.says


def test_keys_that_others_can_read_are_broken(settings: Settings) -> None:
    secret = settings.data_dir / "secret.key"
    secret.write_text("0" * 64)
    secret.chmod(0o644)
    assert keys(settings).good is False
    assert keys(settings).mend == f"chmod 600 {secret}"
    secret.chmod(0o600)
    assert keys(settings).good is True


@pytest.mark.parametrize(
    ("name", "variables", "good"),
    [
        ("", {}, None),
        ("gpt", {}, False),
        ("openai:gpt", {}, False),
        ("openai:gpt", {"OPENAI_API_KEY": "k"}, True),
        ("ollama:x", {}, True),
    ],
)
def test_the_model_needs_a_provider_and_its_key(name: str, variables: dict[str, str], good: bool | None) -> None:
    assert model(name, variables.get).good is good


def test_a_missing_browser_is_told_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKYVERN_CHROMIUM", "/nowhere/chromium")
    found = browser()
    assert found.good is False
    assert "/nowhere/chromium" in found.says
    assert "SKYVERN_CHROMIUM" in found.mend


async def test_no_server_is_worth_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKYVERN_BASE_URL", "http://127.0.0.1:9")
    assert (await server()).good is None


@pytest.mark.parametrize(
    ("served", "good", "says", "mend"),
    [
        (Served(data={"sum": 42}), True, "answers in the wanted shape", ""),
        (Served(data={"sum": 41}), None, "says that 17 + 25 is 41", "more capable"),
        (Served(status=401), False, "key for openai-chat:small was refused", "set OPENAI_API_KEY"),
        (Served(status=404), False, "knows no model openai-chat:small: stand-in says 404", "/models"),
        (Served(text="It is 42."), False, "no answer of the wanted shape", "call tools"),
    ],
)
async def test_a_model_is_asked(
    monkeypatch: pytest.MonkeyPatch, served: Served, good: bool | None, says: str, mend: str
) -> None:
    async with serving(ModelServer([served]).app()) as url:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{url}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "local")
        found = await ask_model("openai-chat:small")
    assert found.good is good
    assert says in found.says
    assert mend in found.mend


async def test_a_model_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{free_port()}/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "local")
    found = await ask_model("openai-chat:small")
    assert found.good is False
    assert "see that the model's server runs" in found.mend
