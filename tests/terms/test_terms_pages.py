"""The owner's pages of terms, as they are used: with and without htmx."""

from decimal import Decimal

import pytest

from billing import a_client, a_draft
from facturelite.clients.details import ClientKind
from facturelite.db import db, transaction
from facturelite.invoices.checklist import wants
from facturelite.invoices.drafting import totals_of
from facturelite.invoices.issuing import NotReady, issue_invoice
from facturelite.payment_terms import PaymentTerm
from facturelite.terms import house, queries
from facturelite.terms.actions import set_rule, start_version, write_draft
from facturelite.terms.conditions import DepositDue, DepositNature
from facturelite.terms.model import Audience, Firmness, TermsText, TermsVersion
from page import Page
from versions import a_first_version, a_next_version, an_acceptance

AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def first(nadia, clock) -> TermsVersion:
    with transaction():
        return a_first_version(at=clock(), on=clock.today)


@pytest.fixture
def martin(nadia, clock):
    with transaction():
        return a_client(at=clock())


@pytest.fixture
def draft(first, clock) -> TermsVersion:
    with transaction():
        return start_version(first.text, at=clock())


def versions() -> list[TermsVersion]:
    db.session.rollback()
    return db.session.query(TermsVersion).order_by(TermsVersion.id).all()


def test_from_nothing_to_a_published_version(owner, clock):
    page = Page(owner, "/conditions")
    assert "Écrivez vos conditions générales de vente" in page.text
    page.follow("Pour les professionnels")
    page.submit("Commencer le texte")
    assert "Rien à signaler" in page.text
    assert "Nadia Belkacem EI" in page.within("side")
    page.submit("Publier…")
    assert page.heading == "Publier la version 1"
    page.submit("Publier la version 1")

    assert "Version 1 publiée" in page.messages
    assert "en vigueur" in page.text
    (version,) = versions()
    assert version.text_sha256 in page.text
    assert "Version 1" in Page(owner, "/conditions").text


def test_consumers_terms_want_their_mediator_before_they_are_published(owner):
    page = Page(owner, "/conditions/nouveau?pour=particuliers")
    page.submit("Commencer le texte")
    assert "{mediateur} : votre médiateur de la consommation" in page.text
    page.submit("Publier…")
    page.submit("Publier la version 1", status=422)

    assert "{mediateur} (votre médiateur de la consommation)" in page.text
    assert not versions()[0].is_published


def test_what_is_typed_is_kept_when_it_cannot_be_taken(owner, draft):
    page = Page(owner, f"/conditions/versions/{draft.id}")
    deep = "> " * 9 + "a"

    page.submit("Enregistrer", status=422, french=deep, english="Bonjour <b>")

    assert page.value("french") == deep
    assert page.value("english") == "Bonjour <b>"
    assert "emboîtées" in page.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [("x" * 2_000_000, "trop long"), (">" * 100_000, "trop long"), ("> " * 20 + "a", "emboîtées")],
)
def test_a_hostile_text_gets_a_clear_sentence_and_changes_nothing(owner, draft, typed, says):
    url, before = f"/conditions/versions/{draft.id}/brouillon", draft.french
    form = {"french": typed, "version": draft.revision}

    saved = owner.post(url, data=form, headers=AUTOSAVE)
    shown = owner.post(url, data=form)

    assert (saved.status_code, saved.mimetype) == (409, "text/plain")
    assert says in saved.text
    assert shown.status_code == 422
    assert says in shown.text
    assert versions()[1].french == before


def test_settings_that_make_a_text_too_long_are_told_and_do_not_close_the_page(
    owner, nadia, draft, clock
):
    with transaction():
        nadia.mediator = "m" * 3_990
        write_draft(draft, "Voici notre médiateur : {mediateur}", "", at=clock())
    page = Page(owner, f"/conditions/versions/{draft.id}")
    assert "coupez-le par une ligne vide" in page.text
    page = Page(owner, f"/conditions/versions/{draft.id}/publication")
    page.submit("Publier la version 2", status=422)

    assert "coupez-le par une ligne vide" in page.text


def test_a_draft_is_saved_as_one_goes(owner, draft):
    url = f"/conditions/versions/{draft.id}/brouillon"

    first = owner.post(url, data={"french": "un", "version": draft.revision}, headers=AUTOSAVE)
    stale = owner.post(url, data={"french": "deux", "version": "1"}, headers=AUTOSAVE)
    fresh = first.headers["X-Version"]
    again = owner.post(url, data={"french": "trois", "version": fresh}, headers=AUTOSAVE)

    assert first.text == "Enregistré à 10:00"
    assert (stale.status_code, again.status_code) == (409, 200)
    assert "autre page" in stale.text
    assert versions()[1].french == "trois"


def test_what_stands_beside_follows_what_was_saved(owner, draft, clock):
    page = Page(owner, f"/conditions/versions/{draft.id}", htmx=True)
    with transaction():
        write_draft(draft, "Aucune pénalité de retard. {inconnu}", "", at=clock())
    answer = owner.get(f"/conditions/versions/{draft.id}", headers={"HX-Request": "true"})

    assert '<div id="side"' in answer.text
    assert "Renoncer d’avance aux pénalités" in answer.text
    assert "{inconnu}" in answer.text
    assert "<textarea" not in answer.text
    assert page.status == 200


def test_a_published_version_is_read_and_not_written(owner, first):
    url = f"/conditions/versions/{first.id}"

    assert "<textarea" not in owner.get(url).text
    for path in ("publication", "apercu.pdf"):
        assert owner.get(f"{url}/{path}").status_code == 404
    page = owner.post(f"{url}/brouillon", data={"french": "autre", "version": first.revision})
    assert page.status_code == 303
    owner.post(f"{url}/suppression")
    assert [v.is_published for v in versions()] == [True]


def test_the_text_of_the_hash_is_sent_byte_for_byte(owner, first):
    sent = owner.get(f"/conditions/versions/{first.id}/texte")

    assert sent.data == first.canonical_text.encode()
    assert "attachment" in sent.headers["Content-Disposition"]
    assert owner.get("/conditions/versions/99/texte").status_code == 404


def test_without_english_there_is_no_english_pdf(owner, first, clock):
    with transaction():
        second = a_next_version(first, at=clock(), on=clock.today)

    assert owner.get(f"/conditions/versions/{second.id}/pdf?langue=en").status_code == 404
    assert owner.get(f"/conditions/versions/{first.id}/pdf?langue=en").status_code == 200


def test_differences_are_marked_with_more_than_colour(owner, first, clock):
    with transaction():
        changed = first.french_text.replace("quinze jours", "vingt jours")
        second = a_next_version(first, f"{changed}\n\nUn ajout.", at=clock(), on=clock.today)
    answer = owner.get(f"/conditions/{first.text_id}/comparaison?de={first.id}&a={second.id}")

    assert '<del><span class="visually-hidden">retiré : </span>quinze</del>' in answer.text
    assert '<ins><span class="visually-hidden">ajouté : </span>vingt</ins>' in answer.text
    assert "3 passages changent" in answer.text.replace("\xa0", " ")
    same = Page(owner, f"/conditions/{first.text_id}/comparaison?de={first.id}&a={first.id}")
    assert "identiques" in same.text


def test_the_versions_of_another_text_are_not_compared(owner, first, clock):
    with transaction():
        other = a_first_version(Audience.CONSUMER, at=clock(), on=clock.today)
        a_next_version(first, at=clock(), on=clock.today)
    page = Page(owner, f"/conditions/{first.text_id}/comparaison?de={other.id}&a={other.id}")

    assert "rétractation" not in page.text
    assert owner.get(f"/conditions/{other.text_id}/comparaison").status_code == 404


def test_an_archived_text_is_set_apart_and_comes_back(owner, first):
    page = Page(owner, "/conditions")
    page.submit("Archiver le texte")
    assert "Écrivez vos conditions" in page.text
    page.follow("Archivés 1")
    assert "n’est plus proposée" in page.text
    page.submit("Proposer de nouveau")

    assert db.session.query(TermsText).one().archived_at is None


def test_payment_conditions_of_an_audience(owner, nadia, clock):
    page = Page(owner, "/conditions/paiement/professionnels")
    page.submit("Enregistrer", status=422, wanted="PERCENT", percent="", nature="ARRHES")
    assert "Indiquez combien" in page.text
    page.submit("Enregistrer", wanted="PERCENT", percent="30", nature="ARRHES", due="START")

    deposit = house.house_choices(Audience.PROFESSIONAL).deposit
    assert (deposit.percent, deposit.amount) == (Decimal(30), None)
    assert (deposit.nature, deposit.due) == (DepositNature.ARRHES, DepositDue.START)
    assert "Ce sont des arrhes" in page.text
    assert house.house_choices(Audience.CONSUMER).deposit is None


def test_changed_conditions_call_for_a_new_version(owner, first, clock):
    changed = "Vos conditions de paiement ont changé depuis la version 1"
    assert changed not in Page(owner, "/conditions").text
    page = Page(owner, "/conditions/paiement/professionnels")
    page.submit("Enregistrer", wanted="PERCENT", percent="30")
    assert changed in page.text
    with transaction():
        a_next_version(first, at=clock(), on=clock.today)

    assert "ont changé depuis" not in Page(owner, "/conditions").text


@pytest.mark.parametrize("percent", ["101", "-3", "beaucoup", "1.250"])
def test_a_share_is_between_nothing_and_everything(owner, percent):
    page = Page(owner, "/conditions/paiement/professionnels")
    page.submit("Enregistrer", status=422, wanted="PERCENT", percent=percent)

    assert page.value("percent") == percent


def test_the_preview_of_conditions_keeps_nothing(owner):
    typed = {"wanted": "AMOUNT", "amount": "150", "nature": "ACOMPTE", "due": "ORDER"}
    answer = owner.post(
        "/conditions/paiement/professionnels/apercu",
        data=typed | {"title": "PAYMENT"},
        headers={"HX-Request": "true"},
    )

    assert "150,00\xa0€ à la commande" in answer.text
    assert house.house_choices(Audience.PROFESSIONAL).deposit is None
    assert owner.get("/conditions/paiement/inconnus").status_code == 404


def test_particular_conditions_of_a_client(owner, martin):
    page = Page(owner, f"/clients/{martin.id}/conditions")
    page.submit("Enregistrer", wanted="AMOUNT", amount="200", contest_to="01 02 03 04 05")
    assert "Des conditions particulières ont été convenues" in page.text
    page = Page(owner, f"/clients/{martin.id}/conditions")
    assert "l’emporte sur le texte général" in page.text
    page.submit("Revenir aux conditions habituelles")

    assert house.agreed_choices(martin.id) is None


def test_the_rule_of_the_house(owner, nadia):
    page = Page(owner, "/conditions/regle")
    page.submit("Enregistrer la règle", **{"professional-invoice_on_credit": "REQUIRE"})

    rule = house.rule_of(Audience.PROFESSIONAL)
    assert rule.invoice_on_credit is Firmness.REQUIRE
    assert rule.quote_sent is Firmness.ADVISE
    assert house.rule_of(Audience.CONSUMER).invoice_on_credit is Firmness.ADVISE


def require(at) -> None:
    with transaction():
        set_rule(
            Audience.PROFESSIONAL,
            quote_sent=Firmness.ADVISE,
            quote_signed=Firmness.ADVISE,
            invoice_on_credit=Firmness.REQUIRE,
            at=at,
        )


def asked(invoice, nadia, clock) -> list[bool]:
    """Tell, for each want about terms, whether it stops the issue."""
    totals = totals_of(invoice, nadia)
    listed = wants(invoice, totals, business=nadia, on=clock.today)
    return [want.blocking for want in listed if want.topic == "terms"]


def test_nothing_is_asked_while_no_text_is_in_force(nadia, martin, clock):
    require(clock())
    with transaction():
        invoice = a_draft(martin, "100", at=clock())

    assert asked(invoice, nadia, clock) == []


def test_credit_without_accepted_terms_is_advised_against_or_refused(
    owner, nadia, martin, first, clock
):
    with transaction():
        invoice = a_draft(martin, "100", at=clock())
    assert asked(invoice, nadia, clock) == [False]
    require(clock())
    assert asked(invoice, nadia, clock) == [True]

    with pytest.raises(NotReady, match="demandez-lui de les accepter"), transaction():
        issue_invoice(invoice, business=nadia, at=clock(), on=clock.today)
    page = Page(owner, f"/factures/{invoice.id}")
    assert page.links()["Demander maintenant"] == f"/clients/{martin.id}#client-terms"
    with transaction():
        an_acceptance(martin.id, first, on=clock.today, at=clock())
        issue_invoice(invoice, business=nadia, at=clock(), on=clock.today)
    assert invoice.snapshot.mentions.others[-1] == (
        "Conditions générales de vente, version 1 du 20 novembre 2026, "
        "acceptées le 20 novembre 2026."
    )


def test_the_version_accepted_stands_when_a_newer_one_is_published(nadia, martin, first, clock):
    require(clock())
    with transaction():
        an_acceptance(martin.id, first, on=clock.today, at=clock())
        a_next_version(first, at=clock(), on=clock.today)
        invoice = a_draft(martin, "100", at=clock())
        issue_invoice(invoice, business=nadia, at=clock(), on=clock.today)

    assert "version 1" in invoice.snapshot.mentions.others[-1]
    assert queries.current_version(Audience.PROFESSIONAL, on=clock.today).number == 2


@pytest.mark.parametrize(
    ("kind", "days", "expected"),
    [
        (ClientKind.PROFESSIONAL, 30, [True]),
        (ClientKind.PROFESSIONAL, 0, []),
        (ClientKind.PUBLIC_BODY, 30, []),
        (ClientKind.CONSUMER, 30, []),
    ],
)
def test_whom_the_rule_is_for(nadia, martin, first, clock, kind, days, expected):
    require(clock())
    with transaction():
        martin.kind = kind
        invoice = a_draft(martin, "100", at=clock())
        invoice.payment_term_code = PaymentTerm(days).code

    assert asked(invoice, nadia, clock) == expected


def test_an_english_invoice_names_the_terms_in_english(nadia, martin, first, clock):
    with transaction():
        martin.language = "en"
        an_acceptance(martin.id, first, on=clock.today, at=clock())
        invoice = a_draft(martin, "100", at=clock())
        issue_invoice(invoice, business=nadia, at=clock(), on=clock.today)

    assert invoice.snapshot.mentions.others[-1] == (
        "Terms of sale, version 1 of 20 November 2026, accepted on 20 November 2026."
    )


def test_the_page_of_a_client_says_what_binds_them(owner, martin, first, clock):
    url = f"/clients/{martin.id}"
    assert "n’a pas encore accepté" in Page(owner, url).within("client-terms")
    with transaction():
        an_acceptance(martin.id, first, on=clock.today, at=clock())
    assert "acceptée par Paule Martin" in Page(owner, url).within("client-terms")
    with transaction():
        a_next_version(first, at=clock(), on=clock.today)
    assert "La version 2 est en vigueur" in Page(owner, url).within("client-terms")
