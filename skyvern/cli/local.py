"""Settings for the commands that work on this machine's own data, checked before anything is opened."""

from __future__ import annotations

import os
from collections.abc import Mapping

from skyvern.cli.terminal import stop
from skyvern.settings import SettingError, Settings, read_settings


def local_settings(environment: Mapping[str, str] | None = None, **given: object) -> Settings:
    """Read the settings and make the data folder; what cannot be used ends the command with a sentence."""
    try:
        settings = read_settings(environment, **given)
    except SettingError as error:
        stop(str(error))
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        stop(f"the data folder {settings.data_dir} cannot be made: {error.strerror}; choose another SKYVERN_DATA_DIR")
    if not os.access(settings.data_dir, os.W_OK | os.X_OK):
        stop(f"the data folder {settings.data_dir} cannot be written; choose another SKYVERN_DATA_DIR")
    return settings
