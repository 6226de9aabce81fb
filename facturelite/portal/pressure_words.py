"""What clients read when they ask for time, pay in several times, or talk about a dispute.

The same keys in both languages, none of the others'.
"""

from facturelite.reminders.plans_words import PENALTIES

FRENCH = {
    "contested": "Montant que vous contestez",
    "contested_hint": "Laissez vide si vous contestez tout. Le reste demeure à payer.",
    "contested_part": "Vous contestez {amount} ; le reste demeure à payer.",
    "contested_part_was": "Vous contestiez {amount}.",
    "delay": "Demander ce délai",
    "delay_again_now": "Votre demande est transmise. Un délai vous ayant déjà été refusé, des "
    "relances peuvent encore vous parvenir.",
    "delay_asked": "délai demandé jusqu’au {day}",
    "delay_day": "Je voudrais payer d’ici au",
    "delay_day_missing": "Choisissez le jour que vous demandez.",
    "delay_granted": "Délai accordé : vous pouvez payer jusqu’au {day}.",
    "delay_now": "Votre demande est transmise. Aucune relance ne vous sera envoyée d’ici la "
    "réponse.",
    "delay_out_of_reach": "Choisissez un jour entre le {earliest} et le {latest}.",
    "delay_over": "Le délai qui vous était accordé allait jusqu’au {day}.",
    "delay_pending": "Vous avez demandé un délai jusqu’au {day} : {business} doit vous répondre.",
    "delay_refused": "Votre demande de délai n’a pas pu être acceptée.",
    "delay_summary": "J’ai besoin d’un délai",
    "delay_asked_already": "Un délai est déjà demandé, jusqu’au {asked_until} : nous devons "
    "vous répondre.",
    "late_costs": (
        "Des pénalités de retard ({interest} à ce jour) et {fee} de frais de recouvrement peuvent "
        "s’ajouter."
    ),
    "late_costs_fee": "{fee} de frais de recouvrement peuvent s’ajouter.",
    "late_costs_interest": "Des intérêts de retard ({interest} à ce jour) peuvent s’ajouter.",
    "late_next": (
        "Sans paiement ni réponse de votre part, {business} peut vous relancer, puis vous mettre "
        "en demeure de payer."
    ),
    "late_next_noticed": (
        "Vous avez été mis en demeure de payer : sans paiement ni réponse de votre part, "
        "{business} peut demander au tribunal de vous y condamner."
    ),
    "message": "Envoyer ce message",
    "message_answer": "Répondre",
    "message_from_us": "{business}, le {at}",
    "message_from_you": "Vous, le {at}",
    "message_now": "Votre message est envoyé.",
    "message_words": "Ajouter quelque chose",
    "other_reason": "Autre chose",
    "plan": "Votre échéancier de paiement du {day}",
    "plan_accept": "J’accepte cet échéancier",
    "plan_accepted_now": "C’est entendu. Le document est à votre disposition ci-dessous.",
    "plan_agreed_by": "Accepté en ligne par {name}, le {at}, avec un code reçu par e-mail.",
    "plan_ask": "Payer en plusieurs fois",
    "plan_ask_note": "Proposez un rythme : {business} vous répondra. Aucune relance ne vous sera "
    "envoyée d’ici là.",
    "plan_ask_again_note": "Proposez un rythme : {business} vous répondra. Une proposition ayant "
    "été refusée, des relances peuvent encore vous parvenir.",
    "plan_but_contested": "(sans les {amount} que vous contestez)",
    "plan_credit": "Vous avez {amount} à votre crédit : cette somme n’est pas déduite ici.",
    "plan_days": "Ces dates ne vont pas : choisissez un premier jour entre aujourd’hui et le "
    "{latest}.",
    "plan_default_part": "Si un versement manque, seul ce versement peut vous être réclamé.",
    "plan_default_whole": "Si un versement manque, tout ce qui reste devient dû immédiatement.",
    "plan_each": "au plus tard le {day}",
    "plan_first": "Premier versement le",
    "plan_first_tick": "1. Cochez ce à quoi vous vous engagez",
    "plan_first_missing": "Choisissez le jour du premier versement.",
    "plan_invoice_busy": "{number} est déjà dans un échéancier.",
    "plan_invoice_contested": "Vous contestez {number} en entier : décochez-la.",
    "plan_invoice_wrong": "{number} n’attend aucun paiement.",
    "plan_invoices": "À payer en plusieurs fois",
    "plan_invoices_missing": "Cochez au moins une facture.",
    "plan_kept": "Cet échéancier est respecté jusqu’au bout. Merci !",
    "plan_due_now": "à payer maintenant",
    "plan_late": "Payez dès que possible, ou écrivez-nous.",
    "plan_missed": "Le versement du {day} de votre échéancier manque : ce versement est en retard.",
    "plan_missed_whole": "Le versement du {day} de votre échéancier manque : comme convenu, tout "
    "ce qui reste est dû maintenant.",
    "plan_next": "Prochain versement, au plus tard le {day}, sur {total} en tout.",
    "plan_no_more": "Ce qui est dû a changé : écrivez-nous, ou proposez un nouvel échéancier.",
    "plan_nothing": "Rien à étaler",
    "plan_nothing_note": "Vous ne devez rien qui ne soit déjà dans un échéancier.",
    "plan_pay": "Payer le prochain versement",
    "plan_penalties": PENALTIES["fr"],
    "plan_pdf": "Télécharger l’échéancier (PDF)",
    "plan_proposed_again_now": "Votre proposition est transmise. Une autre ayant été refusée, des "
    "relances peuvent encore vous parvenir.",
    "plan_proposed_now": "Votre proposition est transmise. Aucune relance d’ici la réponse.",
    "plan_propose": "Proposer cet échéancier",
    "plan_refuse": "Refuser",
    "plan_refuse_words": "Ce qui ne convient pas",
    "plan_refused_now": "Votre réponse est transmise.",
    "plan_spread": "échelonnée",
    "plan_spread_part": "{amount} en plusieurs versements",
    "plan_state_AGREED": "convenu",
    "plan_state_ENDED": "terminé",
    "plan_state_MISSED": "un versement manque",
    "plan_state_PROPOSED": "proposé",
    "plan_state_REFUSED": "refusé",
    "plan_state_REPLACED": "remplacé",
    "plan_state_WITHDRAWN": "retiré",
    "plan_theirs": "{business} vous propose de payer {amount} en {times} versements.",
    "plan_times": "En combien de fois",
    "plan_times_each": "en {times} fois, chaque mois",
    "plan_waiting": "Vous avez proposé cet échéancier : {business} doit vous répondre.",
    "plan_withdraw": "Retirer ma proposition",
    "plan_withdrawn_now": "Votre proposition est retirée.",
    "plans": "Vos paiements en plusieurs fois",
    "quality_reason": "La qualité n’est pas celle attendue",
    "refused_contested": "Indiquez un montant entre 0,01 et {most}, ou rien si vous contestez "
    "tout.",
    "refused_closed": "Cette contestation a reçu sa réponse : relisez la page.",
    "refused_moved": "Cette demande n’attend plus cette réponse : relisez la page.",
}
ENGLISH = {
    "contested": "Amount that you contest",
    "contested_hint": "Leave empty if you contest all of it. The rest is still to pay.",
    "contested_part": "You contest {amount}; the rest is still to pay.",
    "contested_part_was": "You contested {amount}.",
    "delay": "Ask for this delay",
    "delay_again_now": "Your request was passed on. As time was refused to you before, reminders "
    "may still reach you.",
    "delay_asked": "more time asked for, until {day}",
    "delay_day": "I would like to pay by",
    "delay_day_missing": "Please choose the day that you ask for.",
    "delay_granted": "Delay granted: you may pay until {day}.",
    "delay_now": "Your request was passed on. No reminder will be sent to you until it is "
    "answered.",
    "delay_out_of_reach": "Please choose a day between {earliest} and {latest}.",
    "delay_over": "The time that you were given ended on {day}.",
    "delay_pending": "You asked for time until {day}: {business} has to answer you.",
    "delay_refused": "Your request for time could not be accepted.",
    "delay_summary": "I need more time",
    "delay_asked_already": "You already asked for time until {asked_until}: we have to answer you.",
    "late_costs": (
        "Late payment interest ({interest} so far) and {fee} for recovery costs may be added."
    ),
    "late_costs_fee": "{fee} for recovery costs may be added.",
    "late_costs_interest": "Late payment interest ({interest} so far) may be added.",
    "late_next": (
        "Without payment or an answer from you, {business} may send you reminders, then a formal "
        "notice to pay."
    ),
    "late_next_noticed": (
        "You were given formal notice to pay: without payment or an answer from you, {business} "
        "may ask a court to order you to pay."
    ),
    "message": "Send this message",
    "message_answer": "Answer",
    "message_from_us": "{business}, {at}",
    "message_from_you": "You, {at}",
    "message_now": "Your message was sent.",
    "message_words": "Add something",
    "other_reason": "Something else",
    "plan": "Your payment plan of {day}",
    "plan_accept": "I accept this plan",
    "plan_accepted_now": "Agreed. The document is available below.",
    "plan_agreed_by": "Accepted online by {name} on {at}, with a code received by email.",
    "plan_ask": "Pay in several instalments",
    "plan_ask_again_note": "Propose a pace: {business} will answer. As a proposal was refused, "
    "reminders may still reach you.",
    "plan_ask_note": "Propose a pace: {business} will answer. No reminder will be sent to you "
    "before then.",
    "plan_but_contested": "(without the {amount} that you contest)",
    "plan_credit": "You have {amount} to your credit: it is not deducted here.",
    "plan_days": "These days will not do: choose a first day between today and {latest}.",
    "plan_default_part": "If an instalment is missed, only that instalment may be claimed.",
    "plan_default_whole": "If an instalment is missed, all that is left becomes due at once.",
    "plan_each": "by {day}",
    "plan_first": "First instalment on",
    "plan_first_tick": "1. Tick what you undertake",
    "plan_first_missing": "Please choose the day of the first instalment.",
    "plan_invoice_busy": "{number} is already in a payment plan.",
    "plan_invoice_contested": "You contest the whole of {number}: please untick it.",
    "plan_invoice_wrong": "{number} awaits no payment.",
    "plan_invoices": "To pay in instalments",
    "plan_invoices_missing": "Please tick at least one invoice.",
    "plan_kept": "This plan was kept to its end. Thank you!",
    "plan_due_now": "to pay now",
    "plan_late": "Please pay as soon as you can, or write to us.",
    "plan_missed": "The instalment of {day} of your payment plan is missing: it is late.",
    "plan_missed_whole": "The instalment of {day} of your payment plan is missing: as agreed, all "
    "that is left is due now.",
    "plan_next": "Next instalment, by {day}, out of {total} in all.",
    "plan_no_more": "What is owed has changed: write to us, or propose another plan.",
    "plan_nothing": "Nothing to spread",
    "plan_nothing_note": "You owe nothing that is not already in a payment plan.",
    "plan_pay": "Pay the next instalment",
    "plan_penalties": PENALTIES["en"],
    "plan_pdf": "Download the plan (PDF)",
    "plan_proposed_again_now": "Your proposal was passed on. As another was refused, reminders may "
    "still reach you.",
    "plan_proposed_now": "Your proposal was passed on. No reminder until it is answered.",
    "plan_propose": "Propose this plan",
    "plan_refuse": "Refuse",
    "plan_refuse_words": "What does not suit you",
    "plan_refused_now": "Your answer was passed on.",
    "plan_spread": "in instalments",
    "plan_spread_part": "{amount} in instalments",
    "plan_state_AGREED": "agreed",
    "plan_state_ENDED": "ended",
    "plan_state_MISSED": "an instalment is missing",
    "plan_state_PROPOSED": "proposed",
    "plan_state_REFUSED": "refused",
    "plan_state_REPLACED": "replaced",
    "plan_state_WITHDRAWN": "withdrawn",
    "plan_theirs": "{business} proposes that you pay {amount} in {times} instalments.",
    "plan_times": "In how many instalments",
    "plan_times_each": "{times} times, each month",
    "plan_waiting": "You proposed this plan: {business} has to answer you.",
    "plan_withdraw": "Withdraw my proposal",
    "plan_withdrawn_now": "Your proposal is withdrawn.",
    "plans": "Your payments in instalments",
    "quality_reason": "The quality is not as expected",
    "refused_contested": "Please give an amount between 0.01 and {most}, or none if you contest "
    "all of it.",
    "refused_closed": "This objection has been answered: please read the page again.",
    "refused_moved": "This request no longer awaits that answer: please read the page again.",
}
