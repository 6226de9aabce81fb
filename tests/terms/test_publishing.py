"""From draft to version: numbered, dated, filled in, hashed, printed, and never changed again."""

import hashlib
import io
import json
import re
from datetime import date, timedelta
from decimal import Decimal

import pikepdf
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from billing import a_client
from facturelite.business.model import Activity
from facturelite.db import db, transaction
from facturelite.documents.queries import get_document
from facturelite.journal.queries import chain_problems, timeline
from facturelite.lifecycle import MoveRefused
from facturelite.terms import queries
from facturelite.terms.actions import (
    AlreadyWritten,
    DraftChanged,
    DraftUnderWay,
    StillEmpty,
    archive_text,
    choose_conditions,
    delete_draft,
    restore_text,
    start_text,
    start_version,
    write_draft,
)
from facturelite.terms.checks import findings
from facturelite.terms.conditions import Choices, Deposit, DepositNature
from facturelite.terms.consistency import terms_problems
from facturelite.terms.markdown import TooDeep, TooLong
from facturelite.terms.model import Audience, TermsText, TermsVersion
from facturelite.terms.offering import offer_to
from facturelite.terms.publishing import (
    BackDated,
    UnknownVariable,
    ValueMissing,
    filling_of,
    publish,
)
from versions import a_first_version, a_next_version, an_acceptance

DEPOSITS = [
    None,
    Deposit(DepositNature.ACOMPTE, percent=Decimal(30)),
    Deposit(DepositNature.ARRHES, amount=Decimal(200)),
]


@pytest.fixture
def draft(nadia, clock) -> TermsVersion:
    with transaction():
        return start_text(Audience.PROFESSIONAL, business=nadia, at=clock())


@pytest.fixture
def first(nadia, clock) -> TermsVersion:
    with transaction():
        return a_first_version(at=clock(), on=clock.today)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("activity", Activity)
@pytest.mark.parametrize("deposit", DEPOSITS)
def test_a_starting_text_is_whole_numbered_filled_in_and_lacks_nothing(
    nadia, clock, audience, activity, deposit
):
    with transaction():
        nadia.activity, nadia.mediator, nadia.insurance = activity, "CM2C, Paris", "AXA, Paris"
        choices = Choices(deposit=deposit, retention_of_title=True)
        choose_conditions(audience, choices, at=clock())
        draft = start_text(audience, business=nadia, at=clock())
        headings = [line for line in draft.french.splitlines() if line.startswith("## ")]
        publish(draft, effective_on=clock.today, business=nadia, at=clock(), on=clock.today)

    assert [h.split(".")[0] for h in headings] == [f"## {n + 1}" for n in range(len(headings))]
    assert len(headings) == sum(line.startswith("## ") for line in draft.english.splitlines())
    assert not re.search(r"\+\+\+|[{}]", draft.french_text + draft.english_text)
    assert findings(draft.french_text, audience, business=nadia, on=clock.today) == []


def test_a_first_version_is_numbered_dated_filled_in_and_hashed(first, clock):
    assert (first.number, first.effective_on, first.published_at) == (1, clock.today, clock())
    assert "Nadia Belkacem EI, 12 rue des Écoles, 69007 Lyon" in first.french_text
    assert "{entreprise}" in first.french
    assert first.text_sha256 == hashlib.sha256(first.canonical_text.encode()).hexdigest()
    assert first.conditions.recovery_fee == 40
    assert first.canonical_text.startswith(
        "Conditions générales de vente (professionnels), version 1, applicable à compter du "
        "2026-11-20\n"
    )
    assert first.english_text in first.canonical_text
    assert first.conditions_text in first.canonical_text


def test_the_journal_holds_the_hashes(first):
    (entry, _) = timeline(first.subject)

    assert entry.event == "terms.published"
    assert entry.details["text_sha256"] == first.text_sha256
    assert entry.details["pdf_sha256"] == get_document(first.pdf_id).sha256
    assert entry.details["english_pdf_sha256"] == get_document(first.english_pdf_id).sha256
    assert list(chain_problems()) == []


def test_the_pdf_says_what_was_published_in_each_language(first):
    for number, title, language in (
        (first.pdf_id, "Conditions générales de vente", "fr-FR"),
        (first.english_pdf_id, "Terms of sale", "en-GB"),
    ):
        stored = get_document(number)
        with pikepdf.open(io.BytesIO(stored.content)) as pdf:
            assert str(pdf.Root.Lang) == language
            assert str(pdf.docinfo.Title).startswith(title)
            assert "/AF" not in pdf.Root
            assert len(pdf.pages) >= 2
        assert b"<pdfaid:part>3" in stored.content


def test_without_english_there_is_no_english_paper(first, clock):
    with transaction():
        second = a_next_version(first, at=clock(), on=clock.today)

    assert second.english_pdf_id is None
    assert second.words("en") == second.french_text
    assert "English" not in second.canonical_text


def test_a_published_version_never_changes_through_the_verbs(first, nadia, clock):
    for change in (
        lambda: write_draft(first, "autre", "", at=clock()),
        lambda: delete_draft(first, at=clock()),
        lambda: publish(
            first, effective_on=clock.today, business=nadia, at=clock(), on=clock.today
        ),
    ):
        with pytest.raises(MoveRefused), transaction():
            change()

    assert db.session.query(TermsVersion).count() == 1


def test_variables_are_frozen_at_publication(first, nadia):
    before = first.french_text, first.text_sha256
    with transaction():
        nadia.line1, nadia.payment_term_code = "1 rue Neuve", "60:INVOICE_DATE"

    assert (first.french_text, first.text_sha256) == before
    assert first.conditions.term.days == 30


def test_an_agreement_stands_when_the_house_comes_to_say_the_same(first, nadia, clock):
    with transaction():
        martin = a_client(at=clock())
        martin.payment_term_code = "60:INVOICE_DATE"
        nadia.payment_term_code = "60:INVOICE_DATE"

    offer = offer_to(martin, first, business=nadia, language="fr", on=clock.today)

    assert offer.conditions.term.days == 60
    assert offer.conditions.particular == ("term_code",)


def test_consumers_are_told_of_their_own_lateness(nadia, clock):
    for audience, says in (
        (Audience.PROFESSIONAL, "Banque centrale européenne majoré de 10 points"),
        (Audience.CONSUMER, "taux légal peuvent être demandés à compter de celle-ci"),
    ):
        with transaction():
            text = start_text(audience, business=nadia, at=clock())
            write_draft(text, "Retard : {penalites}", "Late: {penalites}", at=clock())
        filled = filling_of(text, business=nadia, on=clock.today)
        assert says in filled.french
        assert ("legal rate" in filled.english) is (audience is Audience.CONSUMER)


def test_no_recovery_fee_has_a_word_for_consumers(nadia, clock):
    with transaction():
        text = start_text(Audience.CONSUMER, business=nadia, at=clock())
        write_draft(text, "Frais : {indemnite}", "", at=clock())
    with pytest.raises(UnknownVariable), transaction():
        publish(text, effective_on=clock.today, business=nadia, at=clock(), on=clock.today)


def test_values_bring_no_markup_of_their_own(draft, nadia, clock):
    with transaction():
        nadia.name = "**Nadia** <script> {email} [x](https://evil.example)\n# Titre"
        write_draft(draft, "Vendeur : {entreprise}.", "", at=clock())

    filled = filling_of(draft, business=nadia, on=clock.today).french

    assert filled == (
        r"Vendeur : \*\*Nadia\*\* \<script\> {email} \[x\](https://evil.example) \# Titre EI."
    )


@pytest.mark.parametrize(
    ("french", "english", "refusal", "says"),
    [
        ("   ", "", StillEmpty, "fait foi"),
        ("Bonjour {prenom}", "", UnknownVariable, "{prenom}"),
        ("{{ config }} {config}", "", UnknownVariable, "{config}"),
        ("Oui", "Hello {first_name}", UnknownVariable, "{first_name}"),
        ("Site : {site}", "", ValueMissing, "{site} (votre site)"),
        ("{mediateur} {site}", "", ValueMissing, "{mediateur}"),
    ],
)
def test_a_text_with_holes_is_not_published(draft, nadia, clock, french, english, refusal, says):
    with transaction():
        write_draft(draft, french, english, at=clock())

    with pytest.raises(refusal, match=says.replace("(", r"\(").replace(")", r"\)")), transaction():
        publish(draft, effective_on=clock.today, business=nadia, at=clock(), on=clock.today)

    assert not draft.is_published


@pytest.mark.parametrize(
    ("french", "english", "refusal", "field"),
    [
        ("x" * 60_001, "", TooLong, "french"),
        ("oui", "> " * 9 + "a", TooDeep, "english"),
    ],
)
def test_a_text_that_cannot_be_taken_names_its_field(draft, clock, french, english, refusal, field):
    with pytest.raises(refusal) as caught, transaction():
        write_draft(draft, french, english, at=clock())

    assert caught.value.field == field


def test_a_version_takes_effect_today_or_later_and_not_before_the_last(first, nadia, clock):
    yesterday, next_month = clock.today - timedelta(days=1), clock.today + timedelta(days=30)
    with transaction():
        draft = start_version(first.text, at=clock())
    with pytest.raises(BackDated, match="20 novembre 2026"), transaction():
        publish(draft, effective_on=yesterday, business=nadia, at=clock(), on=clock.today)
    with transaction():
        publish(draft, effective_on=next_month, business=nadia, at=clock(), on=clock.today)
        third = start_version(first.text, at=clock())

    with pytest.raises(BackDated, match="20 décembre 2026"), transaction():
        publish(third, effective_on=clock.today, business=nadia, at=clock(), on=clock.today)

    assert first.text.current(on=next_month - timedelta(days=1)) is first
    assert first.text.current(on=next_month) is draft
    standings = [v.standing(on=clock.today)[0] for v in (first, draft, third)]
    assert standings == ["en vigueur", "à venir", "brouillon"]
    assert first.standing(on=next_month)[0] == "remplacée"


def test_one_draft_at_a_time(first, clock):
    with transaction():
        start_version(first.text, at=clock())
    with pytest.raises(DraftUnderWay), transaction():
        start_version(first.text, at=clock())


def test_one_text_in_use_per_audience_and_activity(first, nadia, clock):
    def begin(audience: Audience, activity: str = "") -> TermsVersion:
        return start_text(audience, business=nadia, at=clock(), activity=activity)

    with pytest.raises(AlreadyWritten), transaction():
        begin(Audience.PROFESSIONAL)
    with transaction():
        begin(Audience.CONSUMER)
        begin(Audience.PROFESSIONAL, "formation")
        archive_text(first.text, at=clock())
        begin(Audience.PROFESSIONAL)

    with pytest.raises(AlreadyWritten), transaction():
        restore_text(first.text, at=clock())
    assert first.standing(on=clock.today)[0] == "n’est plus proposée"


def test_two_pages_do_not_overwrite_each_other(draft, clock):
    seen = draft.revision
    with transaction():
        write_draft(draft, "un", "", at=clock(), revision=seen)
    with pytest.raises(DraftChanged), transaction():
        write_draft(draft, "deux", "", at=clock(), revision=seen)

    assert draft.french == "un"


def test_a_draft_goes_with_its_text_when_nothing_was_published(draft, first_of_consumers, clock):
    with transaction():
        delete_draft(draft, at=clock())
        delete_draft(start_version(first_of_consumers.text, at=clock()), at=clock())

    assert db.session.query(TermsText).one().versions == [first_of_consumers]


@pytest.fixture
def first_of_consumers(nadia, clock) -> TermsVersion:
    with transaction():
        return a_first_version(Audience.CONSUMER, at=clock(), on=clock.today)


def test_the_last_accepted_version_binds_until_another_is_accepted(first, clock):
    day = clock.today
    later = day + timedelta(days=10)
    with transaction():
        martin, other = a_client(at=clock()), a_client("Autre", at=clock())
        an_acceptance(martin.id, first, on=day, at=clock())
        second = a_next_version(first, at=clock(), on=day, effective_on=later)

    assert queries.binding_version(martin.id, on=day - timedelta(days=1)) is None
    assert queries.binding_version(martin.id, on=later) is first
    assert queries.binding_version(other.id, on=later) is None
    assert queries.current_version(Audience.PROFESSIONAL, on=day) is first
    assert queries.current_version(Audience.PROFESSIONAL, on=later) is second
    with transaction():
        an_acceptance(martin.id, second, on=day + timedelta(days=2), at=clock())
    assert queries.binding_version(martin.id, on=later - timedelta(days=1)) is first
    assert queries.binding_version(martin.id, on=later) is second
    assert [c.name for c in queries.bound_clients(second, on=later)] == [martin.name]
    assert queries.bound_clients(first, on=later) == []
    assert queries.bound_counts(first.text, on=later) == {second.id: 1}


def test_terms_of_one_activity_bind_besides_the_general_ones(first, clock):
    day = clock.today
    with transaction():
        martin = a_client(at=clock())
        training = a_first_version(at=clock(), on=day, activity="formation")
        an_acceptance(martin.id, training, on=day, at=clock())
        an_acceptance(martin.id, first, on=day, at=clock())

    bound = queries.binding_acceptances(martin.id, on=day)

    assert [a.version for a in bound] == [first, training]
    assert queries.binding_version(martin.id, on=day) is first


def sql(statement: str, **values: object) -> None:
    db.session.execute(text(statement), values)


def without_guards() -> None:
    """Do what someone with the file in hands would do."""
    for name in ("guard_terms_version_update", "guard_terms_text_update"):
        sql(f"DROP TRIGGER {name}")
    sql("DROP TRIGGER guard_stored_document_update")


@pytest.mark.parametrize(
    ("alteration", "named"),
    [
        ("UPDATE terms_version SET french_text = french_text || ' '", "son texte a été modifié"),
        ("UPDATE terms_version SET english_text = 'Hello'", "son texte a été modifié"),
        ("UPDATE terms_version SET effective_on = '2026-01-01'", "son texte a été modifié"),
        ("UPDATE terms_version SET number = 3", "son texte a été modifié"),
        (
            "UPDATE terms_version SET conditions_text = replace(conditions_text, '40', '41')",
            "son texte a été modifié",
        ),
        ("UPDATE terms_text SET activity = 'autre'", "son texte a été modifié"),
        ("UPDATE terms_version SET text_sha256 = 'x'", "l’empreinte de son texte"),
        ("UPDATE terms_version SET pdf_id = english_pdf_id", "son PDF français"),
        ("UPDATE terms_version SET english_pdf_id = NULL", "son PDF anglais"),
        ("UPDATE stored_document SET sha256 = 'x' WHERE id = 1", "son PDF français"),
        ("UPDATE terms_version SET id = 7", "le journal ne dit pas"),
    ],
)
def test_one_altered_byte_is_named(first, settings, alteration, named):
    assert list(terms_problems()) == []
    with transaction():
        without_guards()
        sql(alteration)

    problems = list(terms_problems())

    assert any(named in problem for problem in problems), problems
    assert all(problem.startswith("Conditions") for problem in problems)


def test_a_version_recomputed_after_an_alteration_is_named_by_the_journal(first):
    with transaction():
        without_guards()
        first_id = first.id
        sql("UPDATE terms_version SET french_text = 'Autre'")
    db.session.expire_all()
    again = db.session.get_one(TermsVersion, first_id).expected_hash()
    with transaction():
        sql("UPDATE terms_version SET text_sha256 = :h", h=again)

    assert [p for p in terms_problems() if "celle du journal" in p]


def test_canonical_conditions_are_plain_json(first):
    read = json.loads(first.conditions_text)

    assert read["interest"] == "ECB"
    assert read["recovery_fee"] == "40"
    assert read["term_code"] == "30:INVOICE_DATE"


def test_the_database_refuses_too(first):
    with pytest.raises(DBAPIError, match="a published version never changes"), transaction():
        sql("UPDATE terms_version SET french_text = 'Autre'")


def test_a_day_of_law_to_come_does_not_stop_publishing(draft, nadia, clock):
    with transaction():
        publish(draft, effective_on=date(2030, 1, 1), business=nadia, at=clock(), on=clock.today)

    assert draft.conditions.recovery_fee == 40
