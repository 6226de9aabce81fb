"""Reading, accepting and refusing terms from a private link, and nobody else's."""

import hashlib
import io
import json
import re

import pikepdf
import pytest

from agreements import a_mail_account, a_signing, a_version, accepted, an_offer, digits_of, on_paper
from billing import a_client
from facturelite.clients import links
from facturelite.clients.model import Contact
from facturelite.db import db, transaction
from facturelite.documents.queries import get_document
from facturelite.journal.model import Entry
from facturelite.outbox.model import Message
from facturelite.outbox.worker import empty_the_outbox
from facturelite.payment_terms import PaymentTerm
from facturelite.terms import codes, signing
from facturelite.terms.acceptance_model import (
    Acceptance,
    AcceptanceMethod,
    EmailCode,
    RequestState,
    TermsRequest,
)
from facturelite.terms.actions import start_version
from facturelite.terms.asking import ask, withdraw
from facturelite.terms.model import Audience
from page import Page

PAYLOAD = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {lien} {code}"
SEND, ACCEPT = "Recevoir mon code", "J’accepte ces conditions de vente"


@pytest.fixture
def server(smtp_server, world):
    with transaction():
        a_mail_account(smtp_server.port)
    return smtp_server


@pytest.fixture
def version(world, clock):
    with transaction():
        return a_version(at=clock())


@pytest.fixture
def asked(world, version, server, clock) -> TermsRequest:
    with transaction():
        request = ask(world.martin, version, at=clock())
    empty_the_outbox(now=clock)
    return request


def terms_of(world, version, part: str = "") -> str:
    return f"{world.home}/conditions/{version.id}{part}"


def ticks() -> list[str]:
    return ["due", "late"]


def typed(**changed):
    return {"effects": ticks(), "name": "Paule Martin", "capacity": "gérante", **changed}


def sent_code(server, clock, *, to: str = "compta@martin.example") -> str:
    empty_the_outbox(now=clock)
    letter = next(one for one in reversed(server.letters) if one.recipients == [to])
    return re.search(r"^(\d{6})\s*$", letter.text, re.MULTILINE)[1]


def ready(phone, world, version, **changed) -> Page:
    """Open the page, fill it, and ask for the code."""
    return Page(phone, terms_of(world, version)).submit(SEND, **typed(**changed))


# The whole way


def test_from_the_mail_to_the_agreement(phone, world, version, asked, server, clock):
    link = next(line for line in server.letters[-1].text.splitlines() if "/p/" in line)
    page = Page(phone, link.removeprefix("https://factures.example"))
    assert page.heading.startswith("Conditions de vente")
    assert "Le prix se paie à temps." in page.text

    page.submit(SEND, **typed())
    assert "c•••@martin.example" in page.messages
    assert page.value("name") == "Paule Martin"
    clock.travel(minutes=2)
    page.submit(ACCEPT, code=sent_code(server, clock))

    assert "votre accord est enregistré" in page.messages
    assert "Acceptées par Paule Martin, gérante, le 20 novembre 2026 à 10:02" in page.text
    given = db.session.query(Acceptance).one()
    assert given.method is AcceptanceMethod.PORTAL
    assert (given.name, given.capacity, given.email) == (
        "Paule Martin",
        "gérante",
        "compta@martin.example",
    )
    assert given.address == "192.0.2.7"
    assert "iPhone" in given.browser
    assert (given.at, given.accepted_on) == (clock(), clock.today)
    assert given.text_sha256 == version.text_sha256
    assert db.session.query(TermsRequest).one().state is RequestState.ACCEPTED


def test_what_was_ticked_is_kept_word_for_word(phone, world, version, asked, server, clock):
    page = ready(phone, world, version)
    page.submit(ACCEPT, code=sent_code(server, clock))

    told = db.session.query(Acceptance).one().details
    assert [effect["ticked"] for effect in told["effects"]] == [True, True]
    assert told["effects"][0]["wording"].startswith("Je paie")
    assert told["consent"] == "J’accepte ces conditions de vente"
    assert told["code"]["to"] == "compta@martin.example"
    assert told["code"]["tries"] == 1
    assert told["summary"]
    assert told["pdf_sha256"]


def test_each_step_is_in_the_journal(phone, world, version, asked, server, clock):
    page = Page(phone, terms_of(world, version))
    phone.post(terms_of(world, version, "/ouverture"))
    page.submit(SEND, **typed())
    page.submit(ACCEPT, code=sent_code(server, clock))

    found = db.session.query(Entry).filter(Entry.client_id == world.martin.id).order_by(Entry.id)
    steps = [e.event for e in found if e.event.partition(".")[0] in {"terms", "code"}]
    assert steps == ["terms.asked", "terms.opened", "code.sent", "terms.accepted"]


def test_the_copy_that_is_sent_bears_witness(phone, world, version, asked, server, clock):
    page = ready(phone, world, version)
    page.submit(ACCEPT, code=sent_code(server, clock))
    empty_the_outbox(now=clock)

    letter, to_owner = server.letters[-2:]
    given = db.session.query(Acceptance).one()
    entry = db.session.query(Entry).filter_by(event="terms.accepted").one()
    assert letter.recipients == ["compta@martin.example"]
    assert entry.hash in letter.text
    assert f"Ligne {entry.id}" in letter.text
    assert given.text_sha256 in letter.text
    assert "– Je paie" in letter.text
    (attached,) = letter.iter_attachments()
    content = attached.get_content()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) >= 1
    assert given.details["pdf_sha256"] == [hashlib.sha256(content).hexdigest()]
    assert to_owner.recipients == ["nadia@atelier.example"]
    assert "Paule Martin, gérante a accepté" in to_owner.text
    assert f"https://factures.example/clients/{world.martin.id}" in to_owner.text


# What is lacking


def test_nothing_typed_is_lost_when_something_is_lacking(phone, world, version, asked, server):
    page = Page(phone, terms_of(world, version))

    page.submit(SEND, status=422, **typed(effects=["due"], name=PAYLOAD[:100]))

    assert "Cochez chaque point" in page.text
    assert page.value("effects") == "due"
    assert page.value("name") == PAYLOAD[:100]
    assert db.session.query(EmailCode).count() == 0


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ({"effects": []}, "Cochez chaque point"),
        ({"name": " "}, "Indiquez votre prénom et votre nom"),
        ({"capacity": ""}, "Indiquez votre fonction"),
    ],
)
def test_each_lack_is_said_and_spends_no_try(
    phone, world, version, asked, server, clock, lacking, sentence
):
    page = ready(phone, world, version)
    page.submit(ACCEPT, status=422, **typed(code=sent_code(server, clock), **lacking))

    assert sentence in page.text
    assert db.session.query(EmailCode).one().tries == 0
    assert db.session.query(Acceptance).count() == 0
    page.submit(ACCEPT, **typed(code=sent_code(server, clock)))
    assert db.session.query(Acceptance).count() == 1


def test_what_changed_while_it_was_read_must_be_read_again(
    phone, world, version, asked, server, clock
):
    page = ready(phone, world, version)
    with transaction():
        world.martin.payment_term_code = PaymentTerm(10).code
    page.submit(ACCEPT, status=422, code=sent_code(server, clock))

    assert "ont changé pendant que vous les lisiez" in page.text
    assert "10 jours" in page.text
    page.submit(ACCEPT, status=422, code=sent_code(server, clock))  # asked for another text
    page.submit("Recevoir un autre code")
    page.submit(ACCEPT, code=sent_code(server, clock))
    given = db.session.query(Acceptance).one()
    assert given.conditions.term.days == 10
    assert given.conditions.particular == ("term_code",)


def test_without_a_mail_server_another_way_is_told(phone, world, version, clock):
    with transaction():
        ask(world.martin, version, at=clock())
    page = Page(phone, terms_of(world, version))

    page.submit(SEND, status=422, **typed())

    assert "L’accord en ligne n’est pas possible pour le moment" in page.text
    assert page.value("name") == "Paule Martin"


def test_a_client_without_an_address_is_told_so(phone, world, version, asked):
    with transaction():
        world.martin.email = ""

    page = Page(phone, terms_of(world, version))
    assert "Nous n’avons pas votre adresse e-mail" in page.text
    assert SEND not in page.buttons()
    answer = phone.post(terms_of(world, version, "/code"), data=typed(email="0"))
    assert answer.status_code == 422


def test_the_code_goes_to_an_address_that_is_known(phone, world, version, asked, server, clock):
    with transaction():
        world.martin.contacts.append(Contact(name="Paule", email="paule@martin.example"))
    page = Page(phone, terms_of(world, version))
    assert "p•••@martin.example" in page.text
    assert "paule@martin.example" not in page.text

    page.submit(SEND, status=422, **typed())
    assert "Choisissez l’une de ces adresses" in page.text
    answer = phone.post(terms_of(world, version, "/code"), data=typed(email="pirate@x.example"))
    assert answer.status_code == 422
    page.submit(SEND, **typed(email="1"))
    page.submit(ACCEPT, code=sent_code(server, clock, to="paule@martin.example"))
    assert db.session.query(Acceptance).one().email == "paule@martin.example"


# Codes that do not fit


def _guess(server, clock, key, world, asked):
    return f"{(int(sent_code(server, clock)) + 1) % 10**6:06d}"


def _expired(server, clock, key, world, asked):
    digits = sent_code(server, clock)
    clock.travel(minutes=11)
    return digits


def _spoilt(server, clock, key, world, asked):
    digits = sent_code(server, clock)
    with transaction():
        db.session.query(EmailCode).one().tries = 5
    return digits


def _used(server, clock, key, world, asked):
    digits = sent_code(server, clock)
    with transaction():
        db.session.query(EmailCode).one().used_at = clock()
    return digits


def _sent(client, clock, key, *, purpose="terms", subject="terms_request/1"):
    with transaction():
        sent = codes.send_code(
            client,
            purpose=purpose,
            subject=subject,
            email=client.email,
            act="signer",
            about="",
            language="fr",
            key=key,
            at=clock(),
        )
        return digits_of(sent, key)


def _for_a_quote(server, clock, key, world, asked):
    return _sent(world.martin, clock, key, purpose="quote", subject=asked.subject)


def _for_something_else(server, clock, key, world, asked):
    return _sent(world.martin, clock, key, subject="terms_request/999")


def _of_another_client(server, clock, key, world, asked):
    return _sent(world.lenteur, clock, key, subject=asked.subject)


def _nothing(server, clock, key, world, asked):
    return ""


WRONG = [
    _guess,
    _expired,
    _spoilt,
    _used,
    _for_a_quote,
    _for_something_else,
    _of_another_client,
    _nothing,
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda f: f.__name__)
def test_every_wrong_code_gets_the_same_answer(
    phone, world, version, asked, server, clock, key, wrong
):
    page = ready(phone, world, version)
    shown = page.value("shown")
    good = db.session.query(EmailCode).one().code_hash
    code = wrong(server, clock, key, world, asked)
    data = typed(email="0", shown=shown)

    reference = phone.post(
        terms_of(world, version, "/acceptation"), data=data | {"code": "ni chiffre"}
    )
    answer = phone.post(terms_of(world, version, "/acceptation"), data=data | {"code": code})

    assert good
    assert answer.status_code == reference.status_code == 422
    assert _without_typed(answer.text, code) == _without_typed(reference.text, "ni chiffre")
    assert "il est faux, périmé, déjà utilisé" in answer.text.replace("\u00a0", " ")
    assert db.session.query(Acceptance).count() == 0


def _without_typed(text: str, code: str) -> str:
    return text.replace(f'value="{code}"', 'value=""', 1)


def test_wrong_tries_are_kept_though_nothing_is_accepted(
    phone, world, version, asked, server, clock
):
    page = ready(phone, world, version)
    good = sent_code(server, clock)
    wrong = f"{(int(good) + 1) % 10**6:06d}"
    for n in range(1, 6):
        page.submit(ACCEPT, status=422, code=wrong)
        assert db.session.query(EmailCode).one().tries == n

    page.submit(ACCEPT, status=422, code=good)
    assert db.session.query(Acceptance).count() == 0


def test_asking_for_codes_is_limited_from_one_place(phone, world, version, asked, server, limited):
    shown = Page(phone, terms_of(world, version)).value("shown")
    data = typed(email="0", shown=shown)
    answers = [phone.post(terms_of(world, version, "/code"), data=data) for _ in range(25)]

    assert [a.status_code for a in answers[:6]] == [303] * 6
    assert {a.status_code for a in answers[6:20]} == {422}
    assert answers[-1].status_code == 429
    assert db.session.query(EmailCode).count() == 6


# Once


def test_a_second_tab_is_told_that_it_is_done(phone, world, version, asked, server, clock):
    first, second = ready(phone, world, version), Page(phone, terms_of(world, version))
    code = sent_code(server, clock)
    first.submit(ACCEPT, code=code)

    second.submit(ACCEPT, code=code)

    assert "ont déjà été acceptées par Paule Martin" in second.messages
    assert db.session.query(Acceptance).count() == 1
    third = phone.post(terms_of(world, version, "/refus"), data={"reason": "finalement non"})
    assert third.status_code == 303
    assert db.session.query(TermsRequest).one().state is RequestState.ACCEPTED


def test_a_request_taken_back_awaits_nothing(phone, world, version, asked, clock):
    page = Page(phone, terms_of(world, version))
    with transaction():
        withdraw(asked, at=clock())

    page.submit(SEND, **typed())

    assert "n’attend plus de réponse" in page.messages
    assert "Nous avons retiré cette demande" in page.text
    assert db.session.query(EmailCode).count() == 0


def test_the_old_version_stands_until_the_new_one_is_accepted(
    phone, world, version, asked, server, clock, key
):
    with transaction():
        accepted(asked, key=key, at=clock())
    clock.travel(days=30)
    with transaction():
        newer = a_version(at=clock(), french="# Paiement\n\nTout de suite.")
        ask(world.martin, newer, at=clock())

    home = Page(phone, world.home)
    assert "La version 2 vous est proposée" in home.text
    page = Page(phone, f"{world.home}/conditions/{newer.id}")
    page.submit("Envoyer mon refus", reason="Trop court")
    assert "Votre refus est transmis" in page.messages
    assert "Trop court" in page.text
    assert "vous est proposée" not in Page(phone, world.home).text
    old = Page(phone, terms_of(world, version))
    assert "Acceptées par Paule Martin" in old.text


# Refusing


def test_a_refusal_is_kept_and_told_with_its_reason(phone, world, version, asked, server, clock):
    page = Page(phone, terms_of(world, version))
    page.submit("Envoyer mon refus", status=422, reason="")
    page.submit("Envoyer mon refus", status=422, reason="x")
    assert "Dites en quelques mots" in page.text
    page.submit("Envoyer mon refus", reason=PAYLOAD)

    request = db.session.query(TermsRequest).one()
    assert (request.state, request.reason) == (RequestState.REFUSED, PAYLOAD)
    assert SEND not in page.buttons()
    empty_the_outbox(now=clock)
    told = server.letters[-1]
    assert told.recipients == ["nadia@atelier.example"]
    assert "<script>alert(1)" in told.text
    assert "/p/" not in told.text
    assert "<script>" not in told.html


# Nobody else's


def _posts(browser, url: str):
    data = typed(email="0", code="123456", reason="non merci")
    for part in ("/code", "/acceptation", "/refus", "/ouverture"):
        yield browser.post(url + part, data=data)


def test_the_terms_of_others_do_not_exist(phone, world, version, asked, clock):
    missing = phone.get(f"{world.home}/conditions/999").data
    strange = phone.get(f"/p/{world.foreign_token}/conditions/999").data
    wrong = phone.get("/p/nothing").data
    with transaction():
        other = a_version(Audience.CONSUMER, at=clock())
        eve = a_client("Durand", at=clock(), consumer=True)
        ask(eve, other, at=clock())
    strangers = f"/p/{world.foreign_token}/conditions"
    before = db.session.query(Entry).count()
    urls = [f"{strangers}/{version.id}", f"{world.home}/conditions/{other.id}"]
    urls += [f"{world.home}/conditions/999", f"/p/nothing/conditions/{version.id}"]
    answers = [phone.get(strangers)]
    for url in urls:
        answers += [phone.get(url), phone.get(url + "/fr.pdf"), phone.get(url + "/en.pdf")]
        answers += list(_posts(phone, url))

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.data for answer in answers} == {missing, strange, wrong}
    assert db.session.query(Entry).count() == before
    assert db.session.query(EmailCode).count() == 0


def test_a_draft_is_never_shown(phone, world, version, asked, clock):
    with transaction():
        draft = start_version(version.text, at=clock())

    assert phone.get(f"{world.home}/conditions/{draft.id}").status_code == 404


def test_the_code_of_one_client_does_not_accept_for_another(
    phone, world, version, asked, server, clock, key
):
    with transaction():
        theirs = ask(world.lenteur, version, at=clock())
    foreign = f"/p/{world.foreign_token}/conditions/{version.id}"
    Page(phone, foreign).submit(SEND, **typed())
    code = sent_code(server, clock)
    shown = Page(phone, terms_of(world, version)).value("shown")
    answer = phone.post(
        terms_of(world, version, "/acceptation"),
        data=typed(email="0", code=code, shown=shown),
    )

    assert answer.status_code == 422
    assert db.session.query(Acceptance).count() == 0
    assert theirs.state is RequestState.OPEN


def test_what_one_client_typed_does_not_show_to_another(phone, world, version, asked, clock):
    with transaction():
        ask(world.lenteur, version, at=clock())
    ready(phone, world, version)
    assert Page(phone, terms_of(world, version)).value("name") == "Paule Martin"

    foreign = phone.get(f"/p/{world.foreign_token}/conditions/{version.id}")

    assert "Paule Martin" not in foreign.text


def test_the_owner_may_look_but_not_sign(owner, world, version, asked, server):
    shown = Page(owner, terms_of(world, version)).value("shown")
    for part in ("/code", "/acceptation", "/refus"):
        data = typed(email="0", code="123456", reason="non merci", shown=shown)
        assert owner.post(terms_of(world, version, part), data=data).status_code == 303
    owner.post(terms_of(world, version, "/ouverture"))

    assert db.session.query(EmailCode).count() == 0
    assert asked.state is RequestState.OPEN
    assert db.session.query(Entry).filter_by(event="terms.opened").count() == 0


# Robots and looking


@pytest.mark.parametrize("agent", ["", "Barracuda Sentinel", "Mozilla/5.0 bingbot/2.0"])
def test_a_robot_that_follows_the_link_does_nothing(app, world, version, asked, agent):
    before = db.session.query(Entry).count()
    robot = app.test_client()
    robot.environ_base["HTTP_USER_AGENT"] = agent
    for url in (world.home, f"{world.home}/conditions", terms_of(world, version)):
        for method in (robot.get, robot.head):
            assert method(url, follow_redirects=True).status_code == 200
    robot.post(terms_of(world, version, "/ouverture"))

    assert db.session.query(Entry).count() == before
    assert asked.state is RequestState.OPEN


def test_opening_is_noted_once(phone, world, version, asked):
    for _ in range(3):
        assert phone.post(terms_of(world, version, "/ouverture")).status_code == 204

    assert db.session.query(Entry).filter_by(event="terms.opened").count() == 1


@pytest.mark.parametrize("part", ["/code", "/acceptation", "/refus", "/ouverture"])
def test_only_a_post_acts(phone, world, version, asked, part):
    assert phone.get(terms_of(world, version, part)).status_code == 404


def test_forms_want_the_token_of_the_page(app, phone, world, version, asked, server):
    app.config["WTF_CSRF_ENABLED"] = True
    for part in ("/code", "/acceptation", "/refus"):
        answer = phone.post(terms_of(world, version, part), data=typed(email="0"))
        assert answer.status_code == 400
    assert db.session.query(EmailCode).count() == 0


# What is read


def test_the_pdf_is_the_one_that_was_published(phone, world, version, asked):
    for language, number in (("fr", version.pdf_id), ("en", version.english_pdf_id)):
        answer = phone.get(terms_of(world, version, f"/{language}.pdf"))
        assert answer.mimetype == "application/pdf"
        assert answer.data == get_document(number).content


def test_an_english_reader_reads_english_and_is_told_what_prevails(
    phone, world, version, asked, server, clock
):
    with transaction():
        world.martin.language = "en"
    page = Page(phone, terms_of(world, version))
    assert "The French text prevails" in page.text
    assert "The price is payable." in page.text
    assert "Le prix se paie à temps." in page.text

    page.submit("Send me a code", **typed())
    page.submit("I accept these terms of sale", code=sent_code(server, clock))
    empty_the_outbox(now=clock)

    given = db.session.query(Acceptance).one()
    assert given.language == "en"
    assert given.details["effects"][0]["wording"].startswith("I pay")
    letter = server.letters[-2]
    assert "the French version prevails" in letter.text
    assert len(list(letter.iter_attachments())) == 2


def test_where_there_is_no_english_it_is_said(phone, world, clock):
    with transaction():
        version = a_version(at=clock(), english="")
        world.martin.language = "en"
        ask(world.martin, version, at=clock())

    page = Page(phone, f"{world.home}/conditions/{version.id}")
    assert "This text exists in French only" in page.text
    assert phone.get(f"{world.home}/conditions/{version.id}/en.pdf").status_code == 404


def test_the_language_is_changed_in_place(phone, world, version, asked):
    page = Page(phone, terms_of(world, version)).submit("English")

    assert page.heading.startswith("Terms of sale")


def test_a_consumer_is_told_of_their_right_to_withdraw(app, phone, world, server, clock, key):
    with transaction():
        version = a_version(Audience.CONSUMER, at=clock())
        eve = a_client("Durand", at=clock(), consumer=True)
        eve.email = "eve@durand.example"
        ask(eve, version, at=clock())
        token = links.token(links.open_link(eve, key=key, at=clock()), key=key)
    page = Page(phone, f"/p/{token}/conditions/{version.id}")
    assert "Formulaire type de rétractation" in page.text
    assert "Votre fonction" not in page.text
    assert "40,00" not in page.text

    page.submit(SEND, effects=ticks(), name="Ève Durand")
    page.submit(ACCEPT, code=sent_code(server, clock, to="eve@durand.example"))
    empty_the_outbox(now=clock)

    letter = next(x for x in server.letters[::-1] if x.recipients == ["eve@durand.example"])
    assert "vous notifie/notifions" in letter.text
    assert "Nadia Belkacem EI, Atelier Belkacem, 12 rue des Écoles" in letter.text


def test_professionals_are_not_told_of_it(phone, world, version, asked):
    assert "rétractation" not in Page(phone, terms_of(world, version)).text


def test_the_first_page_leads_to_what_awaits_an_answer(phone, world, version, asked):
    page = Page(phone, world.home)
    assert "Lisez et acceptez nos conditions de vente" in page.text

    page.follow("Donner mon accord")
    assert page.heading.startswith("Conditions de vente")
    assert Page(phone, f"{world.home}/conditions").heading == page.heading


def test_a_paper_agreement_is_shown_as_one(phone, world, version, clock):
    with transaction():
        on_paper(world.martin, version, at=clock())

    page = Page(phone, f"{world.home}/conditions")
    assert "Acceptées par Paul Martin, gérant, le 20 novembre 2026." in page.text
    assert "vérifiée par un code" not in page.text


def test_what_a_client_types_stays_text_everywhere(
    phone, owner, world, version, asked, server, clock
):
    name = PAYLOAD[:110]
    page = ready(phone, world, version, name=name, capacity=name)
    page.submit(ACCEPT, code=sent_code(server, clock))
    empty_the_outbox(now=clock)

    pages = [page.document]
    pages.append(Page(owner, f"/clients/{world.martin.id}").document)
    assert all(not list(p.elements("img")) for p in pages)
    for letter in server.letters[-2:]:
        assert "<script>" not in letter.html
        assert "<img" not in letter.html
        assert "/p/" not in letter.text.partition("code}")[0].partition("Signataire")[2][:200]
    message = db.session.query(Message).filter(Message.key.endswith("/accepted")).one()
    shown = owner.get(f"/envois/{message.id}").text
    assert "<script>alert(1)" not in shown


def test_the_canonical_row_is_what_the_journal_hashed(phone, world, version, asked, clock, key):
    with transaction():
        given = accepted(asked, key=key, at=clock())
    db.session.expire_all()
    entry = db.session.query(Entry).filter_by(event="terms.accepted").one()
    digest = hashlib.sha256(given.canonical_text.encode()).hexdigest()

    assert entry.details["acceptance_sha256"] == digest
    assert json.loads(given.canonical_text)["name"] == "Paule Martin"
    offer = an_offer(world.martin, version, at=clock())
    with pytest.raises(signing.AlreadyAccepted):
        signing.require_complete(asked, offer, a_signing(offer))
