"""Builds what reaches services outside from the settings."""

from __future__ import annotations

from skyvern.domain.addresses import AddressRules
from skyvern.domain.mail import MailServer
from skyvern.engine.google import SHEETS, Google
from skyvern.engine.mail import Post
from skyvern.engine.mailbox import SERVERS, Mailboxes
from skyvern.engine.oauth import GOOGLE_TOKENS, Tokens
from skyvern.engine.outside import Outside
from skyvern.engine.search import make_search
from skyvern.net.dial import guarded_dial
from skyvern.settings import SettingError, Settings


def outside(settings: Settings, rules: AddressRules) -> Outside:
    """Return the services as the operator set them up. Raises SettingError."""
    tokens = Tokens(google=settings.google_token_url or GOOGLE_TOKENS)
    servers = {**SERVERS, **{name: MailServer.parse(url) for name, url in settings.imap_servers.items()}}
    try:
        search = make_search(settings.search_provider, url=settings.search_url, key=settings.search_key)
    except ValueError as error:
        raise SettingError(str(error)) from None
    return Outside(
        post=Post(dial=guarded_dial(rules), server=settings.mail_server, sender=settings.smtp_from, tokens=tokens),
        mailboxes=Mailboxes(servers=servers, tokens=tokens),
        google=Google(sheets=(settings.google_sheets_url or SHEETS).rstrip("/"), tokens=tokens),
        search=search,
    )
