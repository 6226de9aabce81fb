"""Vérifie un export de facturelite, sans facturelite : voir LISEZMOI.txt."""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Row = dict[str, Any]
HEAD = ("id", "at", "event", "actor", "subject", "client_id")
KEPT = {"snapshot_sha256": "le texte figé", "pdf_sha256": "le PDF", "xml_sha256": "le XML"}


def main() -> int:
    """Dit ce qui ne va pas, une phrase par ligne ; rend 0 si tout est intact."""
    found = [
        *problems_of_files(),
        *problems_of_chain("Journal", journal_rows()),
        *problems_of_chain("Livre des recettes", receipt_rows()),
        *problems_of_documents(),
    ]
    sys.stdout.write("\n".join(found or ["Tout est intact."]) + "\n")
    return 1 if found else 0


def problems_of_files() -> Iterator[str]:
    """Compare chaque fichier avec manifest.json."""
    manifest = json.loads((HERE / "manifest.json").read_text("utf-8"))
    if not manifest["complete"]:
        yield "L’export n’a pas été terminé."
    for name, told in manifest["files"].items():
        path = HERE / name
        if not path.is_file():
            yield f"{name} : il manque."
        elif sha256(path.read_bytes()) != told["sha256"]:
            yield f"{name} : son contenu a changé."


def problems_of_chain(title: str, rows: Iterable[tuple[list[Any], str, Row]]) -> Iterator[str]:
    """Suit une chaîne depuis son début."""
    previous = "0" * 64
    for rank, (head, facts, row) in enumerate(rows, 1):
        text = "\n".join((row["previous_hash"], json.dumps(head, ensure_ascii=False), facts))
        if head[0] != rank:
            yield f"{title} : il manque des lignes avant la {head[0]}."
            return
        if row["previous_hash"] != previous:
            yield f"{title}, ligne {rank} : elle ne suit pas la précédente."
        if row["hash"] != sha256(text.encode()):
            yield f"{title}, ligne {rank} : son contenu a changé."
        previous = row["hash"]


def problems_of_documents() -> Iterator[str]:
    """Cherche chaque document dont parle le journal, par son empreinte."""
    kept = {sha256(path.read_bytes()) for path in (HERE / "factures").glob("*")}
    for row in lines("journal.jsonl"):
        if row["event"] not in {"invoice.issued", "invoice.rendered"}:
            continue
        facts = json.loads(row["facts"])
        for name, what in KEPT.items():
            if name in facts and facts[name] not in kept:
                yield f"{facts['number']} : {what} dont parle le journal n’est pas là."


def journal_rows() -> Iterator[tuple[list[Any], str, Row]]:
    """Lit le journal : pour chaque ligne, sa tête, ses faits, elle-même."""
    for row in lines("journal.jsonl"):
        yield [row[name] for name in HEAD], row["facts"], row


def receipt_rows() -> Iterator[tuple[list[Any], str, Row]]:
    """Lit le livre des recettes, de même."""
    for row in lines("livre-des-recettes.jsonl"):
        yield row["head"], "", row


def lines(name: str) -> Iterator[Row]:
    """Lit un fichier d’une ligne JSON par fait."""
    with (HERE / name).open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def sha256(content: bytes) -> str:
    """Rend l’empreinte d’un contenu."""
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
