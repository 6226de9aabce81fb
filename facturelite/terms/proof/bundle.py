"""The archive of a proof: every file, the lines of the journal, and what verifies them."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from importlib import resources

from facturelite.business.model import Business
from facturelite.journal.model import Entry, instant_text
from facturelite.outbox.model import Message
from facturelite.terms.proof.gathering import Agreement, Dossier
from facturelite.terms.proof.statement import message_number, statement

ENCLOSED = ("LISEZMOI.txt", "verifier.py")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same facts give the same bytes
_BLANKS = {"{lien}": "(lien privé du client)", "{code}": "(code à six chiffres)"}

Member = tuple[str, bytes]


def bundle(dossier: Dossier, *, business: Business) -> bytes:
    """Return the ZIP of a proof: one folder. The same facts give the same bytes."""
    members = [("preuve.pdf", statement(dossier, business=business)), *_members(dossier)]
    members.append(("empreintes.sha256", _prints(members)))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(f"{dossier.slug}/{name}", _EPOCH)
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _members(dossier: Dossier) -> Iterator[Member]:
    for name in ENCLOSED:
        yield name, resources.files(__package__).joinpath("enclosed", name).read_bytes()
    yield "journal.jsonl", b"".join(map(_line, dossier.entries))
    yield "chaine.txt", b"".join(f"{n} {digest}\n".encode() for n, digest in dossier.chain)
    for agreement in dossier.agreements:
        yield from _of_agreement(agreement)
    for chapter in dossier.chapters:
        for mail in chapter.letters:
            yield f"courriels/{mail.id}.txt", _letter(mail)
    for exhibit in dossier.exhibits:
        yield f"pieces/{exhibit.name}", exhibit.content


def _of_agreement(agreement: Agreement) -> Iterator[Member]:
    given, folder = agreement.given, f"accords/{agreement.given.id}"
    yield f"{folder}/accord.json", given.canonical_text.encode()
    yield f"{folder}/texte.txt", given.version.canonical_text.encode()
    for _, paper in agreement.papers:
        yield f"{folder}/{paper.filename}", paper.content
    for mail in agreement.letters:
        yield f"{folder}/courriels/{mail.id}.txt", _letter(mail)


def _letter(mail: Message) -> bytes:
    """Write a mail as it was composed; what is secret in it is left out."""
    text = str(mail.payload.get("text", ""))
    for blank, shown in _BLANKS.items():
        text = text.replace(blank, shown)
    head = {
        "À": ", ".join(mail.recipients),
        "Objet": mail.title,
        "Message-ID": f"<{message_number(mail)}@…>",
        "Composé": instant_text(mail.created_at),
        "Parti": instant_text(mail.done_at) if mail.done_at else mail.state.value,
        "Réponse du serveur": mail.answer,
    }
    lines = "".join(f"{name} : {value}\n" for name, value in head.items() if value)
    return f"{lines}\n{text}\n".encode()


def _line(entry: Entry) -> bytes:
    """Keep the facts as the text that was hashed."""
    names = ("event", "actor", "subject", "client_id", "facts", "previous_hash", "hash")
    told = {"id": entry.id, "at": instant_text(entry.at)}
    told |= {name: getattr(entry, name) for name in names}
    return (json.dumps(told, ensure_ascii=False) + "\n").encode()


def _prints(members: list[Member]) -> bytes:
    """List the hashes as `sha256sum -c` reads them."""
    return "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in members
    ).encode()
