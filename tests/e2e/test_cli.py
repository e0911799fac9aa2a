"""The `skyvern` command as people use it: real processes against a real server."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from skyvern.cli import application

if TYPE_CHECKING:
    from tests.conftest import ServerProcess
    from tests.e2e.conftest import Command

SUM = """
title: Sum
workflow_definition:
  parameters:
    - {key: n, parameter_type: workflow, workflow_parameter_type: integer}
  blocks:
    - {label: add, block_type: code, code: "total = 1 + n"}
    - {label: share, block_type: code, code: "part = 12 / add_output['total']"}
"""


@pytest.fixture
def skyvern(server: ServerProcess, tmp_path: Path) -> Skyvern:
    return Skyvern(
        tmp_path,
        SKYVERN_BASE_URL=server.base_url,
        SKYVERN_API_KEY="",
        SKYVERN_DATA_DIR=str(server.data_dir),
    )


class Skyvern:
    """The command with an environment of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200", **environment}

    def __call__(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "skyvern", *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            cwd=self.folder,
            env={**self.environment, **environment},
        )

    def write(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text)
        return name


def test_a_file_runs_with_progress_and_the_same_file_is_the_same_workflow(skyvern: Skyvern) -> None:
    file = skyvern.write("sum.yaml", SUM)
    first = skyvern("run", file, "-p", "n=5", "--wait", "--json")
    assert first.returncode == 0, first.stderr
    run = json.loads(first.stdout)
    assert run["status"] == "completed"
    assert run["output"]["share_output"] == {"part": 2.0}
    for words in ("add (code)", "add completed", "share completed", "run completed"):
        assert words in first.stderr
    second = skyvern("run", file, "-p", "n=2", "--wait")
    assert second.returncode == 0
    assert '"part": 4.0' in second.stdout
    again = json.loads(skyvern("runs", "list", "--json").stdout)
    assert len({item["workflow_permanent_id"] for item in again if item["title"] == "Sum"}) == 1


def test_a_run_that_fails_exits_with_1_and_says_why(skyvern: Skyvern) -> None:
    file = skyvern.write("sum.yaml", SUM)
    failed = skyvern("run", file, "-p", "n=-1", "--wait")
    assert failed.returncode == 1
    assert "division by zero" in failed.stdout
    assert "share failed" in failed.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "missing.yaml"), "there is no file missing.yaml"),
        (("run", "wpid_1"), "404"),
        (("workflow", "get", "wpid_1"), "There is no workflow"),
        (("runs", "get", "wr_1"), "404"),
        (("runs", "cancel", "wr_1"), "404"),
    ],
)
def test_troubles_are_one_sentence(command: Command, arguments: tuple[str, ...], words: str) -> None:
    done = command(*arguments)
    assert done.exit_code == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_wrong_value_and_a_wrong_block_are_named(skyvern: Skyvern) -> None:
    wrong_value = skyvern("run", skyvern.write("sum.yaml", SUM), "-p", "n=many", "--wait")
    assert wrong_value.returncode == 1
    assert "'n'" in wrong_value.stderr
    assert "many" in wrong_value.stderr
    broken = SUM.replace("block_type: code", "block_type: magic", 1)
    wrong_block = skyvern("workflow", "create", skyvern.write("wrong.yaml", broken))
    assert wrong_block.returncode == 1
    assert "add" in wrong_block.stderr
    assert "magic" in wrong_block.stderr
    strange = SUM.replace("block_type: code", "block_type: code, colour: red", 1)
    told = skyvern("workflow", "create", skyvern.write("strange.yaml", strange))
    assert told.returncode == 0
    assert "warning: block 'add': colour: unknown, ignored" in told.stderr


def test_no_server_and_a_wrong_key_are_told_with_their_cure(skyvern: Skyvern) -> None:
    nobody = skyvern("runs", "list", SKYVERN_BASE_URL="http://127.0.0.1:9")
    assert nobody.returncode == 1
    assert "skyvern server" in nobody.stderr
    refused = skyvern("runs", "list", SKYVERN_API_KEY="sk_wrong")
    assert refused.returncode == 1
    assert "SKYVERN_API_KEY" in refused.stderr


def test_the_life_of_a_workflow(skyvern: Skyvern) -> None:
    file = skyvern.write("life.yaml", SUM.replace("title: Sum", "title: Life"))
    made = json.loads(skyvern("workflow", "create", file, "--json").stdout)
    workflow_id = made["workflow_permanent_id"]
    assert skyvern("workflow", "update", workflow_id, file).returncode == 0
    assert [item["version"] for item in json.loads(skyvern("workflow", "versions", workflow_id, "--json").stdout)] == [
        2,
        1,
    ]
    assert json.loads(skyvern("workflow", "get", workflow_id, "--version", "1").stdout)["version"] == 1
    assert workflow_id in skyvern("workflow", "list", "--search", "Life").stdout
    assert skyvern("workflow", "delete", workflow_id).returncode == 0
    assert workflow_id not in skyvern("workflow", "list", "--search", "Life").stdout


EXPORTED = """
title: Of elsewhere
proxy_location: RESIDENTIAL
model: {model_name: CLAUDE}
workflow_definition:
  version: 2
  parameters:
    - {key: start number, parameter_type: workflow, workflow_parameter_type: integer, default_value: 4}
  blocks:
    - label: First step
      block_type: code
      code: "total = 1 + start_number"
      parameter_keys: [start number]
      next_block_label: Ask the model
      of_a_newer_version: true
    - {label: Ask the model, block_type: text_prompt, prompt: "Is {{ First step_output.total }} much?"}
"""


def test_a_workflow_of_elsewhere_is_examined_saved_and_run(skyvern: Skyvern) -> None:
    file = skyvern.write("exported.yaml", EXPORTED)
    checked = skyvern("workflow", "import", file, "--check")
    assert checked.returncode == 0, checked.stderr
    assert "supported  1 × block code" in checked.stdout
    assert "label 'First step' is now 'First_step'" in checked.stdout
    assert "degrades   block 'Ask_the_model' (text_prompt): needs a language model" in checked.stdout
    assert "proxy_location RESIDENTIAL: needs a source in SKYVERN_PROXIES" in checked.stdout
    assert "of_a_newer_version" in checked.stdout
    assert "Of elsewhere" not in skyvern("workflow", "list", "--search", "elsewhere").stdout
    assert "wpid_" in skyvern("workflow", "import", file).stdout
    (row,) = json.loads(skyvern("workflow", "list", "--search", "Of elsewhere", "--json").stdout)
    labels = [block["label"] for block in row["workflow_definition"]["blocks"]]
    assert labels == ["First_step", "Ask_the_model"]
    ran = skyvern("run", row["workflow_permanent_id"], "--proxy-location", "NONE", "--wait")
    assert ran.returncode == 1
    assert "needs an LLM: 'Is 5 much?'" in ran.stdout + ran.stderr
    assert skyvern("workflow", "delete", row["workflow_permanent_id"]).returncode == 0


def test_what_cannot_run_is_not_imported(skyvern: Skyvern) -> None:
    file = skyvern.write("bad.yaml", EXPORTED.replace("block_type: code", "block_type: dance"))
    refused = skyvern("workflow", "import", file)
    assert refused.returncode == 1
    assert "refused" in refused.stdout
    assert "dance" in refused.stdout
    assert "Of elsewhere" not in skyvern("workflow", "list", "--search", "elsewhere").stdout


def test_a_password_goes_in_and_does_not_come_out(skyvern: Skyvern) -> None:
    added = skyvern("credentials", "add", "Portal", "--username", "bob", SKYVERN_NEW_PASSWORD="pa55-w0rd")
    credential_id = added.stdout.strip()
    assert credential_id.startswith("cred_"), added.stderr
    listed = skyvern("credentials", "list")
    assert "bob" in listed.stdout
    assert "pa55-w0rd" not in listed.stdout + skyvern("credentials", "list", "--json").stdout
    assert skyvern("credentials", "delete", credential_id).returncode == 0
    assert credential_id not in skyvern("credentials", "list").stdout


def test_keys_are_made_and_revoked_beside_the_running_server(skyvern: Skyvern) -> None:
    key_id, text = skyvern("keys", "create", "another").stdout.split()
    assert skyvern("runs", "list", SKYVERN_API_KEY=text).returncode == 0
    listed = skyvern("keys", "list").stdout
    assert key_id in listed
    assert text not in listed
    assert skyvern("keys", "revoke", key_id).returncode == 0
    assert skyvern("keys", "revoke", key_id).returncode == 1


def test_the_doctor_starts_a_browser_and_finds_nothing_wrong(skyvern: Skyvern) -> None:
    healthy = skyvern("doctor")
    assert healthy.returncode == 0, healthy.stdout + healthy.stderr
    for about in ("browser", "database", "disk", "keys", "server"):
        assert f"ok      {about}" in healthy.stdout
    ill = skyvern("doctor", SKYVERN_CHROMIUM="/nowhere/chromium")
    assert ill.returncode == 1
    assert "BROKEN  browser" in ill.stdout


def test_the_first_start_kept_the_key_for_its_owner_alone(server: ServerProcess) -> None:
    kept = server.data_dir / "api_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert f"shown this once: {server.api_key}" in (server.data_dir.parent / "data.log").read_text()


def test_a_second_server_on_the_same_port_or_data_is_refused(server: ServerProcess, skyvern: Skyvern) -> None:
    port = server.base_url.rpartition(":")[2]
    busy = skyvern("server", "--port", port, "--data-dir", str(skyvern.folder / "other"))
    assert busy.returncode == 1
    assert f"port {port} is taken" in busy.stderr
    served = skyvern("server", "--port", "0")
    assert served.returncode == 1
    assert "another server or worker uses" in served.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SKYVERN_PORT", "many"),
        ("SKYVERN_ALLOWED_PRIVATE_NETWORKS", "everywhere"),
        ("SKYVERN_DATABASE_URL", "postgresql://nobody:pass-w0rd@127.0.0.1:9/none"),
    ],
)
def test_settings_that_cannot_be_used_are_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("SKYVERN_DATA_DIR", str(tmp_path / "new"))
    monkeypatch.setenv(name, value)
    done = CliRunner().invoke(application(["server"]), ["server"])
    assert done.exit_code == 1
    assert "Traceback" not in done.stderr
    assert "pass-w0rd" not in done.stderr
    assert name in done.stderr or "database" in done.stderr


def test_remote_commands_load_nothing_of_the_server() -> None:
    code = (
        "import sys; from skyvern.cli import application; application(['runs', 'run', 'workflow', 'credentials']);"
        "print(sorted({n.split('.')[0] for n in sys.modules} & {'fastapi', 'dbos', 'sqlalchemy', 'playwright'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.long
def test_the_demo_completes_twice_with_one_workflow(tmp_path: Path) -> None:
    skyvern = Skyvern(tmp_path, SKYVERN_DATA_DIR=str(tmp_path / "data"))
    first, second = skyvern("demo", "--once"), skyvern("demo", "--once")
    for done in (first, second):
        assert done.returncode == 0, done.stdout + done.stderr
        assert '"asha_account_number": "12345678"' in done.stdout
        assert '"certification_status": "Active"' in done.stdout
        assert "recording_url" in done.stdout
    workflows = {
        line.split()[4].rstrip(":")
        for done in (first, second)
        for line in done.stdout.splitlines()
        if line.startswith("run wr_")
    }
    assert len(workflows) == 1
