"""The proof of an agreement: read by a judge, verified by anyone, spoilt by one byte."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf
import pypdf
import pytest
from sqlalchemy import text

from agreements import a_mail_account, a_version, accepted, on_paper
from billing import a_client, a_draft, an_invoice
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.journal.actions import record
from facturelite.outbox.worker import empty_the_outbox
from facturelite.safekeeping.queries import problems
from facturelite.terms import asking
from facturelite.terms.acceptance_model import Acceptance
from facturelite.terms.proof.bundle import bundle
from facturelite.terms.proof.gathering import proof_of_acceptance, proof_of_client
from facturelite.terms.proof.statement import statement

HOSTILE = "<script>alert(1)</script> {lien} œ€ 中 😀"


@pytest.fixture
def key(app) -> str:
    return str(app.config["SECRET_KEY"])


@pytest.fixture
def given(nadia, clock, key, smtp_server) -> Acceptance:
    """An agreement given online, after others lived in the same house."""
    with transaction():
        a_mail_account(smtp_server.port)
        version = a_version(at=clock(), french="# Paiement\n\n- à temps\n- en entier\n")
        other = a_client("SAS Lenteur", at=clock())
        record("client.changed", other.subject, at=clock(), client_id=other.id)
        request = asking.ask(a_client(at=clock()), version, at=clock())
        record("client.changed", other.subject, at=clock(), client_id=other.id)
        made = accepted(request, key=key, at=clock())
        record("client.changed", other.subject, at=clock(), client_id=other.id)
    empty_the_outbox(now=clock)
    return made


def archive_of(given: Acceptance) -> bytes:
    return bundle(proof_of_acceptance(given), business=the_business())


def unpacked(archive: bytes, where: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(archive)) as members:
        (folder,) = {name.partition("/")[0] for name in members.namelist()}
        members.extractall(where)
    return where / folder


def verified(where: Path) -> subprocess.CompletedProcess[str]:
    """Run what the archive holds, alone: no package of ours, nothing installed."""
    command = [sys.executable, "-I", "-S", str(where / "verifier.py")]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")


def words_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


# Whole


def test_the_archive_verifies_itself(given, tmp_path):
    done = verified(unpacked(archive_of(given), tmp_path))

    assert done.stderr == ""
    assert done.stdout.startswith("Tout est intact.")
    assert done.returncode == 0


def test_common_tools_verify_the_files(given, tmp_path):
    where = unpacked(archive_of(given), tmp_path)
    command = ["sha256sum", "-c", "--strict", "--quiet", "empreintes.sha256"]

    assert subprocess.run(command, cwd=where, check=False).returncode == 0


def test_the_same_facts_give_the_same_bytes(given, clock):
    first = archive_of(given)
    clock.travel(days=400)
    with transaction():
        record("client.changed", "client/1", at=clock())
    db.session.expire_all()

    assert archive_of(given) == first


def test_what_it_holds(given, tmp_path):
    where = unpacked(archive_of(given), tmp_path)
    names = {path.relative_to(where).as_posix() for path in where.rglob("*") if path.is_file()}
    folder = f"accords/{given.id}"

    assert {
        "preuve.pdf",
        "LISEZMOI.txt",
        "verifier.py",
        "journal.jsonl",
        "chaine.txt",
        "empreintes.sha256",
        f"{folder}/accord.json",
        f"{folder}/texte.txt",
        f"{folder}/cgv-professionnels-v1-fr.pdf",
    } <= names
    told = hashlib.sha256((where / folder / "texte.txt").read_bytes()).hexdigest()
    assert told == given.text_sha256
    mails = "".join(path.read_text() for path in (where / folder / "courriels").glob("*"))
    assert "Vous avez accepté nos conditions de vente" in mails
    assert "250 2.0.0 Ok" in mails
    assert "{lien}" not in mails
    assert "/p/" not in mails


def test_nothing_of_the_other_clients_is_in_it(given, tmp_path):
    where = unpacked(archive_of(given), tmp_path)
    content = b"".join(path.read_bytes() for path in where.rglob("*") if path.is_file())

    assert b"Lenteur" not in content
    rows = [json.loads(line) for line in (where / "journal.jsonl").read_text().splitlines()]
    assert {row["client_id"] for row in rows} == {given.client_id, None}
    chain = (where / "chaine.txt").read_text().splitlines()
    assert len(chain) > len(rows)


# Read


def test_the_pdf_tells_a_stranger_everything(given):
    pdf = statement(proof_of_acceptance(given), business=the_business())
    said = words_of(pdf)

    for told in (
        "Paule Martin",
        "gérante",
        "20 novembre 2026 à 10:00:00 à Paris (2026-11-20 09:00:00 UTC)",
        "compta@martin.example",
        "192.0.2.7",
        "✓ coché",
        "Je paie",
        "J’accepte ces conditions de vente",
        given.text_sha256,
        given.details["pdf_sha256"][0],
        "Conditions acceptées par Paule Martin",
        "250 2.0.0 Ok",
        "signature électronique simple",
        "sha256sum -c empreintes.sha256",
        "en entier",
    ):
        assert told in said
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "/Metadata" in opened.Root


def test_a_paper_agreement_has_its_own_method(nadia, clock, tmp_path):
    with transaction():
        version = a_version(at=clock())
        made = on_paper(a_client(at=clock()), version, at=clock())
    said = words_of(statement(proof_of_acceptance(made), business=the_business()))

    assert "Le client a signé hors ligne" in said
    assert "code de six chiffres" not in said
    where = unpacked(archive_of(made), tmp_path)
    assert verified(where).returncode == 0
    (scan,) = (where / f"accords/{made.id}").glob("conditions-signees-*")
    assert scan.read_bytes() == b"%PDF-1.7 signed"


def test_the_proof_of_a_client_tells_refusals_too(given, clock, tmp_path):
    with transaction():
        newer = a_version(at=clock())
        refused = asking.ask(given.client, newer, at=clock())
        asking.refuse(refused, reason=HOSTILE, address="", browser="", at=clock())
    dossier = proof_of_client(given.client)
    said = words_of(statement(dossier, business=the_business()))

    assert "Version 2 : refusée" in said
    assert "alert(1)" in said
    assert verified(unpacked(bundle(dossier, business=the_business()), tmp_path)).returncode == 0


def test_hostile_words_stay_words(nadia, clock):
    with transaction():
        version = a_version(at=clock())
        made = on_paper(a_client(at=clock()), version, at=clock(), name=HOSTILE, capacity="x" * 119)

    assert "<script>alert(1)</script>" in words_of(
        statement(proof_of_acceptance(made), business=the_business())
    )


# Spoilt


def _changed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    "name",
    [
        "preuve.pdf",
        "journal.jsonl",
        "accords/{}/accord.json",
        "accords/{}/texte.txt",
        "accords/{}/cgv-professionnels-v1-fr.pdf",
    ],
)
def test_one_byte_is_enough(given, tmp_path, name):
    where = unpacked(archive_of(given), tmp_path)
    spoilt = name.format(given.id)
    try:
        _changed(where / spoilt)
        done = verified(where)
    except UnicodeDecodeError:
        return
    assert done.returncode != 0
    assert spoilt in done.stdout or "Traceback" in done.stderr


def rehashed(where: Path) -> None:
    """Do what a forger would: make the list of hashes agree again."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(where).as_posix()}\n"
        for path in sorted(where.rglob("*"))
        if path.is_file() and path.name != "empreintes.sha256"
    ]
    (where / "empreintes.sha256").write_text("".join(lines))


FORGERIES = {
    "a tick": ("accord.json", '\\"ticked\\":true', '\\"ticked\\":false', "coché"),
    "a name": ("accord.json", "Paule Martin", "Paula Martin", "coché, écrit"),
    "the text": ("texte.txt", "à temps", "à terme", "le texte n’est pas celui"),
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forger_who_mends_the_list_of_hashes_is_found(given, tmp_path, what):
    name, before, after, found = FORGERIES[what]
    where = unpacked(archive_of(given), tmp_path)
    path = where / f"accords/{given.id}" / name
    content = path.read_text()
    assert before in content
    path.write_text(content.replace(before, after, 1))
    rehashed(where)

    done = verified(where)
    assert done.returncode == 1
    assert found in done.stdout


def test_a_line_of_the_journal_cannot_be_rewritten_alone(given, tmp_path):
    where = unpacked(archive_of(given), tmp_path)
    path = where / "journal.jsonl"
    path.write_text(path.read_text().replace("compta@martin", "pirate@martin", 1))
    rehashed(where)

    done = verified(where)
    assert done.returncode == 1
    assert "son contenu a changé" in done.stdout


def test_a_file_taken_away_or_added_is_told(given, tmp_path):
    where = unpacked(archive_of(given), tmp_path)
    (where / "LISEZMOI.txt").unlink()
    (where / "nouveau.txt").write_text("x")

    done = verified(where)
    assert "LISEZMOI.txt : il manque." in done.stdout
    assert "nouveau.txt : il n’était pas dans la preuve." in done.stdout


# In the house


@pytest.fixture
def unguarded(given):
    """Take the guards of the database away, as a person with the file could."""
    triggers = db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    with transaction():
        for name in list(triggers):
            db.session.execute(text(f"DROP TRIGGER {name}"))
    assert list(problems()) == []


TAMPERINGS = {
    "a tick": (
        "UPDATE terms_acceptance SET evidence ="
        r""" replace(evidence, '"ticked"\:true', '"ticked"\:false')""",
        "Accord de Boulangerie Martin, version 1 : ce qui a été coché",
    ),
    "a name": (
        "UPDATE terms_acceptance SET name = 'Paula Martin'",
        "Accord de Boulangerie Martin, version 1 : ce qui a été coché",
    ),
    "the text": (
        "UPDATE terms_version SET french_text = replace(french_text, 'à temps', 'à terme')",
        "version 1 : son texte a été modifié",
    ),
    "the PDF": (
        "UPDATE stored_document SET content = CAST(content || 'x' AS BLOB)",
        "ses octets ne correspondent plus",
    ),
    "another PDF": (
        "UPDATE terms_acceptance SET pdf_id = pdf_id + 1",
        "le PDF accepté n’est plus celui de sa version",
    ),
    "an agreement gone": (
        "DELETE FROM terms_acceptance",
        "Accord de Paule Martin : le journal",
    ),
    "a line of the journal": (
        "UPDATE journal_entry SET facts = replace(facts, 'Paule', 'Paula')"
        " WHERE event = 'terms.accepted'",
        "(terms.accepted) : son contenu a été modifié",
    ),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_verify_names_what_was_changed_by_hand(unguarded, given, what):
    statement_, found = TAMPERINGS[what]
    with transaction():
        db.session.execute(text(statement_))
    db.session.expire_all()

    told = list(problems())
    assert any(found in sentence for sentence in told), told


def test_verify_names_a_refusal_that_was_rewritten(unguarded, given, clock):
    with transaction():
        newer = a_version(at=clock())
        asked = asking.ask(given.client, newer, at=clock())
        asking.refuse(asked, reason="Trop cher", address="", browser="", at=clock())
        db.session.execute(text("UPDATE terms_request SET reason = 'D’accord' WHERE id = 2"))
    db.session.expire_all()

    assert any("la réponse n’est pas celle du journal" in sentence for sentence in problems())


# Downloaded


def test_the_owner_downloads_proofs(owner, stranger, given):
    for url in (
        f"/conditions/accords/{given.id}/preuve",
        f"/clients/{given.client_id}/conditions/preuve",
    ):
        for kind in ("pdf", "zip"):
            answer = owner.get(f"{url}.{kind}")
            assert (answer.status_code, answer.mimetype) == (200, f"application/{kind}")
            assert stranger.get(f"{url}.{kind}").status_code == 302
    assert owner.get("/conditions/accords/999/preuve.pdf").status_code == 404
    assert owner.get("/clients/1/conditions/preuve.zip").status_code == 404
    assert owner.get(f"/conditions/accords/{given.id}/preuve.exe").status_code == 404


def test_the_proof_of_an_invoice_names_the_terms_that_bound(owner, given, clock, tmp_path):
    with transaction():
        invoice = an_invoice(given.client, "840", at=clock(), on=clock.today)
    early = owner.get(f"/factures/{invoice.id}/preuve.zip", follow_redirects=True)
    assert "une fois le document émis" in early.text
    empty_the_outbox(now=clock)
    answer = owner.get(f"/factures/{invoice.id}/preuve.zip")
    where = unpacked(answer.data, tmp_path)

    assert verified(where).returncode == 0
    assert sorted(path.suffix for path in (where / "pieces").iterdir()) == [".pdf", ".xml"]
    assert (where / f"accords/{given.id}/accord.json").exists()
    said = words_of((where / "preuve.pdf").read_bytes())
    assert "Émission de la facture" in said
    (pdf,) = (where / "pieces").glob("*.pdf")
    pdf.write_bytes(pdf.read_bytes() + b"x")
    rehashed(where)
    assert "le fichier dont parle le journal" in verified(where).stdout


def test_a_draft_has_no_proof(owner, given, clock):
    with transaction():
        draft = a_draft(given.client, "99", at=clock())

    assert owner.get(f"/factures/{draft.id}/preuve.zip").status_code == 404
