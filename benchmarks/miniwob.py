"""How far the embedded mind gets on MiniWoB++: 130 small pages that nobody here wrote, each asked with three seeds.

    .venv/bin/python benchmarks/miniwob.py                              everything; prints a table and the totals
    .venv/bin/python benchmarks/miniwob.py --tasks click-tab,enter-date --seeds 1,2
    .venv/bin/python benchmarks/miniwob.py --report FILE                also writes each episode with its reason, and
                                                                        goes on where an interrupted run stopped
The pages come from the package `miniwob`: its wheel is fetched once with pip, without its dependencies, and unpacked to
`--pages` (a folder of the cache); no installation of Skyvern needs it. The episode's clock never decides.

success  the page gave a reward above 0
refusal  the mind said that it cannot, and the page had not judged anything
wrong    the mind said "completed" without a reward, or what it did was judged with 0 or less
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from skyvern.agent.loop import pursue
from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.browser.attach import Browsers
from skyvern.browser.host.chromium import find_chromium, forget_temporary
from skyvern.domain.clock import Deadline
from skyvern.domain.goal import Goal, GoalKind, Outcome
from skyvern.domain.status import BlockStatus
from skyvern.testing.policies import MemoryChronicle

if TYPE_CHECKING:
    from playwright.async_api import Page

    from skyvern.browser.session import BrowserSession

PACKAGE = "miniwob==1.1.0"
PAGES = Path.home() / ".cache" / "skyvern-benchmarks" / PACKAGE.replace("==", "-")
SEEDS = (1, 2, 3)
MAX_STEPS = 30
PATIENCE = 10.0
LOAD_MILLISECONDS = 300_000
ENDLESS = 1_000_000_000
"""Milliseconds that an episode may last: longer than anything here, short enough for a browser's timer."""
BEGIN = """([seed, milliseconds]) => {
  core.EPISODE_MAX_TIME = milliseconds;
  core.countdownTimer = () => {};
  core.startEpisode = () => {};
  core.hideDisplay();
  document.getElementById('click-canvas').style.display = 'none';
  if (core.setDataMode) core.setDataMode('train');
  Math.seedrandom(seed);
  core.startEpisodeReal();
}"""
"""As the package begins an episode, but without its clock, its score board and the curtain of the next episode."""
UTTERANCE = "() => { const said = core.getUtterance(); return typeof said === 'string' ? said : said.utterance; }"
JUDGED = "() => [WOB_DONE_GLOBAL, WOB_RAW_REWARD_GLOBAL, WOB_REWARD_REASON]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One task with one seed: what was asked, what came of it and why."""

    task: str
    seed: str
    goal: str
    verdict: str
    said: str
    """The status that the mind gave; "" when the page judged before the mind had said anything."""
    reward: float
    why: str
    steps: int
    did: tuple[str, ...] = ()


def fetch(folder: Path) -> Path:
    """Return the folder of the pages, fetching the wheel if it is not there."""
    html = folder / "miniwob" / "html"
    if not html.is_dir():
        with tempfile.TemporaryDirectory() as place:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", place, PACKAGE]
            subprocess.run(command, check=True)
            with zipfile.ZipFile(next(Path(place).glob("*.whl"))) as wheel:
                wheel.extractall(folder)
    return html


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        return


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port for the length of a `with` block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@asynccontextmanager
async def browser() -> AsyncIterator[BrowserSession]:
    """Start Chromium and attach to it; both end with the block."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage")
        more = ("--disable-background-networking", "--window-size=1280,807", "--remote-debugging-port=0")
        process = subprocess.Popen(
            [str(find_chromium()), *flags, *more, f"--user-data-dir={place}/profile", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        drivers = Browsers(action_seconds=10.0, attach_seconds=60.0)
        try:
            assert process.stderr
            line = next(line for line in process.stderr if "DevTools listening on" in line)
            threading.Thread(target=process.stderr.read, daemon=True).start()
            address = "http://" + line.split("ws://")[1].split("/")[0]
            session = await drivers.attach(address, browser_id="benchmark", artifacts_dir=Path(place) / "files")
            yield session
            await session.close()
        finally:
            await drivers.close()
            process.terminate()
            process.wait(timeout=30)
            forget_temporary(Path(place) / "profile")


async def play(session: BrowserSession, url: str, task: str, seed: str, *, seconds: float) -> Episode:
    """Begin an episode, give its utterance to the mind, and read the reward."""
    page = await session.page()
    for other in page.context.pages:
        if other is not page:
            await other.close()
    await page.goto(f"{url}/miniwob/{task}.html", timeout=LOAD_MILLISECONDS)
    await page.wait_for_function("window.core && core.cover_div", timeout=LOAD_MILLISECONDS)
    await page.evaluate(BEGIN, [seed, ENDLESS])
    await page.wait_for_function("WOB_TASK_READY")
    text = str(await page.evaluate(UTTERANCE))
    chronicle = MemoryChronicle()
    goal = Goal(kind=GoalKind.NAVIGATION, text=text, max_steps=MAX_STEPS)
    pursuit = asyncio.create_task(
        pursue(
            goal,
            page=session,
            policies=(EmbeddedPolicy(),),
            chronicle=chronicle,
            deadline=Deadline.after(seconds),
            patience=PATIENCE,
        )
    )
    over = asyncio.create_task(_over(page))
    await asyncio.wait({pursuit, over}, return_when=asyncio.FIRST_COMPLETED)
    for one in (pursuit, over):
        one.cancel()
    await asyncio.wait({pursuit, over})
    judged, reward, reason = await page.evaluate(JUDGED)
    outcome = None if pursuit.cancelled() else pursuit.result()
    did = tuple(
        f"{record.action.kind.value} {record.element.name if record.element else ''} {record.action.text or ''}".strip()
        for record in chronicle.records.values()
    )
    return Episode(
        task=task,
        seed=seed,
        goal=text,
        verdict=_verdict(bool(judged), float(reward), outcome),
        said=outcome.status.value if outcome else "",
        reward=float(reward),
        why=_why(outcome, str(reason or "")),
        steps=len(chronicle.decisions),
        did=did,
    )


async def _over(page: Page) -> None:
    with suppress(Exception):
        await page.wait_for_function("WOB_DONE_GLOBAL", timeout=0, polling=100)
        return
    await asyncio.Event().wait()


def _verdict(judged: bool, reward: float, outcome: Outcome | None) -> str:
    if judged:
        return "success" if reward > 0 else "wrong"
    return "wrong" if outcome and outcome.status is BlockStatus.COMPLETED else "refusal"


def _why(outcome: Outcome | None, reason: str) -> str:
    if outcome is None:
        return f"judged: {reason}" if reason else "judged"
    if outcome.failure:
        return outcome.failure.reason
    return f"believed: {outcome.evidence}"


def table(episodes: Sequence[Episode]) -> str:
    """Return a line per task – S, R or W for each seed, and one reason of what did not succeed – and totals."""
    lines: list[str] = []
    for task in sorted({episode.task for episode in episodes}):
        mine = [episode for episode in episodes if episode.task == task]
        marks = "".join(episode.verdict[0].upper() for episode in mine)
        failed = [episode for episode in mine if episode.verdict != "success"]
        worst = [episode for episode in failed if episode.verdict == "wrong"] or failed
        lines.append(f"{task:<28} {marks:<5} {worst[-1].why[:110] if worst else ''}".rstrip())
    counts = Counter(episode.verdict for episode in episodes)
    shares = (f"{name} {counts[name]} ({counts[name] / len(episodes):.1%})" for name in ("success", "refusal", "wrong"))
    return "\n".join([*lines, "", f"{len(episodes)} episodes: " + ", ".join(shares)])


async def run(options: argparse.Namespace) -> list[Episode]:
    """Play every task with the first seed, then all with the next, one after the other in one browser."""
    html = fetch(options.pages)
    names = options.tasks.split(",") if options.tasks else sorted(p.stem for p in (html / "miniwob").glob("*.html"))
    episodes: list[Episode] = []
    if options.report and options.report.exists():
        episodes = [Episode(**kept) for kept in json.loads(options.report.read_text(encoding="utf-8"))]
    played = {(episode.task, episode.seed) for episode in episodes}
    with served(html) as url:
        async with browser() as session:
            for seed in options.seeds.split(","):
                for task in names:
                    if (task, seed) in played:
                        continue
                    episode = await play(session, url, task, seed, seconds=options.seconds)
                    episodes.append(episode)
                    print(f"{episode.verdict:<8} {task} {seed}: {episode.why[:120]}", file=sys.stderr, flush=True)
                    if options.report:
                        text = json.dumps([asdict(one) for one in episodes], indent=1, ensure_ascii=False)
                        options.report.write_text(text, encoding="utf-8")
    return episodes


def main() -> None:
    """Read the command line, play, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", default="", help="names of tasks, separated by commas (all)")
    parser.add_argument("--seeds", default=",".join(str(seed) for seed in SEEDS))
    parser.add_argument("--seconds", type=float, default=120, help="the longest that one episode may take")
    parser.add_argument("--pages", type=Path, default=PAGES, help="where the package's pages are kept")
    parser.add_argument("--report", type=Path, help="a JSON file for every episode")
    print(table(asyncio.run(run(parser.parse_args()))))


if __name__ == "__main__":
    main()
