"""Which column of a file holds what, guessed from its title and corrected by hand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from facturelite.identifiers import fold
from facturelite.refusals import Refusal

# What can be imported, with its name for the owner, in the order of a form.
FIELDS = {
    "kind": "Type de client",
    "company_name": "Raison sociale",
    "full_name": "Nom complet, ou nom du client",
    "civility": "Civilité",
    "last_name": "Nom de famille",
    "first_name": "Prénom",
    "siret": "SIRET",
    "siren": "SIREN",
    "vat_number": "Numéro de TVA",
    "address_line1": "Adresse",
    "address_line2": "Complément d’adresse",
    "postcode": "Code postal",
    "city": "Ville",
    "country": "Pays",
    "email": "E-mail",
    "phone": "Téléphone",
    "contact_name": "Nom du contact",
    "language": "Langue",
    "payment_term": "Délai de paiement",
    "service_code": "Code service (Chorus Pro)",
    "notes": "Remarques",
}

NAMING_FIELDS = ("company_name", "full_name", "last_name")

# Titles without accents, case, spaces nor punctuation; the likeliest first.
_TITLES = {
    "kind": "type typeclient typedeclient typetiers categorie categorieclient nature kind "
    "customertype clienttype category profil segment b2bb2c typeproparticulier "
    "professionnelparticulier",
    "company_name": "raisonsociale societe nomsociete nomdelasociete entreprise nomentreprise "
    "nomdelentreprise denomination denominationsociale nomcommercial organisation organisme "
    "company companyname business businessname organization organizationname organisationname "
    "etablissement structure enseigne raisonsocialeounom",
    "full_name": "nomcomplet nom name fullname client clients nomclient nomduclient customer "
    "customername clientname displayname nometprenom nomprenom prenomnom prenometnom tiers "
    "intitule designation libelle nomouraisonsociale nomraisonsociale destinataire",
    "civility": "civilite civ titre title salutation politesse mmme",
    "last_name": "nomdefamille nomfamille lastname surname familyname patronyme nomcontact "
    "nomusage nomdusage",
    "first_name": "prenom prenoms firstname givenname forename prenomcontact prenomducontact",
    "siret": "siret nsiret numerosiret nosiret numsiret codesiret siretsiege siretsiren "
    "immatriculation",
    "siren": "siren nsiren numerosiren nosiren numsiren codesiren rcs nrcs numerorcs",
    "vat_number": "tva ntva numerotva numtva notva tvaintracommunautaire tvaintracom tvaintra "
    "ntvaintracommunautaire ntvaintracom ntvaintra numerodetva numerodetvaintracommunautaire "
    "numerotvaintracommunautaire numerotvaintracom numtvaintracom identifianttva vat vatnumber "
    "vatid vatno vatnr taxid taxnumber taxidentificationnumber vatregistrationnumber "
    "codetva idtva",
    "address_line1": "adresse adresse1 adresseligne1 ligne1adresse ligne1 rue voie "
    "numeroetrue nrue numerovoie address address1 addressline1 addr1 street streetaddress "
    "street1 adressepostale adressefacturation adresserue",
    "address_line2": "complement complementadresse complementdadresse adressecomplement "
    "adressesuite suiteadresse adresse2 adresseligne2 ligne2adresse ligne2 address2 "
    "addressline2 addr2 street2 batiment appartement apt suite unit",
    "postcode": "codepostal cp cpostal codepost postal zip zipcode postcode postalcode code "
    "codepostale plz addresspostalcode addresszip adressecodepostal",
    "city": "ville commune localite city town cityname locality municipality addresscity "
    "adresseville",
    "country": "pays codepays paysiso country countrycode countryname land nation countryregion "
    "addresscountry adressepays",
    "email": "email mail courriel emails adresseemail adressemail adressecourriel "
    "adresseelectronique adressedemessagerie adressemessagerie emailaddress mailaddress "
    "emailprincipal emailfacturation emailcontact emailcomptabilite mel courrielcontact "
    "emaildecontact emailducontact",
    "phone": "telephone tel ntel ntelephone numerodetelephone numerotelephone numtel telfixe "
    "telephonefixe fixe phone phonenumber telephonenumber mobile portable telmobile telportable "
    "telephonemobile telephoneportable mobilephone gsm cellphone cell telephone1 tel1 phone1",
    "contact_name": "contact nomducontact contactname interlocuteur personneacontacter "
    "contactprincipal contactperson maincontact responsable alattentionde attention attn",
    "language": "langue langage language lang languecontact languepreferee preferredlanguage "
    "locale",
    "payment_term": "delaidepaiement delaipaiement delaisdepaiement delaireglement "
    "delaidereglement delai conditionsdepaiement conditiondepaiement conditionspaiement "
    "conditionpaiement conditionsdereglement conditionreglement conditionsreglement reglement "
    "echeance echeances modalitesdepaiement modalitespaiement paymentterms paymentterm terms "
    "termsofpayment netterms paymentdelay duein duedays",
    "service_code": "codeservice codeserviceexecutant serviceexecutant codechorus "
    "codeservicechorus servicecode codeservicechoruspro",
    "notes": "remarques remarque notes note commentaires commentaire observations observation "
    "comments comment remarks memo divers infos informations description notesinternes",
}
_FIELD_OF_TITLE = {title: name for name, titles in _TITLES.items() for title in titles.split()}
# Said around a title without changing what it holds: « Ville (facturation) », « Client : ville ».
_ORNAMENT = re.compile(
    r"\b(?:client|clients|customer|customers|tiers|du|de|des|la|le|les|d|l|of|the|facturation|"
    r"billing|business|primary|invoicing|invoice|principal|principale|main|siege|obligatoire|facultatif|required|"
    r"optional|societe|entreprise|company|legal|complete|complet|actuel|actuelle)\b"
)


class WrongMapping(Refusal):
    """The columns were not matched in a way that can be imported."""


@dataclass(frozen=True)
class ColumnMapping:
    """For every field of FIELDS, the column that holds it (from 0), or None."""

    of: Mapping[str, int | None]

    def unused(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Return the titles of the columns that will not be imported, to say so."""
        used = set(self.of.values())
        return tuple(title for place, title in enumerate(columns) if title and place not in used)


def recognise(columns: tuple[str, ...]) -> ColumnMapping:
    """Match columns by their titles, in French or English; the first column wins a field.

    Nothing is required here: `checked_mapping` says what is missing once the owner had a look.
    """
    found: dict[str, int] = {}
    for reading in (_squeezed, _without_ornament):
        for place, title in enumerate(columns):
            name = _FIELD_OF_TITLE.get(reading(title))
            if name and name not in found and place not in found.values():
                found[name] = place
    _settle_plain_name(found, columns)
    return ColumnMapping({name: found.get(name) for name in FIELDS})


def checked_mapping(choice: Mapping[str, int | None], columns: tuple[str, ...]) -> ColumnMapping:
    """Return the mapping that the owner chose; raise WrongMapping when it cannot serve."""
    chosen = {name: place for name, place in choice.items() if place is not None}
    if not chosen.keys() <= FIELDS.keys() or not set(chosen.values()) <= set(range(len(columns))):
        raise WrongMapping("Cette colonne n’est pas dans le fichier : choisissez-la dans la liste.")
    taken: dict[int, str] = {}
    for name, place in chosen.items():
        if place in taken:
            raise WrongMapping(
                f"La colonne « {columns[place]} » est choisie pour « {FIELDS[taken[place]]} » et "
                f"pour « {FIELDS[name]} » : gardez-la pour l’un des deux."
            )
        taken[place] = name
    if not any(name in chosen for name in NAMING_FIELDS):
        raise WrongMapping(
            "Indiquez la colonne qui contient le nom de vos clients : raison sociale, nom de "
            "famille ou nom complet."
        )
    return ColumnMapping({name: chosen.get(name) for name in FIELDS})


def _settle_plain_name(found: dict[str, int], columns: tuple[str, ...]) -> None:
    """« Nom » next to « Prénom » is the family name; alone, it is the whole name."""
    place = found.get("full_name")
    is_plain = place is not None and _squeezed(columns[place]) in {"nom", "name"}
    if is_plain and "first_name" in found and "last_name" not in found:
        found["last_name"] = found.pop("full_name")


def _squeezed(title: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(title))


def _without_ornament(title: str) -> str:
    words = " ".join(re.split(r"[^a-z0-9]+", fold(title)))
    return _squeezed(_ORNAMENT.sub("", words))
