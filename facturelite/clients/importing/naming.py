"""Who a row is about: which kind of client, under which name, with which person to contact."""

import re
from dataclasses import dataclass
from functools import lru_cache

from facturelite.clients.details import ClientKind, ContactDetails
from facturelite.clients.importing.cells import RowCells
from facturelite.identifiers import fold

_WORDS = {
    ClientKind.PROFESSIONAL: "pro pros professionnel professionnelle professionnels professional "
    "entreprise entreprises societe company business corporate b2b btob personnemorale assujetti "
    "association independant artisan commercant autoentrepreneur microentreprise ei sarl sas sasu",
    ClientKind.CONSUMER: "particulier particuliers particuliere part consumer consommateur "
    "individual individu personnephysique personne person private prive b2c btoc noncommercial",
    ClientKind.PUBLIC_BODY: "public publique publics organismepublic organismespublics "
    "secteurpublic mairie collectivite collectiviteterritoriale collectivitelocale administration "
    "administrationpublique etat publicbody publicsector government b2g btog commune "
    "etablissementpublic hopital ecole choruspro",
}
_KIND_OF_WORD = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_CIVILITIES = {
    word: civility
    for civility, words in {
        "M.": "m mr monsieur mister messieurs",
        "Mme": "mme madame mrs ms mlle mademoiselle miss",
        "Dr": "dr docteur doctor",
        "Me": "me maitre",
        "Pr": "pr professeur professor",
    }.items()
    for word in words.split()
}
_LEGAL_FORM = re.compile(
    r"\b(sarl|sasu?|eurl|sci|sa|snc|earl|gaec|scop|scp|selarl|eirl|ei|gmbh|ltd|limited|inc|llc|"
    r"plc|bv|nv|srl|spa|ag|association|societe|ste|ets|etablissements)\b"
)
_PUBLIC_NAME = re.compile(
    r"(mairie|commune|ville|communaute (de communes|d'agglomeration|urbaine)|metropole|"
    r"conseil (departemental|regional)|departement|region|prefecture|ministere|ccas|"
    r"centre (hospitalier|communal)|universite|lycee|college) (d|du|de|des|d')\b"
)
_FORMULA = re.compile(r"[=＝]|[+\-@＋－＠].*[(!|]")
_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Identity:
    """The kind and the names of a client, ready for ClientDetails."""

    kind: ClientKind
    company_name: str = ""
    civility: str = ""
    first_name: str = ""
    last_name: str = ""
    contacts: tuple[ContactDetails, ...] = ()


@dataclass(frozen=True)
class _Person:
    civility: str
    first_name: str
    last_name: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.civility, self.first_name, self.last_name)))


def read_identity(cells: RowCells) -> Identity | None:
    """Return who the client is, or None with the problems said in `cells`."""
    if not any(map(cells.text, ("company_name", "full_name", "last_name"))):
        cells.problems.append(
            "Cette ligne n’a pas de nom : indiquez la raison sociale d’un professionnel, ou le "
            "nom et le prénom d’un particulier."
        )
        return None
    _question_odd_names(cells)
    kind = _read_kind(cells)
    if kind is None:
        return None
    person = _person(cells)
    if kind is ClientKind.CONSUMER:
        return _consumer(cells, person)
    return _organisation(cells, kind, person)


def _question_odd_names(cells: RowCells) -> None:
    """A formula as a company's name is an accident or an attack; elsewhere it is only odd."""
    for name in ("company_name", "full_name", "last_name", "first_name"):
        text = cells.text(name)
        if not text:
            continue
        if name != "first_name" and _FORMULA.match(text):
            cells.problems.append(
                f"Le nom « {text} » ressemble à une formule de tableur : écrivez le nom du client "
                "à la place."
            )
        elif text.startswith(_FORMULA_SIGNS) or ("<" in text and ">" in text):
            cells.remarks.append(f"Le nom « {text} » est inhabituel ; il est gardé tel quel.")


def _read_kind(cells: RowCells) -> ClientKind | None:
    typed = cells.text("kind")
    kind = _kind_of(typed)
    if kind is not None:
        return kind
    found = _deduced_kind(cells)
    said = f"Type « {typed} » inconnu" if typed else "Type de client absent"
    if found is None:
        cells.problems.append(
            f"{said} : indiquez « professionnel », « particulier » ou « organisme public »."
        )
        return None
    kind, reason = found
    cells.remarks.append(f"{said} : {kind.value} d’après {reason}.")
    return kind


@lru_cache(maxsize=1024)
def _kind_of(word: str) -> ClientKind | None:
    return _KIND_OF_WORD.get(re.sub(r"[^a-z0-9]", "", fold(word)))


def _deduced_kind(cells: RowCells) -> tuple[ClientKind, str] | None:
    """Return the kind that the rest of the row tells, and what told it."""
    name = fold(cells.text("company_name") or cells.text("full_name"))
    if _PUBLIC_NAME.match(name):
        return ClientKind.PUBLIC_BODY, "son nom"
    for field, reason in (
        ("siret", "son SIRET"),
        ("siren", "son SIREN"),
        ("vat_number", "son numéro de TVA"),
        ("company_name", "sa raison sociale"),
    ):
        if cells.text(field):
            return ClientKind.PROFESSIONAL, reason
    if _LEGAL_FORM.search(name):
        return ClientKind.PROFESSIONAL, "la forme juridique dans son nom"
    if cells.text("civility") or _civility(name.split(" ")[0]):
        return ClientKind.CONSUMER, "sa civilité"
    if cells.text("last_name") and cells.text("first_name"):
        return ClientKind.CONSUMER, "son nom et son prénom"
    return None


def _consumer(cells: RowCells, person: _Person) -> Identity:
    company, whole = cells.text("company_name"), cells.text("full_name")
    if not person.last_name:
        person = _split(cells, whole or company, person)
        company = company if whole else ""
    if company:
        cells.keep("Raison sociale", company)
        cells.remarks.append(f"Particulier : « {company} » est gardé dans les remarques.")
    if cells.text("siret") or cells.text("siren"):
        cells.problems.append(
            "Un particulier n’a ni SIRET ni SIREN : indiquez « professionnel », ou videz ce numéro."
        )
    return Identity(
        ClientKind.CONSUMER,
        civility=person.civility,
        first_name=person.first_name,
        last_name=person.last_name,
    )


def _organisation(cells: RowCells, kind: ClientKind, person: _Person) -> Identity:
    names = [cells.text("company_name"), cells.text("full_name")]
    if person.first_name or person.last_name:
        names.append(str(person))
    name, *others = filter(None, names)
    if name == str(person):
        cells.remarks.append(f"Pas de raison sociale : le client est enregistré comme « {name} ».")
    people = {fold(other): other for other in (cells.text("contact_name"), *others) if other}
    people.pop(fold(name), None)
    return Identity(kind, company_name=name, contacts=tuple(map(ContactDetails, people.values())))


def _person(cells: RowCells) -> _Person:
    typed = cells.text("civility")
    civility = _civility(typed)
    if typed and civility is None:
        cells.keep("Titre", typed)
        cells.remarks.append(f"Civilité « {typed} » inconnue : gardée dans les remarques.")
    return _Person(civility or "", cells.text("first_name"), cells.text("last_name"))


@lru_cache(maxsize=1024)
def _civility(word: str) -> str | None:
    return _CIVILITIES.get(fold(word).rstrip("."))


def _split(cells: RowCells, whole: str, known: _Person) -> _Person:
    """Cut « Mme Jeanne LEFÈVRE » in three; say how, for only the owner knows."""
    words = whole.split(" ")
    civility = _civility(words[0]) if len(words) > 1 else None
    first, last = _first_and_last(words[1:] if civility else words)
    person = _Person(civility or known.civility, known.first_name or first, last)
    cells.remarks.append(
        f"« {whole} » est lu : prénom « {person.first_name} », nom « {person.last_name} »."
    )
    return person


def _first_and_last(words: list[str]) -> tuple[str, str]:
    """Tell apart « Lefèvre, Jeanne », « LEFÈVRE Jeanne » and « Jeanne Lefèvre »."""
    last, comma, first = " ".join(words).partition(",")
    if comma and last.strip():
        return first.strip(), last.strip()
    capitals = [word for word in words if len(word) > 1 and word.isupper() and word[-1] != "."]
    others = [word for word in words if word not in capitals]
    if not capitals or not others:
        others, capitals = words[:-1][:1], words[1:] or words
    return " ".join(others), " ".join(capitals)
