"""Asks the goals over the real applications and prints what came of each: `python -m tests.goals.real.run`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.goals.real.apps import APPS, running
from tests.goals.real.judging import RealVerdict, attempt, browsing, load_goals, told


async def run(apps: list[str], only: list[str], report: Path | None, folder: Path) -> list[RealVerdict]:
    """Ask every chosen goal, one after the other."""
    verdicts: list[RealVerdict] = []
    async with browsing(folder) as session:
        for app in apps:
            goals = [goal for goal in load_goals(app) if not only or goal["id"] in only]
            if not goals:
                continue
            with running(app, folder) as site:
                for given in goals:
                    verdicts.append(await attempt(given, site, session))
                    print(told(verdicts[-1:]).splitlines()[0], file=sys.stderr, flush=True)
                    if report:
                        written = [asdict(verdict) for verdict in verdicts]
                        report.write_text(json.dumps(written, indent=1, ensure_ascii=False), encoding="utf-8")
    return verdicts


def main() -> None:
    """Read the command line, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--app", action="append", choices=sorted(APPS))
    parser.add_argument("--only", default="", help="ids of goals, separated by commas")
    parser.add_argument("--report", type=Path, help="a JSON file for every verdict")
    options = parser.parse_args()
    only = [name for name in options.only.split(",") if name]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        print(told(asyncio.run(run(options.app or list(APPS), only, options.report, Path(folder)))))


if __name__ == "__main__":
    main()
