"""The flags that every Chromium of ours gets, and those that the operator may add."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

VIEWPORT = (1280, 720)
# A headless window spends this many pixels on its (unseen) toolbar; measured with Chromium 156.
_TOOLBAR = 87
_FEATURES_OFF = (
    "Translate",
    "OptimizationHints",
    "MediaRouter",
    "DialMediaRouteProvider",
    "AcceptCHFrame",
    "HttpsUpgrades",
    "NetworkTimeServiceQuerying",
    # Pages that Chromium keeps ready for its own bars, which nobody sees here.
    "PreloadTopChromeWebUI",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
)
FLAGS = (
    "--remote-debugging-port=0",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-default-apps",
    "--disable-popup-blocking",
    "--disable-dev-shm-usage",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-back-forward-cache",
    "--disable-ipc-flooding-protection",
    "--disable-search-engine-choice-screen",
    "--disable-infobars",
    # Nowhere: what Chromium would ask its maker by itself (sign-in state, component updates).
    "--gaia-url=http://127.0.0.1:1",
    "--component-updater=url-source=http://127.0.0.1:1/",
    "--hide-scrollbars",
    "--mute-audio",
    "--password-store=basic",
    "--use-mock-keychain",
    "--force-color-profile=srgb",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--proxy-bypass-list=<-loopback>",
)
_OURS = (
    *("--headless", "--user-data-dir", "--remote-", "--proxy-", "--no-proxy-server", "--host-resolver-rules"),
    *("--host-rules", "--enable-quic", "--force-webrtc", "--webrtc-", "--load-extension", "--disable-extensions"),
    *("--disable-features", "--user-agent"),
)
"""Beginnings of flags that the host sets itself; others would go past the guard or take the browser from the host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the operator says of every browser: with a window, with flags and unpacked extensions of theirs."""

    headful: bool = False
    extra: tuple[str, ...] = ()
    extensions: tuple[Path, ...] = ()

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Look:
        """Read SKYVERN_HEADFUL, SKYVERN_CHROMIUM_FLAGS and SKYVERN_CHROMIUM_EXTENSIONS. Raises ValueError by name."""
        headful = environment.get("SKYVERN_HEADFUL", "").lower()
        if headful not in ("", "true", "false"):
            raise ValueError(f"SKYVERN_HEADFUL: {headful!r} is neither true nor false")
        try:
            extra = tuple(shlex.split(environment.get("SKYVERN_CHROMIUM_FLAGS", "")))
        except ValueError as error:
            raise ValueError(f"SKYVERN_CHROMIUM_FLAGS: {error}") from None
        for flag in extra:
            if not flag.startswith("--") or flag.startswith(_OURS):
                raise ValueError(f"SKYVERN_CHROMIUM_FLAGS: {flag} is no flag, or one that the browser host sets itself")
        listed = environment.get("SKYVERN_CHROMIUM_EXTENSIONS", "")
        folders = tuple(Path(item.strip()).expanduser() for item in listed.split(",") if item.strip())
        for folder in folders:
            if not (folder / "manifest.json").is_file():
                raise ValueError(f"SKYVERN_CHROMIUM_EXTENSIONS: {folder} holds no manifest.json")
        return cls(headful=headful == "true", extra=extra, extensions=folders)

    def flags(self) -> list[str]:
        """All flags but those that differ from one browser to the next."""
        off: list[str] = [*_FEATURES_OFF]
        if self.extensions:
            off.append("DisableLoadExtensionCommandLineSwitch")
            folders = ",".join(map(str, self.extensions))
            more = [f"--disable-extensions-except={folders}", f"--load-extension={folders}"]
        else:
            more = ["--disable-extensions"]
        if not self.headful:
            more.append("--headless=new")
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            more.append("--no-sandbox")
        toolbar = 0 if self.headful else _TOOLBAR
        size = f"--window-size={VIEWPORT[0]},{VIEWPORT[1] + toolbar}"
        return [*FLAGS, *more, f"--disable-features={','.join(off)}", size, *self.extra]
