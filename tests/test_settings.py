"""Settings: read once, wrong ones all told at once, what is secret readable by its owner only."""

import stat
from pathlib import Path

import pytest

from facturelite.settings import DEFAULT_DATA, Settings, SettingsWrong


def settings(data: Path, **environment: str) -> Settings:
    return Settings.from_environment(environment, data=data)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nothing_needs_to_be_set(tmp_path):
    made = settings(tmp_path / "data")

    assert made.database_url == f"sqlite:///{tmp_path}/data/facturelite.sqlite3"
    assert made.database_file == tmp_path / "data" / "facturelite.sqlite3"
    assert (made.base_url, made.behind_proxies) == ("http://127.0.0.1:8000", 0)
    assert made.is_sqlite


def test_what_is_kept_is_for_its_owner_only(tmp_path):
    data = tmp_path / "deep" / "data"

    settings(data)

    assert mode(data) == 0o700
    assert mode(data / "secret-key") == 0o600


def test_a_directory_left_open_is_closed(tmp_path):
    data = tmp_path / "data"
    data.mkdir(mode=0o755)

    settings(data)

    assert mode(data) == 0o700


def test_the_secret_key_is_made_once_and_is_long(tmp_path):
    first, again = settings(tmp_path / "a"), settings(tmp_path / "a")

    assert len(first.secret_key) == 64
    assert first.secret_key == again.secret_key
    assert first.secret_key != settings(tmp_path / "b").secret_key


@pytest.mark.parametrize("key", ["", "changeme", "x" * 63])
def test_a_short_key_is_refused(tmp_path, key):
    (tmp_path / "secret-key").write_text(key)

    with pytest.raises(SettingsWrong, match="trop courte"):
        settings(tmp_path)


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    occupied = tmp_path / "file"
    occupied.write_text("x")

    with pytest.raises(SettingsWrong) as told:
        settings(
            occupied / "data",
            DATABASE_URL="mysql://x",
            FACTURELITE_URL="factures.example",
            FACTURELITE_PROXIES="deux",
        )

    sentences = str(told.value).splitlines()
    assert len(sentences) == 4
    for name in ("DATABASE_URL", "FACTURELITE_URL", "FACTURELITE_PROXIES", "dossier de données"):
        assert name in str(told.value)


def test_wrong_settings_leave_nothing_behind_but_the_directory(tmp_path):
    with pytest.raises(SettingsWrong):
        settings(tmp_path / "data", FACTURELITE_PROXIES="deux")

    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:p@h:5432/facturelite",
        "postgres://u:p@h:5432/facturelite",
        "postgresql+psycopg://u:p@h:5432/facturelite",
    ],
)
def test_postgresql_is_reached_by_psycopg_however_it_is_written(tmp_path, url):
    made = settings(tmp_path, DATABASE_URL=url)

    assert made.database_url == "postgresql+psycopg://u:p@h:5432/facturelite"
    assert not made.is_sqlite


@pytest.mark.parametrize("url", ["sqlite:///x.db", "mysql://h/x", "facturelite", "://"])
def test_another_database_is_refused(tmp_path, url):
    with pytest.raises(SettingsWrong, match="DATABASE_URL"):
        settings(tmp_path, DATABASE_URL=url)


@pytest.mark.parametrize(
    "url", ["factures.example", "ftp://factures.example", "https://", "https://x.example/?a=b"]
)
def test_an_address_that_is_none_is_refused(tmp_path, url):
    with pytest.raises(SettingsWrong, match="FACTURELITE_URL"):
        settings(tmp_path, FACTURELITE_URL=url)


def test_an_address_is_kept_without_its_last_slash(tmp_path):
    made = settings(tmp_path, FACTURELITE_URL="https://factures.example/")

    assert made.base_url == "https://factures.example"


def test_proxies_are_counted(tmp_path):
    assert settings(tmp_path, FACTURELITE_PROXIES="2").behind_proxies == 2


def test_the_environment_says_where_data_is_unless_the_command_does(tmp_path):
    environment = {"FACTURELITE_DATA": str(tmp_path / "told")}

    assert Settings.from_environment(environment).data == tmp_path / "told"
    assert Settings.from_environment(environment, data=tmp_path / "x").data == tmp_path / "x"


def test_by_default_data_is_at_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))

    assert Settings.from_environment({}).data == DEFAULT_DATA.expanduser()
    assert DEFAULT_DATA.expanduser().is_relative_to(tmp_path)


def test_nothing_is_written_that_could_be_read_as_a_secret(tmp_path, capsys):
    made = settings(tmp_path)

    captured = capsys.readouterr()
    assert made.secret_key not in captured.out + captured.err
