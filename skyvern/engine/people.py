"""Asking a person: links that approve or reject without a key, and what was answered."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from urllib.parse import urlencode

from skyvern.blocks.base import Answer
from skyvern.domain.run import JournalEntry, JournalKind


class AnswerLinks:
    """Signs and checks the links of a question; they are good as long as the question is open."""

    def __init__(self, secret: bytes, public_url: str) -> None:
        self._key = hmac.digest(secret, b"skyvern answer link", hashlib.sha256)
        self._public_url = public_url.rstrip("/")

    def link(self, run_id: str, block_run_id: str, *, approved: bool) -> str:
        """Return the address of a page that asks once more, and then answers."""
        choice = "approve" if approved else "reject"
        query = urlencode({"choice": choice, "sig": self._signature(run_id, block_run_id, choice)})
        return f"{self._public_url}/answers/{run_id}/{block_run_id}?{query}"

    def verify(self, run_id: str, block_run_id: str, choice: str, sig: str) -> bool:
        """Tell whether this link was made here."""
        wanted = self._signature(run_id, block_run_id, choice)
        return choice in ("approve", "reject") and hmac.compare_digest(wanted.encode(), sig.encode(errors="replace"))

    def _signature(self, run_id: str, block_run_id: str, choice: str) -> str:
        return hmac.digest(self._key, f"{run_id}\n{block_run_id}\n{choice}".encode(), hashlib.sha256).hex()


def answer_in(journal: Sequence[JournalEntry], block_run_id: str) -> Answer | None:
    """Return what was answered to a block first, None while nobody has."""
    for entry in journal:
        if entry.kind is JournalKind.ANSWERED and entry.block_run_id == block_run_id:
            return Answer(approved=bool(entry.payload.get("approved")), reason=str(entry.payload.get("reason") or ""))
    return None
