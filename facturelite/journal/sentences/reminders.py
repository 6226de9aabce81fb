"""What is told of reminders, and of the ladders they climb."""

from collections.abc import Mapping

from facturelite.journal.sentences.wording import Wording

SENTENCES: Mapping[str, Wording] = {
    "reminder.approved": Wording("Relance validée[ : {tone}][, {channel}]", "check", "waiting"),
    "reminder.called": Wording("Appel passé[ : {outcome}][ (« {words} »)]", "phone", "soon"),
    "reminder.dropped": Wording("Relance laissée[ : {reason}]", "ban"),
    "reminder.edited": Wording("Texte d’une relance changé[ ({tone})]", "pencil"),
    "reminder.ladder_given": Wording("Parcours de relance choisi[ : {ladder}]", "bell"),
    "reminder.posted": Wording(
        "Lettre postée[ : {tone}][, {total:euros}][, suivi {tracking_number}]", "send", "waiting"
    ),
    "reminder.postponed": Wording(
        "Relance reportée[ au {until:day}][ : {reason}]", "clock", "soon"
    ),
    "reminder.revived": Wording(
        "Relance de retour, avec ce que vous aviez écrit ou choisi[ ; reportée au {until:day}]",
        "refresh",
        "soon",
    ),
    "reminder.sent": Wording(
        "Relance envoyée[ : {tone}][, {total:euros}][, à {to}]", "bell", "waiting"
    ),
    "reminder.settings_changed": Wording("Règles des relances changées", "settings"),
    "reminder.skipped": Wording("Relance passée[ : {reason}]", "x"),
    "reminder.step_chosen": Wording("Étape de relance choisie[ : {tone}]", "pencil"),
    "reminder.taken_back": Wording(
        "Relance reprise avant de partir[ ({tone})][ : {reason}]", "refresh"
    ),
    "reminder.tracked": Wording("Numéro de suivi noté[ : {tracking_number}]", "search"),
    "reminder_ladder.archived": Wording("Parcours de relance archivé[ : {name}]", "archive"),
    "reminder_ladder.changed": Wording("Parcours de relance changé[ : {name}]", "pencil"),
    "reminder_ladder.made_default": Wording(
        "Parcours de relance habituel[ : {name}][, {audience}]", "bell"
    ),
    "reminder_ladder.made_real": Wording("Parcours de relance mis en service[ : {name}]", "check"),
    "reminder_ladder.put_on_paper": Wording("Parcours de relance à l’essai[ : {name}]", "eye"),
    "reminder_ladder.restored": Wording(
        "Parcours de relance de nouveau en service[ : {name}]", "refresh"
    ),
    "reminder_ladder.started": Wording("Parcours de relance écrit[ : {name}]", "bell"),
    "reminders.prepared": Wording("[{count} ]relance(s) préparée(s)", "bell"),
}
