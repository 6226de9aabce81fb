"""Reading, choosing, signing, asking and declining a quote from a private link."""

import re
from decimal import Decimal

import pytest
from sqlalchemy import event

from agreements import a_mail_account, a_version
from browsing.markup import flat
from facturelite.business.queries import the_business
from facturelite.clients import links
from facturelite.clients.details import ClientKind
from facturelite.clients.model import Contact
from facturelite.db import db, transaction
from facturelite.documents.queries import get_document
from facturelite.invoices.issuing import issue_invoice
from facturelite.journal.model import Entry
from facturelite.orders.billing import bill_deposit
from facturelite.orders.cancelling import cancel_order, decide
from facturelite.orders.consistency import order_problems
from facturelite.orders.model import CancelledBy, Outcome
from facturelite.outbox.model import Message
from facturelite.outbox.worker import empty_the_outbox
from facturelite.payments.actions import record_payment
from facturelite.payments.model import Method
from facturelite.quotes.answering import withdraw
from facturelite.quotes.answers_model import QuoteMessage, QuoteRenunciation, QuoteSignature
from facturelite.quotes.model import Quote, QuoteState
from facturelite.quotes.revising import revise
from facturelite.quotes.sending import send_quote
from facturelite.terms.acceptance_model import Acceptance, EmailCode
from page import Page
from quoting import a_quote, a_sent_quote, firm, option, variant
from signing_quotes import signed, with_pdf

SEND, SIGN = "Recevoir mon code", "Bon pour accord, je signe"
PAYLOAD = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {lien} {code}"


@pytest.fixture
def server(smtp_server, world):
    with transaction():
        a_mail_account(smtp_server.port)
    return smtp_server


def offered(client, *offers, clock, **draft) -> Quote:
    """Send a quote, its PDF at hand."""
    with transaction():
        quote = a_sent_quote(client, *offers, at=clock(), on=clock.today, **draft)
        return with_pdf(quote, at=clock())


@pytest.fixture
def quote(world, server, clock) -> Quote:
    """A site, an option, two papers of which one, 30 % on signing."""
    return offered(
        world.martin,
        firm("1000"),
        option("200"),
        variant("50", chosen=True),
        variant("80"),
        clock=clock,
        deposit_percent=Decimal(30),
    )


def of(world, quote, part: str = "") -> str:
    return f"{world.home}/devis/{quote.id}{part}"


def typed(page: Page, **changed):
    ticks = [box.get("value") for box in page.document.elements("input") if is_tick(box)]
    return {"ticked": ticks, "name": "Paule Martin", "capacity": "gérante", **changed}


def is_tick(box) -> bool:
    return box.get("name") == "ticked" and box.get("required") is not None


def sent_code(server, clock, *, to: str = "compta@martin.example") -> str:
    empty_the_outbox(now=clock)
    letters = [one for one in reversed(server.letters) if one.recipients == [to]]
    found = (re.search(r"^(\d{6})\s*$", letter.text, re.MULTILINE) for letter in letters)
    return next(match[1] for match in found if match)


def ready(phone, world, quote, query: str = "", **changed) -> Page:
    """Open the page to sign, fill it, and ask for the code."""
    page = Page(phone, of(world, quote, f"/signature{query}"))
    return page.submit(SEND, **typed(page, **changed))


# The whole way


def test_the_first_page_asks_for_an_answer_before_all(phone, world, quote):
    page = Page(phone, world.home)

    assert page.text.index("Devis D2026-0001 : Nouveau site") < page.text.index("À payer à")
    assert "1 050,00 €" in page.text
    assert "Valable jusqu’au 20 décembre 2026" in page.text
    page.follow("Lire et répondre")
    assert page.heading.startswith("Devis D2026-0001")


def test_from_the_page_to_the_signature(phone, world, quote, server, clock):
    page = Page(phone, of(world, quote))
    assert "1 050,00 €" in page.text
    assert "315,00 € d’acompte à la signature" in page.text
    page.submit("Signer ce devis", choix=["1"])
    assert "1 250,00 €" in page.text
    page.submit(SEND, **typed(page))
    assert "c•••@martin.example" in page.messages
    clock.travel(minutes=2)
    page.submit(SIGN, code=sent_code(server, clock))

    assert "le devis est signé" in page.messages
    assert "Signé par Paule Martin, gérante le 20 novembre 2026 à 10:02" in page.text
    assert "Acompte de 30 % : 375,00 €" in page.text
    given = db.session.query(QuoteSignature).one()
    assert (given.total_gross, given.positions) == (Decimal("1250.00"), {1, 2})
    assert (given.email, given.address) == ("compta@martin.example", "192.0.2.7")
    assert db.session.get_one(Quote, quote.id).state is QuoteState.SIGNED


def test_totals_follow_the_choice_and_nothing_is_stored(phone, world, quote):
    before = db.session.query(Entry).count()
    page = Page(phone, of(world, quote), htmx=True)
    page.submit("Recalculer", choix=["1"], **{"choix-2": "3"})

    assert "1 280,00 €" in page.text
    assert "384,00 € d’acompte" in page.text
    page.assert_same_as_reload()
    assert db.session.query(Entry).count() == before
    assert db.session.get_one(Quote, quote.id).total_gross == Decimal("1050.00")


def test_what_was_read_and_ticked_is_kept_word_for_word(phone, world, quote, server, clock):
    page = ready(phone, world, quote, "?recalcul=1&choix-2=3")
    page.submit(SIGN, code=sent_code(server, clock))

    given = db.session.query(QuoteSignature).one()
    told = given.details
    read = told["effects"][0]["wording"]
    assert flat(read) == (
        "J’ai lu le devis D2026-0001 et ses conditions : 1 080,00 € en tout, dont 324,00 € à la "
        "signature."
    )
    assert all(effect["ticked"] for effect in told["effects"])
    assert told["consent"] == SIGN
    assert told["code"]["tries"] == 1
    assert told["quote_pdf_sha256"] == get_document(quote.pdf_id).sha256
    assert given.taken.signature.name == "Paule Martin"
    assert [line.is_chosen for line in given.taken.lines] == [True, False, False, True]


def test_both_sides_are_told_at_once(phone, world, quote, server, clock):
    page = ready(phone, world, quote)
    page.submit(SIGN, code=sent_code(server, clock))
    empty_the_outbox(now=clock)

    letter, to_owner = server.letters[-2:]
    given = db.session.query(QuoteSignature).one()
    entry = db.session.query(Entry).filter_by(event="quote.signed").one()
    assert letter.recipients == ["compta@martin.example"]
    assert entry.hash in letter.text
    attached = [part.get_content() for part in letter.iter_attachments()]
    assert attached == [get_document(given.pdf_id).content]
    assert f"https://factures.example/p/{world.token}/devis/{quote.id}" in letter.text
    assert to_owner.recipients == ["nadia@atelier.example"]
    assert "Paule Martin, gérante a signé le devis D2026-0001" in to_owner.text
    assert db.session.query(Message).filter_by(key=f"quote/{quote.id}/order").count() == 1


def test_each_step_is_in_the_journal(phone, world, quote, server, clock):
    phone.post(of(world, quote, "/ouverture"))
    phone.post(of(world, quote, "/ouverture"))
    page = ready(phone, world, quote)
    page.submit(SIGN, code=sent_code(server, clock))

    found = db.session.query(Entry).filter_by(subject=quote.subject).order_by(Entry.id)
    steps = [entry.event for entry in found if entry.event.partition(".")[0] != "mail"]
    assert steps[-3:] == ["portal.opened", "code.sent", "quote.signed"]


# Terms of sale in the same act


def test_terms_are_accepted_in_the_same_act(phone, world, server, clock):
    with transaction():
        version = a_version(at=clock())
    quote = offered(world.martin, clock=clock)
    page = Page(phone, of(world, quote))
    assert "Conditions générales de vente, version 1" in page.text
    assert "Le prix se paie à temps." in page.text

    page = ready(phone, world, quote)
    assert "j’accepte les conditions générales de vente, version 1" in page.text
    page.submit(SIGN, code=sent_code(server, clock))
    empty_the_outbox(now=clock)

    accepted = db.session.query(Acceptance).one()
    assert (accepted.about, accepted.version_id) == (quote.subject, version.id)
    assert db.session.query(QuoteSignature).one().acceptance_id == accepted.id
    assert accepted.details["summary"][0]["heading"] == "Ce que votre signature veut dire"
    letter, _ = server.letters[-2:]
    assert len(list(letter.iter_attachments())) == 2


def test_terms_that_bind_already_are_not_asked_again(phone, world, server, clock, key):
    with transaction():
        a_version(at=clock())
    with transaction():
        before = a_sent_quote(world.martin, at=clock(), on=clock.today)
        signed(with_pdf(before, at=clock()), key=key, at=clock())
    page = ready(phone, world, offered(world.martin, clock=clock))

    assert "j’accepte les conditions générales" not in page.text
    page.submit(SIGN, code=sent_code(server, clock))
    assert db.session.query(Acceptance).count() == 1


# What is lacking


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ({"ticked": []}, "Cochez chaque point"),
        ({"name": " "}, "Indiquez votre prénom et votre nom"),
        ({"capacity": ""}, "Indiquez votre fonction"),
    ],
)
def test_each_lack_is_said_spends_no_try_and_loses_nothing(
    phone, world, quote, server, clock, lacking, sentence
):
    page = ready(phone, world, quote, "?recalcul=1&choix=1&choix-2=2")
    page.submit(SIGN, status=422, code=sent_code(server, clock), **lacking)

    assert sentence in page.text
    assert "1 250,00 €" in page.text
    assert db.session.query(EmailCode).one().tries == 0
    page.submit(SIGN, **typed(page, code=sent_code(server, clock)))
    assert db.session.query(QuoteSignature).one().total_gross == Decimal("1250.00")


def test_a_wrong_code_spends_a_try_and_keeps_all(phone, world, quote, server, clock):
    page = ready(phone, world, quote)
    page.submit(SIGN, status=422, code="12")

    assert "Ce code ne convient pas" in page.text
    assert page.value("name") == "Paule Martin"
    assert db.session.query(EmailCode).one().tries == 1
    page.submit(SIGN, code=sent_code(server, clock))
    assert db.session.query(QuoteSignature).one().details["code"]["tries"] == 2


def test_without_a_mail_server_another_way_is_told(phone, world, clock):
    quote = offered(world.martin, clock=clock)
    page = ready_without_code(phone, world, quote)

    assert "n’est pas possible pour le moment" in page.text
    assert page.value("name") == "Paule Martin"


def ready_without_code(phone, world, quote) -> Page:
    page = Page(phone, of(world, quote, "/signature"))
    return page.submit(SEND, status=422, **typed(page))


def test_a_client_without_an_address_is_told_so(phone, world, quote):
    with transaction():
        world.martin.email = ""

    page = Page(phone, of(world, quote, "/signature"))
    assert "Nous n’avons pas votre adresse e-mail" in page.text
    assert SEND not in page.buttons()


def test_the_code_goes_to_an_address_that_is_known(phone, world, quote, server, clock):
    with transaction():
        world.martin.contacts.append(Contact(name="Paule", email="paule@martin.example"))
    page = Page(phone, of(world, quote, "/signature"))
    assert "paule@martin.example" not in page.text
    page.submit(SEND, status=422, **typed(page))
    page.submit(SEND, **typed(page, email="1"))
    page.submit(SIGN, code=sent_code(server, clock, to="paule@martin.example"))

    assert db.session.query(QuoteSignature).one().email == "paule@martin.example"


# A drawn signature

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgAB"
    "SK+kcQAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize(
    ("drawing", "is_kept"), [(PIXEL, True), ("", False), ("data:image/png;base64,", False)]
)
def test_a_signature_may_be_drawn(phone, world, quote, server, clock, drawing, is_kept):
    page = ready(phone, world, quote)
    page.submit(SIGN, code=sent_code(server, clock), drawing=drawing)

    assert bool(db.session.query(QuoteSignature).one().drawn_id) is is_kept


@pytest.mark.parametrize(
    "drawing", ["x", "data:text/html;base64,PHNjcmlwdD4=", PIXEL[:60], PIXEL + "*", "data:" * 99999]
)
def test_a_drawing_that_cannot_be_read_is_refused_and_spends_no_try(
    phone, world, quote, server, clock, drawing
):
    page = ready(phone, world, quote)
    page.submit(SIGN, status=422, code=sent_code(server, clock), drawing=drawing)

    assert db.session.query(EmailCode).one().tries == 0
    assert page.value("name") == "Paule Martin"
    page.submit(SIGN, drawing="", code=sent_code(server, clock))
    assert db.session.query(QuoteSignature).count() == 1


# Posted by hand


def posted(phone, world, quote, part: str, **changed):
    """Post what a page would, but for what is changed by hand."""
    page = Page(phone, of(world, quote, "/signature"))
    data = typed(page, email="0", chosen=["2"], shown=page.value("shown")) | changed
    return phone.post(of(world, quote, part), data=data, follow_redirects=True)


@pytest.mark.parametrize(
    "chosen",
    [
        ["2", "3"],
        [],
        ["1"],
        ["9"],
        ["0", "2"],
        ["2", "-1"],
        ["2", "x"],
        ["2", "99999999999999999999"],
    ],
)
@pytest.mark.parametrize("part", ["/code", "/signature"])
def test_a_choice_that_is_not_offered_is_refused(phone, world, quote, part, chosen):
    answer = posted(phone, world, quote, part, chosen=chosen)

    assert "Ce choix n’est pas proposé dans ce devis" in answer.text
    assert db.session.query(EmailCode).count() == 0
    assert db.session.query(QuoteSignature).count() == 0


def test_another_choice_than_the_one_read_is_read_again(phone, world, quote, server, clock):
    ready(phone, world, quote)
    code = sent_code(server, clock)
    answer = posted(phone, world, quote, "/signature", chosen=["1", "2"], code=code)

    assert answer.status_code == 422
    assert "votre choix a changé depuis que vous l’avez lu" in answer.text
    assert "1 250,00 €" in flat(answer.text)
    assert db.session.query(QuoteSignature).count() == 0
    assert db.session.query(EmailCode).one().tries == 0


def test_totals_posted_by_hand_are_ignored(phone, world, quote, server, clock):
    ready(phone, world, quote)
    posted(
        phone,
        world,
        quote,
        "/signature",
        code=sent_code(server, clock),
        total_gross="1.00",
        total="1",
        deposit_amount="0",
    )

    given = db.session.query(QuoteSignature).one()
    assert (given.total_gross, given.taken.payments[0].amount) == (
        Decimal("1050.00"),
        Decimal("315.00"),
    )


@pytest.mark.parametrize(
    "query", ["?choix=0&choix-2=2", "?choix=9", "?choix-2=2&choix-2=3", "?recalcul=1", "?choix=x"]
)
def test_an_address_that_chooses_wrongly_shows_what_is_proposed(phone, world, quote, query):
    page = Page(phone, of(world, quote, query), status=422)
    assert "Ce choix n’est pas proposé" in page.text
    assert "1 050,00 €" in page.text
    Page(phone, of(world, quote, f"/signature{query}"), status=422)


def test_hostile_words_stay_words(phone, world, quote, server, clock):
    page = ready(phone, world, quote, name=PAYLOAD[:110], capacity=PAYLOAD[:60])
    page.submit(SIGN, code=sent_code(server, clock))
    empty_the_outbox(now=clock)

    assert PAYLOAD[:110].strip() in Page(phone, of(world, quote)).text
    assert world.token not in server.letters[-1].text


# One outcome


def test_two_tabs_sign_once(phone, world, quote, server, clock):
    first, second = ready(phone, world, quote), Page(phone, of(world, quote, "/signature"))
    code = sent_code(server, clock)
    first.submit(SIGN, code=code)
    second.submit(SIGN, code=code)

    assert "Ce devis a déjà été signé par Paule Martin" in second.messages
    assert "Télécharger le devis signé" in second.text
    assert db.session.query(QuoteSignature).count() == 1
    assert db.session.query(Entry).filter_by(event="quote.signed").count() == 1


def test_the_owner_withdraws_meanwhile(phone, world, quote, server, clock):
    page = ready(phone, world, quote)
    with transaction():
        withdraw(quote, reason="Trop tard", at=clock())
    page.submit(SIGN, code=sent_code(server, clock))

    assert "Ce devis a été retiré" in page.messages
    assert SIGN not in page.buttons()
    assert db.session.query(QuoteSignature).count() == 0


def test_the_owner_revises_meanwhile(phone, world, quote, server, clock):
    page = ready(phone, world, quote)
    with transaction():
        newer = revise(quote, business=the_business(), at=clock())
        send_quote(newer, business=the_business(), at=clock(), on=clock.today)
        with_pdf(newer, at=clock())
    page.submit(SIGN, code=sent_code(server, clock))

    assert "Ce devis a été remplacé par le D2026-0002" in page.messages
    page.follow("Ouvrir le devis D2026-0002")
    assert page.url == of(world, newer)
    assert "à signer" in page.text


def test_nobody_signs_after_the_last_day(phone, world, quote, server, clock):
    clock.travel(days=30)
    page = ready(phone, world, quote)
    code = sent_code(server, clock)
    clock.travel(hours=15)
    page.submit(SIGN, code=code)

    assert "valable jusqu’au 20 décembre 2026. Demandez-en un nouveau" in page.messages
    assert "expiré" in page.text
    assert db.session.query(QuoteSignature).count() == 0
    assert Page(phone, of(world, quote, "/signature")).url == of(world, quote)


def test_what_awaits_its_pdf_is_not_signed(phone, world, server, clock):
    with transaction():
        quote = a_sent_quote(world.martin, at=clock(), on=clock.today)
    page = Page(phone, of(world, quote, "/signature"))

    assert "en préparation" in page.messages
    assert page.url == of(world, quote)


# Asking and declining


def test_a_question_is_passed_on(phone, world, quote, server, clock):
    page = Page(phone, of(world, quote))
    page.submit("Envoyer ma question", status=422, text=" ")
    assert "Écrivez votre question" in page.text
    page.submit("Envoyer ma question", text=PAYLOAD)

    assert "Votre question est transmise" in page.messages
    assert PAYLOAD in page.text
    assert db.session.query(QuoteMessage).one().from_client


def test_a_question_keeps_what_was_chosen(phone, world, quote):
    page = Page(phone, of(world, quote, "?recalcul=1&choix=1&choix-2=3"))
    total = "1 280,00 €"
    assert total in page.text
    page.submit("Envoyer ma question", text=" ", status=422)
    assert total in page.text
    page.submit("Envoyer ma question", text="Et la maintenance ?")
    assert total in page.text


def test_a_choice_made_by_htmx_is_kept_by_a_question(phone, world, quote):
    page = Page(phone, of(world, quote))
    address = of(world, quote, "?recalcul=1&choix=1&choix-2=3")
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    form = page.document.by_id("offre")
    page.swap(phone.get(address, headers=headers), form)
    page.submit("Envoyer ma question", text="Et la maintenance ?")
    assert "1 280,00 €" in page.text


def test_a_choice_is_kept_when_the_language_changes(phone, world, quote):
    page = Page(phone, of(world, quote, "?recalcul=1&choix=1&choix-2=3"))
    page.submit("English")
    assert "€1,280.00" in page.text


def test_declining_needs_no_reason_nor_to_be_in_time(phone, world, quote, clock):
    clock.travel(days=40)
    page = Page(phone, of(world, quote))
    page.submit("Refuser ce devis", reason="")

    assert "Votre refus est transmis" in page.messages
    assert db.session.get_one(Quote, quote.id).state is QuoteState.DECLINED
    page = Page(phone, of(world, quote))
    assert "Refuser ce devis" not in page.text


def test_a_signed_quote_is_not_declined(phone, world, quote, clock, key):
    page = Page(phone, of(world, quote))
    with transaction():
        signed(quote, key=key, at=clock())
    page.submit("Refuser ce devis", reason="")

    assert "a déjà été signé" in page.messages
    assert db.session.get_one(Quote, quote.id).state is QuoteState.SIGNED


def test_many_quotes_take_no_more_statements_than_a_few(phone, world, server, clock, key):
    def asked() -> int:
        statements = []
        listener = lambda *args: statements.append(args[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listener)
        try:
            Page(phone, world.home)
        finally:
            event.remove(db.engine, "before_cursor_execute", listener)
        return len(statements)

    def more(count: int) -> None:
        for _ in range(count):
            over = offered(world.martin, clock=clock)
            with transaction():
                withdraw(over, reason="", at=clock())
            done = offered(world.martin, clock=clock)
            with transaction():
                signed(done, key=key, at=clock())

    more(1)
    first = asked()
    more(3)
    assert asked() == first


def test_declining_says_why_and_ends_it(phone, world, quote, server, clock):
    page = Page(phone, of(world, quote))
    page.submit("Refuser ce devis", reason="Trop cher pour nous")

    assert "Votre refus est transmis" in page.messages
    assert "Trop cher pour nous" in page.text
    assert db.session.get_one(Quote, quote.id).state is QuoteState.DECLINED
    again = Page(phone, of(world, quote, "/signature"))
    assert "Vous avez refusé ce devis" in again.messages


# Nobody else's


@pytest.fixture
def foreign(world, server, clock) -> Quote:
    return offered(world.lenteur, firm("77.77", "Secret"), clock=clock)


GETS = [
    "",
    "/signature",
    "/pdf",
    "/signe.pdf",
    "/pieces/1",
    "/conditions/fr.pdf",
    "/preuve.pdf",
    "/preuve.zip",
    "/retractation",
]
POSTS = ["/code", "/signature", "/question", "/refus", "/retractation", "/ouverture"]


@pytest.mark.parametrize("part", GETS)
def test_a_quote_of_another_client_does_not_exist(phone, world, foreign, part):
    assert phone.get(of(world, foreign, part)).status_code == 404


@pytest.mark.parametrize("part", POSTS)
def test_nothing_is_answered_about_a_quote_of_another_client(phone, world, foreign, part):
    before = db.session.query(Entry).count()
    assert phone.post(of(world, foreign, part), data={"name": "x"}).status_code == 404
    assert db.session.query(Entry).count() == before


@pytest.mark.parametrize("part", GETS)
def test_a_draft_does_not_exist(phone, world, clock, part):
    with transaction():
        draft = a_quote(world.martin, at=clock())
    assert phone.get(of(world, draft, part)).status_code == 404


@pytest.mark.parametrize("part", ["/signe.pdf", "/pieces/1", "/pieces/0", "/preuve.pdf"])
def test_what_a_quote_does_not_have_does_not_exist(phone, world, quote, part):
    assert phone.get(of(world, quote, part)).status_code == 404


@pytest.mark.parametrize("token", ["", "x", "x" * 43])
@pytest.mark.parametrize("part", GETS)
def test_a_false_link_opens_nothing(phone, world, quote, token, part):
    answer = phone.get(f"/p/{token}/devis/{quote.id}{part}", follow_redirects=True)

    assert answer.status_code == 404


def test_a_revoked_link_opens_nothing(phone, world, quote, clock):
    with transaction():
        links.revoke_link(world.martin, at=clock())
    assert phone.get(of(world, quote)).status_code == 404
    assert phone.post(of(world, quote, "/code")).status_code == 404


@pytest.mark.parametrize("part", [p for p in POSTS if p != "/ouverture"])
def test_the_owner_looks_but_does_not_answer(owner, world, quote, part):
    before = db.session.query(Entry).count()
    answer = owner.post(of(world, quote, part), data={"name": "x"}, follow_redirects=True)

    assert "vous ne pouvez pas répondre à la place" in answer.text
    assert db.session.query(Entry).count() == before


def test_a_code_for_one_quote_signs_no_other(phone, world, quote, server, clock):
    other = offered(world.martin, firm("5"), clock=clock)
    ready(phone, world, quote)
    code = sent_code(server, clock)
    page = Page(phone, of(world, other, "/signature"))
    data = typed(page, email="0", chosen=[], shown=page.value("shown"), code=code)
    answer = phone.post(of(world, other, "/signature"), data=data)

    assert answer.status_code == 422
    assert "Ce code ne convient pas" in answer.text


def test_answers_are_limited(phone, world, quote, limited):
    answers = [
        phone.post(of(world, quote, "/question"), data={"text": "?"}).status_code for _ in range(31)
    ]
    assert answers[-1] == 429


def test_the_other_language_reads_the_same(phone, world, quote, server, clock):
    page = Page(phone, of(world, quote))
    page.submit("English")
    assert "315.00" in page.text
    assert "Sign this quote" in page.buttons()
    page = Page(phone, of(world, quote, "/signature"))
    page.submit("Send me a code", **typed(page))
    page.submit("I agree and sign", code=sent_code(server, clock))

    told = db.session.query(QuoteSignature).one().details
    assert told["language"] == "en"
    assert told["effects"][0]["wording"].startswith("I have read quote D2026-0001")


# Withdrawing, for consumers


@pytest.fixture
def order(world, server, clock, key) -> Quote:
    """What the bakery's owner ordered for herself."""
    with transaction():
        world.martin.kind, world.martin.last_name = ClientKind.CONSUMER, "Martin"
    quote = offered(world.martin, clock=clock)
    with transaction():
        signed(quote, key=key, at=clock(), capacity="")
    return quote


def test_a_consumer_withdraws_in_two_steps(phone, world, order, server, clock):
    page = Page(phone, of(world, order))
    assert "Vous pouvez vous rétracter jusqu’au 4 décembre 2026" in page.text
    page.follow("Renoncer au contrat ici")
    assert "Je notifie ma rétractation du contrat conclu en signant le devis" in page.text
    page.submit("Confirmer la rétractation", status=422, name=" ")
    assert "Indiquez votre prénom et votre nom" in page.text
    page.submit("Confirmer la rétractation", name="Paule Martin")

    assert "Votre rétractation est enregistrée" in page.messages
    assert "rétractation enregistrée" in page.text
    empty_the_outbox(now=clock)
    to_client, to_owner = server.letters[-2:]
    assert to_client.recipients == ["compta@martin.example"]
    assert "le 20 novembre 2026 à 10:00" in to_client.text
    assert "se rétracte du devis" in to_owner.text
    assert db.session.get_one(Quote, order.id).state is QuoteState.SIGNED


def test_withdrawing_twice_is_said(phone, world, order):
    first, second = (Page(phone, of(world, order, "/retractation")) for _ in range(2))
    first.submit("Confirmer la rétractation", name="Paule Martin")
    second.submit("Confirmer la rétractation", name="Paule Martin")

    assert "déjà enregistrée depuis le 20 novembre 2026" in second.messages
    assert db.session.query(QuoteRenunciation).count() == 1


def test_once_the_days_are_over_nothing_is_offered(phone, world, order, clock):
    page = Page(phone, of(world, order, "/retractation"))
    clock.travel(days=15)
    page.submit("Confirmer la rétractation", name="Paule Martin")

    assert "a pris fin le 4 décembre 2026" in page.messages
    assert "Renoncer au contrat" not in page.text
    assert db.session.query(QuoteRenunciation).count() == 0


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", ["Cette commande a été annulée le 20 novembre 2026", "reste acquis"]),
        ("en", ["This order was cancelled on 20 November 2026", "is kept"]),
    ],
)
def test_nothing_is_due_of_a_cancelled_order(phone, world, quote, clock, key, language, told):
    with transaction():
        world.martin.language = language
        signed(quote, key=key, at=clock())
        business, day = the_business(), clock.today
        deposit = bill_deposit(quote, business=business, at=clock(), on=day)
        issue_invoice(deposit, business=business, at=clock(), on=day)
        record_payment(
            world.martin,
            amount=deposit.total_gross,
            method=Method.TRANSFER,
            received_on=day,
            allocations={deposit.id: deposit.total_gross},
            at=clock(),
            on=day,
        )
        cancel_order(quote, by=CancelledBy.CLIENT, reason="", day=day, at=clock(), on=day)
        decide(quote, Outcome.KEEP, words="", business=business, at=clock(), on=day)
    page = Page(phone, of(world, quote))
    assert all(words in page.text for words in told)
    html = phone.get(of(world, quote)).text
    for gone in ("due-amount", "quote-payments", "quote-totals"):
        assert gone not in html
    assert "1 050,00 €" not in Page(phone, world.home).text


def test_goods_may_be_sent_back_until_days_after_their_reception(
    owner, phone, world, server, clock, key
):
    with transaction():
        world.martin.kind, world.martin.last_name = ClientKind.CONSUMER, "Martin"
    quote = offered(world.martin, firm("80", "Livre imprimé", goods=True), clock=clock)
    with transaction():
        signed(quote, key=key, at=clock(), capacity="")
    clock.travel(days=40)
    assert "jusqu’à 14 jours après avoir reçu les biens" in Page(phone, of(world, quote)).text
    order = Page(owner, f"/devis/{quote.id}/commande")
    assert "Rétractation ouverte jusqu’à la réception des biens" in order.text

    order.submit("Facturer")  # billed before it is received
    page = Page(owner, f"/devis/{quote.id}/commande")
    page.follow("C’est livré")
    assert "délai de rétractation court de ce jour" in page.text
    page.submit("C’est livré", day=clock.today.isoformat())

    assert "peut se rétracter jusqu’au 13 janvier 2027" in page.messages
    assert "jusqu’au 13 janvier 2027" in Page(phone, of(world, quote)).text
    page = Page(owner, f"/devis/{quote.id}/commande").submit("Annuler cette date")
    assert "Rétractation ouverte jusqu’à la réception" in page.text
    assert list(order_problems()) == []


def test_the_owner_is_told_on_the_first_page_and_notes_it(
    owner, phone, world, order, server, clock
):
    page = Page(phone, of(world, order, "/retractation"))
    page.submit("Confirmer la rétractation", name="Paule Martin")

    page = Page(owner, "/")
    assert "se rétracte de D2026-0001" in page.text
    page = Page(owner, f"/devis/{order.id}")
    page.submit("J’en ai pris note")
    assert "C’est noté" in page.messages
    assert "se rétracte de D2026-0001" not in Page(owner, "/").text


def test_the_first_page_tells_the_day_of_a_withdrawal_in_paris(owner, phone, world, order, clock):
    clock.travel(hours=14, minutes=30)  # half past midnight in Paris, still the day before in UTC
    Page(phone, of(world, order, "/retractation")).submit(
        "Confirmer la rétractation", name="Paule Martin"
    )
    assert "Le 21 novembre 2026, dans le délai" in Page(owner, "/").text
