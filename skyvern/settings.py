"""Settings of the server and its worker, read once from the environment by the composition roots."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from skyvern.browser.host.flags import Look
from skyvern.browser.host.room import Room
from skyvern.browser.proxies.template import ProxyTemplate
from skyvern.domain.addresses import AddressRules
from skyvern.domain.far_browser import RemotePlace
from skyvern.domain.mail import MailServer
from skyvern.domain.spending import Budgets
from skyvern.net.upstream import Upstream


class SettingError(ValueError):
    """A setting cannot be used; the message names it and what it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator can say. Every field names its variable."""

    data_dir: Path
    """SKYVERN_DATA_DIR: database, artifacts, keys, browsers (default ~/.skyvern)."""
    database_url: str
    """SKYVERN_DATABASE_URL: SQLAlchemy URL (default SQLite in the data folder)."""
    host: str = "127.0.0.1"
    """SKYVERN_HOST: address to listen on."""
    port: int = 8000
    """SKYVERN_PORT: port to listen on."""
    public_url: str = "http://localhost:8000"
    """SKYVERN_PUBLIC_URL: how clients reach this server; every URL that leaves it begins so."""
    artifacts_url: str = ""
    """SKYVERN_ARTIFACTS_URL: where files are kept (default a folder in the data folder; s3://, gs://, az://)."""
    allowed_private_networks: str = ""
    """SKYVERN_ALLOWED_PRIVATE_NETWORKS: comma-separated CIDR[:ports] that workflows may reach (default none)."""
    sample_sites: str = "http://127.0.0.1:8010"
    """SKYVERN_SAMPLE_SITES: where `skyvern sites` serves, for the workflows of the gallery (http://127.0.0.1:8010)."""
    model: str = ""
    """SKYVERN_MODEL: the model, as provider:model, and after | those that stand in for it (default none)."""
    models: Mapping[str, str] = field(default_factory=dict[str, str])
    """SKYVERN_MODELS: NAME=provider:model, comma-separated: further models, for blocks that name one."""
    model_budgets: Budgets = field(default_factory=Budgets)
    """SKYVERN_MODEL_BUDGETS: tokens or money: run=200k,workflow=$20,organization=$100 (the last two a month)."""
    model_seconds: int = 120
    """SKYVERN_MODEL_SECONDS: how long one answer of a model may take."""
    templating: str = "lax"
    """SKYVERN_TEMPLATING: what a missing name does: lax renders it empty, strict fails the block."""
    proxies: Mapping[str, str] = field(default_factory=dict[str, str])
    """SKYVERN_PROXIES: LOCATION=URL, comma-separated: upstream proxies by proxy_location."""
    proxy_template: str = field(default="", repr=False)
    """SKYVERN_PROXY_TEMPLATE: a provider's proxy URL with {country}, [-{city}], … for every place (default none)."""
    remote_browsers: tuple[RemotePlace, ...] = ()
    """SKYVERN_REMOTE_BROWSERS: DevTools addresses, [N*]URL comma-separated, for N runs at once each (default none)."""
    chromium: str = ""
    """SKYVERN_CHROMIUM: the browser's program (default a Chromium or Chrome of the system, or Playwright's)."""
    headful: bool = False
    """SKYVERN_HEADFUL: whether browsers show in windows (true); a display (DISPLAY) is needed."""
    chromium_flags: str = ""
    """SKYVERN_CHROMIUM_FLAGS: more flags for every browser, as in a shell (default none)."""
    chromium_extensions: str = ""
    """SKYVERN_CHROMIUM_EXTENSIONS: folders of unpacked extensions for every browser, comma-separated (default none)."""
    browser_min_free_mb: int = 300
    """SKYVERN_BROWSER_MIN_FREE_MB: MiB of memory that must be free to take a second run, or to start a browser."""
    browser_max_load: float = 0.0
    """SKYVERN_BROWSER_MAX_LOAD: load per core above which no second run is taken and no browser started (0: any)."""
    max_download_mb: int = 1024
    """SKYVERN_MAX_DOWNLOAD_MB: MiB that one file may have which a browser downloads."""
    max_downloads_mb: int = 4096
    """SKYVERN_MAX_DOWNLOADS_MB: MiB that all files of one browser may have together."""
    max_downloads: int = 1000
    """SKYVERN_MAX_DOWNLOADS: files that one browser may download."""
    concurrency: int = 4
    """SKYVERN_CONCURRENCY: runs at once of one worker."""
    max_running_per_organization: int = 0
    """SKYVERN_MAX_RUNNING_PER_ORGANIZATION: runs of one organisation at once, all workers together (default 0: any)."""
    max_running_per_credential: int = 0
    """SKYVERN_MAX_RUNNING_PER_CREDENTIAL: runs at once that are given the same credential (default 0: any)."""
    session_idle_minutes: int = 0
    """SKYVERN_SESSION_IDLE_MINUTES: minutes after which a session that nobody uses ends (default 0: at its timeout)."""
    requests_per_minute: int = 0
    """SKYVERN_REQUESTS_PER_MINUTE: requests of one API key that each server answers in a minute (default 0: any)."""
    min_free_disk_mb: int = 500
    """SKYVERN_MIN_FREE_DISK_MB: MiB that must be free in the data folder for a new run to be accepted."""
    max_runs_per_day: int = 0
    """SKYVERN_MAX_RUNS_PER_DAY: runs that one organisation may start in a day (UTC; default 0: any)."""
    max_storage_mb: int = 0
    """SKYVERN_MAX_STORAGE_MB: MiB of files with which one organisation may still start runs (default 0: any)."""
    worker_silent_seconds: int = 15
    """SKYVERN_WORKER_SILENT_SECONDS: silence after which a worker of a fleet is taken for dead, its runs taken over."""
    drain_seconds: int = 25
    """SKYVERN_DRAIN_SECONDS: how long `skyvern worker` lets its runs end when it is stopped; others take the rest."""
    node_address: str = ""
    """SKYVERN_NODE_ADDRESS: address at which other machines reach this one's browser host (default none: loopback)."""
    node_port: int = 0
    """SKYVERN_NODE_PORT: port of the browser host (default 0: a free one)."""
    max_minutes: int = 240
    """SKYVERN_MAX_MINUTES: time limit of a run that sets none, counted from its start, not from its queueing."""
    log_format: str = "console"
    """SKYVERN_LOG_FORMAT: how the log is written: console (for people) or json (one object a line)."""
    keep_artifacts_days: int = 30
    """SKYVERN_KEEP_ARTIFACTS_DAYS: days that files of runs are kept; uploads stay (0: for ever)."""
    keep_recordings_days: int = 30
    """SKYVERN_KEEP_RECORDINGS_DAYS: the same for videos (default as SKYVERN_KEEP_ARTIFACTS_DAYS)."""
    keep_pictures_days: int = 30
    """SKYVERN_KEEP_PICTURES_DAYS: the same for screenshots (default as SKYVERN_KEEP_ARTIFACTS_DAYS)."""
    keep_logs_days: int = 30
    """SKYVERN_KEEP_LOGS_DAYS: the same for consoles, HARs, traces, prompts (default as SKYVERN_KEEP_ARTIFACTS_DAYS)."""
    keep_runs_days: int = 90
    """SKYVERN_KEEP_RUNS_DAYS: days that runs are kept after their end, with all that belongs to them (0: for ever)."""
    smtp_url: str = field(default="", repr=False)
    """SKYVERN_SMTP_URL: server of mail that names none: smtp[s]://[user:password@]host[:port] (default none)."""
    smtp_from: str = ""
    """SKYVERN_SMTP_FROM: sender of mail that names none (default the user of SKYVERN_SMTP_URL)."""

    imap_servers: Mapping[str, str] = field(default_factory=dict[str, str])
    """SKYVERN_IMAP_SERVERS: in place of the providers' own: gmail=imap[s]://host[:port],outlook=… (default none)."""
    google_sheets_url: str = ""
    """SKYVERN_GOOGLE_SHEETS_URL: where the Sheets API answers (default https://sheets.googleapis.com)."""
    google_token_url: str = ""
    """SKYVERN_GOOGLE_TOKEN_URL: where Google gives access tokens (default https://oauth2.googleapis.com/token)."""
    search_provider: str = ""
    """SKYVERN_SEARCH_PROVIDER: who searches for web_search blocks: searxng or brave (default none)."""
    search_url: str = ""
    """SKYVERN_SEARCH_URL: address of the SearXNG instance (or of another Brave endpoint)."""
    search_key: str = field(default="", repr=False)
    """SKYVERN_SEARCH_KEY: subscription token of the Brave Search API."""
    bitwarden_url: str = ""
    """SKYVERN_BITWARDEN_URL: where `bw serve` answers (default none)."""
    bitwarden_password: str = field(default="", repr=False)
    """SKYVERN_BITWARDEN_PASSWORD: master password that unlocks it (default the AWS secret a parameter names)."""
    onepassword_url: str = ""
    """SKYVERN_ONEPASSWORD_URL: address of the 1Password Connect server (default none)."""
    onepassword_token: str = field(default="", repr=False)
    """SKYVERN_ONEPASSWORD_TOKEN: access token of the 1Password Connect server."""
    azure_tenant_id: str = ""
    """SKYVERN_AZURE_TENANT_ID: directory of the application that may read the Azure key vaults (default none)."""
    azure_client_id: str = ""
    """SKYVERN_AZURE_CLIENT_ID: id of that application."""
    azure_client_secret: str = field(default="", repr=False)
    """SKYVERN_AZURE_CLIENT_SECRET: secret of that application."""
    azure_login_url: str = ""
    """SKYVERN_AZURE_LOGIN_URL: where Azure gives access tokens (default https://login.microsoftonline.com)."""
    azure_vault_url: str = ""
    """SKYVERN_AZURE_VAULT_URL: where key vaults answer, {vault} for their names (default their own addresses)."""
    aws_region: str = ""
    """SKYVERN_AWS_REGION: region of the AWS Secrets Manager (default none)."""
    aws_access_key_id: str = ""
    """SKYVERN_AWS_ACCESS_KEY_ID: access key that may read the secrets."""
    aws_secret_access_key: str = field(default="", repr=False)
    """SKYVERN_AWS_SECRET_ACCESS_KEY: secret of that access key."""
    aws_session_token: str = field(default="", repr=False)
    """SKYVERN_AWS_SESSION_TOKEN: session token of a temporary access key (default none)."""
    aws_secrets_url: str = ""
    """SKYVERN_AWS_SECRETS_URL: where the Secrets Manager answers (default Amazon's address in the region)."""

    @property
    def rules(self) -> AddressRules:
        """The private addresses that workflows may reach."""
        return AddressRules.parse(self.allowed_private_networks)

    @property
    def shared(self) -> bool:
        """Whether other processes may use the same database."""
        return not self.database_url.startswith("sqlite")

    @property
    def download_limits(self) -> Mapping[str, int]:
        """What a browser may download, as its host takes it."""
        mib = 2**20
        return {
            "file_bytes": self.max_download_mb * mib,
            "total_bytes": self.max_downloads_mb * mib,
            "files": self.max_downloads,
        }

    @property
    def mail_server(self) -> MailServer | None:
        """The operator's mail server."""
        return MailServer.parse(self.smtp_url) if self.smtp_url else None

    @property
    def artifacts(self) -> str:
        """Where files are kept, as a URL."""
        return self.artifacts_url or (self.data_dir / "artifacts").as_uri()


def read_settings(environment: Mapping[str, str] | None = None, **given: object) -> Settings:
    """Read the environment; `given` values that are not None win. Raises SettingError."""
    env = os.environ if environment is None else environment
    chosen = {name: value for name, value in given.items() if value is not None}
    data_dir = Path(str(chosen.pop("data_dir", env.get("SKYVERN_DATA_DIR") or "~/.skyvern"))).expanduser().resolve()
    port = _number("SKYVERN_PORT", chosen.pop("port", env.get("SKYVERN_PORT") or 8000), least=0, most=65535)
    networks = env.get("SKYVERN_ALLOWED_PRIVATE_NETWORKS", "")
    try:
        AddressRules.parse(networks)
    except ValueError as error:
        raise SettingError(f"SKYVERN_ALLOWED_PRIVATE_NETWORKS: {error}") from None
    values: dict[str, object] = {
        "data_dir": data_dir,
        "database_url": env.get("SKYVERN_DATABASE_URL") or f"sqlite:///{data_dir / 'skyvern.db'}",
        "host": env.get("SKYVERN_HOST") or "127.0.0.1",
        "port": port,
        "public_url": (env.get("SKYVERN_PUBLIC_URL") or f"http://localhost:{port}").rstrip("/"),
        "artifacts_url": env.get("SKYVERN_ARTIFACTS_URL", ""),
        "allowed_private_networks": networks,
        "sample_sites": (env.get("SKYVERN_SAMPLE_SITES") or "http://127.0.0.1:8010").rstrip("/"),
        "model": env.get("SKYVERN_MODEL", ""),
        "models": _models(env.get("SKYVERN_MODELS", "")),
        "model_budgets": _budgets(env.get("SKYVERN_MODEL_BUDGETS", "")),
        "model_seconds": _number("SKYVERN_MODEL_SECONDS", env.get("SKYVERN_MODEL_SECONDS") or 120, least=5, most=3600),
        "log_format": _one_of("SKYVERN_LOG_FORMAT", env.get("SKYVERN_LOG_FORMAT") or "console", ("console", "json")),
        "templating": _one_of("SKYVERN_TEMPLATING", env.get("SKYVERN_TEMPLATING") or "lax", ("lax", "strict")),
        "remote_browsers": _remote_browsers(env.get("SKYVERN_REMOTE_BROWSERS", "")),
        "proxies": _proxies(env.get("SKYVERN_PROXIES", "")),
        "concurrency": _number("SKYVERN_CONCURRENCY", env.get("SKYVERN_CONCURRENCY") or 4, least=1, most=1000),
        **{name: _fleet_number(name, env, *bounds) for name, bounds in _FLEET.items()},
        "node_address": _node_address(env.get("SKYVERN_NODE_ADDRESS", "").strip()),
        **_browser_words(env),
        "proxy_template": _proxy_template(env.get("SKYVERN_PROXY_TEMPLATE", "").strip()),
        **{name: _limit(name, env, usual) for name, usual in _DOWNLOADS.items()},
        **_keep(env),
        "smtp_url": _mail_url("SKYVERN_SMTP_URL", env.get("SKYVERN_SMTP_URL", "")),
        "imap_servers": _imap_servers(env.get("SKYVERN_IMAP_SERVERS", "")),
        "google_sheets_url": env.get("SKYVERN_GOOGLE_SHEETS_URL", ""),
        "google_token_url": env.get("SKYVERN_GOOGLE_TOKEN_URL", ""),
        "search_provider": env.get("SKYVERN_SEARCH_PROVIDER", ""),
        "search_url": env.get("SKYVERN_SEARCH_URL", ""),
        "search_key": env.get("SKYVERN_SEARCH_KEY", ""),
        **{name: env.get(f"SKYVERN_{name.upper()}", "") for name in _VAULT_WORDS},
        **{name: _web_url(f"SKYVERN_{name.upper()}", env) for name in _VAULT_URLS},
        "smtp_from": env.get("SKYVERN_SMTP_FROM", ""),
        "max_minutes": _number("SKYVERN_MAX_MINUTES", env.get("SKYVERN_MAX_MINUTES") or 240, least=1, most=480),
    }
    return Settings(**{**values, **chosen})  # type: ignore[arg-type]


def secret_key(settings: Settings, environment: Mapping[str, str] | None = None) -> bytes:
    """Return SKYVERN_SECRET_KEY, else the key kept in the data folder (made at the first start, mode 0600)."""
    if (given := given_key("SKYVERN_SECRET_KEY", environment)) is not None:
        return given
    path = settings.data_dir / "secret.key"
    if not path.exists():
        write_private(path, secrets.token_hex(32))
    return path.read_text().strip().encode()


def given_key(name: str, environment: Mapping[str, str] | None = None) -> bytes | None:
    """Return a secret key that the environment holds, None when it holds none. Raises SettingError."""
    given = (os.environ if environment is None else environment).get(name)
    if given and len(given) < 16:
        raise SettingError(f"{name}: at least 16 characters are needed")
    return given.encode() if given else None


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(handle, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _number(name: str, value: object, *, least: int, most: int) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise SettingError(f"{name}: {value!r} is not a whole number") from None
    if not least <= number <= most:
        raise SettingError(f"{name}: {number} is not between {least} and {most}")
    return number


def _limit(name: str, env: Mapping[str, str], usual: int) -> int:
    variable = f"SKYVERN_{name.upper()}"
    return _number(variable, env.get(variable) or usual, least=1, most=10**7)


_FLEET = {
    "max_running_per_organization": (0, 0, 10**6),
    "max_running_per_credential": (0, 0, 10**6),
    "session_idle_minutes": (0, 0, 1440),
    "requests_per_minute": (0, 0, 10**6),
    "min_free_disk_mb": (500, 0, 10**7),
    "max_runs_per_day": (0, 0, 10**7),
    "max_storage_mb": (0, 0, 10**9),
    "worker_silent_seconds": (15, 2, 3600),
    "drain_seconds": (25, 0, 86400),
    "node_port": (0, 0, 65535),
}
"""The usual, least and most of each."""


def _fleet_number(name: str, env: Mapping[str, str], usual: int, least: int, most: int) -> int:
    variable = f"SKYVERN_{name.upper()}"
    return _number(variable, env.get(variable) or usual, least=least, most=most)


def _node_address(text: str) -> str:
    if "/" in text or " " in text:
        raise SettingError(f"SKYVERN_NODE_ADDRESS: {text!r} is no host name or address, such as 10.0.0.5")
    return text


def _days(name: str, env: Mapping[str, str], usual: int) -> int:
    variable = f"SKYVERN_{name.upper()}"
    return _number(variable, env.get(variable) or usual, least=0, most=36_500)


def _keep(env: Mapping[str, str]) -> dict[str, int]:
    files = _days("keep_artifacts_days", env, 30)
    like_files = ("keep_recordings_days", "keep_pictures_days", "keep_logs_days")
    return {
        "keep_artifacts_days": files,
        "keep_runs_days": _days("keep_runs_days", env, 90),
        **{name: _days(name, env, files) for name in like_files},
    }


_DOWNLOADS = {"max_download_mb": 1024, "max_downloads_mb": 4096, "max_downloads": 1000}
_VAULT_WORDS = (
    "bitwarden_password",
    "onepassword_token",
    "azure_tenant_id",
    "azure_client_id",
    "azure_client_secret",
    "aws_region",
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
)
_VAULT_URLS = ("bitwarden_url", "onepassword_url", "azure_login_url", "azure_vault_url", "aws_secrets_url")


def _web_url(name: str, env: Mapping[str, str]) -> str:
    url = env.get(name, "").rstrip("/")
    if url and not url.startswith(("http://", "https://")):
        raise SettingError(f"{name}: an http or https URL is needed")
    return url


def _mail_url(name: str, url: str) -> str:
    try:
        if url:
            MailServer.parse(url)
    except ValueError as error:
        raise SettingError(f"{name}: {error}") from None
    return url


def _imap_servers(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in filter(None, (part.strip() for part in text.split(","))):
        client, _, url = item.partition("=")
        if client.strip() not in ("gmail", "outlook"):
            raise SettingError(f"SKYVERN_IMAP_SERVERS: {item!r} is not gmail=URL or outlook=URL")
        found[client.strip()] = _mail_url("SKYVERN_IMAP_SERVERS", url.strip())
    return found


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise SettingError(f"{name}: {value!r} is none of {', '.join(known)}")
    return value


def _models(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in filter(None, (part.strip() for part in text.split(","))):
        name, separator, target = item.partition("=")
        if not separator or ":" not in target:
            raise SettingError(f"SKYVERN_MODELS: {item!r} is not NAME=provider:model")
        found[name.strip()] = target.strip()
    return found


def _budgets(text: str) -> Budgets:
    try:
        return Budgets.parse(text)
    except ValueError as error:
        raise SettingError(f"SKYVERN_MODEL_BUDGETS: {error}") from None


def _proxies(text: str) -> dict[str, str]:
    """Read the list; what is said of an item never shows its URL, which may hold a password."""
    found: dict[str, str] = {}
    for number, item in enumerate(filter(None, (part.strip() for part in text.split(","))), 1):
        location, separator, url = (part.strip() for part in item.partition("="))
        if not separator or not location or "://" in location:
            raise SettingError(f"SKYVERN_PROXIES: item {number} is not LOCATION=URL")
        try:
            Upstream.parse(url if "://" in url else "")
        except ValueError as error:
            raise SettingError(f"SKYVERN_PROXIES: {location}: {error}") from None
        found[location.upper()] = url
    return found


def _remote_browsers(text: str) -> tuple[RemotePlace, ...]:
    try:
        return RemotePlace.listed(text)
    except ValueError as error:
        raise SettingError(f"SKYVERN_REMOTE_BROWSERS: {error}") from None


def _proxy_template(text: str) -> str:
    try:
        if text:
            ProxyTemplate(text)
    except ValueError as error:
        raise SettingError(f"SKYVERN_PROXY_TEMPLATE: {error}") from None
    return text


def _browser_words(env: Mapping[str, str]) -> dict[str, object]:
    """Check what the browser host, which inherits the environment, will read itself."""
    try:
        look, room = Look.read(env), Room.read(env)
    except ValueError as error:
        raise SettingError(str(error)) from None
    return {
        "chromium": env.get("SKYVERN_CHROMIUM", ""),
        "headful": look.headful,
        "chromium_flags": " ".join(look.extra),
        "chromium_extensions": ",".join(map(str, look.extensions)),
        "browser_min_free_mb": room.least_free_mb,
        "browser_max_load": room.most_load,
    }
