"""What can go wrong in the browser host, each with the code that the gateway sends.

HostError
├── BadRequest           a method or parameter that cannot be read            bad_request
├── UnknownBrowser       no living browser has this id                        unknown_browser
├── UnknownFile          the browser has no such file                         unknown_file
├── ChromiumMissing      no Chromium was found on this machine                chromium_missing
├── LaunchFailed         Chromium ended or did not answer                     launch_failed
├── Refused              a DevTools client asked for something of the machine refused
├── CdpError             Chromium refused a command, or did not answer it     cdp_error
├── HostUnavailable      no host could be found or started                    (client only)
└── HostGone             the connection to the host was lost                  (client only)
"""

from __future__ import annotations


class HostError(Exception):
    """Something in the browser host did not work; `code` names it across the gateway."""

    code = "host_error"


class BadRequest(HostError):
    """A method or parameter that the host cannot read; correct the call."""

    code = "bad_request"


class UnknownBrowser(HostError):
    """No living browser has this id; open one."""

    code = "unknown_browser"


class UnknownFile(HostError):
    """The browser has no file of that name."""

    code = "unknown_file"


class ChromiumMissing(HostError):
    """No Chromium was found; install one, or name it in SKYVERN_CHROMIUM."""

    code = "chromium_missing"


class LaunchFailed(HostError):
    """Chromium ended at once or did not answer; the message holds its last words."""

    code = "launch_failed"


class CdpError(HostError):
    """Chromium refused a command or did not answer it in time."""

    code = "cdp_error"


class Refused(HostError):
    """A DevTools client from outside asked for what the pages of its session do not need; the message says what."""

    code = "refused"


class HostUnavailable(HostError):
    """No browser host could be found or started; the message says where its log is."""

    code = "host_unavailable"


class HostGone(HostError):
    """The connection to the browser host was lost and could not be made again."""

    code = "host_gone"


BY_CODE: dict[str, type[HostError]] = {
    kind.code: kind
    for kind in (BadRequest, UnknownBrowser, UnknownFile, ChromiumMissing, LaunchFailed, Refused, CdpError)
}
