"""What clients read about terms of sale: the same keys in both languages, none of the others'."""

FRENCH = {
    "terms_accepted_by": "Acceptées par {name}, le {at} (heure de Paris).",
    "terms_accepted_on_paper": "Acceptées par {name}, le {day}.",
    "terms_accepted_now": (
        "Merci, votre accord est enregistré. Une copie de ce que vous avez accepté part à votre "
        "adresse e-mail."
    ),
    "terms_act": "Votre accord",
    "terms_again": "Recevoir un autre code",
    "terms_already": "Ces conditions ont déjà été acceptées par {name}, le {at}.",
    "terms_badge_ACCEPTED": "acceptées",
    "terms_badge_OPEN": "à lire et accepter",
    "terms_badge_REFUSED": "refusées",
    "terms_badge_WITHDRAWN": "demande retirée",
    "terms_call": "Lisez et acceptez nos conditions de vente",
    "terms_call_newer": (
        "La version {number} vous est proposée. Tant que vous ne l’acceptez pas, celle que vous "
        "avez acceptée reste valable."
    ),
    "terms_call_note": "Deux minutes suffisent : un résumé, le texte, et un code par e-mail.",
    "terms_capacity": "Votre fonction",
    "terms_capacity_hint": "Gérant, directrice des achats…",
    "terms_capacity_missing": "Indiquez votre fonction : gérant, directrice des achats…",
    "terms_changed": (
        "Ces conditions ont changé pendant que vous les lisiez : relisez le résumé, puis cochez de "
        "nouveau chaque point."
    ),
    "terms_code": "Code à six chiffres",
    "terms_code_hint": (
        "Envoyé à {to}. Il est valable dix minutes ; regardez aussi dans les indésirables."
    ),
    "terms_code_hint_before": (
        "Un code à six chiffres sera envoyé à {to}, pour savoir que c’est bien vous."
    ),
    "terms_code_sent_now": "Un code vient de partir à {to}. Saisissez-le pour accepter.",
    "terms_code_title": "3. Confirmez avec le code reçu par e-mail",
    "terms_code_wrong": (
        "Ce code ne convient pas : il est faux, périmé, déjà utilisé, ou demandé pour un autre "
        "choix ou un autre nom. Vérifiez-le dans le dernier e-mail reçu, ou demandez-en un autre."
    ),
    "terms_codes_cannot_leave": (
        "L’accord en ligne n’est pas possible pour le moment. Signez plutôt sur papier, ou "
        "écrivez-nous."
    ),
    "terms_email": "Où envoyer le code ?",
    "terms_email_hint": "Un code y sera envoyé, pour savoir que c’est bien vous.",
    "terms_email_missing": "Choisissez l’une de ces adresses.",
    "terms_evidence_note": (
        "Sont conservés avec votre accord : ce texte, ce que vous cochez, votre nom, la date et "
        "l’heure, votre adresse e-mail vérifiée, votre adresse réseau et votre navigateur."
    ),
    "terms_english_missing": "Ce texte n’existe qu’en français.",
    "terms_first": "1. Cochez chaque point",
    "terms_no_address": (
        "Nous n’avons pas votre adresse e-mail : écrivez-nous pour donner votre accord."
    ),
    "terms_not_asked": "Cette demande n’attend plus de réponse.",
    "terms_pdf": "Télécharger le PDF",
    "terms_pdf_french": "Le PDF français, qui prévaut",
    "terms_prevails": "Le texte français prévaut",
    "terms_read": "Lire le texte complet",
    "terms_refuse": "Envoyer mon refus",
    "terms_refuse_reason": "Ce qui ne vous convient pas",
    "terms_refuse_reason_missing": "Dites en quelques mots ce qui ne vous convient pas.",
    "terms_refuse_summary": "Ces conditions ne me conviennent pas",
    "terms_refused_now": "Votre refus est transmis. Aucun rappel ne vous sera envoyé.",
    "terms_refused_on": "Vous avez refusé ces conditions, le {at}.",
    "terms_second": "2. Dites qui vous êtes",
    "terms_send_code": "Recevoir mon code",
    "terms_sign": "Donner mon accord",
    "terms_since": "Version {number}, applicable à partir du {day}",
    "terms_summary": "En quelques phrases",
    "terms_text": "Le texte complet",
    "terms_ticked": "Ce qui a été coché",
    "terms_ticks_missing": ("Cochez chaque point : il s’agit de ce à quoi vous vous engagez."),
    "terms_title": "Conditions de vente",
    "terms_too_many_codes": (
        "Plusieurs codes sont déjà partis : attendez une heure, ou demain s’ils sont nombreux, "
        "avant d’en demander un autre."
    ),
    "terms_verified": "Adresse e-mail vérifiée par un code : {to}",
    "terms_withdrawn_note": "Nous avons retiré cette demande : vous n’avez rien à faire.",
    "terms_your_name": "Vos prénom et nom",
    "terms_your_name_missing": "Indiquez votre prénom et votre nom.",
}

ENGLISH = {
    "terms_accepted_by": "Accepted by {name} on {at} (Paris time).",
    "terms_accepted_on_paper": "Accepted by {name} on {day}.",
    "terms_accepted_now": (
        "Thank you, your agreement is recorded. A copy of what you accepted is on its way to your "
        "email address."
    ),
    "terms_act": "Your agreement",
    "terms_again": "Send me another code",
    "terms_already": "These terms were already accepted by {name} on {at}.",
    "terms_badge_ACCEPTED": "accepted",
    "terms_badge_OPEN": "to read and accept",
    "terms_badge_REFUSED": "refused",
    "terms_badge_WITHDRAWN": "withdrawn",
    "terms_call": "Read and accept our terms of sale",
    "terms_call_newer": (
        "Version {number} is proposed to you. Until you accept it, the one you accepted before "
        "still stands."
    ),
    "terms_call_note": "Two minutes will do: a summary, the text, and a code by email.",
    "terms_capacity": "Your position",
    "terms_capacity_hint": "Managing director, purchasing manager…",
    "terms_capacity_missing": "Please give your position: managing director, purchasing manager…",
    "terms_changed": (
        "These terms changed while you were reading them: please read the summary again, then "
        "tick each point again."
    ),
    "terms_code": "Six-digit code",
    "terms_code_hint": "Sent to {to}. It is valid for ten minutes; look in your spam folder too.",
    "terms_code_hint_before": (
        "A six-digit code will be sent to {to}, to make sure that it is you."
    ),
    "terms_code_sent_now": "A code is on its way to {to}. Enter it to accept.",
    "terms_code_title": "3. Confirm with the code you received by email",
    "terms_code_wrong": (
        "This code does not fit: it is wrong, too old, already used, or asked for another choice "
        "or another name. Check it in the last email you received, or ask for another one."
    ),
    "terms_codes_cannot_leave": (
        "Accepting online is not possible at the moment. Please sign on paper, or write to us."
    ),
    "terms_email": "Where shall we send the code?",
    "terms_email_hint": "A code will be sent there, to make sure that it is you.",
    "terms_email_missing": "Please choose one of these addresses.",
    "terms_evidence_note": (
        "Kept with your agreement: this text, what you tick, your name, the date and time, your "
        "verified email address, your network address and your browser."
    ),
    "terms_english_missing": "This text exists in French only.",
    "terms_first": "1. Tick each point",
    "terms_no_address": (
        "We do not have your email address: please write to us to give your agreement."
    ),
    "terms_not_asked": "This request no longer awaits an answer.",
    "terms_pdf": "Download the PDF",
    "terms_pdf_french": "The French PDF, which prevails",
    "terms_prevails": "The French text prevails",
    "terms_read": "Read the whole text",
    "terms_refuse": "Send my refusal",
    "terms_refuse_reason": "What does not suit you",
    "terms_refuse_reason_missing": "Please say in a few words what does not suit you.",
    "terms_refuse_summary": "These terms do not suit me",
    "terms_refused_now": "Your refusal was passed on. No reminder will be sent to you.",
    "terms_refused_on": "You refused these terms on {at}.",
    "terms_second": "2. Say who you are",
    "terms_send_code": "Send me a code",
    "terms_sign": "Give my agreement",
    "terms_since": "Version {number}, applicable from {day}",
    "terms_summary": "In a few sentences",
    "terms_text": "The whole text",
    "terms_ticked": "What was ticked",
    "terms_ticks_missing": "Please tick each point: it is what you commit to.",
    "terms_title": "Terms of sale",
    "terms_too_many_codes": (
        "Several codes were sent already: please wait an hour, or until tomorrow if they are "
        "many, before you ask for another one."
    ),
    "terms_verified": "Email address verified by a code: {to}",
    "terms_withdrawn_note": "We withdrew this request: you have nothing to do.",
    "terms_your_name": "Your first and last name",
    "terms_your_name_missing": "Please give your first and last name.",
}
