"""What can break under a session: the browser itself.

BrowserError
├── AttachFailed    nobody answers at the CDP address, or not as a browser
├── BrowserBusy     every browser that could be had stayed in use
├── BrowserGone     the browser was there and its connection is lost
├── SessionGone     the session that a run is to use has ended, or its browser has
└── PageStuck       the page does not answer (endless script)
"""

from __future__ import annotations


class BrowserError(Exception):
    """Something about the browser, not the page, is broken; the message says what."""


class AttachFailed(BrowserError):
    """Nobody answers at the CDP address; ask the host for a new browser."""


class BrowserBusy(BrowserError):
    """Every browser that could be had stayed in use; name more of them, or start the run later."""


class BrowserGone(BrowserError):
    """The connection to the browser is lost; attach again, or open a new one."""


class SessionGone(BrowserError):
    """The session has ended or its browser is gone; open a new session."""


class PageStuck(BrowserError):
    """The page runs an endless script and answers nothing; open a new tab."""
