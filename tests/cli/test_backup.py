"""A backup holds everything, comes back whole, and what is no backup leaves nothing behind."""

import hashlib
import json
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

DATABASE, KEY, MANIFEST = "facturelite.sqlite3", "secret-key", "manifest.json"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def dump(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / DATABASE)) as database:
        return list(database.iterdump())


@pytest.fixture
def backup(facturelite, data, tmp_path) -> Path:
    file = tmp_path / "nadia.sauvegarde"
    assert facturelite("backup", file, "--data", data).code == 0
    return file


def test_what_comes_back_is_what_was_there(facturelite, data, backup, tmp_path):
    told = facturelite("restore", backup, "--data", tmp_path / "ailleurs")

    assert told.code == 0
    assert "Tout est intact." in told.out
    assert dump(tmp_path / "ailleurs") == dump(data)
    assert (tmp_path / "ailleurs" / KEY).read_text() == (data / KEY).read_text()
    assert sorted(p.name for p in (tmp_path / "ailleurs").iterdir()) == [DATABASE, KEY]


def test_only_the_owner_may_read_it(facturelite, backup, tmp_path):
    facturelite("restore", backup, "--data", tmp_path / "ailleurs")

    assert mode(backup) == 0o600
    assert mode(tmp_path / "ailleurs") == 0o700
    assert {mode(path) for path in (tmp_path / "ailleurs").iterdir()} == {0o600}


def test_it_is_taken_while_others_write(facturelite, data, tmp_path):
    with closing(sqlite3.connect(data / DATABASE, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE client SET notes = 'pas encore là'")

        told = facturelite("backup", tmp_path / "pendant", "--data", data)
        writer.execute("COMMIT")

    facturelite("restore", tmp_path / "pendant", "--data", tmp_path / "ailleurs")
    assert told.code == 0
    assert not any("pas encore là" in line for line in dump(tmp_path / "ailleurs"))


def test_a_backup_never_overwrites(facturelite, data, backup):
    before = backup.read_bytes()

    told = facturelite("backup", backup, "--data", data)

    assert told.code == 1
    assert "existe déjà" in told.err
    assert backup.read_bytes() == before


def test_a_backup_that_cannot_be_written_leaves_nothing(facturelite, data, tmp_path):
    told = facturelite("backup", tmp_path / "absent" / "fichier", "--data", data)

    assert told.code == 1
    assert "ne peut pas être écrit : introuvable" in told.err
    assert not (tmp_path / "absent").exists()


def test_nothing_is_restored_beside_anything(facturelite, backup, tmp_path):
    (tmp_path / "plein").mkdir()
    (tmp_path / "plein" / "photo.jpg").write_bytes(b"souvenir")

    told = facturelite("restore", backup, "--data", tmp_path / "plein")

    assert told.code == 1
    assert "n’est pas vide" in told.err
    assert [p.name for p in (tmp_path / "plein").iterdir()] == ["photo.jpg"]


def test_an_empty_directory_will_do(facturelite, backup, tmp_path):
    (tmp_path / "vide").mkdir()

    assert facturelite("restore", backup, "--data", tmp_path / "vide").code == 0


def test_what_waited_is_told(facturelite, data, tmp_path):
    with closing(sqlite3.connect(data / DATABASE)) as database, database:
        database.execute("UPDATE outbox_message SET state = 'PENDING' WHERE state = 'HELD'")
    facturelite("backup", tmp_path / "b", "--data", data)

    told = facturelite("restore", tmp_path / "b", "--data", tmp_path / "ailleurs")

    assert "--no-worker" in told.out


def test_postgresql_is_left_to_its_own_tool(facturelite, backup, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://ailleurs/facturelite")

    told = facturelite("restore", backup, "--data", tmp_path / "ailleurs")

    assert told.code == 1
    assert "pg_restore" in told.err
    assert not (tmp_path / "ailleurs").exists()


def rewritten(
    change: Callable[[dict[str, bytes]], None] = lambda members: None,
    entry: Callable[[str], zipfile.ZipInfo] = zipfile.ZipInfo,
    told: Callable[[dict[str, object]], None] = lambda manifest: None,
) -> Callable[[Path], None]:
    """Return what packs a backup anew, altered, with a manifest that agrees with it."""

    def pack(backup: Path) -> None:
        with zipfile.ZipFile(backup) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        change(members)
        manifest = json.loads(members.pop(MANIFEST))
        for name in manifest["files"]:
            if name in members:
                digest = hashlib.sha256(members[name]).hexdigest()
                manifest["files"][name] = {"size": len(members[name]), "sha256": digest}
        told(manifest)
        with zipfile.ZipFile(backup, "w") as archive:
            archive.writestr(MANIFEST, json.dumps(manifest))
            for name, content in members.items():
                archive.writestr(entry(name), content)

    return pack


def cut_short(backup: Path) -> None:
    backup.write_bytes(backup.read_bytes()[:-100])


def one_bit_off(backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)


def no_longer_a_zip(backup: Path) -> None:
    backup.write_bytes(b"SQLite format 3\0")


def compressed(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def linked(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def climbing(members: dict[str, bytes]) -> None:
    members["../evade"] = b"dehors"


def unknown(members: dict[str, bytes]) -> None:
    members["autre"] = b"?"


def without_key(members: dict[str, bytes]) -> None:
    del members[KEY]


def not_a_database(members: dict[str, bytes]) -> None:
    members[DATABASE] = b"n'importe quoi" * 1000


def truncated_database(members: dict[str, bytes]) -> None:
    members[DATABASE] = members[DATABASE][: len(members[DATABASE]) // 2]


def with_wrong_hash(manifest: dict[str, object]) -> None:
    manifest["files"][KEY]["sha256"] = "0" * 64  # type: ignore[index]


def with_wrong_size(manifest: dict[str, object]) -> None:
    manifest["files"][KEY]["size"] = 1  # type: ignore[index]


def of_tomorrow(manifest: dict[str, object]) -> None:
    manifest["revision"] = "9999"


def of_another_format(manifest: dict[str, object]) -> None:
    manifest["format"] = "facturelite-sauvegarde/9"


def endless(manifest: dict[str, object]) -> None:
    manifest["program"] = "x" * 100_000


def without_files(manifest: dict[str, object]) -> None:
    manifest["files"] = {}


HOSTILE = {
    "coupée": cut_short,
    "un bit faux": one_bit_off,
    "pas une archive": no_longer_a_zip,
    "chemin qui sort": rewritten(climbing),
    "membre inconnu": rewritten(unknown),
    "clé absente": rewritten(without_key),
    "compressée": rewritten(entry=compressed),
    "lien": rewritten(entry=linked),
    "base illisible": rewritten(not_a_database),
    "base tronquée": rewritten(truncated_database),
    "empreinte fausse": rewritten(told=with_wrong_hash),
    "taille fausse": rewritten(told=with_wrong_size),
    "schéma futur": rewritten(told=of_tomorrow),
    "format futur": rewritten(told=of_another_format),
    "description sans fin": rewritten(told=endless),
    "description vide": rewritten(told=without_files),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_backup_leaves_nothing_behind(facturelite, backup, tmp_path, name):
    HOSTILE[name](backup)
    around = sorted(path.name for path in tmp_path.iterdir())

    told = facturelite("restore", backup, "--data", tmp_path / "ailleurs")

    assert told.code == 1
    assert told.err.strip()
    assert "Traceback" not in told.err
    assert sorted(path.name for path in tmp_path.iterdir()) == around


def test_a_database_newer_than_its_manifest_is_refused(facturelite, data, tmp_path):
    backup = tmp_path / "b"
    facturelite("backup", backup, "--data", data)
    newer = tmp_path / "newer.sqlite3"
    shutil.copy(data / DATABASE, newer)
    with closing(sqlite3.connect(newer)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    content = newer.read_bytes()
    rewritten(lambda members: members.update({DATABASE: content}))(backup)

    told = facturelite("restore", backup, "--data", tmp_path / "ailleurs")

    assert told.code == 1
    assert "version plus récente" in told.err
    assert not (tmp_path / "ailleurs").exists()
