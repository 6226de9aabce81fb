"""The first walk, with nothing but the program: from an empty machine to a paid invoice.

The real command in a process of its own, a real mail server, the real client list, one
browser for the owner and a phone for each client.
"""

import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import facturx
import pytest
from playwright.sync_api import Browser, Page

from browsing.chromium import DESKTOP, FRANCE, PHONE
from conformance.schematron import official_rules
from installed import FACTURELITE

LIST = Path(__file__).parents[1] / "clients" / "data" / "clients-excel-fr.csv"
PASSWORD = "le chat dort sur le clavier"
PATIENCE = 120  # seconds


@dataclass
class House:
    """The program, running on a directory of its own."""

    data: Path
    url: str
    setup_link: str

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [FACTURELITE, *words, "--data", str(self.data)],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "log"
    with log.open("w") as out:
        serving = subprocess.Popen(
            [
                *(FACTURELITE, "serve"),
                *("--port", str(port), "--data", str(tmp_path / "data")),
            ],
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    try:
        link = _wait_for(lambda: re.search(r"http\S+/installation/\S+", log.read_text()))
        yield House(tmp_path / "data", f"http://127.0.0.1:{port}", link.group(0))
    finally:
        serving.terminate()
        serving.wait(PATIENCE)


def _wait_for(question):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if answer := question():
            return answer
        time.sleep(0.2)
    raise AssertionError("waited in vain")


@pytest.fixture
def owner(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(**DESKTOP, **FRANCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(**PHONE, **FRANCE)
    yield context.new_page()
    context.close()


def test_from_an_empty_machine_to_a_paid_invoice(house, owner, phone, smtp_server, tmp_path):
    _set_up(owner, house, smtp_server)
    _import_the_list(owner, house)
    letters = [
        _bill(owner, house, smtp_server, "Librairie", "Catalogue d’automne", "1250"),
        _bill(owner, house, smtp_server, "Lefèvre", "Faire-part", "180,50"),
        _bill(owner, house, smtp_server, "Grünwald", "Website", "2400", language="en"),
    ]
    _acknowledge(phone, letters[0], "J’ai bien reçu cette facture")
    _acknowledge(phone, letters[2], "I have received this invoice")
    _cash(owner, house, "F", 1, "500")
    _cash(owner, house, "F", 2, None)
    _cancel(owner, house, 3)

    assert house.command("verify").returncode == 0
    _check_export(house, tmp_path / "export")


def _set_up(owner: Page, house: House, smtp_server) -> None:
    owner.goto(house.setup_link)
    owner.fill("input[name=email]", "nadia@atelier.example")
    owner.fill("input[name=password]", PASSWORD)
    owner.click("main button.btn-primary")
    for name, value in {
        "name": "Nadia Belkacem",
        "siret": "732 829 320 00074",
        "line1": "12 rue des Écoles",
        "postcode": "69007",
        "city": "Lyon",
    }.items():
        owner.fill(f"input[name={name}]", value)
    owner.get_by_role("button", name="Continuer").click()
    owner.get_by_role("button", name="Continuer").click()
    owner.fill("input[name=iban]", "FR76 3000 6000 0112 3456 7890 189")
    owner.get_by_role("button", name="Continuer").click()
    owner.get_by_role("button", name="Continuer").click()
    owner.fill("input[name=host]", smtp_server.host)
    owner.fill("input[name=port]", str(smtp_server.port))
    owner.fill("input[name=username]", "")
    owner.locator("input[name=security][value=NONE], option[value=NONE]").first.evaluate(
        "e => e.tagName === 'OPTION' ? (e.parentElement.value = 'NONE') : e.click()"
    )
    owner.get_by_role("button", name="Continuer").click()
    owner.wait_for_url(house.url + "/")


def _import_the_list(owner: Page, house: House) -> None:
    owner.goto(f"{house.url}/clients/import")
    owner.set_input_files("input[type=file]", str(LIST))
    owner.get_by_role("button", name="Lire ce fichier").click()
    owner.get_by_role("button", name="Importer 41 clients").click()
    owner.get_by_text("est importée").wait_for()


def _bill(owner, house, smtp_server, client: str, label: str, price: str, language: str = "fr"):
    """Issue and send an invoice; return the letter its client received."""
    before = len(smtp_server.letters)
    if language == "en":
        owner.goto(f"{house.url}/clients?q={client}")
        owner.locator("main").get_by_role("link", name=re.compile(client)).first.click()
        owner.get_by_role("link", name="Modifier").first.click()
        owner.check("input[name=language][value=en]")
        owner.get_by_role("button", name=re.compile("Enregistrer")).first.click()
        owner.get_by_text("nregistré").first.wait_for()
    owner.goto(f"{house.url}/factures/nouvelle?q={client}")
    owner.get_by_role("button", name="Facturer").click()
    owner.fill("input[name=lines-0-label]", label)
    owner.fill("input[name=lines-0-unit_price]", price)
    owner.get_by_text(re.compile(r"Enregistré à")).wait_for()
    owner.get_by_role("button", name="Émettre…").click()
    owner.get_by_role("button", name="Émettre et envoyer").click()
    _wait_for(lambda: len(smtp_server.letters) > before)
    letter = smtp_server.letters[before]
    _check_factur_x(letter)
    return letter


def _check_factur_x(letter) -> None:
    (pdf,) = [part.get_content() for part in letter.iter_attachments()]
    assert pdf.startswith(b"%PDF-1.7")
    _, xml = facturx.get_xml_from_pdf(pdf, check_xsd=True)
    assert official_rules().findings(xml) == []


def _acknowledge(phone: Page, letter, button: str) -> None:
    phone.goto(re.search(r"http\S+/p/\S+", letter.text).group(0))
    phone.locator("input[name=name]").first.fill("Paule Martin")
    phone.get_by_role("button", name=button).click()
    phone.get_by_text("Paule Martin").first.wait_for()


def _cash(owner: Page, house: House, prefix: str, invoice: int, amount: str | None) -> None:
    owner.goto(f"{house.url}/encaissements/nouveau?facture={invoice}")
    if amount:
        with owner.expect_response(lambda answer: answer.request.method == "POST"):
            owner.fill("input[name=amount]", amount)
            owner.get_by_role("button", name="Répartir").click()
    owner.get_by_role("button", name="Enregistrer l’encaissement").click()
    owner.get_by_text(re.compile("nregistré")).first.wait_for()


def _cancel(owner: Page, house: House, invoice: int) -> None:
    owner.goto(f"{house.url}/factures/{invoice}/correction")
    owner.check("input[name=what][value=cancel]")
    owner.fill("textarea[name=reason]", "Order cancelled")
    owner.get_by_role("button", name="Préparer la correction").click()
    owner.get_by_role("button", name="Émettre…").click()
    owner.get_by_role("button", name="Émettre et envoyer").click()
    owner.get_by_text("A20").first.wait_for()
    _wait_for(lambda: _is_rendered(owner))


def _is_rendered(owner: Page) -> bool:
    owner.reload()
    return owner.get_by_role("link", name="PDF").count() > 0


def _check_export(house: House, directory: Path) -> None:
    done = house.command("export", str(directory))
    assert done.returncode == 0, done.stderr
    manifest = json.loads((directory / "manifest.json").read_text())
    assert len(list((directory / "factures").glob("*.pdf"))) == 4
    assert manifest
    assert house.command("verify").returncode == 0
