"""Every service outside that the workflows use, as stand-ins of this machine on one thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from skyvern.testing.buckets import ACCESS_KEY, StandIn, running_buckets
from skyvern.testing.completions import CompletionsStandIn
from skyvern.testing.google import GoogleStandIn
from skyvern.testing.http import serving
from skyvern.testing.imap import ImapServer, imap_server
from skyvern.testing.search import search_app
from skyvern.testing.sites.facts import PORTAL_PASSWORD, PORTAL_USERNAME
from skyvern.testing.smtp import SmtpServer, smtp_server
from skyvern.testing.vaults import VaultsStandIn
from tests.workflows.office import TOKEN, Office

MAIL_USER, MAIL_PASSWORD = "desk@harborview.example", "app-password-77"
BUCKET_SECRET = "c2VjcmV0LWtleS1vZi10aGUtYnVja2V0LTEyMzQ1Njc4"
SSN, CARD_NUMBER = "900-12-3456", "4111111111111111"

_BEGIN_SECONDS = 30


@dataclass(slots=True)
class StandIns:
    """The services: what they hold, what they were told, and where they are."""

    smtp: SmtpServer
    imap: ImapServer
    buckets: StandIn
    vaults: VaultsStandIn
    google: GoogleStandIn = field(default_factory=GoogleStandIn)
    office: Office = field(default_factory=Office)
    model: CompletionsStandIn = field(default_factory=CompletionsStandIn)
    urls: dict[str, str] = field(default_factory=dict[str, str])

    def environment(self) -> dict[str, str]:
        """Return the settings of a server that uses them. Only blocks that name the model `clerk` have one."""
        return {
            "SKYVERN_SMTP_URL": f"smtp://127.0.0.1:{self.smtp.port}",
            "SKYVERN_SMTP_FROM": "robot@harborview.example",
            "SKYVERN_IMAP_SERVERS": f"gmail=imap://127.0.0.1:{self.imap.port}",
            "SKYVERN_GOOGLE_SHEETS_URL": self.urls["google"],
            "SKYVERN_GOOGLE_TOKEN_URL": f"{self.urls['google']}/token",
            "SKYVERN_SEARCH_PROVIDER": "searxng",
            "SKYVERN_SEARCH_URL": self.urls["search"],
            "SKYVERN_MODELS": "clerk=openai-chat:clerk",
            "OPENAI_BASE_URL": self.urls["model"],
            "OPENAI_API_KEY": "local",
            **self.vaults.environment(self.urls["vaults"]),
        }

    def places(self) -> dict[str, str]:
        """Return what definitions call them by."""
        return {
            "<office>": self.urls["office"],
            "<office token>": TOKEN,
            "<buckets>": self.buckets.url,
            "<bucket key>": ACCESS_KEY,
            "<bucket secret>": BUCKET_SECRET,
            "<smtp port>": str(self.smtp.port),
            "<spreadsheet>": self.google.url,
            "<google account>": self.google.account,
            "<mail user>": MAIL_USER,
            "<mail password>": MAIL_PASSWORD,
            "<portal user>": PORTAL_USERNAME,
            "<portal password>": PORTAL_PASSWORD,
        }

    def prepare(self, case: Mapping[str, Any]) -> None:
        """Forget what was before, and hold what a case says."""
        self.smtp.received.clear()
        self.imap.folders = {
            folder: [letter(mail) for mail in mails] for folder, mails in case.get("mailbox", {"INBOX": []}).items()
        }
        self.google.sheets = {title: [list(row) for row in rows] for title, rows in case.get("sheets", {}).items()}
        self.model.answers = dict(case.get("model", {}))
        self.model.asked.clear()
        self.office.received.clear()
        self.office.asked.clear()
        self.buckets.files.clear()


def filled_vaults() -> VaultsStandIn:
    """The vaults of other makers: the portal's password in three of them, a person, a card, and the office's token."""
    made = VaultsStandIn()
    made.aws = {"office_token": TOKEN, "bitwarden_master": made.master_password, "bitwarden_client": "organization.1"}
    made.onepassword["vault-1", "portal"] = {
        "category": "LOGIN",
        "fields": [
            {"id": "username", "purpose": "USERNAME", "type": "STRING", "value": PORTAL_USERNAME},
            {"id": "password", "purpose": "PASSWORD", "type": "CONCEALED", "value": PORTAL_PASSWORD},
        ],
    }
    made.azure = {("harborview", "portal-user"): PORTAL_USERNAME, ("harborview", "portal-password"): PORTAL_PASSWORD}
    login = {"username": PORTAL_USERNAME, "password": PORTAL_PASSWORD}
    made.bitwarden = [
        {"id": "portal", "name": "Portal", "type": 1, "collectionIds": ["portals"], "login": login},
        {"id": "i-1", "name": "maria", "type": 4, "collectionIds": ["people"], "identity": {"ssn": SSN}},
        {"id": "company", "name": "Company", "type": 3, "collectionIds": ["cards"], "card": {"number": CARD_NUMBER}},
    ]
    return made


def letter(mail: Mapping[str, Any]) -> bytes:
    """Write a message: from, subject, date, body, and attachments by file name."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = mail["from"], MAIL_USER, mail["subject"]
    message["Date"] = mail.get("date", "Mon, 02 Nov 2026 10:00:00 +0000")
    message.set_content(mail["body"])
    attachments: Mapping[str, str] = mail.get("attachments", {})
    for name, text in attachments.items():
        message.add_attachment(text.encode(), maintype="text", subtype="plain", filename=name)
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


@contextmanager
def running_stand_ins() -> Generator[StandIns]:
    """Serve all of them until left."""
    begun = threading.Event()
    made: list[StandIns] = []
    ends: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve(buckets: StandIn) -> None:
        end = asyncio.Event()
        async with (
            smtp_server() as smtp,
            imap_server(users={MAIL_USER: MAIL_PASSWORD}) as imap,
        ):
            services = StandIns(smtp=smtp, imap=imap, buckets=buckets, vaults=filled_vaults())
            async with (
                serving(services.google.app()) as google,
                serving(search_app()) as search,
                serving(services.model.app()) as model,
                serving(services.office.app()) as office,
                serving(services.vaults.app()) as vaults,
            ):
                services.urls = {
                    "google": google,
                    "search": search,
                    "model": model,
                    "office": office,
                    "vaults": vaults,
                }
                made.append(services)
                ends.append((asyncio.get_running_loop(), end))
                begun.set()
                await end.wait()

    with ExitStack() as stack:
        buckets = stack.enter_context(running_buckets())
        thread = threading.Thread(target=lambda: asyncio.run(serve(buckets)), name="stand-ins", daemon=True)
        thread.start()
        assert begun.wait(_BEGIN_SECONDS), "the stand-ins did not begin"
        yield made[0]
        loop, end = ends[0]
        loop.call_soon_threadsafe(end.set)
        thread.join(timeout=_BEGIN_SECONDS)


def received_mails(smtp: SmtpServer) -> Sequence[dict[str, Any]]:
    """Return what was mailed, as definitions expect it."""
    return [
        {
            "from": mail.sender,
            "to": list(mail.recipients),
            "subject": str(mail.message["Subject"]),
            "text": mail.text,
            "attachments": sorted(str(part.get_filename()) for part in mail.message.iter_attachments()),
        }
        for mail in smtp.received
    ]
