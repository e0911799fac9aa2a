"""What an operator can say: defaults, what wins, what is refused and how that is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from skyvern.settings import SettingError, Settings, read_settings, secret_key, write_private


def settings(folder: Path, **more: str) -> Settings:
    return read_settings({"SKYVERN_DATA_DIR": str(folder), **more})


def test_everything_has_a_default(tmp_path: Path) -> None:
    made = settings(tmp_path)
    assert (made.host, made.port, made.public_url) == ("127.0.0.1", 8000, "http://localhost:8000")
    assert made.database_url == f"sqlite:///{tmp_path / 'skyvern.db'}"
    assert made.artifacts == (tmp_path / "artifacts").as_uri()
    assert (made.concurrency, made.max_minutes, made.model, made.proxies) == (4, 240, "", {})
    assert not made.rules.allows("127.0.0.1", 8010)


def test_the_folder_of_the_home_is_written_out() -> None:
    assert read_settings({}).data_dir == (Path.home() / ".skyvern").resolve()


def test_the_port_makes_the_public_url_and_a_slash_too_much_is_dropped(tmp_path: Path) -> None:
    assert settings(tmp_path, SKYVERN_PORT="9000").public_url == "http://localhost:9000"
    assert settings(tmp_path, SKYVERN_PUBLIC_URL="https://a.test/").public_url == "https://a.test"


def test_what_the_command_line_gives_wins_and_what_it_leaves_out_does_not(tmp_path: Path) -> None:
    environment = {"SKYVERN_PORT": "9000", "SKYVERN_HOST": "0.0.0.0", "SKYVERN_DATA_DIR": "/nowhere"}
    made = read_settings(environment, port=0, host=None, data_dir=tmp_path)
    assert (made.port, made.host, made.data_dir) == (0, "0.0.0.0", tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SKYVERN_PORT", "http", "'http' is not a whole number"),
        ("SKYVERN_PORT", "65536", "65536 is not between 0 and 65535"),
        ("SKYVERN_CONCURRENCY", "0", "0 is not between 1 and 1000"),
        ("SKYVERN_MAX_MINUTES", "481", "481 is not between 1 and 480"),
        ("SKYVERN_ALLOWED_PRIVATE_NETWORKS", "10.0.0.0/33", "10.0.0.0/33"),
        ("SKYVERN_PROXIES", "http://ada:hunter2@proxy.test", "item 1 is not LOCATION=URL"),
        ("SKYVERN_PROXIES", "US=http://a.test,DE=ftp://ada:hunter2@b.test", "DE: A proxy URL must begin with"),
        ("SKYVERN_PROXIES", "US=http://ada:hunter2@a.test:99999", "US: A proxy URL must have a port"),
        ("SKYVERN_PROXIES", "US=ada:hunter2@a.test", "US: "),
        ("SKYVERN_SMTP_URL", "pop://ada:hunter2@a.test", "smtp://"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name_and_without_secrets(
    tmp_path: Path, name: str, value: str, said: str
) -> None:
    with pytest.raises(SettingError) as refused:
        settings(tmp_path, **{name: value})
    assert str(refused.value).startswith(f"{name}: ")
    assert said in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_proxies_are_known_by_location(tmp_path: Path) -> None:
    made = settings(tmp_path, SKYVERN_PROXIES=" us-ca = http://u:p=q@a.test:1 ,, NONE2=socks5://b.test ")
    assert made.proxies == {"US-CA": "http://u:p=q@a.test:1", "NONE2": "socks5://b.test"}


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    made = settings(tmp_path / "new")
    key = secret_key(made, {})
    assert len(key) == 64
    assert secret_key(made, {}) == key
    assert (tmp_path / "new" / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_secret_key_of_the_environment_wins_and_must_be_long(tmp_path: Path) -> None:
    assert secret_key(settings(tmp_path), {"SKYVERN_SECRET_KEY": "0123456789abcdef"}) == b"0123456789abcdef"
    assert not (tmp_path / "secret.key").exists()
    with pytest.raises(SettingError, match="at least 16"):
        secret_key(settings(tmp_path), {"SKYVERN_SECRET_KEY": "short"})


def test_a_private_file_that_others_could_read_is_shut(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text("a longer text than the new one")
    path.chmod(0o644)
    write_private(path, "new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o600)
