"""The files of `deploy/`: what linters say of them, and that they fit the product and one another."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from skyvern.cli import COMMANDS
from skyvern.settings import read_settings

DEPLOY = Path(__file__).parents[2] / "deploy"
SETTINGS = Path(__file__).parents[2] / "skyvern" / "settings.py"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))


def documents() -> list[dict[str, Any]]:
    return [document for path in MANIFESTS for document in yaml.safe_load_all(path.read_text())]


def test_the_dockerfile_pleases_hadolint() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "hadolint", "--failure-threshold", "warning", DEPLOY / "Dockerfile"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_manifests_are_of_kubernetes() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "kubernetes-validate", "--strict", *MANIFESTS],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    kinds = {document["kind"] for document in documents()}
    assert {"Deployment", "Service", "ConfigMap", "Secret", "NetworkPolicy"} <= kinds


def commands() -> list[list[str]]:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    found = [service["command"] for service in compose["services"].values() if service["image"] == "skyvern"]
    containers = [one for document in documents() if document["kind"] == "Deployment" for one in _containers(document)]
    return [*found, *(container["args"] for container in containers)]


def _containers(deployment: dict[str, Any]) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", deployment["spec"]["template"]["spec"]["containers"])


@pytest.mark.parametrize("command", commands(), ids=lambda command: command[-1])
def test_every_command_is_one_of_ours(command: list[str]) -> None:
    words = " ".join(command).split()
    assert words[words.index("skyvern") + 1] in COMMANDS


def test_every_variable_is_read_by_the_product() -> None:
    known = set(re.findall(r"SKYVERN_[A-Z0-9_]+", SETTINGS.read_text())) | {"SKYVERN_BIND"}
    for path in (*MANIFESTS, DEPLOY / "compose.yaml", DEPLOY / "Dockerfile"):
        assert set(re.findall(r"SKYVERN_[A-Z0-9_]+", path.read_text())) <= known, path


def test_whoever_ends_a_worker_waits_longer_than_it_drains(tmp_path: Path) -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    usual = read_settings({"SKYVERN_DATA_DIR": str(tmp_path)}).drain_seconds
    assert int(compose["services"]["worker"]["stop_grace_period"].rstrip("s")) > usual + 10
    worker = next(
        one for one in documents() if one["metadata"]["name"] == "skyvern-worker" and "template" in one["spec"]
    )
    given = {one["name"]: one.get("value") for one in _containers(worker)[0]["env"]}
    assert (
        worker["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] > int(given["SKYVERN_DRAIN_SECONDS"]) + 10
    )


def test_the_ports_and_names_fit_one_another() -> None:
    by_name = {(one["kind"], one["metadata"]["name"]): one for one in documents()}
    worker = _containers(by_name["Deployment", "skyvern-worker"])[0]
    port = next(one["value"] for one in worker["env"] if one["name"] == "SKYVERN_NODE_PORT")
    policy = by_name["NetworkPolicy", "skyvern-worker"]["spec"]
    assert policy["ingress"][0]["ports"] == [{"protocol": "TCP", "port": int(port)}]
    assert worker["ports"][0]["containerPort"] == int(port)
    for name in ("skyvern-server", "skyvern-worker"):
        spec = by_name["Deployment", name]["spec"]
        assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"]
        for source in _containers(by_name["Deployment", name])[0]["envFrom"]:
            kind, reference = next(iter(source.items()))
            assert ({"configMapRef": "ConfigMap", "secretRef": "Secret"}[kind], reference["name"]) in by_name


def test_the_seccomp_profile_lets_chromium_confine_its_pages_and_little_else_that_is_privileged() -> None:
    profile = json.loads((DEPLOY / "seccomp.json").read_text())
    refused = set(profile["syscalls"][0]["names"])
    assert not refused & {"clone", "clone3", "unshare", "chroot", "ptrace"}, "Chromium's sandbox needs them"
    assert {"mount", "kexec_load", "init_module", "bpf", "setns", "reboot"} <= refused
