"""What clients read about their schedule: the same keys in both languages, none of the others'."""

FRENCH = {
    "deadlines_add": "Ajouter à mon agenda",
    "deadlines_agreed": "convenu, pas encore facturé",
    "deadlines_agreed_sum": "{amount} convenus, qui vous seront facturés",
    "deadlines_all": "Tout l’échéancier",
    "deadlines_calendar_apple": (
        "Sur un téléphone ou un Mac, pressez « S’abonner » : l’agenda s’ouvre, confirmez."
    ),
    "deadlines_calendar_google": (
        "Google Agenda, sur ordinateur : à côté de « Autres agendas », « + », « À partir de "
        "l’URL », collez le lien."
    ),
    "deadlines_calendar_link": "Lien de votre agenda",
    "deadlines_calendar_made": "Le lien de votre agenda est prêt.",
    "deadlines_calendar_note": (
        "Vos échéances dans votre agenda, tenues à jour : ce qui est réglé en disparaît."
    ),
    "deadlines_calendar_outlook": (
        "Outlook : « Ajouter un calendrier », « S’abonner à partir du web », collez le lien."
    ),
    "deadlines_calendar_private": (
        "Qui a ce lien voit ce que vous devez et pour quand, et ne peut rien faire d’autre. Votre "
        "agenda le relit de lui-même, souvent une ou deux fois par jour."
    ),
    "deadlines_credit": "avoir",
    "deadlines_delayed": "délai accordé",
    "deadlines_given_back": "remboursé",
    "deadlines_no_feed": "Aucun agenda ne suit vos échéances : il n’y a rien à révoquer.",
    "deadlines_nothing": "Rien à payer",
    "deadlines_nothing_note": "Ce qui vous sera facturé apparaîtra ici, au jour où le payer.",
    "deadlines_past": "Réglé, reçu, avoirs",
    "deadlines_received": "paiement reçu",
    "deadlines_renew": "Renouveler le lien",
    "deadlines_renewed": "Lien renouvelé : abonnez de nouveau votre agenda.",
    "deadlines_revoke": "Révoquer le lien",
    "deadlines_revoked": "Lien révoqué : votre agenda ne reçoit plus rien.",
    "deadlines_subscribe": "S’abonner",
    "deadlines_sum": "{amount} à payer en tout",
    "deadlines_to_pay": "À payer",
}
ENGLISH = {
    "deadlines_add": "Add to my calendar",
    "deadlines_agreed": "agreed, not billed yet",
    "deadlines_agreed_sum": "{amount} agreed, to be billed to you",
    "deadlines_all": "Full schedule",
    "deadlines_calendar_apple": (
        "On a phone or a Mac, press “Subscribe”: the calendar opens, then confirm."
    ),
    "deadlines_calendar_google": (
        "Google Calendar, on a computer: next to “Other calendars”, “+”, “From URL”, paste the "
        "link."
    ),
    "deadlines_calendar_link": "Link for your calendar",
    "deadlines_calendar_made": "The link for your calendar is ready.",
    "deadlines_calendar_note": (
        "Your due dates in your calendar, kept up to date: what is paid disappears from it."
    ),
    "deadlines_calendar_outlook": "Outlook: “Add calendar”, “Subscribe from web”, paste the link.",
    "deadlines_calendar_private": (
        "Whoever has this link sees what you owe and by when, and can do nothing else. Your "
        "calendar reads it by itself, often once or twice a day."
    ),
    "deadlines_credit": "credit note",
    "deadlines_delayed": "more time given",
    "deadlines_given_back": "refunded",
    "deadlines_no_feed": "No calendar follows your due dates: there is nothing to revoke.",
    "deadlines_nothing": "Nothing to pay",
    "deadlines_nothing_note": "What you are billed will appear here, on the day to pay it.",
    "deadlines_past": "Paid, received, credited",
    "deadlines_received": "payment received",
    "deadlines_renew": "Renew the link",
    "deadlines_renewed": "Link renewed: please subscribe your calendar again.",
    "deadlines_revoke": "Revoke the link",
    "deadlines_revoked": "Link revoked: your calendar receives nothing any more.",
    "deadlines_subscribe": "Subscribe",
    "deadlines_sum": "{amount} to pay in all",
    "deadlines_to_pay": "To pay",
}
