"""Vérifie une preuve de facturelite, sans facturelite : voir LISEZMOI.txt."""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Row = dict[str, Any]
FILES = {  # ce que le journal dit des pièces, par événement
    "invoice.rendered": ("pdf_sha256", "xml_sha256"),
    "quote.sent": ("snapshot_sha256",),
    "quote.rendered": ("pdf_sha256",),
    "quote.signed": ("pdf_sha256", "quote_pdf_sha256", "signature_sha256", "scan_sha256"),
}
HEAD = ("id", "at", "event", "actor", "subject", "client_id")


def main() -> int:
    """Dit ce qui ne va pas, une phrase par ligne ; rend 0 si tout est intact."""
    rows = [json.loads(line) for line in text("journal.jsonl").splitlines()]
    found = [
        *problems_of_files(),
        *problems_of_journal(rows),
        *problems_of_agreements(rows),
        *problems_of_exhibits(rows),
    ]
    sys.stdout.write("\n".join(found or ["Tout est intact."]) + "\n")
    for row in rows:
        if row["event"] in ("terms.accepted", "quote.signed") and not found:
            sys.stdout.write(
                f"À comparer avec l’e-mail de confirmation reçu par le client : ligne {row['id']}, "
                f"{row['hash']}\n"
            )
    return 1 if found else 0


def problems_of_files() -> Iterator[str]:
    """Compare chaque fichier avec empreintes.sha256."""
    lines = (line.partition("  ") for line in text("empreintes.sha256").splitlines())
    told = {name: digest for digest, _, name in lines}
    for name, digest in told.items():
        if not (HERE / name).is_file():
            yield f"{name} : il manque."
        elif sha256((HERE / name).read_bytes()) != digest:
            yield f"{name} : son contenu a changé."
    for path in sorted(HERE.rglob("*")):
        name = path.relative_to(HERE).as_posix()
        if path.is_file() and name not in told and name != "empreintes.sha256":
            yield f"{name} : il n’était pas dans la preuve."


def problems_of_journal(rows: list[Row]) -> Iterator[str]:
    """Refait l’empreinte de chaque ligne, et la cherche à sa place dans la chaîne."""
    chain = {int(n): digest for n, digest in map(str.split, text("chaine.txt").splitlines())}
    if list(chain) != list(range(min(chain, default=0), max(chain, default=-1) + 1)):
        yield "chaine.txt : il y manque des lignes."
    for row in rows:
        head = json.dumps([row[name] for name in HEAD], ensure_ascii=False)
        if row["hash"] != sha256("\n".join((row["previous_hash"], head, row["facts"])).encode()):
            yield f"Journal, ligne {row['id']} : son contenu a changé."
        if row["hash"] != chain.get(row["id"]):
            yield f"Journal, ligne {row['id']} : son empreinte n’est pas celle de la chaîne."
        if row["previous_hash"] != chain.get(row["id"] - 1):
            yield f"Journal, ligne {row['id']} : elle ne suit pas la précédente."


def problems_of_agreements(rows: list[Row]) -> Iterator[str]:
    """Compare chaque accord, son texte et ses papiers avec ce que dit le journal."""
    told = {row["subject"]: facts(row) for row in rows if row["event"] == "terms.accepted"}
    published = {row["subject"]: facts(row) for row in rows if row["event"] == "terms.published"}
    for folder in sorted((HERE / "accords").glob("*")):
        accepted = told.pop(f"terms_acceptance/{folder.name}", None)
        if accepted is None:
            yield f"Accord {folder.name} : le journal n’en dit rien."
            continue
        yield from problems_of_agreement(folder, accepted, published)
    for subject in told:
        yield f"{subject} : le journal le dit, il n’est pas dans la preuve."


def problems_of_agreement(folder: Path, accepted: Row, published: dict[str, Row]) -> Iterator[str]:
    """Compare un accord avec ce que le journal en dit."""
    name, row = f"Accord {folder.name}", (folder / "accord.json").read_bytes()
    prints = {sha256(path.read_bytes()) for path in folder.glob("*") if path.is_file()}
    given = json.loads(row)
    evidence = json.loads(given["evidence"])
    version = published.get(f"terms_version/{given['version_id']}", {})
    if sha256(row) != accepted["acceptance_sha256"]:
        yield f"{name} : ce qui a été coché, écrit ou montré a changé."
    if accepted["text_sha256"] not in prints or given["text_sha256"] != version.get("text_sha256"):
        yield f"{name} : le texte n’est pas celui qui a été publié et accepté."
    for digest in [*evidence["pdf_sha256"], *filter(None, [evidence.get("scan_sha256")])]:
        if digest not in prints:
            yield f"{name} : il manque le fichier d’empreinte {digest}."


def problems_of_exhibits(rows: list[Row]) -> Iterator[str]:
    """Cherche chaque fichier dont parle le journal parmi les pièces."""
    kept = {sha256(path.read_bytes()) for path in (HERE / "pieces").glob("*")}
    for row in rows:
        for name in FILES.get(row["event"], ()):
            digest = facts(row).get(name)
            if digest and digest not in kept:
                yield f"{facts(row)['number']} : le fichier dont parle le journal n’est pas là."


def facts(row: Row) -> Row:
    """Rend les faits d’une ligne."""
    read: Row = json.loads(row["facts"])
    return read


def text(name: str) -> str:
    """Lit un fichier."""
    return (HERE / name).read_text("utf-8")


def sha256(content: bytes) -> str:
    """Rend l’empreinte d’un contenu."""
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
