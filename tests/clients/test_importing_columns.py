"""Which column holds what: guessed from titles in two languages, corrected by hand."""

import pytest

from facturelite.clients.importing import FIELDS, WrongMapping, checked_mapping, recognise

TITLES = {
    "kind": ["Type", "Type de client", "Catégorie", "Customer type"],
    "company_name": [
        *("Raison sociale", "RAISON_SOCIALE", "Société", "Dénomination", "Company", "CompanyName"),
        *("Nom de l’entreprise", "Nom commercial", "Organization name", "Raison sociale du client"),
    ],
    "full_name": ["Nom", "Name", "Client", "Nom du client", "Nom / Raison sociale", "Nom complet"],
    "civility": ["Civilité", "CIVILITE", "Civ.", "Salutation"],
    "last_name": ["Nom de famille", "Last name", "Surname"],
    "first_name": ["Prénom", "prenom", "First Name", "Given name", "Prénom du contact"],
    "siret": ["SIRET", "N° SIRET", "n° de Siret", "Numéro SIRET", "SIRET (obligatoire)"],
    "siren": ["SIREN", "N° SIREN", "RCS"],
    "vat_number": [
        *("N° TVA intracom.", "TVA intracommunautaire", "Numéro de TVA", "VAT number", "VAT ID"),
        "N° de TVA intracommunautaire",
    ],
    "address_line1": [
        "Adresse",
        "Adresse 1",
        "Adresse (ligne 1)",
        "Rue",
        "Street",
        "Address Line 1",
    ],
    "address_line2": ["Complément", "Complément d'adresse", "Adresse 2", "Address line 2"],
    "postcode": [
        "Code postal",
        "CP",
        "Code Postal *",
        "Zip",
        "Zip code",
        "Postal Code",
        "Postcode",
    ],
    "city": ["Ville", "Ville (facturation)", "Commune", "City", "Billing City", "Client - Ville"],
    "country": ["Pays", "Country", "Code pays", "Country/Region"],
    "email": ["E-mail", "Email", "Mail", "Courriel", "Adresse e-mail", "E-mail Address", "@mail"],
    "phone": ["Téléphone", "Tél.", "Tel", "Phone", "Mobile", "N° de téléphone", "Portable"],
    "contact_name": ["Contact", "Nom du contact", "Interlocuteur", "Contact name"],
    "language": ["Langue", "Language"],
    "payment_term": ["Délai de paiement", "Conditions de règlement", "Payment terms", "Échéance"],
    "service_code": ["Code service", "Code service exécutant"],
    "notes": ["Remarques", "Notes", "Commentaire", "Comments", "Observations"],
}


def test_every_field_is_tried():
    assert TITLES.keys() == FIELDS.keys()


@pytest.mark.parametrize(
    ("name", "title"), [(name, title) for name, titles in TITLES.items() for title in titles]
)
def test_a_title_is_recognised(name, title):
    mapping = recognise(("Référence", title))

    assert {field: place for field, place in mapping.of.items() if place is not None} == {name: 1}


@pytest.mark.parametrize("title", ["", "Ligne", "Pourquoi", "Adresse de livraison", "Solde", "N°"])
def test_what_is_something_else_is_not_taken(title):
    mapping = recognise((title, "Nom"))

    assert 0 not in mapping.of.values()
    assert mapping.unused((title, "Nom")) == ((title,) if title else ())


def test_a_name_next_to_a_first_name_is_a_family_name():
    mapping = recognise(("Nom", "Prénom"))

    assert (mapping.of["last_name"], mapping.of["full_name"]) == (0, None)


def test_the_first_of_two_columns_wins():
    mapping = recognise(("Société", "Mobile", "Téléphone"))

    assert mapping.of["phone"] == 1
    assert mapping.unused(("Société", "Mobile", "Téléphone")) == ("Téléphone",)


def test_a_better_title_wins_over_an_earlier_one():
    assert recognise(("Ville (facturation)", "Ville")).of["city"] == 1


def test_a_mapping_made_by_hand_is_completed():
    mapping = checked_mapping({"full_name": 1, "email": None}, ("a", "b"))

    assert mapping.of.keys() == FIELDS.keys()
    assert [name for name, place in mapping.of.items() if place is not None] == ["full_name"]


def test_what_was_recognised_can_be_chosen():
    recognised = recognise(("Nom", "Ville"))

    assert checked_mapping(recognised.of, ("Nom", "Ville")) == recognised


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({}, "le nom de vos clients"),
        ({"city": 0}, "le nom de vos clients"),
        ({"full_name": 0, "city": 0}, "La colonne « Nom » est choisie pour"),
        ({"full_name": 2}, "n’est pas dans le fichier"),
        ({"full_name": -1}, "n’est pas dans le fichier"),
        ({"full_name": 0, "is_admin": 1}, "n’est pas dans le fichier"),
    ],
)
def test_a_mapping_that_cannot_serve_is_refused(choice, said):
    with pytest.raises(WrongMapping, match=said):
        checked_mapping(choice, ("Nom", "Ville"))
