"""What is told of what holds the pressure, of plans, and of late interest."""

from collections.abc import Mapping

from facturelite.journal.sentences.wording import Wording

SENTENCES: Mapping[str, Wording] = {
    "delay.answered": Wording(
        "Demande de délai[ pour {number}] : {outcome}[, jusqu’au {until:day}][ : « {answer} »]",
        "calendar-due",
        "waiting",
    ),
    "delay.asked": Wording(
        "Délai demandé[ pour {number}][ jusqu’au {until:day}][ : « {words} »]",
        "hourglass",
        "soon",
    ),
    "penalties.billed": Wording(
        "Pénalités facturées[ par la note {number}][ : {total:euros}]", "percentage", "waiting"
    ),
    "penalties.cancelled": Wording("Note de pénalités[ {number}] annulée[ : {reason}]", "file-off"),
    "penalties.paid": Wording(
        "Note de pénalités[ {number}] réglée[ le {paid_on:day}]", "cash", "settled"
    ),
    "penalties.paid_in_part": Wording(
        "Note de pénalités[ {number}] réglée en partie[ : {amount:euros}][, reste {left:euros}]",
        "cash",
        "waiting",
    ),
    "penalties.posted": Wording(
        "Note de pénalités[ {number}] postée ou remise[ le {posted_on:day}]", "mail", "waiting"
    ),
    "penalties.sent": Wording("Note de pénalités[ {number}] envoyée[ à {to}]", "send", "waiting"),
    "penalties.unpaid": Wording(
        "Note de pénalités[ {number}] de nouveau à payer : un paiement est annulé", "cash", "late"
    ),
    "penalties.waived": Wording(
        "Pénalités abandonnées[ sur {number}][ : {total:euros}][ : « {reason} »]", "ban", "soon"
    ),
    "plan.agreed": Wording(
        "Échéancier[ n° {plan}] convenu[, {total:euros}][ en {times} versements]",
        "calendar",
        "settled",
    ),
    "plan.ended": Wording("Échéancier[ n° {plan}] dénoncé[ : « {answer} »]", "ban", "late"),
    "plan.proposed": Wording(
        "Échéancier[ n° {plan}] proposé[, {total:euros}][ en {times} versements][ : « {words} »]",
        "calendar",
        "soon",
    ),
    "plan.refused": Wording("Échéancier[ n° {plan}] refusé[ : « {answer} »]", "x", "late"),
    "plan.replaced": Wording("Échéancier[ n° {plan}] remplacé par un autre", "refresh"),
    "plan.withdrawn": Wording("Proposition d’échéancier[ n° {plan}] retirée", "ban"),
    "reminders.heeded": Wording(
        "Relances retenues malgré une parole non tenue[ : {told}]", "bell-off", "soon"
    ),
    "reminders.held": Wording(
        "Relances retenues[ ({reason})][, jusqu’au {until:day}][ : « {words} »]", "bell-off", "soon"
    ),
    "reminders.resumed": Wording("Relances reprises[ ({reason})]", "bell", "settled"),
}
