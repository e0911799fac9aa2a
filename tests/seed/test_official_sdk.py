"""The official SDK, in an environment of its own, makes the complete example's calls against our server.

SKYVERN_OFFICIAL_SDK_PYTHON names the interpreter of an environment that has it; otherwise one is made here, once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from skyvern.testing.sites.samples import sample_workflow

VERSION = "1.0.56"
SCRIPT = Path(__file__).with_name("official_sdk_example.py")


@pytest.fixture(scope="session")
def official_python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The interpreter of an environment with the official SDK; the test is skipped where it cannot be installed."""
    given = os.environ.get("SKYVERN_OFFICIAL_SDK_PYTHON")
    if given:
        return given
    folder = tmp_path_factory.mktemp("official") / "venv"
    python = folder / "bin" / "python"
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True, timeout=120)
        install = [str(python), "-m", "pip", "install", "-q", f"skyvern=={VERSION}"]
        subprocess.run(install, check=True, capture_output=True, text=True, timeout=600)
    except (subprocess.SubprocessError, OSError) as error:
        pytest.skip(f"skyvern=={VERSION} cannot be installed here: {error}")
    return str(python)


@pytest.mark.long
def test_the_official_sdk_runs_the_complete_example(official_python: str, server, sites: str, tmp_path: Path) -> None:
    environment = {
        "SKYVERN_API_KEY": server.api_key,
        "SKYVERN_BASE_URL": server.base_url,
        "HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
    }
    workflow = json.dumps(sample_workflow("credential_verification", sites))
    done = subprocess.run(
        [official_python, str(SCRIPT), workflow],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout.strip().splitlines()[-1])
    assert said["status"] == "completed", said["failure_reason"]
    assert said["account"] == "12345678"
    assert said["certification"].lower() == "active"
    assert said["recording"].startswith(server.base_url)
    assert said["app_url"].startswith(server.base_url)
    assert said["screenshots"]
    assert said["blocks"] == ["search_registry", "extract_credentials"]
    assert said["version"] == 1
    assert said["artifacts"] > 0
