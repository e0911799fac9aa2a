"""Parameters, definitions and addresses as people give them on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from skyvern.cli.inputs import definition, fingerprint, pairs
from skyvern.cli.listening import check_port, free_port
from skyvern.cli.remote import key_for, on_this_machine
from skyvern.cli.watch import essential


def test_pairs_keep_everything_after_the_first_equals_sign() -> None:
    assert pairs(["a=1", "b=x=y", "c="], option="-p") == {"a": "1", "b": "x=y", "c": ""}


def test_a_file_adds_an_object_with_its_types(tmp_path: Path) -> None:
    path = tmp_path / "given.json"
    path.write_text('{"n": 4, "list": [1]}')
    assert pairs([f"@{path}", "n=5"], option="-p") == {"n": "5", "list": [1]}


@pytest.mark.parametrize("item", ["nothing", "=value"])
def test_what_is_no_pair_is_refused_in_a_sentence(item: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as stopped:
        pairs([item], option="-p")
    assert stopped.value.exit_code == 2
    assert "is not key=value" in capsys.readouterr().err


def test_a_definition_is_json_by_its_name_and_yaml_otherwise(tmp_path: Path) -> None:
    as_json, as_yaml = tmp_path / "a.json", tmp_path / "a.yaml"
    as_json.write_text('{"title": "A"}')
    as_yaml.write_text("title: A")
    assert definition(as_json) == {"json_definition": {"title": "A"}}
    assert definition(as_yaml) == {"yaml_definition": "title: A"}
    assert fingerprint(as_json) != fingerprint(as_yaml)


def test_broken_json_is_told_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"title": }')
    with pytest.raises(typer.Exit):
        definition(path)
    assert "line 1, column 11" in capsys.readouterr().err


def test_a_taken_port_is_told_and_another_one_found(capsys: pytest.CaptureFixture[str]) -> None:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(typer.Exit):
            check_port("127.0.0.1", port)
        assert free_port(port) != port
    assert f"port {port} is taken" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://localhost:8000", True),
        ("http://127.0.0.1:1", True),
        ("http://[::1]:8000", True),
        ("https://skyvern.example.com", False),
        ("http://localhost.example.com", False),
        ("http://10.0.0.1", False),
    ],
)
def test_the_kept_key_goes_to_this_machine_only(
    url: str, here: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SKYVERN_API_KEY", raising=False)
    monkeypatch.setenv("SKYVERN_DATA_DIR", str(tmp_path))
    (tmp_path / "api_key").write_text("sk_kept\n")
    assert on_this_machine(url) is here
    assert key_for(url) == ("sk_kept" if here else None)
    monkeypatch.setenv("SKYVERN_API_KEY", "sk_given")
    assert key_for(url) == "sk_given"


def test_an_output_is_shown_without_ids_links_and_empty_lists() -> None:
    whole = {"a_output": {"task_id": "tsk_1", "errors": [], "status": "completed", "zero": 0}, "list": [1]}
    assert essential(whole) == {"a_output": {"status": "completed", "zero": 0}, "list": [1]}
    assert essential("text") == "text"
