"""The first page: what to do now, by urgency and money; what is coming; what is complete."""

from datetime import date, timedelta

import pytest

from billing import a_client, a_credit_note, a_draft
from facturelite.db import db, transaction
from facturelite.invoices.answers import dispute, promise
from facturelite.outbox.actions import post
from facturelite.outbox.model import MessageState
from page import Page
from till import TODAY, again

PAYLOAD = "<script>alert(1)</script>"


def to_do(owner) -> str:
    return Page(owner, "/").within("to-do")


def test_the_first_evening(owner):
    page = Page(owner, "/")

    assert page.heading == "Bonjour Nadia"
    assert "Bienvenue" in page.text
    assert "3 sur 6" not in page.text
    assert "2 sur 6" in page.within("steps"), "identity and IBAN are there"
    page.submit("Ranger cette liste")
    assert "Pour aller plus loin" not in page.text


def test_an_incomplete_business_is_led_on(owner, nadia):
    with transaction():
        nadia.siret = ""

    page = Page(owner, "/")

    assert "Il manque votre SIRET" in page.text
    assert page.links()["Compléter en deux minutes"] == "/reglages/identite?etape=1"


def test_late_invoices_come_by_what_waiting_cost(owner, martin, bill, clock):
    with transaction():
        garage = a_client("Garage Leroux", at=clock())
    small = bill(martin, "10", days=0, on=date(2026, 9, 1))
    large = bill(garage, "5000", days=0, on=date(2026, 11, 10))
    fresh = bill(martin, "999", days=30)

    text = to_do(owner)

    assert f"{large.number}, en retard de 10 jours. 5 000,00 €" in text
    assert text.index(large.number) < text.index(f"{small.number}, en retard de 80 jours")
    assert f"{fresh.number}, en retard" not in text
    assert f"{fresh.number} n’est pas encore envoyée" in text


def test_many_late_invoices_hide_nothing_else(owner, martin, bill, clock):
    for n in range(10):
        bill(martin, str(n + 1), days=0, on=date(2026, 10, 1))
    with transaction():
        a_draft(martin, "77", at=clock(), title="Carte de vœux")

    page = Page(owner, "/")

    assert page.within("to-do").count("en retard de") == 6
    assert "Carte de vœux" in page.text
    page.follow("4 autres factures en retard")
    assert page.url == "/factures?etat=en-retard"


def test_a_contested_invoice_is_answered_not_pressed(owner, martin, bill, clock):
    invoice = bill(martin, "100", days=0, on=date(2026, 10, 1))
    with transaction():
        dispute(invoice, words=f"Rien reçu {PAYLOAD}", at=clock())

    text = to_do(owner)

    assert f"Boulangerie Martin conteste {invoice.number}" in text
    assert "en retard de" not in text
    assert PAYLOAD not in owner.get("/").text
    Page(owner, "/").follow(f"Boulangerie Martin conteste {invoice.number}")


def test_a_promise_is_waited_for_then_told(owner, martin, bill, clock):
    invoice = bill(martin, "100", days=0, on=date(2026, 10, 1))
    with transaction():
        promise(invoice, promised_on=TODAY + timedelta(days=3), words="", at=clock(), on=TODAY)

    page = Page(owner, "/")
    assert "paiement promis dans 3 jours" in page.within("coming")
    assert "en retard de" not in page.within("to-do")
    clock.travel(days=4)

    text = to_do(owner)
    assert f"{invoice.number}, promise pour le 23 novembre 2026 et toujours due" in text


def test_mails_that_failed_came_back_or_are_kept(owner, clock):
    with transaction():
        for n, state in enumerate((MessageState.FAILED, MessageState.DONE, MessageState.HELD)):
            mail = post(
                "mail", key=str(n), at=clock(), to=["a@b.fr"], title=f"Lettre {n}", text="x"
            )
            mail.state = state
            if state is MessageState.FAILED:
                mail.last_error = f"550 refusé {PAYLOAD}"
            if state is MessageState.DONE:
                mail.done_at = mail.returned_at = clock()
                mail.returned_reason = "boîte pleine"

    page = Page(owner, "/")

    text = page.within("to-do")
    assert "Message refusé : Lettre 0 550 refusé" in text
    assert "Message revenu : Lettre 1 boîte pleine" in text
    assert "Un message gardé" in text
    assert PAYLOAD not in owner.get("/").text
    page.follow("Message refusé : Lettre 0")


def test_money_that_waits_to_be_used_or_given_back(owner, martin, bill, pay, clock):
    invoice = bill(martin, "100")
    pay(martin, "130", (invoice, "100"))
    with transaction():
        a_credit_note(again(invoice), on=TODAY, at=clock(), amount="40")

    text = to_do(owner)

    assert f"Boulangerie Martin a payé {invoice.number} en trop" in text
    assert "Un paiement de Boulangerie Martin reste à affecter" in text
    assert "30,00 €" in text


def test_figures(owner, martin, bill, pay):
    late = bill(martin, "100", days=0, on=date(2026, 10, 1))
    bill(martin, "60")
    pay(martin, "30", (late, "30"), received_on=date(2026, 10, 5))
    pay(martin, "7", received_on=date(2026, 11, 5))
    pay(martin, "1", received_on=date(2025, 11, 5))

    text = Page(owner, "/").within("today")

    assert "À recevoir 130,00 € 2 factures" in text
    assert "En retard 70,00 € 1 facture" in text
    assert "Reçu en novembre 7,00 €" in text
    assert "Reçu en 2026 37,00 €" in text


def test_an_emptied_list_says_so_with_the_next_date(owner, martin, bill, pay, clock):
    invoice = bill(martin, "100", days=60)
    with transaction():
        post(
            "mail", key="k", at=clock(), subject=invoice.subject, to=["a@b.fr"], title="F", text="x"
        ).state = MessageState.DONE

    text = to_do(owner)
    assert "Tout est à jour" in text
    assert f"{invoice.number} de Boulangerie Martin, 100,00 €, dans 60 jours" in text
    pay(martin, "100", (invoice, "100"))

    assert "aucune échéance n’est en vue" in to_do(owner)


def test_what_is_due_this_week_is_coming(owner, martin, bill):
    near, far = bill(martin, "10", days=7), bill(martin, "10", days=8)

    text = Page(owner, "/").within("coming")

    assert f"{near.number} : échéance dans 7 jours" in text
    assert far.number not in text


def test_the_first_page_asks_a_bounded_number_of_queries(owner, martin, bill, count_queries):
    bill(martin, "1", days=0, on=date(2026, 10, 1))
    few = count_queries(lambda: owner.get("/"))
    for n in range(12):
        bill(martin, str(n + 2), days=0, on=date(2026, 10, 1))

    many = count_queries(lambda: owner.get("/"))

    assert many <= few + 2, (few, many)


@pytest.fixture
def count_queries(app):
    """Count the statements that an act sends to the database."""

    def count(act) -> int:
        sent: list[str] = []

        def note(connection, cursor, statement, *rest) -> None:
            sent.append(statement)

        db.event.listen(db.engine, "before_cursor_execute", note)
        try:
            act()
        finally:
            db.event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    return count


def test_putting_the_list_away_is_a_post(owner):
    assert owner.get("/pour-aller-plus-loin/masquage").status_code == 405


@pytest.mark.parametrize("address", ["/", "/recherche?q=x", "/verifications"])
def test_a_stranger_is_sent_to_the_door(stranger, address):
    assert "/connexion" in stranger.get(address).headers["Location"]
