"""Signing: from which state, on which day, what is kept, and what would be noticed."""

import base64
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from agreements import VISIT, a_mail_account, a_version
from billing import a_client
from facturelite.business.queries import the_business
from facturelite.clients.details import ClientKind
from facturelite.db import db, transaction
from facturelite.documents.images import DrawingRefused, clean_drawing
from facturelite.documents.queries import get_document
from facturelite.journal.model import Entry
from facturelite.outbox.model import Message
from facturelite.outbox.worker import empty_the_outbox
from facturelite.quotes import renouncing, signing
from facturelite.quotes import signing_refusals as why
from facturelite.quotes.answering import decline, withdraw
from facturelite.quotes.answers_model import SignedBy
from facturelite.quotes.model import LIFE, Concluded, Quote, QuoteState
from facturelite.quotes.proof import NotSignedYet, proof_of_signature
from facturelite.quotes.proposing import propose
from facturelite.quotes.revising import revise
from facturelite.quotes.sending import send_quote
from facturelite.quotes.signature_consistency import signature_problems
from facturelite.quotes.totals import WrongChoice
from facturelite.terms.acceptance_model import Acceptance
from facturelite.terms.model import Audience, Firmness, HouseRule
from facturelite.terms.proof.bundle import bundle
from facturelite.terms.proof.statement import statement
from facturelite.terms.withdrawal import Period, last_day_to_withdraw
from quoting import a_sent_quote, firm, option, variant
from signing_quotes import a_signing, digits_of, signed, signed_on_paper, with_pdf


@pytest.fixture
def key(app) -> str:
    return str(app.config["SECRET_KEY"])


@pytest.fixture
def martin(nadia, clock):
    with transaction():
        a_mail_account()
        return a_client(at=clock())


@pytest.fixture
def eve(nadia, clock):
    with transaction():
        a_mail_account()
        nadia.mediator = "CM2C, Paris"
        return a_client("Durand", at=clock(), consumer=True)


def offered(client, *offers, clock, **draft) -> Quote:
    with transaction():
        quote = a_sent_quote(client, *offers, at=clock(), on=clock.today, **draft)
        return with_pdf(quote, at=clock())


@pytest.fixture
def quote(martin, clock) -> Quote:
    return offered(martin, firm("1000"), option("200"), clock=clock, deposit_percent=Decimal(30))


# From which state, on which day


def test_a_signature_takes_the_quote_to_signed_and_opens_the_order(quote, clock, key):
    with transaction():
        signed(quote, key=key, at=clock())

    assert quote.state is QuoteState.SIGNED
    order = db.session.query(Message).filter_by(kind="order.open").one()
    assert (order.key, order.subject) == (f"quote/{quote.id}/order", quote.subject)


def over(quote, how, clock, key):
    match how:
        case "signed":
            signed(quote, key=key, at=clock())
        case "declined":
            decline(quote, reason="", address="", browser="", at=clock(), on=clock.today)
        case "withdrawn":
            withdraw(quote, reason="", at=clock())
        case "replaced":
            newer = revise(quote, business=the_business(), at=clock())
            send_quote(newer, business=the_business(), at=clock(), on=clock.today)
        case "cancelled":
            signed(quote, key=key, at=clock())
            quote.state = LIFE.after("cancel", quote.state)


OVER = {
    "signed": why.AlreadySigned,
    "declined": why.Declined,
    "withdrawn": why.Withdrawn,
    "replaced": why.Replaced,
    "cancelled": why.OrderCancelled,
}


@pytest.mark.parametrize(("how", "refusal"), OVER.items())
def test_what_is_over_is_not_signed_and_it_is_said_why(quote, clock, key, how, refusal):
    typed = a_signing(quote, on=clock.today)
    with transaction():
        over(quote, how, clock, key)
    with pytest.raises(refusal), transaction():
        signing.send_code(
            quote,
            typed,
            business=the_business(),
            email="compta@martin.example",
            key=key,
            at=clock(),
            on=clock.today,
        )
    with pytest.raises(refusal), transaction():
        signed_on_paper(quote, at=clock())


@pytest.mark.parametrize("changed", ["choice", "name", "capacity"])
def test_a_code_signs_nothing_else_than_what_it_was_asked_for(martin, clock, key, changed):
    business, day = the_business(), clock.today
    quote = offered(martin, firm("100"), option("20"), clock=clock)
    asked = a_signing(quote, frozenset({1}), on=day)
    other = {
        "choice": a_signing(quote, frozenset(), on=day),
        "name": replace(asked, name="Eve Mallory"),
        "capacity": replace(asked, capacity="stagiaire"),
    }[changed]
    given = {"business": business, "key": key, "at": clock(), "on": day}
    with transaction():
        sent = signing.send_code(quote, asked, email="compta@martin.example", **given)
        typed = {"typed_code": digits_of(sent, key), "visit": VISIT}
        assert signing.sign_online(quote, other, **typed, **given) is None
        assert signing.sign_online(quote, asked, **typed, **given) is not None

    mail = db.session.query(Message).filter_by(key=f"code/{sent.id}").one()
    assert asked.name in mail.payload["text"]
    assert "en tout" in mail.payload["text"]


@pytest.mark.parametrize(("days", "may"), [(0, True), (30, True), (31, False), (400, False)])
def test_the_last_day_is_a_day_to_sign(quote, clock, key, days, may):
    day = clock.today + timedelta(days=days)
    if may:
        signing.require_signable(quote, on=day)
    else:
        with pytest.raises(why.Expired, match="20 décembre 2026"):
            signing.require_signable(quote, on=day)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.frozensets(st.integers(-2, 5), max_size=5))
def test_only_what_is_offered_can_be_chosen(martin, clock, chosen):
    quote = db.session.query(Quote).first() or offered(
        martin, firm("100"), option("20"), variant("5"), variant("7", chosen=True), clock=clock
    )
    lawful = chosen <= {1, 2, 3} and len(chosen & {2, 3}) == 1
    try:
        told = propose(quote, chosen, business=the_business(), language="fr", on=clock.today)
    except WrongChoice:
        assert not lawful
        return
    assert lawful
    prices = {0: 100, 1: 20, 2: 5, 3: 7}
    assert told.taken.total_gross == sum(prices[n] for n in chosen | {0})


# What is ticked


def names(quote, clock) -> list[str]:
    told = propose(quote, frozenset(), business=the_business(), language="fr", on=clock.today)
    return [one.name.partition("-")[0] for one in told.commitments]


def test_a_professional_ticks_what_they_commit_to(quote, clock):
    told = names(quote, clock)
    assert told[0] == "conditions"
    assert "effect" in told
    assert "order" not in told


def test_a_consumer_orders_with_an_obligation_to_pay_and_may_ask_to_begin(eve, clock):
    quote = offered(eve, clock=clock)
    told = propose(quote, frozenset(), business=the_business(), language="fr", on=clock.today)
    by_name = {one.name: one for one in told.commitments}

    assert "commande avec obligation de paiement" in by_name["order"].wording
    assert not by_name["early"].is_required
    assert "le 4 décembre 2026" in by_name["early"].wording
    assert told.act == "Signer la commande avec obligation de paiement"


def test_in_the_house_nobody_may_withdraw(eve, clock):
    quote = offered(eve, clock=clock, concluded=Concluded.ON_PREMISES)
    assert "early" not in names(quote, clock)


def test_off_premises_nothing_is_paid_for_a_week(eve, clock):
    quote = offered(eve, clock=clock, concluded=Concluded.OFF_PREMISES, deposit_percent=Decimal(30))
    told = propose(quote, frozenset(), business=the_business(), language="fr", on=clock.today)
    assert "sept jours au moins après la signature" in told.commitments[0].wording


@pytest.mark.parametrize(
    ("concluded", "due_in", "told"),
    [
        (Concluded.OFF_PREMISES, 3, "au plus tard le 28 novembre 2026"),
        (Concluded.OFF_PREMISES, 20, "au plus tard le 10 décembre 2026"),
        (Concluded.DISTANCE, 3, "au plus tard le 23 novembre 2026"),
    ],
)
def test_the_day_of_a_deposit_is_never_one_that_the_law_forbids(
    eve, clock, concluded, due_in, told
):
    quote = offered(
        eve,
        clock=clock,
        concluded=concluded,
        deposit_percent=Decimal(30),
        deposit_due_on=clock.today + timedelta(days=due_in),
    )
    ticks = propose(quote, frozenset(), business=the_business(), language="fr", on=clock.today)
    assert told in ticks.commitments[0].wording


def test_a_paper_is_signed_in_the_language_it_is_written_in(quote, martin, clock):
    with transaction():
        martin.language = "en"
        given = signed_on_paper(quote, at=clock())
    assert given.details["formula"] == "Bon pour accord"


def test_a_public_body_says_in_what_capacity(martin, clock):
    quote = offered(martin, clock=clock)
    with pytest.raises(why.NoCapacity), transaction():
        signing.require_complete(
            quote,
            a_signing(quote, on=clock.today, capacity=" "),
            business=the_business(),
            on=clock.today,
        )


def test_a_consumer_needs_no_capacity(eve, clock, key):
    quote = offered(eve, clock=clock)
    with transaction():
        given = signed(quote, key=key, at=clock(), capacity="")
    assert given.signer == "Paule Martin"
    assert not renouncing.asked_to_begin(quote)


def test_what_was_read_yesterday_is_read_again_today(eve, clock, key):
    """The last day to withdraw, which is shown, moved."""
    quote = offered(eve, clock=clock)
    typed = a_signing(quote, on=clock.today)
    clock.travel(days=1)
    with pytest.raises(why.ChoiceChanged):
        signing.require_complete(quote, typed, business=the_business(), on=clock.today)


# The rule of the house


@pytest.mark.parametrize(
    ("firmness", "has_terms", "refused"),
    [
        (Firmness.REQUIRE, True, False),  # accepted in the same act
        (Firmness.REQUIRE, False, True),
        (Firmness.ADVISE, False, False),
    ],
)
def test_the_rule_before_signing(martin, clock, key, firmness, has_terms, refused):
    if has_terms:
        with transaction():
            a_version(at=clock())
    quote = offered(martin, clock=clock)
    with transaction():
        if not has_terms:
            a_version(at=clock())
        db.session.add(
            HouseRule(
                audience=Audience.PROFESSIONAL,
                quote_sent=Firmness.ADVISE,
                quote_signed=firmness,
                invoice_on_credit=Firmness.ADVISE,
            )
        )
    if refused:
        with pytest.raises(why.TermsFirst, match="version 1"), transaction():
            signed(quote, key=key, at=clock())
    else:
        with transaction():
            signed(quote, key=key, at=clock())
        assert db.session.query(Acceptance).count() == has_terms


# A drawn signature


def a_drawing(*, ink="black", ground=(0, 0, 0, 0), size=(640, 220)) -> bytes:
    image = Image.new("RGBA", size, ground)
    if ink:
        ImageDraw.Draw(image).line([(50, 150), (300, 40), (600, 180)], fill=ink, width=4)
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def test_a_drawing_is_sealed_in_the_pdf(quote, clock, key):
    with transaction():
        given = signed(quote, key=key, at=clock(), drawing=a_drawing())

    drawn = get_document(given.drawn_id)
    assert drawn.media_type == "image/png"
    assert given.taken.signature.drawn_sha256 == drawn.sha256
    with pikepdf.open(io.BytesIO(get_document(given.pdf_id).content)) as pdf:
        assert any(page.get_images() for page in pdf.pages)


@pytest.mark.parametrize("ground", [(0, 0, 0, 0), "white"])
def test_what_holds_no_ink_is_no_drawing(ground):
    assert clean_drawing(a_drawing(ink="", ground=ground)) == b""
    assert clean_drawing(a_drawing(ground=ground))


@pytest.mark.parametrize(
    "upload",
    [
        b"",
        b"<svg onload=alert(1)>",
        b"\x89PNG\r\n\x1a\n" + b"0" * 50,
        a_drawing()[:200],
        a_drawing() + b"0" * 200 * 1024,
        a_drawing(size=(3000, 3000)),
        base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"),
    ],
)
def test_anything_else_is_refused(upload):
    with pytest.raises(DrawingRefused):
        clean_drawing(upload)


# What is kept, and what would be noticed


def test_the_sealed_pdf_says_who_signed_what(quote, clock, key):
    with transaction():
        given = signed(quote, frozenset({1}), key=key, at=clock())

    entry = db.session.query(Entry).filter_by(event="quote.signed").one()
    assert entry.details["signature_sha256"] == given.sha256
    assert entry.details["pdf_sha256"] == get_document(given.pdf_id).sha256
    assert entry.details["quote_pdf_sha256"] == get_document(quote.pdf_id).sha256
    assert given.taken.signature.quote_pdf_sha256 == get_document(quote.pdf_id).sha256
    assert given.taken.total_gross == given.total_gross == Decimal(1200)
    assert sum(part.amount for part in given.taken.payments) == Decimal(1200)
    assert given.taken.payments[0].day == clock.today


def altered(sql: str, **values: object) -> None:
    """Change a row as someone would who goes around the guards."""
    with transaction():
        guards = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for name in db.session.scalars(guards).all():
            db.session.execute(text(f"DROP TRIGGER {name}"))
        db.session.execute(text(sql), values)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE quote_signature SET name = 'Un autre'", "choisi, coché ou écrit n’est plus"),
        ("UPDATE quote_signature SET total_gross = 1", "choisi, coché ou écrit n’est plus"),
        ("UPDATE quote_signature SET chosen = '[1]'", "choisi, coché ou écrit n’est plus"),
        ("UPDATE quote_signature SET evidence = '{}'", "choisi, coché ou écrit n’est plus"),
        ("DELETE FROM quote_signature", "elle n’est plus là"),
        ("UPDATE quote SET state = 'SENT'", "son état ne s’accorde pas"),
    ],
)
def test_an_altered_signature_is_named(quote, clock, key, sql, told):
    with transaction():
        signed(quote, key=key, at=clock())
    assert list(signature_problems()) == []
    altered(sql)

    found = list(signature_problems())
    assert any(told in problem and "D2026-0001" in problem for problem in found), found


@pytest.mark.parametrize("table", ["quote_signature", "quote_renunciation"])
def test_the_database_refuses_to_alter_what_was_signed(eve, clock, key, table):
    quote = offered(eve, clock=clock)
    with transaction():
        signed(quote, key=key, at=clock())
        renounced(quote, clock)
    for sql in (f"UPDATE {table} SET name = name", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="written for ever"), transaction():
            db.session.execute(text(sql))


# On paper


def test_a_signed_paper_counts_from_the_day_it_bears(quote, clock):
    clock.travel(days=40)
    day = clock.today - timedelta(days=15)
    with transaction():
        given = signed_on_paper(quote, frozenset({1}), at=clock(), signed_on=day)

    assert (given.method, given.signed_on) == (SignedBy.PAPER, day)
    assert given.total_gross == Decimal(1200)
    assert get_document(given.scan_id).content == b"%PDF-1.7 signed"
    assert list(signature_problems()) == []
    letter = db.session.query(Message).filter_by(key=f"quote/{quote.id}/signed").one()
    assert "signé sur papier le 15 décembre 2026" in letter.payload["text"]
    assert db.session.query(Message).filter_by(key=f"quote/{quote.id}/signed/owner").count() == 0


@pytest.mark.parametrize("days", [-1, 1])
def test_a_paper_bears_a_day_between_the_sending_and_today(quote, clock, days):
    with pytest.raises(why.SignedOnAnotherDay), transaction():
        signed_on_paper(quote, at=clock(), signed_on=clock.today + timedelta(days=days))


def test_a_paper_may_accept_the_terms_too(martin, clock):
    with transaction():
        a_version(at=clock())
    quote = offered(martin, clock=clock)
    with transaction():
        given = signed_on_paper(quote, at=clock(), accepts_terms=True)

    accepted = db.session.query(Acceptance).one()
    assert (given.acceptance_id, accepted.about) == (accepted.id, quote.subject)
    assert accepted.scan_id == given.scan_id


# The proof


@pytest.fixture
def proven(martin, smtp_server, clock, key) -> Quote:
    with transaction():
        a_mail_account(smtp_server.port)
        a_version(at=clock())
        quote = a_sent_quote(martin, firm("1000"), option("200"), at=clock(), on=clock.today)
    empty_the_outbox(now=clock)
    with transaction():
        signed(quote, frozenset({1}), key=key, at=clock(), drawing=a_drawing())
    empty_the_outbox(now=clock)
    return quote


def extracted(quote, directory):
    directory = directory / "proof"
    archive = bundle(proof_of_signature(quote), business=the_business())
    zipfile.ZipFile(io.BytesIO(archive)).extractall(directory)
    (verifier,) = directory.rglob("verifier.py")
    return verifier


def verdict(verifier) -> str:
    ran = subprocess.run([sys.executable, "-I", verifier], capture_output=True, check=False)
    return ran.stdout.decode() + ran.stderr.decode()


def test_the_proof_holds_quote_terms_conditions_and_signature(proven, tmp_path):
    verifier = extracted(proven, tmp_path)

    names = {path.relative_to(verifier.parent).as_posix() for path in verifier.parent.rglob("*")}
    assert {"pieces/D2026-0001.pdf", "pieces/D2026-0001-signe.pdf"} <= names
    assert {"pieces/signature.json", "pieces/devis.json", "preuve.pdf", "journal.jsonl"} <= names
    assert any(name.startswith("accords/") and name.endswith("texte.txt") for name in names)
    assert any(name.startswith("courriels/") for name in names)
    told = json.loads((verifier.parent / "pieces/signature.json").read_text("utf-8"))
    assert told["chosen"] == "[1]"
    assert verdict(verifier).startswith("Tout est intact.")
    mails = "".join(path.read_text("utf-8") for path in tmp_path.rglob("courriels/*"))
    assert "(code à six chiffres)" in mails


@pytest.mark.parametrize(
    "name", ["pieces/signature.json", "pieces/D2026-0001-signe.pdf", "pieces/D2026-0001.pdf"]
)
def test_the_verifier_names_what_was_altered(proven, tmp_path, name):
    verifier = extracted(proven, tmp_path)
    path = verifier.parent / name
    path.write_bytes(path.read_bytes().replace(b"Martin", b"Dupont") + b" ")
    prints = verifier.parent / "empreintes.sha256"
    lines = [line for line in prints.read_text("utf-8").splitlines() if name not in line]
    prints.write_text("\n".join(lines) + "\n", "utf-8")

    told = verdict(verifier)
    assert "le fichier dont parle le journal n’est pas là" in told


def test_the_same_facts_give_the_same_proof(proven):
    one, other = (bundle(proof_of_signature(proven), business=the_business()) for _ in range(2))
    assert one == other
    assert statement(proof_of_signature(proven), business=the_business()).startswith(b"%PDF")


def test_what_is_not_signed_is_not_proven(quote):
    with pytest.raises(NotSignedYet):
        proof_of_signature(quote)


# Withdrawing, for consumers


def renounced(quote, clock, **changed):
    told = {
        "name": "Ève Durand",
        "email": "eve@maison.example",
        "language": "fr",
        "received_on": None,
    } | changed
    return renouncing.renounce(quote, **told, visit=VISIT, at=clock(), on=clock.today)


@pytest.fixture
def order(eve, clock, key) -> Quote:
    quote = offered(eve, clock=clock, deposit_percent=Decimal(30))
    with transaction():
        signed(quote, key=key, at=clock())
    return quote


def test_a_consumer_withdraws_and_it_is_acknowledged(order, clock):
    clock.travel(days=3)
    with transaction():
        renounced(order, clock)

    assert order.state is QuoteState.SIGNED
    mail = db.session.query(Message).filter_by(key=f"quote/{order.id}/renounced").one()
    assert mail.recipients == ["eve@maison.example"]
    assert "le 23 novembre 2026 à 10:00" in mail.payload["text"]
    assert "> Je notifie ma rétractation" in mail.payload["text"]
    assert db.session.query(Message).filter_by(key=f"quote/{order.id}/renounced/owner").count() == 1
    assert renouncing.to_decide() == [order]
    with transaction():
        renouncing.note_renunciation(order, at=clock())
    assert renouncing.to_decide() == []
    assert list(signature_problems()) == []


def test_a_card_changed_since_takes_no_right_from_a_consumer(eve, clock):
    quote = offered(eve, clock=clock)
    with transaction():
        eve.kind = ClientKind.PROFESSIONAL
    told = propose(quote, frozenset(), business=the_business(), language="fr", on=clock.today)

    assert "order" in {one.name for one in told.commitments}
    assert told.act == "Signer la commande avec obligation de paiement"


def test_an_order_cancelled_meanwhile_takes_the_right_away_from_nobody(order, clock):
    clock.travel(days=3)
    with transaction():
        order.state = QuoteState.CANCELLED
    with transaction():
        renounced(order, clock)

    assert order.renunciation is not None


def test_withdrawing_twice_is_said(order, clock):
    with transaction():
        renounced(order, clock)
    with pytest.raises(renouncing.AlreadyRenounced, match="20 novembre 2026"), transaction():
        renounced(order, clock)
    with transaction():
        renouncing.note_renunciation(order, at=clock())
    with pytest.raises(renouncing.NothingToNote), transaction():
        renouncing.note_renunciation(order, at=clock())


@pytest.mark.parametrize(("after", "may"), [(0, True), (1, False)])
def test_the_last_day_is_a_day_to_withdraw(order, clock, after, may):
    last = last_day_to_withdraw(clock.today)
    assert renouncing.period_of(order, received_on=None) == Period(last)
    day = last + timedelta(days=after)
    assert renouncing.may_renounce(order, received_on=None, on=day) is may


GOODS = {"goods": True}


@pytest.fixture
def bought(eve, clock, key) -> Quote:
    """What a consumer bought at a distance: a printed book, and its making."""
    quote = offered(eve, firm("1000"), firm("80", "Livre imprimé", **GOODS), clock=clock)
    with transaction():
        signed(quote, key=key, at=clock())
    return quote


def test_for_goods_the_days_run_from_their_reception(bought, clock):
    assert renouncing.period_of(bought, received_on=None) == Period(None)
    assert renouncing.may_renounce(bought, received_on=None, on=clock.today + timedelta(days=400))

    received = clock.today + timedelta(days=30)
    last = last_day_to_withdraw(received)
    assert renouncing.period_of(bought, received_on=received) == Period(last)
    assert renouncing.may_renounce(bought, received_on=received, on=last)
    with pytest.raises(renouncing.TooLateToWithdraw):
        renouncing.require_renounceable(bought, received_on=received, on=last + timedelta(days=1))


def test_the_mail_of_goods_names_no_day(bought):
    mail = db.session.query(Message).filter_by(key=f"quote/{bought.id}/signed").one()
    assert "jusqu’à 14 jours après avoir reçu les biens" in mail.payload["text"]
    assert "rétracter jusqu’au" not in mail.payload["text"]


@pytest.mark.parametrize(
    ("offers", "early"),
    [
        ([firm("80", **GOODS)], None),
        ([firm("80", **GOODS), firm("1000")], "14 jours après la réception des biens"),
        ([firm("1000")], "4 décembre 2026"),
    ],
)
def test_work_is_asked_for_early_where_there_is_any(eve, clock, offers, early):
    quote = offered(eve, *offers, clock=clock)
    told = propose(quote, frozenset(), business=the_business(), language="fr", on=clock.today)
    words = [one.wording for one in told.commitments if one.name == "early"]
    assert len(words) == (early is not None)
    assert not early or early in words[0]


def test_goods_that_are_not_taken_delay_nothing(eve, clock, key):
    extra = replace(option("80"), line=replace(option("80").line, goods=True))
    quote = offered(eve, firm("1000"), extra, clock=clock)
    with transaction():
        signed(quote, frozenset(), key=key, at=clock())
    period = renouncing.period_of(quote, received_on=None)
    assert period == Period(last_day_to_withdraw(clock.today))


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [({"name": " "}, renouncing.NobodyRenounces), ({"email": ""}, renouncing.NowhereToAnswer)],
)
def test_a_withdrawal_is_somebodys(order, clock, changed, refusal):
    with pytest.raises(refusal), transaction():
        renounced(order, clock, **changed)


def test_a_professional_has_no_such_right(quote, clock, key):
    with transaction():
        signed(quote, key=key, at=clock())
    with pytest.raises(renouncing.NoRightToWithdraw), transaction():
        renounced(quote, clock)


def test_a_quote_that_is_not_signed_is_not_withdrawn_from(eve, clock):
    quote = offered(eve, clock=clock)
    with pytest.raises(renouncing.NoRightToWithdraw), transaction():
        renounced(quote, clock)
