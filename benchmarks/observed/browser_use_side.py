"""Runs in the benchmark's own environment: browser-use's serializer over CDP, and the counting of tokens.

One JSON object a line comes in and one goes out:
    {"look": TARGET}            -> {"ms": ..., "text": ..., "nodes": {index: backend node id}}
    {"count": [TEXT, ...]}      -> {"tokens": [..]}
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import sys
import time
from pathlib import Path

os.environ["ANONYMIZED_TELEMETRY"] = "false"
os.environ["BROWSER_USE_LOGGING_LEVEL"] = "error"

import tiktoken
from browser_use.browser.session import BrowserSession
from browser_use.dom.service import DomService

MOST_CHARACTERS = 40_000
"""What its agent puts into a prompt at most (`max_clickable_elements_length`)."""


def encoding(ranks: Path) -> tiktoken.Encoding:
    """Build o200k_base from the ranks of the npm package js-tiktoken: tiktoken would fetch them from the network."""
    told = json.loads(ranks.read_text(encoding="utf-8").removeprefix("export default ").strip().rstrip(";"))
    numbers: dict[bytes, int] = {}
    for line in filter(None, told["bpe_ranks"].split("\n")):
        _, first, *tokens = line.split(" ")
        numbers |= {base64.b64decode(token): int(first) + at for at, token in enumerate(tokens)}
    return tiktoken.Encoding("o200k_base", pat_str=told["pat_str"], mergeable_ranks=numbers, special_tokens={})


async def main(address: str, ranks: str) -> None:
    """Answer until the input ends."""
    count = encoding(Path(ranks))
    session = BrowserSession(cdp_url=address)
    await session.connect()
    doms: dict[str, DomService] = {}
    print(json.dumps({"ready": True}), flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        asked = json.loads(line)
        if texts := asked.get("count"):
            print(
                json.dumps({"tokens": [len(count.encode(text, disallowed_special=())) for text in texts]}), flush=True
            )
            continue
        target = asked["look"]
        if target not in doms:
            await session.get_or_create_cdp_session(target, focus=True)
            doms = {target: DomService(session)}
        began = time.perf_counter()
        state, _, _ = await doms[target].get_serialized_dom_tree()
        text = state.llm_representation()[:MOST_CHARACTERS]
        took = (time.perf_counter() - began) * 1000
        nodes = {index: node.backend_node_id for index, node in state.selector_map.items()}
        print(json.dumps({"ms": took, "text": text, "nodes": nodes}), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
