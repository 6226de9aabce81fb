"""Bringing a list in, page by page, with what may go wrong."""

import os
import re
import stat
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from clientele import BAKERY, SIRET, registered
from facturelite.clients.model import Client
from facturelite.clients.uploads import Uploads
from facturelite.db import db
from page import Page

REAL = Path(__file__).parent / "data" / "clients-excel-fr.csv"
SMALL = (
    "Raison sociale;SIRET;E-mail;Code postal;Ville\n"
    f"Martin SAS;{SIRET};neuf@martin.example;75011;Paris\n"
    "Durand SARL;;durand@b.example;1000;Bourg\n"
    ";;x;;\n"
).encode()


def count() -> int:
    return db.session.scalar(select(func.count(Client.id)))


def upload(owner, content: bytes = SMALL, name: str = "liste.csv", htmx: bool = False) -> Page:
    page = Page(owner, "/clients/import", htmx=htmx)
    return page.submit("Lire ce fichier", file=(content, name))


@pytest.mark.parametrize("htmx", [True, False])
def test_a_list_goes_from_file_to_register(owner, htmx):
    page = upload(owner, REAL.read_bytes(), "clients-excel-fr.csv", htmx)
    assert "47 lignes · rien n’est encore enregistré" in page.text
    assert count() == 0
    page.submit("Importer 41 clients")
    assert "La liste « clients-excel-fr.csv » est importée." in page.text
    assert count() == 41
    page.assert_same_as_reload()
    assert "Importé de la ligne 2" in Page(owner, "/clients/1").within("story")


def test_each_row_says_what_becomes_of_it(owner):
    registered(BAKERY)
    page = upload(owner)
    assert "Cette ligne n’a pas de nom" in page.within("rows")  # what needs the owner comes first
    page = Page(owner, page.url + "?voir=repares")
    assert "Code postal 1000 complété en 01000." in page.within("rows")
    page = Page(owner, page.url.replace("repares", "connus"))
    assert "Boulangerie Martin même SIRET" in page.within("rows")
    assert "ne sera pas repris" in page.within("rows")


@pytest.mark.parametrize("htmx", [True, False])
def test_a_known_client_may_be_completed_or_replaced(owner, htmx):
    known = registered(BAKERY)
    url = upload(owner).url
    page = Page(owner, f"{url}?voir=connus", htmx=htmx)
    page.submit("Appliquer", for_all="COMPLETE")
    assert "rien à changer" in page.within("rows")
    page.submit("Appliquer", **{"line-2": "REPLACE"})
    assert "changera : raison sociale, e-mail, adresse" in page.within("rows")
    page.submit("Importer 2 clients")
    assert (known.name, known.email) == ("Martin SAS", "neuf@martin.example")
    assert "Fiches complétées 1" in page.text


def test_a_choice_that_does_not_exist_is_ignored(owner):
    registered(BAKERY)
    url = upload(owner).url
    sent = {"for_all": "EXPLODE", "line-2": "EXPLODE", "line-x": "ADD", "line-99999999": "ADD"}
    assert owner.post(f"{url}/choix", data=sent).status_code == 303
    assert "ne sera pas repris" in Page(owner, f"{url}?voir=connus").text


@pytest.mark.parametrize("htmx", [True, False])
def test_columns_are_corrected_by_hand(owner, htmx):
    page = upload(owner, b"Alpha;Beta\nMartin SARL;a@b.example\n", htmx=htmx)
    page = Page(owner, page.url, htmx=htmx)
    assert "Indiquez la colonne qui contient le nom" in page.text
    fields = {"column-company_name": "0", "column-email": "0"}
    page.submit("Relire avec ces colonnes", status=422, **fields)
    assert "gardez-la pour l’un des deux" in page.text
    assert page.value("column-email") == "0"
    page.submit("Relire avec ces colonnes", **{"column-email": "1"})
    assert "a@b.example" in page.within("rows")
    page.submit("Importer 1 client")
    assert count() == 1


@pytest.mark.parametrize("place", ["x", "-1", "99", "1.5"])
def test_a_column_that_the_file_lacks_is_refused(owner, place):
    url = upload(owner).url
    sent = {"column-company_name": place}
    assert owner.post(f"{url}/colonnes", data=sent).status_code == 422


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "vide"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "une image"),
        (b"PK\x03\x04" + bytes(100), "un classeur"),
        (b"Nom\nMartin\n", "qu’une colonne"),
        (b"Nom;Ville\n", "que des titres"),
        (bytes(range(256)) * 50, "lisible"),
        (b"a;b\n" + b"x;y\n" * 100_001, "trop long"),
        (b'Nom;Ville\n"Martin;Lyon\n', "guillemet"),
    ],
)
def test_what_is_not_a_list_is_explained(owner, settings, content, says):
    page = Page(owner, "/clients/import").submit(
        "Lire ce fichier", status=422, file=(content, "liste.csv")
    )
    assert says in page.text
    assert not (settings.data / "imports").exists()


def test_no_file_is_asked_for(owner):
    page = Page(owner, "/clients/import").submit("Lire ce fichier", status=422)
    assert "Choisissez le fichier de votre liste" in page.text


def test_more_than_the_limit_is_refused_before_it_is_read(owner):
    announced = {"CONTENT_LENGTH": str(26 * 1024 * 1024)}
    answer = owner.post(
        "/clients/import",
        data={"file": (BytesIO(SMALL), "liste.csv")},
        environ_overrides=announced,
    )
    assert answer.status_code == 413


def test_the_refused_rows_come_back_as_a_file_that_can_be_imported(owner):
    url = upload(owner, REAL.read_bytes()).url
    before = owner.get(f"{url}/refus.csv")
    assert before.mimetype == "text/csv"
    assert "attachment" in before.headers["Content-Disposition"]
    owner.post(f"{url}/execution")
    after = owner.get(f"{url}/refus.csv")
    assert after.data == before.data
    text = after.data.decode("utf-8-sig")
    assert text.startswith('"Ligne";"Pourquoi";')
    assert "'=HYPERLINK" in text
    assert ";=HYPERLINK" not in text
    again = upload(owner, after.data)
    assert "5 lignes" in again.text
    assert "Refusés 5" in again.text


def test_importing_twice_by_a_double_click_takes_once(owner):
    url = upload(owner).url
    assert owner.post(f"{url}/execution").status_code == 303
    first = count()
    assert owner.post(f"{url}/execution").status_code == 303
    assert count() == first == 2


def test_the_file_is_private_and_gone_once_imported(owner, settings):
    url = upload(owner).url
    directory = settings.data / "imports"
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()} == {0o600}
    owner.post(f"{url}/execution")
    assert not list(directory.glob("*.csv"))
    assert "est importée" in Page(owner, url).text


def test_a_file_is_forgotten_after_a_day(owner, settings, clock):
    url = upload(owner).url
    clock.travel(hours=23)
    Uploads(settings.data).forget_old(at=clock.at)
    assert owner.get(url).status_code == 200
    clock.travel(hours=2)
    Uploads(settings.data).forget_old(at=clock.at)
    assert owner.get(url).status_code == 404
    assert list((settings.data / "imports").iterdir()) == []


@pytest.mark.parametrize("name", ["x", "..%2f..%2fsecret-key", "a" * 22, "%00", "a" * 500])
@pytest.mark.parametrize("place", ["", "/avancement", "/refus.csv"])
def test_a_file_that_is_not_there_is_not_found(owner, name, place):
    assert owner.get(f"/clients/import/{name}{place}").status_code == 404
    assert owner.post(f"/clients/import/{name}/execution").status_code == 404


def test_no_other_file_of_the_directory_can_be_read(owner, settings):
    name = re.search(r"import/(.{22})$", upload(owner).url)[1]
    assert Uploads(settings.data).find(f"../imports/{name}") is None
    assert Uploads(settings.data).find(f"{name}.json") is None


def test_a_running_import_tells_how_far_it_is(owner, settings):
    url = upload(owner).url
    uploads = Uploads(settings.data)
    waiting = uploads.find(url.rsplit("/", 1)[1])
    assert "Lecture de la liste" in owner.get(f"{url}/avancement").text
    uploads.tell(waiting, 250, 1000)
    partial = owner.get(f"{url}/avancement", headers={"HX-Request": "true"}).text
    assert "250 clients écrits sur 1000" in partial
    assert 'max="1000"' in partial


def test_nothing_in_a_list_becomes_markup(owner):
    xss = "<img src=x onerror=alert(1)>"
    content = f"Raison sociale;SIRET;Ville;{xss}\n{xss};{SIRET};{xss};1\n;;{xss};2\n".encode()
    url = upload(owner, content, f"{xss}.csv").url
    for view in ("prets", "repares", "connus", "refuses"):
        assert xss not in owner.get(f"{url}?voir={view}").text
    owner.post(f"{url}/execution")
    assert xss not in owner.get(url).text
    assert xss not in owner.get("/clients/1").text
    assert count() == 1


def test_a_name_that_is_a_path_is_only_a_name(owner, settings):
    upload(owner, SMALL, "../../../etc/passwd")
    assert {path.parent for path in (settings.data / "imports").iterdir()} == {
        settings.data / "imports"
    }


def test_a_stranger_can_do_nothing(owner, stranger):
    url = upload(owner).url
    for address in (url, f"{url}/avancement", f"{url}/refus.csv", "/clients/import"):
        assert stranger.get(address).status_code == 302
    for address in (f"{url}/execution", f"{url}/colonnes", f"{url}/choix", "/clients/import"):
        assert stranger.post(address).status_code == 303
    assert count() == 0


def test_looking_writes_nothing(owner, settings):
    url = upload(owner).url
    directory = settings.data / "imports"
    before = {path.name: path.read_bytes() for path in directory.iterdir()}
    for place in ("", "?voir=connus&n=9999999", "/avancement", "/refus.csv"):
        assert owner.get(url + place).status_code == 200
    for place in ("/execution", "/colonnes", "/choix"):
        assert owner.get(url + place).status_code == 405
    assert {path.name: path.read_bytes() for path in directory.iterdir()} == before
    assert count() == 0
    assert os.listdir(directory)
