"""The official SDK, in an environment of its own, makes the complete example's calls against our server.

SKYVERN_OFFICIAL_SDK_PYTHON names the interpreter of an environment that has it; otherwise one is made here, once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from skyvern.testing.sites.facts import PORTAL_PASSWORD, PORTAL_USERNAME
from skyvern.testing.sites.samples import sample_workflow
from skyvern.testing.sites.server import running
from tests.conftest import ServerProcess
from tests.e2e.fleet import fleet_on_machines

VERSION = "1.0.56"
UV = (sys.executable, "-m", "uv")


def install(python: str, requirement: str) -> None:
    """Put a package into another environment."""
    command = [*UV, "pip", "install", "-q", "--python", python, requirement]
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=900)


@pytest.fixture(scope="session")
def official_python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The interpreter of an environment with the official SDK; the test is skipped where it cannot be installed."""
    given = os.environ.get("SKYVERN_OFFICIAL_SDK_PYTHON")
    if given:
        return given
    folder = tmp_path_factory.mktemp("official") / "venv"
    python = folder / "bin" / "python"
    try:
        subprocess.run(
            [*UV, "venv", "--python", sys.executable, str(folder)], check=True, capture_output=True, timeout=120
        )
        install(str(python), f"skyvern=={VERSION}")
    except (subprocess.SubprocessError, OSError) as error:
        pytest.skip(f"skyvern=={VERSION} cannot be installed here: {error}")
    return str(python)


@pytest.fixture(scope="session")
def official_browser_python(official_python: str) -> str:
    """The same with the official SDK's browser extra, which its page verbs need; a given one is left as it is."""
    look = [official_python, "-c", "import fastapi, playwright"]
    if subprocess.run(look, check=False, capture_output=True, timeout=60).returncode == 0:
        return official_python
    if os.environ.get("SKYVERN_OFFICIAL_SDK_PYTHON"):
        pytest.skip("SKYVERN_OFFICIAL_SDK_PYTHON has no skyvern[local]")
    try:
        install(official_python, f"skyvern[local]=={VERSION}")
    except (subprocess.SubprocessError, OSError) as error:
        pytest.skip(f"skyvern[local]=={VERSION} cannot be installed here: {error}")
    return official_python


def run_script(name: str, *arguments: str, python: str, server, home: Path) -> dict[str, Any]:
    """Run a script of this folder with the official SDK and return the JSON that it prints last."""
    environment = {
        "SKYVERN_API_KEY": server.api_key,
        "SKYVERN_BASE_URL": server.base_url,
        "HOME": str(home),
        "PATH": os.environ["PATH"],
    }
    command = [python, str(Path(__file__).with_name(name)), *arguments]
    done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=400, cwd=home)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.mark.long
def test_the_official_sdk_runs_the_complete_example(official_python: str, server, sites: str, tmp_path: Path) -> None:
    workflow = json.dumps(sample_workflow("credential_verification", sites))
    said = run_script("official_sdk_example.py", workflow, python=official_python, server=server, home=tmp_path)
    assert said["status"] == "completed", said["failure_reason"]
    assert said["account"] == "12345678"
    assert said["certification"].lower() == "active"
    assert said["recording"].startswith(server.base_url)
    assert said["app_url"].startswith(server.base_url)
    assert said["screenshots"]
    assert said["blocks"] == ["search_registry", "extract_credentials"]
    assert said["version"] == 1
    assert said["artifacts"] > 0


@pytest.mark.long
def test_the_official_sdk_reads_the_answers_of_its_other_verbs(official_python: str, server, tmp_path: Path) -> None:
    said = run_script("official_sdk_verbs.py", python=official_python, server=server, home=tmp_path)
    assert said["status"] == "terminated"
    assert said["blocks"][:3] == ["for_loop", "wait", "wait"]
    assert "delete_workflow" in said["verbs"]


@pytest.fixture
def apart(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[ServerProcess, str]]:
    """A server whose browsers are on another machine, and the sample sites as that one reaches them."""
    with fleet_on_machines(tmp_path) as fleet:
        if fleet is None:
            print("Postgres is not installed: server and browsers are on one machine")
            yield request.getfixturevalue("server"), request.getfixturevalue("sites")
            return
        fleet.work()
        with running(address=fleet.net.here) as site:
            yield fleet.server, site.base_url


@pytest.mark.long
def test_the_official_sdk_drives_a_session(
    official_browser_python: str, apart: tuple[ServerProcess, str], tmp_path: Path
) -> None:
    server, sites = apart
    workflow = json.dumps(sample_workflow("credential_verification", sites))
    code = f"await page.goto('{sites}/portal/dashboard')\nat = page.url\nhead = await page.inner_text('h1')"
    looks = {
        "title": "Dashboard",
        "workflow_definition": {
            "parameters": [],
            "blocks": [{"label": "look", "block_type": "code", "code": code}],
        },
    }
    said = run_script(
        "official_sdk_session.py",
        sites,
        workflow,
        PORTAL_USERNAME,
        PORTAL_PASSWORD,
        json.dumps(looks),
        python=official_browser_python,
        server=server,
        home=tmp_path,
    )
    assert said["address"].startswith(server.base_url.replace("http", "ws"))
    assert said["typed"][1:5] == ["John", "Smith", "", "CA"]
    assert said["found"] == 1
    assert "/registry/results?" in said["after_click"]
    assert said["validated"] == [True, False]
    assert said["extracted"] == {"certification_status": "Active"}
    assert said["run"]["status"] == "completed", said["run"]["failure"]
    assert said["same_pages"]
    assert said["third"] == said["after_run"]
    assert "/portal/dashboard" in said["signed_in"]
    assert said["closed"] == "completed"
    kept, fresh = said["with_profile"], said["without"]
    assert kept["status"] == fresh["status"] == "completed", (kept["failure"], fresh["failure"])
    assert "/portal/dashboard" in kept["output"]["look_output"]["at"], "signed in, and no block logged in"
    assert "/portal/login" in fresh["output"]["look_output"]["at"]
