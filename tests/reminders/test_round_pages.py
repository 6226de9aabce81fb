"""The round of the day, as it is done in the pages, without JavaScript."""

from datetime import date, timedelta

import pytest

from billing import a_client
from facturelite.db import db, transaction
from facturelite.outbox.worker import empty_the_outbox
from facturelite.reminders import ladders
from facturelite.reminders.checks import speaks_of_earlier
from facturelite.reminders.contents import LadderContent, StepContent
from facturelite.reminders.model import Channel, Claim, Tone
from facturelite.reminders.rounds_model import Reminder, ReminderState
from facturelite.today.model import DailyRun
from page import Page
from rounds import reminders, the_reminder

TODAY = date(2026, 11, 20)


def late(days: int) -> date:
    return TODAY - timedelta(days=30 + days)


@pytest.fixture
def by_hand(house) -> None:
    """Nothing leaves without the owner."""
    house(automatic=False)


@pytest.fixture
def proposed(by_hand, martin, bill, round_of, owner) -> Page:
    """The page of a round with one reminder to approve."""
    bill(martin, "1000", on=late(4))
    round_of()
    return Page(owner, "/relances")


def climbing(client, clock, channel: Channel, tone: Tone = Tone.FIRM) -> None:
    """Have a client climb a ladder of one step."""
    deadline = 8 if tone is Tone.FORMAL_NOTICE else None
    words = {"title_fr": "À régler : {numeros}", "text_fr": "Il reste {total}.\n\n{factures}"}
    step = StepContent(3, channel, tone, Claim.AMOUNT, deadline_days=deadline, **words)
    with transaction():
        content = LadderContent(client.kind, "Le mien", (step,))
        ladders.give_ladder(client, ladders.start_ladder(content, at=clock()), at=clock())


def test_an_empty_round_says_what_the_page_is_for(owner):
    page = Page(owner, "/relances")

    assert "Rien à relancer aujourd’hui" in page.text
    assert "Le travail du jour ne s’est pas encore fait" in page.text


def test_the_round_says_who_how_much_why_and_in_which_words(proposed):
    card = proposed.within(f"relance-{the_reminder().id}")

    assert "Boulangerie Martin" in card
    assert "1 000,00 €" in card
    assert "4 jours de retard" in card
    assert "2e étape de « Professionnels »" in card
    assert "Sauf erreur de notre part" in card
    assert "La banque est-elle à jour ?" in proposed.text
    assert "Aucun encaissement n’a encore été saisi." in proposed.text


def test_one_is_approved_and_leaves(mailbox, proposed, clock):
    proposed.submit("Valider")

    assert "Relance validée" in proposed.messages
    assert "Sur le départ" in proposed.text
    empty_the_outbox(now=clock)
    assert "1 000,00" in mailbox.letters[0].text.replace("\xa0", " ").replace("\u202f", " ")
    assert "envoyée" in proposed.reload().within("dernierement")


def test_those_ticked_are_approved_each_on_its_own(
    mailbox, by_hand, martin, bill, pay, round_of, owner, clock
):
    others = [bill(client, "500", on=late(4)) for client in (martin, another("Fournil", clock))]
    bill(another("Moulin", clock), "70", on=late(4))
    round_of()
    page = Page(owner, "/relances")
    pay(martin, "500", (others[0], "500"))
    ids = [str(one.id) for one in reminders()]
    page.submit("Valider les relances cochées", choix=ids[:2])

    assert "1 relance validée" in page.messages
    assert "Boulangerie Martin : Rien n’est parti" in page.messages
    assert [one.state for one in reminders()] == [
        ReminderState.PROPOSED,
        ReminderState.LEAVING,
        ReminderState.PROPOSED,
    ]


def another(name, clock):
    with transaction():
        return a_client(name, at=clock())


def test_what_was_paid_meanwhile_says_so(proposed, martin, pay):
    invoice = the_reminder().items[0].invoice
    pay(martin, "1000", (invoice, "1000"))

    assert "Retenues ou réglées" in proposed.reload().text
    assert "Valider" not in proposed.reload().buttons()


def test_the_words_are_changed_for_this_time_only(mailbox, proposed, clock):
    proposed.follow("Modifier")
    proposed.submit("Garder ce texte", status=422, **{"mots-text": "Bonjour {prenom}"})
    assert "{prenom} n’est pas une variable connue" in proposed.text
    assert proposed.value("mots-text") == "Bonjour {prenom}"
    proposed.submit("Garder ce texte", **{"mots-text": "Bonjour, {numeros} attend.\n\n{lien}"})
    assert "Bonjour, facture F2026-0001 attend." in proposed.within("message")
    proposed.submit("Revenir au texte de l’étape")
    assert "Sauf erreur" in proposed.within("message")
    proposed.submit("Garder ce texte", **{"mots-text": "Bonjour, {numeros} attend.\n\n{lien}"})
    proposed.submit("Valider")

    empty_the_outbox(now=clock)
    assert "F2026-0001 attend." in mailbox.letters[0].text


def test_it_is_postponed_to_a_day_to_come(proposed):
    number = the_reminder().id
    field = f"report{number}-until"
    proposed.submit("Reporter", status=422, **{field: "2026-11-20"})
    assert "Choisissez un jour à venir." in proposed.text
    proposed.submit("Reporter", **{field: "2026-12-01", f"report{number}-reason": "Congés"})

    assert "Congés" in proposed.within("reportees")
    assert the_reminder().until == date(2026, 12, 1)


def test_a_step_is_passed_for_a_reason(proposed):
    number = the_reminder().id
    proposed.submit("Passer cette étape", status=422)
    assert "Dites en quelques mots pourquoi" in proposed.text
    proposed.submit("Passer cette étape", **{f"saut{number}-reason": "Vu ensemble"})

    assert the_reminder().state is ReminderState.SKIPPED
    assert "Vu ensemble" in proposed.within("dernierement")


def test_another_step_is_chosen(proposed):
    proposed.follow("Modifier")
    proposed.submit("Prendre cette étape", step=step_of(the_reminder(), Tone.LAST_WARNING))

    assert the_reminder().tone is Tone.LAST_WARNING
    assert "Dernier rappel avant mise en demeure" in proposed.within("message")


def step_of(reminder: Reminder, tone: Tone) -> str:
    ladder = db.session.get_one(ladders.Ladder, reminder.step.ladder_id)
    return next(str(step.id) for step in ladder.steps if step.tone is tone)


def test_a_call_is_made_and_noted(by_hand, martin, bill, round_of, owner, clock):
    climbing(martin, clock, Channel.CALL)
    bill(martin, "1000", on=late(4))
    round_of()
    page = Page(owner, "/relances")
    assert "Il reste 1 000,00 €." in page.text
    assert "ajoutez-le à sa fiche" in page.text
    assert "Un appel à passer" in Page(owner, "/").text
    number = the_reminder().id
    words = {f"appel{number}-outcome": "WILL_PAY", f"appel{number}-words": "Jeudi, sans faute"}
    page.submit("Noter l’appel", **words)

    assert the_reminder().state is ReminderState.DONE
    assert "le client va payer" in page.within("dernierement")
    assert "Jeudi, sans faute" in Page(owner, f"/relances/{number}").text


@pytest.fixture
def to_post(by_hand, martin, bill, round_of, owner, clock) -> Page:
    """The page of a round with a registered letter to print."""
    climbing(martin, clock, Channel.REGISTERED, Tone.FORMAL_NOTICE)
    bill(martin, "1000", on=late(4))
    round_of()
    return Page(owner, "/relances")


def test_a_letter_is_read_printed_then_posted(to_post, owner, clock):
    letter = f"/relances/{the_reminder().id}/lettre.pdf"
    assert owner.get(letter).data.startswith(b"%PDF")
    to_post.submit("Valider et imprimer")
    assert "La lettre se prépare…" in to_post.within("lettres")
    assert "Une lettre à poster" in Page(owner, "/").text
    empty_the_outbox(now=clock)
    to_post.reload().submit("Je l’ai postée")

    assert the_reminder().state is ReminderState.SENT
    assert owner.get(letter).data.startswith(b"%PDF")


def test_a_letter_is_followed_by_its_number(to_post, owner, clock):
    field = f"depot{the_reminder().id}-tracking_number"
    to_post.submit("Valider et imprimer")
    empty_the_outbox(now=clock)
    page = to_post.reload()
    page.submit("Je l’ai postée", status=422, **{field: "n° 12 ?"})
    assert "Recopiez le numéro de suivi" in page.text
    page.submit("Je l’ai postée", **{field: ""})

    page = Page(owner, "/relances")
    assert "recommandé posté le" in page.within("suivis")
    page.submit("Noter", **{field: "2C 123 456 7890 1"})
    assert the_reminder().tracking_number == "2C12345678901"


def test_what_the_server_refused_is_told(mailbox, proposed, clock, owner):
    mailbox.data_answers = ["550 inconnu"]
    proposed.submit("Valider")
    empty_the_outbox(now=clock)

    page = Page(owner, "/relances")
    assert "550 inconnu" in page.within("refusees")
    assert page.links()["Corriger et réessayer"].startswith("/envois/")


def test_without_an_address_a_mail_cannot_be_approved(by_hand, martin, bill, round_of, owner):
    bill(martin, "1000", on=late(4))
    with transaction():
        martin.email = ""
    round_of()

    page = Page(owner, "/relances")
    assert "Pas d’adresse e-mail" in page.text
    assert "Valider" not in page.buttons()


def test_the_owner_is_told_when_the_daily_work_stops(proposed, owner, clock):
    with transaction():
        db.session.add(DailyRun(day=TODAY, begun_at=clock(), done_at=clock()))
    assert "Préparées aujourd’hui" in proposed.reload().text
    clock.travel(days=3)

    assert "Les relances ne se préparent plus" in proposed.reload().text
    assert "Le travail du jour ne s’est pas fait" in Page(owner, "/").text


def test_the_first_page_holds_the_round_as_one_thing(proposed, owner):
    page = Page(owner, "/")

    assert "Une relance à valider" in page.within("to-do")
    assert "en retard de 4 jours" not in page.within("to-do")


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Malgré nos relances, ceci reste à payer.", True),
        ("Despite our previous message, this is still to be paid.", True),
        ("Sauf erreur de notre part, ceci reste à payer.", False),
        ("Nous restons à votre écoute, malgré tout.", False),
    ],
)
def test_words_that_speak_of_earlier_messages_are_noticed(text, claims):
    assert speaks_of_earlier(text) is claims


def test_a_first_message_that_speaks_of_earlier_ones_is_told(
    by_hand, martin, bill, round_of, owner
):
    told = "Ce texte parle de messages précédents"
    bill(martin, "1000", on=late(4))
    round_of()
    page = Page(owner, f"/relances/{the_reminder().id}")
    assert told not in page.text
    page.submit("Prendre cette étape", step=step_of(the_reminder(), Tone.LAST_WARNING))

    assert told in Page(owner, f"/relances/{the_reminder().id}").text
